(* an interpreter of a stack machine: instructions told apart by the shapes of nested lists *)
step[{{"push", n_}, rest___}, {stack___}, env_] := run[{rest}, {n, stack}, env];
step[{{"load", v_}, rest___}, {stack___}, env_] := run[{rest}, {v /. env, stack}, env];
step[{{"store", v_}, rest___}, {x_, stack___}, env_] := run[{rest}, {stack}, Prepend[DeleteCases[env, v -> _], v -> x]];
step[{{"add"}, rest___}, {a_, b_, stack___}, env_] := run[{rest}, {a + b, stack}, env];
step[{{"mul"}, rest___}, {a_, b_, stack___}, env_] := run[{rest}, {a b, stack}, env];
step[{{"repeat", n_Integer /; n > 0, body_List}, rest___}, stack_, env_] :=
  run[Join[body, {{"repeat", n - 1, body}, rest}], stack, env];
step[{{"repeat", _, _}, rest___}, stack_, env_] := run[{rest}, stack, env];
run[{}, {top_, ___}, env_] := {top, "x" /. env};
run[program_, stack_, env_] := step[program, stack, env];
Block[{$RecursionLimit = Infinity, $IterationLimit = Infinity},
 Print[run[{{"push", 1}, {"store", "x"}, {"repeat", 60, {{"load", "x"}, {"push", 3}, {"mul"}, {"push", 1}, {"add"}, {"store", "x"}}},
   {"push", 1}, {"repeat", 200, {{"push", 2}, {"mul"}}}}, {}, {}]]]
