"""Short builders for the tests of meetings, and a small company whose answers can be told by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from alignkit.errors import AlignkitError
from alignkit.funnel.patterns import accepted, entered
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.periods import parse_period
from alignkit.rules.field import field
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count
from alignkit.scorecard.scorecards import Scorecard
from alignkit.together.decisions import Action, Decision
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member
from alignkit.together.requests import Request

IRIS, DAAN = Member("Iris", "marketing", "iris@example.com"), Member("Daan", "marketing")
NOOR, BRAM, SVEN = Member("Noor", "sales"), Member("Bram", "sales"), Member("Sven", "sales")
BOTH = (IRIS, DAAN, NOOR, BRAM, SVEN)
TEN = datetime(2026, 2, 16, 9, tzinfo=UTC)
"""Ten o'clock in Amsterdam, on a Monday."""


def day(number: int, month: int = 2) -> date:
    """Return a day of February 2026, or of another month."""
    return date(2026, month, number)


def meeting(**parts: Any) -> Meeting:  # noqa: ANN401 - what a test gives
    """Make a joint meeting on Mondays at ten in Amsterdam."""
    given: dict[str, Any] = {
        "name": "joint",
        "cadence": "FREQ=WEEKLY;BYDAY=MO",
        "first": date(2026, 1, 5),
        "at": "10:00",
        "zone": "Europe/Amsterdam",
        "attendees": BOTH,
    }
    return Meeting(**(given | parts))


def decision(id: str = "D1", **parts: Any) -> Decision:  # noqa: A002, ANN401 - what a test gives
    """Make a decision of Noor's, of 2 February."""
    given: dict[str, Any] = {"text": "Call within an hour", "owner": "Noor", "team": "sales", "on": day(2)}
    return Decision(id, **(given | parts))


def action(id: str = "A1", **parts: Any) -> Action:  # noqa: A002, ANN401 - what a test gives
    """Make an action of Iris', due on 13 February."""
    given: dict[str, Any] = {"text": "Write", "owner": "Iris", "team": "marketing", "on": day(2), "due": day(13)}
    return Action(id, **(given | parts))


def request(id: str = "R1", **parts: Any) -> Request:  # noqa: A002, ANN401 - what a test gives
    """Make a request of sales, of 2 February."""
    given: dict[str, Any] = {"text": "Case studies", "from_team": "sales", "to_team": "marketing", "on": day(2)}
    return Request(id, **(given | parts))


def codes(error: AlignkitError) -> list[tuple[str, str]]:
    """Return each fault's code and path."""
    return [(issue.code, issue.path) for issue in error.issues]


def told(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - fractions that are held against whole numbers
    """Return values as a tuple of anything: a fraction equals a whole number, which type checkers doubt."""
    return values


@attrs.frozen
class Signature:
    """A signature, as an agreement has it."""

    team: str
    by: str
    on: date
    digest: str


FUNNEL = Funnel(
    "inbound",
    [
        Stage("lead", "marketing"),
        Stage("mql", "marketing", entry=(field("employees") >= 50).named("large"), title="MQL"),
        Stage("sal", "sales"),
        Stage("won", "sales", outcome="won"),
    ],
    recycles=[("mql", "lead")],
    boundaries=[Boundary("mql", "sal", "lead", reasons=["no budget", "wrong region"])],
)
GOALS = (
    Goal("mqls", owner="marketing", metric=count(entered("mql")), at_least=4, weight=0.25, title="MQLs delivered"),
    Goal("accepted", owner="sales", metric=count(accepted()), at_least=2, weight=0.25),
    Goal("deals", owner=("marketing", "sales"), metric=count(entered("won")), at_least=2, weight=0.5),
)


@attrs.frozen
class Ground:
    """What both teams share, as far as a meeting asks; an agreement has it all."""

    name: str = "Inbound"
    mission: str = "Both teams win the same customers."
    teams: tuple[str, ...] = ("marketing", "sales")
    funnel: Funnel = FUNNEL
    slas: tuple[SLA, ...] = (SLA("answer", "sales", entered("mql"), accepted(), hours(24), title="Answer in a day"),)
    goals: tuple[Goal, ...] = GOALS
    signoffs: tuple[Signature, ...] = ()
    effective: date | None = None
    review_by: date | None = None

    def scorecard_at(self, instant: datetime) -> Scorecard:
        """Return the scorecard of the quarter around an instant."""
        from alignkit.errors import DocumentError

        if not self.goals:
            raise DocumentError.at("no-goals", "there are no goals yet")
        period = parse_period("quarter", zone="Europe/Amsterdam", around=instant)
        return Scorecard(period.name, self.funnel, period, self.goals)


def _at(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


FACTS = Facts(
    {
        "L1": {"employees": 80, "campaign": "fair"},
        "L2": {"employees": 20},
        "L3": {"employees": 90},
        "L4": {"employees": 90, "campaign": "search"},
        "L5": {},
    },
    [
        Event("L1", _at(1, 12), "stage", "mql"),
        Event("L1", _at(1, 13), "accept", actor="noor", team="sales"),
        Event("L2", _at(1, 12), "stage", "mql"),
        Event("L2", _at(2, 10), "reject", "no budget", actor="bram", team="sales"),
        Event("L3", _at(2, 3), "stage", "mql"),
        Event("L4", _at(2, 11), "stage", "mql"),
        Event("L5", _at(2, 12), "webinar", attributes={"campaign": "<b>fair 2</b>"}),
        Event("L1", _at(2, 12), "stage", "won"),
    ],
)
"""Four leads were offered: one was accepted, one sent back, two wait; one of these is late."""
