(* Surgery on whole layers: put in, taken out, replaced, renamed, spliced; chains and graphs. *)

BeginTestSection["edits"]

chain = NetInitialize[NetChain[{LinearLayer[3], Ramp, LinearLayer[2]}, "Input" -> 4]];
named = NetChain[<|"in" -> 3, "inner" -> NetChain[<|"a" -> Ramp, "b" -> 2|>]|>, "Input" -> 4];
heads[net_] := Head /@ Information[net, "LayersList"];
names[net_] := Keys[Normal[net]];
labels = NetDecoder[{"Class", {x, y}}];
coded = NetChain[{2, SoftmaxLayer[]}, "Input" -> NetEncoder[{"Image", {2, 2}, "Grayscale"}], "Output" -> labels];
types[net_] := Head /@ {NetExtract[net, "Input"], NetExtract[net, "Output"]};

(* NetAppend, NetPrepend *)
VerificationTest[heads[NetAppend[chain, Tanh]], {LinearLayer, ElementwiseLayer, LinearLayer, ElementwiseLayer}, TestID -> "appended"]
VerificationTest[heads[NetAppend[LinearLayer[2], SoftmaxLayer[]]], {LinearLayer, SoftmaxLayer}, TestID -> "to a layer"]
VerificationTest[names[NetAppend[named, "out" -> Tanh]], {"in", "inner", "out"}, TestID -> "appended with a name"]
VerificationTest[names[NetAppend[named, Tanh]], {"in", "inner", "Elementwise"}, TestID -> "called after its kind"]
VerificationTest[names[NetAppend[named, {"s" -> Tanh, "t" -> 5}]], {"in", "inner", "s", "t"}, TestID -> "several appended"]
VerificationTest[names[NetAppend[LinearLayer[2], "t" -> Ramp]], {"Linear", "t"}, TestID -> "a layer gets a name too"]
VerificationTest[NetAppend[named, "in" -> Tanh], $Failed, {NetAppend::netname}, TestID -> "a name twice"]
VerificationTest[NetAppend[chain, LinearLayer[1, "Input" -> 7]], $Failed, {NetAppend::incmp}, TestID -> "what does not fit"]
VerificationTest[NetExtract[NetAppend[chain, Tanh, "Output" -> labels], "Output"] === labels, True, TestID -> "with a decoder"]
VerificationTest[types[NetAppend[coded, 5]], {NetEncoder, Integer}, TestID -> "the decoder is dropped"]
VerificationTest[types[NetPrepend[coded, 4]], {Symbol, NetDecoder}, TestID -> "the encoder is dropped"]
VerificationTest[heads[NetPrepend[chain, {Tanh, 4}]], {ElementwiseLayer, LinearLayer, LinearLayer, ElementwiseLayer, LinearLayer}, TestID -> "prepended"]
VerificationTest[NetExtract[NetPrepend[chain, Tanh], {2, "Weights"}] === NetExtract[chain, {1, "Weights"}], True, TestID -> "arrays are kept"]

graph = NetGraph[<|"a" -> 3, "b" -> Ramp, "c" -> 3, "sum" -> TotalLayer[]|>, {"a" -> "b" -> "sum", "a" -> "c" -> "sum"}, "Input" -> 2];
VerificationTest[names[NetAppend[graph, "last" -> Tanh]], {"a", "b", "c", "sum", "last"}, TestID -> "to a graph"]
VerificationTest[Head[NetAppend[graph, Tanh]], NetGraph, TestID -> "which stays one"]
VerificationTest[NetExtract[NetPrepend[graph, "first" -> 2, "Input" -> 5], "Input"], 5, TestID -> "before a graph"]
VerificationTest[With[{full = NetInitialize[NetAppend[graph, Tanh]]}, full[{1, 2}] === Tanh[NetDelete[full, -1][{1, 2}]] || Max[Abs[full[{1, 2}] - Tanh[NetDelete[full, -1][{1, 2}]]]] < 0.00001], True, TestID -> "the layer works behind the graph"]

(* NetInsert *)
VerificationTest[heads[NetInsert[chain, Tanh, 2]], {LinearLayer, ElementwiseLayer, ElementwiseLayer, LinearLayer}, TestID -> "inserted"]
VerificationTest[NetExtract[NetInsert[chain, Tanh, 2], {2, "Function"}], Tanh, TestID -> "at its position"]
VerificationTest[NetExtract[NetInsert[chain, Tanh, -1], {4, "Function"}], Tanh, TestID -> "behind the last"]
VerificationTest[names[NetInsert[named, "new" -> Tanh, "inner"]], {"in", "new", "inner"}, TestID -> "before a name"]
VerificationTest[NetInsert[chain, 7, 3], $Failed, {NetInsert::incmp}, TestID -> "that does not fit its neighbours"]
VerificationTest[NetInsert[chain, Ramp, 9], $Failed, {NetInsert::netinsert}, TestID -> "no such place"]
VerificationTest[NetInsert[graph, Ramp, 1], $Failed, {NetInsert::notchain}, TestID -> "into a graph"]

(* NetDelete *)
VerificationTest[heads[NetDelete[chain, 2]], {LinearLayer, LinearLayer}, TestID -> "deleted"]
VerificationTest[heads[NetDelete[chain, {1, 3}]], {ElementwiseLayer}, TestID -> "several deleted"]
VerificationTest[names[NetDelete[named, {{"inner", "a"}}]], {"in", "inner"}, TestID -> "in a nested net"]
VerificationTest[names[NetExtract[NetDelete[named, {{"inner", "a"}}], "inner"]], {"b"}, TestID -> "what is left there"]
VerificationTest[NetDelete[NetChain[{3, 4, LinearLayer[1, "Input" -> 4]}], 2], $Failed, {NetDelete::incmp}, TestID -> "neighbours that do not fit"]
VerificationTest[NetDelete[chain, 7], $Failed, {NetDelete::netpart}, TestID -> "no such layer"]
VerificationTest[names[NetDelete[graph, "b"]], {"a", "c", "sum"}, TestID -> "bypassed in a graph"]
VerificationTest[NetDelete[graph, "b"][[{"sum"}]] === graph[[{"sum"}]], True, TestID -> "the others stay"]
VerificationTest[Information[NetDelete[graph, "sum"], "OutputPortNames"], {"Output1", "Output2"}, TestID -> "at the edge"]
two = NetGraph[{2, 3}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2, 1 -> NetPort["p"], 2 -> NetPort["q"]}, "Input" -> 2];
VerificationTest[Information[NetDelete[two, NetPort["p"]], "OutputPortNames"], {"q"}, TestID -> "an output"]
VerificationTest[NetDelete[two, {NetPort["p"], NetPort["q"]}], $Failed, {NetDelete::netdeleteport}, TestID -> "the last output"]

(* NetTake of graphs *)
VerificationTest[names[NetTake[graph, "b"]], {"a", "b"}, TestID -> "up to a layer"]
VerificationTest[names[NetTake[graph, {"c", "sum"}]], {"c", "sum"}, TestID -> "from one to another"]
VerificationTest[Information[NetTake[graph, {"c", "sum"}], "InputPortNames"], {"Input", "2"}, SameTest -> (Sort[#1] =!= {} && Length[#1] == 2 &), TestID -> "what is missing is an input"]
VerificationTest[Information[NetTake[graph, {NetPort[{"a", "Output"}], All}], "InputPortNames"], {"Input"}, TestID -> "from an output of a layer"]
VerificationTest[names[NetTake[graph, {NetPort[{"a", "Output"}], All}]], {"b", "c", "sum"}, TestID -> "the layers behind it"]
VerificationTest[names[NetTake[graph, NetPort["Output"]]], names[graph], TestID -> "up to an output"]
VerificationTest[NetTake[graph, All] === graph, True, TestID -> "everything"]
VerificationTest[Information[NetTake[graph, {All, {"b", "c"}}], "OutputPortNames"], {"Output1", "Output2"}, TestID -> "several ends"]
VerificationTest[NetTake[graph, "z"], $Failed, {NetTake::nettakeend}, TestID -> "no such end"]
VerificationTest[With[{full = NetInitialize[graph]}, NetTake[full, {NetPort[{"a", "Output"}], All}][NetTake[full, "a"][{1, 2}]] === full[{1, 2}]], True, TestID -> "both parts are the whole"]
VerificationTest[heads[NetTake[chain, NetPort[{2, "Output"}]]], {LinearLayer, ElementwiseLayer}, TestID -> "a chain up to a port"]

(* NetReplace *)
VerificationTest[heads[NetReplace[chain, _ElementwiseLayer -> SoftmaxLayer[]]], {LinearLayer, SoftmaxLayer, LinearLayer}, TestID -> "a pattern"]
VerificationTest[heads[NetReplace[named, LinearLayer[2] -> SoftmaxLayer[]]], {LinearLayer, ElementwiseLayer, SoftmaxLayer}, TestID -> "a literal layer"]
VerificationTest[heads[NetReplace[chain, ElementwiseLayer[Ramp] | _SoftmaxLayer -> Nothing]], {LinearLayer, LinearLayer}, TestID -> "layers left out"]
VerificationTest[heads[NetReplace[chain, _ElementwiseLayer -> {Tanh, SoftmaxLayer[]}]], {LinearLayer, ElementwiseLayer, SoftmaxLayer, LinearLayer}, TestID -> "a chain is spliced in"]
VerificationTest[Length[NetReplace[chain, _ElementwiseLayer -> {Tanh, SoftmaxLayer[]}]], 4, TestID -> "into the chain"]
VerificationTest[Length[NetReplace[chain, _ElementwiseLayer -> {Tanh, SoftmaxLayer[]}, FlattenInPlace -> False]], 3, TestID -> "or not"]
VerificationTest[NetReplace[chain, _DropoutLayer -> Ramp] === chain, True, {NetReplace::norep}, TestID -> "no match"]
VerificationTest[NetExtract[NetReplace[named, l_ElementwiseLayer :> Tanh], {"inner", "a", "Function"}], Tanh, TestID -> "a delayed rule, nested"]
VerificationTest[heads[NetReplace[chain, {_LinearLayer -> Tanh, _ElementwiseLayer -> Ramp}]], {ElementwiseLayer, ElementwiseLayer, ElementwiseLayer}, TestID -> "several rules"]
VerificationTest[heads[NetReplace[graph, _TotalLayer -> CatenateLayer[]]], {LinearLayer, ElementwiseLayer, LinearLayer, CatenateLayer}, TestID -> "in a graph"]
VerificationTest[NetReplace[chain, 3], $Failed, {NetReplace::netrules}, TestID -> "no rule"]

(* NetRename *)
VerificationTest[names[NetRename[named, "in" -> "first"]], {"first", "inner"}, TestID -> "renamed"]
VerificationTest[names[NetRename[named, {"in" -> "inner", "inner" -> "in"}]], {"inner", "in"}, TestID -> "names exchanged"]
VerificationTest[names[NetRename[named, StringJoin["x", #] &]], {"xin", "xinner"}, TestID -> "by a function"]
VerificationTest[names[NetExtract[NetRename[named, StringJoin["x", #] &, {2}], "inner"]], {"xa", "xb"}, TestID -> "on the second level"]
VerificationTest[names[NetRename[named, StringJoin["x", #] &, {2}]], {"in", "inner"}, TestID -> "and only there"]
VerificationTest[NetRename[named, "in" -> "inner"], $Failed, {NetRename::netrename}, TestID -> "a name twice"]
VerificationTest[NetRename[named, "z" -> "y"], $Failed, {NetRename::netrenamename}, TestID -> "no such name"]
VerificationTest[Information[NetRename[graph, NetPort["Input"] -> NetPort["x"]], "InputPortNames"], {"x"}, TestID -> "a port"]
VerificationTest[Information[NetRename[NetChain[<|"a" -> 2, "b" -> 3|>, "Input" -> 1, LearningRateMultipliers -> {"a" -> 0}], "a" -> "c"], "ArraysLearningRateMultipliers"],
  <|{"c", "Weights"} -> 0, {"c", "Biases"} -> 0, {"b", "Weights"} -> 1, {"b", "Biases"} -> 1|>, TestID -> "multipliers go along"]

(* NetFlatten *)
deep = NetChain[{3, NetChain[{Ramp, NetChain[{2, Tanh}]}]}, "Input" -> 4];
VerificationTest[Head /@ Normal[NetFlatten[deep]], {LinearLayer, ElementwiseLayer, LinearLayer, ElementwiseLayer}, TestID -> "flattened"]
VerificationTest[Head /@ Normal[NetFlatten[deep, 1]], {LinearLayer, ElementwiseLayer, NetChain}, TestID -> "one level"]
VerificationTest[names[NetFlatten[named]], {"in", "inner/a", "inner/b"}, TestID -> "names of the levels"]
VerificationTest[Head[NetFlatten[NetGraph[{NetChain[{2, Ramp}], Tanh}, {1 -> 2}]]], NetChain, TestID -> "a graph in a row is a chain"]
VerificationTest[Head[NetFlatten[NetChain[{2, graph}]]], NetGraph, TestID -> "a graph in a chain"]
VerificationTest[With[{full = NetInitialize[NetChain[{2, graph, Tanh}, "Input" -> 3]]}, Max[Abs[NetFlatten[full][{1, 2, 3}] - full[{1, 2, 3}]]] < 0.00001], True, TestID -> "the flat net gives the same"]
VerificationTest[Head /@ Normal[NetFlatten[NetChain[{Ramp, graph, {Tanh}}], AllowedHeads -> {NetChain}]], {ElementwiseLayer, NetGraph, ElementwiseLayer}, TestID -> "chains only"]
VerificationTest[Values[Information[NetFlatten[NetChain[{NetChain[{2, Ramp}, LearningRateMultipliers -> 0], 3}, "Input" -> 1, LearningRateMultipliers -> {2 -> 5}]], "ArraysLearningRateMultipliers"]], {0, 0, 5, 5}, TestID -> "multipliers of all levels"]

(* NetJoin *)
VerificationTest[names[NetJoin[graph, NetChain[<|"z" -> Tanh|>]]], {"a", "b", "c", "sum", "z"}, TestID -> "a graph and a chain"]
VerificationTest[Head[NetJoin[NetChain[<|"z" -> 2|>], graph]], NetGraph, TestID -> "give a graph"]
VerificationTest[NetJoin[two, graph], $Failed, {NetJoin::netseam}, TestID -> "two outputs at the seam"]
VerificationTest[types[NetJoin[NetTake[coded, 1], NetChain[{SoftmaxLayer[]}, "Output" -> labels]]], {NetEncoder, NetDecoder}, TestID -> "coders at the ends"]

(* NetReplacePart with several parts *)
VerificationTest[NetExtract[NetReplacePart[chain, {_, "Biases"} -> Automatic], {1, "Biases"}], Automatic, TestID -> "arrays of all layers"]
VerificationTest[Head /@ Normal[NetReplacePart[NetChain[{2, Ramp, 2}], 2 ;; 3 -> Tanh]], {LinearLayer, ElementwiseLayer, ElementwiseLayer}, TestID -> "a span"]
shared = NetInsertSharedArrays[chain];
VerificationTest[Normal[NetExtract[NetReplacePart[shared, NetArray["3/Biases"] -> {1, 2}], {3, "Biases"}]], {1., 2.}, TestID -> "a shared array by name"]
VerificationTest[NetReplacePart[shared, NetArray["z"] -> {1, 2}], $Failed, {NetReplacePart::netshared}, TestID -> "no such shared array"]
VerificationTest[heads[NetReplacePart[graph, "sum" -> ThreadingLayer[Times]]], {LinearLayer, ElementwiseLayer, LinearLayer, ThreadingLayer}, TestID -> "a layer with other names of its ports"]
VerificationTest[Information[NetReplacePart[NetChain[{2, SoftmaxLayer[]}, "Input" -> 3], 2 -> CrossEntropyLossLayer["Index"]], "InputPortNames"], {"Input", "Target"}, TestID -> "a layer with another port at the end of a chain"]

(* nets inside operators, and states *)
op = NetInitialize[NetMapOperator[NetChain[{2, {Ramp, 3}}], "Input" -> {"Varying", 4}]];
VerificationTest[Length[NetExtract[NetFlatten[op], "Net"]], 3, TestID -> "the net of an operator flattened"]
VerificationTest[Length[NetExtract[NetDelete[NetChain[{op}], {{1, "Net", 2}}], {1, "Net"}]], 1, TestID -> "a layer deleted in it"]
VerificationTest[Normal[NetExtract[NetReplacePart[op, {"Net", 1, "Biases"} -> {5, 6}], {"Net", 1, "Biases"}]], {5., 6.}, TestID -> "an array replaced in it"]
VerificationTest[heads[NetReplace[op, _ElementwiseLayer -> SoftmaxLayer[]]], {NetMapOperator, LinearLayer, SoftmaxLayer, LinearLayer}, TestID -> "a layer replaced in it"]
VerificationTest[names[NetExtract[NetRename[NetMapOperator[NetChain[<|"a" -> 2, "b" -> 3|>]], "a" -> "c"], "Net"]], {"c", "b"}, TestID -> "a layer renamed in it"]
states = NetInitialize[NetGraph[{LongShortTermMemoryLayer[2], 2, Tanh}, {NetPort["Input"] -> 1, NetPort[1, "State"] -> 2, 1 -> 3}, "Input" -> {"Varying", 3}]];
VerificationTest[MemberQ[Values[states[{{1, 2, 3}}, All]], NetTake[states, 2][{{1, 2, 3}}]], True, TestID -> "what needs a state"]
VerificationTest[states[{{1, 2, 3}, {4, 5, 6}}, NetPort[{1, "State"}]] === Last[states[{{1, 2, 3}, {4, 5, 6}}, NetPort[{1, "Output"}]]], True, TestID -> "a state is the last output"]
VerificationTest[Head /@ Normal[NetFlatten[NetChain[{NetTake[states, 3]}]]], {LongShortTermMemoryLayer, ElementwiseLayer}, TestID -> "a graph with states flattened"]

VerificationTest[Keys[Options[op]], {BatchSize, NetEvaluationMode, RandomSeeding, TargetDevice, WorkingPrecision}, TestID -> "the options of applying a net"]

VerificationTest[heads[NetReplace[chain, _ElementwiseLayer -> NetChain[{Tanh, Ramp}]]], {LinearLayer, ElementwiseLayer, ElementwiseLayer, LinearLayer}, TestID -> "what is spliced into a chain without names has none"]
VerificationTest[Normal[NetReplace[chain, _ElementwiseLayer -> NetChain[{Tanh, Ramp}]]] // Head, List, TestID -> "positions stay positions"]
VerificationTest[{First[chain] === chain[[1]], Last[chain] === chain[[-1]], Most[chain] === NetDrop[chain, -1], Rest[chain] === NetDrop[chain, 1], Take[chain, 2] === NetTake[chain, 2], Drop[chain, {2}] === NetDrop[chain, {2}]}, Table[True, 6], TestID -> "a chain as a list of layers"]
VerificationTest[First[LinearLayer[2]], $Failed, {First::notchain}, TestID -> "a layer is no list of layers"]
VerificationTest[NetExtract[chain, NetArray["a"]], $Failed, {NetExtract::netshared}, TestID -> "a shared array that is not there"]

EndTestSection[]
