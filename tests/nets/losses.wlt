(* LossFunction in every form. *)

BeginTestSection["losses"]

points = {{1, 2} -> 3, {2, 1} -> 5, {0, 1} -> 1, {4, 4} -> 12};
line = NetInitialize[LinearLayer[{}, "Input" -> 2]];
weights[net_] := Normal[NetExtract[net, "Weights"]];
slow = Sequence[MaxTrainingRounds -> 5, RandomSeeding -> 1, LearningRate -> 0.01, Method -> {"SGD", "Momentum" -> 0}];
trained[loss_] := weights[NetTrain[line, points, slow, LossFunction -> loss]];
near[a_, b_] := Max[Abs[Flatten[a - b]]] < 0.00001;

squared = trained[Automatic];
absolute = trained[MeanAbsoluteLossLayer[]];
difference = NetGraph[{ThreadingLayer[Subtract], ElementwiseLayer[#^2 &]}, {{NetPort["Input"], NetPort["Target"]} -> 1 -> 2}];

VerificationTest[near[trained[MeanSquaredLossLayer[]], squared], True, TestID -> "a loss layer"]
VerificationTest[near[absolute, squared], False, TestID -> "another loss layer"]
VerificationTest[near[trained["Output" -> MeanAbsoluteLossLayer[]], absolute], True, TestID -> "a loss layer for a port"]
VerificationTest[near[trained["Output" -> Automatic], squared], True, TestID -> "the natural loss of a port"]
VerificationTest[near[trained[difference], squared], True, TestID -> "a net as a loss"]
VerificationTest[near[trained[{MeanSquaredLossLayer[] -> Scaled[0.5], MeanSquaredLossLayer[] -> Scaled[0.5]}], squared], True, TestID -> "losses are added"]
VerificationTest[near[trained[MeanSquaredLossLayer[] -> Scaled[0]], weights[line]], True, TestID -> "a loss that counts nothing"]
VerificationTest[near[trained[MeanSquaredLossLayer[] -> Scaled[-1]] - weights[line], weights[NetTrain[line, points, slow, LearningRateMultipliers -> -1]] - weights[line]], True, TestID -> "a negative scale ascends"]
VerificationTest[near[trained[{MeanSquaredLossLayer[] -> Scaled[3], "Output" -> MeanSquaredLossLayer[] -> Scaled[-2]}], squared], True, TestID -> "scales of both signs"]

(* -- losses that need no target -- *)

square = ElementwiseLayer[#^2 &];
VerificationTest[near[weights[NetTrain[line, <|"Input" -> First /@ points|>, slow, LossFunction -> square]], weights[NetTrain[line, (First[#] -> 0) & /@ points, slow]]], True, TestID -> "a loss with only an input needs no targets"]
VerificationTest[NetTrain[line, <|"Input" -> First /@ points|>, slow, LossFunction -> "Output"] =!= $Failed, True, TestID -> "an output taken as a loss"]
wide = NetInitialize[LinearLayer[3, "Input" -> 2]];
vectors = {{1, 2} -> {1, 0, 0}, {3, 1} -> {0, 2, 1}};
VerificationTest[near[weights[NetTrain[wide, vectors, slow, LossFunction -> difference]], weights[NetTrain[wide, vectors, slow, LossFunction -> MeanSquaredLossLayer[] -> Scaled[3]]]], True, TestID -> "the elements of an array of losses are added"]

(* -- several outputs -- *)

two = NetInitialize[NetGraph[<|"a" -> LinearLayer[{}], "b" -> LinearLayer[{}]|>, {NetPort["Input"] -> "a" -> NetPort["A"], NetPort["Input"] -> "b" -> NetPort["B"]}, "Input" -> 2]];
both = <|"Input" -> First /@ points, "A" -> Last /@ points, "B" -> -Last /@ points|>;
part[net_, name_] := weights[NetExtract[net, name]];
VerificationTest[near[part[NetTrain[two, both, slow], "a"], weights[NetTrain[NetExtract[two, "a"], points, slow]]], True, TestID -> "every output has its loss"]
VerificationTest[near[part[NetTrain[two, both, slow, LossFunction -> {"A" -> MeanSquaredLossLayer[], "B" -> MeanSquaredLossLayer[]}], "b"], part[NetTrain[two, both, slow], "b"]], True, TestID -> "a loss for each output"]
onlyA = NetTrain[two, KeyDrop[both, "B"], slow, LossFunction -> "A" -> MeanSquaredLossLayer[]];
VerificationTest[{near[part[onlyA, "a"], part[two, "a"]], near[part[onlyA, "b"], part[two, "b"]]}, {False, True}, TestID -> "a loss for one output alone"]
VerificationTest[NetTrain[two, both, {"RoundLoss"}, slow] === NetTrain[two, both, {"RoundLoss"}, slow, LossFunction -> {"A" -> Automatic, "B" -> Automatic}], True, TestID -> "natural losses by port"]
VerificationTest[NetTrain[two, both, slow, LossFunction -> MeanSquaredLossLayer[]], $Failed, {NetTrain::lossports}, TestID -> "which output?"]
VerificationTest[NetTrain[two, both, slow, LossFunction -> "C"], $Failed, {NetTrain::lossport}, TestID -> "no such output"]
VerificationTest[NetTrain[line, points, slow, LossFunction -> 5], $Failed, {NetTrain::lossfunc}, TestID -> "no loss"]

(* -- losses inside the net, losses with arrays -- *)

inside = NetInitialize[NetGraph[{LinearLayer[{}], MeanSquaredLossLayer[]}, {NetPort["Input"] -> 1 -> NetPort[{2, "Input"}], NetPort["Goal"] -> NetPort[{2, "Target"}]}, "Input" -> 2]];
VerificationTest[near[part[NetTrain[NetReplacePart[inside, 1 -> line], <|"Input" -> First /@ points, "Goal" -> Last /@ points|>, slow], 1], squared], True, TestID -> "a loss inside the net"]
VerificationTest[near[part[NetTrain[NetReplacePart[inside, 1 -> line], <|"Input" -> First /@ points, "Goal" -> Last /@ points|>, slow, LossFunction -> "Loss" -> Scaled[1]], 1], squared], True, TestID -> "a loss inside the net, named"]
learnt = NetChain[{LinearLayer[{}], ElementwiseLayer[(# - 7)^2 &]}];
shifted = NetTrain[line, <|"Input" -> First /@ points|>, {"TrainedNet", "RoundLossList", "TrainingNet"}, MaxTrainingRounds -> 300, RandomSeeding -> 1, LearningRate -> 0.05, LearningRateMultipliers -> 0, LossFunction -> learnt];
VerificationTest[near[weights[First[shifted]], weights[line]] && Last[shifted[[2]]] < 0.1 First[shifted[[2]]], True, TestID -> "the arrays of a loss are trained"]
VerificationTest[Head[shifted[[3]]], NetGraph, TestID -> "the training net"]

(* -- pairs: each member is encoded as the net that compares them says -- *)

letters = NetEncoder[{"Class", {"a", "b", "c"}, "IndicatorVector"}];
place = NetInitialize[LinearLayer[2, "Input" -> letters], RandomSeeding -> 4];
pairs = NetPairEmbeddingOperator[place];
apart[x_, y_] := EuclideanDistance[place[x], place[y]];
VerificationTest[near[{pairs[{"a", "b"}]}, {apart["a", "b"]}], True, TestID -> "a pair of letters"]
VerificationTest[near[pairs[{{"a", "b"}, {"c", "c"}, {"b", "c"}}], {apart["a", "b"], 0, apart["b", "c"]}], True, TestID -> "a batch of pairs"]
VerificationTest[near[{pairs[{{1, 0, 0}, {0, 1, 0}}]}, {apart["a", "b"]}], True, TestID -> "a pair that is encoded already"]
VerificationTest[NetExtract[NetExtract[pairs, "Input"], "Encoder"] === letters, True, TestID -> "the encoder of a member"]
VerificationTest[NetExtract[NetPairEmbeddingOperator[LinearLayer[2], "Input" -> letters], "Input"] === NetExtract[pairs, "Input"], True, TestID -> "an encoder of the operator is that of each member"]
VerificationTest[NetReplacePart[pairs, "Input" -> NetEncoder[{"Class", {"x", "y", "z"}, "IndicatorVector"}]][{"x", "y"}] == pairs[{"a", "b"}], True, TestID -> "another encoder for the members"]
VerificationTest[ToExpression[ToString[pairs, InputForm]] === pairs, True, TestID -> "what is written reads back"]
VerificationTest[pairs[{"a", "x"}], $Failed, {NetPairEmbeddingOperator::encode}, TestID -> "a member that does not fit"]
VerificationTest[pairs[{"a"}], $Failed, {NetPairEmbeddingOperator::encode}, TestID -> "half a pair"]
VerificationTest[NetPairEmbeddingOperator[NetChain[{EmbeddingLayer[3], SequenceLastLayer[]}, "Input" -> NetEncoder["Characters"]]], $Failed, {NetPairEmbeddingOperator::pairvary}, TestID -> "members of any length"]
alike = NetTrain[pairs, {{"a", "b"} -> False, {"b", "c"} -> True, {"a", "c"} -> True}, LearningRate -> 0.01, MaxTrainingRounds -> 300, RandomSeeding -> 1];
VerificationTest[alike[{"a", "b"}] < 0.05 && alike[{"b", "c"}] > 0.45 && alike[{"a", "c"}] > 0.45, True, TestID -> "what is alike comes together"]

EndTestSection[]
