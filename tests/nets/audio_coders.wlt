(* Encoders of sounds by themselves and at the inputs of nets. *)

BeginTestSection["audio coders"]

tone[f_, t_ : 0.25] := AudioGenerator[{"Sin", f}, t, SampleRate -> 16000];
VerificationTest[Dimensions[NetEncoder["Audio"][tone[440]]], {4000, 1}, TestID -> "samples"]
VerificationTest[Dimensions[NetEncoder["AudioSTFT"][tone[440]]], {29, 400, 2}, TestID -> "short-time spectra"]
VerificationTest[Dimensions[NetEncoder["AudioSpectrogram"][tone[440]]], {29, 201}, TestID -> "magnitudes"]
VerificationTest[Dimensions /@ NetEncoder["AudioMFCC"][{tone[440], tone[440, 0.1]}], {{29, 13}, {11, 13}}, TestID -> "a batch of different lengths"]
VerificationTest[Ordering[NetEncoder["AudioSpectrogram"][tone[1000]][[3]], -1], {26}, TestID -> "1000 Hz are the 26th frequency, of 40 Hz each"]
VerificationTest[
  Max[Abs[NetEncoder[{"AudioSpectrogram", "WindowFunction" -> HannWindow}][tone[500]] - NetEncoder["AudioSpectrogram"][tone[500]]]] < 0.0001,
  True, TestID -> "HannWindow is the usual window"]
VerificationTest[Dimensions[NetEncoder[{"AudioMelSpectrogram", "WindowFunction" -> (1 - Abs[#] &), "NumberOfFilters" -> 8}][tone[500]]], {29, 8}, TestID -> "a function of one's own"]
VerificationTest[NetExtract[NetEncoder["AudioMFCC"], "SampleRate"], 16000, TestID -> "a parameter"]
VerificationTest[Dimensions[NetReplacePart[NetEncoder["AudioMFCC"], "NumberOfCoefficients" -> 4][tone[440]]], {29, 4}, TestID -> "a parameter replaced"]
VerificationTest[NetEncoder["Audio"]["tone"], $Failed, {NetEncoder::encode}, TestID -> "a text is no sound"]
VerificationTest[NetEncoder[{"Audio", "Colour" -> 1}], $Failed, {NetEncoder::coderparam}, TestID -> "no such parameter"]

net = NetInitialize[NetChain[{LongShortTermMemoryLayer[4], SequenceLastLayer[], 2, SoftmaxLayer[]},
  "Input" -> NetEncoder["AudioMFCC"], "Output" -> NetDecoder[{"Class", {"low", "high"}}]], RandomSeeding -> 1];
VerificationTest[MemberQ[{"low", "high"}, net[tone[440]]], True, TestID -> "a net for sounds"]
VerificationTest[net[{tone[440], tone[3000, 0.1]}, None] === {net[tone[440], None], net[tone[3000, 0.1], None]}, True, SameTest -> Equal, TestID -> "a batch is its examples"]
VerificationTest[
  With[{trained = NetTrain[net, {tone[300, 0.1] -> "low", tone[350, 0.1] -> "low", tone[3000, 0.1] -> "high", tone[3300, 0.1] -> "high"}, MaxTrainingRounds -> 60]},
    {trained[tone[320, 0.1]], trained[tone[3100, 0.1]]}],
  {"low", "high"}, TestID -> "sounds are told apart"]
VerificationTest[
  With[{f = FileNameJoin[{$TemporaryDirectory, "wlnet-audio.wlnet"}]}, Export[f, net]; With[{back = Import[f]}, {back === net, DeleteFile[f]}]],
  {True, Null}, TestID -> "written to a file with its encoder"]
VerificationTest[NetExtract[NetReplacePart[net, "Input" -> NetEncoder[{"AudioMelSpectrogram", "NumberOfFilters" -> 13}]], {"Input", "NumberOfFilters"}], 13, TestID -> "another encoder"]

EndTestSection[]
