(* Information about nets, equality, and nets written and read again. *)

BeginTestSection["information"]

net = NetGraph[<|"stem" -> 8, "left" -> NetChain[{4, Ramp, 4}], "right" -> 4, "sum" -> TotalLayer[]|>,
  {"stem" -> "left" -> "sum", "stem" -> "right" -> "sum", "stem" -> NetPort["Features"]}, "Input" -> 3];
other = NetGraph[<|"a" -> 9, "b" -> NetChain[{5, Tanh, 6}], "c" -> 6, "d" -> TotalLayer[]|>,
  {"a" -> "b" -> "d", "a" -> "c" -> "d", "a" -> NetPort["Features"]}, "Input" -> 2];

VerificationTest[Information[net, "LayersCount"], 6, TestID -> "all layers count"]
VerificationTest[Information[net, "ArraysTotalElementCount"], 8 3 + 8 + 4 8 + 4 + 4 4 + 4 + 4 8 + 4, TestID -> "all numbers"]
VerificationTest[Information[net, "ArraysTotalSize"], Quantity[4 124/10.^6, "Megabytes"], TestID -> "their size"]
VerificationTest[Information[net, "ArraysSizes"][{"stem", "Biases"}], Quantity[32, "Bytes"], TestID -> "of each array"]
VerificationTest[Information[{net, LinearLayer[3]}, "LayersCount"], {6, 1}, TestID -> "of several nets"]
VerificationTest[Information[{net, 3}, "LayersCount"], $Failed, {Information::netarg}, TestID -> "of what is none"]
VerificationTest[NetInformation[net, "OutputPortNames"], {"Output", "Features"}, SameTest -> (Sort[#1] === Sort[#2] &), TestID -> "by the old name"]
VerificationTest[Information[net, "TopologyHash"] === Information[other, "TopologyHash"], True, TestID -> "built alike"]
VerificationTest[Information[NetChain[{2, Ramp}], "TopologyHash"] === Information[NetChain[<|"a" -> 3, "b" -> Tanh|>], "TopologyHash"], True, TestID -> "names and sizes are no topology"]
VerificationTest[Information[NetChain[{2, Ramp}], "TopologyHash"] === Information[NetChain[{Ramp, 2}], "TopologyHash"], False, TestID -> "the order is"]
lstm = NetChain[{LongShortTermMemoryLayer[2], GatedRecurrentLayer[3]}, "Input" -> {"Varying", 2}];
VerificationTest[Information[lstm, "RecurrentStatesPositionList"], {{1, "State"}, {1, "CellState"}, {2, "State"}}, TestID -> "recurrent states"]
VerificationTest[Information[lstm, "RecurrentStatesCount"], 3, TestID -> "their number"]
VerificationTest[Head /@ Information[lstm, "RecurrentStatesList"], {NetPort, NetPort, NetPort}, TestID -> "where to read them"]
VerificationTest[Head[Information[net, #]] & /@ {"SummaryGraphic", "FullSummaryGraphic", "LayersGraph"}, {Image, Image, Image}, TestID -> "pictures"]
VerificationTest[ImageDimensions[Information[net, "FullSummaryGraphic"]][[2]] > ImageDimensions[Information[net, "SummaryGraphic"]][[2]], True, TestID -> "the full one shows nested layers"]
VerificationTest[StringContainsQ[Information[net, "SummarySVG"], "right: Linear 4"], True, TestID -> "as SVG"]
VerificationTest[Head[Information[#, "SummaryGraphic"]] & /@ {LinearLayer[2], NetChain[{}], NetMapOperator[3]}, {Image, Image, Image}, TestID -> "of small nets"]
VerificationTest[Length[Information[net, "Properties"]] > 28, True, TestID -> "properties"]
VerificationTest[Information[net, "Colour"], $Failed, {Information::netinfo}, TestID -> "no such property"]

(* equality *)
full = NetInitialize[net];
VerificationTest[NetInitialize[net] === full, True, TestID -> "equal arrays, equal nets"]
VerificationTest[full === net, False, TestID -> "with and without values"]
VerificationTest[NetReplacePart[full, {"stem", "Biases"} -> Range[8]] === full, False, TestID -> "another array"]
VerificationTest[NetRename[full, "stem" -> "root"] === full, False, TestID -> "another name"]
VerificationTest[NetReplacePart[full, LearningRateMultipliers -> 0] === full, False, TestID -> "another multiplier"]
VerificationTest[NetReplacePart[NetReplacePart[full, {"left", 2} -> Tanh], {"left", 2} -> Ramp] === full, True, TestID -> "there and back"]

(* written and read *)
again[x_] := ToExpression[ToString[x, InputForm]];
nets = {net, full, other, lstm, NetInitialize[lstm], NetMapOperator[3], NetChain[{NetMapOperator[NetChain[{2, Ramp}]]}, "Input" -> {"Varying", 3}],
  NetGraph[{2, 3}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2, 1 -> None}],
  NetGraph[{LongShortTermMemoryLayer[2], 2}, {NetPort["Input"] -> 1, NetPort[1, "State"] -> 2}, "Input" -> {"Varying", 3}],
  NetChain[{2}, "Input" -> NetEncoder[{"Image", {3, 4}, "MeanImage" -> {0.5, 0.1, 0.2}}], "Output" -> NetDecoder[{"Class", {a, "b"}}]],
  NetChain[{LongShortTermMemoryLayer[2]}, "Input" -> NetEncoder[{"Characters", {"abc", DigitCharacter -> 9, _}, "UnitVector", IgnoreCase -> True}]],
  NetInsertSharedArrays[full], NetFlatten[full], NetTake[full, {"left", "sum"}], NetAppend[full[["left"]], "x" -> SoftmaxLayer[]],
  NetChain[{ElementwiseLayer[If[# > 0, #, -# / 2] &]}, "Input" -> 2]};
VerificationTest[Position[again[#] === # & /@ nets, False], {}, TestID -> "every net reads back"]

EndTestSection[]
