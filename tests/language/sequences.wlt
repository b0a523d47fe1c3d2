(* Functions of number lists, Compile, and the functions for parallel kernels. *)

BeginTestSection["sequences"]

VerificationTest[{PowerRange[1, 1000], PowerRange[1, 10, 2], PowerRange[1, 1/4, 1/2]}, {{1, 10, 100, 1000}, {1, 2, 4, 8}, {1, 1/2, 1/4}}, TestID -> "PowerRange"]
VerificationTest[PowerRange[1, 10, 1/2], PowerRange[1, 10, 1/2], {PowerRange::range}, TestID -> "powers without end"]
VerificationTest[{Rationalize[0.75], Rationalize[0.1], Rationalize[N[Pi]] === N[Pi], Rationalize[N[Pi], 0.01], Rationalize[{0.5, 1/3}], Rationalize[0.5 x], Rationalize[-2.5]}, {3/4, 1/10, True, 22/7, {1/2, 1/3}, x/2, -5/2}, TestID -> "Rationalize"]
VerificationTest[{TakeList[{a, b, c, d}, {1, 2, All}], TakeList[Range[5], {2, UpTo[9]}]}, {{{a}, {b, c}, {d}}, {{1, 2}, {3, 4, 5}}}, TestID -> "TakeList"]
VerificationTest[TakeList[{a}, {2}], TakeList[{a}, {2}], {TakeList::iseqs}, TestID -> "too few"]
VerificationTest[{NumericalSort[{Sqrt[2], 1, Pi, E}], ArrayQ[{{1, 2}, {3, 4}}], ArrayQ[{1, 2}, 2], ArrayQ[{a}, 1, NumberQ], KroneckerDelta[1, 1], KroneckerDelta[0], CubeRoot[-8], HarmonicNumber[4]}, {{1, Sqrt[2], E, Pi}, True, False, False, 1, 1, -2, 25/12}, TestID -> "small functions"]
VerificationTest[{FindPeaks[{1, 3, 2, 5, 4}], Length[FindPeaks[Table[Sin[x], {x, 0., 20., 0.1}]]], CorrelationFunction[{1, 2, 3, 4}, {1}], CovarianceFunction[{1, 2, 3, 4}, 1]}, {{{2, 3}, {4, 5}}, 3, {1, 1/4}, 5/16}, TestID -> "peaks and lags"]
VerificationTest[Module[{f = Compile[{x, {n, _Integer}}, x^n], v = Compile[{{u, _Real, 1}}, Total[u]], l = Compile[{x}, 2 x, RuntimeAttributes -> {Listable}]}, {f[2, 3], v[{1, 2}], l[{1, 2}], Head[f]}], {8., 3., {2., 4.}, CompiledFunction}, TestID -> "Compile"]
VerificationTest[Compile[{x}, x]["a"], Quiet[Compile[{x}, x]["a"]], {CompiledFunction::cfsa}, TestID -> "a compiled function wants numbers"]
VerificationTest[{ParallelTable[i j, {i, 2}, {j, 2}], ParallelMap[f, {a, b}], ParallelTable[i, {i, 2}, Method -> "CoarsestGrained"], LaunchKernels[], ParallelSum[i, {i, 4}], DistributeDefinitions[f], CloseKernels[]}, {{{1, 2}, {2, 4}}, {f[a], f[b]}, {1, 2}, {}, 10, Null, {}}, TestID -> "parallel functions"]
VerificationTest[RandomReal[1, 10^20], Quiet[RandomReal[1, 10^20]], {RandomReal::large}, TestID -> "too many random numbers"]
VerificationTest[{IdentityMatrix[10^20] // Quiet // Head, PadRight[{1}, 10^20] // Quiet // Head, Differences[{1, 2}, 10^20], (10^20)!, Head[RandomInteger[10^30]]}, {IdentityMatrix, PadRight, {}, Overflow[], Integer}, TestID -> "sizes beyond all bounds"]

EndTestSection[]
