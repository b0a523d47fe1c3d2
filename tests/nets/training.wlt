(* NetTrain: forms of data, options, results, and what it says of input that does not fit. *)

BeginTestSection["training"]

points = {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1};
line[] := NetInitialize[LinearLayer[{}, "Input" -> "Real", "Output" -> "Real"]];
weights[net_] := Normal[NetExtract[net, "Weights"]];
quick = Sequence[MaxTrainingRounds -> 3, RandomSeeding -> 1];

(* -- data -- *)

expected = weights[NetTrain[line[], points, quick]];
VerificationTest[weights[NetTrain[line[], {1, 2, 3, 4} -> {1.9, 4.1, 6.0, 8.1}, quick]], expected, TestID -> "a rule of lists"]
VerificationTest[weights[NetTrain[line[], <|"Input" -> {1, 2, 3, 4}, "Output" -> {1.9, 4.1, 6.0, 8.1}|>, quick]], expected, TestID -> "an association of lists"]
VerificationTest[weights[NetTrain[line[], Table[<|"Input" -> First[p], "Output" -> Last[p]|>, {p, points}], quick]], expected, TestID -> "a list of associations"]
VerificationTest[weights[NetTrain[LinearLayer[{}], points, quick]] === weights[NetTrain[LinearLayer[{}], points, quick]], True, TestID -> "sizes and arrays come from the data and the seed"]
VerificationTest[NetExtract[NetTrain[NetChain[{3, LinearLayer[]}], {{1, 2} -> {1, 2, 3, 4}}, quick], "Output"], 4, TestID -> "an output size that follows from the data"]

xor = {{0, 0} -> False, {0, 1} -> True, {1, 0} -> True, {1, 1} -> False};
VerificationTest[NetExtract[NetTrain[NetChain[{4, Tanh, LinearLayer[{}], LogisticSigmoid}], xor, quick], "Output"] === NetDecoder["Boolean"], True, TestID -> "Boolean targets bring a decoder"]
colours = {{1., 0.} -> "red", {0., 1.} -> "blue", {1., 0.1} -> "red", {0.1, 1.} -> "blue"};
classifier = NetTrain[NetChain[{LinearLayer[], SoftmaxLayer[]}], colours, MaxTrainingRounds -> 200, LearningRate -> 0.05, RandomSeeding -> 1];
VerificationTest[NetExtract[NetExtract[classifier, "Output"], "Labels"], {"blue", "red"}, TestID -> "labels bring a decoder"]
VerificationTest[classifier[{{1, 0}, {0, 1}}], {"red", "blue"}, TestID -> "classes are learnt"]
VerificationTest[NetMeasurements[classifier, colours, "Accuracy"], 1., TestID -> "accuracy"]
VerificationTest[NetMeasurements[classifier, colours, {"Accuracy", "ErrorRate"}], {1., 0.}, TestID -> "several measurements"]
VerificationTest[Abs[NetMeasurements[classifier, colours, "Loss"] - Mean[Table[-Log[classifier[First[c], "Probabilities"][Last[c]]], {c, colours}]]] < 0.00001, True, TestID -> "the loss is the mean of minus log of the probabilities"]
numbered = NetTrain[NetChain[{LinearLayer[], SoftmaxLayer[]}], {{1., 0.} -> 7, {0., 1.} -> 0}, quick];
VerificationTest[NetExtract[NetExtract[numbered, "Output"], "Labels"], {0, 7}, TestID -> "integers are labels too"]

(* -- results -- *)

results = NetTrain[line[], points, All, BatchSize -> 3, MaxTrainingRounds -> 4];
VerificationTest[results /@ {"BatchSize", "BatchesPerRound", "TotalBatches", "TotalRounds", "ExamplesProcessed", "TrainingExamples"}, {3, 2, 8, 4, 16, 4}, TestID -> "counts"]
VerificationTest[Length /@ {results["BatchLossList"], results["RoundLossList"], results["ValidationLossList"]}, {8, 4, 0}, TestID -> "lists of losses"]
VerificationTest[Abs[results["RoundLoss"] - Mean[results["BatchLossList"][[7 ;; 8]]]] < 0.00001, True, TestID -> "the loss of a round is the mean of its batches"]
VerificationTest[Head[results["TrainedNet"]], LinearLayer, TestID -> "the net"]
VerificationTest[First[results["OptimizationMethod"]], "ADAM", TestID -> "ADAM unless said otherwise"]
VerificationTest[NetTrain[line[], points, {"BatchSize", "TotalRounds"}, quick], {4, 3}, TestID -> "a list of properties"]
VerificationTest[Head[NetTrain[line[], points, "TrainedNet", quick]], LinearLayer, TestID -> "one property"]
VerificationTest[NetTrain[line[], points, "InitialLearningRate", LearningRate -> 0.25, quick], 0.25, TestID -> "the learning rate"]

(* -- options -- *)

VerificationTest[expected === weights[NetTrain[line[], points, quick]], True, TestID -> "the same seed, the same net"]
VerificationTest[NetTrain[line[], points, "TotalTrainingTime", TimeGoal -> 0.05] < 5, True, TestID -> "a time goal"]
VerificationTest[NetTrain[line[], points, "TotalRounds", TimeGoal -> Quantity[10, "Minutes"], MaxTrainingRounds -> 2], 2, TestID -> "the shorter limit"]
VerificationTest[NetTrain[line[], points, {"TrainingExamples", "ValidationExamples"}, ValidationSet -> Scaled[0.25], quick], {3, 1}, TestID -> "a share of the data for validation"]
validated = NetTrain[line[], points, All, ValidationSet -> points, quick];
VerificationTest[Length[validated["ValidationLossList"]], 3, TestID -> "a validation after every round"]
VerificationTest[validated["BestValidationRound"] === First[Ordering[validated["ValidationLossList"], 1]], True, TestID -> "the round of the lowest validation loss"]
VerificationTest[Abs[NetMeasurements[validated["TrainedNet"], points, "Loss"] - Min[validated["ValidationLossList"]]] < 0.0001, True, TestID -> "the net of the lowest validation loss"]
rising = NetTrain[line[], points, All, ValidationSet -> points, LearningRateMultipliers -> -1, LearningRate -> 0.1, quick];
VerificationTest[rising["BestValidationRound"], 1, TestID -> "not the last net if that is worse"]

(* -- nothing is changed by training -- *)

net = line[]; before = weights[net];
VerificationTest[NetTrain[net, points, quick]; weights[net] === before, True, TestID -> "training leaves its net as it was"]

(* -- what does not fit -- *)

VerificationTest[NetTrain[5, points], $Failed, {NetTrain::netarg}, TestID -> "no net"]
VerificationTest[NetTrain[line[], 5], $Failed, {NetTrain::netdata}, TestID -> "no data"]
VerificationTest[NetTrain[line[], {}], $Failed, {NetTrain::nodata}, TestID -> "no examples"]
VerificationTest[NetTrain[line[], {1 -> 2, 3 -> "x"}], $Failed, {NetTrain::encode}, TestID -> "a target that does not fit"]
VerificationTest[NetTrain[line[], {1 -> 2, {1, 2} -> 3}], $Failed, {NetTrain::encode}, TestID -> "an input that does not fit"]
VerificationTest[NetTrain[line[], {1, 2} -> {1}], $Failed, {NetTrain::datalen}, TestID -> "lists of different lengths"]
VerificationTest[NetTrain[line[], <|"Input" -> {1}|>], $Failed, {NetTrain::dataport}, TestID -> "nothing for the output"]
VerificationTest[NetTrain[classifier, {{1., 0.} -> "green"}], $Failed, {NetTrain::encode}, TestID -> "a class that is none"]
VerificationTest[NetTrain[line[], points, "Colour"], $Failed, {NetTrain::ntprop}, TestID -> "no such property"]
VerificationTest[NetTrain[line[], points, Method -> "GUESS"], $Failed, {NetTrain::method}, TestID -> "no such method"]
VerificationTest[NetTrain[line[], points, Method -> {"SGD", "Beta7" -> 1}], $Failed, {NetTrain::methopt}, TestID -> "no such suboption"]
VerificationTest[NetTrain[line[], points, TimeGoal -> -1], $Failed, {NetTrain::timegoal}, TestID -> "no time"]
VerificationTest[NetTrain[line[], points, BatchSize -> 0], $Failed, {NetTrain::batchsize}, TestID -> "no batch size"]
VerificationTest[NetTrain[line[], points, ValidationSet -> Scaled[2]], $Failed, {NetTrain::valset}, TestID -> "no share"]
VerificationTest[NetTrain[line[], points, TargetDevice -> "TPU"], $Failed, {NetTrain::trgdev}, TestID -> "no such device"]
VerificationTest[NetTrain[line[], points, Colour -> 1], $Failed, {NetTrain::optx}, TestID -> "no such option"]
VerificationTest[NetTrain[line[]], $Failed, {NetTrain::argtu}, TestID -> "no data at all"]
VerificationTest[NetTrain[line[], points, LearningRate -> 10.^10, Method -> {"SGD", "Momentum" -> 0}, MaxTrainingRounds -> 50]; True, True, {NetTrain::diverge}, TestID -> "a loss that grows beyond all bounds"]
VerificationTest[NetMeasurements[classifier, colours, "Beauty"], $Failed, {NetMeasurements::measurement}, TestID -> "no such measurement"]

(* -- single examples that do not fit are left out -- *)

skips[data_, opts___] := NetTrain[line[], data, {"SkippedTrainingData", "TrainingExamples"}, opts, MaxTrainingRounds -> 1];
VerificationTest[skips[{1 -> 2, 3 -> "x", 4 -> 5}], {{2}, 2}, {NetTrain::encode, NetTrain::skipped}, TestID -> "one target of three"]
VerificationTest[skips[Range[9] -> ReplacePart[Range[9], {4 -> {1}, 7 -> "seven"}]], {{4, 7}, 7}, {NetTrain::encode, NetTrain::skipped}, TestID -> "two targets of nine"]
VerificationTest[skips[<|"Input" -> {1, {2, 3}, 3, 4, 5}, "Output" -> {1, 2, "x", 4, 5}|>], {{2, 3}, 3}, {NetTrain::encode, NetTrain::skipped}, TestID -> "at two ports"]
VerificationTest[skips[{1 -> 2, 2 -> 3, 3 -> 4, 4 -> 5}, ValidationSet -> {1 -> 2, 2 -> "x", 3 -> 4}], {{}, 4}, {NetTrain::encode, NetTrain::skipped}, TestID -> "in a validation set"]
VerificationTest[First[skips[Table[i -> If[i == 8, "x", i], {i, 10}], ValidationSet -> Scaled[0.2], RandomSeeding -> 3]], {8}, {NetTrain::encode, NetTrain::skipped}, TestID -> "positions are those of all data"]
VerificationTest[skips[{1 -> 2, 3 -> "x", 4 -> "y", 5 -> 1}], $Failed, {NetTrain::encode}, TestID -> "half of them is too much"]
VerificationTest[NetTrain[classifier, {{1., 0.} -> "red", {0., 1.} -> "blue", {1., 1.} -> "green"}, "SkippedTrainingData", MaxTrainingRounds -> 1], {3}, {NetTrain::encode, NetTrain::skipped}, TestID -> "a class that is none, among others"]
letters = NetInitialize[NetChain[{UnitVectorLayer[], AggregationLayer[Mean, 1], LinearLayer[{}]}, "Input" -> NetEncoder[{"Characters", {"a", "b"}}]]];
VerificationTest[NetTrain[letters, {"a" -> 1., "ba" -> 2., "xa" -> 3., "b" -> 2.}, "SkippedTrainingData", MaxTrainingRounds -> 1], {3}, {NetTrain::encode, NetTrain::skipped}, TestID -> "a character that is not in the alphabet"]
pictures = NetInitialize[NetChain[{FlattenLayer[], LinearLayer[{}]}, "Input" -> NetEncoder[{"Image", {4, 4}}]]];
VerificationTest[NetTrain[pictures, {RandomImage[1, {4, 4}, ColorSpace -> "RGB"] -> 1., File["nowhere.png"] -> 2., RandomImage[1, {4, 4}, ColorSpace -> "RGB"] -> 3.}, "SkippedTrainingData", MaxTrainingRounds -> 1], {2}, {NetTrain::encode, NetTrain::skipped}, TestID -> "the file of a picture that is missing"]
VerificationTest[NetTrain[line[], Function[Table[i -> If[i == 2 && #Batch == 2, "x", i], {i, #BatchSize}]], "SkippedTrainingData", BatchSize -> 4, MaxTrainingRounds -> 1], {6}, {NetTrain::encode, NetTrain::skipped}, TestID -> "of a function that makes batches"]

(* -- every form of data -- *)

seen[data_, opts___] := NetTrain[line[], data, "TrainingExamples", opts, MaxTrainingRounds -> 1];
VerificationTest[seen /@ {{1 -> 2, 2 -> 3}, {1, 2} -> {2, 3}, {<|"Input" -> 1, "Output" -> 2|>, <|"Input" -> 2, "Output" -> 3|>}, <|"Input" -> {1, 2}, "Output" -> {2, 3}|>, Dataset[{<|"Input" -> 1, "Output" -> 2|>, <|"Input" -> 2, "Output" -> 3|>}], Dataset[<|"Input" -> {1, 2}, "Output" -> {2, 3}|>]}, {2, 2, 2, 2, 2, 2}, TestID -> "six forms"]
VerificationTest[seen[{Function[Table[i -> i, {i, #BatchSize}]], "RoundLength" -> 12}, BatchSize -> 4], 12, TestID -> "a function with a length of rounds"]
VerificationTest[Block[{told = {}}, NetTrain[line[], {Function[AppendTo[told, {#BatchSize, #Round, #Batch, #AbsoluteBatch}]; Table[i -> i, {i, #BatchSize}]], "RoundLength" -> 8}, BatchSize -> 4, MaxTrainingRounds -> 2]; told], {{4, 1, 1, 1}, {4, 1, 2, 2}, {4, 2, 1, 3}, {4, 2, 2, 4}}, TestID -> "what such a function is told"]
VerificationTest[seen[<|"Input" -> {1, 2}, "Output" -> {2, 3}, "Weather" -> {"fine", "bad"}|>], 2, TestID -> "columns that no port takes are ignored"]
VerificationTest[seen[{f, "RoundLength" -> -1}], $Failed, {NetTrain::roundlen}, TestID -> "no length of a round"]

(* -- PerformanceGoal, and properties of results -- *)

VerificationTest[seen[points, PerformanceGoal -> #] & /@ {Automatic, "TrainingSpeed", "TrainingMemory", "Speed", "Memory", "Quality"}, ConstantArray[Length[points], 6], TestID -> "goals"]
VerificationTest[seen[points, PerformanceGoal -> "Foo"], $Failed, {NetTrain::perfgoal}, TestID -> "no goal"]
results = NetTrain[line[], points, All, MaxTrainingRounds -> 1];
VerificationTest[results[], $Failed, {NetTrainResultsObject::argx}, TestID -> "results without a property"]
VerificationTest[results["RoundLoss", "BatchSize"], $Failed, {NetTrainResultsObject::argx}, TestID -> "results with two properties"]
VerificationTest[results["Colour"], $Failed, {NetTrainResultsObject::ntprop}, TestID -> "results have no such property"]

EndTestSection[]
