"""Write the function that goes over a lead's events once: how many there were of each pattern, what clauses earned.

What it gives equals `found`, and `earned` with `capped`, for each pattern alone. Which of two equal events counts is no
matter here: their worth is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from alignkit.errors import DataError
from alignkit.history.events import Event
from alignkit.instants import MICROSECOND
from alignkit.rules.decay import DAY, Fading
from alignkit.rules.predicates import Did
from alignkit.rules.running.source import Source, indented
from alignkit.rules.running.write_rule import Pattern, pattern_of
from alignkit.rules.scores import Points, millionths

if TYPE_CHECKING:
    from datetime import timedelta

TOUCH = "touch"
NEVER = 10**30
"""Later than any instant, in microseconds."""
MOST_DAYS = 10_000
"""So many days are kept in the table of a clause that fades."""


class Worth(dict[int, int]):
    """What an event is worth after so many completed days, in units of a score; filled as it is asked.

    >>> Worth(Points(8, each=Did("webinar")), 1_000_000)[3]
    8
    """

    def __init__(self, clause: Points, unit: int) -> None:
        self._fading = Fading.of(clause)
        self._unit = unit

    def __missing__(self, days: int) -> int:
        if len(self) >= MOST_DAYS:
            self.clear()
        worth = self[days] = self._fading.after(days) // self._unit
        return worth


def write_events(wanted: Sequence[Did | Points], unit: int) -> Source:
    """Write the function from (events, now) to a tuple: a count for each pattern, points in units for each clause.

    Args:
        wanted: patterns and clauses over events, in the order of the answers.
        unit: how many millionths one of the points counts for.
    """
    source = Source()
    loop = _Loop(source)
    answers = [loop.count(item) if isinstance(item, Did) else loop.earned(item, unit) for item in wanted]
    source.add(*loop.before)
    source.add("for e in events:")
    source.add(*loop.body(), depth=2)
    source.add(*loop.after)
    source.add(f"return ({''.join(f'{answer}, ' for answer in answers)})")
    return source


def event_of(event: object) -> None:
    """Refuse what is no event.

    Raises:
        DataError: `wrong-type`.
    """
    if not issubclass(type(event), Event):
        raise DataError.at("wrong-type", f"events are of type Event, not {type(event).__name__}")


class _Loop:
    """The lines before the loop, for each event, and after it."""

    def __init__(self, source: Source) -> None:
        self.before = [f"if now is None: now = {source.bind(NEVER)}"]
        self.after: list[str] = []
        self._source = source
        self._names: dict[str, dict[str, list[str]]] = {}
        self._counts: dict[Pattern, str] = {}
        self._spans: dict[timedelta, str] = {}
        self._day = source.bind(DAY)

    def count(self, pattern: Did) -> str:
        """Count the events of a pattern, and return the name of their number."""
        key = pattern_of(pattern)
        if key not in self._counts:
            self._counts[key] = self._start("n", "0")
            self._do(pattern, f"{self._counts[key]} += 1")
        return self._counts[key]

    def earned(self, clause: Points, unit: int) -> str:
        """Add up what the events of a clause are worth, and return the name of the sum."""
        pattern = clause.each
        if pattern is None:  # pragma: no cover - only clauses over events come here
            raise TypeError(clause)
        most = 1 if clause.first_only else clause.count_up_to
        if Fading.of(clause).lasts:
            each = self._source.bind(millionths(clause.points) // unit)
            count = self.count(pattern)
            limit = "" if most is None else self._source.bind(most)
            number = f"({count} if {count} < {limit} else {limit})" if limit else count
            total = f"q{len(self.before)}"
            self.before.append(f"{total} = 0")
            self.after.append(f"{total} = {number} * {each}")
        else:
            total = self._fading(clause, pattern, self._source.bind(Worth(clause, unit)))
        if clause.cap is not None:
            cap = self._source.bind(millionths(clause.cap) // unit)
            self.after.append(f"if {total} {'>' if clause.cap > 0 else '<'} {cap}: {total} = {cap}")
        return total

    def _fading(self, clause: Points, pattern: Did, worth: str) -> str:
        total = self._start("q", "0")
        if clause.first_only:
            never = self._source.bind(NEVER)
            first = self._start("a", never)
            self._do(pattern, f"if at < {first}: {first} = at")
            self.after.append(f"if {first} is not {never}: {total} = {worth}[(now - {first}) // {self._day}]")
        elif clause.count_up_to is not None:
            # all points fade, so the latest events are worth most
            most = self._source.bind(clause.count_up_to)
            instants = self._start("a", "[]")
            self._do(pattern, f"{instants}.append(at)")
            self.after += [
                f"if len({instants}) > {most}:",
                f"    {instants}.sort()",
                f"    del {instants}[:-{most}]",
                f"for at in {instants}: {total} += {worth}[(now - at) // {self._day}]",
            ]
        else:
            self._do(pattern, f"{total} += {worth}[(now - at) // {self._day}]")
        return total

    def _start(self, letter: str, value: str) -> str:
        name = f"{letter}{len(self.before)}"
        self.before.append(f"{name} = {value}")
        return name

    def _do(self, pattern: Did, line: str) -> None:
        """Note what is done with each event that a pattern means."""
        tests = []
        if pattern.within is not None:
            if pattern.within not in self._spans:
                span = self._source.bind(pattern.within // MICROSECOND)
                self._spans[pattern.within] = self._start("s", f"now - {span}")
            tests.append(f"at >= {self._spans[pattern.within]}")
        if pattern.where is not None:
            from alignkit.rules.compile import compiled

            tests.append(f"{self._source.bind(compiled(pattern.where).decide)}(e.attributes, None, None) is Y")
        self._names.setdefault(pattern.name, {}).setdefault(" and ".join(tests), []).append(line)

    def body(self) -> list[str]:
        """Return the lines for one event: by its name first, since most names are not asked about."""
        bind = self._source.bind
        lines = [f"if T(e) is not E: {bind(event_of)}(e)"]
        instant = ["at = e._micros", "if at > now: continue"]
        touches = self._names.pop(TOUCH, None)
        if touches is not None:  # a touch is meant by its kind, whatever its own name
            lines += [*instant, f"if e.kind == {bind(TOUCH)}:", *indented(_tested(touches))]
            instant = []
        choices = [_tested(tests) for tests in self._names.values()]
        if len(choices) == 1:
            return [*lines, f"if e._name != {bind(next(iter(self._names)))}: continue", *instant, *choices[0]]
        if choices:
            places = bind({name: place for place, name in enumerate(self._names)}.get)
            lines += [f"i = {places}(e._name)", "if i is None: continue", *instant, *_branches(choices, 0)]
        return lines


def _tested(tests: dict[str, list[str]]) -> list[str]:
    lines = []
    for test, inner in tests.items():
        lines += [f"if {test}:", *indented(inner)] if test else inner
    return lines


def _branches(choices: list[list[str]], first: int) -> list[str]:
    """Write the choice by `i` among lists of lines, by halves."""
    if len(choices) == 1:
        return choices[0]
    half = (len(choices) + 1) // 2
    if len(choices) <= 3:
        half = 1
    lower, upper = _branches(choices[:half], first), _branches(choices[half:], first + half)
    test = f"if i == {first}:" if half == 1 else f"if i < {first + half}:"
    return [test, *indented(lower), "else:", *indented(upper)]
