(* Distributions: exact formulas, random numbers by seed. *)

BeginTestSection["distributions"]

VerificationTest[{Mean[NormalDistribution[m, s]], Variance[NormalDistribution[m, s]], StandardDeviation[NormalDistribution[m, s]], Mean[UniformDistribution[{1, 4}]], Variance[UniformDistribution[]], Mean[GammaDistribution[a, b]], Median[ExponentialDistribution[1]]}, {m, s^2, s, 5/2, 1/12, a b, Log[2]}, TestID -> "moments"]
VerificationTest[{NormalDistribution[], UniformDistribution[], PDF[NormalDistribution[], 0] == 1/Sqrt[2 Pi], PDF[PoissonDistribution[2], 3], PDF[UniformDistribution[], 2], PDF[BernoulliDistribution[1/3], 1], PDF[BinomialDistribution[2, 1/2]][1]}, {NormalDistribution[0, 1], UniformDistribution[{0, 1}], True, 4/(3 E^2), 0, 1/3, 1/2}, TestID -> "densities"]
VerificationTest[{CDF[NormalDistribution[], 0], CDF[ExponentialDistribution[1], {-1, 2}], CDF[DiscreteUniformDistribution[{1, 6}], 4.5], Quantile[UniformDistribution[{0, 4}], {1/4, 1/2}], InverseCDF[ExponentialDistribution[2], 1/2], Quantile[PoissonDistribution[3], 0.5]}, {1/2, {0, 1 - E^-2}, 2/3, {1, 2}, Log[2]/2, 3}, TestID -> "distribution functions"]
VerificationTest[Abs[Quantile[NormalDistribution[], 0.975] - 1.959963984540054] < 10^-12, True, TestID -> "a quantile by search"]
VerificationTest[Module[{a, b}, SeedRandom[7]; a = RandomVariate[NormalDistribution[2, 3], {2, 3}]; SeedRandom[7]; b = RandomVariate[NormalDistribution[2, 3], {2, 3}]; {a === b, Dimensions[a]}], {True, {2, 3}}, TestID -> "a seed fixes the numbers"]
VerificationTest[SeedRandom[1]; {MatchQ[RandomVariate[NormalDistribution[]], _Real], MatchQ[RandomVariate[PoissonDistribution[4], 3], {_Integer, _Integer, _Integer}], Dimensions[RandomVariate[MultinormalDistribution[{0, 0}, {{1, 0}, {0, 1}}], 5]], Dimensions[RandomVariate[UniformDistribution[{{0, 1}, {2, 3}}], 4]], Dimensions[RandomReal[NormalDistribution[0, 1], 3]], AllTrue[RandomVariate[TruncatedDistribution[{-1, 1}, NormalDistribution[]], 100], -1 <= # <= 1 &], MemberQ[{a, b}, RandomVariate[EmpiricalDistribution[{a, b}]]], AllTrue[RandomVariate[CensoredDistribution[{0, 1}, NormalDistribution[]], 50], 0 <= # <= 1 &], Dimensions[RandomVariate[ProductDistribution[NormalDistribution[], UniformDistribution[]], 4]]}, {True, True, {5, 2}, {4, 2}, {3}, True, True, True, {4, 2}}, TestID -> "RandomVariate"]
VerificationTest[RandomVariate[NormalDistribution[0, -1]], RandomVariate[NormalDistribution[0, -1]], {RandomVariate::parm}, TestID -> "a negative deviation"]
VerificationTest[RandomVariate[5], RandomVariate[5], {RandomVariate::udist}, TestID -> "no distribution"]
VerificationTest[{Gamma[5], Gamma[1/2], Gamma[-1/2], Beta[2, 3], LogGamma[1], Gamma[0]}, {24, Sqrt[Pi], -2 Sqrt[Pi], 1/12, 0, ComplexInfinity}, TestID -> "Gamma, Beta"]
VerificationTest[{Piecewise[{{1, x > 0}, {2, True}}] /. x -> -1, Piecewise[{{1, False}}], Piecewise[{{a, b}, {c, False}}, d], Piecewise[{{1, 2 > 1}}]}, {2, 0, Piecewise[{{a, b}}, d], 1}, TestID -> "Piecewise"]

EndTestSection[]
