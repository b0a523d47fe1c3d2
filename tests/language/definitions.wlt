(* Definitions: what is tried first, attributes, values of every kind, options. *)

BeginTestSection["definitions"]

(* -- order -- *)

VerificationTest[Block[{f}, f[x_] := 1; f[x_Integer] := 2; f[3] = 3; {f[a], f[1], f[3]}], {1, 2, 3}, TestID -> "the more specific first, whatever came first"]
VerificationTest[Block[{f}, f[x__] := "many"; f[x_] := "one"; f[x_, y_] := "two"; {f[1], f[1, 2], f[1, 2, 3]}], {"one", "two", "many"}, TestID -> "sequences last"]
VerificationTest[Block[{f}, f[x_] := 1; f[x_] := 2 /; x > 0; {f[1], f[-1]}], {2, 1}, TestID -> "a condition is more specific"]
VerificationTest[Block[{f}, f[x_ /; x > 0] := "positive"; f[x_] := "other"; {f[1], f[-1]}], {"positive", "other"}, TestID -> "a condition within the pattern"]
VerificationTest[Block[{f}, f[{x_, y_}] := 1; f[{x__}] := 2; f[x_List] := 3; f[x_] := 4; {f[{1, 2}], f[{1}], f[{}], f[0]}], {1, 2, 3, 4}, TestID -> "structures before heads"]
VerificationTest[Block[{f}, f[x_, 0] := 1; f[0, y_] := 2; f[0, 0]], 1, TestID -> "neither is more specific: the first defined"]
VerificationTest[Block[{f}, f[x_] := 1; f[y_] := 2; {f[0], Length[DownValues[f]]}], {2, 1}, TestID -> "the same left side is replaced"]
VerificationTest[Block[{f}, f[x_] := 1 /; x > 0; f[x_] := 2 /; x < 0; {f[1], f[-1], f[0]}], {1, 2, f[0]}, TestID -> "two conditions are two definitions"]
VerificationTest[Block[{fib}, fib[0] = 0; fib[1] = 1; fib[n_] := fib[n] = fib[n - 1] + fib[n - 2]; fib[50]], 12586269025, TestID -> "remembering values"]
VerificationTest[Block[{f}, f[n_] := f[n] = n^2; f[5]; DownValues[f]], {HoldPattern[f[5]] :> 25, HoldPattern[f[n_]] :> (f[n] = n^2)}, TestID -> "DownValues"]
VerificationTest[Block[{f}, f[x_] := Module[{y = x}, y^2 /; y > 1]; {f[2], f[1]}], {4, f[1]}, TestID -> "a condition within Module"]
VerificationTest[Block[{f}, f[x_]["a"] := x; f[x_][y_] := {x, y}; {f[1]["a"], f[1][2]}], {1, {1, 2}}, TestID -> "definitions of applications"]

(* -- own, up and other values -- *)

VerificationTest[Block[{a = 1, b}, b := a + 1; a = 5; b], 6, TestID -> "delayed values are evaluated when asked for"]
VerificationTest[Block[{x, y}, {x, y} = {1, 2}; {x, y} = {y, x}; {x, y}], {2, 1}, TestID -> "several at once"]
VerificationTest[Block[{g}, area[g[x_]] ^:= x^2; area[g[3]]], 9, TestID -> "upvalues"]
VerificationTest[Block[{h}, h /: h[x_] + h[y_] := h[x + y]; h[1] + h[2] + 5], 5 + h[3], TestID -> "upvalues of sums"]
VerificationTest[Block[{h}, h /: Length[h] = 5; Length[h]], 5, TestID -> "an upvalue goes before what is built in"]
VerificationTest[Block[{c}, N[c] = 2.5; N[c + 1]], 3.5, TestID -> "N of a constant of one's own"]
VerificationTest[Block[{x = 5}, x =.; x], x, TestID -> "Unset"]
VerificationTest[Block[{f}, f[1] = 2; f[x_] := 3; f[1] =.; f[1]], 3, TestID -> "Unset of one definition"]
VerificationTest[Block[{f}, f[x_] := 1; Clear[f]; f[1]], f[1], TestID -> "Clear"]
VerificationTest[Block[{f}, SetAttributes[f, Flat]; f[x_] := 1; ClearAll[f]; {f[1], Attributes[f]}], {f[1], {}}, TestID -> "ClearAll"]
VerificationTest[Block[{x = {1, 2, 3}}, x[[2]] = 9; x], {1, 9, 3}, TestID -> "a part"]
VerificationTest[Block[{m = {{1, 2}, {3, 4}}}, m[[1, 2]] = x; m[[All, 1]] = {7, 8}; m], {{7, x}, {8, 4}}, TestID -> "parts of a matrix"]
VerificationTest[Block[{a = <|"p" -> <|"q" -> 1|>|>}, a["p", "q"] = 5; a["r"] = 2; a], <|"p" -> <|"q" -> 5|>, "r" -> 2|>, TestID -> "keys of an association"]
VerificationTest[Block[{x = 5}, {x++, x, ++x, x--, x += 10, x *= 2, x -= 2, x /= 4}], {5, 6, 7, 7, 16, 32, 30, 15/2}, TestID -> "changing a value"]
VerificationTest[Block[{l = {1}}, AppendTo[l, 2]; PrependTo[l, 0]; l], {0, 1, 2}, TestID -> "AppendTo and PrependTo"]
VerificationTest[nobody++, nobody++, {Increment::rvalue}, TestID -> "what has no value cannot be increased"]
VerificationTest[Block[{l = {1, 2}}, l[[5]] = 1; l], {1, 2}, {Set::partw}, TestID -> "a part that is not there"]

(* -- attributes and protection -- *)

VerificationTest[Attributes[Plus], {Flat, Listable, NumericFunction, OneIdentity, Orderless, Protected}, TestID -> "attributes of Plus"]
VerificationTest[SetAttributes[hf, HoldFirst]; Hold @@ hf[1 + 1, 1 + 1], Hold[1 + 1, 2], TestID -> "HoldFirst"]
VerificationTest[Block[{l}, SetAttributes[l, Listable]; l[{1, 2}, 3]], {l[1, 3], l[2, 3]}, TestID -> "Listable"]
VerificationTest[Block[{o}, SetAttributes[o, Orderless]; o[c, a, b]], o[a, b, c], TestID -> "Orderless sorts"]
VerificationTest[Block[{f}, SetAttributes[f, Flat]; f[a, f[b, f[c]]]], f[a, b, c], TestID -> "Flat opens"]
VerificationTest[Sin = 5, 5, {Set::wrsym}, TestID -> "a protected symbol"]
VerificationTest[Sin[x_] := 5, $Failed, {SetDelayed::write}, TestID -> "a protected function"]
VerificationTest[True = 5, 5, {Set::locked}, TestID -> "a locked symbol"]
VerificationTest[Block[{p}, Protect[p]; p = 1; Unprotect[p]; p = 2; p], 2, {Set::wrsym}, TestID -> "Protect and Unprotect"]
VerificationTest[5 = 6, 6, {Set::setraw}, TestID -> "a number gets no value"]

(* -- options -- *)

VerificationTest[Block[{g}, Options[g] = {p -> 1}; g[x_, OptionsPattern[]] := {x, OptionValue[p]}; {g[1], g[1, p -> 2], g[1, {p -> 3}]}], {{1, 1}, {1, 2}, {1, 3}}, TestID -> "options of a function"]
VerificationTest[Block[{g}, g[OptionsPattern[{a -> 1, b -> 2}]] := OptionValue[{a, b}]; g["b" -> 5]], {1, 5}, TestID -> "defaults in the pattern, a name as a string"]
VerificationTest[Block[{g}, Options[g] = {p -> 1, q -> 2}; SetOptions[g, q -> 7]; Options[g]], {p -> 1, q -> 7}, TestID -> "SetOptions"]
VerificationTest[FilterRules[{a -> 1, b -> 2}, {b}], {b -> 2}, TestID -> "FilterRules"]
VerificationTest[Position[{a, {a}}, a, Heads -> False, nonsense -> 1], Position[{a, {a}}, a, Heads -> False, nonsense -> 1], {Position::optx}, TestID -> "an unknown option"]

(* -- numbers of arguments -- *)

VerificationTest[IntegerQ[1, 2], IntegerQ[1, 2], {IntegerQ::argx}, TestID -> "argx"]
VerificationTest[Subtract[1], Subtract[1], {Subtract::argr}, TestID -> "argr"]
VerificationTest[Subtract[1, 2, 3], Subtract[1, 2, 3], {Subtract::argrx}, TestID -> "argrx"]
VerificationTest[Sort[1, 2, 3], Sort[1, 2, 3], {Sort::argt}, TestID -> "argt"]
VerificationTest[Replace[1], Replace[1], TestID -> "an operator form is no mistake"]
VerificationTest[Range[1, 2, 3, 4, 5], Range[1, 2, 3, 4, 5], {Range::argb}, TestID -> "argb"]

VerificationTest[Block[{f}, f[x_, y_] := "two"; f[x_, x_] := "same"; {f[1, 1], f[1, 2]}], {"same", "two"}, TestID -> "a name used twice is more specific"]

(* -- defaults, lists of definitions -- *)

VerificationTest[Block[{df}, Default[df, 1] = a; Default[df, 2] = b; df[x_., y_.] := {x, y}; {df[], df[1], df[1, 2]}], {{a, b}, {1, b}, {1, 2}}, TestID -> "defaults for each place"]
VerificationTest[Block[{df}, Default[df] = 0; Default[df, 2, 2] = c; df[x_, y_.] := {x, y}; {df[1], df[1, 2]}], {{1, c}, {1, 2}}, TestID -> "a default for a place of so many"]
VerificationTest[Block[{df}, Default[df] = 3; {Default[df], Default[df, 2], DefaultValues[df]}], {3, 3, {HoldPattern[Default[df]] :> 3}}, TestID -> "Default and DefaultValues"]
VerificationTest[{Default[Plus], Default[Times], Default[Power, 2], Default[nodefault]}, {0, 1, 1, Default[nodefault]}, TestID -> "defaults that the language has"]
VerificationTest[Block[{df, x}, OwnValues[x] = {HoldPattern[x] :> 5}; DownValues[df] = {HoldPattern[df[n_]] :> n + 1, HoldPattern[df[0]] :> 7}; {x, df[0], df[1]}], {5, 7, 2}, TestID -> "definitions as lists"]
VerificationTest[Block[{df, g}, UpValues[g] = {HoldPattern[df[g]] :> 7}; SubValues[df] = {HoldPattern[df[1][x_]] :> x}; {df[g], df[1][2], UpValues[g]}], {7, 2, {HoldPattern[df[g]] :> 7}}, TestID -> "UpValues and SubValues as lists"]
VerificationTest[Block[{df}, df[1] = 2; DownValues[df] = 5; df[1]], 2, {Set::vrule}, TestID -> "what is no list of rules"]
VerificationTest[Block[{x = 1, y = 2}, {x, y} =.; {x, y}], {x, y}, TestID -> "Unset of several"]
VerificationTest[Block[{as = <|1 -> 2, "k" -> 3|>}, as[1] =.; as], <|"k" -> 3|>, TestID -> "Unset of an entry of an association"]

(* -- options, once more -- *)

VerificationTest[Block[{g}, Options[g] = {p :> 1 + 1, q -> {r -> 5}}; g[OptionsPattern[]] := {OptionValue[Automatic, Automatic, p, Hold], OptionValue[q -> r]}; {g[], g[p -> 3]}], {{Hold[1 + 1], 5}, {Hold[3], 5}}, TestID -> "an option that is held, an option of an option"]
VerificationTest[Block[{g}, Options[g] = {p -> 1}; g[OptionsPattern[]] := {OptionValue[g, p], OptionValue[g, Automatic, p], OptionValue[Automatic, p]}; g[p -> 2]], {1, 2, 2}, TestID -> "Automatic means what was matched"]
VerificationTest[FilterRules[{a -> 1, "b" -> 2, c :> 3}, {Except[a | "b"]}], {c :> 3}, TestID -> "FilterRules by patterns"]
VerificationTest[{OptionQ[{a -> 1, {b :> 2}}], OptionQ[{a}], OptionQ[{}]}, {True, False, True}, TestID -> "OptionQ"]
VerificationTest[removed = 5; Remove[removed]; {Names["removed"], NameQ["removed"]}, {{}, False}, TestID -> "Remove"]
VerificationTest[Block[{rf}, rf[n_] := helper[n]; helper[n_] := n + 1; rf[1]; Remove[helper]; ToExpression["helper[n_] := n + 2"]; ToExpression["helper[1]"]], 3, TestID -> "a removed symbol may be defined again"]
VerificationTest[With[{new = Unique["fresh"]}, {StringStartsQ[SymbolName[new], "fresh"], Length[Unique[{a, b}]], Context[new]}], {True, 2, "Global`"}, TestID -> "Unique"]

(* -- left sides with heads that have values -- *)

VerificationTest[Block[{hv, hg}, hv = hg; hv[x_] := x + 1; {hg[3], DownValues[hg]}], {4, {HoldPattern[hg[x_]] :> x + 1}}, TestID -> "the head of a left side is evaluated"]
VerificationTest[Block[{l = {1, 2}}, l[1] = 5; l], {1, 2}, {Set::write}, TestID -> "a list is no function"]
VerificationTest[Block[{n = 5}, n[1] = 3], 3, {Set::write}, TestID -> "nor is a number"]

(* -- when it is not clear which is more specific -- *)

VerificationTest[Block[{ft}, ft[x_?NumericQ] := "number"; ft[x_Symbol] := "symbol"; {ft[Pi], ft[a]}], {"number", "symbol"}, TestID -> "a test and a head: the first defined"]
VerificationTest[Block[{ft}, ft[x_Symbol] := "symbol"; ft[x_?NumericQ] := "number"; {ft[Pi], ft[1]}], {"symbol", "number"}, TestID -> "a head and a test: the first defined"]
VerificationTest[Block[{ft}, ft[x_] := "any"; ft[x_?NumericQ] := "number"; ft[x_Integer] := "integer"; ft[x_Integer /; x > 5] := "large"; ft[7] = "seven"; ft /@ {a, 2.5, 3, 6, 7}], {"any", "number", "number", "number", "seven"}, TestID -> "tests before what has none, literals before all"]

(* -- derivatives defined by users, Definition with attributes -- *)

VerificationTest[Block[{dh}, dh'[x_] := 2 x; {dh'[3], D[dh[x^2], x], Attributes[Derivative]}], {6, 4 x^3, {NHoldAll}}, TestID -> "a derivative of one's own"]
VerificationTest[SetAttributes[da, Flat]; da[x_] := x; ToString[Definition[da]], "Attributes[da] = {Flat}\n\nda[x_] := x", TestID -> "Definition says the attributes"]

(* -- definitions for a while, definitions with a tag -- *)

VerificationTest[Block[{ib}, ib[1] = 1; {Internal`InheritedBlock[{ib}, ib[2] = 2; SetAttributes[ib, Flat]; {ib[1], ib[2], Attributes[ib]}], ib[2], Attributes[ib]}], {{1, 2, {Flat}}, ib[2], {}}, TestID -> "InheritedBlock"]
VerificationTest[Internal`InheritedBlock[{Length}, Unprotect[Length]; Length[mine] = 5; Length[mine]] + Length[mine], 5, TestID -> "a function of the system, changed for a while"]
VerificationTest[Block[{tg}, tg /: N[tg] = 3.5; tg /: N[tg[x_]] := x + 0.5; {N[tg + 1], N[tg[1]]}], {4.5, 1.5}, TestID -> "N with a tag"]
VerificationTest[Block[{tg}, tg /: Options[tg] = {p -> 1}; Options[tg]], {p -> 1}, TestID -> "options with a tag"]
VerificationTest[Block[{ud}, ud /: uf[ud, x_] := x; ud /: ud[x_] + ud[y_] := ud[x + y]; {uf[ud, 1], uf[1, ud], 2 + ud[1] + ud[2]}], {1, uf[1, ud], 2 + ud[3]}, TestID -> "upvalues, and within sums"]

draw[data_List, opts___] := "list"; draw[other_] := "other";
VerificationTest[{draw[{1}], draw[{1}, 2], draw[1]}, {"list", "list", "other"}, TestID -> "one argument is not more specific than a narrower one with options behind it"]
scale[x_?NumericQ, OptionsPattern[]] := "number"; scale[x_] := "any";
VerificationTest[{scale[3], scale[y]}, {"number", "any"}, TestID -> "nor than one with a test"]
plain[x_, OptionsPattern[]] := "with options"; plain[x_] := "alone";
VerificationTest[plain[3], "alone", TestID -> "but than the same with options behind it"]

VerificationTest[Block[{f}, Options[f] = {p :> 1 + 1, q -> 2}; {Options[f], Options[f, p], SetOptions[f, q :> 2 + 2], SetOptions[f, p -> 1], OptionValue[f, q]}], {{p :> 1 + 1, q -> 2}, {p :> 1 + 1}, {p :> 1 + 1, q :> 2 + 2}, {p -> 1, q :> 2 + 2}, 4}, SameTest -> SameQ, TestID -> "options given by :> stay so"]
VerificationTest[Block[{c, d, e}, N[c] = 2.5; N[d[x_]] := x^2; NValues[e] = {HoldPattern[N[e]] :> 7.5}; {NValues[c], NValues[d], N[e]}], {{HoldPattern[N[c]] :> 2.5}, {HoldPattern[N[d[x_]]] :> x^2}, 7.5}, TestID -> "NValues"]
VerificationTest[{Block[{blockf}, SetAttributes[blockf, Listable]; {Attributes[blockf], blockf[{1, 2}]}], Attributes[blockf], blockf[{1, 2}]}, {{{Listable}, {blockf[1], blockf[2]}}, {}, blockf[{1, 2}]}, TestID -> "attributes set in a Block are local"]
VerificationTest[twice[x_] := x_, Null, {RuleDelayed::rhs}, TestID -> "a pattern on the right side is told"]
VerificationTest[inner[x_] := Cases[{x}, x_ :> 2], Null, {RuleDelayed::rhs}, TestID -> "so is one with a name from the left in a rule"]
VerificationTest[other[x_] := Cases[{x}, y_ :> 2]; other[1], {2}, TestID -> "patterns of other names are not"]

EndTestSection[]
