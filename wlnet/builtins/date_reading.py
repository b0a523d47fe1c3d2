"""Reading dates in their many notations: lists, texts, texts with a list of elements, seconds since 1900."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, Rational, Real, S, String, is_head
from ..problem import Template

NO_DATE = Template("arg", "`1` cannot be read as a date.")

EPOCH = datetime(1900, 1, 1)  # what AbsoluteTime counts from
_WRITTEN = (
    "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%B %d %Y", "%b %d %Y",
    "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %B %Y %H:%M:%S", "%d %B %Y %H:%M", "%Y/%m/%d %H:%M",
    "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%B %d, %Y %H:%M:%S", "%B %d, %Y %H:%M", "%b %d, %Y %H:%M:%S",
    "%a %d %b %Y %H:%M:%S", "%A %d %B %Y %H:%M:%S", "%a %d %b %Y", "%A %d %B %Y", "%m/%d/%Y", "%d.%m.%Y",
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m", "%Y-%m-%d %H:%M", "%B %Y",
)  # fmt: skip


class Date:
    """A date as the language writes it: DateObject, {y, m, d, ...}, a text, or seconds since 1900.

    `parts` is how many of year, month, day, hour, minute and second it states.
    """

    __slots__ = ("exact", "moment", "parts")

    def __init__(self, moment: datetime, parts: int = 6):
        self.moment, self.parts = moment, parts
        self.exact = moment.microsecond == 0

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if is_head(node, S.DateObject) and node.args:
            return cls.from_node(node.args[0])
        if type(node) is String:
            return _from_text(node.value)
        if type(node) in (Integer, Real, Rational):
            try:
                return cls(EPOCH + timedelta(seconds=float(node.value)))
            except OverflowError:  # beyond the years that dates have
                return NOT_CONVERTED
        if is_head(node, S.List) and 1 <= len(node.args) <= 6:
            return _from_list(node.args)
        return NOT_CONVERTED

    @property
    def node(self) -> Node:
        """{y, m, d, h, m, s}, as far as it is stated."""
        d = self.moment
        fields: list[Node] = [Integer(v) for v in (d.year, d.month, d.day, d.hour, d.minute)]
        second = Integer(d.second) if self.exact and self.parts < 6 else Real(d.second + d.microsecond / 1e6)
        return Expr(S.List, (*fields, second)[: self.parts])


def _from_list(items: tuple[Node, ...]) -> Any:
    if type(items[0]) is String and len(items) == 2:  # {"text", {elements}}
        return _by_elements(items[0].value, items[1])
    if not all(type(item) in (Integer, Real, Rational) for item in items):
        return NOT_CONVERTED
    year, month, day, *clock = [*(item.value for item in items), *(1, 1, 1)[len(items) :]][:6]
    months = int(year) * 12 + int(month) - 1
    try:
        start = datetime(months // 12, months % 12 + 1, 1)
        hours, minutes, seconds = [*map(Fraction, clock), Fraction(0), Fraction(0), Fraction(0)][:3]
        total = ((Fraction(day) - 1) * 24 + hours) * 3600 + minutes * 60 + seconds
        return Date(start + timedelta(seconds=float(total)), len(items))
    except (ValueError, OverflowError):
        return NOT_CONVERTED


# how the elements are read, for the library of Python
_READ = {
    "Year": "%Y", "YearShort": "%y", "Month": "%m", "MonthShort": "%m", "MonthName": "%B",
    "MonthNameShort": "%b", "Day": "%d", "DayShort": "%d", "DayName": "%A", "DayNameShort": "%a",
    "Hour": "%H", "HourShort": "%H", "Hour24": "%H", "Hour12": "%I", "AMPM": "%p", "Minute": "%M",
    "Second": "%S",
}  # fmt: skip


def _by_elements(text: str, elements: Node) -> Any:
    """The date in a text of these elements; between two of them stands what is no letter or digit."""
    each = elements.args if is_head(elements, S.List) else (elements,)
    if not all(type(item) is String for item in each):
        return NOT_CONVERTED
    form, between = "", False
    for item in each:
        found = _READ.get(item.value)  # type: ignore[attr-defined]
        form += (" " if between and found else "") + (found or item.value.replace("%", "%%"))  # type: ignore[attr-defined]
        between = found is not None
    spaced = re.sub(r"[^\w%]+", " ", text).strip()
    try:
        moment = datetime.strptime(spaced, re.sub(r"[^\w%]+", " ", form).strip())
    except ValueError:
        return NOT_CONVERTED
    return Date(moment, 6 if re.search("%[HIMS]", form) else 3 if "%d" in form else 2)


def _from_text(text: str) -> Any:
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone().replace(tzinfo=None)
        return Date(moment, 6 if len(text) > 10 else 3)
    except ValueError:
        pass
    for form in _WRITTEN:
        try:
            return Date(datetime.strptime(text, form), 6 if "%H" in form else 3 if "%d" in form else 2)
        except ValueError:
            continue
    return Date(datetime(int(text), 1, 1), 1) if re.fullmatch(r"\d{4}", text) else NOT_CONVERTED


def needed(node: Node) -> Date:
    """The date that `node` is.  Raises a Problem."""
    date = Date.from_node(node)
    if date is NOT_CONVERTED:
        raise NO_DATE(node)
    return date


def now() -> Date:
    return Date(datetime.now())
