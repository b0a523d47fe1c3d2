(* Sounds: Audio, what it is asked for, what changes it, files. *)

BeginTestSection["audio"]

tone = Audio[Table[0.5 Sin[2 Pi 10. t/100], {t, 0, 99}], SampleRate -> 100];
VerificationTest[{Head[tone], AudioQ[tone], AudioQ[3]}, {Audio, True, False}, TestID -> "a sound is a value"]
VerificationTest[{AudioLength[tone], AudioChannels[tone], AudioType[tone]}, {100, 1, "Real32"}, TestID -> "what it is asked for"]
VerificationTest[QuantityMagnitude[Duration[tone]], 1., TestID -> "how long it lasts"]
VerificationTest[QuantityMagnitude[AudioSampleRate[tone]], 100, TestID -> "its rate"]
VerificationTest[Dimensions[AudioData[tone]], {1, 100}, TestID -> "channels and samples"]
VerificationTest[ToString[tone], "Audio[<1 s, 100 Hz, 1 channel, Real32>]", TestID -> "displayed as one line"]
VerificationTest[ToExpression[ToString[tone, InputForm]] === tone, True, TestID -> "written as what makes it"]
VerificationTest[AudioData[Audio[{0, 16384, -32768}, "SignedInteger16"]], {{0., 0.5, -1.}}, TestID -> "samples in the scale of a type"]
VerificationTest[AudioData[Audio[{0, 0.5, 2}], "SignedInteger8"], {{0, 64, 127}}, TestID -> "and given in it"]
VerificationTest[Max[Abs[AudioData[AudioNormalize[tone]]]], 1., TestID -> "normalized"]
VerificationTest[AudioLength[AudioResample[tone, 50]], 50, TestID -> "another rate"]
VerificationTest[AudioLength[AudioTrim[tone, Quantity[250, "Milliseconds"]]], 25, TestID -> "the first part"]
VerificationTest[AudioData[AudioTrim[tone, -0.5]][[1]] == AudioData[tone][[1, 51 ;;]], True, TestID -> "the last part"]
VerificationTest[AudioLength[AudioJoin[tone, AudioPad[tone, 0.5]]], 250, TestID -> "joined and padded"]
VerificationTest[AudioChannels[AudioChannelMix[tone, "Stereo"]], 2, TestID -> "stereo"]
VerificationTest[AudioChannelSeparate[AudioChannelMix[tone, "Stereo"]] === {tone, tone}, True, TestID -> "channels apart"]
VerificationTest[AudioData[AudioGenerator[{"Square", 1}, 1, SampleRate -> 4]], {{1., 1., -1., -1.}}, TestID -> "a square wave"]
VerificationTest[SeedRandom[1]; a = AudioGenerator["White", 0.01]; SeedRandom[1]; a === AudioGenerator["White", 0.01], True, TestID -> "noise follows the seed"]
VerificationTest[
  With[{f = FileNameJoin[{$TemporaryDirectory, "wlnet-tone.wav"}]},
    Export[f, Audio[tone, "SignedInteger16"]];
    With[{back = Import[f]}, {back === Audio[tone, "SignedInteger16"], Audio[f] === back, Audio[File[f]] === back, Import[f, "SampleRate"], DeleteFile[f]}]],
  {True, True, True, 100, Null}, TestID -> "there and back through a file"]
VerificationTest[BinaryDeserialize[BinarySerialize[tone]] === tone, True, TestID -> "through WXF"]
VerificationTest[Audio["no such file.wav"], Audio["no such file.wav"], {Audio::nffil}, TestID -> "no file"]
VerificationTest[Audio[{a, b}], Audio[{a, b}], {Audio::audioarray}, TestID -> "no samples"]
VerificationTest[Audio[{}], Audio[{}], {Audio::audioarray}, TestID -> "nothing"]
VerificationTest[Audio[{0, 1}, SampleRate -> -3], Audio[{0, 1}, SampleRate -> -3], {Audio::audiorate}, TestID -> "no rate"]
VerificationTest[Audio[{0, 1}, "Nibble"], Audio[{0, 1}, "Nibble"], {Audio::audiotype}, TestID -> "no type"]
VerificationTest[AudioData[3], AudioData[3], {AudioData::audioinv}, TestID -> "no sound"]
VerificationTest[AudioTrim[tone, x], AudioTrim[tone, x], {AudioTrim::audiotime}, TestID -> "no time"]
VerificationTest[AudioGenerator["Violin"], AudioGenerator["Violin"], {AudioGenerator::audiomodel}, TestID -> "no such sound"]

EndTestSection[]
