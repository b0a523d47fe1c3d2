(* The pages NetStateObject, NetPortGradient and NetPort. *)

BeginTestSection["states and gradients"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
fill[net_] := NetInitialize[net, RandomSeeding -> 2];

(* NetStateObject *)
sum = NetFoldOperator[ThreadingLayer[#Input + #State &, InputPorts -> <|"Input" -> "Real", "State" -> "Real"|>], "Input" -> "Varying"];
VerificationTest[With[{o = NetStateObject[sum]}, {o[{1, 2}], o[{1, 2}], sum[{1, 2}]}], {{1., 3.}, {4., 6.}, {1., 3.}}, TestID -> "the state is kept, in the object only"]
VerificationTest[With[{o = NetStateObject[sum]}, o[{1, 2}]; NetExtract[o, "States"]], <|NetPort["State"] -> 3.|>, TestID -> "its state"]
VerificationTest[NetStateObject[sum, <|NetPort["State"] -> 10|>][{1, 2}], {11., 13.}, TestID -> "a state to begin with"]
VerificationTest[With[{o = NetStateObject[sum]}, o[{1, 2}]; NetStateObject[sum, NetExtract[o, "States"]][{1}]], {4.}, TestID -> "states of another object"]
VerificationTest[With[{o = NetStateObject[sum], p = NetStateObject[sum]}, o[{1, 2}]; p[{5}]], {5.}, TestID -> "two objects"]
lstm = fill[LongShortTermMemoryLayer[2, "Input" -> {"Varying", 1}]];
x = {{1}, {-2}, {0.5}, {3}};
VerificationTest[With[{o = NetStateObject[lstm]}, near[Join @@ (o[{#}] & /@ x), lstm[x]]], True, TestID -> "one element after another"]
VerificationTest[With[{o = NetStateObject[lstm]}, o[Take[x, 2]]; near[o[Drop[x, 2]], lstm[<|"Input" -> Drop[x, 2], NetPort[All, "States"] -> lstm[Take[x, 2], NetPort[All, "States"]]|>]]], True, TestID -> "as with states in one's own hands"]
VerificationTest[With[{o = NetStateObject[lstm]}, o[x]; Keys[NetExtract[o, "States"]]], {NetPort["State"], NetPort["CellState"]}, SameTest -> (Sort[#1] === Sort[#2] &), TestID -> "two states"]
speller = fill[NetChain[{UnitVectorLayer[], GatedRecurrentLayer[4], SequenceLastLayer[], LinearLayer[], SoftmaxLayer[]}, "Input" -> NetEncoder[{"Characters", {"a", "b"}}], "Output" -> NetDecoder[{"Class", {"a", "b"}}]]];
VerificationTest[With[{o = NetStateObject[speller]}, near[Values[{o["a", "Probabilities"], o["b", "Probabilities"]}[[2]]], Values[speller["ab", "Probabilities"]]]], True, TestID -> "with coders and properties"]
VerificationTest[With[{o = NetStateObject[speller]}, NestList[o, "a", 4]], Rest[FoldList[#1 <> #2 &, "", Nest[Append[#, speller[StringJoin[#]]] &, {"a"}, 4]]] // (StringTake[#, -1] & /@ # &), TestID -> "text goes on as by the net on all of it"]
fed = NetGraph[<|"start" -> LinearLayer[2], "rnn" -> BasicRecurrentLayer[2, "Input" -> {"Varying", 1}]|>, {NetPort["Seed"] -> "start" -> NetPort["rnn", "State"]}, "Seed" -> 3];
VerificationTest[NetStateObject[fed], $Failed, {NetStateObject::netstates}, TestID -> "a state that a layer gives is not kept"]
VerificationTest[NetStateObject[LinearLayer[2]], $Failed, {NetStateObject::netstates}, TestID -> "no states"]

(* NetPortGradient *)
VerificationTest[ElementwiseLayer[#^3 &][2, NetPortGradient["Input"]], 12., SameTest -> near, TestID -> "a derivative"]
VerificationTest[ElementwiseLayer[Ramp][#, NetPortGradient["Input"]] & /@ {3, -3}, {1., 0.}, TestID -> "of Ramp"]
VerificationTest[ElementwiseLayer[Sin][{0, 1, 2}, NetPortGradient["Input"]], Cos[{0., 1., 2.}], SameTest -> near, TestID -> "of an array"]
lin = LinearLayer[2, "Weights" -> {{1, 2, 3}, {4, 5, 6}}, "Biases" -> {0, 0}, "Input" -> 3];
VerificationTest[lin[{1, 2, 3}, NetPortGradient["Input"]], {5., 7., 9.}, SameTest -> near, TestID -> "of the sum of all outputs"]
VerificationTest[lin[<|"Input" -> {1, 2, 3}, NetPortGradient["Output"] -> {1, -1}|>, NetPortGradient["Input"]], {-3., -3., -3.}, SameTest -> near, TestID -> "an imposed gradient is a dot product"]
VerificationTest[Normal[lin[{1, 2, 3}, NetPortGradient["Weights"]]], {{1., 2., 3.}, {1., 2., 3.}}, SameTest -> near, TestID -> "of an array of the net"]
VerificationTest[Normal[lin[{{1, 2, 3}, {10, 20, 30}}, NetPortGradient["Weights"]]], {{11., 22., 33.}, {11., 22., 33.}}, SameTest -> near, TestID -> "added over a batch"]
VerificationTest[lin[{{1, 2, 3}, {10, 20, 30}}, NetPortGradient["Input"]], {{5., 7., 9.}, {5., 7., 9.}}, SameTest -> near, TestID -> "but not of the input"]
VerificationTest[Length[lin[{1, 2, 3}, NetPortGradient[All]]], 3, TestID -> "all of them"]
VerificationTest[Normal[NetChain[{lin, ElementwiseLayer[2 # &]}][{1, 0, 0}, NetPortGradient[{1, "Biases"}]]], {2., 2.}, SameTest -> near, TestID -> "of an array at a position"]
VerificationTest[MeanSquaredLossLayer[][<|"Input" -> {1, 2}, "Target" -> {0, 4}|>, NetPortGradient["Input"]], {1., -2.}, SameTest -> near, TestID -> "of a loss"]
smooth = fill[NetChain[{3, Tanh, LinearLayer[{}]}, "Input" -> 2]];
VerificationTest[smooth[{0.3, -0.2}, NetPortGradient["Input"]], Table[(smooth[{0.3, -0.2} + e] - smooth[{0.3, -0.2} - e])/0.02, {e, {{0.01, 0}, {0, 0.01}}}], SameTest -> (Max[Abs[#1 - #2]] < 0.001 &), TestID -> "as differences say"]
VerificationTest[lin[{1, 2, 3}, NetPortGradient["Colour"]], $Failed, {LinearLayer::netpart}, TestID -> "no such port"]

(* NetPort *)
net = NetChain[<|"a" -> ElementwiseLayer[# + 1 &], "b" -> ElementwiseLayer[2 # &]|>, "Input" -> "Real"];
VerificationTest[{net[3, "Output"], net[3, NetPort["Output"]], net[3, NetPort[{"a", "Output"}]], net[3, NetPort["a", "Output"]], net[3, NetPort[{1, "Output"}]]}, {8., 8., 4., 4., 4.}, TestID -> "values at ports"]
VerificationTest[net[3, {NetPort[{"a", "Output"}], NetPort["Output"]}], <|NetPort[{"a", "Output"}] -> 4., NetPort["Output"] -> 8.|>, TestID -> "at several ports"]
VerificationTest[net[{3, 4}, NetPort["a"]], {4., 5.}, TestID -> "a layer stands for its output"]
VerificationTest[NetChain[{net}][3, NetPort[{1, "a", "Output"}]], 4., TestID -> "in a net inside"]
two = NetGraph[{ElementwiseLayer[2 # &], ElementwiseLayer[3 # &]}, {NetPort["x"] -> {1, 2}, 1 -> NetPort["twice"], 2 -> NetPort["thrice"]}, "x" -> "Real"];
VerificationTest[{two[5], two[5, "thrice"], two[5, {"twice"}], two[5, All]}, {<|"twice" -> 10., "thrice" -> 15.|>, 15., <|"twice" -> 10.|>, <|"twice" -> 10., "thrice" -> 15.|>}, TestID -> "outputs by name"]
VerificationTest[net[3, NetPort["nowhere"]], $Failed, {NetChain::netportout}, TestID -> "no such port, no value"]

EndTestSection[]
