(* The pages NetChain, NetGraph, NetInitialize and Information of nets. *)

BeginTestSection["containers"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
double = ElementwiseLayer[2 # &];
inc = ElementwiseLayer[# + 1 &];

(* NetChain *)
VerificationTest[NetChain[{double, inc}][{1, 2}], {3., 5.}, TestID -> "layers in a row"]
VerificationTest[NetChain[<|"a" -> double, "b" -> inc|>][{1, 2}], {3., 5.}, TestID -> "with names"]
VerificationTest[Head /@ Normal[NetChain[{3, Tanh, LogisticSigmoid, {2, Ramp}, double}]], {LinearLayer, ElementwiseLayer, ElementwiseLayer, NetChain, ElementwiseLayer}, TestID -> "short forms of layers"]
VerificationTest[NetExtract[NetChain[{3, Tanh, 2}, "Input" -> 5], #] & /@ {"Input", "Output"}, {5, 2}, TestID -> "shapes follow"]
VerificationTest[NetExtract[NetChain[{LinearLayer[], Tanh}, "Output" -> 4], {1, "Output"}], 4, TestID -> "backward too"]
VerificationTest[NetChain[{inc}, "Input" -> "Boolean", "Output" -> "Boolean"][{True, False}], {True, True}, TestID -> "coders by their names"]
VerificationTest[NetChain[{NetChain[{double}], NetChain[{inc}]}][1], 3., TestID -> "chains in chains"]
VerificationTest[NetChain[Normal[NetChain[<|"a" -> double|>]]] === NetChain[<|"a" -> double|>], True, TestID -> "Normal and back"]
VerificationTest[Length[NetChain[{double, inc, Tanh}]], 3, TestID -> "Length"]
VerificationTest[NetChain[{LinearLayer[3], LinearLayer[2, "Input" -> 4]}], $Failed, {NetChain::incmp}, TestID -> "shapes that do not fit"]
VerificationTest[NetChain[{double, TotalLayer[InputPorts -> 2]}], $Failed, {NetChain::chainports}, TestID -> "one input each"]
VerificationTest[NetChain[{"x"}], $Failed, {NetChain::netlayer}, TestID -> "no layer"]
VerificationTest[NetChain[{2}, "Input" -> 3][{1, 2, 3}], $Failed, {NetChain::netuninit}, TestID -> "arrays have to have values"]
VerificationTest[Quiet[ToExpression[ToString[NetChain[{3, Tanh}, "Input" -> 2], InputForm]]] === NetChain[{3, Tanh}, "Input" -> 2], True, TestID -> "InputForm reads back"]

(* NetGraph *)
VerificationTest[NetGraph[{double, inc}, {1 -> 2}][1], 3., TestID -> "a connection"]
VerificationTest[NetGraph[{double, inc, TotalLayer[]}, {1 -> 3, 2 -> 3}][5], 16., TestID -> "one input for all, and a sum"]
VerificationTest[NetGraph[<|"d" -> double, "i" -> inc, "sum" -> TotalLayer[]|>, {NetPort["Input"] -> {"d", "i"}, {"d", "i"} -> "sum"}][5], 16., TestID -> "names and lists"]
VerificationTest[NetGraph[<|"d" -> double, "i" -> inc|>, {NetPort["x"] -> "d" -> NetPort["p"], NetPort["x"] -> "i" -> NetPort["q"]}][5], <|"p" -> 10., "q" -> 6.|>, TestID -> "ports of the graph"]
VerificationTest[Information[NetGraph[{double, inc}, {NetPort["x"] -> {1, 2}}], "OutputPortNames"], {"Output1", "Output2"}, TestID -> "outputs that nothing takes"]
VerificationTest[NetGraph[{double, inc, ThreadingLayer[Subtract]}, {{NetPort["a"] -> 1, NetPort["b"] -> 2} -> 3}][<|"a" -> 1, "b" -> 2|>], -1., TestID -> "connections in a list are inputs in order"]
VerificationTest[NetGraph[{double, inc, ThreadingLayer[Subtract]}, {1 -> 3, 2 -> 3}][5] === NetGraph[{double, inc, ThreadingLayer[Subtract]}, {{1, 2} -> 3}][5], True, TestID -> "as are connections one after another"]
VerificationTest[NetGraph[{double, inc, Plus}, {NetPort["x"] -> {1, 2}, {1, 2} -> 3}][5], 16., TestID -> "a function of several arguments"]
VerificationTest[Head[NetGraph[NetChain[{double, inc}]]], NetGraph, TestID -> "a chain as a graph"]
VerificationTest[NetGraph[{double, inc}, {1 -> 2, 2 -> 1}], $Failed, {NetGraph::netgraphcycle}, TestID -> "no circles"]
VerificationTest[NetGraph[{double}, {1 -> 7}], $Failed, {NetGraph::netgraphnode}, TestID -> "no such layer"]
VerificationTest[NetGraph[{LinearLayer[2], LinearLayer[3, "Input" -> 4]}, {1 -> 2}], $Failed, {NetGraph::incmp}, TestID -> "a connection that does not fit"]

(* NetInitialize *)
net = NetChain[{LinearLayer[40], Tanh, LinearLayer[30]}, "Input" -> 50];
VerificationTest[NetInitialize[net] === NetInitialize[net], True, TestID -> "the same seed if nothing is said"]
VerificationTest[NetInitialize[net, RandomSeeding -> 1] === NetInitialize[net, RandomSeeding -> 2], False, TestID -> "another seed"]
VerificationTest[Union[Flatten[Normal[NetExtract[NetInitialize[net, Method -> #], {1, "Biases"}]]]] & /@ {"Kaiming", "Xavier", "Orthogonal", "Identity"}, Table[{0.}, 4], TestID -> "biases are 0"]
spread[method_] := StandardDeviation[Flatten[Normal[NetExtract[NetInitialize[net, Method -> method], {1, "Weights"}]]]];
VerificationTest[Abs[spread[{"Random", "Weights" -> 3}] - 3] < 0.3 && Abs[spread[{"Random", "Weights" -> NormalDistribution[0, 0.5]}] - 0.5] < 0.05, True, TestID -> "Random: a number is a standard deviation"]
VerificationTest[Max[Abs[Normal[NetExtract[NetInitialize[net, Method -> {"Kaiming", "Distribution" -> "Uniform"}], {1, "Weights"}]]]] < 4 spread["Kaiming"], True, TestID -> "Uniform"]
VerificationTest[With[{q = Normal[NetExtract[NetInitialize[net, Method -> "Orthogonal"], {1, "Weights"}]]}, Max[Abs[q . Transpose[q] / First[First[q . Transpose[q]]] - IdentityMatrix[40]]] < 0.001], True, TestID -> "Orthogonal rows"]
half = NetChain[{LinearLayer[2, "Weights" -> {{1, 2}, {3, 4}}], LinearLayer[1]}, "Input" -> 2];
VerificationTest[Normal[NetExtract[NetInitialize[half], {1, "Weights"}]], {{1., 2.}, {3., 4.}}, TestID -> "what has a value keeps it"]
VerificationTest[Normal[NetExtract[NetInitialize[half, All], {1, "Weights"}]] == {{1., 2.}, {3., 4.}}, False, TestID -> "All gives everything a new value"]
VerificationTest[NetInitialize[LinearLayer[2]], $Failed, {NetInitialize::nonfullspec}, TestID -> "sizes have to be known"]

(* Information *)
VerificationTest[Information[net, #] & /@ {"LayersCount", "ArraysCount", "ArraysTotalElementCount", "ArraysTotalByteCount"}, {3, 4, 50*40 + 40 + 40*30 + 30, 4 (50*40 + 40 + 40*30 + 30)}, TestID -> "sizes"]
VerificationTest[Information[net, "ArraysDimensions"], <|{1, "Weights"} -> {40, 50}, {1, "Biases"} -> {40}, {3, "Weights"} -> {30, 40}, {3, "Biases"} -> {30}|>, TestID -> "ArraysDimensions"]
VerificationTest[Information[net, "LayerTypeCounts"], <|LinearLayer -> 2, ElementwiseLayer -> 1|>, TestID -> "LayerTypeCounts"]
VerificationTest[Information[net, #] & /@ {"InputPorts", "OutputPorts"}, {<|"Input" -> 50|>, <|"Output" -> 30|>}, TestID -> "ports"]
VerificationTest[Information[{net, net}, "LayersCount"], {3, 3}, TestID -> "several nets"]
VerificationTest[NetInformation[net, "LayersCount"], 3, TestID -> "the older name"]
VerificationTest[Information[net, "Colour"], $Failed, {Information::netinfo}, TestID -> "no such property"]

EndTestSection[]
