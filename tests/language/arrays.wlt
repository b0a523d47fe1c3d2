(* Arrays: shapes, padding, pieces, products, kernels, bins, distances. *)

BeginTestSection["arrays"]

(* -- shapes -- *)

VerificationTest[{Transpose[{{a, b, c}, {x, y, z}}], Transpose[{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}]}, {{{a, x}, {b, y}, {c, z}}, {{{1, 2}, {5, 6}}, {{3, 4}, {7, 8}}}}, TestID -> "Transpose"]
VerificationTest[Dimensions[Transpose[ConstantArray[0, {2, 3, 4}], #]] & /@ {{1, 2, 3}, {2, 3, 1}, {3, 1, 2}, {1, 3, 2}}, {{2, 3, 4}, {4, 2, 3}, {3, 4, 2}, {2, 4, 3}}, TestID -> "Transpose says where levels go"]
VerificationTest[Module[{a = Array[f, {2, 3, 4}], t}, t = Transpose[a, {3, 1, 2}]; Table[t[[i, j, k]], {i, 3}, {j, 4}, {k, 2}] === Table[a[[k, i, j]], {i, 3}, {j, 4}, {k, 2}]], True, TestID -> "Transpose by permutation"]
VerificationTest[{Transpose[{{a, b}, {c, d}}, {1, 1}], ConjugateTranspose[{{1, I}, {2, 3}}]}, {{a, d}, {{1, 2}, {-I, 3}}}, TestID -> "diagonal, conjugate"]
VerificationTest[Transpose[{{1, 2}, {3}}], Transpose[{{1, 2}, {3}}], {Transpose::nmtx}, TestID -> "ragged"]
VerificationTest[{ArrayReshape[Range[6], {2, 3}], ArrayReshape[{{1, 2}, {3}}, {2, 2}], ArrayReshape[{a}, {2}, x]}, {{{1, 2, 3}, {4, 5, 6}}, {{1, 2}, {3, 0}}, {a, x}}, TestID -> "ArrayReshape"]
VerificationTest[ArrayFlatten[{{{{1, 2}, {3, 4}}, 0}, {{{5, 6}}, {{7}}}}], {{1, 2, 0}, {3, 4, 0}, {5, 6, 7}}, TestID -> "ArrayFlatten"]
VerificationTest[ArrayRules[{{1, 0}, {0, x}}], {{1, 1} -> 1, {2, 2} -> x, {_, _} -> 0}, TestID -> "ArrayRules"]

(* -- padding -- *)

VerificationTest[{PadRight[{a, b}, 4], PadRight[{a, b, c}, 2], PadRight[{a}, 3, x], PadRight[{a, b, c}, 10, {x, y, z}], PadRight[{a, b, c}, 10, {x, y, z}, 2], PadRight[{a}, 4, {x, y}], PadRight[{}, 5, {1, 2}]}, {{a, b, 0, 0}, {a, b}, {a, x, x}, {a, b, c, x, y, z, x, y, z, x}, {y, z, a, b, c, x, y, z, x, y}, {a, y, x, y}, {1, 2, 1, 2, 1}}, TestID -> "PadRight"]
VerificationTest[{PadLeft[{a, b}, 4], PadLeft[{a, b, c}, 2], PadLeft[{a, b}, 7, {x, y, z}], PadLeft[{a, b}, 7, {x, y, z}, 2], PadLeft[{1, 2}, 5, 9]}, {{0, 0, a, b}, {b, c}, {z, x, y, z, x, a, b}, {y, z, x, a, b, x, y}, {9, 9, 9, 1, 2}}, TestID -> "PadLeft"]
VerificationTest[{PadRight[{{a}, {b, c}}], PadRight[{{a}}, {2, 3}, x], PadLeft[{{1}, {2, 3}}], PadRight[{1}, -3], PadRight[f[a], 2]}, {{{a, 0}, {b, c}}, {{a, x, x}, {x, x, x}}, {{0, 1}, {2, 3}}, {0, 0, 1}, f[a, 0]}, TestID -> "ragged and nested"]
VerificationTest[{ArrayPad[{a, b}, 1], ArrayPad[{{a}}, 1, x], ArrayPad[{1, 2, 3}, {0, 2}], ArrayPad[{1, 2, 3, 4}, -1], ArrayPad[{{1, 2}, {3, 4}}, {{1, 0}, {0, 1}}]}, {{0, a, b, 0}, {{x, x, x}, {x, a, x}, {x, x, x}}, {1, 2, 3, 0, 0}, {2, 3}, {{0, 0, 0}, {1, 2, 0}, {3, 4, 0}}}, TestID -> "ArrayPad"]
VerificationTest[ArrayPad[{a, b, c}, 2, #] & /@ {"Fixed", "Periodic", "Reflected", "Reversed"}, {{a, a, a, b, c, c, c}, {b, c, a, b, c, a, b}, {c, b, a, b, c, b, a}, {b, a, a, b, c, c, b}}, TestID -> "ArrayPad with itself"]

(* -- pieces -- *)

VerificationTest[{Partition[{a, b, c, d, e}, 2], Partition[{a, b, c, d}, 2, 1], Partition[{a, b, c, d, e}, UpTo[2]], Partition[{a, b, c, d, e}, 2, 3]}, {{{a, b}, {c, d}}, {{a, b}, {b, c}, {c, d}}, {{a, b}, {c, d}, {e}}, {{a, b}, {d, e}}}, TestID -> "Partition"]
VerificationTest[{Partition[{a, b, c}, 2, 2, 1], Partition[{a, b, c, d}, 3, 1, {2, 2}], Partition[{a, b, c}, 2, 2, {1, 1}, x], Partition[{a, b, c}, 2, 2, {1, 1}, {}], Partition[{a, b, c, d}, 3, 1, {-1, 1}, 0]}, {{{a, b}, {c, a}}, {{d, a, b}, {a, b, c}, {b, c, d}, {c, d, a}}, {{a, b}, {c, x}}, {{a, b}, {c}}, {{0, 0, a}, {0, a, b}, {a, b, c}, {b, c, d}, {c, d, 0}, {d, 0, 0}}}, TestID -> "Partition with ends"]
VerificationTest[Partition[Partition[Range[16], 4], {2, 2}], {{{{1, 2}, {5, 6}}, {{3, 4}, {7, 8}}}, {{{9, 10}, {13, 14}}, {{11, 12}, {15, 16}}}}, TestID -> "blocks of a matrix"]
VerificationTest[{Dimensions[Partition[ConstantArray[0, {5, 5}], {3, 3}, {1, 1}]], BlockMap[Total, Range[6], 2], BlockMap[f, {a, b, c}, 2, 1]}, {{3, 3, 3, 3}, {3, 7, 11}, {f[{a, b}], f[{b, c}]}}, TestID -> "moving blocks"]
VerificationTest[Partition[{1, 2}, 0], Partition[{1, 2}, 0], {Partition::ilsmp}, TestID -> "no pieces"]
VerificationTest[{MovingAverage[{1, 2, 3, 6}, 2], MovingAverage[{1., 2., 6.}, 2], MovingAverage[{a, b, c}, {1, 2}], MovingMedian[{1, 5, 2, 8}, 3], MovingMap[Total, {1, 2, 3, 4}, 1], ExponentialMovingAverage[{1, 2, 3}, 1/2]}, {{3/2, 5/2, 9/2}, {1.5, 4.}, {(a + 2 b)/3, (b + 2 c)/3}, {2, 5}, {3, 5, 7}, {1, 3/2, 9/4}}, TestID -> "moving averages"]
VerificationTest[MovingAverage[{1, 2}, 3], MovingAverage[{1, 2}, 3], {MovingAverage::arg2}, TestID -> "a window that is too long"]

(* -- products -- *)

VerificationTest[{Outer[f, {a, b}, {x, y}], Outer[Times, {1., 2.}, {3., 4.}], Outer[f, {{a}, {b}}, {{x}}, 1], Outer[f, {{a, b}}, {{x, y}}, 1, 2], Dimensions[Outer[g, {1, 2}, {1, 2, 3}, {1}]]}, {{{f[a, x], f[a, y]}, {f[b, x], f[b, y]}}, {{3., 4.}, {6., 8.}}, {{f[{a}, {x}]}, {f[{b}, {x}]}}, {{{f[{a, b}, x], f[{a, b}, y]}}}, {2, 3, 1}}, TestID -> "Outer"]
VerificationTest[{Inner[f, {a, b}, {x, y}, g], Inner[f, {{a, b}, {c, d}}, {{1, 2}, {3, 4}}, g], Inner[f, {{a, b}}, {x, y}]}, {g[f[a, x], f[b, y]], {{g[f[a, 1], f[b, 3]], g[f[a, 2], f[b, 4]]}, {g[f[c, 1], f[d, 3]], g[f[c, 2], f[d, 4]]}}, {f[a, x] + f[b, y]}}, TestID -> "Inner"]
VerificationTest[{ListCorrelate[{x, y}, {a, b, c}], ListConvolve[{x, y}, {a, b, c}], ListConvolve[{1, 2}, {1, 0, 0}, {1, -1}, 0], ListCorrelate[{1, 1}, {1, 2, 3}, 1], ListConvolve[{1, 1}, {1, 2, 3}, 1]}, {{a x + b y, b x + c y}, {b x + a y, c x + b y}, {1, 2, 0, 0}, {3, 5, 4}, {4, 3, 5}}, TestID -> "ListCorrelate, ListConvolve"]
VerificationTest[{ListCorrelate[{{1, 1}, {1, 1}}, {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}], ListConvolve[{{1, 2}}, {{1, 2, 3}}], ListConvolve[{{0, 1, 0}, {1, 1, 1}, {0, 1, 0}}, {{1, 0}, {0, 0}}, {2, 2}, 0]}, {{{12, 16}, {24, 28}}, {{4, 7}}, {{1, 1}, {1, 0}}}, TestID -> "in two dimensions"]
VerificationTest[ListCorrelate[{x, y}, {a, b, c}, {1, -1}, 0, f, g], {g[f[x, a], f[y, b]], g[f[x, b], f[y, c]]}, TestID -> "generalized"]
VerificationTest[{Round[Fourier[{1, 2, 3, 4}], 0.001], Round[InverseFourier[Fourier[{1., 5., 2.}]], 0.001], Round[Fourier[{1, 0, 0}, FourierParameters -> {1, -1}]]}, {{5., -1. - 1. I, -1., -1. + 1. I}, {1., 5., 2.}, {1, 1, 1}}, SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 10^-10 &), TestID -> "Fourier"]

(* -- bins and distances -- *)

VerificationTest[{BinCounts[{1, 3, 2, 1, 4, 5, 6, 2}, {0, 10, 1}], BinCounts[{1.5, 2.5, 2.7}], BinCounts[{1, 5, 9}, {{0, 2, 10}}], BinLists[{1, 3, 2, 1}, {0, 4, 2}], BinCounts[{{1, 1}, {1, 2}, {2, 2}}, 1, 1]}, {{0, 2, 2, 1, 1, 1, 1, 0, 0, 0}, {1, 2}, {1, 2}, {{1, 1}, {3, 2}}, {{1, 1}, {0, 1}}}, TestID -> "bins"]
VerificationTest[{HistogramList[{1, 2, 2, 5}, {1}], HistogramList[{1, 2, 2, 5}, {0, 6, 3}, "Probability"], HistogramList[{1, 2, 2, 5}, {0, 6, 3}, "PDF"]}, {{{1, 2, 3, 4, 5, 6}, {1, 2, 0, 0, 1}}, {{0, 3, 6}, {3/4, 1/4}}, {{0, 3, 6}, {1/4, 1/12}}}, TestID -> "HistogramList"]
VerificationTest[{EuclideanDistance[{1, 2}, {4, 6}], EuclideanDistance[{1., 2.}, {4, 6}], ManhattanDistance[{1, 2}, {4, 6}], ChessboardDistance[{1, 2}, {4, 6}], SquaredEuclideanDistance[{a, b}, {0, 0}], CosineDistance[{1, 0}, {0, 2}], EuclideanDistance[3, 5]}, {5, 5., 7, 4, Abs[a]^2 + Abs[b]^2, 1, 2}, TestID -> "distances"]
VerificationTest[EuclideanDistance[{1, 2}, {1}], EuclideanDistance[{1, 2}, {1}], {EuclideanDistance::shapes}, TestID -> "different shapes"]
VerificationTest[{DistanceMatrix[{{0, 0}, {3, 4}}], DistanceMatrix[{{0., 0.}}, {{3., 4.}, {0., 0.}}]}, {{{0, 5}, {5, 0}}, {{5., 0.}}}, TestID -> "DistanceMatrix"]
VerificationTest[{Nearest[{1, 3, 4, 8}, 5], Nearest[{1, 3, 5}, 2], Nearest[{1, 2, 3, 4}, 2.2, 2], Nearest[{1, 4, 8} -> {a, b, c}, 7], Nearest[{1, 4, 8} -> "Index", 7, 2], Nearest[{{0, 0}, {3, 4}}, {2, 2}], Nearest[{1, 3, 4}, {0, 9}], Nearest[{1, 5, 9}][6], Nearest[{1, 2, 9}, 2, {All, 1}], Nearest[{"cat", "dog"}, "car"]}, {{4}, {1, 3}, {2, 3}, {c}, {3, 2}, {{3, 4}}, {{1}, {4}}, {5}, {2, 1}, {"cat"}}, TestID -> "Nearest"]
VerificationTest[{Chop[{1., 1.*^-12, 2}], Chop[0.001, 0.01], Unitize[{0, 2, -1.5, 0.}], Threshold[{0.1, -3., 2.}, 0.5], Threshold[{1, -5, 3}, {"LargestValues", 1}]}, {{1., 0, 2}, 0, {0, 1, 1, 0}, {0., -3., 2.}, {0, -5, 0}}, SameTest -> Equal, TestID -> "small values"]

EndTestSection[]
