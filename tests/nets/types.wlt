(* Types of ports: integers, lengths that vary, numbers of double precision. *)

BeginTestSection["types"]

add = NetGraph[{ThreadingLayer[Plus]}, {{NetPort["a"], NetPort["b"]} -> 1}, "a" -> {"n", 1}, "b" -> {"n", 1}];
pick = EmbeddingLayer[1, 3, "Weights" -> {{10}, {20}, {30}}];

VerificationTest[ElementwiseLayer[# + 1 &, "Input" -> "Integer"][{2, 5}], {3., 6.}, TestID -> "integers are numbers"]
VerificationTest[NetExtract[ElementwiseLayer[Tanh, "Input" -> "Integer"], "Input"], "Integer", TestID -> "the type is kept"]
VerificationTest[NetExtract[ElementwiseLayer[Tanh, "Input" -> Restricted["Integer", {2, 5}]], "Input"], Restricted["Integer", {2, 5}], TestID -> "so is a range"]
VerificationTest[NetExtract[NetReplacePart[ElementwiseLayer[Tanh, "Input" -> "Integer"], "Input" -> "Real"], "Input"], "Real", TestID -> "and replaced"]
VerificationTest[ToString[NetChain[{Tanh}, "Input" -> {3, Restricted["Integer", {0, 4}]}], InputForm], "NetChain[{ElementwiseLayer[Tanh]}, \"Input\" -> {3, Restricted[\"Integer\", {0, 4}]}]", TestID -> "it is written"]
VerificationTest[ElementwiseLayer[# + 1 &, "Input" -> Restricted["Integer", {0, 4}]][{0, 4}], {1., 5.}, TestID -> "a range that begins at 0"]
VerificationTest[ElementwiseLayer[# + 1 &, "Input" -> Restricted["Integer", {0, 4}]][-1], $Failed, {ElementwiseLayer::encode}, TestID -> "below a range"]
VerificationTest[NetExtract[NetRename[NetGraph[{Tanh}, {NetPort["a"] -> 1}, "a" -> "Integer"], NetPort["a"] -> NetPort["b"]], "b"], "Integer", TestID -> "a port with another name keeps its type"]
VerificationTest[NetChain[{SequenceRestLayer[], pick}][{1, 3, 2}], {{30.}, {20.}}, TestID -> "integers pass through"]
VerificationTest[NetChain[{NetChain[{SequenceRestLayer[], SequenceReverseLayer[]}], pick}][{1, 3, 4}], $Failed, {NetChain::encode}, TestID -> "and are checked where they enter"]
VerificationTest[NetChain[{ElementwiseLayer[# + 1 &], pick}][{0, 2}], {{10.}, {30.}}, TestID -> "integers that are computed"]
VerificationTest[NetChain[{ElementwiseLayer[# + 1 &], pick}][{0, 3}], $Failed, {NetChain::intrange}, TestID -> "are checked inside"]
VerificationTest[ExtractLayer[][<|"Input" -> {5, 6, 7}, "Position" -> -1|>], 7., TestID -> "a position from the end"]

VerificationTest[NetExtract[NetChain[{Tanh}, "Input" -> {"n", 3}], "Output"], {"n", 3}, TestID -> "a length with a name"]
VerificationTest[NetExtract[NetChain[{Tanh, LongShortTermMemoryLayer[2], SequenceReverseLayer[]}, "Input" -> {"n", 3}], "Output"], {"n", 2}, TestID -> "it goes through the net"]
VerificationTest[NetExtract[NetChain[{Tanh}, "Input" -> {_, 3}], "Input"], {Automatic, 3}, TestID -> "an open length"]
VerificationTest[NetExtract[NetChain[{Tanh}, "Input" -> {Automatic, 3}, "Output" -> {5, Automatic}], "Input"], {5, 3}, TestID -> "open lengths are found"]
VerificationTest[add[<|"a" -> {{1}, {2}}, "b" -> {{3}, {4}}|>], {{4.}, {6.}}, TestID -> "one name, one length"]
VerificationTest[add[<|"a" -> {{{1}, {2}}, {{5}}}, "b" -> {{{3}, {4}}, {{6}}}|>], {{{4.}, {6.}}, {{11.}}}, TestID -> "in each example"]
VerificationTest[add[<|"a" -> {{{1}, {2}}, {{5}}}, "b" -> {{{3}, {4}}, {{6}, {7}}}|>], $Failed, {NetGraph::netlengths}, TestID -> "another length"]
VerificationTest[Dimensions[AttentionLayer["Dot"][<|"Key" -> {{1, 2}, {3, 4}}, "Value" -> {{1}, {2}}, "Query" -> {{1, 1}, {0, 1}, {1, 0}}|>]], {3, 1}, TestID -> "two lengths are two"]
VerificationTest[NetTrain[NetInitialize@NetGraph[{ThreadingLayer[Plus], NetMapOperator[1]}, {{NetPort["a"], NetPort["b"]} -> 1 -> 2}, "a" -> {"Varying", 1}, "b" -> {"Varying", 1}], {<|"a" -> {{1}}, "b" -> {{1}, {2}}, "Output" -> {{1}}|>}, MaxTrainingRounds -> 1], $Failed, {NetTrain::netlengths}, TestID -> "in training too"]

fine = ElementwiseLayer[Exp];
VerificationTest[Normal[fine[NumericArray[{0.1, 0.2}, "Real64"], WorkingPrecision -> "Real64"]], Exp[{0.1, 0.2}], SameTest -> (Max[Abs[#1 - #2]] < 1*^-15 &), TestID -> "double precision"]
VerificationTest[NumericArrayType[fine[NumericArray[{0.1, 0.2}, "Real64"], WorkingPrecision -> "Real64"]], "Real64", TestID -> "its type"]
VerificationTest[NumericArrayType[fine[NumericArray[{0.1, 0.2}, "Real64"]]], "Real32", TestID -> "single unless asked"]
VerificationTest[Abs[fine[0.1, NetPortGradient["Input"], WorkingPrecision -> "Real64"] - Exp[0.1]] < 1*^-15, True, TestID -> "gradients too"]
VerificationTest[Abs[SequenceLastLayer[][{{0.1}, {0.3}}, WorkingPrecision -> "Real64"][[1]] - 0.3] < 1*^-15, True, TestID -> "sequences too"]

matrix = LinearLayer["Weights" -> {{1, 2}}, "Biases" -> None];
VerificationTest[fine[Pi], Exp[N[Pi]], SameTest -> (Abs[#1 - #2] < 0.00001 &), TestID -> "an exact number"]
VerificationTest[matrix[{Sqrt[4], Pi/Pi}], {4.}, TestID -> "exact numbers in a vector"]
VerificationTest[matrix[{{Sqrt[2], 0}, {0, E}}], {{N[Sqrt[2]]}, {2 N[E]}}, SameTest -> (Max[Abs[#1 - #2]] < 0.00001 &), TestID -> "in a batch"]
VerificationTest[matrix[<|"Input" -> {Sqrt[2], 0}|>], {N[Sqrt[2]]}, SameTest -> (Max[Abs[#1 - #2]] < 0.00001 &), TestID -> "by port"]
VerificationTest[matrix[{x, Pi}], $Failed, {LinearLayer::encode}, TestID -> "not symbols"]

EndTestSection[]
