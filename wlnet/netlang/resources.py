"""ResourceData, ExampleData and NetModel: data sets and nets by name."""

from __future__ import annotations

from ..expr import FAILED, Node, S, String, Value, is_head, is_rule
from ..kernel.builtin import builtin, symbol
from ..nets.net import Net
from ..problem import Template
from ..resources.data import resource_data
from ..resources.examples import TYPE, example_data, example_names
from ..resources.models import model_names, net_model
from .arguments import with_options

TRAINING, DATA, NET = String("TrainingData"), String("Data"), String("EvaluationNet")

NO_NAME = Template("name", "`1` is not the name of a `2`: a string was expected.")
NO_PORTS = Template("noports", "The property `1` of a model is no net whose ports could be changed.")
NO_EXAMPLE = Template("type", '`1` is not an example: {"type", "name"} or "type" was expected.')

symbol("ResourceObject", 'ResourceObject["name"] stands for a data set.')


@builtin("ResourceData[resource_, element_]", failure=FAILED)
def resource_data_(k, resource: Node, element: Node = TRAINING):
    """ResourceData["name"] gives the training data of a data set, a list of rules.

    ResourceData["name", "element"] gives "TrainingData", "TestData", or "ContentElements", their names.
    "MNIST" and "FashionMNIST" are available: their files are looked for in the folder $WLNET_DATA and in the
    cache, and else downloaded; the images are grouped by class, in ascending order.

    > Length[ResourceData["MNIST", "TestData"]]
    10000
    """
    while is_head(resource, S.ResourceObject) and len(resource.args) == 1:
        resource = resource.args[0]
    return resource_data(_string(resource, "data set"), _string(element, "element"), k.notify)


@builtin("ExampleData[]", failure=FAILED)
def example_types(k):
    """ExampleData[] gives the types of examples.

    >> ExampleData[]
    {"MachineLearning"}
    """
    return [TYPE]


@builtin("ExampleData[example_, element_]", failure=FAILED)
def example_data_(k, example: Node, element: Node = DATA):
    """ExampleData[{"MachineLearning", "name"}, "element"] gives an element of an example, such as its rules.

    Elements are "Data" (if none is given), "TrainingData", "TestData", "VariableDescriptions", "Description",
    "Source" and "Properties".  ExampleData["MachineLearning"] lists the examples.

    > First[ExampleData[{"MachineLearning", "FisherIris"}]]
    {5.1, 3.5, 1.4, 0.2} -> "setosa"
    """
    if example == String(TYPE):
        return [[TYPE, name] for name in example_names()]
    if not is_head(example, S.List) or len(example.args) != 2:
        raise NO_EXAMPLE(example)
    kind, name = (_string(part, "data set") for part in example.args)
    return example_data(kind, name, _string(element, "element"), k.notify)


@builtin("NetModel[]", failure=FAILED)
def net_models(k):
    """NetModel[] lists the models that are available.

    >> MemberQ[NetModel[], "LeNet"]
    True
    """
    return list(model_names())


@builtin("NetModel[name_, arguments___]", failure=FAILED)
def net_model_(k, name: Node, arguments: tuple[Node, ...]):
    """NetModel["name"] gives a ready net.

    NetModel["name", "UninitializedEvaluationNet"] gives it without arrays; other properties are
    "TrainingNet", "ByteCount", "TaskType", "InputDomains", "SourceMetadata" and "TrainingSetInformation".
    With "port" -> type at the end, a port of the net gets another type or coder.

    >> Length[NetModel["LeNet"]]
    11
    """
    count = 1 if arguments and not is_rule(arguments[0]) else 0
    asked, options = arguments[0] if count else NET, arguments[count:]
    found = net_model(_string(name, "model"), _string(asked, "property"))
    if not options:
        return found
    net = found.value if isinstance(found, Value) else None
    if not isinstance(net, Net):
        raise NO_PORTS(asked)
    return with_options(net, options)


def _string(node: Node, kind: str) -> str:
    if not isinstance(node, String):
        raise NO_NAME(node, kind)
    return node.value
