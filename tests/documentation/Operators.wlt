(* The operators, which are layers that apply nets, as their reference pages describe them. *)

BeginTestSection["operators"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
fill[net_] := NetInitialize[net, RandomSeeding -> 3];
multipliers[net_] := Union[Values[Information[net, "ArraysLearningRateMultipliers"]]];
affine = LinearLayer[2, "Weights" -> {{1, 2}, {0, -1}}, "Biases" -> {1, 0}];
x = {{1, 0}, {2, 3}, {-1, 1}};

(* NetMapOperator *)
mapped = NetMapOperator[affine];
VerificationTest[mapped[x], affine /@ x, TestID -> "a net at every element"]
VerificationTest[NetMapOperator[affine, "Input" -> {"Varying", 2}][{x, {{1, 1}}}], {affine /@ x, {affine[{1, 1}]}}, TestID -> "sequences of different lengths"]
VerificationTest[NetExtract[NetMapOperator[LinearLayer[4], "Input" -> {7, 2}], "Output"], {7, 4}, TestID -> "as long as the input"]
VerificationTest[NetExtract[mapped, {"Net", "Weights"}] === NetExtract[affine, "Weights"], True, TestID -> "the net inside"]
VerificationTest[NetMapOperator[NetMapOperator[affine]][{x, x}], {affine /@ x, affine /@ x}, TestID -> "maps in maps"]
VerificationTest[Head /@ (NetExtract[NetMapOperator[#], "Net"] & /@ {3, Tanh, {3, Tanh}}), {LinearLayer, ElementwiseLayer, NetChain}, TestID -> "short forms of nets"]
VerificationTest[multipliers[NetMapOperator[affine, LearningRateMultipliers -> 0]], {0}, TestID -> "LearningRateMultipliers of a map"]
VerificationTest[Information[NetMapOperator[affine], "ArraysTotalElementCount"], 6, TestID -> "one set of arrays for all elements"]
VerificationTest[NetMapOperator[TotalLayer[]], $Failed, {NetMapOperator::opports}, TestID -> "one input only"]
VerificationTest[near[mapped[x], ConvolutionLayer[2, {1}, Interleaving -> True, "Weights" -> {{{1}, {2}}, {{0}, {-1}}}, "Biases" -> {1, 0}][x]], True, TestID -> "a map of a linear layer is a convolution of size 1"]
VerificationTest[near[NetMapOperator[SoftmaxLayer[]][x], SoftmaxLayer[][x]], True, TestID -> "a map of what acts on the last level anyway"]

(* NetMapThreadOperator *)
dot = NetMapThreadOperator[DotLayer[]];
VerificationTest[NetMapThreadOperator[ThreadingLayer[Times]][{{1, 2, 3}, {4, 5, 6}}], {4., 10., 18.}, TestID -> "a net over two lists"]
VerificationTest[dot[{x, Reverse[x]}], N[MapThread[Dot, {x, Reverse[x]}]], TestID -> "as MapThread does"]
VerificationTest[NetMapThreadOperator[ThreadingLayer[Subtract], 2][{{{1, 2}, {3, 4}}, {{4, 3}, {2, 1}}}], {{-3., -1.}, {1., 3.}}, TestID -> "at level 2"]
weighted = ThreadingLayer[#a - 2 #b &];
VerificationTest[NetMapThreadOperator[weighted, <|"a" -> 1, "b" -> 0|>][<|"a" -> {1, 2, 3}, "b" -> 1|>], {-1., 0., 1.}, TestID -> "depth 0: the same for all"]
VerificationTest[NetMapThreadOperator[weighted, {"a" -> 1}][<|"a" -> {1, 2, 3}, "b" -> 1|>], {-1., 0., 1.}, TestID -> "rules; what is left out is the same for all"]
VerificationTest[NetMapThreadOperator[weighted, <|"a" -> 1, "b" -> 1|>][<|"a" -> {1, 2}, "b" -> {1, 2, 3}|>], $Failed, {NetMapThreadOperator::incmp}, TestID -> "lists of different lengths"]
VerificationTest[NetMapThreadOperator[affine][x], affine /@ x, TestID -> "of one input it is a map"]

(* NetFoldOperator *)
running = ThreadingLayer[#Input + #State &, InputPorts -> <|"Input" -> "Real", "State" -> "Real"|>];
VerificationTest[NetFoldOperator[running][{1, 2, 3}], Rest[N[FoldList[Plus, 0, {1, 2, 3}]]], TestID -> "a fold from zero"]
VerificationTest[NetFoldOperator[running] === NetFoldOperator[running, {"Output" -> "State"}], True, TestID -> "the usual feedback"]
VerificationTest[NetFoldOperator[running][{1, 2, 3}, NetPort["State"]], 6., TestID -> "the last state"]
VerificationTest[NetFoldOperator[running][<|"Input" -> {1, 2, 3}, NetPort["State"] -> 10|>], {11., 13., 16.}, TestID -> "a first state"]
VerificationTest[NetGraph[<|"fold" -> NetFoldOperator[running]|>, {NetPort["From"] -> NetPort["fold", "State"]}][<|"Input" -> {1, 2, 3}, "From" -> 10|>], {11., 13., 16.}, TestID -> "a first state in a graph"]
fold2[rest___] := NetFoldOperator[NetGraph[<|"new" -> ThreadingLayer[#old + #in &], "seen" -> ElementwiseLayer[2 # &]|>, {NetPort["old"] -> NetPort["new", "old"], NetPort["in"] -> NetPort["new", "in"], NetPort["old"] -> "seen", "new" -> NetPort["next"], "seen" -> NetPort["twice"]}, "old" -> "Real", "in" -> "Real"], rest];
VerificationTest[fold2[{"next" -> "old"}][{1, 2, 3}], <|"next" -> {1., 3., 6.}, "twice" -> {0., 2., 6.}|>, TestID -> "names of one's own"]
VerificationTest[fold2[{"next" -> "old"}, {}, {"twice"}][{1, 2, 3}], {0., 2., 6.}, TestID -> "one output of several"]
VerificationTest[NetFoldOperator[ThreadingLayer[#State + #Input #c &, InputPorts -> <|"State" -> "Real", "Input" -> "Real", "c" -> "Real"|>], {"Output" -> "State"}, {"c"}][<|"Input" -> {1, 2, 3}, "c" -> 10|>], {10., 30., 60.}, TestID -> "a constant input"]
VerificationTest[NetFoldOperator[ThreadingLayer[#State + #Input #c &, InputPorts -> <|"State" -> "Real", "Input" -> "Real", "c" -> "Real"|>]][<|"Input" -> {1, 2, 3}, "c" -> {1, 0, 1}|>], {1., 1., 4.}, TestID -> "other inputs are mapped over"]
VerificationTest[With[{o = NetStateObject[NetFoldOperator[running]]}, {o[{1, 2}], o[{3}]}], {{1., 3.}, {6.}}, TestID -> "states of folds are kept by NetStateObject"]
VerificationTest[Head[NetFoldOperator[running][NumericArray[{1., 2.}, "Real32"]]], NumericArray, TestID -> "a NumericArray folded"]
VerificationTest[NetFoldOperator[Tanh], $Failed, {NetFoldOperator::foldport}, TestID -> "no state to fold with"]
VerificationTest[NetUnfold[NetFoldOperator[running]][<|"Input" -> 3, "State" -> 4|>], 7., TestID -> "NetUnfold undoes it"]

(* NetNestOperator *)
VerificationTest[NetNestOperator[affine, 3][{1, 2}], Nest[affine, {1, 2}, 3], TestID -> "a net again and again"]
VerificationTest[NetNestOperator[affine, 0], $Failed, {NetNestOperator::layerval}, TestID -> "at least once"]
VerificationTest[NetExtract[NetNestOperator[affine, 3], {"Net", "Biases"}] // Normal, {1., 0.}, TestID -> "the net that is nested"]
VerificationTest[Information[NetNestOperator[affine, 3], "ArraysTotalElementCount"], 6, TestID -> "the same arrays each time"]
VerificationTest[NetNestOperator[LinearLayer[3], 2, "Input" -> 2], $Failed, {NetNestOperator::incmp}, TestID -> "output and input have the same shape"]
VerificationTest[multipliers[NetNestOperator[affine, 2, LearningRateMultipliers -> 3]], {3}, TestID -> "LearningRateMultipliers of a nest"]
VerificationTest[near[NetNestOperator[affine, 2][{1, 2}, NetPortGradient["Input"]], Total[{{1, 2}, {0, -1}} . {{1, 2}, {0, -1}}]], True, TestID -> "the gradient of a nest"]

(* NetBidirectionalOperator *)
rnn = fill[BasicRecurrentLayer[2, "Input" -> {"Varying", 2}]];
other = NetInitialize[BasicRecurrentLayer[2, "Input" -> {"Varying", 2}], RandomSeeding -> 4];
back[net_] := Reverse[net[Reverse[x]]];
VerificationTest[near[NetBidirectionalOperator[{rnn, other}][x], Join[rnn[x], back[other], 2]], True, TestID -> "both directions, side by side"]
VerificationTest[near[NetBidirectionalOperator[{rnn, other}, #][x], #[{rnn[x], back[other]}]], True, TestID -> "joined by " <> ToString[#]] & /@ {Total, Mean};
VerificationTest[NetExtract[NetBidirectionalOperator[LongShortTermMemoryLayer[3], "Input" -> {"Varying", 2}], "Output"], {"Varying", 6}, TestID -> "one net stands for two"]
VerificationTest[With[{b = fill[NetBidirectionalOperator[BasicRecurrentLayer[3], "Input" -> {"Varying", 2}]]}, NetExtract[b, {"ForwardNet", "InputWeights"}] === NetExtract[b, {"BackwardNet", "InputWeights"}]], False, TestID -> "which have arrays of their own"]
VerificationTest[NetExtract[NetBidirectionalOperator[{BasicRecurrentLayer[3], GatedRecurrentLayer[4]}, "Input" -> {"Varying", 2}], "Output"], {"Varying", 7}, TestID -> "different nets"]
VerificationTest[NetBidirectionalOperator[{BasicRecurrentLayer[3], GatedRecurrentLayer[4]}, Total, "Input" -> {"Varying", 2}], $Failed, {NetBidirectionalOperator::incmp}, TestID -> "a total of unequal nets"]
VerificationTest[NetBidirectionalOperator[rnn, Max], $Failed, {NetBidirectionalOperator::layerval}, TestID -> "other ways to join"]

(* NetPairEmbeddingOperator *)
VerificationTest[NetPairEmbeddingOperator[affine][{{1, 2}, {3, 5}}], EuclideanDistance[affine[{1, 2}], affine[{3, 5}]], SameTest -> near, TestID -> "a distance"]
VerificationTest[NetPairEmbeddingOperator[affine, DistanceFunction -> CosineDistance][{{1, 2}, {3, 5}}], CosineDistance[affine[{1, 2}], affine[{3, 5}]], SameTest -> near, TestID -> "of angles"]
VerificationTest[NetExtract[NetPairEmbeddingOperator[LinearLayer[3], "Input" -> 5], #] & /@ {"Input", "Output"}, {{2, 5}, "Real"}, TestID -> "the input is a pair"]
VerificationTest[NetPairEmbeddingOperator[affine, DistanceFunction -> ManhattanDistance], $Failed, {NetPairEmbeddingOperator::layerval}, TestID -> "two distances"]
VerificationTest[Head[Last[Values[NetExtract[NetTrain[NetPairEmbeddingOperator[affine], {{{1, 0}, {0, 1}} -> True}, "TrainingNet", MaxTrainingRounds -> 1], All]]]], ContrastiveLossLayer, TestID -> "trained with ContrastiveLossLayer"]
close = NetTrain[NetPairEmbeddingOperator[fill[LinearLayer[1, "Input" -> 2]]], {{{1, 0}, {0, 1}} -> False, {{1, 1}, {-1, -1}} -> True}, MaxTrainingRounds -> 200, LearningRate -> 0.02, RandomSeeding -> 1];
VerificationTest[close[{{1, 0}, {0, 1}}] < 0.1 && close[{{1, 1}, {-1, -1}}] > 0.4, True, TestID -> "like pairs come near, others go apart"]

(* NetGANOperator *)
generator = LinearLayer[2, "Weights" -> {{2}, {1}}, "Biases" -> {0, 1}, "Input" -> 1];
critic = LinearLayer[{}, "Weights" -> {{1, -1}}, "Biases" -> {3}];
judge = NetChain[{critic, LogisticSigmoid}];
given = <|"Sample" -> {1, 5}, "Latent" -> {3}|>;
VerificationTest[NetGANOperator[{generator, critic}, "Wasserstein"][given], <|"LossReal" -> -critic[{1, 5}], "LossFake" -> critic[{6, 4}], "GeneratedFake" -> {6., 4.}|>, SameTest -> (Sort[Normal[#1]] == Sort[Normal[#2]] &), TestID -> "Wasserstein"]
VerificationTest[near[NetGANOperator[{generator, judge}, "JensenShannon"][given][[{"LossReal", "LossFake"}]] // Values, {-Log[judge[{1, 5}]], -Log[1 - judge[{6, 4}]]}], True, TestID -> "JensenShannon"]
VerificationTest[NetGANOperator[{generator, judge}][given] === NetGANOperator[{generator, judge}, "JensenShannon"][given] && NetGANOperator[{generator, critic}][given] === NetGANOperator[{generator, critic}, "Wasserstein"][given], True, TestID -> "the loss follows from the last layer of the discriminator"]
VerificationTest[NetExtract[NetGANOperator[{generator, judge}], {"Generator", "Biases"}] // Normal, {0., 1.}, TestID -> "the net that generates"]
VerificationTest[NetGANOperator[{generator, judge}, "Manhattan"], $Failed, {NetGANOperator::layerval}, TestID -> "no such loss"]
VerificationTest[NetGANOperator[{generator, LinearLayer[2]}], $Failed, {NetGANOperator::incmp}, TestID -> "a discriminator gives a number"]
gan = NetTrain[NetGANOperator[{generator, critic}], <|"Sample" -> {{0, 0}}, "Latent" -> {{1}}|>, MaxTrainingRounds -> 1, Method -> {"SGD", "Momentum" -> 0}, LearningRate -> 0.1];
(* the critic goes down -D(0,0) + D(2,2): its weights by -0.1 (2,2), its bias stays; the generator goes up D: its biases by 0.1 (1,-1) *)
VerificationTest[Normal[NetExtract[gan, {"Discriminator", "Weights"}]], {{0.8, -1.2}}, SameTest -> near, TestID -> "the discriminator minimizes"]
VerificationTest[Normal[NetExtract[gan, {"Generator", "Biases"}]], {0.1, 0.9}, SameTest -> near, TestID -> "the generator does the converse"]

EndTestSection[]
