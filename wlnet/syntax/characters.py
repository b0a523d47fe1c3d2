r"""Named characters: ``\[Alpha]`` is α, and every ``\[Name]`` of the language is one character of Unicode.

Letters follow rules (a letter and an accent, a letter in a script), so they are composed; the rest is a table
of runs: a code point in hexadecimal, then the names of it and of the code points after it, ``-`` where one
has no 1f name. Characters that Unicode lacks have their places in its private area.

`NAMED` goes from names to characters and `NAMES` back.
`SPACES` and `NEWLINES` separate; `CONSTANTS` are the characters that stand for a symbol of another name.
"""

from __future__ import annotations

from unicodedata import normalize

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTS = {
    "Grave": ("\u0300", "AEIOU"),
    "Acute": ("\u0301", "ACEIOUY"),
    "Hat": ("\u0302", "AEIOU"),
    "Tilde": ("\u0303", "ANO"),
    "DoubleDot": ("\u0308", "AEIOUY"),
    "Ring": ("\u030a", "AU"),
    "Cedilla": ("\u0327", "C"),
    "Bar": ("\u0304", "AE"),
    "Cup": ("\u0306", "AEI"),
    "Hacek": ("\u030c", "CDENRSTZ"),
    "DoubleAcute": ("\u030b", "OU"),
}
_GREEK = (  # in the order of the Greek block; the small letters at 3b1 and the capitals at 391
    "Alpha Beta Gamma Delta {}Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho FinalSigma "
    "Sigma Tau Upsilon {}Phi Chi Psi Omega"
)
_DIGITS = "Zero One Two Three Four Five Six Seven Eight Nine"
_ALPHABETS = {  # name: (code of the small a, code of the capital A, code of zero)
    "Script": (0xF6B2, 0xF770, 0xF7F0),
    "Gothic": (0xF6CC, 0xF78A, 0xF7E5),
    "DoubleStruck": (0xF6E6, 0xF7A4, 0xF7DB),
    "Formal": (0xF800, 0xF81A, None),
}

_RUNS = r"""
9 RawTab NewLine
d RawReturn
1b RawEscape
20 RawSpace RawExclamation RawDoubleQuote RawNumberSign RawDollar RawPercent RawAmpersand RawQuote
28 RawLeftParenthesis RawRightParenthesis RawStar RawPlus RawComma RawDash RawDot RawSlash
3a RawColon RawSemicolon RawLess RawEqual RawGreater RawQuestion RawAt
5b RawLeftBracket RawBackslash RawRightBracket RawWedge RawUnderscore RawBackquote
7b RawLeftBrace RawVerticalBar RawRightBrace RawTilde
a0 NonBreakingSpace DownExclamation Cent Sterling Currency Yen - Section DoubleDot Copyright - LeftGuillemet
ac Not
ad DiscretionaryHyphen RegisteredTrademark - Degree PlusMinus - - - Micro Paragraph CenterDot Cedilla - -
bb RightGuillemet
bf DownQuestion
c6 CapitalAE
d0 CapitalEth
d7 Times CapitalOSlash
de CapitalThorn SZ
e6 AE
f0 Eth
f7 Divide OSlash
fe Thorn
131 DotlessI
141 CapitalLSlash LSlash
152 CapitalOE OE
192 Florin
2c7 Hacek
2d8 Breve
3d1 CurlyTheta CurlyCapitalUpsilon - - Phi CurlyPi
3da CapitalStigma Stigma CapitalDigamma Digamma CapitalKoppa Koppa CapitalSampi Sampi
3f0 CurlyKappa CurlyRho - - - Epsilon
2005 ThickSpace
2009 ThinSpace VeryThinSpace
2010 Hyphen - - Dash LongDash
2018 OpenCurlyQuote CloseCurlyQuote - - OpenCurlyDoubleQuote CloseCurlyDoubleQuote - - Dagger DoubleDagger
2022 Bullet
2026 Ellipsis - LineSeparator ParagraphSeparator
2032 Prime DoublePrime - ReversePrime ReverseDoublePrime
2043 SkeletonIndicator
205f MediumSpace NoBreak - InvisibleTimes
20ac Euro
20b9 Rupee
210a ScriptG ScriptCapitalH GothicCapitalH - - HBar ScriptCapitalI GothicCapitalI ScriptCapitalL ScriptL
2118 WeierstrassP - - ScriptCapitalR GothicCapitalR
2122 Trademark
2127 Mho GothicCapitalZ - - Angstrom ScriptCapitalB GothicCapitalC - ScriptE ScriptCapitalE ScriptCapitalF
2133 ScriptCapitalM ScriptO Aleph Bet Gimel Dalet
2190 LeftArrow UpArrow RightArrow DownArrow LeftRightArrow UpDownArrow UpperLeftArrow UpperRightArrow
2198 LowerRightArrow
2199 LowerLeftArrow
21a4 LeftTeeArrow UpTeeArrow RightTeeArrow DownTeeArrow
21b5 ReturnIndicator
21bc LeftVector DownLeftVector RightUpVector LeftUpVector RightVector DownRightVector RightDownVector
21c3 LeftDownVector
21c4 RightArrowLeftArrow UpArrowDownArrow LeftArrowRightArrow
21cb ReverseEquilibrium Equilibrium
21d0 DoubleLeftArrow DoubleUpArrow DoubleRightArrow DoubleDownArrow DoubleLeftRightArrow DoubleUpDownArrow
21e4 LeftArrowBar RightArrowBar
21f5 DownArrowUpArrow
2200 ForAll - PartialD Exists NotExists EmptySet Laplacian Del Element NotElement - ReverseElement
220c NotReverseElement SuchThat
220f Product Coproduct Sum Minus MinusPlus - DivisionSlash Backslash - SmallCircle - Sqrt CubeRoot -
221d Proportional Infinity
221f RightAngle Angle MeasuredAngle SphericalAngle Divides - DoubleVerticalBar NotDoubleVerticalBar And Or
222b Integral - - ContourIntegral DoubleContourIntegral
2232 ClockwiseContourIntegral CounterClockwiseContourIntegral Therefore Because Colon Proportion
223c Tilde - - - VerticalTilde NotTilde EqualTilde TildeEqual NotTildeEqual TildeFullEqual - NotTildeFullEqual
2248 TildeTilde
2249 NotTildeTilde - - - CupCap HumpDownHump HumpEqual DotEqual
2260 NotEqual Congruent NotCongruent - LessEqual GreaterEqual LessFullEqual GreaterFullEqual NotLessFullEqual
2269 NotGreaterFullEqual LessLess GreaterGreater - NotCupCap NotLess NotGreater NotLessEqual NotGreaterEqual
2272 LessTilde
2273 GreaterTilde NotLessTilde NotGreaterTilde LessGreater GreaterLess NotLessGreater NotGreaterLess Precedes
227b Succeeds
227c PrecedesSlantEqual SucceedsSlantEqual PrecedesTilde SucceedsTilde NotPrecedes NotSucceeds Subset Superset
2284 NotSubset NotSuperset SubsetEqual SupersetEqual NotSubsetEqual NotSupersetEqual
228e UnionPlus SquareSubset SquareSuperset SquareSubsetEqual SquareSupersetEqual SquareIntersection
2294 SquareUnion CirclePlus
2296 CircleMinus CircleTimes - CircleDot
22a2 RightTee LeftTee DownTee UpTee - - DoubleRightTee
22b2 LeftTriangle RightTriangle LeftTriangleEqual RightTriangleEqual
22bb Xor Nand Nor - - Wedge Vee Intersection Union Diamond - Star
22da LessEqualGreater GreaterEqualLess
22e0 NotPrecedesSlantEqual NotSucceedsSlantEqual NotSquareSubsetEqual NotSquareSupersetEqual
22e8 NotPrecedesTilde NotSucceedsTilde NotLeftTriangle NotRightTriangle NotLeftTriangleEqual
22ed NotRightTriangleEqual
22ee VerticalEllipsis CenterEllipsis AscendingEllipsis DescendingEllipsis
2300 Diameter
2308 LeftCeiling RightCeiling LeftFloor RightFloor
2318 CloverLeaf - WatchIcon
2322 Cap Cup
2329 LeftAngleBracket RightAngleBracket
23b4 OverBracket UnderBracket
2423 SpaceIndicator
2500 HorizontalLine - VerticalLine
25a0 FilledSquare EmptySquare
25aa FilledVerySmallSquare EmptyVerySmallSquare - - FilledRectangle EmptyRectangle
25b2 FilledUpTriangle EmptyUpTriangle UpPointer - FilledRightTriangle - RightPointer
25bc FilledDownTriangle EmptyDownTriangle DownPointer - FilledLeftTriangle - LeftPointer
25c6 FilledDiamond EmptyDiamond - - - EmptyCircle - - - FilledCircle
25e6 EmptySmallCircle
25fb EmptySmallSquare FilledSmallSquare
2605 FivePointedStar - - - Sun
2611 CheckmarkedBox CheckedBox
2639 SadSmiley HappySmiley - - - Moon Mercury Venus - Mars Jupiter Saturn - Neptune Pluto
2648 AriesSign TaurusSign GeminiSign CancerSign LeoSign VirgoSign LibraSign ScorpioSign SagittariusSign
2651 CapricornSign
2652 AquariusSign PiscesSign WhiteKing WhiteQueen WhiteRook WhiteBishop WhiteKnight WhitePawn
265a BlackKing BlackQueen BlackRook BlackBishop BlackKnight BlackPawn SpadeSuit HeartSuit DiamondSuit ClubSuit
2669 QuarterNote EighthNote BeamedEighthNote BeamedSixteenthNote Flat Natural Sharp
26e2 Uranus
2713 Checkmark
2736 SixPointedStar
27c2 Perpendicular
27f5 LongLeftArrow LongRightArrow LongLeftRightArrow DoubleLongLeftArrow DoubleLongRightArrow
27fa DoubleLongLeftRightArrow
2912 UpArrowBar DownArrowBar
294e LeftRightVector RightUpDownVector DownLeftRightVector LeftUpDownVector LeftVectorBar RightVectorBar
2954 RightUpVectorBar
2955 RightDownVectorBar DownLeftVectorBar DownRightVectorBar LeftUpVectorBar LeftDownVectorBar LeftTeeVector
295b RightTeeVector
295c RightUpTeeVector RightDownTeeVector DownLeftTeeVector DownRightTeeVector LeftUpTeeVector
2961 LeftDownTeeVector
296e UpEquilibrium ReverseUpEquilibrium RoundImplies
29cf LeftTriangleBar RightTriangleBar
29e6 Equivalent
2a7d LessSlantEqual GreaterSlantEqual
2aa1 NestedLessLess NestedGreaterGreater
2aaf PrecedesEqual SucceedsEqual
2ae4 DoubleLeftTee
3000 COMPATIBILITYKanjiSpace
301a LeftDoubleBracket RightDoubleBracket
f113 LeftAssociation RightAssociation
f11d Shah WolframLanguageLogo WolframLanguageLogoCircle TwoWayRule
f351 FreeformPrompt WolframAlphaPrompt
f360 InvisibleSpace Piecewise
f380 NegativeVeryThinSpace - NegativeThinSpace NegativeMediumSpace NegativeThickSpace
f39e ImplicitPlus - Null - COMPATIBILITYNoBreak IndentingNewLine AutoPlaceholder - - - AutoLeftMatch
f3a9 AutoRightMatch
f3ad AutoSpace AutoOperand SystemsModelDelay - Continuation RoundSpaceIndicator InvisiblePrefixScriptBase
f3b4 InvisiblePostfixScriptBase - - - EntityStart EntityEnd SpanFromLeft SpanFromAbove SpanFromBoth
f3bd PageBreakAbove
f3be PageBreakBelow DiscretionaryPageBreakAbove - - - - - - DiscretionaryPageBreakBelow Transpose Conjugate
f3c9 ConjugateTranspose StepperRight StepperLeft StepperUp StepperDown HermitianConjugate - VerticalBar
f3d1 NotVerticalBar
f3d2 Distributed Conditioned UndirectedEdge DirectedEdge Gradient Divergence Curl ContinuedFractionK
f3da TensorProduct
f3db TensorWedge ProbabilityPr ExpectationE PermutationProduct Earth
f400 NotEqualTilde NotHumpEqual NotHumpDownHump
f412 NotLeftTriangleBar NotRightTriangleBar
f422 NotLessLess NotNestedLessLess NotLessSlantEqual - - NotGreaterGreater NotNestedGreaterGreater
f429 NotGreaterSlantEqual
f42b NotPrecedesEqual - NotSucceedsEqual NotSquareSubset NotSquareSuperset - Equal VerticalSeparator
f434 VectorGreater VectorGreaterEqual VectorLess VectorLessEqual Limit MaxLimit MinLimit
f4a0 Cross Function Xnor DiscreteShift DifferenceDelta DiscreteRatio
f51e InlinePart RuleDelayed Square - Rule Implies - ShortRightArrow ShortLeftArrow SelectionPlaceholder
f528 Placeholder
f52a ShortUpArrow ShortDownArrow - - - - Application
f603 LeftBracketingBar RightBracketingBar LeftDoubleBracketingBar RightDoubleBracketingBar
f700 DotlessJ
f720 Wolf FreakedSmiley NeutralSmiley LightBulb NumberSign WarningSign - Villa Akuz Andy Spooky
f730 ScriptDotlessI ScriptDotlessJ
f749 DoubledPi DoubledGamma CapitalDifferentialD DifferentialD ExponentialE ImaginaryI ImaginaryJ
f750 FilledSmallCircle
f751 DottedSquare GraySquare GrayCircle LetterSpace DownBreve KernelIcon MathematicaIcon TripleDot
f75f SystemEnterKey AlignmentMarker LeftSkeleton RightSkeleton ControlKey AliasDelimiter InvisibleComma
f766 ReturnKey
f767 ErrorIndicator AliasIndicator EscapeKey CommandKey LeftModified RightModified InvisibleApplication
f76e DiscretionaryLineSeparator DiscretionaryParagraphSeparator
f7be TabKey SpaceKey
f7d0 DeleteKey AltKey OptionKey KeyBar EnterKey ShiftKey Mod1Key Mod2Key - LongEqual ConstantC
f7ef GothicNine
f7fa FirstPage LastPage NumberComma
f874 FormalCurlyTheta FormalCurlyCapitalUpsilon - - FormalPhi FormalCurlyPi - - - FormalCapitalStigma
f87e FormalStigma
f87f FormalCapitalDigamma FormalDigamma FormalCapitalKoppa FormalKoppa FormalCapitalSampi FormalSampi
f885 FormalCurlyKappa
f886 FormalCurlyRho - - - FormalEpsilon
fb01 FiLigature FlLigature
fe35 OverParenthesis UnderParenthesis OverBrace UnderBrace
fffd UnknownGlyph
"""


def _letters() -> dict[str, str]:
    """The letters that follow a rule; the runs say where a letter departs from it."""
    names: dict[str, str] = {}
    for accent, (mark, letters) in _ACCENTS.items():
        for letter in letters:
            names[f"Capital{letter}{accent}"] = normalize("NFC", letter + mark)
            names[f"{letter}{accent}"] = normalize("NFC", letter.lower() + mark)
    for form, small, capital in (("", 0x3B1, 0x391), ("Formal", 0xF854, 0xF834)):
        for place, name in enumerate(_GREEK.format("Curly", "Curly").split()):
            names[form + name] = chr(small + place)
        for place, name in enumerate(_GREEK.format("", "").split()):
            if name != "FinalSigma":
                names[f"{form}Capital{name}"] = chr(capital + place)
    for form, (small, capital, zero) in _ALPHABETS.items():
        for place, letter in enumerate(_ALPHABET):
            names[form + letter] = chr(small + place)
            names[f"{form}Capital{letter}"] = chr(capital + place)
        if zero is not None:
            names.update((form + digit, chr(zero + place)) for place, digit in enumerate(_DIGITS.split()))
    return names


def _runs() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in _RUNS.split("\n"):
        start, *run = line.split() or ("0",)
        names.update((name, chr(int(start, 16) + place)) for place, name in enumerate(run))
    del names["-"]
    return names


NAMED: dict[str, str] = {**_letters(), **_runs()}
NAMES: dict[str, str] = {char: name for name, char in NAMED.items()}

_SPACES = (
    "NonBreakingSpace ThickSpace ThinSpace VeryThinSpace MediumSpace NoBreak SpaceIndicator InvisibleSpace "
    "NegativeVeryThinSpace NegativeThinSpace NegativeMediumSpace NegativeThickSpace AutoSpace Continuation "
    "RoundSpaceIndicator AlignmentMarker PageBreakAbove PageBreakBelow DiscretionaryPageBreakAbove "
    "DiscretionaryPageBreakBelow COMPATIBILITYKanjiSpace COMPATIBILITYNoBreak"
)
_NEWLINES = (
    "LineSeparator ParagraphSeparator IndentingNewLine "
    "DiscretionaryLineSeparator DiscretionaryParagraphSeparator"
)
SPACES = "".join(NAMED[name] for name in _SPACES.split()) + "\u200a\u2003\u2002\u2004\ufeff"
NEWLINES = "".join(NAMED[name] for name in _NEWLINES.split())

CONSTANTS = {
    NAMED[name]: symbol
    for name, symbol in (
        ("Pi", "Pi"),
        ("Infinity", "Infinity"),
        ("Degree", "Degree"),
        ("ExponentialE", "E"),
        ("ImaginaryI", "I"),
        ("ImaginaryJ", "I"),
    )
}


def named_character(char: str) -> str:
    """A character as it is typed in ASCII: ``\\[Alpha]``, or by its code."""
    if char in NAMES:
        return f"\\[{NAMES[char]}]"
    code = ord(char)
    return f"\\.{code:02x}" if code < 256 else f"\\:{code:04x}" if code < 65536 else f"\\|{code:06x}"
