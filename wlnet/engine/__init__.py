"""The only package that runs PyTorch by itself: it lowers nets to programs and trains them.

A net becomes straight-line code (`lower`), its trained arrays live in one vector sorted by learning rate
multiplier (`flat`), a method moves that vector (`method`, `methods/`), what does not change is computed once
(`freeze`), a GPU is given a step as one piece (`captured`), and the loop tells what happens as events
(`loop`).  Rejected: `torch.nn.Module` and parameter groups, whose cost per array is most of a small net's
step; callbacks inside the loop, where leaving a `for` and looking at events is enough.
"""
