(* Associations. *)

BeginTestSection["associations"]

a = <|"x" -> 1, "y" -> 2, "z" -> 3|>;

(* -- what they are -- *)

VerificationTest[<|p -> 1, q -> 2, p -> 3|>, <|p -> 3, q -> 2|>, TestID -> "the last value counts, at the first place"]
VerificationTest[Association[{p -> 1}, {{q -> 2}}, <|r -> 3|>], <|p -> 1, q -> 2, r -> 3|>, TestID -> "rules in lists, and associations"]
VerificationTest[Head[Association[1]], Association, TestID -> "a number is no entry"]
VerificationTest[AssociationQ /@ {a, <||>, {p -> 1}, Association[1]}, {True, True, False, False}, TestID -> "AssociationQ"]
VerificationTest[<|p -> 1 + 1, q :> 1 + 1|>, <|p -> 2, q :> 1 + 1|>, TestID -> "values are evaluated, delayed ones are not"]
VerificationTest[<|q :> 1 + 1|>[q], 2, TestID -> "a delayed value is evaluated when asked for"]
VerificationTest[<|p -> 1, q -> 2|> === <|q -> 2, p -> 1|>, False, TestID -> "the order matters"]
VerificationTest[Length[a], 3, TestID -> "length"]
VerificationTest[Normal[a], {"x" -> 1, "y" -> 2, "z" -> 3}, TestID -> "Normal gives the rules"]
VerificationTest[Normal[{<|p -> 1|>, 2}], {{p -> 1}, 2}, TestID -> "Normal in lists"]

(* -- asking -- *)

VerificationTest[{a["y"], a["n"], a[Key["x"]]}, {2, Missing["KeyAbsent", "n"], 1}, TestID -> "by key"]
VerificationTest[{a[[2]], a[["z"]], a[[Key["x"]]], a[[{1, 3}]], a[[-1]]}, {2, 3, 1, <|"x" -> 1, "z" -> 3|>, 3}, TestID -> "parts"]
VerificationTest[<|p -> <|q -> {5, 6}|>|>[[Key[p], Key[q], 2]], 6, TestID -> "parts of parts"]
VerificationTest[{Keys[a], Values[a]}, {{"x", "y", "z"}, {1, 2, 3}}, TestID -> "keys and values"]
VerificationTest[{Keys[p -> 1], Keys[{p -> 1, q -> 2}], Keys[{<|p -> 1|>, <|q -> 2|>}], Keys[<|p -> 1|>, Hold]},
  {p, {p, q}, {{p}, {q}}, {Hold[p]}}, TestID -> "keys of rules and of lists"]
VerificationTest[Keys[5], Keys[5], {Keys::invrl}, TestID -> "a number has no keys"]
VerificationTest[Lookup[a, {"x", "n"}], {1, Missing["KeyAbsent", "n"]}, TestID -> "several keys"]
VerificationTest[{Lookup[a, "n", 0], Lookup[a, "x", 0], Lookup[{p -> 1, p -> 2}, p], Lookup["y"][a]}, {0, 1, 1, 2}, TestID -> "Lookup"]
VerificationTest[Lookup[{<|p -> 1|>, <||>}, p, 0], {1, 0}, TestID -> "in several associations"]
VerificationTest[n = 0; Lookup[a, "x", n++]; Lookup[a, "q", n++]; n, 1, TestID -> "the default is evaluated only if needed"]
VerificationTest[Lookup[5, p], Lookup[5, p], {Lookup::invrl}, TestID -> "nothing to look into"]
VerificationTest[{KeyExistsQ[a, "x"], KeyExistsQ["n"][a], KeyMemberQ[a, _String], KeyFreeQ[a, "x"]}, {True, False, True, False},
  TestID -> "whether there is a key"]
VerificationTest[{MissingQ[a["n"]], MissingQ[1]}, {True, False}, TestID -> "MissingQ"]
VerificationTest[DeleteMissing[{1, Missing["x"], 2}], {1, 2}, TestID -> "DeleteMissing of a list"]
VerificationTest[DeleteMissing[<|p -> Missing[], q -> 2|>], <|q -> 2|>, TestID -> "DeleteMissing of an association"]

(* -- changing -- *)

VerificationTest[b = a; b["x"] = 10; b["new"] = 4; b, <|"x" -> 10, "y" -> 2, "z" -> 3, "new" -> 4|>, TestID -> "assigning by key"]
VerificationTest[a["x"], 1, TestID -> "a copy is a value of its own"]
VerificationTest[b = a; AssociateTo[b, {"x" -> 5, "q" -> 6}]; b, <|"x" -> 5, "y" -> 2, "z" -> 3, "q" -> 6|>, TestID -> "AssociateTo"]
VerificationTest[b = a; KeyDropFrom[b, {"x", "y"}]; b, <|"z" -> 3|>, TestID -> "KeyDropFrom"]
VerificationTest[AssociateTo[unset, p -> 1], AssociateTo[unset, p -> 1], {AssociateTo::rvalue}, TestID -> "a variable without a value"]
VerificationTest[b = <||>; Do[b[i] = i^2, {i, 300}]; {Length[b], b[17], Total[b]}, {300, 289, 9045050}, TestID -> "a loop of assignments"]
VerificationTest[b = <|"c" -> <|"d" -> 1|>|>; b["c", "d"] = 2; b, <|"c" -> <|"d" -> 2|>|>, TestID -> "assigning by several keys"]
VerificationTest[Append[a, "x" -> 9], <|"y" -> 2, "z" -> 3, "x" -> 9|>, TestID -> "Append moves a key to the end"]
VerificationTest[Join[<|p -> 1, q -> 2|>, <|p -> 3|>], <|p -> 3, q -> 2|>, TestID -> "Join"]

(* -- made of lists -- *)

VerificationTest[AssociationThread[{p, q}, {1, 2}], <|p -> 1, q -> 2|>, TestID -> "AssociationThread"]
VerificationTest[AssociationThread[{p, q} -> {1, 2}], <|p -> 1, q -> 2|>, TestID -> "AssociationThread of a rule"]
VerificationTest[AssociationThread[{p, q}, {1}], AssociationThread[{p, q}, {1}], {AssociationThread::idim}, TestID -> "unequal lengths"]
VerificationTest[AssociationMap[StringLength, {"a", "bc"}], <|"a" -> 1, "bc" -> 2|>, TestID -> "AssociationMap of a list"]
VerificationTest[AssociationMap[Reverse, <|p -> 1|>], <|1 -> p|>, TestID -> "AssociationMap of an association"]
VerificationTest[Counts[{p, q, p}], <|p -> 2, q -> 1|>, TestID -> "Counts"]
VerificationTest[CountsBy[{1, 2, 3}, OddQ], <|True -> 2, False -> 1|>, TestID -> "CountsBy"]
VerificationTest[PositionIndex[{p, q, p}], <|p -> {1, 3}, q -> {2}|>, TestID -> "PositionIndex"]

(* -- new ones from old ones -- *)

VerificationTest[KeyTake[a, {"z", "x", "n"}], <|"z" -> 3, "x" -> 1|>, TestID -> "KeyTake, in the order asked for"]
VerificationTest[KeyTake[{<|p -> 1, q -> 2|>, <|p -> 3|>}, p], {<|p -> 1|>, <|p -> 3|>}, TestID -> "KeyTake of several"]
VerificationTest[KeyDrop[a, {"x"}], <|"y" -> 2, "z" -> 3|>, TestID -> "KeyDrop"]
VerificationTest[KeyDrop["x"][a], <|"y" -> 2, "z" -> 3|>, TestID -> "KeyDrop as an operator"]
VerificationTest[KeySelect[<|1 -> p, 2 -> q|>, EvenQ], <|2 -> q|>, TestID -> "KeySelect"]
VerificationTest[KeySort[<|"b" -> 1, "a" -> 2|>], <|"a" -> 2, "b" -> 1|>, TestID -> "KeySort"]
VerificationTest[KeySort[<|1 -> p, 2 -> q|>, Greater], <|2 -> q, 1 -> p|>, TestID -> "KeySort by an order"]
VerificationTest[KeySortBy[<|1 -> p, 2 -> q|>, Minus], <|2 -> q, 1 -> p|>, TestID -> "KeySortBy"]
VerificationTest[KeyMap[ToUpperCase, a], <|"X" -> 1, "Y" -> 2, "Z" -> 3|>, TestID -> "KeyMap"]
VerificationTest[KeyValueMap[List, a], {{"x", 1}, {"y", 2}, {"z", 3}}, TestID -> "KeyValueMap"]
VerificationTest[Merge[{<|p -> 1, q -> 2|>, <|p -> 10|>}, Total], <|p -> 11, q -> 2|>, TestID -> "Merge"]
VerificationTest[Merge[Identity] @ {p -> 1, p -> 2}, <|p -> {1, 2}|>, TestID -> "Merge of rules, as an operator"]
VerificationTest[KeyUnion[{<|p -> 1|>, <|q -> 2|>}],
  {<|p -> 1, q -> Missing["KeyAbsent", q]|>, <|p -> Missing["KeyAbsent", p], q -> 2|>}, TestID -> "KeyUnion"]
VerificationTest[KeyIntersection[{<|p -> 1, q -> 2|>, <|q -> 3|>}], {<|q -> 2|>, <|q -> 3|>}, TestID -> "KeyIntersection"]
VerificationTest[KeyComplement[{<|p -> 1, q -> 2|>, <|q -> 3|>}], <|p -> 1|>, TestID -> "KeyComplement"]

VerificationTest[GroupBy[Range[5], OddQ], <|True -> {1, 3, 5}, False -> {2, 4}|>, TestID -> "GroupBy"]
VerificationTest[GroupBy[{{p, 1}, {q, 2}, {p, 3}}, First -> Last], <|p -> {1, 3}, q -> {2}|>, TestID -> "GroupBy with a rule"]
VerificationTest[GroupBy[Range[4], OddQ, Total], <|True -> 4, False -> 6|>, TestID -> "GroupBy with a function of the groups"]
VerificationTest[GroupBy[Range[4], {OddQ, # > 2 &}], <|True -> <|False -> {1}, True -> {3}|>, False -> <|False -> {2}, True -> {4}|>|>,
  TestID -> "groups in groups"]
VerificationTest[GroupBy[OddQ][<|p -> 1, q -> 2, r -> 3|>], <|True -> <|p -> 1, r -> 3|>, False -> <|q -> 2|>|>,
  TestID -> "GroupBy of an association, as an operator"]

(* -- functions of lists -- *)

VerificationTest[f /@ a, <|"x" -> f[1], "y" -> f[2], "z" -> f[3]|>, TestID -> "mapping changes the values"]
VerificationTest[Select[a, OddQ], <|"x" -> 1, "z" -> 3|>, TestID -> "selecting by value"]
VerificationTest[{Total[a], Max[a], First[a], Last[a]}, {6, 3, 1, 3}, TestID -> "values"]
VerificationTest[{Most[a], Rest[a], Take[a, -1]}, {<|"x" -> 1, "y" -> 2|>, <|"y" -> 2, "z" -> 3|>, <|"z" -> 3|>}, TestID -> "stretches"]
VerificationTest[Reverse[a], <|"z" -> 3, "y" -> 2, "x" -> 1|>, TestID -> "backwards"]
VerificationTest[{Sort[<|p -> 2, q -> 1|>], SortBy[<|p -> 2, q -> 1|>, Minus]}, {<|q -> 1, p -> 2|>, <|p -> 2, q -> 1|>}, TestID -> "sorting by value"]
VerificationTest[{MemberQ[a, 2], Count[a, _Integer], Cases[a, _?OddQ], Position[a, 2]}, {True, 3, {1, 3}, {{Key["y"]}}}, TestID -> "searching"]
VerificationTest[Table[v, {v, a}], {1, 2, 3}, TestID -> "values in turn"]
VerificationTest[<|p -> x|> /. x -> 5, <|p -> 5|>, TestID -> "replacing"]
VerificationTest["x" /. a, 1, TestID -> "an association as rules"]
VerificationTest[Apply[Plus, a], 6, TestID -> "applying"]

VerificationTest[{<|"p" -> <|"q" -> {5}|>|>["p", "q"], <|"p" -> 1|>["n", "q"]}, {{5}, Missing["KeyAbsent", "n"]}, TestID -> "by several keys"]

EndTestSection[]
