(* Functions of images: what is no image, margin, side or size is told; what is made has its size and values. *)

BeginTestSection["images"]

im = Image[{{0, 0.25, 0.5}, {0.75, 1, 0}}];
VerificationTest[ImageDimensions /@ {ImagePad[im, 1], ImageRotate[im], ImageTake[im, 1], Thumbnail[im, 2]}, {{5, 4}, {2, 3}, {3, 1}, {2, 1}}, TestID -> "sizes"]
VerificationTest[ImageDimensions[RandomImage[]], {150, 150}, TestID -> "the usual size"]
VerificationTest[SeedRandom[2]; a = RandomImage[1, {3, 2}, ColorSpace -> "RGB"]; SeedRandom[2]; a === RandomImage[1, {3, 2}, ColorSpace -> "RGB"], True, TestID -> "random images follow the seed"]
VerificationTest[PixelValue[im, {1, 1}], 0.75, TestID -> "pixels count from the lower left"]
VerificationTest[ImageType[Binarize[im]], "Bit", TestID -> "binary images are of bits"]
VerificationTest[ImageData[ColorConvert[Image[{{{1, 0, 0}}}], "HSB"]], {{{0., 1., 1.}}}, TestID -> "another colour space"]
VerificationTest[ImageData[ColorConvert[ColorConvert[Image[{{{0.5, 0.25, 1}}}], "LAB"], "RGB"]], {{{0.5, 0.25, 1.}}}, SameTest -> (Max[Abs[#1 - #2]] < 0.001 &), TestID -> "there and back"]
VerificationTest[ImageColorSpace[ColorConvert[im, "CMYK"]], "CMYK", TestID -> "of four inks"]
VerificationTest[ImageData[LinearGradientImage[{Red, Blue}, {2, 1}]], {{{1., 0., 0.}, {0., 0., 1.}}}, TestID -> "from colour to colour"]
VerificationTest[ColorConvert[im, "Mauve"], ColorConvert[im, "Mauve"], {ColorConvert::imgcsp}, TestID -> "no colour space"]
VerificationTest[ImagePad[im, x], ImagePad[im, x], {ImagePad::imgmargin}, TestID -> "no margin"]
VerificationTest[ImagePad[im, 1, "Wool"], ImagePad[im, 1, "Wool"], {ImagePad::imgpad}, TestID -> "no padding"]
VerificationTest[ImagePad[im, -3], ImagePad[im, -3], {ImagePad::imgempty}, TestID -> "nothing left"]
VerificationTest[ImageTake[im, 5], ImageTake[im, 5], {ImageTake::imgtake}, TestID -> "no such rows"]
VerificationTest[ImageReflect[im, Front], ImageReflect[im, Front], {ImageReflect::imgside}, TestID -> "no side"]
VerificationTest[ImageAdd[im, ImageTake[im, 1]], ImageAdd[im, ImageTake[im, 1]], {ImageAdd::imgsizes}, TestID -> "other sizes"]
VerificationTest[ImageApply[f, im], ImageApply[f, im], {ImageApply::imgapply}, TestID -> "no levels"]
VerificationTest[Binarize[3], Binarize[3], {Binarize::imginv}, TestID -> "no image"]
VerificationTest[ImageAssemble[{{im, im}, {im}}], ImageAssemble[{{im, im}, {im}}], {ImageAssemble::imggrid}, TestID -> "what does not fit together"]
VerificationTest[ImageAdjust[im, 0.5], ImageAdjust[im, 0.5], {ImageAdjust::imgadjust}, TestID -> "a correction that is not available"]
VerificationTest[GaussianFilter[im, -1], GaussianFilter[im, -1], {GaussianFilter::imgradius}, TestID -> "no radius"]

volume = Image3D[Table[i/10. + j/100., {i, 2}, {j, 3}, {k, 4}]];
VerificationTest[{Head[volume], ImageDimensions[volume], ImageChannels[volume]}, {Image3D, {4, 3, 2}, 1}, TestID -> "a volume"]
VerificationTest[Image3D[Image3DSlices[volume]] === volume, True, TestID -> "of slices"]
VerificationTest[ToExpression[ToString[volume, InputForm]] === volume, True, TestID -> "written as what makes it"]
VerificationTest[Image3D[{1, 2}], Image3D[{1, 2}], {Image3D::img3array}, TestID -> "no volume"]

VerificationTest[ColorConvert[{Hue[0, 1, 1], GrayLevel[0.5], RGBColor[0, 0, 1]}, "RGB"], {RGBColor[1., 0., 0.], RGBColor[0.5, 0.5, 0.5], RGBColor[0., 0., 1.]}, TestID -> "colours in another space"]
VerificationTest[{ColorConvert[White, "Grayscale"], ColorConvert[RGBColor[0, 0.5, 0], "HSB"], ColorConvert[Black, "CMYK"]}, {GrayLevel[1.], Hue[1./3, 1., 0.5], CMYKColor[0., 0., 0., 1.]}, SameTest -> (Max[Abs[Flatten[List @@@ #1] - Flatten[List @@@ #2]]] < 0.0001 &), TestID -> "of other numbers of channels"]
VerificationTest[Image[{{0, 1}}, ImageSize -> 80, Magnification -> 2] === Image[{{0, 1}}], True, TestID -> "how large an image is shown"]

EndTestSection[]
