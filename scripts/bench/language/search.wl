(* breadth first in a maze, with a queue and marks in downvalues *)
wall[{x_, y_}] := wall[{x, y}] = x < 1 || y < 1 || x > 24 || y > 24 || Mod[x x + 3 x y + 5 y, 7] < 2;
bfs[from_] := Module[{queue = {from}, head = 1, at, seen},
  seen[_] = -1; seen[from] = 0;
  While[head <= Length[queue], at = queue[[head++]];
   Do[If[! wall[p] && seen[p] < 0, seen[p] = seen[at] + 1; AppendTo[queue, p]], {p, at + # & /@ {{1, 0}, {0, 1}, {-1, 0}, {0, -1}}}]];
  {Length[queue], Max[seen /@ queue]}];
start = SelectFirst[Tuples[Range[24], 2], ! wall[#] &];
Print[{start, bfs[start], Total[First[bfs[#]] & /@ Select[Tuples[Range[8, 12], 2], ! wall[#] &]]}]
