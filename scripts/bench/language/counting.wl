(* counting and grouping with associations *)
data = Table[Mod[i*i*7 + i, 613], {i, 6000}];
counts = <||>;
Do[counts[k] = Lookup[counts, k, 0] + 1, {k, data}];
groups = GroupBy[Take[data, 1500], Mod[#, 10] &];
folded = Fold[Append[#1, #2 -> Lookup[#1, #2, 0] + 1] &, <||>, Take[data, 1500]];
merged = Merge[{counts, folded}, Total];
Print[{Length[counts], Max[Values[counts]], counts === Counts[data], Length /@ Values[KeySort[groups]], Total[merged]}]
