(* functions with local variables *)
gcd[a_, b_] := Module[{x = a, y = b, r}, While[y != 0, r = Mod[x, y]; x = y; y = r]; x];
isqrt[n_] := Module[{x = n, y}, While[y = Quotient[x + Quotient[n, x], 2]; y < x, x = y]; x];
factor[n_] := Module[{m = n, p = 2, found = {}},
  While[p p <= m, If[Mod[m, p] == 0, AppendTo[found, p]; m = Quotient[m, p], p++]];
  If[m > 1, Append[found, m], found]];
power[b_, e_, m_] := Module[{result = 1, base = Mod[b, m], k = e},
  While[k > 0, If[OddQ[k], result = Mod[result base, m]]; base = Mod[base base, m]; k = Quotient[k, 2]]; result];
adder[n_] := Module[{s = n}, Function[x, s = s + x]];
add = adder[10]; Do[add[i], {i, 300}];
Print[{Sum[gcd[i, 360], {i, 400}], isqrt[10^50], Total[Length /@ factor /@ Range[2, 300]], power[3, 10^18, 10^9 + 7], add[0]}]
