"""Nets as values: layers, chains, graphs, their shapes, arrays and coders.

A net is immutable: what "changes" it returns a new one that shares the unchanged parts.  Decisions and
what they were preferred to:

- A layer is a declaration (parameters, ports, arrays, shape expressions, `forward`), one file each in
  `layers/`.  Constructor, inference in both directions, initialization and tests follow from it.  A
  `torch.nn.Module` would mutate, infer forward only and load PyTorch for ``1 + 1``.
- A net keeps what the user gave (`given`) apart from what follows from it (`dims`), so surgery can infer
  anew.
- Parts, multipliers, the table and the written form of a net know nets by what `Net` promises (`children`,
  `positions`, `wires`), not by their classes, so a new kind of net gets them, and `net.py` can use them.
- Nothing here evaluates expressions and nothing imports PyTorch: a `forward` meets it when it is first run.
"""
