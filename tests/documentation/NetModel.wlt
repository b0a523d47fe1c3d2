(* The page NetModel: names, properties, parameters; and the net as a net. *)

BeginTestSection["NetModel"]

VerificationTest[MemberQ[NetModel[], "LeNet"], True, TestID -> "the models there are"]
lenet = NetModel["LeNet"];
VerificationTest[Head[lenet], NetChain, TestID -> "a model is a net"]
VerificationTest[Head /@ {NetExtract[lenet, "Input"], NetExtract[lenet, "Output"]}, {NetEncoder, NetDecoder}, TestID -> "with coders"]
trained = NetModel["LeNet Trained on MNIST Data"];
VerificationTest[trained === NetModel["LeNet Trained on MNIST Data", "EvaluationNet"] === NetModel["LeNet Trained on MNIST Data", "EvaluationFunction"], True, TestID -> "what is given if nothing is asked for"]
VerificationTest[NetExtract[NetModel["LeNet Trained on MNIST Data", #], {1, "Weights"}] & /@ {"UninitializedEvaluationNet", "TrainingNet"}, {Automatic, Automatic}, TestID -> "nets without arrays"]
VerificationTest[NetModel["LeNet", "ByteCount"], 4 Information[lenet, "ArraysTotalElementCount"], TestID -> "ByteCount"]
VerificationTest[Head /@ (NetModel["LeNet Trained on MNIST Data", #] & /@ {"TaskType", "InputDomains", "SourceMetadata", "TrainingSetInformation"}), {List, List, Association, String}, TestID -> "what is told of a model"]
VerificationTest[NetExtract[NetModel["LeNet", "Output" -> None], "Output"], 10, TestID -> "a port without its decoder"]
VerificationTest[NetExtract[NetModel["LeNet", "Output" -> NetDecoder[{"Class", CharacterRange["a", "j"]}]], {"Output", "Labels"}], CharacterRange["a", "j"], TestID -> "another decoder"]
VerificationTest[NetExtract[NetModel["LeNet", "UninitializedEvaluationNet", "Input" -> {1, 32, 32}], {1, "Output"}], {20, 28, 28}, TestID -> "other dimensions"]
VerificationTest[NetModel["LeNet Trained on MNIST Data", "Input" -> {1, 32, 32}], $Failed, {NetModel::incmp}, TestID -> "which the arrays have to fit"]
VerificationTest[trained[Rasterize["7", ImageSize -> {28, 28}], BatchSize -> 1, TargetDevice -> "CPU", WorkingPrecision -> "Real32"] // IntegerQ, True, TestID -> "options when it is applied"]
VerificationTest[NetModel["No such model"], $Failed, {NetModel::nonet}, TestID -> "no such model"]
VerificationTest[NetModel["LeNet", "Colour"], $Failed, {NetModel::noprop}, TestID -> "no such property"]
VerificationTest[NetModel["LeNet", "ByteCount", "Input" -> {1, 32, 32}], $Failed, {NetModel::noports}, TestID -> "a number has no ports"]

EndTestSection[]
