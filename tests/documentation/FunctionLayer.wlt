(* FunctionLayer: what the functions give is what the layers give, and what cannot be followed is said. *)

BeginTestSection["FunctionLayer"]

m = {{1., 2., -3.}, {0.5, -1., 4.}};
v = {0.3, -0.2, 1.5};
near[a_, b_] := Dimensions[a] === Dimensions[b] && Max[Abs[Flatten[{a - b}]]] < 10^-4;
(* the functions for which the layer differs from the function, or is not read back equal from its InputForm *)
differ[functions_, x_, options___] := Select[functions, Function[f, With[{layer = FunctionLayer[f, options]},
  ! near[Normal[layer[x]], f[x]] || ToExpression[ToString[layer, InputForm]] =!= layer]]];

(* the forms of the page *)
VerificationTest[FunctionLayer[Sin[#] &][{0.5}], {Sin[0.5]}, SameTest -> near, TestID -> "a pure function"]
VerificationTest[FunctionLayer[#Foo + #Bar &][<|"Foo" -> {1., 2.}, "Bar" -> {3., 5.}|>], {4., 7.},
  TestID -> "named slots are ports"]
VerificationTest[FunctionLayer[Apply[#1 - #2 &]][{{1., 2.}, {3., 5.}}], {-2., -3.},
  TestID -> "Apply takes a list of arguments"]
VerificationTest[Information[FunctionLayer[Apply[#1 - #2 &]], "InputPortNames"], {"Input1", "Input2"},
  TestID -> "the arguments of Apply have ports"]
VerificationTest[FunctionLayer[<|"Foo" -> 2 #, "Bar" -> #|> &][{1., 2.}],
  <|"Foo" -> {2., 4.}, "Bar" -> {1., 2.}|>, TestID -> "an association gives several outputs"]
VerificationTest[FunctionLayer[Function[{both}, both["a"] . both[["b"]]]][<|"a" -> {1, 2}, "b" -> {3, 4}|>], 11.,
  TestID -> "keys of the argument are ports"]
VerificationTest[Head[NetGraph[FunctionLayer[Total[#]^2 &]]], NetGraph, TestID -> "as a graph"]
VerificationTest[NetExtract[FunctionLayer[Total[#]^2 &], "Function"], Total[#]^2 &,
  TestID -> "the function can be extracted"]
VerificationTest[Information[FunctionLayer[Total[#]^2 &], "LayerTypeCounts"],
  <|FunctionLayer -> 1, AggregationLayer -> 1, ElementwiseLayer -> 1|>,
  TestID -> "the layers can be counted"]
VerificationTest[Information[FunctionLayer[Sin[#]^2 + 2 # &], "LayersCount"], 2,
  TestID -> "operations on numbers are one layer"]

(* functions and layers agree *)
VerificationTest[differ[{Total[#] &, Total[#, 2] &, Total[#, {2}] &, Total[#, Infinity] &, Mean[#] &,
  Variance[#] &, StandardDeviation[#] &, Median[#] &, Max[#] &, Min[#] &, Max[#, 0.5] &, Total, Map[Total],
  Plus @@ # &, Times @@ # &, Max @@ # &, Norm[#[[1]]] &, Norm[#[[1]], 1] &, Norm[#[[1]], 3] &,
  Norm[#[[1]], Infinity] &, RootMeanSquare[#] &}, m, "Input" -> {2, 3}], {}, TestID -> "aggregation"]
VerificationTest[differ[{# . v &, v . Transpose[#] &, Transpose[#] &, Transpose[#, {2, 1}] &, #[[1]] &,
  #[[All, 2]] &, #[[1, 2 ;; 3]] &, #[[-1]] &, First[#] &, Last[#] &, Most[#] &, Rest[#] &, Take[#, 1] &,
  Take[#, All, -2] &, Drop[#, 1] &, Reverse[#] &, #[[{2, 1}]] &, #[[All, {3, 1}]] &, Extract[#, {1, 2}] &,
  Sort[#[[1]]] &, ReverseSort[#[[1]]] &, Ordering[#[[1]]] &, Ordering[#[[1]], -2] &}, m, "Input" -> {2, 3}], {},
  TestID -> "parts and products"]
VerificationTest[differ[{Join[#, #] &, Join[#, #, 2] &, Join[#, {v}] &, Catenate[#] &, Flatten[#] &,
  Flatten[#, 1] &, ArrayReshape[#, {3, 2}] &, Append[#, v] &, Prepend[#, v] &, {#, 2 #} &,
  {#[[1]], {1, 2, 3}} &, {#[[1]] . #[[2]], 3} &, Partition[#, 1] &, ArrayPad[#, 1] &,
  ArrayPad[#, {{1, 0}, {0, 2}}] &, ConstantArray[#, 2] &, Length[#] # &, Dimensions[#] . {1, 1} + # &,
  Accumulate[#] &}, m, "Input" -> {2, 3}], {}, TestID -> "shapes"]
VerificationTest[differ[{Map[Total[#]^2 &, #] &, Map[# . v &, #] &, (#/(5 + Total[#])) & /@ # &,
  Map[# + 1 &, #, {2}] &, Map[If[# > 0, #, 0] &, #, {2}] &, Function[x, Map[Function[r, r . x[[1]]], x]],
  MapThread[#1 + #2 &, {#, #^2}] &, MapThread[#1 . #2 &, {#, #^2}] &, MapThread[#1 * #2 &, {#, #^2}, 2] &,
  Fold[#1 + 2 #2 &, {0, 0, 0}, #] &, FoldList[#1 + 2 #2 &, {0, 0, 0}, #] &, Nest[2 # + 1 &, #, 3] &,
  NestList[2 # + 1 &, #, 3] &, Table[i #, {i, 3}] &, Sum[i #, {i, 3}] &, Apply[Dot, #] &, Array[Function[i, i #], 2] &,
  MapApply[#1 + #2 #3 &, #] &, With[{y = 2 #}, y^2 + y] &, Module[{y = #, z}, z = y^2; y = z + 1; z + y] &,
  Composition[Total, Sin], Total /* Sqrt}, m, "Input" -> {2, 3}], {}, TestID -> "mapping and scoping"]
VerificationTest[differ[{EuclideanDistance[#[[1]], #[[2]]] &, SquaredEuclideanDistance[#[[1]], #[[2]]] &,
  ManhattanDistance[#[[1]], #[[2]]] &, ChessboardDistance[#[[1]], #[[2]]] &, CosineDistance[#[[1]], #[[2]]] &,
  CorrelationDistance[#[[1]], #[[2]]] &, CanberraDistance[#[[1]], #[[2]]] &, BrayCurtisDistance[#[[1]], #[[2]]] &,
  Normalize[#[[1]]] &, Standardize[#[[1]]] &, Normalize[#[[2]], Total] &}, m, "Input" -> {2, 3}], {},
  TestID -> "distances"]
VerificationTest[differ[{Sin[#] + #^2 - 1/2 &, Clip[#] &, Clip[#, {0, 1}] &, Log2[Abs[#]] &, UnitStep[#] &,
  # + {1, 2} &, {1, 2} # &, # + Pi &, Subtract[#, 1] &, Sqrt[Abs[#]] &}, m], {}, TestID -> "numbers thread over arrays"]
VerificationTest[differ[{If[# > 0, Sin[#], #^2] &, Which[# < 0, -#, # < 2, 3, True, 5.] &,
  Piecewise[{{#^2, # < 0}}, 1.] &, Max[#, 0] &, Quotient[#, 2] &}, 3.5, "Input" -> "Real"], {}, TestID -> "choices"]
VerificationTest[Normal[FunctionLayer[Total[#]/Length[#] &, "Input" -> {"Varying", 2}][{{{1, 2}, {3, 4}}, {{1, 2}}}]],
  {{2., 3.}, {1., 2.}}, TestID -> "the length of a sequence"]

(* the user's own functions *)
square[x_] := x^2;
VerificationTest[FunctionLayer[Total[square[#]] &][{1., 2.}], 5., TestID -> "a function of the user"]
VerificationTest[With[{l = FunctionLayer[square]}, ToExpression[ToString[l, InputForm]] === l], True,
  TestID -> "a layer of a function of the user is read back"]

(* nets and arrays inside *)
inner = NetInitialize[LinearLayer[2, "Input" -> 3]];
f = FunctionLayer[inner[#] * NetArray[<|"Name" -> "scale", "Array" -> {2, 3}|>] + {1, -1} &];
VerificationTest[f[{1, 2, 3}], inner[{1, 2, 3}] {2, 3} + {1, -1}, SameTest -> near, TestID -> "a net and an array"]
VerificationTest[Normal[NetExtract[f, NetArray["scale"]]], {2., 3.}, TestID -> "the array is a shared array"]
VerificationTest[Normal[NetExtract[f, {"Net", 1, "Weights"}]], Normal[NetExtract[inner, "Weights"]],
  TestID -> "arrays inside can be extracted"]
VerificationTest[BinaryDeserialize[BinarySerialize[f]] === f, True, TestID -> "in the binary format"]
VerificationTest[Uncompress[Compress[f]] === f, True, TestID -> "compressed"]
VerificationTest[ToExpression[ToString[f, InputForm]] === f, True, TestID -> "as text"]
VerificationTest[With[{file = FileNameJoin[{$TemporaryDirectory, "FunctionLayer.wlnet"}]},
  Export[file, f]; With[{read = Import[file]}, DeleteFile[file]; {read === f, read[{1, 2, 3}] === f[{1, 2, 3}]}]],
  {True, True}, TestID -> "in a file"]
VerificationTest[NetInitialize[f, All, RandomSeeding -> 3][{0, 0, 0}], {1., -1.}, SameTest -> near,
  TestID -> "constants are kept when arrays are drawn anew"]

(* training *)
data = Table[{i, j} -> {3 i + j - 1}, {i, 0, 1, 0.25}, {j, 0, 1, 0.25}] // Flatten[#, 1] &;
g = FunctionLayer[LinearLayer[1, "Weights" -> {{1, 1}}][#] + NetArray[<|"Name" -> "c", "Array" -> {1}|>] &, "Input" -> 2];
t = NetTrain[g, data, MaxTrainingRounds -> 300, LearningRate -> 0.05, RandomSeeding -> 1];
VerificationTest[Head[t], FunctionLayer, TestID -> "a trained layer is a FunctionLayer"]
VerificationTest[Max[Abs[t[{0.5, 0.3}] - {0.8}]] < 0.05, True, TestID -> "it learns"]
frozen = NetTrain[g, data, MaxTrainingRounds -> 3, LearningRateMultipliers -> {{"Net", 1} -> None, _ -> 1}, RandomSeeding -> 1];
VerificationTest[Normal[NetExtract[frozen, {"Net", 1, "Weights"}]], {{1., 1.}},
  TestID -> "multipliers reach the layers inside"]
VerificationTest[Normal[NetExtract[frozen, NetArray["c"]]] == {1.}, False, TestID -> "others are trained"]

(* what cannot be done *)
VerificationTest[FunctionLayer[Det[#] &], $Failed, {FunctionLayer::funcpart}, TestID -> "no such layers"]
VerificationTest[FunctionLayer[nothing[#] &], $Failed, {FunctionLayer::funcpart}, TestID -> "an unknown function"]
VerificationTest[FunctionLayer[#1 + #2 &], $Failed, {FunctionLayer::funcapply}, TestID -> "several arguments"]
VerificationTest[FunctionLayer[Apply[Plus]], $Failed, {FunctionLayer::funccount}, TestID -> "how many arguments"]
VerificationTest[Information[FunctionLayer[Apply[Plus], "Input1" -> 2, "Input2" -> 2], "InputPortNames"],
  {"Input1", "Input2"}, TestID -> "as many as types are given"]
VerificationTest[FunctionLayer[Partition[#, 2] &], $Failed, {FunctionLayer::funcdims}, TestID -> "unknown dimensions"]
VerificationTest[FunctionLayer[3 &], $Failed, {FunctionLayer::funcunused}, TestID -> "an unused argument"]
VerificationTest[FunctionLayer["a" &], $Failed, {FunctionLayer::funcarray}, TestID -> "no array"]
VerificationTest[FunctionLayer[Table[LinearLayer[2][#], {3}] &], $Failed, {FunctionLayer::funcarrays},
  TestID -> "turns would not share arrays"]
VerificationTest[FunctionLayer[Sin, "Foo" -> 3], $Failed, {FunctionLayer::layeropt}, TestID -> "no such port"]
VerificationTest[FunctionLayer[#0[#] &], $Failed, {FunctionLayer::funcendless}, TestID -> "without end"]
VerificationTest[Head[BinaryDeserialize[BinarySerialize[Unevaluated[FunctionLayer[(Print["x"]; #) &]]]]], HoldComplete,
  {BinaryDeserialize::held}, TestID -> "a function in a file that does something is not followed"]
VerificationTest[FunctionLayer[], $Failed, {FunctionLayer::funcargs}, TestID -> "no function"]

EndTestSection[]
