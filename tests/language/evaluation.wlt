(* Evaluation: holding, pure functions, scoping, leaving early, messages, limits. *)

BeginTestSection["evaluation"]

(* -- holding and sequences -- *)

VerificationTest[Hold[1 + 1, Evaluate[1 + 1], Sequence[a, b]], Hold[1 + 1, 2, a, b], TestID -> "Hold, Evaluate, Sequence"]
VerificationTest[HoldComplete[Evaluate[1 + 1], Sequence[a, b]], HoldComplete[Evaluate[1 + 1], Sequence[a, b]], TestID -> "HoldComplete keeps everything"]
VerificationTest[{{a, Sequence[], b}, f[Sequence[1, 2], 3], {Sequence[]}}, {{a, b}, f[1, 2, 3], {}}, TestID -> "sequences open"]
VerificationTest[{Length[Unevaluated[1 + 1 + 1]], f[Unevaluated[1 + 1]]}, {3, f[Unevaluated[1 + 1]]}, TestID -> "Unevaluated"]
VerificationTest[a -> Sequence[b, c], a -> Sequence[b, c], TestID -> "a rule keeps a sequence"]
VerificationTest[ReleaseHold[Hold[1 + 1]], 2, TestID -> "ReleaseHold"]
VerificationTest[{1, Nothing, If[False, 2, Nothing], 3}, {1, 3}, TestID -> "Nothing"]
VerificationTest[Block[{f = g}, f[1]], g[1], TestID -> "heads are evaluated"]

(* -- pure functions -- *)

VerificationTest[{(# + 1 &)[2], (#1 + #2 &)[1, 2], ({##} &)[1, 2, 3], ({##2} &)[1, 2, 3], (#0 &)[1] === (#0 &)}, {3, 3, {1, 2, 3}, {2, 3}, True}, TestID -> "slots"]
VerificationTest[{#name, #"b c"} &[<|"name" -> 5, "b c" -> 6|>], {5, 6}, TestID -> "named slots"]
VerificationTest[{Function[x, x^2][3], Function[{x, y}, x - y][3, 1], (x |-> x + 1)[1], Function[Null, #, HoldAll][5]}, {9, 2, 2, 5}, TestID -> "named arguments"]
VerificationTest[Function[{x}, Function[{y}, x + y]][y][3], 3 + y, TestID -> "an inner name does not catch an outer value"]
VerificationTest[Function[{x}, Function[{x}, x^2]][2][5], 25, TestID -> "an inner name hides the outer one"]
VerificationTest[(# & /@ {#, 2}) &[1], {1, 2}, TestID -> "inner slots belong to the inner function"]
VerificationTest[Function[Null, Hold[#], HoldAll][1 + 1], Hold[1 + 1], TestID -> "a function that holds"]
VerificationTest[Function[x, x + 1, Listable][{1, 2}], {2, 3}, TestID -> "a function that threads"]
VerificationTest[If[# > 3, #, #0[# + 1]] &[1], 4, TestID -> "a function that calls itself"]
VerificationTest[(#1 + #2 &)[1], 1 + #2, {Function::slotn}, TestID -> "a slot that is not filled"]
VerificationTest[Function[x, Return[x + 1]; 5][1], 2, TestID -> "Return from a pure function"]

(* -- scoping -- *)

VerificationTest[Block[{x = 10}, Module[{x = x + 1}, x] + x], 21, TestID -> "Module"]
VerificationTest[Block[{x = 10, g}, g := x; {Block[{x = 2}, g], Module[{x = 2}, g]}], {2, 10}, TestID -> "Block and Module"]
VerificationTest[With[{a = 1 + 1}, Hold[a + b]], Hold[2 + b], TestID -> "With"]
VerificationTest[With[{a = 1}, {b = a + 1}, {a, b}], {1, 2}, TestID -> "With one after the other"]
VerificationTest[Module[{x}, Head[x] === Symbol && x =!= Symbol["x"]], True, TestID -> "a new symbol"]
VerificationTest[Module[{counter}, counter[] := (n++); Block[{n = 0}, counter[]; counter[]; n]], 2, TestID -> "a local function"]
VerificationTest[Block[{f}, f[x_] := Module[{t = x}, t = t + 1; t^2]; {f[1], f[2]}], {4, 9}, TestID -> "Module in a definition"]
VerificationTest[Block[{f}, f[x_] := Table[x + i, {i, 2}]; Block[{i = 5}, {f[1], i}]], {{2, 3}, 5}, TestID -> "an iterator is local"]
VerificationTest[Block[{f}, f[x_] := Function[y, x + y]; f[y][1]], 1 + y, TestID -> "a definition that gives a function"]
VerificationTest[Module[{1}, 2], Module[{1}, 2], {Module::lvsym}, TestID -> "a number is no variable"]
VerificationTest[Block[{i = 7}, Do[Null, {i, 3}]; i], 7, TestID -> "Do restores its variable"]
VerificationTest[Block[{x = 1}, Catch[Block[{x = 2}, Throw[Null]]]; x], 1, TestID -> "Block restores when left early"]

(* -- control -- *)

VerificationTest[{If[True, 1, 2], If[False, 1], If[x, 1, 2], If[x, 1, 2, 3]}, {1, Null, If[x, 1, 2], 3}, TestID -> "If"]
VerificationTest[{Which[False, 1, True, 2], Which[False, 1], Switch[{1, 2}, {_}, 1, {_, _}, 2], Switch[1, 2, 3]}, {2, Null, 2, Switch[1, 2, 3]}, TestID -> "Which and Switch"]
VerificationTest[Block[{s = 0}, Do[If[i == 3, Continue[]]; If[i == 5, Break[]]; s += i, {i, 10}]; s], 7, TestID -> "Break and Continue"]
VerificationTest[Block[{n = 0}, While[True, If[n++ > 5, Break[]]]; n], 7, TestID -> "While"]
VerificationTest[Block[{s = 0, i}, For[i = 1, i < 4, i++, s += i]; {s, i}], {6, 4}, TestID -> "For"]
VerificationTest[{Table[i + j, {i, 2}, {j, i}], Table[x, 2], Table[k, {k, {a, b}}], Table[i, {i, 0, 1, 1/2}]}, {{{2}, {3, 4}}, {x, x}, {a, b}, {0, 1/2, 1}}, TestID -> "Table"]
VerificationTest[{Do[If[i == 3, Return[i]], {i, 5}], Catch[Do[If[i == 3, Throw[i]], {i, 5}]]}, {3, 3}, TestID -> "Return and Throw"]
VerificationTest[Catch[Catch[Throw[1, a], b], a | c, {#1, #2} &], {1, a}, TestID -> "tags"]
VerificationTest[CheckAbort[Abort[]; 1, "aborted"], "aborted", TestID -> "CheckAbort"]
VerificationTest[Block[{f}, f[x_] := (If[x > 1, Return["big"]]; "small"); {f[2], f[0]}], {"big", "small"}, TestID -> "Return from a function"]
VerificationTest[TimeConstrained[While[True], 0.05, "late"], "late", TestID -> "TimeConstrained"]
VerificationTest[{True && False, x && True, False || x, True || Abort[], False && Abort[]}, {False, x, x, True, False}, TestID -> "And and Or stop early"]

(* -- messages -- *)

VerificationTest[1/0, ComplexInfinity, {Power::infy}, TestID -> "a division by zero"]
VerificationTest[Quiet[1/0], ComplexInfinity, {}, TestID -> "Quiet"]
VerificationTest[Check[1/0, "bad"], "bad", {Power::infy}, TestID -> "Check"]
VerificationTest[Check[Quiet[1/0], "bad"], ComplexInfinity, TestID -> "Check does not hear what is quiet inside"]
VerificationTest[Quiet[Check[1/0, "bad"]], "bad", TestID -> "Check hears what is quiet outside"]
VerificationTest[Check[1/0, "bad", Sin::cos], ComplexInfinity, {Power::infy}, TestID -> "Check for another message"]
VerificationTest[Block[{f}, f::odd = "`1` is odd."; f[x_] := (Message[f::odd, x]; $Failed); f[3]], $Failed, {f::odd}, TestID -> "a message of one's own"]
VerificationTest[{1, 2}[[3]], {1, 2}[[3]], {Part::partw}, TestID -> "a part that is not there"]
VerificationTest[First[{}], First[{}], {First::nofirst}, TestID -> "First of nothing"]
VerificationTest[{1, 2} + {1, 2, 3}, {1, 2} + {1, 2, 3}, {Thread::tdlen}, TestID -> "lists of different lengths"]

(* -- limits -- *)

VerificationTest[Block[{r}, r[n_] := 1 + r[n + 1]; r[1]], TerminatedEvaluation["RecursionLimit"], {$RecursionLimit::reclim2}, TestID -> "recursion without end"]
VerificationTest[Block[{r}, r[n_] := r[n + 1]; r[1]], TerminatedEvaluation["IterationLimit"], {$IterationLimit::itlim}, TestID -> "iteration without end"]
VerificationTest[Block[{$RecursionLimit = 6000, r}, r[0] = 0; r[n_] := 1 + r[n - 1]; r[5000]], 5000, TestID -> "a higher limit"]
VerificationTest[Block[{r}, r[0] = 0; r[n_] := 1 + r[n - 1]; r[300]], 300, TestID -> "levels are those of the language"]
VerificationTest[Block[{$IterationLimit = Infinity, r}, r[0] = done; r[n_] := r[n - 1]; r[10000]], done, TestID -> "a last call needs no room"]
VerificationTest[Block[{$RecursionLimit = Infinity, r}, r[0] = 0; r[n_] := 1 + r[n - 1]; r[30000]], 30000, TestID -> "no limit"]
VerificationTest[Block[{x}, x = x + 1], TerminatedEvaluation["RecursionLimit"], {$RecursionLimit::reclim2}, TestID -> "a value that needs itself"]

(* -- threading and composing -- *)

VerificationTest[{Thread[f[{a, b}, {c, d}, {p, q}], List, 2], Thread[f[{a, b}, {c, d}], List, -1], Thread[f[{a, b}, {c, d}], List, {1}]}, {{f[a, c, {p, q}], f[b, d, {p, q}]}, {f[{a, b}, c], f[{a, b}, d]}, {f[a, {c, d}], f[b, {c, d}]}}, TestID -> "Thread over some arguments"]
VerificationTest[{Distribute[f[a + b], Plus, f], Distribute[g[a + b], Plus, f], Distribute[f[a + b, c], Plus, f, gp, fp]}, {f[a] + f[b], g[a + b], gp[fp[a, c], fp[b, c]]}, TestID -> "Distribute with other heads"]
VerificationTest[{Distribute[f[{a, b}, {c, d}], List], Distribute[f[a, b]], Distribute[f[a], g]}, {{f[a, c], f[a, d], f[b, c], f[b, d]}, f[a, b], g[f[a]]}, TestID -> "Distribute over lists, and over nothing"]
VerificationTest[{f @* InverseFunction[f], g @* f @* InverseFunction[f]}, {Identity, g}, TestID -> "a function and its inverse"]
VerificationTest[{InverseFunction[Log], InverseFunction[InverseFunction[f]], InverseFunction[f /* g], InverseFunction[h][x]}, {Exp, f, InverseFunction[g] /* InverseFunction[f], InverseFunction[h][x]}, TestID -> "InverseFunction"]
VerificationTest[{Normal[Dispatch[{a -> 1}]], {a, b} /. Dispatch[{a -> 1}]}, {{a -> 1}, {1, b}}, TestID -> "Dispatch and back"]

VerificationTest[Block[{f1}, f1[x_] := g[Unevaluated[x]]; f1[1 + 1]], g[Unevaluated[2]], TestID -> "Unevaluated stays in a call that stays, also in a definition"]
VerificationTest[{Xor[a, True], Xor[a, b, a], Nand[True, x], Nor[x, True], Xnor[x, False], Equivalent[x, y, True], Nand[x, y]}, { !a, b, !x, False, !x, x && y, Nand[x, y]}, TestID -> "other connectives"]

VerificationTest[Block[{$RecursionLimit = 3}, $RecursionLimit], 1024, {$RecursionLimit::limset}, TestID -> "a limit that is too low"]
VerificationTest[Block[{$IterationLimit = Infinity}, $IterationLimit], Infinity, TestID -> "a limit without end"]
VerificationTest[Block[{u, v}, u := v; v := u; u], TerminatedEvaluation["IterationLimit"], {$IterationLimit::itlim}, TestID -> "symbols that stand for each other"]
VerificationTest[Block[{f, s}, f[x_] := s; s := f[1]; f[1]], TerminatedEvaluation["IterationLimit"], {$IterationLimit::itlim}, TestID -> "a function and a symbol that stand for each other"]
VerificationTest[Block[{f}, SetAttributes[f, Flat]; f[x_] := x; f[1]], TerminatedEvaluation["IterationLimit"], {$IterationLimit::itlim}, TestID -> "a Flat function that is its argument"]
VerificationTest[Block[{u, v, w}, u := v; v := w; w = 5; {u, v, w}], {5, 5, 5}, TestID -> "a chain of symbols"]
VerificationTest[Block[{g}, g[n_] := 1 + g[n + 1]; {Block[{$RecursionLimit = 50}, g[1]], 3}], {TerminatedEvaluation["RecursionLimit"], 3}, {$RecursionLimit::reclim2}, TestID -> "a limit of a Block ends the Block"]
VerificationTest[Block[{g}, g[n_] := g[n + 1]; {Block[{$IterationLimit = 50}, g[1]], 3}], {TerminatedEvaluation["IterationLimit"], 3}, {$IterationLimit::itlim}, TestID -> "another limit of a Block ends the Block"]
VerificationTest[LeafCount[{1/2, I, a}], 8, TestID -> "leaves of fractions and complex numbers"]

VerificationTest[Block[{f, g}, f[1][x_] := found[x]; {f[1][2], Nest[#[1] &, g, 3][2], f[2][3], Length[Nest[#[1] &, g, 20000]]}], {found[2], g[1][1][1][2], f[2][3], 1}, TestID -> "definitions of nested heads, and deep ones"]

EndTestSection[]
