(* powers of matrices by squaring, modulo a number, and by hand *)
mul[a_, b_, m_] := Mod[a . b, m];
pow[a_, 0, m_] := IdentityMatrix[Length[a]];
pow[a_, n_?EvenQ, m_] := pow[mul[a, a, m], n/2, m];
pow[a_, n_, m_] := mul[a, pow[a, n - 1, m], m];
hand[a_, b_] := Table[Sum[a[[i, k]] b[[k, j]], {k, Length[b]}], {i, Length[a]}, {j, Length[First[b]]}];
a = Table[Mod[i j + i, 5], {i, 10}, {j, 10}];
Print[{pow[{{1, 1}, {1, 0}}, 10^30, 10^9 + 7], Total[pow[a, 12345, 1009], 2], hand[a, hand[a, a]] == MatrixPower[a, 3]}]
