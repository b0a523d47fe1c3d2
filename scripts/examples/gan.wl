(* Two nets against each other learn a distribution: a generator makes points of the plane out of noise, a discriminator
   tells them from points that lie near a circle, and the generator learns from what gives it away.  Data are made up.
   Run it with: wlnet scripts/examples/gan.wl *)

SeedRandom[1];

real[n_] := Table[With[{t = RandomReal[6.2832], r = RandomVariate[NormalDistribution[2, 0.1]]}, {r Cos[t], r Sin[t]}], n];
noise[n_] := RandomVariate[NormalDistribution[], {n, 4}];

generator = NetChain[{64, Ramp, 64, Ramp, 2}];
discriminator = NetChain[{64, ElementwiseLayer["ELU"], 64, ElementwiseLayer["ELU"], LinearLayer[{}], LogisticSigmoid}];
net = NetGANOperator[{generator, discriminator}, "Latent" -> 4, "Sample" -> 2];
Print[net];

data = <|"Sample" -> real[1600], "Latent" -> noise[1600]|>;
trained = NetTrain[net, data, BatchSize -> 64, MaxTrainingRounds -> 30, Method -> {"ADAM", "Beta1" -> 0.5}, LearningRate -> 0.002];

made = NetExtract[trained, "Generator"][noise[1000]];
radii = Map[Norm, made];
directions = Union[Map[Ceiling[8 (ArcTan[#[[1]], #[[2]]] + Pi)/(2 Pi)] &, Select[made, Abs[Norm[#] - 2] < 0.3 &]]];
Print["mean distance from the middle, which is 2 for real points: ", Mean[radii]];
Print["made near the circle: ", N[Count[radii, r_ /; Abs[r - 2] < 0.3]/1000]];
Print["eighths of the circle that are reached: ", Length[directions]];
