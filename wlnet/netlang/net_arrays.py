"""NetArray: arrays with names, which all places of a net that hold them share."""

from __future__ import annotations

from uuid import uuid4

from ..arrays import float32_of
from ..convert import NOT_CONVERTED
from ..expr import FAILED, Node, S, String, is_head, is_rule
from ..kernel.builtin import builtin
from ..nets.initial_values import drawing
from ..nets.kinds import Lengths
from ..nets.net_array import NetArray
from ..nets.shown import typed
from ..problem import Template
from .arguments import options_of

NET_ARRAY = Template(
    "netarrayspec",
    '`1` does not describe a shared array: "name", an array of numbers, or rules for "Name", "Array" '
    '(numbers, a distribution or a method of NetInitialize) and "Dimensions" were expected.',
)
ARRAY_DIMS = Template("netarraydims", "The array of NetArray has the dimensions `1`, not `2`.")
KEYS = {"Name", "Array", "Dimensions"}


@builtin("NetArray[spec___]", failure=FAILED)
def net_array(k, spec: tuple[Node, ...]):
    """NetArray["name"] is an array with a name: all places of a net that hold it are one array.

    NetArray[<|"Name" -> "name", "Array" -> array, "Dimensions" -> {n1, ...}|>], or the same as rules, gives
    it values or dimensions; NetArray[array] and NetArray[] have a new name of their own.  In place of values
    there may be a distribution or a method of NetInitialize, by which the array is drawn.

    >> NetArray["w"]
    NetArray["w"]
    """
    if spec == (S.All,):
        return None  # all of them, for NetExtract
    settings = _settings(spec)
    name, array = settings.get("Name", S.Automatic), settings.get("Array", S.Automatic)
    values = None if array is S.Automatic else float32_of(array)
    dims = Lengths.from_node(settings["Dimensions"]) if "Dimensions" in settings else None
    wrong = not isinstance(name, String) and name is not S.Automatic
    drawn = values is None and array is not S.Automatic
    if wrong or dims is NOT_CONVERTED or (drawn and drawing(array) is None):
        raise NET_ARRAY(typed(S.NetArray(*spec)))
    if values is not None and dims is not None and values.shape != tuple(dims):
        raise ARRAY_DIMS(list(values.shape), list(dims))
    own = name.value if isinstance(name, String) else str(uuid4())
    return NetArray(own, values, None if dims is None else tuple(dims), array if drawn else None)


@builtin("NetSharedArray[name_]", failure=FAILED)
def net_shared_array(k, name: Node):
    """NetSharedArray["name"] is the obsolete spelling of NetArray["name"].

    >> NetSharedArray["w"]
    NetArray["w"]
    """
    return net_array(k, (name,)) if name is not S.All else None


def _settings(spec: tuple[Node, ...]) -> dict[str, Node]:
    if len(spec) == 1 and is_head(spec[0], S.Association):
        spec = tuple(spec[0].args)
    if spec and all(map(is_rule, spec)):
        settings = options_of(spec)
        if settings.keys() <= KEYS:
            return settings
    elif len(spec) == 1:
        (only,) = spec
        return {"Name" if isinstance(only, String) or only is S.Automatic else "Array": only}
    elif not spec:
        return {}
    raise NET_ARRAY(typed(S.NetArray(*spec)))
