"""Patterns: from expressions with blanks to functions that match.

`compile` turns a pattern into the pieces of `matchers` and `sequences`.  Backtracking is done by
continuations rather than by generators (each level of a generator costs a resumption at every step) or by
an explicit stack (which would have to know every kind of pattern); what can match in one way only is a
plain test and pays nothing for it."""
