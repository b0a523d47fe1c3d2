"""Evaluation: the standard procedure of the language.

`evaluate` finds the value of an expression: head, arguments as far as attributes allow, then the first rule
that applies, over and over until none does.  `call` is the second half alone, for a symbol and arguments
that are evaluated already; the closures of `code` and most builtins go in there, so that no expression is
built only to be taken apart.

Atoms evaluate to themselves, and an expression marked in the present epoch (or `FOREVER`, data that nothing
can change) is returned at once.  Levels of recursion are counted here and nowhere else."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable

from ..attributes import HOLDING, Attribute
from ..expr import TRUE, Expr, Node, S, Symbol
from ..packed import LEAST, Packed, packed_nodes
from ..problem import Problem
from .code import Functions
from .control import Terminated
from .definition import Definition
from .dispatch import apply_head, apply_rules, by_own_rules
from .host import Host
from .marks import FOREVER, INERT, is_data
from .messages import GENERAL
from .normal import normalized
from .state import State

LIST, SEQUENCE, NOTHING = S.List, S.Sequence, S.Nothing
SPLICED = frozenset({S.Sequence, S.Unevaluated})  # arguments that leave their wrapping behind

_HOLD_FIRST, _HOLD_REST, _HOLDING = Attribute.HOLD_FIRST, Attribute.HOLD_REST, HOLDING
_COMPLETE, _SEQUENCE_HOLD = Attribute.COMPLETE, Attribute.SEQUENCE_HOLD
_NORMALIZING = Attribute.FLAT | Attribute.ORDERLESS | Attribute.LISTABLE


class Kernel(State):
    """One session: its state, and how expressions are evaluated in it."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.host = Host(self)
        self.functions = Functions(self)

    # ---- evaluation ----

    def evaluate(self, node: Node) -> Node:
        """The value of `node`."""
        kind = type(node)
        if kind is Expr:
            mark = node.mark  # type: ignore[attr-defined]
            if mark is FOREVER or mark is self.epoch:
                return node
            return self.expression(node)  # type: ignore[arg-type]
        if kind is Symbol:
            return self.symbol(node)  # type: ignore[arg-type]
        return node

    def symbol(self, symbol: Symbol) -> Node:
        """The value of a symbol; itself if it has none."""
        definition = self.definitions[symbol]
        value = definition.own
        if value is None:
            if definition.own_rules is not None:
                return by_own_rules(self, definition)
            definition.seen = True
            return symbol
        if type(value) in INERT or value is symbol:
            return value
        return self._chain(value) if type(value) is Symbol else self._nested(value)

    def _chain(self, symbol: Symbol) -> Node:
        """The value of a symbol that is the value of another: steps of one chain, not levels."""
        steps = 1
        while True:
            value = self.definitions[symbol].own
            if type(value) is not Symbol or value is symbol:
                return self.symbol(symbol)
            symbol = value
            steps += 1
            if steps > self.iteration_limit:
                self._too_many()

    def _nested(self, node: Node) -> Node:
        """The value of `node`, one level deeper."""
        self.depth += 1
        try:
            if self.depth > self.recursion_limit:
                self._too_deep(node)
            return self.evaluate(node)
        finally:
            self.depth -= 1

    def expression(self, node: Expr) -> Node:
        """The value of an expression that is not marked."""
        self.depth += 1
        try:
            if self.depth > self.recursion_limit:
                self._too_deep(node)
            steps = 0
            while True:
                result = self._step(node)
                if type(result) is not Expr:
                    if type(result) is not Symbol:
                        return result
                    own = self.definitions[result].own
                    if type(own) is not Expr:
                        return self.symbol(result)
                    result = own
                mark = result.mark
                if mark is FOREVER or mark is self.epoch or result is self._settled:
                    return result
                node = result
                steps += 1
                if steps > self.iteration_limit:
                    self._too_many()
        finally:
            self.depth -= 1

    def _step(self, node: Expr) -> Node:
        """One turn: what a rule makes of `node`; if none applies, `node` with its parts evaluated, marked."""
        epoch, head = self.epoch, node.head
        if type(head) is not Symbol:
            return self._step_of_expression(node)
        definition = self.definitions[head]
        if definition.own is not None or definition.own_rules is not None:
            return self._step_of_expression(node)
        mode, args = definition.mode, node.args
        if type(args) is not tuple:
            if head is LIST and type(args) is Packed:
                node.mark = FOREVER
                return node
            args = tuple(args)
        args = self._values(args) if not mode & _HOLDING else self._held_values(args, mode)
        fast = definition.fast
        if fast is not None and (result := fast(args)) is not None:
            return result
        if mode & _NORMALIZING:
            normal = normalized(self, definition, args)
            if type(normal) is not tuple:
                return normal  # type: ignore[return-value]
            args = normal
        result = apply_rules(self, definition, args)
        return self._unchanged(node, definition, args, epoch) if result is None else result

    def _unchanged(self, node: Expr, definition: Definition, args: tuple[Node, ...], epoch: object) -> Node:
        head = definition.symbol
        if args is not node.args:
            node = Expr(head, _with_unevaluated(node.args, args))
        definition.seen = True
        if head is LIST:
            if is_data(node.args):
                node.mark = FOREVER
                if len(node.args) >= LEAST and (packed := packed_nodes(node.args)) is not None:
                    node.args = packed.args
            elif NOTHING in node.args:
                return Expr(LIST, tuple([arg for arg in node.args if arg is not NOTHING]))
            else:
                node.mark = epoch
        elif head not in SPLICED:
            node.mark = epoch
        self._settled = node
        return node

    def _step_of_expression(self, node: Expr) -> Node:
        """One turn for a head that is no symbol, or a symbol with a value."""
        epoch, head = self.epoch, self.evaluate(node.head)
        if type(head) is Symbol and head is not node.head:
            return Expr(head, node.args)
        if type(head) is Expr and head.head is SEQUENCE and head.args:
            return Expr(head.args[0], (*head.args[1:], *node.args))
        mode = self.functions.mode(head)
        args = tuple(node.args)
        args = self._values(args) if not mode & _HOLDING else self._held_values(args, mode)
        result = apply_head(self, head, args)
        if result is not None:
            return result
        if head is not node.head or args is not node.args:
            node = Expr(head, _with_unevaluated(node.args, args))
        node.mark = epoch
        self._settled = node
        return node

    def _values(self, args: tuple[Node, ...]) -> tuple[Node, ...]:
        """The arguments evaluated, with sequences spliced in; the same tuple if nothing changes."""
        epoch = self.epoch
        for i, arg in enumerate(args):
            kind = type(arg)
            if kind is Expr:
                mark = arg.mark  # type: ignore[attr-defined]
                if mark is FOREVER or mark is epoch:
                    continue
                value = self.expression(arg)  # type: ignore[arg-type]
            elif kind is Symbol:
                value = self.symbol(arg)  # type: ignore[arg-type]
            else:
                continue
            if value is not arg or (type(value) is Expr and value.head in SPLICED):
                return self._values_from(args, i, value)
            epoch = self.epoch
        return args

    def _values_from(self, args: tuple[Node, ...], place: int, value: Node) -> tuple[Node, ...]:
        """The same, where the argument at `place` is the first to change, into `value`."""
        values = list(args[:place])
        last = len(args) - 1
        while True:
            if type(value) is Expr and value.head in SPLICED:
                values.extend(value.args)
            else:
                values.append(value)
            if place == last:
                return tuple(values)
            place += 1
            value = self.evaluate(args[place])

    def _held_values(self, args: tuple[Node, ...], mode: int) -> tuple[Node, ...]:
        """The arguments, evaluated where `mode` does not hold them or Evaluate asks for it."""
        if mode & _COMPLETE:
            return args
        values: list[Node] = []
        for i, arg in enumerate(args):
            held = mode & (_HOLD_REST if i else _HOLD_FIRST)
            asks = type(arg) is Expr and arg.head is S.Evaluate
            value = arg if held and not asks else self.evaluate(arg)
            if type(value) is Expr and value.head is SEQUENCE and not mode & _SEQUENCE_HOLD:
                values.extend(value.args)
            else:
                values.append(value)
        same = len(values) == len(args) and all(map(operator.is_, values, args))
        return args if same else tuple(values)

    def argument_values(self, node: Expr) -> tuple[Node, ...]:
        """The arguments of `node`, evaluated as far as the attributes of its head allow, flattened and
        sorted.
        """
        if type(node.head) is not Symbol:
            return self._values(tuple(node.args))
        definition = self.definitions[node.head]
        mode = definition.mode
        args = tuple(node.args)
        args = self._values(args) if not mode & _HOLDING else self._held_values(args, mode)
        if mode & (Attribute.FLAT | Attribute.ORDERLESS):
            normal = normalized(self, definition, args, thread=False)
            assert type(normal) is tuple
            return normal
        return args

    def call(self, definition: Definition, args: tuple[Node, ...]) -> Node:
        """The value of the symbol applied to evaluated arguments."""
        if type(args) is not tuple:
            args = tuple(args)
        fast = definition.fast
        if fast is not None and (result := fast(args)) is not None:
            return result
        self.depth += 1
        try:
            if self.depth > self.recursion_limit:
                self._too_deep(Expr(definition.symbol, args))
            if definition.mode & _NORMALIZING:
                normal = normalized(self, definition, args)
                if type(normal) is not tuple:
                    return self.evaluate(normal)  # type: ignore[arg-type]
                args = normal
            epoch = self.epoch
            result = apply_rules(self, definition, args)
        finally:
            self.depth -= 1
        if result is None:
            return self._unchanged(Expr(definition.symbol, args), definition, args, epoch)
        kind = type(result)
        if kind is Expr:
            mark = result.mark  # type: ignore[attr-defined]
            if mark is FOREVER or mark is self.epoch:
                return result
            return self.expression(result)  # type: ignore[arg-type]
        return result if kind is not Symbol else self.symbol(result)  # type: ignore[arg-type]

    def apply(self, head: Node, args: tuple[Node, ...]) -> Node:
        """The value of the evaluated `head` applied to evaluated arguments."""
        if type(head) is Symbol and (definition := self.definitions[head]).own is None:
            return self.call(definition, args)
        self.depth += 1
        try:
            if self.depth > self.recursion_limit:
                self._too_deep(Expr(head, args))
            result = apply_head(self, head, args)
        finally:
            self.depth -= 1
        return Expr(head, args) if result is None else self.evaluate(result)

    def function(self, head: Node) -> Callable[..., Node]:
        """What applies `head` to evaluated arguments, to be used again and again."""
        head = self.evaluate(head)
        if type(head) is Symbol and (definition := self.definitions[head]).own is None:
            return lambda *args: self.call(definition, args)
        if type(head) is Expr and head.head is S.Function:
            compiled = self.functions.compiled(head)
            if compiled is not None:
                return compiled
        return lambda *args: self.apply(head, args)

    def test(self, function: Node) -> Callable[[Node], bool]:
        """Whether `function` of a node is True, to be asked again and again."""
        apply = self.function(function)
        return lambda node: apply(node) is TRUE

    def evaluated_list(self, items: Iterable[Node]) -> Expr:
        """The list of nodes that are evaluated, as one that need not be walked again."""
        args = tuple(items)
        if len(args) >= LEAST and (packed := packed_nodes(args)) is not None:
            return packed
        made = Expr(LIST, args)
        if is_data(args):
            made.mark = FOREVER
        return made

    # ---- limits ----

    def _too_deep(self, node: Node | None = None) -> None:
        limit, self.recursion_limit = self.recursion_limit, self.recursion_limit + 100  # room to say it in
        try:
            self.message(S.__getattr__("$RecursionLimit"), _too_deep_problem(int(limit), node))
        finally:
            self.recursion_limit = limit
        raise Terminated("RecursionLimit")

    def _too_many(self) -> None:
        self.message(S.__getattr__("$IterationLimit"), GENERAL["itlim"](int(self.iteration_limit)))
        raise Terminated("IterationLimit")


def _too_deep_problem(limit: int, node: Node | None) -> Problem:
    return GENERAL["reclim"](limit) if node is None else GENERAL["reclim2"](limit, node)


def _with_unevaluated(written: tuple[Node, ...], args: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments of a call that stays: what Unevaluated wrapped stays wrapped."""
    if len(written) != len(args):
        return args
    for arg in written:
        if type(arg) is Expr and arg.head is S.Unevaluated:
            break
    else:
        return args
    pairs = zip(written, args, strict=True)
    return tuple([w if type(w) is Expr and w.head is S.Unevaluated else a for w, a in pairs])
