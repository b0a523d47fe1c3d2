"""A net that a session writes as InputForm is read back by the session as an equal net."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet import Session
from wlnet.expr import TRUE

SESSION = Session()
LAYERS = st.sampled_from(
    [
        "LinearLayer[3]",
        "Ramp",
        "ElementwiseLayer[#^2/2 &]",
        "NetChain[{3, Tanh}]",
        'NetChain[<|"a" -> LinearLayer[3, LearningRateMultipliers -> 0], "b" -> Ramp|>]',
        'LinearLayer[3, "Biases" -> None]',
        'LinearLayer[3, "Weights" -> NetArray["w"]]',
        "DropoutLayer[0.25]",
    ]
)


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """A graph of layers from vectors of 3 to vectors of 3, each fed by an earlier one or by the input."""
    layers = draw(st.lists(LAYERS, min_size=1, max_size=5))
    named = draw(st.booleans())
    names = [f'"n{i}"' if named else str(i + 1) for i in range(len(layers))]
    links = []
    for i, name in enumerate(names):
        source = draw(st.integers(min_value=0, max_value=i))
        fed_by = names[source - 1] if source else 'NetPort["Input"]'
        links.append(f"{fed_by} -> {name}")
    if draw(st.booleans()):
        links.append(f'{names[0]} -> NetPort["first"]')
    parts = [f"{name} -> {layer}" for name, layer in zip(names, layers, strict=True)]
    body = f"<|{', '.join(parts)}|>" if named else f"{{{', '.join(layers)}}}"
    return f'NetGraph[{body}, {{{", ".join(links)}}}, "Input" -> 3]'


@settings(max_examples=40, deadline=None)
@given(graphs(), st.booleans())
def test_a_graph_is_read_back_equal(text: str, filled: bool) -> None:
    made = f"NetInitialize[{text}]" if filled else text
    assert SESSION.evaluate(f"Head[net = {made}]").name == "NetGraph", text  # type: ignore[attr-defined]
    assert SESSION.evaluate("ToExpression[ToString[net, InputForm]] === net") is TRUE
    assert SESSION.evaluate("NetTake[net, All] === net") is TRUE
    assert SESSION.evaluate('Length[Information[NetFlatten[net], "LayersList"]]') == SESSION.evaluate(
        'Information[net, "LayersCount"]'
    )
