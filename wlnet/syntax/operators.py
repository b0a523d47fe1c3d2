"""The operators of the language: one table that the parser climbs and the printer puts parentheses by.

A line of the table is a precedence (larger binds tighter), a shape and operators: ASCII ones as ``spelling
Head``, named characters as ``Name`` where the head has the name of the character and ``Name=Head`` where not.
Precedences are the documented numbers where those order correctly and numbers in between where not; only
their order matters.

Shapes: `flat` (one node for a run), `left`, `right` (how binary ones nest), `prefix`, `postfix`, and a word
of its own for each operator that no other reads like; `climb` holds what these words do.
"""

from __future__ import annotations

from typing import NamedTuple

from .characters import NAMED


class Operator(NamedTuple):
    """A row: ``Operator("->", "Rule", 120, "right")``; `head` is "-" where there is no head of its own."""

    spelling: str
    head: str
    precedence: int
    shape: str


_TABLE = r"""
10 compound  ; CompoundExpression
30 file  >> Put  >>> PutAppend
40 assign  := SetDelayed  = Set
40 right  ^:= UpSetDelayed  ^= UpSet  |-> Function  Function
40 unset  =. Unset
45 tag  /: TagSet
50 left  Because
55 right  Therefore
60 flat  VerticalSeparator
70 pipe  // -
75 right  //= ApplyTo
80 flat  Colon
90 postfix  & Function
100 right  *= TimesBy  += AddTo  -= SubtractFrom  /= DivideBy
110 left  /. ReplaceAll  //. ReplaceRepeated
120 right  -> Rule  :> RuleDelayed  RuleDelayed  Rule
125 right  <-> TwoWayRule  TwoWayRule
130 left  /; Condition
135 flat  ~~ StringExpression
150 colon  : Pattern
160 flat  | Alternatives
170 postfix  .. Repeated  ... RepeatedNull
180 right  SuchThat
190 left  DoubleLeftTee  DownTee  LeftTee  Perpendicular  UpTee
192 right  DoubleRightTee  RightTee
195 flat  Conditioned
200 right  Implies  RoundImplies
205 flat  Equivalent
215 flat  || Or  Nor  Or
217 flat  Xnor  Xor
220 flat  && And  And  Nand
230 prefix  ! Not  Not
230 twice  !! Not
240 prefix  Exists  ForAll  NotExists
250 flat  Distributed  Element  NotElement  NotReverseElement  NotSquareSubsetEqual  NotSquareSubset
    NotSquareSupersetEqual  NotSquareSuperset  NotSubsetEqual  NotSubset  NotSupersetEqual  NotSuperset
    ReverseElement  SquareSubsetEqual  SquareSubset  SquareSupersetEqual  SquareSuperset  SubsetEqual
    Subset  SupersetEqual  Superset
255 flat  =!= UnsameQ  === SameQ
270 flat  DoubleLeftArrow  DoubleLeftRightArrow  DoubleRightArrow  DownLeftRightVector  DownLeftTeeVector
    DownLeftVectorBar  DownLeftVector  DownRightTeeVector  DownRightVectorBar  DownRightVector  LeftArrowBar
    LeftArrowRightArrow  LeftArrow  LeftRightArrow  LeftRightVector  LeftTeeArrow  LeftTeeVector
    LeftVectorBar  LeftVector  LowerLeftArrow  LowerRightArrow  RightArrowBar  RightArrowLeftArrow
    RightArrow  RightTeeArrow  RightTeeVector  RightVectorBar  RightVector  ShortLeftArrow  ShortRightArrow
    UpperLeftArrow  UpperRightArrow
280 flat  DoubleVerticalBar  NotDoubleVerticalBar  NotVerticalBar  VerticalBar
290 compare  != Unequal  < Less  <= LessEqual  == Equal  > Greater  >= GreaterEqual  Equal  GreaterEqualLess
    GreaterEqual  GreaterFullEqual  GreaterGreater  GreaterLess  GreaterSlantEqual=GreaterEqual
    GreaterTilde  LessEqualGreater  LessEqual  LessFullEqual  LessGreater  LessLess
    LessSlantEqual=LessEqual  LessTilde  LongEqual=Equal  NestedGreaterGreater  NestedLessLess
    NotEqual=Unequal  NotGreaterEqual  NotGreaterFullEqual  NotGreaterGreater  NotGreaterLess
    NotGreaterSlantEqual  NotGreaterTilde  NotGreater  NotLessEqual  NotLessFullEqual  NotLessGreater
    NotLessLess  NotLessSlantEqual  NotLessTilde  NotLess  NotNestedGreaterGreater  NotNestedLessLess
    VectorGreaterEqual  VectorGreater  VectorLessEqual  VectorLess
290 flat  Congruent  CupCap  DotEqual  EqualTilde  Equilibrium  HumpDownHump  HumpEqual  LeftTriangleBar
    LeftTriangleEqual  LeftTriangle  NotCongruent  NotCupCap  NotEqualTilde  NotHumpDownHump  NotHumpEqual
    NotLeftTriangleBar  NotLeftTriangleEqual  NotLeftTriangle  NotPrecedesEqual  NotPrecedesSlantEqual
    NotPrecedesTilde  NotPrecedes  NotRightTriangleBar  NotRightTriangleEqual  NotRightTriangle
    NotSucceedsEqual  NotSucceedsSlantEqual  NotSucceedsTilde  NotSucceeds  NotTildeEqual  NotTildeFullEqual
    NotTildeTilde  NotTilde  PrecedesEqual  PrecedesSlantEqual  PrecedesTilde  Precedes  Proportion
    Proportional  ReverseEquilibrium  RightTriangleBar  RightTriangleEqual  RightTriangle  SucceedsEqual
    SucceedsSlantEqual  SucceedsTilde  Succeeds  TildeEqual  TildeFullEqual  TildeTilde  Tilde
295 right  DirectedEdge  UndirectedEdge
297 span  ;; Span
300 flat  SquareUnion  UnionPlus  Union
305 flat  Intersection  SquareIntersection
310 add  + Plus
310 subtract  - -  Minus=-
310 left  MinusPlus  PlusMinus
315 flat  ImplicitPlus=Plus
320 prefix  Sum
325 prefix  ExpectationE  ProbabilityPr
325 integral  Integral  ContourIntegral  DoubleContourIntegral  ClockwiseContourIntegral
    CounterClockwiseContourIntegral
330 left  CircleMinus
330 flat  CirclePlus
340 flat  Cup
350 flat  Cap
360 flat  Coproduct
370 flat  VerticalTilde
380 prefix  ContinuedFractionK  Product
390 flat  Star
400 flat  * Times  InvisibleTimes=Times  Times
410 flat  CenterDot
420 flat  CircleTimes
430 flat  Vee
440 flat  Wedge
450 flat  Diamond
460 flat  Backslash
470 divide  / -  Divide=-  DivisionSlash=-
470 reversed  Divides=Divisible
480 positive  + Plus
480 negate  - -  Minus=-
480 prefix  CircleTimes  Coproduct  MinusPlus  PlusMinus
490 flat  . Dot
495 flat  TensorProduct
500 flat  Cross  TensorWedge
510 flat  ** NonCommutativeMultiply
520 flat  CircleDot  PermutationProduct
530 flat  SmallCircle
540 prefix  Square
550 prefix  Del
555 prefix  Piecewise
560 differential  CapitalDifferentialD  DifferentialD
570 prefix  CubeRoot  Sqrt
580 flat  DoubleDownArrow  DoubleLongLeftArrow  DoubleLongLeftRightArrow  DoubleLongRightArrow
    DoubleUpArrow  DoubleUpDownArrow  DownArrowBar  DownArrowUpArrow  DownArrow  DownTeeArrow
    LeftDownTeeVector  LeftDownVectorBar  LeftDownVector  LeftUpDownVector  LeftUpTeeVector  LeftUpVectorBar
    LeftUpVector  LongLeftArrow  LongLeftRightArrow  LongRightArrow  ReverseUpEquilibrium
    RightDownTeeVector  RightDownVectorBar  RightDownVector  RightUpDownVector  RightUpTeeVector
    RightUpVectorBar  RightUpVector  ShortDownArrow  ShortUpArrow  UpArrowBar  UpArrowDownArrow  UpArrow
    UpDownArrow  UpEquilibrium  UpTeeArrow
590 right  ^ Power
600 flat  <> StringJoin
605 prime  ' Derivative
607 postfix  ConjugateTranspose  Conjugate  HermitianConjugate=ConjugateTranspose  Transpose
610 postfix  ! Factorial  !! Factorial2
620 right  //@ MapAll  /@ Map  @@ Apply  @@@ MapApply
630 tilde  ~ -
640 apply  @ -  InvisibleApplication=-
645 left  Application
648 flat  /* RightComposition
650 flat  @* Composition
660 prefix  ++ PreIncrement  -- PreDecrement
665 postfix  ++ Increment  -- Decrement
680 test  ? PatternTest
720 get  << Get
750 message  :: MessageName
800 postfix  InvisiblePostfixScriptBase
800 prefix  InvisiblePrefixScriptBase
"""
MATCHFIX = {  # opening and closing bracket of the groups that are read as a head with the group's slots
    NAMED["Left" + name]: (NAMED["Right" + name], head)
    for name, head in (
        ("AngleBracket", "AngleBracket"),
        ("BracketingBar", "BracketingBar"),
        ("Ceiling", "Ceiling"),
        ("DoubleBracketingBar", "DoubleBracketingBar"),
        ("Floor", "Floor"),
    )
}
MATCHFIX[NAMED["OpenCurlyQuote"]] = (NAMED["CloseCurlyQuote"], "CurlyQuote")
MATCHFIX[NAMED["OpenCurlyDoubleQuote"]] = (NAMED["CloseCurlyDoubleQuote"], "CurlyDoubleQuote")

PREFIX_SHAPES = ("prefix", "twice", "positive", "negate", "integral", "differential")
UNREADABLE = tuple(  # operators of typeset input that have no meaning in a line of text
    NAMED[name]
    for name in [
        "PartialD",
        "Laplacian",
        "Gradient",
        "Divergence",
        "Curl",
        "Limit",
        "MaxLimit",
        "MinLimit",
        "DiscreteShift",
        "DifferenceDelta",
        "DiscreteRatio",
        "AutoLeftMatch",
        "AutoRightMatch",
        "LeftSkeleton",
        "RightSkeleton",
        "SkeletonIndicator",
        "ErrorIndicator",
    ]
)


def _rows() -> list[Operator]:
    rows, precedence, shape = [], 0, ""
    for line in _TABLE.strip().split("\n"):
        words = line.split()
        if not line.startswith(" "):
            precedence, shape, words = int(words[0]), words[1], words[2:]
        each = iter(words)
        for word in each:
            if word[0].isalpha():
                name, _, head = word.partition("=")
                rows.append(Operator(NAMED[name], head or name, precedence, shape))
            else:
                rows.append(Operator(word, next(each), precedence, shape))
    return rows


OPERATORS: tuple[Operator, ...] = tuple(_rows())
