(* Contexts and packages; texts are read where they are evaluated, so each line of them sees the contexts of then. *)

BeginTestSection["packages"]

run[lines___String] := Last[ToExpression /@ {lines}]

VerificationTest[{$Context, $ContextPath, Context[Plus], Context[abc], Context["abc"], Context[]}, {"Global`", {"System`", "Global`"}, "System`", "Global`", "Global`", "Global`"}, TestID -> "at the beginning"]
VerificationTest[run["BeginPackage[\"P1`\"]", "{$Context, $ContextPath}", "here = {$Context, $ContextPath}; EndPackage[]; here"], {"P1`", {"P1`", "System`"}}, TestID -> "BeginPackage"]
VerificationTest[{First[$ContextPath], $Context}, {"P1`", "Global`"}, TestID -> "EndPackage"]
VerificationTest[run["BeginPackage[\"P2`\"]", "double::usage = \"double[x]\"", "Begin[\"`Private`\"]", "helper[x_] := x + x", "double[x_] := helper[x]", "End[]", "EndPackage[]", "{double[4], Context[double], Context[helper], P2`Private`helper[3], helper[3]}"], {8, "P2`", "Global`", 6, helper[3]}, TestID -> "public and private names"]
VerificationTest[{run["P2`double[1]"], run["SymbolName[P2`Private`helper]"], run["Names[\"P2`*\"]"]}, {2, "helper", {"double"}}, TestID -> "names in full"]
VerificationTest[run["ToString[{double, P2`Private`helper}]"], "{double, P2`Private`helper}", TestID -> "names are printed as short as they can be"]
VerificationTest[run["helper = 7", "BeginPackage[\"P3`\"]", "opts = {Method -> 1, PlotRange -> All, WorkingPrecision -> 2, helper}", "EndPackage[]", "SymbolName /@ {opts[[1, 1]], opts[[2, 1]], opts[[3, 1]], opts[[4]]}", "Context /@ {Evaluate[opts[[4]]]}", "opts[[4]] === P3`helper"], True, TestID -> "names of settings stay, the user's do not come in"]
VerificationTest[run["Begin[\"Q1`\"]", "q = 5", "End[]", "{Q1`q, q}"], {5, q}, TestID -> "Begin and End"]
VerificationTest[End[], End[], {End::noctx}, TestID -> "End without Begin"]
VerificationTest[EndPackage[], EndPackage[], {EndPackage::noctx}, TestID -> "EndPackage without BeginPackage"]
VerificationTest[Begin["no context"], Begin["no context"], {Begin::cxt}, TestID -> "no context"]
VerificationTest[{Get["GeneralUtilities`"], Get["NoSuchPackage`"]}, {Null, $Failed}, {Get::noopen}, TestID -> "packages of the system need no file"]
VerificationTest[Needs["NoSuchPackage`"], $Failed, {Get::noopen, Needs::nocont}, TestID -> "no file"]
VerificationTest[Module[{d = CreateDirectory[], f, value}, f = FileNameJoin[{d, "P4.wl"}]; Export[f, "BeginPackage[\"P4`\"]\nfour::usage = \"4\"\nBegin[\"`Private`\"]\nn = 4;\nfour[] := n\nEnd[]\nEndPackage[]\n", "Text"]; SetDirectory[d]; Needs["P4`"]; ResetDirectory[]; value = {ToExpression["four[]"], MemberQ[$Packages, "P4`"], ToExpression["n"] === Symbol["n"]}; DeleteDirectory[d, DeleteContents -> True]; value], {4, True, True}, TestID -> "Needs reads a file once"]

`relative = 3;
VerificationTest[{relative, Context[`relative]}, {3, "Global`"}, TestID -> "a name relative to the context"]
Begin["Relative`"];
`inner = 4;
End[];
VerificationTest[{Relative`inner, Context[inner]}, {4, "Global`"}, TestID -> "a name relative to a context that was begun"]

EndTestSection[]
