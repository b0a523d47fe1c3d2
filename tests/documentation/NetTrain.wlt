(* The page NetTrain: forms of data, Method, LearningRate and other options.  One weight w and the example 1 -> 0
   make everything computable by hand: the loss is w^2, its derivative 2 w. *)

BeginTestSection["NetTrain"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
w[net_] := First[Flatten[{Normal[NetExtract[net, "Weights"]]}]];
one = LinearLayer[{}, "Weights" -> {{2}}, "Biases" -> None, "Input" -> 1, "Output" -> "Real"];
data = {{1} -> 0};
after[n_, opts___] := w[NetTrain[one, data, opts, MaxTrainingRounds -> n, Method -> {"SGD", "Momentum" -> 0}, LearningRate -> 0.1]];

(* Method *)
VerificationTest[after /@ {1, 2, 3}, Rest[NestList[# - 0.1*2 # &, 2., 3]], SameTest -> near, TestID -> "gradient descent"]
VerificationTest[after[1, Method -> "SGD", LearningRate -> 0.25], 1., SameTest -> near, TestID -> "LearningRate"]
VerificationTest[after[1, Method -> {"SGD", "LearningRate" -> 0.25}, LearningRate -> Automatic], 1., SameTest -> near, TestID -> "LearningRate as a suboption"]
VerificationTest[after[2, Method -> {"SGD", "Momentum" -> 0.5}], First[Nest[Function[{p}, With[{v = 0.5 p[[2]] + 2 p[[1]]}, {p[[1]] - 0.1 v, v}]], {2., 0}, 2]], SameTest -> near, TestID -> "SGD with momentum"]
VerificationTest[after[3, Method -> {"SignSGD", "Momentum" -> 0}], 2 - 3*0.1, SameTest -> near, TestID -> "SignSGD: steps of one size"]
VerificationTest[after[1, Method -> "ADAM"], 2 - 0.1, SameTest -> near, TestID -> "ADAM: the first step is the learning rate"]
adam[{x_, m_, v_, t_}] := With[{g = 2 x}, With[{m1 = 0.9 m + 0.1 g, v1 = 0.99 v + 0.01 g^2}, {x - 0.1 (m1/(1 - 0.9^(t + 1)))/(Sqrt[v1/(1 - 0.99^(t + 1))] + 0.001), m1, v1, t + 1}]];
VerificationTest[after[3, Method -> {"ADAM", "Beta1" -> 0.9, "Beta2" -> 0.99, "Epsilon" -> 0.001}], First[Nest[adam, {2., 0., 0., 0}, 3]], SameTest -> near, TestID -> "ADAM with its suboptions"]
VerificationTest[after[1, Method -> {"RMSProp", "Beta" -> 0.75, "Momentum" -> 0}], 2 - 0.1/Sqrt[0.25], SameTest -> near, TestID -> "RMSProp"]
VerificationTest[after[1, Method -> {"SGD", "Momentum" -> 0, "L2Regularization" -> 3}], 2 - 0.1 (4 + 3*2), SameTest -> near, TestID -> "L2Regularization"]
VerificationTest[after[1, Method -> {"SGD", "Momentum" -> 0, "GradientClipping" -> 1}], 2 - 0.1, SameTest -> near, TestID -> "GradientClipping"]
VerificationTest[after[1, Method -> {"SGD", "Momentum" -> 0, "WeightClipping" -> 1.5}], 1.5, SameTest -> near, TestID -> "WeightClipping"]
VerificationTest[after[2, Method -> {"SGD", "Momentum" -> 0, "LearningRateSchedule" -> Function[1/#1]}], 2. (1 - 0.2) (1 - 0.1), SameTest -> near, TestID -> "LearningRateSchedule: a factor for every batch"]
VerificationTest[First[NetTrain[one, data, "OptimizationMethod", MaxTrainingRounds -> 1]], "ADAM", TestID -> "the automatic method"]
VerificationTest[NetTrain[one, data, Method -> "Newton"], $Failed, {NetTrain::method}, TestID -> "no such method"]

(* losses *)
VerificationTest[NetTrain[one, data, "BatchLossList", MaxTrainingRounds -> 3, Method -> {"SGD", "Momentum" -> 0}, LearningRate -> 0.1], Take[NestList[# - 0.1*2 # &, 2., 3]^2, 3], SameTest -> near, TestID -> "the loss of a batch is that before its step"]
VerificationTest[NetTrain[one, {{1} -> 0, {2} -> 0}, "BatchLossList", MaxTrainingRounds -> 1], {Mean[{4., 16.}]}, SameTest -> near, TestID -> "the mean over the examples of a batch"]
VerificationTest[after[1, LossFunction -> MeanAbsoluteLossLayer[]], 2 - 0.1, SameTest -> near, TestID -> "another loss"]

(* forms of data *)
points = {1., 2., 3.} -> {3., 5., 7.};
line = LinearLayer[{}, "Weights" -> {{1}}, "Biases" -> {0}, "Input" -> "Real", "Output" -> "Real"];
trained[d_, opts___] := {w[#], Normal[NetExtract[#, "Biases"]]} &[NetTrain[line, d, opts, MaxTrainingRounds -> 2, RandomSeeding -> 3, LearningRate -> 0.1]];
VerificationTest[trained /@ {points, Thread[points], <|"Input" -> First[points], "Output" -> Last[points]|>, MapThread[<|"Input" -> #1, "Output" -> #2|> &, List @@ points]}, ConstantArray[trained[points], 4], TestID -> "rules, a rule, associations of and in lists"]
VerificationTest[trained[Dataset[MapThread[<|"Input" -> #1, "Output" -> #2|> &, List @@ points]]] === trained[points], True, TestID -> "Dataset"]
VerificationTest[near[trained[{Function[Take[Thread[points], #BatchSize]], "RoundLength" -> 3}, BatchSize -> 3], trained[points]], True, TestID -> "a function that makes batches"]
VerificationTest[NetTrain[line, {Function[ConstantArray[1 -> 1, #BatchSize]], "RoundLength" -> 12}, "TotalBatches", BatchSize -> 4, MaxTrainingRounds -> 2], 6, TestID -> "the examples of a round"]
fit = NetTrain[line, points, MaxTrainingRounds -> 600, LearningRate -> 0.1];
VerificationTest[{w[fit], Normal[NetExtract[fit, "Biases"]]}, {2., {1.}}, SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 0.01 &), TestID -> "a line is found"]
VerificationTest[w[line], 1., TestID -> "the net itself stays as it is"]

(* what follows from the data *)
VerificationTest[Information[NetTrain[NetChain[{3, Tanh, LinearLayer[]}], {{1, 2} -> {1, 2, 3, 4}}, MaxTrainingRounds -> 1], #] & /@ {"InputPorts", "OutputPorts"}, {<|"Input" -> 2|>, <|"Output" -> 4|>}, TestID -> "shapes"]
VerificationTest[Head[NetExtract[NetTrain[NetChain[{FlattenLayer[], LinearLayer[{}]}], {Image[{{0, 1}, {1, 0}}] -> 1}, MaxTrainingRounds -> 1], "Input"]], NetEncoder, TestID -> "pictures bring an encoder"]
named = NetTrain[NetChain[{LinearLayer[], SoftmaxLayer[]}], {1. -> "low", 2. -> "low", 8. -> "high", 9. -> "high"}, MaxTrainingRounds -> 400, LearningRate -> 0.1, RandomSeeding -> 1];
VerificationTest[named[{1.5, 8.5}], {"low", "high"}, TestID -> "classes bring a decoder"]
VerificationTest[named[8.5, "Probabilities"]["high"] > 0.5, True, TestID -> "which knows probabilities"]
VerificationTest[NetTrain[NetChain[{LinearLayer[]}], Function[{1 -> 2}]], $Failed, {NetTrain::genlen}, TestID -> "a function has to make as many examples as it is asked for"]

(* several ports *)
graph = NetGraph[<|"sum" -> ThreadingLayer[#a + #b &, InputPorts -> <|"a" -> 1, "b" -> 1|>], "out" -> LinearLayer[{}, "Weights" -> {{2}}, "Biases" -> None]|>, {"sum" -> "out" -> NetPort["y"]}];
VerificationTest[NetTrain[graph, <|"a" -> {{1}}, "b" -> {{0}}, "y" -> {0}|>, MaxTrainingRounds -> 1, Method -> {"SGD", "Momentum" -> 0}, LearningRate -> 0.1][<|"a" -> {1}, "b" -> {0}|>], 1.6, SameTest -> near, TestID -> "targets are called as the output"]
VerificationTest[NetTrain[graph, {<|"a" -> {1}, "b" -> {0}, "y" -> 0|>, <|"a" -> {0}, "b" -> {1}, "y" -> 0|>}, "TrainingExamples", MaxTrainingRounds -> 1], 2, TestID -> "a list of examples"]
VerificationTest[NetTrain[graph, <|"a" -> {{1}}, "y" -> {0}|>], $Failed, {NetTrain::dataport}, TestID -> "an input without data"]
VerificationTest[NetTrain[graph, {{1} -> 0}], $Failed, {NetTrain::datarules}, TestID -> "a rule for a net of two inputs"]

(* results *)
VerificationTest[NetTrain[one, data, {"TotalRounds", "BatchSize", "TrainingExamples"}, MaxTrainingRounds -> 4], {4, 1, 1}, TestID -> "several properties"]
VerificationTest[Head[NetTrain[one, data, All, MaxTrainingRounds -> 1]], NetTrainResultsObject, TestID -> "all results"]

(* BatchSize, MaxTrainingRounds, TimeGoal, seeds, precision *)
ten = Table[{i} -> 0, {i, 10}];
VerificationTest[NetTrain[one, ten, {"BatchesPerRound", "TotalBatches", "ExamplesProcessed"}, BatchSize -> 4, MaxTrainingRounds -> 2], {3, 6, 20}, TestID -> "BatchSize"]
VerificationTest[NetTrain[one, ten, "TotalRounds", MaxTrainingRounds -> 7], 7, TestID -> "MaxTrainingRounds"]
VerificationTest[NetTrain[one, ten, "TotalTrainingTime", TimeGoal -> 0.05] < 5, True, TestID -> "TimeGoal"]
VerificationTest[NetTrain[one, ten, "TotalRounds", TimeGoal -> Quantity[1, "Hours"], MaxTrainingRounds -> 2], 2, TestID -> "whatever comes first"]
VerificationTest[SameQ @@ Table[NetExtract[NetTrain[NetChain[{3, Tanh, LinearLayer[{}]}], ten, MaxTrainingRounds -> 2, BatchSize -> 3, RandomSeeding -> 7], {1, "Weights"}], 2], True, TestID -> "a seed fixes everything"]
VerificationTest[UnsameQ @@ (NetExtract[NetTrain[NetChain[{3, Tanh, LinearLayer[{}]}], ten, MaxTrainingRounds -> 1, RandomSeeding -> #], {1, "Weights"}] & /@ {1, "two"}), True, TestID -> "another seed, another net; strings are seeds"]
VerificationTest[near[after[2, WorkingPrecision -> "Real64"], after[2]], True, TestID -> "WorkingPrecision"]
VerificationTest[after[1, TargetDevice -> "CPU"], 1.6, SameTest -> near, TestID -> "TargetDevice"]

(* ValidationSet *)
up = NetTrain[one, data, All, ValidationSet -> data, LearningRateMultipliers -> -1, Method -> {"SGD", "Momentum" -> 0}, LearningRate -> 0.1, MaxTrainingRounds -> 3];
VerificationTest[up["ValidationLossList"], (2. {1.2, 1.2^2, 1.2^3})^2, SameTest -> (Max[Abs[#1 - #2]] < 0.0001 &), TestID -> "a validation after every round"]
VerificationTest[{up["BestValidationRound"], w[up["TrainedNet"]]}, {1, 2.4}, SameTest -> (Max[Abs[#1 - #2]] < 0.0001 &), TestID -> "the net of the round that was best"]
VerificationTest[NetTrain[one, ten, {"TrainingExamples", "ValidationExamples"}, ValidationSet -> Scaled[0.3], MaxTrainingRounds -> 1], {7, 3}, TestID -> "a share of the data"]
VerificationTest[NetTrain[one, ten, "ValidationLossList", MaxTrainingRounds -> 2], {}, TestID -> "none"]

(* what cannot be trained *)
VerificationTest[NetTrain[ElementwiseLayer[2 # &, "Input" -> 1], {{1} -> {3}}, "RoundLoss", MaxTrainingRounds -> 1], 1., TestID -> "a net without arrays"]
VerificationTest[NetTrain[PlaceholderLayer[], data], $Failed, {NetTrain::placeholder}, TestID -> "a placeholder"]
VerificationTest[NetTrain[one, {}], $Failed, {NetTrain::nodata}, TestID -> "no data"]
VerificationTest[NetTrain[one, {{1, 2} -> 0}], $Failed, {NetTrain::encode}, TestID -> "data that do not fit"]

EndTestSection[]
