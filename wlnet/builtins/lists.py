"""Taking lists apart and putting them together."""

from __future__ import annotations

from ..expr import NONE, Expr, Integer, Node, S, Value, is_rule
from ..kernel.association import association_of, entry, with_rule, without_keys
from ..kernel.builtin import builtin
from ..kernel.marks import FOREVER, is_data
from ..problem import Template
from .levels import parts_of
from .parts import PART, place, span_places

NO_FIRST = Template("nofirst", "`1` has zero length and no first element.")


NO_LAST = Template("nolast", "`1` has zero length and no last element.")


NO_REST = Template("norest", "Cannot take Rest of expression `1` with length zero.")


NO_MOST = Template("nomost", "Cannot take Most of expression `1` with length zero.")


TAKE = Template("take", "Cannot take positions `1` through `2` in `3`.")


DROP = Template("drop", "Cannot drop positions `1` through `2` in `3`.")


HEADS = Template("heads", "Heads `1` and `2` are expected to be the same.")


def is_list(node: Node) -> bool:
    return type(node) is Expr and node.head is S.List


@builtin("Length[x_]")
def length(k, x: Node):
    """Length[x] is the number of elements of x.

    >> {Length[{a, b, c}], Length[f[x]], Length[5]}
    {3, 1, 0}
    """
    return len(x.args) if type(x) is not Value else 0


@builtin("First[x_, default_]")
def first(k, x: Node, default: Node | None = None):
    """First[x] is the first element of x; First[x, default] is default if there is none.

    >> {First[{a, b}], First[{}, none]}
    {a, none}
    """
    return _end(x, 0, default, NO_FIRST)


@builtin("Last[x_, default_]")
def last(k, x: Node, default: Node | None = None):
    """Last[x] is the last element of x; Last[x, default] is default if there is none.

    >> {Last[{a, b}], Last[{}, none]}
    {b, none}
    """
    return _end(x, -1, default, NO_LAST)


def _end(x: Node, at: int, default: Node | None, problem: Template) -> Node | None:
    if type(x) is not Expr:
        return None
    parts = parts_of(x)
    if parts:
        return parts[at]
    if default is None:
        raise problem(x)
    return default


@builtin("Rest[x_]")
def rest(k, x: Node):
    """Rest[x] is x without its first element.

    >> Rest[{a, b, c}]
    {b, c}
    """
    return _without(x, slice(1, None), NO_REST)


@builtin("Most[x_]")
def most(k, x: Node):
    """Most[x] is x without its last element.

    >> Most[{a, b, c}]
    {a, b}
    """
    return _without(x, slice(None, -1), NO_MOST)


def _without(x: Node, kept: slice, problem: Template) -> Node | None:
    if type(x) is not Expr:
        return None
    if not x.args:
        raise problem(x)
    return Expr(x.head, x.args[kept])


def taken_places(spec: Node, count: int, x: Node) -> list[int]:
    """The places that n, -n, {m, n}, {m, n, step}, UpTo[n], All or a Span mean for Take and Drop."""
    if spec is S.All:
        return list(range(count))
    if type(spec) is Expr and spec.head is S.UpTo and type(spec.args[0]) is Integer:
        return list(range(min(spec.args[0].value, count)))
    if type(spec) is Integer:
        n = spec.value
        if abs(n) > count:
            raise TAKE(1 if n > 0 else n, n if n > 0 else -1, x)
        return list(range(n)) if n >= 0 else list(range(count + n, count))
    if is_list(spec) and len(spec.args) == 1:
        return [place(spec.args[0].value, count, x)] if type(spec.args[0]) is Integer else []
    if is_list(spec) and len(spec.args) in (2, 3):
        return span_places(Expr(S.Span, spec.args), count, x)
    if type(spec) is Expr and spec.head is S.Span:
        return span_places(spec, count, x)
    raise _SEQS(spec)


_SEQS = Template(
    "seqs", "Sequence specification (+n, -n, {+n}, {-n}, {m, n} or {m, n, s}) expected instead of `1`."
)


@builtin("Take[x_, specs__]")
def take(k, x: Node, specs: tuple[Node, ...]):
    """Take[x, n] is the first n elements of x, Take[x, -n] the last, Take[x, {m, n}] those from m to n.

    >> {Take[{a, b, c, d}, 2], Take[{a, b, c, d}, -1], Take[{a, b, c, d}, {2, 3}], Take[{a}, UpTo[3]]}
    {{a, b}, {d}, {b, c}, {a}}
    """
    if type(x) is not Expr:
        return None
    items = [x.args[i] for i in taken_places(specs[0], len(x.args), x)]
    if len(specs) > 1:
        items = [Expr(S.Take, (item, *specs[1:])) for item in items]
    return Expr(x.head, tuple(items))


@builtin("Drop[x_, specs__]")
def drop(k, x: Node, specs: tuple[Node, ...]):
    """Drop[x, n] is x without its first n elements; Drop[x, -n] without the last; Drop[x, {m, n}] without
    those.

    >> {Drop[{a, b, c}, 1], Drop[{a, b, c}, -1], Drop[{a, b, c, d}, {2, 3}]}
    {{b, c}, {a, b}, {a, d}}
    """
    if type(x) is not Expr:
        return None
    gone = set() if specs[0] is NONE else set(taken_places(specs[0], len(x.args), x))
    items = [item for i, item in enumerate(x.args) if i not in gone]
    if len(specs) > 1:
        items = [Expr(S.Drop, (item, *specs[1:])) for item in items]
    return Expr(x.head, tuple(items))


@builtin("TakeDrop[x_, spec_]")
def take_drop(k, x: Node, spec: Node):
    """TakeDrop[x, n] is {Take[x, n], Drop[x, n]}.

    >> TakeDrop[{a, b, c}, 2]
    {{a, b}, {c}}
    """
    return S.List(S.Take(x, spec), S.Drop(x, spec))


@builtin("TakeWhile[x_, test_]")
def take_while(k, x: Node, test: Node):
    """TakeWhile[x, test] is the elements of x up to the first for which test is not True.

    >> TakeWhile[{1, 2, 5, 1}, # < 3 &]
    {1, 2}
    """
    passes, kept = k.test(test), 0
    if type(x) is not Expr:
        return None
    while kept < len(x.args) and passes(x.args[kept]):
        kept += 1
    return Expr(x.head, x.args[:kept])


@builtin("LengthWhile[x_, test_]")
def length_while(k, x: Node, test: Node):
    """LengthWhile[x, test] is the number of elements of x before the first for which test is not True.

    >> LengthWhile[{1, 2, 5, 1}, # < 3 &]
    2
    """
    found = take_while(k, x, test)
    return None if found is None else len(found.args)


@builtin("Append[x_, item_]", operator="x")
def append(k, x: Node, item: Node):
    """Append[x, item] is x with item added at its end.

    >> {Append[{a, b}, c], Append[<|"a" -> 1|>, "b" -> 2]}
    {{a, b, c}, <|"a" -> 1, "b" -> 2|>}
    """
    if type(x) is not Expr:
        return None
    if x.head is S.Association:
        for rule in _rules(item):
            x = with_rule(without_keys(x, rule.args[:1]) if entry(x, rule.args[0]) is not None else x, rule)
        return x
    made = Expr(x.head, (*x.args, item))
    if x.mark is FOREVER and is_data((item,)):
        made.mark = FOREVER
    return made


def _rules(item: Node) -> tuple[Node, ...]:
    return (item,) if is_rule(item) else item.args


@builtin("Prepend[x_, item_]", operator="x")
def prepend(k, x: Node, item: Node):
    """Prepend[x, item] is x with item put in front.

    >> Prepend[{a, b}, c]
    {c, a, b}
    """
    if type(x) is not Expr:
        return None
    if x.head is S.Association:
        return association_of(
            [*_rules(item), *(r for r in x.args if not is_rule(item) or r.args[0] != item.args[0])]
        )
    return Expr(x.head, (item, *x.args))


@builtin("Insert[x_, item_, n_Integer]")
def insert(k, x: Node, item: Node, n: int):
    """Insert[x, item, n] is x with item put in at place n.

    >> {Insert[{a, b}, c, 2], Insert[{a, b}, c, -1]}
    {{a, c, b}, {a, b, c}}
    """
    if type(x) is not Expr:
        return None
    if n == 0 or abs(n) > len(x.args) + 1:
        raise PART(n, x)
    at = n - 1 if n > 0 else len(x.args) + n + 1
    return Expr(x.head, (*x.args[:at], item, *x.args[at:]))


@builtin("Join[lists___]")
def join(k, lists: tuple[Node, ...]):
    """Join[list1, list2, ...] is the elements of all of them; of associations the last value of a key counts.

    >> {Join[{a}, {b, c}], Join[<|"a" -> 1|>, <|"a" -> 2|>]}
    {{a, b, c}, <|"a" -> 2|>}
    """
    if len(lists) > 1 and type(lists[-1]) is Integer and lists[-1].value == 2:
        rows = zip(*(item.args for item in lists[:-1]), strict=False)
        return Expr(S.List, tuple(Expr(S.Join, row) for row in rows))
    if not lists:
        return Expr(S.List)
    if not all(type(item) is Expr for item in lists):
        return None
    head = lists[0].head
    for item in lists:
        if item.head != head:
            raise HEADS(head, item.head)
    items = tuple(arg for item in lists for arg in item.args)
    return association_of(items) if head is S.Association else Expr(head, items)


@builtin("Catenate[lists_]")
def catenate(k, lists: Node):
    """Catenate[{list1, list2, ...}] is the elements of all of them.

    >> Catenate[{{a}, {b, c}}]
    {a, b, c}
    """
    if type(lists) is not Expr or not all(type(item) is Expr for item in parts_of(lists)):
        return None
    return Expr(S.List, tuple(part for item in parts_of(lists) for part in parts_of(item)))


@builtin("Flatten[x_, n_, head_]")
def flatten(k, x: Node, n: Node = S.Infinity, head: Node | None = None):
    """Flatten[list] is list without the braces in it; Flatten[list, n] opens n levels.

    >> {Flatten[{a, {b, {c}}}], Flatten[{a, {b, {c}}}, 1]}
    {{a, b, c}, {a, b, {c}}}
    """
    if type(x) is not Expr:
        return None
    if is_list(n):
        return _flatten_levels(x, n)
    depth = n.value if type(n) is Integer else 1 << 30
    same = x.head if head is None else head
    if x.head is S.Association:
        return None
    return Expr(x.head, tuple(flat_items(x.args, same, depth)))


def flat_items(items: tuple[Node, ...], head: Node, depth: int) -> list[Node]:
    found: list[Node] = []
    for item in items:
        if depth > 0 and type(item) is Expr and item.head == head:
            found.extend(flat_items(item.args, head, depth - 1))
        else:
            found.append(item)
    return found


def _flatten_levels(x: Expr, spec: Node) -> Node | None:
    """``Flatten[m, {{2}, {1}}]``, the transposition of ragged lists, and ``{{1}, {2}}``, which changes
    nothing.
    """
    groups = [[i.value for i in g.args if type(i) is Integer] if is_list(g) else [] for g in spec.args]
    if groups[:2] == [[2], [1]] or groups == [[2]]:
        width = max((len(row.args) for row in x.args), default=0)
        columns = [tuple(row.args[i] for row in x.args if i < len(row.args)) for i in range(width)]
        return Expr(S.List, tuple(Expr(S.List, column) for column in columns))
    return None


@builtin("Dimensions[x_, n_]")
def dimensions(k, x: Node, n: int | None = None):
    """Dimensions[list] is the list of the lengths of the levels of a nested list, as far as they are the
    same.

    >> {Dimensions[{{1, 2, 3}, {4, 5, 6}}], Dimensions[{{1}, {1, 2}}]}
    {{2, 3}, {2}}
    """
    if type(x) is not Expr:
        return [] if type(x) is not Value else None
    found = _dimensions(x, x.head)
    return found if n is None else found[:n]


def _dimensions(x: Node, head: Node) -> list[int]:
    if type(x) is not Expr or x.head != head:
        return []
    inner = [_dimensions(part, head) for part in x.args]
    common = inner[0] if inner else []
    for other in inner[1:]:
        same = 0
        while same < min(len(common), len(other)) and common[same] == other[same]:
            same += 1
        common = common[:same]
    return [len(x.args), *common]


@builtin("ArrayDepth[x_]")
def array_depth(k, x: Node):
    """ArrayDepth[list] is the number of its dimensions.

    >> ArrayDepth[{{1, 2}, {3, 4}}]
    2
    """
    return S.Length(S.Dimensions(x))
