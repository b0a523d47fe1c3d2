(* sorting written in the language, and with functions that compare *)
l = Table[Mod[i*i*53 + 19 i, 1013], {i, 400}];
quick[{}] = {};
quick[{p_, r___}] := Join[quick[Select[{r}, # < p &]], {p}, quick[Select[{r}, # >= p &]]];
merge[a_, {}] := a; merge[{}, b_] := b;
merge[{a_, x___}, {b_, y___}] := If[a <= b, Prepend[merge[{x}, {b, y}], a], Prepend[merge[{a, x}, {y}], b]];
msort[{}] = {}; msort[{a_}] := {a};
msort[a_] := With[{h = Quotient[Length[a], 2]}, merge[msort[Take[a, h]], msort[Drop[a, h]]]];
by = Sort[l, Mod[#1, 10] < Mod[#2, 10] || (Mod[#1, 10] == Mod[#2, 10] && #1 > #2) &];
Print[{quick[l] === Sort[l], msort[Take[l, 120]] === Sort[Take[l, 120]], Take[by, 4], SortBy[Take[l, 8], {Mod[#, 3] &, -# &}]}]
