(* Sequences: lengths that vary, recurrent layers and their states. *)

reader = NetInitialize[NetChain[{EmbeddingLayer[4, 6], LongShortTermMemoryLayer[5], SequenceLastLayer[], LinearLayer[2]},
    "Input" -> {"Varying", Restricted["Integer", 6]}]];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 10^-5

VerificationTest[near[reader[{{1, 2, 3}, {4, 4}, {6}}], Map[reader, {{1, 2, 3}, {4, 4}, {6}}]], True,
  TestID -> "a batch of sequences is its sequences"]
VerificationTest[Map[Length, ElementwiseLayer[Ramp, "Input" -> "Varying"][{{1, -2, 3}, {4}, {5, 6}}]], {3, 1, 2},
  TestID -> "results may have different lengths"]
VerificationTest[SoftmaxLayer[][{{0, 0}, {0, 0, 0, 0}}][[2]], {0.25, 0.25, 0.25, 0.25},
  TestID -> "a layer without dimensions takes a batch of sequences"]
VerificationTest[NetExtract[reader, "Input"], {"Varying", Restricted["Integer", 6]},
  TestID -> "a varying length is part of the type of a port"]
VerificationTest[NetChain[{LinearLayer[3]}, "Input" -> "Varying"], $Failed, {NetChain::varying},
  TestID -> "a linear layer needs a fixed length"]
VerificationTest[reader[{{1, 2}, {7}}], $Failed, {NetChain::encode},
  TestID -> "the sequence that does not fit is told"]

VerificationTest[SequenceLastLayer[][{{1, 2}, {3, 4}}], {3., 4.}, TestID -> "the last element"]
VerificationTest[SequenceMostLayer[][{1, 2, 3}], {1., 2.}, TestID -> "all but the last"]
VerificationTest[SequenceRestLayer[][{1, 2, 3}], {2., 3.}, TestID -> "all but the first"]
VerificationTest[SequenceReverseLayer["Input" -> "Varying"][{{1, 2, 3}, {4, 5}}], {{3., 2., 1.}, {5., 4.}},
  TestID -> "every sequence is reversed by itself"]
VerificationTest[SequenceIndicesLayer["Maximum" -> 2][{5, 5, 5}], {1, 2, 2}, TestID -> "positions up to a maximum"]
VerificationTest[SequenceMostLayer["Input" -> "Varying"][{{1, 2, 3}, {3}}], $Failed, {SequenceMostLayer::seqshort},
  TestID -> "a sequence of one element has no most"]

basic = BasicRecurrentLayer[1, "InputWeights" -> {{1}}, "StateWeights" -> {{0.5}}, "Biases" -> {0}];
VerificationTest[near[basic[{{1}, {0}, {2}}], FoldList[Tanh[#2 + 0.5 #1] &, 0, {1, 0, 2}][[2 ;;]]], True,
  TestID -> "a basic recurrent layer folds"]
VerificationTest[Information[LongShortTermMemoryLayer[4, "Input" -> {"Varying", 3}], "ArraysDimensions"][
    "ForgetGateStateWeights"], {4, 4}, TestID -> "gates have arrays of their own"]

codec = NetGraph[<|"enc" -> GatedRecurrentLayer[3], "dec" -> GatedRecurrentLayer[3]|>,
   {NetPort["Source"] -> "enc", NetPort["Input"] -> "dec", NetPort[{"enc", "State"}] -> NetPort[{"dec", "State"}],
    NetPort[{"dec", "State"}] -> NetPort["Last"], "enc" -> None}, "Source" -> {"Varying", 2}, "Input" -> {"Varying", 2}];
VerificationTest[Information[codec, "OutputPortNames"], {"Last", "Output"}, TestID -> "states are ports where they are connected"]
VerificationTest[ToExpression[ToString[InputForm[codec]]] === codec, True, TestID -> "states are written"]
filled = NetInitialize[codec];
x = {{1, 2}, {0, 1}, {3, 1}};
VerificationTest[
  With[{whole = NetExtract[filled, "dec"], out = filled[<|"Source" -> x, "Input" -> x|>]}, near[Last[out["Output"]], out["Last"]]],
  True, TestID -> "the last state is the last output"]
VerificationTest[
  near[filled[<|"Source" -> {x, Take[x, 1]}, "Input" -> {x, x}|>]["Last"],
    Map[filled[<|"Source" -> #, "Input" -> x|>]["Last"] &, {x, Take[x, 1]}]], True,
  TestID -> "inputs may have different lengths of their own"]

SeedRandom[1];
data = Table[With[{s = RandomInteger[{1, 6}, RandomInteger[{1, 5}]]}, s -> {Mean[s], 1}], 60];
trained = NetTrain[reader, data, MaxTrainingRounds -> 60, LearningRate -> 0.02];
VerificationTest[NetMeasurements[trained, data, "MeanSquare"] < 0.5 NetMeasurements[reader, data, "MeanSquare"], True,
  TestID -> "a net learns from sequences of different lengths"]
VerificationTest[
  near[NetMeasurements[trained, data, "MeanSquare"], Mean[Map[Mean[(trained[First[#]] - Last[#])^2] &, data]]], True,
  TestID -> "what is measured is what it gives for each sequence"]

(* Labels for every element, and texts. *)
letters = Table[With[{s = RandomChoice[{"x", "y", "z"}, RandomInteger[{1, 8}]]},
    StringJoin[s] -> (s /. {"x" -> "a", "y" -> "b", "z" -> "c"})], 100];
tagger = NetTrain[NetChain[{EmbeddingLayer[8], NetMapOperator[3], SoftmaxLayer[]}, "Input" -> NetEncoder["Characters"]],
   letters, MaxTrainingRounds -> 20, LearningRate -> 0.05];
VerificationTest[tagger[{"xyzzy", "y"}], {{"a", "b", "c", "c", "b"}, {"b"}}, TestID -> "a net learns labels of every element"]
VerificationTest[NetMeasurements[tagger, letters, "Accuracy"], 1., TestID -> "and is measured by every element"]
VerificationTest[NetTrain[tagger, {"xy" -> {"a", "b"}, "x" -> "a"}], $Failed, {NetTrain::encode},
  TestID -> "an element for each is needed"]
VerificationTest[NetTrain[tagger, {"xy" -> {"a", "b"}, "x" -> {"d"}}], $Failed, {NetTrain::encode},
  TestID -> "and a known one"]

(* States from outside, and kept. *)
layer = NetInitialize[LongShortTermMemoryLayer[2, "Input" -> {"Varying", 3}]];
states = NetPort[All, "States"];
x1 = {{1, 2, 3}, {0, 1, 0}}; x2 = {{2, 0, 1}};
whole = layer[Join[x1, x2]];
after = layer[x1, states];
VerificationTest[Keys[after], {NetPort["State"], NetPort["CellState"]}, TestID -> "states are called by their ports"]
VerificationTest[near[after[NetPort["State"]], whole[[2]]], True, TestID -> "the state is the output so far"]
VerificationTest[near[layer[<|"Input" -> x2, states -> after|>], whole[[3 ;;]]], True, TestID -> "a net goes on from states"]
kept = NetStateObject[layer];
VerificationTest[NetExtract[kept, "States"], <|NetPort["State"] -> Automatic, NetPort["CellState"] -> Automatic|>,
  TestID -> "no states at first"]
VerificationTest[near[Join[kept[x1], kept[x2]], whole], True, TestID -> "a state object remembers"]
VerificationTest[near[NetStateObject[layer, x1][x2], whole[[3 ;;]]], True, TestID -> "a state object may begin after data"]
VerificationTest[NetStateObject[LinearLayer[2]], $Failed, {NetStateObject::netstates}, TestID -> "a net without states has none to remember"]
VerificationTest[
  {NetStateObject[NetMapOperator[NetChain[{LongShortTermMemoryLayer[2], SequenceLastLayer[]}, "Input" -> {"Varying", 2}]]],
   Information[NetMapOperator[LongShortTermMemoryLayer[2]], "RecurrentStatesCount"]},
  {$Failed, 2}, {NetStateObject::netstates}, TestID -> "states inside NetMapOperator begin anew for each element"]
deep = NetInitialize[NetChain[<|"a" -> GatedRecurrentLayer[2], "b" -> NetChain[{BasicRecurrentLayer[2]}]|>, "Input" -> {"Varying", 3}]];
VerificationTest[Keys[deep[x1, states]], {NetPort[{"a", "State"}], NetPort[{"b", 1, "State"}]}, TestID -> "states of nets in nets"]
VerificationTest[near[With[{o = NetStateObject[deep]}, Join[o[x1], o[x2]]], deep[Join[x1, x2]]], True, TestID -> "all are remembered"]
VerificationTest[Keys[filled[<|"Source" -> x, "Input" -> x|>, states]], {NetPort[{"enc", "State"}]},
  TestID -> "a state that a layer feeds is not open"]
VerificationTest[near[layer[{x1, x2}, states][NetPort["State"]], {Last[layer[x1]], Last[layer[x2]]}], True, TestID -> "states of a batch"]
VerificationTest[layer[<|"Input" -> x2, states -> <|NetPort["State"] -> {1}|>|>], $Failed, {LongShortTermMemoryLayer::netstateval},
  TestID -> "states have to fit"]
VerificationTest[NetTrain[tagger, {"xy" -> {"a", "b"}, "xyz" -> {"c"}}], $Failed, {NetTrain::netlengths},
  TestID -> "every element needs a target"]
VerificationTest[NetTrain[NetChain[{Tanh}, "Input" -> "Varying"], {{1, 2} -> {1, 2}, {1, 2, 3} -> {1}}], $Failed, {NetTrain::netlengths},
  TestID -> "numbers too"]

(* States of one layer by name, and inside operators *)
alone = NetInitialize[LongShortTermMemoryLayer[2, "Input" -> {"Varying", 1}]];
VerificationTest[near[alone[{{1}, {2}}, NetPort["State"]], Last[alone[{{1}, {2}}]]], True, TestID -> "the last state of a layer by itself"]
VerificationTest[Keys[alone[{{1}, {2}}, {NetPort["CellState"], NetPort["Output"]}]], {NetPort["CellState"], NetPort["Output"]}, TestID -> "a state beside an output"]
VerificationTest[near[alone[<|"Input" -> {{2}}, "State" -> alone[{{1}}, NetPort["State"]], NetPort["CellState"] -> alone[{{1}}, NetPort["CellState"]]|>], Rest[alone[{{1}, {2}}]]], True, TestID -> "states given by name and by NetPort"]
VerificationTest[alone[<|"Input" -> {{1}}, "State" -> {1, 2, 3}|>], $Failed, {LongShortTermMemoryLayer::netstateval}, TestID -> "a state by name has to fit"]
bothWays[how_] := NetInitialize[NetBidirectionalOperator[{GatedRecurrentLayer[1], BasicRecurrentLayer[1]}, how, "Input" -> {"Varying", 1}]];
VerificationTest[
  Table[With[{net = bothWays[how]}, near[net[<|"Input" -> {{1}, {2}}, NetPort[{"ForwardNet", "State"}] -> {0}|>], net[{{1}, {2}}]]], {how, {Catenate, Total, Mean}}],
  {True, True, True}, TestID -> "with states of 0 an operator of two directions is as without"]
VerificationTest[
  With[{net = bothWays[Catenate]}, near[Values[net[{{1}, {2}}, states]], {{net[{{1}, {2}}][[-1, 1]]}, {net[{{1}, {2}}][[1, 2]]}}]],
  True, TestID -> "the last states of both directions"]
VerificationTest[
  Keys[NetInitialize[NetChain[<|"a" -> NetBidirectionalOperator[GatedRecurrentLayer[1]], "b" -> BasicRecurrentLayer[1]|>, "Input" -> {"Varying", 1}]][{{1}, {2}}, states]],
  {NetPort[{"a", "ForwardNet", "State"}], NetPort[{"a", "BackwardNet", "State"}], NetPort[{"b", "State"}]}, TestID -> "states inside an operator of two directions"]

(* -- sequences without elements, as an empty text is -- *)

text[layers__] := NetInitialize[NetChain[{EmbeddingLayer[2], layers}, "Input" -> NetEncoder[{"Characters", "ab"}]]];
VerificationTest[text[#[2]][""], {}, TestID -> "a recurrent layer of nothing: " <> ToString[#]] & /@
  {BasicRecurrentLayer, GatedRecurrentLayer, LongShortTermMemoryLayer}
VerificationTest[Map[Dimensions, text[GatedRecurrentLayer[3]][{"", "ab"}]], {{0, 3}, {2, 3}} | {{0}, {2, 3}},
  SameTest -> (MatchQ[#1, #2] &), TestID -> "a batch with an empty text"]
VerificationTest[text[GatedRecurrentLayer[2], SequenceLastLayer[]][""], $Failed, {NetChain::seqempty}, TestID -> "the last of nothing"]
VerificationTest[NetTrain[text[GatedRecurrentLayer[2], SequenceLastLayer[]], {"" -> {1, 2}}], $Failed, {NetTrain::seqempty},
  TestID -> "training on the last of nothing"]
VerificationTest[text[AggregationLayer[Max, 1]][""], $Failed, {NetChain::aggempty}, TestID -> "the largest of nothing"]
VerificationTest[text[AggregationLayer[Total, 1]][""], {0., 0.}, TestID -> "the total of nothing"]
VerificationTest[NetChain[{ConvolutionLayer[2, {1}]}, "Input" -> {"Varying", 4}], $Failed, {NetChain::chvarying},
  TestID -> "channels whose number varies"]
VerificationTest[
  NetTrain[text[ConvolutionLayer[2, {3}, Interleaving -> True], AggregationLayer[Max, 1]], {"abab" -> {1, 2}, "a" -> {1, 2}}],
  $Failed, {NetTrain::kernsize}, TestID -> "a kernel longer than a text of the training data"]
VerificationTest[text[NetFoldOperator[NetGraph[{CatenateLayer[], LinearLayer[2]}, {{NetPort["Input"], NetPort["State"]} -> 1 -> 2}]]][""],
  $Failed, {NetChain::seqempty}, TestID -> "nothing to fold"]
VerificationTest[
  NetInitialize[NetGraph[{EmbeddingLayer[3], AttentionLayer["Dot"]}, {{1, 1, 1} -> 2}, "Input" -> NetEncoder[{"Characters", "ab"}]]][""],
  {}, TestID -> "attention to nothing"]
