"""Lay out what a field can hold as cells: values that the conditions on it answer alike share one.

The cells of a field stand in one line: missing; held, but of a kind that no condition asks for; and then kind by kind.
A kind with an order has a cell for each constant and one for each gap between two, left out where nothing lies in it:
between 4 and 5 in a field declared as integer, or after the last date.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from alignkit.currency import CURRENCIES, Money
from alignkit.history.declarations import FieldDeclaration
from alignkit.instants import MICROSECOND, micros
from alignkit.rules.constants import Kind
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.ranges import Cells, apart, holds, joined
from alignkit.rules.doubt.signs import Signs, is_pattern, text_excludes, text_implies, together
from alignkit.rules.doubt.steps import Pairs, Scale, Steps, constants_of, has_order
from alignkit.rules.judge import judge, kind_asked
from alignkit.rules.predicates import (
    AnyItem,
    Compare,
    EveryItem,
    FieldTest,
    Missing,
    OneOf,
    Within,
)
from alignkit.rules.verdict import Verdict

MOST_TOGETHER = 16
"""Up to so many patterns on a text, or conditions on the items of a list, are taken together."""
MOST_LISTS = 64
"""Conditions on the items of a list that have more answers together are taken one by one."""
MOST_TRIED = 10_000
"""Texts are tried against patterns up to so many times for a field."""
MOST_AGES = 8
"""Recent times and fixed times are taken together for a field with up to so many spans."""
_MISSING, _OTHER, FIRST_HELD = 0, 1, 2
"""The cells of no value and of a value of another kind, and the first of those of the kinds that are asked for."""
_DAYS = (1, date.max.toordinal())
_ZONES = timedelta(days=1) - MICROSECOND
_INSTANTS = (
    (datetime.min - datetime(1970, 1, 1) - _ZONES) // MICROSECOND,  # noqa: DTZ001, DTZ901 - the first instant
    (datetime.max - datetime(1970, 1, 1) + _ZONES) // MICROSECOND,  # noqa: DTZ001, DTZ901 - and the last, in any zone
)
KINDS: dict[str, Kind] = {
    "text": "text",
    "integer": "number",
    "number": "number",
    "boolean": "truth value",
    "date": "date",
    "instant": "instant",
    "money": "money",
    "list": "list",
}
_IN_ORDER: tuple[Kind, ...] = ("truth value", "number", "date", "instant", "money", "text", "list")


class Layout(NamedTuple):
    """The cells of a field, from 0 up to before `end`, and for each condition those in which it is YES and NO."""

    end: int
    answers: list[tuple[Cells, Cells]]


def lay_out(
    tests: Sequence[FieldTest], declared: FieldDeclaration | None = None, effort: Effort | None = None
) -> Layout | None:
    """Return the cells of a field that some conditions ask about; None where they are too many to be laid out together.

    A value of the declared type is taken to be of it, and among the allowed ones. A missing value, and one of another
    type, are reckoned with always.

    Raises:
        SpentError: it takes more than the effort that is left.

    >>> from alignkit.rules.predicates import Compare
    >>> lay_out([Compare("x", ">", 4), Compare("x", "<", 5)], FieldDeclaration("x", "integer"))
    Layout(end=6, answers=[((4, 6), (2, 4)), ((2, 4), (4, 6))])
    """
    asked = [kind_asked(test) for test in tests]
    kinds = {KINDS[declared.type]} if declared is not None else {kind for kind in asked if kind is not None}
    line = _Line(len(tests), effort or Effort(10**9))
    for kind in _IN_ORDER:
        if kind not in kinds:
            continue
        start = line.end
        mine = [(place, test) for place, test in enumerate(tests) if asked[place] == kind]
        if not _lay_kind(kind, line, mine, declared):
            return None
        for place, test in enumerate(tests):
            if asked[place] is None:  # a question about any kind
                line.no[place].append((start, line.end))
            elif asked[place] == kind and kind != "list" and not (kind == "money" and has_order(test)):
                line.no[place] += _gaps(joined(line.yes[place]), start, line.end)
    for place, test in enumerate(tests):
        if isinstance(test, Missing):
            line.yes[place].append((_MISSING, _OTHER))
        if asked[place] is None:
            line.no[place].append((_OTHER, FIRST_HELD))
    return Layout(line.end, [(joined(yes), joined(no)) for yes, no in zip(line.yes, line.no, strict=True)])


def on_its_own() -> Layout:
    """Return the cells for a condition of which nothing more is known than that it can be YES, NO or UNKNOWN."""
    return Layout(4, [((2, 3), (3, 4))])


class _Line:
    """The cells of a field while they are laid."""

    def __init__(self, tests: int, effort: Effort) -> None:
        self.effort = effort
        self.end = FIRST_HELD
        self.yes: list[Pairs] = [[] for _ in range(tests)]
        self.no: list[Pairs] = [[] for _ in range(tests)]

    def add(self, cells: int) -> int:
        """Add some cells at the end and return the first of them."""
        self.end += cells
        return self.end - cells


_Mine: TypeAlias = list[tuple[int, FieldTest]]


def _lay_kind(kind: Kind, line: _Line, mine: _Mine, declared: FieldDeclaration | None) -> bool:
    """Add the cells of one kind, and where in them each condition is YES; say whether they could be laid."""
    match kind:
        case "number":
            whole = declared is not None and declared.type == "integer"
            _lay_ordered(line, mine, Scale(discrete=whole))
        case "date":
            _lay_ordered(line, mine, Scale(date.toordinal, *_DAYS, discrete=True))
        case "instant":
            return _lay_instants(line, mine)
        case "money":
            _lay_money(line, mine)
        case "truth value":
            start = line.add(2)
            for place, test in mine:
                line.yes[place] = [(start + value, start + value + 1) for value in _truths(test)]
        case "text":
            return _lay_texts(line, mine, declared)
        case "list":
            return _lay_lists(line, mine, declared)
        case _:
            pass
    return True


def _lay_ordered(line: _Line, mine: _Mine, scale: Scale) -> None:
    values = [scale.told_by(value) for _, test in mine for value in constants_of(test)]
    steps = Steps(values, scale, line.end)
    line.add(steps.width)
    for place, test in mine:
        line.yes[place] = steps.where(test)


def _truths(test: FieldTest) -> list[bool]:
    match test:
        case Compare():
            return [bool(test.value) is (test.op == "==")]
        case OneOf():
            return [bool(value) for value in test.values]
        case _:
            return [True]


def _lay_money(line: _Line, mine: _Mine) -> None:
    """Lay the amounts of each currency in a row, and then all other currencies as one cell."""
    amounts: dict[str, list[Fraction]] = {}
    for _, test in mine:
        for value in constants_of(test):
            amounts.setdefault(value.currency, []).append(value.amount)
    start = line.end
    unequal: dict[int, tuple[int, int]] = {}
    for currency in sorted(amounts):
        steps = Steps(amounts[currency], Scale(_amount), line.end)
        base = line.add(steps.width)
        for place, test in mine:
            own = [value for value in constants_of(test) if value.currency == currency]
            if not own:
                continue
            if has_order(test):  # in another currency it is UNKNOWN
                line.yes[place] = steps.where(test)
                line.no[place] = _gaps(joined(line.yes[place]), base, line.end)
                continue
            equal = [pair for value in own for pair in steps.where(Compare("x", "==", value))]
            if isinstance(test, Compare) and test.op == "!=":
                unequal[place] = equal[0]
            else:
                line.yes[place] += equal
    line.add(int(len(amounts) < len(CURRENCIES)))
    for place, (low, high) in unequal.items():  # another currency is another amount
        line.yes[place] = [(start, low), (high, line.end)]


def _amount(value: Money) -> Fraction:
    return value.amount


def _gaps(cells: Cells, start: int, end: int) -> Pairs:
    bounds = [start, *cells, end]
    return [(low, high) for low, high in zip(bounds[::2], bounds[1::2], strict=True) if low < high]


def _lay_instants(line: _Line, mine: _Mine) -> bool:
    """Lay the instants once for each age that `within` tells apart: each may be of any age, as `as_of` may be any.

    An age is the time up to `as_of`; the last one holds the ages beyond all spans and what lies ahead.
    """
    spans = sorted({test.span for _, test in mine if isinstance(test, Within)})
    if len(spans) > MOST_AGES:
        return False
    scale = Scale(micros, *_INSTANTS, discrete=True)
    values = [micros(value) for _, test in mine for value in constants_of(test)]
    steps = Steps(values, scale, line.end)
    width, ages = steps.width, range(len(spans) + 1)
    start = line.add(width * len(ages))
    for place, test in mine:
        if isinstance(test, Within):
            line.yes[place] = [(start, start + (spans.index(test.span) + 1) * width)]
        else:
            held = steps.where(test)
            line.yes[place] = [(low + i * width, high + i * width) for i in ages for low, high in held]
    return True


def _lay_texts(line: _Line, mine: _Mine, declared: FieldDeclaration | None) -> bool:
    """Lay a cell for each text that is compared with, and then the other texts by which patterns they match."""
    allowed = declared.one_of if declared is not None else ()
    patterns = list(dict.fromkeys(test for _, test in mine if is_pattern(test)))
    named = dict.fromkeys(value for _, test in mine for value in constants_of(test))
    if allowed:
        known = frozenset(allowed)
        named = {value: None for value in named if value in known}
    if len(patterns) > MOST_TOGETHER or len(patterns) * len(allowed or named) > MOST_TRIED:
        return False
    others = _other_texts(patterns, named, allowed)
    if others is None:
        return False
    start = line.add(len(named) + len(others))
    cells = {value: start + i for i, value in enumerate(named)}
    held = [*(_signs(patterns, value) for value in named), *others] if patterns else []
    line.effort.spend(len(patterns) * len(held) // 4)
    for place, test in mine:
        if is_pattern(test):
            at = patterns.index(test)
            line.yes[place] = [(start + i, start + i + 1) for i, signs in enumerate(held) if signs[at]]
        else:
            line.yes[place] = [(cells[value], cells[value] + 1) for value in constants_of(test) if value in cells]
            if isinstance(test, Compare) and test.op == "!=":
                line.yes[place] = _gaps(joined(line.yes[place]), start, line.end)
    return True


def _other_texts(patterns: Sequence[FieldTest], named: Collection[str], allowed: Sequence[str]) -> list[Signs] | None:
    """Return by which patterns the texts can match that are not compared with; None where that is in too many ways."""
    if not allowed:
        return together(patterns, text_implies, text_excludes)
    if not patterns:
        return [()] if len(set(allowed)) > len(named) else []
    return list(dict.fromkeys(_signs(patterns, value) for value in allowed if value not in named))


def _signs(patterns: Sequence[FieldTest], value: str) -> Signs:
    return tuple(judge(test, value).verdict is Verdict.YES for test in patterns)


def _lay_lists(line: _Line, mine: _Mine, declared: FieldDeclaration | None) -> bool:
    """Lay a cell for each way in which a list can answer: those of the empty list, joined with those of any item."""
    tests = [test for _, test in mine if isinstance(test, AnyItem | EveryItem)]
    if len(tests) > MOST_TOGETHER:
        return False
    items = FieldDeclaration(declared.name, "text", declared.one_of) if declared is not None else None
    inner = lay_out([test.test for test in tests], items, line.effort)
    if inner is None:
        return False
    kinds = apart((0, inner.end), [cells for pair in inner.answers for cells in pair])
    ranks = {
        tuple(2 if holds(yes, cell) else 0 if holds(no, cell) else 1 for yes, no in inner.answers) for cell in kinds
    }
    join = [max if isinstance(test, AnyItem) else min for test in tests]
    empty = tuple(0 if isinstance(test, AnyItem) else 2 for test in tests)
    found = {empty}
    fresh = [empty]
    while fresh:
        held = fresh.pop()
        line.effort.spend(len(ranks) * len(tests) // 8)
        for item in ranks:
            longer = tuple(how(a, b) for how, a, b in zip(join, held, item, strict=True))
            if longer not in found:
                found.add(longer)
                fresh.append(longer)
        if len(found) > MOST_LISTS:
            return False
    start = line.add(len(found))
    answers = sorted(found)
    for at, (place, _) in enumerate(mine):
        line.yes[place] = [(start + i, start + i + 1) for i, answer in enumerate(answers) if answer[at] == 2]
        line.no[place] = [(start + i, start + i + 1) for i, answer in enumerate(answers) if answer[at] == 0]
    return True
