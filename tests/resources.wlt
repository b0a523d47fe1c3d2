(* Data sets and nets by name; what needs no files but those that come with the package. *)

VerificationTest[ResourceData["MNIST", "ContentElements"], {"TrainingData", "TestData"}, TestID -> "elements of a resource"]
VerificationTest[ResourceData["CIFAR-10"], $Failed, {ResourceData::notavail}, TestID -> "an unknown resource"]
VerificationTest[ResourceData["MNIST", "Middle"], $Failed, {ResourceData::noelem}, TestID -> "an unknown element"]
VerificationTest[
  ResourceData[ResourceObject["MNIST"], "ContentElements"] === ResourceData["MNIST", "ContentElements"], True,
  TestID -> "a resource object"]
VerificationTest[ResourceData[3], $Failed, {ResourceData::name}, TestID -> "no name"]

VerificationTest[
  MemberQ[ExampleData["MachineLearning"], {"MachineLearning", "FisherIris"}], True,
  TestID -> "examples are listed"]
VerificationTest[
  ExampleData[{"MachineLearning", "WineQuality"}, "Data"], $Failed, {ExampleData::notent},
  TestID -> "an example that is not available"]
VerificationTest[ExampleData[{"TestImage", "House"}], $Failed, {ExampleData::notype}, TestID -> "an unknown type"]
VerificationTest[ExampleData[7], $Failed, {ExampleData::type}, TestID -> "no example"]
VerificationTest[
  ExampleData[{"MachineLearning", "FisherIris"}, "VariableDescriptions"],
  {"sepal length", "sepal width", "petal length", "petal width"} -> "species of iris",
  TestID -> "what the variables are"]

VerificationTest[MemberQ[NetModel[], "LeNet Trained on MNIST Data"], True, TestID -> "models are listed"]
VerificationTest[Head[NetModel["LeNet"]], NetChain, TestID -> "LeNet is a chain"]
VerificationTest[Length[NetModel["LeNet"]], 11, TestID -> "of eleven layers"]
VerificationTest[NetExtract[NetModel["LeNet"], {1, "Weights"}], Automatic, TestID -> "without arrays"]
VerificationTest[
  Dimensions[NetExtract[NetModel["LeNet Trained on MNIST Data"], {8, "Weights"}]], {500, 800},
  TestID -> "and with them"]
VerificationTest[
  NetModel["LeNet Trained on MNIST Data", "UninitializedEvaluationNet"] === NetModel["LeNet"], True,
  TestID -> "the trained net without its arrays"]
VerificationTest[NetModel["LeNet", "ByteCount"], 1724320, TestID -> "its size"]
VerificationTest[NetModel["YOLO V2"], $Failed, {NetModel::nonet}, TestID -> "an unknown model"]
VerificationTest[NetModel["LeNet", "Colour"], $Failed, {NetModel::noprop}, TestID -> "an unknown property"]
VerificationTest[
  Head[NetModel["LeNet Trained on MNIST Data"][Rasterize["7", ImageSize -> {28, 28}]]], Integer,
  TestID -> "the trained net says a digit"]
