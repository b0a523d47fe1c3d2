(* The page NetEncoder and those of the encoders: every form, with the values that follow from the page. *)

BeginTestSection["NetEncoder"]

(* forms of NetEncoder *)
VerificationTest[Head[NetEncoder["Boolean"]], NetEncoder, TestID -> "an encoder is a value of its own"]
VerificationTest[NetEncoder["Boolean"] === NetEncoder[{"Boolean"}], True, TestID -> "a name, or a list"]
VerificationTest[NetEncoder[{"Class", {x, y}}][{x, y, x}], {1, 2, 1}, TestID -> "one example or a list"]
VerificationTest[NetEncoder[NetDecoder[{"Class", {x, y}}]] === NetEncoder[{"Class", {x, y}}], True, TestID -> "the encoder for a decoder"]
VerificationTest[NetExtract[NetChain[{Ramp}, "Input" -> "Boolean"], "Input"] === NetEncoder["Boolean"], True, TestID -> "a name at a port"]
VerificationTest[NetChain[{ElementwiseLayer[2 # &]}, "Input" -> NetEncoder["Boolean"]] /@ {True, False}, {2., 0.}, TestID -> "at the input of a net"]
VerificationTest[NetChain[{ElementwiseLayer[2 # &]}, "Input" -> NetEncoder["Boolean"]][1], 2., TestID -> "what is encoded passes"]
VerificationTest[NetEncoder["Smell"], $Failed, {NetEncoder::coder}, TestID -> "no such encoder"]

(* "Boolean" *)
VerificationTest[NetEncoder["Boolean"] /@ {True, False}, {1., 0.}, TestID -> "True is 1"]
VerificationTest[NetEncoder[{"Boolean", "Dimensions" -> {2, 2}}][{{True, False}, {False, True}}], {{1., 0.}, {0., 1.}}, TestID -> "an array of them"]

(* "Class" *)
VerificationTest[NetEncoder[{"Class", {x, y, z}}]["y"], $Failed, {NetEncoder::encode}, TestID -> "what is no class"]
VerificationTest[NetEncoder[{"Class", {x, y, z}, "IndicatorVector"}][y], {0., 1., 0.}, TestID -> "one-hot"]
VerificationTest[NetEncoder[{"Class", {x, y, z}, "UnitVector"}][y], {0., 1., 0.}, TestID -> "the older name of the form"]
VerificationTest[NetEncoder[{"Class", {x, y, z}, "IndicatorVector", "Multilabel" -> True}][{x, z}], {1., 0., 1.}, TestID -> "multi-hot"]
VerificationTest[NetEncoder[{"Class", {x, y}, "Dimensions" -> {3}}][{x, y, x}], {1, 2, 1}, TestID -> "a vector of classes"]

(* "Characters" *)
VerificationTest[NetEncoder["Characters"]["\t\n ~"], {1, 2, 3, 97}, TestID -> "97 characters: tab, newline, 32 to 126"]
VerificationTest[NetEncoder[{"Characters", {LetterCharacter}}]["azAZ"], {1, 26, 27, 52}, TestID -> "small letters, then capitals"]
VerificationTest[NetEncoder[{"Characters", {"a" -> 3, "b" -> Automatic, _}}]["abz"], {3, 4, 5}, TestID -> "given numbers, the next, any other"]
VerificationTest[NetEncoder[{"Characters", {DigitCharacter -> 1, WhitespaceCharacter -> 2}}]["1 2"], {1, 2, 1}, TestID -> "a group of one number"]
VerificationTest[NetEncoder[{"Characters", {"ab", StartOfString, EndOfString}}]["a"], {3, 1, 4}, TestID -> "virtual characters"]
VerificationTest[Dimensions[NetEncoder[{"Characters", Automatic, "UnitVector"}]["abc"]], {3, 97}, TestID -> "unit vectors"]

(* "Tokens" *)
VerificationTest[NetEncoder[{"Tokens", {"a", "b"}}]["a B c"], {1, 2, 3}, TestID -> "d+1 for what is unknown"]
VerificationTest[NetEncoder[{"Tokens", {"a", "b"}, IgnoreCase -> False}]["A b"], {3, 2}, TestID -> "cases count"]
VerificationTest[NetEncoder[{"Tokens", {"a", "b"}, "TargetLength" -> 3}]["b"], {2, 3, 3}, TestID -> "filled up with d+1"]
VerificationTest[NetEncoder[{"Tokens", {"a", "b"}}][TextElement[{"b", "a"}]], {2, 1}, TestID -> "a TextElement"]

(* "SubwordTokens" *)
sub = NetEncoder[{"SubwordTokens", {" low", "er", "l", "o", "w", "e", "r", " ", _}, Method -> "WordPiece"}];
VerificationTest[sub["lower lowx"], {1, 2, 9}, TestID -> "known parts of words; of a word with others nothing"]
VerificationTest[NetDecoder[sub][UnitVector[9, #] & /@ {1, 2}], " lower", TestID -> "joined again"]
VerificationTest[NetEncoder[{"SubwordTokens", {"a"}}], $Failed, {NetEncoder::coderargs}, TestID -> "_ has to be in the list"]
VerificationTest[NetEncoder[{"BPESubwordTokens", {"a", _}}] === NetEncoder[{"SubwordTokens", {"a", _}}], True, TestID -> "the older name"]

(* "UTF8" *)
VerificationTest[NetEncoder["UTF8"]["A\[Alpha]"], ToCharacterCode["A\[Alpha]", "UTF8"] + 1, TestID -> "bytes and 1"]

(* "Image" *)
VerificationTest[Information[NetEncoder["Image"], "OutputDimensions"], {3, 128, 128}, TestID -> "128 x 128 RGB"]
VerificationTest[Information[NetEncoder[{"Image", {5, 4}}], "OutputDimensions"], {3, 4, 5}, TestID -> "width before height, height before width"]
VerificationTest[Information[NetEncoder[{"Image", {5, 4}, "DataTransposed" -> True}], "OutputDimensions"], {3, 5, 4}, TestID -> "width first"]
VerificationTest[Information[NetEncoder[{"Image", 4, Interleaving -> True}], "OutputDimensions"], {4, 4, 3}, TestID -> "channels last"]
VerificationTest[
  With[{f = FileNameJoin[{$TemporaryDirectory, "wlnet-one.png"}]}, Export[f, Image[{{0, 1}}]]; {NetEncoder[{"Image", {2, 1}, "Grayscale"}][File[f]], DeleteFile[f]}],
  {{{{0., 1.}}}, Null}, TestID -> "a file"]

(* "Image3D", "VideoFrames" *)
VerificationTest[Information[NetEncoder["Image3D"], "OutputDimensions"], {3, 128, 128, 128}, TestID -> "128 x 128 x 128"]
VerificationTest[Information[NetEncoder[{"Image3D", {4, 3, 2}}], "OutputDimensions"], {3, 2, 3, 4}, TestID -> "channels, height, depth, width"]
VerificationTest[Dimensions[NetEncoder[{"VideoFrames", RasterSize -> {4, 3}}][{Image[{{0}}], Image[{{1}}]}]], {2, 3, 3, 4}, TestID -> "frames, channels, height, width"]
VerificationTest[NetEncoder["VideoFrames"][File["film.mp4"]], $Failed, {NetEncoder::encode}, TestID -> "videos cannot be read"]

(* sounds *)
VerificationTest[NetExtract[NetEncoder["AudioMFCC"], #] & /@ {"SampleRate", "NumberOfFilters", "NumberOfCoefficients", "Normalization", "TargetLength"}, {16000, 40, 13, None, All}, TestID -> "the usual parameters of sounds"]
VerificationTest[Information[NetEncoder[{"AudioSpectrogram", "WindowSize" -> 255}], "OutputDimensions"][[2]], Floor[255/2. + 1], TestID -> "frequencies of a partition"]
VerificationTest[Information[NetEncoder[{"AudioSTFT", "WindowSize" -> 255}], "OutputDimensions"][[2 ;;]], {255, 2}, TestID -> "real and imaginary parts"]

(* "Function", "Scalar" *)
VerificationTest[NetEncoder[{"Function", {#, #^2} &, {2}}][3], {3., 9.}, TestID -> "a function"]
VerificationTest[NetEncoder["Scalar"][{1, 2.5}], {1., 2.5}, TestID -> "numbers as they are"]

EndTestSection[]
