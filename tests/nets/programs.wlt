(* How public programs write nets: notations that the reference pages show only in part. *)

BeginTestSection["programs"]

ports[net_] := Information[net, "InputPortNames"];
same[a_, b_] := Max[Abs[Flatten[a - b]]] < 0.0001;

VerificationTest[NetExtract[NetChain[{"first" -> 3, "second" -> Ramp}, "Input" -> 2], {"first", "Output"}], {3},
  SameTest -> (Flatten[{#1}] == #2 &), TestID -> "a chain from a list of rules"]
VerificationTest[Keys[Normal[NetGraph[{"left" -> 3, If[False, "middle" -> Tanh, Nothing], "right" -> {4, Ramp}}, {}]]], {"left", "right"},
  TestID -> "a graph from a list of rules"]
VerificationTest[NetChain[{"first" -> 3, Ramp}], $Failed, {NetChain::netlayer}, TestID -> "rules and layers do not mix"]

split = NetGraph[{"in" -> (# + 1 &), "double" -> (2 # &), "square" -> (#^2 &), "all" -> TotalLayer[]},
  {NetPort["Input"] -> "in" -> {"double", "square"} -> "all"}, "Input" -> 2];
VerificationTest[split[{1, 2}], {8., 15.}, SameTest -> same, TestID -> "one output feeds a list of layers"]
VerificationTest[NetGraph[{"a" -> Tanh, "b" -> Ramp}, {NetPort["x"] -> {"a", "b", NetPort["x itself"]}}, "x" -> 1][{-1.}]["x itself"], {-1.},
  TestID -> "and ports of the graph"]

both = NetGraph[{"plain" -> ElementwiseLayer[# &], "less" -> ElementwiseLayer[-3 # &], "sum" -> TotalLayer[]}, {{"plain", "less"} -> "sum"}];
VerificationTest[ports[both], {"Input"}, TestID -> "inputs that are left open and have one name are one input"]
VerificationTest[NetChain[{both, Ramp}, "Input" -> 2][{-1, 2}], {2., 0.}, SameTest -> same, TestID -> "so such a graph stands in a chain"]
VerificationTest[ports[NetGraph[{LinearLayer[2], MeanSquaredLossLayer[], MeanAbsoluteLossLayer[]}, {1 -> {2, 3}, 2 -> NetPort["a"], 3 -> NetPort["b"]}]],
  {"Input", "Target"}, TestID -> "two losses have one target"]
VerificationTest[Information[NetGraph[{2, 3}, {}], "OutputPortNames"], {"Output1", "Output2"}, TestID -> "outputs are numbered"]

VerificationTest[NetExtract[TransposeLayer[{1 -> 2, 2 -> 3}, "Input" -> {2, 3, 4}], "Output"], {3, 4, 2}, TestID -> "swaps written as rules"]
VerificationTest[TransposeLayer[1 -> 3], TransposeLayer[{1 <-> 3}], TestID -> "one swap written as a rule"]
VerificationTest[NetExtract[ConstantArrayLayer[{2, 3}], "Output"], {2, 3}, TestID -> "an array layer by its dimensions"]

alike = NetChain[<|"one" -> 2, "two" -> 2, "three" -> 1|>, "Input" -> 2];
VerificationTest[Values[NetTrain[NetInitialize[alike], {{1, 2} -> {3}}, "ArraysLearningRateMultipliers", MaxTrainingRounds -> 1,
  LearningRateMultipliers -> {"one" | "three" -> 0}]][[{1, 3, 5}]], {0, 1, 0}, TestID -> "one multiplier for alternatives"]

EndTestSection[]
