(* The reference page of LearningRateMultipliers: each of its statements and examples, as tests. *)

BeginTestSection["LearningRateMultipliers"]

points = {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1};
three[] := NetInitialize @ NetChain[{LinearLayer[3], Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"];
array[net_, place__] := Normal @ NetExtract[net, {place}];
(* which of the four arrays of a trained three[] are bit for bit as before *)
places = {{1, "Weights"}, {1, "Biases"}, {3, "Weights"}, {3, "Biases"}};
same[a_, b_] := Table[NetExtract[a, p] === NetExtract[b, p], {p, places}];
train[net_, multipliers_] := NetTrain[net, points, LearningRateMultipliers -> multipliers, MaxTrainingRounds -> 5];
used[net_, multipliers_] :=
  NetTrain[net, points, "ArraysLearningRateMultipliers", LearningRateMultipliers -> multipliers, MaxTrainingRounds -> 1];

(* -- with Automatic, all layers learn at the same rate -- *)

VerificationTest[used[three[], Automatic],
  <|{1, "Weights"} -> 1, {1, "Biases"} -> 1, {3, "Weights"} -> 1, {3, "Biases"} -> 1|>,
  TestID -> "Automatic is 1 for every array"]

VerificationTest[Values[used[three[], {}]], {1, 1, 1, 1}, TestID -> "no rules are 1 for every array"]

VerificationTest[same[net = three[], train[net, Automatic]], {False, False, False, False},
  TestID -> "Automatic trains every array"]

(* -- the forms of rules -- *)

named[] := NetInitialize @ NetChain[
   <|"a" -> LinearLayer[3], "r" -> Ramp, "b" -> NetChain[<|"c" -> LinearLayer[2], "d" -> LinearLayer[{}]|>]|>,
   "Input" -> "Real", "Output" -> "Real"];

VerificationTest[Values @ used[named[], {"a" -> 2}], {2, 2, 1, 1, 1, 1}, TestID -> "a layer by name"]
VerificationTest[Values @ used[named[], {"b" -> 2}], {1, 1, 2, 2, 2, 2}, TestID -> "a subnet by name covers what is in it"]
VerificationTest[Values @ used[named[], {3 -> 2}], {1, 1, 2, 2, 2, 2}, TestID -> "a subnet by position"]
VerificationTest[Values @ used[named[], {{"b", "d"} -> 2}], {1, 1, 1, 1, 2, 2}, TestID -> "a nested layer"]
VerificationTest[Values @ used[named[], {{"b", "d", "Biases"} -> 2}], {1, 1, 1, 1, 1, 2}, TestID -> "a nested array"]
VerificationTest[Values @ used[named[], {{"b", 1} -> 2}], {1, 1, 2, 2, 1, 1}, TestID -> "names and positions mix in a path"]
VerificationTest[Values @ used[named[], {{"b", _, "Biases"} -> 2}], {1, 1, 1, 2, 1, 2}, TestID -> "_ inside a path"]
VerificationTest[Values @ used[named[], {{_, "Biases"} -> 2}], {1, 2, 1, 1, 1, 1}, TestID -> "_ stands for one level"]
VerificationTest[Keys @ used[named[], {}],
  {{"a", "Weights"}, {"a", "Biases"}, {"b", "c", "Weights"}, {"b", "c", "Biases"}, {"b", "d", "Weights"}, {"b", "d", "Biases"}},
  TestID -> "arrays are named by their paths"]
VerificationTest[Values @ used[three[], {3 -> 2}], {1, 1, 2, 2}, TestID -> "the nth layer"]
VerificationTest[Values @ used[three[], {-1 -> 2}], {1, 1, 2, 2}, TestID -> "the nth layer from the end"]
VerificationTest[Values @ used[three[], {-3 -> 2}], {2, 2, 1, 1}, TestID -> "the third layer from the end"]
VerificationTest[Values @ used[three[], {1 ;; 2 -> 2}], {2, 2, 1, 1}, TestID -> "layers m through n"]
VerificationTest[Values @ used[three[], {2 ;; -> 2}], {1, 1, 2, 2}, TestID -> "layers m to the last"]
VerificationTest[Values @ used[three[], {;; -2 -> 2}], {2, 2, 1, 1}, TestID -> "the first to the last but one"]
VerificationTest[Values @ used[three[], {-2 ;; -> 2}], {1, 1, 2, 2}, TestID -> "a span from the end"]
VerificationTest[Values @ used[three[], {{1 ;; 3, "Biases"} -> 2}], {1, 2, 1, 2}, TestID -> "a span inside a path"]
VerificationTest[Values @ used[three[], {{1, "Biases"} -> 2}], {1, 2, 1, 1}, TestID -> "an array in a layer"]
VerificationTest[Values @ used[three[], {_ -> 2}], {2, 2, 2, 2}, TestID -> "_ is every layer"]
VerificationTest[Values @ used[three[], 2], {2, 2, 2, 2}, TestID -> "a number is for all arrays"]
VerificationTest[Values @ used[three[], None], {None, None, None, None}, TestID -> "None for all arrays"]
VerificationTest[
  Values @ NetTrain[LinearLayer[{}, "Input" -> "Real"], points, "ArraysLearningRateMultipliers",
    MaxTrainingRounds -> 1, LearningRateMultipliers -> {"Biases" -> 0}],
  {1, 0}, TestID -> "an array of a net that is one layer, by name"]

(* -- the first matching rule decides, 1 where none matches -- *)

VerificationTest[Values @ used[three[], {1 -> 5, _ -> 2}], {5, 5, 2, 2}, TestID -> "the first rule decides"]
VerificationTest[Values @ used[three[], {_ -> 2, 1 -> 5}], {2, 2, 2, 2}, TestID -> "a later rule does not"]
VerificationTest[Values @ used[three[], {{1, "Biases"} -> 7, 1 -> 5}], {5, 7, 1, 1}, TestID -> "an array before its layer"]
VerificationTest[Values @ used[three[], <|1 -> 5, _ -> None|>], {5, 5, None, None}, TestID -> "rules in an association"]
VerificationTest[Values @ used[three[], <3 -> 1, _ -> None>], {None, None, 1, 1}, TestID -> "single angle brackets"]

(* -- zero and None freeze -- *)

VerificationTest[same[net = three[], train[net, {1 -> None}]], {True, True, False, False}, TestID -> "None freezes a part"]
VerificationTest[same[net = three[], train[net, {1 -> 0}]], {True, True, False, False}, TestID -> "0 freezes a part"]
VerificationTest[same[net = three[], train[net, {1 -> 0.}]], {True, True, False, False}, TestID -> "0. freezes a part"]
VerificationTest[same[net = three[], train[net, {3 -> 1, _ -> None}]], {True, True, False, False},
  TestID -> "all but one part frozen"]
VerificationTest[same[net = three[], train[net, {{1, "Weights"} -> None}]], {True, False, False, False},
  TestID -> "one array frozen"]
VerificationTest[same[net = three[], train[net, None]], {True, True, True, True}, TestID -> "everything frozen"]

moving[net_] := array[net, 1, #] & /@ {"MovingMean", "MovingVariance"};
normalizing[] := NetInitialize @ NetChain[{BatchNormalizationLayer[], LinearLayer[1]}, "Input" -> 1];
normalized[multipliers_] := NetTrain[normalizing[], {{1.} -> {2.}, {3.} -> {4.}, {5.} -> {6.}},
   MaxTrainingRounds -> 3, LearningRateMultipliers -> multipliers];
VerificationTest[moving @ normalized[{1 -> 0}], {{0.}, {1.}}, TestID -> "moving averages of a frozen layer stay"]
VerificationTest[moving[normalized[Automatic]] === {{0.}, {1.}}, False, TestID -> "moving averages of a trained layer move"]

(* -- numbers multiply the learning rate -- *)

one[] := LinearLayer[{}, "Input" -> "Real", "Weights" -> {{1.}}, "Biases" -> {0.}];
step[r_] := First @ First @ array[NetTrain[one[], {1 -> 3.}, MaxTrainingRounds -> 1, LearningRate -> 0.125,
    Method -> {"SGD", "Momentum" -> 0}, LearningRateMultipliers -> r], "Weights"] - 1.;
VerificationTest[step[2], 2 step[1], TestID -> "twice the multiplier, twice the step"]
VerificationTest[step[-1], -step[1], TestID -> "a negative multiplier ascends"]
VerificationTest[step[1], 0.5, TestID -> "the step itself"]
VerificationTest[Values @ used[three[], {1 -> -2.5}], {-2.5, -2.5, 1, 1}, TestID -> "negative and fractional multipliers"]

(* -- multipliers of layers and containers -- *)

frozen = LinearLayer[3, "Weights" -> {{1}, {2}, {3}}, "Biases" -> {-1, -2, -3}, LearningRateMultipliers -> None];
nested = NetChain[{frozen, Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"];
VerificationTest[Normal @ NetExtract[NetTrain[nested, points, MaxTrainingRounds -> 5], {{1, "Weights"}, {1, "Biases"}}],
  {{{1.}, {2.}, {3.}}, {-1., -2., -3.}}, TestID -> "a layer frozen when constructed stays frozen inside a net"]
VerificationTest[Information[nested, "ArraysLearningRateMultipliers"],
  <|{1, "Weights"} -> None, {1, "Biases"} -> None, {3, "Weights"} -> 1, {3, "Biases"} -> 1|>,
  TestID -> "the default multipliers of a net"]
VerificationTest[NetTrain[nested, points, "ArraysLearningRateMultipliers", MaxTrainingRounds -> 1],
  Information[nested, "ArraysLearningRateMultipliers"], TestID -> "those used in training without an option are the default ones"]
VerificationTest[Values @ used[nested, {1 -> 3}], {3, 3, 1, 1}, TestID -> "the option of NetTrain comes before the net's own"]
VerificationTest[Values @ used[nested, {3 -> 3}], {None, None, 3, 3}, TestID -> "where it says nothing the net's own stays"]
contained = NetChain[{LinearLayer[3], Ramp, LinearLayer[{}]}, "Input" -> "Real", LearningRateMultipliers -> {1 -> None}];
VerificationTest[Values @ Information[contained, "ArraysLearningRateMultipliers"], {None, None, 1, 1}, TestID -> "the option of NetChain"]
VerificationTest[
  Values @ Information[NetChain[{contained, LinearLayer[2]}, LearningRateMultipliers -> {2 -> 4}], "ArraysLearningRateMultipliers"],
  {None, None, 1, 1, 4, 4}, TestID -> "multipliers of a subnet stay when it is nested"]

(* -- reading and replacing -- *)

VerificationTest[NetExtract[three[], {1, LearningRateMultipliers}], Automatic, TestID -> "the option of a layer, not set"]
VerificationTest[NetExtract[NetReplacePart[three[], {1, LearningRateMultipliers} -> 0], {1, LearningRateMultipliers}], 0,
  TestID -> "the option of a layer, replaced"]
VerificationTest[net = three[]; NetReplacePart[net, {1, LearningRateMultipliers} -> 0]; NetExtract[net, {1, LearningRateMultipliers}],
  Automatic, TestID -> "replacing does not change the net it starts from"]
VerificationTest[
  fnet = NetReplacePart[net = three[], {1, LearningRateMultipliers} -> 0];
  same[net, NetTrain[fnet, points, MaxTrainingRounds -> 5]], {True, True, False, False},
  TestID -> "a replaced option is honoured in training"]
VerificationTest[
  NetExtract[NetReplacePart[fnet, {1, LearningRateMultipliers} -> Automatic], {1, LearningRateMultipliers}], Automatic,
  TestID -> "Automatic takes it back"]
VerificationTest[NetExtract[NetReplacePart[three[], LearningRateMultipliers -> {1 -> 2}], LearningRateMultipliers], {1 -> 2},
  TestID -> "the option of a chain, replaced and read"]

(* -- results -- *)

VerificationTest[
  results = NetTrain[three[], points, All, LearningRateMultipliers -> {2 ;; -> 2}, MaxTrainingRounds -> 2];
  {Head[results], results["ArraysLearningRateMultipliers"] === results["WeightsLearningRateMultipliers"],
   Values @ results["ArraysLearningRateMultipliers"]},
  {NetTrainResultsObject, True, {1, 1, 2, 2}}, TestID -> "the multipliers that were used, under both names"]

(* -- shared arrays -- *)

sharedlayer = NetInsertSharedArrays[LinearLayer[{}, "Input" -> "Real"]];
sharing = NetChain[{sharedlayer, Tanh, sharedlayer}];
VerificationTest[
  NetTrain[sharing, {1 -> 0, 0 -> 1}, "ArraysLearningRateMultipliers", TimeGoal -> 0.01,
   LearningRateMultipliers -> {{1, "Weights"} -> None}],
  <|{1, "Weights"} -> None, {1, "Biases"} -> 1, {3, "Weights"} -> None, {3, "Biases"} -> 1|>,
  TestID -> "one multiplier for all places of a shared array"]
VerificationTest[
  NetTrain[sharing, {1 -> 0, 0 -> 1}, "WeightsLearningRateMultipliers", TimeGoal -> 0.01,
   LearningRateMultipliers -> {{1, "Weights"} -> 0, {3, "Weights"} -> 2}],
  <|{1, "Weights"} -> 0, {1, "Biases"} -> 1, {3, "Weights"} -> 0, {3, "Biases"} -> 1|>,
  TestID -> "the first matching value in a conflict"]
VerificationTest[
  Values @ NetTrain[sharing, {1 -> 0, 0 -> 1}, "ArraysLearningRateMultipliers", MaxTrainingRounds -> 1,
   LearningRateMultipliers -> {{3, "Weights"} -> 2, {1, "Weights"} -> 0}],
  {2, 1, 2, 1}, TestID -> "the order of rules decides, not the order of layers"]
net2 = NetChain[{sharedlayer, Tanh, sharedlayer}, LearningRateMultipliers -> {{1, "Weights"} -> 0, {3, "Weights"} -> 2}];
VerificationTest[Values @ Information[net2, "ArraysLearningRateMultipliers"], {0, 1, 0, 1},
  TestID -> "the first matching value when constructing"]
VerificationTest[
  trained = NetTrain[sharing, {1 -> 0, 0 -> 1}, MaxTrainingRounds -> 5];
  {NetExtract[trained, {1, "Weights"}] == NetExtract[trained, {3, "Weights"}],
   NetExtract[trained, {1, "Biases"}] == NetExtract[trained, {3, "Biases"}]},
  {True, True}, TestID -> "shared arrays stay one array"]
VerificationTest[
  init = NetInitialize[sharing];
  frozenTraining = NetTrain[init, {1 -> 0, 0 -> 1}, MaxTrainingRounds -> 5, LearningRateMultipliers -> {{3, "Weights"} -> None}];
  {NetExtract[init, {1, "Weights"}] === NetExtract[frozenTraining, {1, "Weights"}],
   NetExtract[init, {1, "Biases"}] === NetExtract[frozenTraining, {1, "Biases"}]},
  {True, False}, TestID -> "a shared array frozen at one place is frozen at all"]

(* -- what is wrong is said before any training -- *)

VerificationTest[train[three[], {4 -> 1}], $Failed, {NetTrain::netpart}, TestID -> "a position beyond the net"]
VerificationTest[train[three[], {"x" -> 1}], $Failed, {NetTrain::netpart}, TestID -> "a name that is not there"]
VerificationTest[train[three[], {{1, "Slope"} -> 1}], $Failed, {NetTrain::netpart}, TestID -> "an array that is not there"]
VerificationTest[train[three[], {2 ;; 5 -> 1}], $Failed, {NetTrain::netpart}, TestID -> "a span beyond the net"]
VerificationTest[train[three[], {1 -> x}], $Failed, {NetTrain::lrmultval}, TestID -> "a multiplier that is no number"]
VerificationTest[train[three[], {1 -> "fast"}], $Failed, {NetTrain::lrmultval}, TestID -> "a multiplier that is a string"]
VerificationTest[train[three[], "fast"], $Failed, {NetTrain::lrmult}, TestID -> "no rules at all"]
VerificationTest[NetChain[{LinearLayer[3]}, LearningRateMultipliers -> {2 -> 1}], $Failed, {NetChain::netpart},
  TestID -> "a rule for no part when constructing"]
VerificationTest[LinearLayer[3, LearningRateMultipliers -> x], $Failed, {LinearLayer::lrmult},
  TestID -> "a multiplier of a layer that is no number"]
VerificationTest[NetReplacePart[three[], {1, LearningRateMultipliers} -> x], $Failed, {NetReplacePart::lrmult},
  TestID -> "a multiplier put in that is no number"]

(* -- the letters: a trained net taught a new task by its last layers -- *)

letters = NetJoin[NetDrop[NetModel["LeNet Trained on MNIST Data"], -2], NetChain[{LinearLayer[], SoftmaxLayer[]}]];
letters = NetReplacePart[letters, "Output" -> NetDecoder[{"Class", {"x", "y", "z"}}]];
letterImage[str_, size_, style_, font_] := Rasterize[Style[str, style, FontSize -> size, FontFamily -> font], "Image", ImageSize -> {28, 28}];
trainingData = Table[
    letterImage[case[class], size, style, font] -> class,
    {class, {"x", "y", "z"}},
    {font, {"Courier", "Helvetica", "Times New Roman"}},
    {style, {Plain, Italic, Bold}},
    {size, {7, 8, 9, 10}},
    {case, {ToLowerCase, ToUpperCase}}
    ] // Flatten;
VerificationTest[Length[trainingData], 216, TestID -> "two cases, four sizes, three styles, fonts and letters"]
VerificationTest[Length[RandomSample[trainingData, 10]], 10, TestID -> "a sample of the data"]
VerificationTest[
  taught = NetTrain[letters, trainingData, MaxTrainingRounds -> 60, LearningRateMultipliers -> {-2 -> 1, _ -> None},
    ValidationSet -> Scaled[0.1], RandomSeeding -> 1];
  Head[taught], NetChain, TestID -> "letters are learnt"]
VerificationTest[Table[NetExtract[taught, {n, "Weights"}] === NetExtract[letters, {n, "Weights"}], {n, {1, 4, 8}}],
  {True, True, True}, TestID -> "the layers that know digits are unchanged"]
VerificationTest[NetMeasurements[taught, trainingData, "Accuracy"] > 0.8, True, TestID -> "most letters are recognized"]
x = letterImage["x", 11, Italic, "Arial Narrow"];
VerificationTest[Keys[taught[x, "Probabilities"]], {"x", "y", "z"}, TestID -> "probabilities by letter"]
VerificationTest[Abs[Total[Values[taught[x, "Probabilities"]]] - 1] < 0.00001, True, TestID -> "they add up to 1"]
VerificationTest[taught[x], "x", TestID -> "a font that was not in the data"]

(* -- results of a training of LeNet -- *)

digits = RandomSample[ExampleData[{"MachineLearning", "Digits"}, "TrainingData"], 64];
VerificationTest[
  results = NetTrain[NetModel["LeNet"], digits, All, LearningRateMultipliers -> {4 ;; -> 2}, MaxTrainingRounds -> 1];
  results["ArraysLearningRateMultipliers"],
  <|{1, "Weights"} -> 1, {1, "Biases"} -> 1, {4, "Weights"} -> 2, {4, "Biases"} -> 2,
   {8, "Weights"} -> 2, {8, "Biases"} -> 2, {10, "Weights"} -> 2, {10, "Biases"} -> 2|>,
  TestID -> "multipliers of the layers from the fourth on"]

EndTestSection[]
