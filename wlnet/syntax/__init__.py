"""Text to expressions (`parse`) and expressions to text (`write`).

Decisions.  The grammar file describes only what is nested: brackets, their slots, sequences of items.
Operators are data (`operators`), climbed by precedence in the callback of a sequence (`climb`), and the same
data decides where the printer puts parentheses.  A grammar with one rule a level was rejected: it cannot say
that ``# + 1 &`` binds loosely and is yet a fit left operand of ``/@``, it is slower, and it repeats in rules
what a table says in rows.

The lexer is our own because what a character means depends on whether an operand is wanted there (``!``
before and after an operand), on the brackets around it (a newline ends a statement only outside of them) and
on nested comments.
"""
