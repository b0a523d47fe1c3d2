(* A U-Net finds bright discs in noisy pictures: which of 16 by 16 points belong to one?
   It goes down to small images with many channels and up again; on the way up it also sees what it had on the
   way down at the same size.  Data are made up.  Run it with: wlnet scripts/examples/unet.wl *)

SeedRandom[1];
size = 16;

(* Two convolutions that keep the size, each normalized by its batch. *)
block[n_] := Flatten[Table[{ConvolutionLayer[n, 3, PaddingSize -> 1], BatchNormalizationLayer[], Ramp}, 2]];

unet = NetGraph[
   <|
    "down1" -> block[8], "pool1" -> PoolingLayer[2, 2],
    "down2" -> block[16], "pool2" -> PoolingLayer[2, 2],
    "bottom" -> block[32],
    "up2" -> DeconvolutionLayer[16, {2, 2}, "Stride" -> 2], "join2" -> CatenateLayer[], "right2" -> block[16],
    "up1" -> DeconvolutionLayer[8, {2, 2}, "Stride" -> 2], "join1" -> CatenateLayer[], "right1" -> block[8],
    "mask" -> {ConvolutionLayer[1, 1], PartLayer[1], LogisticSigmoid}
   |>,
   {
    "down1" -> "pool1" -> "down2" -> "pool2" -> "bottom" -> "up2",
    {"down2", "up2"} -> "join2" -> "right2" -> "up1",
    {"down1", "up1"} -> "join1" -> "right1" -> "mask"
   },
   "Input" -> {1, size, size}];
Print[unet];

(* A picture of one disc with noise, and the points that belong to it. *)
example[] := Module[{r = RandomReal[{2, 5}], x = RandomReal[{4, 13}], y = RandomReal[{4, 13}], mask},
   mask = Table[If[(i - y)^2 + (j - x)^2 < r^2, 1., 0.], {i, size}, {j, size}];
   {mask + RandomReal[{-1, 1}, {size, size}]} -> mask];
training = Table[example[], 128];
test = Table[example[], 32];

trained = NetTrain[unet, training, BatchSize -> 16, MaxTrainingRounds -> 12];

(* How much of what is found and what is there is common to both. *)
overlap[a_, b_] := Total[Flatten[a*b]]/Total[Flatten[UnitStep[a + b - 1]]];
found = Round[trained[Keys[test]]];
Print["intersection over union of new pictures: ", Mean[MapThread[overlap, {found, Values[test]}]]];

show[mask_] := StringRiffle[StringJoin /@ (mask /. {0 | 0. -> ".", 1 | 1. -> "#"}), "\n"];
Print["one of them as found:\n", show[First[found]]];
Print["and as it is:\n", show[Values[test][[1]]]];
