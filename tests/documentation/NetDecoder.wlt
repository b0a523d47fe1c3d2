(* The page NetDecoder and those of the decoders: every form and property. *)

BeginTestSection["NetDecoder"]

near[x_, y_] := Max[Abs[Flatten[{x}] - Flatten[{y}]]] < 0.00001;

VerificationTest[NetDecoder["Boolean"] === NetDecoder[{"Boolean"}], True, TestID -> "a name, or a list"]
VerificationTest[NetDecoder[NetEncoder[{"Class", {x, y}}]] === NetDecoder[{"Class", {x, y}}], True, TestID -> "the decoder for an encoder"]
VerificationTest[NetDecoder["Smell"], $Failed, {NetDecoder::coder}, TestID -> "no such decoder"]

(* "Boolean" *)
VerificationTest[NetDecoder["Boolean"] /@ {0.2, 0.5, 0.7}, {False, True, True}, TestID -> "below one half is False"]
VerificationTest[NetDecoder["Boolean"][{0.2, 0.7}], {False, True}, TestID -> "a batch"]
VerificationTest[NetDecoder["Boolean"][0.2, "Probability"], 0.2, SameTest -> near, TestID -> "the probability"]
VerificationTest[NetDecoder["Boolean"][0.5, "Entropy"], Log[2.], SameTest -> near, TestID -> "the entropy, in nats"]
VerificationTest[NetDecoder[{"Boolean", "InputDepth" -> 2}][{{0.2, 0.7}}], {{False, True}}, TestID -> "a matrix"]

(* "Class" *)
dec = NetDecoder[{"Class", {x, y, z}}];
p = {0.25, 0.625, 0.125};
VerificationTest[dec[p], y, TestID -> "the most probable class"]
VerificationTest[dec[{p, Reverse[p]}], {y, y}, TestID -> "of a batch"]
VerificationTest[dec[p, "Decision"], y, TestID -> "by name"]
VerificationTest[dec[p, "Probabilities"], <|x -> 0.25, y -> 0.625, z -> 0.125|>, TestID -> "all of them"]
VerificationTest[dec[p, "TopProbabilities" -> 2], {y -> 0.625, x -> 0.25}, TestID -> "the best"]
VerificationTest[dec[p, {"TopProbabilities", 2}], {y -> 0.625, x -> 0.25}, TestID -> "in the older form"]
VerificationTest[dec[p, "TopDecisions" -> 2], {y, x}, TestID -> "their names"]
VerificationTest[dec[p, "Probability" -> z], 0.125, TestID -> "of one class"]
VerificationTest[dec[p, "Entropy"], -Total[p Log[p]], SameTest -> near, TestID -> "the entropy"]
VerificationTest[MemberQ[{x, y, z}, dec[p, "RandomSample"]], True, TestID -> "a sample"]
VerificationTest[dec[p, "RandomSample" -> 0], y, TestID -> "at temperature 0"]
VerificationTest[Union[Table[dec[p, "RandomSample" -> #], {20}]], {y}, TestID -> "a sample of " <> ToString[#]] & /@ {{"TopProbabilities" -> 1}, {"TotalProbabilityCutoff" -> 0.6}, {"Temperature" -> 0.01}};
VerificationTest[Length[Union[Table[dec[p, "RandomSample" -> {"Temperature" -> 100, "TopProbabilities" -> 2}], {60}]]], 2, TestID -> "of the two best, hot"]
VerificationTest[dec[p, "TopProbabilities"], {y -> 0.625, x -> 0.25, z -> 0.125}, TestID -> "the most likely ones in order"]
VerificationTest[SubsetQ[dec[p, "Properties"], {"Decision", "TopDecisions", "TopProbabilities", "Probabilities", "Probability", "Entropy", "RandomSample"}], True, TestID -> "Properties"]
VerificationTest[dec[p, None], p, TestID -> "undecoded"]
VerificationTest[NetDecoder[{"Class", {x, y}, "InputDepth" -> 2}][{{1, 0}, {0, 1}}], {x, y}, TestID -> "of each row"]
VerificationTest[NetDecoder[{"Class", {x, y, z}, "Multilabel" -> True}][{0.7, 0.2, 0.6}], {x, z}, TestID -> "all above one half"]
VerificationTest[NetDecoder["Class"][p], 2, TestID -> "counted classes"]

(* texts *)
VerificationTest[NetDecoder[{"Characters", {"ab"}}][{{0.1, 0.9}, {0.8, 0.2}}], "ba", TestID -> "characters"]
VerificationTest[NetDecoder[{"Characters", {"ab"}}][{0.1, 0.9}], "b", TestID -> "one character"]
VerificationTest[NetDecoder[{"Tokens", {"the", "cat"}}][{{1, 0, 0}, {0, 1, 0}}], "the cat", TestID -> "words"]
VerificationTest[NetDecoder[{"CTCBeamSearch", {a, b}}][{{0.9, 0, 0.1}, {0.1, 0, 0.9}, {0, 1, 0}}], {a, b}, TestID -> "a sequence with blanks"]
ctc = NetDecoder[{"CTCBeamSearch", {a, b}}]; times = {{0.6, 0.1, 0.3}, {0.2, 0.7, 0.1}};
(* a b: only as it stands; b: as b b, blank b and b blank; a: as a a, a blank and blank a *)
likely = {{a, b} -> -Log[0.6*0.7], {b} -> -Log[0.1*0.7 + 0.3*0.7 + 0.1*0.1], {a} -> -Log[0.6*0.2 + 0.6*0.1 + 0.3*0.2]};
VerificationTest[ctc[times, "TopNegativeLogLikelihoods" -> 3], likely, SameTest -> (Keys[#1] === Keys[#2] && near[Values[#1], Values[#2]] &), TestID -> "the paths of each decoding are added"]
VerificationTest[{ctc[times, "Decoding"], ctc[times, "TopDecodings" -> 2], Length[ctc[times, "Decodings"]] >= 3, Take[ctc[times, "NegativeLogLikelihoods"], 3] === ctc[times, "TopNegativeLogLikelihoods" -> 3]}, {{a, b}, {{a, b}, {b}}, True, True}, TestID -> "properties of a beam search"]
VerificationTest[NetDecoder[{"CTCBeamSearch", {a, b}, "BeamSize" -> 1}][{{0.6, 0, 0.4}, {0.6, 0, 0.4}}], {a}, TestID -> "greedy"]

(* pictures *)
VerificationTest[ImageDimensions[NetDecoder["Image"][Table[0.5, {3}, {4}, {5}]]], {5, 4}, TestID -> "an image"]
VerificationTest[ImageData[NetDecoder[{"Image", ColorSpace -> "Grayscale"}][{{{0, 0.5}}}]], {{0., 0.5}}, TestID -> "a grey image"]
VerificationTest[ImageDimensions[NetDecoder[{"Image", "DataTransposed" -> True}][Table[0.5, {3}, {4}, {5}]]], {4, 5}, TestID -> "width first"]
VerificationTest[ImageDimensions[NetDecoder[{"Image", Interleaving -> True}][Table[0.5, {4}, {5}, {3}]]], {5, 4}, TestID -> "channels last"]
VerificationTest[ImageDimensions[NetDecoder["Image3D"][Table[0.5, {3}, {2}, {3}, {4}]]], {4, 3, 2}, TestID -> "a volume"]

(* "Function", "Scalar" *)
VerificationTest[NetDecoder[{"Function", Max[Normal[#]] &}][{1, 3, 2}], 3., TestID -> "a function"]
VerificationTest[NetDecoder[{"Function", {#2, Total[Normal[#1]]} &, "Properties" -> {"s", "t"}}][{1, 2}], {"s", 3.}, TestID -> "the first property"]
VerificationTest[NetDecoder["Scalar"][{3}], 3., TestID -> "a vector of one number"]
scalar = NetChain[{LinearLayer[3], Tanh, LinearLayer[1]}, "Input" -> "Scalar", "Output" -> "Scalar"];
VerificationTest[
  NumberQ /@ {NetTrain[scalar, {1 -> 2, 2 -> 4}, MaxTrainingRounds -> 2][1.5], NetTrain[scalar, <|"Input" -> {1, 2}, "Output" -> {{2}, {4}}|>, MaxTrainingRounds -> 2][1]},
  {True, True}, TestID -> "a net between scalars learns from numbers"]
VerificationTest[Length[NetInitialize[scalar][{1, 2, 3}]], 3, TestID -> "and is applied to lists of them"]

(* at the output of a net *)
net = NetChain[{SoftmaxLayer[]}, "Input" -> 2, "Output" -> NetDecoder[{"Class", {x, y}}]];
VerificationTest[{net[{0, 1}], net[{{0, 1}, {1, 0}}]}, {y, {y, x}}, TestID -> "decoded"]
VerificationTest[Keys[net[{0, 1}, "Probabilities"]], {x, y}, TestID -> "a property"]
VerificationTest[net[{0, 1}, "Output" -> "TopDecisions"], {y}, SameTest -> (First[#1] === First[#2] &), TestID -> "of a port"]
VerificationTest[Total[net[{0, 1}, None]], 1., SameTest -> near, TestID -> "undecoded output"]
VerificationTest[net[{0, 1}, "Smell"], $Failed, {NetChain::decprop}, TestID -> "no such property"]

EndTestSection[]
