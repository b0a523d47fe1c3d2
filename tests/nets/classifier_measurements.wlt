(* ClassifierMeasurements and PredictorMeasurements of nets; NetMeasurements is the oracle where both know a number. *)

net = NetChain[{SoftmaxLayer[]}, "Input" -> 3, "Output" -> NetDecoder[{"Class", {"a", "b", "c"}}]];
data = {{9, 0, 0} -> "a", {9, 1, 0} -> "a", {0, 9, 0} -> "b", {9, 2, 1} -> "b", {0, 0, 9} -> "c"};
cm = ClassifierMeasurements[net, data];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 0.00001;

VerificationTest[Head[cm], ClassifierMeasurementsObject, TestID -> "an object"]
VerificationTest[cm[{"Accuracy", "Error"}], {0.8, 0.2}, SameTest -> near, TestID -> "accuracy and error"]
VerificationTest[cm["Accuracy" -> 2], 1., TestID -> "among the two most probable"]
VerificationTest[ClassifierMeasurements[net, data, "Accuracy"], 0.8, TestID -> "a property at once"]
Table[
  VerificationTest[near[cm[p], NetMeasurements[net, data, p]], True, TestID -> "as NetMeasurements: " <> p],
  {p, {"CohenKappa", "ScottPi", "Perplexity", "ConfusionMatrix"}}]
Table[
  VerificationTest[near[Values[cm[p]], Values[NetMeasurements[net, data, p]]], True, TestID -> "by class: " <> p],
  {p, {"Precision", "Recall", "F1Score", "Specificity", "FalsePositiveRate", "FalseNegativeRate",
    "MatthewsCorrelationCoefficient", "AreaUnderROCCurve", "TruePositiveNumber", "FalseNegativeNumber"}}]
VerificationTest[cm["Recall" -> "b"], 0.5, TestID -> "one class"]
VerificationTest[
  near[cm["MeanCrossEntropy"], -Mean[Log[net[First[#], "Probabilities"][Last[#]]] & /@ data]], True,
  TestID -> "cross entropy"]
VerificationTest[cm["MisclassifiedExamples"], {{9, 2, 1} -> "b"}, TestID -> "what went wrong"]
VerificationTest[First[cm["WorstClassifiedExamples"]], {9, 2, 1} -> "b", TestID -> "the worst first"]
VerificationTest[Head[cm["ConfusionMatrixPlot"]], Graphics, TestID -> "a picture"]
VerificationTest[
  ClassifierMeasurements[net, Keys[data] -> Values[data], "Accuracy"], 0.8, TestID -> "inputs -> classes"]
VerificationTest[
  ClassifierMeasurements[net, <|"Input" -> Keys[data], "Output" -> Values[data]|>, "Accuracy"], 0.8,
  TestID -> "columns"]
VerificationTest[
  ClassifierMeasurements[net, {{1, 2, 3} -> "z"}], $Failed, {ClassifierMeasurements::unkcls}, TestID -> "a strange class"]
VerificationTest[ClassifierMeasurements[net, 7], $Failed, {ClassifierMeasurements::bdtst}, TestID -> "no data"]
VerificationTest[cm["Beauty"], $Failed, {ClassifierMeasurementsObject::noprop}, TestID -> "no property"]
VerificationTest[
  ClassifierMeasurements[{"a", "b"}, {"a", "a"}, "Accuracy"], 0.5, TestID -> "answers instead of a classifier"]

numbers = NetInitialize[NetChain[{LinearLayer[{}]}, "Input" -> 1], RandomSeeding -> 1];
pairs = {{1} -> 2., {2} -> 3., {4} -> 1.};
pm = PredictorMeasurements[numbers, pairs];
VerificationTest[
  near[pm[{"MeanSquare", "MeanDeviation", "RSquared"}],
    NetMeasurements[numbers, pairs, {"MeanSquare", "MeanDeviation", "RSquared"}]], True, TestID -> "of numbers"]
VerificationTest[near[pm["Residuals"], (Last[#] - numbers[First[#]]) & /@ pairs], True, TestID -> "residuals"]
VerificationTest[Head[pm["ComparisonPlot"]], Graphics, TestID -> "comparison"]
VerificationTest[
  PredictorMeasurements[numbers, {{1} -> "a"}], $Failed, {PredictorMeasurements::bdprd}, TestID -> "no numbers"]
