"""A packed list is the list: functions of it agree with those of each number; changes in place are unseen."""

from __future__ import annotations

import math
import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.attributes import Attribute
from wlnet.expr import FALSE, TRUE, Complex, Expr, Integer, Node, Real, S, Symbol, to_node
from wlnet.growing import Growing
from wlnet.kernel.builtin import FAST, REGISTRY
from wlnet.packed import FOREVER, LEAST, Packed, array_in, packed
from wlnet.session import Session
from wlnet.syntax.write import full_form, input_form

SESSION = Session()
K = SESSION.kernel
EDGES = [0, 1, -1, 2, 3, 2**31, -(2**31), 2**53 + 1, 2**62, -(2**62), 2**63 - 1, -(2**63)]
POINTS = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 1e-300, 1e200, -1e200, 1.7e308, 700.0, -745.5, math.pi]
LISTABLE = sorted(
    {d.name for d in REGISTRY if d.fast and d.attributes & Attribute.LISTABLE} - {"Plus", "Times", "Power"}
)
ints = st.lists(st.sampled_from(EDGES) | st.integers(-1000, 1000), min_size=LEAST, max_size=LEAST + 9)
reals = st.lists(
    st.sampled_from(POINTS) | st.floats(-50, 50, allow_subnormal=False), min_size=LEAST, max_size=LEAST + 9
)
numbers = ints | reals
scalars = st.sampled_from(EDGES + POINTS) | st.integers(-9, 9) | st.floats(-9, 9, allow_subnormal=False)


def list_of(values: list) -> Node:
    """A packed list, checked to be one."""
    made = packed(np.array(values, np.int64 if type(values[0]) is int else np.float64))
    assert made is not None and type(made.args) is Packed
    return made


def unpacked(values: list) -> Node:
    """The same numbers in a list that stays a plain one, because it is marked as evaluated."""
    made = Expr(S.List, tuple([unpacked(v) if type(v) is list else to_node(v) for v in values]))
    made.mark = FOREVER
    return made


def value(node: Node) -> tuple[Node, set[str]]:
    """The value of an expression, and the names of the messages on the way."""
    before = len(K.messages)
    found = SESSION.evaluate_node(node)
    return found, {message.name for message in K.messages[before:]}


def alike(a: Node, b: Node) -> bool:
    """Equal, up to the last bits of machine numbers."""
    if type(a) is Real and type(b) is Real:
        return a.value == b.value or math.isclose(a.value, b.value, rel_tol=1e-14, abs_tol=1e-320)
    if type(a) is Complex and type(b) is Complex:
        return all(map(alike, a.value, b.value))
    if type(a) is Expr and type(b) is Expr:
        return a.head == b.head and len(a.args) == len(b.args) and all(map(alike, a.args, b.args))
    return type(a) is type(b) and a == b


def agrees(whole: Node, each: list[Node]) -> None:
    K.hearing.counts.clear()
    found, messages = value(whole)
    K.hearing.counts.clear()
    expected = [value(node) for node in each]
    assert isinstance(found, Expr) and len(found.args) == len(each)
    for one, (other, _) in zip(found.args, expected, strict=True):
        assert alike(one, other), (one, other)
    assert messages - {"General::stop"} == set().union(*(names for _, names in expected)) - {"General::stop"}


@pytest.mark.parametrize("name", LISTABLE)
@settings(max_examples=6, deadline=None)
@given(values=numbers)
def test_a_function_of_a_list_is_the_list_of_its_values(name: str, values: list) -> None:
    head = Symbol(name)
    if name in ("Subtract", "Divide", "Mod", "Quotient"):
        agrees(head(list_of(values), Integer(3)), [head(to_node(v), Integer(3)) for v in values])
    else:
        agrees(head(list_of(values)), [head(to_node(v)) for v in values])


@pytest.mark.parametrize("name", ["Plus", "Times", "Power", "Subtract", "Divide"])
@settings(max_examples=12, deadline=None)
@given(values=numbers, other=scalars, first=st.booleans())
def test_arithmetic_with_a_number(name: str, values: list, other: float, first: bool) -> None:
    if name == "Power" and (type(other) is int or type(values[0]) is int):
        values, other = [v % 50 for v in values], 3  # exact powers of any size are numbers without end
    head, number = Symbol(name), to_node(other)
    if first and name != "Power":
        agrees(head(number, list_of(values)), [head(number, to_node(v)) for v in values])
    else:
        agrees(head(list_of(values), number), [head(to_node(v), number) for v in values])


@pytest.mark.parametrize("name", ["Plus", "Times", "Subtract", "Divide"])
@settings(max_examples=10, deadline=None)
@given(a=numbers, b=numbers)
def test_arithmetic_of_two_lists(name: str, a: list, b: list) -> None:
    count, head = min(len(a), len(b)), Symbol(name)
    a, b = a[:count], b[:count]
    agrees(head(list_of(a), list_of(b)), [head(to_node(x), to_node(y)) for x, y in zip(a, b, strict=True)])


@settings(max_examples=15, deadline=None)
@given(values=numbers)
def test_a_packed_list_is_the_plain_one(values: list) -> None:
    made, plain = list_of(values), Expr(S.List, tuple(map(to_node, values)))
    assert made == plain and plain == made and hash(made) == hash(plain)
    assert (input_form(made), full_form(made)) == (input_form(plain), full_form(plain))
    assert made.args == plain.args and plain.args == made.args and tuple(made.args) == plain.args
    assert made.args[3:9] == plain.args[3:9] and made.args[-1] == plain.args[-1]
    assert made.args + (S.x,) == (*plain.args, S.x)  # noqa: RUF005 -- the sum is what is tested
    other = list_of([*values[:-1], values[-1] + 1 if values[-1] < 9 else values[-1] - 1])
    assert (made == other) == (plain == Expr(S.List, tuple(other.args)))


def test_integers_and_reals_differ() -> None:
    whole = list_of(list(range(LEAST)))
    assert whole != list_of([float(i) for i in range(LEAST)])
    assert SESSION.evaluate(
        f"{{Range[{LEAST}] == N[Range[{LEAST}]], Range[{LEAST}] === N[Range[{LEAST}]]}}"
    ) == S.List(TRUE, FALSE)


FUNCTIONS = """
Reverse[x]; RotateLeft[x, 3]; RotateRight[x, 70]; Most[x]; Rest[x]; Dimensions[x]; Flatten[m]
Flatten[m, 1]; Transpose[m]; ArrayReshape[x, {4, 5}]; Partition[x, 7]; Partition[x, 7, 2]
Join[x, x]; Join[x, m]; x[[5]]; x[[-3]]; x[[2 ;; -2 ;; 3]]; x[[{1, -1, 4}]]; m[[All, 2]]; m[[3]]
m[[2, 3]]; m[[2 ;; 4, 3]]; Take[x, 5]; Take[x, -5]; Take[x, {2, -3, 2}]; Drop[x, 3]; Drop[x, -3]
Accumulate[x]; Accumulate[m]; Total[x]; Total[m]; Total[m, 2]; Total[m, {2}]; Max[x]; Min[m]
Sort[x]; Sort[x, Greater]; ReverseSort[x]; Ordering[x]; Union[x]; DeleteDuplicates[x]; Tally[x]
Count[x, 3]; MemberQ[x, 3]; MemberQ[x, 3.]; N[x]; Map[2 # + 1 &, x]; Map[#^2 &, x]
Map[Function[t, t t], x]; Select[x, # > 3 &]; Select[x, EvenQ]; Select[x, 2 < # < 40 &]
Select[x, # > 3 && Not[# >= 30] &]; Table[x[[i]], {i, 80}]; Mean[x]; Differences[x]; Position[x, 3]
Cases[x, _?(# > 4 &)]; x . x; m . Transpose[m]; x == x; Length[x]; Fold[Plus, 0, x]
FoldList[Plus, x]; Append[x, 1]; Append[x, 1.]; Prepend[x, q]; x /. 3 -> y; Variance[N[x]]
Standardize[N[x]]; Norm[N[x]]; MinMax[x]; Clip[x, {2, 5}]; Plus @@ x; f @@ x; Thread[f[x, x]]
MapThread[f, {x, x}]; Riffle[x, 0]; Split[Sort[x]]; x[[0]]; First[x]; Last[m]
"""


@pytest.mark.parametrize("text", re.split(r"(?<![; ]); |\n", FUNCTIONS.strip()))
def test_functions_of_lists_do_not_see_how_a_list_is_kept(text: str) -> None:
    values = np.random.default_rng(5).integers(-9, 60, 80)
    whole = {"x": list_of(values.tolist()), "m": packed(values.reshape(8, 10).copy())}
    plain = {"x": unpacked(values.tolist()), "m": unpacked(values.reshape(8, 10).tolist())}
    results = []
    for each in (whole, plain):
        for name, node in each.items():
            K.definitions[Symbol(name)].own = node
        results.append(SESSION.evaluate(f"{{{text}}}"))
        SESSION.evaluate("Clear[x, m]")
    assert alike(*results)


# ---- changes in place ----


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["Range[70]", "N[Range[70]]", "Range[5]", "{}", "Table[{i, q}, {i, 30}]"]),
    st.lists(
        st.tuples(
            st.sampled_from(["set", "add", "append", "keep", "own"]),
            st.integers(1, 90),
            st.sampled_from(["7", "2.5", "q", '"s"', "{1, q}", "2^70"]),
        ),
        max_size=25,
    ),
)
def test_what_was_read_before_never_changes(start: str, steps: list[tuple[str, int, str]]) -> None:
    session = SESSION
    session.evaluate(f"v = {start};")
    model = list(session.evaluate("v").args)
    kept: list[tuple[Node, list[Node]]] = []
    for what, place, text in steps:
        item = session.evaluate(text)
        if what == "append":
            session.evaluate(f"AppendTo[v, {text}];")
            model.append(item)
        elif what == "own":
            session.evaluate(f"v = Append[v, {text}];")
            model.append(item)
        elif what == "keep":
            kept.append((session.evaluate("v"), list(model)))
        elif place <= len(model):
            session.evaluate(f"v[[{place}]] = {text};" if what == "set" else f"v[[{-place}]] = {text};")
            model[place - 1 if what == "set" else -place] = item
    assert session.evaluate("v") == Expr(S.List, tuple(model))
    for node, items in kept:
        assert node == Expr(S.List, tuple(items))


def test_parts_of_parts_and_entries_change_in_place_unseen() -> None:
    found = SESSION.evaluate(
        "m = Table[i j, {i, 12}, {j, 12}]; w = m; r = m[[2]]; m[[2, 3]] = 0; m[[2, 4]] = q; m[[5]] = 1;"
        'a = <|"x" -> {1, 2}|>; b = a; a["x"] = 3; a["y"] = 4; c = a; a["y"] = 5; AssociateTo[a, z -> 1];'
        "{w[[2, 3]], r[[3]], m[[2, 3]], m[[2, 4]], w[[2, 4]], m[[5]], a, b, c}"
    )
    expected = '{6, 6, 0, q, 8, 1, <|"x" -> 3, "y" -> 5, z -> 1|>, <|"x" -> {1, 2}|>, <|"x" -> 3, "y" -> 4|>}'
    assert found == SESSION.evaluate(expected)


def test_a_list_that_is_gone_through_does_not_change_meanwhile() -> None:
    found = SESSION.evaluate(
        "v = Range[70]; s = 0; Do[v[[70]] = 0; s += i, {i, v}]; t = 0;Scan[(v[[1]] = 5; t += #) &, v]; {s, t}"
    )
    assert found == SESSION.evaluate("{2485, 2415}")


def test_appending_takes_the_room_that_is_there() -> None:
    whole = SESSION.evaluate("v = Range[100]; Do[AppendTo[v, i], {i, 50}]; v")
    assert type(whole.args) is Packed and array_in(whole).shape == (150,)
    assert type(SESSION.evaluate("u = {}; Do[AppendTo[u, g[i]], {i, 50}]; u").args) is Growing


# ---- size ----


@pytest.mark.parametrize(
    "text",
    [
        "Range[10^5]",
        "RandomReal[1, 10^5]",
        "Table[N[i], {i, 10^5}]",
        "Range[10^5] + 1",
        "Table[If[i > 3, i, 0], {i, 10^5}]",
    ],
)
def test_a_number_takes_at_most_20_bytes(text: str) -> None:
    SESSION.evaluate("y =.")
    tracemalloc.start()
    SESSION.evaluate(f"y = {text};")
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 20 * 10**5


@pytest.mark.parametrize(
    "text", ["Range[10^30]", "Table[x, 10^30]", "Table[x, {i, 10^13}]", "Range[0., 1., 1.*^-14]"]
)
def test_lists_larger_than_memory_end_in_a_message(text: str) -> None:
    SESSION.evaluate(text)
    assert SESSION.messages[-1].name == "General::nomem"


def test_every_rule_for_packed_lists_belongs_to_a_function() -> None:
    assert FAST.keys() <= {declared.name for declared in REGISTRY}


@pytest.mark.parametrize(
    "text",
    [
        "{Total[x], x[[3]], Mean[x], Max[x], Norm[x], x . x, Variance[x], Median[x], Quantile[x, 0.3]}",
        "{First[x] + Last[x], Fold[Plus, 0, x], Map[#^2 &, x][[2]], Accumulate[x][[5]], Rescale[x][[2]]}",
        "{Sequence @@ MinMax[x], Sort[x][[1]], Det[{{1., 2.}, {3., 4.}}], Tr[{{1., 2.}, {3., 4.}}]}",
        "Table[x[[i]]*2 + 1, {i, 5}]",
        "{Compile[{{v, _Real, 1}}, Total[v] + v[[1]]][x], Compile[{{v, _Real, 1}}, v[[2]]*v[[-1]]][x]}",
        "{RandomReal[], RandomVariate[NormalDistribution[]], RandomChoice[x], NumericArray[x][[2]]}",
    ],
)
def test_what_is_read_from_packed_lists_is_a_number_of_python(text: str) -> None:
    SESSION.evaluate("x = N[Range[100]];")
    made = SESSION.evaluate(text)
    assert [type(item.value) for item in made.args if type(item) is Real] == [float] * len(made.args)
    doubled = K.evaluate(S.Plus(made, made))
    assert [type(item.value) for item in doubled.args] == [float] * len(made.args)


def test_compiled_functions_of_packed_lists_are_right() -> None:
    text = "x = N[Range[100]]; Compile[{{v, _Real, 1}}, Total[v] + v[[3]]*v[[-1]] - Max[v]][x]"
    assert SESSION.evaluate(text) == Real(5050.0 + 3.0 * 100.0 - 100.0)
