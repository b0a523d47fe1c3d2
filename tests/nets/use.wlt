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

(* values at ports inside *)
steps = NetInitialize[NetChain[<|"lin" -> 3, "block" -> NetChain[<|"act" -> Tanh, "out" -> 2|>], "soft" -> SoftmaxLayer[]|>, "Input" -> 4, "Output" -> NetDecoder[{"Class", {a, b}}]]];
one = {1, 2, 3, 4};
near[x_, y_] := Max[Abs[Flatten[x] - Flatten[y]]] < 0.00001;
VerificationTest[steps[one, NetPort[{"lin", "Output"}]] === NetTake[steps, "lin"][one], True, TestID -> "an interior port"]
VerificationTest[steps[one, NetPort[{1, "Output"}]] === steps[one, NetPort["lin", "Output"]], True, TestID -> "by position"]
VerificationTest[steps[one, NetPort["lin"]] === steps[one, NetPort[{"lin", "Output"}]], True, TestID -> "a layer for its only output"]
VerificationTest[near[steps[one, NetPort[{"block", "act", "Output"}]], Tanh[steps[one, NetPort["lin"]]]], True, TestID -> "in a nested net"]
VerificationTest[Dimensions[steps[{one, one}, NetPort[{"block", "act", "Output"}]]], {2, 3}, TestID -> "a batch at an interior port"]
VerificationTest[Keys[steps[one, {NetPort[{"lin", "Output"}], NetPort["Output"]}]], {NetPort[{"lin", "Output"}], NetPort["Output"]}, TestID -> "several ports by their NetPorts"]
VerificationTest[steps[one, {NetPort["lin"], NetPort["Output"]}][NetPort["Output"]] === steps[one], True, TestID -> "the output is decoded"]
VerificationTest[Total[steps[one, NetPort[{"soft", "Output"}]]], 1., SameTest -> (Abs[#1 - #2] < 0.00001 &), TestID -> "a port of a layer is not"]
VerificationTest[steps[one, NetPort[{"lin", "Weights"}]], $Failed, {NetChain::netportspec}, TestID -> "an array is no port"]
VerificationTest[steps[one, NetPort[{"lin", "Input"}]], $Failed, {NetChain::netportout}, TestID -> "an input is no output"]
VerificationTest[steps[one, NetPort["z"]], $Failed, {NetChain::netportout}, TestID -> "no such port"]

(* gradients *)
square = NetChain[{ElementwiseLayer[#^2 &]}, "Input" -> 2];
VerificationTest[square[{1, 3}, NetPortGradient["Input"]], {2., 6.}, TestID -> "the gradient of the sum of the outputs"]
VerificationTest[square[{{1, 3}, {0, 5}}, NetPortGradient["Input"]], {{2., 6.}, {0., 10.}}, TestID -> "for each example"]
VerificationTest[pair[{1, 2}, NetPortGradient["Weights"]], {{1., 2.}, {1., 2.}}, TestID -> "for an array"]
VerificationTest[pair[{{1, 2}, {3, 4}}, NetPortGradient["Weights"]], {{4., 6.}, {4., 6.}}, TestID -> "summed over the batch"]
VerificationTest[Dimensions[steps[one, NetPortGradient[{"block", "out", "Weights"}]]], {2, 3}, TestID -> "for a nested array"]
VerificationTest[Keys[pair[{1, 2}, NetPortGradient[All]]], {"Input", "Weights", "Biases"}, TestID -> "for all inputs and arrays"]
VerificationTest[pair[<|"Input" -> {1, 2}, NetPortGradient["Output"] -> {1, 10}|>, NetPortGradient["Biases"]], {1., 10.}, TestID -> "with a gradient of the output"]
VerificationTest[pair[<|"Input" -> {1, 2}, NetPortGradient["Output"] -> {1, 10}|>, NetPortGradient["Input"]], {31., 42.}, TestID -> "times the output"]
VerificationTest[ElementwiseLayer[Ramp][{-1, 2}, NetPortGradient["Input"]], {0., 1.}, TestID -> "of Ramp"]
VerificationTest[Sign[CrossEntropyLossLayer["Binary", "Input" -> "Real"][<|"Input" -> 0.2, "Target" -> 0.7|>, NetPortGradient["Input"]]], -1, TestID -> "of a loss"]
VerificationTest[Head[pair[NumericArray[{1., 1.}, "Real32"], NetPortGradient["Weights"]]], NumericArray, TestID -> "a NumericArray gives one here too"]
VerificationTest[pair[{1, 2}, NetPortGradient["z"]], $Failed, {LinearLayer::netpart}, TestID -> "no such array"]
VerificationTest[pair[<|"Input" -> {1, 2}, NetPortGradient["Output"] -> {1}|>, NetPortGradient["Input"]], $Failed, {LinearLayer::netgradout}, TestID -> "a gradient of the wrong size"]
VerificationTest[Module[{x = {0.3, -0.2, 0.5, 0.1}, h = 0.000001, f, numeric},
    f[y_] := Total[steps[y, None, WorkingPrecision -> "Real64"] {1, 0}];
    numeric = Table[(f[x + h UnitVector[4, i]] - f[x - h UnitVector[4, i]])/(2 h), {i, 4}];
    Max[Abs[numeric - steps[<|"Input" -> x, NetPortGradient["Output"] -> {1, 0}|>, NetPortGradient["Input"], WorkingPrecision -> "Real64"]]] < 0.0000001], True, TestID -> "as differences say"]

(* options *)
drop = NetChain[{DropoutLayer[0.5]}, "Input" -> 100];
VerificationTest[drop[ConstantArray[1., 100]] === ConstantArray[1., 100], True, TestID -> "nothing random in Test"]
VerificationTest[Union[drop[ConstantArray[1., 100], NetEvaluationMode -> "Train"]], {0., 2.}, TestID -> "dropout in Train"]
VerificationTest[drop[ConstantArray[1., 100], NetEvaluationMode -> "Train", RandomSeeding -> 5] === drop[ConstantArray[1., 100], NetEvaluationMode -> "Train", RandomSeeding -> 5], True, TestID -> "a seed fixes it"]
VerificationTest[near[steps[{one, one, one}, None, BatchSize -> 2], steps[{one, one, one}, None]], True, TestID -> "batches of a size"]
VerificationTest[ElementwiseLayer[Exp][0.1, WorkingPrecision -> "Real64"] == Exp[0.1], True, TestID -> "double precision"]
VerificationTest[pair[{1, 1}, WorkingPrecision -> "Real16"], $Failed, {LinearLayer::wprec}, TestID -> "no such precision"]
VerificationTest[pair[{1, 1}, TargetDevice -> "TPU"], $Failed, {LinearLayer::trgdev}, TestID -> "no such device"]

two = NetInitialize[NetGraph[{LinearLayer[3], Ramp}, {1 -> NetPort["a"], 1 -> 2 -> NetPort["b"]}, "Input" -> 2]];
VerificationTest[Keys[two[{1, 2}, {"b", "a"}]], {"b", "a"}, TestID -> "several outputs by name"]
VerificationTest[two[{1, 2}, {"b"}] === <|"b" -> two[{1, 2}, "b"]|>, True, TestID -> "a list of one output is an association"]
VerificationTest[two[{1, 2}, "a", "BatchSize" -> 1] === two[{1, 2}, "a"], True, TestID -> "an option by a string"]
VerificationTest[Keys[NetExtract[two, {1, All}]], {"OutputDimensions", "Input", "Output", "Weights", "Biases"}, TestID -> "all parameters of a layer inside"]
VerificationTest[NetTake[two, {NetPort["a"], NetPort["b"]}], $Failed, {NetTake::nettakenone}, TestID -> "no way between two outputs"]

EndTestSection[]
