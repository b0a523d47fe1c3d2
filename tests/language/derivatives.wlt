(* D and Derivative of elementary functions. *)

BeginTestSection["derivatives"]

VerificationTest[{D[x^3 + a x + 5, x], D[a, x], D[x, x], D[2^x, x], D[x^x, x], D[Sqrt[x], x], D[1/x, x], D[E^(2 x), x]}, {a + 3 x^2, 0, 1, 2^x Log[2], x^x (1 + Log[x]), 1/(2 Sqrt[x]), -1/x^2, 2 E^(2 x)}, TestID -> "powers"]
VerificationTest[D[#[x], x] & /@ {Sin, Cos, Tan, Log, ArcSin, ArcTan, Sinh, Tanh, Sec, Cot, Erf, LogisticSigmoid}, {Cos[x], -Sin[x], Sec[x]^2, 1/x, 1/Sqrt[1 - x^2], 1/(1 + x^2), Cosh[x], Sech[x]^2, Sec[x] Tan[x], -Csc[x]^2, 2/(E^x^2 Sqrt[Pi]), (1 - LogisticSigmoid[x]) LogisticSigmoid[x]}, TestID -> "known functions"]
VerificationTest[{D[Sin[x^2], x], D[x Sin[x] Cos[x], x], D[Log[Sin[x]], x], D[f[x], x], D[f[x^2, y], x], D[f[g[x]], x], D[f'[x], x]}, {2 x Cos[x^2], Cos[x] Sin[x] + x Cos[x]^2 - x Sin[x]^2, Cot[x], f'[x], 2 x Derivative[1, 0][f][x^2, y], f'[g[x]] g'[x], f''[x]}, SameTest -> (And @@ Thread[(#1 /. x -> 0.7) == (#2 /. x -> 0.7)] || #1 === #2 &), TestID -> "chain and product rule"]
VerificationTest[{D[x^5, {x, 2}], D[x^5, {x, 0}], D[Sin[x], {x, 4}], D[x^2 y^3, x, y], D[x^2 y, {{x, y}}], D[{x, x^2}, x], D[{x y, x + y}, {{x, y}}], D[x^2 y^2, {{x, y}, 2}], Grad[x y, {x, y}]}, {20 x^3, x^5, Sin[x], 6 x y^2, {2 x y, x^2}, {1, 2 x}, {{y, x}, {1, 1}}, {{2 y^2, 4 x y}, {4 x y, 2 x^2}}, {y, x}}, TestID -> "several times, several variables"]
VerificationTest[{(#^3 &)', Sin', Derivative[2][Cos][x], Derivative[1, 0][#1^2 #2 &][a, b], Derivative[1][Function[t, t^2]][3], f'[3], Derivative[0][f]}, {3 #^2 &, Cos[#] &, -Cos[x], 2 a b, 6, Derivative[1][f][3], f}, TestID -> "Derivative"]
parabola[t_] := t^2 + 1; area[a_, b_] := a^2 b;
VerificationTest[{parabola'[x], parabola''[3], parabola'[0.5], Derivative[1, 1][area][p, q]}, {2 x, 2, 1., 2 p}, TestID -> "functions with definitions"]
numbersOnly[t_?NumericQ] := Exp[2 t];
VerificationTest[{numbersOnly'[0.5], numbersOnly''[0.5], N[numbersOnly'[1/2]]}, {2, 4, 2} Exp[1.], SameTest -> (Max[Abs[#1 - #2]] < 0.001 &), TestID -> "functions of numbers, by differences"]
VerificationTest[{numbersOnly'[z], numbersOnly'[2], undefined'[0.5]}, {Derivative[1][numbersOnly][z], Derivative[1][numbersOnly][2], Derivative[1][undefined][0.5]}, TestID -> "where there is nothing to go by"]
VerificationTest[{D[Piecewise[{{x^2, x > 0}}, -x], x], D[If[a, x, x^2], x], D[Sum[g[i] x^i, {i, n}], x] /. n -> 3}, {Piecewise[{{2 x, x > 0}}, -1], If[a, 1, 2 x], g[1] + 2 x g[2] + 3 x^2 g[3]}, TestID -> "cases"]
VerificationTest[D[x, 2], D[x, 2], {D::ivar}, TestID -> "no variable"]
VerificationTest[D[x, {x, n}], D[x, {x, n}], {D::dvar}, TestID -> "no order"]
VerificationTest[{Sec[Pi/3], Csc[Pi/6], Cot[Pi/4], Sech[0], ArcCos[1/2], ArcSec[2], ArcCosh[1], Sinc[0], Sinc[Pi]}, {2, 2, 1, 1, Pi/3, Pi/3, 0, 1, 0}, TestID -> "reciprocal functions"]

EndTestSection[]
