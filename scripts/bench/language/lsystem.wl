(* strings rewritten in loops, and built piece by piece *)
algae = Nest[StringReplace[#, {"A" -> "AB", "B" -> "A"}] &, "A", 16];
dragon = Nest[StringReplace[#, {"X" -> "X+YF+", "Y" -> "-FX-Y"}] &, "FX", 9];
look[s_] := StringJoin[{ToString[StringLength[#]], StringTake[#, 1]} & /@ StringCases[s, RegularExpression["(.)\\1*"]]];
say = Nest[look, "1", 18];
built = ""; Do[built = built <> FromCharacterCode[97 + Mod[i i, 26]], {i, 1500}];
caesar = StringJoin[FromCharacterCode[97 + Mod[First[ToCharacterCode[#]] - 94, 26]] & /@ Characters[built]];
turtle = Fold[Switch[#2, "F", {#1[[1]] + #1[[2]], #1[[2]]}, "+", {#1[[1]], I #1[[2]]}, "-", {#1[[1]], -I #1[[2]]}, _, #1] &, {0, 1}, Characters[dragon]];
Print[{StringLength[algae], StringCount[dragon, "F"], StringLength[say], StringTake[caesar, 12], First[turtle]}]
