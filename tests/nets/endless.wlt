(* MaxTrainingRounds -> Infinity, and RandomSeeding -> RandomGeneratorState[...] *)

line = LinearLayer[{}, "Input" -> "Real", "Weights" -> {{1.}}, "Biases" -> {0.}];
points = {1. -> 2., 2. -> 3., 3. -> 5.};
endless = MaxTrainingRounds -> Infinity;
stopAt[n_] := TrainingProgressFunction -> Function[told = {#Round, #TotalRounds, #TotalBatches, #ProgressFraction, #TimeRemaining}; If[#Round == n, "StopTraining"]];

VerificationTest[NetTrain[line, points, "TotalRounds", endless, stopAt[7]], 7, TestID -> "until a function stops it"]
VerificationTest[told, {7, Missing["NotAvailable"], Missing["NotAvailable"], Missing["NotAvailable"], Missing["NotAvailable"]}, TestID -> "nobody knows how much is left"]
VerificationTest[NetTrain[line, points, "TotalRounds", endless, Method -> "SGD", LearningRate -> 0.01, TrainingStoppingCriterion -> <|"Criterion" -> "Loss", "AbsoluteChange" -> 10^6, "Patience" -> 4|>, ValidationSet -> points], 6, TestID -> "until the criterion is met"]
VerificationTest[NetTrain[line, points, "ReasonTrainingStopped", endless, TimeGoal -> 0.02], "The time goal was reached.", TestID -> "until the time is over"]
VerificationTest[NetTrain[line, points, "ReasonTrainingStopped", MaxTrainingRounds -> 2, TimeGoal -> Infinity], "The maximum number of rounds was reached.", TestID -> "an infinite time is no limit"]
VerificationTest[seen = {}; NetTrain[line, points, "TotalBatches", endless, stopAt[3], BatchSize -> 2, Method -> {"SGD", "LearningRateSchedule" -> ((AppendTo[seen, #2]; 1) &)}], 6, TestID -> "with a schedule"]
VerificationTest[Union[Rest[seen]], {20000}, TestID -> "which is told of as many batches as there are at most otherwise"]
VerificationTest[NetTrain[line, points, MaxTrainingRounds -> -Infinity], $Failed, {NetTrain::rounds}, TestID -> "no number of rounds"]

weights[net_] := Normal[NetExtract[net, "Weights"]];
fresh = LinearLayer[3, "Input" -> 2];
drawn[seed_] := weights[NetInitialize[fresh, RandomSeeding -> seed]];
trained[seed_] := weights[NetTrain[fresh, {{1, 2}} -> {{3, 4, 5}}, RandomSeeding -> seed, MaxTrainingRounds -> 1]];
state = SeedRandom[5];

VerificationTest[Head[state], RandomGeneratorState, TestID -> "SeedRandom gives a state"]
VerificationTest[(SeedRandom[5]; state === $RandomGeneratorState), True, TestID -> "which is that of the session"]
VerificationTest[(RandomReal[]; state === $RandomGeneratorState), False, TestID -> "until something is drawn"]
VerificationTest[(SeedRandom[5]; a = RandomReal[1, 3]; SeedRandom[state]; a === RandomReal[1, 3]), True, TestID -> "SeedRandom goes back to a state"]
VerificationTest[BlockRandom[RandomReal[1, 3], RandomSeeding -> state] === a, True, TestID -> "so does BlockRandom"]
VerificationTest[(SeedRandom[5]; RandomInteger[9]; s = $RandomGeneratorState; {RandomInteger[9], RandomInteger[9]} === (SeedRandom[s]; {RandomInteger[9], RandomInteger[9]})), True, TestID -> "in the middle of the stream"]
VerificationTest[drawn[state] === drawn[state], True, TestID -> "arrays from a state"]
VerificationTest[(SeedRandom[5]; drawn[Inherited]) === drawn[state], True, TestID -> "the same as from the session in that state"]
VerificationTest[drawn[state] === drawn[SeedRandom[6]], False, TestID -> "others from another"]
VerificationTest[trained[state] === trained[state], True, TestID -> "a training from a state"]
VerificationTest[trained[state] === trained[SeedRandom[6]], False, TestID -> "and from another"]
VerificationTest[(SeedRandom[8]; trained[state]; drawn[Inherited]) === (SeedRandom[8]; drawn[Inherited]), True, TestID -> "the session's own state stays as it was"]
VerificationTest[ToExpression[ToString[state, InputForm]] === state, True, TestID -> "a state as text"]
VerificationTest[{state["Method"], state["CrossSessionPersistent"], IntegerQ[state["StateHash"]], state["StateHash"] === SeedRandom[6]["StateHash"]}, {"PCG64", True, True, False}, TestID -> "what can be told of a state"]
VerificationTest[drawn[RandomGeneratorState["PCG64", {1, 2}]], $Failed, {NetInitialize::seeding, NetExtract::netarg}, TestID -> "no state"]
VerificationTest[SeedRandom[RandomGeneratorState["PCG64", {-1, 2, 0, 0}]], SeedRandom[RandomGeneratorState["PCG64", {-1, 2, 0, 0}]], {SeedRandom::seed}, TestID -> "nor is this one"]
VerificationTest[state["Colour"], state["Colour"], {RandomGeneratorState::prop}, TestID -> "no property"]
