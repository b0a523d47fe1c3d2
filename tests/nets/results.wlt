(* The properties of a NetTrainResultsObject, and the files that a training leaves on its way. *)

BeginTestSection["results"]

points = {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1};
line = NetInitialize[LinearLayer[{}, "Input" -> "Real", "Output" -> "Real"]];
quick = Sequence[MaxTrainingRounds -> 3, RandomSeeding -> 1, BatchSize -> 2];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 0.00001;
weights[net_] := Normal[NetExtract[net, "Weights"]];

documented = {"ArraysLearningRateMultipliers", "BatchesPerRound", "BatchLossList", "BatchMeasurements", "BatchMeasurementsLists", "BatchPermutation", "BatchSize", "BestValidationRound", "CheckpointingFiles", "ExamplesProcessed", "FinalLearningRate", "FinalPlots", "InitialLearningRate", "LossPlot", "MeanBatchesPerSecond", "MeanExamplesPerSecond", "NetTrainInputForm", "OptimizationMethod", "Properties", "ReasonTrainingStopped", "RoundLoss", "RoundLossList", "RoundMeasurements", "RoundMeasurementsLists", "RoundPositions", "SkippedTrainingData", "TargetDevice", "TotalBatches", "TotalRounds", "TotalTrainingTime", "TrainedNet", "TrainingExamples", "TrainingNet", "TrainingUpdateSchedule", "ValidationExamples", "ValidationLoss", "ValidationLossList", "ValidationMeasurements", "ValidationMeasurementsLists", "ValidationPositions", "WeightsLearningRateMultipliers"};
results = NetTrain[line, points, All, ValidationSet -> points, LearningRateMultipliers -> {"Biases" -> 0}, quick];
VerificationTest[Sort[results["Properties"]], Sort[documented], TestID -> "the properties"]
VerificationTest[FreeQ[results /@ documented, $Failed], True, TestID -> "all of them have a value"]
VerificationTest[Head[results], NetTrainResultsObject, TestID -> "an object"]
VerificationTest[results["ArraysLearningRateMultipliers"], <|"Weights" -> 1, "Biases" -> 0|>, TestID -> "multipliers"]
VerificationTest[Sort[results["BatchPermutation"]], {1, 2, 3, 4}, TestID -> "the order of the last round"]
VerificationTest[Head[results["LossPlot"]], Legended, TestID -> "a picture of the losses"]
VerificationTest[Head /@ results["FinalPlots"], <|"Loss" -> Legended|>, TestID -> "pictures at the end"]
VerificationTest[MemberQ[Cases[results["LossPlot"], Line[p_] :> p, Infinity], Transpose[{N[Range[3]], results["RoundLossList"]}]], True, TestID -> "the losses in the picture"]
best = results["BestValidationRound"];
VerificationTest[Cases[results["LossPlot"], Point[p_] :> p, Infinity], {{{N[best], results["ValidationLossList"][[best]]}}}, TestID -> "a dot where the best net is from"]
VerificationTest[FreeQ[NetTrain[line, points, "LossPlot", quick], Point], True, TestID -> "no dot without validation"]
VerificationTest[Block[{columns = Transpose[ImageData[ColorConvert[Rasterize[results["LossPlot"]], "Grayscale"]]]}, {Min[columns[[1 ;; 2]]], Min[columns[[-2 ;;]]]}], {1., 1.}, TestID -> "nothing is cut off at the sides"]
drawn = CreateDirectory[];
VerificationTest[Export[FileNameJoin[{drawn, "loss." <> #}], results["LossPlot"]]; FileByteCount[FileNameJoin[{drawn, "loss." <> #}]] > 1000, True, TestID -> "the losses as a file " <> #] & /@ {"png", "svg"};
VerificationTest[StringContainsQ[Import[FileNameJoin[{drawn, "loss.svg"}], "Text"], "<svg"], True, TestID -> "a file of vectors"]
VerificationTest[ImageQ[Import[FileNameJoin[{drawn, "loss.png"}]]], True, TestID -> "a file of pixels"]
DeleteDirectory[drawn, DeleteContents -> True];
VerificationTest[results["NetTrainInputForm"] /. HoldForm[NetTrain[_, data_, rest___]] :> {data, MemberQ[{rest}, BatchSize -> 2]}, {points, True}, TestID -> "the call"]
VerificationTest[results["OptimizationMethod"], {"ADAM", "Beta1" -> 0.9, "Beta2" -> 0.999, "Epsilon" -> 0.00001, "LearningRate" -> 0.001}, TestID -> "the method with its suboptions"]
VerificationTest[Last[NetTrain[line, points, "OptimizationMethod", Method -> {"SGD", "L2Regularization" -> 0.1}, quick]], "L2Regularization" -> 0.1, TestID -> "suboptions that were given"]
VerificationTest[{results["TrainingUpdateSchedule"], results["SkippedTrainingData"], results["CheckpointingFiles"]}, {Automatic, {}, {}}, TestID -> "nothing special"]
VerificationTest[NetTrain[line, points, "TrainingUpdateSchedule", TrainingUpdateSchedule -> {"Weights", "Biases"}, quick], {"Weights", "Biases"}, TestID -> "the update schedule"]
VerificationTest[Head[results["TrainingNet"]], NetGraph, TestID -> "the training net"]
VerificationTest[results["ReasonTrainingStopped"], "The maximum number of rounds was reached.", TestID -> "the reason"]
classified = NetTrain[NetChain[{LinearLayer[], SoftmaxLayer[]}], {{1., 0.} -> "red", {0., 1.} -> "blue"}, {"FinalPlots", "RoundMeasurementsLists"}, TrainingProgressMeasurements -> {"Accuracy", "F1Score", "ConfusionMatrix"}, MaxTrainingRounds -> 2];
VerificationTest[Keys[First[classified]], {"Loss", "Accuracy", "F1Score"}, TestID -> "pictures of what is a number"]

(* -- checkpoints -- *)

temporary = CreateDirectory[];
file = FileNameJoin[{temporary, "net.wlnet"}];
written = NetTrain[line, points, {"TrainedNet", "CheckpointingFiles"}, TrainingProgressCheckpointing -> {"File", file}, quick];
VerificationTest[written[[2]], {file}, TestID -> "one file"]
VerificationTest[near[weights[Import[file]], weights[First[written]]], True, TestID -> "the last net is in it"]
folder = FileNameJoin[{temporary, "nets"}];
several = NetTrain[line, points, All, TrainingProgressCheckpointing -> {"Directory", folder}, ValidationSet -> points, quick];
VerificationTest[Length[FileNames["*.wlnet", folder]], 3, TestID -> "a file for every round"]
VerificationTest[Sort[FileNameTake /@ several["CheckpointingFiles"]], Sort[FileNameTake /@ FileNames["*.wlnet", folder]], TestID -> "their names are told"]
parts = StringSplit[FileNameTake[Last[several["CheckpointingFiles"]]], "_"];
VerificationTest[{Length[parts], parts[[3 ;; 4]]}, {6, {"3", "2"}}, TestID -> "round, batch and both losses are in the name"]
VerificationTest[near[weights[Import[Last[several["CheckpointingFiles"]]]], weights[NetTrain[line, points, quick]]], True, TestID -> "the net of the moment"]
rare = NetTrain[line, points, "CheckpointingFiles", TrainingProgressCheckpointing -> {{"Directory", FileNameJoin[{temporary, "rare"}], "Interval" -> Quantity[4, "Batches"]}, {"File", file, "Interval" -> 3}}, quick];
VerificationTest[Length[rare], 2, TestID -> "several places with intervals"]
VerificationTest[Block[{seen = {}}, NetTrain[line, points, TrainingProgressCheckpointing -> {"File", file}, TrainingProgressFunction -> Function[AppendTo[seen, #CheckpointingFiles]], quick]; Union[seen]], {{file}}, TestID -> "functions see the files"]
Export[FileNameJoin[{temporary, "blocked"}], "x", "Text"];
VerificationTest[Head[NetTrain[line, points, TrainingProgressCheckpointing -> {"File", FileNameJoin[{temporary, "blocked", "net.wlnet"}]}, MaxTrainingRounds -> 1]], LinearLayer, {NetTrain::checkfile}, TestID -> "a file that cannot be written does not stop a training"]
VerificationTest[NetTrain[line, points, TrainingProgressCheckpointing -> {"Folder", "x"}, quick], $Failed, {NetTrain::checkpoint}, TestID -> "no place"]
VerificationTest[NetTrain[line, points, TrainingProgressCheckpointing -> 5, quick], $Failed, {NetTrain::checkpoint}, TestID -> "no places"]
DeleteDirectory[temporary, DeleteContents -> True];

EndTestSection[]
