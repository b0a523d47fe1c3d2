"""Surgery: taking parts out of nets and putting others in.  Every function returns a new net or a part.

Paths are those of `parts`.  After a change dimensions are inferred anew from what the user gave, and from
what the arrays are; arrays are shared by the old net and the new one, never copied.  Options stay with what
they belong to: multipliers with their layers, the types and coders of ports with ports that stay.
"""
