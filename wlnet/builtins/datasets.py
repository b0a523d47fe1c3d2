"""Dataset: tables of data that are asked by queries and printed as tables.

A dataset is the expression ``Dataset[data]``.  Functions of lists work on the data in it, and what they give
is a dataset again if it is a list or an association; that is one rule, not one for each function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import Expr, Node, S, String, Symbol, is_head
from ..kernel.association import association_of, is_association, pairs_of
from ..kernel.builtin import builtin
from ..problem import Template
from .queries import query, wrapped
from .unwrapping import see_through

NO_KEY = Template("keyspec", "`1` is not a key or a list of keys that both tables have.")
NO_JOIN = Template("joinspec", '`1` is not one of "Inner", "Left", "Right" and "Outer".')
NO_TABLE = Template("tables", "`1` is not a list of associations.")

_GIVE_PLAIN = frozenset(("AllTrue", "AnyTrue", "Count", "Depth", "Dimensions", "FreeQ", "Length", "MemberQ"))
_GIVE_PLAIN |= {"NoneTrue", "Normal"}
_GIVE_DATASETS = frozenset(
    """Accumulate Append AssociationMap Cases Catenate Commonest Complement Counts CountsBy DeleteCases
    DeleteDuplicates DeleteDuplicatesBy DeleteMissing Differences Drop First Flatten Gather GatherBy
    GroupBy Intersection Join JoinAcross KeyDrop KeyMap KeySelect KeySort KeySortBy KeyTake KeyValueMap
    Keys Last Lookup Map MapIndexed Max MaximalBy Mean Median Merge Min MinimalBy MinMax Most Ordering
    Part Partition Position Prepend Quantile RandomChoice RandomSample Rest Reverse ReverseSort
    ReverseSortBy Select SelectFirst Sort SortBy Standardize StandardDeviation Tally Take TakeDrop
    TakeLargest TakeLargestBy TakeSmallest TakeSmallestBy TakeWhile Total Transpose Union Values
    Variance
    """.split()  # noqa: SIM905
)


@builtin("Dataset[data_]")
def dataset(k, data: Node):
    """Dataset[data] is a table of data: a list of associations, or any lists and associations within others.

    ds[op1, op2, ...] asks it as Query does; functions of lists work on it too, and Normal gives the data.

    >> ds = Dataset[{<|"a" -> 1, "b" -> 2|>, <|"a" -> 3, "b" -> 4|>}]; {Length[ds], Normal[ds[All, "a"]]}
    {2, {1, 3}}
    """
    if is_head(data, S.Dataset):
        return data
    see_through(k, S.Dataset, _through(k))
    return None


def _through(k: Any) -> Callable[[Any], Node | None]:
    def apply(whole: Expr) -> Node | None:
        name = whole.head.name if type(whole.head) is Symbol else ""
        if name not in _GIVE_DATASETS and name not in _GIVE_PLAIN:
            return None
        args = tuple([_data(arg) for arg in whole.args])
        if name == "Normal":
            return args[0]
        value = k.evaluate(Expr(whole.head, args))
        return value if name in _GIVE_PLAIN else wrapped(value)

    return apply


def _data(node: Node) -> Node:
    return node.args[0] if is_head(node, S.Dataset) and len(node.args) == 1 else node


@builtin("Dataset[data_][operators__]")
def ask_dataset(k, data: Node, operators: tuple[Node, ...]):
    """ds[op1, op2, ...] applies the operators to the levels of a dataset; see Query.

    >> Dataset[{<|"g" -> u, "x" -> 1|>, <|"g" -> v, "x" -> 5|>}][Select[#x > 2 &], "g"]
    Dataset[{v}]
    """
    return wrapped(query(k, operators, data))


# ---- joining ----


@builtin("JoinAcross[a_, b_, keys_, how_]")
def join_across(k, a: Node, b: Node, keys: Node, how: str = "Inner"):
    """JoinAcross[list1, list2, key] joins the associations of two lists that have the same value at a key.

    JoinAcross[list1, list2, key1 -> key2] for keys of other names, {key, ...} for several.  A fourth argument
    "Left", "Right" or "Outer" keeps the rows that nothing fits.

    >> JoinAcross[{<|"a" -> 1, "b" -> x|>, <|"a" -> 2, "b" -> y|>}, {<|"a" -> 1, "c" -> z|>}, "a"]
    {<|"a" -> 1, "b" -> x, "c" -> z|>}
    """
    for table in (a, b):
        if not is_head(table, S.List) or not all(map(is_association, table.args)):
            raise NO_TABLE(table)
    if how not in ("Inner", "Left", "Right", "Outer"):
        raise NO_JOIN(how)
    left, right = _join_keys(keys)
    rows_of: dict[tuple[Node | None, ...], list[Expr]] = {}
    for row in b.args:
        rows_of.setdefault(_values(row, right), []).append(row)  # type: ignore[arg-type]
    found: list[Node] = []
    used: set[int] = set()
    for row in a.args:
        values = _values(row, left)
        fitting = rows_of.get(values, []) if None not in values else []
        used.update(map(id, fitting))
        found += [_joined(row, other, left, right) for other in fitting]
        if not fitting and how in ("Left", "Outer"):
            found.append(_filled(row, b.args, left, right))
    if how in ("Right", "Outer"):
        found += [_filled_left(row, a.args, left, right) for row in b.args if id(row) not in used]
    return found


def _join_keys(keys: Node) -> tuple[list[Node], list[Node]]:
    pairs = keys.args if is_head(keys, S.List) else (keys,)
    left = [pair.args[0] if is_head(pair, S.Rule) else pair for pair in pairs]
    right = [pair.args[1] if is_head(pair, S.Rule) else pair for pair in pairs]
    if not pairs:
        raise NO_KEY(keys)
    return [_plain(key) for key in left], [_plain(key) for key in right]


def _plain(key: Node) -> Node:
    return key.args[0] if is_head(key, S.Key) else key


def _values(row: Node, keys: list[Node]) -> tuple[Node | None, ...]:
    entries = {rule.args[0]: rule.args[1] for rule in row.args}
    return tuple(entries.get(key) for key in keys)


def _joined(row: Node, other: Node, left: list[Node], right: list[Node]) -> Node:
    same = {b for a, b in zip(left, right, strict=True) if a == b}
    return association_of([*row.args, *(rule for rule in other.args if rule.args[0] not in same)])


def _filled(row: Node, others: tuple[Node, ...], left: list[Node], right: list[Node]) -> Node:
    own = {rule.args[0] for rule in row.args}
    keys = [key for key in _columns(others) if key not in own and not (key in right and key in left)]
    return association_of([*row.args, *(S.Rule(key, S.Missing(String("Unmatched"))) for key in keys)])


def _filled_left(row: Node, others: tuple[Node, ...], left: list[Node], right: list[Node]) -> Node:
    entries = {rule.args[0]: rule.args[1] for rule in row.args}
    unmatched = S.Missing(String("Unmatched"))
    first = [(key, entries.get(key, unmatched)) for key in _columns(others)]
    return pairs_of({**dict(first), **entries})


def _columns(rows: tuple[Node, ...]) -> list[Node]:
    return list(dict.fromkeys(rule.args[0] for row in rows for rule in row.args))
