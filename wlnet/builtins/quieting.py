"""Who hears messages: Quiet, Check, On, Off; and Assert, which is heard only where On[Assert] asks for it."""

from __future__ import annotations

from ..expr import NONE, NULL, TRUE, Expr, Node, S
from ..kernel.builtin import Attribute, builtin, variable
from ..kernel.messages import Names, Quieting, Watcher, named
from ..problem import Template
from .messages import symbol_and_tag

HOLD_ALL = Attribute.HOLD_ALL
_ASSERTION = Template("asrtf", "Assertion `1` failed.")
_NAMED_ASSERTION = Template("asrttf", "Assertion `1` with tag `2` failed.")
_CHECKED = "assertions are checked"


def names_of(spec: Node) -> Names:
    """The messages that a specification means: All, None, f::tag or a list of these."""
    if spec is S.All:
        return None
    found: set[str] = set()
    for item in spec.args if type(spec) is Expr and spec.head is S.List else (spec,):
        symbol, tag = symbol_and_tag(item)
        if symbol is not None:
            found.add(f"{symbol.name}::{tag}")
    return frozenset(found)


@builtin("Quiet[body_, names_, heard_]", attributes=HOLD_ALL)
def quiet(k, body: Node, names: Node = S.All, heard: Node = NONE):
    """Quiet[body] evaluates body without saying messages; Quiet[body, f::tag] without that one.

    Quiet[body, names, heard] says those of heard, even where a Quiet further out silences them.

    >> Quiet[1/0]
    ComplexInfinity
    """
    k.hearing.quiet.append(Quieting(names_of(names), names_of(heard)))
    try:
        return k.evaluate(body)
    finally:
        if k.hearing.quiet:
            k.hearing.quiet.pop()


@builtin("Check[body_, failure_, names___]", attributes=HOLD_ALL)
def check(k, body: Node, failure: Node, names: tuple[Node, ...]):
    """Check[body, failure] gives the value of body, or of failure if a message was said meanwhile.

    Check[body, failure, f::tag, ...] looks for these messages only.

    >> Quiet[Check[1/0, "bad"]]
    "bad"
    """
    watcher = Watcher(len(k.hearing.quiet))
    k.hearing.watchers.append(watcher)
    try:
        value = k.evaluate(body)
    finally:
        if watcher in k.hearing.watchers:
            k.hearing.watchers.remove(watcher)
    wanted = [names_of(spec) for spec in names or (S.All,)]
    if any(named(m.name, each) for m in watcher.heard for each in wanted):
        return k.evaluate(failure)
    return value


def _switched(k, specs: tuple[Node, ...], on: bool) -> Node:
    for spec in specs:
        if spec is S.Assert:
            k.state[_CHECKED] = on
        names = names_of(spec) or frozenset()
        if on:
            k.hearing.off -= names
        else:
            k.hearing.off |= names
    return NULL


@builtin("Off[names___]", attributes=HOLD_ALL)
def off(k, names: tuple[Node, ...]):
    """Off[f::tag] switches a message off, Off[General::tag] that of every function; Off[Assert] assertions.

    >> Off[Power::infy]; value = 1/0; On[Power::infy]; value
    ComplexInfinity
    """
    return _switched(k, names, False)


@builtin("On[names___]", attributes=HOLD_ALL)
def on(k, names: tuple[Node, ...]):
    """On[f::tag] switches a message on again; On[Assert] has assertions checked.

    >> On[Power::infy]
    Null
    """
    return _switched(k, names, True)


@builtin("Assert[test_, tag_]", attributes=HOLD_ALL)
def assert_(k, test: Node, tag: Node | None = None):
    """Assert[test] says a message if test is not True; it does nothing unless On[Assert] was evaluated.

    Assert[test, tag] names the tag with it.  $AssertFunction gets HoldComplete[Assert[test, tag]] instead, if
    it is set.

    >> {Assert[1 > 2], On[Assert]; Quiet[Assert[1 > 2]], Off[Assert]}
    {Null, Assert[1 > 2], Null}
    """
    if not k.state.get(_CHECKED) or k.evaluate(test) is TRUE:
        return NULL
    given = (test,) if tag is None else (test, tag)
    function = k.evaluate(S.__getattr__("$AssertFunction"))
    if function is not S.Automatic:
        return k.evaluate(Expr(function, (S.HoldComplete(Expr(S.Assert, given)),)))
    shown = S.HoldForm(test)
    raise _ASSERTION(shown) if tag is None else _NAMED_ASSERTION(shown, k.evaluate(tag))


variable(
    "$AssertFunction",
    "$AssertFunction is applied to assertions that fail; Automatic says a message.",
    S.Automatic,
)
