"""Surgery on nets of any build: what is cut and joined again is the same net, and nothing is copied."""

from __future__ import annotations

import numpy as np
import pytest
from counting import calls
from hypothesis import given, settings
from hypothesis import strategies as st
from net_reading import net

from wlnet.expr import Integer, S, String, to_node
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Graph, Net
from wlnet.nets.net_array import plain
from wlnet.nets.surgery import chains
from wlnet.nets.surgery.delete import delete
from wlnet.nets.surgery.flatten import flatten
from wlnet.nets.surgery.join import append, join, prepend
from wlnet.nets.surgery.rename import Renaming, rename
from wlnet.nets.surgery.replace import replace_layers
from wlnet.nets.surgery.replace_parts import replace_parts
from wlnet.nets.surgery.take import take

LAYERS = ("LinearLayer[3]", "Ramp", "Tanh", "{2, Ramp}", "LinearLayer[2, LearningRateMultipliers -> 0]")
ROWS = st.lists(st.sampled_from(LAYERS), min_size=2, max_size=6)


def chain(row: list[str], named: bool = False, options: str = "") -> Graph:
    parts = [f'"l{i}" -> {part}' if named else part for i, part in enumerate(row)]
    body = "<|" + ", ".join(parts) + "|>" if named else "{" + ", ".join(parts) + "}"
    made = net(f'NetChain[{body}, "Input" -> 2{options}]')
    filled = initialize(made, np.random.default_rng(1))
    assert isinstance(filled, Graph)
    return filled


def spans(count: int) -> st.SearchStrategy[int]:
    return st.integers(min_value=1, max_value=count - 1)


@given(st.data(), ROWS, st.booleans())
def test_what_is_taken_and_what_is_dropped_join_to_the_whole(
    data: st.DataObject, row: list[str], named: bool
) -> None:
    whole = chain(row, named)
    n = Integer(data.draw(spans(len(row))))
    assert join([chains.take(whole, n), chains.drop(whole, n)]) == whole


@given(st.data(), ROWS, st.booleans())
def test_inserting_and_deleting_is_nothing(data: st.DataObject, row: list[str], named: bool) -> None:
    whole = chain(row, named)
    place = data.draw(spans(len(row)))
    new = ("new" if named else None, net("ElementwiseLayer[Cos]"))
    made = chains.insert(whole, [new], place)
    assert list(made.nodes.values())[place].label == new[1].label
    assert delete(made, Integer(place + 1)) == whole


@given(ROWS, st.booleans())
def test_what_is_added_at_an_end_can_be_dropped_there(row: list[str], named: bool) -> None:
    whole, new = chain(row, named), ("new" if named else None, net("ElementwiseLayer[Cos]"))
    assert chains.drop(append(whole, [new]), Integer(-1)) == whole
    assert chains.drop(prepend(whole, [new]), Integer(1)) == whole


@given(ROWS, st.booleans())
def test_a_flat_net_has_the_same_layers_and_arrays(row: list[str], named: bool) -> None:
    whole = chain(row, named)
    flat = flatten(whole)
    assert not any(isinstance(part, Graph) for part in flat.children.values())
    assert [leaf for _, leaf in flat.leaves()] == [leaf for _, leaf in whole.leaves()]
    assert flatten(flat) is flat


@given(ROWS)
def test_renaming_there_and_back_is_nothing(row: list[str]) -> None:
    whole = chain(row, True, ', LearningRateMultipliers -> {"l0" -> 2, _ -> 3}')
    there = rename(whole, Renaming(lambda _, name: "x" + name))
    assert list(there.children) == ["x" + name for name in whole.children]
    back = rename(there, Renaming(lambda _, name: name[1:]))
    assert list(back.arrays()) == list(whole.arrays()) and list(back.children) == list(whole.children)


def big(count: int = 1000) -> Graph:
    return chain(["LinearLayer[2]", "Ramp"] * (count // 2))


TANH = net("ElementwiseLayer[Tanh]")
EDITS = {
    "take": lambda n: chains.take(n, Integer(500)),
    "drop": lambda n: chains.drop(n, Integer(3)),
    "append": lambda n: append(n, [(None, net("ElementwiseLayer[Tanh]"))]),
    "prepend": lambda n: prepend(n, [(None, net("LinearLayer[2]"))]),
    "insert": lambda n: chains.insert(n, [(None, net("ElementwiseLayer[Tanh]"))], 500),
    "delete": lambda n: delete(n, Integer(500)),
    "a layer": lambda n: replace_parts(n, [(Integer(2), S.Tanh)], lambda _: net("ElementwiseLayer[Tanh]")),
    "an array": lambda n: replace_parts(n, [(to_node([5, "Biases"]), to_node([1, 2]))], None),
    "rename": lambda n: rename(n, Renaming(lambda _, name: "x" + name)),
    "replace": lambda n: replace_layers(n, lambda part: TANH if part.label == "Ramp" else None)[0],
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_thousand_layers_are_edited_with_few_calls_and_no_array_is_copied(edit: str) -> None:
    whole = big()
    held = {id(plain(v)) for _, leaf in whole.leaves() for v in leaf.values.values()}
    made, count = calls(lambda: EDITS[edit](whole))
    now = [id(plain(v)) for _, leaf in made.leaves() for v in leaf.values.values()]
    fresh = [one for one in now if one not in held]
    assert len(now) > 400 and len(fresh) <= 2
    assert count < 500 * 1000


def graph(text: str) -> Net:
    return initialize(net(text), np.random.default_rng(1))


DIAMOND = (
    'NetGraph[<|"a" -> 3, "b" -> Ramp, "c" -> 3, "sum" -> TotalLayer[], "last" -> Tanh|>, '
    '{"a" -> "b" -> "sum", "a" -> "c" -> "sum" -> "last"}, "Input" -> 2]'
)


def test_taking_a_graph_to_its_end_is_the_graph() -> None:
    whole = graph(DIAMOND)
    assert isinstance(whole, Graph)
    assert take(whole, S.All) == whole and take(whole, String("last")) == whole
    assert take(whole, S.List(S.All, S.All)) == whole


@settings(max_examples=20)
@given(st.sampled_from(["a", "b", "c", "sum", "last"]))
def test_the_parts_of_a_graph_have_the_arrays_of_the_graph(end: str) -> None:
    whole = graph(DIAMOND)
    assert isinstance(whole, Graph)
    part = take(whole, String(end))
    assert all(array is whole.arrays()[path] for path, array in part.arrays().items())
    assert part.dims["Output"] == whole.nodes[end].dims["Output"]
