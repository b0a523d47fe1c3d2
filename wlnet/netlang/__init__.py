"""The functions of the net framework: they read arguments, call the work in `nets` and `engine`, hand back
the value.

Nothing is computed here.  A function whose call cannot be carried out says why and gives $Failed, before
anything slow is begun.
"""
