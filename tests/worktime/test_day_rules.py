"""Rules that name days, read and written in their normal form."""

from __future__ import annotations

import pytest

from alignkit.worktime.day_rules import DayRule, Wording, read_day_rule

SAY = Wording("a rule", "unreadable-rule", 'such as "FREQ=WEEKLY;BYDAY=MO"', {"UNTIL": "it goes on"})
MO, TU, WE, TH, FR, SA, SU = range(7)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=DAILY", DayRule("DAILY")),
        ("rrule:freq=daily;interval=3", DayRule("DAILY", interval=3)),
        ("FREQ=DAILY;INTERVAL=1000;COUNT=10000", DayRule("DAILY", 1000, 10_000)),
        ("FREQ=DAILY;BYDAY=MO", DayRule("DAILY", days=((MO, 0),))),
        ("FREQ=WEEKLY;BYDAY=SU,MO,MO;WKST=SU", DayRule("WEEKLY", days=((MO, 0), (SU, 0)), week_starts=SU)),
        ("FREQ=MONTHLY;BYDAY=-1FR,+1MO,5TU", DayRule("MONTHLY", days=((FR, -1), (MO, 1), (TU, 5)))),
        ("FREQ=MONTHLY;BYMONTHDAY=31,1,-31", DayRule("MONTHLY", month_days=(-31, 1, 31))),
        ("FREQ=MONTHLY;BYMONTH=12,1;BYDAY=1MO", DayRule("MONTHLY", days=((MO, 1),), months=(1, 12))),
        ("FREQ=MONTHLY;BYMONTH=4;BYDAY=5MO", DayRule("MONTHLY", days=((MO, 5),), months=(4,))),
        (
            "FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1,366",
            DayRule("MONTHLY", days=((MO, 0), (FR, 0)), others=(("BYSETPOS", (-1, 366)),)),
        ),
        ("FREQ=YEARLY;BYDAY=53MO,-53TU", DayRule("YEARLY", days=((TU, -53), (MO, 53)))),
        ("FREQ=YEARLY;BYYEARDAY=366,-366", DayRule("YEARLY", others=(("BYYEARDAY", (-366, 366)),))),
        (
            "FREQ=YEARLY;BYWEEKNO=53,-53;BYDAY=MO;WKST=TU",
            DayRule("YEARLY", days=((MO, 0),), others=(("BYWEEKNO", (-53, 53)),), week_starts=TU),
        ),
        (
            "FREQ=YEARLY;BYSETPOS=1;BYWEEKNO=20;BYYEARDAY=140",
            DayRule("YEARLY", others=(("BYYEARDAY", (140,)), ("BYWEEKNO", (20,)), ("BYSETPOS", (1,)))),
        ),
        ("FREQ=YEARLY;INTERVAL=2;COUNT=1;WKST=MO", DayRule("YEARLY", 2, 1)),
    ],
)
def test_what_is_read(text: str, rule: DayRule) -> None:
    """Parts in any order, in any case; lists are sorted, and each thing is in them once."""
    found = read_day_rule(text, SAY)
    assert found == rule
    assert isinstance(found, DayRule)
    assert read_day_rule(found.text, SAY) == rule


def test_the_normal_form_in_full() -> None:
    """Parts in one order; what is usual is left out."""
    rule = DayRule(
        "YEARLY",
        interval=2,
        count=5,
        days=((MO, 0), (FR, -1), (SU, 3)),
        months=(1, 12),
        month_days=(-1, 15),
        others=(("BYYEARDAY", (7,)), ("BYWEEKNO", (-2, 20)), ("BYSETPOS", (1, 2))),
        week_starts=SU,
    )
    assert rule.text == (
        "FREQ=YEARLY;INTERVAL=2;COUNT=5;BYMONTH=1,12;BYMONTHDAY=-1,15;BYYEARDAY=7;BYWEEKNO=-2,20;BYSETPOS=1,2;"
        "BYDAY=MO,-1FR,3SU;WKST=SU"
    )
    assert DayRule("WEEKLY").text == "FREQ=WEEKLY"
    assert DayRule("WEEKLY", count=1, week_starts=TU).text == "FREQ=WEEKLY;COUNT=1;WKST=TU"


def told(text: str) -> list[tuple[str, str]]:
    """Return code and place of each fault of a rule."""
    found = read_day_rule(text, SAY, "meetings")
    assert isinstance(found, tuple)
    return [(fault.code, fault.path) for fault in found]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=-6MO", "FREQ=YEARLY;BYDAY=54MO", "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=DAILY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=MO,", "FREQ=MONTHLY;BYDAY=MO TU",
        "FREQ=MONTHLY;BYMONTH=4;BYDAY=6MO", "FREQ=YEARLY;BYMONTH=4;BYDAY=-6MO", "FREQ=YEARLY;BYWEEKNO=4;BYDAY=1MO",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1001", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1,2",
        "FREQ=DAILY;INTERVAL=2=2",
        "FREQ=DAILY;COUNT=10001", "FREQ=WEEKLY;WKST=MO,TU", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=YEARLY;BYMONTHDAY=0", "FREQ=YEARLY;BYMONTHDAY=-32", "FREQ=YEARLY;BYMONTHDAY=1,X",
        "FREQ=YEARLY;BYSETPOS=1", "FREQ=YEARLY;INTERVAL=2;BYSETPOS=1", "FREQ=YEARLY;COUNT=2;WKST=SU;BYSETPOS=1",
    ],
)  # fmt: skip
def test_what_is_refused(text: str) -> None:
    """With one fault each, at its place."""
    assert told(text) == [("unreadable-rule", "meetings")]


@pytest.mark.parametrize("text", ["FREQ=DAILY;;", "FREQ=DAILY;INTERVAL", "FREQ", "", "FREQ=", "DAILY", "FREQ=A=B"])
def test_what_is_no_rule(text: str) -> None:
    """One fault, whatever else is wrong."""
    assert told(f"{text};BYHOUR=3") == [("unreadable-rule", "meetings")]


def test_every_fault_is_told() -> None:
    """Parts that do not belong first, then numbers, in the order of the text."""
    found = read_day_rule("FREQ=WEEKLY;UNTIL=1;BYMONTH=2;INTERVAL=x;COUNT=0;BYDAY=XX", SAY)
    assert isinstance(found, tuple)
    assert [str(fault) for fault in found] == [
        "unknown-part: UNTIL does not stand in a rule: it goes on",
        "unknown-part: 'BYMONTH' cannot stand with FREQ=WEEKLY; known: 'BYDAY', 'COUNT', 'INTERVAL', 'WKST'",
        "unreadable-rule: INTERVAL is a whole number, 1 to 1,000, not 'X'",
        "unreadable-rule: COUNT is a whole number, 1 to 10,000, not '0'",
        "unreadable-rule: BYDAY is days such as MO,TH, not 'XX'",
    ]
