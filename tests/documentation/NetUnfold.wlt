(* NetUnfold: step by step, the unfolded net gives what the folded one gives for the whole sequence. *)

BeginTestSection["NetUnfold"]

SeedRandom[4];
sequence = RandomReal[{-1, 1}, {4, 3}];
(* the outputs of all steps from states of zeros *)
steps[net_, sequence_] := Module[{u = NetUnfold[net], names, states, given},
  names = DeleteCases[Information[u, "InputPortNames"], "Input"];
  states = AssociationMap[ConstantArray[0., NetExtract[u, #]] &, names];
  Map[Function[x, given = u[Join[<|"Input" -> x|>, states]];
    states = AssociationMap[given["Output" <> #] &, names]; given["Output"]], sequence]];
agrees[net_] := With[{filled = NetInitialize[net, RandomSeeding -> 2]},
  Max[Abs[Flatten[steps[filled, sequence] - filled[sequence]]]] < 10^-5];

VerificationTest[agrees[BasicRecurrentLayer[2, "Input" -> {"Varying", 3}]], True, TestID -> "a basic recurrent layer"]
VerificationTest[agrees[GatedRecurrentLayer[2, "Input" -> {"Varying", 3}]], True, TestID -> "a gated one"]
VerificationTest[agrees[LongShortTermMemoryLayer[2, "Input" -> {"Varying", 3}]], True, TestID -> "an LSTM has two states"]
VerificationTest[agrees[NetChain[{LongShortTermMemoryLayer[2], Tanh, BasicRecurrentLayer[4], NetMapOperator[2],
  SoftmaxLayer[]}, "Input" -> {"Varying", 3}]], True, TestID -> "a chain"]
VerificationTest[agrees[NetChain[{GatedRecurrentLayer[2], NetMapOperator[3]}, "Input" -> {4, 3}]], True,
  TestID -> "a length that was given"]
VerificationTest[agrees[NetChain[{NetChain[{GatedRecurrentLayer[2]}], NetFoldOperator[NetGraph[{TotalLayer[], Tanh},
  {{NetPort["Input"], NetPort["State"]} -> 1, 1 -> 2}]]}, "Input" -> {"Varying", 3}]], True, TestID -> "nets inside"]
VerificationTest[Information[NetUnfold[NetChain[{LongShortTermMemoryLayer[2], BasicRecurrentLayer[4]},
  "Input" -> {"Varying", 3}]], #] & /@ {"InputPortNames", "OutputPortNames"},
  {{"Input", "State1", "CellState", "State2"}, {"Output", "OutputState1", "OutputCellState", "OutputState2"}},
  TestID -> "the names of states"]
inner = NetGraph[{CatenateLayer[], 2, Tanh}, {{NetPort["Input"], NetPort["State"]} -> 1 -> 2 -> 3}, "Input" -> 3, "State" -> 2];
VerificationTest[NetUnfold[NetFoldOperator[inner]] === inner, True, TestID -> "the inverse of NetFoldOperator"]

last = NetInitialize[NetChain[{GatedRecurrentLayer[2], SequenceLastLayer[], 3}, "Input" -> {"Varying", 3}]];
one = NetUnfold[last];
VerificationTest[Last[FoldList[one[<|"Input" -> #2, "State" -> #1["OutputState"]|>] &, <|"OutputState" -> {0, 0}|>, sequence]]["Output"],
  last[sequence], SameTest -> (Max[Abs[#1 - #2]] < 10^-5 &), TestID -> "the last element"]

causal = NetInitialize[NetGraph[{AttentionLayer["Mask" -> "Causal"]}, Map[NetPort["Input"] -> NetPort[{1, #}] &,
  {"Key", "Value", "Query"}], "Input" -> {"Varying", 3}]];
step = NetUnfold[causal];
VerificationTest[Map[#["Output"] &, Rest[FoldList[step[<|"Input" -> #2, "Keys" -> #1["OutputKeys"], "Values" -> #1["OutputValues"]|>] &,
  <|"OutputKeys" -> {}, "OutputValues" -> {}|>, sequence]]], causal[sequence],
  SameTest -> (Max[Abs[Flatten[#1 - #2]]] < 10^-5 &), TestID -> "causal attention keeps keys and values"]

VerificationTest[NetUnfold[LinearLayer[2]], $Failed, {NetUnfold::unfoldnone}, TestID -> "nothing folded"]
VerificationTest[NetUnfold[NetChain[{SequenceReverseLayer[], GatedRecurrentLayer[2]}]], $Failed, {NetUnfold::unfoldlayer},
  TestID -> "a layer that needs the whole sequence"]
VerificationTest[NetUnfold[1], $Failed, {NetUnfold::netarg}, TestID -> "no net"]

EndTestSection[]
