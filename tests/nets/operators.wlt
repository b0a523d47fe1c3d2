(* Operators: layers that apply nets.  And attention. *)

near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 10^-5
fill[net_] := NetInitialize[net, RandomSeeding -> 1]

mapped = fill[NetMapOperator[LinearLayer[2], "Input" -> {"Varying", 3}]];
x = {{1, 2, 3}, {4, 5, 6}, {0, 1, 0}};
VerificationTest[near[mapped[x], Map[NetExtract[mapped, "Net"], x]], True, TestID -> "a mapped net is a net for every element"]
VerificationTest[Map[Dimensions, mapped[{x, Take[x, 1]}]], {{3, 2}, {1, 2}}, TestID -> "over sequences of any length"]
VerificationTest[NetExtract[NetMapOperator[2, "Input" -> {4, 3}], {"Net", "OutputDimensions"}], 2,
  TestID -> "an integer stands for a linear layer"]
VerificationTest[Head[NetExtract[NetMapOperator[{3, Ramp}], "Net"]], NetChain, TestID -> "a list in an operator is a chain"]
VerificationTest[NetExtract[NetMapOperator[NetMapOperator[2]], {"Net", "Net", "Weights"}], Automatic,
  TestID -> "paths lead through operators"]
VerificationTest[Information[NetMapOperator[2, "Input" -> {4, 3}], "ArraysTotalElementCount"], 8,
  TestID -> "the arrays are there once"]
VerificationTest[NetMapOperator[ThreadingLayer[Plus]], $Failed, {NetMapOperator::opports},
  TestID -> "a mapped net has one input"]

VerificationTest[NetMapThreadOperator[ThreadingLayer[Plus, InputPorts -> {2, 2}]][
   <|"Input1" -> {{1, 2}, {3, 4}}, "Input2" -> {{10, 20}, {30, 40}}|>], {{11., 22.}, {33., 44.}},
  TestID -> "threaded over two inputs"]
VerificationTest[NetMapThreadOperator[ThreadingLayer[#a + #b &, InputPorts -> <|"a" -> 2, "b" -> 2|>], <|"a" -> 1|>][
   <|"a" -> {{1, 2}, {3, 4}}, "b" -> {10, 20}|>], {{11., 22.}, {13., 24.}},
  TestID -> "an input that is not mapped over goes everywhere"]
VerificationTest[NetMapThreadOperator[ThreadingLayer[Plus]][{{1, 2, 3}, {4, 5, 6}}], {5., 7., 9.},
  TestID -> "the number of inputs comes from the data"]
VerificationTest[NetMapThreadOperator[ThreadingLayer[Plus], <|"Input1" -> 1|>][<|"Input1" -> {1, 2, 3}, "Input2" -> 4|>], {5., 6., 7.},
  TestID -> "also from data by name"]
VerificationTest[NetMapThreadOperator[CatenateLayer[], 2][{{{{1}}, {{2}}}, {{{3, 4}}, {{5, 6}}}}], {{{1., 3., 4.}}, {{2., 5., 6.}}},
  TestID -> "also at depth two"]
VerificationTest[
  NetGraph[{NetMapThreadOperator[TotalLayer[]]}, {{NetPort["a"], NetPort["b"], NetPort["c"]} -> 1}, "a" -> {2, 2}][
    <|"a" -> {{1, 2}, {3, 4}}, "b" -> {{1, 2}, {3, 4}}, "c" -> {{1, 1}, {1, 1}}|>], {{3., 5.}, {7., 9.}},
  TestID -> "also from connections"]
VerificationTest[FunctionLayer[NetMapThreadOperator[ThreadingLayer[Plus]][{#a, #b}] &][<|"a" -> {1, 2}, "b" -> {3, 4}|>], {4., 6.},
  TestID -> "also in a function"]
VerificationTest[{ThreadingLayer[Plus][{}], TotalLayer[][], NetMapThreadOperator[TotalLayer[]]["x"]}, {$Failed, $Failed, $Failed},
  {ThreadingLayer::netopen, TotalLayer::netopen, NetMapThreadOperator::netopen}, TestID -> "an open number of inputs is told"]

sum = NetFoldOperator[NetGraph[{TotalLayer[]}, {{NetPort["Input"], NetPort["State"]} -> 1}, "Input" -> 2]];
VerificationTest[sum[{{1, 2}, {3, 4}, {5, 6}}], {{1., 2.}, {4., 6.}, {9., 12.}}, TestID -> "a fold of sums accumulates"]
last = NetGraph[<|"fold" -> sum|>, {NetPort["Input"] -> "fold", NetPort["Start"] -> NetPort[{"fold", "State"}],
    NetPort[{"fold", "State"}] -> NetPort["End"]}, "Input" -> {"Varying", 2}];
VerificationTest[last[<|"Input" -> {{1, 2}, {3, 4}}, "Start" -> {10, 10}|>], <|"End" -> {14., 16.}, "Output" -> {{11., 12.}, {14., 16.}}|>,
  TestID -> "a state of a fold is a port"]
VerificationTest[NetFoldOperator[LinearLayer[2]], $Failed, {NetFoldOperator::foldport},
  TestID -> "a folded net needs the port of its state"]

VerificationTest[NetNestOperator[ElementwiseLayer[2 # &], 3][{1, 2}], {8., 16.}, TestID -> "a nested net is applied again and again"]

twice = fill[NetBidirectionalOperator[GatedRecurrentLayer[2], "Input" -> {"Varying", 3}]];
VerificationTest[NetExtract[twice, "Output"], {"Varying", 4}, TestID -> "both directions side by side"]
VerificationTest[near[twice[x][[All, 3 ;; 4]], Reverse[NetExtract[twice, "BackwardNet"][Reverse[x]]]], True,
  TestID -> "the second net reads backward"]
VerificationTest[NetExtract[NetBidirectionalOperator[{BasicRecurrentLayer[3], BasicRecurrentLayer[3]}, Total, "Input" -> {4, 2}], "Output"],
  {4, 3}, TestID -> "or added"]

siamese = fill[NetPairEmbeddingOperator[LinearLayer[2], "Input" -> 3]];
VerificationTest[near[siamese[{{1, 2, 3}, {0, 1, 1}}],
   EuclideanDistance @@ Map[NetExtract[siamese, "Net"], {{1, 2, 3}, {0, 1, 1}}]], True, TestID -> "a distance of embeddings"]
VerificationTest[ToExpression[ToString[InputForm[NetPairEmbeddingOperator[LinearLayer[2], "Input" -> 3]]]] ===
   NetPairEmbeddingOperator[LinearLayer[2], "Input" -> 3], True, TestID -> "the type of a pair is that of a member"]

gan = fill[NetGANOperator[{NetChain[{3, Tanh}], NetChain[{LinearLayer[{}], LogisticSigmoid}]}, "Latent" -> 2]];
VerificationTest[Keys[gan[<|"Sample" -> {1, 2, 3}, "Latent" -> {1, 1}|>]], {"LossReal", "LossFake", "GeneratedFake"},
  TestID -> "a GAN has two losses"]
VerificationTest[With[{d = NetExtract[gan, "Discriminator"], out = gan[<|"Sample" -> {1, 2, 3}, "Latent" -> {1, 1}|>]},
   near[{out["LossReal"], out["LossFake"]}, {-Log[d[{1, 2, 3}]], -Log[1 - d[out["GeneratedFake"]]]}]], True,
  TestID -> "a discriminator that gives probabilities has logarithmic losses"]

attend = AttentionLayer["Dot"];
keys = {{1, 0}, {0, 1}}; values = {{10}, {20}};
VerificationTest[near[attend[<|"Key" -> keys, "Value" -> values, "Query" -> {{2, 0}}|>],
   {SoftmaxLayer[][{2, 0}] . values}], True, TestID -> "attention is a weighted mean"]
VerificationTest[AttentionLayer["Dot", "Mask" -> "Causal"][<|"Key" -> keys, "Value" -> values, "Query" -> keys|>][[1]], {10.},
  TestID -> "a causal mask hides what comes later"]
VerificationTest[AttentionLayer["Dot", "Mask" -> ("Causal" -> 1)][<|"Key" -> keys, "Value" -> values, "Query" -> keys|>], {{10.}, {20.}},
  TestID -> "a window of one sees itself"]
scored = fill[AttentionLayer[NetGraph[{CatenateLayer[], LinearLayer[{}]}, {{NetPort["Input"], NetPort["Query"]} -> 1, 1 -> 2}],
   "Key" -> {"Varying", 2}, "Value" -> {"Varying", 1}, "Query" -> {"Varying", 2}]];
VerificationTest[
  With[{s = Map[NetExtract[scored, "Net"][<|"Input" -> #, "Query" -> {1, 1}|>] &, keys]},
   near[scored[<|"Key" -> keys, "Value" -> values, "Query" -> {{1, 1}}|>], {SoftmaxLayer[][s] . values}]], True,
  TestID -> "a net may score"]
VerificationTest[Dimensions[NetExtract[fill[AttentionLayer["Key" -> {4, 2}, "Query" -> {3, 5}]], "Weights"]], {2, 5},
  TestID -> "bilinear scores have weights"]

(* -- one rule of NetFoldOperator need not be in a list -- *)

adds = NetGraph[{TotalLayer[]}, {{NetPort["In"], NetPort["Acc"]} -> 1, 1 -> NetPort["Out"]}];
VerificationTest[NetFoldOperator[adds, "Out" -> "Acc"][{{1}, {2}, {3}}], {{1.}, {3.}, {6.}}, TestID -> "a rule"]
VerificationTest[NetFoldOperator[adds, "Out" -> "Acc"] === NetFoldOperator[adds, {"Out" -> "Acc"}], True, TestID -> "is a list of it"]
VerificationTest[NetFoldOperator[adds, "Out" -> "Acc", {}, {"Out"}, "In" -> {"Varying", 2}] === NetFoldOperator[adds, {"Out" -> "Acc"}, {}, {"Out"}, "In" -> {"Varying", 2}], True, TestID -> "with all that may follow"]
VerificationTest[NetFoldOperator[adds, "Out" -> "Sum"], $Failed, {NetFoldOperator::foldport}, TestID -> "to an input that is not there"]
VerificationTest[NetFoldOperator[adds, "Acc" -> "Out"], $Failed, {NetFoldOperator::foldport}, TestID -> "the wrong way round"]
usual = NetGraph[{TotalLayer[]}, {{NetPort["Input"], NetPort["State"]} -> 1}];
VerificationTest[NetFoldOperator[usual, "Output" -> "State"] === NetFoldOperator[usual], True, TestID -> "the usual rule"]
VerificationTest[NetFoldOperator[usual, "Input" -> {"Varying", 2}] === NetFoldOperator[usual, {"Output" -> "State"}, "Input" -> {"Varying", 2}], True, TestID -> "types of ports stay what they are"]
VerificationTest[NetFoldOperator[usual, "Input" -> {"Varying"}][{1, 2, 3}], {1., 3., 6.}, TestID -> "and are used"]
VerificationTest[NetFoldOperator[NetGraph[{ThreadingLayer[Plus]}, {{NetPort["Input"], NetPort["State"]} -> 1}]][{{1}, {2}}], $Failed, {NetFoldOperator::foldstate}, TestID -> "a state of unknown size"]
