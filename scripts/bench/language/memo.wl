(* tables of values that definitions keep: partitions of numbers, and the distance of two texts *)
p[0, _] = 1;
p[n_, k_] := 0 /; n < 0 || k == 0;
p[n_, k_] := p[n, k] = p[n - k, k] + p[n, k - 1];
distance[a_List, b_List] := Module[{d},
  d[i_, 0] := i; d[0, j_] := j;
  d[i_, j_] := d[i, j] = If[a[[i]] === b[[j]], d[i - 1, j - 1],
    1 + Min[d[i - 1, j], d[i, j - 1], d[i - 1, j - 1]]];
  d[Length[a], Length[b]]];
letters[n_, k_] := Table[Mod[i i k + 3 i, 7], {i, n}];
Print[{p[80, 80], distance[letters[40, 2], letters[45, 5]]}]
