"""Dates and times: reading them in their many notations, writing them, counting seconds and days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, Rational, Real, S, String, is_head
from ..kernel.builtin import builtin, symbol, variable
from ..problem import Template

NO_DATE = Template("arg", "`1` cannot be read as a date.")
NO_ELEMENT = Template("elem", "`1` is not an element of dates; these are: `2`.")

EPOCH = datetime(1900, 1, 1)  # what AbsoluteTime counts from
UNIX_EPOCH = datetime(1970, 1, 1)
GRANULARITY = ("Year", "Month", "Day", "Hour", "Minute", "Second")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

for _day in DAYS:
    symbol(_day, f"{_day} is a day of the week.")

# the elements of dates: what each is called and how it is written
ELEMENTS: dict[str, Callable[[datetime], str]] = {
    "Year": lambda d: f"{d.year:04}",
    "YearShort": lambda d: f"{d.year % 100:02}",
    "Quarter": lambda d: f"{(d.month + 2) // 3:02}",
    "QuarterShort": lambda d: str((d.month + 2) // 3),
    "Month": lambda d: f"{d.month:02}",
    "MonthShort": lambda d: str(d.month),
    "MonthName": lambda d: MONTHS[d.month - 1],
    "MonthNameShort": lambda d: MONTHS[d.month - 1][:3],
    "MonthNameInitial": lambda d: MONTHS[d.month - 1][:1],
    "Week": lambda d: f"{d.isocalendar().week:02}",
    "Day": lambda d: f"{d.day:02}",
    "DayShort": lambda d: str(d.day),
    "DayOfYear": lambda d: f"{d.timetuple().tm_yday:03}",
    "DayName": lambda d: DAYS[d.weekday()],
    "DayNameShort": lambda d: DAYS[d.weekday()][:3],
    "DayNameInitial": lambda d: DAYS[d.weekday()][:1],
    "Hour": lambda d: f"{d.hour:02}",
    "Hour24": lambda d: f"{d.hour:02}",
    "Hour12": lambda d: f"{(d.hour - 1) % 12 + 1:02}",
    "HourShort": lambda d: str(d.hour),
    "Hour24Short": lambda d: str(d.hour),
    "Hour12Short": lambda d: str((d.hour - 1) % 12 + 1),
    "AMPM": lambda d: "PM" if d.hour >= 12 else "AM",
    "AMPMLowerCase": lambda d: "pm" if d.hour >= 12 else "am",
    "Minute": lambda d: f"{d.minute:02}",
    "MinuteShort": lambda d: str(d.minute),
    "Second": lambda d: f"{d.second:02}",
    "SecondShort": lambda d: str(d.second),
    "SecondExact": lambda d: f"{d.second + d.microsecond / 1e6:09.6f}",
    "Millisecond": lambda d: f"{d.microsecond // 1000:03}",
    "MillisecondShort": lambda d: str(d.microsecond // 1000),
}
FORMATS: dict[str, tuple[str, ...]] = {
    "ISODateTime": ("Year", "-", "Month", "-", "Day", "T", "Hour", ":", "Minute", ":", "Second"),
    "ISODate": ("Year", "-", "Month", "-", "Day"),
    "DateTime": (
        *("DayName", " ", "DayShort", " ", "MonthName", " ", "Year", " "),
        *("Hour", ":", "Minute", ":", "Second"),
    ),
    "DateTimeShort": (
        *("DayNameShort", " ", "DayShort", " ", "MonthNameShort", " ", "Year", " "),
        *("Hour", ":", "Minute", ":", "Second"),
    ),
    "Date": ("DayName", " ", "DayShort", " ", "MonthName", " ", "Year"),
    "DateShort": ("DayNameShort", " ", "DayShort", " ", "MonthNameShort", " ", "Year"),
    "Time": ("Hour", ":", "Minute", ":", "Second"),
}
_WRITTEN = (
    "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%B %d %Y", "%b %d %Y",
    "%d %b %Y %H:%M:%S", "%a %d %b %Y %H:%M:%S", "%A %d %B %Y %H:%M:%S", "%a %d %b %Y", "%A %d %B %Y",
    "%m/%d/%Y", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m", "%Y-%m-%d %H:%M", "%B %Y",
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
            return cls(EPOCH + timedelta(seconds=float(node.value)))
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
        return _from_text(items[0].value)
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


def exact(value: float) -> Node:
    """A whole number as such."""
    return Integer(int(value)) if value == int(value) else Real(value)


def date_object(date: Date) -> Node:
    """DateObject[{...}, "granularity"]."""
    return S.DateObject(date.node, String("Instant" if date.parts == 6 else GRANULARITY[date.parts - 1]))


variable("Now", "Now is the present moment.", S.DateObject())
variable("Today", "Today is the present day.", S.DateObject(String("Today")))


@builtin("DateObject[spec___]")
def date_object_(k, spec: tuple[Node, ...]):
    """DateObject[{y, m, d}] stands for a date; DateObject[] is the present moment.

    >> DateObject["2020-05-17"]
    DateObject[{2020, 5, 17}, "Day"]
    """
    if not spec:
        return date_object(now())
    if len(spec) > 1:
        return None
    if spec[0] == String("Today"):
        return date_object(Date(now().moment, 3))
    return date_object(needed(spec[0]))


@builtin("DateObject[spec__][property_]")
def date_property(k, spec: tuple[Node, ...], property: Node):
    """DateObject[...]["Year"] gives an element of a date.

    >> DateObject[{2020, 5, 17}]["Year"]
    2020
    """
    return date_value(k, spec[0], property)


@builtin("DateList[date_]")
def date_list(k, date: Node | None = None):
    """DateList[date] gives {year, month, day, hour, minute, second}; DateList[] that of now.

    >> DateList["2020-05-17 10:20:30"]
    {2020, 5, 17, 10, 20, 30.}
    """
    return Date((now() if date is None else needed(date)).moment, 6).node


@builtin("AbsoluteTime[date_]")
def absolute_time(k, date: Node):
    """AbsoluteTime[date] gives the seconds from the beginning of 1900 up to date.

    >> AbsoluteTime[{2000, 1, 1}]
    3155673600
    """
    return exact((needed(date).moment - EPOCH).total_seconds())


@builtin("UnixTime[date_]")
def unix_time(k, date: Node):
    """UnixTime[date] gives the seconds from the beginning of 1970, in universal time, up to date.

    >> AbsoluteTime[FromUnixTime[UnixTime[{2020, 5, 17}]]] == AbsoluteTime[{2020, 5, 17}]
    True
    """
    return int(needed(date).moment.astimezone().timestamp())


@builtin("FromUnixTime[seconds_]")
def from_unix_time(k, seconds: float):
    """FromUnixTime[n] gives the date n seconds after the beginning of 1970 in universal time.

    >> DateString[FromUnixTime[10^9], "Year"]
    "2001"
    """
    return date_object(Date(datetime.fromtimestamp(seconds)))


@builtin("FromAbsoluteTime[seconds_]")
def from_absolute_time(k, seconds: Node):
    """FromAbsoluteTime[n] gives the date n seconds after the beginning of 1900.

    >> DateString[FromAbsoluteTime[3155673600], "ISODate"]
    "2000-01-01"
    """
    return date_object(needed(seconds))


def written(date: Date, form: Node) -> str:
    """The date in a form: a name of FORMATS, or elements and other texts in a list."""
    parts: list[str] = []
    for item in form.args if is_head(form, S.List) else (form,):
        if type(item) is not String:
            raise NO_ELEMENT(item, ", ".join((*FORMATS, *ELEMENTS)))
        for name in FORMATS.get(item.value, (item.value,)):
            parts.append(ELEMENTS[name](date.moment) if name in ELEMENTS else name)
    return "".join(parts)


def _is_form(node: Node) -> bool:
    if type(node) is String:
        return node.value in FORMATS or node.value in ELEMENTS
    return is_head(node, S.List) and bool(node.args) and all(type(item) is String for item in node.args)


@builtin("DateString[date_, form_]")
def date_string(k, date: Node | None = None, form: Node = String("DateTimeShort")):
    """DateString[date, "ISODateTime"] gives a date as text; a list of elements and other texts says how.

    Without a date it is that of now, without a form one such as "Sun 17 May 2020 00:00:00".

    >> {DateString[{2020, 5, 17}, "ISODate"], DateString[{2020, 5, 17}, {"DayName", ", ", "MonthName"}]}
    {"2020-05-17", "Sunday, May"}
    """
    if date is None:
        return written(now(), form)
    if _is_form(date):
        return written(now(), date)
    return written(needed(date), form)


@builtin("DateValue[date_, element_]")
def date_value(k, date: Node, element: Node):
    """DateValue[date, "Month"] gives an element of a date, a number where it is one.

    >> {DateValue[{2020, 5, 17}, "Month"], DateValue[{2020, 5, 17}, "DayName"]}
    {5, Sunday}
    """
    if is_head(element, S.List):
        return [date_value(k, date, each) for each in element.args]
    if type(element) is not String or element.value not in ELEMENTS:
        raise NO_ELEMENT(element, ", ".join(ELEMENTS))
    text = ELEMENTS[element.value](needed(date).moment)
    if element.value == "DayName":
        return S.__getattr__(text)
    return int(text) if text.isdigit() else float(text) if element.value == "SecondExact" else text


@builtin("DayName[date_]")
def day_name(k, date: Node | None = None):
    """DayName[date] gives its day of the week.

    >> DayName[{2020, 5, 17}]
    Sunday
    """
    return S.__getattr__(DAYS[(now() if date is None else needed(date)).moment.weekday()])


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@builtin("LeapYearQ[date_]")
def leap_year_q(k, date: Node):
    """LeapYearQ[{year}] gives True if year is a leap year.

    >> LeapYearQ[{2020}]
    True
    """
    return is_leap(needed(date).moment.year)
