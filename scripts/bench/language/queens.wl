(* n queens by backtracking with lists and pure functions *)
safe[queens_, column_] := And @@ MapIndexed[#1 != column && Abs[#1 - column] != First[#2] &, queens];
place[queens_, n_] := If[Length[queens] == n, {queens},
  Join @@ (place[Prepend[queens, #], n] & /@ Select[Range[n], safe[queens, #] &])];
solutions = place[{}, 6];
Print[{Length[solutions], First[solutions], Length[place[{}, 7]]}]
