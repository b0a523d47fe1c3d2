"""Symbols that stand for themselves: constants, names of settings, and heads that other functions
understand.
"""

from __future__ import annotations

from ..expr import Complex, Expr, Integer, S
from ..kernel.builtin import Attribute, symbol

_LOCKED = Attribute.LOCKED | Attribute.PROTECTED
_CONSTANT = Attribute.LOCKED | Attribute.READ_PROTECTED

symbol("True", "True is the truth value of what holds.", _LOCKED)
symbol("False", "False is the truth value of what does not hold.", _LOCKED)
symbol("Null", "Null is the value of what has no value.")
symbol("None", "None says that there is nothing.")
symbol("All", "All says that everything is meant.")
symbol("Automatic", "Automatic is the setting of an option that is chosen when needed.")
symbol("List", "{a, b, ...} is a list.", Attribute.LOCKED)
symbol("Symbol", "Symbol is the head of symbols.", Attribute.LOCKED)
symbol("Integer", "Integer is the head of whole numbers.")
symbol("Real", "Real is the head of numbers with a decimal point.")
symbol("Rational", "Rational is the head of fractions.")
symbol("Complex", "Complex is the head of complex numbers.")
symbol("String", "String is the head of texts.")
symbol("Blank", "_ matches any expression; _h one with head h.")
symbol("BlankSequence", "__ matches one or more expressions; __h such with head h.")
symbol("BlankNullSequence", "___ matches any number of expressions; ___h such with head h.")
symbol("Pattern", "x : p matches what p does and names it x.", Attribute.HOLD_FIRST)
symbol("PatternTest", "p ? test matches what p does if test of it is True.", Attribute.HOLD_REST)
symbol("Condition", "p /; test matches what p does if test is True.", Attribute.HOLD_REST)
symbol("HoldPattern", "HoldPattern[p] is the pattern p, not evaluated.", Attribute.HOLD_ALL)
symbol("Verbatim", "Verbatim[p] matches p itself, not what p would match.")
symbol("Alternatives", "p1 | p2 | ... matches what one of the patterns matches.")
symbol("Except", "Except[p] matches what p does not.")
symbol(
    "Optional",
    "p : v matches what p does, or stands for v where an argument is left out.",
    Attribute.ONE_IDENTITY,
)
symbol("Repeated", "p.. matches one or more expressions that p matches.")
symbol("RepeatedNull", "p... matches any number of expressions that p matches.")
symbol("Longest", "Longest[p] matches as many arguments as it can.")
symbol("Shortest", "Shortest[p] matches as few arguments as it can.")
symbol("PatternSequence", "PatternSequence[p1, p2, ...] matches a sequence of arguments.")
symbol("OrderlessPatternSequence", "OrderlessPatternSequence[p1, ...] matches arguments in any order.")
symbol("OptionsPattern", "OptionsPattern[] matches options.")
symbol("KeyValuePattern", "KeyValuePattern[{key -> p, ...}] matches an association with such values.")
symbol("Rule", "a -> b is a rule.", Attribute.SEQUENCE_HOLD)
symbol(
    "RuleDelayed",
    "a :> b is a rule whose right side is evaluated when used.",
    Attribute.SEQUENCE_HOLD | Attribute.HOLD_REST,
)
symbol("Hold", "Hold[x] keeps x as it is.", Attribute.HOLD_ALL)
symbol("HoldForm", "HoldForm[x] keeps x as it is and prints as x.", Attribute.HOLD_ALL)
symbol("HoldComplete", "HoldComplete[x] keeps x as it is, whatever is in it.", Attribute.HOLD_ALL_COMPLETE)
symbol("Unevaluated", "f[Unevaluated[x]] gives f the argument x as it is.", Attribute.HOLD_ALL_COMPLETE)
symbol("Sequence", "Sequence[a, b] stands for several arguments.")
symbol("Slot", "# stands for the argument of a pure function, #n for the n-th.", Attribute.N_HOLD_ALL)
symbol("SlotSequence", "## stands for all arguments of a pure function.", Attribute.N_HOLD_ALL)
symbol(
    "Function",
    "body & is a pure function; Function[x, body] one whose argument is named.",
    Attribute.HOLD_ALL,
)
symbol("Span", "m ;; n stands for the parts from m to n.")
symbol("UpTo", "UpTo[n] means n or as many as there are.")
symbol("Key", "Key[k] means the key k of an association.")
symbol("Missing", "Missing[reason] stands for data that are not there.")
symbol("$Failed", "$Failed is the value of what failed.")
symbol("$Aborted", "$Aborted is the value of an evaluation that was interrupted.")
symbol("Overflow", "Overflow[] is the result of a computation whose numbers were too large.")
symbol("Indeterminate", "Indeterminate is a number that cannot be told.")
symbol(
    "ComplexInfinity",
    "ComplexInfinity is an infinite number of unknown direction.",
    value=Expr(S.DirectedInfinity),
)
symbol("Infinity", "Infinity is larger than every number.", value=Expr(S.DirectedInfinity, (Integer(1),)))
symbol("InputForm", "InputForm[x] prints x as one would type it.")
symbol("OutputForm", "OutputForm[x] prints x as text.")
symbol("FullForm", "FullForm[x] prints x without any operators.")
symbol("StandardForm", "StandardForm[x] prints x as it is usually shown.")
symbol("TraditionalForm", "TraditionalForm[x] prints x as in a text book.")
symbol("Heads", "Heads is an option: whether heads are parts too.")
symbol("SameTest", "SameTest is an option: when two elements count as the same.")
symbol("Failure", "Failure[tag, <|...|>] stands for what failed.")
symbol("Dispatch", "Dispatch[rules] are rules prepared for use.")
symbol(
    "TerminatedEvaluation", "TerminatedEvaluation[reason] is the value of an evaluation that a limit ended."
)
symbol("General", "General has the messages that every function may say.")
symbol("I", "I is the imaginary unit.", _CONSTANT, value=Complex((Integer(0), Integer(1))))
