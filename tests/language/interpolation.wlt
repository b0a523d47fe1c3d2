(* Functions through points, fits, sparse arrays. *)

BeginTestSection["interpolation"]

VerificationTest[Module[{f = Interpolation[Table[{x, x^3}, {x, 0, 4}]]}, {f[0.5], f[2], f[3.5], f[{1, 2}], Head[f]}], {0.125, 8., 42.875, {1., 8.}, InterpolatingFunction}, SameTest -> (#1 == #2 || Max[Abs[Flatten[Most[#1] - Most[#2]]]] < 10^-10 &), TestID -> "cubics are met"]
VerificationTest[{Interpolation[{1, 5, 3}, InterpolationOrder -> 1][1.25], Interpolation[{1, 5, 3}, InterpolationOrder -> 1][2.5], Interpolation[{{3, 9}, {1, 1}}, InterpolationOrder -> 1][2], Interpolation[{1, 5, 3}, InterpolationOrder -> 0][2]}, {2., 4., 5., 5.}, TestID -> "linear"]
VerificationTest[Interpolation[{1, 2}, InterpolationOrder -> 1][5], 5., {InterpolatingFunction::dmval}, TestID -> "outside"]
VerificationTest[{ListInterpolation[{{1, 2}, {3, 4}}, InterpolationOrder -> 1][1.5, 1.5], ListInterpolation[{0, 10}, {{0, 1}}, InterpolationOrder -> 1][0.25], Interpolation[Flatten[Table[{{x, y}, x + 10 y}, {x, 3}, {y, 3}], 1], InterpolationOrder -> 1][1.5, 2.5]}, {2.5, 2.5, 26.5}, TestID -> "in two dimensions"]
VerificationTest[Interpolation[{a, b}], Interpolation[{a, b}], {Interpolation::inhr}, TestID -> "no points"]
VerificationTest[{Chop[Fit[{{0, 1}, {1, 3}, {2, 5}}, {1, x}, x] - (1 + 2 x)] /. x -> 2., Chop[(Fit[{1, 4, 9}, {1, x, x^2}, x] /. x -> 5.) - 25], Abs[(Fit[{{0, 0, 1}, {1, 0, 3}, {0, 1, 4}}, {1, x, y}, {x, y}] /. {x -> 1., y -> 1.}) - 6] < 10^-10}, {0, 0, True}, SameTest -> Equal, TestID -> "Fit"]
VerificationTest[{Normal[SparseArray[{{1, 1} -> a, {2, 3} -> b}]], Normal[SparseArray[{2 -> 5}, 4]], Normal[SparseArray[{i_, i_} -> 1, {2, 2}]], Normal[SparseArray[{{i_, j_} /; i < j -> x}, {2, 2}]], Normal[SparseArray[{{1, 2}, {2, 1}} -> {p, q}]], Normal[SparseArray[Band[{1, 2}] -> 1, {3, 3}]], Normal[SparseArray[{{1} -> 1}, {3}, 7]], Normal[SparseArray[{i_, j_} :> i + 10 j, {2, 2}]]}, {{{a, 0, 0}, {0, 0, b}}, {0, 5, 0, 0}, {{1, 0}, {0, 1}}, {{0, x}, {0, 0}}, {{0, p}, {q, 0}}, {{0, 1, 0}, {0, 0, 1}, {0, 0, 0}}, {1, 7, 7}, {{11, 21}, {12, 22}}}, TestID -> "SparseArray"]
VerificationTest[Module[{s = SparseArray[{{1, 1} -> 2, {2, 2} -> 3}]}, {Head[s], Dimensions[s], Length[s], s[[1]], s . {1, 1}, s + 1, 2 s, Total[s, 2], ArrayRules[s], Normal[SparseArray[Normal[s]]] === Normal[s], Det[s], Transpose[s], ToString[s]}], {SparseArray, {2, 2}, 2, {2, 0}, {2, 3}, {{3, 1}, {1, 4}}, {{4, 0}, {0, 6}}, 5, {{1, 1} -> 2, {2, 2} -> 3, {_, _} -> 0}, True, 6, {{2, 0}, {0, 3}}, "SparseArray[<2>, {2, 2}]"}, TestID -> "arithmetic with sparse arrays"]
VerificationTest[SparseArray[{{3} -> 1}, {2}], SparseArray[{{3} -> 1}, {2}], {SparseArray::rules}, TestID -> "a position outside"]

EndTestSection[]
