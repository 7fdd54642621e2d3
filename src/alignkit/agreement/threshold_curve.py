"""The curve of a threshold: what each number of points would do, for choosing it together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from alignkit.agreement.curves import Curve, CurvePoint
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.exact import Number
from alignkit.funnel.follow_score import first_instant, known_until, past_of
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.stages import Boundary
from alignkit.handoff.acceptance import Handoff
from alignkit.handoff.review import review
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.rules.courses import Course
from alignkit.rules.describe import describe
from alignkit.rules.node import checked_rule
from alignkit.rules.predicates import AllOf, Named, Rule, ScoreCompare
from alignkit.rules.scores import MILLION, Points, Score, checked_points, millionths
from alignkit.rules.unfold import Unfolding

MOST_THRESHOLDS = 1_000
_USUAL = 20
"""About so many thresholds are chosen where none are given: more tell people nothing."""


def threshold_curve(
    definition: Score | Rule,
    journeys: Journeys,
    *,
    as_of: datetime,
    thresholds: Iterable[Number] | None = None,
    boundary: Boundary | None = None,
    period: Period | None = None,
) -> Curve:
    """Return for each threshold of a score how many leads would qualify, and what became of those handed over.

    - A lead qualifies at a threshold if it has so many points at any instant up to `as_of` at which its score can
      change, or at any of the period. Of a rule such as `icp & (score >= 65)`, the rest must hold at that instant too.
    - The acceptance is that of the handoffs whose lead had so many points when it was offered: accepted ÷ (accepted +
      rejected). Leads that were never offered have no answer, so at thresholds below the one that was in use it tells
      of those few that were handed over all the same.

    A higher threshold never qualifies more.

    Args:
        definition: a score; or a rule that holds one threshold of one, alone or joined with `&` to what else must hold:
            then the agreed threshold is marked.
        journeys: as `replay` gives them.
        as_of: what happened later does not count.
        thresholds: the points to try, at most 1,000; round ones over all that leads reached when None.
        boundary: where leads are offered and answered; the funnel's first one when None.
        period: when leads must reach the threshold, and be offered; all time when None.

    Raises:
        TimeError: `naive`, `not-an-instant`.
        DataError: `later-than-replay`.
        DocumentError: `wrong-type`, `not-a-rule`; `no-threshold` for a rule without one, or with several;
            `no-thresholds` for an empty list.
        LimitError: `too-many`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.rules.field import field
    >>> fit = Score("fit", [Points(40, when=field("employees") >= 50), Points(30, when=field("country") == "NL")])
    >>> funnel = Funnel("inbound", [Stage("mql", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts({"L1": {"employees": 60, "country": "NL"}, "L2": {"employees": 60, "country": "DE"}})
    >>> journeys = replay(funnel, facts, as_of=datetime(2026, 2, 1, tzinfo=UTC))
    >>> curve = threshold_curve(fit, journeys, thresholds=[30, 50, 80], as_of=journeys.as_of)
    >>> [(point.threshold, point.qualify) for point in curve]
    [(30, 2), (50, 1), (80, 0)]
    """
    asked = _asked(definition)
    if not isinstance(journeys, Journeys):
        raise DocumentError.at("wrong-type", f"a curve is made from Journeys, as replay gives, not {shown(journeys)}")
    for value, kind, what in ((boundary, Boundary, "boundary"), (period, Period, "period")):
        if value is not None and not isinstance(value, kind):
            raise DocumentError.at("wrong-type", f"{what} must be a {kind.__name__}, not {shown(value)}", path=what)
    now = known_until(journeys.as_of, as_of)
    given = None if thresholds is None else _given(thresholds)
    if boundary is None and journeys.funnel.boundaries:
        boundary = journeys.funnel.boundaries[0]
    handoffs = () if boundary is None else review(journeys, boundary, as_of=as_of).items
    offers: dict[str, list[Handoff]] = {}
    for handoff in handoffs:
        if period is None or handoff.offered_at in period:
            offers.setdefault(handoff.lead, []).append(handoff)
    measured = _measured(asked, journeys, offers, now=now, period=period)
    steps = given if given is not None else _round_steps(measured.reached, asked.points)
    return Curve(
        asked.score,
        [_point(threshold, measured, strict=asked.strict) for threshold in steps],
        len(journeys),
        asked.points,
        "" if asked.beside is None else describe(asked.beside) + (" holds" if isinstance(asked.beside, Named) else ""),
        asked.strict,
        measured.outside,
        None if boundary is None else boundary.offered,
        period,
        as_of,
    )


class _Asked(NamedTuple):
    """A score, and what must hold beside its threshold."""

    score: Score
    points: int | Decimal | None
    strict: bool
    beside: Rule | None


def _asked(definition: Score | Rule) -> _Asked:
    if isinstance(definition, Score):
        return _Asked(definition, None, strict=False, beside=None)
    parts = list(_joined(checked_rule(definition, "what a curve is made of")))
    compared = [part for part in parts if isinstance(part, ScoreCompare) and part.op in {">=", ">"}]
    if len(compared) != 1:
        found = "no threshold of a score" if not compared else f"{len(compared)} thresholds"
        text = f"the rule holds {found}: give a score, or a rule such as `icp & (score >= 65)`"
        raise DocumentError.at("no-threshold", text)
    rest = [part for part in parts if part is not compared[0]]
    beside = None if not rest else rest[0] if len(rest) == 1 else AllOf(tuple(rest))
    return _Asked(compared[0].score, compared[0].points, compared[0].op == ">", beside)


def _joined(rule: Rule) -> Iterator[Rule]:
    """Yield what a rule joins with `&`; a name around a threshold, or around what holds one, is taken off."""
    waiting = [rule]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, AllOf):
            waiting[:0] = part.rules
        elif isinstance(part, Named) and _holds_threshold(part.rule):
            waiting.insert(0, part.rule)
        else:
            yield part


def _holds_threshold(rule: Rule) -> bool:
    while isinstance(rule, Named):
        rule = rule.rule
    return isinstance(rule, ScoreCompare) or (isinstance(rule, AllOf) and any(map(_holds_threshold, rule.rules)))


def _given(thresholds: Iterable[Number]) -> list[int | Decimal]:
    if isinstance(thresholds, str | bytes) or not isinstance(thresholds, Iterable):
        raise DocumentError.at("wrong-type", f"thresholds are a list of points, not {shown(thresholds)}")
    found: dict[int, int | Decimal] = {}
    for value in thresholds:
        points = checked_points(value, "a threshold")
        found.setdefault(millionths(points), points)
        if len(found) > MOST_THRESHOLDS:
            raise LimitError.at("too-many", f"a curve has at most {MOST_THRESHOLDS:,} thresholds")
    if not found:
        raise DocumentError.at("no-thresholds", "a curve needs one threshold at least")
    return [found[points] for points in sorted(found)]


def _round_steps(reached: list[int], current: int | Decimal | None) -> list[int | Decimal]:
    """Return round thresholds over all points that leads reached, and the one that is agreed."""
    known = [*reached, *([millionths(current)] if current is not None else [])] or [0]
    low, high = min(known), max(known)
    size = MILLION
    while (high - low) // size > _USUAL:
        size *= 5 if str(size)[0] == "1" else 2  # 1, 5, 10, 50, 100 …
    found = {step * size for step in range(low // size, -(-high // size) + 1)}
    if current is not None:
        found.add(millionths(current))
    return [checked_points(points // MILLION, "a threshold") if points % MILLION == 0 else current or 0
            for points in sorted(found)]  # fmt: skip


class _Measured(NamedTuple):
    """The most points that each lead had, and those of each offer, in millionths, sorted."""

    reached: list[int]
    offered: list[int]
    answered: list[int]
    accepted: list[int]
    outside: int


def _measured(
    asked: _Asked, journeys: Journeys, offers: dict[str, list[Handoff]], *, now: int, period: Period | None
) -> _Measured:
    found = _Measured([], [], [], [], 0)
    outside = 0
    begins = None if period is None else micros(period.starts_at)
    ends = now if period is None else min(now, micros(period.ends_at) - 1)
    # one score of both, so that a lead's past holds every field that is asked
    beside = None if asked.beside is None else Score("beside", [Points(1, when=asked.beside)])
    whole = asked.score if beside is None else Score("both", beside.points, [asked.score])
    unfoldings = [Unfolding(score) for score in (asked.score, beside) if score is not None]
    for journey in journeys:
        points, holds = _courses(journey, whole, unfoldings, now)
        start = first_instant(journey, now) if begins is None else max(begins, first_instant(journey, now))
        highest = _highest(points, holds, start, ends)
        if highest is not None:
            found.reached.append(highest)
        for handoff in offers.get(journey.lead, ()):
            at = micros(handoff.offered_at)
            answered = handoff.state in {"accepted", "rejected"}
            if holds is not None and not holds.at(at):
                outside += answered
                continue
            lists = [found.offered, *([found.answered] if answered else [])]
            for held in [*lists, *([found.accepted] if handoff.state == "accepted" else [])]:
                held.append(points.at(at))
    for held in found[:4]:
        held.sort()
    return found._replace(outside=outside)


def _courses(
    journey: Journey, whole: Score, unfoldings: list[Unfolding], now: int
) -> tuple[Course[int], Course[int] | None]:
    past = past_of(journey, whole, first_instant(journey, now), now)
    courses = [unfolding.over(past) for unfolding in unfoldings]
    return courses[0], courses[1] if len(courses) > 1 else None


def _highest(points: Course[int], holds: Course[int] | None, start: int, end: int) -> int | None:
    """Return the most points at an instant from `start` to `end` at which the rest holds."""
    if start > end:
        return None
    instants = {start, *_within(points, start, end), *(() if holds is None else _within(holds, start, end))}
    return max((points.at(at) for at in instants if holds is None or holds.at(at)), default=None)


def _within(course: Course[int], start: int, end: int) -> tuple[int, ...]:
    return course.instants[bisect_left(course.instants, start) : bisect_right(course.instants, end)]


def _point(threshold: int | Decimal, measured: _Measured, *, strict: bool) -> CurvePoint:
    least = millionths(threshold) + strict  # points are whole millionths
    counts = (len(held) - bisect_left(held, least) for held in measured[:4])
    return CurvePoint(threshold, *counts)
