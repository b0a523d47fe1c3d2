(* Layers of one net that learn at different rates: a tour of the option LearningRateMultipliers.
   Run it with scripts/demo, or with: wlnet scripts/examples/learning_rate_multipliers.wl *)

SeedRandom[1];
section[title_] := Print["\n== ", title];

section["Train only the last of three layers"];
net = NetInitialize@NetChain[{LinearLayer[3], Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"];
data = {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1};
trained = NetTrain[net, data, LearningRateMultipliers -> {3 -> 1, _ -> None}];
Print[trained];
Print["biases of layer 1 unchanged: ", NetExtract[net, {1, "Biases"}] == NetExtract[trained, {1, "Biases"}]];
Print["biases of layer 3 unchanged: ", NetExtract[net, {3, "Biases"}] == NetExtract[trained, {3, "Biases"}]];
Print["trained[2.5] = ", trained[2.5]];

section["A layer that is frozen from the start, inside a bigger net"];
frozen = LinearLayer[3, "Weights" -> {{1}, {2}, {3}}, "Biases" -> {-1, -2, -3}, LearningRateMultipliers -> None];
net = NetChain[{frozen, Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"];
trained = NetTrain[net, data];
Print["its arrays after training: ", Normal@NetExtract[trained, {{1, "Weights"}, {1, "Biases"}}]];

section["Read and replace the multipliers of a net"];
net = NetInitialize@NetChain[{LinearLayer[3], Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"];
fnet = NetReplacePart[net, {1, LearningRateMultipliers} -> 0];
Print["before: ", NetExtract[net, {1, LearningRateMultipliers}]];
Print["after:  ", NetExtract[fnet, {1, LearningRateMultipliers}]];
Print[Information[fnet, "ArraysLearningRateMultipliers"]];

section["Teach letters to a net that knows digits, training its last layer alone"];
lenet = NetModel["LeNet Trained on MNIST Data"];
net = NetJoin[NetDrop[lenet, -2], NetChain[{LinearLayer[], SoftmaxLayer[]}]];
net = NetReplacePart[net, "Output" -> NetDecoder[{"Class", {"x", "y", "z"}}]];
letterImage[str_, size_, style_, font_] :=
  Rasterize[Style[str, style, FontSize -> size, FontFamily -> font], "Image", ImageSize -> {28, 28}];
trainingData = Table[
    letterImage[case[class], size, style, font] -> class,
    {class, {"x", "y", "z"}},
    {font, {"Courier", "Helvetica", "Times New Roman"}},
    {style, {Plain, Italic, Bold}},
    {size, {7, 8, 9, 10}},
    {case, {ToLowerCase, ToUpperCase}}
  ] // Flatten;
Print[Length[trainingData], " images of letters, for example ", RandomSample[trainingData, 3]];
trained = NetTrain[net, trainingData,
  TimeGoal -> 10, LearningRateMultipliers -> {-2 -> 1, _ -> None}, ValidationSet -> Scaled[0.1]];
x = letterImage["x", 11, Italic, "Arial Narrow"];
Print["an x in a font it has not seen: ", trained[x, "Probabilities"]];
Print["accuracy on all letters: ", NetMeasurements[trained, trainingData, "Accuracy"]];

section["Train LeNet with the layers from the fourth on at twice the rate"];
digits = Quiet[ResourceData["MNIST"]];
If[FailureQ[digits],
  Print["NOTE: the MNIST data set is not at hand. Training on scikit-learn's handwritten digits instead, ",
    "1,797 images of 8 x 8 pixels. To use MNIST, put its four files into a folder and set WLNET_DATA to it."];
  digits = ExampleData[{"MachineLearning", "Digits"}, "Data"]];
Print[Length[digits], " images of digits"];
results = NetTrain[NetModel["LeNet"], digits, All, TimeGoal -> 20, LearningRateMultipliers -> {4 ;; -> 2}];
Print[results["ArraysLearningRateMultipliers"]];
Print["accuracy on the training images: ", NetMeasurements[results["TrainedNet"], digits, "Accuracy"]];

section["An array that occurs twice has one multiplier"];
sharedlayer = NetInsertSharedArrays[LinearLayer[{}, "Input" -> "Real"]];
net = NetChain[{sharedlayer, Tanh, sharedlayer}];
Print[NetTrain[net, {1 -> 0, 0 -> 1}, "ArraysLearningRateMultipliers",
  TimeGoal -> 0.01, LearningRateMultipliers -> {{1, "Weights"} -> None}]];
Print[NetTrain[net, {1 -> 0, 0 -> 1}, "WeightsLearningRateMultipliers",
  TimeGoal -> 0.01, LearningRateMultipliers -> {{1, "Weights"} -> 0, {3, "Weights"} -> 2}]];
net2 = NetChain[{sharedlayer, Tanh, sharedlayer}, LearningRateMultipliers -> {{1, "Weights"} -> 0, {3, "Weights"} -> 2}];
Print[Information[net2, "ArraysLearningRateMultipliers"]];
