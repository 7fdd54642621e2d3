"""Read the holidays of an iCalendar file: its all-day events, as literal dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from alignkit.adapters.holiday_dates import Holiday, HolidayDates, years_in_words
from alignkit.adapters.ics_events import ONCE, RawEvent, raw_events
from alignkit.errors import DocumentError, Finding, LimitError, shown
from alignkit.worktime.day_rules import LONGEST, DayRule, Wording, read_day_rule
from alignkit.worktime.name_days import days_of, taken_up
from alignkit.worktime.recurring import checked_years
from alignkit.worktime.week import MOST_DATES

MOST_RULES = 1_000
"""A file has at most so many recurring events."""
MOST_COUNTED = 20_000
"""The COUNTs of a file's rules add up to at most this many."""
MOST_IDLE = 25
"""At most so many rules of a file name no day at all, such as 30 February, for they are looked through to the end."""
LONGEST_RECURRING = 366
"""A recurring event has at most so many days."""

_DAY = timedelta(days=1)
_WHOLE = "a holiday is whole days"
_SAY = Wording(
    "the RRULE of a holiday",
    "unreadable-rule",
    'such as "FREQ=YEARLY" or "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"',
    {"BYHOUR": _WHOLE, "BYMINUTE": _WHOLE, "BYSECOND": _WHOLE},
)


@attrs.frozen(slots=True)
class _AllDay:
    """An event that takes whole days."""

    name: str
    first: date
    length: int
    path: str
    rule: DayRule | None = None
    until: date | None = None
    others: tuple[date, ...] = ()
    left_out: frozenset[date] = frozenset()
    uid: str = ""


class _Wrong(Exception):  # noqa: N818 - it never leaves this file
    """What is wrong with an event."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_ics_holidays(text: str, *, years: Iterable[int] | int) -> HolidayDates:
    """Return the all-day events of an iCalendar file (RFC 5545) in stated years, for `WorkCalendar(holidays=...)`.

    An event takes the days from DTSTART up to, not including, DTEND; without an end, or with one on its first day, that
    day alone. Of a recurring one the first day and those that RRULE and RDATE name count, without those of EXDATE and
    those that an event of the same UID with a RECURRENCE-ID changes. Cancelled events are left out. The dates are as
    written: an all-day event has no time zone.

    An event with a time of day is no holiday: in those years it is a finding `not-all-day` of level `warning`. A file
    that has no holiday in them is a finding `no-holidays`.

    Args:
        text: the file's text, of at most 128 Ki characters.
        years: the years, or one; at most 1,000.

    Raises:
        MissingExtraError: without icalendar.
        DocumentError: `not-icalendar`, `unbalanced`, `wrong-type`; `broken-line`, with what icalendar says; or every
            fault and its event: `no-start`, `broken-line`, `duplicate-property`, `unreadable-date`, `unreadable-rule`,
            `unknown-part`, `bad-end`, `unsupported`.
        TimeError: `no-such-year`.
        LimitError: `too-large`; `too-many`, over 100,000 dates, 1,000 recurring events, COUNTs of 20,000 in all, or 25
            rules that never come true; `too-long`, for a recurring event of over 366 days.

    >>> text = '''BEGIN:VCALENDAR
    ... BEGIN:VEVENT
    ... DTSTART;VALUE=DATE:20201224
    ... DTEND;VALUE=DATE:20201227
    ... RRULE:FREQ=YEARLY
    ... SUMMARY:Closed for Christmas
    ... END:VEVENT
    ... END:VCALENDAR
    ... '''
    >>> read_ics_holidays(text, years=2026)  # doctest: +SKIP
    Holidays, 2026, from an iCalendar file
    <BLANKLINE>
    date        day  holiday
    ──────────  ───  ────────────────────
    2026-12-24  Thu  Closed for Christmas
    2026-12-25  Fri  Closed for Christmas
    2026-12-26  Sat  Closed for Christmas
    """
    wanted = checked_years(years)
    faults: list[Finding] = []
    events: list[_AllDay] = []
    findings: list[Finding] = []
    changed: defaultdict[str, set[date]] = defaultdict(set)
    for raw in raw_events(text):
        if raw.faults:
            faults += raw.faults
            continue
        try:
            found = _event(raw, wanted, changed)
        except _Wrong as wrong:
            faults.append(Finding(wrong.code, str(wrong), raw.path))
            continue
        if isinstance(found, Finding):
            findings.append(found)
        elif found is not None:
            events.append(found)
    if faults:
        kind = LimitError if all(fault.code == "too-long" for fault in faults) else DocumentError
        raise kind(*faults)
    _checked_rules(events)
    days = tuple(_days(events, wanted, changed))
    if not days:
        told = f"no all-day event of the file lies in {years_in_words(wanted)}"
        findings.append(Finding("no-holidays", told, level="warning"))
    return HolidayDates(wanted, days, "an iCalendar file", findings)


def _event(raw: RawEvent, wanted: Sequence[int], changed: defaultdict[str, set[date]]) -> _AllDay | Finding | None:
    """Return an all-day event; the finding of one with a time of day; None for one that does not take place."""
    one = _singles(raw)
    name = " ".join(_text(raw.properties.get("SUMMARY", [""])[0]).split())
    if "DTSTART" not in one:
        raise _Wrong("no-start", f"the event {shown(name)} has no DTSTART")
    uid = _text(one.get("UID", ""))
    is_part = "RECURRENCE-ID" in one
    if is_part:
        _note_change(one["RECURRENCE-ID"], uid, changed)
    first = _date_or_instant("DTSTART", one["DTSTART"])
    if _text(one.get("STATUS", "")).strip().upper() == "CANCELLED":
        return None
    if isinstance(first, datetime):
        if first.year in wanted or ("RRULE" in one and first.year <= max(wanted)):
            at = first.isoformat(timespec="minutes")
            told = f"the event {shown(name)} has a time of day, {at}: no holiday; make it an all-day event if it is"
            return Finding("not-all-day", told, raw.path, "warning")
        return None
    length = _length(one, first)
    rule, until = _rule(one["RRULE"]) if "RRULE" in one and not is_part else (None, None)
    if "EXRULE" in raw.properties:
        raise _Wrong("unsupported", "EXRULE is not read: leave days out with EXDATE")
    others, left_out = _listed(raw, "RDATE"), _listed(raw, "EXDATE")
    if (rule is not None or others) and length > LONGEST_RECURRING:
        told = f"a recurring event has at most {LONGEST_RECURRING} days, and {shown(name)} has {length:,}"
        raise _Wrong("too-long", told)
    return _AllDay(name, first, length, raw.path, rule, until, others, frozenset(left_out), "" if is_part else uid)


def _singles(raw: RawEvent) -> dict[str, Any]:
    """Return the properties that an event has once."""
    found = {name: raw.properties[name] for name in ONCE if name in raw.properties}
    for name, given in found.items():
        if len(given) > 1:
            raise _Wrong("duplicate-property", f"an event has one {name}, and this one {len(given)}")
    return {name: given[0] for name, given in found.items()}


def _text(prop: object) -> str:
    """Return a text; blank for what the file declares to be of another kind."""
    return str(prop) if isinstance(prop, str) else ""


def _date_or_instant(name: str, prop: Any) -> date:  # noqa: ANN401 - icalendar's own kind
    """Return a date; a datetime where it has a time of day."""
    found = getattr(prop, "dt", prop)
    is_other = isinstance(found, datetime) and str(prop.params.get("VALUE", "")).upper() == "DATE"
    if isinstance(found, date) and not is_other:
        return found
    raise _Wrong("unreadable-date", f"{name} is a date such as 20260427, not {shown(found)}")


def _date(name: str, prop: Any) -> date:  # noqa: ANN401 - icalendar's own kind
    found = _date_or_instant(name, prop)
    if isinstance(found, datetime):
        raise _Wrong("unreadable-date", f"{name} is a date such as 20260427, not {shown(found.isoformat())}")
    return found


def _note_change(prop: Any, uid: str, changed: defaultdict[str, set[date]]) -> None:  # noqa: ANN401 - icalendar's kind
    """Note which day of a recurring event another one takes the place of."""
    day = _date_or_instant("RECURRENCE-ID", prop)
    if "RANGE" in prop.params:
        raise _Wrong("unsupported", "RECURRENCE-ID with RANGE is not read: change each day by itself")
    if not isinstance(day, datetime):
        changed[uid].add(day)


def _length(one: dict[str, Any], first: date) -> int:
    """Return how many days an event takes."""
    if "DTEND" in one and "DURATION" in one:
        raise _Wrong("bad-end", "an event has DTEND or DURATION, and this one both")
    if "DURATION" in one:
        lasting = getattr(one["DURATION"], "dt", None)
        if not isinstance(lasting, timedelta) or lasting < timedelta(0) or lasting % _DAY:
            raise _Wrong("bad-end", f"the DURATION of an all-day event is whole days, such as P1D, not {lasting}")
        return max(1, lasting.days)
    if "DTEND" not in one:
        return 1
    end = _date("DTEND", one["DTEND"])
    if end < first:
        raise _Wrong("bad-end", f"an event ends after it begins, not on {end.isoformat()}")
    return max(1, (end - first).days)


def _rule(prop: Any) -> tuple[DayRule, date | None]:  # noqa: ANN401 - icalendar's own kind
    """Return a rule, and the last day on which it may hold."""
    try:
        text, ends = prop.to_ical().decode(), prop.get("UNTIL", [])
    except (AttributeError, TypeError, ValueError) as fault:
        raise _Wrong("unreadable-rule", f"the RRULE cannot be read: {shown(str(fault))}") from fault
    if len(text) > LONGEST:
        raise _Wrong("unreadable-rule", f"a rule has at most {LONGEST} characters, not {len(text):,}")
    found = read_day_rule(";".join(part for part in text.split(";") if not part.startswith("UNTIL=")), _SAY)
    if not isinstance(found, DayRule):
        raise _Wrong(found[0].code, "; ".join(fault.message for fault in found))
    if not ends:
        return found, None
    if len(ends) > 1 or found.count is not None:
        raise _Wrong("unreadable-rule", "a rule ends with one UNTIL or with COUNT, not with both")
    if not isinstance(ends[0], date):
        raise _Wrong("unreadable-rule", f"UNTIL is a date such as 20301231, not {shown(str(ends[0]))}")
    # some write a time of day where an all-day event has none
    return found, ends[0].date() if isinstance(ends[0], datetime) else ends[0]


def _listed(raw: RawEvent, name: str) -> tuple[date, ...]:
    """Return the dates of a property that may stand there several times, each with several dates."""
    given = raw.properties.get(name, [])
    return tuple(_date(name, part) for prop in given for part in getattr(prop, "dts", [prop]))


def _checked_rules(events: Iterable[_AllDay]) -> None:
    rules = [event for event in events if event.rule is not None]
    if len(rules) > MOST_RULES:
        raise _too_many(f"{MOST_RULES:,} recurring events", rules[MOST_RULES].path)
    counted = 0
    for event in rules:
        counted += (event.rule and event.rule.count) or 0
        if counted > MOST_COUNTED:
            raise _too_many(f"{MOST_COUNTED:,} days that its rules COUNT", event.path)


def _too_many(what: str, path: str) -> LimitError:
    return LimitError.at("too-many", f"an iCalendar file has at most {what}", path=path)


def _days(events: Sequence[_AllDay], wanted: Sequence[int], changed: dict[str, set[date]]) -> Iterator[Holiday]:
    """Yield the days of events in the wanted years, each with the event's name."""
    start, end = date(min(wanted), 1, 1), date(max(wanted) + 1, 1, 1)
    years = frozenset(wanted)
    told = idle = 0
    for event in events:
        left_out = event.left_out | (changed.get(event.uid, set()) if event.uid else set())
        begins, is_idle = _begins(event, start, end)
        idle += is_idle
        if idle > MOST_IDLE:
            raise _too_many(f"{MOST_IDLE} rules that name no day", event.path)
        for first in begins:
            if first in left_out:
                continue
            after = max(0, (start - first).days)
            for step in range(after, min(event.length, (end - first).days)):
                told += 1
                if told > MOST_DATES:
                    raise _too_many(f"{MOST_DATES:,} dates in the years that are asked for", event.path)
                day = first + timedelta(days=step)
                if day.year in years:
                    yield Holiday(day, event.name)


def _begins(event: _AllDay, start: date, end: date) -> tuple[set[date], bool]:
    """Return the days on which an event begins that may reach into the time asked for, and if its rule is idle."""
    found = {event.first, *event.others}
    if event.rule is None or event.first >= end or (event.until is not None and event.until < event.first):
        return found, False
    # of one that begins before, the last days may lie in the time asked for
    near = date.fromordinal(max(1, start.toordinal() - event.length))
    rule, begun = taken_up(event.rule, event.first, near)
    last = end if event.until is None else min(end, event.until + timedelta(days=1))
    if last <= near:
        return found, False
    is_idle = True
    for day in days_of(rule, begun, ahead=end.year - begun.year + 1):
        is_idle = rule.count is None
        if day >= last:
            return found, False
        if day >= event.first:
            found.add(day)
            if len(found) > MOST_DATES:
                return found, False
    return found, is_idle
