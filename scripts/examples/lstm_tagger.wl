(* A tagger says of every word of a sentence what it is there: "can" is a verb after a pronoun and a noun after an
   article, so that the words around have to be remembered.  Sentences have different lengths.  Data are made up.
   Run it with: wlnet scripts/examples/lstm_tagger.wl *)

SeedRandom[1];

tags = {"article", "noun", "verb", "adjective", "pronoun"};
words = {"the", "a", "can", "fish", "light", "book", "old", "big", "they", "we", "see", "like"};

(* Phrases as rules word -> tag; the words can, fish, light and book are nouns, verbs or adjectives by their place. *)
both := RandomChoice[{"can", "fish", "light", "book"}];
noun := Join[{RandomChoice[{"the", "a"}] -> "article"},
   RandomChoice[{{}, {RandomChoice[{"old", "big", "light"}] -> "adjective"}}], {both -> "noun"}];
subject := RandomChoice[{{RandomChoice[{"they", "we"}] -> "pronoun"}, noun}];
verb := {RandomChoice[{"see", "like", "can", "fish", "light", "book"}] -> "verb"};
sentence := RandomChoice[{Join[subject, verb], Join[subject, verb, noun], Join[subject, verb, noun, subject, verb]}];

number[list_, x_] := First[FirstPosition[list, x]];
example[s_] := Map[number[words, First[#]] &, s] -> Map[number[tags, Last[#]] &, s];

net = NetChain[{
    EmbeddingLayer[8],
    NetBidirectionalOperator[LongShortTermMemoryLayer[12]],
    NetMapOperator[Length[tags]],
    SoftmaxLayer[]},
   "Input" -> {"Varying", Restricted["Integer", Length[words]]}];
Print[net];

trained = NetTrain[net, Table[example[sentence], 400], BatchSize -> 16, MaxTrainingRounds -> 12, LearningRate -> 0.01];

(* New sentences all at once, each of its own length. *)
test = Table[example[sentence], 100];
tag[probabilities_] := Map[First[Ordering[#, -1]] &, probabilities];
found = Map[tag, trained[Map[First, test]]];
right = Flatten[MapThread[MapThread[Boole[#1 == #2] &, {#1, #2}] &, {found, Map[Last, test]}]];
Print["right tags in new sentences: ", N[Mean[right]]];
said = {"the", "light", "can", "can", "fish"};
Print[said, " is ", tags[[tag[trained[Map[number[words, #] &, said]]]]]];
