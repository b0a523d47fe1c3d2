(* shortest paths in a graph that is kept in associations *)
n = 60;
edges = Flatten[Table[{i, Mod[i*j + j, n] + 1, Mod[i*7 + j*11, 23] + 1}, {i, n}, {j, 4}], 1];
neighbours = GroupBy[edges, First -> Rest];
shortest[from_] := Module[{distance = <|from -> 0|>, done = <||>, at, d},
  While[Length[distance] > 0,
   at = First[Keys[TakeSmallest[distance, 1]]]; d = distance[at];
   KeyDropFrom[distance, at]; done[at] = d;
   Do[If[! KeyExistsQ[done, e[[1]]] && d + e[[2]] < Lookup[distance, e[[1]], Infinity], distance[e[[1]]] = d + e[[2]]],
    {e, neighbours[at]}]];
  done];
all = shortest[1];
Print[{Length[all], Total[all], Max[all], Total[Total[shortest[#]] & /@ {2, 3, 5, 8}]}]
