(* A residual net tells stripes from checks: in every block, what two convolutions find is added to what came in,
   so that a block has to learn only what changes.  Data are made up.
   Run it with: wlnet scripts/examples/residual_net.wl *)

SeedRandom[1];

convolution[n_, stride_: 1] := {ConvolutionLayer[n, 3, "Stride" -> stride, PaddingSize -> 1], BatchNormalizationLayer[]};

(* A block that keeps size and channels, and one that halves the size; its way around is a convolution then. *)
block[n_] := NetGraph[
   <|"change" -> Flatten[{convolution[n], Ramp, convolution[n]}], "sum" -> ThreadingLayer[Plus], "ramp" -> Ramp|>,
   {{"change", NetPort["Input"]} -> "sum" -> "ramp", NetPort["Input"] -> "change"}];
halvingBlock[n_] := NetGraph[
   <|
    "change" -> Flatten[{convolution[n, 2], Ramp, convolution[n]}],
    "around" -> {ConvolutionLayer[n, 1, "Stride" -> 2], BatchNormalizationLayer[]},
    "sum" -> ThreadingLayer[Plus],
    "ramp" -> Ramp
   |>,
   {{"change", "around"} -> "sum" -> "ramp", NetPort["Input"] -> "change", NetPort["Input"] -> "around"}];

classes = {"horizontal", "vertical", "checks"};
net = NetChain[
   Flatten[{convolution[8], Ramp, block[8], halvingBlock[16], block[16], AggregationLayer[Mean], 3, SoftmaxLayer[]}],
   "Input" -> {1, 12, 12}, "Output" -> NetDecoder[{"Class", classes}]];
Print[net];

(* Patterns of width 2 or 3 at any place, half covered by noise. *)
wave[i_, width_, shift_] := Mod[Floor[(i + shift)/width], 2];
picture[class_] := Module[{w = RandomInteger[{2, 3}], s = RandomInteger[{0, 5}], t = RandomInteger[{0, 5}], a, b},
   {Table[
     a = wave[i, w, s]; b = wave[j, w, t];
     Switch[class, "horizontal", a, "vertical", b, "checks", Mod[a + b, 2]] + RandomReal[{-0.5, 0.5}],
     {i, 12}, {j, 12}]}];
examples[n_] := Flatten[Table[picture[class] -> class, {class, classes}, {n}]];

trained = NetTrain[net, examples[50], BatchSize -> 15, MaxTrainingRounds -> 10];
test = examples[20];
Print["right on new pictures: ", NetMeasurements[trained, test, "Accuracy"]];
new = picture["checks"];
Print["checks look like: ", trained[new, "Probabilities"]];
