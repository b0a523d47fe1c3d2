(* the same rules again and again: sorting, grouping, and sums in unary numbers *)
peano = {add[zero, y_] :> y, add[s[x_], y_] :> s[add[x, y]], mul[zero, _] :> zero, mul[s[x_], y_] :> add[y, mul[x, y]]};
unary[n_] := Nest[s, zero, n];
product = mul[unary[9], unary[8]] //. peano;
values = Table[Mod[Quotient[i, 3] + Quotient[i, 5], 4], {i, 60}];
runs = values //. {a___, x_Integer, x_, b___} :> {a, run[x, 2], b} //. {a___, run[x_, n_], x_Integer, b___} :> {a, run[x, n + 1], b} //.
  {a___, run[x_, m_], run[x_, n_], b___} :> {a, run[x, m + n], b};
parens = StringJoin[Table["()", 40]];
balanced = Characters[parens] //. {a___, "(", ")", b___} :> {a, b};
skk = {i[x_] :> x, k[x_][_] :> x, ss[x_][y_][z_] :> x[z][y[z]]};
same = Nest[ss[k][k], q, 60] //. skk;
Print[{Depth[product] - 1, Length[runs], balanced, same}]
