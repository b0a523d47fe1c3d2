"""Functions at numbers of stated precision, and special functions at machine numbers, by mpmath.

One table: the name in the language, and the function of mpmath's numbers.  The exact values of these
functions are declared elsewhere; what is here is tried after them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import Complex, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import is_number
from ..lazy import mpmath
from .big import has_big, machine_value, value_of
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
Function = Callable[..., Any]


def _named(name: str) -> Function:
    return lambda *args: getattr(mpmath, name)(*args)


def _whole(name: str) -> Function:
    """A function whose first argument is taken as a whole number where it is one."""

    def function(n: Any, *rest: Any) -> Any:
        return getattr(mpmath, name)(int(n) if n == int(n.real) else n, *rest)

    return function


_BY_NAME = {
    **{f"Arc{name}{h}": f"a{name.lower()}{h}" for name in ("Sin", "Cos", "Tan") for h in ("", "h")},
    **{f"{name}{h}": f"{name.lower()}{h}" for name in ("Sin", "Cos", "Tan") for h in ("", "h")},
    **{f"{name}{h}": f"{name.lower()}{h}" for name in ("Sec", "Csc", "Cot") for h in ("", "h")},
    **{f"Arc{name}{h}": f"a{name.lower()}{h}" for name in ("Sec", "Csc", "Cot") for h in ("", "h")},
    "Sinc": "sinc",
    "Log": "log",
    "Gamma": "gamma",
    "LogGamma": "loggamma",
    "Erf": "erf",
    "Erfc": "erfc",
    "Erfi": "erfi",
    "InverseErf": "erfinv",
    "Zeta": "zeta",
    "EllipticK": "ellipk",
    "EllipticE": "ellipe",
    "SinIntegral": "si",
    "CosIntegral": "ci",
    "SinhIntegral": "shi",
    "CoshIntegral": "chi",
    "ExpIntegralEi": "ei",
    "LogIntegral": "li",
    "AiryAi": "airyai",
    "AiryBi": "airybi",
    "BarnesG": "barnesg",
    "Hyperfactorial": "hyperfac",
}
ONE_ARGUMENT: dict[str, Function] = {name: _named(of) for name, of in _BY_NAME.items()} | {
    "PolyGamma": lambda x: mpmath.digamma(x),
    "LogisticSigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "ProductLog": lambda x: mpmath.lambertw(x),
    "DirichletEta": lambda x: mpmath.altzeta(x),
    "InverseErfc": lambda x: mpmath.erfinv(1 - x),
    "Haversine": lambda x: (1 - mpmath.cos(x)) / 2,
    "Gudermannian": lambda x: 2 * mpmath.atan(mpmath.tanh(x / 2)),
    "HarmonicNumber": lambda x: mpmath.harmonic(x),
}
TWO_ARGUMENTS: dict[str, Function] = {
    "ArcTan": lambda x, y: mpmath.atan2(y, x),
    "Log": lambda b, x: mpmath.log(x) / mpmath.log(b),
    "Gamma": lambda a, x: mpmath.gammainc(a, x),
    "GammaRegularized": lambda a, x: mpmath.gammainc(a, x, regularized=True),
    "Beta": lambda a, b: mpmath.beta(a, b),
    "Erf": lambda a, b: mpmath.erf(b) - mpmath.erf(a),
    "Zeta": _named("zeta"),
    "PolyGamma": _whole("polygamma"),
    "PolyLog": _whole("polylog"),
    "BesselJ": _named("besselj"),
    "BesselY": _named("bessely"),
    "BesselI": _named("besseli"),
    "BesselK": _named("besselk"),
    "HankelH1": _named("hankel1"),
    "HankelH2": _named("hankel2"),
    "StruveH": _named("struveh"),
    "StruveL": _named("struvel"),
    "SphericalBesselJ": lambda n, x: mpmath.sqrt(mpmath.pi / (2 * x)) * mpmath.besselj(n + 0.5, x),
    "SphericalBesselY": lambda n, x: mpmath.sqrt(mpmath.pi / (2 * x)) * mpmath.bessely(n + 0.5, x),
    "ExpIntegralE": lambda n, x: mpmath.expint(n, x),
    "LegendreP": lambda n, x: mpmath.legendre(n, x, zeroprec=400),
    "LegendreQ": lambda n, x: mpmath.legenq(n, 0, x, type=2),
    "ChebyshevT": lambda n, x: mpmath.chebyt(n, x, zeroprec=400),
    "ChebyshevU": lambda n, x: mpmath.chebyu(n, x, zeroprec=400),
    "HermiteH": _named("hermite"),
    "LaguerreL": lambda n, x: mpmath.laguerre(n, 0, x, zeroprec=400),
    "EllipticF": lambda a, m: mpmath.ellipf(a, m),
    "EllipticE": lambda a, m: mpmath.ellipe(a, m),
    "JacobiAmplitude": lambda u, m: mpmath.asin(mpmath.ellipfun("sn", u, m)),
    "Binomial": lambda n, m: mpmath.binomial(n, m),
    "Pochhammer": lambda x, n: mpmath.rf(x, n),
    "Hypergeometric0F1": _named("hyp0f1"),
    "ArithmeticGeometricMean": _named("agm"),
}
MORE_ARGUMENTS: dict[tuple[str, int], Function] = {
    ("Hypergeometric1F1", 3): lambda a, b, z: mpmath.hyp1f1(a, b, z),
    ("HypergeometricU", 3): lambda a, b, z: mpmath.hyperu(a, b, z),
    ("Hypergeometric2F1", 4): lambda a, b, c, z: mpmath.hyp2f1(a, b, c, z),
    ("BetaRegularized", 3): lambda x, a, b: mpmath.betainc(a, b, 0, x, regularized=True),
    ("Beta", 3): lambda x, a, b: mpmath.betainc(a, b, 0, x),
    ("GegenbauerC", 3): lambda n, a, x: mpmath.gegenbauer(n, a, x, zeroprec=400),
    ("JacobiP", 4): lambda n, a, b, x: mpmath.jacobi(n, a, b, x, zeroprec=400),
    ("LaguerreL", 3): lambda n, a, x: mpmath.laguerre(n, a, x, zeroprec=400),
}


def _declare(name: str, count: int, function: Function) -> None:
    """One rule: of arguments that are numbers, the value as precise as they allow."""

    def value(*args: Node) -> Node | None:
        if not all(map(is_number, args)):
            return None
        if any(type(arg) is Real or (type(arg) is Complex and type(arg.value[0]) is Real) for arg in args):
            return machine_value(function, *args)
        return value_of(function, *args) if has_big(*args) else None

    rules: dict[int, Callable[..., Node | None]] = {
        1: lambda k, a: value(a),
        2: lambda k, a, b: value(a, b),
        3: lambda k, a, b, c: value(a, b, c),
        4: lambda k, a, b, c, d: value(a, b, c, d),
    }
    names = "abcd"[:count]
    declared = rules[count]
    shown = ", ".join(("2", "0.5", "0.3", "0.25")[:count] if count > 1 else ("0.5",))
    declared.__doc__ = (
        f"{name}[{', '.join(names)}] has its value at inexact numbers to their precision.\n\n"
        f">> NumberQ[{name}[{shown}]]\nTrue"
    )
    builtin(f"{name}[{', '.join(n + '_' for n in names)}]", attributes=_NUMERIC)(declared)


for _name, _function in ONE_ARGUMENT.items():
    _declare(_name, 1, _function)
    FUNCTIONS.setdefault(getattr(S, _name), lambda z, f=_function: complex(f(z)))  # type: ignore[misc]
for _name, _function in TWO_ARGUMENTS.items():
    _declare(_name, 2, _function)
for (_name, _count), _function in MORE_ARGUMENTS.items():
    _declare(_name, _count, _function)
