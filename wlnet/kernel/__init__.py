"""The kernel: what the names of a session mean, and how expressions are evaluated.

Decisions, with what was rejected:

* Definitions are closures.  The right side of a rule, the body of a pure function or of a loop is compiled
  once to Python closures (`code`) that compute its value; substituting into a tree and walking the tree
  again costs five times as much.  The tree stays the truth: whatever the compiler does not know well it
  leaves to `Kernel.evaluate`.
* An evaluated expression is marked with the epoch in which it was found so, and is not walked again in that
  epoch.  A new epoch begins (`state`) when a symbol that was seen without value or rule gets one.  Comparing
  time stamps symbol by symbol would be finer and cost more at every step.
* A problem is data until the head is known; `State.message` is the one place that prints.
* Leaving early (Throw, Return, Abort ...) is an exception of `control`.
"""
