"""Two editions of a small agreement, and facts that they judge otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from alignkit.agreement.agreement import Agreement
from alignkit.funnel.patterns import entered
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, met

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
OFFER = Boundary("mql", "sal", "lead", ["no budget", "wrong region"])


def at(month: int, day: int = 1, hour: int = 0) -> datetime:
    """Return an instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def interest() -> Score:
    """Return the score of both editions: 20 points a webinar, for 30 days."""
    return Score("interest", [Points(20, each=did("webinar", within=timedelta(days=30)))], title="Interest")


def edition(
    version: str = "1",
    *,
    least: int = 40,
    hours: int = 24,
    effective: date | None = None,
    **parts: Any,  # noqa: ANN401 - any part
) -> Agreement:
    """Return an edition: so many points make an MQL, sales has so many hours for the first call."""
    mql = ((field("country") == "NL") & (interest() >= least)).named("mql", title="Qualified lead")
    path = [
        Stage("lead", "marketing"),
        Stage("mql", "marketing", entry=mql, title="MQL"),
        Stage("sal", "sales"),
        Stage("won", "sales", outcome="won"),
    ]
    funnel = Funnel("inbound", path, recycles=[("mql", "lead")], boundaries=[OFFER])
    touch = SLA("touch", "sales", entered("mql"), did("call"), timedelta(hours=hours), None, title="First call")
    goals = [
        Goal("mqls", "marketing", count(entered("mql")), at_least=parts.pop("target", 2), weight=Fraction(1, 2)),
        Goal("touched", "sales", met(touch), at_least=0.5, weight=Fraction(1, 2)),
    ]
    given: dict[str, Any] = {"zone": "UTC", "slas": [touch], "goals": goals, "rules": [mql]} | parts
    return Agreement("Inbound", version=version, effective=effective, funnel=funnel, **given)


def facts() -> Facts:
    """Return four leads: A and B entered MQL in April and May, C had 20 points and never entered, D is from abroad.

    A came to the two webinars and was called after 30 hours; B came to one and was called after 2.
    """
    events = [
        Event("A", at(4, 1), "webinar"), Event("A", at(4, 2), "webinar"), Event("A", at(4, 3), "stage", "mql"),
        Event("A", at(4, 4, 6), "touch", "call", team="sales"), Event("A", at(4, 5), "accept"),
        Event("B", at(5, 1), "webinar"), Event("B", at(5, 3), "stage", "mql"),
        Event("B", at(5, 3, 2), "touch", "call", team="sales"), Event("B", at(5, 5), "reject", "no budget"),
        Event("C", at(5, 10), "webinar"),
        Event("D", at(5, 10), "webinar"), Event("D", at(5, 11), "webinar"), Event("D", at(5, 12), "webinar"),
    ]  # fmt: skip
    leads = {lead: {"country": "NL"} for lead in "ABC"} | {"D": {"country": "FR"}}
    return Facts(leads, events)
