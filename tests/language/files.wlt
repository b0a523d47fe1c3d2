(* Names of files, folders, and what is in files. *)

BeginTestSection["files"]

(* -- names -- *)

VerificationTest[FileNameJoin[{"data", "iris", "iris.csv"}], "data/iris/iris.csv", TestID -> "joining names"]
VerificationTest[FileNameJoin[{"/a/", "b/", "c"}], "/a/b/c", TestID -> "no separator twice"]
VerificationTest[FileNameSplit["/a/b.txt"], {"", "a", "b.txt"}, TestID -> "splitting names"]
VerificationTest[Through[{FileBaseName, FileExtension, FileNameTake, FileNameDrop, DirectoryName}["a/b/c.tar.gz"]],
  {"c.tar", "gz", "c.tar.gz", "a/b", "a/b/"}, TestID -> "parts of names"]
VerificationTest[FileNameTake["a/b/c", -2], "b/c", TestID -> "the last parts"]
VerificationTest[DirectoryName["a"], "", TestID -> "no folder"]
VerificationTest[FileNameJoin[{1}], FileNameJoin[{1}], {FileNameJoin::strlist}, TestID -> "a number is no name"]
VerificationTest[FileNameTake[NotebookDirectory[], -1], "language", TestID -> "the folder of the program"]

(* -- folders -- *)

before = Directory[];
folder = CreateDirectory[];
SetDirectory[folder];

VerificationTest[{DirectoryQ[folder], FileNames[], FileType[folder]}, {True, {}, Directory}, TestID -> "a new folder is empty"]
VerificationTest[ParentDirectory[] == FileNameDrop[Directory[]], True, TestID -> "the folder around"]
VerificationTest[SetDirectory["missing"], $Failed, {SetDirectory::cdir}, TestID -> "a folder that is not there"]

Export["a.txt", "one\ntwo"]; Export["b.txt", {"x", 5}]; CreateDirectory["sub/inner"]; CopyFile["a.txt", "sub/inner/c.txt"];

VerificationTest[FileNames["*.txt"], {"a.txt", "b.txt"}, TestID -> "names that match"]
VerificationTest[FileNames[], {"a.txt", "b.txt", "sub"}, TestID -> "all names"]
VerificationTest[FileNames["*.txt", "", Infinity], {"a.txt", "b.txt", "sub/inner/c.txt"}, TestID -> "names at any depth"]
VerificationTest[FileNames[LetterCharacter ~~ ".txt", "sub", 2], {"sub/inner/c.txt"}, TestID -> "names that match a pattern, in a folder"]
VerificationTest[FileExistsQ /@ {"a.txt", "n.txt", File["b.txt"]}, {True, False, True}, TestID -> "whether a file is there"]
VerificationTest[FileByteCount["a.txt"], 7, TestID -> "the size of a file"]
VerificationTest[CopyFile["a.txt", "b.txt"], $Failed, {CopyFile::filex}, TestID -> "files are not replaced unasked"]
VerificationTest[CopyFile["a.txt", "b.txt", OverwriteTarget -> True]; ReadString["b.txt"], "one\ntwo", TestID -> "files are replaced when asked"]
VerificationTest[RenameFile["b.txt", "d.txt"]; {FileExistsQ["b.txt"], FileExistsQ["d.txt"]}, {False, True}, TestID -> "another name"]
VerificationTest[DeleteFile["d.txt"]; FileExistsQ["d.txt"], False, TestID -> "deleting a file"]
VerificationTest[DeleteFile["d.txt"], $Failed, {DeleteFile::fdnfnd}, TestID -> "deleting what is not there"]
VerificationTest[DeleteDirectory["sub"], $Failed, {DeleteDirectory::dirne}, TestID -> "a folder that is not empty"]
VerificationTest[DeleteDirectory["sub", DeleteContents -> True]; DirectoryQ["sub"], False, TestID -> "a folder with all in it"]

(* -- text -- *)

VerificationTest[{Import["a.txt"], Import["a.txt", "Lines"], Import["a.txt", "Words"], Import["a.txt", {"Text", "Lines"}]},
  {"one\ntwo", {"one", "two"}, {"one", "two"}, {"one", "two"}}, TestID -> "text"]
VerificationTest[Import[File["a.txt"], "String"], "one\ntwo", TestID -> "File[...]"]
VerificationTest[Import["missing.txt"], $Failed, {Import::nffil}, TestID -> "a file that is not there"]
VerificationTest[Import["a.txt", "Pages"], $Failed, {Import::noelem}, TestID -> "an element that is not there"]
VerificationTest[Export["a.unknown", 1], $Failed, {Export::infer}, TestID -> "an ending that says nothing"]
VerificationTest[Export["a.txt", 1, "Nonsense"], $Failed, {Export::format}, TestID -> "no format"]
VerificationTest[Export["é.txt", "äöü €"]; Import["é.txt"], "äöü €", TestID -> "text beyond ASCII"]
VerificationTest[ReadList["a.txt", String], {"one", "two"}, TestID -> "ReadList of lines"]
VerificationTest[Export["n.txt", "1 2.5\n-3 1e3\n"]; {ReadList["n.txt", Number], ReadList["n.txt", {Number, Number}]},
  {{1, 2.5, -3, 1000.}, {{1, 2.5}, {-3, 1000.}}}, TestID -> "ReadList of numbers"]
VerificationTest[ReadString["missing"], $Failed, {ReadString::noopen}, TestID -> "reading a file that is not there"]

(* -- tables -- *)

Export["t.csv", {{"x", "y"}, {1, 2.5}, {"a,b", -3}, {"say \"hi\"", 1.*^-10}}];
VerificationTest[Import["t.csv"], {{"x", "y"}, {1, 2.5}, {"a,b", -3}, {"say \"hi\"", 1.*^-10}}, TestID -> "CSV there and back"]
VerificationTest[Import["t.csv", "Data", "HeaderLines" -> 1], {{1, 2.5}, {"a,b", -3}, {"say \"hi\"", 1.*^-10}}, TestID -> "header lines"]
VerificationTest[First[Import["t.csv", "Records"]], <|"x" -> 1, "y" -> 2.5|>, TestID -> "rows as associations"]
VerificationTest[Import["t.csv", {"Data", 2}], {1, 2.5}, TestID -> "a part of the data"]
VerificationTest[Import["t.csv", "RawData"][[2]], {"1", "2.5"}, TestID -> "texts"]
VerificationTest[Import["t.csv", "Numeric" -> False][[2]], {"1", "2.5"}, TestID -> "texts by an option"]
VerificationTest[Import["t.csv", "Colour" -> 1], $Failed, {Import::optx}, TestID -> "an unknown option"]
VerificationTest[Export["t.tsv", {<|"p" -> 1, "q" -> "b c"|>, <|"p" -> 2|>}]; Import["t.tsv"], {{"p", "q"}, {1, "b c"}, {2, ""}},
  TestID -> "TSV of associations"]
VerificationTest[ImportString["1 2\n3 4\n", "Table"], {{1, 2}, {3, 4}}, TestID -> "tables with spaces"]
VerificationTest[ImportString["1;2\n3;4", "CSV", "FieldSeparators" -> ";"], {{1, 2}, {3, 4}}, TestID -> "other separators"]
VerificationTest[ExportString[{{1, 2.}, {True, "a b"}}, "CSV"], "1,2.\nTrue,\"a b\"\n", TestID -> "CSV as text"]
VerificationTest[Export["z.csv.gz", {{1, 2}}]; Import["z.csv.gz"], {{1, 2}}, TestID -> "packed"]

(* -- JSON -- *)

value = <|"a" -> {1, 2.5, True, Null}, "b" -> <|"c" -> "x\"y\n"|>|>;
VerificationTest[Export["j.json", value]; Import["j.json", "RawJSON"], value, TestID -> "JSON there and back"]
VerificationTest[Import["j.json"], {"a" -> {1, 2.5, True, Null}, "b" -> {"c" -> "x\"y\n"}}, TestID -> "objects as rules"]
VerificationTest[ExportString[<|"a" -> {1}|>, "JSON", "Compact" -> True], "{\"a\":[1]}", TestID -> "JSON in one line"]
VerificationTest[ImportString["{1,", "JSON"], $Failed, {ImportString::fmterr}, TestID -> "no JSON"]
VerificationTest[ExportString[f[x], "JSON"], $Failed, {ExportString::jsonbad}, TestID -> "what JSON cannot say"]

(* -- expressions -- *)

VerificationTest[Put[{a + b^2, "s"}, "e.wl"]; Get["e.wl"], {a + b^2, "s"}, TestID -> "Put and Get"]
VerificationTest[x >> s.wl; y >>> s.wl; {<< s.wl, ReadList["s.wl"]}, {y, {x, y}}, TestID -> ">>, >>> and <<"]
VerificationTest[Export["p.wl", "1 + 1", "Text"]; Import["p.wl"], 2, TestID -> "importing a program evaluates it"]
VerificationTest[Export["bad.wl", "1 + ]", "Text"]; Get["bad.wl"], $Failed, {Get::sntx}, TestID -> "a program with a mistake"]
VerificationTest[Get["missing.wl"], $Failed, {Get::noopen}, TestID -> "a program that is not there"]

(* -- streams -- *)

VerificationTest[s = OpenWrite["w.txt"]; WriteString[s, "1 2\n", 3]; WriteLine[s, ""]; Write[s, u + 1]; Close[s]; ReadString["w.txt"],
  "1 2\n3\n1 + u\n", TestID -> "writing"]
VerificationTest[s = OpenRead["w.txt"]; r = {Read[s, Number], Read[s, Word], ReadLine[s], ReadLine[s], ReadLine[s], ReadLine[s]}; Close[s]; r,
  {1, "2", "3", "1 + u", EndOfFile, EndOfFile}, TestID -> "reading"]
VerificationTest[s = StringToStream["a b"]; r = {Read[s, Character], Read[s, Word], Read[s, Word]}; Close[s]; r, {"a", "b", EndOfFile}, TestID -> "reading a text"]
VerificationTest[Close[s], Close[s], {Close::openx}, TestID -> "closed twice"]

(* -- addresses -- *)

VerificationTest[Import["file://" <> AbsoluteFileName["t.csv"]][[2]], {1, 2.5}, TestID -> "importing from an address"]
VerificationTest[ReadString[URLDownload["file://" <> AbsoluteFileName["a.txt"], "u.txt"]], "one\ntwo", TestID -> "downloading"]
VerificationTest[URLDownload["file:///no/such/file"], $Failed, {URLDownload::httperr}, TestID -> "nothing at the address"]
VerificationTest[{URLEncode["a b&c"], URLDecode["a+b%26"]}, {"a%20b%26c", "a b&"}, TestID -> "texts in addresses"]
VerificationTest[FileHash["a.txt", "CRC32"] === Hash["one\ntwo", "CRC32"], True, TestID -> "checksums of files"]

(* -- pictures are files, too -- *)

VerificationTest[Export["i.png", Image[{{0., 1.}, {1., 0.}}]]; ImageDimensions[Import["i.png"]], {2, 2}, TestID -> "pictures"]
VerificationTest[Export["i.png", 5], $Failed, {Export::imginv}, TestID -> "a number is no picture"]

ResetDirectory[];
DeleteDirectory[folder, DeleteContents -> True];
VerificationTest[Directory[] === before, True, TestID -> "back in the first folder"]

EndTestSection[]
