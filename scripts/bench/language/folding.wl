(* NestList, FoldList, FixedPoint and their kin with pure functions *)
random = NestList[Mod[1103515245 # + 12345, 2^31] &, 42, 5000];
walk = FoldList[#1 + If[EvenQ[Quotient[#2, 65536]], 1, -1] &, 0, random];
root = FixedPoint[Quotient[# + Quotient[10^40, #], 2] &, 10^20 + 5];
digits[n_] := Total[IntegerDigits[n]^2];
happy = Select[Range[300], Function[n, Nest[digits, n, 12] == 1]];
Print[{Last[random], Min[walk], Max[walk], root, Length[happy], Last[happy]}]
