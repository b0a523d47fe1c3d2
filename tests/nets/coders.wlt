(* Encoders and decoders by themselves: every kind with its parameters, and what does not fit. *)

BeginTestSection["coders"]

near[x_, y_] := Max[Abs[Flatten[{x}] - Flatten[{y}]]] < 0.00001;

(* Characters *)
letters = NetEncoder[{"Characters", {"abc", DigitCharacter -> Automatic, " " -> 9, _}}];
VerificationTest[letters["cab"], {3, 1, 2}, TestID -> "characters by their places"]
VerificationTest[letters["a7 !"], {1, 4, 9, 10}, TestID -> "a group, a number given, any other"]
VerificationTest[letters[{"ab", "c"}], {{1, 2}, {3}}, TestID -> "a batch of different lengths"]
VerificationTest[NetEncoder["Characters"]["~\t"], {97, 1}, TestID -> "the usual table has 97 characters"]
VerificationTest[Length[NetEncoder["Characters"][["Alphabet"]]], 97, TestID -> "its alphabet"]
VerificationTest[NetEncoder[{"Characters", {"ab", StartOfString, EndOfString}}]["ba"], {3, 2, 1, 4}, TestID -> "the ends of a text"]
VerificationTest[NetEncoder[{"Characters", {"ab", EndOfString}, "TargetLength" -> 4}][{"ab", "abbbb"}], {{1, 2, 3, 3}, {1, 2, 2, 2}}, TestID -> "texts of one length"]
VerificationTest[NetEncoder[{"Characters", {"ab"}, "UnitVector"}]["ba"], {{0., 1.}, {1., 0.}}, TestID -> "unit vectors"]
VerificationTest[NetEncoder[{"Characters", {"aAb"}, IgnoreCase -> True}]["AaB"], {1, 1, 2}, TestID -> "both cases alike"]
VerificationTest[NetEncoder[{"Characters", 97 ;; 99}]["cb"], {3, 2}, TestID -> "a range of codes"]
VerificationTest[letters[{"ab", 5}], $Failed, {NetEncoder::encode}, TestID -> "what is no text"]
VerificationTest[NetEncoder[{"Characters", {"ab"}}]["abc"], $Failed, {NetEncoder::encode}, TestID -> "a character without a number"]
VerificationTest[NetEncoder[{"Characters", foo}], $Failed, {NetEncoder::coderargs}, TestID -> "what is no table"]
VerificationTest[NetDecoder[{"Characters", {"ab", _}}][{{0.2, 0.8, 0}, {0.9, 0.1, 0}}], "ba", TestID -> "a text decoded"]
VerificationTest[NetDecoder[{"Characters", {"ab"}}][{0.2, 0.8}], "b", TestID -> "one character decoded"]
VerificationTest[With[{e = NetEncoder[{"Characters", Automatic, "UnitVector"}]}, NetDecoder[e][e["Some text, 1 2 3"]]], "Some text, 1 2 3", TestID -> "there and back"]

(* Tokens *)
words = NetEncoder[{"Tokens", {"the", "cat", ","}}];
VerificationTest[words["The cat, the dog"], {1, 2, 3, 1, 4}, TestID -> "words by their places"]
VerificationTest[NetEncoder[{"Tokens", {"the", "cat"}, IgnoreCase -> False}]["The cat"], {3, 2}, TestID -> "cases apart"]
VerificationTest[NetEncoder[{"Tokens", {"a b", "c"}, "SplitPattern" -> ";"}]["a b;c"], {1, 2}, TestID -> "a pattern to split at"]
VerificationTest[NetEncoder[{"Tokens", {"a b", "c"}, "SplitPattern" -> None}][{"c", "a b", "d"}], {2, 1, 3}, TestID -> "a list of tokens"]
VerificationTest[NetEncoder[{"Tokens", {"a"}, "TargetLength" -> 2}][{"a", "a b c"}], {{1, 2}, {1, 2}}, TestID -> "one length"]
VerificationTest[words[{"cat", x}], $Failed, {NetEncoder::encode}, TestID -> "a symbol is no text"]
VerificationTest[NetEncoder["Tokens"], $Failed, {NetEncoder::tokenlang}, TestID -> "without a list"]
VerificationTest[NetEncoder[{"Tokens", "German"}], $Failed, {NetEncoder::tokenlang}, TestID -> "a language"]
VerificationTest[NetDecoder[words][{{0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}}], "cat , the", TestID -> "tokens decoded"]

(* UTF8 *)
VerificationTest[NetEncoder["UTF8"]["aé"], ToCharacterCode["aé", "UTF8"] + 1, TestID -> "bytes"]
VerificationTest[Dimensions[NetEncoder[{"UTF8", "UnitVector"}]["abc"]], {3, 248}, TestID -> "bytes as unit vectors"]

(* Boolean and Class *)
VerificationTest[NetEncoder[{"Boolean", "Dimensions" -> {2}}][{True, False}], {1., 0.}, TestID -> "an array of truth values"]
VerificationTest[NetDecoder[{"Boolean", "InputDepth" -> 1}][{0.2, 0.9}], {False, True}, TestID -> "an array decided"]
VerificationTest[NetDecoder["Boolean"][0., "RandomSample"], False, TestID -> "what is sure is sampled so"]
many = NetEncoder[{"Class", {a, b, c}, "IndicatorVector", "Multilabel" -> True}];
VerificationTest[many[{a, c}], {1., 0., 1.}, TestID -> "several classes"]
VerificationTest[many[{{a, c}, {}}], {{1., 0., 1.}, {0., 0., 0.}}, TestID -> "a batch of them"]
VerificationTest[NetDecoder[many][{0.9, 0.2, 0.6}], {a, c}, TestID -> "all above one half"]
VerificationTest[NetEncoder[{"Class", {a, b}, "Dimensions" -> {2}}][{b, a}], {2, 1}, TestID -> "an array of classes"]
VerificationTest[NetEncoder[{"Class", {a, b}, "Dimensions" -> {2}}][{{b, a}, {a, z}}], $Failed, {NetEncoder::encode}, TestID -> "one that is none"]
VerificationTest[NetDecoder[{"Class", {a, b}, "InputDepth" -> 2}][{{0.1, 0.9}, {0.8, 0.2}}], {b, a}, TestID -> "an array of decisions"]
VerificationTest[NetDecoder[{"Class", {a, b}}][{0., 1.}, "RandomSample"], b, TestID -> "a sample"]
three = NetDecoder[{"Class", {a, b, c}}];
VerificationTest[SeedRandom[3]; Sort[Keys[Counts[Table[three[{0.5, 0.5, 0.}, "RandomSample"], {50}]]]], {a, b}, TestID -> "samples are of what is possible"]
VerificationTest[Union[Table[three[{0.4, 0.6, 0.}, "RandomSample" -> 0], {20}]], {b}, TestID -> "at no temperature the best"]
VerificationTest[Union[Table[three[{0.4, 0.35, 0.25}, "RandomSample" -> {"TopProbabilities" -> 1}], {20}]], {a}, TestID -> "of the best only"]
VerificationTest[Complement[Table[three[{0.5, 0.3, 0.2}, "RandomSample" -> {"Temperature" -> 2, "TotalProbabilityCutoff" -> 0.6}], {30}], {a, b}], {}, TestID -> "of those that make up most"]
VerificationTest[three[{0.5, 0.5, 0.}, "RandomSample" -> x], $Failed, {NetDecoder::decprop}, TestID -> "no temperature"]

VerificationTest[NetEncoder[{"Class", {a, b}, "Dimensions" -> "Varying"}][{{b, a}, {a}}], {{2, 1}, {1}}, TestID -> "lists of classes of different lengths"]
VerificationTest[NetEncoder[{"Class", {a, b}, "Dimensions" -> "Varying"}][{{b, a}, {a, z}}], $Failed, {NetEncoder::encode}, TestID -> "one in a list that is none"]

(* attached: texts in, a class for each character out *)
tagger = NetInitialize[NetChain[{LongShortTermMemoryLayer[2], NetMapOperator[2], SoftmaxLayer[]},
  "Input" -> NetEncoder[{"Characters", {"abc"}, "UnitVector"}], "Output" -> NetDecoder[{"Class", {p, q}, "InputDepth" -> 2}]]];
VerificationTest[Length /@ tagger[{"abc", "a"}], {3, 1}, TestID -> "a tag for each character"]
VerificationTest[tagger[{"abc", "a"}] === {tagger["abc"], tagger["a"]}, True, TestID -> "a batch is its examples"]
VerificationTest[NetTrain[tagger, {"abab" -> {p, q, p, q}, "ba" -> {q, p}}, MaxTrainingRounds -> 300]["aab"], {p, p, q}, TestID -> "tags are learnt"]
reader = NetInitialize[NetChain[{EmbeddingLayer[3], SequenceLastLayer[], 2, SoftmaxLayer[]}, "Input" -> NetEncoder[{"Tokens", {"x", "y"}}], "Output" -> NetDecoder[{"Class", {p, q}}]]];
VerificationTest[MemberQ[{p, q}, reader["x y z"]], True, TestID -> "words in, a class out"]

(* Image *)
picture = Image[{{0., 1.}, {0.5, 0.25}}];
VerificationTest[NetEncoder[{"Image", {2, 2}, "Grayscale"}][picture], {{{0., 1.}, {0.5, 0.25}}}, SameTest -> near, TestID -> "levels"]
VerificationTest[Dimensions[NetEncoder[{"Image", {4, 3}}][picture]], {3, 3, 4}, TestID -> "channels, height, width"]
VerificationTest[Dimensions[NetEncoder[{"Image", {4, 3}, Interleaving -> True}][picture]], {3, 4, 3}, TestID -> "channels last"]
VerificationTest[NetEncoder[{"Image", {2, 2}, "Grayscale", "MeanImage" -> 0.5}][picture], {{{-0.5, 0.5}, {0., -0.25}}}, SameTest -> near, TestID -> "a mean subtracted"]
VerificationTest[NetEncoder[{"Image", {2, 2}, "Grayscale", "MeanImage" -> picture}][picture], {{{0., 0.}, {0., 0.}}}, SameTest -> near, TestID -> "a picture subtracted"]
VerificationTest[NetEncoder[{"Image", {2, 2}, "Grayscale", "VarianceImage" -> 0.25}][picture], {{{0., 2.}, {1., 0.5}}}, SameTest -> near, TestID -> "divided by the deviation"]
VerificationTest[NetEncoder[{"Image", {4, 2}, "Grayscale", Method -> "Fit", Padding -> White}][picture], {{{1., 0., 1., 1.}, {1., 0.5, 0.25, 1.}}}, SameTest -> near, TestID -> "fitted with padding"]
VerificationTest[NetEncoder[{"Image", {4, 2}, "Grayscale", Method -> "Fit", Alignment -> Left}][picture], {{{0., 1., 0., 0.}, {0.5, 0.25, 0., 0.}}}, SameTest -> near, TestID -> "at the left"]
VerificationTest[NetEncoder[{"Image", {2, 1}, "Grayscale", Method -> "Fill", Alignment -> Top}][picture], {{{0., 1.}}}, SameTest -> near, TestID -> "cut to fill"]
VerificationTest[NetEncoder[{"Image", {4, 4}, "Grayscale", Resampling -> "Nearest"}][picture][[1, 1]], {0., 0., 1., 1.}, SameTest -> near, TestID -> "nearest pixels"]
VerificationTest[Head[NetDecoder["Image"][NetEncoder[{"Image", {4, 3}}][picture]]], Image, TestID -> "a picture decoded"]
VerificationTest[With[{e = NetEncoder[{"Image", {2, 2}, "Grayscale", "MeanImage" -> 0.3, "VarianceImage" -> 0.2}]}, ImageData[NetDecoder[e][e[picture]]]], ImageData[picture], SameTest -> near, TestID -> "a picture there and back"]
VerificationTest[NetEncoder[{"Image", 2, Method -> "Bend"}], $Failed, {NetEncoder::coderargs}, TestID -> "no such method"]
VerificationTest[NetChain[{ElementwiseLayer[1 - # &]}, "Input" -> NetEncoder[{"Image", {2, 2}, "Grayscale"}], "Output" -> NetDecoder[{"Image", ColorSpace -> "Grayscale"}]][picture] // ImageData, 1 - ImageData[picture], SameTest -> near, TestID -> "from picture to picture"]

(* Function *)
VerificationTest[NetEncoder[{"Function", Total /@ # &, {}, "Batched" -> True}][{{1, 2}, {3, 4}}], {3., 7.}, TestID -> "a function of all examples"]
VerificationTest[NetEncoder[{"Function", StringLength, {}, "Pattern" -> _String}][{"a", 3}], $Failed, {NetEncoder::encode}, TestID -> "what does not match"]
VerificationTest[NetDecoder[{"Function", Total[Normal[#]] &}][{1, 2, 3}], 6., TestID -> "a function of an array"]
VerificationTest[NetDecoder[{"Function", f, "Properties" -> {"p", "q"}}][{1, 2}, "q"][[2]], "q", TestID -> "with properties"]
VerificationTest[NetDecoder[{"Function", f, "Properties" -> {"p", "q"}}][{1, 2}, "r"], $Failed, {NetDecoder::decprop}, TestID -> "and no others"]

VerificationTest[NetEncoder[{"Function", Range, {"Varying"}}][{2, 3}], {{1., 2.}, {1., 2., 3.}}, TestID -> "a length that varies"]
VerificationTest[NetEncoder[{"Function", Map[Range], {"Varying"}, "Batched" -> True}][{2, 3}], {{1., 2.}, {1., 2., 3.}}, TestID -> "all at once"]
VerificationTest[NetEncoder[{"Function", # + offset &, {}, Initialization :> (offset = 5)}][2], 7., TestID -> "something to do before"]

(* nothing *)
VerificationTest[{letters[""], letters[{"", "a"}], NetEncoder["UTF8"][""]}, {{}, {{}, {1}}, {}}, TestID -> "empty texts"]
VerificationTest[{NetDecoder["Class"][{}], NetDecoder[{"Class", {a, b}}][{}], words[{}]}, {{}, {}, {}}, TestID -> "empty batches"]

(* properties and information *)
VerificationTest[NetDecoder[{"Class", {a, b}}][{0.3, 0.7}, "Properties"][[;; 2]], {"Decision", "Probabilities"}, TestID -> "the properties of a decoder"]
VerificationTest[NetDecoder["Image"][Table[0.5, {2}, {3}, {2}, {2}], "Properties"], {{"Image"}, {"Image"}}, TestID -> "for a batch"]
decided = NetChain[{SoftmaxLayer[]}, "Input" -> 2, "Output" -> NetDecoder[{"Class", {a, b}}]];
VerificationTest[MemberQ[decided[{1, 2}, "Properties"], "Entropy"], True, TestID -> "of a net"]
VerificationTest[Keys[decided[{1, 2}, "Output" -> "Probabilities"]], {a, b}, TestID -> "a property of a port"]
VerificationTest[decided[{1, 2}, None] == decided[{1, 2}, "Output" -> None], True, TestID -> "without decoding"]
VerificationTest[NetReplacePart[decided, "Output" -> NetDecoder[{"Class", {p, q}}]][{1, 2}], q, TestID -> "another decoder"]
VerificationTest[Head[NetReplacePart[decided, "Output" -> None][{1, 2}]], List, TestID -> "no decoder"]
VerificationTest[Information[NetEncoder[{"Image", {4, 3}}]]["OutputDimensions"], {3, 3, 4}, TestID -> "what an encoder makes"]
VerificationTest[Information[NetEncoder["Audio"], "SampleRate"], 16000, TestID -> "a parameter of an encoder"]
VerificationTest[Information[NetDecoder[{"Class", {a, b}}], "Type"], "Class", TestID -> "the type of a decoder"]
VerificationTest[SubsetQ[Information[NetDecoder["Boolean"], "Properties"], {"Type", "InputDimensions", "InputDepth"}], True, TestID -> "what there is to ask"]
VerificationTest[Information[NetDecoder["Boolean"], "Colour"], $Failed, {Information::coderinfo}, TestID -> "and nothing else"]
VerificationTest[NetDecoder["Class"][{{0.1, 0.7, 0.2}, {0.8, 0.1, 0.1}}], {2, 1}, TestID -> "classes that are counted"]
VerificationTest[NetEncoder["FeatureExtractor"], $Failed, {NetEncoder::codernone}, TestID -> "what is not available"]

(* parts *)
VerificationTest[NetExtract[words, "Tokens"], {"the", "cat", ","}, TestID -> "a parameter"]
VerificationTest[words[["IgnoreCase"]], True, TestID -> "by Part"]
VerificationTest[NetExtract[NetReplacePart[words, "TargetLength" -> 3], "TargetLength"], 3, TestID -> "a parameter replaced"]
VerificationTest[NetReplacePart[words, "Colour" -> 3], $Failed, {NetReplacePart::coderparam}, TestID -> "no such parameter"]
net = NetChain[{2}, "Input" -> NetEncoder[{"Image", {4, 4}}]];
VerificationTest[NetExtract[net, {"Input", "ColorSpace"}], "RGB", TestID -> "of a coder in a net"]
VerificationTest[NetExtract[NetReplacePart[net, {"Input", "ColorSpace"} -> "Grayscale"], {"Input", "ColorSpace"}], "Grayscale", TestID -> "replaced there"]
VerificationTest[words === NetEncoder[{"Tokens", {"the", "cat", ","}}], True, TestID -> "equal coders"]

VerificationTest[
  {NetEncoder[{"Image", {2000000, 2000000}}][Image[{{0, 1}, {1, 0}}]], NetEncoder[{"Image3D", {20000, 20000, 20000}}][Image3D[{{{0, 1}, {1, 0}}}]]},
  {$Failed, $Failed}, {NetEncoder::imagemem, NetEncoder::imagemem}, TestID -> "an example larger than the memory is refused before it is made"]

EndTestSection[]
