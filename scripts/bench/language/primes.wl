(* primes in four ways *)
trial[n_] := n > 1 && AllTrue[Range[2, Floor[Sqrt[n]]], Mod[n, #] != 0 &];
a = Select[Range[1500], trial];
sieve[n_] := Module[{s = ConstantArray[1, n], i}, s[[1]] = 0;
  For[i = 2, i i <= n, i++, If[s[[i]] == 1, Do[s[[j]] = 0, {j, i i, n, i}]]]; Flatten[Position[s, 1]]];
b = sieve[6000];
c = Fold[Select[#1, Function[x, x == #2 || Mod[x, #2] != 0]] &, Range[2, 2000], Range[2, 44]];
d = Reap[Do[If[PrimeQ[k], Sow[k]], {k, 3000}]][[2, 1]];
Print[{Length[a], Total[b], a === Take[c, Length[a]], d === Select[b, # < 3000 &]}]
