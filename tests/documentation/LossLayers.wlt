(* The loss layers as their reference pages describe them; values by hand or by functions of the language. *)

BeginTestSection["loss layers"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
loss[layer_, in_, target_] := layer[<|"Input" -> in, "Target" -> target|>];

(* MeanSquaredLossLayer, MeanAbsoluteLossLayer *)
VerificationTest[loss[MeanSquaredLossLayer[], {1, 2, 3}, {2, 2, 5}], Mean[{1, 0, 4}] // N, SameTest -> near, TestID -> "the mean of squares, not halved"]
VerificationTest[loss[MeanAbsoluteLossLayer[], {1, 2, 3}, {2, 2, 5}], 1., TestID -> "the mean of absolute values"]
VerificationTest[loss[#, {{1, 2}, {3, 4}}, {{1, 4}, {3, 8}}] & /@ {MeanSquaredLossLayer[], MeanAbsoluteLossLayer[]}, {5., 1.5}, TestID -> "over all elements of an array"]
VerificationTest[loss[#["Input" -> "Real"], 3, 5] & /@ {MeanSquaredLossLayer, MeanAbsoluteLossLayer}, {4., 2.}, TestID -> "of numbers"]
VerificationTest[loss[MeanSquaredLossLayer["Input" -> 2], {{1, 2}, {3, 4}}, {{1, 4}, {3, 8}}], {2., 8.}, TestID -> "a batch gives a loss for every example"]
VerificationTest[loss[MeanSquaredLossLayer["Input" -> {"Varying", 1}], {{{1}, {2}}, {{3}}}, {{{1}, {4}}, {{6}}}], {2., 9.}, TestID -> "of sequences"]
VerificationTest[NetExtract[MeanSquaredLossLayer["Input" -> {2, 3}], #] & /@ {"Target", "Loss"}, {{2, 3}, "Real"}, TestID -> "shapes of the ports"]
VerificationTest[Information[MeanSquaredLossLayer[], #] & /@ {"InputPortNames", "OutputPortNames"}, {{"Input", "Target"}, {"Loss"}}, TestID -> "names of the ports"]
VerificationTest[loss[MeanSquaredLossLayer["Target" -> NetEncoder["Boolean"]], 0.5, True], 0.25, TestID -> "an encoder for the target"]
VerificationTest[loss[MeanSquaredLossLayer["Input" -> 2], {1, 2}, {1, 2, 3}], $Failed, {MeanSquaredLossLayer::encode}, TestID -> "a target of another size"]
VerificationTest[Head[loss[MeanSquaredLossLayer[], NumericArray[{1., 2.}, "Real32"], NumericArray[{1., 2.}, "Real32"]]], Real, TestID -> "numbers from arrays"]

(* CrossEntropyLossLayer *)
VerificationTest[loss[CrossEntropyLossLayer["Index"], {0.1, 0.2, 0.7}, 3], -Log[0.7], SameTest -> near, TestID -> "Index"]
VerificationTest[loss[CrossEntropyLossLayer["Index", "Input" -> 2], {{0.25, 0.75}, {0.5, 0.5}}, {1, 2}], -Log[{0.25, 0.5}], SameTest -> near, TestID -> "a batch of indices"]
VerificationTest[loss[CrossEntropyLossLayer["Index", "Input" -> {2, 2}], {{0.25, 0.75}, {0.5, 0.5}}, {1, 2}], Mean[-Log[{0.25, 0.5}]], SameTest -> near, TestID -> "the mean over further dimensions"]
VerificationTest[loss[CrossEntropyLossLayer["Probabilities"], {0.1, 0.2, 0.7}, {0.5, 0, 0.5}], -0.5 Log[0.1] - 0.5 Log[0.7], SameTest -> near, TestID -> "Probabilities"]
VerificationTest[loss[CrossEntropyLossLayer["Probabilities", "Input" -> {2, 2}], {{0.25, 0.75}, {0.5, 0.5}}, {{1, 0}, {0.5, 0.5}}], Mean[{-Log[0.25], -Log[0.5]}], SameTest -> near, TestID -> "Probabilities of an array"]
VerificationTest[loss[CrossEntropyLossLayer["Binary"], 0.8, #] & /@ {0, 1, 0.25}, {-Log[0.2], -Log[0.8], -0.25 Log[0.8] - 0.75 Log[0.2]}, SameTest -> near, TestID -> "Binary"]
VerificationTest[loss[CrossEntropyLossLayer["Binary", "Input" -> 3], {0.1, 0.5, 0.9}, {0, 1, 1}], Mean[-Log[{0.9, 0.5, 0.9}]], SameTest -> near, TestID -> "Binary of a vector"]
VerificationTest[loss[CrossEntropyLossLayer["Binary", "Target" -> NetEncoder["Boolean"]], 0.8, True], -Log[0.8], SameTest -> near, TestID -> "truth values"]
VerificationTest[loss[CrossEntropyLossLayer["Index", "Target" -> NetEncoder[{"Class", {"cat", "dog"}}]], {0.25, 0.75}, "dog"], -Log[0.75], SameTest -> near, TestID -> "labels"]
VerificationTest[near[loss[CrossEntropyLossLayer["Index"], {0.1, 0.2, 0.7}, 2], loss[CrossEntropyLossLayer["Probabilities"], {0.1, 0.2, 0.7}, {0, 1, 0}]], True, TestID -> "an index is a unit vector"]
VerificationTest[near[loss[CrossEntropyLossLayer["Binary"], 0.3, 1], loss[CrossEntropyLossLayer["Probabilities"], {0.3, 0.7}, {1, 0}]], True, TestID -> "a binary choice is one of two classes"]
VerificationTest[NumberQ[loss[CrossEntropyLossLayer["Index"], {0, 1}, 1]], True, TestID -> "no infinite loss"]
VerificationTest[NetExtract[CrossEntropyLossLayer["Index", "Input" -> {4, 3}], "Target"], {4, Restricted["Integer", 3]}, TestID -> "the target of indices"]
VerificationTest[loss[CrossEntropyLossLayer["Index", "Input" -> 2], {0.5, 0.5}, 3], $Failed, {CrossEntropyLossLayer::encode}, TestID -> "no such class"]
VerificationTest[CrossEntropyLossLayer["Guess"], $Failed, {CrossEntropyLossLayer::layerval}, TestID -> "no such form"]
VerificationTest[loss[CrossEntropyLossLayer["Index", "Input" -> {"Varying", 2}], {{{0.25, 0.75}, {0.5, 0.5}}, {{0.5, 0.5}}}, {{1, 2}, {2}}], {Mean[-Log[{0.25, 0.5}]], -Log[0.5]}, SameTest -> near, TestID -> "sequences of classes"]

(* the gradient of a binary cross entropy: (p - t)/(p (1 - p)) *)
VerificationTest[CrossEntropyLossLayer["Binary"][<|"Input" -> #, "Target" -> 0.5|>, NetPortGradient["Input"]] & /@ {0.25, 0.5, 0.75}, ((# - 0.5)/(# (1 - #))) & /@ {0.25, 0.5, 0.75}, SameTest -> (near[#1, #2] || Max[Abs[#1 - #2]] < 0.0001 &), TestID -> "negative below the target, zero at it"]

(* ContrastiveLossLayer *)
VerificationTest[loss[ContrastiveLossLayer[], #, True] & /@ {0, 0.25, 0.5, 2}, N[{0.5, 0.25, 0, 0}], SameTest -> near, TestID -> "distances that should be large: nothing beyond the margin"]
VerificationTest[loss[ContrastiveLossLayer[2], #, True] & /@ {0, 1.5, 2, 3}, N[{2, 0.5, 0, 0}], SameTest -> near, TestID -> "another margin"]
VerificationTest[loss[ContrastiveLossLayer[], #, False] & /@ {0, 1, 2} // Differences // Differences, {0.}, SameTest -> near, TestID -> "distances that should be small: in proportion"]
VerificationTest[NetExtract[ContrastiveLossLayer[], "Margin"], 0.5, TestID -> "the usual margin"]
VerificationTest[near[loss[ContrastiveLossLayer[], 0.1, True], loss[ContrastiveLossLayer[], 0.1, 1]], True, TestID -> "True is 1"]
VerificationTest[loss[ContrastiveLossLayer[], {0.1, 0.2}, {True, False}], {0.4, 0.2}, SameTest -> near, TestID -> "a batch of distances"]

(* CTCLossLayer *)
p = {{0.2, 0.3, 0.5}, {0.6, 0.3, 0.1}, {0.1, 0.4, 0.5}};
merged[path_] := DeleteCases[First /@ Split[path], 3];
ctc[target_] := -Log[Total[Cases[{merged[#], Times @@ MapThread[Part, {p, #}]} & /@ Tuples[{1, 2, 3}, 3], {target, q_} :> q]]];
VerificationTest[loss[CTCLossLayer["Input" -> {3, 3}], p, #], ctc[#], SameTest -> near, TestID -> "all paths to " <> ToString[#]] & /@ {{1}, {2}, {1, 2}, {2, 1}, {1, 2, 1}, {1, 1}};
VerificationTest[loss[CTCLossLayer["Input" -> {"Varying", 3}], {p, Take[p, 1]}, {{1, 2}, {2}}], {ctc[{1, 2}], -Log[0.3]}, SameTest -> near, TestID -> "sequences of different lengths"]
VerificationTest[loss[CTCLossLayer["Input" -> {3, 3}, "Target" -> NetEncoder[{"Characters", {"a", "b"}}]], p, "ab"], ctc[{1, 2}], SameTest -> near, TestID -> "a string as the target"]
VerificationTest[loss[CTCLossLayer["Input" -> {3, 3}], p, {1, 2, 1, 2}], Infinity, TestID -> "a target longer than the input cannot be reached"]
VerificationTest[loss[CTCLossLayer["Input" -> {3, 3}], p, {3}], $Failed, {CTCLossLayer::encode}, TestID -> "the blank in a target"]

(* in nets *)
VerificationTest[NetChain[{2, MeanSquaredLossLayer[]}, "Input" -> 3] // Information[#, "InputPortNames"] &, {"Input", "Target"}, TestID -> "at the end of a chain"]
chosen[net_, data_] := Head /@ Values[NetExtract[NetTrain[net, data, "TrainingNet", MaxTrainingRounds -> 1], All]];
graph = NetGraph[<|"out" -> ElementwiseLayer[2 # &], "loss" -> MeanAbsoluteLossLayer[]|>, {"out" -> NetPort["loss", "Input"], "out" -> NetPort["Output"], NetPort["Goal"] -> NetPort["loss", "Target"]}, "Input" -> 2];
VerificationTest[graph[<|"Input" -> {1, 2}, "Goal" -> {1, 5}|>], <|"Loss" -> 1., "Output" -> {2., 4.}|>, SameTest -> (Sort[Normal[#1]] === Sort[Normal[#2]] &), TestID -> "in a graph"]
VerificationTest[chosen[NetChain[{2, SoftmaxLayer[]}, "Input" -> 2], {{1, 0} -> 1, {0, 1} -> 2}], {NetChain, CrossEntropyLossLayer}, TestID -> "cross entropy after SoftmaxLayer"]
VerificationTest[chosen[NetChain[{LinearLayer[{}], LogisticSigmoid}, "Input" -> 2], {{1, 0} -> 1, {0, 1} -> 0}], {NetChain, CrossEntropyLossLayer}, TestID -> "after LogisticSigmoid"]
VerificationTest[chosen[NetChain[{LinearLayer[{}]}, "Input" -> 2], {{1, 0} -> 1, {0, 1} -> 0}], {NetChain, MeanSquaredLossLayer}, TestID -> "squares otherwise"]

EndTestSection[]
