(* Polynomials and equations. *)

VerificationTest[{Factor[x^4 - 1], Factor[x^2 - 2 x y + y^2], Factor[x^2 + 1]}, {(-1 + x) (1 + x) (1 + x^2), (x - y)^2, 1 + x^2}, TestID -> "factors"]
VerificationTest[Expand[Factor[6 x^5 - 3 x^3 + 9 x]] === Expand[6 x^5 - 3 x^3 + 9 x], True, TestID -> "factoring is undone by expanding"]
VerificationTest[{Together[1/x + 1/y], Cancel[(x^2 - 1)/(x - 1)], Apart[1/(x^2 - 1)]}, {(x + y)/(x y), 1 + x, 1/(2 (-1 + x)) - 1/(2 (1 + x))}, TestID -> "fractions"]
VerificationTest[{Collect[a x + b x + c, x], Coefficient[(1 + x)^5, x, 2], CoefficientList[1 + 3 x^2, x], Exponent[x^3 + x, x], Variables[x y + Sin[t]]}, {c + (a + b) x, 10, {1, 0, 3}, 3, {x, y, Sin[t]}}, TestID -> "coefficients"]
VerificationTest[CoefficientList[Sin[x], x], CoefficientList[Sin[x], x], {CoefficientList::poly}, TestID -> "no polynomial"]
VerificationTest[{PolynomialQuotientRemainder[x^3, x - 1, x], PolynomialGCD[x^2 - 1, x^2 - 2 x + 1], Resultant[x^2 - 1, x - 2, x], PolynomialMod[3 x^2 + 5, 2]}, {{1 + x + x^2, 1}, -1 + x, 3, 1 + x^2}, TestID -> "division"]
VerificationTest[{PolynomialQ[1 + a x^2, x], PolynomialQ[Sin[x], x], PolynomialQ[1/x, x]}, {True, False, False}, TestID -> "what is a polynomial"]
VerificationTest[{Simplify[Sin[x]^2 + Cos[x]^2], Simplify[a x + b x], Simplify[Sqrt[x^2], x > 0], Simplify[(x^2 - 1)/(x - 1)]}, {1, (a + b) x, x, 1 + x}, TestID -> "simpler forms"]
VerificationTest[{Solve[x^2 == 4, x], Solve[a x + b == 0, x], Solve[{x + y == 3, x - y == 1}, {x, y}], Solve[x^2 == -1, x, Reals]}, {{{x -> -2}, {x -> 2}}, {{x -> -(b/a)}}, {{x -> 2, y -> 1}}, {}}, TestID -> "equations"]
VerificationTest[With[{p = x^3 - 6 x^2 + 11 x - 6}, {x /. Solve[p == 0, x], Expand[p /. Solve[p == 0, x]]}], {{1, 2, 3}, {0, 0, 0}}, TestID -> "solutions solve"]
VerificationTest[Chop[x^5 - x - 1 /. NSolve[x^5 - x - 1 == 0, x], 10^-8], {0, 0, 0, 0, 0}, TestID -> "numerical roots"]
VerificationTest[Solve[Cos[x] == x, x], Solve[Cos[x] == x, x], {Solve::nsmet}, TestID -> "no polynomial equation"]
