"""Assess: hold a scorecard against the facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Protocol, runtime_checkable

import attrs

from alignkit.errors import DataError, DocumentError, Finding, shown
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import Errors, checked_errors, raise_faults, replay
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import checked_instant, micros
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.attain import attained
from alignkit.scorecard.exchange import in_currency_of
from alignkit.scorecard.figure import figure, listed_figures
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.groups import Leaf
from alignkit.scorecard.pace import Elapsed, pacing, passed
from alignkit.scorecard.quantities import alike
from alignkit.scorecard.readings import GoalReading
from alignkit.scorecard.scorecards import Scorecard


@runtime_checkable
class HasScorecard(Protocol):
    """What knows the scorecard of each period: an agreement."""

    def scorecard_at(self, instant: datetime, /) -> Scorecard:
        """Return the scorecard of the period in which an instant lies."""
        ...


def assess(
    source: Scorecard | HasScorecard,
    facts: Facts | Journeys,
    *,
    as_of: datetime,
    errors: Errors = "raise",
    figures: Iterable[ExternalFigure] = (),
) -> Assessment:
    """Measure every goal of a scorecard, and hold it against its target.

    To replay the facts takes most of the time: who asks for several scorecards does it once, and gives the journeys.

    Args:
        source: a scorecard; or an agreement, whose scorecard of the period around `as_of` is taken.
        facts: leads, events and external figures; or the journeys that `replay` made of them, through the scorecard's
            funnel and up to the same instant.
        as_of: what happened later does not count.
        errors: what to do with wrong facts: `raise`, be `strict` about doubts too, or `collect` them as findings. A
            goal whose figure cannot be made, for amounts in two currencies, is then pending.
        figures: external figures beside those of the facts; all of them where journeys are given.

    Raises:
        TimeError: `as_of` is naive.
        DataError: with every finding of that level, as `errors` says; `mixed-currencies`, `conflicting-figure`;
            `other-instant` for journeys up to another one.
        DocumentError: `wrong-type`; `wrong-order` for a conversion that goes backward; `other-funnel` for journeys
            through another one.

    >>> from datetime import UTC
    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.periods import quarter
    >>> from alignkit.scorecard.goals import Goal
    >>> from alignkit.scorecard.metrics import count
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> goal = Goal("deals", owner=("marketing", "sales"), metric=count(entered("won")), at_least=4, weight=1)
    >>> card = Scorecard("2026 Q1", funnel, quarter(2026, 1, zone="UTC"), [goal])
    >>> facts = Facts(events=[Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "stage", "won")])
    >>> assess(card, facts, as_of=datetime(2026, 4, 1, tzinfo=UTC)).of("deals").sentence
    'deals: 1 of 4, 3 fewer than agreed'
    """
    checked_instant(as_of, "as_of")
    card = card_of(source, as_of, "assess")
    journeys = _replayed(card, facts, as_of, errors)
    known = (*(facts.figures if isinstance(facts, Facts) else ()), *listed_figures(figures))
    elapsed = passed(card.period, as_of=as_of, calendar=card.calendar)
    findings = [*journeys.findings, *journeys.violations]
    faults: list[Finding] = []
    readings = []
    for leaf in card.leaves:
        try:
            readings.append(_read(card, leaf, journeys, known, elapsed=elapsed))
        except DataError as fault:
            faults += fault.issues
            readings.append(_unread(card, leaf, as_of, elapsed))
    if faults and errors != "collect":
        raise DataError(*faults)
    return Assessment(
        card,
        as_of,
        tuple(readings),
        elapsed,
        len(journeys),
        journeys.counts,
        (*faults, *findings),
    )


def card_of(source: Scorecard | HasScorecard, at: datetime, verb: str) -> Scorecard:
    """Return the scorecard that a source is, or has for an instant.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(source, Scorecard):
        return source
    if not isinstance(source, HasScorecard):
        raise DocumentError.at(
            "wrong-type", f"{verb} takes a Scorecard, or an Agreement, which has one, not {shown(source)}"
        )
    return source.scorecard_at(at)


def _replayed(card: Scorecard, facts: Facts | Journeys, as_of: datetime, errors: Errors) -> Journeys:
    if not isinstance(facts, Journeys | Facts):
        raise DocumentError.at("wrong-type", f"a scorecard is held against Facts, not {shown(facts)}")
    if not isinstance(facts, Journeys):
        return replay(card.funnel, facts, as_of=as_of, errors=errors)
    if facts.funnel != card.funnel:
        text = f"the journeys are through the funnel {facts.funnel.name!r}, which is not that of {card.name!r}"
        raise DocumentError.at("other-funnel", f"{text}: replay the facts through its funnel")
    if micros(facts.as_of) != micros(as_of):
        known = f"as_of is {as_of.isoformat()}, and the journeys are known up to {facts.as_of.isoformat()}"
        raise DataError.at("other-instant", f"{known}: replay the facts to that instant")
    checked_errors(errors)
    raise_faults(facts.findings, errors)
    return facts


def _read(
    card: Scorecard, leaf: Leaf, journeys: Journeys, figures: tuple[ExternalFigure, ...], *, elapsed: Elapsed
) -> GoalReading:
    goal = leaf.goal
    found = figure(goal.metric, journeys, period=card.period, as_of=journeys.as_of, figures=figures, rates=card.rates)
    attainment = None
    if found.value is not None:
        # a sum of nothing has no currency of its own
        actual, lowest, highest = (
            None if value is None else alike(in_currency_of(goal.target, value, card.rates), goal.target, goal.name)
            for value in (found.value, found.lowest, found.highest)
        )
        found = attrs.evolve(found, value=actual, lowest=lowest, highest=highest)
        if elapsed.begun and actual is not None:
            attainment = attained(goal, actual, cap=card.cap)
    return _reading(card, leaf, found, attainment, elapsed=elapsed)


def _unread(card: Scorecard, leaf: Leaf, as_of: datetime, elapsed: Elapsed) -> GoalReading:
    return _reading(card, leaf, Figure(leaf.goal.metric, card.period, as_of, None), None, elapsed=elapsed)


def _reading(
    card: Scorecard, leaf: Leaf, found: Figure, attainment: Fraction | None, *, elapsed: Elapsed
) -> GoalReading:
    paced = pacing(leaf.goal, found, elapsed, calendar=card.calendar)
    return GoalReading(leaf.goal, found, attainment, paced, elapsed, leaf.weight, leaf.groups)
