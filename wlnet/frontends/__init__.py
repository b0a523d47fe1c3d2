"""Front ends: the command, the dialogue on a terminal, the runner of tests.

A front end owns a `Session` and a `Console`, hands over what it reads and shows what comes back; it knows
nothing of rules, nets or training.  Decisions and what they were preferred to:

- The options of the command are a table of our own. wolframscript's options are words behind one dash,
  take their values as ``-print [all]`` does, and end where the arguments of the script begin; argparse
  can be talked into each of these but not into all of them with messages that help.
- Expressions are evaluated as they are read, so an error late in a file does not undo the output before
  it.
- What only a terminal needs (prompt_toolkit) is in `terminal`, which a script never imports.
- Messages go to stderr, though wolframscript mixes them into stdout: a pipe should carry results.
"""
