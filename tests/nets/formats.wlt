(* Nets and expressions in files and texts: what is written is read back as it was, and reading runs nothing. *)

BeginTestSection["formats"]

folder = CreateDirectory[];
at[name_] := FileNameJoin[{folder, name}];
net = NetInitialize[NetChain[{LinearLayer[3], Ramp, LinearLayer[2], SoftmaxLayer[]}, "Input" -> 4, "Output" -> NetDecoder[{"Class", {"yes", "no"}}]]];
shared = NetInitialize[NetChain[{LinearLayer[2, "Weights" -> NetArray["w"]], LinearLayer[2, "Weights" -> NetArray["w"]]}, "Input" -> 2]];
graph = NetInitialize[NetGraph[<|"a" -> 3, "b" -> Tanh, "c" -> ThreadingLayer[Plus]|>, {"a" -> "b" -> "c", "a" -> "c"}, "Input" -> 4]];

VerificationTest[Export[at["net.wlnet"], net] === at["net.wlnet"], True, TestID -> "Export gives the name of the file"]
VerificationTest[Import[at["net.wlnet"]] === net, True, TestID -> "a net comes back"]
VerificationTest[Import[at["net.wlnet"]][{1, 2, 3, 4}] === net[{1, 2, 3, 4}], True, TestID -> "and computes the same"]
VerificationTest[Import[at["net.wlnet"], "UninitializedNet"] === NetChain[{LinearLayer[3], Ramp, LinearLayer[2], SoftmaxLayer[]}, "Input" -> 4, "Output" -> NetDecoder[{"Class", {"yes", "no"}}]], True, TestID -> "without arrays"]
VerificationTest[Sort[Keys[Import[at["net.wlnet"], "ArrayAssociation"]]], {{1, "Biases"}, {1, "Weights"}, {3, "Biases"}, {3, "Weights"}}, TestID -> "the arrays by position"]
VerificationTest[Dimensions /@ Import[at["net.wlnet"], "ArrayList"], {{3, 4}, {3}, {2, 3}, {2}}, TestID -> "the arrays in order"]
VerificationTest[StringQ[Import[at["net.wlnet"], "WLVersion"]], True, TestID -> "the version"]
VerificationTest[Import[at["net.wlnet"], "Elements"], {"ArrayAssociation", "ArrayList", "Net", "UninitializedNet", "WLVersion"}, TestID -> "the elements"]
VerificationTest[Export[at["shared.wlnet"], shared]; Import[at["shared.wlnet"]] === shared, True, TestID -> "shared arrays"]
VerificationTest[Export[at["graph.wlnet"], graph]; Import[at["graph.wlnet"]] === graph, True, TestID -> "a graph"]
VerificationTest[Export[at["open.wlnet"], NetChain[{LinearLayer[], Ramp}]]; Import[at["open.wlnet"]] === NetChain[{LinearLayer[], Ramp}], True, TestID -> "a net with open sizes"]
VerificationTest[Export[at["x.wlnet"], 3], $Failed, {Export::netarg}, TestID -> "what is no net"]
VerificationTest[Export[at["bad.wlnet"], "hello", "Text"]; Import[at["bad.wlnet"]], $Failed, {Import::fmterr}, TestID -> "a file that is none"]
VerificationTest[Import[at["none.wlnet"]], $Failed, {Import::nffil}, TestID -> "a file that is not there"]
VerificationTest[ImportByteArray[ExportByteArray[net, "WLNet"], "WLNet"] === net, True, TestID -> "bytes instead of a file"]

VerificationTest[Export[at["net.safetensors"], net]; NetReplacePart[Import[at["net.wlnet"], "UninitializedNet"], Import[at["net.safetensors"]]] === net, True, TestID -> "arrays put back by NetReplacePart"]
VerificationTest[Export[at["two.safetensors"], <|"x" -> {1., 2.}, {1, "y"} -> {{3.}}|>]; KeySort[Normal /@ Import[at["two.safetensors"]]] === KeySort[<|"x" -> {1., 2.}, {1, "y"} -> {{3.}}|>], True, TestID -> "an association of arrays"]
VerificationTest[Sort[Import[at["two.safetensors"], "ArrayNames"]], {"1/y", "x"}, TestID -> "the names in the file"]
VerificationTest[Export[at["x.safetensors"], 3], $Failed, {Export::arraynames}, TestID -> "no arrays"]

VerificationTest[Export[at["all.wxf"], {net, 1, "two", x}]; Import[at["all.wxf"]] === {net, 1, "two", x}, True, TestID -> "nets in WXF"]
VerificationTest[With[{held = Import[at["all.wxf"], "HeldExpression"]}, {Head[held], ReleaseHold[held] === {net, 1, "two", x}}], {HoldComplete, True}, TestID -> "held"]
VerificationTest[BinaryDeserialize[BinarySerialize[{1, 2.5, 1/3, 2 + I, 10^30, "s", <|a -> {b}, "c" :> d|>}]] === {1, 2.5, 1/3, 2 + I, 10^30, "s", <|a -> {b}, "c" :> d|>}, True, TestID -> "WXF of every kind"]
VerificationTest[Head[BinarySerialize[1]], ByteArray, TestID -> "bytes"]
VerificationTest[Length[BinarySerialize[Range[10000], PerformanceGoal -> "Size"]] < Length[BinarySerialize[Range[10000]]], True, TestID -> "compressed bytes"]
VerificationTest[BinaryDeserialize[BinarySerialize[graph]] === graph, True, TestID -> "a net in bytes"]
VerificationTest[BinaryDeserialize[ByteArray[{1, 2, 3}]], $Failed, {BinaryDeserialize::wxfbad}, TestID -> "bytes that are none"]
VerificationTest[BinaryDeserialize[BinarySerialize[Unevaluated[1 + 1]], Hold], Hold[1 + 1], TestID -> "a head around it"]
VerificationTest[BinaryDeserialize[BinarySerialize[Unevaluated[1 + 1]]], 2, TestID -> "mathematics is evaluated"]
VerificationTest[BinaryDeserialize[BinarySerialize[Unevaluated[DeleteDirectory["somewhere"]]]], HoldComplete[DeleteDirectory["somewhere"]], {BinaryDeserialize::held}, TestID -> "nothing else is run"]

VerificationTest[Uncompress[Compress[{1, 2.5, "text", x^2, <|a -> 1|>}]], {1, 2.5, "text", x^2, <|a -> 1|>}, TestID -> "Compress and back"]
VerificationTest[StringTake[Compress[{1, 2}], 2], "1:", TestID -> "what such texts begin with"]
VerificationTest[Uncompress[Compress[net]] === net, True, TestID -> "a net in a text"]
VerificationTest[Uncompress["nonsense"], $Failed, {Uncompress::corrupt}, TestID -> "a text that is none"]
VerificationTest[Uncompress[Compress[Unevaluated[Quit[]]]], HoldComplete[Quit[]], {Uncompress::held}, TestID -> "a text runs nothing"]

DeleteDirectory[folder, DeleteContents -> True];

EndTestSection[]
