"""Hold both directions of an agreement against the facts: volume and quality one way, speed and depth the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol, runtime_checkable

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import Accepted, Entered, Left, Rejected, simple_parts
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.stages import Boundary, Stage
from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.handoff.amounts import allowed_text
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.review import review
from alignkit.handoff.slas import SLA
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, duration_text, micros
from alignkit.periods import Period
from alignkit.rules.describe import times
from alignkit.rules.predicates import Did, Named, Rule
from alignkit.rules.quote import event_words
from alignkit.scorecard.assess import assess
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import Count, Met, Metric, Share, met
from alignkit.scorecard.readings import GoalReading
from alignkit.together.common import CommonGround, checked_ground, known_in, scorecard_of
from alignkit.together.directions import BothDirections, Commitment
from alignkit.together.feed_back import BY, entry_parts, feedback, rule_words, verdict_at
from alignkit.together.feedbacks import Feedback
from alignkit.together.judge import judged


@runtime_checkable
class Ruled(Protocol):
    """What holds named rules: an agreement."""

    @property
    def rules(self) -> tuple[Named, ...]:
        """The named rules."""
        ...


def both_directions(
    source: CommonGround,
    facts: Facts,
    *,
    as_of: datetime,
    period: Period | None = None,
    boundary: Boundary | None = None,
    by: Iterable[str] = BY,
    errors: Errors = "raise",
) -> BothDirections:
    """Hold what each team owes the other at a handoff against the facts, and tell what comes back as feedback.

    One team owes leads: the volume is how many it offered in the period, the quality which share of the answered ones
    the other team accepted. The other owes their follow-up: the speed is how many clocks of its SLAs were met, of those
    decided in the period, as `met` counts them; the depth is the same for SLAs that ask for several attempts, such as
    `did("call", at_least=3)`. Clocks of the team that offers stand on its own side. Beside each commitment stand the
    goals that are agreed for it, as `assess` reads them, where the period is that of the goals.

    Feedback is told by the entry rule of the offered stage, by its parts and by each named rule of the agreement, and
    by what brought the lead. How far the teams judge alike is Cohen's kappa between the entry rule and the answers, as
    in `health`. An offer is silent once the clock of an SLA that asks for the answer is breached; where that was
    started anew, the last one tells.

    Args:
        source: the agreement.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        period: when it counts; the period of the goals around `as_of` when left out.
        boundary: the handoff; the first of the funnel when left out.
        by: the fields that say what brought a lead.
        errors: what to do with wrong facts, as in `assess`.

    Raises:
        TimeError: `naive`.
        DocumentError: `wrong-type`, `unknown-stage`; `no-boundary` in a funnel without handoffs; `no-period` without
            goals and without a period.
        DataError: as `assess`.

    >>> from alignkit.samples.generate import sample_company
    >>> company = sample_company(seed=11, leads=60)
    >>> both = both_directions(company.agreement, company.facts, as_of=company.as_of, errors="collect")
    >>> [(one.kind, one.kept, one.judged) for one in both.owed_by("sales")]
    [('speed', 5, 8), ('speed', 8, 8), ('depth', 2, 5)]
    """
    checked_ground(source, facts, "what both teams owe each other")
    checked_instant(as_of, "as_of")
    card = scorecard_of(source, as_of if period is None else known_in(period, as_of))
    when = period if period is not None else None if card is None else card.period
    if when is None:
        raise DocumentError.at("no-period", "no goals are agreed, so that the period must be given", path="period")
    at = _boundary(source, boundary)
    funnel = source.funnel
    offered, accepted = funnel.stage(at.offered), funnel.stage(at.accepted)
    journeys = replay(funnel, facts, as_of=as_of, errors=errors)
    goals: tuple[GoalReading, ...] = ()
    if card is not None and card.period == when:
        goals = assess(card, journeys, as_of=as_of, errors=errors, figures=facts.figures).readings
    slas = tuple(source.slas)
    handoffs = _handoffs(journeys, at, slas, when)
    found = feedback(handoffs, journeys, by=by, rules=_rules(source, at))
    gives, takes = offered.owner, accepted.owner
    clocks = [_clock(sla, journeys, when, goals) for sla in slas if sla.owner in {gives, takes}]
    clocks.sort(key=lambda one: (one.team != gives, one.kind == "depth"))  # else in the agreement's order
    rule = offered.entry
    verdicts = ((one, None if rule is None else verdict_at(rule, journeys.of(one.lead), one)) for one in handoffs)
    return BothDirections(
        gives,
        takes,
        (offered.label, accepted.label),
        when,
        as_of,
        (*_leads(found, (offered, accepted), goals), *clocks),
        handoffs,
        found,
        None if rule is None else rule_words(rule),
        judged(verdicts)[0],
    )


def _leads(found: Feedback, stages: tuple[Stage, Stage], goals: Iterable[GoalReading]) -> Iterator[Commitment]:
    """Yield what came of the volume and the quality of leads."""
    (offered, accepted), whole, boundary = stages, found.whole, found.boundary
    leads = {one.lead for one in whole.handoffs}
    what = f"leads offered in {offered.label}"
    yield Commitment(offered.owner, "volume", what, len(leads), goals=_of(goals, _volume(boundary)))
    yield Commitment(
        offered.owner,
        "quality",
        f"offered leads that {accepted.owner} accepts",
        whole.accepted,
        whole.answered,
        whole.counts["waiting"] + whole.counts["silent"],
        goals=_of(goals, _quality(boundary)),
    )


def _boundary(source: CommonGround, given: Boundary | None) -> Boundary:
    if given is not None:
        if not isinstance(given, Boundary):
            raise DocumentError.at("wrong-type", f"boundary must be a Boundary, not {shown(given)}", path="boundary")
        return given
    if not source.funnel.boundaries:
        text = f"the funnel {source.funnel.name!r} has no boundary at which leads are handed over"
        raise DocumentError.at("no-boundary", text, path="boundary")
    return source.funnel.boundaries[0]


def _rules(source: CommonGround, boundary: Boundary) -> list[Rule]:
    """Return the rules to look at: the entry rule and its parts first, then the named ones; each once."""
    found = entry_parts(source.funnel, boundary.offered)
    for rule in source.rules if isinstance(source, Ruled) else ():
        found.setdefault(rule_words(rule), rule)
    return list(found.values())


# The offers -----------------------------------------------------------------------------------------------------------


def _handoffs(journeys: Journeys, boundary: Boundary, slas: Iterable[SLA], period: Period) -> Handoffs:
    """Return the offers of a period; the clock that runs for an answer tells by when it is due, and who is silent."""
    every = review(journeys, boundary, as_of=journeys.as_of)
    takes = journeys.funnel.stage(boundary.accepted).owner
    sla = next((sla for sla in slas if sla.owner == takes and _asks_for_answer(sla, boundary)), None)
    readings = () if sla is None else measure(sla, journeys, as_of=journeys.as_of)
    clocks = _by_offer(readings)
    return Handoffs(
        boundary,
        [_with_clock(one, clocks.get((one.lead, micros(one.offered_at)))) for one in every if one.offered_at in period],
        every.as_of,
    )


def _by_offer(readings: Iterable[Reading]) -> dict[tuple[str, int], Reading]:
    """Return by lead and offer the clock that ran last for its answer: what starts anew goes on for the same offer."""
    found: dict[tuple[str, int], Reading] = {}
    offer, is_anew = ("", 0), False
    for one in readings:  # by lead and start, so that what starts anew follows what it ended
        offer = offer if is_anew else (one.lead, micros(one.started))
        found[offer], is_anew = one, one.reset
    return found


def _with_clock(handoff: Handoff, clock: Reading | None) -> Handoff:
    if clock is None:
        return handoff
    silent = handoff.state == "waiting" and clock.state == "breached"
    return attrs.evolve(handoff, due=clock.due, state="silent" if silent else handoff.state)


def _asks_for_answer(sla: SLA, boundary: Boundary) -> bool:
    """Say whether a clock starts with an offer and stops with its answer, and with nothing else."""
    yes = {Accepted(), Accepted(boundary.accepted), Entered(boundary.accepted)}
    stops = set(simple_parts(sla.stops))
    out = Left(boundary.offered)
    return sla.starts == Entered(boundary.offered) and bool(stops & {*yes, out}) and stops <= {*yes, Rejected(), out}


# The clocks -----------------------------------------------------------------------------------------------------------


def _clock(sla: SLA, journeys: Journeys, period: Period, goals: Iterable[GoalReading]) -> Commitment:
    """Return what came of a promised time, counted as a goal for it is: by the clocks decided in the period."""
    attempts = _attempts(sla)
    found = figure(met(sla), journeys, period=period, as_of=journeys.as_of)
    return Commitment(
        sla.owner,
        "depth" if attempts else "speed",
        sla.label,
        found.numerator or 0,
        found.denominator or 0,
        found.pending,
        _asks(sla, attempts),
        _of(goals, lambda metric: isinstance(metric, Met) and metric.sla.name == sla.name),
    )


def _attempts(sla: SLA) -> tuple[Did, ...]:
    """Return the parts of the stop that ask for several attempts."""
    return tuple(part for part in simple_parts(sla.stops) if isinstance(part, Did) and part.at_least > 1)


def _asks(sla: SLA, attempts: Iterable[Did]) -> str:
    """Say what a clock asks for: `call at least 3 times, within 40 work hours`."""
    told = [
        f"{event_words(part.name)} at least {times(part.at_least)}"
        + ("" if part.within is None else f" in {duration_text(part.within)}")
        for part in attempts
    ]
    others = ", other times for some leads" if sla.tiers else ""
    return f"{' or '.join(told)}{', ' if told else ''}within {allowed_text(sla.within)}{others}"


# The goals ------------------------------------------------------------------------------------------------------------


def _of(goals: Iterable[GoalReading], fits: Callable[[Metric], bool]) -> Iterator[GoalReading]:
    return (reading for reading in goals if fits(reading.goal.metric))


def _volume(boundary: Boundary) -> Callable[[Metric], bool]:
    """Tell the goals that count offered leads, all of them."""
    return lambda metric: (
        isinstance(metric, Count) and metric.where is None and metric.pattern == Entered(boundary.offered)
    )


def _quality(boundary: Boundary) -> Callable[[Metric], bool]:
    """Tell the goals for the share of offered or answered leads that is accepted."""
    yes = {Accepted(), Accepted(boundary.accepted), Entered(boundary.accepted)}
    among = {Entered(boundary.offered), Rejected(), *yes}
    return lambda metric: (
        isinstance(metric, Share)
        and metric.of.where is metric.among.where is None
        and set(simple_parts(metric.of.pattern)) <= yes
        and set(simple_parts(metric.among.pattern)) <= among
    )
