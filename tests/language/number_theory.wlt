(* Whole numbers: divisors, residues, digits, bits. *)

VerificationTest[{Divisors[12], DivisorSigma[1, 12], EulerPhi[36], MoebiusMu[{1, 12, 30}], PrimeOmega[12], PrimeNu[12]}, {{1, 2, 3, 4, 6, 12}, 28, 12, {1, 0, -1}, 3, 2}, TestID -> "divisors"]
VerificationTest[Table[DivisorSum[n, EulerPhi] == n, {n, 20}], Table[True, 20], TestID -> "the totients of the divisors add up to the number"]
VerificationTest[{NextPrime[100], NextPrime[100, -1], PrimePi[1000], Prime[PrimePi[1000]]}, {101, 97, 168, 997}, TestID -> "primes"]
VerificationTest[{PowerMod[3, -1, 7], ModularInverse[3, 7], ExtendedGCD[12, 18], ChineseRemainder[{2, 3, 2}, {3, 5, 7}]}, {5, 5, {6, {-1, 1}}, 23}, TestID -> "residues"]
VerificationTest[PowerMod[2, -1, 4], PowerMod[2, -1, 4], {PowerMod::ninv}, TestID -> "no inverse"]
VerificationTest[{MultiplicativeOrder[2, 7], PrimitiveRoot[7], JacobiSymbol[2, 7], JacobiSymbol[3, 7], CarmichaelLambda[15]}, {3, 3, 1, -1, 4}, TestID -> "orders and symbols"]
VerificationTest[{IntegerDigits[6, 2, 5], IntegerLength[12345], IntegerExponent[24, 2], DigitCount[100, 2], IntegerReverse[123]}, {{0, 0, 1, 1, 0}, 5, 3, {3, 4}, 321}, TestID -> "digits"]
VerificationTest[{RealDigits[1/6], RealDigits[19/7, 10, 5], RealDigits[123.5][[2]], FromDigits[{{1, 2, 3}, 1}], FromDigits["ff", 16]}, {{{1, {6}}, 0}, {{2, 7, 1, 4, 2}, 1}, 3, 123/100, 255}, TestID -> "digits of reals, and back"]
VerificationTest[{BitAnd[12, 10], BitOr[12, 10], BitXor[12, 10], BitNot[5], BitShiftLeft[1, 10], BitShiftRight[-5, 1], BitLength[256]}, {8, 14, 6, -6, 1024, -3, 9}, TestID -> "bits"]
VerificationTest[{ContinuedFraction[47/17], ContinuedFraction[Sqrt[7]], FromContinuedFraction[{2, 1, 3, 4}], Convergents[{1, 2, 2}]}, {{2, 1, 3, 4}, {2, {1, 1, 1, 4}}, 47/17, {1, 3/2, 7/5}}, TestID -> "continued fractions"]
VerificationTest[IntegerDigits[5, 1], IntegerDigits[5, 1], {IntegerDigits::ibase}, TestID -> "no base"]
VerificationTest[{Fibonacci[100], LucasL[10], BernoulliB[10], StirlingS2[5, 2], BellB[5], PartitionsP[100]}, {354224848179261915075, 123, 5/66, 15, 52, 190569292}, TestID -> "sequences"]
