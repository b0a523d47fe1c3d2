(* PlaceholderLayer: nets with a place for a layer can be built and changed, but compute nothing. *)

BeginTestSection["PlaceholderLayer"]

VerificationTest[Information[PlaceholderLayer[], #] & /@ {"InputPortNames", "OutputPortNames"}, {{"Input"}, {"Output"}},
  TestID -> "the usual ports"]
p = PlaceholderLayer["Custom", <|"size" -> 3|>, InputPorts -> {"a", "b"}, OutputPorts -> <|"out" -> 3|>, "a" -> 2,
  "Arrays" -> {"w"}, "w" -> {1, 2}];
VerificationTest[Information[p, #] & /@ {"InputPortNames", "OutputPortNames"}, {{"a", "b"}, {"out"}}, TestID -> "other ports"]
VerificationTest[{NetExtract[p, "Tag"], NetExtract[p, "Settings"], NetExtract[p, "out"], Normal[NetExtract[p, "w"]]},
  {"Custom", <|"size" -> 3|>, 3, {1., 2.}}, TestID -> "its parts"]
VerificationTest[ToExpression[ToString[p, InputForm]] === p, True, TestID -> "read back"]
VerificationTest[BinaryDeserialize[BinarySerialize[p]] === p, True, TestID -> "in files"]
net = NetChain[{3, PlaceholderLayer["x"], 2}, "Input" -> 2];
VerificationTest[NetExtract[net, {3, "Weights"}], Automatic, TestID -> "nothing follows from it"]
VerificationTest[NetReplace[net, _PlaceholderLayer -> Ramp] === NetChain[{3, Ramp, 2}, "Input" -> 2], True,
  TestID -> "a layer in its place"]
VerificationTest[NetInitialize[net], $Failed, {NetInitialize::nonfullspec}, TestID -> "sizes behind it are open"]
VerificationTest[PlaceholderLayer["x"][{1, 2}], $Failed, {PlaceholderLayer::placeholder}, TestID -> "it computes nothing"]
VerificationTest[Quiet[NetTrain[NetChain[{PlaceholderLayer["Output" -> 2], 2}, "Input" -> 2], {{1, 2} -> {1, 2}}]], $Failed,
  TestID -> "it is not trained"]
VerificationTest[PlaceholderLayer[3], $Failed, {PlaceholderLayer::layerval}, TestID -> "the tag is a string"]

EndTestSection[]
