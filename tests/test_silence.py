"""A call with arguments of a wrong kind does not stay as it is in silence.

Every function is called with one, two and three arguments of one kind.  What comes back as it went in,
without a message, must be an operator form, a numeric function (these stay for whatever is no number,
as in Wolfram), or listed here: objects that are written as they are, logic, and comparisons,
which stay for what may still
become something.
"""

from __future__ import annotations

import pytest

from wlnet.attributes import Attribute
from wlnet.expr import Expr, Symbol
from wlnet.kernel.builtin import REGISTRY
from wlnet.kernel.prepare import is_operator
from wlnet.session import Session

KINDS = ("5", '"abc"', '{5, "b"}')
OBJECTS = """
Association Dataset DateObject Default DirectedInfinity Composition RightComposition OperatorApplied
CauchyDistribution LaplaceDistribution LogisticDistribution NormalDistribution TriangularDistribution
UniformDistribution Quantity SparseArray Splice StringExpression MessageName Complex InverseFunction"""
OPEN = """
And Or Not Nand Nor Implies If Which Switch Greater GreaterEqual Less LessEqual Inequality Positive
Negative NonNegative NonPositive Boole Unitize Between Divisible GCD LCM Dot Rescale SetAccuracy
MultiplicativeOrder DigitCount FactorList PolynomialGCD PolynomialLCM PolynomialQuotient
PolynomialQuotientRemainder PolynomialRemainder Resultant FoldWhile FoldWhileList Sum Product Solve
MaximalBy MinimalBy TakeLargestBy TakeSmallestBy SubsetMap MapAt Insert ReplaceAt ArrayFlatten CDF PDF
AssociationThread"""
HELD = "Hold HoldForm HoldComplete HoldPattern Unevaluated"
NOT_CALLED = f"""{HELD}
Quit Exit Run RunProcess StartProcess DeleteFile DeleteDirectory Pause Input InputString Dialog
Interrupt Abort PutAppend Put Save DumpSave SystemOpen SetDirectory Remove Clear ClearAll Protect
Unprotect Print CopyFile CopyDirectory RenameFile RenameDirectory CreateFile CreateDirectory Close
Kernels LaunchKernels CloseKernels NetTrain ResourceData ExampleData NetModel URLRead URLExecute
URLDownload URLFetch ParallelEvaluate BeginPackage Begin End EndPackage On Off Needs Read Skip Find
FindList ReadList ReadString ReadLine Goto Break Continue Return Throw FixedPoint FixedPointList While
NestWhile NestWhileList For Do OpenWrite OpenAppend ParallelMap ParallelTable ParallelSum ParallelDo
ParallelCombine Write WriteString WriteLine BinaryWrite CreateTemporary Export Echo Table"""
ALLOWED = frozenset(f"{OBJECTS} {OPEN} {NOT_CALLED}".split())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    session = Session()
    session._load("*")
    k = session.kernel
    k.report = lambda message: None
    k.write = k.put = lambda text: None
    return session


def _names(session: Session) -> list[str]:
    declared = {d.name for d in REGISTRY if d.function is not None and not d.is_sub}
    definitions = session.kernel.definitions
    return sorted(
        name
        for name in declared - ALLOWED
        if not definitions[Symbol(name)].attributes & Attribute.NUMERIC_FUNCTION
    )


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_call_with_arguments_of_a_wrong_kind_says_so(
    session: Session, count: int, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    k, silent = session.kernel, []
    for name in _names(session):
        if is_operator(k.definitions[Symbol(name)], count):
            continue
        for kind in KINDS:
            k.messages.clear()
            text = f"{name}[{', '.join([kind] * count)}]"
            value = session.evaluate(text)
            if type(value) is Expr and value.head is Symbol(name) and not k.messages:
                silent.append(text)
    assert silent == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Import[5]",
            "Import::chtype: First argument 5 is not a valid file, directory or URL specification.",
        ),
        ("Export[5, x]", "Export::chtype: First argument 5 is not a valid file specification."),
        ("Get[5]", "Get::fstr: File specification 5 is not a string of one or more characters."),
        ("Put[1, 5]", "Put::fstr: File specification 5 is not a string of one or more characters."),
        ("Uncompress[5]", "Uncompress::string: String expected at position 1 in Uncompress[5]."),
        ("BinaryDeserialize[5]", "BinaryDeserialize::barray: 5 is not a ByteArray object."),
        ("Context[5]", "Context::ssym: 5 is not a symbol or a string."),
        (
            "FromDigits[5]",
            "FromDigits::nlst: The expression 5 is not a list of digits or a string of valid digits.",
        ),
        (
            "StringToByteArray[5]",
            "StringToByteArray::string: String expected at position 1 in StringToByteArray[5].",
        ),
        ("Variance[5]", "Variance::rectt: Rectangular array expected at position 1 in Variance[5]."),
        ("Solve[5, x]", "Solve::naqs: 5 is not a quantified system of equations and inequalities."),
    ],
)
def test_it_is_said_in_the_words_of_the_language(text: str, said: str) -> None:
    session = Session()
    session.kernel.report = lambda message: None
    session.evaluate(text)
    assert [str(message) for message in session.messages] == [said]


@pytest.mark.parametrize(
    "text", ["StringLength[x]", "Differences[x]", "Tuples[x]", "Variance[x]", "Mod[x, 2]"]
)
def test_symbols_may_still_become_something(text: str) -> None:
    session = Session(debug=True)
    session.kernel.report = lambda message: None
    value = session.evaluate(text)
    assert type(value) is Expr
    assert value.head.name == text.split("[")[0]
