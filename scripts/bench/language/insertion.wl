(* loops with While that sort in place *)
l = Table[Mod[i*i*31 + 17 i, 997], {i, 160}];
n = Length[l];
For[i = 2, i <= n, i++,
  x = l[[i]]; j = i - 1;
  While[j > 0 && l[[j]] > x, l[[j + 1]] = l[[j]]; j--];
  l[[j + 1]] = x];
found = Table[Module[{lo = 1, hi = n, mid},
    While[lo < hi, mid = Quotient[lo + hi, 2]; If[l[[mid]] < t, lo = mid + 1, hi = mid]]; lo], {t, 0, 900, 30}];
Print[{Take[l, 5], Take[l, -3], Total[found]}]
