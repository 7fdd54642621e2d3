"""Conversion: which share of the leads that entered one stage came to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from alignkit.errors import DataError, DocumentError, shown
from alignkit.funnel.conversions import Conversion, PeriodConversion
from alignkit.funnel.entries import EntryIndex, index_of, moment_at
from alignkit.funnel.journeys import Journey, Journeys, checked_journeys
from alignkit.funnel.stages import Funnel
from alignkit.funnel.visits import Visit
from alignkit.instants import MICROSECOND, checked_instant, micros, told_in
from alignkit.periods import Period


def cohort_entry(journey: Journey, stage: str, now: int) -> Visit | None:
    """Return the entry by which a lead belongs to a stage's cohort: its first up to `now` (in microseconds).

    An inferred entry gives way to the observed one where the record shows that the lead was there only later: where
    the lead came back to the stage by a move that the funnel does not declare. So a deal that was won before the
    first contact belongs to the day of the contact.
    """
    visits = [visit for visit in journey.visits if visit.stage == stage and micros(visit.entered_at) <= now]
    observed = next((visit for visit in visits if not visit.inferred), None)
    if observed is not None and observed.flagged == "backward-move":
        return observed
    return visits[0] if visits else None


def checked_ends(journeys: Iterable[Journey], start: str, end: str, as_of: datetime) -> tuple[tuple[Journey, ...], int]:
    """Return the journeys, and `as_of` in microseconds, if the question can be asked of them.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`, when `as_of` lies after the replay's: what happened between is not known.
        DocumentError: `unknown-stage`; `wrong-order`, when the end does not come after the start; `wrong-type`.
    """
    now = micros(checked_instant(as_of, "as_of"))
    items = checked_journeys(journeys, "conversion is asked of journeys")
    known = [(journeys.funnel, journeys.as_of)] if isinstance(journeys, Journeys) else []
    for funnel, at in known or [(item.funnel, item.as_of) for item in items[:1]]:
        _in_order(funnel, start, end)
        if now > micros(at):
            raise DataError.at(
                "later-than-replay",
                f"as_of is {as_of.isoformat()}, and the journeys are known up to {at.isoformat()}: replay to the later",
            )
    return items, now


def bounds(period: Period) -> tuple[int, int]:
    """Return the first instant of a period and the first one after it, in microseconds.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(period, Period):
        raise DocumentError.at("wrong-type", f"a period is one such as quarter(2026, 1, zone=...), not {shown(period)}")
    return micros(period.starts_at), micros(period.ends_at)


def _in_order(funnel: Funnel, start: str, end: str) -> None:
    first, last = funnel.position(start), funnel.position(end)
    if start == end or first is None or (last is not None and last <= first):
        raise DocumentError.at(
            "wrong-order", f"a lead converts from a stage of the path to a later one, not from {start!r} to {end!r}"
        )


def cohort_conversion(
    journeys: Iterable[Journey],
    start: str,
    end: str,
    *,
    period: Period,
    within: timedelta | None = None,
    as_of: datetime,
) -> Conversion:
    """Count, of the leads whose entry into `start` lies in the period, those that then came to `end`.

    A lead counts once, by its first entry (see `cohort_entry`). It has converted when it entered `end` at or after that
    instant, and up to and including the end of the window. Inferred entries count at the instant that implies them.

    Args:
        journeys: as `replay` gives them, or some of them.
        start: a stage of the path.
        end: a later stage, or an exit.
        period: the cohort's.
        within: the window after the entry; None for as long as it takes.
        as_of: what happened later does not count.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`.
        DocumentError: `unknown-stage`, `wrong-order`; `not-positive` for a window that is none.
    """
    if within is not None and (not isinstance(within, timedelta) or within <= timedelta(0)):
        raise DocumentError.at("not-positive", f"a window is a timedelta longer than nothing, not {shown(within)}")
    items, now = checked_ends(journeys, start, end, as_of)
    opens, closes = bounds(period)
    index = index_of(journeys if isinstance(journeys, Journeys) else items)
    cohort = index.cohort(start, now, opens, closes)
    arrivals = index.arrivals(cohort, end, now)
    entered = len(cohort)
    if within is None:
        dropped = len((out_since(index, items, as_of).keys() & cohort.keys()) - arrivals.keys())
        return Conversion(entered, len(arrivals), entered - len(arrivals) - dropped, dropped)
    open_since = moment_at(now - within // MICROSECOND)  # windows that began later are not over
    in_time = [at for place, when in arrivals.items() if when - (at := cohort[place]) <= within]
    converted, early = len(in_time), len([at for at in in_time if at > open_since])
    pending = len([at for at in cohort.values() if at > open_since]) - early
    return Conversion(entered, converted, pending, entered - converted - pending, early, within)


def in_exit_since(journey: Journey, as_of: datetime) -> datetime | None:
    """Return since when a lead has been out of the funnel at an instant; None where it is not in an exit."""
    now = micros(as_of)
    exits = {stage.id for stage in journey.funnel.exits}
    since = None
    for visit in reversed(journey.visits):
        if since is None and micros(visit.entered_at) > now:
            continue
        if visit.stage not in exits:
            break
        if since is None and visit.left_at is not None and micros(visit.left_at) <= now:
            break
        since = visit.entered_at
    return since


def out_since(index: EntryIndex, items: tuple[Journey, ...], as_of: datetime) -> Mapping[int, datetime]:
    """Return since when leads have been out of the funnel at an instant, in UTC, by their places.

    As `in_exit_since` has it, for those that stand in an exit then; all journeys are through one funnel.
    """
    now = micros(as_of)
    exits = {stage.id for item in items[:1] for stage in item.funnel.exits}

    def find() -> dict[int, datetime]:
        found = {place: at for stage in exits for place, at in index.standing(stage, now)}
        entered = [place for stage in exits for place in index.of(stage).places]
        if len(set(entered)) < len(entered):  # who went from exit to exit is out since the first of them
            for place, at in found.items():
                since = in_exit_since(items[place], as_of)
                found[place] = at if since is None else told_in(since, UTC)
        return found

    return index.answer(("out", now), find)


def period_conversion(
    journeys: Iterable[Journey], start: str, end: str, *, period: Period, as_of: datetime
) -> PeriodConversion:
    """Count the leads that entered `start` and those that entered `end` in one period, each lead once a stage.

    Args:
        journeys: as `replay` gives them, or some of them.
        start: a stage of the path.
        end: a later stage, or an exit.
        period: of both counts.
        as_of: what happened later does not count.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`.
        DocumentError: `unknown-stage`, `wrong-order`.
    """
    items, now = checked_ends(journeys, start, end, as_of)
    opens, closes = bounds(period)
    closes = min(closes, now + 1)
    index = index_of(journeys if isinstance(journeys, Journeys) else items)
    return PeriodConversion(*(len(index.within(stage, opens, closes)) for stage in (start, end)))
