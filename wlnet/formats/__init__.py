"""Formats of files that hold nets and expressions: one module a format, from bytes to values and back.

Nothing here evaluates.  What is read is data: expressions as they stand in the file, or nets made of them by
the same checks that constructors make.  A file that is damaged or foreign is a `Damaged`, never half a value.
Files are written whole or not at all (see `whole_files`).

Rejected: pickle and `torch.save` as formats, since reading them can run code; the package wolframclient for
WXF, which brings a web client along and gives tuples in place of expressions (the tests compare with it).
"""
