(* Constructors: their forms, and what they say of arguments that do not fit. *)

BeginTestSection["construction"]

dims[net_] := Information[net, "ArraysDimensions"];

VerificationTest[dims[LinearLayer[3, "Input" -> 2]], <|"Weights" -> {3, 2}, "Biases" -> {3}|>, TestID -> "a linear layer"]
VerificationTest[dims[LinearLayer[{}, "Input" -> "Real"]], <|"Weights" -> {1, 1}, "Biases" -> {1}|>, TestID -> "from number to number"]
VerificationTest[dims[LinearLayer[{2, 3}, "Input" -> {4, 5}]], <|"Weights" -> {6, 20}, "Biases" -> {6}|>, TestID -> "from array to array"]
VerificationTest[dims[LinearLayer["Input" -> 2, "Output" -> 4]], <|"Weights" -> {4, 2}, "Biases" -> {4}|>, TestID -> "a size that follows from the port"]
VerificationTest[dims[LinearLayer["Weights" -> {{1, 2}, {3, 4}}]], <|"Weights" -> {2, 2}, "Biases" -> {2}|>, TestID -> "sizes that follow from an array"]
VerificationTest[dims[LinearLayer[3, "Input" -> 2, "Biases" -> None]], <|"Weights" -> {3, 2}|>, TestID -> "no biases"]
VerificationTest[dims[ConvolutionLayer[4, {3, 2}, "Input" -> {2, 8, 8}]], <|"Weights" -> {4, 2, 3, 2}, "Biases" -> {4}|>, TestID -> "a convolution"]
VerificationTest[NetExtract[ConvolutionLayer[4, 3, "Input" -> {2, 8, 8}, "Stride" -> 2], "Output"], {4, 3, 3}, TestID -> "its output"]
VerificationTest[NetExtract[PoolingLayer[2, "Input" -> {2, 8, 8}], "Output"], {2, 7, 7}, TestID -> "the stride of pooling is 1"]
VerificationTest[NetExtract[FlattenLayer["Input" -> {2, 3, 4}], "Output"], 24, TestID -> "flattened"]
VerificationTest[Head /@ {Ramp &, SoftmaxLayer[], ElementwiseLayer[Tanh]}, {Function, SoftmaxLayer, ElementwiseLayer}, TestID -> "heads"]

VerificationTest[Head[NetChain[{3, Ramp, Tanh, #^2 &, {2, LogisticSigmoid}}]], NetChain, TestID -> "shorthands in a chain"]
VerificationTest[Length[NetChain[{3, Ramp, 2}]], 3, TestID -> "the length of a chain"]
VerificationTest[Information[NetChain[{3, {2, Ramp}, 1}], "LayersCount"], 4, TestID -> "nested layers count"]
VerificationTest[dims[NetChain[<|"a" -> 2, "b" -> 1|>, "Input" -> 3]],
  <|{"a", "Weights"} -> {2, 3}, {"a", "Biases"} -> {2}, {"b", "Weights"} -> {1, 2}, {"b", "Biases"} -> {1}|>, TestID -> "a chain with names"]
VerificationTest[dims[NetChain[{LinearLayer[], SoftmaxLayer[]}, "Input" -> 2, "Output" -> NetDecoder[{"Class", {a, b, c}}]]],
  <|{1, "Weights"} -> {3, 2}, {1, "Biases"} -> {3}|>, TestID -> "sizes follow from the decoder, backwards"]
VerificationTest[dims[NetChain[{LinearLayer[2]}, "Input" -> NetEncoder[{"Image", {4, 3}, ColorSpace -> "RGB"}]]],
  <|{1, "Weights"} -> {2, 36}, {1, "Biases"} -> {2}|>, TestID -> "sizes follow from the encoder"]

f[x_] := If[x > 0, x, x/10];
VerificationTest[ElementwiseLayer[f][{-1, 2}], {-0.1, 2.}, SameTest -> (Max[Abs[#1 - #2]] < 0.00001 &), TestID -> "a function of one's own"]
VerificationTest[ElementwiseLayer["ReLU"][{-1, 2}], {0., 2.}, TestID -> "a function by name"]

VerificationTest[LinearLayer[-1], $Failed, {LinearLayer::layerval}, TestID -> "a size that is none"]
VerificationTest[LinearLayer[1, 2], $Failed, {LinearLayer::layerargs}, TestID -> "too many arguments"]
VerificationTest[ConvolutionLayer[1], $Failed, {ConvolutionLayer::layerparam}, TestID -> "a parameter left out"]
VerificationTest[LinearLayer[1, "Slope" -> 2], $Failed, {LinearLayer::layeropt}, TestID -> "an option that is none"]
VerificationTest[LinearLayer[1, "Weights" -> "w"], $Failed, {LinearLayer::layerarray}, TestID -> "an array that is none"]
VerificationTest[LinearLayer[1, "Input" -> "Colour"], $Failed, {LinearLayer::porttype}, TestID -> "a type that is none"]
VerificationTest[LinearLayer[3, "Weights" -> {{1, 2}, {3, 4}}], $Failed, {LinearLayer::incmp}, TestID -> "an array that does not fit"]
VerificationTest[PoolingLayer[{9, 9}, "Input" -> {1, 5, 5}], $Failed, {PoolingLayer::kernsize}, TestID -> "a kernel that is too large"]
VerificationTest[ElementwiseLayer[foo], $Failed, {ElementwiseLayer::elemfunc}, TestID -> "a function that is not supported"]
VerificationTest[NetChain[5], $Failed, {NetChain::netlayers}, TestID -> "no layers"]
VerificationTest[NetChain[{"a"}], $Failed, {NetChain::netlayer}, TestID -> "what is no layer"]
VerificationTest[NetChain[{2, LinearLayer[3, "Input" -> 5]}], $Failed, {NetChain::incmp}, TestID -> "neighbours that do not fit"]
VerificationTest[NetChain[{PoolingLayer[2], SoftmaxLayer[], LinearLayer[2, "Input" -> 9]}, "Input" -> {1, 4, 4}], $Failed, {NetChain::incmp},
  TestID -> "an array where a vector is wanted"]
VerificationTest[NetChain[{3}, "Input" -> 2, "Output" -> 4], $Failed, {NetChain::incmp}, TestID -> "an output that does not fit"]
VerificationTest[NetEncoder["Smell"], $Failed, {NetEncoder::coder}, TestID -> "no such encoder"]
VerificationTest[NetDecoder[{"Class", {a, a}}], $Failed, {NetDecoder::coderargs}, TestID -> "classes twice"]

VerificationTest[NetInitialize[LinearLayer[3, "Input" -> 2, "Weights" -> NetArray[<|"Name" -> "q", "Array" -> UniformDistribution[{5, 6}]|>]]] // (Min[Normal[NetExtract[#, "Weights"]]] > 5 &), True, TestID -> "a shared array drawn by a distribution of its own"]
VerificationTest[
  Min[Normal[NetExtract[NetInitialize[NetInitialize[NetChain[{LinearLayer[3, "Weights" -> NetArray[<|"Name" -> "q", "Array" -> UniformDistribution[{5, 6}]|>]], LinearLayer[3, "Weights" -> NetArray["q"]]}, "Input" -> 3]], All], {2, "Weights"}]]] > 5,
  True, TestID -> "at all its places, and again"]
VerificationTest[NetArray[<|"Name" -> "q", "Array" -> "Xavier", "Dimensions" -> {2, 3}|>] // InputForm // ToString, "NetArray[<|\"Name\" -> \"q\", \"Array\" -> \"Xavier\", \"Dimensions\" -> {2, 3}|>]", TestID -> "a method of a shared array is written"]
VerificationTest[NetArray["Array" -> "Foo"], $Failed, {NetArray::netarrayspec}, TestID -> "a method that there is not"]
VerificationTest[Information[NetChain[{2, Ramp}], {"LayersCount", "ArraysCount"}], {2, 2}, TestID -> "several properties"]

EndTestSection[]
