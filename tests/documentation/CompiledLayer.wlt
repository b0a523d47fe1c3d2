(* CompiledLayer: functions with types, differentiated by themselves or by a function of the user. *)

BeginTestSection["CompiledLayer"]

c = CompiledLayer[Function[Typed[x, "NumericArray"::["Real32", 1]], x^2 + Total[x]]];
VerificationTest[c[{1, 2, 3}], {7., 10., 15.}, TestID -> "a function"]
VerificationTest[c[{1, 2, 3}, NetPortGradient["Input"]], {5., 7., 9.}, TestID -> "is differentiated"]
VerificationTest[ToExpression[ToString[c, InputForm]] === c, True, TestID -> "as text"]
VerificationTest[BinaryDeserialize[BinarySerialize[c]] === c, True, TestID -> "in files"]

type = "PackedArray"::["MachineReal", 1];
With[{t = type},
  d = CompiledLayer[Function[{Typed[x, t]}, x^2], Function[{Typed[x, t], Typed[g, t]}, 10 x g]];
  e = CompiledLayer[Function[{Typed[x, t]}, Exp[x]], Function[{Typed[x, t], Typed[g, t], Typed[y, t]}, 3 y g]];
  n = CompiledLayer[Function[{Typed[x, t]}, x^2], None]];
VerificationTest[d[{1, 2, 3}], {1., 4., 9.}, TestID -> "with a function for gradients"]
VerificationTest[d[{1, 2, 3}, NetPortGradient["Input"]], {10., 20., 30.}, TestID -> "which is used"]
VerificationTest[e[{1., 0.}, NetPortGradient["Input"]]/Exp[{1., 0.}], {3., 3.}, SameTest -> (Max[Abs[#1 - #2]] < 10^-5 &),
  TestID -> "it may take the output"]
VerificationTest[{ToExpression[ToString[d, InputForm]] === d, BinaryDeserialize[BinarySerialize[d]] === d}, {True, True},
  TestID -> "both functions are read back"]
VerificationTest[n[{1, 2}], {1., 4.}, TestID -> "None computes"]
VerificationTest[n[{1, 2}, NetPortGradient["Input"]], $Failed, {CompiledLayer::compiledgrad}, TestID -> "but has no gradient"]

b = CompiledLayer[Function[Typed[x, "NumericArray"::["Real32", 2]], Map[Total[#] # &, x]], "Input" -> 3];
VerificationTest[b[{{1, 2, 3}, {4, 5, 6}}], {{6., 12., 18.}, {60., 75., 90.}}, TestID -> "a function of a batch"]
VerificationTest[b[{1, 2, 3}], {6., 12., 18.}, TestID -> "and of one example"]

net = NetChain[{LinearLayer[1, "Weights" -> {{1}}, "Biases" -> {0}],
  CompiledLayer[Function[Typed[x, "NumericArray"::["Real32", 1]], x^2]]}, "Input" -> 1];
trained = NetTrain[net, {{1} -> {4}, {2} -> {16}, {-1} -> {4}}, MaxTrainingRounds -> 500, LearningRate -> 0.05, RandomSeeding -> 1];
VerificationTest[Abs[First[trained[{1}]] - 4] < 0.1, True,
  TestID -> "training goes through it"]

VerificationTest[CompiledLayer[x^2], $Failed, {CompiledLayer::layerval}, TestID -> "no function"]
VerificationTest[CompiledLayer[Function[Typed[x, "String"], x]], $Failed, {CompiledLayer::layerval}, TestID -> "no array"]
VerificationTest[CompiledLayer[Function[Typed[x, "NumericArray"::["Real32", 1]], Det[x]]], $Failed, {CompiledLayer::funcpart},
  TestID -> "what cannot be followed"]
VerificationTest[CompiledLayer[Function[Typed[x, "NumericArray"::["Real32", 2]], x], "Input" -> {3, 3, 3}], $Failed,
  {CompiledLayer::compiledrank}, TestID -> "a wrong number of dimensions"]

EndTestSection[]
