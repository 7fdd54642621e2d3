"""Follow: how a scorecard moves from week to week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from alignkit.errors import DocumentError, LimitError, TimeError, shown
from alignkit.funnel.replay import Errors
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros
from alignkit.periods import Period, midnight
from alignkit.scorecard.assess import HasScorecard, assess, card_of
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.progress import Progress
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.series import ScorecardSeries

MOST_LOOKS = 400
"""A scorecard is followed at most at so many instants; each is an assessment of its own."""
WEEK = timedelta(days=7)


def progress(
    source: Scorecard | HasScorecard,
    facts: Facts,
    *,
    as_of: datetime,
    since: timedelta | datetime = WEEK,
    errors: Errors = "raise",
) -> Progress:
    """Hold a scorecard as it stands against how it stood before: this week against last.

    Both are told by what is known today: what happened before `since` and became known later counts for both.

    Args:
        source: a scorecard; or an agreement, whose scorecard of the period around `as_of` is taken for both.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        since: the instant to look back to, or how long ago it was.
        errors: what to do with wrong facts, as for `assess`.

    Raises:
        TimeError: `naive`; `wrong-order` where `since` is not before `as_of`; `out-of-range`.
        DataError: as for `assess`.
        DocumentError: `wrong-type`.
    """
    now = checked_instant(as_of, "as_of")
    before = _back(now, since) if isinstance(since, timedelta) else checked_instant(since, "since")
    if micros(before) >= micros(now):
        told = f"progress is told since an instant before {now.isoformat()}, not since {before.isoformat()}"
        raise TimeError.at("wrong-order", told, path="since")
    card = card_of(source, now, "progress")
    return Progress(_look(card, facts, before, errors), assess(card, facts, as_of=now, errors=errors))


def follow_goals(
    source: Scorecard | HasScorecard,
    facts: Facts,
    *,
    as_of: datetime,
    at: Iterable[datetime] | None = None,
    errors: Errors = "raise",
) -> ScorecardSeries:
    """Follow a scorecard over its period: how it stood at several instants, all by what is known today.

    Args:
        source: a scorecard; or an agreement, whose scorecard of the period around `as_of` is taken.
        facts: leads, events and external figures.
        as_of: what happened later does not count; the last look.
        at: the other instants, up to `as_of`; None for the end of each week of the period.
        errors: what to do with wrong facts, as for `assess`.

    Raises:
        TimeError: `naive`; `wrong-order` for an instant after `as_of`.
        LimitError: `too-many` instants, over `MOST_LOOKS`.
        DataError: as for `assess`.
        DocumentError: `wrong-type`.
    """
    now = checked_instant(as_of, "as_of")
    card = card_of(source, now, "follow_goals")
    instants = _weeks(card.period, now) if at is None else _checked(at, now)
    looks = {micros(instant): instant for instant in instants} | {micros(now): now}
    if len(looks) > MOST_LOOKS:
        told, what = f"{len(looks):,}", "take some of them"
        if at is None:
            told, what = "at the end of each week of so long a period", "give the instants"
        text = f"a scorecard is followed at most at {MOST_LOOKS} instants, not {told}: {what}"
        raise LimitError.at("too-many", text, path="at")
    return ScorecardSeries(tuple(_look(card, facts, looks[key], errors) for key in sorted(looks)))


def _back(now: datetime, by: timedelta) -> datetime:
    try:
        return (now.astimezone(UTC) - by).astimezone(now.tzinfo)
    except OverflowError as fault:
        told = f"{shown(by)} before {now.isoformat()} does not lie within the years 1 to 9999"
        raise TimeError.at("out-of-range", told, path="since") from fault


def _look(card: Scorecard, facts: Facts, at: datetime, errors: Errors) -> Assessment:
    """Assess at an earlier instant; what came later is no finding here, since it is known to have come."""
    if not isinstance(facts, Facts):
        raise DocumentError.at("wrong-type", f"a scorecard is held against Facts, not {shown(facts)}")
    until = micros(at)
    events = [event for event in facts.events if micros(event.at) <= until]
    figures = [figure for figure in facts.figures if micros(figure.at) <= until]
    return assess(card, Facts(facts.leads, events, figures), as_of=at, errors=errors)


def _checked(at: Iterable[datetime], now: datetime) -> Iterator[datetime]:
    if isinstance(at, str | bytes) or not isinstance(at, Iterable):
        raise DocumentError.at("wrong-type", f"`at` is a list of instants, not {shown(at)}", path="at")
    for number, instant in enumerate(at):
        if number >= MOST_LOOKS:
            raise LimitError.at("too-many", f"a scorecard is followed at most at {MOST_LOOKS} instants", path="at")
        checked_instant(instant, f"at[{number}]")
        if micros(instant) > micros(now):
            told = f"{instant.isoformat()} is after as_of, {now.isoformat()}"
            raise TimeError.at("wrong-order", told, path=f"at[{number}]")
        yield instant


def _weeks(period: Period, now: datetime) -> Iterator[datetime]:
    """Yield the end of each week of a period, by its clocks, up to its end or now."""
    day, looks = period.first, 0
    while (period.end - day).days > WEEK.days and looks < MOST_LOOKS:
        day, looks = day + WEEK, looks + 1
        instant = midnight(day, period.zone)
        if micros(instant) >= micros(now):
            return
        yield instant
    if micros(period.ends_at) < micros(now):
        yield period.ends_at
