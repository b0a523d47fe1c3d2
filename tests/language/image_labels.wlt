(* Transparency and parts of images. *)

clear = Image[{{{1, 0, 0, 0.5}, {0, 1, 0, 1}}}];
VerificationTest[ImageChannels[RemoveAlphaChannel[clear]], 3, TestID -> "RemoveAlphaChannel"]
VerificationTest[
  ImageData[RemoveAlphaChannel[clear, Black]], {{{0.5, 0., 0.}, {0., 1., 0.}}}, TestID -> "before a colour"]
VerificationTest[ImageData[AlphaChannel[clear]], {{0.5, 1.}}, TestID -> "AlphaChannel"]
VerificationTest[
  RemoveAlphaChannel[Image[{{0, 1}}]] === Image[{{0, 1}}], True, TestID -> "nothing to remove"]
VerificationTest[
  MorphologicalComponents[Image[{{1, 0, 0}, {0, 1, 0}, {0, 0, 0}, {1, 1, 0}}]],
  {{1, 0, 0}, {0, 1, 0}, {0, 0, 0}, {2, 2, 0}}, TestID -> "corners hang together"]
VerificationTest[
  MorphologicalComponents[{{1, 0}, {0, 1}}, CornerNeighbors -> False], {{1, 0}, {0, 2}}, TestID -> "or do not"]
VerificationTest[
  MorphologicalComponents[{{0.2, 0.9}}, 0.5], {{0, 1}}, TestID -> "above a level"]
VerificationTest[
  ImageData[DeleteSmallComponents[Image[{{1, 0, 1}, {1, 0, 0}}], 1]], {{1, 0, 0}, {1, 0, 0}},
  TestID -> "DeleteSmallComponents"]
VerificationTest[
  Length[DeleteDuplicates[Flatten[ImageData[Colorize[{{0, 1, 2}, {1, 2, 3}}]], 1]]], 4, TestID -> "a colour for each"]
VerificationTest[Colorize[{{0.5}}], $Failed, {Colorize::lbl}, TestID -> "no labels"]
VerificationTest[RemoveAlphaChannel[7], $Failed, {RemoveAlphaChannel::imginv}, TestID -> "no image"]
