"""Follow a lead's score through its journey."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Context, Decimal

from alignkit.errors import DataError, DocumentError, TimeError, shown
from alignkit.funnel.journeys import Journey
from alignkit.funnel.series import ScoreSeries, ScoreStep
from alignkit.instants import EPOCH, checked_instant, micros
from alignkit.rules.courses import Past
from alignkit.rules.predicates import Rule
from alignkit.rules.scores import Score, millionths
from alignkit.rules.unfold import Unfolding
from alignkit.rules.walk import field_names

_EXACT = Context(prec=100)
"""Our own decimal context: the host's must not change an answer."""


def score_series(score: Score, journey: Journey, *, as_of: datetime, since: datetime | None = None) -> ScoreSeries:
    """Follow the points of one lead, over all instants at which they can change.

    At each instant, the points are those of `rate` on the events up to it, that instant's own included, and on the
    fields as known then. A change of a field counts from its event on; an event of `did(..., within=span)` counts up
    to `span` after it, and not a microsecond longer; points fade as days of 24 hours complete.

    The time is that of sorting all changes of all clauses: some 800 for an event whose points halve every 30 days.

    Args:
        score: what is counted.
        journey: of the lead, as `replay` gives it.
        as_of: the end of the series; what happened later does not count.
        since: its start; the lead's first event if None, and `as_of` for a lead without any.

    Raises:
        TimeError: `naive`, `not-an-instant`; `out-of-range` for an instant that has no date in UTC.
        DataError: `later-than-replay`.
        DocumentError: `wrong-type`; `ends-before-start` when `since` comes after `as_of`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.rules.predicates import did
    >>> from alignkit.rules.scores import Points
    >>> interest = Score("interest", [Points(20, each=did("webinar"), steps={timedelta(days=30): 0.5})])
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts(events=[Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "webinar")])
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> series = score_series(interest, replay(funnel, facts, as_of=now).of("L1"), as_of=now)
    >>> [(step.at.date().isoformat(), int(step.points)) for step in series.steps]
    [('2026-01-05', 20), ('2026-02-04', 10)]
    """
    if not isinstance(score, Score) or not isinstance(journey, Journey):
        raise DocumentError.at(
            "wrong-type", f"a series is of a Score and a Journey, not {shown(score)}, {shown(journey)}"
        )
    now = known_until(journey.as_of, as_of)
    start = first_instant(journey, now) if since is None else micros(checked_instant(since, "since"))
    if since is not None and start > now:
        raise DocumentError.at(
            "ends-before-start", f"since ({since.isoformat()}) must not come after as_of ({as_of.isoformat()})"
        )
    course = Unfolding(score).over(past_of(journey, score, start, now))
    bands = [(millionths(least), name) for name, least in score.bands]
    steps = (
        ScoreStep(in_utc(at), points(total), next((name for least, name in bands if total >= least), None))
        for at, total in zip(course.instants, course.values, strict=True)
    )
    return ScoreSeries(score, journey.lead, steps, as_of)


def known_until(replayed: datetime, as_of: datetime) -> int:
    """Return `as_of` in microseconds, if what was replayed up to an instant is known up to it.

    Raises:
        TimeError: `naive`, `not-an-instant`.
        DataError: `later-than-replay`.
    """
    now = micros(checked_instant(as_of, "as_of"))
    if now > micros(replayed):
        raise DataError.at(
            "later-than-replay",
            f"as_of is {as_of.isoformat()}, and journeys are known up to {replayed.isoformat()}: replay to the later",
        )
    return now


def first_instant(journey: Journey, now: int) -> int:
    """Return when a lead's history begins: with its first event, or else at `now`."""
    return min(now, micros(journey.events[0].at)) if journey.events else now


def past_of(journey: Journey, asked: Score | Rule, start: int, end: int) -> Past:
    """Return what is known of a lead from `start` to `end`, as far as a score or a rule asks for it."""
    events = [(at, event) for event in journey.events if (at := micros(event.at)) <= end]
    names = field_names(asked)
    if not names:
        return Past(start, end, events, {})
    first = micros(journey.events[0].at) if journey.events else end
    known = journey.baseline if start < first else journey.fields_at(in_utc(start))
    fields: dict[str, list[tuple[int, object]]] = {name: [(start, known.get(name))] for name in names}
    for event, field, value in journey.field_changes():
        # as `fields_at` tells them, which goes over all events each time it is asked
        if field in fields and start < (at := micros(event.at)) <= end:
            held = fields[field]
            if held[-1][0] == at:  # of two changes at one instant, the later in order holds
                held.pop()
            held.append((at, value))
    return Past(start, end, events, fields)


def in_utc(at: int) -> datetime:
    """Return an instant as a datetime in UTC.

    Raises:
        TimeError: `out-of-range`.
    """
    try:
        return EPOCH + timedelta(microseconds=at)
    except OverflowError as fault:
        raise TimeError.at("out-of-range", "an instant lies outside the years 1 to 9999 of UTC") from fault


def points(total: int) -> Decimal:
    """Return millionths as points, as `as_points` does; five times as fast, for a series may be long."""
    whole, rest = divmod(total, 10**6)
    return Decimal(total).scaleb(-6, _EXACT).normalize(_EXACT) if rest else Decimal(whole)
