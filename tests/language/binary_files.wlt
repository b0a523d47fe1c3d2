(* Files of bytes, and small things of sessions. *)

file = CreateFile[];
BinaryWrite[file, Range[0, 255]]; Close[file];

VerificationTest[BinaryReadList[file] === Range[0, 255], True, TestID -> "bytes come back"]
VerificationTest[BinaryReadList[file, "Byte", 3], {0, 1, 2}, TestID -> "the first of them"]
VerificationTest[
  BinaryReadList[file, "UnsignedInteger16", 2], {256, 770}, TestID -> "the least byte first"]
VerificationTest[
  BinaryReadList[file, "UnsignedInteger16", 2, ByteOrdering -> 1], {1, 515}, TestID -> "the last byte first"]
VerificationTest[
  BinaryReadList[file, {"Byte", "Integer16"}, 2], {{0, 513}, {3, 1284}}, TestID -> "values in turn"]
VerificationTest[BinaryReadList[file, "Integer8"][[-1]], -1, TestID -> "with a sign"]
VerificationTest[Length[BinaryReadList[file, "Real64"]], 32, TestID -> "reals"]
VerificationTest[BinaryReadList[file, "Character8", 70][[66 ;;]], {"A", "B", "C", "D", "E"}, TestID -> "characters"]
VerificationTest[
  s = OpenRead[file, BinaryFormat -> True]; r = {BinaryRead[s], BinaryRead[s, {"Byte", "Byte"}], BinaryRead[s, "Integer16"]};
  Close[s]; r, {0, {1, 2}, 1027}, TestID -> "one after the other"]
VerificationTest[BinaryReadList[file, "Colour"], $Failed, {BinaryReadList::format}, TestID -> "no such type"]
VerificationTest[
  BinaryReadList["no-such-file"], $Failed, {BinaryReadList::noopen}, TestID -> "no such file"]
Table[
  VerificationTest[
    With[{f = CreateFile[]}, BinaryWrite[f, data, type]; BinaryReadList[Close[f], type]], data, TestID -> type],
  {type, {"Integer16", "UnsignedInteger64", "Real64", "Integer32"}},
  {data, {If[type === "Real64", {1.5, -2.25}, {1, 2, 300}]}}]
VerificationTest[
  BinaryWrite[CreateFile[], 300, "Byte"], $Failed, {BinaryWrite::nocoerce}, TestID -> "too large for a byte"]
VerificationTest[
  With[{f = CreateFile[]}, BinaryWrite[f, "abc"]; ReadString[Close[f]]], "abc", TestID -> "texts as bytes"]

VerificationTest[EchoFunction["n", Length][{1, 2}], {1, 2}, TestID -> "EchoFunction"]
VerificationTest[EchoLabel["x"][1 + 1], 2, TestID -> "EchoLabel"]
VerificationTest[{EchoTiming[1 + 1], EchoEvaluation[2 + 2]}, {2, 4}, TestID -> "EchoTiming, EchoEvaluation"]
VerificationTest[Monitor[Sum[i, {i, 10}], i], 55, TestID -> "Monitor"]
VerificationTest[ByteCount /@ {1, 1.5}, {16, 16}, TestID -> "ByteCount of numbers"]
VerificationTest[
  Abs[ByteCount[RandomReal[1, 10000]] - 80000] < 200, True, TestID -> "ByteCount of a packed list"]
VerificationTest[ByteCount[f[1, 2]] > ByteCount[f[1]], True, TestID -> "ByteCount grows"]
VerificationTest[MemoryConstrained[Range[10], 10^9], Range[10], TestID -> "MemoryConstrained, enough"]
VerificationTest[
  MemoryConstrained[ConstantArray[1., 10^8], 10^7, "too much"], "too much", TestID -> "MemoryConstrained, too little"]
VerificationTest[StringQ /@ {$UserName, $MachineName, $SystemID}, {True, True, True}, TestID -> "names"]
VerificationTest[StringPartition["abcdefg", UpTo[3]], {"abc", "def", "g"}, TestID -> "StringPartition, UpTo"]
