(* Lists: parts, taking apart, putting together, sorting; functions over lists. *)

BeginTestSection["lists"]

l = {a, b, c, d, e};

(* -- parts -- *)

VerificationTest[{l[[1]], l[[-1]], l[[2 ;; 3]], l[[;; -2]], l[[;; ;; 2]], l[[-1 ;; 1 ;; -2]], l[[{1, -1}]], l[[All]] === l}, {a, e, {b, c}, {a, b, c, d}, {a, c, e}, {e, c, a}, {a, e}, True}, TestID -> "parts"]
VerificationTest[{{{1, 2}, {3, 4}}[[2, 1]], {{1, 2}, {3, 4}}[[All, 2]], f[x, y][[0]], f[x, g[y]][[2, 1]]}, {3, {2, 4}, f, y}, TestID -> "parts of parts"]
VerificationTest[{l[[7]], l[[{1, 9}]], 5[[1]]}, {l[[7]], l[[{1, 9}]], 5[[1]]}, {Part::partw, Part::partw, Part::partd}, TestID -> "parts that are not there", SameTest -> (Length[#1] === Length[#2] &)]
VerificationTest[{First[l], Last[l], Rest[l], Most[l], First[{}, x]}, {a, e, {b, c, d, e}, {a, b, c, d}, x}, TestID -> "ends"]
VerificationTest[{Take[l, 2], Take[l, -2], Take[l, {2, 3}], Take[l, UpTo[9]], Drop[l, 2], Drop[l, -1], Drop[l, {2, 4}]}, {{a, b}, {d, e}, {b, c}, l, {c, d, e}, {a, b, c, d}, {a, e}}, TestID -> "Take and Drop"]
VerificationTest[Take[l, 9], Take[{a, b, c, d, e}, 9], {Take::take}, TestID -> "Take too many"]
VerificationTest[{ReplacePart[l, 2 -> x], Insert[l, x, 2], Delete[l, 1], MapAt[f, l, -1], Append[l, x], Prepend[l, x]}, {{a, x, c, d, e}, {a, x, b, c, d, e}, {b, c, d, e}, {a, b, c, d, f[e]}, {a, b, c, d, e, x}, {x, a, b, c, d, e}}, TestID -> "changing parts"]

(* -- putting together, cutting, ordering -- *)

VerificationTest[{Join[{a}, {b, c}], Flatten[{a, {b, {c}}}], Flatten[{a, {b, {c}}}, 1], Catenate[{{a}, {b}}], Riffle[{a, b, c}, x]}, {{a, b, c}, {a, b, c}, {a, b, {c}}, {a, b}, {a, x, b, x, c}}, TestID -> "joining"]
VerificationTest[{Partition[l, 2], Partition[l, 2, 1], Partition[l, UpTo[2]], Split[{1, 1, 2}], SplitBy[{1, 3, 2}, OddQ], TakeDrop[l, 2]}, {{{a, b}, {c, d}}, {{a, b}, {b, c}, {c, d}, {d, e}}, {{a, b}, {c, d}, {e}}, {{1, 1}, {2}}, {{1, 3}, {2}}, {{a, b}, {c, d, e}}}, TestID -> "cutting"]
VerificationTest[{Reverse[l], RotateLeft[l, 2], RotateRight[l], Transpose[{{1, 2}, {3, 4}}], PadRight[{1}, 3], PadLeft[{1}, 3]}, {{e, d, c, b, a}, {c, d, e, a, b}, {e, a, b, c, d}, {{1, 3}, {2, 4}}, {1, 0, 0}, {0, 0, 1}}, TestID -> "rearranging"]
VerificationTest[{Sort[{3, 1, 2}], Sort[{3, 1, 2}, Greater], SortBy[{-3, 1, 2}, Abs], Ordering[{3, 1, 2}], ReverseSort[{1, 3, 2}]}, {{1, 2, 3}, {3, 2, 1}, {1, 2, -3}, {2, 3, 1}, {3, 2, 1}}, TestID -> "sorting"]
VerificationTest[Sort[{{2, x}, {1, y}, {2, z}, {1, w}}, #1[[1]] < #2[[1]] &], {{1, y}, {1, w}, {2, x}, {2, z}}, TestID -> "equal elements keep their order", SameTest -> (#1[[All, 1]] === #2[[All, 1]] &)]
VerificationTest[{Union[{b, a}, {b}], Intersection[{a, b}, {b, c}], Complement[{a, b, c}, {b}], DeleteDuplicates[{b, a, b}], Tally[{b, a, b}], Gather[{b, a, b}], Counts[{b, a, b}]}, {{a, b}, {b}, {a, c}, {b, a}, {{b, 2}, {a, 1}}, {{b, b}, {a}}, <|b -> 2, a -> 1|>}, TestID -> "lists as sets"]
VerificationTest[{Tuples[{0, 1}, 2], Subsets[{a, b}], Permutations[{1, 2}], Range[2, 8, 3], Range[0, 1, 1/2], ConstantArray[0, {1, 2}], Array[f, 2]}, {{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {{}, {a}, {b}, {a, b}}, {{1, 2}, {2, 1}}, {2, 5, 8}, {0, 1/2, 1}, {{0, 0}}, {f[1], f[2]}}, TestID -> "making lists"]
VerificationTest[{Length[l], Dimensions[{{1, 2, 3}, {4, 5, 6}}], Depth[{{1}}], LeafCount[a + b]}, {5, {2, 3}, 3, 3}, TestID -> "sizes"]

(* -- functions over lists -- *)

VerificationTest[{f /@ {1, 2}, f @@ {1, 2}, f @@@ {{1}, {2}}, Map[f, {{1}}, {2}], MapIndexed[f, {x}], MapThread[f, {{1, 2}, {3, 4}}], f //@ {x}}, {{f[1], f[2]}, f[1, 2], {f[1], f[2]}, {{f[1]}}, {f[x, {1}]}, {f[1, 3], f[2, 4]}, f[{f[x]}]}, TestID -> "mapping"]
VerificationTest[{Map[f][{1}], Select[EvenQ][{1, 2}], Cases[_Integer][{1, a}], MatchQ[_Integer][1], ReplaceAll[x -> 1][x]}, {{f[1]}, {2}, {1}, True, 1}, TestID -> "operator forms"]
VerificationTest[{Fold[f, x, {1, 2}], FoldList[f, x, {1, 2}], Fold[Plus, {1, 2, 3}], Nest[f, x, 2], NestList[f, x, 2], NestWhile[#/2 &, 8, EvenQ], FixedPoint[Floor[#/2] &, 9], FixedPointList[Floor[#/2] &, 2]}, {f[f[x, 1], 2], {x, f[x, 1], f[f[x, 1], 2]}, 6, f[f[x]], {x, f[x], f[f[x]]}, 1, 0, {2, 1, 0, 0}}, TestID -> "folding and nesting"]
VerificationTest[{Select[{1, 2, 3, 4}, EvenQ], Select[{2, 4, 6}, EvenQ, 1], SelectFirst[{1, 4}, EvenQ], AllTrue[{2, 4}, EvenQ], AnyTrue[{1}, EvenQ], NoneTrue[{1}, EvenQ], TakeWhile[{1, 2, 5}, # < 3 &]}, {{2, 4}, {2}, 4, True, False, True, {1, 2}}, TestID -> "selecting"]
VerificationTest[{Thread[f[{1, 2}, x]], Thread[{p, q} -> {1, 2}], Through[{f, g}[x]], Outer[f, {1, 2}, {x}], Inner[f, {1, 2}, {3, 4}, g], Distribute[f[a + b, c]]}, {{f[1, x], f[2, x]}, {p -> 1, q -> 2}, {f[x], g[x]}, {{f[1, x]}, {f[2, x]}}, g[f[1, 3], f[2, 4]], f[a, c] + f[b, c]}, TestID -> "threading"]
VerificationTest[{(f @* g)[x], (f /* g)[x], Composition[f, g, h][1, 2], Identity[x], Composition[][x]}, {f[g[x]], g[f[x]], f[g[h[1, 2]]], x, x}, TestID -> "functions of functions"]
VerificationTest[{Scan[Sow, {1, 2}], Reap[Scan[Sow, {1, 2}]]}, {Null, {Null, {{1, 2}}}}, TestID -> "Scan, Reap and Sow"]
VerificationTest[{GroupBy[{1, 2, 3}, OddQ], GatherBy[{1, 2, 3}, OddQ], GroupBy[{{x, 1}, {y, 2}, {x, 3}}, First -> Last, Total]}, {<|True -> {1, 3}, False -> {2}|>, {{1, 3}, {2}}, <|x -> 4, y -> 2|>}, TestID -> "grouping"]
VerificationTest[{Sum[i, {i, 10}], Product[i, {i, 5}], Sum[x^i, {i, 0, 2}], Sum[i j, {i, 2}, {j, i}]}, {55, 120, 1 + x + x^2, 7}, TestID -> "sums and products"]
VerificationTest[{Max[{3, 1}], Min[{{3}, 1}], MinMax[{3, 1, 2}], TakeLargest[{1, 5, 3}, 2], MaximalBy[{1, -5}, Abs]}, {3, 1, {1, 3}, {5, 3}, {-5}}, TestID -> "extremes"]

EndTestSection[]
