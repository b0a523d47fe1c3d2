(* The structural layers as their reference pages describe them; arrays worked out by hand. *)

BeginTestSection["structural layers"]

VerificationTest[CatenateLayer[][{{1, 2}, {3}}], {1., 2., 3.}, TestID -> "CatenateLayer joins along the first level"]
VerificationTest[CatenateLayer[2][{{{1}, {2}}, {{3, 4}, {5, 6}}}], {{1., 3., 4.}, {2., 5., 6.}}, TestID -> "CatenateLayer[2]"]
VerificationTest[CatenateLayer[-1][{{{1, 2}}, {{3, 4}}}], {{1., 2., 3., 4.}}, TestID -> "CatenateLayer[-1]"]
VerificationTest[NetExtract[NetGraph[{CatenateLayer[]}, {{NetPort["a"], NetPort["b"]} -> 1}, "a" -> 2, "b" -> {3, 2}], "Output"], {3, 4}, TestID -> "CatenateLayer replicates the input of lower rank"]

VerificationTest[AppendLayer[][<|"Input" -> {{1, 2}, {3, 4}}, "Element" -> {5, 6}|>], {{1., 2.}, {3., 4.}, {5., 6.}}, TestID -> "AppendLayer"]
VerificationTest[PrependLayer[][<|"Input" -> {1, 2, 3}, "Element" -> 9|>], {9., 1., 2., 3.}, TestID -> "PrependLayer"]
VerificationTest[NetExtract[AppendLayer["Input" -> {"Varying", 2}], "Element"], 2, TestID -> "the element has one dimension less"]

VerificationTest[FlattenLayer[][{{1, 2}, {3, 4}}], {1., 2., 3., 4.}, TestID -> "FlattenLayer"]
VerificationTest[FlattenLayer[1][{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}], {{1., 2.}, {3., 4.}, {5., 6.}, {7., 8.}}, TestID -> "FlattenLayer[1] merges the first two levels"]
VerificationTest[FlattenLayer[-1][{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}], {{1., 2., 3., 4.}, {5., 6., 7., 8.}}, TestID -> "FlattenLayer[-1] merges the last two"]
VerificationTest[FlattenLayer[{{1, 3}, {2}}][{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}], N[Flatten[{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, {{1, 3}, {2}}]], TestID -> "lists of levels are those of Flatten"]

VerificationTest[ReshapeLayer[{Automatic, 2}][{1, 2, 3, 4}], {{1., 2.}, {3., 4.}}, TestID -> "ReshapeLayer infers a length"]
VerificationTest[ReshapeLayer[{}][{3}], 3., TestID -> "ReshapeLayer[{}] makes a number"]
VerificationTest[ReshapeLayer[{Inherited, Automatic}][{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}], {{1., 2., 3., 4.}, {5., 6., 7., 8.}}, TestID -> "Inherited keeps a dimension"]
VerificationTest[ReshapeLayer[{3, 3}][{1, 2, 3, 4}], $Failed, {ReshapeLayer::reshape}, TestID -> "the number of elements has to agree"]

VerificationTest[{ReplicateLayer[3][{1, 2}], ReplicateLayer[{2, 2}][5]}, {{{1., 2.}, {1., 2.}, {1., 2.}}, {{5., 5.}, {5., 5.}}}, TestID -> "ReplicateLayer"]
VerificationTest[{ReplicateLayer[3, 2][{1, 2}], ReplicateLayer[3, -1][{1, 2}]}, {{{1., 1., 1.}, {2., 2., 2.}}, {{1., 1., 1.}, {2., 2., 2.}}}, TestID -> "ReplicateLayer at a level"]

VerificationTest[PaddingLayer[{{1, 2}}, Padding -> 5][{1, 2, 3}], {5., 1., 2., 3., 5., 5.}, TestID -> "PaddingLayer with a value"]
VerificationTest[PaddingLayer[{{1, 2}, {0, 1}}, Padding -> "Fixed"][{{1, 2}, {3, 4}}], N[ArrayPad[{{1, 2}, {3, 4}}, {{1, 2}, {0, 1}}, "Fixed"]], TestID -> "corners repeat the corner"]
VerificationTest[PaddingLayer[{{2, 2}}, Padding -> "Reflected"][{1, 2, 3}], N[ArrayPad[{1, 2, 3}, {{2, 2}}, "Reflected"]], TestID -> "reflected as by ArrayPad"]

VerificationTest[{PartLayer[-1][{1, 2, 3}], PartLayer[2 ;;][{1, 2, 3}], PartLayer[{All, 1}][{{1, 2}, {3, 4}}]}, {3., {2., 3.}, {1., 3.}}, TestID -> "PartLayer"]
VerificationTest[PartLayer[1 ;; 2][{{1, 2}, {3, 4}, {5, 6}}], {{1., 2.}, {3., 4.}}, TestID -> "the layer applied to a matrix"]
VerificationTest[PartLayer[2, "Input" -> 3][{{1, 2, 3}, {4, 5, 6}}], {2., 5.}, TestID -> "the layer applied to a batch of vectors"]
VerificationTest[PartLayer[3 ;; 1, "Input" -> 5], $Failed, {PartLayer::partlayer}, TestID -> "an empty span is an error"]

VerificationTest[Dimensions[TransposeLayer[{1 <-> 3, 2 <-> 4}][RandomReal[1, {3, 4, 5, 6}]]], {5, 6, 3, 4}, TestID -> "two swaps"]
VerificationTest[Dimensions[TransposeLayer[{1 <-> 3, 1 <-> 4}][RandomReal[1, {3, 4, 5, 6}]]], {6, 4, 3, 5}, TestID -> "swaps one after another"]
VerificationTest[With[{a = Array[100 #1 + 10 #2 + #3 &, {2, 3, 4}]}, TransposeLayer[{2, 3, 1}][a] == Transpose[a, {2, 3, 1}]], True, TestID -> "a permutation is that of Transpose"]

VerificationTest[ExtractLayer[][<|"Input" -> {{1, 2}, {3, 4}}, "Position" -> {{1, 2}, {2, -1}}|>], {2., 4.}, TestID -> "ExtractLayer, positions from the end too"]
VerificationTest[ExtractLayer[][<|"Input" -> {{1, 2}, {3, 4}}, "Position" -> {2}|>], {3., 4.}, TestID -> "a position of fewer levels"]
VerificationTest[ExtractLayer["Position" -> "Integer"][<|"Input" -> {1, 2, 3}, "Position" -> 2|>], 2., TestID -> "a single position"]
VerificationTest[{OrderingLayer[][{3, 1, 2}], OrderingLayer[2][{3, 1, 2}], OrderingLayer[-1][{3, 1, 2}]}, {{2, 3, 1}, {2, 3}, {1}}, TestID -> "OrderingLayer"]

VerificationTest[{AggregationLayer[Mean][{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}], AggregationLayer[Max, 1][{{1, 2}, {3, 0}}], AggregationLayer[Total, All][{{1, 2}, {3, 0}}], AggregationLayer[Mean, -1][{{1, 2}, {3, 0}}]},
  {{2.5, 6.5}, {3., 2.}, 6., {1.5, 1.5}}, TestID -> "AggregationLayer"]
VerificationTest[{SummationLayer[][{{1, 2}, {3, 4}}], TotalLayer[][{{1, 2}, {3, 4}}]}, {10., {4., 6.}}, TestID -> "SummationLayer and TotalLayer"]
VerificationTest[{DotLayer[][{{1, 2}, {3, 4}}], DotLayer[][{{{1, 2}, {3, 4}}, {1, 1}}], DotLayer[{1 <-> 2, None}][{{{1, 2}, {3, 4}}, {1, 1}}]}, {11., {3., 7.}, {4., 6.}}, TestID -> "DotLayer"]

VerificationTest[{SequenceLastLayer[][{{1, 2}, {3, 4}}], SequenceMostLayer[][{1, 2, 3}], SequenceRestLayer[][{1, 2, 3}], SequenceReverseLayer[][{1, 2, 3}]}, {{3., 4.}, {1., 2.}, {2., 3.}, {3., 2., 1.}}, TestID -> "layers of sequences"]
VerificationTest[SequenceLastLayer["Input" -> {"Varying", 1}][{{{1}, {2}}, {{3}}}], {{2.}, {3.}}, TestID -> "the last element of the true length"]
VerificationTest[SequenceMostLayer[][{1}], $Failed, {SequenceMostLayer::seqshort}, TestID -> "a sequence that is too short"]
VerificationTest[{SequenceIndicesLayer[][{5, 6, 7}], SequenceIndicesLayer["Maximum" -> 2][{5, 6, 7}]}, {{1, 2, 3}, {1, 2, 2}}, TestID -> "SequenceIndicesLayer"]
VerificationTest[{UnitVectorLayer[3][2], UnitVectorLayer[3][{2, 1}], UnitVectorLayer["Input" -> NetEncoder[{"Class", {"a", "b"}}]]["b"]}, {{0., 1., 0.}, {{0., 1., 0.}, {1., 0., 0.}}, {0., 1.}}, TestID -> "UnitVectorLayer"]
VerificationTest[EmbeddingLayer[2, 3, "Weights" -> {{1, 2}, {3, 4}, {5, 6}}][{3, 1}], {{5., 6.}, {1., 2.}}, TestID -> "EmbeddingLayer looks up rows"]

EndTestSection[]
