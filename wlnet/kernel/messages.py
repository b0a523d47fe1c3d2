"""Messages: what was said, whether it is to be heard, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..expr import Foreign, Node, Value
from ..problem import Problem, Template
from ..syntax.write import one_line, output_form

_LONGEST = 400  # characters of a slot
STOP_AFTER = 3  # of the same message in one input

GENERAL = {
    t.tag: t
    for t in (
        Template("argx", "`1` called with `2` arguments; 1 argument is expected."),
        Template("argr", "`1` called with 1 argument; `2` arguments are expected."),
        Template("argrx", "`1` called with `2` arguments; `3` arguments are expected."),
        Template("argt", "`1` called with `2` arguments; `3` or `4` arguments are expected."),
        Template("argtu", "`1` called with 1 argument; `2` or `3` arguments are expected."),
        Template("argb", "`1` called with `2` arguments; between `3` and `4` arguments are expected."),
        Template("argbu", "`1` called with 1 argument; between `2` and `3` arguments are expected."),
        Template("argm", "`1` called with `2` arguments; `3` or more arguments are expected."),
        Template("argmu", "`1` called with 1 argument; `2` or more arguments are expected."),
        Template("optx", "Unknown option `1` in `2`."),
        Template("optvg", "The value of option `1` -> `2` cannot be used here."),
        Template(
            "nonopt",
            "Options expected (instead of `1`) beyond position `2` in `3`. "
            "An option must be a rule or a list of rules.",
        ),
        Template("string", "String expected at position `1` in `2`."),
        Template("strse", "String or list of strings expected at position `1` in `2`."),
        Template("list", "List expected at position `1` in `2`."),
        Template("normal", "Nonatomic expression expected at position `1` in `2`."),
        Template("int", "Integer expected at position `1` in `2`."),
        Template("intnm", "Non-negative machine-sized integer expected at position `1` in `2`."),
        Template("exact", "Argument `1` in `2` is not an exact number."),
        Template("barray", "`3` is not a ByteArray object."),
        Template("fstr", "File specification `3` is not a string of one or more characters."),
        Template("sym", "Argument `3` at position `1` is expected to be a symbol."),
        Template("imginv", "Expecting an image or graphics instead of `3`."),
        Template("itform", "Argument `1` at position `2` does not have the correct form for an iterator."),
        Template("ssym", "`1` is not a symbol or a string."),
        Template("heads", "Heads `1` and `2` at positions `3` and `4` are expected to be the same."),
        Template("rectt", "Rectangular array expected at position `1` in `2`."),
        Template("matsq", "Argument `1` at position `2` is not a non-empty square matrix."),
        Template("matrix", "Argument `1` at position `2` is not a non-empty rectangular matrix."),
        Template(
            "ilsmp", "Single or list of positive machine-sized integers expected at position `1` of `2`."
        ),
        Template("infy", "Infinite expression `1` encountered."),
        Template("indet", "Indeterminate expression `1` encountered."),
        Template("optnf", "Option name `2` not found in defaults for `1`."),
        Template("noopen", "Cannot open `1`."),
        Template("newsym", "Symbol `1` is new."),
        Template("stop", "Further output of `1` will be suppressed during this calculation."),
        Template("unsupported", "`1` is not available in wlnet."),
        Template("internal", "An error in wlnet itself: `1`. Run with --debug to see where."),
        Template("ovfl", "Overflow occurred in computation."),
        Template("nomem", "There is not enough memory for this computation; it was given up."),
        Template("reclim2", "Recursion depth of `1` exceeded during evaluation of `2`."),
        Template("itlim", "Iteration limit of `1` exceeded."),
        Template("wrsym", "Symbol `1` is Protected."),
        Template("write", "Tag `1` in `2` is Protected."),
        Template("locked", "Symbol `1` is locked."),
    )
}


GENERAL["reclim"] = Template("reclim2", "Recursion depth of `1` exceeded.")  # of what, is not known


@dataclass(frozen=True)
class Message:
    """One message as it was said."""

    symbol_name: str
    problem: Problem

    @property
    def tag(self) -> str:
        return self.problem.template.tag

    @property
    def name(self) -> str:
        """``Symbol::tag``."""
        return f"{self.symbol_name}::{self.tag}"

    def __str__(self) -> str:
        return f"{self.name.rpartition('`')[2]}: {self.problem.text(show)}"


def show(slot: object) -> str:
    """How a slot of a message is written: on one line where it is a value, and cut short where it is long."""
    if isinstance(slot, (Value, Foreign)):
        return one_line(slot.value if isinstance(slot, Value) else slot)
    if not isinstance(slot, Node):
        return str(slot)
    text = output_form(slot)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} <<...>> {text[-_LONGEST // 4 :]}"


@dataclass(eq=False)
class Watcher:
    """Notes the messages of an evaluation, as Check does; what was quieted further out is heard all the
    same.
    """

    outside: int  # how many Quiet are around it
    heard: list[Message] = field(default_factory=list)


Names = frozenset[str] | None  # names of messages; None: all there are


def named(name: str, names: Names) -> bool:
    """Whether a message is one of `names`; ``General::tag`` names that of every function."""
    if names is None or name in names:
        return True
    tag = name.rpartition("::")[2]
    return tag in GENERAL and f"General::{tag}" in names


@dataclass(frozen=True)
class Quieting:
    """What one Quiet silences, and what it switches on."""

    silenced: Names
    heard: Names = frozenset()


@dataclass
class Hearing:
    """Who listens to messages: quieted names, watchers (Check), what is switched off, how often each was
    said, and what was said in the present input.
    """

    quiet: list[Quieting] = field(default_factory=list)
    watchers: list[Watcher] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def is_quiet(self, name: str, within: int = 0) -> bool:
        """Whether Off, or a Quiet around the present evaluation (but inside of the first `within`),
        silences it; the innermost Quiet that names it decides.
        """
        for each in reversed(self.quiet[within:]):
            if each.heard != frozenset() and named(name, each.heard):
                return False
            if named(name, each.silenced):
                return True
        return bool(self.off) and named(name, frozenset(self.off))

    def note(self, message: Message) -> None:
        """Tell the watchers."""
        for watcher in self.watchers:
            if not self.is_quiet(message.name, watcher.outside):
                watcher.heard.append(message)

    def forget(self) -> None:
        """A new input begins: nothing has been said, nothing is quieted."""
        self.quiet.clear()
        self.watchers.clear()
        self.counts.clear()
        self.said.clear()
