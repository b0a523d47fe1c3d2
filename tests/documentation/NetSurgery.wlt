(* The functions of surgery as their reference pages describe them: every form, and that what is left gives
   the numbers that it should. *)

BeginTestSection["surgery"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
heads[net_] := Head /@ Values[Replace[Normal[net], l_List :> AssociationThread[Range[Length[l]], l]]];
names[net_] := Keys[Normal[net]];
v = {1., -2., 0.5};
one = LinearLayer[2, "Weights" -> {{1, 0, 2}, {0, 1, -1}}, "Biases" -> {0, 1}, "Input" -> 3];
two = LinearLayer[2, "Weights" -> {{1, 1}, {2, 0}}, "Biases" -> {1, 1}, "Input" -> 2];
chain = NetChain[{one, Tanh, two}];
named = NetChain[<|"one" -> one, "act" -> Tanh, "two" -> two|>];
labels = NetDecoder[{"Class", {"a", "b"}}];
sorter = NetChain[<|"one" -> one, "soft" -> SoftmaxLayer[]|>, "Output" -> labels];
branch = NetGraph[<|"one" -> one, "l" -> Tanh, "r" -> Ramp, "sum" -> TotalLayer[]|>, {"one" -> {"l", "r"}, {"l", "r"} -> "sum"}];

(* NetExtract *)
VerificationTest[NetExtract[one, "Weights"] // Normal, {{1., 0., 2.}, {0., 1., -1.}}, TestID -> "an array"]
VerificationTest[NetExtract[named, "two"] === NetExtract[named, 3] && NetExtract[named, -1] === NetExtract[named, 3], True, TestID -> "by name, by position, from the end"]
VerificationTest[NetExtract[named, {"two", "Biases"}] // Normal, {1., 1.}, TestID -> "a path"]
VerificationTest[NetExtract[named, {{"act"}, {"two", "Biases"}}] // {Head[#[[1]]], Normal[#[[2]]]} &, {ElementwiseLayer, {1., 1.}}, TestID -> "several paths"]
VerificationTest[NetExtract[named, All] === Normal[named] && NetExtract[chain, All] === Normal[chain], True, TestID -> "All is Normal"]
VerificationTest[named[["two", "Biases"]] === NetExtract[named, {"two", "Biases"}], True, TestID -> "Part"]
VerificationTest[NetExtract[sorter, "Output"] === labels, True, TestID -> "a decoder"]
VerificationTest[NetExtract[labels, "Labels"], {"a", "b"}, TestID -> "a part of a decoder"]
VerificationTest[NetExtract[NetEncoder[{"Image", {4, 5}}], "ImageSize"], {4, 5}, TestID -> "a part of an encoder"]
VerificationTest[NetExtract[LinearLayer[2], #] & /@ {"Weights", "Input"}, {Automatic, Automatic}, TestID -> "what is not known yet"]
VerificationTest[NetExtract[named, "three"], $Failed, {NetExtract::netpart}, TestID -> "no such layer"]
VerificationTest[NetExtract[named, {"one", "Weight"}], $Failed, {NetExtract::netpart}, TestID -> "no such array"]

(* NetReplacePart *)
VerificationTest[NetReplacePart[one, "Biases" -> {5, 5}][v], one[v] + {5., 4.}, SameTest -> near, TestID -> "an array replaced"]
VerificationTest[NetReplacePart[named, {"act" -> Ramp, {"two", "Biases"} -> {0, 0}}][v], two[Ramp[one[v]]] - 1, SameTest -> near, TestID -> "several parts"]
VerificationTest[NetReplacePart[named, "Output" -> labels][v], First[{"a", "b"}[[Ordering[named[v], -1]]]], TestID -> "a decoder added"]
VerificationTest[NetReplacePart[sorter, "Output" -> None][v], SoftmaxLayer[][one[v]], SameTest -> near, TestID -> "a decoder taken off"]
VerificationTest[NetExtract[NetReplacePart[LinearLayer[2], "Input" -> 7], "Input"], 7, TestID -> "a shape"]
VerificationTest[NetExtract[NetReplacePart[LinearLayer[2, "Input" -> 7], "Input" -> Automatic], "Input"], Automatic, TestID -> "a shape found out again"]
VerificationTest[NetExtract[NetReplacePart[one, "Weights" -> Automatic], "Weights"], Automatic, TestID -> "an array without its value"]
VerificationTest[NetReplacePart[one, "Biases" -> {1, 2, 3}], $Failed, {NetReplacePart::incmp}, TestID -> "an array of other dimensions"]
VerificationTest[NetReplacePart[NetChain[{Ramp}, "Input" -> NetEncoder["Boolean"]], "Input" -> "Real"][-3], 0., TestID -> "an encoder exchanged for a shape"]
VerificationTest[NetExtract[NetReplacePart[sorter, {"one" -> 3, "Output" -> NetDecoder[{"Class", {"x", "y", "z"}}]}], {"one", "Output"}], 3, TestID -> "a layer of another size together with the decoder"]
VerificationTest[NetReplacePart[sorter, "one" -> LinearLayer[3, "Input" -> 3]], $Failed, {NetReplacePart::incmp}, TestID -> "but not without"]
VerificationTest[NetExtract[NetReplacePart[labels, "Labels" -> {"yes", "no"}], "Labels"], {"yes", "no"}, TestID -> "a part of a decoder replaced"]
VerificationTest[NetReplacePart[chain, 7 -> Ramp], $Failed, {NetReplacePart::netpart}, TestID -> "no such part"]

(* NetTake, NetDrop *)
VerificationTest[NetTake[chain, 2][v], Tanh[one[v]], SameTest -> near, TestID -> "up to a position"]
VerificationTest[NetTake[named, "act"][v], Tanh[one[v]], SameTest -> near, TestID -> "up to a name"]
VerificationTest[NetTake[named, {"act", "two"}][{1, 2}], two[Tanh[{1., 2.}]], SameTest -> near, TestID -> "from a name to a name"]
VerificationTest[NetTake[named, {-2, -1}] === NetTake[named, {2, 3}], True, TestID -> "positions from the end"]
VerificationTest[NetTake[named, NetPort[{"act", "Output"}]][v], Tanh[one[v]], SameTest -> near, TestID -> "up to a port"]
VerificationTest[names[NetTake[branch, "l"]], {"one", "l"}, TestID -> "of a graph, what its end needs"]
VerificationTest[NetTake[branch, {"l", "r"}], $Failed, {NetTake::nettakenone}, TestID -> "a pair is a start and an end"]
VerificationTest[NetTake[branch, {All, {"l", "r"}}][v] // Values // Sort, Sort[{Tanh[one[v]], Ramp[one[v]]}], SameTest -> near, TestID -> "several ends"]
VerificationTest[NetTake[sorter, 1, "Output" -> NetDecoder[{"Class", {"x", "y"}}]][v], First[{"x", "y"}[[Ordering[one[v], -1]]]], TestID -> "with another decoder"]
VerificationTest[NetTake[sorter, 1, "Output" -> None][v], one[v], SameTest -> near, TestID -> "or without"]
VerificationTest[NetTake[named, "nowhere"], $Failed, {NetTake::nettake}, TestID -> "no such end"]
VerificationTest[NetDrop[chain, 1][{1, 2}], two[Tanh[{1., 2.}]], SameTest -> near, TestID -> "without the first"]
VerificationTest[NetDrop[chain, -1] === NetTake[chain, 2], True, TestID -> "without the last"]
VerificationTest[NetDrop[chain, {2, 2}][v], two[one[v]], SameTest -> near, TestID -> "without one inside"]
VerificationTest[names[NetDrop[named, {"act", "two"}]], {"one"}, TestID -> "without named ones"]
VerificationTest[Head[NetExtract[NetDrop[sorter, {1, 1}], "Output"]], NetDecoder, TestID -> "the decoder is kept"]
VerificationTest[NetDrop[chain, 1, "Input" -> NetEncoder[{"Class", {"x", "y"}, "IndicatorVector"}]]["y"], two[Tanh[{0., 1.}]], SameTest -> near, TestID -> "with an encoder for what is left"]
VerificationTest[NetDrop[branch, 1], $Failed, {NetDrop::notchain}, TestID -> "chains only"]

(* NetJoin, NetAppend, NetPrepend *)
VerificationTest[NetJoin[NetTake[chain, 1], NetDrop[chain, 1]][v], chain[v], SameTest -> near, TestID -> "parts joined are the whole"]
VerificationTest[NetJoin[NetChain[{one}], NetChain[{Tanh}], NetChain[{two}]][v], chain[v], SameTest -> near, TestID -> "three chains"]
VerificationTest[Head[NetJoin[branch, NetChain[<|"end" -> two|>]]], NetGraph, TestID -> "a graph and a chain are a graph"]
VerificationTest[NetJoin[branch, NetChain[<|"end" -> two|>]][v], two[branch[v]], SameTest -> near, TestID -> "joined graphs"]
VerificationTest[NetJoin[sorter, NetChain[<|"end" -> two|>]][v], two[sorter[v, None]], SameTest -> near, TestID -> "coders inside are dropped"]
VerificationTest[Head[NetExtract[NetJoin[NetChain[{one}], NetChain[{SoftmaxLayer[]}], "Output" -> labels], "Output"]], NetDecoder, TestID -> "with a decoder at the end"]
VerificationTest[NetAppend[NetChain[{one, Tanh}], two][v], chain[v], SameTest -> near, TestID -> "appended"]
VerificationTest[names[NetAppend[named, "last" -> Ramp]], {"one", "act", "two", "last"}, TestID -> "appended by a name"]
VerificationTest[heads[NetAppend[chain, {Ramp, SoftmaxLayer[]}]], {LinearLayer, ElementwiseLayer, LinearLayer, ElementwiseLayer, SoftmaxLayer}, TestID -> "several appended"]
VerificationTest[NetAppend[one, two][v], two[one[v]], SameTest -> near, TestID -> "layers become a chain"]
VerificationTest[NetAppend[sorter, "more" -> two][v], two[sorter[v, None]], SameTest -> near, TestID -> "the decoder goes"]
VerificationTest[NetAppend[NetChain[{one}], SoftmaxLayer[], "Output" -> labels][v], sorter[v], TestID -> "an option for the new end"]
VerificationTest[Head /@ {NetExtract[NetAppend[sorter, Ramp], "Output"], NetExtract[NetAppend[sorter, Ramp, "Output" -> labels], "Output"]}, {Integer, NetDecoder}, TestID -> "unless it is given again"]
VerificationTest[NetPrepend[NetChain[{Ramp}, "Input" -> NetEncoder["Boolean"]], ElementwiseLayer[# - 3 &]][5], 2., TestID -> "an encoder goes too"]
VerificationTest[NetAppend[NetChain[{1, Tanh}], 2, "Input" -> NetEncoder[{"Class", {x, y, z}, "IndicatorVector"}]] // NetExtract[#, {1, "Input"}] &, 3, TestID -> "an option for the other end"]
VerificationTest[{NetAppend[chain, TotalLayer[InputPorts -> 2]], NetAppend[NetTake[branch, {All, {"l", "r"}}], Ramp]}, {$Failed, $Failed}, {NetAppend::chainports, NetAppend::netseam}, TestID -> "one output on one input"]
VerificationTest[NetPrepend[NetDrop[chain, 1], one][v], chain[v], SameTest -> near, TestID -> "prepended"]
VerificationTest[names[NetPrepend[named, {"x" -> Ramp, "y" -> Tanh}]], {"x", "y", "one", "act", "two"}, TestID -> "several prepended in order"]
VerificationTest[NetPrepend[branch, "before" -> Ramp][v], branch[Ramp[v]], SameTest -> near, TestID -> "before a graph"]
VerificationTest[NetAppend[chain, LinearLayer[1, "Input" -> 5]], $Failed, {NetAppend::incmp}, TestID -> "a layer that does not fit"]

(* NetInsert, NetDelete *)
VerificationTest[NetInsert[NetChain[{one, two}], Tanh, 2][v], chain[v], SameTest -> near, TestID -> "inserted before a position"]
VerificationTest[NetInsert[NetChain[{one, two}], Tanh, -1] // heads, {LinearLayer, LinearLayer, ElementwiseLayer}, TestID -> "a position from the end"]
VerificationTest[NetInsert[named, "new" -> Ramp, "two"][v], two[Ramp[Tanh[one[v]]]], SameTest -> near, TestID -> "inserted before a name"]
VerificationTest[NetInsert[named, "act" -> Ramp, "two"], $Failed, {NetInsert::netname}, TestID -> "a name that is taken"]
VerificationTest[NetInsert[chain, LinearLayer[5], 2], $Failed, {NetInsert::incmp}, TestID -> "between layers of other sizes"]
VerificationTest[NetDelete[chain, 2][v], two[one[v]], SameTest -> near, TestID -> "deleted"]
VerificationTest[names[NetDelete[named, "act"]], {"one", "two"}, TestID -> "by name"]
VerificationTest[names[NetDelete[named, {"act", "two"}]], {"one"}, TestID -> "several"]
VerificationTest[NetDelete[branch, "l"][v], one[v] + Ramp[one[v]], SameTest -> near, TestID -> "of a graph: its neighbours are connected"]
VerificationTest[Length[Information[NetDelete[branch, "sum"], "OutputPortNames"]], 2, TestID -> "the end of a graph"]
VerificationTest[NetDelete[NetChain[{LinearLayer[3, "Input" -> 2], LinearLayer[4], LinearLayer[1, "Input" -> 4]}], 2], $Failed, {NetDelete::incmp}, TestID -> "its neighbours have to fit"]

(* NetReplace *)
VerificationTest[NetReplace[named, _ElementwiseLayer -> Ramp][v], two[Ramp[one[v]]], SameTest -> near, TestID -> "all layers of a kind"]
VerificationTest[heads[NetReplace[chain, _ElementwiseLayer -> Nothing]], {LinearLayer, LinearLayer}, TestID -> "Nothing leaves out"]
VerificationTest[NetReplace[NetChain[{named, Tanh}], ElementwiseLayer[Tanh] -> SoftmaxLayer[]] // Information[#, "LayerTypeCounts"] &, <|"LinearLayer" -> 2, "SoftmaxLayer" -> 2|>, SameTest -> (Sort[ToString /@ Normal[#1]] === Sort[ToString /@ Normal[#2]] &), TestID -> "at any depth"]
VerificationTest[heads[NetReplace[chain, _ElementwiseLayer -> NetChain[{Ramp, DropoutLayer[]}]]], {LinearLayer, ElementwiseLayer, DropoutLayer, LinearLayer}, TestID -> "a chain is spliced"]
VerificationTest[NetReplace[NetChain[{DropoutLayer[0.3], DropoutLayer[]}], DropoutLayer[0.3] -> Ramp] // heads, {ElementwiseLayer, DropoutLayer}, TestID -> "a layer with given parameters"]
VerificationTest[NetReplace[NetChain[{2, Tanh, 2}, "Input" -> 3], {_ElementwiseLayer -> Ramp, LinearLayer[2] -> LinearLayer[4]}] // Information[#, "ArraysTotalElementCount"] &, 4*3 + 4 + 4*4 + 4, TestID -> "rules, and sizes that follow"]
VerificationTest[NetReplace[chain, _SoftmaxLayer -> Ramp] === chain, True, {NetReplace::norep}, TestID -> "nothing matches"]
VerificationTest[NetReplace[chain, l_LinearLayer :> NetReplacePart[l, "Biases" -> {0, 0}]][{0, 0, 0}], {0., 0.}, TestID -> "a function of what matches"]

(* NetRename *)
VerificationTest[names[NetRename[named, "act" -> "tanh"]], {"one", "tanh", "two"}, TestID -> "renamed"]
VerificationTest[names[NetRename[named, {"one" -> "A", "two" -> "B"}]], {"A", "act", "B"}, TestID -> "several renamed"]
VerificationTest[names[NetRename[named, ToUpperCase]], {"ONE", "ACT", "TWO"}, TestID -> "by a function"]
VerificationTest[names[NetExtract[NetRename[NetChain[<|"in" -> named|>], ToUpperCase, 2], 1]], {"ONE", "ACT", "TWO"}, TestID -> "down to a level"]
VerificationTest[Information[NetRename[branch, {NetPort["Input"] -> NetPort["x"], NetPort["Output"] -> NetPort["y"]}], #] & /@ {"InputPortNames", "OutputPortNames"}, {{"x"}, {"y"}}, TestID -> "ports renamed"]
VerificationTest[NetRename[named, "one" -> "two"], $Failed, {NetRename::netrename}, TestID -> "names are unique"]
VerificationTest[NetRename[named, ToUpperCase][v] === named[v], True, TestID -> "nothing else changes"]

(* NetFlatten *)
nested = NetChain[<|"a" -> NetChain[<|"b" -> one, "c" -> NetChain[<|"d" -> Tanh|>]|>], "e" -> two|>];
VerificationTest[heads[NetFlatten[nested]], {LinearLayer, ElementwiseLayer, LinearLayer}, TestID -> "all levels"]
VerificationTest[heads[NetFlatten[nested, 1]], {LinearLayer, NetChain, LinearLayer}, TestID -> "one level"]
VerificationTest[NetFlatten[nested][v] === chain[v], True, TestID -> "a flat net gives the same"]
VerificationTest[heads[NetExtract[NetFlatten[NetMapOperator[nested]], "Net"]], {LinearLayer, ElementwiseLayer, LinearLayer}, TestID -> "inside operators"]
VerificationTest[Head /@ {NetFlatten[NetGraph[<|"x" -> nested|>, {}]], NetFlatten[NetChain[{branch, two}]]}, {NetChain, NetGraph}, TestID -> "a chain where it is one"]

(* NetArray, NetSharedArray, NetInsertSharedArrays *)
tied = NetChain[{LinearLayer[2, "Weights" -> NetArray["W"], "Biases" -> None, "Input" -> 2], Tanh, LinearLayer[2, "Weights" -> NetArray["W"], "Biases" -> None]}];
filled = NetInitialize[tied, RandomSeeding -> 2];
VerificationTest[NetExtract[filled, {1, "Weights"}] === NetExtract[filled, {3, "Weights"}], True, TestID -> "arrays of one name are one array"]
VerificationTest[Information[tied, "ArraysTotalElementCount"], 4, TestID -> "counted once"]
VerificationTest[Normal[NetExtract[NetReplacePart[tied, NetArray["W"] -> {{1, 2}, {3, 4}}], {3, "Weights"}]], {{1., 2.}, {3., 4.}}, TestID -> "replaced everywhere"]
VerificationTest[NetExtract[filled, NetArray["W"]] === NetExtract[filled, NetSharedArray["W"]], True, TestID -> "the older name"]
VerificationTest[NetChain[{LinearLayer[2, "Weights" -> NetArray["W"], "Input" -> 2], LinearLayer[3, "Weights" -> NetArray["W"]]}], $Failed, {NetChain::sharedval}, TestID -> "they have one shape"]
VerificationTest[With[{net = NetTrain[filled, {{1, 0} -> {0, 1}, {0, 1} -> {1, 0}}, MaxTrainingRounds -> 3]}, NetExtract[net, {1, "Weights"}] === NetExtract[net, {3, "Weights"}] && NetExtract[net, {1, "Weights"}] =!= NetExtract[filled, {1, "Weights"}]], True, TestID -> "they are trained as one"]
VerificationTest[NetExtract[NetInsertSharedArrays[chain], NetArray["1/Weights"]] === NetExtract[chain, {1, "Weights"}], True, TestID -> "names from positions"]
VerificationTest[NetExtract[NetInsertSharedArrays[one, "p/"], NetArray["p/Weights"]] === NetExtract[one, "Weights"], True, TestID -> "with a prefix"]
VerificationTest[Information[NetInsertSharedArrays[BatchNormalizationLayer["Input" -> 3]], "SharedArraysCount"], 2, TestID -> "moving averages are not shared"]
VerificationTest[NetArrayLayer["Array" -> {1, 2, 3}][], {1., 2., 3.}, TestID -> "an array as a layer"]

EndTestSection[]
