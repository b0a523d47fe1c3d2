(* Pictures in space, and lines of equal height. *)

VerificationTest[ToString[Plot3D[x y, {x, 0, 1}, {y, 0, 1}]], "-Graphics3D-", TestID -> "Plot3D"]
VerificationTest[
  Max[Abs[#3 - #1 #2 & @@@ Flatten[First[Cases[Plot3D[x y, {x, 0, 1}, {y, 0, 2}], Polygon[p_] :> p, Infinity]], 1]]] < 10^-12,
  True, TestID -> "the corners of a surface are on it"]
VerificationTest[
  Length /@ Cases[Plot3D[x, {x, 0, 1}, {y, 0, 1}, PlotPoints -> 5], Polygon[p_] :> p, Infinity], {25},
  TestID -> "PlotPoints"]
VerificationTest[
  Cases[ListPointPlot3D[{{1, 2, 3}, {4, 5, 6}}], Point[p_] :> p, Infinity], {{{1., 2., 3.}, {4., 5., 6.}}},
  TestID -> "points in space"]
VerificationTest[
  Length[Cases[ListPointPlot3D[{{{1, 2, 3}}, {{4, 5, 6}}}], _Point, Infinity]], 2, TestID -> "two sets"]
VerificationTest[Head[ListPointPlot3D[{1, 2}]], ListPointPlot3D, {ListPointPlot3D::lpn}, TestID -> "no points"]
VerificationTest[
  Head[ParametricPlot3D[{t, t^2, t^3}, {t, 0, 1}]], Graphics3D, TestID -> "a curve in space"]
VerificationTest[
  Max[Abs[Norm /@ Join @@ Cases[ContourPlot[x^2 + y^2 == 1, {x, -2, 2}, {y, -2, 2}], Line[p_] :> p, Infinity] - 1]] < 0.01,
  True, TestID -> "a circle by its equation"]
VerificationTest[
  Length[Cases[ContourPlot[x, {x, 0, 1}, {y, 0, 1}, Contours -> {0.3, 0.6}], _Line, Infinity]], 2,
  TestID -> "Contours"]
VerificationTest[
  Length[Cases[ContourPlot[x, {x, 0, 1}, {y, 0, 1}, ContourShading -> None], _Raster, Infinity]], 0,
  TestID -> "ContourShading"]
VerificationTest[
  ImageDimensions[Rasterize[Graphics3D[{Sphere[], Cuboid[{1, 1, 1}], Line[{{0, 0, 0}, {1, 1, 1}}]}]]], {360, 306},
  TestID -> "drawn"]
VerificationTest[
  Head[Rasterize[Graphics3D[{Strange[]}]]], Image, {Rasterize::gprim}, TestID -> "what is not known is said"]
