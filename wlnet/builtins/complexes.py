"""Complex numbers and their parts."""

from __future__ import annotations

import cmath

from ..expr import Complex, Expr, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import REALS, ZERO, complex_of, negative, scalar, sign, to_complex
from .numeric import approximate

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


@builtin("Complex[re_, im_]")
def complex_(k, re: Node, im: Node):
    """Complex[a, b] is the number a + b I.

    >> {Complex[1, 2], Complex[3, 0], (1 + 2 I)^2}
    {1 + 2*I, 3, -3 + 4*I}
    """
    if type(re) not in REALS or type(im) not in REALS:
        return None
    return complex_of(scalar(re), scalar(im))


def parts(x: Node) -> tuple[Node, Node] | None:
    """The real and imaginary part of a number, or of a real or imaginary multiple of one; None if not
    known.
    """
    if type(x) in REALS:
        return x, ZERO
    if type(x) is Complex:
        return x.value[0], x.value[1]  # type: ignore[return-value]
    value = approximate(x)
    if value is not None and not isinstance(value, complex):
        return x, ZERO
    if type(x) is Expr and x.head is S.Times and type(x.args[0]) is Complex:
        rest = x.args[1:]
        if all(isinstance(approximate(factor), float) for factor in rest):
            re, im = x.args[0].value
            return Expr(S.Times, (re, *rest)), Expr(S.Times, (im, *rest))
    return None


def _part(name: str, place: int, text: str) -> None:
    """Declare Re or Im, which also take the known terms of a sum and factors of a product apart."""
    head = getattr(S, name)

    def function(k, x: Node):
        found = parts(x)
        if found is not None:
            return found[place]
        if type(x) is not Expr:
            return None
        if x.head is S.Plus:
            return _of_sum(head, x, place)
        return _of_product(x, place) if x.head is S.Times else None

    function.__doc__ = text
    builtin(f"{name}[x_]", attributes=_NUMERIC)(function)


def _of_sum(head: Node, x: Expr, place: int) -> Node | None:
    known = [found[place] for term in x.args if (found := parts(term)) is not None]
    rest = [term for term in x.args if parts(term) is None]
    if not known:
        return None
    return S.Plus(*known, Expr(head, (Expr(S.Plus, tuple(rest)),)))


def _of_product(x: Expr, place: int) -> Node | None:
    """A real factor comes out; an imaginary one turns one part into the other."""
    factor = x.args[0]
    rest = Expr(S.Times, x.args[1:])
    if type(factor) in REALS:
        return S.Times(factor, Expr(S.Im if place else S.Re, (rest,)))
    if type(factor) is Complex and sign(scalar(factor.value[0])) == 0:
        im = factor.value[1]
        return S.Times(im, S.Re(rest)) if place else S.Times(negative(im), S.Im(rest))
    return None


_part("Re", 0, "Re[z] is the real part of z.\n\n>> {Re[2 + 3 I], Re[1/2]}\n{2, 1/2}")
_part("Im", 1, "Im[z] is the imaginary part of z.\n\n>> {Im[2 + 3 I], Im[1/2]}\n{3, 0}")


@builtin("ReIm[z_]")
def re_im(k, z: Node):
    """ReIm[z] is {Re[z], Im[z]}.

    >> ReIm[2 + 3 I]
    {2, 3}
    """
    return S.List(S.Re(z), S.Im(z))


@builtin("AbsArg[z_]", attributes=Attribute.LISTABLE)
def abs_arg(k, z: Node):
    """AbsArg[z] is {Abs[z], Arg[z]}.

    >> AbsArg[1 + I]
    {Sqrt[2], Pi/4}
    """
    return S.List(S.Abs(z), S.Arg(z))


@builtin("Conjugate[z_]", attributes=_NUMERIC)
def conjugate(k, z: Node):
    """Conjugate[z] is z with the sign of its imaginary part changed.

    >> Conjugate[2 + 3 I]
    2 - 3*I
    """
    found = parts(z)
    if found is None:
        return _conjugate_of_expression(z) if type(z) is Expr else None
    if type(z) is Complex:
        return Complex((z.value[0], negative(z.value[1])))
    return S.Plus(found[0], S.Times(Complex((ZERO, scalar_one(-1))), found[1]))


def _conjugate_of_expression(z: Expr) -> Node | None:
    """Known terms and factors are conjugated by themselves; Conjugate undoes itself."""
    if z.head is S.Conjugate and len(z.args) == 1:
        return z.args[0]
    if z.head not in (S.Plus, S.Times):
        return None
    known = tuple(part for part in z.args if parts(part) is not None)
    rest = tuple(part for part in z.args if parts(part) is None)
    if not known:
        return None
    return Expr(z.head, (*(S.Conjugate(part) for part in known), S.Conjugate(Expr(z.head, rest))))


def scalar_one(value: int) -> Node:
    return complex_of(value, 0)


@builtin("Arg[z_]", attributes=_NUMERIC)
def arg(k, z: Node):
    """Arg[z] is the angle of z in the complex plane.

    >> {Arg[1], Arg[-1], Arg[2. I]}
    {0, Pi, 1.5707963267948966}
    """
    if type(z) in REALS:
        return S.Pi if sign(scalar(z)) < 0 else ZERO
    if type(z) is not Complex:
        return None
    if type(z.value[0]) is Real:
        return cmath.phase(to_complex(z))
    return S.ArcTan(*z.value)
