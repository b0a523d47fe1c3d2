"""Whatever is typed ends in a value, a message or a syntax error: no traceback, no crash, no endless wait.

`HYPOTHESIS_PROFILE=explore` looks for longer and at other examples than the suite does.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wlnet.expr import Expr, Integer, Node, Real, S, String, Symbol
from wlnet.session import Session
from wlnet.syntax.error import WolframSyntaxError
from wlnet.syntax.parse import parse, read
from wlnet.syntax.write import full_form, input_form, output_form

# Python drops what is raised in finalizers and callbacks, so the end of a time may be told of there
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

EXPLORING = os.environ.get("HYPOTHESIS_PROFILE") == "explore"
SECONDS = 2.0 if EXPLORING else 0.5  # for one evaluation, by TimeConstrained
STUCK = 120  # seconds after which the process is ended, with a traceback
MEMORY = 4 << 30  # bytes more than at the start
# These leave the session or the machine changed, wait for somebody, or take long by design.
_LEFT_OUT = """
Quit Exit Run RunProcess StartProcess SystemOpen Pause Input InputString Dialog Export Put PutAppend
Save DumpSave Import Get Needs DeleteFile DeleteDirectory RenameFile RenameDirectory CopyFile
CopyDirectory CreateFile CreateDirectory SetDirectory ResetDirectory OpenWrite OpenAppend OpenRead
Close Write WriteString WriteLine URLDownload URLRead URLFetch URLExecute ResourceData
ResourceObject ExampleData NetModel NetTrain NetMeasurements TestReport ReadList Read FileNames
FindFile WriteText BinaryWrite ExtractArchive SetEnvironment CreateArchive FilePrint ReadString
ReadByteArray BinaryReadList BinaryRead StringToStream DirectoryQ Environment FileHash FileByteCount
Print Echo TrainingProgressReporting NetExport NetImport On Off Remove AbsoluteTiming RepeatedTiming
Timing Interrupt Abort
"""
LEFT_OUT = frozenset(_LEFT_OUT.split())


def names() -> list[str]:
    """The functions that are there."""
    definitions = Session().kernel.definitions.complete()
    found = {symbol.name for symbol, d in definitions.items() if d.declared}
    return sorted(name for name in found if name not in LEFT_OUT and "`" not in name and name[0] != "$")


@pytest.fixture(scope="module", autouse=True)
def guarded() -> Iterator[None]:
    """No test here may stop the machine: memory is bounded, and what cannot be interrupted is ended."""
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") if os.path.exists("/proc/self/statm") else open(os.devnull) as file:
        used = int((file.read().split() or ["0"])[0]) * resource.getpagesize()
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def evaluated(session: Session, node: Node) -> Node:
    """The value; fails for what is our fault, and ends the process where nothing else helps."""
    session.kernel.report = lambda message: None
    session.kernel.write = lambda text: None
    faulthandler.dump_traceback_later(STUCK, exit=True)
    try:
        value = session.evaluate_node(Expr(S.TimeConstrained, (node, Real(SECONDS))))
    finally:
        faulthandler.cancel_dump_traceback_later()
    internal = [str(m) for m in session.messages if m.name == "General::internal"]
    assert not internal, (internal, full_form(node)[:2000])
    return value


# ---- text ----

_PIECES = r"""
( ) [ ] { } [[ ]] <| |> , ; ;; . .. ... = := == === =. =!= != ! !! + - * / ^ ^= ^:= /: /; /. //. //
/@ @ @@ @@@ //@ @* /* <> <-> -> :> |-> ~ ~~ ' '' & && | || # ## #1 #a % %% %5 _ __ ___ x_ x__Integer
_. x:y_ ? :: > >> >>> < << <= >= += -= *= /= ++ -- ` a`b `c " "s" "\n" \[Alpha] \[Rule] \[ \( \) \!
\: \:03b1 \ (* *) 1 1. .5 1.5*^3 16^^ff 1`20 2^^102 37^^z 1*^ 1*^99999999999 x y f List Plus é π ∞ ∈
≤ → ⧴ 𝒜 \n \r\n \t
"""
pieces = st.sampled_from(_PIECES.split()) | st.sampled_from([" ", "\n", "\r\n", "\t"])
soup = st.lists(pieces, max_size=30).map("".join) | st.lists(pieces, max_size=20).map(" ".join)
anything = st.text(max_size=60) | soup | st.builds(lambda a, b: a + b, soup, st.text(max_size=10))


@settings(max_examples=20_000 if EXPLORING else 400)
@given(anything)
def test_text_is_read_or_is_a_syntax_error(text: str) -> None:
    try:
        nodes = list(read(text))
    except WolframSyntaxError as error:
        assert str(error)
        return
    for node in nodes:
        assert parse(input_form(Expr(S.Hold, (node,)))) == Expr(S.Hold, (node,))
        assert full_form(node)
        output_form(node)


@settings(max_examples=3000 if EXPLORING else 60, suppress_health_check=list(HealthCheck))
@given(soup)
def test_what_text_means_is_evaluated(text: str) -> None:
    try:
        nodes = list(read(text))
    except WolframSyntaxError:
        return
    if not any(_names_of(node) & LEFT_OUT_SYMBOLS for node in nodes):
        session = Session()
        for node in nodes:
            evaluated(session, node)


LEFT_OUT_SYMBOLS = frozenset(map(Symbol, LEFT_OUT))


def _names_of(node: Node) -> frozenset[Node]:
    found, left = set(), [node]
    while left:
        each = left.pop()
        if type(each) is Expr:
            left += [each.head, *each.args]
        elif type(each) is Symbol:
            found.add(each)
    return frozenset(found)


# ---- expressions ----

x, f = Symbol("x"), Symbol("f")
function = S.Function(S.Plus(S.Slot(Integer(1)), Integer(1)))
matrix = S.List(S.List(Integer(1), Integer(2)), S.List(Integer(3), Real(4.5)))
atoms: st.SearchStrategy[Node] = st.one_of(
    st.integers(-3, 10).map(Integer),
    st.sampled_from([10**6, 10**12, -(2**63), 2**64, 10**30, 10**400, -(10**20)]).map(Integer),
    st.sampled_from([0.0, -0.5, 1.5, 1e300, -1e-300, 1e10, 2.0]).map(Real),
    st.sampled_from(["", "a", "abc", "Hello, World", "1 2\n3", "é𝒜", "(", "[", "*", "%Y", "`1`"]).map(String),
    st.sampled_from([x, f, S.List, S.Plus, S.Null, S.All]),
    st.sampled_from(
        ["False", "None", "True", "Automatic", "Infinity", "Pi", "E", "I", "Indeterminate", "Integer"]
    ).map(Symbol),
    st.sampled_from(
        [
            function,
            matrix,
            S.List(),
            S.Association(),
            S.Association(S.Rule(String("a"), Integer(1)), S.Rule(x, matrix)),
            S.Rule(x, Integer(2)),
            S.RuleDelayed(S.Pattern(x, S.Blank()), x),
            S.Blank(),
            S.Pattern(x, S.BlankNullSequence()),
            S.List(Integer(3), Integer(1), Integer(2)),
            S.List(x, Integer(1), Integer(3)),
            S.List(String("b"), String("a"), x),
            S.List(*(Real(i / 2) for i in range(12))),
            S.Power(Integer(3), Integer(-1)),
            S.Span(Integer(1), Integer(-1)),
            S.UpTo(Integer(3)),
            S.Plus(x, Integer(1)),
            S.Missing(String("NotAvailable")),
            S.RegularExpression(String("(a|b)*")),
            S.Sequence(),
            S.Range(Integer(20)),
            S.DirectedInfinity(Integer(-1)),
            S.Quantity(Integer(3), String("Seconds")),
        ]
    ),
)
NAMES = names()


def calls(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    heads = st.sampled_from(NAMES).map(Symbol)
    arguments = st.lists(inner, max_size=4).map(tuple)
    return (
        st.builds(Expr, heads, arguments)
        | st.lists(inner, max_size=4).map(lambda items: S.List(*items))
        | st.builds(lambda h, a, b: Expr(Expr(h, a), b), heads, arguments, arguments)
    )


expressions = st.recursive(atoms, calls, max_leaves=6)


@settings(max_examples=30_000 if EXPLORING else 250, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(NAMES).map(Symbol), st.lists(expressions, max_size=4))
def test_any_function_takes_any_arguments(head: Symbol, arguments: list[Node]) -> None:
    value = evaluated(Session(), Expr(head, tuple(arguments)))
    if _size(value) < 2000:
        assert isinstance(output_form(value), str)
        assert isinstance(input_form(value), str)


def _size(node: Node) -> int:
    count, left = 0, [node]
    while left and count < 2000:
        each = left.pop()
        count += 1
        if type(each) is Expr:
            left += [each.head, *each.args]
    return count


# ---- too much of everything ----

TOO_MUCH = [
    "10^10^10",
    "10^10^10^10",
    "2^(2^40)",
    "(1/3)^(10^12)",
    "(10^10)!",
    "(10^6)! == 0",
    "1.5^10^20",
    "Exp[10.^20]",
    "Exp[1000000000000.]",
    "N[10^10^9, 50]",
    "N[Pi, 10^10]",
    "1`10^1*^12",
    "Fibonacci[10^12]",
    "Binomial[10^12, 10^6]",
    "PowerMod[3, 10^10^3, 10^9 + 7]",
    "FactorInteger[10^80 + 129]",
    "PrimeQ[2^44497 - 1]",
    "Prime[10^15]",
    "IntegerDigits[10^10^6]",
    "BitShiftLeft[1, 10^12]",
    'StringRepeat["ab", 10^12]',
    'StringLength[StringRepeat["ab", 10^9]]',
    'StringJoin[ConstantArray["a", 10^10]]',
    'Nest[# <> # &, "ab", 60]',
    "Nest[{#, #} &, 1, 60]",
    "Nest[Join[#, #] &, {1}, 60]",
    "Nest[#^2 &, 3, 60]",
    "Nest[Expand[(# + y)^2] &, x, 6]",
    "Expand[(a + b + c)^10^6]",
    "Range[10^12]",
    "Range[0, 1, 10^-15]",
    "ConstantArray[0, {10^6, 10^6}]",
    "Table[i, {i, 10^10}]",
    "Tuples[Range[20], 20]",
    "Permutations[Range[20]]",
    "Subsets[Range[60]]",
    "RandomReal[1, 10^12]",
    "IdentityMatrix[10^7]",
    "Array[f, {10^4, 10^4, 10^4}]",
    "PadLeft[{1}, 10^12]",
    "Partition[Range[10^5], 10^4, 1]",
    "Outer[List, Range[10^5], Range[10^5]]",
    "FromDigits[{1, 2}, 10^10^6]",
    'ToExpression["1*^999999999999"]',
    'ToExpression["1*^-99999999999"]',
    "ToString[10^10^7]",
    "Do[Null, {10^12}]",
    "While[True]",
    "For[i = 0, True, i++]",
    "FixedPoint[# + 1 &, 0]",
    "NestWhile[# + 1 &, 0, True &]",
    "x = x + 1",
    "x := x + 1; x",
    "f[n_] := f[n + 1]; f[1]",
    "f[n_] := 1 + f[n + 1]; f[1]",
    "f[n_] := {f[n]}; f[1]",
    "g[n_] := h[n]; h[n_] := g[n]; g[1]",
    "x //. x -> {x}",
    "{1, 2} //. {a_, b_} :> {b, a}",
    "Block[{$IterationLimit = Infinity}, f[n_] := f[n + 1]; f[1]]",
    'StringReplace[StringRepeat["a", 60], RegularExpression["(a+)+b"] -> ""]',
    'StringMatchQ[StringRepeat["a", 40], ("a" ..) .. ~~ "b"]',
    "MatchQ[Range[60], {a___, b___, c___, d___, e___, f___} /; False]",
    "ReplaceList[Range[300], {a___, b__, c___, d__} :> {a}]",
    "Catch[Throw[Nest[f, x, 10^5]]]",
    "Sort[Nest[{#, x} &, 1, 1000]]",
    "Total[Table[1/i, {i, 10^5}]]",
    "Det[Table[1/(i + j), {i, 300}, {j, 300}]]",
]


@pytest.mark.parametrize("code", TOO_MUCH)
def test_too_much_ends_in_a_message_or_in_time(code: str) -> None:
    session = Session()
    for node in read(code):
        evaluated(session, node)
    assert session.evaluate("1 + 1") == Integer(2)
