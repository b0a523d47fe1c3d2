(* Options of constructors, and of nets. *)

BeginTestSection["Options"]

VerificationTest[Sort[Options[LinearLayer]], Sort[{"Weights" -> Automatic, "Biases" -> Automatic, "Input" -> Automatic,
  "Output" -> Automatic, LearningRateMultipliers -> Automatic}], TestID -> "LinearLayer"]
VerificationTest[Lookup[Options[ConvolutionLayer], {"Stride", "Dilation", "PaddingSize", "ChannelGroups", "Dimensionality"}],
  {1, 1, 0, 1, Automatic}, TestID -> "ConvolutionLayer"]
VerificationTest[Interleaving /. Options[PoolingLayer], False, TestID -> "PoolingLayer"]
VerificationTest[Lookup[Options[PoolingLayer], {"Function", "PaddingSize"}], {Max, 0}, TestID -> "PoolingLayer's function"]
VerificationTest[Lookup[Options[BatchNormalizationLayer], {"Epsilon", "Momentum"}], {0.001, 0.9}, TestID -> "BatchNormalizationLayer"]
VerificationTest[Lookup[Options[AttentionLayer], {"Dropout", "Mask", "MultiHead", "ScoreRescaling"}], {0, None, False, None},
  TestID -> "AttentionLayer"]
VerificationTest[Lookup[Options[LocalResponseNormalizationLayer], {"Alpha", "Beta", "Bias", "ChannelWindowSize"}], {1., .5, 1., 2},
  TestID -> "LocalResponseNormalizationLayer"]
VerificationTest[Options[PaddingLayer, Padding], {Padding -> 0}, TestID -> "one option"]
VerificationTest[Options[NetPairEmbeddingOperator, DistanceFunction], {DistanceFunction -> EuclideanDistance}, TestID -> "of an operator"]
VerificationTest[Options[NetChain], {LearningRateMultipliers -> Automatic}, TestID -> "NetChain"]
VerificationTest[Options[DotPlusLayer], Options[LinearLayer], TestID -> "an obsolete name"]
VerificationTest[Options[LinearLayer[3]][[All, 1]], {BatchSize, NetEvaluationMode, RandomSeeding, TargetDevice, WorkingPrecision},
  TestID -> "of a layer, for its application"]
VerificationTest[Options[LinearLayer, "Foo"], Options[LinearLayer, "Foo"], {Options::optnf}, TestID -> "no such option"]
VerificationTest[NetChain[{#[[1]] &}], $Failed, {NetChain::netlayer}, TestID -> "a function of arrays in a chain"]
VerificationTest[NetExtract[SequenceAttentionLayer["Dot"], {"Attention", "Scoring"}], "Dot", TestID -> "SequenceAttentionLayer"]
VerificationTest[NetSharedArray["a"], NetArray["a"], SameTest -> (ToString[#1] === ToString[#2] &), TestID -> "NetSharedArray"]
VerificationTest[NetInitialize[NetChain[<|"a" -> NetChain[<|"x" -> 2, "y" -> Ramp|>]|>, "Input" -> 2]][{1, 2}, NetPort[{"a", "x"}, "Output"]],
  NetInitialize[NetChain[<|"a" -> NetChain[<|"x" -> 2, "y" -> Ramp|>]|>, "Input" -> 2]][{1, 2}, NetPort[{"a", "x", "Output"}]],
  TestID -> "NetPort with a specification and a port"]

EndTestSection[]
