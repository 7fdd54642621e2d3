"""Seeded calendars, spans and questions for the obvious implementations of `obvious.py` to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from tests.worktime.obvious import DAY, MICROSECOND, MINUTE, Walk, by_days, by_minutes, stretches, worked

from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import KINDS, CombinedCalendar
from alignkit.worktime.count_days import ROLLS, Roll

ZONES = (
    "UTC", "Europe/Amsterdam", "Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Istanbul", "Europe/Lisbon",
    "Africa/Casablanca", "Africa/Cairo", "Africa/Monrovia", "Africa/Johannesburg", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "America/Caracas", "America/Santiago",
    "America/St_Johns", "America/Havana", "America/Nuuk", "America/Asuncion", "America/Guyana", "America/Iqaluit",
    "America/Montevideo", "America/Santo_Domingo", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran",
    "Asia/Gaza", "Asia/Amman", "Asia/Pyongyang", "Asia/Singapore", "Asia/Almaty", "Asia/Colombo",
    "Australia/Sydney", "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Apia", "Pacific/Auckland",
    "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Kwajalein", "Pacific/Norfolk", "Pacific/Pago_Pago",
    "Antarctica/Troll", "Antarctica/Casey", "Antarctica/Vostok",
)  # fmt: skip
FROM, UP_TO = datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
CUT = timedelta(weeks=27)
"""The package keeps its tables in pieces of so long from 1970 on: a good place for a fault."""
WINDOW = 10
"""Minutes are counted for so many days."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Situation(NamedTuple):
    """A calendar, and when it is looked at."""

    calendar: Calendar
    near: datetime
    is_change: bool
    """Whether the clocks of one of its zones change then."""


class Case(NamedTuple):
    """What is asked."""

    start: datetime
    end: datetime
    work: timedelta
    """From the start it is done within the span."""
    day: date
    other_day: date
    steps: int
    """The day of work so many after `day`, or before it, is one of those of the span."""
    roll: Roll
    work_days: int
    """From the start they are done within the span."""


def changes(zone: str) -> list[datetime]:
    """Return when the clocks of a zone change, from 1970 to 2037, as far as the days before and after lie there."""
    return [start for start, _, _ in stretches(zone) if FROM + 20 * DAY < start < UP_TO - 20 * DAY]


def zones_of(calendar: Calendar) -> set[str]:
    """Return the zones of a calendar and of its parts."""
    if isinstance(calendar, CombinedCalendar):
        return set().union(*(zones_of(part) for part in calendar.parts))
    return {calendar.zone}


def told(minutes: int) -> str:
    """Write minutes since midnight as a time of day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def hours(chance: Random) -> list[str]:
    """Draw the hours of a day: an office's, a half day, a night, around a clock change, all, or ragged ones."""
    match chance.randrange(8):
        case 0:
            return ["09:00-17:00"]
        case 1:
            return ["09:00-12:30", "13:00-17:30"]
        case 2:
            return [chance.choice(["08:00-12:00", "13:00-18:15"])]
        case 3:
            return [chance.choice(["22:00-06:00", "20:00-10:00", "23:30-00:30", "18:00-00:00"])]
        case 4:
            return [chance.choice(["02:00-03:00", "00:00-01:00", "01:30-02:30", "00:30-01:45", "23:59-24:00"])]
        case 5:
            return ["00:00-24:00"]
        case _:
            found = []
            for _ in range(chance.randint(1, 3)):
                start, end = chance.sample(range(1440), 2)
                found.append(f"{told(start)}-{told(end)}")  # they may overlap, and run on for nearly two days
            return found


def plain(chance: Random, zone: str, near: datetime) -> WorkCalendar:
    """Draw a calendar with holidays and other dates around an instant and in the years after."""

    def day() -> date:
        around = [chance.randint(-2, 2), chance.randint(-8, 8), chance.randint(-120, 900), chance.randint(-120, 900)]
        return (near + chance.choice(around) * DAY).date()

    usual, other = hours(chance), hours(chance)
    week: dict[str, list[str]]
    match chance.randrange(5):
        case 0:
            week = {"mon-fri": usual, "sat": other}
        case 1:
            week = {"mon-sun": usual}
        case 2:
            week = {name: hours(chance) for name in chance.sample(WEEKDAYS, chance.randint(1, 7))}
        case 3:
            week = {"mon-thu": usual, "fri": other}
        case _:
            week = {chance.choice(WEEKDAYS): usual}
    holidays = [day() for _ in range(chance.randint(0, 12))]
    if chance.random() < 0.2:  # closed for months
        first = near.date() + chance.randint(10, 200) * DAY
        holidays += [first + step * DAY for step in range(chance.randint(20, 150))]
    exceptions = {day(): hours(chance) if chance.random() < 0.8 else [] for _ in range(chance.randint(0, 12))}
    if chance.random() < 0.1:
        week, exceptions = {}, {day(): hours(chance) for _ in range(80)}
    return WorkCalendar(zone, week, holidays, exceptions)


def situation(chance: Random, zone: str, others: list[str], at_change: bool) -> Situation:
    """Draw a calendar in a zone, combined with some in others, and an instant: a clock change, a cut, or any."""
    zones = [zone, *others]
    if at_change:
        near = chance.choice([change for name in zones for change in changes(name)])
    elif chance.random() < 0.5:
        near = FROM + chance.randint(1, (UP_TO - FROM) // CUT - 1) * CUT + chance.randint(-1, 1) * DAY
    else:
        near = FROM + 20 * DAY + chance.randrange((UP_TO - FROM) // DAY - 40) * DAY + chance.randrange(1440) * MINUTE
    calendar: Calendar = plain(chance, zone, near)
    for name in others:
        parts = [calendar, plain(chance, name, near)]
        chance.shuffle(parts)
        calendar = CombinedCalendar(chance.choice(KINDS), parts)
    return Situation(calendar, near, at_change)


def situations(seed: str, count: int) -> Iterator[Situation]:
    """Give situations: every second at a clock change; in turn in each of the zones; every fifth calendar combined."""
    chance = Random(seed)  # noqa: S311 - no secret
    changing = [zone for zone in ZONES if changes(zone)]
    given = 0
    while given < count:
        at_change = given % 2 == 0
        zones = changing if at_change else ZONES
        others = [chance.choice(ZONES) for _ in range(chance.randint(1, 2))] if given % 5 == 0 else []
        found = situation(chance, zones[given // 2 % len(zones)], others, at_change)
        if opens_often(window(found, by_days)):
            given += 1
            yield found


def opens_often(walk: Walk) -> bool:
    """Say whether there is something to ask about within a span."""
    closes = sorted(pieces[-1][1] for pieces in walk.days.values())
    return len(walk.pieces) > 3 and len(closes) > 2 and closes[-2] > since(walk) + DAY


def window(given: Situation, walked: Callable[[Calendar, datetime, datetime], Walk]) -> Walk:
    """Walk through the days around an instant."""
    first = given.near.replace(second=0, microsecond=0) - WINDOW // 2 * DAY
    return walked(given.calendar, first, first + WINDOW * DAY)


def by_half_minutes(calendar: Calendar, first: datetime, last: datetime) -> Walk:
    """Look twice a minute where local clocks were behind by 44 minutes and 30 seconds."""
    odd = "Africa/Monrovia" in zones_of(calendar) and first.year < 1973
    return by_minutes(calendar, first, last, MINUTE / 2 if odd else MINUTE)


def years(chance: Random, given: Situation) -> Walk:
    """Walk through months or years around an instant."""
    before, after = chance.randint(10, 90), chance.choice([chance.randint(60, 300), chance.randint(300, 800)])
    first, last = max(given.near - before * DAY, FROM), min(given.near + after * DAY, UP_TO)
    return by_days(given.calendar, first, last)


def since(walk: Walk) -> datetime:
    """Return from when on nothing goes on that started before the first day of the span."""
    return datetime(walk.first_day.year, walk.first_day.month, walk.first_day.day, tzinfo=UTC) + 2 * DAY


def cases(chance: Random, walk: Walk, count: int) -> Iterator[Case]:
    """Give questions about a span: instants around clock changes and cuts, at edges of what is open, and anywhere."""
    turns = [change for zone in sorted(zones_of(walk.calendar)) for change in changes(zone)]
    turns += [FROM + count * CUT for count in range((UP_TO - FROM) // CUT)]
    turns = [change for change in turns if walk.first <= change < walk.last]
    edges = [edge for piece in walk.pieces for edge in piece]
    work_days = list(walk.days)
    closes = [pieces[-1][1] for pieces in walk.days.values()]
    # the last piece may go on after the span, and then nobody knows when it ends
    low, high = since(walk), min(walk.pieces[-2][1], max(closes[:-1])) - MICROSECOND

    def instant() -> datetime:
        match chance.randrange(4):
            case 0 | 1 if turns:
                near = chance.choice([timedelta(), MICROSECOND, timedelta(hours=1), timedelta(days=2)]) // MICROSECOND
                found = chance.choice(turns) + chance.randint(-near, near) * MICROSECOND
            case 2:
                found = chance.choice(edges) + chance.randint(-1, 1) * MICROSECOND
            case _:
                found = walk.first + chance.randrange((walk.last - walk.first) // MICROSECOND) * MICROSECOND
        return found

    def day() -> date:
        near = chance.choice(turns or edges).date() + chance.randint(-4, 4) * DAY
        anywhere = walk.first_day + chance.randint(0, (walk.last_day - walk.first_day).days) * DAY
        return min(max(chance.choice([near, anywhere]), walk.first_day), walk.last_day)

    for _ in range(count):
        start = min(max(instant(), low), high)
        end = min(max(instant(), walk.first), walk.last)
        most = worked(walk.pieces, start, walk.pieces[-1][1]) // MICROSECOND
        to_close = worked(walk.pieces, start, chance.choice([piece for piece in walk.pieces if piece[1] > start])[1])
        work = chance.choice([to_close, chance.randint(1, most) * MICROSECOND, chance.randint(0, 1) * MICROSECOND])
        first, roll = day(), chance.choice(ROLLS)
        first = max(first, work_days[0]) if roll == "previous" else min(first, work_days[-1])
        own = len([other for other in work_days if other < first])
        if roll == "previous" and first not in walk.days:
            own -= 1
        step = chance.choice([chance.randrange(len(work_days)), own + chance.randint(-3, 3)])
        step = min(max(step, 0), len(work_days) - 1)
        left = len(closes) - next(place for place, close in enumerate(closes) if close > start)
        more = min(chance.choice([0, 1, 5, left - 1]), left - 1)
        yield Case(start, end, work, first, day(), step - own, roll, more)


MINUTE_SITUATIONS, MINUTE_CASES = 100, 11
DAY_SITUATIONS, DAY_CASES = 125, 41
Asked = list[tuple[Walk, list[Case]]]


@cache
def given_in_ci() -> list[Situation]:
    """Return the situations on which both are held in every run; kept, since a calendar's first use takes longest."""
    return list(situations("work time", DAY_SITUATIONS))


@cache
def asked_by_minutes() -> Asked:
    """Return what is asked of short spans."""
    chance = Random("minutes")  # noqa: S311 - no secret
    walks = [window(given, by_half_minutes) for given in given_in_ci()[:MINUTE_SITUATIONS]]
    return [(walk, list(cases(chance, walk, MINUTE_CASES))) for walk in walks]


@cache
def asked_by_days() -> Asked:
    """Return what is asked of long spans."""
    chance = Random("days")  # noqa: S311 - no secret
    walks = [years(chance, given) for given in given_in_ci()]
    return [(walk, list(cases(chance, walk, DAY_CASES))) for walk in walks]
