(* The layers of convolution and space as their reference pages describe them.
   Expected values come from ListCorrelate, ListConvolve, ArrayPad and arithmetic by hand. *)

BeginTestSection["spatial layers"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
out[layer_] := NetExtract[layer, "Output"];
signal = {1., 3., -2., 5., 4.};
picture = {{1, 2, 3, 4}, {0, -1, 2, 1}, {3, 1, 0, 2}, {5, 0, 1, -3}};
kernel = {{1, 2}, {-1, 3}};

(* ConvolutionLayer: forms *)
VerificationTest[ConvolutionLayer[1, {2}, "Weights" -> {{{2, -1}}}, "Biases" -> {10}][{signal}], {ListCorrelate[{2, -1}, signal] + 10}, TestID -> "one dimension: a correlation and a bias"]
VerificationTest[ConvolutionLayer[1, {2, 2}, "Weights" -> {{kernel}}, "Biases" -> None][{picture}], {N[ListCorrelate[kernel, picture]]}, TestID -> "two dimensions, without biases"]
VerificationTest[ConvolutionLayer[1, {1, 2, 2}, "Weights" -> {{{kernel}}}, "Biases" -> None][{{picture, 2 picture}}], {N[{ListCorrelate[kernel, picture], 2 ListCorrelate[kernel, picture]}]}, TestID -> "three dimensions"]
VerificationTest[ConvolutionLayer[2, {2}, "Weights" -> {{{1, 0}, {0, 1}}, {{2, 1}, {1, -1}}}, "Biases" -> {0, 1}][{{1, 2, 3}, {4, 5, 6}}], {{6., 8.}, {4., 7.}}, TestID -> "every output channel is a sum over the input channels"]
VerificationTest[out /@ {ConvolutionLayer[3, 2, "Input" -> {2, 7}], ConvolutionLayer[3, 2, "Input" -> {2, 7, 6}], ConvolutionLayer[3, 2, "Input" -> {2, 7, 6, 5}]}, {{3, 6}, {3, 6, 5}, {3, 6, 5, 4}}, TestID -> "a size for every dimension there is"]
VerificationTest[out[NetExtract[NetChain[{ConvolutionLayer[3, 2]}, "Input" -> {1, 8, 9}], 1]], {3, 7, 8}, TestID -> "the number of dimensions comes from the net"]
VerificationTest[NetExtract[NetChain[{ConvolutionLayer[3, 2, "Dimensionality" -> 3]}, "Input" -> {1, 8, 9}], 1], $Failed, {NetChain::incmp, NetExtract::netarg}, TestID -> "or from an option"]
VerificationTest[With[{c = NetInitialize[ConvolutionLayer[2, {3}, "Input" -> {1, 5}]]}, near[c[{{signal}, {2 signal}}], {c[{signal}], c[{2 signal}]}]], True, TestID -> "a batch"]
VerificationTest[Head[ConvolutionLayer[1, {2}, "Weights" -> {{{1, 1}}}, "Biases" -> None][NumericArray[{signal}, "Real32"]]], NumericArray, TestID -> "a NumericArray gives a NumericArray"]

(* ConvolutionLayer: options *)
VerificationTest[ConvolutionLayer[1, {2}, "Weights" -> {{{1, 1}}}, "Biases" -> None, "Stride" -> 2][{signal}], {{4., 3.}}, TestID -> "Stride"]
VerificationTest[ConvolutionLayer[1, {2}, "Weights" -> {{{1, 1}}}, "Biases" -> None, "Dilation" -> 3][{signal}], {{6., 7.}}, TestID -> "Dilation"]
VerificationTest[ConvolutionLayer[1, {2}, "Weights" -> {{{1, 10}}}, "Biases" -> None, PaddingSize -> 1][{signal}], {ListCorrelate[{1, 10}, ArrayPad[signal, 1]]}, TestID -> "PaddingSize pads with zeros"]
VerificationTest[ConvolutionLayer[1, {2}, "Weights" -> {{{1, 10}}}, "Biases" -> None, "PaddingSize" -> {{2, 0}}][{signal}], {ListCorrelate[{1, 10}, ArrayPad[signal, {2, 0}]]}, TestID -> "before and behind; the option as a string"]
VerificationTest[ConvolutionLayer[1, {2, 2}, "Weights" -> {{kernel}}, "Biases" -> None, PaddingSize -> {1, 0}][{picture}], {N[ListCorrelate[kernel, ArrayPad[picture, {{1, 1}, {0, 0}}]]]}, TestID -> "one size for each dimension"]
VerificationTest[Table[out[ConvolutionLayer[1, {k}, "Input" -> {1, n}, "Stride" -> s, PaddingSize -> "Same"]][[2]] == Ceiling[n/s], {k, 1, 4}, {n, 4, 7}, {s, 1, 3}] // Flatten // Union, {True}, TestID -> "Same: the size is that of the input by the stride, rounded up"]
VerificationTest[Table[out[ConvolutionLayer[1, {k}, "Input" -> {1, n}, "Stride" -> s, "Dilation" -> d, PaddingSize -> p]][[2]] == Floor[(n + 2 p - d (k - 1) - 1)/s] + 1, {k, 2, 3}, {n, 7, 9}, {s, 1, 3}, {d, 1, 2}, {p, 0, 2}] // Flatten // Union, {True}, TestID -> "the sizes in general"]
VerificationTest[ConvolutionLayer[2, {2}, "ChannelGroups" -> 2, "Weights" -> {{{1, 1}}, {{1, -1}}}, "Biases" -> None][{{1, 2, 4}, {1, 3, 9}}], {{3., 6.}, {-2., -6.}}, TestID -> "channel groups are convolved separately"]
VerificationTest[Dimensions[NetExtract[NetInitialize[ConvolutionLayer[6, {3, 2}, "Input" -> {4, 5, 5}, "ChannelGroups" -> 2]], "Weights"]], {6, 2, 3, 2}, TestID -> "output channels, input channels of a group, kernel"]
VerificationTest[ConvolutionLayer[3, 2, "ChannelGroups" -> 2, "Input" -> {4, 5}], $Failed, {ConvolutionLayer::chgroups}, TestID -> "groups divide both numbers of channels"]
VerificationTest[ConvolutionLayer[1, {2, 2}, "Weights" -> {{kernel}}, "Biases" -> None, Interleaving -> True][Map[List, picture, {2}]], Map[List, N[ListCorrelate[kernel, picture]], {2}], TestID -> "Interleaving: channels last"]
VerificationTest[With[{c = NetInitialize[ConvolutionLayer[3, {2}, "Input" -> {2, 5}]], x = {signal, Reverse[signal]}}, near[Transpose[ConvolutionLayer[3, {2}, Interleaving -> True, "Weights" -> NetExtract[c, "Weights"], "Biases" -> NetExtract[c, "Biases"]][Transpose[x]]], c[x]]], True, TestID -> "the weights are the same either way"]
VerificationTest[Values[Information[ConvolutionLayer[1, 2, LearningRateMultipliers -> {"Biases" -> 0}], "ArraysLearningRateMultipliers"]], {1, 0}, TestID -> "LearningRateMultipliers"]
VerificationTest[NetExtract[ConvolutionLayer[1, 2], #] & /@ {"Weights", "Biases", "Stride", "Dilation", "PaddingSize"}, {Automatic, Automatic, 1, 1, 0}, TestID -> "what NetExtract gives"]
VerificationTest[ConvolutionLayer[1, 7, "Input" -> {1, 5, 9}], $Failed, {ConvolutionLayer::kernsize}, TestID -> "a kernel larger than the input"]
VerificationTest[ConvolutionLayer[1, {2}, "Weights" -> {{{1, 1}}}, "Biases" -> None, "Input" -> {1, 3}][{{1, 2}}], $Failed, {ConvolutionLayer::encode}, TestID -> "an input of another size"]

(* relations *)
VerificationTest[With[{c = NetInitialize[ConvolutionLayer[4, {1}, "Input" -> {3, 2}], RandomSeeding -> 1]}, With[{w = Normal[NetExtract[c, "Weights"]][[All, All, 1]]}, near[Transpose[c[{{1, 2}, {3, 4}, {5, 6}}]], {w . {1, 3, 5}, w . {2, 4, 6}}]]], True, TestID -> "a kernel of size 1 is a linear layer at every position"]
VerificationTest[near[ConvolutionLayer[1, {2, 2}, "Weights" -> {{{{1/4, 1/4}, {1/4, 1/4}}}}, "Biases" -> None][{picture}], PoolingLayer[{2, 2}, "Function" -> Mean][{picture}]], True, TestID -> "equal weights are the pooling of means"]

(* DeconvolutionLayer *)
VerificationTest[DeconvolutionLayer[1, {2}, "Weights" -> {{{1, 2}}}, "Biases" -> {0}][{{1, 2, 3}}], {N[ListConvolve[{1, 2}, {1, 2, 3}, {1, -1}, 0]]}, TestID -> "a convolution that grows"]
VerificationTest[DeconvolutionLayer[1, {2, 2}, "Weights" -> {{kernel}}, "Biases" -> None][{picture}], {N[ListConvolve[kernel, picture, {1, -1}, 0]]}, TestID -> "in two dimensions"]
VerificationTest[DeconvolutionLayer[1, {2}, "Weights" -> {{{1, 2}}}, "Biases" -> {5}, "Stride" -> 3][{{1, 2, 3}}], {{6., 7., 5., 7., 9., 5., 8., 11.}}, TestID -> "a stride sets the copies apart"]
VerificationTest[DeconvolutionLayer[1, {2}, "Weights" -> {{{1, 2}}}, "Biases" -> None, "Dilation" -> 2][{{1, 2, 3}}], {{1., 2., 5., 4., 6.}}, TestID -> "a dilation sets the kernel apart"]
VerificationTest[DeconvolutionLayer[1, {2}, "Weights" -> {{{1, 2}}}, "Biases" -> None, PaddingSize -> 1][{{1, 2, 3}}], {{4., 7.}}, TestID -> "padding is taken off the output"]
VerificationTest[DeconvolutionLayer[1, {2}, "Weights" -> {{{1, 2}}}, "Biases" -> None, PaddingSize -> {{1, 0}}][{{1, 2, 3}}], {{4., 7., 6.}}, TestID -> "from its beginning only"]
VerificationTest[Table[out[DeconvolutionLayer[1, {k}, "Input" -> {1, n}, "Stride" -> s, PaddingSize -> "Same"]][[2]] == n s, {k, 3, 5}, {n, 3, 6}, {s, 1, 3}] // Flatten // Union, {True}, TestID -> "Same: the size of the input times the stride"]
VerificationTest[Dimensions[NetInitialize[DeconvolutionLayer[4, 3, "ChannelGroups" -> 2, "Input" -> {2, 5, 5}]][ConstantArray[1., {2, 5, 5}]]], {4, 7, 7}, TestID -> "groups of channels"]
VerificationTest[out[DeconvolutionLayer[4, {3, 2}, Interleaving -> True, "Input" -> {5, 5, 2}]], {7, 6, 4}, TestID -> "channels last"]
VerificationTest[With[{c = ConvolutionLayer[1, {3}, "Weights" -> {{{1, 2, 5}}}, "Biases" -> None, "Input" -> {1, 5}], d = DeconvolutionLayer[1, {3}, "Weights" -> {{{1, 2, 5}}}, "Biases" -> None]}, near[c[<|"Input" -> {signal}, NetPortGradient["Output"] -> {{1, -2, 4}}|>, NetPortGradient["Input"]], d[{{1, -2, 4}}]]], True, TestID -> "the gradient of a convolution is a deconvolution"]

(* PoolingLayer *)
VerificationTest[PoolingLayer[2][{signal}], {Max /@ Partition[signal, 2, 1]}, TestID -> "largest values, one step apart"]
VerificationTest[PoolingLayer[{2}, 2][{signal}], {Max /@ Partition[signal, 2]}, TestID -> "a stride"]
VerificationTest[PoolingLayer[{2}, 2, "Function" -> #][{signal}] & /@ {Mean, Total, Max}, {{Mean /@ Partition[signal, 2]}, {Total /@ Partition[signal, 2]}, {Max /@ Partition[signal, 2]}}, TestID -> "Function"]
VerificationTest[PoolingLayer[{2, 3}, {2, 1}][{picture}], {Map[Max[Flatten[#]] &, Partition[N[picture], {2, 3}, {2, 1}], {2}]}, TestID -> "sizes and strides by dimension"]
VerificationTest[PoolingLayer[{1, 2, 2}][{{picture}}], {{PoolingLayer[{2, 2}][{picture}][[1]]}}, TestID -> "three dimensions"]
VerificationTest[PoolingLayer[{2}][{signal, -signal}], {First[PoolingLayer[{2}][{signal}]], First[PoolingLayer[{2}][{-signal}]]}, TestID -> "channels are not mixed"]
VerificationTest[PoolingLayer[{3}, PaddingSize -> 1, "Function" -> Total][{signal}], {Total /@ Partition[ArrayPad[signal, 1], 3, 1]}, TestID -> "padding with zeros"]
VerificationTest[PoolingLayer[{2}, PaddingSize -> {{0, 1}}, "Function" -> Mean][{{2, 4}}], {{3., 2.}}, TestID -> "zeros count in a mean"]
VerificationTest[Table[out[PoolingLayer[{k}, s, "Input" -> {1, n}, PaddingSize -> "Same"]][[2]] == Ceiling[n/s], {k, 1, 3}, {n, 4, 7}, {s, 1, 3}] // Flatten // Union, {True}, TestID -> "Same padding"]
VerificationTest[PoolingLayer[{2}, Interleaving -> True][{{1, 9}, {3, 4}, {2, 8}}], {{3., 9.}, {3., 8.}}, TestID -> "channels last, pooled"]
VerificationTest[out /@ {PoolingLayer[2, 2, "Input" -> {3, 8}], PoolingLayer[2, 2, "Input" -> {3, 8, 8}], PoolingLayer[2, "Dimensionality" -> 2, "Input" -> {3, 8, 8}]}, {{3, 4}, {3, 4, 4}, {3, 7, 7}}, TestID -> "pooled dimensions"]
VerificationTest[Head /@ {PoolingLayer[2, 2], PoolingLayer[2, "Function" -> Median]}, {PoolingLayer, Symbol}, {PoolingLayer::layerval}, TestID -> "three functions only"]
VerificationTest[PoolingLayer[2, 2] === PoolingLayer[2, "Stride" -> 2], True, TestID -> "the stride as an option"]

(* ResizeLayer *)
VerificationTest[ResizeLayer[{5}][{{1, 2, 3}}], {{1., 1.5, 2., 2.5, 3.}}, TestID -> "linear, ends on ends"]
VerificationTest[ResizeLayer[{3, 3}][{{{0, 2}, {4, 6}}}], {{{0., 1., 2.}, {2., 3., 4.}, {4., 5., 6.}}}, TestID -> "in two dimensions, resized"]
VerificationTest[ResizeLayer[{3}, "Scheme" -> "Point"][{{0, 1, 2, 3, 4}}], {{0., 2., 4.}}, TestID -> "smaller"]
VerificationTest[out /@ {ResizeLayer[{Scaled[2], All}, "Input" -> {3, 4, 5}], ResizeLayer[{Scaled[1/2], 7}, "Input" -> {3, 4, 5}]}, {{3, 8, 5}, {3, 2, 7}}, TestID -> "Scaled and All"]
VerificationTest[ResizeLayer[{Scaled[2], Scaled[1]}, Resampling -> "Nearest"][{{{1, 2}, {3, 4}}}], {N[{{1, 2}, {1, 2}, {3, 4}, {3, 4}}]}, TestID -> "nearest, whole ratios"]
VerificationTest[ResizeLayer[{5}, Resampling -> "Nearest"][{{1, 2, 3}}], $Failed, {ResizeLayer::resizeratio}, TestID -> "nearest, another ratio"]
VerificationTest[ResizeLayer[{3, 3}, Interleaving -> True][{{{0}, {2}}, {{4}, {6}}}], {{{0.}, {1.}, {2.}}, {{2.}, {3.}, {4.}}, {{4.}, {5.}, {6.}}}, TestID -> "channels last, resized"]
VerificationTest[ResizeLayer[{4}, "Scheme" -> "Bin"][{{1, 2}}], {{1., 1.25, 1.75, 2.}}, TestID -> "points in the middle of bins"]
VerificationTest[ResizeLayer[{4, 4}][{{1, 2}}], $Failed, {ResizeLayer::incmp}, TestID -> "a size for every dimension"]

VerificationTest[StringStartsQ[ToString[ResizeLayer[{Scaled[2], Scaled[1/2], All}]], "ResizeLayer {Scaled[2], Scaled[1/2], All}"], True, TestID -> "as it is shown"]

(* SpatialTransformationLayer *)
square = {{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}};
VerificationTest[near[SpatialTransformationLayer[{3, 3}][<|"Input" -> square, "Parameters" -> {1, 0, 0, 0, 1, 0}|>], N[square]], True, TestID -> "the identity"]
VerificationTest[near[SpatialTransformationLayer[{3, 3}][<|"Input" -> square, "Parameters" -> {-1, 0, 0, 0, -1, 0}|>], N[{Reverse[Reverse /@ square[[1]]]}]], True, TestID -> "negative zooms turn it"]
VerificationTest[Dimensions[SpatialTransformationLayer[{4, 2}][<|"Input" -> square, "Parameters" -> {1, 0, 0, 0, 1, 0}|>]], {1, 4, 2}, TestID -> "to another size"]
VerificationTest[NetExtract[SpatialTransformationLayer[{4, 2}], "Parameters"], 6, TestID -> "six parameters"]

(* ImageAugmentationLayer *)
VerificationTest[ImageAugmentationLayer[{1, 1}][square], {{{5.}}}, TestID -> "the centre"]
VerificationTest[MemberQ[Flatten[Partition[square[[1]], {2, 2}, 1], 1], Round[First[ImageAugmentationLayer[{2, 2}][square, NetEvaluationMode -> "Train"]]]], True, TestID -> "any part while training"]
VerificationTest[Length[Union[Table[ImageAugmentationLayer[{1, 1}][square, NetEvaluationMode -> "Train"], {40}]]] > 1, True, TestID -> "not always the same one"]
VerificationTest[ImageAugmentationLayer[{3, 3}, "ReflectionProbabilities" -> {1, 0}][square, NetEvaluationMode -> "Train"], N[{Reverse[square[[1]]]}], TestID -> "reflected from top to bottom"]
VerificationTest[ImageAugmentationLayer[{3, 3}, "ReflectionProbabilities" -> {0, 1}][square, NetEvaluationMode -> "Train"], N[{Reverse /@ square[[1]]}], TestID -> "reflected from left to right"]
VerificationTest[ImageAugmentationLayer[{3, 3}, "ReflectionProbabilities" -> {1, 1}][square], N[square], TestID -> "not when applied"]
VerificationTest[ImageAugmentationLayer[{4, 4}, "Input" -> {1, 3, 3}], $Failed, {ImageAugmentationLayer::augmentsize}, TestID -> "a part larger than the whole"]

EndTestSection[]
