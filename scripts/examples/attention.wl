(* An attention model looks things up: of a list of pairs of a key and a value, as long as it likes, it has to say the
   value that belongs to a key asked for.  It learns which keys are alike and where to look.  Data are made up.
   Run it with: wlnet scripts/examples/attention.wl *)

SeedRandom[1];

count = 8;  (* of keys and of values *)
key = EmbeddingLayer[16, count, "Weights" -> NetArray["key"]];

net = NetGraph[
   <|
    "keys" -> key,
    "query" -> key,
    "values" -> EmbeddingLayer[16, count],
    "attention" -> AttentionLayer["Dot"],
    "answer" -> {count, SoftmaxLayer[]}
   |>,
   {
    NetPort["Keys"] -> "keys" -> NetPort[{"attention", "Key"}],
    NetPort["Values"] -> "values" -> NetPort[{"attention", "Value"}],
    NetPort["Query"] -> "query" -> NetPort[{"attention", "Query"}],
    "attention" -> "answer"
   },
   "Keys" -> {"Varying", Restricted["Integer", count]},
   "Values" -> {"Varying", Restricted["Integer", count]},
   "Query" -> Restricted["Integer", count]];
Print[net];

example[n_] := Module[{keys = RandomSample[Range[count], n], values = RandomInteger[{1, count}, n], at = RandomInteger[{1, n}]},
   <|"Keys" -> keys, "Values" -> values, "Query" -> keys[[at]], "Output" -> values[[at]]|>];

data = Table[example[RandomInteger[{2, count}]], 500];
trained = NetTrain[net, data, BatchSize -> 32, MaxTrainingRounds -> 30, LearningRate -> 0.01];

test = Table[example[RandomInteger[{2, count}]], 200];
column[port_] := Map[#[port] &, test];
probabilities = trained[<|"Keys" -> column["Keys"], "Values" -> column["Values"], "Query" -> column["Query"]|>];
Print["right on new lists: ", N[Mean[Boole[MapThread[First[Ordering[#1, -1]] == #2 &, {probabilities, column["Output"]}]]]]];
