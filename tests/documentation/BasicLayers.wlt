(* The basic layers, attention, and the layers of normalization as their reference pages describe them; values by
   functions of the language. *)

BeginTestSection["basic layers"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
v = {1., -2., 0.5};
m = {{1., 2.}, {3., -4.}, {0., 5.}};

(* LinearLayer *)
w = {{1, 2, 3}, {0, -1, 1}}; b = {10, 20};
VerificationTest[LinearLayer[2, "Weights" -> w, "Biases" -> b][v], w . v + b, SameTest -> near, TestID -> "w.x + b"]
VerificationTest[LinearLayer[2, "Weights" -> w, "Biases" -> None][{v, 2 v}], {w . v, 2 w . v}, SameTest -> near, TestID -> "without biases; a batch"]
VerificationTest[LinearLayer[{}, "Weights" -> {{1, 2, 3}}, "Biases" -> {1}][v], {1, 2, 3} . v + 1, SameTest -> near, TestID -> "a number"]
VerificationTest[LinearLayer[{3, 2}, "Weights" -> Partition[Range[18], 3], "Biases" -> None][v], Partition[Partition[Range[18], 3] . v, 2], SameTest -> near, TestID -> "an array"]
VerificationTest[LinearLayer[1, "Weights" -> {Range[6]}, "Biases" -> None][m], {Range[6] . Flatten[m]}, SameTest -> near, TestID -> "of an array: its elements in order"]
VerificationTest[NetExtract[LinearLayer[], "Output"], Automatic, TestID -> "a size that follows"]
VerificationTest[NetExtract[NetChain[{LinearLayer[], LinearLayer[2, "Input" -> 5]}], {1, "Output"}], 5, TestID -> "from what comes next"]
VerificationTest[Dimensions[NetExtract[NetInitialize[LinearLayer[4, "Input" -> 3]], #]] & /@ {"Weights", "Biases"}, {{4, 3}, {4}}, TestID -> "its arrays"]
VerificationTest[LinearLayer[2, "Weights" -> w, "Input" -> 4], $Failed, {LinearLayer::incmp}, TestID -> "weights for another input"]

(* ElementwiseLayer *)
VerificationTest[ElementwiseLayer[#][v] & /@ {Ramp, Tanh, LogisticSigmoid, Abs, Exp, Sign, Floor}, Map[#, N[v]] & /@ {Ramp, Tanh, LogisticSigmoid, Abs, Exp, Sign, Floor}, SameTest -> near, TestID -> "functions by symbol"]
named = <|"ReLU" -> (Ramp[#] &), "RectifiedLinearUnit" -> (Ramp[#] &), "ELU" -> (If[# >= 0, #, Exp[#] - 1] &), "SELU" -> (If[# >= 0, 1.0507 #, 1.758099340847161 (Exp[#] - 1)] &), "GELU" -> (0.5 # (1 + Erf[#/Sqrt[2.]]) &), "Swish" -> (# LogisticSigmoid[#] &), "HardSwish" -> (# Min[Max[# + 3, 0], 6]/6 &), "Mish" -> (# Tanh[Log[1 + Exp[#]]] &), "SoftSign" -> (#/(1 + Abs[#]) &), "SoftPlus" -> (Log[Exp[#] + 1] &), "HardTanh" -> (Clip[#, {-1, 1}] &), "HardSigmoid" -> (Clip[(# + 1)/2, {0, 1}] &), "Sigmoid" -> (LogisticSigmoid[#] &)|>;
VerificationTest[ElementwiseLayer[#][{-4., -0.5, 0.3, 4.}], named[#] /@ {-4., -0.5, 0.3, 4.}, SameTest -> (Max[Abs[#1 - #2]] < 0.0001 &), TestID -> #] & /@ Keys[named];
VerificationTest[ElementwiseLayer[If[# > 0, #^2, Sin[#]/2] &][v], If[# > 0, #^2, Sin[#]/2] & /@ v, SameTest -> near, TestID -> "any function"]
VerificationTest[ElementwiseLayer[Piecewise[{{1, # > 1}, {#, # > 0}}, -1] &][v], {1., -1., 0.5}, SameTest -> near, TestID -> "Piecewise"]
VerificationTest[ElementwiseLayer[Ramp]["x"], $Failed, {ElementwiseLayer::encode}, TestID -> "a string is no number"]

(* SoftmaxLayer *)
VerificationTest[SoftmaxLayer[][v], Normalize[Exp[v], Total], SameTest -> near, TestID -> "a vector that adds up to 1"]
VerificationTest[SoftmaxLayer[][m], Normalize[Exp[#], Total] & /@ m, SameTest -> near, TestID -> "along the last level"]
VerificationTest[SoftmaxLayer[1][m], Transpose[Normalize[Exp[#], Total] & /@ Transpose[m]], SameTest -> near, TestID -> "along the first"]

(* ParametricRampLayer *)
VerificationTest[ParametricRampLayer["Slope" -> {0.5, 2}][{{-1, 3}, {-1, 3}}], {{-0.5, 3.}, {-2., 3.}}, SameTest -> near, TestID -> "a slope for each channel"]
VerificationTest[NetInitialize[ParametricRampLayer["Input" -> 2]][{-1, 1}], {-0.1, 1.}, SameTest -> near, TestID -> "0.1 at first"]
VerificationTest[Dimensions[NetExtract[NetInitialize[ParametricRampLayer[#, "Input" -> {2, 3}]], "Slope"]] & /@ {1, 2, 1 ;; 2, {}}, {{2}, {3}, {2, 3}, {}}, TestID -> "levels of the slopes"]

(* ThreadingLayer *)
VerificationTest[ThreadingLayer[Times][{{1, 2}, {3, 4}}], {3., 8.}, TestID -> "two vectors"]
VerificationTest[ThreadingLayer[#1 - 2 #2 + #3^2 &][{{1, 2}, {3, 4}, {5, 6}}], {20., 30.}, TestID -> "a function of three"]
VerificationTest[ThreadingLayer[#a/#b &][<|"a" -> {6, 8}, "b" -> {2, 4}|>], {3., 2.}, TestID -> "named inputs"]
VerificationTest[ThreadingLayer[Plus][{{{1, 2}}, {{10}, {20}}}], {{11., 12.}, {21., 22.}}, TestID -> "axes of size 1 are repeated"]
VerificationTest[ThreadingLayer[Plus, -1, InputPorts -> {{2, 2}, 2}][<|"Input1" -> {{1, 2}, {3, 4}}, "Input2" -> {10, 20}|>], {{11., 12.}, {23., 24.}}, TestID -> "dimensions inserted at the end, as Plus does"]
VerificationTest[ThreadingLayer[Plus, 1, InputPorts -> {{2, 2}, 2}][<|"Input1" -> {{1, 2}, {3, 4}}, "Input2" -> {10, 20}|>], {{11., 22.}, {13., 24.}}, TestID -> "or at the beginning"]
VerificationTest[ThreadingLayer[Plus, None, InputPorts -> {{2}, {1}}], $Failed, {ThreadingLayer::incmp}, TestID -> "or none"]

(* DropoutLayer *)
ones = ConstantArray[1., 200];
VerificationTest[DropoutLayer[0.3][ones] == ones, True, TestID -> "nothing happens to a net that is applied"]
VerificationTest[Sort[Union[DropoutLayer[0.5][ones, NetEvaluationMode -> "Train", RandomSeeding -> 1]]], {0., 2.}, TestID -> "half of them doubled while training"]
VerificationTest[Sort[Union[DropoutLayer[0.75][ones, NetEvaluationMode -> "Train", RandomSeeding -> 1]]], {0., 4.}, TestID -> "the mean stays"]
VerificationTest[Sort[Union[DropoutLayer[][ones, NetEvaluationMode -> "Train", RandomSeeding -> 1]]], {0., 2.}, TestID -> "0.5 if nothing is said"]
VerificationTest[DropoutLayer[1.5], $Failed, {DropoutLayer::layerval}, TestID -> "no such probability"]

(* BatchNormalizationLayer *)
norm = BatchNormalizationLayer["Scaling" -> {2, 1}, "Biases" -> {0, 1}, "MovingMean" -> {1, 2}, "MovingVariance" -> {4, 9}, "Epsilon" -> 0.01, "Input" -> 2];
VerificationTest[norm[{3, 5}], {2, 1} ({3, 5} - {1, 2})/Sqrt[{4, 9} + 0.01] + {0, 1}, SameTest -> near, TestID -> "with moving averages"]
VerificationTest[norm[{{3, 5}, {1, 2}}, NetEvaluationMode -> "Train"], Transpose[{2 ({3, 1} - 2)/Sqrt[1 + 0.01], ({5, 2} - 3.5)/Sqrt[2.25 + 0.01] + 1}], SameTest -> near, TestID -> "with the batch while training"]
VerificationTest[NetInitialize[BatchNormalizationLayer["Input" -> 2]][{1, 2}], {1, 2}/Sqrt[1.001], SameTest -> near, TestID -> "at first"]
moved = NetTrain[NetInitialize[BatchNormalizationLayer["Input" -> 1]], {{2} -> {0}, {4} -> {0}}, MaxTrainingRounds -> 1];
VerificationTest[Normal[NetExtract[moved, "MovingMean"]], {0.9*0 + 0.1*3}, SameTest -> near, TestID -> "Momentum 0.9"]
still = NetTrain[NetInitialize[BatchNormalizationLayer["Input" -> 1, "Momentum" -> 1]], {{2} -> {0}, {4} -> {0}}, MaxTrainingRounds -> 1];
VerificationTest[Normal[NetExtract[still, "MovingMean"]], {0.}, TestID -> "Momentum 1 keeps them"]

(* NormalizationLayer, LocalResponseNormalizationLayer *)
standard[x_] := (x - Mean[Flatten[x]])/Sqrt[Mean[Flatten[(x - Mean[Flatten[x]])^2]] + 0.001];
VerificationTest[NetInitialize[NormalizationLayer["Input" -> {3, 2}]][m], standard /@ m, SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 0.001 &), TestID -> "everything but the first level"]
VerificationTest[NetInitialize[NormalizationLayer[1 ;; All, "Same", "Input" -> {3, 2}]][m], standard[m], SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 0.001 &), TestID -> "all levels"]
VerificationTest[NetInitialize[NormalizationLayer[1, "Input" -> {3, 2}]][m], Transpose[standard /@ Transpose[m]], SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 0.001 &), TestID -> "the first level"]
VerificationTest[NetInitialize[NormalizationLayer[Method -> "RMS", "Input" -> {3, 2}]][m], (#/Sqrt[Mean[#^2] + 0.001]) & /@ m, SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 0.001 &), TestID -> "by the root mean square"]
cube = Table[N[i + 2 j - k], {i, 3}, {j, 2}, {k, 2}];
VerificationTest[LocalResponseNormalizationLayer["ChannelWindowSize" -> 1][cube], Table[cube[[i]]/Sqrt[1 + Total[cube[[Max[1, i - 1] ;; Min[3, i + 1]]]^2]/3], {i, 3}], SameTest -> near, TestID -> "by neighbouring channels"]

(* AttentionLayer *)
keys = {{1., 0.}, {0., 1.}, {1., 1.}}; values = {{1.}, {2.}, {4.}};
attend[q_, k_, x_] := SoftmaxLayer[][k . q] . x;
VerificationTest[AttentionLayer["Dot"][<|"Key" -> keys, "Value" -> values, "Query" -> {{2, 1}, {0, 3}}|>], {attend[{2, 1}, keys, values], attend[{0, 3}, keys, values]}, SameTest -> near, TestID -> "a mean with weights"]
VerificationTest[AttentionLayer["Dot"][<|"Key" -> keys, "Value" -> values, "Query" -> {2, 1}|>], attend[{2, 1}, keys, values], SameTest -> near, TestID -> "a single query"]
VerificationTest[AttentionLayer["Bilinear", "Weights" -> {{1, 2}, {0, 1}}][<|"Key" -> keys, "Value" -> values, "Query" -> {2, 1}|>], attend[{{1, 2}, {0, 1}} . {2, 1}, keys, values], SameTest -> (near[#1, #2] &), TestID -> "Bilinear"]
VerificationTest[AttentionLayer["Dot", "Mask" -> "Causal"][<|"Key" -> keys, "Value" -> values, "Query" -> keys|>], Table[attend[keys[[i]], Take[keys, i], Take[values, i]], {i, 3}], SameTest -> near, TestID -> "Causal"]
VerificationTest[AttentionLayer["Dot", "Mask" -> "Causal" -> 2][<|"Key" -> keys, "Value" -> values, "Query" -> keys|>], Table[attend[keys[[i]], keys[[Max[1, i - 1] ;; i]], values[[Max[1, i - 1] ;; i]]], {i, 3}], SameTest -> near, TestID -> "causal and local"]

(* NetArrayLayer, RandomArrayLayer *)
VerificationTest[NetArrayLayer["Array" -> m][], m, SameTest -> near, TestID -> "a constant"]
VerificationTest[Dimensions[RandomArrayLayer[NormalDistribution[0, 1], "Output" -> {2, 3}][]], {2, 3}, TestID -> "random numbers"]
VerificationTest[Abs[Mean[RandomArrayLayer[NormalDistribution[5, 0.1], "Output" -> 400][]] - 5] < 0.1, True, TestID -> "of a distribution"]
VerificationTest[Union[RandomArrayLayer[BernoulliDistribution][ConstantArray[1., 20]]], {1.}, TestID -> "with parameters as an input"]

EndTestSection[]
