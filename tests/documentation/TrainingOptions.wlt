(* The pages of the options of NetTrain that have one: LossFunction, TrainingUpdateSchedule,
   TrainingStoppingCriterion, TrainingProgressMeasurements, TrainingProgressCheckpointing,
   TrainingProgressFunction, TrainingProgressReporting. *)

BeginTestSection["options of NetTrain"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
w[net_] := First[Flatten[{Normal[NetExtract[net, "Weights"]]}]];
weight[x_, in_: 1] := LinearLayer[{}, "Weights" -> If[NumberQ[x], {{x}}, x], "Biases" -> None, "Input" -> in, "Output" -> "Real"];
one = weight[2];
data = {{1} -> 0};
sgd[rate_: 0.1] := Sequence[Method -> {"SGD", "Momentum" -> 0}, LearningRate -> rate];
once[net_, d_, opts___] := NetTrain[net, d, opts, sgd[], MaxTrainingRounds -> 1];

(* LossFunction: the derivative of w^2 at 2 is 4, that of Abs[w] is 1 *)
VerificationTest[w[once[one, data, LossFunction -> #]] & /@ {Automatic, MeanSquaredLossLayer[], MeanAbsoluteLossLayer[]}, 2 - 0.1 {4, 4, 1}, SameTest -> near, TestID -> "a loss layer"]
VerificationTest[w[once[one, data, LossFunction -> ("Output" -> MeanAbsoluteLossLayer[])]], 1.9, SameTest -> near, TestID -> "for a port"]
VerificationTest[w[once[one, data, LossFunction -> {"Output" -> MeanSquaredLossLayer[] -> Scaled[3]}]], 2 - 0.1*3*4, SameTest -> near, TestID -> "scaled"]
VerificationTest[w[once[one, data, LossFunction -> {"Output" -> Automatic -> Scaled[-1]}]], 2 + 0.4, SameTest -> near, TestID -> "a negative factor goes uphill"]
VerificationTest[w[once[one, data, LossFunction -> ThreadingLayer[(#Input - #Target)^4 &]]], 2 - 0.1*32, SameTest -> near, TestID -> "any net with Input and Target"]
VerificationTest[w[once[one, <|"Input" -> {{1}}|>, LossFunction -> ElementwiseLayer[Exp]]], 2 - 0.1 Exp[2.], SameTest -> (Abs[#1 - #2] < 0.0001 &), TestID -> "a loss without a target needs no targets"]
VerificationTest[NetTrain[LinearLayer[2, "Weights" -> {{1}, {2}}, "Biases" -> None, "Input" -> 1], <|"Input" -> {{1}}|>, "RoundLoss", LossFunction -> ElementwiseLayer[#^2 &], MaxTrainingRounds -> 1], 5., SameTest -> near, TestID -> "the elements of an array are added"]
fork = NetGraph[<|"a" -> weight[2], "b" -> weight[3]|>, {NetPort["Input"] -> "a" -> NetPort["A"], NetPort["Input"] -> "b" -> NetPort["B"]}];
both = <|"Input" -> {{1}}, "A" -> {0}, "B" -> {0}|>;
VerificationTest[NetTrain[fork, both, "RoundLoss", MaxTrainingRounds -> 1], 4. + 9., SameTest -> near, TestID -> "losses of all outputs are added"]
VerificationTest[{w[NetExtract[#, "a"]], w[NetExtract[#, "b"]]} &[once[fork, both, LossFunction -> {"A"  -> MeanAbsoluteLossLayer[]}]], {1.9, 3.}, SameTest -> near, TestID -> "one output of two"]
VerificationTest[{w[NetExtract[#, "a"]], w[NetExtract[#, "b"]]} &[once[fork, both, LossFunction -> {"A"  -> MeanAbsoluteLossLayer[], "B" -> MeanSquaredLossLayer[] -> Scaled[0.5]}]], {1.9, 2.7}, SameTest -> near, TestID -> "two losses"]
VerificationTest[once[fork, both, LossFunction -> MeanSquaredLossLayer[]], $Failed, {NetTrain::lossports}, TestID -> "a layer alone is for one output"]
inside = NetGraph[<|"net" -> one, "cost" -> ThreadingLayer[#Input^2 #Factor &]|>, {"net" -> NetPort["cost", "Input"], NetPort["Factor"] -> NetPort["cost", "Factor"], "cost" -> NetPort["Cost"]}];
VerificationTest[w[NetExtract[once[inside, <|"Input" -> {{1}}, "Factor" -> {5}|>, LossFunction -> "Cost"], "net"]], 2 - 0.1*5*4, SameTest -> near, TestID -> "a port that is a loss"]
VerificationTest[once[one, data, LossFunction -> "Cost"], $Failed, {NetTrain::lossport}, TestID -> "no such port"]
VerificationTest[w[NetTrain[one, data, MeanAbsoluteLossLayer[], sgd[], MaxTrainingRounds -> 1]], 1.9, SameTest -> near, TestID -> "the loss as the third argument, as in older versions"]

(* TrainingUpdateSchedule *)
steps[schedule_, n_] := Block[{seen = {}}, NetTrain[fork, both, sgd[], TrainingUpdateSchedule -> schedule, MaxTrainingRounds -> n, TrainingProgressFunction -> (AppendTo[seen, {w[NetExtract[#Net, "a"]], w[NetExtract[#Net, "b"]]}] &)]; seen];
VerificationTest[steps[{"a", "b"}, 3], {{1.6, 3}, {1.6, 2.4}, {1.28, 2.4}}, SameTest -> near, TestID -> "in turns"]
VerificationTest[steps[{1, 2}, 3] === steps[{"a", "b"}, 3], True, TestID -> "positions"]
VerificationTest[steps[{"a" -> 2, "b"}, 3], {{1.6, 3}, {1.28, 3}, {1.28, 2.4}}, SameTest -> near, TestID -> "two steps, then one"]
VerificationTest[steps[{"a" | "b"}, 2] === steps[Automatic, 2] === steps[{_}, 2] === steps[{1 ;; 2}, 2], True, TestID -> "all at once"]
VerificationTest[steps[{{"b", "Weights"}}, 2], {{2, 2.4}, {2, 1.92}}, SameTest -> near, TestID -> "an array; what is in no group stays"]

gan = NetGANOperator[{LinearLayer[1, "Weights" -> {{2}}, "Biases" -> {0}, "Input" -> 1], LinearLayer[{}, "Weights" -> {{1}}, "Biases" -> {0}]}];
alternate[n_] := With[{net = NetTrain[gan, <|"Sample" -> {{5}}, "Latent" -> {{1}}|>, sgd[], TrainingUpdateSchedule -> {"Discriminator", "Generator"}, MaxTrainingRounds -> n]}, {w[NetExtract[net, "Generator"]], w[NetExtract[net, "Discriminator"]]}];
(* the discriminator goes down 2 w - 5 w, so that w is 1 + 0.1*3; then the generator goes up w g *)
VerificationTest[alternate /@ {1, 2}, {{2, 1.3}, {2.13, 1.3}}, SameTest -> near, TestID -> "the nets of a GAN in turns"]
shared = NetGraph[<|"a" -> weight[NetArray["w"]], "b" -> weight[NetArray["w"]]|>, {NetPort["Input"] -> "a" -> NetPort["A"], NetPort["Input"] -> "b" -> NetPort["B"]}];
shared = NetReplacePart[shared, NetArray["w"] -> {{2}}];
VerificationTest[{w[NetExtract[#, "a"]], w[NetExtract[#, "b"]]} &[NetTrain[shared, both, sgd[], TrainingUpdateSchedule -> {"a"}, MaxTrainingRounds -> 1]], {1.2, 1.2}, SameTest -> near, TestID -> "a shared array has one schedule"]

(* TrainingStoppingCriterion: the loss of the net that goes uphill never gets better *)
rounds[criterion_, opts___] := NetTrain[one, data, "TotalRounds", opts, TrainingStoppingCriterion -> criterion, ValidationSet -> data, sgd[], MaxTrainingRounds -> 12];
up = LearningRateMultipliers -> -1;
VerificationTest[rounds[None, up], 12, TestID -> "no criterion"]
VerificationTest[rounds[#, up] & /@ {"Loss", Automatic}, {2, 2}, TestID -> "the first round that is no better"]
VerificationTest[rounds[<|"Criterion" -> "Loss", "Patience" -> #|>, up] & /@ {0, 1, 3}, {2, 3, 5}, TestID -> "Patience"]
VerificationTest[rounds[<|"Criterion" -> "Loss", "InitialPatience" -> #|>, up] & /@ {1, 4}, {2, 5}, TestID -> "InitialPatience"]
VerificationTest[rounds["Loss"], 12, TestID -> "a loss that falls"]
(* the losses are 4 (0.64)^k: 2.56, 1.64, 1.05, ..., so every round is 36 percent better *)
VerificationTest[rounds[<|"Criterion" -> "Loss", "RelativeChange" -> #|>] & /@ {0.3, 0.4}, {12, 2}, TestID -> "RelativeChange"]
VerificationTest[rounds[<|"Criterion" -> "Loss", "RelativeChange" -> Quantity[40, "Percent"]|>], 2, TestID -> "in percent"]
VerificationTest[rounds[<|"Criterion" -> "Loss", "AbsoluteChange" -> 0.5|>], 4, TestID -> "AbsoluteChange: 1.05 to 0.67 is less than 0.5"]
VerificationTest[rounds[<|"Criterion" -> (#ValidationLoss < 1 &)|>], 4, TestID -> "a function"]
VerificationTest[rounds[<|"Criterion" -> (#RoundLoss < 1 &)|>], 5, TestID -> "of the loss of the training data"]
VerificationTest[NetTrain[one, data, "TotalRounds", TrainingStoppingCriterion -> "Loss", up, sgd[], MaxTrainingRounds -> 9], 2, {NetTrain::stopval}, TestID -> "without validation data, with a warning"]
VerificationTest[rounds["Beauty"], $Failed, {NetTrain::measurement}, TestID -> "no such measurement"]

(* TrainingProgressMeasurements *)
decide = NetChain[{LinearLayer[2, "Weights" -> {{1}, {-1}}, "Biases" -> None], SoftmaxLayer[]}, "Input" -> 1, "Output" -> NetDecoder[{"Class", {"plus", "minus"}}]];
signs = {{1} -> "plus", {2} -> "plus", {-1} -> "minus", {3} -> "minus"};
measured[m_] := NetTrain[decide, signs, "RoundMeasurements", TrainingProgressMeasurements -> m, MaxTrainingRounds -> 1, LearningRateMultipliers -> None];
VerificationTest[measured[Automatic], <|"ErrorRate" -> 0.25|>, TestID -> "ErrorRate where there are classes"]
VerificationTest[measured["Accuracy"], <|"Accuracy" -> 0.75|>, TestID -> "one measurement"]
VerificationTest[measured[{"Accuracy", "ConfusionMatrix"}], <|"Accuracy" -> 0.75, "ConfusionMatrix" -> {{2, 0}, {1, 1}}|>, TestID -> "several"]
VerificationTest[measured["Recall"], <|"Recall" -> <|"plus" -> 1., "minus" -> 0.5|>|>, TestID -> "by class"]
VerificationTest[measured[<|"Measurement" -> "Recall", "ClassAveraging" -> "Macro", "Key" -> "mean"|>], <|"mean" -> 0.75|>, TestID -> "averaged, under a key"]
VerificationTest[First[Values[measured[NetPort[{1, "Weights"}]]]] // Normal, {{1.}, {-1.}}, SameTest -> near, TestID -> "an array"]
VerificationTest[measured[<|"Measurement" -> (Length[Normal[#Target]] &), "Key" -> "n"|>]["n"] > 0, True, TestID -> "a function"]
VerificationTest[NetTrain[decide, signs, "ValidationMeasurements", ValidationSet -> Take[signs, 2], MaxTrainingRounds -> 1, LearningRateMultipliers -> None], <|"ErrorRate" -> 0.|>, TestID -> "of the validation data"]
VerificationTest[NetTrain[one, data, "RoundMeasurements", MaxTrainingRounds -> 1], <||>, TestID -> "nothing for a net without classes"]
VerificationTest[Length[NetTrain[decide, signs, "RoundMeasurementsLists", MaxTrainingRounds -> 3]], 3, TestID -> "a list of rounds"]

(* TrainingProgressCheckpointing *)
folder = CreateDirectory[];
file = FileNameJoin[{folder, "last.wlnet"}];
VerificationTest[NetTrain[one, data, sgd[], MaxTrainingRounds -> 3, TrainingProgressCheckpointing -> {"File", file}]; w[Import[file]], 2. 0.8^3, SameTest -> near, TestID -> "a file that is written again and again"]
saved[opts___] := FileNameTake /@ NetTrain[one, data, "CheckpointingFiles", sgd[], MaxTrainingRounds -> 4, opts];
VerificationTest[Length[saved[TrainingProgressCheckpointing -> {"Directory", folder}]], 4, TestID -> "a file for every round"]
VerificationTest[Length[saved[TrainingProgressCheckpointing -> {"Directory", folder, "Interval" -> Quantity[2, "Rounds"]}]], 2, TestID -> "Interval"]
VerificationTest[Length[saved[TrainingProgressCheckpointing -> {"Directory", folder, "Interval" -> Quantity[1, "Hours"]}]] <= 1, True, TestID -> "absolute time"]
VerificationTest[Length[saved[TrainingProgressCheckpointing -> {"Directory", folder, "MinimumInterval" -> 100}]] <= 1, True, TestID -> "MinimumInterval"]
VerificationTest[Length[StringSplit[First[saved[TrainingProgressCheckpointing -> {"Directory", folder}]], "_"]], 5, TestID -> "names: start, counter, round, batch, loss"]
VerificationTest[Length[StringSplit[First[saved[TrainingProgressCheckpointing -> {"Directory", folder}, ValidationSet -> data]], "_"]], 6, TestID -> "and the loss of the validation data"]
VerificationTest[Length[Union[saved[TrainingProgressCheckpointing -> {{"File", file}, {"Directory", folder}}]]], 5, TestID -> "a file and a folder"]
VerificationTest[NetTrain[one, data, "CheckpointingFiles", MaxTrainingRounds -> 1], {}, TestID -> "nothing is written unasked"]
VerificationTest[w[Import[Last[NetTrain[one, data, "CheckpointingFiles", sgd[], MaxTrainingRounds -> 2, TrainingProgressCheckpointing -> {"Directory", folder}]]]], 2. 0.8^2, SameTest -> near, TestID -> "the last file is the net at the end"]
DeleteDirectory[folder, DeleteContents -> True];

(* TrainingProgressFunction *)
watch[key_, opts___] := Block[{seen = {}}, NetTrain[one, {{1} -> 0, {1} -> 0, {1} -> 0, {1} -> 0}, sgd[], opts, BatchSize -> 2, MaxTrainingRounds -> 2, TrainingProgressFunction -> (AppendTo[seen, #[key]] &)]; seen];
VerificationTest[watch /@ {"Round", "AbsoluteBatch", "Batch", "BatchesPerRound", "BatchSize", "ExamplesProcessed", "ProgressFraction"}, {{1, 2}, {2, 4}, {2, 2}, {2, 2}, {2, 2}, {4, 8}, {0.5, 1.}}, SameTest -> Equal, TestID -> "after every round"]
VerificationTest[w /@ watch["Net"], 2. 0.8^{2, 4}, SameTest -> near, TestID -> "the net so far"]
VerificationTest[watch["RoundLoss"], {Mean[4 {1, 0.64}], Mean[4 {0.64^2, 0.64^3}]}, SameTest -> near, TestID -> "the loss of the round"]
VerificationTest[watch["LearningRate"], {0.1, 0.1}, SameTest -> near, TestID -> "the learning rate"]
VerificationTest[Sort /@ watch["BatchIndices"] // Dimensions, {2, 2}, TestID -> "the examples of the batch"]
VerificationTest[First /@ Normal /@ Values /@ watch["Gradients"] // Flatten // Length, 2, TestID -> "gradients"]
VerificationTest[Block[{n = 0}, NetTrain[one, data, MaxTrainingRounds -> 6, TrainingProgressFunction -> {n++ &, "Interval" -> Quantity[2, "Rounds"]}]; n], 3, TestID -> "at intervals"]
VerificationTest[Block[{n = 0}, NetTrain[one, data, MaxTrainingRounds -> 6, TrainingProgressFunction -> {n++ &, "Interval" -> Quantity[1, "Batches"]}]; n], 6, TestID -> "after every batch"]
VerificationTest[Block[{n = 0}, NetTrain[one, data, MaxTrainingRounds -> 6, TrainingProgressFunction -> {n++ &, "MinimumInterval" -> 100}]; n] <= 1, True, TestID -> "not too often"]

(* TrainingProgressReporting *)
report = FileNameJoin[{$TemporaryDirectory, "wlnet-report." <> #}] &;
VerificationTest[NetTrain[one, data, MaxTrainingRounds -> 3, TrainingProgressReporting -> File[report["csv"]]]; Length[Import[report["csv"]]], 4, TestID -> "a table, with a row of names"]
VerificationTest[NetTrain[one, data, MaxTrainingRounds -> 3, TrainingProgressReporting -> File[report["json"]]]; Head[Import[report["json"], "RawJSON"]], List, TestID -> "JSON"]
DeleteFile[report /@ {"csv", "json"}];
reported[settings___] := Block[{seen = {}}, NetTrain[one, data, MaxTrainingRounds -> 3, TrainingProgressReporting -> {(AppendTo[seen, #Round]; #Round) &, settings}]; seen];
VerificationTest[reported["Interval" -> Quantity[1, "Rounds"], "MinimumInterval" -> 0], {1, 2, 3}, SameTest -> (DeleteDuplicates[#1] === #2 &), TestID -> "a function for reports"]
VerificationTest[Length[reported["MinimumInterval" -> 100, "Interval" -> Quantity[1, "Rounds"]]] <= 2, True, TestID -> "not too often, in any order of the settings"]
VerificationTest[Head[NetTrain[one, data, MaxTrainingRounds -> 1, TrainingProgressReporting -> #]] & /@ {None, "ProgressIndicator", {"ProgressIndicator", None}}, Table[LinearLayer, 3], TestID -> "forms of reports"]
VerificationTest[NetTrain[one, data, TrainingProgressReporting -> "Trumpet"], $Failed, {NetTrain::report}, TestID -> "no such form"]

EndTestSection[]
