(* a search tree of nested lists, and heads of our own taken apart by patterns *)
insert[{}, x_] := {x, {}, {}};
insert[{v_, l_, r_}, x_] := {v, insert[l, x], r} /; x < v;
insert[{v_, l_, r_}, x_] := {v, l, insert[r, x]} /; x > v;
insert[t_, _] := t;
depth[{}] = 0; depth[{_, l_, r_}] := 1 + Max[depth[l], depth[r]];
walk[{}] = {}; walk[{v_, l_, r_}] := Join[walk[l], {v}, walk[r]];
tree = Fold[insert, {}, Table[Mod[i*i*37 + 11 i, 1009], {i, 250}]];
eval[num[n_], _] := n;
eval[var[v_], env_] := Lookup[env, v];
eval[let[v_, e_, body_], env_] := eval[body, Append[env, v -> eval[e, env]]];
eval[op[f_, args__], env_] := f @@ (eval[#, env] & /@ {args});
term = Nest[let["x", op[Plus, var["x"], num[1], op[Times, var["y"], num[2]]], #] &, op[Times, var["x"], var["x"]], 150];
Print[{depth[tree], Length[walk[tree]], OrderedQ[walk[tree]], eval[term, <|"x" -> 1, "y" -> 3|>]}]
