(* Patterns: matching, replacing, and what Flat, Orderless, OneIdentity and Optional do to it. *)

BeginTestSection["patterns"]

(* -- single expressions -- *)

VerificationTest[{MatchQ[5, _Integer], MatchQ[5., _Integer], MatchQ[1/2, _Rational], MatchQ[a, _Symbol]}, {True, False, True, True}, TestID -> "blanks with heads"]
VerificationTest[{MatchQ[f[a], _f], MatchQ[f[a][b], _f]}, {True, False}, TestID -> "a head of an expression"]
VerificationTest[{MatchQ[{1, 1}, {x_, x_}], MatchQ[{1, 2}, {x_, x_}]}, {True, False}, TestID -> "one name is one thing"]
VerificationTest[{MatchQ[{1, f[1]}, {x_, f[x_]}], MatchQ[{1, f[2]}, {x_, f[x_]}]}, {True, False}, TestID -> "one name at two depths"]
VerificationTest[{MatchQ[4, _?EvenQ], MatchQ[3, _?EvenQ], MatchQ[4, _?(# > 3 &)]}, {True, False, True}, TestID -> "tests"]
VerificationTest[{MatchQ[{1, 2}, {x_, y_} /; x < y], MatchQ[{2, 1}, {x_, y_} /; x < y]}, {True, False}, TestID -> "conditions"]
VerificationTest[MatchQ[{1, 2}, {x_, y_ /; y > x}], True, TestID -> "a condition inside uses what is bound before"]
VerificationTest[{MatchQ[a, a | b], MatchQ[{a, a}, {x : (a | b), x_}], MatchQ[{a, b}, {x : (a | b), x_}]}, {True, True, False}, TestID -> "alternatives"]
VerificationTest[MatchQ[{2, 1}, {x_ | {x_}, 1 | 2} /; x > 1], True, TestID -> "alternatives that bind"]
VerificationTest[{MatchQ[1, Except[2]], MatchQ[a, Except[_Integer, _Symbol]], MatchQ[1, Except[1 | 2]]}, {True, True, False}, TestID -> "Except"]
VerificationTest[{MatchQ[_, Verbatim[_]], MatchQ[a, Verbatim[_]]}, {True, False}, TestID -> "Verbatim"]
VerificationTest[MatchQ[f[1 + 1], HoldPattern[f[2]]], True, TestID -> "HoldPattern is seen through"]
VerificationTest[{MatchQ[1, 1.], MatchQ["a", a], MatchQ[<|p -> 1|>, <|p -> _|>]}, {False, False, True}, TestID -> "literals"]
VerificationTest[{MatchQ[<|"a" -> 1, "b" -> 2|>, KeyValuePattern["b" -> _Integer]], MatchQ[{a -> 1}, KeyValuePattern[{a -> 2}]]}, {True, False}, TestID -> "KeyValuePattern"]
VerificationTest[MatchQ[g[1, 2], f_[x_, y_] /; f === g && y == 2 x], True, TestID -> "a head that is a pattern"]

(* -- sequences -- *)

VerificationTest[{MatchQ[f[], f[___]], MatchQ[f[], f[__]], MatchQ[f[1, 2], f[__Integer]], MatchQ[f[1, a], f[__Integer]]}, {True, False, True, False}, TestID -> "sequences of blanks"]
VerificationTest[Replace[{1, 2, 3}, {x__, y___} :> {{x}, {y}}], {{1}, {2, 3}}, TestID -> "the first sequence is short"]
VerificationTest[Replace[{1, 2, 3}, {Longest[x__], y___} :> {{x}, {y}}], {{1, 2, 3}, {}}, TestID -> "Longest"]
VerificationTest[Replace[{1, 2, 3}, {Shortest[x__], y__} :> {{x}, {y}}], {{1}, {2, 3}}, TestID -> "Shortest"]
VerificationTest[Replace[{a, b, c, b, d}, {x___, y_, z___, y_, w___} :> {{x}, y, {z}, {w}}], {{a}, b, {c}, {d}}, TestID -> "backtracking over sequences"]
VerificationTest[MatchQ[{1, 2, 1, 2}, {x__, x__}], True, TestID -> "a sequence twice"]
VerificationTest[MatchQ[{1, 2, 2, 1}, {x__, x__}], False, TestID -> "a sequence that is not there twice"]
VerificationTest[{MatchQ[{1, 1, 1}, {1 ..}], MatchQ[{}, {1 ..}], MatchQ[{}, {1 ...}], MatchQ[{1, 2}, {Repeated[_, {3}]}], MatchQ[{1, 2}, {Repeated[_, 2]}]}, {True, False, True, False, True}, TestID -> "repetitions"]
VerificationTest[MatchQ[{{a, 1}, {b, 1}}, {{_, x_} ..}], True, TestID -> "names in repetitions are the same each time"]
VerificationTest[MatchQ[{{a, 1}, {b, 2}}, {{_, x_} ..}], False, TestID -> "names in repetitions that differ"]
VerificationTest[MatchQ[{a, b, a, b}, {PatternSequence[a, b] ..}], True, TestID -> "PatternSequence repeated"]
VerificationTest[Replace[{1, 2, 3}, {PatternSequence[x_, y_], z_} :> {z, y, x}], {3, 2, 1}, TestID -> "PatternSequence"]
VerificationTest[MatchQ[{3, 1, 2}, {OrderlessPatternSequence[1, 2, 3]}], True, TestID -> "OrderlessPatternSequence"]
VerificationTest[ReplaceList[{1, 2, 3}, {x__, y__} :> {{x}, {y}}], {{{1}, {2, 3}}, {{1, 2}, {3}}}, TestID -> "all ways to divide"]
VerificationTest[{3, 1, 2} //. {a___, x_, y_, b___} /; x > y :> {a, y, x, b}, {1, 2, 3}, TestID -> "sorting by rewriting"]
VerificationTest[Replace[{1, 5, 2}, {___, x_, y_, ___} :> {x, y} /; x > y], {5, 2}, TestID -> "a condition of the right side makes the left go on trying"]

(* -- arguments left out -- *)

VerificationTest[{f[1], f[1, 2], f[1, 2, 3]} /. f[x_, y_ : p, z_ : q] :> {x, y, z}, {{1, p, q}, {1, 2, q}, {1, 2, 3}}, TestID -> "optional arguments"]
VerificationTest[{a, a + 3, 5 a} /. {x_. a + y_. :> {x, y}}, {{1, 0}, {1, 3}, {5, 0}}, TestID -> "defaults of sums and products"]
VerificationTest[{x, x^3} /. x^n_. :> {n}, {{1}, {3}}, TestID -> "the default power"]
VerificationTest[Block[{dd}, Default[dd] = 7; dd[] /. dd[x_.] :> x], 7, TestID -> "a default of one's own"]
VerificationTest[MatchQ[a, ff[a, _.]], False, TestID -> "no default, no match"]

(* -- Flat, Orderless -- *)

VerificationTest[a + b + c /. a + c -> d, b + d, TestID -> "two terms of three"]
VerificationTest[a b c /. c a -> d, b d, TestID -> "two factors of three"]
VerificationTest[MatchQ[a + b, b_ + a_], True, TestID -> "terms in any order"]
VerificationTest[Replace[a + b + c, x_ + y_ :> {x, y}], {a, b + c}, TestID -> "a blank takes several terms"]
VerificationTest[ReplaceList[a + b, x_ + y_ :> {x, y}], {{a, b}, {b, a}}, TestID -> "all orders of terms"]
VerificationTest[MatchQ[a + 2 b, x_Symbol + n_Integer y_Symbol], True, TestID -> "products in sums"]
VerificationTest[MatchQ[a + 2 a, 3 _], True, TestID -> "terms are collected before they match"]
VerificationTest[Block[{fl}, SetAttributes[fl, Flat]; fl[a, b, c, d] /. fl[b, c] -> z], fl[a, z, d], TestID -> "neighbours under a flat head"]
VerificationTest[Block[{fl}, SetAttributes[fl, Flat]; fl[a, b, c] /. fl[a, c] -> z], fl[a, b, c], TestID -> "a flat head keeps the order"]
VerificationTest[Block[{fo}, SetAttributes[fo, {Flat, OneIdentity}]; fo[a, b, c] /. fo[x_, y_] :> {x, y}], {a, fo[b, c]}, TestID -> "Flat and OneIdentity"]
VerificationTest[Block[{or}, SetAttributes[or, Orderless]; MatchQ[or[1, a, "s"], or[_String, _Symbol, _Integer]]], True, TestID -> "Orderless"]
VerificationTest[Block[{or}, SetAttributes[or, Orderless]; or[x_, x_, y_] := {x, y}; or[2, 1, 2]], {2, 1}, TestID -> "a definition of an Orderless function"]
VerificationTest[Block[{fl}, SetAttributes[fl, Flat]; fl[x_, x_] := x; fl[a, b, b, c]], fl[a, b, c], TestID -> "a definition of a Flat function"]

(* -- replacing -- *)

VerificationTest[{x, y, x^2} /. {x -> y, y -> x}, {y, x, y^2}, TestID -> "rules are applied once"]
VerificationTest[{f[1], f[f[1]]} /. f[x_] :> g[x], {g[1], g[f[1]]}, TestID -> "what was replaced is left alone"]
VerificationTest[{x, y} /. {{x -> 1}, {x -> 2}}, {{1, y}, {2, y}}, TestID -> "lists of rules"]
VerificationTest[{1, {2, {3}}} /. n_Integer :> n + 1, {2, {3, {4}}}, TestID -> "at all levels"]
VerificationTest[Replace[{1, {2}}, n_Integer :> n + 1, {2}], {1, {3}}, TestID -> "Replace at a level"]
VerificationTest[a + b /. a -> Sequence[1, 2], 3 + b, TestID -> "Sequence goes into its surroundings"]
VerificationTest[Hold[1 + 1, x] /. x :> 2 + 2, Hold[1 + 1, 2 + 2], TestID -> "within Hold nothing is evaluated"]
VerificationTest[x /. 5, x /. 5, {ReplaceAll::reps}, TestID -> "what is no rule"]
VerificationTest[f[f[f[x]]] //. f[y_] :> y, x, TestID -> "again and again"]
VerificationTest[{Cases[{1, a, "s", 2}, _Integer], Cases[{f[1], g[2]}, f[n_] :> n], Cases[{1, {2, {3}}}, _Integer, Infinity]}, {{1, 2}, {1}, {1, 2, 3}}, TestID -> "Cases"]
VerificationTest[{Count[{1, a, 2}, _Integer], Position[{a, {b, a}}, a], FreeQ[{1, {x}}, x], MemberQ[{1, 2}, 2]}, {2, {{1}, {2, 2}}, False, True}, TestID -> "counting and finding"]
VerificationTest[{DeleteCases[{1, a, 2}, _Symbol], FirstCase[{1, a}, _Symbol], FirstPosition[{1, a}, a]}, {{1, 2}, a, {2}}, TestID -> "DeleteCases, FirstCase, FirstPosition"]

(* -- Flat with and without OneIdentity; names without a value; priorities -- *)

VerificationTest[Block[{fl}, SetAttributes[fl, Flat]; fl[a, b, c] /. fl[x_, y_] :> {x, y}], {fl[a], fl[b, c]}, TestID -> "Flat without OneIdentity: a name stands for the head of one argument"]
VerificationTest[Block[{fl}, SetAttributes[fl, Flat]; {fl[a, b, b] /. fl[x_, x_] -> r[x], fl[a] /. fl[x_] :> {x}}], {fl[a, r[fl[b]]], {fl[a]}}, TestID -> "Flat without OneIdentity: within a sum of parts"]
VerificationTest[Block[{fl}, SetAttributes[fl, {Flat, OneIdentity}]; {fl[a, b, b] /. fl[x_, x_] -> r[x], fl[a] /. fl[x_] :> {x}}], {fl[a, r[b]], {a}}, TestID -> "with OneIdentity a name stands for the argument itself"]
VerificationTest[Block[{fm}, SetAttributes[fm, Flat]; {MatchQ[fm[2], fm[x_Integer]], MatchQ[fm[2], fm[x__Integer]], MatchQ[fm[2], fm[x_]]}], {False, True, True}, TestID -> "Flat without OneIdentity: f[2] is f[f[2]]"]
VerificationTest[Block[{fl}, SetAttributes[fl, {Flat, OneIdentity}]; MatchQ[fl[2], fl[x_Integer]]], True, TestID -> "Flat with OneIdentity: f[2] is f[2]"]
VerificationTest[Block[{fl}, SetAttributes[fl, Flat]; fl[x_, x_] := fl[x]; fl[a, a, a, b, b, b, c, c]], fl[a, b, c], TestID -> "a definition of a Flat function for every stretch of arguments"]
VerificationTest[Block[{fl}, SetAttributes[fl, {Flat, OneIdentity}]; ReplaceList[fl[a, b, c], fl[x_, y_] :> {x, y}]], {{a, fl[b, c]}, {fl[a, b], c}}, TestID -> "all ways to divide a Flat expression"]
VerificationTest[Replace[a b, x_. + y_. z_ :> {x, y, z}], {0, a, b}, TestID -> "optional factors choose in the order of the pattern"]
VerificationTest[{Replace[h[1], f[x_] | h[y_] :> {x, y}], Replace[{1}, {x_} | {x_, y_} :> g[x, y]]}, {{1}, g[1]}, TestID -> "a name of another alternative is Sequence[]"]
VerificationTest[Block[{f}, f[(x : "a") | (y : "b")] := {x, y, 0}; {f["a"], f["b"]}], {{"a", 0}, {"b", 0}}, TestID -> "names of alternatives in definitions"]
VerificationTest[Replace[{1, 2, 3, 4}, {Longest[x__, 1], Longest[y__, 2]} :> {{x}, {y}}], {{1}, {2, 3, 4}}, TestID -> "the higher priority is the longest"]
VerificationTest[Replace[{1, 2, 3, 4}, {Longest[x__, 1], Longest[y__, 1]} :> {{x}, {y}}], {{1, 2, 3}, {4}}, TestID -> "equal priorities from left to right"]
VerificationTest[ReplaceList[{1, 2, 3}, {x___, Longest[y__, 5], Shortest[z___, 9]} :> {{x}, {y}, {z}}, 2], {{{}, {1, 2, 3}, {}}, {{}, {1, 2}, {3}}}, TestID -> "priorities among Longest and Shortest"]

(* -- numbers by their parts; Flat definitions that match in one way only -- *)

VerificationTest[{I /. Complex[x_, y_] :> {x, y}, 2/3 /. Rational[p_, q_] :> {p, q}, Cases[{3 + 4 I, 2, 1/2}, Complex[x_, _] :> x]}, {{0, 1}, {2, 3}, {3}}, TestID -> "complex numbers and fractions match by their parts"]
VerificationTest[Block[{cf}, cf[Rational[p_, q_]] := p q; cf[Complex[x_, y_]] := x + y; {cf[2/3], cf[2 + 3 I], cf[2]}], {6, 5, cf[2]}, TestID -> "definitions for parts of numbers"]
VerificationTest[Block[{fd}, SetAttributes[fd, {Flat, OneIdentity}]; fd[x_Integer, y_Integer] := x + 10 y; {fd[1, 2, 3], fd[a, 1, 2, b]}], {51, fd[a, 21, b]}, TestID -> "a definition of a Flat function applies to neighbours"]

(* -- more ways to match -- *)

VerificationTest[{Cases[{{1}, {2, {3}}}, {_}, Infinity], Cases[f[1, g[2, h[3]]], _, {-2}], Position[{1, {2}}, _]}, {{{1}, {3}}, {h[3]}, {{0}, {1}, {2, 0}, {2, 1}, {2}, {}}}, TestID -> "levels from the bottom"]
VerificationTest[{Replace[f[g[x]], {x_f :> F[x], x_g :> G[x]}, All], Replace[f[f], f -> g, {1}, Heads -> True]}, {F[f[G[g[x]]]], g[g]}, TestID -> "Replace goes from the inside, and into heads when asked"]
VerificationTest[{x, Sin[x], Sin[3 x], Sin[x^2]} /. Sin[n_. x^m_.] :> {n, m}, {x, {1, 1}, {3, 1}, {1, 2}}, TestID -> "defaults of factors and powers together"]
VerificationTest[x^2 + 3 x /. a_. x^2 + b_. x + c_. :> {a, b, c}, {1, 3, 0}, TestID -> "a quadratic"]
VerificationTest[ReplaceList[{1, 2, 3, 4}, {___, x_, ___, y_, ___} /; x + y == 5 :> {x, y}], {{1, 4}, {2, 3}}, TestID -> "all pairs under a condition"]
VerificationTest[Block[{of}, SetAttributes[of, Orderless]; ReplaceList[of[a, b], of[x___, y___] :> {{x}, {y}}]], {{{}, {a, b}}, {{a}, {b}}, {{b}, {a}}, {{a, b}, {}}}, TestID -> "all ways under an Orderless head"]
VerificationTest[Block[{ho}, SetAttributes[ho, HoldAll]; ho[x_[y__]] := Hold[x, {y}]; ho[g[1 + 1, 2]]], Hold[g, {1 + 1, 2}], TestID -> "what is held matches as it stands"]
VerificationTest[Block[{ex}, ex[x : Except[0, _Integer]] := 1/x; {ex[2], ex[0], ex[a]}], {1/2, ex[0], ex[a]}, TestID -> "Except with a pattern in a definition"]

(* -- patterns with too many or too few arguments are expressions like others -- *)

VerificationTest[{MatchQ[{1}, {Longest[]}], MatchQ[{Longest[]}, {Longest[]}], MatchQ[{1}, {Repeated[_, a]}], MatchQ[1, Optional[Pattern[], 1]]}, {False, True, False, False}, TestID -> "malformed patterns"]
VerificationTest[{MatchQ[{1, 2}, {Repeated[_, Infinity]}], MatchQ[{1, 2}, {Repeated[_, {1, Infinity}]}], MatchQ[{1, 2}, {Repeated[_, {3, Infinity}]}]}, {True, True, False}, TestID -> "repetitions without end"]

EndTestSection[]
