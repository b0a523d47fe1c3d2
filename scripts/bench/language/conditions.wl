(* definitions that apply under conditions *)
c[1] = 1;
c[n_] := 1 + c[n/2] /; EvenQ[n];
c[n_] := 1 + c[3 n + 1];
grade[x_?NumberQ] /; x >= 90 := "a"; grade[x_?NumberQ] /; x >= 70 := "b"; grade[x_?NumberQ] /; 50 <= x < 70 := "c";
grade[x_] := "d";
sgn[x_ /; x > 0] = 1; sgn[x_ /; x < 0] = -1; sgn[0] = 0;
tri[a_, b_, c_] /; a + b <= c || a + c <= b || b + c <= a := none;
tri[a_, a_, a_] := equal;
tri[a_, b_, c_] := If[a == b || b == c || a == c, two, general];
kinds = Counts[Flatten[Table[tri[i, j, k], {i, 9}, {j, 9}, {k, 9}]]];
Print[{Max[Table[c[n], {n, 300}]], Sort[Normal[Counts[Table[grade[Mod[17 i, 101]], {i, 1000}]]]], Total[Table[sgn[Mod[i i, 7] - 3], {i, 1000}]], Lookup[kinds, {none, equal, two, general}]}]
