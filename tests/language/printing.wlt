(* What is printed: numbers in the forms that ask for digits, tables, what is left out, TeX. *)

BeginTestSection["printing"]

form[expr_] := ToString[expr]

VerificationTest[form /@ {NumberForm[N[Pi], 3], NumberForm[2.5, {4, 2}], NumberForm[{1.23456, x + 2.34567}, 3], NumberForm[1234567.89, 4], NumberForm[12345678, DigitBlock -> 3], NumberForm[5, 2], NumberForm[0.000001234, 3], NumberForm[1/3, 3], NumberForm[-2.56, 2]}, {"3.14", "2.50", "{1.23, 2.35 + x}", "1.235*10^6", "12,345,678", "5", "1.23*10^-6", "1/3", "-2.6"}, TestID -> "NumberForm"]
VerificationTest[form /@ {PaddedForm[7, 5], PaddedForm[{1, 22, 333}, 5], PaddedForm[3.14159, {6, 2}], PaddedForm[-3.14159, {6, 2}], NumberForm[7, 3, NumberPadding -> {"0", ""}]}, {"     7", "{     1,     22,    333}", "    3.14", "   -3.14", "007"}, TestID -> "PaddedForm"]
VerificationTest[form /@ {ScientificForm[12345.678, 4], EngineeringForm[12345.678, 4], PercentForm[0.1234, 3], PercentForm[0.5], AccountingForm[-5.5], DecimalForm[1234567.8, 8], BaseForm[{10, 255}, 16], BaseForm[-5, 2]}, {"1.235*10^4", "12.35*10^3", "12.3%", "50%", "(5.5)", "1234567.8", "{16^^a, 16^^ff}", "-2^^101"}, TestID -> "other forms of numbers"]
VerificationTest[form /@ {TableForm[{{1, 2}, {10, 200}}], TableForm[{a, b}], MatrixForm[{{a, b}, {c, d}}], TableForm[{{1, 2}, {3, 4}}, TableHeadings -> {None, {"x", "y"}}], TableForm[<|"a" -> 1, "b" -> 2|>]}, {"1    2\n\n10   200", "a\nb", "a   b\n\nc   d", "x   y\n\n1   2\n\n3   4", "a   1\nb   2"}, TestID -> "tables"]
VerificationTest[form /@ {{1, TableForm[{{1}, {2}}], x}, Grid[{{"ab", 2}, {3, "d"}}], Column[{1, x^2}], Row[{1, 2, 3}], Row[{a, b}, ", "], Style["x", Bold], Framed[5]}, {"    1\n{1,  , x}\n    2", "ab   2\n\n3    d", "1\nx^2", "123", "a, b", "x", "5"}, TestID -> "arrangements"]
VerificationTest[{Length[TableForm[{1, 2}]], TableForm[{1, 2}][[1]], Defer[1 + 1] === Defer[2], ToString[Defer[1 + 1]], ToString[TableForm[{{1, 2}}], InputForm]}, {1, {1, 2}, False, "1 + 1", "TableForm[{{1, 2}}]"}, TestID -> "forms are ordinary expressions"]
VerificationTest[{StringLength[form[Short[Range[1000]]]] <= 78, StringContainsQ[form[Short[Range[1000]]], "<<" ~~ DigitCharacter .. ~~ ">>"], form[Short[{1, 2}]], form[Shallow[Range[20]]], form[Shallow[{{{{{1, 2}}}}}]], form[Shallow[Range[5], {2, 3}]]}, {True, True, "{1, 2}", "{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, <<10>>}", "{{{{<<1>>}}}}", "{1, 2, 3, <<2>>}"}, TestID -> "what is left out"]
VerificationTest[ToString[TeXForm[#]] & /@ {x^2/Sqrt[y], a + b - c, -x, 1/2, Sin[x]^2, x^(n + 1), {a, b}, 2 x y, (a + b) c, Pi, abc, "a_b", a == b, E^(-x), Subscript[x, 1], 1.5, 2 + 3 I, -x/2}, {"\\frac{x^2}{\\sqrt{y}}", "a+b-c", "-x", "\\frac{1}{2}", "\\sin ^2(x)", "x^{n+1}", "\\{a,b\\}", "2 x y", "(a+b) c", "\\pi", "\\text{abc}", "\\text{a\\_b}", "a=b", "e^{-x}", "x_1", "1.5", "2+3 i", "-\\frac{x}{2}"}, TestID -> "TeXForm"]
VerificationTest[ToString[{{a, b}, {c, d}} // MatrixForm, TeXForm], "\\left(\n\\begin{array}{cc}\n a & b \\\\\n c & d \\\\\n\\end{array}\n\\right)", TestID -> "matrices in TeX"]
VerificationTest[ToString[SequenceForm["n = ", 5]], "n = 5", TestID -> "SequenceForm"]

VerificationTest[ToString[TeXForm[#]] & /@ {Sin[x] + x^2 + 1, 1 - x, 1 + 2 x + x^2, Log[x], a <= b, a -> b, Subscript[x, 10], 1.5*^6}, {"x^2+\\sin (x)+1", "1-x", "x^2+2 x+1", "\\log (x)", "a\\leq b", "a\\to b", "x_{10}", "1.5\\times 10^6"}, TestID -> "the order and the spaces of TeXForm"]
VerificationTest[ToString[CForm[#]] & /@ {x^2 + Sqrt[y]/3, a == b && ! c, 1.5*^-10, -a + b/(c d), 2 (a + b)/c, f[x, "s"], x^-1, {1, 2.}}, {"Power(x,2) + Sqrt(y)/3.", "a == b && !c", "1.5e-10", "-a + b/(c*d)", "(2*(a + b))/c", "f(x,\"s\")", "1/x", "List(1,2.)"}, TestID -> "CForm"]
VerificationTest[ToString[#, FortranForm] & /@ {x^2 + Sqrt[y]/3, x^(a + b), a < b || c}, {"x**2 + Sqrt(y)/3.", "x**(a + b)", "a.lt.b.or.c"}, TestID -> "FortranForm"]
VerificationTest[form /@ {2 x, a (b + c), 1/x, x/(2 y), 2. + 3. I, x[a, b], ! a, Inequality[a, Less, b, LessEqual, c], f'[x], f''[x], Hold[x[[1, 2]]], Hold["a" <> b], Skeleton[3]}, {"2 x", "a (b + c)", "1/x", "x/(2 y)", "2. + 3. I", "x[a, b]", "!a", "a < b <= c", "f'[x]", "f''[x]", "Hold[x[[1,2]]]", "Hold[a<>b]", "<<3>>"}, TestID -> "OutputForm writes some things in its own way"]
VerificationTest[ToString[#, InputForm] & /@ {2 x, 1/x, a E^(-x), ! a, a && ! b, Inequality[a, Less, b, LessEqual, c], f'[x], Hold[x[[1, 2]]], Hold["a" <> b], x_?f, _?f, Association[1]}, {"2*x", "x^(-1)", "a/E^x", " !a", "a &&  !b", "Inequality[a, Less, b, LessEqual, c]", "Derivative[1][f][x]", "Hold[x[[1,2]]]", "Hold[\"a\"<>b]", "(x_)?f", "_?f", "Association[1]"}, TestID -> "InputForm is what one could type"]

EndTestSection[]
