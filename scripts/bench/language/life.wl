(* the game of life on a torus, with nested lists and with rules *)
start = Table[If[Mod[i i + 5 j j + i j, 11] < 4, 1, 0], {i, 16}, {j, 16}];
next[g_] := Module[{sum},
  sum = Sum[RotateRight[g, {i, j}], {i, -1, 1}, {j, -1, 1}] - g;
  MapThread[rule, {g, sum}, 2]];
rule[1, 2] = 1; rule[_, 3] = 1; rule[_, _] = 0;
slow[g_] := With[{n = Length[g]}, Table[
  Module[{s = 0}, Do[If[a != 0 || b != 0, s += g[[Mod[i + a - 1, n] + 1, Mod[j + b - 1, n] + 1]]], {a, -1, 1}, {b, -1, 1}];
   Which[s == 3, 1, s == 2, g[[i, j]], True, 0]], {i, n}, {j, n}]];
fast = Nest[next, start, 10];
Print[{Total[start, 2], Total[fast, 2], fast === Nest[next, slow[slow[start]], 8]}]
