(* Texts and string patterns. *)

BeginTestSection["strings"]

(* -- joining and measuring -- *)

VerificationTest["a" <> "b" <> "c", "abc", TestID -> "joining"]
VerificationTest[StringJoin[{"a", {"b", "c"}}, "d"], "abcd", TestID -> "lists are joined, too"]
VerificationTest[StringJoin[], "", TestID -> "nothing joined is the empty text"]
VerificationTest["a" <> 5, "a" <> 5, {StringJoin::string}, TestID -> "only texts are joined"]
VerificationTest[StringLength[{"abc", ""}], {3, 0}, TestID -> "lengths of a list"]
VerificationTest[StringLength[x], StringLength[x], {StringLength::string}, TestID -> "a symbol has no length"]
VerificationTest[{ToUpperCase["aBc"], ToLowerCase["aBc"]}, {"ABC", "abc"}, TestID -> "case"]
VerificationTest[Capitalize["hello world"], "Hello world", TestID -> "the first letter becomes a capital"]
VerificationTest[StringReverse /@ {"abc", ""}, {"cba", ""}, TestID -> "backwards"]
VerificationTest[Characters["aé"], {"a", "é"}, TestID -> "characters"]
VerificationTest[StringRepeat["ab", 3], "ababab", TestID -> "repeating"]
VerificationTest[StringRepeat["ab", -1], StringRepeat["ab", -1], {StringRepeat::intnm}, TestID -> "not less than never"]
VerificationTest[{StringPadLeft["7", 3, "0"], StringPadLeft["abcd", 2], StringPadRight["ab", 4]},
  {"007", "cd", "ab  "}, TestID -> "padding to a length, or cutting"]
VerificationTest[StringPadLeft[{"a", "bcd"}], {"  a", "bcd"}, TestID -> "padding to the longest"]
VerificationTest[{StringPadRight["ab", 7, "xyz"], StringPadLeft["ab", 7, "xyz"]}, {"abzxyzx", "zxyzxab"},
  TestID -> "padding goes on as if it filled the whole"]
VerificationTest[StringRiffle[{1, x, "b"}, ", "], "1, x, b", TestID -> "separators"]
VerificationTest[StringRiffle[{{1, 2}, {3, 4}}, "\n", " "], "1 2\n3 4", TestID -> "separators of rows and columns"]
VerificationTest[StringRiffle[{a, b}, {"(", "+", ")"}], "(a+b)", TestID -> "something around"]

(* -- parts -- *)

VerificationTest[StringTake["abcdef", #] & /@ {2, -2, {3}, {2, -2}, {1, -1, 2}, 0, UpTo[9], {4, 3}},
  {"ab", "ef", "c", "bcde", "ace", "", "abcdef", ""}, TestID -> "taking"]
VerificationTest[StringTake["abc", {{1, 2}, {3}}], {"ab", "c"}, TestID -> "several parts of one text"]
VerificationTest[StringTake[{"abc", "xyz"}, 1], {"a", "x"}, TestID -> "the same part of several texts"]
VerificationTest[StringTake[2] @ "abc", "ab", TestID -> "taking as an operator"]
VerificationTest[StringTake["abc", {0, 1}], StringTake["abc", {0, 1}], {StringTake::take}, TestID -> "there is no character 0"]
VerificationTest[StringTake["abc", 4], StringTake["abc", 4], {StringTake::take}, TestID -> "not more than there is"]
VerificationTest[StringTake[5, 1], StringTake[5, 1], {StringTake::strse}, TestID -> "a number is no text"]
VerificationTest[{StringDrop["abcdef", 2], StringDrop["abcdef", -2], StringDrop["abcdef", {2, 3}]},
  {"cdef", "abcd", "adef"}, TestID -> "dropping"]
VerificationTest[{StringPart["abc", -1], StringPart["abc", {1, 3}]}, {"c", {"a", "c"}}, TestID -> "single characters"]
VerificationTest[{StringInsert["abc", "X", 2], StringInsert["abc", "X", -1], StringInsert["abc", "-", {2, 3}]},
  {"aXbc", "abcX", "a-b-c"}, TestID -> "inserting"]
VerificationTest[StringReplacePart["abcdef", {"X", ""}, {{1, 2}, {-1, -1}}], "Xcde", TestID -> "replacing by place"]

(* -- string patterns -- *)

VerificationTest[StringCases["abcadcacb", "a" ~~ __ ~~ "c"], {"abcadcac"}, TestID -> "as long as can be"]
VerificationTest[StringCases["abcadcacb", Shortest["a" ~~ __ ~~ "c"]], {"abc", "adc"}, TestID -> "Shortest"]
VerificationTest[StringCases["abbcddd", x_ ~~ x_], {"bb", "dd"}, TestID -> "a name stands for the same twice"]
VerificationTest[StringCases["k1=v1;k2=v2", k : WordCharacter .. ~~ "=" ~~ v : WordCharacter .. :> (k -> v)],
  {"k1" -> "v1", "k2" -> "v2"}, TestID -> "names in the value"]
VerificationTest[StringCases["a1b22c333", DigitCharacter ..], {"1", "22", "333"}, TestID -> "repeated"]
VerificationTest[StringCases["a1b22c333", Repeated[DigitCharacter, {2}]], {"22", "33"}, TestID -> "repeated so often"]
VerificationTest[StringCases["cat bat rat", "c" | "r" ~~ "at"], {"cat", "rat"}, TestID -> "| binds tighter than ~~"]
VerificationTest[StringCases["a.b.c", Except["."] ..], {"a", "b", "c"}, TestID -> "Except"]
VerificationTest[StringCases["x -1.5, y +2", NumberString], {"-1.5", "+2"}, TestID -> "numbers"]
VerificationTest[StringCases["ab\ncd", StartOfLine ~~ _], {"a", "c"}, TestID -> "beginnings of lines"]
VerificationTest[StringCases["one two", WordBoundary ~~ LetterCharacter], {"o", "t"}, TestID -> "word boundaries"]
VerificationTest[StringCases["12 345", x : DigitCharacter .. /; EvenQ[ToExpression[x]]], {"12", "34"},
  TestID -> "a condition, tried on shorter parts as well"]
VerificationTest[StringCases["aBcD", _?UpperCaseQ], {"B", "D"}, TestID -> "a test of characters"]
VerificationTest[StringCases["a1b2", x : _ ? (MemberQ[{"1", "b"}, #] &) :> {x}], {{"1"}, {"b"}}, TestID -> "a test by a function"]
VerificationTest[StringCases["abab", x : ("a" ~~ _) /; x === "ab"], {"ab", "ab"}, TestID -> "a condition on a named part"]
VerificationTest[StringCases["Ab aB", "ab", IgnoreCase -> True], {"Ab", "aB"}, TestID -> "IgnoreCase"]
VerificationTest[StringCases["aaa", "aa", Overlaps -> True], {"aa", "aa"}, TestID -> "overlapping places"]
VerificationTest[StringCases["abc", __, Overlaps -> All], {"abc", "ab", "a", "bc", "b", "c"}, TestID -> "all places"]
VerificationTest[StringCases["a1b2", DigitCharacter, 1], {"1"}, TestID -> "the first so many"]
VerificationTest[StringCases[{"a1", "b"}, DigitCharacter], {{"1"}, {}}, TestID -> "cases in several texts"]
VerificationTest[StringCases["2024-05", RegularExpression["(\\d+)-(\\d+)"] -> {"$2", "$1"}], {{"05", "2024"}},
  TestID -> "groups of a regular expression"]
VerificationTest[StringCases["aa bb ab", RegularExpression["(\\w)\\1"]], {"aa", "bb"}, TestID -> "back references"]
VerificationTest[StringCases["aXXb", c : _ ~~ RegularExpression["(X)\\1"]], {"aXX"}, TestID -> "back references behind a name"]
VerificationTest[StringCases["ab", RegularExpression["("]], StringCases["ab", RegularExpression["("]],
  {StringCases::maxrec}, TestID -> "a regular expression that is none"]
VerificationTest[StringCases["ab", foo], StringCases["ab", foo], {StringExpression::invld}, TestID -> "a pattern that is none"]

VerificationTest[StringMatchQ[{"abc", "xbc"}, "a" ~~ ___], {True, False}, TestID -> "matching as a whole"]
VerificationTest[StringMatchQ["abc", "a*c"], True, TestID -> "* in a plain string"]
VerificationTest[StringMatchQ["abc", "b"], False, TestID -> "a part is not the whole"]
VerificationTest[StringMatchQ[LetterCharacter ..] /@ {"abc", "a1"}, {True, False}, TestID -> "matching as an operator"]
VerificationTest[{StringContainsQ["abc", "b"], StringFreeQ["abc", "b"], StringStartsQ["abc", "b"], StringEndsQ["abc", "bc" | "x"]},
  {True, False, False, True}, TestID -> "containing, beginning, ending"]
VerificationTest[Select[{"apple", "kiwi"}, StringContainsQ["pp"]], {"apple"}, TestID -> "asking as an operator"]
VerificationTest[{StringCount["banana", "an"], StringPosition["banana", "ana"], StringPosition["banana", "ana", Overlaps -> False]},
  {2, {{2, 4}, {4, 6}}, {{2, 4}}}, TestID -> "counting and places"]

VerificationTest["a" ~~ "b" ~~ _, "ab" ~~ _, TestID -> "texts side by side are joined"]

(* -- replacing and splitting -- *)

VerificationTest[StringReplace["abc", {"a" -> "1", "c" -> "3"}], "1b3", TestID -> "several rules"]
VerificationTest[StringReplace["abab", {"a" -> "b", "b" -> "a"}], "baba", TestID -> "what was put is not replaced again"]
VerificationTest[StringReplace["abc", {"ab" -> "X", "abc" -> "Y"}], "Xc", TestID -> "the first rule counts"]
VerificationTest[StringReplace["aaa", "a" -> "b", 2], "bba", TestID -> "so often"]
VerificationTest[StringReplace["a=1", x_ ~~ "=" ~~ y_ :> y <> "=" <> x], "1=a", TestID -> "computed"]
VerificationTest[StringReplace["a1b2", d : DigitCharacter :> ToString[ToExpression[d] + 1]], "a2b3", TestID -> "computed with numbers"]
VerificationTest[StringReplace["abc", "b" -> x], "a" ~~ x ~~ "c", TestID -> "something that is no text"]
VerificationTest[StringReplace["hello world", RegularExpression["(\\w+) (\\w+)"] -> "$2 $1"], "world hello", TestID -> "groups by number"]
VerificationTest[StringReplace["a b", " " -> "-"] , "a-b", TestID -> "a space"]
VerificationTest[StringReplace[{"ab", "b"}, "b" -> ""], {"a", ""}, TestID -> "in several texts"]
VerificationTest[StringReplace["b" -> "c"] @ "abc", "acc", TestID -> "replacing as an operator"]
VerificationTest[StringReplace["abc", "a"], StringReplace["abc", "a"], {StringReplace::srep}, TestID -> "no rule"]
VerificationTest[StringReplace["12 345", x : DigitCharacter .. :> "<" <> x <> ">" /; StringLength[x] == 3], "12 <345>",
  TestID -> "a condition on the right side"]
VerificationTest[StringDelete["a-b-c", "-"], "abc", TestID -> "deleting"]

VerificationTest[StringSplit["  one two\nthree "], {"one", "two", "three"}, TestID -> "words"]
VerificationTest[StringSplit["a,b,,c,", ","], {"a", "b", "", "c"}, TestID -> "empty parts within are kept"]
VerificationTest[StringSplit[",a,", ",", All], {"", "a", ""}, TestID -> "with All also those at the ends"]
VerificationTest[StringSplit["a-b-c", "-", 2], {"a", "b-c"}, TestID -> "so many parts"]
VerificationTest[StringSplit["a1b22c", DigitCharacter ..], {"a", "b", "c"}, TestID -> "split at a pattern"]
VerificationTest[StringSplit["a+b-c", {"+", "-"}], {"a", "b", "c"}, TestID -> "split at one of several"]
VerificationTest[StringSplit["a+b-c", {"+" -> plus, "-" -> minus}], {"a", plus, "b", minus, "c"}, TestID -> "with values between"]
VerificationTest[StringSplit["abc", ""], {"a", "b", "c"}, TestID -> "into characters"]
VerificationTest[{StringTrim["  a b "], StringTrim["--a-", "-" ..]}, {"a b", "a"}, TestID -> "trimming"]

(* -- characters -- *)

VerificationTest[{ToCharacterCode["aé"], FromCharacterCode[{72, 105}], FromCharacterCode[97]}, {{97, 233}, "Hi", "a"}, TestID -> "codes"]
VerificationTest[FromCharacterCode[ToCharacterCode["é", "UTF8"], "UTF8"], "é", TestID -> "bytes"]
VerificationTest[FromCharacterCode[-1], FromCharacterCode[-1], {FromCharacterCode::notunicode}, TestID -> "no code"]
VerificationTest[CharacterRange["a", "e"], {"a", "b", "c", "d", "e"}, TestID -> "ranges"]
VerificationTest[Through[{LetterQ, DigitQ, UpperCaseQ, LowerCaseQ}["ab"]], {True, False, False, True}, TestID -> "kinds"]
VerificationTest[{IntegerString[255, 16], IntegerString[5, 2, 8], IntegerString[-42]}, {"ff", "00000101", "42"}, TestID -> "digits"]
VerificationTest[EditDistance["kitten", "sitting"], 3, TestID -> "the distance of texts"]
VerificationTest[StringJoin[Alphabet[]], "abcdefghijklmnopqrstuvwxyz", TestID -> "the alphabet"]

(* -- expressions and texts -- *)

VerificationTest[{ToString[x + 1], ToString["a"], ToString["a", InputForm], ToString[1/2, FullForm]},
  {"1 + x", "a", "\"a\"", "Rational[1, 2]"}, TestID -> "forms"]
VerificationTest[ToString[{1, "b", c -> 2}], "{1, b, c -> 2}", TestID -> "lists as texts"]
VerificationTest[{ToExpression["1 + 1"], ToExpression[{"2", "3 3"}]}, {2, {2, 9}}, TestID -> "texts as expressions"]
VerificationTest[ToExpression["1 + 1", InputForm, Hold], Hold[1 + 1], TestID -> "held"]
VerificationTest[ToExpression["1 + ]"], $Failed, {ToExpression::sntx}, TestID -> "bad syntax"]
VerificationTest[ToExpression["f["], $Failed, {ToExpression::sntxi}, TestID -> "something is missing"]
VerificationTest[StringTemplate["`1` and `2`"][a, 2], "a and 2", TestID -> "templates by place"]
VerificationTest[TemplateApply["`x` <* 1 + #x *>", <|"x" -> 3|>], "3 4", TestID -> "templates by name, and expressions in them"]
VerificationTest[TemplateApply["`y`", <|"x" -> 3|>], "", {TemplateApply::slot}, TestID -> "a slot without a value"]

VerificationTest[ToString[StringForm["`` and ``; `2` again", x + 1, {2}]], "1 + x and {2}; {2} again", TestID -> "StringForm"]
VerificationTest[ToString[StringForm["`3`", 1]], "StringForm[`3`, 1]", TestID -> "a slot that cannot be filled"]

(* -- rules in associations, words, checksums, bytes -- *)

VerificationTest[StringReplace["abc", <|"a" -> "1", "b" -> "2"|>], "12c", TestID -> "an association as rules"]
VerificationTest[{WordCount["One, two: three!"], TextWords["It's me"], TextSentences["A b. C?"]}, {3, {"It's", "me"}, {"A b.", "C?"}}, TestID -> "words and sentences"]
VerificationTest[CharacterCounts["abb"], <|"b" -> 2, "a" -> 1|>, TestID -> "characters counted"]
VerificationTest[RemoveDiacritics["Ångström"], "Angstrom", TestID -> "letters without their marks"]
VerificationTest[{LetterNumber["c"], FromLetterNumber[3]}, {3, "c"}, TestID -> "letters and numbers"]
VerificationTest[{Hash["abc", "MD5", "HexString"], Hash["", "CRC32"]}, {"900150983cd24fb0d6963f7d28e17f72", 0}, TestID -> "checksums"]
VerificationTest[Hash["abc", "Nonsense"], Hash["abc", "Nonsense"], {Hash::hashtype}, TestID -> "no type of checksums"]
VerificationTest[ByteArrayToString[StringToByteArray["é"]], "é", TestID -> "texts as bytes"]
VerificationTest[{Normal[ByteArray[{1, 255}]], BaseEncode[ByteArray[{1, 255}]], Length[ByteArray["Af8="]]}, {{1, 255}, "Af8=", 2}, TestID -> "bytes"]
VerificationTest[ByteArray[{256}], ByteArray[{256}], {ByteArray::lend}, TestID -> "more than a byte holds"]

EndTestSection[]
