"""Calendars that are combined of others, in an agreement: written, read, told, compared, and what is wrong with one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.agreement.build import SMALL, changed, document

from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.amend import amend
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.read import read
from alignkit.errors import AlignkitError, Finding
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.combined import CombinedCalendar

OTHERS = """
[calendars.asha]
of = "on call"
except = ["leave"]

[calendars."on call"]
any = ["duty", "night"]

[calendars.duty]
all = ["office", "early"]

[calendars.early]
week = { mon-wed = ["08:00-12:00"] }

[calendars.night]
zone = "America/New_York"
week = { mon-fri = ["17:00-21:00"] }

[calendars.leave]
week = {}
exceptions = { 2026-01-06 = ["00:00-24:00"] }
"""


def agreement(others: str = OTHERS) -> Agreement:
    """Read the small agreement, whose first touch goes by Asha's hours."""
    text = SMALL.replace('calendar = "office"', 'calendar = "asha"')
    return from_document(document(text + others))


def fault_of(given: dict[str, Any]) -> Finding:
    """Return the first fault of a document."""
    with pytest.raises(AlignkitError) as refused:
        from_document(given)
    return refused.value.issues[0]


def test_they_are_read_in_any_order() -> None:
    """Each part is the calendar of that name; the first gives the zone."""
    made = agreement()
    by_name = {calendar.name: calendar for calendar in made.calendars}
    assert list(by_name) == ["office", "asha", "on call", "duty", "early", "night", "leave"]
    office, early, night, leave = (by_name[name] for name in ("office", "early", "night", "leave"))
    assert by_name["asha"] == ((office & early) | night) - leave
    assert by_name["asha"].zone == "Europe/Amsterdam"
    assert made.slas[0].calendar == by_name["asha"]


def test_a_clock_goes_by_them() -> None:
    """Three hours on Monday morning, none on Tuesday, and one on Wednesday."""
    monday = datetime(2026, 1, 5, 8, tzinfo=UTC)
    by_day = attrs.evolve(
        agreement().slas[0],
        calendar=agreement("""
[calendars.asha]
of = "duty"
except = ["leave"]
[calendars.duty]
all = ["office", "early"]
[calendars.early]
week = { mon-wed = ["08:00-12:00"] }
[calendars.leave]
week = {}
exceptions = { 2026-01-06 = ["00:00-24:00"] }
""")
        .slas[0]
        .calendar,
    )
    [reading] = measure(by_day, Clock("L1", monday), as_of=monday)
    assert reading.due.isoformat() == "2026-01-07T10:00:00+01:00"


def test_they_are_written_and_read_back() -> None:
    """The same terms, whatever the form of the document; a calendar without a name gets one."""
    made = agreement()
    for kind in ("toml", "json"):
        again = loads(dumps(made, kind=kind), kind=kind)
        assert again == made
        assert digest(again) == digest(made)
    office, duty = made.calendars[0], WorkCalendar("UTC", {"mon": ["09:00-10:00"]})
    named = amend(made, effective=date(2026, 7, 1), slas=[attrs.evolve(made.slas[0], calendar=office | duty)])
    assert [calendar.name for calendar in named.calendars[7:]] == ["calendar 1", "calendar 2"]
    assert loads(dumps(named, kind="toml"), kind="toml") == named


def test_each_has_its_sentence() -> None:
    """Whoever signs reads when people are at work."""
    text = read(agreement()).to_markdown()
    for told in (
        "- asha: while “on call” is open, but not while “leave” is (Europe/Amsterdam).",
        "- on call: while “duty” or “night” is open (Europe/Amsterdam).",
        "- duty: while “office” and “early” are both open (Europe/Amsterdam).",
    ):
        assert told in text.splitlines()
    three = agreement(OTHERS.replace('["office", "early"]', '["office", "early", "leave"]'))
    assert "- duty: while “office”, “early” and “leave” are all open (Europe/Amsterdam)." in read(three).to_markdown()


def test_what_changed_is_told_as_a_whole() -> None:
    """A part more, another way, or hours of its own instead."""
    old = agreement()

    def sentences(others: str) -> list[str]:
        return [change.sentence for change in compare(old, agreement(others))]

    assert sentences(OTHERS.replace('["duty", "night"]', '["duty", "night", "early"]')) == [
        (
            "on call: was: while “duty” or “night” is open (Europe/Amsterdam); "
            "is now: while “duty”, “night” or “early” is open (Europe/Amsterdam)"
        )
    ]
    assert sentences(OTHERS.replace('all = ["office", "early"]', 'any = ["office", "early"]')) == [
        (
            "duty: was: while “office” and “early” are both open (Europe/Amsterdam); "
            "is now: while “office” or “early” is open (Europe/Amsterdam)"
        )
    ]
    assert sentences(OTHERS.replace('all = ["office", "early"]', 'week = { mon = ["09:00-10:00"] }')) == [
        (
            "duty: was: while “office” and “early” are both open (Europe/Amsterdam); "
            "is now: Monday 09:00-10:00 (Europe/Amsterdam)"
        )
    ]
    assert sentences(OTHERS) == []


def test_who_is_away_is_not_at_work() -> None:
    """A time by the wall clock is doubted while nobody is there; a week of absence does not count as people at work."""
    weekends = """
[calendars.asha]
of = "office"
except = ["free"]
[calendars.free]
week = { sat-sun = ["00:00-24:00"] }
"""
    made = agreement(weekends)
    [doubt] = [finding for finding in check(made) if finding.code == "calendar-cannot-keep"]
    assert "nobody is at work for 2 days 15 hours from Friday 17:30 on (office)" in doubt.message


TWO = "a calendar has a week, or is combined in one way: this one has"


@pytest.mark.parametrize(
    ("table", "code", "path", "message"),
    [
        (
            {"all": ["office", "offce"]},
            "unknown-calendar",
            "calendars.both.all",
            "there is no calendar 'offce'; did you mean 'office'?",
        ),
        (
            {"all": ["office", "both"]},
            "cycle",
            "calendars.both.all",
            "a calendar must not rest on itself: 'both' → 'both'",
        ),
        (
            {"of": "office", "except": ["both"]},
            "cycle",
            "calendars.both.except",
            "a calendar must not rest on itself: 'both' → 'both'",
        ),
        ({"all": ["office"]}, "wrong-length", "calendars.both.all", "it takes two calendars or more to combine them"),
        ({"of": "office"}, "missing-field", "calendars.both.except", "'calendars.both' needs 'except'"),
        ({"all": "office"}, "wrong-type", "calendars.both.all", "'all' must be a list, not 'office'; write it in [ ]"),
        (
            {"of": ["office"], "except": ["office"]},
            "wrong-type",
            "calendars.both.of",
            "'of' must be text, not ['office']",
        ),
        (
            {"all": ["office", "office"], "any": ["office", "office"]},
            "two-kinds",
            "calendars.both.any",
            f"{TWO} 'all' and 'any'",
        ),
        ({"all": ["office", "office"], "week": {}}, "two-kinds", "calendars.both.all", f"{TWO} 'all' and 'week'"),
        (
            {"all": ["office", "office"], "zone": "UTC"},
            "unknown-field",
            "calendars.both.zone",
            "unknown field 'zone'; known: 'all', 'any', 'of', 'week'",
        ),
        ({"except": ["office"]}, "missing-field", "calendars.both.week", "'calendars.both' needs 'week'"),
    ],
)
def test_what_is_wrong_with_one(table: dict[str, Any], code: str, path: str, message: str) -> None:
    """Each fault with its place and what would be right."""
    found = fault_of(changed("calendars.both", table))
    assert (found.code, found.path, found.message) == (code, path, message)


def test_a_circle_of_several() -> None:
    """The way round is told."""
    text = SMALL + '[calendars.a]\nall = ["office", "b"]\n[calendars.b]\nany = ["office", "a"]\n'
    found = fault_of(document(text))
    assert (found.path, found.message) == ("calendars.b.any", "a calendar must not rest on itself: 'a' → 'b' → 'a'")


def test_too_deep() -> None:
    """Calendars in calendars in calendars have an end."""
    text = SMALL + "".join(
        f'[calendars.c{n}]\nany = ["office", "{f"c{n - 1}" if n else "office"}"]\n' for n in range(40)
    )
    found = fault_of(document(text))
    assert found.code == "too-deep"


def test_one_kind_of_one_part_twice() -> None:
    """The same calendar twice is one that is combined all the same: nobody is refused for it."""
    made = from_document(changed("calendars.both", {"all": ["office", "office"]}))
    assert isinstance(made.calendars[1], CombinedCalendar)
