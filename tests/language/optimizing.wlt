(* Least and greatest values; the answers are known by calculus. *)

near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 10^-4;

VerificationTest[NMinimize[x^2 - 3 x + 1, x][[1]], -5/4, SameTest -> near, TestID -> "a parabola"]
VerificationTest[{x, y} /. NMinimize[(x - 1)^2 + (y + 2)^2, {x, y}][[2]], {1, -2}, SameTest -> near, TestID -> "two variables"]
VerificationTest[
  {x, y} /. NMinimize[(1 - x)^2 + 100 (y - x^2)^2, {x, y}][[2]], {1, 1}, SameTest -> near, TestID -> "Rosenbrock"]
VerificationTest[
  NMinimize[x^4 - 3 x^2 - x, x][[1]], Min[x^4 - 3 x^2 - x /. NSolve[4 x^3 - 6 x - 1 == 0, x]], SameTest -> near,
  TestID -> "the lower one of two valleys"]
VerificationTest[
  NMinimize[{x + y, x^2 + y^2 <= 1}, {x, y}][[1]], -Sqrt[2.], SameTest -> near, TestID -> "in a disk"]
VerificationTest[
  {x, y} /. NMinimize[{x^2 + y^2, x + y == 2}, {x, y}][[2]], {1, 1}, SameTest -> near, TestID -> "on a line"]
VerificationTest[
  NMaximize[{x y, x + y == 10 && x >= 0 && y >= 0}, {x, y}][[1]], 25, SameTest -> near, TestID -> "NMaximize"]
VerificationTest[NArgMax[{x, 0 <= x <= 3}, x], 3, SameTest -> near, TestID -> "NArgMax between ends"]
VerificationTest[NMinimize[x^2, {{x, 3, 5}}][[1]], 0, SameTest -> near, TestID -> "a range to begin in"]
VerificationTest[Head[NMinimize[x^2, 5]], NMinimize, {NMinimize::nvar}, TestID -> "no variable"]
VerificationTest[Head[NMinimize[{x, x == 1, x == 2}, x]], NMinimize, {NMinimize::nsol}, TestID -> "no such point"]
