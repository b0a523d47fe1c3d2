"""Information about encoders and decoders: their type, dimensions and parameters.

The names "Type", "InputDimensions" and "OutputDimensions" are ours; parameters have the names of the
constructor.
"""

from __future__ import annotations

from ..expr import FAILED, Expr, Node, S, String, to_node
from ..kernel.builtin import builtin
from ..nets.coder import Coder, Encoder
from ..nets.shown import typed
from ..problem import Template

NO_PROPERTY = Template("coderinfo", "`1` is not a property of this `2`; these are: `3`.")


def _properties(coder: Coder) -> dict[str, Node]:
    """All there is to know, by name."""
    sizes = [S.Automatic if size is None else to_node(size) for size in coder.dims or ()]
    dims = S.Automatic if coder.dims is None else S.List(*sizes)
    end = "OutputDimensions" if isinstance(coder, Encoder) else "InputDimensions"
    return {"Type": String(coder.name), end: dims, **coder.parts()}


@builtin("Information[coder_]", failure=FAILED)
def information_of_coder(k, coder: Coder):
    """Information[coder] gives an association of the type, the dimensions and the parameters of a coder.

    >> Information[NetEncoder["Boolean"]]
    <|"Type" -> "Boolean", "OutputDimensions" -> {}, "Dimensions" -> {}|>
    """
    rules = (S.Rule(String(name), value) for name, value in _properties(coder).items())
    return Expr(S.Association, tuple(rules))


@builtin("Information[coder_, property_]", failure=FAILED)
def information_of_coder_property(k, coder: Coder, property: Node):
    """Information[coder, "property"] gives one of these; "Properties" lists them.

    >> Information[NetDecoder[{"Class", {"a", "b"}}], "InputDimensions"]
    {2}
    """
    known = _properties(coder)
    if property == String("Properties"):
        return S.List(*map(String, known))
    if not isinstance(property, String) or property.value not in known:
        raise NO_PROPERTY(typed(property), coder.wl_head, ", ".join(f'"{name}"' for name in known))
    return known[property.value]
