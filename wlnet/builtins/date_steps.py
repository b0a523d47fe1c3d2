"""Steps between dates: adding days and months, ranges of dates, differences."""

from __future__ import annotations

from datetime import timedelta

from ..expr import Expr, Integer, Node, Rational, Real, S, String, is_head
from ..kernel.builtin import builtin
from ..problem import Template
from .dates import Date, date_object, exact, is_leap, needed, now

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
    return _like(moved(needed(date), step), date)


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
def date_difference(k, first: Node, last: Node, unit: str = "Day"):
    """DateDifference[d1, d2] gives the days from d1 to d2, DateDifference[d1, d2, "Hour"] the hours.

    >> DateDifference[{2020, 1, 1}, {2020, 3, 1}]
    Quantity[60, "Days"]
    """
    name = unit.removesuffix("s")
    if name not in _SECONDS:
        raise NO_STEP(String(unit))
    seconds = (needed(last).moment - needed(first).moment).total_seconds()
    return S.Quantity(exact(seconds / _SECONDS[name]), String(name + "s"))
