"""Functions of arrays as nets: what FunctionLayer[f] makes of f.

The function is followed once with stand-ins for its arrays (`values.Traced`), in a small evaluator of its
own (`tracer`), because the kernel's functions would take a stand-in for a number or an atom.  Each operation
puts a layer into a graph (`builder`); operations on single numbers are put off and joined into one
ElementwiseLayer or ThreadingLayer.  What needs no array is left to the kernel, and so are the definitions of
the user.

What can be followed is declared in `functions/`, one file a theme; anything else is a Problem that names the
part of the function which cannot be done.  A rewriting of f in terms of torch functions was rejected: the net
could not be inspected, written to files, exported or trained with multipliers part by part.
"""
