(* Dataset and Query: what scripts do with tables. *)

BeginTestSection["datasets"]

rows = {<|"name" -> "Ann", "age" -> 30, "city" -> "Rome"|>, <|"name" -> "Bob", "age" -> 25, "city" -> "Paris"|>, <|"name" -> "Cy", "age" -> 41, "city" -> "Rome"|>};
ds = Dataset[rows];

VerificationTest[{Length[ds], Normal[ds] === rows, Head[ds], Dataset[ds] === ds}, {3, True, Dataset, True}, TestID -> "a dataset holds its data"]
VerificationTest[{ds[1, "age"], Normal[ds[All, "name"]], Normal[ds[[2, "city"]]], Normal[ds[[All, "age"]]], Normal[ds[2 ;; 3, "name"]], Normal[ds[-1]], Normal[ds[{1, 3}, "age"]]}, {30, {"Ann", "Bob", "Cy"}, "Paris", {30, 25, 41}, {"Bob", "Cy"}, rows[[3]], {30, 41}}, TestID -> "parts"]
VerificationTest[Normal[ds[Select[#age > 28 &], {"name", "age"}]], {<|"name" -> "Ann", "age" -> 30|>, <|"name" -> "Cy", "age" -> 41|>}, TestID -> "Select"]
VerificationTest[{Normal[ds[GroupBy["city"], Mean, "age"]], Normal[ds[GroupBy["city"], Length]], Normal[ds[GroupBy["city" -> "name"]]]}, {<|"Rome" -> 71/2, "Paris" -> 25|>, <|"Rome" -> 2, "Paris" -> 1|>, <|"Rome" -> {"Ann", "Cy"}, "Paris" -> {"Bob"}|>}, TestID -> "GroupBy"]
VerificationTest[{ds[Total, "age"], ds[Max, "age"], Normal[ds[Counts, "city"]], ds[Length], ds[All, "age"][Total]}, {96, 41, <|"Rome" -> 2, "Paris" -> 1|>, 3, 96}, TestID -> "totals"]
VerificationTest[{Normal[ds[SortBy["age"], "name"]], ds[SortBy[-#age &] /* First, "name"], Normal[ds[MaximalBy["age"], "name"]], Normal[ds[TakeSmallestBy["age", 1], "name"]]}, {{"Bob", "Ann", "Cy"}, "Cy", {"Cy"}, {"Bob"}}, TestID -> "sorting"]
VerificationTest[{Normal[ds[All, <|"n" -> "name", "older" -> (#age + 1 &)|>][1]], Normal[ds[1, {"age" -> (#^2 &)}]], Normal[ds[All, #name <> "!" &]], Normal[ds[All, {"age", "city"}][2]]}, {<|"n" -> "Ann", "older" -> 31|>, <|"name" -> "Ann", "age" -> 900, "city" -> "Rome"|>, {"Ann!", "Bob!", "Cy!"}, <|"age" -> 25, "city" -> "Paris"|>}, TestID -> "new columns"]
VerificationTest[{Normal[ds[All, "nothing"]], ds[9]}, {{Missing["KeyAbsent", "nothing"], Missing["KeyAbsent", "nothing"], Missing["KeyAbsent", "nothing"]}, Missing["PartAbsent", 9]}, TestID -> "what is missing"]
VerificationTest[{Normal[Map[#age &, ds]], Normal[SortBy[ds, #age &][All, "name"]], Normal[Take[ds, 1][All, "name"]], Normal[Keys[First[ds]]], Head[Rest[ds]], Normal[Join[ds, ds]] === Join[rows, rows], MemberQ[ds, rows[[1]]]}, {{30, 25, 41}, {"Bob", "Ann", "Cy"}, {"Ann"}, {"name", "age", "city"}, Dataset, True, True}, TestID -> "functions of lists"]
VerificationTest[{Query[All, "age"][rows], Query["b", 2][<|"a" -> 1, "b" -> {3, 4}|>], Query[Total][{1, 2}], Query[{Min, Max}, "age"][rows], Query[Select[#age > 28 &] /* Length][rows], Query[Total, "age"][ds], Query[All, All, f][{{1}, {2}}], Query[GroupBy["city"], SortBy["age"] /* Last, "name"][rows], Query[<|"n" -> Length, "t" -> Query[Total, "age"]|>][rows]}, {{30, 25, 41}, 4, 3, {25, 41}, 2, 96, {{f[1]}, {f[2]}}, <|"Rome" -> "Cy", "Paris" -> "Bob"|>, <|"n" -> 3, "t" -> 96|>}, TestID -> "Query"]
VerificationTest[{Key["a"][<|"a" -> 1|>], Key["b"][<|"a" -> 1|>], SortBy[rows, Key["age"]][[1, "name"]]}, {1, Missing["KeyAbsent", "b"], "Bob"}, TestID -> "Key as a function"]
VerificationTest[JoinAcross[{<|"a" -> 1, "b" -> 2|>, <|"a" -> 5, "b" -> 3|>}, {<|"a" -> 1, "c" -> 7|>, <|"a" -> 9, "c" -> 8|>}, "a", #] & /@ {"Inner", "Left", "Right"}, {{<|"a" -> 1, "b" -> 2, "c" -> 7|>}, {<|"a" -> 1, "b" -> 2, "c" -> 7|>, <|"a" -> 5, "b" -> 3, "c" -> Missing["Unmatched"]|>}, {<|"a" -> 1, "b" -> 2, "c" -> 7|>, <|"a" -> 9, "b" -> Missing["Unmatched"], "c" -> 8|>}}, TestID -> "JoinAcross"]
VerificationTest[{JoinAcross[{<|"a" -> 1|>}, {<|"b" -> 1, "c" -> 2|>}, "a" -> "b"], JoinAcross[{<|"a" -> 1, "b" -> 1, "x" -> 0|>}, {<|"a" -> 1, "b" -> 1, "y" -> 5|>, <|"a" -> 1, "b" -> 2, "y" -> 6|>}, {"a", "b"}]}, {{<|"a" -> 1, "b" -> 1, "c" -> 2|>}, {<|"a" -> 1, "b" -> 1, "x" -> 0, "y" -> 5|>}}, TestID -> "JoinAcross with several keys"]
VerificationTest[JoinAcross[{1}, {2}, "a"], JoinAcross[{1}, {2}, "a"], {JoinAcross::tables}, TestID -> "no tables"]
VerificationTest[{ToString[ds[All, {"name", "age"}]], ToString[Dataset[{1, 2}]], ToString[Dataset[<|"x" -> 1|>]], ToString[ds[1, {"name"}], InputForm]}, {"name   age\n----------\nAnn    30\nBob    25\nCy     41", "1\n2", "x   1", "Dataset[<|\"name\" -> \"Ann\"|>]"}, TestID -> "printed as tables"]
VerificationTest[Module[{f = CreateFile[], back}, Export[f, ds, "CSV"]; back = Import[f, {"CSV", "Dataset"}]; DeleteFile[f]; back === ds], True, TestID -> "to a file and back"]

EndTestSection[]
