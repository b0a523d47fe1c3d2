"""Steps between dates: adding days and months, ranges of dates, differences."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..expr import Expr, Integer, Node, Rational, Real, S, String, is_head
from ..kernel.builtin import builtin
from ..problem import Template
from .date_reading import Date, needed, now
from .dates import date_object, exact, is_leap

NO_STEP = Template("step", '`1` is not a step of dates, such as 3, "Month" or {2, "Week"}.')

_SECONDS = {"Second": 1, "Minute": 60, "Hour": 3600, "Day": 86400, "Week": 604800}
_MONTHS = {"Month": 1, "Quarter": 3, "Year": 12}


def _step(node: Node) -> tuple[float, str]:
    """The number and the unit of a step."""
    if is_head(node, S.Quantity) or (is_head(node, S.List) and len(node.args) == 2):
        number, unit = node.args
    elif type(node) is String:
        number, unit = Integer(1), node
    else:
        number, unit = node, String("Day")
    name = unit.value.removesuffix("s") if type(unit) is String else ""
    if type(number) not in (Integer, Real, Rational) or (name not in _SECONDS and name not in _MONTHS):
        raise NO_STEP(node)
    return number.value, name


def moved(date: Date, step: Node, times: int = 1) -> Date:
    """The date so many steps later; at the end of a month that is too short on its last day."""
    number, unit = _step(step)
    if unit in _SECONDS:
        return Date(date.moment + timedelta(seconds=float(number * times * _SECONDS[unit])), date.parts)
    months = date.moment.year * 12 + date.moment.month - 1 + int(number) * times * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    longest = 28 + is_leap(year) if month == 2 else 30 + (month in (1, 3, 5, 7, 8, 10, 12))
    day = min(date.moment.day, longest)
    return Date(date.moment.replace(year=year, month=month, day=day), date.parts)


def _like(date: Date, given: Node) -> Node:
    """A date in the notation of another one."""
    return date.node if is_head(given, S.List) else date_object(date)


@builtin("DatePlus[date_, step_]")
def date_plus(k, date: Node, step: Node | None = None):
    """DatePlus[date, n] gives the date n days later, DatePlus[date, {n, "Month"}] n months later.

    >> DatePlus[{2020, 1, 31}, {1, "Month"}]
    {2020, 2, 29}
    """
    if step is None:
        return date_object(moved(Date(now().moment, 3), date))
    made = needed(date)
    for each in (
        step.args if is_head(step, S.List) and all(is_head(s, S.List) for s in step.args) else (step,)
    ):
        made = moved(made, each)
    return _like(made, date)


@builtin("DateRange[first_, last_, step_]")
def date_range(k, first: Node, last: Node, step: Node = String("Day")):
    """DateRange[d1, d2] gives the list of the days from d1 to d2; DateRange[d1, d2, step] other steps.

    >> DateRange[{2020, 1, 31}, {2020, 4, 1}, "Month"]
    {{2020, 1, 31}, {2020, 2, 29}, {2020, 3, 31}}
    """
    start, end = needed(first), needed(last)
    number, _ = _step(step)
    if number <= 0:
        raise NO_STEP(step)
    found: list[Node] = []
    while (date := moved(start, step, len(found))).moment <= end.moment:
        found.append(_like(date, first))
    return Expr(S.List, tuple(found))


@builtin("DateDifference[first_, last_, unit_]")
def date_difference(k, first: Node, last: Node, unit: Node = String("Day")):
    """DateDifference[d1, d2] gives the days from d1 to d2, DateDifference[d1, d2, "Hour"] the hours.

    DateDifference[d1, d2, {"Year", "Month"}] gives whole years, and months for the rest.

    >> {DateDifference[{2020, 1, 1}, {2020, 3, 1}], DateDifference[{2020, 1, 1}, {2020, 3, 1}, "Month"]}
    {Quantity[60, "Days"], Quantity[2, "Months"]}
    """
    names = [_unit_name(item) for item in (unit.args if is_head(unit, S.List) else (unit,))]
    start, end = needed(first), needed(last)
    numbers: list[Node] = []
    for name in names[:-1]:
        whole = int(_count(start, end, name))
        start = moved(start, S.List(Integer(whole), String(name)))
        numbers.append(Integer(whole))
    numbers.append(exact(_count(start, end, names[-1])))
    plural = [String(name + "s") for name in names]
    if len(names) == 1:
        return S.Quantity(numbers[0], plural[0])
    return S.Quantity(
        S.MixedMagnitude(Expr(S.List, tuple(numbers))), S.MixedUnit(Expr(S.List, tuple(plural)))
    )


def _unit_name(node: Node) -> str:
    name = node.value.removesuffix("s") if type(node) is String else ""
    if name not in _SECONDS and name not in _MONTHS:
        raise NO_STEP(node)
    return name


def _count(start: Date, end: Date, name: str) -> float:
    """How many of a unit there are between two dates; the rest of a month by its length."""
    if name in _SECONDS:
        return (end.moment - start.moment).total_seconds() / _SECONDS[name]
    if end.moment < start.moment:
        return -_count(end, start, name)
    months = (end.moment.year - start.moment.year) * 12 + end.moment.month - start.moment.month
    step = _MONTHS[name]
    whole = months // step

    def at(count: int) -> Date:
        return moved(start, S.List(Integer(count), String(name)))

    if at(whole).moment > end.moment:
        whole -= 1
    before, after = at(whole).moment, at(whole + 1).moment
    return whole + (end.moment - before) / (after - before)


@builtin("DayCount[first_, last_]")
def day_count(k, first: Node, last: Node):
    """DayCount[d1, d2] gives the number of days from d1 to d2.

    >> DayCount[{2020, 1, 1}, {2020, 3, 1}]
    60
    """
    return (needed(last).moment.date() - needed(first).moment.date()).days


@builtin("DayRange[first_, last_]")
def day_range(k, first: Node, last: Node):
    """DayRange[d1, d2] gives the list of the days from d1 to d2, as date objects.

    >> DayRange[{2020, 1, 31}, {2020, 2, 1}]
    {DateObject[{2020, 1, 31}, "Day"], DateObject[{2020, 2, 1}, "Day"]}
    """
    start = Date(needed(first).moment, 3)
    days = (needed(last).moment.date() - start.moment.date()).days
    return [date_object(moved(start, Integer(i))) for i in range(days + 1)]


@builtin("DateBounds[dates_List]")
def date_bounds(k, dates: Node):
    """DateBounds[{d1, d2, ...}] gives the first and the last of the dates.

    >> DateBounds[{{2020, 5, 1}, {2019, 1, 1}}]
    {{2019, 1, 1}, {2020, 5, 1}}
    """
    ordered = sorted(dates.args, key=lambda date: needed(date).moment)
    return [ordered[0], ordered[-1]] if ordered else []


@builtin("JulianDate[date_]")
def julian_date(k, date: Node | None = None):
    """JulianDate[date] gives the days, with their fraction, since noon of the first of January 4713 BC.

    >> JulianDate[{2000, 1, 1, 12}]
    2.451545*^6
    """
    moment = (now() if date is None else needed(date)).moment
    return 2451545.0 + (moment - datetime(2000, 1, 1, 12)).total_seconds() / 86400
