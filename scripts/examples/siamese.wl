(* A Siamese net learns a distance: the same net sees both members of a pair and is trained to put curves of one kind
   near each other and of different kinds apart.  Then it tells kinds apart that it was never trained on.
   Data are made up.  Run it with: wlnet scripts/examples/siamese.wl *)

SeedRandom[1];

(* A curve of a kind: its frequency, at any phase, with noise. *)
curve[frequency_] := With[{phase = RandomReal[6.283]},
   Table[Sin[frequency t + phase] + RandomReal[{-0.2, 0.2}], {t, 0, 3, 0.1}]];
known = {1, 2.5, 4, 6, 8, 10}; new = {1.7, 5, 9};
pair[kinds_] := With[{two = RandomSample[kinds, 2]},
   RandomChoice[{{curve[two[[1]]], curve[two[[2]]]} -> True, {curve[two[[1]]], curve[two[[1]]]} -> False}]];

embed = NetChain[{ReshapeLayer[{1, 31}], ConvolutionLayer[16, 5], Ramp, ConvolutionLayer[16, 5, "Stride" -> 2], Ramp, 32, Ramp, 4}];
net = NetPairEmbeddingOperator[embed, "Input" -> 31];
Print[net];

trained = NetTrain[net, Table[pair[known], 1000], BatchSize -> 50, MaxTrainingRounds -> 15, LearningRate -> 0.003];

right[kinds_, n_] := Module[{test = Table[pair[kinds], n]},
   N[Mean[Boole[MapThread[(#1 > 0.25) === #2 &, {trained[Map[First, test]], Map[Last, test]}]]]]];
Print["right on new pairs: ", right[known, 200]];
Print["right on pairs of new kinds: ", right[new, 200]];
