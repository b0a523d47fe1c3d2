"""The functions of mpmath by their names in the language.  Declares nothing: anyone may import it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..lazy import mpmath

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
