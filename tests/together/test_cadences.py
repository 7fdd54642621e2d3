"""How often a meeting takes place: rules in one normal form, and in words."""

from __future__ import annotations

from datetime import date

import pytest
from tests.together.build import codes

from alignkit.errors import AlignkitError, DocumentError, LimitError
from alignkit.together.cadences import cadence_of
from alignkit.together.say_cadence import say_cadence


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("RRULE:byday=we,mo,MO;interval=1;freq=weekly;wkst=mo", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=-1FR,1MO", "FREQ=MONTHLY;BYDAY=-1FR,1MO"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=YEARLY;COUNT=3;BYMONTH=12,1;BYMONTHDAY=05", "FREQ=YEARLY;COUNT=3;BYMONTH=1,12;BYMONTHDAY=5"),
        ("FREQ=DAILY", "FREQ=DAILY"),
    ],
)
def test_a_rule_has_one_normal_form(given: str, normal: str) -> None:
    """Whatever the order and the case: equal rules have equal text, and the normal form reads back."""
    assert cadence_of(given).text == normal
    assert cadence_of(normal).text == normal


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("", ["unreadable-cadence"]),
        ("every monday", ["unreadable-cadence"]),
        ("FREQ=HOURLY", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;FREQ=DAILY", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;INTERVAL=0", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;INTERVAL=1,2", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;INTERVAL=1001", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;BYDAY=XX", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;BYDAY=1MO", ["unreadable-cadence"]),
        ("FREQ=MONTHLY;BYDAY=6MO", ["unreadable-cadence"]),
        ("FREQ=MONTHLY;BYMONTHDAY=0", ["unreadable-cadence"]),
        ("FREQ=MONTHLY;BYMONTHDAY=32", ["unreadable-cadence"]),
        ("FREQ=MONTHLY;BYSETPOS=1", ["unreadable-cadence"]),
        ("FREQ=MONTHLY;BYMONTH=-1", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;WKST=X", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;COUNT=٣", ["unreadable-cadence"]),
        ("FREQ=WEEKLY;UNTIL=20270101", ["unknown-part"]),
        ("FREQ=DAILY;BYMONTHDAY=31;BYHOUR=9", ["unknown-part", "unknown-part"]),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=53MO", ["unreadable-cadence"]),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=-6MO", ["unreadable-cadence"]),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", ["unreadable-cadence"]),
        ("FREQ=YEARLY;BYEASTER=1;BYDAY=99MO", ["unknown-part", "unreadable-cadence"]),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(given: str, found: list[str]) -> None:
    """With every fault; what belongs into the meeting itself is said."""
    with pytest.raises(DocumentError) as caught:
        cadence_of(given)
    assert codes(caught.value) == [(code, "cadence") for code in found]


def test_what_is_no_text_or_too_long_is_refused() -> None:
    """Before anything is read."""
    with pytest.raises(AlignkitError, match="wrong-type"):
        cadence_of(7)
    with pytest.raises(LimitError, match="too-long"):
        cadence_of("FREQ=WEEKLY;BYDAY=" + "MO," * 1000)
    with pytest.raises(DocumentError, match="say with `until` of the meeting"):
        cadence_of("FREQ=WEEKLY;UNTIL=20270101")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY", "every week on Wednesday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every two weeks on Monday and Thursday"),
        ("FREQ=DAILY;INTERVAL=14;COUNT=6", "every 14 days, 6 times"),
        ("FREQ=MONTHLY;BYDAY=1MO,-1FR", "every month on the last Friday and the first Monday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1,15", "every three months on day 1 and 15"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1", "every year in December on day 1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "as FREQ=MONTHLY;BYMONTHDAY=-1 says"),
        ("FREQ=YEARLY;BYDAY=20MO", "as FREQ=YEARLY;BYDAY=20MO says"),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=MO", "as FREQ=WEEKLY;BYDAY=MO;WKST=SU says"),
        ("FREQ=YEARLY", "every year in March on day 4"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=3,9", "every two years in March and September on day 4"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "every year on day 1 of each month"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=TU", "every year in May on each Tuesday"),
        ("FREQ=MONTHLY", "every month on day 4"),
        ("FREQ=MONTHLY;BYDAY=MO", "every month on each Monday"),
        ("FREQ=DAILY;BYDAY=MO,FR", "every day on Monday and Friday"),
    ],
)
def test_a_rule_in_words(given: str, said: str) -> None:
    """Where there are words for it; what the rule does not say comes from the first meeting."""
    assert say_cadence(cadence_of(given), date(2026, 3, 4)) == said
