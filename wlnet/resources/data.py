"""ResourceData: data sets by the name they have in the Wolfram Data Repository, where available here."""

from __future__ import annotations

from ..expr import Node, to_node
from ..problem import Template
from .examples import EXAMPLES, NO_ELEMENT, TYPE, example_data
from .files import Notify
from .mnist import ELEMENTS, SETS, rules

NO_RESOURCE = Template("notavail", "`1` is not a data set that is available here; these are: `2`.")


def resource_data(name: str, element: str = "TrainingData", notify: Notify = lambda event: None) -> Node:
    """ResourceData[name, element]: a list of rules Image -> Integer, or the names of the elements."""
    if name not in SETS:
        raise NO_RESOURCE(name, ", ".join(sorted(SETS)))
    if element == "ContentElements":
        return to_node(ELEMENTS)
    if element not in ELEMENTS:
        raise NO_ELEMENT(element, name, ", ".join((*ELEMENTS, "ContentElements")))
    return rules(SETS[name], element, notify)


def named_data(name: str, element: str, notify: Notify = lambda event: None) -> Node:
    """The data that a name stands for in NetTrain: an element of a resource, or else of an example."""
    if name in SETS:
        return resource_data(name, element, notify)
    if name in EXAMPLES:
        return example_data(TYPE, name, element, notify)
    raise NO_RESOURCE(name, ", ".join(sorted({*SETS, *EXAMPLES})))
