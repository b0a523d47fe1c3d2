"""Associations: what they hold, asking them, and giving them entries."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import ByteArray, Expr, Integer, Node, Real, S, String, Symbol, Value, is_head, is_rule
from ..kernel.association import association_of, entry, is_association, missing, with_rule, without_keys
from ..kernel.builtin import Attribute, builtin
from ..kernel.marks import FOREVER
from ..kernel.owned import put
from ..patterns.compile import compile_pattern
from ..problem import Template

INVALID = Template("invrl", "The argument `1` is not a valid Association or a list of rules.")
NO_ASSOCIATION = Template("invak", "The argument `1` is not a valid Association.")
NO_VALUE = Template("rvalue", "`1` is not a variable with a value, so its value cannot be changed.")
_PLAIN = frozenset({Integer, Real, String, Symbol})  # what Normal leaves as it is


def rules_of(node: Node) -> tuple[Expr, ...] | None:
    """The rules of an association or of a list of rules, also nested; None for anything else."""
    if is_association(node):
        return node.args  # type: ignore[return-value]
    if type(node) is not Expr or node.head is not S.List:
        return None
    if all(map(is_rule, node.args)):
        return node.args  # type: ignore[return-value]
    found: list[Expr] = []
    for item in node.args:
        inner = (item,) if is_rule(item) else rules_of(item)
        if inner is None:
            return None
        found.extend(inner)  # type: ignore[arg-type]
    return tuple(found)


def needed_rules(node: Node) -> tuple[Expr, ...]:
    """The same, where nothing else will do."""
    rules = rules_of(node)
    if rules is None:
        raise INVALID(node)
    return rules


def associated(node: Node) -> Expr:
    """An association, or the one of a list of rules."""
    return node if is_association(node) else association_of(needed_rules(node))  # type: ignore[return-value]


def key_of(node: Node) -> Node:
    """``Key[k]`` as k."""
    return node.args[0] if is_head(node, S.Key) and len(node.args) == 1 else node


def matching(k, pattern: Node) -> Callable[[Node], bool]:
    """Whether a node matches `pattern`."""
    matcher = compile_pattern(pattern, k.host)
    if (simple := matcher.simple) is not None:
        return lambda node: simple(node, {})
    return lambda node: matcher.full(node, {}, lambda _: True)


@builtin("Association[items___]")
def association(k, items: tuple[Node, ...]):
    """<|k1 -> v1, k2 -> v2, ...|> is an association of values with keys.

    Of several values for one key the last counts.

    >> {<|a -> 1, b -> 2, a -> 3|>, Association[{"x" -> 1}, <|"y" -> 2|>], <|"x" -> 5|>["x"]}
    {<|a -> 3, b -> 2|>, <|"x" -> 1, "y" -> 2|>, 5}
    """
    found: dict[Node, Node] = {}
    changed = False
    for item in items:
        if is_rule(item):
            found[item.args[0]] = item
            continue
        changed = True
        rules = () if item is S.Nothing else rules_of(item)
        if rules is None:
            return None
        found.update((rule.args[0], rule) for rule in rules)
    made = association_of(found.values())
    return made if changed or len(found) != len(items) or made.mark is FOREVER else None


def _each_rule(node: Node, part: Callable[[Expr], Node]) -> Node:
    """`part` of a rule, of the rules of an association, or of those in a list."""
    if is_rule(node):
        return part(node)  # type: ignore[arg-type]
    if is_association(node):
        return Expr(S.List, tuple(map(part, node.args)))  # type: ignore[arg-type]
    if is_head(node, S.List):
        return Expr(S.List, tuple([_each_rule(item, part) for item in node.args]))
    raise INVALID(node)


def _wrapped(part: Callable[[Expr], Node], head: Node | None) -> Callable[[Expr], Node]:
    return part if head is None else lambda rule: Expr(head, (part(rule),))


@builtin("Keys[expr_, head_]")
def keys(k, expr: Node, head: Node | None = None):
    """Keys[association] gives its keys; Keys also takes a rule, or a list of rules or associations.

    >> {Keys[<|a -> 1, b -> 2|>], Keys[{x -> 1, y -> 2}], Keys[<|a -> 1|>, f]}
    {{a, b}, {x, y}, {f[a]}}
    """
    return _each_rule(expr, _wrapped(lambda rule: rule.args[0], head))


@builtin("Values[expr_, head_]")
def values(k, expr: Node, head: Node | None = None):
    """Values[association] gives its values; Values also takes a rule, or a list of rules or associations.

    >> {Values[<|a -> 1, b -> 2|>], Values[{<|a -> 1|>, <|a -> 2|>}]}
    {{1, 2}, {{1}, {2}}}
    """
    return _each_rule(expr, _wrapped(lambda rule: rule.args[1], head))


@builtin("Lookup[association_, key_, default_]", attributes=Attribute.HOLD_REST, operator="association")
def lookup(k, association: Node, key: Node, default: Node | None = None):
    """Lookup[association, key] gives the value at key; Lookup[association, key, default] has a default.

    The key may be a list of keys; for an association a list of rules or of associations may stand.

    >> {Lookup[<|a -> 1, b -> 2|>, {a, c}], Lookup[<|a -> 1|>, z, 0], Lookup[a][<|a -> 7|>]}
    {{1, Missing["KeyAbsent", c]}, 0, 7}
    """
    key = k.evaluate(key)
    if is_head(association, S.List) and association.args and all(map(_has_rules, association.args)):
        if not all(map(is_association, association.args)):
            return Expr(S.List, tuple([lookup(k, item, key, default) for item in association.args]))
        return Expr(S.List, tuple([_looked_up(item, key, default) for item in association.args]))
    if not is_association(association):
        rules = rules_of(association)
        if rules is None:
            raise INVALID(association)
        # of several rules with one key the first counts, as in replacing
        association = association_of({rule.args[0]: rule for rule in reversed(rules)}.values())
    return _looked_up(association, key, default)


def _has_rules(node: Node) -> bool:
    """Whether it is an association or a list of rules."""
    return is_association(node) or (is_head(node, S.List) and all(map(is_rule, node.args)))


def _looked_up(association: Node, key: Node, default: Node | None) -> Node:
    if is_head(key, S.List):
        return Expr(S.List, tuple([_looked_up(association, each, default) for each in key.args]))
    key = key_of(key)
    value = entry(association, key)
    return value if value is not None else missing(key) if default is None else default


@builtin("KeyExistsQ[association_, key_]", operator="association")
def key_exists_q(k, association: Node, key: Node):
    """KeyExistsQ[association, key] gives True if association has that key.

    >> {KeyExistsQ[<|a -> 1|>, a], KeyExistsQ[<|a -> 1|>, b]}
    {True, False}
    """
    return entry(associated(association), key_of(key)) is not None


@builtin("KeyMemberQ[association_, form_]", operator="association")
def key_member_q(k, association: Node, form: Node):
    """KeyMemberQ[association, form] gives True if one of the keys matches form.

    >> KeyMemberQ[<|a -> 1, 3 -> 2|>, _Integer]
    True
    """
    fits = matching(k, form)
    return any(fits(rule.args[0]) for rule in needed_rules(association))


@builtin("KeyFreeQ[association_, form_]", operator="association")
def key_free_q(k, association: Node, form: Node):
    """KeyFreeQ[association, form] gives True if none of the keys matches form.

    >> KeyFreeQ[<|a -> 1, b -> 2|>, _Integer]
    True
    """
    fits = matching(k, form)
    return not any(fits(rule.args[0]) for rule in needed_rules(association))


@builtin("AssociateTo[target_, rules_]", attributes=Attribute.HOLD_FIRST)
def associate_to(k, target: Node, rules: Node):
    """AssociateTo[a, key -> value] puts value into the association that is the value of a.

    >> a = <|x -> 1|>; AssociateTo[a, {y -> 2, x -> 3}]; a
    <|x -> 3, y -> 2|>
    """
    if type(target) is Symbol and is_rule(rules):
        definition = k.definitions[target]
        if is_association(definition.own) and put(k, definition, (S.Key(rules.args[0]),), rules.args[1]):
            return definition.own
    changed = _value(k, target)
    for rule in (rules,) if is_rule(rules) else needed_rules(rules):
        changed = with_rule(changed, rule)
    return _assign(k, target, changed)


@builtin("KeyDropFrom[target_, keys_]", attributes=Attribute.HOLD_FIRST)
def key_drop_from(k, target: Node, keys: Node):
    """KeyDropFrom[a, key] takes the entry at key out of the association that is the value of a.

    >> a = <|x -> 1, y -> 2|>; KeyDropFrom[a, x]; a
    <|y -> 2|>
    """
    return _assign(k, target, without_keys(_value(k, target), keys_of(keys)))


def keys_of(node: Node) -> list[Node]:
    """The keys in a list of keys, or the single one."""
    return [key_of(each) for each in (node.args if is_head(node, S.List) else (node,))]


def _value(k, target: Node) -> Expr:
    value = k.evaluate(target)
    if not is_association(value):
        raise NO_VALUE(target) if value == target else NO_ASSOCIATION(value)
    return value


def _assign(k, target: Node, value: Expr) -> Node:
    """Make `value` the value of a variable or of a part of one."""
    if type(target) is Symbol and k.definitions[target].own_rules is None:
        k.set_own(target, value)
        return value
    return k.evaluate(Expr(S.Set, (target, value)))


@builtin("Normal[expr_]")
def normal(k, expr: Node):
    """Normal[association] gives the list of its rules; in a list, Normal takes each element.

    >> Normal[<|a -> 1, b -> 2|>]
    {a -> 1, b -> 2}
    """
    if is_association(expr):
        return Expr(S.List, expr.args)
    if is_head(expr, S.Dispatch) and len(expr.args) == 1:
        return expr.args[0]
    if is_head(expr, S.List):
        items = tuple([item if type(item) in _PLAIN else k.evaluate(S.Normal(item)) for item in expr.args])
        return expr if all(a is b for a, b in zip(items, expr.args, strict=True)) else Expr(S.List, items)
    return None if type(expr) is Value or type(expr) is ByteArray else expr


@builtin("DeleteMissing[expr_, level_, depth_]")
def delete_missing(k, expr: Node, level: int = 1, depth: int = 1):
    """DeleteMissing[list] leaves out what is Missing[...]; of an association, the entries whose value is.

    DeleteMissing[list, 1, d] leaves out elements that have Missing[...] in their first d - 1 levels.

    >> {DeleteMissing[{1, Missing[], 2}], DeleteMissing[<|a -> 1, b -> Missing[]|>]}
    {{1, 2}, <|a -> 1|>}
    """
    return _without_missing(expr, level, depth)


def _without_missing(node: Node, level: int, depth: int) -> Node:
    if type(node) is not Expr or level < 1:
        return node
    of_rules = is_association(node)
    items: list[Node] = []
    for item in node.args:
        value = item.args[1] if of_rules else item
        if _has_missing(value, depth):
            continue
        kept = _without_missing(value, level - 1, depth)
        items.append(Expr(item.head, (item.args[0], kept)) if of_rules else kept)
    return Expr(node.head, tuple(items))


def _has_missing(node: Node, depth: int) -> bool:
    if is_head(node, S.Missing):
        return True
    if depth <= 1 or type(node) is not Expr:
        return False
    values = [r.args[1] for r in node.args] if is_association(node) else node.args
    return any(_has_missing(value, depth - 1) for value in values)
