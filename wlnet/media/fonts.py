"""Which font file draws a family: an installed one of that name, else a bundled one of the same kind.

The bundled fonts are the DejaVu families that come with matplotlib, so what stands in for an absent font is
the same file on every machine.  The kind of an absent family (mono, sans or serif) is told by well-known
names and by words in the name; a name that says nothing is taken for sans.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from ..lazy import font_manager, matplotlib

NORMAL = 400  # the weight of plain type

# Parts of family names, spaces and case aside, in the order of the question: "Sans Mono" is mono.
KINDS = {
    "mono": """mono courier typewriter console consolas menlo monaco terminal inconsolata fixedsys
        lettergothic ocr cascadia iosevka cousine hack code nimbusmon""",
    "sans": """sans gothic grotesk grotesque helvet arial verdana tahoma trebuchet futura frutiger univers
        optima gillsans segoe calibri candara corbel""",
    "serif": """serif times roman georgia garamond palatino bookman baskerville cambria century schoolbook
        didot bodoni caslon minion constantia hoefler rockwell antiqua charter utopia perpetua goudy sabon
        bembo cochin clarendon stix lucidabright merriweather playfair bookerly mincho simsun songti batang
        cheltenham janson plantin jenson newyork athelas iowan crimson lora spectral bellmt californianfb
        centaur imprint footlight""",
}
BUNDLED = {  # kind: the files for plain, bold, italic, and bold italic
    "mono": ("DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSansMono-Oblique", "DejaVuSansMono-BoldOblique"),
    "sans": ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"),
    "serif": ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic"),
}
_BUNDLED_NAMES = {"dejavusansmono": "mono", "dejavusans": "sans", "dejavuserif": "serif"}


def kind_of(family: str) -> str:
    """Whether the family is "mono", "sans" or "serif", by its name."""
    name = _squeezed(family).replace("monotype", "")
    return next(
        (kind for kind, words in KINDS.items() if any(word in name for word in words.split())), "sans"
    )


@lru_cache(maxsize=1024)
def font_file(family: str, weight: int = NORMAL, italic: bool = False) -> str:
    """The file that draws `family` with a weight from 100 to 900, upright or italic."""
    name = _squeezed(family)
    faces = [] if name in _BUNDLED_NAMES else _installed().get(name, [])
    if not faces:
        return bundled_file(_BUNDLED_NAMES.get(name) or kind_of(family), weight, italic)

    def distance(face: font_manager.FontEntry) -> tuple:
        slanted = face.style in ("italic", "oblique")
        return slanted != italic, abs(_weight(face.weight) - weight), face.stretch != "normal", face.fname

    return min(faces, key=distance).fname


def bundled_file(kind: str, weight: int = NORMAL, italic: bool = False) -> str:
    """The bundled file of this kind; a weight from 600 is bold."""
    name = BUNDLED[kind][(weight >= 600) + 2 * italic]
    with _quiet():
        return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf")


@lru_cache(maxsize=1)
def _installed() -> dict[str, list]:
    """The faces of every installed family."""
    faces: dict[str, list] = {}
    with _quiet():
        for face in font_manager.fontManager.ttflist:
            faces.setdefault(_squeezed(face.name), []).append(face)
    return faces


@contextmanager
def _quiet() -> Iterator[None]:
    """matplotlib logs the caches that it builds when first used; the user need not know of them."""
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _weight(weight: int | str) -> int:
    return weight if isinstance(weight, int) else font_manager.weight_dict.get(weight, NORMAL)


def _squeezed(family: str) -> str:
    return "".join(filter(str.isalnum, family.lower()))
