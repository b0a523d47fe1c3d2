(* Models of data: Fit, LinearModelFit, NonlinearModelFit, FindFit.  Normal equations and exact data are the oracles. *)

data = {{0, 1}, {1, 0}, {3, 2}, {5, 4}, {6, 4}};
lm = LinearModelFit[data, x, x];
design = {1, #} & /@ data[[All, 1]];
beta = LeastSquares[N[design], data[[All, 2]]];
near[a_, b_] := Max[Abs[Flatten[{a - b}]]] < 10^-6;

VerificationTest[Head[lm], FittedModel, TestID -> "a model"]
VerificationTest[lm["BestFitParameters"], beta, SameTest -> near, TestID -> "least squares"]
VerificationTest[lm[10], beta . {1, 10}, SameTest -> near, TestID -> "a model is a function"]
VerificationTest[D[lm[x], x], beta[[2]], SameTest -> near, TestID -> "of symbols, too"]
VerificationTest[lm["FitResiduals"], data[[All, 2]] - design . beta, SameTest -> near, TestID -> "residuals"]
VerificationTest[
  lm["RSquared"], Correlation[N[data[[All, 1]]], N[data[[All, 2]]]]^2, SameTest -> near, TestID -> "R squared"]
VerificationTest[
  lm["EstimatedVariance"], Total[lm["FitResiduals"]^2]/3, SameTest -> near, TestID -> "variance"]
VerificationTest[
  lm["ParameterErrors"], Sqrt[Diagonal[lm["EstimatedVariance"] Inverse[N[Transpose[design] . design]]]],
  SameTest -> near, TestID -> "errors of parameters"]
VerificationTest[
  LinearModelFit[{{0, 1}, {1, 2}, {2, 5}}, {x, x^2}, x]["BestFitParameters"], {1, 0, 1}, SameTest -> near,
  TestID -> "several functions"]
VerificationTest[
  LinearModelFit[{{0, 0, 1}, {1, 0, 3}, {0, 1, 4}, {1, 1, 6}}, {x, y}, {x, y}][2, 2], 11., SameTest -> near,
  TestID -> "several variables"]
VerificationTest[
  lm["BestFit"] /. x -> 2, lm[2], SameTest -> near, TestID -> "BestFit"]
VerificationTest[lm["Beauty"], $Failed, {FittedModel::notprop}, TestID -> "no property"]
VerificationTest[LinearModelFit[{{1, "a"}}, x, x], $Failed, {LinearModelFit::fitd}, TestID -> "no data"]

points = Table[{t, 3 Exp[-0.5 t] + 1}, {t, 0, 5, 0.5}];
VerificationTest[
  {a, b, c} /. FindFit[points, a Exp[-b t] + c, {a, b, c}, t], {3, 0.5, 1}, SameTest -> near, TestID -> "FindFit"]
nlm = NonlinearModelFit[points, a Exp[-b t] + c, {{a, 2}, {b, 1}, {c, 0}}, t];
VerificationTest[nlm[2.5], 3 Exp[-1.25] + 1, SameTest -> near, TestID -> "NonlinearModelFit"]
VerificationTest[
  {a, b, c} /. nlm["BestFitParameters"], {3, 0.5, 1}, SameTest -> near, TestID -> "its parameters are rules"]
VerificationTest[nlm["RSquared"], 1., SameTest -> near, TestID -> "a perfect fit"]
VerificationTest[FindFit[points, a t, 7, t], $Failed, {FindFit::fitm}, TestID -> "no parameters"]
