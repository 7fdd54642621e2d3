"""Cadences: how often a meeting takes place, as an `rrule` of RFC 5545, in one normal form.

The days come from the rule and the time of day from the meeting. So a rule says nothing smaller than a day, and when
the meetings end stands in the meeting too, as a date.
"""

from __future__ import annotations

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.worktime.day_rules import LONGEST, DayRule, Wording, read_day_rule

_FORM = 'such as "FREQ=WEEKLY;BYDAY=MO" or "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"'
_SAY = Wording(
    "a cadence",
    "unreadable-cadence",
    _FORM,
    {
        "UNTIL": "say with `until` of the meeting on which day it ends",
        "BYHOUR": "the time of day is `at` of the meeting",
        "BYMINUTE": "the time of day is `at` of the meeting",
        "BYSECOND": "the time of day is `at` of the meeting",
    },
)


def cadence_of(text: object, path: str = "cadence") -> DayRule:
    """Read a rule.

    Raises:
        DocumentError: with every fault: `wrong-type`, `unreadable-cadence`, `unknown-part`.
        LimitError: `too-long`, over 500 characters.

    >>> cadence_of("RRULE:BYDAY=we,mo;FREQ=weekly;INTERVAL=1").text
    'FREQ=WEEKLY;BYDAY=MO,WE'
    """
    if not isinstance(text, str):
        raise DocumentError.at("wrong-type", f"a cadence is text {_FORM}, not {shown(text)}", path=path)
    if len(text) > LONGEST:
        raise LimitError.at("too-long", f"a cadence has at most {LONGEST} characters, not {len(text):,}", path=path)
    found = read_day_rule(text, _SAY, path)
    if isinstance(found, DayRule):
        return found
    raise DocumentError(*found)
