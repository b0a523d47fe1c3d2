"""Bodies compiled to closures: the value of an expression for a frame of values, without building it first.

A call of an ordinary function becomes a closure that computes the arguments and goes straight to
`Kernel.call`; names become look-ups; a few constructs that decide what is evaluated have a closure of their
own (`forms`).  Everything else is built from its body and given to `Kernel.evaluate`, so a closure can only
be faster than the tree, never different. With `tail`, calls of functions defined by rules are given back
unevaluated: the evaluator goes on with them in its own loop, and a function that calls itself last needs no
room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..attributes import EVALUATION, HOLDING, Attribute, bits_of
from ..expr import Expr, Integer, Node, S, Symbol
from ..problem import Problem, Template
from .closures import Blueprint, blueprint
from .control import Returned
from .definition import Code, Definition, Frame
from .forms import FORMS
from .marks import FOREVER, INERT
from .scope import NOTHING, Names, Scope, Slots, build, builder, slot_count, slot_numbers

if TYPE_CHECKING:
    from .evaluator import Kernel

_KEPT = 2000  # compiled pure functions
_BORN = 200  # functions made inside of others lately
_SPLICED = frozenset({S.Sequence, S.Unevaluated})


def _has_unevaluated(body: Expr) -> bool:
    """Whether an argument is Unevaluated[...]: it stays so if no rule applies, which the tree sees to."""
    return any(type(arg) is Expr and arg.head is S.Unevaluated for arg in body.args)


class Functions:
    """The compiler of a kernel, and the pure functions it has compiled."""

    def __init__(self, kernel: Kernel):
        self.k = kernel
        self._compiled: dict[int, tuple[Expr, Callable[..., Node] | None]] = {}
        self._used: dict[int, Expr] = {}
        self._loops: dict[int, tuple[Expr, Code]] = {}
        self._born: dict[int, tuple[Expr, Blueprint, dict[Any, Any]]] = {}

    def clear(self) -> None:
        self._compiled.clear()
        self._born.clear()
        self._loops.clear()

    # ---- bodies ----

    def value(self, body: Node, scope: Scope, tail: bool = False) -> Code:
        """What computes the value of `body` for a frame of `scope`."""
        k = self.k
        if (variable := scope.variable(body)) is not None:
            return variable if tail else _evaluated(k, variable)
        if type(body) is Symbol:
            return (lambda frame: body) if tail else self._symbol(body)
        if type(body) is not Expr or body.mark is FOREVER:
            return lambda frame: body
        inner = scope.within(body)
        if type(body.head) is Symbol and inner is not None and scope.variable(body.head) is None:
            code = self._by_form(body, inner, tail)
            if code is not None:
                return code
            definition = k.definitions[body.head]
            if not definition.mode & HOLDING and definition.own is None and not _has_unevaluated(body):
                return self._call(body, definition, inner, tail)
        made = builder(body, scope)
        if made is None:
            return lambda frame: k.evaluate(body)
        if body.head is S.Function and (plan := blueprint(self, body, scope)) is not None:
            return self._birth(plan, made)
        return lambda frame: k.evaluate(made(frame))

    def _birth(self, plan: Blueprint, made: Code) -> Code:
        """What makes a pure function with values of variables in it, and remembers them."""
        k, born = self.k, self._born

        def code(frame: Frame) -> Node:
            function = made(frame)
            value = k.evaluate(function)
            if value is function:
                if len(born) >= _BORN:
                    born.clear()
                born[id(function)] = function, plan, plan.captured(frame)  # type: ignore[assignment]
            return value

        return code

    def _by_form(self, body: Expr, scope: Scope, tail: bool) -> Code | None:
        """The code of a construct that has a form; None leaves it, and what may be wrong with it, to the
        tree.
        """
        form = FORMS.get(body.head)  # type: ignore[call-overload]
        if form is None or any(map(scope.may_splice, body.args)):
            return None
        try:
            return form(self, body, scope, tail)
        except Problem:
            return None

    def _symbol(self, symbol: Symbol) -> Code:
        k, definition = self.k, self.k.definitions[symbol]

        def code(frame: Frame) -> Node:
            own = definition.own
            return own if type(own) in INERT else k.symbol(symbol)  # type: ignore[return-value]

        return code

    def _call(self, body: Expr, definition: Definition, scope: Scope, tail: bool) -> Code:
        """A function whose arguments are evaluated."""
        k, mode = self.k, definition.mode
        parts = [self.value(arg, scope) for arg in body.args]
        made, head = build(body, scope), body.head
        call = k.call
        if len(parts) == 1 and (not tail or definition.declared):
            return _call_one(k, definition, parts[0], made)
        if len(parts) == 2 and (not tail or definition.declared):
            general, first, second = self.call_two(definition, made), *parts
            return lambda frame: general(frame, first(frame), second(frame))

        def code(frame: Frame) -> Node:
            if definition.mode is not mode or definition.own is not None:
                return k.evaluate(made(frame))
            args = tuple([part(frame) for part in parts])
            for arg in args:
                if type(arg) is Expr and arg.head in _SPLICED:
                    args = _spliced(args)
                    break
            if tail and definition.down is not None:
                return Expr(head, args)
            return call(definition, args)

        return code

    def loop_code(self, body: Node) -> Code:
        """What computes the value of a body without variables again and again; its frame is ``()``."""
        if type(body) is not Expr:
            return self.value(body, NOTHING)
        known = self._loops.get(id(body))
        if known is not None and known[0] is body:
            return known[1]
        if len(self._loops) >= _KEPT:
            self._loops.clear()
        code = self.value(body, NOTHING)
        self._loops[id(body)] = body, code
        return code

    def call_two(self, definition: Definition, made: Code) -> Callable[[Frame, Node, Node], Node]:
        """A call with two arguments, for their values; `made` builds it anew if the function has changed."""
        k, mode, call = self.k, definition.mode, self.k.call

        def general(frame: Frame, a: Node, b: Node) -> Node:
            if definition.mode is not mode or definition.own is not None:
                return k.evaluate(made(frame))
            if (type(a) is Expr and a.head in _SPLICED) or (type(b) is Expr and b.head in _SPLICED):
                return call(definition, _spliced((a, b)))
            return call(definition, (a, b))

        return general

    # ---- pure functions ----

    def mode(self, head: Node) -> int:
        """The attributes of a pure function, as far as they change evaluation."""
        if type(head) is Expr and head.head is S.Function and len(head.args) == 3:
            return bits_of(head.args[2]) & EVALUATION
        return 0

    def compiled(self, function: Expr) -> Callable[..., Node] | None:
        """The closure of a pure function; None if it is one that needs the long way."""
        known = self._compiled.get(id(function))
        if known is not None and known[0] is function:
            return known[1]
        born = self._born.get(id(function))
        if born is not None and born[0] is function:
            return born[1].instance(function, born[2])
        if len(self._compiled) >= _KEPT:
            self._compiled.clear()
        made = self._compile(function)
        self._compiled[id(function)] = function, made
        return made

    def apply(self, function: Expr, args: tuple[Node, ...]) -> Node | None:
        """The pure function applied to arguments, compiled from the second time on."""
        known = self._compiled.get(id(function))
        if known is None and id(function) not in self._born:
            if self._used.get(id(function)) is not function:
                if len(self._used) >= _KEPT:
                    self._used.clear()
                self._used[id(function)] = function
                return self._substituted(function, args)
            compiled = self.compiled(function)
        else:
            compiled = known[1] if known is not None and known[0] is function else self.compiled(function)
        return self._substituted(function, args) if compiled is None else compiled(*args)

    def _compile(self, function: Expr) -> Callable[..., Node] | None:
        scope, count, body = self._parts(function)
        if scope is None or self.mode(function) & Attribute.LISTABLE:
            return None
        return self.called(function, count, self.value(body, scope))

    def called(self, function: Expr, count: int, code: Code) -> Callable[..., Node]:
        """What a pure function does with arguments, by the code of its body."""
        k, function_args = self.k, self._padded

        def apply(*args: Node) -> Node:
            k.depth += 1
            try:
                if k.depth > k.recursion_limit:
                    k._too_deep()
                if len(args) < count:
                    filled = function_args(function, args, count)
                    if filled is None:
                        made = Expr(function, args)
                        made.mark = FOREVER  # it stays so, and says so once
                        return made
                    args = filled
                return code(args)
            except Returned as left:
                if left.head is not None and left.head is not S.Function:
                    raise
                return left.value
            finally:
                k.depth -= 1

        return apply

    def _parts(self, function: Expr) -> tuple[Scope | None, int, Node]:
        """Scope, number of arguments needed, and body; no scope if the function is not well formed."""
        if len(function.args) == 1:
            body = function.args[0]
            return Slots(function), slot_count(body), body
        if len(function.args) not in (2, 3):
            return None, 0, function
        names, body = function.args[0], function.args[1]
        if names is S.Null:
            return Slots(function), slot_count(body), body
        each = names.args if type(names) is Expr and names.head is S.List else (names,)
        if not all(type(name) is Symbol for name in each):
            return None, 0, function
        return Names({name: i for i, name in enumerate(each)}), len(each), body  # type: ignore[misc]

    def _padded(self, function: Expr, args: tuple[Node, ...], count: int) -> tuple[Node, ...] | None:
        """The arguments with a slot in place of each that is missing, and a message; None for named ones."""
        if len(function.args) == 1 or function.args[0] is S.Null:
            body = function.args[min(1, len(function.args) - 1)]
            missing = min(n for n in slot_numbers(body) if n > len(args))
            self.k.message(S.Function, _SLOT(missing, function, Expr(function, args)))
            return (*args, *(Expr(S.Slot, (Integer(i + 1),)) for i in range(len(args), count)))
        self.k.message(S.Function, _FEW(function.args[0], Expr(function, args)))
        return None

    def _substituted(self, function: Expr, args: tuple[Node, ...]) -> Node | None:
        """The body with the arguments in it."""
        scope, count, body = self._parts(function)
        if scope is None:
            if len(function.args) in (2, 3):
                self.k.message(S.Function, _NAMES(function.args[0], function))
            return None
        if self.mode(function) & Attribute.LISTABLE and (rows := _rows(args)) is not None:
            return Expr(S.List, tuple([Expr(function, row) for row in rows]))
        if len(args) < count:
            filled = self._padded(function, args, count)
            if filled is None:
                return None
            args = filled
        made = builder(body, scope)
        result = body if made is None else made(args)
        if _may_return(body):
            return self._leaving(result)
        return result

    def _leaving(self, body: Node) -> Node:
        try:
            return self.k.evaluate(body)
        except Returned as left:
            if left.head is not None and left.head is not S.Function:
                raise
            return left.value


_SLOT = Template("slotn", "Slot number `1` in `2` cannot be filled from `3`.")
_NAMES = Template("flpar", "Parameter specification `1` in `2` should be a symbol or a list of symbols.")
_FEW = Template("fpct", "Too many parameters in `1` to be filled from `2`.")


def _may_return(body: Node) -> bool:
    return type(body) is Expr and (body.head is S.Return or any(map(_may_return, body.args)))


def _rows(args: tuple[Node, ...]) -> list[tuple[Node, ...]] | None:
    """The argument lists that a Listable function threads over."""
    lists = [arg.args for arg in args if type(arg) is Expr and arg.head is S.List]
    if not lists or len({len(items) for items in lists}) > 1:
        return None
    count = len(lists[0])
    columns = [a.args if type(a) is Expr and a.head is S.List else (a,) * count for a in args]
    return list(zip(*columns, strict=True))


def _evaluated(k: Kernel, variable: Code) -> Code:
    """The value of a variable, which may have been bound to something that is not evaluated."""

    def code(frame: Frame) -> Node:
        value = variable(frame)
        return value if type(value) in INERT else k.evaluate(value)

    return code


def _spliced(args: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments with sequences opened."""
    opened: list[Node] = []
    for arg in args:
        if type(arg) is Expr and arg.head in _SPLICED:
            opened.extend(arg.args)
        else:
            opened.append(arg)
    return tuple(opened)


def _call_one(k: Kernel, definition: Definition, part: Code, made: Code) -> Code:
    mode, call = definition.mode, k.call

    def code(frame: Frame) -> Node:
        if definition.mode is not mode or definition.own is not None:
            return k.evaluate(made(frame))
        arg = part(frame)
        if type(arg) is Expr and arg.head in _SPLICED:
            return call(definition, _spliced((arg,)))
        return call(definition, (arg,))

    return code
