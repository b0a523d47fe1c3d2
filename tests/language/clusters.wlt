(* Groups of similar things. *)

VerificationTest[FindClusters[{1, 2, 10, 12, 3, 1, 13, 25}], {{1, 2, 3, 1}, {10, 12, 13}, {25}}, TestID -> "numbers"]
VerificationTest[
  FindClusters[{1 -> a, 2 -> b, 10 -> c, 11 -> d}, 2], {{a, b}, {c, d}}, TestID -> "what is given back"]
VerificationTest[FindClusters[{1, 2, 10, 11} -> {a, b, c, d}, 2], {{a, b}, {c, d}}, TestID -> "another form"]
VerificationTest[FindClusters[<|"x" -> 1, "y" -> 9, "z" -> 2|>, 2], {{"x", "z"}, {"y"}}, TestID -> "keys"]
VerificationTest[
  FindClusters[{{0, 0}, {9, 9}, {0, 1}, {9, 8}}, 2], {{{0, 0}, {0, 1}}, {{9, 9}, {9, 8}}}, TestID -> "vectors"]
VerificationTest[
  BlockRandom[SeedRandom[3];
    With[{d = Join[RandomVariate[NormalDistribution[0, 1], 50], RandomVariate[NormalDistribution[100, 1], 50],
        RandomVariate[NormalDistribution[300, 1], 50]]}, Length /@ FindClusters[d]]], {50, 50, 50},
  TestID -> "the number of groups is found"]
VerificationTest[Length[FindClusters[{1, 5, 9}, 3]], 3, TestID -> "a group for each"]
VerificationTest[FindClusters[{7, 7, 7}], {{7, 7, 7}}, TestID -> "all the same"]
VerificationTest[FindClusters[{"a", "b"}], $Failed, {FindClusters::amtd}, TestID -> "no numbers"]
VerificationTest[FindClusters[{1, 2}, 0], $Failed, {FindClusters::nclust}, TestID -> "no groups"]
VerificationTest[
  ClusteringComponents[{{1, 2}, {30, 31}}, 2], {{1, 1}, {2, 2}}, TestID -> "ClusteringComponents of numbers"]
VerificationTest[
  ClusteringComponents[{{0, 0}, {0, 1}, {9, 9}}, 2, 1], {1, 1, 2}, TestID -> "of vectors"]
VerificationTest[
  ClusteringComponents[Image[{{0, 0.1}, {0.9, 1}}], 2], {{1, 1}, {2, 2}}, TestID -> "of pixels"]
VerificationTest[NearestTo[6, 2][{1, 5, 9}], {5, 9}, TestID -> "NearestTo"]
VerificationTest[FindClusters[{1, 2}, 2, Method -> "DBSCAN"], $Failed, {FindClusters::method}, TestID -> "another method"]
