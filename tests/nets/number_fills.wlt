(* A number in place of an array stands for an array of nothing else, as programs write it. *)

VerificationTest[Normal[NetExtract[LinearLayer[2, "Weights" -> 0.5, "Input" -> 3], "Weights"]], {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}}, TestID -> "the array is written out where its dimensions are known"]

VerificationTest[LinearLayer[2, "Weights" -> 0.5, "Biases" -> 1][{1, 2, 3}], {4., 4.}, TestID -> "open dimensions come from the data"]

VerificationTest[NetExtract[LinearLayer[2, "Weights" -> 0.5], {{"Weights"}, {"Biases"}}], {0.5, Automatic}, TestID -> "as long as they are open it is the number"]

VerificationTest[Head[NetInitialize[LinearLayer[2, "Weights" -> 0.5]]], Symbol, {NetInitialize::nonfullspec}, TestID -> "which is no initialized array"]

VerificationTest[With[{layer = LinearLayer[2, "Weights" -> 0.5]}, ToExpression[ToString[layer, InputForm]] === layer], True, TestID -> "written and read again"]

VerificationTest[NetChain[{3, LinearLayer[{}, "Weights" -> 2, "Biases" -> None]}, "Input" -> 2][[2, "Weights"]] // Normal, {{2., 2., 2.}}, TestID -> "in a chain"]

VerificationTest[NetReplacePart[NetInitialize[LinearLayer[2, "Input" -> 3]], {"Weights" -> 0.5, "Biases" -> 1}][{1, 2, 3}], {4., 4.}, TestID -> "NetReplacePart"]

VerificationTest[BatchNormalizationLayer["Scaling" -> 2, "Biases" -> 1, "MovingMean" -> 0, "MovingVariance" -> 1, "Input" -> 2][{1, 3}], {3., 7.}, SameTest -> (Max[Abs[#1 - #2]] < 0.01 &), TestID -> "every array of a layer"]

VerificationTest[NetExtract[NetTrain[NetChain[{LinearLayer["Weights" -> 0, LearningRateMultipliers -> {"Weights" -> None}]}], {{1, 2} -> {3}, {2, 3} -> {5}}, MaxTrainingRounds -> 1, TrainingProgressReporting -> None], {1, "Weights"}] // Normal, {{0., 0.}}, TestID -> "NetTrain with open sizes"]

VerificationTest[ParametricRampLayer["Slope" -> 0.25][{-4, 2}], {-1., 2.}, TestID -> "a vector of slopes"]

VerificationTest[ParametricRampLayer[{}, "Slope" -> 0.25][{-4, 2}], {-1., 2.}, TestID -> "an array of no dimensions is the number"]

VerificationTest[NetInsertSharedArrays[NetChain[{LinearLayer[1, "Weights" -> 2, "Biases" -> None]}]][{1, 2}], {6.}, TestID -> "shared"]

VerificationTest[ImportByteArray[ExportByteArray[LinearLayer[2, "Weights" -> 0.5], "WLNet"], "WLNet"] === LinearLayer[2, "Weights" -> 0.5], True, TestID -> "files"]

VerificationTest[LinearLayer["Real", "Input" -> 2] === LinearLayer[{}, "Input" -> 2], True, TestID -> "LinearLayer of Real"]

VerificationTest[
  {NetArrayLayer["Array" -> 3][], NetArrayLayer["Array" -> 3, "Output" -> {2}][]},
  {3., {3., 3.}},
  TestID -> "a number as the array of a layer that gives it"
]
