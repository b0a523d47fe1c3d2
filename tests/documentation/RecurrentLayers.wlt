(* The recurrent layers as their reference pages describe them: the equations, written with FoldList. *)

BeginTestSection["recurrent layers"]

near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 0.00001;
x = {{1, -2, 0.5}, {0.3, 0, 1}, {-1, 2, 0.7}, {0, 0.1, 0}};
fill[layer_] := NetInitialize[layer, Method -> {"Random", "Weights" -> NormalDistribution[0, 1], "Biases" -> NormalDistribution[0, 1]}, RandomSeeding -> 5];
get[net_, name_] := Normal[NetExtract[net, name]];

(* BasicRecurrentLayer *)
basic = fill[BasicRecurrentLayer[2, "Input" -> {"Varying", 3}]];
basicStep[s_, v_] := Tanh[get[basic, "InputWeights"] . v + get[basic, "StateWeights"] . s + get[basic, "Biases"]];
VerificationTest[near[basic[x], Rest[FoldList[basicStep, {0, 0}, x]]], True, TestID -> "a basic recurrence"]
VerificationTest[Dimensions /@ Information[basic, "Arrays"], <|{"Biases"} -> {2}, {"InputWeights"} -> {2, 3}, {"StateWeights"} -> {2, 2}|>, SameTest -> (Sort[Values[#1]] === Sort[Values[#2]] &), TestID -> "its arrays"]

(* GatedRecurrentLayer: the reset gate acts on the product with the state; the input gate weights the old state *)
gru = fill[GatedRecurrentLayer[2, "Input" -> {"Varying", 3}]];
gate[net_, name_, s_, v_] := get[net, name <> "InputWeights"] . v + get[net, name <> "StateWeights"] . s + get[net, name <> "Biases"];
gruStep[s_, v_] := With[{i = LogisticSigmoid[gate[gru, "InputGate", s, v]], r = LogisticSigmoid[gate[gru, "ResetGate", s, v]]},
  With[{m = Tanh[get[gru, "MemoryGateInputWeights"] . v + r (get[gru, "MemoryGateStateWeights"] . s) + get[gru, "MemoryGateBiases"]]}, (1 - i) m + i s]];
VerificationTest[near[gru[x], Rest[FoldList[gruStep, {0, 0}, x]]], True, TestID -> "gates of two kinds and a memory"]
VerificationTest[Length[Information[gru, "Arrays"]], 9, TestID -> "three arrays for each gate"]

(* LongShortTermMemoryLayer *)
lstm = fill[LongShortTermMemoryLayer[2, "Input" -> {"Varying", 3}]];
lstmStep[{s_, c_}, v_] := With[{i = LogisticSigmoid[gate[lstm, "InputGate", s, v]], o = LogisticSigmoid[gate[lstm, "OutputGate", s, v]], f = LogisticSigmoid[gate[lstm, "ForgetGate", s, v]], m = Tanh[gate[lstm, "MemoryGate", s, v]]},
  With[{next = f c + i m}, {o Tanh[next], next}]];
states = Rest[FoldList[lstmStep, {{0, 0}, {0, 0}}, x]];
VerificationTest[near[lstm[x], states[[All, 1]]], True, TestID -> "a cell with gates"]
VerificationTest[near[lstm[x, NetPort["State"]], states[[-1, 1]]] && near[lstm[x, NetPort["CellState"]], states[[-1, 2]]], True, TestID -> "final states at ports"]
VerificationTest[Length[Information[lstm, "Arrays"]], 12, TestID -> "arrays of four gates"]

(* ports, shapes, sequences *)
kinds = {BasicRecurrentLayer, GatedRecurrentLayer, LongShortTermMemoryLayer};
VerificationTest[NetExtract[#[4, "Input" -> {7, 3}], "Output"] & /@ kinds, Table[{7, 4}, 3], TestID -> "as long as the input"]
VerificationTest[NetExtract[#[4, "Input" -> {"Varying", 3}], "Output"] & /@ kinds, Table[{"Varying", 4}, 3], TestID -> "or of any length"]
VerificationTest[Map[Length, #[{x, Take[x, 2], Take[x, 1]}]] & /@ {basic, gru, lstm}, Table[{4, 2, 1}, 3], TestID -> "sequences of different lengths"]
VerificationTest[near[Flatten[#[{x, Take[x, 2]}], 1], Join[#[x], #[Take[x, 2]]]] & /@ {basic, gru, lstm}, Table[True, 3], TestID -> "in a batch as alone"]
VerificationTest[#[x] === #[x] & /@ {basic, gru, lstm}, Table[True, 3], TestID -> "no state is kept"]
VerificationTest[near[Take[#[x], 2], #[Take[x, 2]]] & /@ {basic, gru, lstm}, Table[True, 3], TestID -> "what comes later does not matter"]
VerificationTest[Head[#[3]] & /@ kinds, kinds, TestID -> "without the size of the input"]
VerificationTest[NetExtract[NetChain[{GatedRecurrentLayer[3], SequenceLastLayer[], 2}, "Input" -> {"Varying", 4}], "Output"], 2, TestID -> "before SequenceLastLayer"]
VerificationTest[Dimensions[NetInitialize[NetChain[{EmbeddingLayer[2], LongShortTermMemoryLayer[3]}, "Input" -> NetEncoder[{"Characters", {"a", "b"}}]]]["abba"]], {4, 3}, TestID -> "of strings"]
VerificationTest[basic[{{1, 2}}], $Failed, {BasicRecurrentLayer::encode}, TestID -> "vectors of another length"]
VerificationTest[BasicRecurrentLayer[0], $Failed, {BasicRecurrentLayer::layerval}, TestID -> "no size"]
VerificationTest[get[BasicRecurrentLayer[1, "InputWeights" -> {{2}}, "StateWeights" -> {{3}}, "Biases" -> {4}], "StateWeights"], {{3.}}, TestID -> "arrays as options"]
VerificationTest[BasicRecurrentLayer[1, "InputWeights" -> {{1}}, "StateWeights" -> {{0}}, "Biases" -> {0}][{{0}, {1}}], {{0.}, {Tanh[1.]}}, SameTest -> near, TestID -> "applied to one sequence"]

(* states in graphs *)
held = NetGraph[<|"rnn" -> basic|>, {NetPort["Start"] -> NetPort["rnn", "State"], NetPort["rnn", "State"] -> NetPort["End"]}];
VerificationTest[near[held[<|"Input" -> x, "Start" -> {0.5, -0.5}|>, "Output"], Rest[FoldList[basicStep, {0.5, -0.5}, x]]], True, TestID -> "a first state"]
VerificationTest[near[held[<|"Input" -> x, "Start" -> {0, 0}|>, "End"], Last[basic[x]]], True, TestID -> "a last state"]
VerificationTest[near[held[<|"Input" -> Drop[x, 2], "Start" -> held[<|"Input" -> Take[x, 2], "Start" -> {0, 0}|>, "End"]|>, "End"], Last[basic[x]]], True, TestID -> "one part after another"]
VerificationTest[Information[lstm, "RecurrentStatesCount"], 2, TestID -> "two states"]
VerificationTest[near[Values[lstm[x, NetPort[All, "States"]]] // Sort, Sort[Last[states]]], True, TestID -> "all states"]

(* Dropout *)
dropping = fill[GatedRecurrentLayer[2, "Input" -> {"Varying", 3}, "Dropout" -> 0.5]];
VerificationTest[near[dropping[x], gru[x]], True, TestID -> "Dropout does nothing to a net that is applied"]
VerificationTest[Length[Union[Table[dropping[x, NetEvaluationMode -> "Train"], {6}]]] > 1, True, TestID -> "but while training"]
VerificationTest[Head[GatedRecurrentLayer[2, "Dropout" -> #]] & /@ {None, 0.3, {"VariationalWeights" -> 0.2}, {"VariationalWeights" -> 0.2, "VariationalInput" -> 0.1, "VariationalState" -> 0.1}, {"StateUpdate" -> 0.3}}, Table[GatedRecurrentLayer, 5], TestID -> "forms of Dropout"]
VerificationTest[GatedRecurrentLayer[2, "Dropout" -> 2], $Failed, {GatedRecurrentLayer::layerval}, TestID -> "no probability"]

(* relations *)
cell = NetGraph[{CatenateLayer[], LinearLayer[2, "Weights" -> Join[get[basic, "InputWeights"], get[basic, "StateWeights"], 2], "Biases" -> get[basic, "Biases"]], Tanh}, {{NetPort["Input"], NetPort["State"]} -> 1 -> 2 -> 3}, "Input" -> 3, "State" -> 2];
VerificationTest[near[NetFoldOperator[cell][x], basic[x]], True, TestID -> "a basic recurrence is a fold"]
VerificationTest[near[NetUnfold[basic][<|"Input" -> x[[1]], "State" -> {0.5, 1}|>, "Output"], basicStep[{0.5, 1}, x[[1]]]], True, TestID -> "one step"]

EndTestSection[]
