(* Images and what makes them: Image, ImageData, ImageResize, Rasterize, Style. *)

img = Image[{{0, 0.5, 1}, {1, 0.25, 0}}];

VerificationTest[Head[img], Image, TestID -> "an image is an atom with the head Image"]
VerificationTest[ImageDimensions[img], {3, 2}, TestID -> "dimensions are width and height"]
VerificationTest[ImageData[img], {{0., 0.5, 1.}, {1., 0.25, 0.}}, TestID -> "ImageData gives the levels back"]
VerificationTest[ImageType[img], "Real32", TestID -> "levels are reals unless a type is given"]
VerificationTest[{ImageChannels[img], ImageColorSpace[img]}, {1, "Grayscale"}, TestID -> "a matrix is grey"]
VerificationTest[img === Image[{{0, 0.5, 1}, {1, 0.25, 0}}], True, TestID -> "images are the same by content"]
VerificationTest[img == ColorNegate[img], False, TestID -> "and different by content"]
VerificationTest[ImageQ /@ {img, 3}, {True, False}, TestID -> "ImageQ tells images"]

VerificationTest[
  ImageData[Image[{{0, 51, 255}}, "Byte"]], {{0., 0.2, 1.}},
  TestID -> "bytes go from 0 to 255"]
VerificationTest[
  ImageData[Image[{{0, 0.5, 1}}], "Byte"], {{0, 128, 255}},
  TestID -> "reals as bytes"]
VerificationTest[
  ImageData[Image[{{{1, 0, 0}, {0, 0, 1}}}], Interleaving -> False], {{{1., 0.}}, {{0., 0.}}, {{0., 1.}}},
  TestID -> "channels apart"]
VerificationTest[
  ImageDimensions[Image[Table[0, {3}, {4}, {5}], Interleaving -> False]], {5, 4},
  TestID -> "channels first"]
VerificationTest[
  ToExpression[ToString[img, InputForm]] === img, True,
  TestID -> "an image is written as the expression that makes it"]
VerificationTest[ToString[img], "Image[<3 x 2, Grayscale, Real32>]", TestID -> "and displayed as one line"]

VerificationTest[ImageDimensions[ImageResize[img, 6]], {6, 4}, TestID -> "resizing keeps the shape"]
VerificationTest[ImageDimensions[ImageResize[img, {5, 7}]], {5, 7}, TestID -> "unless both sides are given"]
VerificationTest[
  ImageDimensions[ImageResize[img, {Automatic, 4}]], {6, 4},
  TestID -> "or the height alone"]
VerificationTest[
  ImageDimensions[ImageResize[img, Scaled[2]]], {6, 4},
  TestID -> "or a multiple"]
VerificationTest[
  ImageData[ImageResize[Image[{{0, 1}}], {4, 1}, Resampling -> "Nearest"]], {{0., 0., 1., 1.}},
  TestID -> "nearest neighbours repeat pixels"]
VerificationTest[
  ImageData[ColorConvert[Image[{{{1, 1, 1}, {0, 0, 0}}}], "Grayscale"]], {{1., 0.}},
  TestID -> "colours to grey"]
VerificationTest[
  ImageData[ColorConvert[Image[{{0.5}}], "RGB"]], {{{0.5, 0.5, 0.5}}},
  TestID -> "grey to colours"]

VerificationTest[ImageDimensions[3], ImageDimensions[3], {ImageDimensions::imginv}, TestID -> "no image"]
VerificationTest[Image["text"], Image["text"], {Image::imgarray}, TestID -> "no pixels"]
VerificationTest[Image[{{1}}, "Nibble"], Image[{{1}}, "Nibble"], {Image::imgtype}, TestID -> "no type"]
VerificationTest[
  Image[{{1}}, ColorSpace -> "RGB"], Image[{{1}}, ColorSpace -> "RGB"], {Image::imgcsp},
  TestID -> "one channel is no colour"]
VerificationTest[ImageResize[img, -1], ImageResize[img, -1], {ImageResize::imgrsize}, TestID -> "no size"]
VerificationTest[
  ImageResize[img, 4, Resampling -> "Magic"], ImageResize[img, 4, Resampling -> "Magic"], {ImageResize::rsmpl},
  TestID -> "no resampling method"]
VerificationTest[
  Import["no such picture.png"], $Failed, {Import::nffil},
  TestID -> "no file"]

VerificationTest[
  ImportByteArray[ExportByteArray[Image[{{0, 128, 255}}, "Byte"], "PNG"], "PNG"] === Image[{{0, 128, 255}}, "Byte"],
  True,
  TestID -> "PNG keeps the pixels"]
VerificationTest[ExportString[3, "PNG"], $Failed, {ExportString::imginv}, TestID -> "only images are written as PNG"]
VerificationTest[ImportString["text", "PNG"], $Failed, {ImportString::imgfmt}, TestID -> "no PNG"]

(* Rasterize *)

letterImage[str_, size_, style_, font_] :=
  Rasterize[Style[str, style, FontSize -> size, FontFamily -> font], "Image", ImageSize -> {28, 28}];

VerificationTest[
  letters = Flatten[Table[
    letterImage[case[class], size, style, font],
    {class, {"x", "y", "z"}},
    {font, {"Courier", "Helvetica", "Times New Roman"}},
    {style, {Plain, Italic, Bold}},
    {size, {7, 8, 9, 10}},
    {case, {ToLowerCase, ToUpperCase}}]];
  {Length[letters], Length[Union[letters]], Union[ImageDimensions /@ letters]},
  {216, 216, {{28, 28}}},
  TestID -> "every letter, font, style, size and case is a picture of its own"]
VerificationTest[
  x = letterImage["x", 11, Italic, "Arial Narrow"]; {Head[x], ImageDimensions[x], ImageType[x], ImageColorSpace[x]},
  {Image, {28, 28}, "Byte", "RGB"},
  TestID -> "a letter is an RGB image of bytes"]
VerificationTest[Rasterize["ab", "Image"] === Rasterize["ab"], True, TestID -> "an image is the usual element"]
VerificationTest[
  Rasterize["ab", "RasterSize"] === ImageDimensions[Rasterize["ab"]], True,
  TestID -> "the raster has its natural size"]
VerificationTest[
  Rasterize["ab", "RasterSize", ImageResolution -> 144] == 2 Rasterize["ab", "RasterSize"], True,
  TestID -> "ImageResolution multiplies it"]
VerificationTest[
  Rasterize["ab", "RasterSize", RasterSize -> {30, 20}, ImageSize -> 99], {30, 20},
  TestID -> "RasterSize goes before ImageSize"]
VerificationTest[
  First[Rasterize["ab", "RasterSize", ImageSize -> 90]], 90,
  TestID -> "a width alone keeps the shape"]
VerificationTest[
  Rasterize[{1, 2}] === Rasterize["{1, 2}"], True,
  TestID -> "an expression is drawn as it is displayed"]
VerificationTest[
  Rasterize["a", "Data", RasterSize -> {3, 2}, Background -> Red][[1, 1]], {255, 0, 0},
  TestID -> "the background"]
VerificationTest[
  ImageChannels[Rasterize["a", Background -> None]], 4,
  TestID -> "no background is transparent"]
VerificationTest[
  Rasterize[Style["a", Bold]] =!= Rasterize["a"], True,
  TestID -> "bold is not plain"]
VerificationTest[
  Rasterize[Style[Style["a", Bold], Italic]] === Rasterize[Style["a", Bold, Italic]], True,
  TestID -> "styles nest"]
VerificationTest[
  Rasterize[Style["a", "Wobbly"]] === Rasterize["a"], True, {Rasterize::style},
  TestID -> "an unknown directive is said and left out"]
VerificationTest[Rasterize["a", "Sound"], $Failed, {Rasterize::elem}, TestID -> "an unknown element"]
VerificationTest[Rasterize["a", ImageSize -> x], $Failed, {Rasterize::size}, TestID -> "no size for a raster"]
VerificationTest[Rasterize["a", Background -> 7], $Failed, {Rasterize::bground}, TestID -> "no background colour"]
VerificationTest[Style["a", Bold], Style["a", Bold], TestID -> "Style stays as it is"]
