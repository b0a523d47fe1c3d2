(* Nets applied: single examples, batches, ports, decoders, and what does not fit. *)

BeginTestSection["use"]

double = LinearLayer["Weights" -> {{2}}, "Biases" -> {1}, "Input" -> "Real", "Output" -> "Real"];
pair = LinearLayer["Weights" -> {{1, 2}, {3, 4}}, "Biases" -> {0, 10}];

VerificationTest[double[3], 7., TestID -> "one number"]
VerificationTest[double[{1, 2, 3}], {3., 5., 7.}, TestID -> "a batch of numbers"]
VerificationTest[pair[{1, 1}], {3., 17.}, TestID -> "one vector"]
VerificationTest[pair[{{1, 1}, {0, 1}}], {{3., 17.}, {2., 14.}}, TestID -> "a batch of vectors"]
VerificationTest[pair[{}], {}, TestID -> "an empty batch"]
VerificationTest[pair[<|"Input" -> {1, 1}|>], {3., 17.}, TestID -> "by the name of the port"]
VerificationTest[pair[<|"Input" -> {{1, 1}, {0, 1}}|>], {{3., 17.}, {2., 14.}}, TestID -> "a batch by the name of the port"]
VerificationTest[pair[{1, 1}, "Output"], {3., 17.}, TestID -> "the name of an output"]
VerificationTest[pair[{1, 1}, All], <|"Output" -> {3., 17.}|>, TestID -> "all outputs"]
VerificationTest[Normal[pair[NumericArray[{1., 1.}, "Real32"]]], {3., 17.}, TestID -> "a NumericArray"]
VerificationTest[Head[pair[NumericArray[{1., 1.}, "Real32"]]], NumericArray, TestID -> "a NumericArray gives one"]
VerificationTest[MeanSquaredLossLayer[][<|"Input" -> {1, 2}, "Target" -> {1, 4}|>], 2., TestID -> "two inputs"]
VerificationTest[MeanAbsoluteLossLayer[][<|"Input" -> {1, 2}, "Target" -> {1, 4}|>], 1., TestID -> "mean absolute loss"]
VerificationTest[CrossEntropyLossLayer["Index", "Input" -> 2][<|"Input" -> {0.5, 0.5}, "Target" -> 1|>], Log[2.], SameTest -> (Abs[#1 - #2] < 0.00001 &), TestID -> "cross entropy"]
VerificationTest[SoftmaxLayer[][{0, 0}], {0.5, 0.5}, TestID -> "softmax"]

classes = NetChain[{SoftmaxLayer[]}, "Input" -> 3, "Output" -> NetDecoder[{"Class", {a, b, c}}]];
VerificationTest[classes[{1, 5, 2}], b, TestID -> "a decision"]
VerificationTest[classes[{{1, 5, 2}, {7, 1, 1}}], {b, a}, TestID -> "a batch of decisions"]
VerificationTest[classes[{0, 0, 0}, "Probabilities"], <|a -> 1/3., b -> 1/3., c -> 1/3.|>, SameTest -> (Max[Abs[Values[#1] - Values[#2]]] < 0.00001 && Keys[#1] === Keys[#2] &), TestID -> "probabilities"]
VerificationTest[First /@ classes[{1, 5, 2}, {"TopProbabilities", 2}], {b, c}, TestID -> "the most probable"]
VerificationTest[First /@ classes[{1, 5, 2}, "TopProbabilities" -> 2], {b, c}, TestID -> "the most probable, as a rule"]
VerificationTest[classes[{1, 5, 2}, "TopDecisions" -> 2], {b, c}, TestID -> "the best decisions"]
VerificationTest[Total[classes[{1, 5, 2}, None]], 1., SameTest -> (Abs[#1 - #2] < 0.00001 &), TestID -> "the numbers, not decoded"]
VerificationTest[classes[{0, 0, 0}, "Entropy"], Log[3.], SameTest -> (Abs[#1 - #2] < 0.00001 &), TestID -> "the entropy in nats"]
VerificationTest[NetChain[{LogisticSigmoid}, "Input" -> "Real", "Output" -> NetDecoder["Boolean"]][{-1, 2}], {False, True}, TestID -> "Boolean"]
VerificationTest[NetChain[{Ramp}, "Input" -> NetEncoder["Boolean"]][{True, False}], {1., 0.}, TestID -> "Booleans in"]
VerificationTest[NetChain[{Tanh}, "Input" -> NetEncoder[{"Function", StringLength, {}}]][{"", "a"}], {0., Tanh[1.]}, SameTest -> (Max[Abs[#1 - #2]] < 0.00001 &), TestID -> "a function as encoder"]
VerificationTest[NetEncoder[{"Class", {a, b}}][{b, a, b}], {2, 1, 2}, TestID -> "an encoder alone"]
VerificationTest[NetEncoder[{"Class", {a, b}, "IndicatorVector"}][b], {0., 1.}, TestID -> "an indicator vector"]
VerificationTest[NetDecoder[{"Class", {a, b}}][{{0.2, 0.8}, {0.9, 0.1}}], {b, a}, TestID -> "a decoder alone"]
VerificationTest[NetEncoder[NetDecoder[{"Class", {a, b}}]][b], 2, TestID -> "the encoder of a decoder"]

VerificationTest[pair[{1, 2, 3}], $Failed, {LinearLayer::incmp}, TestID -> "a vector of the wrong length"]
VerificationTest[LinearLayer["Input" -> 2, "Weights" -> {{1, 1}}, "Biases" -> {0}][{{1, 2}, {3}}], $Failed, {LinearLayer::encode}, TestID -> "one wrong example in a batch"]
VerificationTest[pair[x], $Failed, {LinearLayer::encode}, TestID -> "a symbol"]
VerificationTest[LinearLayer[2, "Input" -> 2][{1, 2}], $Failed, {LinearLayer::netuninit}, TestID -> "arrays without values"]
VerificationTest[classes[{1, 2, 3}, "Colours"], $Failed, {NetChain::decprop}, TestID -> "no such property"]
VerificationTest[pair[{1, 2}, "Probabilities"], $Failed, {LinearLayer::netprop}, TestID -> "a property without a decoder"]
VerificationTest[NetEncoder[{"Class", {a, b}}][z], $Failed, {NetEncoder::encode}, TestID -> "a class that is none"]
VerificationTest[MeanSquaredLossLayer[][{1, 2}], $Failed, {MeanSquaredLossLayer::netinputs}, TestID -> "a port without data"]

EndTestSection[]
