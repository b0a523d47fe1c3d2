"""Query: operators taken down into nested lists and associations, and back up.

Each operator belongs to a level.  Those that choose or arrange parts (All, positions, keys, Select, SortBy,
GroupBy, ...) act on the way down, before what is deeper; all other functions act on the way up, on what the
deeper operators have made.
"""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, String, is_head, is_rule
from ..kernel.association import association_of, entry, is_association, missing, pairs_of
from ..kernel.builtin import builtin, symbol
from .levels import parts_of, with_parts

symbol("Query", "Query[op1, op2, ...][data] applies operators to the levels of data.")
_DESCENDING = frozenset(
    """Select SelectFirst KeySelect KeyTake KeyDrop KeySort KeySortBy Sort SortBy ReverseSort ReverseSortBy
    GroupBy GatherBy MaximalBy MinimalBy TakeLargest TakeSmallest TakeLargestBy TakeSmallestBy
    DeleteDuplicates DeleteDuplicatesBy DeleteMissing DeleteCases Cases Take Drop TakeWhile Reverse
    RandomSample
    """.split()  # noqa: SIM905
)
_DESCENDING_ALONE = frozenset(
    ("Sort", "ReverseSort", "DeleteDuplicates", "DeleteMissing", "KeySort", "Reverse")
)
_BY_KEY = frozenset(
    """SortBy ReverseSortBy GroupBy GatherBy MaximalBy MinimalBy TakeLargestBy TakeSmallestBy
    DeleteDuplicatesBy CountsBy SplitBy KeySortBy
    """.split()  # noqa: SIM905
)


@builtin("Key[key_][x_]")
def apply_key(k, key: Node, x: Node):
    """Key[k][assoc] is the value of assoc at the key k.

    >> {Key["a"][<|"a" -> 1|>], SortBy[{<|"a" -> 2|>, <|"a" -> 1|>}, Key["a"]]}
    {1, {<|"a" -> 1|>, <|"a" -> 2|>}}
    """
    if not is_association(x):
        return None
    value = entry(x, key)
    return missing(key) if value is None else value


@builtin("Query[operators___][data_]")
def apply_query(k, operators: tuple[Node, ...], data: Node):
    """Query[op1, op2, ...][data] applies op1 to data, op2 to its elements, and so on.

    >> Query[All, "a"][{<|"a" -> 1|>, <|"a" -> 2|>}]
    {1, 2}
    >> Query[GroupBy["g"], Total, "x"][{<|"g" -> u, "x" -> 1|>, <|"g" -> u, "x" -> 3|>}]
    <|u -> 4|>
    """
    if is_head(data, S.Dataset):
        return wrapped(query(k, operators, data.args[0]))
    return query(k, operators, data)


def wrapped(value: Node) -> Node:
    """A list or an association as a dataset; all else as it is."""
    return S.Dataset(value) if is_head(value, S.List) or is_head(value, S.Association) else value


def query(k, operators: tuple[Node, ...], data: Node) -> Node:
    """The value of a query; `data` is evaluated."""
    if not operators:
        return data
    first, rest = operators[0], operators[1:]
    if is_head(first, S.Query):
        return query(k, (*first.args, *rest), data)
    if is_head(first, S.RightComposition) or is_head(first, S.Composition):
        return _composed(k, first, rest, data)
    if _is_one_part(first):
        return query(k, rest, _part(k, data, first))
    if _is_several_parts(first):
        return _mapped(k, rest, _parts(k, data, first))
    if is_head(first, S.List) and first.args and all(map(is_rule, first.args)):
        return _mapped(k, rest, _changed(k, first, data))
    if is_head(first, S.List) or is_association(first):
        return _each_operator(k, first, rest, data)
    if first is S.All:
        return _mapped(k, rest, data)
    if is_descending(first):
        return _mapped(k, rest, k.evaluate(Expr(with_keys(first), (data,))))
    below = _mapped(k, rest, data) if rest else data
    return k.apply(k.evaluate(with_keys(first)), (below,))


def is_descending(operator: Node) -> bool:
    if type(operator) is Expr:
        return getattr(operator.head, "name", "") in _DESCENDING
    return getattr(operator, "name", "") in _DESCENDING_ALONE


def with_keys(operator: Node) -> Node:
    """The operator with functions for the keys that it names: ``SortBy["a"]`` sorts by ``Key["a"]``."""
    if type(operator) is Expr and getattr(operator.head, "name", "") in _BY_KEY:
        return Expr(operator.head, tuple(map(_key_function, operator.args)))
    if is_head(operator, S.Select) and len(operator.args) == 1 and type(operator.args[0]) is String:
        return S.Select(_key_function(operator.args[0]))
    return operator


def _key_function(node: Node) -> Node:
    if type(node) is String:
        return S.Key(node)
    if is_head(node, S.List) or is_rule(node):
        return Expr(node.head, tuple(map(_key_function, node.args)))
    return node


def _composed(k, operator: Node, rest: tuple[Node, ...], data: Node) -> Node:
    """The operators of a composition that go down before what is deeper, the others after it."""
    steps = operator.args if operator.head is S.RightComposition else operator.args[::-1]
    count = 0
    while count < len(steps) and is_descending(steps[count]):
        data = k.evaluate(Expr(with_keys(steps[count]), (data,)))
        count += 1
    value = _mapped(k, rest, data) if rest else data
    for step in steps[count:]:
        value = query(k, (step,), value)
    return value


def _mapped(k, operators: tuple[Node, ...], data: Node) -> Node:
    """The operators applied to each element of `data`."""
    if not operators or type(data) is not Expr:
        return data
    parts = tuple([query(k, operators, part) for part in parts_of(data)])
    return k.evaluate(with_parts(data, parts))


def _is_one_part(operator: Node) -> bool:
    return type(operator) in (Integer, String) or is_head(operator, S.Key)


def _is_several_parts(operator: Node) -> bool:
    if is_head(operator, S.Span):
        return True
    return is_head(operator, S.List) and bool(operator.args) and all(map(_is_one_part, operator.args))


def _part(k, data: Node, place: Node) -> Node:
    """One part; what says that it is missing, if it is."""
    if type(place) is Integer:
        parts = parts_of(data) if type(data) is Expr else ()
        inside = 0 < abs(place.value) <= len(parts)
        return parts[place.value - (place.value > 0)] if inside else S.Missing(String("PartAbsent"), place)
    key = place.args[0] if type(place) is Expr else place
    value = entry(data, key)
    return missing(key) if value is None else value


def _parts(k, data: Node, places: Node) -> Node:
    if places.head is S.Span:
        return k.evaluate(S.Part(data, places))
    if not is_association(data):
        return Expr(S.List, tuple(_part(k, data, place) for place in places.args))
    keys = [
        data.args[p.value - (p.value > 0)].args[0] if type(p) is Integer else _key(p) for p in places.args
    ]
    return pairs_of([(key, _part(k, data, S.Key(key))) for key in keys])


def _key(node: Node) -> Node:
    return node.args[0] if is_head(node, S.Key) else node


def _changed(k, rules: Expr, data: Node) -> Node:
    """``{key -> f}``: the association with f applied to the values at these keys."""
    if not is_association(data):
        return Expr(S.List, tuple(data))  # type: ignore[arg-type]
    changes = {_key(rule.args[0]): rule.args[1] for rule in rules.args}
    return association_of(
        Expr(S.Rule, (r.args[0], query(k, (changes[r.args[0]],), r.args[1]))) if r.args[0] in changes else r
        for r in data.args
    )


def _each_operator(k, operators: Node, rest: tuple[Node, ...], data: Node) -> Node:
    """The list or association of what several operators make of the same data."""
    if operators.head is S.List:
        return k.evaluate(Expr(S.List, tuple(query(k, (op, *rest), data) for op in operators.args)))
    return pairs_of([(rule.args[0], query(k, (rule.args[1], *rest), data)) for rule in operators.args])
