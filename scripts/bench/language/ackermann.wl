(* recursion with several arguments through downvalues *)
ack[0, n_] := n + 1;
ack[m_, 0] := ack[m - 1, 1];
ack[m_, n_] := ack[m - 1, ack[m, n - 1]];
tak[x_, y_, z_] := If[y >= x, z, tak[tak[x - 1, y, z], tak[y - 1, z, x], tak[z - 1, x, y]]];
hanoi[0, _, _, _] = 0;
hanoi[n_, a_, b_, c_] := hanoi[n - 1, a, c, b] + 1 + hanoi[n - 1, c, b, a];
Print[{ack[2, 20], tak[10, 6, 3], hanoi[10, "a", "b", "c"]}]
