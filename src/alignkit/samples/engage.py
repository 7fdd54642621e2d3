"""Engage: what a lead does, until it qualifies by the agreed rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignkit.rules.decide import decide
from alignkit.rules.verdict import Verdict
from alignkit.samples.arrive import some_time
from alignkit.samples.diary import Author, Diary, days_later
from alignkit.samples.pools import AS_OF, EMPLOYEES, ENGAGEMENT_GAPS, ENGAGEMENTS, INTERESTS, MARKETERS, PRICING
from alignkit.samples.terms import ICP, MQL

_EAGERNESS = (1, 1.6, 2.2, 3, 4, 5, 7, 10)
"""Quantiles of how many times a lead does something in a row."""


def engage(diary: Diary, start: datetime) -> datetime | None:
    """Note what a lead does from an instant on.

    Returns:
        When the first of it made the lead qualified; None where nothing did.
    """
    draws = diary.draws
    interests = INTERESTS[str(diary.fields["source"])]
    found_out = _research(diary, start)
    qualified: datetime | None = None
    at = start
    for number in range(int(draws.curve(_EAGERNESS))):
        if number:
            at = _next_time(diary, at)
        if at > AS_OF:
            break
        if found_out is not None and found_out <= at:
            _find_out(diary, found_out)
            found_out = None
        kind = draws.weighted(interests)
        visited = draws.one_of(ENGAGEMENTS[kind])
        diary.note(at, kind, attributes=visited)
        # a page without points qualifies nobody
        if qualified is None and (kind != "page_visit" or visited is PRICING) and is_qualified(diary, at):
            qualified = at
    if found_out is not None and found_out <= AS_OF:
        _find_out(diary, max(found_out, at))
        if qualified is None and is_qualified(diary, max(found_out, at)):
            qualified = max(found_out, at)
    return qualified


def is_qualified(diary: Diary, at: datetime) -> bool:
    """Say whether the agreed rule holds for a lead by now."""
    # the fit alone first: a score over events takes longer, and a third of all leads need none
    if decide(ICP, diary.fields) is not Verdict.YES:
        return False
    return decide(MQL, diary.fields, diary.events, as_of=at) is Verdict.YES


def _next_time(diary: Diary, at: datetime) -> datetime:
    gap = diary.draws.curve(ENGAGEMENT_GAPS)
    later = days_later(at, gap)
    return later if gap < 0.5 else max(at + timedelta(seconds=1), some_time(later.date(), diary.draws))


def _research(diary: Diary, start: datetime) -> datetime | None:
    """Return when marketing finds out how large a company is that did not say; None where it does not."""
    draws = diary.draws
    if diary.fields.get("employees") is not None or not draws.chance(0.5):
        return None
    return days_later(start, draws.between(0.1, 6))


def _find_out(diary: Diary, at: datetime) -> None:
    employees = int(diary.draws.curve(EMPLOYEES))
    marketer = Author(diary.draws.one_of(MARKETERS), "marketing")
    diary.note(at, "field", employees, field="employees", by=marketer)
    diary.fields["employees"] = employees
