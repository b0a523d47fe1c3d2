(* Graphics, plots and charts: what they are made of, and how large they are drawn. *)

VerificationTest[Head[Plot[x^2, {x, 0, 1}]], Graphics, TestID -> "Plot gives Graphics"]
VerificationTest[ToString[Plot[x, {x, 0, 1}]], "-Graphics-", TestID -> "which is printed as such"]
VerificationTest[
  Max[Abs[#2 - Sin[#1]] & @@@ First[Cases[Plot[Sin[x], {x, 0, 6}], Line[p_] :> p, Infinity]]] < 10^-12, True,
  TestID -> "the points of a curve are on it"]
VerificationTest[
  Length[Cases[Plot[{x, 2 x, 3 x}, {x, 0, 1}], _Line, Infinity]], 3, TestID -> "a curve for each function"]
VerificationTest[
  Length[Cases[Plot[Table[n x, {n, 3}], {x, 0, 1}], _Line, Infinity]], 3,
  TestID -> "also for a list that comes out of evaluation"]
VerificationTest[x = 5; Plot[x, {x, 0, 1}]; x, 5, TestID -> "the variable of Plot is local"]
VerificationTest[
  Length[Cases[Plot[If[x < 1/2, x, "none"], {x, 0, 1}], Line[p_] :> Max[p[[All, 1]]], Infinity]], 1,
  TestID -> "no curve where there are no numbers"]
VerificationTest[
  Length[Cases[Plot[Sqrt[x], {x, -1, 1}], Line[p_] :> p, Infinity]], 1, TestID -> "nor where they are not real"]
VerificationTest[
  MatchQ[Plot[x, {x, 0, 1}, PlotLegends -> {"a"}],
    Legended[_Graphics, Placed[LineLegend[{_}, {"a"}], After]]], True, TestID -> "PlotLegends"]
VerificationTest[
  Plot[{x, x^2}, {x, 0, 1}, PlotLegends -> "Expressions"][[2, 1, 2]] // ToString, "{x, x^2}",
  TestID -> "PlotLegends -> Expressions"]
VerificationTest[Plot[x, {x, 1, 0}] // Head, Plot, {Plot::pllim}, TestID -> "a range that is none"]
VerificationTest[Plot[x, {x, 0, 1}, Foo -> 1] // Head, Plot, {Plot::optx}, TestID -> "an option that is none"]
VerificationTest[AspectRatio /. Options[Plot], 1/GoldenRatio, TestID -> "Options of Plot"]
VerificationTest[
  FreeQ[Plot[Tan[x], {x, 0, 5}], PlotRange -> {_, Automatic}], True, TestID -> "outliers are left out"]
VerificationTest[
  MemberQ[Plot[x, {x, 0, 1}, PlotRange -> {0, 3}], PlotRange -> {Automatic, {0, 3}}], True,
  TestID -> "two numbers are a vertical range"]

VerificationTest[
  Cases[ListPlot[{1, 4, 9}], Point[p_] :> p, Infinity], {{{1., 1.}, {2., 4.}, {3., 9.}}},
  TestID -> "heights at 1, 2, ..."]
VerificationTest[
  Cases[ListPlot[{{0, 1}, {5, 2}}], Point[p_] :> p, Infinity], {{{0., 1.}, {5., 2.}}}, TestID -> "pairs"]
VerificationTest[
  Cases[ListLinePlot[{{1, 2, 3}, {4, 5, 6}}], Line[p_] :> p[[All, 2]], Infinity], {{1., 2., 3.}, {4., 5., 6.}},
  TestID -> "two lines"]
VerificationTest[
  Cases[ListLinePlot[{1, 2, Missing[], 4, 5}], Line[p_] :> p[[All, 1]], Infinity], {{1., 2.}, {4., 5.}},
  TestID -> "a gap where a number is missing"]
VerificationTest[
  Cases[ListPlot[{1, 2, 3}, DataRange -> {0, 1}], Point[p_] :> p[[All, 1]], Infinity], {{0., 0.5, 1.}},
  TestID -> "DataRange"]
VerificationTest[
  ListLinePlot[<|"a" -> {1, 2}, "b" -> {2, 3, 5}|>][[2, 1, 2]], {"a", "b"}, TestID -> "names as a legend"]
VerificationTest[Head[ListPlot[{"a", "b"}]], ListPlot, {ListPlot::lpn}, TestID -> "no numbers"]
VerificationTest[
  MemberQ[ListLogPlot[{1, 10}], ScalingFunctions -> {None, "Log"}], True, TestID -> "logarithmic heights"]

VerificationTest[
  Cases[BarChart[{1, 2, 3}], Rectangle[a_, b_] :> b[[2]] - a[[2]], Infinity], {1., 2., 3.},
  TestID -> "heights of bars"]
VerificationTest[
  Cases[BarChart[{{1, 2}, {3, 4}}, ChartLayout -> "Stacked"], Rectangle[a_, b_] :> {a[[2]], b[[2]]}, Infinity],
  {{0., 1.}, {1., 3.}, {0., 3.}, {3., 7.}}, TestID -> "bars on each other"]
VerificationTest[
  Cases[Histogram[{1, 2, 2, 5}, {0, 6, 2}], Rectangle[a_, b_] :> {a[[1]], b}, Infinity],
  {{0., {2., 1.}}, {2., {4., 2.}}, {4., {6., 1.}}}, TestID -> "bars of a histogram"]
VerificationTest[
  With[{p = First[Cases[SmoothHistogram[{0, 1, 2, 5}], Line[p_] :> p, Infinity]]},
    Abs[Total[p[[All, 2]]] (p[[2, 1]] - p[[1, 1]]) - 1] < 0.01], True, TestID -> "a density has area 1"]
VerificationTest[
  Cases[PieChart[{1, 3}], Disk[_, _, a_] :> Round[Subtract @@ Reverse[a]/(2 Pi), 0.01], Infinity], {0.25, 0.75},
  TestID -> "sectors of a pie"]

VerificationTest[
  Cases[ArrayPlot[{{0, 1}, {0.5, 0}}], Raster[a_, _] :> a[[All, All, 1]], Infinity], {{{0.5, 1.}, {1., 0.}}},
  TestID -> "white for the least, black for the greatest, rows from below"]
VerificationTest[
  Cases[ArrayPlot[{{"a", "b"}}, ColorRules -> {"a" -> Red, "b" -> Blue}], Raster[a_, _] :> a, Infinity],
  {{{{1., 0., 0.}, {0., 0., 1.}}}}, TestID -> "ColorRules"]
VerificationTest[
  Cases[ArrayPlot[{{0, 1}}, ColorFunction -> (RGBColor[#, 0, 0] &)], Raster[a_, _] :> a, Infinity],
  {{{{0., 0., 0.}, {1., 0., 0.}}}}, TestID -> "ColorFunction"]
VerificationTest[Head[MatrixPlot[SparseArray[{{1, 1} -> 1}, {3, 3}]]], Graphics, TestID -> "a sparse matrix"]
VerificationTest[Head[ArrayPlot[{1, 2}]], ArrayPlot, {ArrayPlot::mat}, TestID -> "no matrix"]
VerificationTest[
  Dimensions[First[Cases[DensityPlot[x y, {x, 0, 1}, {y, 0, 2}, PlotPoints -> 7], Raster[a_, __] :> a, Infinity]]],
  {7, 7, 3}, TestID -> "DensityPlot"]

VerificationTest[
  Options[Show[Graphics[{}, Frame -> True], Graphics[{}, Axes -> True], PlotLabel -> "a"]] // Sort,
  {Axes -> True, Frame -> True, PlotLabel -> "a"}, TestID -> "Show joins options"]
VerificationTest[Head[Show[Image[{{0, 1}}]]], Image, TestID -> "Show of an image"]
VerificationTest[Head[Show["a"]], Show, {Show::gtype}, TestID -> "Show of something else"]
VerificationTest[
  ImageDimensions[HighlightImage[Image[ConstantArray[0, {20, 30}]], Rectangle[{0, 0}, {10, 10}]]], {30, 20},
  TestID -> "HighlightImage keeps the size"]
VerificationTest[
  With[{d = ImageData[HighlightImage[Image[ConstantArray[0, {20, 30}]], {Green, Rectangle[{0, 0}, {10, 10}]}]]},
    {d[[15, 5, 2]] > 0.2, d[[2, 25]]}], {True, {0., 0., 0.}}, TestID -> "and draws where it is told to"]

VerificationTest[ImageDimensions[Rasterize[Plot[x, {x, 0, 1}]]], {360, 222}, TestID -> "the usual size"]
VerificationTest[
  ImageDimensions[Rasterize[Plot[x, {x, 0, 1}, ImageSize -> {200, 300}]]], {200, 300}, TestID -> "ImageSize"]
VerificationTest[
  ImageDimensions[Rasterize[Graphics[Disk[]], RasterSize -> 50]], {50, 50}, TestID -> "RasterSize"]
VerificationTest[
  With[{d = ImageData[Rasterize[Graphics[{Red, Disk[]}], ImageSize -> 100]]}, {d[[50, 50]], d[[2, 2]]}],
  {{1., 0., 0.}, {1., 1., 1.}}, TestID -> "a red disk"]
VerificationTest[
  With[{d = ImageData[Rasterize[Graphics[{Blue, Rectangle[{0, 0}, {2, 1}]}], ImageSize -> 100]]},
    {Dimensions[d], d[[25, 50]]}], {{50, 100, 3}, {0., 0., 1.}}, TestID -> "lengths are the same both ways"]
VerificationTest[
  Head[Rasterize[Graphics[{Strange[1]}]]], Image, {Rasterize::gprim}, TestID -> "what is not known is said"]

file = FileNameJoin[{CreateDirectory[], "a.png"}];
VerificationTest[
  Export[file, GraphicsRow[{Plot[x, {x, 0, 1}], Graphics[Disk[]]}]]; ImageDimensions[Import[file]][[1]], 360,
  TestID -> "Export of a row"]
VerificationTest[
  Export[file, ListPlot[{1, 2}], ImageSize -> 500, ImageResolution -> 144]; ImageDimensions[Import[file]][[1]],
  1000, TestID -> "Export with a size and a resolution"]
VerificationTest[Export[file, 1 + a], $Failed, {Export::imginv}, TestID -> "Export of no picture"]
VerificationTest[
  StringContainsQ[ExportString[Legended[Graphics[{Circle[]}], "round"], "SVG"], "<svg"], True, TestID -> "SVG"]
VerificationTest[StringTake[ExportString[Plot[x, {x, 0, 1}], "PDF"], 4], "%PDF", TestID -> "PDF"]

VerificationTest[{Red, Black, Gray}, {RGBColor[1, 0, 0], GrayLevel[0], GrayLevel[0.5]}, TestID -> "named colours"]
VerificationTest[Blend[{Red, Green, Blue}, 0.25], RGBColor[0.5, 0.5, 0.], TestID -> "Blend of three"]
VerificationTest[Blend[{Red, Blue}, {3, 1}], RGBColor[0.75, 0., 0.25], TestID -> "Blend with weights"]
VerificationTest[Blend[{{0, Red}, {10, Blue}}, 5], RGBColor[0.5, 0., 0.5], TestID -> "Blend at places"]
VerificationTest[Length[ColorData["Rainbow"] /@ {0, 0.5, 1}], 3, TestID -> "a gradient as a function"]
VerificationTest[Head[ColorData["NoSuch"]], ColorData, {ColorData::notent}, TestID -> "no such gradient"]
VerificationTest[
  BlockRandom[RandomColor[2], RandomSeeding -> 1] === BlockRandom[RandomColor[2], RandomSeeding -> 1], True,
  TestID -> "RandomColor follows the seed"]

VerificationTest[
  Head[ListPlot[{1, 2}, PlotTheme -> "Detailed"]], Graphics, {ListPlot::opnf}, TestID -> "an option that is not followed is said"]
VerificationTest[
  With[{d = ImageData[Rasterize[Plot[x, {x, 0, 1}, PlotStyle -> White, AxesStyle -> Red, ImageSize -> 200]]]},
    Count[Flatten[d, 1], {r_, g_, _} /; r > 0.9 && g < 0.8] > 20], True, TestID -> "AxesStyle"]
VerificationTest[
  With[{wide = Function[s, Count[Flatten[ImageData[Rasterize[Graphics[{}, Frame -> True, FrameLabel -> "label", LabelStyle -> s]]]], 0.]]},
    wide[24] > wide[8]], True, TestID -> "LabelStyle"]
VerificationTest[
  Cases[ListPlot[{1, 2}, PlotStyle -> {Red, PointSize[0.1]}], Red | _PointSize, Infinity], {RGBColor[1, 0, 0], PointSize[0.1]},
  TestID -> "all directives of a list for a single curve"]
VerificationTest[
  Cases[ListPlot[{{1, 2, 3}, {3, 4, 5}}, PlotStyle -> {Red, Blue}], Red | Blue, Infinity], {RGBColor[1, 0, 0], RGBColor[0, 0, 1]},
  TestID -> "one for each of two"] 
VerificationTest[
  Length[Cases[Plot[{x, x^2}, {x, 0, 1}, Filling -> {1 -> {2}}], _Polygon, Infinity]], 1, TestID -> "filled between two"]
VerificationTest[
  Show[Plot3D[x, {x, 0, 1}, {y, 0, 1}], Graphics3D[Sphere[]]] // Head, Graphics3D, TestID -> "Show in space"]
VerificationTest[
  Head[Show[Graphics[{}], Graphics3D[Sphere[]]]], Show, {Show::gtype}, TestID -> "not a plane and a space"]
