"""Dates and times: date objects, writing dates, counting seconds; differences and comparisons of dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, Real, S, String, is_head
from ..kernel.builtin import builtin, symbol, variable
from ..problem import Template
from .date_reading import EPOCH, Date, needed, now
from .unwrapping import see_through

NO_ELEMENT = Template("elem", "`1` is not an element of dates; these are: `2`.")

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
    "Quarter": lambda d: str((d.month + 2) // 3),
    "QuarterShort": lambda d: str((d.month + 2) // 3),
    "QuarterName": lambda d: f"Quarter {(d.month + 2) // 3}",
    "QuarterNameShort": lambda d: f"Q{(d.month + 2) // 3}",
    "Month": lambda d: f"{d.month:02}",
    "MonthShort": lambda d: str(d.month),
    "MonthName": lambda d: MONTHS[d.month - 1],
    "MonthNameShort": lambda d: MONTHS[d.month - 1][:3],
    "MonthNameInitial": lambda d: MONTHS[d.month - 1][:1],
    "ISOWeekDate": lambda d: "{}-W{:02}-{}".format(*d.isocalendar()),
    "ISOYearDay": lambda d: f"{d.year:04}-{d.timetuple().tm_yday:03}",
    "WeekShort": lambda d: str(d.isocalendar().week),
    "Week": lambda d: f"{d.isocalendar().week:02}",
    "Day": lambda d: f"{d.day:02}",
    "DayShort": lambda d: str(d.day),
    "DayOfYear": lambda d: f"{d.timetuple().tm_yday:03}",
    "DayOfYearShort": lambda d: str(d.timetuple().tm_yday),
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


def exact(value: float) -> Node:
    """A whole number as such."""
    return Integer(int(value)) if value == int(value) else Real(value)


def date_object(date: Date) -> Node:
    """DateObject[{...}, "granularity"]."""
    return S.DateObject(date.node, String("Instant" if date.parts == 6 else GRANULARITY[date.parts - 1]))


variable("Now", "Now is the present moment.", S.DateObject())
variable("Today", "Today is the present day.", S.DateObject(String("Today")))
variable("Tomorrow", "Tomorrow is the day after today.", S.DateObject(String("Tomorrow")))
variable("Yesterday", "Yesterday is the day before today.", S.DateObject(String("Yesterday")))
_DAYS_FROM_NOW = {"Today": 0, "Tomorrow": 1, "Yesterday": -1}


@builtin("DateObject[spec___]")
def date_object_(k, spec: tuple[Node, ...]):
    """DateObject[{y, m, d}] stands for a date; DateObject[] is the present moment.

    >> DateObject["2020-05-17"]
    DateObject[{2020, 5, 17}, "Day"]
    """
    see_through(k, S.DateObject, lambda node: calculate(k, node))
    if not spec:
        return date_object(now())
    if len(spec) > 1:
        return _with_granularity(*spec[:2])
    if type(spec[0]) is String and spec[0].value in _DAYS_FROM_NOW:
        return date_object(Date(now().moment + timedelta(days=_DAYS_FROM_NOW[spec[0].value]), 3))
    return date_object(needed(spec[0]))


def _with_granularity(given: Node, granularity: Node) -> Node | None:
    """A date of no more parts than its granularity has; None where nothing is to be done."""
    name = granularity.value if type(granularity) is String else ""
    parts = 6 if name == "Instant" else GRANULARITY.index(name) + 1 if name in GRANULARITY else 0
    date = Date.from_node(given)
    if not parts or date is NOT_CONVERTED or (is_head(given, S.List) and date.parts == parts):
        return None
    return date_object(Date(date.moment, parts))


def calculate(k, node: Expr) -> Node | None:
    """Differences, comparisons and the order of dates; None for other calls."""
    if node.head is S.Plus:
        return _sum(node)
    if node.head in _COMPARING or node.head in _CHOOSING:
        dates = [Date.from_node(arg) if is_head(arg, S.DateObject) else NOT_CONVERTED for arg in node.args]
        if len(dates) < 2 or any(date is NOT_CONVERTED for date in dates):
            return None
        if node.head in _COMPARING:
            return Expr(node.head, tuple(exact((d.moment - EPOCH).total_seconds()) for d in dates))
        best = (max if node.head is S.Max else min)(range(len(dates)), key=lambda i: dates[i].moment)
        return node.args[best]
    return None


_COMPARING = frozenset({S.Equal, S.Unequal, S.Less, S.Greater, S.LessEqual, S.GreaterEqual})
_CHOOSING = frozenset({S.Max, S.Min})


def _sum(node: Expr) -> Node | None:
    """A date and quantities of time, or one date less another."""
    dates = [arg for arg in node.args if is_head(arg, S.DateObject)]
    less = [arg.args[1] for arg in node.args if is_head(arg, S.Times) and _is_less_date(arg)]
    steps = [arg for arg in node.args if is_head(arg, S.Quantity)]
    if len(dates) != 1 or len(less) > 1 or len(dates) + len(less) + len(steps) != len(node.args):
        return None
    made: Node = dates[0] if not less else S.DateDifference(less[0], dates[0])
    if less:
        return S.Plus(made, *steps) if steps else made
    for step in steps:
        made = S.DatePlus(made, step)
    return made


def _is_less_date(node: Node) -> bool:
    return len(node.args) == 2 and node.args[0] == Integer(-1) and is_head(node.args[1], S.DateObject)


@builtin("DateObjectQ[x_]")
def date_object_q(k, x: Node):
    """DateObjectQ[x] is True if x is a date object.

    >> {DateObjectQ[DateObject[{2020, 5, 17}]], DateObjectQ[5]}
    {True, False}
    """
    return is_head(x, S.DateObject) and Date.from_node(x) is not NOT_CONVERTED


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
