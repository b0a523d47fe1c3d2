(* How public programs write nets: notations that the reference pages show only in part. *)

BeginTestSection["programs"]

ports[net_] := Information[net, "InputPortNames"];
same[a_, b_] := Max[Abs[Flatten[a - b]]] < 0.0001;

VerificationTest[NetExtract[NetChain[{"first" -> 3, "second" -> Ramp}, "Input" -> 2], {"first", "Output"}], {3},
  SameTest -> (Flatten[{#1}] == #2 &), TestID -> "a chain from a list of rules"]
VerificationTest[Keys[Normal[NetGraph[{"left" -> 3, If[False, "middle" -> Tanh, Nothing], "right" -> {4, Ramp}}, {}]]], {"left", "right"},
  TestID -> "a graph from a list of rules"]
VerificationTest[NetChain[{"first" -> 3, Ramp}], $Failed, {NetChain::netlayer}, TestID -> "rules and layers do not mix"]

split = NetGraph[{"in" -> (# + 1 &), "double" -> (2 # &), "square" -> (#^2 &), "all" -> TotalLayer[]},
  {NetPort["Input"] -> "in" -> {"double", "square"} -> "all"}, "Input" -> 2];
VerificationTest[split[{1, 2}], {8., 15.}, SameTest -> same, TestID -> "one output feeds a list of layers"]
VerificationTest[NetGraph[{"a" -> Tanh, "b" -> Ramp}, {NetPort["x"] -> {"a", "b", NetPort["x itself"]}}, "x" -> 1][{-1.}]["x itself"], {-1.},
  TestID -> "and ports of the graph"]

both = NetGraph[{"plain" -> ElementwiseLayer[# &], "less" -> ElementwiseLayer[-3 # &], "sum" -> TotalLayer[]}, {{"plain", "less"} -> "sum"}];
VerificationTest[ports[both], {"Input"}, TestID -> "inputs that are left open and have one name are one input"]
VerificationTest[NetChain[{both, Ramp}, "Input" -> 2][{-1, 2}], {2., 0.}, SameTest -> same, TestID -> "so such a graph stands in a chain"]
VerificationTest[ports[NetGraph[{LinearLayer[2], MeanSquaredLossLayer[], MeanAbsoluteLossLayer[]}, {1 -> {2, 3}, 2 -> NetPort["a"], 3 -> NetPort["b"]}]],
  {"Input", "Target"}, TestID -> "two losses have one target"]
VerificationTest[Information[NetGraph[{2, 3}, {}], "OutputPortNames"], {"Output1", "Output2"}, TestID -> "outputs are numbered"]

VerificationTest[NetExtract[TransposeLayer[{1 -> 2, 2 -> 3}, "Input" -> {2, 3, 4}], "Output"], {3, 4, 2}, TestID -> "swaps written as rules"]
VerificationTest[TransposeLayer[1 -> 3], TransposeLayer[{1 <-> 3}], TestID -> "one swap written as a rule"]
VerificationTest[NetExtract[ConstantArrayLayer[{2, 3}], "Output"], {2, 3}, TestID -> "an array layer by its dimensions"]

sum = NetGraph[{"left" -> {3, Tanh}, "right" -> 3, "sum" -> {TotalLayer[], Ramp}}, {{"left", "right"} -> "sum"}, "Input" -> 2];
VerificationTest[{Length[ports[NetExtract[sum, "sum"]]], Information[sum, "OutputPorts"]}, {2, <|"Output" -> 3|>}, TestID -> "connections fix the inputs of a chain that begins with a sum"]
joined = NetGraph[{Ramp, Tanh, NetGraph[NetChain[{CatenateLayer[], {SummationLayer[]}}]]}, {NetPort["Input"] -> {1, 2} -> 3}, "Input" -> 2];
VerificationTest[{joined[{1, 0}]}, {1 + Tanh[1.]}, SameTest -> same, TestID -> "and those of a graph"]
VerificationTest[NetChain[{TotalLayer[], Ramp}][{{1}, {2}}], $Failed, {NetChain::netopen}, TestID -> "a chain whose inputs stay open"]

VerificationTest[ConvolutionLayer["Weights" -> ConstantArray[1, {4, 2, 3, 3}], "Stride" -> 2], ConvolutionLayer[4, {3, 3}, "Weights" -> ConstantArray[1, {4, 2, 3, 3}], "Stride" -> 2],
  TestID -> "weights tell the size of kernels"]
VerificationTest[Information[DeconvolutionLayer["Weights" -> ConstantArray[1, {4, 2, 3}], "Biases" -> None], "ArraysDimensions"], <|"Weights" -> {4, 2, 3}|>, TestID -> "of a deconvolution too"]

digits = NetGraph[<|"7" -> 2, "0" -> Ramp, "2" -> {"9" -> 3}|>, {"7" -> {"0", NetPort["half"]}, "0" -> "2" -> NetPort["whole"]}, "Input" -> 1];
VerificationTest[Keys[Information[digits, "ArraysDimensions"]], {{"7", "Weights"}, {"7", "Biases"}, {"2", "9", "Weights"}, {"2", "9", "Biases"}}, TestID -> "names of layers that look like numbers"]
VerificationTest[{Head[NetExtract[digits, "2"]], Head[NetExtract[digits, 2]], Keys[Normal[digits]]}, {NetChain, ElementwiseLayer, {"7", "0", "2"}}, TestID -> "are not positions"]
VerificationTest[Lookup[Information[NetReplacePart[digits, LearningRateMultipliers -> {"2" -> 0}], "ArraysLearningRateMultipliers"], Key[{"2", "9", "Weights"}]], 0, TestID -> "in rules too"]
VerificationTest[ToExpression[ToString[NetInitialize[digits, RandomSeeding -> 1], InputForm]] === NetInitialize[digits, RandomSeeding -> 1], True, TestID -> "and they are read back"]

taught = NetGraph[<|"tagger" -> {NetMapOperator[LinearLayer[]], SoftmaxLayer[]}, "rest" -> SequenceRestLayer[], "loss" -> CrossEntropyLossLayer["Index"]|>,
  {NetPort["Input"] -> "tagger" -> NetPort["loss", "Input"], NetPort["Target"] -> "rest" -> NetPort["loss", "Target"]},
  "Input" -> {"Varying", 3}, "Target" -> NetEncoder[{"Characters", {"a", "b", "c", "d"}}]];
VerificationTest[Lookup[Information[taught, "ArraysDimensions"], Key[{"tagger", 1, "Net", "Weights"}]], {4, 3}, TestID -> "the characters of a target tell the number of classes, through layers that move them"]
norm = NetChain[{ElementwiseLayer[#^2 &], AggregationLayer[Total, All]}];
VerificationTest[norm[NumericArray[{{1, 2}, {3, 4}}, "Real32"]], 30., TestID -> "one number out of a numeric array"]

classes = {"x", "y"};
VerificationTest[NetChain[{EmbeddingLayer[3]}, "Input" -> {"Varying", NetEncoder[{"Class", classes}]}] === NetChain[{EmbeddingLayer[3]}, "Input" -> NetEncoder[{"Class", classes, "Dimensions" -> {"Varying"}}]], True,
  TestID -> "an encoder for each element"]
tagger = NetInitialize@NetChain[{NetMapOperator[LinearLayer[]], SoftmaxLayer[]}, "Input" -> {"Varying", 3}, "Output" -> {"Varying", NetDecoder[{"Class", classes}]}];
VerificationTest[{Length[tagger[RandomReal[1, {4, 3}]]], Complement[tagger[RandomReal[1, {4, 3}]], classes]}, {4, {}}, TestID -> "a decoder for each element"]
VerificationTest[NetChain[{Ramp}, "Input" -> {"Varying", NetEncoder["Characters"]}], $Failed, {NetChain::coderparam}, TestID -> "an encoder that takes no lists"]

less = NetGraph[<|"most" -> AggregationLayer[Max, 1], "copies" -> ReplicateLayer[Automatic], "less" -> ThreadingLayer[Subtract]|>,
  {NetPort["Input"] -> "most" -> "copies", {NetPort["Input"], "copies"} -> "less"}, "Input" -> 3];
VerificationTest[less[{1, 2, 4}], {-3., -2., 0.}, SameTest -> same, TestID -> "as many copies as it takes"]

any = NetChain[{NetMapOperator[LinearLayer[2]]}, "Input" -> {"Varying", 3}];
VerificationTest[Information[NetChain[{any, Ramp}, "Input" -> {4, 3}], "OutputPorts"], <|"Output" -> {4, 2}|>, TestID -> "a layer for any length takes a fixed one"]
VerificationTest[Information[NetChain[{NormalizationLayer["Input" -> {4, 3}], any, FlattenLayer[]}], "OutputPorts"], <|"Output" -> 8|>, TestID -> "and gives one"]
VerificationTest[NetChain[{LinearLayer[2, "Input" -> 5]}, "Input" -> NetEncoder["Characters"]], $Failed, {NetChain::incmp}, TestID -> "texts have no fixed length"]

VerificationTest[Keys[NetGraph[<|"a" -> {3, Ramp}, "b" -> {2, Tanh}|>, {"a" -> "b"}][[All, 1]]], {"a", "b"}, TestID -> "a part of all layers goes by their names"]

alike = NetChain[<|"one" -> 2, "two" -> 2, "three" -> 1|>, "Input" -> 2];
VerificationTest[Values[NetTrain[NetInitialize[alike], {{1, 2} -> {3}}, "ArraysLearningRateMultipliers", MaxTrainingRounds -> 1,
  LearningRateMultipliers -> {"one" | "three" -> 0}]][[{1, 3, 5}]], {0, 1, 0}, TestID -> "one multiplier for alternatives"]

EndTestSection[]
