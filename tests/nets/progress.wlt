(* What can be seen of a training while it goes on: functions, measurements, reports, criteria. *)

BeginTestSection["progress"]

points = {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1};
line = NetInitialize[LinearLayer[{}, "Input" -> "Real", "Output" -> "Real"]];
quick = Sequence[MaxTrainingRounds -> 3, RandomSeeding -> 1, BatchSize -> 2];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 0.00001;
told[f_, opts___] := Block[{seen = {}}, NetTrain[line, points, TrainingProgressFunction -> f, opts, quick]; seen];
note[key_] := Function[AppendTo[seen, #[key]]];

(* -- TrainingProgressFunction -- *)

VerificationTest[told[Function[AppendTo[seen, #Round]]], {1, 2, 3}, TestID -> "a function is called after every round"]
VerificationTest[told[{note["Round"]}], {1, 2, 3}, TestID -> "a list of functions"]
VerificationTest[told[{note["AbsoluteBatch"], "Interval" -> Quantity[1, "Batches"]}], Range[6], TestID -> "a function for every batch"]
VerificationTest[told[{note["AbsoluteBatch"], "Interval" -> Quantity[2, "Rounds"]}], {4}, TestID -> "a function for every second round"]
VerificationTest[told[{note["AbsoluteBatch"], "Interval" -> Quantity[10, "Hours"]}], {}, TestID -> "a function for every ten hours"]
VerificationTest[told[{{note["Round"], "Interval" -> Quantity[3, "Rounds"]}, note["Batch"]}], {3, 2} /. {3, 2} -> {2, 2, 3, 2}, TestID -> "several functions with intervals of their own"]
each[key_] := told[{note[key], "Interval" -> Quantity[1, "Batches"]}];
VerificationTest[each["Batch"], {1, 2, 1, 2, 1, 2}, TestID -> "Batch"]
VerificationTest[each["ExamplesProcessed"], {2, 4, 6, 8, 10, 12}, TestID -> "ExamplesProcessed"]
VerificationTest[First /@ {told[note["BatchSize"]], told[note["BatchesPerRound"]], told[note["TotalRounds"]], told[note["TotalBatches"]]}, {2, 2, 3, 6}, TestID -> "sizes"]
VerificationTest[near[each["ProgressFraction"], Range[6]/6], True, TestID -> "ProgressFraction"]
VerificationTest[Sort[Join @@ each["BatchIndices"][[1 ;; 2]]], {1, 2, 3, 4}, TestID -> "BatchIndices"]
VerificationTest[Sort[Join @@ (Normal[#["Input"]] & /@ each["BatchData"][[3 ;; 4]])], {1., 2., 3., 4.}, TestID -> "BatchData"]
VerificationTest[Length /@ each["BatchLossList"], Range[6], TestID -> "BatchLossList"]
VerificationTest[near[each["BatchLoss"], Last[each["BatchLossList"]]], True, TestID -> "BatchLoss"]
VerificationTest[near[Mean /@ each["ExampleLosses"], each["BatchLoss"]], True, TestID -> "ExampleLosses"]
VerificationTest[told[note["RoundLossList"]] === (told[note["RoundLoss"]][[1 ;; #]] & /@ {1, 2, 3}), True, TestID -> "RoundLoss and RoundLossList"]
VerificationTest[told[note["Event"]], Table["RoundComplete", 3], TestID -> "Event"]
VerificationTest[Union[each["LearningRate"], each["InitialLearningRate"]], {0.001}, TestID -> "LearningRate"]
VerificationTest[near[each["LearningRate"], {1, 2, 3, 4, 5, 6}/1000/6], False, TestID -> "the rate does not change by itself"]
VerificationTest[near[told[{note["LearningRate"], "Interval" -> Quantity[1, "Batches"]}, Method -> {"ADAM", "LearningRateSchedule" -> (#1/#2 &)}], Range[6]/6000], True, TestID -> "a schedule of the learning rate"]
VerificationTest[{Union[told[note["OptimizationMethod"]]], Union[told[note["TargetDevice"]]]}, {{"ADAM"}, {"CPU"}}, TestID -> "names"]
VerificationTest[AllTrue[Join[told[note["TimeElapsed"]], told[note["MeanExamplesPerSecond"]], told[note["MeanBatchesPerSecond"]]], # > 0 &], True, TestID -> "times"]
VerificationTest[Head /@ told[note["Net"]], Table[LinearLayer, 3], TestID -> "Net"]
VerificationTest[near[Normal[NetExtract[Last[told[note["Net"]]], "Weights"]], Normal[NetExtract[NetTrain[line, points, quick], "Weights"]]], True, TestID -> "the net of the moment"]
VerificationTest[near[Normal[Last[told[note["Weights"]]]["Weights"]], Normal[NetExtract[NetTrain[line, points, quick], "Weights"]]], True, TestID -> "Weights"]
VerificationTest[Keys[First[told[note["Gradients"]]]], {"Weights", "Biases"}, TestID -> "Gradients"]
VerificationTest[near[Join @@ (Flatten[{Normal[#]}] & /@ Values[First[each["Gradients"]]]), Normal[First[each["GradientsVector"]]]], True, TestID -> "GradientsVector"]
VerificationTest[near[First[each["GradientsRMS"]]["Biases"], Abs[Normal[First[each["Gradients"]]["Biases"]]]], True, TestID -> "GradientsRMS"]
rate = 0.01;
steps = Block[{seen = {}}, NetTrain[line, points, MaxTrainingRounds -> 2, LearningRate -> rate, Method -> {"SGD", "Momentum" -> 0}, TrainingProgressFunction -> {Function[AppendTo[seen, {Normal[#WeightsVector], Normal[#GradientsVector]}]], "Interval" -> Quantity[1, "Batches"]}]; seen];
VerificationTest[near[steps[[1, 1]] - rate steps[[2, 2]], steps[[2, 1]]], True, TestID -> "a gradient is what moves the arrays"]
VerificationTest[told[Function[AppendTo[seen, Head[#Pointless]]]], Table[Missing, 3], TestID -> "no such key"]
VerificationTest[Complement[{"AbsoluteBatch", "Batch", "BatchData", "BatchesPerRound", "BatchesPerSecond", "BatchIndices", "BatchLoss", "BatchLossList", "BatchMeasurements", "BatchMeasurementsLists", "BatchSize", "BestValidationRound", "CheckpointingFiles", "Event", "ExampleLosses", "ExamplesPerSecond", "ExamplesProcessed", "Gradients", "GradientsRMS", "GradientsVector", "InitialLearningRate", "LearningRate", "MeanBatchesPerSecond", "MeanExamplesPerSecond", "Net", "OptimizationMethod", "ProgressFraction", "Round", "RoundLoss", "RoundLossList", "RoundMeasurements", "RoundMeasurementsLists", "TargetDevice", "TimeElapsed", "TimeRemaining", "TotalBatches", "TotalRounds", "ValidationLoss", "ValidationLossList", "ValidationMeasurements", "ValidationMeasurementsLists", "Weights", "WeightsRMS", "WeightsVector"}, told[Function[AppendTo[seen, Keys[#]]]][[1]]], {}, TestID -> "the keys"]
VerificationTest[NetTrain[line, points, {"TotalRounds", "ReasonTrainingStopped"}, TrainingProgressFunction -> Function[If[#Round == 2, "StopTraining"]], quick], {2, "Training was stopped by the progress function."}, TestID -> "a function may stop the training"]
VerificationTest[CheckAbort[NetTrain[line, points, TrainingProgressFunction -> ("AbortTraining" &), quick], "abandoned"], "abandoned", TestID -> "a function may abandon the training"]
VerificationTest[NetTrain[line, points, TrainingProgressFunction -> 5, quick], $Failed, {NetTrain::progfun}, TestID -> "no function"]
VerificationTest[NetTrain[line, points, TrainingProgressFunction -> {Print, "Interval" -> -1}, quick], $Failed, {NetTrain::interval}, TestID -> "no interval"]
VerificationTest[NetTrain[line, points, TrainingProgressFunction -> {Print, "Colour" -> 1}, quick], $Failed, {NetTrain::progopt}, TestID -> "no such setting"]

(* -- the same, from the data and the arrays of the moment before -- *)

allOf[data_, opts___] := Block[{seen = {}}, NetTrain[NetChain[{LinearLayer[1]}, "Input" -> 1], data, opts, TrainingProgressFunction -> {Function[AppendTo[seen, AssociationMap[Function[key, Normal[#[key]]], {"BatchData", "BatchIndices", "BatchLossList", "Batch", "Round", "Weights", "WeightsVector", "WeightsRMS", "Gradients", "GradientsVector", "GradientsRMS", "ExampleLosses", "BatchLoss", "RoundLoss", "RoundLossList", "ExamplesProcessed", "LearningRate", "ProgressFraction"}]]], "Interval" -> Quantity[1, "Batches"]}, MaxTrainingRounds -> 3, BatchSize -> 4, RandomSeeding -> 1, Method -> "SGD"]; seen];
pairs = Table[{i/3} -> {Sin[i]}, {i, 1., 10.}];
errorsOf[before_, now_] := With[{data = Normal /@ Association[now["BatchData"]], p = before["WeightsVector"]}, data["Input"][[All, 1]] p[[1]] + p[[2]] - data["Output"][[All, 1]]];
inputsOf[now_] := Normal[Association[now["BatchData"]]["Input"]][[All, 1]];
asExpected[seen_] := AllTrue[Partition[seen, 2, 1], Function[two, With[{e = errorsOf @@ two, x = inputsOf[two[[2]]], now = two[[2]]},
  near[now["ExampleLosses"], e^2] && near[now["BatchLoss"], Mean[e^2]] && near[now["GradientsVector"], {Mean[2 e x], Mean[2 e]}] &&
  near[now["GradientsRMS"][[All, 2]], Abs[now["GradientsVector"]]] && near[now["WeightsRMS"][[All, 2]], Abs[now["WeightsVector"]]]]]];
roundsOf[now_] := Mean /@ If[now["Batch"] === 0, Identity, Take[#, now["Round"] - 1] &][Partition[now["BatchLossList"], UpTo[3]]];
seenPairs = allOf[pairs];
VerificationTest[{Length[seenPairs], asExpected[seenPairs]}, {9, True}, TestID -> "losses and gradients of batches"]
VerificationTest[AllTrue[seenPairs, near[#["RoundLossList"], roundsOf[#]] &], True, TestID -> "within a round, the rounds before it have losses"]
VerificationTest[Head /@ seenPairs[[All, "RoundLoss"]], Join[{Missing, Missing, Missing}, Table[Real, 6]], TestID -> "no round has ended yet"]
VerificationTest[seenPairs[[All, "ExamplesProcessed"]], {4, 8, 10, 14, 18, 20, 24, 28, 30}, TestID -> "a smaller batch ends the round"]
VerificationTest[AllTrue[seenPairs, near[inputsOf[#], Keys[pairs][[#["BatchIndices"], 1]]] &], True, TestID -> "which examples they are"]
made = {};
seenMade = allOf[{Function[With[{batch = Table[With[{x = RandomReal[1, 1]}, x -> 2 x], #BatchSize]}, AppendTo[made, Flatten[Keys[batch]]]; batch]], "RoundLength" -> 12}];
VerificationTest[{Length[seenMade], asExpected[seenMade], AllTrue[seenMade, Function[now, Min[Function[xs, Max[Abs[xs - inputsOf[now]]]] /@ made] < 10^-6]]}, {9, True, True}, TestID -> "batches that a function made"]
diverged = NetTrain[line, points, {"RoundLoss", "RoundLossList", "BatchLossList"}, LearningRate -> 10.^30, Method -> "SGD", MaxTrainingRounds -> 5];
VerificationTest[{First[diverged], Union[Head /@ Flatten[diverged]], MemberQ[diverged[[3]], Infinity]}, {Indeterminate, {DirectedInfinity, Real, Symbol}, True}, TestID -> "losses that are no numbers"]

(* -- TrainingProgressMeasurements -- *)

colours = {{1., 0.} -> "red", {0., 1.} -> "blue", {1., 0.1} -> "red", {0.1, 1.} -> "blue", {2., 1.} -> "red"};
classify = NetChain[{LinearLayer[], SoftmaxLayer[]}];
learn[prop_, opts___] := NetTrain[classify, colours, prop, opts, MaxTrainingRounds -> 4, BatchSize -> 2, RandomSeeding -> 3];
VerificationTest[Keys[learn["RoundMeasurements"]], {"ErrorRate"}, TestID -> "the error rate, unless said otherwise"]
VerificationTest[NetTrain[line, points, "RoundMeasurements", quick], <||>, TestID -> "nothing for a net that gives numbers"]
VerificationTest[learn["RoundMeasurements", TrainingProgressMeasurements -> None], <||>, TestID -> "nothing if nothing is wanted"]
several = learn[All, TrainingProgressMeasurements -> {"Accuracy", "ConfusionMatrix", "Recall", "Loss"}, ValidationSet -> colours];
VerificationTest[Keys[several["RoundMeasurements"]], {"Accuracy", "ConfusionMatrix", "Recall", "Loss"}, TestID -> "several measurements"]
VerificationTest[Length /@ several /@ {"RoundMeasurementsLists", "BatchMeasurementsLists", "ValidationMeasurementsLists", "ValidationPositions", "RoundPositions"}, {4, 12, 4, 4, 4}, TestID -> "lists of measurements"]
VerificationTest[Total[several["RoundMeasurements"]["ConfusionMatrix"], 2], 5, TestID -> "a round has every example once"]
VerificationTest[Total[#["ConfusionMatrix"], 2] & /@ several["BatchMeasurementsLists"][[1 ;; 3]], {2, 2, 1}, TestID -> "a batch has its own"]
VerificationTest[near[several["ValidationMeasurements"]["Loss"], several["ValidationLoss"]], True, TestID -> "the loss of the validation data"]
VerificationTest[near[several["BatchMeasurementsLists"][[All, "Loss"]], several["BatchLossList"]], True, TestID -> "the losses of batches"]
VerificationTest[several["ValidationMeasurements"]["Accuracy"] === NetMeasurements[NetTrain[classify, colours, MaxTrainingRounds -> 4, BatchSize -> 2, RandomSeeding -> 3], colours, "Accuracy"], True, TestID -> "as NetMeasurements says"]
VerificationTest[several["RoundPositions"], {3, 6, 9, 12}, TestID -> "where rounds end"]
VerificationTest[several["ValidationPositions"], {3, 6, 9, 12}, TestID -> "where validation was"]
VerificationTest[learn["RoundMeasurements", TrainingProgressMeasurements -> <|"Measurement" -> "Recall", "ClassAveraging" -> "Macro", "Key" -> "mean recall"|>] // Keys, {"mean recall"}, TestID -> "a measurement with a name"]
VerificationTest[Length[learn["RoundMeasurements", TrainingProgressMeasurements -> NetPort[{1, "Output"}]][NetPort[{1, "Output"}]]], 2, TestID -> "what is at a port"]
often[interval_] := learn[{"BatchMeasurementsLists", "RoundMeasurementsLists"}, TrainingProgressMeasurements -> {<|"Measurement" -> "Accuracy", "Interval" -> interval|>, "Loss"}];
VerificationTest[Map[Union[Keys /@ #] &, often["Round"]], {{{"Loss"}}, {{"Accuracy", "Loss"}}}, TestID -> "of rounds alone"]
VerificationTest[often["Batch"] === often[Automatic] && often["Round"][[2]] === often["Batch"][[2]], True, TestID -> "of batches and of rounds"]
VerificationTest[learn["BatchMeasurementsLists", TrainingProgressMeasurements -> <|"Measurement" -> "Accuracy", "Interval" -> "Round"|>], {}, TestID -> "nothing of batches"]
VerificationTest[often["Sometimes"], $Failed, {NetTrain::measopt}, TestID -> "no such interval of a measurement"]
VerificationTest[learn["RoundMeasurements", TrainingProgressMeasurements -> {"Recall", <|"Measurement" -> "Recall", "ClassAveraging" -> "Macro"|>}], $Failed, {NetTrain::measkey}, TestID -> "two measurements of one name"]
VerificationTest[near[learn["RoundMeasurements", TrainingProgressMeasurements -> NetPort["Input", "TrainingData"]][NetPort["Input", "TrainingData"]], Mean[Keys[colours]]], True, TestID -> "the data at an input"]
VerificationTest[near[learn["RoundMeasurements", TrainingProgressMeasurements -> NetPort["Output", "TrainingData"]][NetPort["Output", "TrainingData"]], 1.6], True, TestID -> "the targets: blue is 1, red is 2"]
VerificationTest[learn["RoundMeasurements", TrainingProgressMeasurements -> NetPort["Nothing", "TrainingData"]], $Failed, {NetTrain::netpart}, TestID -> "no such data"]
VerificationTest[near[Normal[learn["RoundMeasurements", TrainingProgressMeasurements -> NetPort[{1, "Weights"}]][NetPort[{1, "Weights"}]]], Normal[NetExtract[learn["TrainedNet"], {1, "Weights"}]]], True, TestID -> "an array"]
VerificationTest[near[Values[learn["RoundMeasurementsLists"][[-1]]], Values[learn["RoundMeasurementsLists", TrainingProgressMeasurements -> "ErrorRate"][[-1]]]], True, TestID -> "measuring is looked at the same way"]
VerificationTest[Normal[NetExtract[learn["TrainedNet"], {1, "Weights"}]] === Normal[NetExtract[several["TrainedNet"], {1, "Weights"}]], True, TestID -> "measuring changes nothing"]
VerificationTest[learn["RoundMeasurements", TrainingProgressMeasurements -> "RSquared"], $Failed, {NetTrain::measurement}, TestID -> "a measurement that makes no sense"]
VerificationTest[Block[{seen = {}}, learn["TrainedNet", TrainingProgressFunction -> Function[AppendTo[seen, #RoundMeasurements["ErrorRate"]]]]; Length[Select[seen, NumberQ]]], 4, TestID -> "functions see measurements"]

(* -- TrainingStoppingCriterion -- *)

stop[criterion_, opts___] := NetTrain[line, points, "TotalRounds", opts, TrainingStoppingCriterion -> criterion, MaxTrainingRounds -> 40, RandomSeeding -> 1, ValidationSet -> points];
worse = Sequence[LearningRateMultipliers -> -1];
VerificationTest[stop["Loss", worse], 2, TestID -> "the first round without improvement"]
VerificationTest[stop[Automatic, worse], 2, TestID -> "the loss, unless said otherwise"]
VerificationTest[stop[<|"Criterion" -> "Loss", "Patience" -> 3|>, worse], 5, TestID -> "patience"]
VerificationTest[stop[<|"Criterion" -> "Loss", "InitialPatience" -> 6|>, worse], 7, TestID -> "patience at first"]
VerificationTest[stop[<|"Patience" -> 2, "InitialPatience" -> 5|>, worse], 8, TestID -> "both"]
VerificationTest[stop["Loss"], 40, TestID -> "improvement goes on"]
VerificationTest[stop[<|"Criterion" -> "Loss", "AbsoluteChange" -> 100|>], 2, TestID -> "too small an improvement"]
VerificationTest[stop[<|"Criterion" -> "Loss", "RelativeChange" -> 0.5|>], 2, TestID -> "too small an improvement for its size"]
VerificationTest[stop[<|"Criterion" -> "Loss", "RelativeChange" -> Quantity[50, "Percent"]|>], 2, TestID -> "in percent"]
VerificationTest[stop[Function[#RoundLoss < 10^9 && #Round >= 4]], 4, TestID -> "a function"]
VerificationTest[stop[<|"Criterion" -> Function[#ValidationLoss > 0 && #Round >= 3]|>], 3, TestID -> "a function in an association"]
VerificationTest[stop[# &] =!= $Failed, True, {NetTrain::stopans}, TestID -> "a criterion that answers neither True nor False"]
VerificationTest[stop[Null &], 40, TestID -> "a criterion that does not answer"]
VerificationTest[NetTrain[line, points, "ReasonTrainingStopped", TrainingStoppingCriterion -> "Loss", ValidationSet -> points, worse, quick], "The stopping criterion was met.", TestID -> "the reason"]
VerificationTest[NetTrain[line, points, "TotalRounds", TrainingStoppingCriterion -> "Loss", worse, MaxTrainingRounds -> 20, RandomSeeding -> 1], 2, {NetTrain::stopval}, TestID -> "without validation data"]
VerificationTest[NetTrain[classify, colours, "TotalRounds", TrainingStoppingCriterion -> "Accuracy", ValidationSet -> colours, MaxTrainingRounds -> 500, RandomSeeding -> 1] < 500, True, TestID -> "a measurement of which larger is better"]
VerificationTest[NetTrain[line, points, "TotalRounds", TrainingStoppingCriterion -> <|"Criterion" -> "RSquared", "Patience" -> 1|>, worse, ValidationSet -> points, MaxTrainingRounds -> 20], 3, TestID -> "a measurement that gets worse"]
bySettings = <|"Measurement" -> "Recall", "ClassAveraging" -> "Macro"|>;
VerificationTest[Block[{seen = {}}, NetTrain[classify, colours, "TotalRounds", LearningRateMultipliers -> None, TrainingStoppingCriterion -> <|"Criterion" -> bySettings, "Patience" -> 4|>, TrainingProgressMeasurements -> "Recall", ValidationSet -> colours, MaxTrainingRounds -> 20, RandomSeeding -> 1]], 6, TestID -> "a measurement with settings"]
learnFast[criterion_] := NetTrain[classify, colours, "TotalRounds", TrainingStoppingCriterion -> <|"Criterion" -> criterion, "Patience" -> 5|>, ValidationSet -> colours, LearningRate -> 1, MaxTrainingRounds -> 60, RandomSeeding -> 1];
VerificationTest[learnFast[bySettings] == learnFast[Append[bySettings, "Key" -> "mean recall"]] < learnFast["Loss"], True, TestID -> "it is the measurement that counts, not the loss"]
VerificationTest[stop["Beauty"], $Failed, {NetTrain::measurement}, TestID -> "no such criterion"]
VerificationTest[stop[<|"Criterion" -> "Loss", "Patience" -> "x"|>], $Failed, {NetTrain::stopopt}, TestID -> "no patience"]
VerificationTest[stop[<|"Criterion" -> "Loss", "Colour" -> 1|>], $Failed, {NetTrain::stopopt}, TestID -> "no such setting of a criterion"]

(* -- TrainingProgressReporting -- *)

report[form_, opts___] := NetTrain[line, points, opts, TrainingProgressReporting -> form, quick];
VerificationTest[Head /@ {report["Panel"], report["ProgressIndicator"], report[None], report[{}], report[Automatic]}, Table[LinearLayer, 5], TestID -> "forms that the front end shows"]
VerificationTest[Block[{seen = {}}, report[Function[AppendTo[seen, #Round]]]; First[seen]], 1, TestID -> "a function"]
VerificationTest[Block[{seen = {}}, report[{Function[AppendTo[seen, #AbsoluteBatch]], "Interval" -> Quantity[3, "Batches"]}]; seen], {3, 6}, TestID -> "a function at intervals"]
temporary = CreateDirectory[];
file[name_] := FileNameJoin[{temporary, name}];
report[File[file["a.csv"]]];
table = Import[file["a.csv"], "CSV"];
VerificationTest[{table[[1, 1 ;; 2]], table[[2 ;;, 1]], table[[2 ;;, 2]]}, {{"Round", "AbsoluteBatch"}, {1, 2, 3}, {2, 4, 6}}, TestID -> "a row for every round"]
report[{File[file["a.csv"]], File[file["b.tsv"]], {File[file["c.json"]], "Interval" -> Quantity[2, "Batches"]}}, ValidationSet -> points];
VerificationTest[Length[Import[file["a.csv"], "CSV"]], 4, TestID -> "a file begins anew"]
VerificationTest[MemberQ[First[Import[file["b.tsv"], "TSV"]], "ValidationLoss"], True, TestID -> "losses of validation"]
VerificationTest[Lookup[#, "AbsoluteBatch"] & /@ Association /@ Import[file["c.json"], "JSON"], {2, 4, 6}, TestID -> "JSON"]
NetTrain[classify, colours, TrainingProgressReporting -> File[file["d.wl"]], TrainingProgressMeasurements -> {"Recall", "ConfusionMatrix"}, MaxTrainingRounds -> 2];
VerificationTest[#["Round"] & /@ Get[file["d.wl"]], {1, 2}, TestID -> "WL"]
eachBatch[interval_] := (NetTrain[classify, colours, "BatchMeasurementsLists", TrainingProgressReporting -> {File[file["e.wl"]], "Interval" -> Quantity[1, "Batches"]}, TrainingProgressMeasurements -> <|"Measurement" -> "Loss", "Interval" -> interval|>, MaxTrainingRounds -> 2, BatchSize -> 2, RandomSeeding -> 1][[All, "Loss"]] -> Lookup[Get[file["e.wl"]], "Loss"]);
VerificationTest[near @@ eachBatch["Batch"], True, TestID -> "the latest batch is told of"]
NetTrain[classify, colours, TrainingProgressReporting -> File[file["f.csv"]], TrainingProgressMeasurements -> {NetPort["Output"], NetPort[{1, "Output"}], NetPort[{1, "Weights"}]}, MaxTrainingRounds -> 1];
VerificationTest[First[Import[file["f.csv"], "CSV"]][[-3 ;;]], {"Output", "1.Output", "1.Weights"}, TestID -> "columns have the names of ports and arrays"]
VerificationTest[Head /@ Last[eachBatch[Automatic]][[1 ;; 3]], {Missing, Missing, Missing}, TestID -> "or the latest round, when there was one"]
VerificationTest[NumberQ[First[Get[file["d.wl"]]]["Recall"]] && ! KeyExistsQ[First[Get[file["d.wl"]]], "ConfusionMatrix"], True, TestID -> "means of classes, and no tables"]
VerificationTest[Block[{folder = CreateDirectory[FileNameJoin[{temporary, "gone"}]]}, Head[report[File[FileNameJoin[{folder, "a.csv"}]], TrainingProgressFunction -> Function[If[#Round == 2, DeleteDirectory[folder, DeleteContents -> True]]]]]], LinearLayer, {NetTrain::noopen}, TestID -> "a file that is lost on the way does not stop the training"]
DeleteDirectory[temporary, DeleteContents -> True];
VerificationTest[report["Song"], $Failed, {NetTrain::report}, TestID -> "no such form"]
VerificationTest[report[File["x.mp3"]], $Failed, {NetTrain::report}, TestID -> "no such kind of file"]
VerificationTest[report[File["/nowhere/at/all.csv"]], $Failed, {NetTrain::noopen}, TestID -> "a file that cannot be written"]

EndTestSection[]
