"""All that is known of a symbol."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..attributes import EVALUATION
from ..expr import Integer, Node, String, Symbol

if TYPE_CHECKING:
    from .evaluator import Kernel

Native = Callable[["Kernel", tuple[Node, ...]], Node | None]  # a builtin, applied to evaluated arguments
STAY: Any = Symbol("Stay$")  # what a builtin gives that said its message and leaves the expression as it is
Frame = Any  # what bodies are computed with: the bindings of names, or the arguments of a pure function
Code = Callable[[Frame], Node]


class Rule:
    """A definition by the user: `pattern` is its left side, `value` its right side.

    `apply` takes evaluated arguments (for sub- and upvalues: the whole expression) and gives what the rule
    makes of them, or None if it does not apply.  It is compiled when first used and again when attributes
    have changed. It takes from `low` to `high` arguments (`high` None: any number)."""

    __slots__ = ("apply", "delayed", "high", "low", "pattern", "value")

    def __init__(self, pattern: Node, value: Node, delayed: bool, low: int = 0, high: int | None = None):
        self.pattern, self.value, self.delayed, self.low, self.high = pattern, value, delayed, low, high
        self.apply: Callable[[Any], Node | None] | None = None


class RuleSet:
    """Rules in the order in which they are tried: those without patterns, found by a look-up, before the
    others.
    """

    __slots__ = ("by_count", "literals", "rules")

    def __init__(self) -> None:
        self.literals: dict[Any, Rule] = {}
        self.rules: list[Rule] = []
        self.by_count: dict[int, tuple[Rule, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self.rules or self.literals)

    def all(self) -> list[Rule]:
        return [*self.literals.values(), *self.rules]

    def of_count(self, count: int) -> tuple[Rule, ...]:
        """The rules with patterns that may take `count` arguments."""
        found = self.by_count.get(count)
        if found is None:
            found = tuple(r for r in self.rules if r.low <= count and (r.high is None or count <= r.high))
            self.by_count[count] = found
        return found

    def changed(self) -> None:
        """To be called after `rules` was changed."""
        self.by_count.clear()

    def forget_compiled(self) -> None:
        for rule in self.all():
            rule.apply = None


def literal_key(args: tuple[Node, ...]) -> Any:
    """What rules without patterns are looked up by: cheap to hash, and different where the arguments are."""
    if len(args) == 1:
        arg = args[0]
        return arg.value if type(arg) is Integer or type(arg) is String else arg
    return tuple([arg.value if type(arg) is Integer or type(arg) is String else arg for arg in args])


class Definition:
    """All that is known of a symbol in one session.

    `mode` repeats the attributes that change how expressions are evaluated.  `seen` says that somewhere an
    expression was found to be evaluated because this symbol had no value or no rule for it; see
    `Kernel.changed`. `fast` may be tried on evaluated arguments before anything else; it knows machine
    numbers only."""

    __slots__ = (
        "attributes",
        "declared",
        "defaults",
        "delayed_options",
        "described",
        "down",
        "fast",
        "messages",
        "mode",
        "n_values",
        "natives",
        "options",
        "own",
        "own_delayed",
        "own_rules",
        "seen",
        "sub",
        "sub_natives",
        "symbol",
        "up",
        "watch",
    )

    def __init__(self, symbol: Symbol):
        self.symbol = symbol
        self.attributes = self.mode = 0
        self.own: Node | None = None
        self.own_delayed = False
        self.own_rules: list[Rule] | None = None
        self.down: RuleSet | None = None
        self.up: RuleSet | None = None
        self.sub: RuleSet | None = None
        self.n_values: list[Rule] | None = None
        self.defaults: dict[tuple[int, ...], Node] | None = None
        self.options: dict[Node, Node] | None = None
        self.delayed_options: frozenset[Node] = frozenset()  # names of those given by :>
        self.messages: dict[str, Node] | None = None
        self.described: list[Any] = []  # the declarations that say what it is
        self.declared: list[Any] = []  # the builtins of this name, as declared
        self.natives: dict[
            int, tuple[Native, ...]
        ] = {}  # the same by number of arguments, prepared when first called
        self.sub_natives: list[Any] | None = None
        self.fast: Callable[[tuple[Node, ...]], Node | None] | None = None
        self.watch: Callable[[Kernel, Node], None] | None = None  # hears of new values: limits of the kernel
        self.seen = False

    def set_attributes(self, attributes: int) -> None:
        self.attributes = attributes
        self.mode = attributes & EVALUATION

    @property
    def is_kept(self) -> bool:
        """Whether there is more to it than a value."""
        return any((self.down, self.up, self.sub, self.own_rules, self.messages, self.options))

    def saved(self) -> tuple[Any, ...]:
        """The values and rules, to be restored later."""
        return self.own, self.own_rules, self.down, self.up, self.sub, self.n_values, self.defaults

    def restore(self, saved: tuple[Any, ...]) -> None:
        self.own, self.own_rules, self.down, self.up, self.sub, self.n_values, self.defaults = saved

    def clear_values(self) -> None:
        """Forget values and rules; attributes, options and messages stay."""
        self.restore((None,) * 7)

    def forget_compiled(self) -> None:
        """Attributes have changed: what was compiled with the old ones is compiled again when next used."""
        for rules in (self.down, self.up, self.sub):
            if rules is not None:
                rules.forget_compiled()
        for rule in self.own_rules or ():
            rule.apply = None


class Definitions(dict[Symbol, Definition]):
    """The definitions of a session; asking for a symbol makes its definition.

    `later` may hold back declarations that take time to load: it hears of each new name, and of "*" when all
    names are wanted, and says whether it has added to the definitions.
    """

    later: Callable[[str], bool] | None = None

    def __missing__(self, symbol: Symbol) -> Definition:
        if self.later is not None and self.later(symbol.name) and symbol in self:
            return self[symbol]
        definition = self[symbol] = Definition(symbol)
        return definition

    def complete(self) -> Definitions:
        """These definitions with nothing held back."""
        if self.later is not None:
            self.later("*")
        return self
