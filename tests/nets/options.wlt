(* Options of NetTrain: data that are made, validation, schedules, seeds, precision. *)

BeginTestSection["options"]

points = {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1};
line = NetInitialize[LinearLayer[{}, "Input" -> "Real", "Output" -> "Real"]];
quick = Sequence[MaxTrainingRounds -> 3, RandomSeeding -> 1];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 0.00001;
weights[net_] := Normal[NetExtract[net, "Weights"]];

(* -- data that a function makes -- *)

make = Function[Table[i -> 2. i, {i, #BatchSize}]];
VerificationTest[NetTrain[line, make, {"BatchSize", "BatchesPerRound", "TotalBatches"}, BatchSize -> 5, quick], {5, 64, 192}, TestID -> "64 batches are a round, unless said otherwise"]
VerificationTest[NetTrain[line, {make, "RoundLength" -> 12}, {"BatchSize", "BatchesPerRound", "ExamplesProcessed"}, BatchSize -> 4, quick], {4, 3, 36}, TestID -> "the length of a round"]
VerificationTest[NetTrain[line, {make, "RoundLength" -> 1}, "BatchSize", quick], 64, TestID -> "the usual size of a batch"]
VerificationTest[near[weights[NetTrain[line, {make, "RoundLength" -> 4}, BatchSize -> 4, quick]], weights[NetTrain[line, Table[i -> 2. i, {i, 4}], quick]]], True, TestID -> "the same data, the same net"]
asked = {}; NetTrain[line, {Function[AppendTo[asked, {#Round, #Batch, #AbsoluteBatch}]; make[#]], "RoundLength" -> 6}, BatchSize -> 3, MaxTrainingRounds -> 2];
VerificationTest[asked, {{1, 1, 1}, {1, 2, 2}, {2, 1, 3}, {2, 2, 4}}, TestID -> "the function is told which batch it makes"]
maker[a_] := make[a];
VerificationTest[Head[NetTrain[line, {maker, "RoundLength" -> 4}, BatchSize -> 4, quick]], LinearLayer, TestID -> "a function by its name"]
VerificationTest[Head[NetTrain[line, {Function[<|"Input" -> Range[#BatchSize], "Output" -> Range[#BatchSize]|>], "RoundLength" -> 4}, BatchSize -> 4, quick]], LinearLayer, TestID -> "batches in another form"]
random = Function[Table[With[{x = RandomReal[]}, x -> 2 x], #BatchSize]];
VerificationTest[weights[NetTrain[line, {random, "RoundLength" -> 9}, BatchSize -> 3, quick]] === weights[NetTrain[line, {random, "RoundLength" -> 9}, BatchSize -> 3, quick]], True, TestID -> "the same seed, the same random data"]
VerificationTest[SeedRandom[5]; a = RandomReal[]; SeedRandom[5]; NetTrain[line, {random, "RoundLength" -> 9}, BatchSize -> 3, quick]; a === RandomReal[], True, TestID -> "a seed leaves the numbers of the session alone"]
VerificationTest[Information[NetTrain[NetChain[{2, LinearLayer[]}], {make, "RoundLength" -> 4}, BatchSize -> 4, quick], #] & /@ {"InputPorts", "OutputPorts"}, {<|"Input" -> "Real"|>, <|"Output" -> "Real"|>}, TestID -> "the first batch tells the sizes"]
VerificationTest[NetTrain[line, {1 -> 2} &, quick], $Failed, {NetTrain::genlen}, TestID -> "too few examples"]
VerificationTest[NetTrain[line, 5 &, quick], $Failed, {NetTrain::gendata}, TestID -> "no data are made"]
VerificationTest[NetTrain[line, {make, "RoundLength" -> 0}, quick], $Failed, {NetTrain::roundlen}, TestID -> "no length of a round"]

VerificationTest[near[Quiet[weights[NetTrain[line, Dataset[{<|"Input" -> 1, "Output" -> 2|>, <|"Input" -> 2, "Output" -> 4|>}], quick]]], weights[NetTrain[line, {1 -> 2, 2 -> 4}, quick]]], True, TestID -> "a Dataset"]

(* -- validation -- *)

validated[set_, opts___] := NetTrain[line, points, All, opts, ValidationSet -> set, MaxTrainingRounds -> 6, BatchSize -> 2, RandomSeeding -> 1];
VerificationTest[validated[points]["ValidationPositions"], {2, 4, 6, 8, 10, 12}, TestID -> "after every round"]
VerificationTest[validated[{points, "Interval" -> 4}]["ValidationPositions"], {8, 12}, TestID -> "after every fourth round, and at the end"]
VerificationTest[validated[{points, "Interval" -> Quantity[3, "Batches"]}]["ValidationPositions"], {3, 6, 9, 12}, TestID -> "after every third batch"]
VerificationTest[validated[{points, "Interval" -> Quantity[2, "Rounds"]}]["ValidationPositions"], {4, 8, 12}, TestID -> "rounds as a quantity"]
VerificationTest[validated[{points, "Interval" -> Quantity[2, "Hours"]}]["ValidationPositions"], {12}, TestID -> "at the end in any case"]
VerificationTest[validated[{Scaled[0.25], "Interval" -> 3}]["ValidationPositions"], {6, 12}, TestID -> "a share at intervals"]
VerificationTest[validated[{make, "RoundLength" -> 10}]["ValidationExamples"], 10, TestID -> "data that a function makes"]
VerificationTest[validated[{make, "RoundLength" -> 10, "Interval" -> 2}]["ValidationPositions"], {4, 8, 12}, TestID -> "data that a function makes, at intervals"]
VerificationTest[validated[<|"Input" -> {1, 2}, "Output" -> {2, 4}|>]["ValidationExamples"], 2, TestID -> "an association of lists"]
VerificationTest[validated[{1, 2} -> {2, 4}]["ValidationExamples"], 2, TestID -> "a rule of lists"]
VerificationTest[validated[None]["ValidationExamples"], 0, TestID -> "no validation"]
VerificationTest[validated[{points, "Interval" -> 0}], $Failed, {NetTrain::interval}, TestID -> "no interval"]
VerificationTest[validated[{points, "Interval" -> Quantity[1, "Meters"]}], $Failed, {NetTrain::interval}, TestID -> "no unit of an interval"]

(* -- TrainingUpdateSchedule -- *)

chain = NetInitialize[NetChain[<|"a" -> LinearLayer[3], "b" -> LinearLayer[{}]|>, "Input" -> "Real"]];
parts[net_] := {weights[NetExtract[net, "a"]], weights[NetExtract[net, "b"]]};
moved[schedule_, batches_, opts___] := Block[{seen = {parts[chain]}},
    NetTrain[chain, points, opts, TrainingUpdateSchedule -> schedule, MaxTrainingRounds -> batches, RandomSeeding -> 1, TrainingProgressFunction -> Function[AppendTo[seen, parts[#Net]]]];
    Table[MapThread[UnsameQ, {seen[[i]], seen[[i + 1]]}], {i, batches}]];
VerificationTest[moved[Automatic, 2], {{True, True}, {True, True}}, TestID -> "everything in every step"]
VerificationTest[moved[{"a", "b"}, 4], {{True, False}, {False, True}, {True, False}, {False, True}}, TestID -> "groups take turns"]
VerificationTest[moved[{1, 2}, 2], {{True, False}, {False, True}}, TestID -> "groups by position"]
VerificationTest[moved[{"a" -> 2, "b"}, 4], {{True, False}, {True, False}, {False, True}, {True, False}}, TestID -> "several steps in a row"]
VerificationTest[moved[{"a" | "b", "b"}, 2], {{True, True}, {False, True}}, TestID -> "a group of several parts"]
VerificationTest[moved[{_, "b"}, 2], {{True, True}, {False, True}}, TestID -> "a group of everything"]
VerificationTest[moved[{{"a", "Weights"}}, 2], {{True, False}, {True, False}}, TestID -> "what is in no group never changes"]
VerificationTest[moved[{"a", "b"}, 2, LearningRateMultipliers -> {"a" -> None}], {{False, False}, {False, True}}, TestID -> "frozen arrays stay frozen"]
VerificationTest[parts[NetTrain[chain, points, TrainingUpdateSchedule -> {"a" | "b"}, quick]] === parts[NetTrain[chain, points, quick]], True, TestID -> "one group of everything"]
VerificationTest[NetTrain[chain, points, TrainingUpdateSchedule -> {"c"}, quick], $Failed, {NetTrain::netpart}, TestID -> "no such part"]
VerificationTest[NetTrain[chain, points, TrainingUpdateSchedule -> 5, quick], $Failed, {NetTrain::schedule}, TestID -> "no schedule"]
VerificationTest[NetTrain[chain, points, TrainingUpdateSchedule -> {"a" -> 0}, quick], $Failed, {NetTrain::schedsteps}, TestID -> "no number of steps"]

(* -- seeds and precision -- *)

fresh = LinearLayer[{}, "Input" -> "Real"];
VerificationTest[weights[NetTrain[fresh, points, RandomSeeding -> 7, MaxTrainingRounds -> 1]] === weights[NetTrain[fresh, points, RandomSeeding -> 7, MaxTrainingRounds -> 1]], True, TestID -> "a number as seed"]
VerificationTest[weights[NetTrain[fresh, points, RandomSeeding -> "seven", MaxTrainingRounds -> 1]] === weights[NetTrain[fresh, points, RandomSeeding -> 7, MaxTrainingRounds -> 1]], False, TestID -> "another seed"]
VerificationTest[weights[NetTrain[fresh, points, RandomSeeding -> Automatic, MaxTrainingRounds -> 1]] === weights[NetTrain[fresh, points, RandomSeeding -> Automatic, MaxTrainingRounds -> 1]], False, TestID -> "a new seed each time"]
inherited[] := (SeedRandom[3]; weights[NetTrain[fresh, points, MaxTrainingRounds -> 1]]);
VerificationTest[inherited[] === inherited[], True, TestID -> "the seed of the session"]
one = LinearLayer[{}, "Input" -> "Real", "Weights" -> {{1}}, "Biases" -> None];
close = {1. -> 1.0000000001};
VerificationTest[NetTrain[one, close, "BatchLossList", MaxTrainingRounds -> 1], {0.}, TestID -> "32 bits do not tell these numbers apart"]
VerificationTest[Abs[First[NetTrain[one, close, "BatchLossList", MaxTrainingRounds -> 1, WorkingPrecision -> "Real64"]] - 10^-20] < 10^-25, True, TestID -> "64 bits do"]
VerificationTest[near[weights[NetTrain[line, points, quick, WorkingPrecision -> "Real64"]], weights[NetTrain[line, points, quick]]], True, TestID -> "nearly the same net"]
VerificationTest[Abs[NetMeasurements[one, close, "Loss", WorkingPrecision -> "Real64"] - 10^-20] < 10^-25, True, TestID -> "measured in 64 bits"]
VerificationTest[NetTrain[line, points, WorkingPrecision -> "Real7", quick], $Failed, {NetTrain::wprec}, TestID -> "no such precision"]
VerificationTest[Head[NetTrain[line, points, TimeGoal -> Quantity[0.01, "Seconds"], MaxTrainingRounds -> Quantity[5, "Minutes"]]], LinearLayer, TestID -> "times"]

(* -- values at the edge, and ways to write options -- *)

told[wanted_, options___] := NetTrain[line, points, wanted, options, RandomSeeding -> 1];
four = MaxTrainingRounds -> 4;
VerificationTest[told["BatchSize", BatchSize -> #, four] & /@ {1, 3, 1000}, {1, 3, Length[points]}, TestID -> "one example, and more than there are"]
VerificationTest[told["FinalLearningRate", LearningRate -> Pi/1000, four] == N[Pi/1000], True, TestID -> "an exact number as learning rate"]
VerificationTest[told["FinalLearningRate", Method -> {"SGD", "LearningRate" -> 1/50}, four], 0.02, TestID -> "the older place of the learning rate"]
VerificationTest[told["FinalLearningRate", Method -> {"SGD", "LearningRate" -> 1/50}, LearningRate -> 1/40, four], 0.025, TestID -> "the option counts where both are given"]
VerificationTest[told["TotalRounds", TimeGoal -> Infinity, four], 4, TestID -> "no limit of time"]
VerificationTest[told["TotalRounds", TimeGoal -> Quantity[1, #], four] & /@ {"Minutes", "Hours", "Days", "Weeks"}, {4, 4, 4, 4}, TestID -> "units of time"]
VerificationTest[told["TotalRounds", MaxTrainingRounds -> Quantity[1, "Milliseconds"]] < 1000, True, TestID -> "a time in place of rounds"]
VerificationTest[told["TotalTrainingTime", TimeGoal -> Quantity[20, "Milliseconds"]] < 2, True, TestID -> "a short time"]
VerificationTest[Rest[told["OptimizationMethod", Method -> {"RMSProp", "Momentum" -> Automatic, "L2Regularization" -> None}, four]][[1 ;; 3]], {"Beta" -> 0.95, "Epsilon" -> 0.000001, "Momentum" -> 0.9}, SameTest -> Equal, TestID -> "Automatic leaves a suboption as it is"]
VerificationTest[told["FinalLearningRate", Method -> {"SGD", "LearningRateSchedule" -> #}, LearningRate -> 1, four] & /@ {(1/#1 &), Function[{b, n}, b/n], Function[b, 1/b], (1 - #1/#2 &), None}, {0.25, 1., 0.25, 0., 1.}, TestID -> "schedules"]
VerificationTest[told["FinalLearningRate", Method -> {"SGD", "LearningRateSchedule" -> (1/(#2 - 1) &)}, LearningRate -> 1, MaxTrainingRounds -> 3], 0.5, TestID -> "a schedule is tried with many batches"]
VerificationTest[told[{"TotalBatches", "ReasonTrainingStopped"}, Method -> {"SGD", "LearningRateSchedule" -> (If[#1 > 2, "x", 1] &)}, four], {2, "Something that training called for every batch could not be used."}, {NetTrain::schedule}, TestID -> "a schedule that fails later keeps what was learnt"]
VerificationTest[weights[NetTrain[line, {Function[Table[If[#AbsoluteBatch > 2, "x", 1.] -> 2., #BatchSize]], "RoundLength" -> 4}, BatchSize -> 2, MaxTrainingRounds -> 5]] === weights[NetTrain[line, Table[1. -> 2., 4], BatchSize -> 2, MaxTrainingRounds -> 1]], True, {NetTrain::encode}, TestID -> "so do data that fail later"]
VerificationTest[told["BatchSize", four, BatchSize -> 1, BatchSize -> 2], 1, TestID -> "of one option twice the first counts"]
VerificationTest[told["BatchSize", {four, {BatchSize -> 3}}], 3, TestID -> "options in lists"]
VerificationTest[told["BatchSize", four, BatchSize :> 1 + 1], 2, TestID -> "a delayed option"]
VerificationTest[told["BatchSize", "MaxTrainingRounds" -> 4, "BatchSize" -> 2], 2, TestID -> "options by text"]
VerificationTest[SetOptions[NetTrain, BatchSize -> 2]; {told["BatchSize", four], told["BatchSize", four, BatchSize -> Automatic], SetOptions[NetTrain, BatchSize -> Automatic]; told["BatchSize", four]}, {2, Length[points], Length[points]}, TestID -> "an option that is set"]
VerificationTest[SetOptions[NetTrain, BatchSize -> -2]; told["BatchSize", four], $Failed, {NetTrain::batchsize}, TestID -> "a wrong option that is set"]
SetOptions[NetTrain, BatchSize -> Automatic];
loss = MeanAbsoluteLossLayer[];
VerificationTest[weights[told[loss, four]] === weights[told[Automatic, four, LossFunction -> loss]] =!= weights[told[Automatic, four]], True, TestID -> "a loss as the third argument"]
enough[asked_] := asked["Round"] >= 2;
VerificationTest[told["TotalRounds", four, TrainingStoppingCriterion -> #] & /@ {enough, enough @* Identity, <|"Criterion" -> enough|>}, {2, 2, 2}, TestID -> "a criterion by its name"]
VerificationTest[told["TotalRounds", four, TrainingStoppingCriterion -> True, ValidationSet -> points], $Failed, {NetTrain::measurement}, TestID -> "no criterion"]

EndTestSection[]
