(* Messages: who hears them, what is known of them, and what functions say of arguments that they cannot take. *)

BeginTestSection["messages"]

VerificationTest[Quiet[1/0; Log[1, 2, 3], Power::infy], Log[1, 2, 3], {Log::argt}, TestID -> "Quiet silences what it names"]
VerificationTest[Quiet[1/0; Sin[1, 2], All, Sin::argx], Sin[1, 2], {Sin::argx}, TestID -> "Quiet lets hear what its third argument names"]
VerificationTest[Quiet[Quiet[1/0, None, Power::infy]], ComplexInfinity, {Power::infy}, TestID -> "the innermost Quiet decides"]
VerificationTest[{Check[1/0, "bad"], Check[1/0, "bad", Infinity::indet], Check[1/0, "bad", {Infinity::indet, Power::infy}], Check[1/0, "bad", General::infy]}, {"bad", ComplexInfinity, "bad", "bad"}, {Power::infy, Power::infy, Power::infy, Power::infy}, TestID -> "Check looks for the messages that it names"]
VerificationTest[{Check[Quiet[1/0], "bad"], Quiet[Check[1/0, "bad"]]}, {ComplexInfinity, "bad"}, TestID -> "Quiet inside of Check and around it"]
VerificationTest[Off[General::infy]; 1/0; On[General::infy]; 1/0, ComplexInfinity, {Power::infy}, TestID -> "General messages are switched off everywhere"]
VerificationTest[{Assert[1 > 2], On[Assert]; Assert[2 > 1], ToString[Assert[1 > 2]], Off[Assert]; Assert[1 > 2]}, {Null, Null, "Assert[1 > 2]", Null}, {Assert::asrtf}, TestID -> "assertions are checked where On asks for it"]
VerificationTest[On[Assert]; With[{found = Block[{$AssertFunction = g}, Assert[1 > 2, "t"]]}, Off[Assert]; found], g[HoldComplete[Assert[1 > 2, "t"]]], TestID -> "$AssertFunction"]
VerificationTest[f::one = "`1` is one."; {f::one, Messages[f], f::one =.; Messages[f]}, {"`1` is one.", {HoldPattern[f::one] :> "`1` is one."}, {}}, TestID -> "texts of messages"]
VerificationTest[h::word = "word"; h::word::French = "mot"; {h::word, h::word::French}, {"word", "mot"}, TestID -> "texts in a language"]
VerificationTest[{Message[foo], Message[f::none]}, {Message[foo], Null}, {Message::name, f::none}, TestID -> "what is no name, and what has no text"]
VerificationTest[General::argx, "`1` called with `2` arguments; 1 argument is expected.", TestID -> "texts of General messages"]
VerificationTest[{1, 2} + {1, 2, 3}, {1, 2} + {1, 2, 3}, {Thread::tdlen}, TestID -> "lists that do not thread"]
VerificationTest[{Sort[1], Flatten[x], Select[1, EvenQ], NestList[f, x, a], FactorInteger[1.5], IntegerDigits[1.5], Prime[0]}, {Sort[1], Flatten[x], Select[1, EvenQ], NestList[f, x, a], FactorInteger[1.5], IntegerDigits[1.5], Prime[0]}, {Sort::normal, Flatten::normal, Select::normal, NestList::intnm, FactorInteger::exact, IntegerDigits::int, Prime::intpp}, TestID -> "arguments of another kind"]
VerificationTest[{Range[a], Range[1, 5, 0], Range[x, x + 2], Range[Pi]}, {Range[a], Range[1, 5, 0], {x, 1 + x, 2 + x}, {1, 2, 3}}, {Range::range, Range::range}, TestID -> "ranges"]
VerificationTest[{Which[1], Which[1, 2, 3], Switch[1, 2]}, {Which[1], Which[1, 2, 3], Switch[1, 2]}, {Which::argctu, Which::argct, Switch::argct}, TestID -> "clauses without their values"]
VerificationTest[{Join[{1}, h[2]], Union[{1}, h[2]], Mean[{}]}, {Join[{1}, h[2]], Union[{1}, h[2]], Mean[{}]}, {Join::heads, Union::heads, Mean::rectt}, TestID -> "lists and other heads"]
VerificationTest[SetOptions[h, a -> 1], SetOptions[h, a -> 1], {SetOptions::optnf}, TestID -> "options that are not known"]

VerificationTest[{Sum[k^k, {k, 1, n}], Sum[k^k, {k, 1, n}], Sum[unknown[k], {k, 1, n}]}, {Sum[k^k, {k, 1, n}], Sum[k^k, {k, 1, n}], Sum[unknown[k], {k, 1, n}]}, {Sum::unsupported}, TestID -> "a sum without a formula says so once"]
VerificationTest[{Symbol["1a"], Symbol["a b"], Symbol["$x1"] === $x1}, {Symbol["1a"], Symbol["a b"], True}, {Symbol::symname, Symbol::symname}, TestID -> "names of symbols"]
VerificationTest[{Accumulate[1], ArcTan[0, 0]}, {Accumulate[1], Indeterminate}, {Accumulate::normal, ArcTan::indet}, TestID -> "no list, and no angle"]
VerificationTest[{SortBy[1, f], Ordering[x], Riffle[1, 2], ConstantArray[1, x]}, {SortBy[1, f], Ordering[x], Riffle[1, 2], ConstantArray[1, x]}, {SortBy::normal, Ordering::normal, Riffle::list, ConstantArray::ilsnn}, TestID -> "more arguments of another kind"]

VerificationTest[{Information["nosuchthing"], Information["*nosuch*"], MemberQ[Names["*Layer"], "LinearLayer"], Names["StringTr@"], Names["StringT@"]}, {Missing["UnknownSymbol", "nosuchthing"], Missing["UnknownSymbol", "*nosuch*"], True, {"StringTrim"}, {"StringTake", "StringTemplate", "StringTrim"}}, {Information::notfound, Information::nomatch}, TestID -> "Information and Names with stars"]

EndTestSection[]
