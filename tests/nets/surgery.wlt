(* Surgery: parts taken out, put in, joined; nothing done to one net changes another. *)

BeginTestSection["surgery"]

chain = NetInitialize[NetChain[{LinearLayer[3], Ramp, LinearLayer[2]}, "Input" -> 4]];
named = NetInitialize[NetChain[<|"in" -> 3, "inner" -> NetChain[<|"a" -> Ramp, "b" -> 2|>]|>, "Input" -> 4]];
heads[net_] := Head /@ Information[net, "LayersList"];

VerificationTest[Head[NetExtract[chain, 1]], LinearLayer, TestID -> "a layer by position"]
VerificationTest[NetExtract[chain, -1] === NetExtract[chain, 3], True, TestID -> "a layer from the end"]
VerificationTest[NetExtract[named, {"inner", "b", "Weights"}] === NetExtract[named, {2, 2, "Weights"}], True, TestID -> "names and positions"]
VerificationTest[Head[NetExtract[chain, {1, "Weights"}]], NumericArray, TestID -> "an array"]
VerificationTest[Dimensions[NetExtract[chain, {1, "Weights"}]], {3, 4}, TestID -> "its dimensions"]
VerificationTest[Dimensions /@ NetExtract[chain, {{1, "Weights"}, {3, "Biases"}}], {{3, 4}, {2}}, TestID -> "several parts"]
VerificationTest[chain[[1]] === NetExtract[chain, 1], True, TestID -> "Part is NetExtract"]
VerificationTest[chain[[3, "Biases"]] === NetExtract[chain, {3, "Biases"}], True, TestID -> "Part goes down too"]
VerificationTest[NetExtract[LinearLayer[3], "Weights"], Automatic, TestID -> "an array without values"]
VerificationTest[NetExtract[LinearLayer[3, "Biases" -> None], "Biases"], None, TestID -> "an array that was removed"]
VerificationTest[NetExtract[chain, "Input"], 4, TestID -> "the type of a port"]
VerificationTest[NetExtract[ElementwiseLayer[Tanh], "Function"], Tanh, TestID -> "a parameter"]
VerificationTest[NetExtract[NetDecoder[{"Class", {a, b}}], "Labels"], {a, b}, TestID -> "a parameter of a decoder"]
VerificationTest[Length[Normal[chain]], 3, TestID -> "the layers as a list"]
VerificationTest[Keys[Normal[named]], {"in", "inner"}, TestID -> "the layers as an association"]
VerificationTest[NetExtract[NetChain[Normal[chain]], {1, "Weights"}] === NetExtract[chain, {1, "Weights"}], True, TestID -> "a chain rebuilt keeps its arrays"]

VerificationTest[Normal[NetExtract[NetReplacePart[chain, {3, "Biases"} -> {5, 6}], {3, "Biases"}]], {5., 6.}, TestID -> "an array replaced"]
VerificationTest[before = NetExtract[chain, {3, "Biases"}]; NetReplacePart[chain, {3, "Biases"} -> {5, 6}]; NetExtract[chain, {3, "Biases"}] === before, True, TestID -> "the net itself stays"]
VerificationTest[NetExtract[NetReplacePart[chain, 2 -> Tanh], {2, "Function"}], Tanh, TestID -> "a layer replaced"]
VerificationTest[Head @ NetExtract[NetReplacePart[chain, {2 -> Tanh, "Output" -> NetDecoder[{"Class", {a, b}}]}], "Output"], NetDecoder, TestID -> "several replaced"]
VerificationTest[NetExtract[NetReplacePart[NetReplacePart[chain, "Output" -> NetDecoder[{"Class", {a, b}}]], "Output" -> None], "Output"], 2, TestID -> "a decoder removed"]
VerificationTest[NetReplacePart[chain, {3, "Biases"} -> {5}], $Failed, {NetReplacePart::incmp}, TestID -> "an array of the wrong size"]
VerificationTest[NetReplacePart[chain, {4, "Biases"} -> {5}], $Failed, {NetReplacePart::netpart}, TestID -> "a part that is not there"]
VerificationTest[NetReplacePart[chain, "Output" -> NetDecoder[{"Class", {a, b, c}}]], $Failed, {NetReplacePart::incmp}, TestID -> "a decoder that does not fit"]
VerificationTest[NetReplacePart[chain, 3], $Failed, {NetReplacePart::netrules}, TestID -> "no rule"]

VerificationTest[heads[NetTake[chain, 2]], {LinearLayer, ElementwiseLayer}, TestID -> "the first layers"]
VerificationTest[heads[NetTake[chain, -1]], {LinearLayer}, TestID -> "the last layer"]
VerificationTest[heads[NetTake[chain, {2, 3}]], {ElementwiseLayer, LinearLayer}, TestID -> "layers from one to another"]
VerificationTest[heads[NetTake[named, "in"]], {LinearLayer}, TestID -> "up to a name"]
VerificationTest[heads[NetDrop[chain, 1]], {ElementwiseLayer, LinearLayer}, TestID -> "without the first"]
VerificationTest[heads[NetDrop[chain, -2]], {LinearLayer}, TestID -> "without the last two"]
VerificationTest[heads[NetDrop[chain, {2, 2}]], {LinearLayer, LinearLayer}, TestID -> "without one inside"]
VerificationTest[NetDrop[NetChain[{2, 3, LinearLayer[1, "Input" -> 3]}], {2, 2}], $Failed, {NetDrop::incmp}, TestID -> "neighbours that do not fit any more"]
VerificationTest[NetExtract[NetDrop[chain, -2], {1, "Weights"}] === NetExtract[chain, {1, "Weights"}], True, TestID -> "arrays are kept"]
VerificationTest[NetDrop[chain, 4], $Failed, {NetDrop::netdrop}, TestID -> "more than there are"]
VerificationTest[heads[NetJoin[chain, NetChain[{Tanh}]]], {LinearLayer, ElementwiseLayer, LinearLayer, ElementwiseLayer}, TestID -> "joined"]
VerificationTest[Keys @ Information[NetJoin[NetTake[named, 1], NetChain[<|"x" -> 2|>]], "ArraysDimensions"],
  {{"in", "Weights"}, {"in", "Biases"}, {"x", "Weights"}, {"x", "Biases"}}, TestID -> "names are kept"]
VerificationTest[NetJoin[chain, NetChain[{LinearLayer[2, "Input" -> 7]}]], $Failed, {NetJoin::incmp}, TestID -> "nets that do not fit"]
VerificationTest[NetJoin[chain, 3], $Failed, {NetJoin::netarg}, TestID -> "what is no net"]

lenet = NetModel["LeNet"];
VerificationTest[Head /@ {NetExtract[NetDrop[lenet, -2], "Input"], NetExtract[NetDrop[lenet, -2], "Output"]}, {NetEncoder, Integer}, TestID -> "the encoder stays, the decoder does not fit any more"]
VerificationTest[Head @ NetExtract[NetDrop[lenet, 0], "Output"], NetDecoder, TestID -> "nothing dropped"]

shared = NetInsertSharedArrays[chain];
VerificationTest[Information[shared, "SharedArraysCount"], 4, TestID -> "all arrays shared"]
VerificationTest[NetExtract[shared, NetArray["1/Weights"]] === NetExtract[chain, {1, "Weights"}], True, TestID -> "a shared array by name"]
VerificationTest[Information[NetChain[{shared, Ramp}], "ArraysCount"], 4, TestID -> "shared arrays count once"]

VerificationTest[NetDrop[LinearLayer[2], 1], $Failed, {NetDrop::notchain}, TestID -> "a layer is no chain"]
VerificationTest[NetExtract[BatchNormalizationLayer[], {"Epsilon", "Momentum"}], $Failed, {NetExtract::netpart}, TestID -> "a setting has no parts"]

EndTestSection[]
