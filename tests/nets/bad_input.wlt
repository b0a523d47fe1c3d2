(* What is wrong is said, with the place and with what would be accepted, and is never taken silently. *)

BeginTestSection["bad input"]

net = NetInitialize @ NetChain[{LinearLayer[3], Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"];
vector = NetInitialize @ NetChain[{LinearLayer[3], Ramp, LinearLayer[2]}, "Input" -> 2];
classes = NetInitialize @ NetChain[{LinearLayer[3], SoftmaxLayer[]}, "Input" -> 2,
   "Output" -> NetDecoder[{"Class", {"a", "b", "c"}}]];
points = {1 -> 1.9, 2 -> 4.1};

(* -- arguments that have no place -- *)

VerificationTest[NetChain[{1, 2}, 3], $Failed, {NetChain::netoptarg}, TestID -> "an argument of NetChain that is no option"]
VerificationTest[NetGraph[{Ramp}, {}, 3], $Failed, {NetGraph::netoptarg}, TestID -> "an argument of NetGraph that is no option"]
VerificationTest[NetTake[net, 2, 3], $Failed, {NetTake::netoptarg}, TestID -> "an argument of NetTake that is no option"]
VerificationTest[NetDrop[net, 1, 5], $Failed, {NetDrop::netoptarg}, TestID -> "an argument of NetDrop that is no option"]
VerificationTest[NetInitialize[net, foo], $Failed, {NetInitialize::initwhich}, TestID -> "which arrays NetInitialize fills"]
VerificationTest[NetInsertSharedArrays[net, 5], $Failed, {NetInsertSharedArrays::prefix}, TestID -> "a prefix that is no string"]
VerificationTest[NetEncoder[{"Class", {"a", "b"}}]["a", "b"], $Failed, {NetEncoder::coderapply},
  TestID -> "an encoder takes one argument"]
VerificationTest[NetDecoder["Boolean"][], $Failed, {NetDecoder::coderapply}, TestID -> "a decoder takes data"]

(* -- names of layers -- *)

VerificationTest[NetChain[<|1 -> LinearLayer[3]|>], $Failed, {NetChain::netname}, TestID -> "a name that is no string"]
VerificationTest[NetChain[<|"" -> LinearLayer[3]|>], $Failed, {NetChain::netname}, TestID -> "an empty name"]
VerificationTest[NetGraph[<|"Input" -> Ramp|>, {}], $Failed, {NetGraph::netname}, TestID -> "a layer named as a port"]


(* -- arrays -- *)

VerificationTest[LinearLayer[3, "Weights" -> {{}, {}, {}}], $Failed, {LinearLayer::layerarray}, TestID -> "an empty array"]
VerificationTest[NetArray[<|"Name" -> "x", "Array" -> "y"|>], $Failed, {NetArray::netarrayspec}, TestID -> "a shared array of text"]
VerificationTest[NetInitialize[LinearLayer[10^20, "Input" -> 10^20]], $Failed, {NetInitialize::netsize},
  TestID -> "an array of more numbers than there is room for"]

(* -- numbers beyond the range of 32-bit reals -- *)

VerificationTest[net[10^400], $Failed, {NetChain::encode}, TestID -> "an integer beyond all reals"]
VerificationTest[net[10^39], $Failed, {NetChain::encode}, TestID -> "an input beyond 32-bit reals"]
VerificationTest[NetTrain[net, {1 -> 2, 3 -> 10^400}], $Failed, {NetTrain::encode}, TestID -> "a target beyond all reals"]
VerificationTest[LinearLayer[1, "Weights" -> {{10^39}}], $Failed, {LinearLayer::layerarray}, TestID -> "a weight beyond 32-bit reals"]
VerificationTest[NetTrain[net, points, LearningRateMultipliers -> {1 -> 10^400}], $Failed, {NetTrain::lrmultval},
  TestID -> "a multiplier beyond all reals"]
VerificationTest[NetTrain[net, points, LearningRateMultipliers -> {1 -> 10^39}], $Failed, {NetTrain::lrmultval},
  TestID -> "a multiplier beyond 32-bit reals"]

(* -- applied nets and coders -- *)

VerificationTest[vector[1], $Failed, {NetChain::encode}, TestID -> "a number where a vector is expected"]
VerificationTest[vector["x"], $Failed, {NetChain::encode}, TestID -> "a string where a vector is expected"]
lenet = NetModel["LeNet Trained on MNIST Data"];
VerificationTest[lenet[$Failed], $Failed, {NetChain::encode}, TestID -> "what failed before is no image"]
VerificationTest[NetEncoder[{"Image", {28, 28}}][5], $Failed, {NetEncoder::encode}, TestID -> "a number is no image"]
VerificationTest[NetDecoder[{"Class", {"a", "b"}}][5], $Failed, {NetDecoder::encode}, TestID -> "a number is no probabilities"]
VerificationTest[classes[{1, 2}, "Probabilities" -> "a"], $Failed, {NetChain::decprop}, TestID -> "a property without an argument"]
VerificationTest[net[1, BatchSize -> -1], $Failed, {NetChain::batchsize}, TestID -> "a negative batch size of a net"]
VerificationTest[net[1, BatchSize -> "x"], $Failed, {NetChain::batchsize}, TestID -> "a batch size of text of a net"]
VerificationTest[net[1, NetEvaluationMode -> "Foo"], $Failed, {NetChain::evalmode}, TestID -> "an unknown mode"]
VerificationTest[net[1, TargetDevice -> "Foo"], $Failed, {NetChain::trgdev}, TestID -> "an unknown device"]
VerificationTest[net[1, WorkingPrecision -> "Foo"], $Failed, {NetChain::wprec}, TestID -> "an unknown precision"]
VerificationTest[Length[net[{1, 2}, BatchSize -> 1]], 2, TestID -> "a batch size of a net"]

(* -- options of training -- *)

VerificationTest[NetTrain[net, points, MaxTrainingRounds -> 0], $Failed, {NetTrain::rounds}, TestID -> "no rounds"]
VerificationTest[NetTrain[net, points, MaxTrainingRounds -> 1.5], $Failed, {NetTrain::rounds}, TestID -> "one and a half rounds"]
VerificationTest[NetTrain[net, points, RandomSeeding -> 1.5], $Failed, {NetTrain::seeding}, TestID -> "a seed that is no integer"]
VerificationTest[NetInitialize[net, RandomSeeding -> x], $Failed, {NetInitialize::seeding}, TestID -> "a seed that is a symbol"]
VerificationTest[NetTrain[net, points, LearningRate -> -1], $Failed, {NetTrain::lrate}, TestID -> "a negative learning rate"]
VerificationTest[NetTrain[net, points, LearningRate -> 0], $Failed, {NetTrain::lrate}, TestID -> "a learning rate of 0"]
VerificationTest[NetTrain[net, points, Method -> {"SGD", "Momentum" -> 5}], $Failed, {NetTrain::methval}, TestID -> "a momentum of 5"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "Beta1" -> 2}], $Failed, {NetTrain::methval}, TestID -> "a decay of 2"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "L2Regularization" -> -1}], $Failed, {NetTrain::methval},
  TestID -> "a negative regularization"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "GradientClipping" -> 0}], $Failed, {NetTrain::methval},
  TestID -> "gradients clipped to 0"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "WeightClipping" -> {1 -> -1}}], $Failed, {NetTrain::methval},
  TestID -> "weights of a part clipped to a negative number"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "LearningRateSchedule" -> "x"}], $Failed, {NetTrain::schedule},
  TestID -> "a schedule that gives no number"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "LearningRateSchedule" -> foo}], $Failed, {NetTrain::schedule},
  TestID -> "a schedule that is not defined"]

(* -- data and classes -- *)

VerificationTest[NetTrain[NetChain[{3, SoftmaxLayer[]}], {{1, 2} -> "a", {3, 4} -> "b"}], $Failed, {NetTrain::classcount},
  TestID -> "two classes for three outputs"]
VerificationTest[NetTrain[NetChain[{3, SoftmaxLayer[]}], {{1, 2} -> 1, {3, 4} -> 5}], $Failed, {NetTrain::classcount},
  TestID -> "a class number beyond the outputs"]
VerificationTest[NetMeasurements[classes, {{1, 2} -> "a"}, "Accuracy", BatchSize -> -1], $Failed, {NetMeasurements::batchsize},
  TestID -> "a negative batch size of measurements"]
VerificationTest[NetMeasurements[net, points, "Accuracy"], $Failed, {NetMeasurements::measurement},
  TestID -> "no accuracy without classes"]

(* -- parameters of layers -- *)

VerificationTest[BatchNormalizationLayer["Epsilon" -> -1], $Failed, {BatchNormalizationLayer::layerval}, TestID -> "a negative epsilon"]
VerificationTest[BatchNormalizationLayer["Momentum" -> 5], $Failed, {BatchNormalizationLayer::layerval}, TestID -> "a momentum of 5 of a layer"]
VerificationTest[ElementwiseLayer[StringLength], $Failed, {ElementwiseLayer::elemfunc}, TestID -> "one message for a function that does not fit"]

(* -- pictures -- *)

VerificationTest[Rasterize[Style["x", FontSize -> 10^10], "Image"], $Failed, {Rasterize::fontsize}, TestID -> "a font larger than all"]

(* -- properties -- *)

VerificationTest[Information[5, "ArraysLearningRateMultipliers"], $Failed, {Information::netarg}, TestID -> "a property of what is no net"]
VerificationTest[Information[$Failed, "ArraysLearningRateMultipliers"], $Failed, {Information::netarg}, TestID -> "a property of a net that failed"]

(* -- everything is usable afterwards -- *)

before = net[2.5];
VerificationTest[
  Quiet[{net["x"], NetTrain[net, {1 -> "x"}], NetReplacePart[net, {1, "Weights"} -> {{1, 2}}], net[1, BatchSize -> 0]}],
  {$Failed, $Failed, $Failed, $Failed}, TestID -> "four mistakes"]
VerificationTest[net[2.5] === before, True, TestID -> "and the net is as it was"]

VerificationTest[NetRename[NetChain[<|"a" -> Ramp|>], "a" -> #], $Failed, {NetRename::netname}, TestID -> "renamed to " <> #] & /@
  {"Input", ""}
VerificationTest[NetAppend[NetChain[<|"a" -> Ramp|>], # -> Tanh], $Failed, {NetAppend::netname}, TestID -> "appended as " <> #] & /@
  {"Output", ""}

(* -- what came of something that failed, and numbers of arrays -- *)

VerificationTest[NetTrain[net, #], $Failed, {NetTrain::netdata}, TestID -> "what failed before is no data: " <> ToString[#]] & /@
  {$Failed, $Aborted, Null}
VerificationTest[Normal @ net[NumericArray[{1, 2}, "Integer8"]] == net[{1, 2}], True, TestID -> "integers of an array, one by one"]
VerificationTest[NetDecoder[{"Function", f}][5], f[5.], TestID -> "a function decodes a number"]
VerificationTest[NetTrain[net, points, Method -> {"ADAM", "WeightClipping" -> {1, -1}}], $Failed, {NetTrain::methval},
  TestID -> "a range of weights"]
VerificationTest[NetTrain[net, points, MaxTrainingRounds -> Quantity[3, "Batches"]], $Failed, {NetTrain::rounds},
  TestID -> "rounds in batches"]
VerificationTest[NetInitialize[net, All, Method -> {"Random", "Weights" -> #}], $Failed, {NetInitialize::distpar},
  TestID -> "a distribution that there is not: " <> ToString[#]] & /@ {NormalDistribution[0, -1], PoissonDistribution[-1]}
VerificationTest[FunctionLayer[#, "Input" -> 3], $Failed, {FunctionLayer::funcpart}, TestID -> "a function of nothing"] & /@
  {Function[], Function[][#] &}

(* -- numbers that cannot be -- *)

VerificationTest[RandomArrayLayer[NormalDistribution[0, -1]], $Failed, {RandomArrayLayer::distpar}, TestID -> "a negative standard deviation"]
VerificationTest[RandomArrayLayer[NormalDistribution[#, -0.5] &], $Failed, {RandomArrayLayer::distpar}, TestID -> "so it is in a function"]
VerificationTest[RandomArrayLayer[UniformDistribution[{2, 1}]], $Failed, {RandomArrayLayer::distpar}, TestID -> "ends in the wrong order"]
VerificationTest[RandomArrayLayer[BernoulliDistribution[1.5]], $Failed, {RandomArrayLayer::distpar}, TestID -> "more than a probability"]
VerificationTest[RandomArrayLayer[GammaDistribution[2, -1]], $Failed, {RandomArrayLayer::distpar}, TestID -> "a negative scale"]
VerificationTest[Head[RandomArrayLayer[#]] & /@ {NormalDistribution[], NormalDistribution, NormalDistribution[#1, #2] &, UniformDistribution[{1, 2}]}, ConstantArray[RandomArrayLayer, 4], TestID -> "distributions that there are"]
VerificationTest[NetEncoder[{"Image", {2, 2}, "VarianceImage" -> #}] & /@ {0, -1, {0.5, 0., 1}}, {$Failed, $Failed, $Failed}, {NetEncoder::coderargs, NetEncoder::coderargs, NetEncoder::coderargs}, TestID -> "a variance of nothing"]
flat = NetEncoder[{"Image", {2, 2}, "Grayscale", "VarianceImage" -> Image[{{0.25, 0.}, {1., 0.25}}]}];
VerificationTest[flat[Image[{{0.5, 0.5}, {0.5, 0.5}}]], {{{1., 0.5}, {0.5, 1.}}}, TestID -> "a pixel that never changes"]
VerificationTest[ImageData[NetDecoder[flat][{{{1., 0.5}, {0.5, 1.}}}]], {{0.5, 0.5}, {0.5, 0.5}}, TestID -> "and back"]
padded = NetInitialize[NetChain[{EmbeddingLayer[2], PaddingLayer[{{1, 1}, {0, 0}}, "Padding" -> "Fixed"]}, "Input" -> NetEncoder["UTF8"]]];
VerificationTest[{padded[""], Length[padded["a"]]}, {$Failed, 3}, {NetChain::padempty}, TestID -> "no border to repeat"]

VerificationTest[{NetTake[NetChain[{}], NetPort["Output"]], TotalLayer[][<||>], NetMapThreadOperator[PartLayer[1]][{{}}]},
  {NetChain[{}], $Failed, $Failed}, {TotalLayer::netopen, NetMapThreadOperator::partlayer}, TestID -> "nothing to take, to add and to choose from"]
VerificationTest[NetMapThreadOperator[NetArrayLayer["Array" -> {1, 2}]], $Failed, {NetMapThreadOperator::mapthreadnone}, TestID -> "nothing to map over"]
VerificationTest[FunctionLayer[ResizeLayer[{2}][#a] &][<|"a" -> {{}}|>], $Failed, {FunctionLayer::resizenone}, TestID -> "nothing to resize"]
VerificationTest[NetMeasurements[SequenceReverseLayer[], {{} -> ConstantArray[1, {0, 3}]}, "MeanSquare"], 0., TestID -> "the mean of no errors"]
VerificationTest[NetInitialize[NetChain[{LinearLayer[2, "Weights" -> 0]}, "Input" -> Range[100]]], $Failed, {NetInitialize::netsize}, TestID -> "a number for more elements than there is memory"]

EndTestSection[]
