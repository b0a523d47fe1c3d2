"""Expressions: the vocabulary that every floor shares.

Everything the language handles is a `Node`: a `Symbol`, an `Atom` with a Python value, or an `Expr`, a head
applied to arguments.  Nodes are immutable and `==` between them is SameQ.  Values of higher floors (nets,
images, arrays) enter expressions as a `Value` around a `Foreign`; this module knows nothing else about
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar


class Node:
    """Abstract: every node has a `head` and a tuple of `args`, empty for symbols and atoms."""

    __slots__ = ()
    __match_args__ = ("head", "args")
    head: Node
    args: tuple[Node, ...] = ()


class Symbol(Node):
    """A name.  Two symbols of one name are one object, so `is` compares them."""

    __slots__ = ("name",)
    _interned: ClassVar[dict[str, Symbol]] = {}
    name: str

    def __new__(cls, name: str) -> Symbol:
        if (self := cls._interned.get(name)) is None:
            self = cls._interned[name] = super().__new__(cls)
            self.name = name
        return self

    @classmethod
    def forget(cls, symbol: Symbol) -> None:
        """Let go of the symbol of a local variable that is gone; the name may be used again."""
        cls._interned.pop(symbol.name, None)

    def __reduce__(self) -> tuple[type[Symbol], tuple[str]]:
        return Symbol, (self.name,)

    def __call__(self, *args: Node) -> Expr:
        """Building an expression in Python reads as it does in the language: `S.Plus(x, y)`."""
        return Expr(self, args)

    def __repr__(self) -> str:
        return self.name


class _Symbols:
    """`S.Plus` is `Symbol("Plus")`."""

    def __getattr__(self, name: str) -> Symbol:
        symbol = Symbol(name)
        setattr(self, name, symbol)
        return symbol


S = _Symbols()
TRUE, FALSE, NONE, NULL = Symbol("True"), Symbol("False"), Symbol("None"), Symbol("Null")
FAILED, ABORTED = Symbol("$Failed"), Symbol("$Aborted")


class Atom(Node):
    """Abstract: a leaf whose `value` is an immutable Python value.

    Atoms are equal when they are of one class and their values are: ``1`` and ``1.`` differ.
    """

    __slots__ = ("value",)
    value: Any

    def __init__(self, value: Any):
        self.value = value

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.value == other.value  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((type(self), self.value))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value!r})"


class Integer(Atom):
    """A whole number of any size."""

    __slots__ = ()
    value: int


class Real(Atom):
    """A machine number."""

    __slots__ = ()
    value: float


class BigReal(Atom):
    """A real of stated precision: ``1.5`20`` is `BigReal(Decimal("1.5"), 20)`; its head is Real."""

    __slots__ = ("precision",)
    value: Decimal

    def __init__(self, value: Decimal, precision: float):
        self.value, self.precision = value, precision

    def __eq__(self, other: object) -> bool:
        return type(other) is BigReal and (self.value, self.precision) == (other.value, other.precision)

    def __hash__(self) -> int:
        return hash((BigReal, self.value, self.precision))


class Rational(Atom):
    """A fraction in lowest terms that is not whole."""

    __slots__ = ()
    value: Fraction


class Complex(Atom):
    """A complex number; `value` is the pair of its parts, each a number atom: ``2 + 3 I`` stays exact."""

    __slots__ = ()
    value: tuple[Atom, Atom]


class String(Atom):
    __slots__ = ()
    value: str


class ByteArray(Atom):
    __slots__ = ()
    value: bytes


for _kind, _name in (
    (Symbol, "Symbol"),
    (Integer, "Integer"),
    (Real, "Real"),
    (BigReal, "Real"),
    (Rational, "Rational"),
    (Complex, "Complex"),
    (String, "String"),
    (ByteArray, "ByteArray"),
):
    _kind.head = Symbol(_name)  # type: ignore[attr-defined]


class Foreign:
    """Abstract: a value of a higher floor, as it appears in expressions.

    A foreign value is immutable; its `==` is SameQ (identity unless it says otherwise).
    """

    wl_head: ClassVar[str] = "Foreign"

    @property
    def head_name(self) -> str:
        """The name that Head gives."""
        return self.wl_head

    def to_node(self) -> Node:
        """The expression that would build this value, for InputForm and FullForm."""
        raise NotImplementedError(type(self).__name__)

    def summary(self) -> str:
        """What OutputForm prints: text of one or several lines."""
        raise NotImplementedError(type(self).__name__)

    def equal(self, other: object) -> bool | None:
        """What Equal says of this value and `other`; None leaves the comparison unevaluated."""
        return True if self == other else None

    def computed(self, head: Symbol, args: tuple[Node, ...]) -> Foreign | None:
        """What Plus, Times or Power of arguments with this value among them is; None leaves them."""
        return None


class Value(Atom):
    """A leaf that carries a `Foreign`."""

    __slots__ = ()
    value: Foreign

    @property
    def head(self) -> Symbol:  # type: ignore[override]
        return Symbol(self.value.head_name)


class Elements:
    """Abstract: arguments that are kept in another way than as a tuple: as an array, or with room to grow.

    They are read like the tuple of the same nodes, are equal to it, and have its hash; slices of them, and
    sums with tuples, are tuples.
    """

    __slots__ = ()
    stay: ClassVar[bool] = True  # whether reading an element twice gives the same node

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Node]:
        raise NotImplementedError

    def __getitem__(self, place: Any) -> Any:
        raise NotImplementedError

    def same(self, other: Any) -> bool | None:
        """Whether these and `other` are the same, where that is known without looking at nodes."""
        return None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (tuple, Elements)):
            return NotImplemented
        same = self.same(other)
        return tuple(self) == tuple(other) if same is None else same

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __add__(self, other: Iterable[Node]) -> tuple[Node, ...]:
        return (*self, *other)

    def __radd__(self, other: Iterable[Node]) -> tuple[Node, ...]:
        return (*other, *self)

    def __mul__(self, times: int) -> tuple[Node, ...]:
        return tuple(self) * times

    def __contains__(self, node: object) -> bool:
        return any(each is node or each == node for each in self)

    def __reversed__(self) -> Iterator[Node]:
        return reversed(tuple(self))

    def index(self, node: Node) -> int:
        return tuple(self).index(node)

    def count(self, node: Node) -> int:
        return tuple(self).count(node)

    def __repr__(self) -> str:
        return repr(tuple(self))


Sequence.register(Elements)


class Expr(Node):
    """A head applied to arguments: `Expr(S.Plus, (x, Integer(1)))` is ``x + 1``.

    `mark` belongs to the evaluator, which keeps there when it last found the expression evaluated.  `args` of
    a long list may be `Elements` instead of a tuple: what reads them need not care.
    """

    __slots__ = ("_hash", "args", "head", "mark")
    args: tuple[Node, ...]

    def __init__(self, head: Node, args: tuple[Node, ...] = ()):
        self.head, self.args = head, args
        self._hash: int | None = None
        self.mark: object = None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not Expr or len(self.args) != len(other.args):
            return False
        if isinstance(self.args, Elements) and (same := self.args.same(other.args)) is not None:
            return same and self.head == other.head
        return hash(self) == hash(other) and _same(self, other)

    def __hash__(self) -> int:
        if self._hash is None:
            _find_hashes(self)
        return self._hash  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"{self.head!r}[{', '.join(map(repr, self.args))}]"


# Equality and hashes of expressions walk with a stack of their own: expressions may be deeper than C's stack.


def _same(a: Expr, b: Expr) -> bool:
    """Whether two expressions with equal hashes are equal."""
    stack = [(a, b)]
    while stack:
        a, b = stack.pop()
        for x, y in zip((a.head, *a.args), (b.head, *b.args), strict=True):
            if x is y:
                continue
            if type(x) is not Expr:
                if x != y:
                    return False
            elif type(y) is not Expr or len(x.args) != len(y.args) or hash(x) != hash(y):
                return False
            else:
                stack.append((x, y))
    return True


def _find_hashes(expr: Expr) -> None:
    """Store the hash of an expression and of all that it holds, the innermost first."""
    stack = [expr]
    while stack:
        node = stack[-1]
        if isinstance(node.args, Elements) and not node.args.stay:
            node._hash = hash((node.head, node.args))  # lists of numbers are not deep
            stack.pop()
            continue
        inner = [part for part in (node.head, *node.args) if type(part) is Expr and part._hash is None]
        if inner:
            stack += inner
        else:
            node._hash = hash((node.head, node.args))
            stack.pop()


def is_head(node: Node, head: Symbol) -> bool:
    """Whether `node` is an expression with this head."""
    return type(node) is Expr and node.head is head


def is_rule(node: Node) -> bool:
    """Whether `node` is ``a -> b`` or ``a :> b``."""
    return type(node) is Expr and len(node.args) == 2 and (node.head is S.Rule or node.head is S.RuleDelayed)


def boolean(value: bool) -> Symbol:
    return TRUE if value else FALSE


def to_node(value: Any) -> Node:
    """The expression for a Python value: number, string, truth value, None (Null), list, mapping, foreign
    value.

    Raises TypeError for anything else, which is a fault of ours and not of the user.
    """
    if isinstance(value, Node):
        return value
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, int):
        return Integer(value)
    if isinstance(value, float):
        return Real(value)
    if isinstance(value, str):
        return String(value)
    if value is None:
        return NULL
    if isinstance(value, Foreign):
        return Value(value)
    if isinstance(value, Fraction):
        return Integer(value.numerator) if value.denominator == 1 else Rational(value)
    if isinstance(value, bytes):
        return ByteArray(value)
    if isinstance(value, Mapping):
        return Expr(S.Association, tuple(Expr(S.Rule, (to_node(k), to_node(v))) for k, v in value.items()))
    if isinstance(value, Iterable):
        return Expr(S.List, tuple(map(to_node, value)))
    raise TypeError(f"no expression for {type(value).__name__}")
