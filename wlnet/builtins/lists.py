"""Taking lists apart and putting them together."""

from __future__ import annotations

from ..expr import NONE, Expr, Integer, Node, S, Symbol, Value, is_rule
from ..growing import appended
from ..kernel.association import association_of, entry, with_rule, without_keys
from ..kernel.builtin import Attribute, builtin
from ..kernel.owned import keep_mark
from ..problem import Problem, Template
from .levels import parts_of
from .parts import TAKE, place, span_places

NO_FIRST = Template("nofirst", "`1` has zero length and no first element.")


NO_LAST = Template("nolast", "`1` has zero length and no last element.")


NO_REST = Template("norest", "Cannot take Rest of expression `1` with length zero.")


NO_MOST = Template("nomost", "Cannot take Most of expression `1` with length zero.")


DROP = Template("drop", "Cannot drop positions `1` through `2` in `3`.")


HEADS = Template("heads", "Heads `1` and `2` are expected to be the same.")


NORMAL = Template("normal", "Nonatomic expression expected at position `1` in `2`.")


NO_ENTRY = Template("invdt", "The argument `1` is not a rule or a list of rules.")


def needed_parts(x: Node, name: str, *more: Node, at: int = 1) -> Expr:
    """`x`, if it is no atom; `more` are the other arguments of the function of that name."""
    if type(x) is Expr:
        return x
    args = (x, *more) if at == 1 else (*more[: at - 1], x, *more[at - 1 :])
    raise NORMAL(at, Expr(Symbol(name), args))


def is_list(node: Node) -> bool:
    return type(node) is Expr and node.head is S.List


@builtin("Length[x_]")
def length(k, x: Node):
    """Length[x] is the number of elements of x.

    >> {Length[{a, b, c}], Length[f[x]], Length[5]}
    {3, 1, 0}
    """
    return len(x.args) if type(x) is not Value else 0


@builtin("First[x_, default_]", attributes=Attribute.HOLD_REST)
def first(k, x: Node, default: Node | None = None):
    """First[x] is the first element of x; First[x, default] is default if there is none.

    >> {First[{a, b}], First[{}, none]}
    {a, none}
    """
    return _end(x, 0, default, NO_FIRST, "First")


@builtin("Last[x_, default_]", attributes=Attribute.HOLD_REST)
def last(k, x: Node, default: Node | None = None):
    """Last[x] is the last element of x; Last[x, default] is default if there is none.

    >> {Last[{a, b}], Last[{}, none]}
    {b, none}
    """
    return _end(x, -1, default, NO_LAST, "Last")


def _end(x: Node, at: int, default: Node | None, problem: Template, name: str) -> Node | None:
    if type(x) is Value:
        return None
    if type(x) is not Expr and default is not None:
        return default
    parts = parts_of(needed_parts(x, name))
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
    return _without(x, slice(1, None), NO_REST, "Rest")


@builtin("Most[x_]")
def most(k, x: Node):
    """Most[x] is x without its last element.

    >> Most[{a, b, c}]
    {a, b}
    """
    return _without(x, slice(None, -1), NO_MOST, "Most")


def _without(x: Node, kept: slice, problem: Template, name: str) -> Node | None:
    if type(x) is Value:
        return None
    if not needed_parts(x, name).args:
        raise problem(x)
    return Expr(x.head, x.args[kept])


def taken_places(spec: Node, count: int, x: Node) -> list[int]:
    """The places that n, -n, {m, n}, {m, n, step}, UpTo[n], All, None or a Span mean for Take and Drop."""
    if spec is S.All:
        return list(range(count))
    if spec is NONE:
        return []
    if type(spec) is Expr and spec.head is S.UpTo and type(spec.args[0]) is Integer:
        return list(range(min(spec.args[0].value, count)))
    if type(spec) is Integer:
        n = spec.value
        if abs(n) > count:
            raise TAKE(1 if n > 0 else n, n if n > 0 else -1, x)
        return list(range(n)) if n >= 0 else list(range(count + n, count))
    if is_list(spec) and len(spec.args) == 1 and type(spec.args[0]) is Integer:
        n = spec.args[0].value
        if n == 0 or abs(n) > count:
            raise TAKE(n, n, x)
        return [place(n, count, x)]
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
    if type(x) is Value:
        return None
    x = needed_parts(x, "Take", *specs)
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
    if type(x) is Value:
        return None
    x = needed_parts(x, "Drop", *specs)
    try:
        gone = set(taken_places(specs[0], len(x.args), x))
    except Problem as problem:
        raise DROP(*problem.slots) if problem.template is TAKE else problem from None
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


@builtin("TakeList[x_, specs_List]", operator="x")
def take_list(k, x: Node, specs: Node):
    """TakeList[list, {n1, n2, ...}] takes n1 elements of list, then n2 of what is left, ...; -n from its end.

    >> {TakeList[{a, b, c, d}, {1, 2, All}], TakeList[{a, b, c, d}, {-1, UpTo[9]}]}
    {{{a}, {b, c}, {d}}, {{d}, {a, b, c}}}
    """
    if type(x) is not Expr:
        return None
    left, pieces = tuple(x.args), []
    for spec in specs.args:
        try:
            places = taken_places(spec, len(left), x)
        except Problem:
            raise _LENGTHS(specs, 1, x) from None
        pieces.append(Expr(x.head, tuple(left[i] for i in places)))
        gone = set(places)
        left = tuple(item for i, item in enumerate(left) if i not in gone)
    return pieces


_LENGTHS = Template("iseqs", "Cannot take list `1` of sequence specifications at level `2` of `3`.")


@builtin("TakeWhile[x_, test_]", operator="x")
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


@builtin("LengthWhile[x_, test_]", operator="x")
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
    if type(x) is Value:
        return None
    x = needed_parts(x, "Append", item)
    if x.head is S.Association:
        for rule in _rules(item):
            x = with_rule(without_keys(x, rule.args[:1]) if entry(x, rule.args[0]) is not None else x, rule)
        return x
    made = appended(x, item)
    if x.head is S.List:
        keep_mark(k, made, x.mark, item)
    return made


def _rules(item: Node) -> tuple[Node, ...]:
    if is_rule(item):
        return (item,)
    if type(item) is not Expr or not all(map(is_rule, item.args)):
        raise NO_ENTRY(item)
    return item.args


@builtin("Prepend[x_, item_]", operator="x")
def prepend(k, x: Node, item: Node):
    """Prepend[x, item] is x with item put in front.

    >> Prepend[{a, b}, c]
    {c, a, b}
    """
    if type(x) is Value:
        return None
    x = needed_parts(x, "Prepend", item)
    if x.head is S.Association:
        new = association_of(_rules(item))
        return association_of([*new.args, *(r for r in x.args if entry(new, r.args[0]) is None)])
    return Expr(x.head, (item, *x.args))


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
