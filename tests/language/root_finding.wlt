(* Roots, extremes and integrals by machine numbers. *)

BeginTestSection["root finding"]

near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 10^-6

VerificationTest[{x /. FindRoot[Cos[x] == x, {x, 1}], x /. FindRoot[x^2 - 2, {x, 1}], {x, y} /. FindRoot[{x + y == 3, x y == 2}, {{x, 3}, {y, 0}}], {x, y} /. FindRoot[{x^2 + y^2 == 2, x == y}, {x, 2}, {y, 2}]}, {0.7390851332, Sqrt[2.], {2., 1.}, {1., 1.}}, SameTest -> near, TestID -> "FindRoot"]
VerificationTest[FindRoot[a x == 1, {x, 1}], FindRoot[a x == 1, {x, 1}], {FindRoot::nlnum}, SameTest -> (Head[#1] === FindRoot &), TestID -> "no number"]
VerificationTest[FindRoot[x == 1, {2, 1}], Quiet[FindRoot[x == 1, {2, 1}]], {FindRoot::fdss}, TestID -> "no variable"]
VerificationTest[{FindMinimum[(x - 2)^2 + 1, {x, 0}][[1]], x /. FindMinimum[(x - 2)^2 + 1, {x, 0}][[2]], FindMinimum[(x - 1)^2 + (y + 2)^2, {x, 0}, {y, 0}][[1]], FindMaximum[Sin[x], {x, 1}][[1]], {x, y} /. FindMinimum[100 (y - x^2)^2 + (1 - x)^2, {{x, -1}, {y, 1}}][[2]]}, {1, 2, 0, 1, {1, 1}}, SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 10^-4 &), TestID -> "FindMinimum, FindMaximum"]
VerificationTest[{NIntegrate[x^2, {x, 0, 1}], NIntegrate[Exp[-x^2], {x, -Infinity, Infinity}], NIntegrate[x y, {x, 0, 1}, {y, 0, x}], NIntegrate[1/Sqrt[x], {x, 0, 1}], NIntegrate[Sin[x], {x, Pi, 0}], NIntegrate[Exp[-x], {x, 0, Infinity}]}, {1/3, Sqrt[Pi], 1/8, 2, -2, 1}, SameTest -> (Max[Abs[#1 - #2]] < 10^-2 && near[#1[[{1, 2, 3, 5, 6}]], N[#2[[{1, 2, 3, 5, 6}]]]] &), TestID -> "NIntegrate"]
VerificationTest[Block[{g}, g[t_?NumberQ] := t^2; NIntegrate[g[t], {t, 0, 3}]], 9., SameTest -> near, TestID -> "a function of numbers only"]
VerificationTest[NIntegrate[x, {x, 0, a}], Quiet[NIntegrate[x, {x, 0, a}]], {NIntegrate::nlim}, TestID -> "no limits"]

EndTestSection[]
