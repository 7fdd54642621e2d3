"""Speed: how long leads stay in a stage, and how long they take from one stage to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import attrs

from alignkit.display.blocks import Block, Paragraph
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.funnel.convert import bounds, checked_ends, out_since
from alignkit.funnel.entries import index_of, moment_at
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.periods import Period

_ONE = 1 << 256
"""Probabilities are whole numbers of 2**-256: the same on every host, where floats would miss an exact half, and
fractions would grow by some digits with every event."""
_SLACK = 1 << 56
"""More than the divisions of 2**50 events lose, and far below any difference that can be told."""


@attrs.frozen(slots=True)
class TimeInStage:
    """How long a lead was in a stage: in its latest visit, and in all its visits together."""

    latest: timedelta
    cumulative: timedelta


def time_in_stage(journey: Journey, stage: str) -> TimeInStage | None:
    """Return how long a lead was in a stage up to the journey's `as_of`; None if it never was.

    Inferred visits have no time in stage, and are no latest visit where an observed one is known.

    Raises:
        DocumentError: `unknown-stage`, `wrong-type`.
    """
    if not isinstance(journey, Journey):
        raise DocumentError.at("wrong-type", f"time in stage is asked of one Journey, not of {shown(journey)}")
    journey.funnel.stage(stage)
    visits = [visit for visit in journey.visits if visit.stage == stage]
    if not visits:
        return None
    spent = [visit.time_in_stage(journey.as_of) for visit in visits if not visit.inferred] or [timedelta(0)]
    return TimeInStage(spent[-1], sum(spent, timedelta(0)))


def _steps(steps: Iterable[tuple[timedelta, Fraction]]) -> tuple[tuple[timedelta, Fraction], ...]:
    return tuple(steps)


@attrs.frozen(slots=True, repr=False)
class TimeTo(Shown):
    """How long leads take from one stage to another, those that are still on the way included.

    Args:
        median: the least time by which half of the leads have come; None where fewer than half are known to.
        observed: leads that came.
        censored: leads that are still on the way: known to take longer than they have.
        lost: leads that are in an exit.
        steps: the estimated share that has come by each time at which one did, to 12 decimals.
        lowest: the least that the median can come to, whatever becomes of those on the way: if all came now; None where
            fewer than half would have come even so.
        highest: the most that it can come to: if none of them came; None where fewer than half would have come.
    """

    median: timedelta | None
    observed: int
    censored: int
    lost: int = 0
    steps: tuple[tuple[timedelta, Fraction], ...] = attrs.field(default=(), converter=_steps)
    lowest: timedelta | None = None
    highest: timedelta | None = None

    def incidence(self, after: timedelta) -> Fraction:
        """Return the estimated share of leads that have come by then.

        >>> TimeTo(None, 1, 2, steps=[(timedelta(days=3), Fraction(1, 3))]).incidence(timedelta(days=2))
        Fraction(0, 1)
        """
        reached = Fraction(0)
        for time, share in self.steps:
            if time > after:
                break
            reached = share
        return reached

    def blocks(self) -> Block:
        """Return one sentence."""
        from alignkit.funnel.show import span_text  # drawing is loaded when something is drawn

        half = "fewer than half came so far" if self.median is None else f"half come within {span_text(self.median)}"
        return Paragraph(
            f"Median time: {half} ({self.observed} came, {self.censored} are on the way, {self.lost} were lost)."
        )

    def to_dict(self) -> dict[str, object]:
        """Return the answer as plain data, times in seconds as text."""
        return {
            "alignkit": 1,
            "kind": "time-to",
            "median_seconds": None if self.median is None else _seconds(self.median),
            "observed": self.observed,
            "censored": self.censored,
            "lost": self.lost,
        }


def _seconds(span: timedelta) -> str:
    whole, rest = divmod(span // timedelta(microseconds=1), 10**6)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


def time_to(journeys: Iterable[Journey], start: str, end: str, *, period: Period, as_of: datetime) -> TimeTo:
    """Estimate how long leads take from their first entry into `start` to the next entry into `end`.

    The leads are those of the cohort conversion. A lead that has not come by `as_of` is censored then; one that is in
    an exit at `as_of` has not come, and will not: an exit competes from the instant at which the lead went out for
    good. (An exit that the lead left again did not end its way.) The estimate is the cumulative incidence of Aalen and
    Johansen (Scandinavian Journal of Statistics 5, 1978): with n leads at risk just before the time t, of which d came
    and x went out at t, it grows by S * d / n and the share S still on the way falls to S * (n - d - x) / n. Without
    exits it equals 1 - Kaplan-Meier (JASA 53, 1958). Those censored at t are at risk at t.

    Args:
        journeys: as `replay` gives them, or some of them.
        start: a stage of the path.
        end: a later stage, or an exit.
        period: of the entries into `start`.
        as_of: what happened later does not count.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`.
        DocumentError: `unknown-stage`, `wrong-order`.
    """
    known = _known(journeys, start, end, period=period, as_of=as_of)
    steps = list(_incidence(known))
    return TimeTo(
        next((time for time, share in steps if share >= _least(Fraction(50))), None),
        len(known.came),
        len(known.censored),
        len(known.out),
        ((time, Fraction(round(Fraction(share, _ONE) * 10**12), 10**12)) for time, share in steps),
        *_between(known, Fraction(50)),
    )


def time_within(
    journeys: Iterable[Journey], start: str, end: str, percent: Fraction, *, period: Period, as_of: datetime
) -> TimeTo:
    """Estimate by when so many per cent of the leads have come, as `time_to` does for half of them, without its steps.

    Args:
        journeys: as `replay` gives them, or some of them.
        start: a stage of the path.
        end: a later stage, or an exit.
        percent: how many of a hundred; the answer stands under `median`.
        period: of the entries into `start`.
        as_of: what happened later does not count.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`.
        DocumentError: `unknown-stage`, `wrong-order`.
    """
    known = _known(journeys, start, end, period=period, as_of=as_of)
    least = _least(percent)
    within = next((time for time, share in _incidence(known) if share >= least), None)
    return TimeTo(within, len(known.came), len(known.censored), len(known.out), (), *_between(known, percent))


def _between(known: _Known, percent: Fraction) -> tuple[timedelta | None, timedelta | None]:
    """Return by when so many per cent will have come: if all that are on the way came now, and if none of them came."""
    came, out, censored = known
    place = ceil(percent * (len(came) + len(out) + len(censored)) / 100) - 1
    ends = (sorted(came + censored), came) if censored else (came,)
    found = [end[place] if 0 <= place < len(end) else None for end in ends]
    return found[0], found[-1]


def _least(percent: Fraction) -> Fraction:
    """Return the share at which so many per cent have come, in units of 2**-256, less what divisions may have lost."""
    return percent * _ONE / 100 - _SLACK


class _Known(NamedTuple):
    """How long it took those that came, those that went out, and those on the way, so far: each from least to most."""

    came: list[timedelta]
    out: list[timedelta]
    censored: list[timedelta]


def _known(journeys: Iterable[Journey], start: str, end: str, *, period: Period, as_of: datetime) -> _Known:
    items, now = checked_ends(journeys, start, end, as_of)
    opens, closes = bounds(period)
    index = index_of(journeys if isinstance(journeys, Journeys) else items)
    out = out_since(index, items, as_of)
    last = moment_at(now)
    cohort = index.cohort(start, now, opens, closes)
    arrivals = index.arrivals(cohort, end, now)
    came = [when - cohort[place] for place, when in arrivals.items()]
    still = cohort.keys() - arrivals.keys()
    gone = [out[place] - cohort[place] for place in still & out.keys()]
    censored = [last - cohort[place] for place in still - out.keys()]
    return _Known(sorted(came), sorted(gone), sorted(censored))


def _incidence(known: _Known) -> Iterator[tuple[timedelta, int]]:
    """Yield the times at which leads came, each with the share that has come by then, in units of 2**-256."""
    came, out, censored = known
    ends = sorted(came + out)  # two rows in order: to sort them is to merge them
    on_the_way, share = _ONE, 0
    done = left = unseen = (
        0  # of the three rows together, of those that went out, and of those on the way: time's place
    )
    everybody = len(ends) + len(censored)
    while done < len(ends):
        time, before, left_before = ends[done], done, left
        while unseen < len(censored) and censored[unseen] < time:
            unseen += 1
        while done < len(ends) and ends[done] == time:
            done += 1
        while left < len(out) and out[left] == time:
            left += 1
        at_risk, gone = everybody - before - unseen, done - before
        here = gone - (left - left_before)
        if here:
            share += on_the_way * here // at_risk
            yield time, share
        on_the_way = on_the_way * (at_risk - gone) // at_risk
