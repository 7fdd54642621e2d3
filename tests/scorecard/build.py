"""Short builders for the tests of scorecards, on top of the funnel's: figures, goals and cards of January 2026."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.funnel.build import INBOUND, JANUARY, day

from alignkit.funnel.journeys import Journeys
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.figure import figure
from alignkit.scorecard.figures import Figure, Figures
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import Member
from alignkit.scorecard.metrics import Metric, external
from alignkit.scorecard.scorecards import Scorecard

FEBRUARY = day(31)


def won(at: float, lead: str = "L1", **attributes: Value) -> Event:
    """Make a stage event of a sale, with an amount perhaps."""
    return Event(lead, day(at), "stage", "won", attributes=attributes, id=f"{lead} won {at}")


def measured(metric: Metric, journeys: Journeys, as_of: datetime = FEBRUARY) -> Figure:
    """Measure a metric in January."""
    return figure(metric, journeys, period=JANUARY, as_of=as_of)


def grouped(metric: Metric, journeys: Journeys, by: str, as_of: datetime = FEBRUARY) -> Figures:
    """Measure a metric in January, group by group."""
    return figure(metric, journeys, period=JANUARY, as_of=as_of, by=by)


def goal(name: str = "share", owner: Any = "marketing", metric: Metric | None = None, **parts: Any) -> Goal:  # noqa: ANN401 - what a test gives
    """Make a goal of a figure measured elsewhere, at least 10 and of weight 1, unless told otherwise."""
    if "at_most" not in parts:
        parts.setdefault("at_least", 10)
    parts.setdefault("weight", 1)
    return Goal(name, owner, external(name) if metric is None else metric, **parts)


def card(*goals: Member, **parts: Any) -> Scorecard:  # noqa: ANN401 - what a test gives
    """Make a scorecard of January."""
    return Scorecard("January", INBOUND, JANUARY, goals, **parts)


def assessed(scorecard: Scorecard, facts: Facts | None = None, as_of: datetime = FEBRUARY) -> Assessment:
    """Assess a scorecard once January is over."""
    return assess(scorecard, facts if facts is not None else Facts(), as_of=as_of)
