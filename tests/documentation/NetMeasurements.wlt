(* The pages NetMeasurements and NetTrainResultsObject.  The net decides by the larger of two numbers, so that
   every count is plain; the numbers of the measurements are worked out from them by hand. *)

BeginTestSection["NetMeasurements"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
values[a_Association, b_Association] := Keys[a] === Keys[b] && near[Values[a], Values[b]];
net = NetChain[{SoftmaxLayer[]}, "Input" -> 2, "Output" -> NetDecoder[{"Class", {"p", "n"}}]];
(* actual p: 4 times, decided p 3 times; actual n: 6 times, decided n 5 times *)
data = Join[Table[{1, 0} -> "p", 3], {{0, 1} -> "p"}, Table[{0, 1} -> "n", 5], {{1, 0} -> "n"}];
ask[m_, opts___] := NetMeasurements[net, data, m, opts];

VerificationTest[ask /@ {"Accuracy", "ErrorRate"}, {0.8, 0.2}, SameTest -> near, TestID -> "Accuracy and ErrorRate"]
VerificationTest[ask[{"Accuracy", "ErrorRate"}], {0.8, 0.2}, SameTest -> near, TestID -> "a list"]
VerificationTest[ask["Accuracy" -> 2], 1., TestID -> "among the two most probable"]
VerificationTest[ask["ErrorRate" -> 2], 0., SameTest -> Equal, TestID -> "and its complement"]
VerificationTest[ask["ConfusionMatrix"], {{3, 1}, {1, 5}}, TestID -> "rows are true classes"]
VerificationTest[ask["Precision"], <|"p" -> 3/4., "n" -> 5/6.|>, SameTest -> values, TestID -> "Precision"]
VerificationTest[ask["Recall"], <|"p" -> 3/4., "n" -> 5/6.|>, SameTest -> values, TestID -> "Recall"]
VerificationTest[ask["F1Score"], <|"p" -> 6/8., "n" -> 10/12.|>, SameTest -> values, TestID -> "F1Score"]
VerificationTest[ask["FScore" -> 1], ask["F1Score"], SameTest -> values, TestID -> "FScore"]
VerificationTest[ask["FalsePositiveRate"], <|"p" -> 1/6., "n" -> 1/4.|>, SameTest -> values, TestID -> "FalsePositiveRate"]
VerificationTest[ask["FalseNegativeRate"], <|"p" -> 1/4., "n" -> 1/6.|>, SameTest -> values, TestID -> "FalseNegativeRate"]
VerificationTest[ask["FalseDiscoveryRate"], <|"p" -> 1/4., "n" -> 1/6.|>, SameTest -> values, TestID -> "FalseDiscoveryRate"]
VerificationTest[ask["FalseOmissionRate"], <|"p" -> 1/6., "n" -> 1/4.|>, SameTest -> values, TestID -> "FalseOmissionRate"]
VerificationTest[ask[{"FalsePositiveNumber", "FalseNegativeNumber"}], {<|"p" -> 1, "n" -> 1|>, <|"p" -> 1, "n" -> 1|>}, TestID -> "numbers of errors"]
(* agreement by chance: 0.4*0.4 + 0.6*0.6 = 0.52 *)
VerificationTest[ask["CohenKappa"], (0.8 - 0.52)/(1 - 0.52), SameTest -> near, TestID -> "CohenKappa"]
chance = N[1/(1 + Exp[-1])];
VerificationTest[ask[{"Loss", "Entropy"}], Table[-0.8 Log[chance] - 0.2 Log[1 - chance], 2], SameTest -> near, TestID -> "Loss; Entropy in nats"]
VerificationTest[ask["Perplexity"], Exp[ask["Entropy"]], SameTest -> near, TestID -> "Perplexity"]
(* of the 24 pairs of a p and an n, 15 are in order, 8 are ties, 1 is not in order *)
VerificationTest[ask["AreaUnderROCCurve"], <|"p" -> 19/24., "n" -> 19/24.|>, SameTest -> values, TestID -> "AreaUnderROCCurve"]
VerificationTest[{First[#], Last[#]} & /@ Values[ask["ROCCurve"]], Table[{{0., 0.}, {1., 1.}}, 2], TestID -> "ROCCurve"]
VerificationTest[Head[ask["ConfusionMatrixPlot"]], Graphics, TestID -> "a picture"]
VerificationTest[ask[NetPort["Output"]], Mean[net[#, None] & /@ data[[All, 1]]], SameTest -> near, TestID -> "the mean at a port"]
VerificationTest[NetMeasurements[NetChain[{ElementwiseLayer[2 # &], SummationLayer[]}], {{1, 2} -> 6, {3, 4} -> 14}, NetPort[{1, "Output"}]], {4., 6.}, SameTest -> near, TestID -> "inside the net"]
VerificationTest[ask[<|"Measurement" -> "Precision", "ClassAveraging" -> "Macro"|>], Mean[{3/4., 5/6.}], SameTest -> near, TestID -> "a measurement with settings"]
VerificationTest[ask[<|"Measurement" -> NetPort["Input"], "Aggregation" -> "Max"|>], {1., 1.}, SameTest -> near, TestID -> "aggregated otherwise"]
VerificationTest[ask["LayersCount"], 1, TestID -> "properties of Information"]
VerificationTest[ask["Accuracy", BatchSize -> 3] === ask["Accuracy"], True, TestID -> "the size of batches does not matter"]
VerificationTest[ask["Accuracy", TargetDevice -> "CPU", NetEvaluationMode -> "Test", WorkingPrecision -> "Real64"], 0.8, SameTest -> near, TestID -> "options of NetMeasurements"]
VerificationTest[NetMeasurements[net, <|"Input" -> data[[All, 1]], "Output" -> data[[All, 2]]|>, "Accuracy"], 0.8, SameTest -> near, TestID -> "another form of data"]
numbers = ElementwiseLayer[2 # &, "Input" -> "Real"];
VerificationTest[NetMeasurements[numbers, {1 -> 3, 2 -> 4, 3 -> 3}, "Loss", LossFunction -> #] & /@ {Automatic, MeanAbsoluteLossLayer[]}, {10/3., 4/3.}, SameTest -> near, TestID -> "LossFunction"]
VerificationTest[NetMeasurements[numbers, {1 -> 3, 2 -> 4, 3 -> 3}, {"MeanSquare", "MeanDeviation", "StandardDeviation"}], {10/3., 4/3., Sqrt[10/3.]}, SameTest -> near, TestID -> "numbers: sizes of errors"]
VerificationTest[NetMeasurements[numbers, {1 -> 3, 2 -> 4}, "Accuracy"], $Failed, {NetMeasurements::measurement}, TestID -> "no classes, no accuracy"]
VerificationTest[ask["Speed"], $Failed, {NetMeasurements::measurement}, TestID -> "no such measurement"]
VerificationTest[NetMeasurements[NetChain[{2, SoftmaxLayer[]}, "Input" -> 2], {{1, 0} -> 1}, "Accuracy"], $Failed, {NetMeasurements::netuninit}, TestID -> "arrays are needed"]

(* NetTrainResultsObject *)
one = LinearLayer[{}, "Weights" -> {{2}}, "Biases" -> None, "Input" -> 1, "Output" -> "Real"];
results = NetTrain[one, Table[{1} -> 0, 6], All, ValidationSet -> {{2} -> 0}, BatchSize -> 2, MaxTrainingRounds -> 2, Method -> {"SGD", "Momentum" -> 0}, LearningRate -> 0.1];
w = 2. 0.8^Range[0, 6];
VerificationTest[results["BatchLossList"], Most[w]^2, SameTest -> near, TestID -> "BatchLossList"]
VerificationTest[results["RoundLossList"], Mean /@ Partition[Most[w]^2, 3], SameTest -> near, TestID -> "RoundLossList"]
VerificationTest[results["RoundLoss"], Last[results["RoundLossList"]], TestID -> "RoundLoss"]
VerificationTest[results["ValidationLossList"], (2 w[[{4, 7}]])^2, SameTest -> near, TestID -> "ValidationLossList"]
VerificationTest[results["ValidationLoss"], Last[results["ValidationLossList"]], TestID -> "ValidationLoss"]
VerificationTest[results /@ {"BatchSize", "BatchesPerRound", "TotalBatches", "TotalRounds", "ExamplesProcessed", "TrainingExamples", "ValidationExamples", "BestValidationRound"}, {2, 3, 6, 2, 12, 6, 1, 2}, TestID -> "counts"]
VerificationTest[results /@ {"InitialLearningRate", "FinalLearningRate"}, {0.1, 0.1}, SameTest -> near, TestID -> "learning rates"]
VerificationTest[Normal[NetExtract[results["TrainedNet"], "Weights"]], {{Last[w]}}, SameTest -> near, TestID -> "TrainedNet"]
VerificationTest[results["ArraysLearningRateMultipliers"], <|"Weights" -> 1|>, TestID -> "ArraysLearningRateMultipliers"]
VerificationTest[First[results["OptimizationMethod"]], "SGD", TestID -> "OptimizationMethod"]
VerificationTest[results["TargetDevice"], "CPU", TestID -> "TargetDevice"]
VerificationTest[results["RoundPositions"], {3, 6}, TestID -> "RoundPositions"]
VerificationTest[results["CheckpointingFiles"], {}, TestID -> "CheckpointingFiles"]
VerificationTest[Head[results["TrainingNet"]], NetGraph, TestID -> "TrainingNet"]
VerificationTest[Head /@ {results["LossPlot"], results["FinalPlots"]}, {Legended, Association}, TestID -> "pictures of the losses"]
VerificationTest[results["TotalTrainingTime"] > 0 && results["MeanBatchesPerSecond"] > 0 && near[results["MeanExamplesPerSecond"]/results["MeanBatchesPerSecond"], 2.], True, TestID -> "times"]
VerificationTest[StringQ[results["ReasonTrainingStopped"]], True, TestID -> "ReasonTrainingStopped"]
VerificationTest[Head[results["NetTrainInputForm"]], HoldForm, TestID -> "NetTrainInputForm"]
VerificationTest[results["Weather"], $Failed, {NetTrainResultsObject::ntprop}, TestID -> "no such property"]

EndTestSection[]
