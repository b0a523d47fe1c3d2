"""From the arguments of a constructor to a layer: ``LinearLayer[3, "Weights" -> w, "Input" -> 2]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, replace
from functools import cache
from typing import Any, get_args, get_type_hints

from ..arrays import float32_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import NONE, Node, S, String, Symbol, Value, is_head, is_rule
from ..problem import Template
from .infer import infer
from .layer import Layer, classes_of
from .multipliers import Multipliers
from .net import Leaf, Net
from .net_array import NetArray
from .port_types import PortType, read_port_type
from .shown import typed

TOO_MANY = Template("layerargs", "`1` takes `2`; `3` were given.")
MISSING_PARAMETER = Template("layerparam", "`1` needs `2`.")
BAD_PARAMETER = Template("layerval", "The parameter `1` of `2` is `3`; `4` was expected.")
NO_OPTION = Template("optname", "`1` is not an option: the name of one was expected on the left.")
SHARED_STATE = Template(
    "arrayshare", 'The array "`1`" of `2` is not trained by gradients, and cannot be a shared array.'
)
UNKNOWN_OPTION = Template("layeropt", "`1` is not an option of `2`; these are: `3`.")
BAD_ARRAY = Template(
    "layerarray", 'The array "`1`" of `2` is `3`; an array of 32-bit reals, Automatic`4` was expected.'
)


@cache
def parameter_types(cls: type[Layer]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls) if f.name[0] != "_"}  # type: ignore[arg-type]


def option_name(node: Node) -> str:
    return node.value if isinstance(node, String) else node.name if isinstance(node, Symbol) else ""


def read_options(arguments: Sequence[Node]) -> dict[str, Node]:
    """The options among the arguments of a call; of two settings of one option the first counts."""
    options: dict[str, Node] = {}
    for rule in filter(is_rule, arguments):
        if not option_name(rule.args[0]):
            raise NO_OPTION(typed(rule))
        options.setdefault(option_name(rule.args[0]), rule.args[1])
    return options


def build_layer(cls: type[Layer], arguments: Sequence[Node]) -> Leaf:
    """The layer that a call of its constructor asks for.  Raises a Problem that names the wrong parameter."""
    arguments = cls.spelled(tuple(arguments))
    given = [a for a in arguments if not is_rule(a)]
    options = {cls.old_names.get(name, name): node for name, node in read_options(arguments).items()}
    if cls.net_option:
        nets = _named_nets(cls, options)
    else:
        nets, given = _inner_nets(cls, given)
    if len(given) > len(cls.positional):
        count = len(cls.positional)
        most = f"at most {count} argument{'s' * (count > 1)} and options" if count else "only options"
        raise TOO_MANY(cls.__name__, most, len(given))
    named = dict(zip(cls.positional, given, strict=False))
    told = cls.told_by({n: a.shape for n in options if (a := float32_of(options[n])) is not None})
    chosen = {n: options.pop(n) for n in list(options) if n in parameter_types(cls)}
    layer = make_layer(cls, {**told, **chosen, **named})
    leaf: Leaf = configured(_with_nets(layer, nets), {**layer.port_types(), **options})
    solved = leaf.solved or layer
    settled = solved.settled(leaf.dims) if leaf.arrays() else solved
    return leaf if settled == solved else infer(replace(leaf, layer=settled))  # type: ignore[return-value]


def _with_nets(layer: Layer, nets: Mapping[str, Net]) -> Leaf:
    """A layer with its inner nets, and the coders at its ports that are made of theirs."""
    return Leaf(layer, nets=nets, coders=layer.adapted(nets).handed_coders(nets) if nets else {})


def _named_nets(cls: type[Layer], options: dict[str, Node]) -> dict[str, Net]:
    """The nets that are given as options, which are taken out of `options`."""
    found = {name: getattr(options.pop(name), "value", None) for name in cls.inner if name in options}
    if cls.net_option not in found or not all(isinstance(net, Net) for net in found.values()):
        raise MISSING_PARAMETER(cls.__name__, f'a net as the option "{cls.net_option}"')
    return found  # type: ignore[return-value]


def _inner_nets(cls: type[Layer], arguments: list[Node]) -> tuple[dict[str, Net], list[Node]]:
    """The nets that an operator takes as its first argument, a list if there are several; what is left.

    One net in place of several stands for copies of it.
    """
    first = arguments[0] if arguments else None
    nodes = first.args if is_head(first, S.List) else (first,)  # type: ignore[union-attr, arg-type]
    found = [a.value for a in nodes if isinstance(a, Value) and isinstance(a.value, Net)]
    if not found and not cls.needs_nets:
        return {}, arguments
    count = len(cls.inner)
    if not cls.inner:
        return {}, arguments
    if len(found) == 1 == len(nodes):
        found *= count
    if len(found) < max(count, len(nodes)) or len(found) > count:
        raise MISSING_PARAMETER(cls.__name__, "a net" if count == 1 else f"a list of {count} nets")
    return dict(zip(cls.inner, found, strict=True)), arguments[1:]


def make_layer(cls: type[Layer], parameters: Mapping[str, Node]) -> Layer:
    """The layer with these parameters, each read as its kind."""
    types, values = parameter_types(cls), {}
    for field in fields(cls):  # type: ignore[arg-type]
        if field.name not in types:
            continue
        kind, node = types[field.name], parameters.get(field.name)
        is_needed = field.default is MISSING and type(None) not in get_args(kind)
        if node is None or (
            node is S.Automatic and (not is_needed or from_node(kind, node) is NOT_CONVERTED)
        ):
            if is_needed:
                raise MISSING_PARAMETER(cls.__name__, f'"{field.name}": {_expected(kind)}')
            values[field.name] = None if field.default is MISSING else field.default
            continue
        values[field.name] = from_node(kind, node)
        if values[field.name] is NOT_CONVERTED:
            raise BAD_PARAMETER(f'"{field.name}"', cls.__name__, typed(node), _expected(kind))
    return cls(**values)


_PLAIN = {int: "an integer", float: "a number", bool: "True or False", str: "a string"}


def _expected(kind: Any) -> str:
    kinds = [k for k in get_args(kind) or (kind,) if k is not type(None)]
    return " or ".join(getattr(k, "expected", _PLAIN.get(k, "something else")) for k in kinds)


def configured(net: Any, options: Mapping[str, Node]) -> Any:
    """`net` with the options that every net takes: types of its ports, arrays of a layer, multipliers.

    Raises a Problem for an option that the net does not have.
    """
    arrays = net.layer.arrays if isinstance(net, Leaf) else {}
    given, coders, values = dict(net.given), dict(net.coders), dict(getattr(net, "values", {}))
    multipliers = net.multipliers
    for name, node in options.items():
        if name in net.ports:
            kind = read_port_type(node, name, net.ports[name].output)
            if isinstance(net, Leaf):
                coder = net.layer.given_coder(name, kind.coder)
                kind = replace(kind, dims=net.layer.given_dims(name, kind.dims), coder=coder)
            set_port(given, coders, name, kind)
        elif name in arrays:
            _set_array(net, values, name, node)
        elif name == "LearningRateMultipliers":
            multipliers = Multipliers.from_node(node) if node is not S.Automatic else None
        else:
            raise UNKNOWN_OPTION(f'"{name}"', net.wl_head, ", ".join(option_names(net)))
    changes: dict[str, Any] = {"given": given, "coders": coders, "multipliers": multipliers}
    if isinstance(net, Leaf):
        changes["values"] = values
    made = infer(replace(net, **changes))
    check_rules(made)
    return made


def check_rules(net: Net) -> None:
    """Raise a Problem if a rule of the net's own LearningRateMultipliers names none of its parts."""
    if net.multipliers is not None:
        for _ in net.multipliers.covered(net, ()):
            pass


def set_port(given: dict[str, Any], coders: dict[str, Any], name: str, kind: PortType) -> None:
    """Give a port its type: dimensions, or a coder in place of the present one."""
    for old in (name, classes_of(name)):
        given.pop(old, None)
    coders.pop(name, None)
    if kind.coder is not None:
        coders[name] = kind.coder
    elif kind.dims is not None:
        given[name] = kind.dims
        if kind.elements is not None:
            given[classes_of(name)] = kind.elements


def _set_array(leaf: Leaf, values: dict[str, Any], name: str, node: Node) -> None:
    optional = leaf.layer.arrays[name].optional
    if node is S.Automatic:
        values.pop(name, None)
    elif node is NONE and optional:
        values[name] = None
    elif isinstance(node, Value) and isinstance(node.value, NetArray):
        if not leaf.layer.arrays[name].trained:
            raise SHARED_STATE(name, leaf.wl_head)
        values[name] = node.value
    else:
        array = float32_of(node)
        if array is None:
            raise BAD_ARRAY(
                name,
                leaf.wl_head,
                typed(node),
                ", None or NetArray[...]" if optional else " or NetArray[...]",
            )
        values[name] = array


def option_names(net: Net) -> list[str]:
    """The options that the constructor of a net takes."""
    names = [f'"{port}"' for port in net.ports] + ["LearningRateMultipliers"]
    if isinstance(net, Leaf):
        names = [f'"{n}"' for n in (*net.layer.arrays, *net.layer.parameters())] + names
    return names
