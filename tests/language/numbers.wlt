(* Numbers: exact and machine arithmetic, simplification of sums, products and powers, comparison, order. *)

BeginTestSection["numbers"]

(* -- exact -- *)

VerificationTest[{1/2 + 1/3, 6/4, 2/3*3/2, (1/2)^3, 2^-2}, {5/6, 3/2, 1, 1/8, 1/4}, TestID -> "fractions"]
VerificationTest[2^100, 1267650600228229401496703205376, TestID -> "large numbers"]
VerificationTest[{8^(1/3), Sqrt[12], Sqrt[1/2], (-8)^(1/3), 4^(-1/2), Sqrt[-4]}, {2, 2 Sqrt[3], 1/Sqrt[2], 2 (-1)^(1/3), 1/2, 2 I}, TestID -> "roots"]
VerificationTest[{Sqrt[2]/2, 4/Sqrt[2], Sqrt[2] Sqrt[2], Sqrt[2] Sqrt[3] === Sqrt[6]}, {1/Sqrt[2], 2 Sqrt[2], 2, True}, TestID -> "radicals beside numbers"]
VerificationTest[{I^2, (1 + 2 I)^2, 1/(1 + I), (1 + 2 I)*(3 - I), Abs[3 + 4 I]}, {-1, -3 + 4 I, 1/2 - I/2, 5 + 5 I, 5}, TestID -> "complex numbers"]
VerificationTest[{Re[2 + 3 I], Im[2 + 3 I], Conjugate[1 + I], Arg[-1]}, {2, 3, 1 - I, Pi}, TestID -> "parts of complex numbers"]
VerificationTest[{0^0, 1/0, 0/0, Infinity - Infinity, 0*Infinity} // Quiet, {Indeterminate, ComplexInfinity, Indeterminate, Indeterminate, Indeterminate}, TestID -> "what cannot be told"]
VerificationTest[{Infinity + 5, -2*Infinity, 1/Infinity, Infinity*Infinity, Max[Infinity, 3], Infinity > 10^10}, {Infinity, -Infinity, 0, Infinity, Infinity, True}, TestID -> "infinities"]

(* -- machine numbers -- *)

VerificationTest[{1.5 + 1/2, 2*1.5, 0.1 + 0.2 == 0.3, 0.1 + 0.2 === 0.30000000000000004}, {2., 3., True, True}, TestID -> "machine numbers"]
VerificationTest[{2.^0.5, (-1.)^0.5, Sqrt[2.], Exp[1.]}, {1.4142135623730951, 0. + 1. I, 1.4142135623730951, 2.718281828459045}, TestID -> "machine powers", SameTest -> (Max[Abs[#1 - #2]] < 10^-12 &)]
VerificationTest[{N[1/3], N[Pi], N[{1, x}], N[x^2], N[2 x]}, {0.3333333333333333, 3.141592653589793, {1., x}, x^2, 2. x}, TestID -> "N"]
VerificationTest[N[Pi, 20] == 3.14159265358979323846`20, True, TestID -> "N with digits"]

(* -- sums, products, powers -- *)

VerificationTest[{a + a, 2 a + 3 a, a - a, a + 2 b + a}, {2 a, 5 a, 0, 2 a + 2 b}, TestID -> "like terms"]
VerificationTest[{a a, a^2 a^3, a/a, a^b a^c, 2^a 2^b}, {a^2, a^5, 1, a^(b + c), 2^(a + b)}, TestID -> "like factors"]
VerificationTest[{(a b)^2, (a^2)^3, (2 a)^2, (a^b)^2, Sqrt[a^2] === a}, {a^2 b^2, a^6, 4 a^2, a^(2 b), False}, TestID -> "powers of products"]
VerificationTest[{-(a + b), 2 (a + b), -1*a}, {-a - b, 2 (a + b), -a}, TestID -> "a minus goes in, a factor does not"]
VerificationTest[{b + a, c + b^2 + a^3, x y + y x}, {a + b, a^3 + b^2 + c, 2 x y}, TestID -> "order of terms"]
VerificationTest[Expand[(a + b)^2 - a^2], 2 a b + b^2, TestID -> "Expand"]

(* -- functions -- *)

VerificationTest[{Sin[0], Sin[Pi/6], Cos[Pi/3], Tan[Pi/4], Sin[Pi/3], Cos[Pi], Sin[-x]}, {0, 1/2, 1/2, 1, Sqrt[3]/2, -1, -Sin[x]}, TestID -> "circular functions"]
VerificationTest[{Log[1], Log[E^2], Exp[0], Exp[I Pi], Log[2, 8], ArcTan[1], ArcSin[1/2]}, {0, 2, 1, -1, 3, Pi/4, Pi/6}, TestID -> "logarithms and angles"]
VerificationTest[{Floor[2.7], Ceiling[2.1], Round[2.5], Round[3.5], Floor[-1/2], Round[7, 5], IntegerPart[-2.7], FractionalPart[5/2]}, {2, 3, 2, 4, -1, 5, -2, 1/2}, TestID -> "rounding"]
VerificationTest[{Mod[-1, 3], Mod[5.5, 2], Mod[3, 3, 1], Quotient[-1, 3], QuotientRemainder[17, 5]}, {2, 1.5, 3, -1, {3, 2}}, TestID -> "remainders"]
VerificationTest[{GCD[12, 18], LCM[4, 6], 10!, Binomial[5, 2], Fibonacci[10], PrimeQ[97], Prime[10], FactorInteger[60]}, {6, 12, 3628800, 10, 55, True, 29, {{2, 2}, {3, 1}, {5, 1}}}, TestID -> "whole numbers"]
VerificationTest[{Max[1, 5/2, 2], Min[{3, {1}}], Max[x, 1, 2], Clip[5, {0, 1}], Sign[-3], UnitStep[0], Ramp[-1]}, {5/2, 1, Max[2, x], 1, -1, 1, 0}, TestID -> "largest and smallest"]
VerificationTest[{LogisticSigmoid[0], Tanh[0], Ramp[{-1, 2}], LogisticSigmoid[0.]}, {1/2, 0, {0, 2}, 0.5}, TestID -> "activations"]
VerificationTest[{IntegerDigits[305], IntegerDigits[5, 2, 4], FromDigits[{1, 0, 1}, 2]}, {{3, 0, 5}, {0, 1, 0, 1}, 5}, TestID -> "digits"]

(* -- comparison -- *)

VerificationTest[{1 == 1., 1 === 1., Sqrt[2] < 3/2, Pi > 3, 1 < x, 1 < 2 < 2, 1 < 2 <= 2, x == x, "a" == "b"}, {True, False, True, True, 1 < x, False, True, True, False}, TestID -> "comparisons"]
VerificationTest[{Sort[{b, 2, "s", a, 1.5, f[x]}], Order[a, b], OrderedQ[{1, 2, 2}]}, {{1.5, 2, "s", a, b, f[x]}, 1, True}, TestID -> "canonical order"]
VerificationTest[{NumberQ[Pi], NumericQ[Pi], NumericQ[x], IntegerQ[2.], EvenQ[4], OddQ[x]}, {False, True, False, False, True, False}, TestID -> "kinds of numbers"]
VerificationTest[{Total[{1, 2, 3}], Mean[{1, 2}], Median[{3, 1, 2}], Variance[{1, 2, 3}], Accumulate[{1, 2, 3}], Differences[{1, 4, 9}]}, {6, 3/2, 2, 1, {1, 3, 6}, {3, 5}}, TestID -> "totals and means"]
VerificationTest[{{{1, 2}, {3, 4}} . {5, 6}, Det[{{1, 2}, {3, 4}}], Inverse[{{1, 2}, {3, 4}}], Norm[{3, 4}]}, {{17, 39}, -2, {{-2, 1}, {3/2, -1/2}}, 5}, TestID -> "matrices"]

near[a_, b_] := Max[Abs[a - b]] < 10.^-12;
VerificationTest[{2. Pi, 1. + Sqrt[2], Pi^2., 2.^Pi, Pi/2.}, N[{2 Pi, 1 + Sqrt[2], Pi^2, 2^Pi, Pi/2}], SameTest -> near, TestID -> "a machine number makes numbers of constants"]
VerificationTest[1. + Pi + x == N[1 + Pi] + x, True, TestID -> "beside a symbol too"]
VerificationTest[2. a + Pi /. a -> 0, 0. + Pi, TestID -> "but not across terms"]
VerificationTest[{1/3 + 1/6, 2/3*3, 1/2 + 1/2 + x, (1/3) 0.5, 7^-1, (-4)^-1}, {1/2, 2, 1 + x, 0.5/3, 1/7, -1/4}, TestID -> "fractions among whole numbers"]
VerificationTest[{{1, 2} + {3, 4}, {1, 2} {3, 4}, {1, x} + {1, 2}, {1/2, 1} + {1/2, 1}}, {{4, 6}, {3, 8}, {2, 2 + x}, {1, 2}}, TestID -> "short lists of whole numbers"]

EndTestSection[]
