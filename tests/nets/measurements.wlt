(* NetMeasurements: what is asked for and how it is answered.  The numbers themselves are tested against scikit-learn. *)

BeginTestSection["measurements"]

identity = NetChain[{SoftmaxLayer[]}, "Input" -> 3, "Output" -> NetDecoder[{"Class", {"a", "b", "c"}}]];
data = {{9, 0, 0} -> "a", {9, 1, 0} -> "a", {0, 9, 0} -> "b", {9, 2, 1} -> "b", {0, 0, 9} -> "c"};
ask[m_] := NetMeasurements[identity, data, m];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 0.00001;

VerificationTest[ask["Accuracy"], 0.8, TestID -> "accuracy"]
VerificationTest[ask["Accuracy" -> 2], 1., TestID -> "the right class among the two most probable"]
VerificationTest[near[ask[{"ErrorRate", "Accuracy"}], {0.2, 0.8}], True, TestID -> "a list gives a list"]
VerificationTest[Length[ask[{"Accuracy"}]], 1, TestID -> "a list of one gives a list"]
VerificationTest[ask["ConfusionMatrix"], {{2, 0, 0}, {1, 1, 0}, {0, 0, 1}}, TestID -> "rows are actual classes"]
VerificationTest[ask["Recall"], <|"a" -> 1., "b" -> 0.5, "c" -> 1.|>, TestID -> "numbers by class"]
VerificationTest[ask["FalsePositiveNumber"], <|"a" -> 1, "b" -> 0, "c" -> 0|>, TestID -> "counts are integers"]
VerificationTest[near[ask["Precision"]["a"], 2/3], True, TestID -> "one class of them"]
VerificationTest[near[Values[ask["FScore" -> 2]], MapThread[5 #1 #2/(4 #1 + #2) &, Values /@ ask[{"Precision", "Recall"}]]], True, TestID -> "a score with a weight"]
VerificationTest[near[ask[<|"Measurement" -> "Recall", "ClassAveraging" -> "Macro"|>], 2.5/3], True, TestID -> "the mean of classes"]
VerificationTest[near[ask[<|"Measurement" -> "Recall", "ClassAveraging" -> "Micro"|>], 0.8], True, TestID -> "classes pooled"]
VerificationTest[near[ask[<|"Measurement" -> "Recall", "ClassAveraging" -> "Weighted"|>], 0.8], True, TestID -> "weighted by the number of examples"]
VerificationTest[ask[<|"Measurement" -> "Recall", "ClassAveraging" -> None|>] === ask["Recall"], True, TestID -> "not averaged"]
VerificationTest[First[ask["ROCCurve"]["c"]], {0., 0.}, TestID -> "a curve begins at the origin"]
VerificationTest[ask["AreaUnderROCCurve"]["c"], 1., TestID -> "a class that is told apart"]
VerificationTest[Head /@ ask[{"ConfusionMatrixPlot", "ROCCurvePlot"}], {Graphics, Legended}, TestID -> "pictures"]
VerificationTest[Cases[ask["ConfusionMatrixPlot"], Text[n_, ___] :> n, Infinity], Flatten[ask["ConfusionMatrix"]], TestID -> "the counts in the picture"]
VerificationTest[Cases[ask["ROCCurvePlot"], Line[p_] :> p, Infinity] === Values[ask["ROCCurve"]], True, TestID -> "the curves in the picture"]
VerificationTest[ask["ArraysTotalElementCount"], 0, TestID -> "a property of the net"]
VerificationTest[Head[ask[{"LayersCount", "Loss"}][[2]]], Real, TestID -> "properties among measurements"]
VerificationTest[near[ask[NetPort["Output"]], Mean[identity[First[#], None] & /@ data]], True, TestID -> "what is at a port, on average"]
VerificationTest[near[ask[NetPort["Input"]], Mean[First /@ data]], True, TestID -> "what is at an input, on average"]

numbers = NetInitialize[NetChain[{LinearLayer[{}]}, "Input" -> 1]];
pairs = {{1} -> 2., {2} -> 3., {4} -> 1.};
errors = (numbers[First[#]] - Last[#]) & /@ pairs;
VerificationTest[near[NetMeasurements[numbers, pairs, {"MeanDeviation", "MeanSquare", "Loss"}], {Mean[Abs[errors]], Mean[errors^2], Mean[errors^2]}], True, TestID -> "numbers"]
VerificationTest[near[NetMeasurements[numbers, pairs, "RSquared"] + NetMeasurements[numbers, pairs, "FractionVarianceUnexplained"], 1], True, TestID -> "explained and not"]
VerificationTest[near[NetMeasurements[numbers, pairs, NetPort[{1, "Weights"}]], Normal[NetExtract[numbers, {1, "Weights"}]]], True, TestID -> "an array"]
VerificationTest[near[NetMeasurements[numbers, pairs, "Loss", LossFunction -> MeanAbsoluteLossLayer[]], Mean[Abs[errors]]], True, TestID -> "another loss"]
VerificationTest[near[NetMeasurements[numbers, pairs, "Loss", BatchSize -> 2, TargetDevice -> "CPU", WorkingPrecision -> "Real64"], Mean[errors^2]], True, TestID -> "options"]
dropping = NetInitialize[NetChain[{DropoutLayer[0.5], LinearLayer[{}]}, "Input" -> 30]];
ones = {ConstantArray[1, 30] -> 0.};
VerificationTest[NetMeasurements[dropping, ones, "Loss"] === NetMeasurements[dropping, ones, "Loss"] && NetMeasurements[dropping, ones, "Loss", NetEvaluationMode -> "Train"] =!= NetMeasurements[dropping, ones, "Loss"], True, TestID -> "as in training"]

truth = NetChain[{ElementwiseLayer[LogisticSigmoid]}, "Input" -> "Real", "Output" -> NetDecoder["Boolean"]];
VerificationTest[NetMeasurements[truth, {3 -> True, -2 -> False, 1 -> False}, "Recall"], <|False -> 0.5, True -> 1.|>, TestID -> "truth values are two classes"]

two = NetGraph[<|"a" -> SoftmaxLayer[], "b" -> SoftmaxLayer[]|>, {NetPort["Input"] -> "a" -> NetPort["A"], NetPort["Input"] -> "b" -> NetPort["B"]}, "Input" -> 2];
VerificationTest[NetMeasurements[two, <|"Input" -> {{1, 2}, {2, 1}}, "A" -> {2, 1}, "B" -> {2, 2}|>, "Accuracy"], <|"A" -> 1., "B" -> 0.5|>, TestID -> "several outputs by their names"]

VerificationTest[ask["Beauty"], $Failed, {NetMeasurements::measurement}, TestID -> "no such measurement"]
VerificationTest[ask["RSquared"], $Failed, {NetMeasurements::measurement}, TestID -> "a measurement of numbers for a net that decides"]
VerificationTest[NetMeasurements[numbers, pairs, "Accuracy"], $Failed, {NetMeasurements::measurement}, TestID -> "a measurement of decisions for a net that gives numbers"]
VerificationTest[ask["Accuracy" -> "x"], $Failed, {NetMeasurements::measurement}, TestID -> "no argument"]
VerificationTest[ask["Recall" -> 2], $Failed, {NetMeasurements::measurement}, TestID -> "an argument too many"]
VerificationTest[ask[NetPort["Nowhere"]], $Failed, {NetMeasurements::measurement}, TestID -> "no such port"]
VerificationTest[ask[<|"Measurement" -> "Accuracy", "ClassAveraging" -> "Macro"|>], $Failed, {NetMeasurements::measopt}, TestID -> "nothing to average"]
VerificationTest[ask[<|"Measurement" -> "Recall", "Colour" -> 1|>], $Failed, {NetMeasurements::measopt}, TestID -> "no such setting"]
VerificationTest[NetMeasurements[numbers, pairs, "Loss", NetEvaluationMode -> "Dream"], $Failed, {NetMeasurements::evalmode}, TestID -> "no such mode"]
VerificationTest[NetMeasurements[numbers, pairs, "Loss", WorkingPrecision -> 7], $Failed, {NetMeasurements::wprec}, TestID -> "no such precision"]
VerificationTest[NetMeasurements[NetChain[{LinearLayer[{}]}, "Input" -> 1], pairs, "Loss"], $Failed, {NetMeasurements::netuninit}, TestID -> "arrays without values"]

(* -- what is at ports, aggregated, and functions -- *)

several = NetInitialize[NetChain[{3, Tanh, LinearLayer[2]}, "Input" -> 2], RandomSeeding -> 1];
rows = Table[{i, Sin[i]} -> {Cos[i], i/5}, {i, 0., 9.}];
outputs = several /@ rows[[All, 1]];
aggregated[port_, how_] := NetMeasurements[several, rows, <|"Measurement" -> port, "Aggregation" -> how|>, BatchSize -> 4];
VerificationTest[near[aggregated[NetPort["Output"], #[[1]]], #[[2]][outputs]] & /@ {{"Mean", Mean}, {"Total", Total}, {"Min", Map[Min, Transpose[#]] &}, {"Max", Map[Max, Transpose[#]] &}, {"Variance", Variance}, {"StandardDeviation", StandardDeviation}, {"RootMeanSquare", Sqrt[Mean[#^2]] &}}, Table[True, 7], TestID -> "over examples"]
held = Flatten[Normal[NetExtract[several, {1, "Weights"}]]];
VerificationTest[near[aggregated[NetPort[{1, "Weights"}], #], Symbol[#][held]] & /@ {"Mean", "Total", "Min", "Max", "RootMeanSquare", "Variance", "StandardDeviation"}, Table[True, 7], TestID -> "over the elements of an array"]
VerificationTest[near[NetMeasurements[several, rows, <|"Measurement" -> Function[Mean[Flatten[Abs[Normal[#Output] - Normal[#Target]]]]]|>, BatchSize -> 3], NetMeasurements[several, rows, "MeanDeviation"]], True, TestID -> "a function of outputs and targets"]
VerificationTest[near[NetMeasurements[several, rows, Function[Mean[Normal[#Input]]]], Mean[rows[[All, 1]]]], True, TestID -> "a function that gives a vector"]
trained = NetTrain[several, rows, "RoundMeasurementsLists", MaxTrainingRounds -> 2, BatchSize -> 4, TrainingProgressMeasurements -> {<|"Measurement" -> Function[Mean[Flatten[(Normal[#Output] - Normal[#Target])^2]]], "Key" -> "mine"|>, "MeanSquare", <|"Measurement" -> NetPort["Output"], "Aggregation" -> "Max", "Key" -> "top"|>}];
VerificationTest[{Keys[First[trained]], near[trained[[All, "mine"]], trained[[All, "MeanSquare"]]], Dimensions[trained[[All, "top"]]]}, {{"mine", "MeanSquare", "top"}, True, {2, 2}}, TestID -> "functions while training"]
VerificationTest[aggregated[NetPort["Output"], "Sum"], $Failed, {NetMeasurements::measopt}, TestID -> "no such aggregation"]
VerificationTest[aggregated["MeanSquare", "Max"], $Failed, {NetMeasurements::measopt}, TestID -> "nothing to aggregate"]
VerificationTest[NetMeasurements[several, rows, Function["x"]], $Failed, {NetMeasurements::measfun}, TestID -> "a function that gives no number"]

EndTestSection[]
