"""New associations from old ones: made of lists, with other keys, with some of the keys, sorted, joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key

from ..expr import FALSE, Expr, Integer, Node, S, is_head, is_rule
from ..kernel.association import association_of, entry, is_association, missing, pairs_of, without_keys
from ..kernel.builtin import builtin
from ..kernel.order import sort_key
from ..problem import Template
from .associations import associated, keys_of, needed_rules, rules_of

LENGTHS = Template("idim", "`1` and `2` must have the same length.")
NO_LIST = Template("list1", "A list or an association is expected instead of `1`.")
RULES_EXPECTED = Template("rules", "`1` gives `2` for a rule, which is no rule.")


@builtin("AssociationThread[keys_, values_]")
def association_thread(k, keys: Node, values: Node | None = None):
    """AssociationThread[{k1, k2, ...}, {v1, v2, ...}] gives the association <|k1 -> v1, k2 -> v2, ...|>.

    AssociationThread[{k1, ...} -> {v1, ...}] is the same; keys with a single value v all get v.

    >> {AssociationThread[{a, b}, {1, 2}], AssociationThread[{a, b} -> {3, 4}]}
    {<|a -> 1, b -> 2|>, <|a -> 3, b -> 4|>}
    """
    if values is None:
        if not is_rule(keys):
            return None
        keys, values = keys.args
    if not is_head(keys, S.List):
        return None
    if not is_head(values, S.List):
        return pairs_of([(key, values) for key in keys.args])
    if len(keys.args) != len(values.args):
        raise LENGTHS(keys, values)
    return pairs_of(zip(keys.args, values.args, strict=True))


@builtin("AssociationMap[f_, items_]", operator="items")
def association_map(k, f: Node, items: Node):
    """AssociationMap[f, {k1, k2, ...}] gives <|k1 -> f[k1], ...|>; of an association, f makes new rules.

    >> {AssociationMap[StringLength, {"a", "bcd"}], AssociationMap[Reverse, <|a -> 1|>]}
    {<|"a" -> 1, "bcd" -> 3|>, <|1 -> a|>}
    """
    apply = k.function(f)
    if is_association(items):
        made = [(rule, apply(rule)) for rule in items.args]
        for rule, result in made:
            if rules_of(Expr(S.List, (result,))) is None:
                raise RULES_EXPECTED(f, rule)
        return Expr(S.Association, tuple([result for _, result in made]))
    if not is_head(items, S.List):
        raise NO_LIST(items)
    return pairs_of([(key, apply(key)) for key in items.args])


def _of_each(node: Node, change: Callable[[Expr], Node]) -> Node:
    """`change` of an association, or of those in a list."""
    if is_head(node, S.List) and not all(map(is_rule, node.args)):
        return Expr(S.List, tuple([_of_each(item, change) for item in node.args]))
    return change(associated(node))


@builtin("KeyTake[association_, keys_]", operator="association")
def key_take(k, association: Node, keys: Node):
    """KeyTake[association, {k1, k2, ...}] keeps the entries with these keys, in this order.

    >> KeyTake[<|a -> 1, b -> 2, c -> 3|>, {c, a, z}]
    <|c -> 3, a -> 1|>
    """

    def take(whole: Expr) -> Node:
        rules = {rule.args[0]: rule for rule in whole.args}
        return association_of([rules[key] for key in keys_of(keys) if key in rules])

    return _of_each(association, take)


@builtin("KeyDrop[association_, keys_]", operator="association")
def key_drop(k, association: Node, keys: Node):
    """KeyDrop[association, {k1, k2, ...}] leaves the entries with these keys out.

    >> KeyDrop[<|a -> 1, b -> 2, c -> 3|>, {c, a, z}]
    <|b -> 2|>
    """
    return _of_each(association, lambda whole: without_keys(whole, keys_of(keys)))


@builtin("KeySelect[association_, test_]", operator="association")
def key_select(k, association: Node, test: Node):
    """KeySelect[association, test] keeps the entries for whose key test gives True.

    >> KeySelect[<|1 -> a, 2 -> b, 3 -> c|>, OddQ]
    <|1 -> a, 3 -> c|>
    """
    holds = k.test(test)
    return _of_each(
        association, lambda whole: association_of([rule for rule in whole.args if holds(rule.args[0])])
    )


@builtin("KeySort[association_, order_]", operator="association")
def key_sort(k, association: Node, order: Node | None = None):
    """KeySort[association] sorts the entries by their keys; KeySort[association, p] by the ordering p.

    >> {KeySort[<|b -> 1, a -> 2|>], KeySort[<|1 -> x, 2 -> y|>, Greater]}
    {<|a -> 2, b -> 1|>, <|2 -> y, 1 -> x|>}
    """
    rules = associated(association).args
    if order is None:
        return association_of(sorted(rules, key=lambda rule: sort_key(rule.args[0])))
    apply = k.function(order)

    def compare(a: Node, b: Node) -> int:
        result = apply(a.args[0], b.args[0])
        if type(result) is Integer:
            return -result.value
        return 1 if result is FALSE else -1

    return association_of(sorted(rules, key=cmp_to_key(compare)))


@builtin("KeySortBy[association_, f_]", operator="association")
def key_sort_by(k, association: Node, f: Node):
    """KeySortBy[association, f] sorts the entries by the values of f for their keys.

    >> KeySortBy[<|1 -> a, 2 -> b, 3 -> c|>, Minus]
    <|3 -> c, 2 -> b, 1 -> a|>
    """
    apply = k.function(f)

    def place(rule: Node) -> tuple[object, object]:
        return sort_key(apply(rule.args[0])), sort_key(rule.args[0])

    return association_of(sorted(associated(association).args, key=place))


@builtin("KeyMap[f_, association_]", operator="association")
def key_map(k, f: Node, association: Node):
    """KeyMap[f, association] gives every value the key f[key].

    >> KeyMap[ToUpperCase, <|"a" -> 1, "b" -> 2|>]
    <|"A" -> 1, "B" -> 2|>
    """
    apply = k.function(f)
    rules = associated(association).args
    return association_of([Expr(rule.head, (apply(rule.args[0]), rule.args[1])) for rule in rules])


@builtin("KeyValueMap[f_, association_]", operator="association")
def key_value_map(k, f: Node, association: Node):
    """KeyValueMap[f, <|k1 -> v1, ...|>] gives {f[k1, v1], ...}.

    >> KeyValueMap[List, <|a -> 1, b -> 2|>]
    {{a, 1}, {b, 2}}
    """
    apply = k.function(f)
    return k.evaluated_list(apply(*rule.args) for rule in needed_rules(association))


@builtin("Merge[associations_, f_]", operator="associations")
def merge(k, associations: Node, f: Node):
    """Merge[{a1, a2, ...}, f] joins associations; at each key is f of the list of their values for it.

    >> {Merge[{<|a -> 1, b -> 2|>, <|a -> 10|>}, Total], Merge[{x -> 1, x -> 2}, Identity]}
    {<|a -> 11, b -> 2|>, <|x -> {1, 2}|>}
    """
    found: dict[Node, list[Node]] = {}
    for rule in needed_rules(associations):
        found.setdefault(rule.args[0], []).append(rule.args[1])
    apply = k.function(f)
    return pairs_of([(key, apply(k.evaluate(Expr(S.List, tuple(items))))) for key, items in found.items()])


def _associations(node: Node) -> list[Expr]:
    if not is_head(node, S.List):
        raise NO_LIST(node)
    return [associated(item) for item in node.args]


def _all_keys(whole: Iterable[Expr]) -> list[Node]:
    return list(dict.fromkeys(rule.args[0] for each in whole for rule in each.args))


@builtin("KeyUnion[associations_, f_]")
def key_union(k, associations: Node, f: Node | None = None):
    """KeyUnion[{a1, a2, ...}] gives all associations all keys.

    A value that is not there is Missing[...], or f[key].

    >> KeyUnion[{<|a -> 1|>, <|b -> 2|>}, 0 &]
    {<|a -> 1, b -> 0|>, <|a -> 0, b -> 2|>}
    """
    whole = _associations(associations)
    fill = missing if f is None else k.function(f)

    def value(each: Expr, key: Node) -> Node:
        found = entry(each, key)
        return fill(key) if found is None else found

    every = _all_keys(whole)
    return Expr(S.List, tuple([pairs_of([(key, value(each, key)) for key in every]) for each in whole]))


@builtin("KeyIntersection[associations_]")
def key_intersection(k, associations: Node):
    """KeyIntersection[{a1, a2, ...}] keeps in each association the keys that all of them have.

    >> KeyIntersection[{<|a -> 1, b -> 2|>, <|b -> 3|>}]
    {<|b -> 2|>, <|b -> 3|>}
    """
    whole = _associations(associations)
    common = [key for key in _all_keys(whole) if all(entry(each, key) is not None for each in whole)]
    return Expr(S.List, tuple([key_take(k, each, Expr(S.List, tuple(common))) for each in whole]))


@builtin("KeyComplement[associations_]")
def key_complement(k, associations: Node):
    """KeyComplement[{all, a1, a2, ...}] keeps the entries of all whose keys none of the others has.

    >> KeyComplement[{<|a -> 1, b -> 2|>, <|b -> 3|>}]
    <|a -> 1|>
    """
    whole = _associations(associations)
    return without_keys(whole[0], _all_keys(whole[1:])) if whole else None
