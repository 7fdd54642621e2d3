"""What the sample company's teams do together: their plan, their meetings, and what they win when both deliver."""

from __future__ import annotations

from datetime import date

from alignkit.currency import money
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import YearPlan, YearTarget
from alignkit.samples.pools import ZONE
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.rewards import Reward
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member

IRIS, NOOR = Member("Iris Vermeer", "marketing"), Member("Noor Achterberg", "sales")

BONUS = Reward(
    "bonus",
    money(6_000, "EUR"),
    ["mqls", "accepted", "touched", "revenue"],
    {"marketing": 0.5, "sales": 0.5},
    title="The quarter's bonus of both teams",
)
MEETINGS = (
    Meeting(
        "monday",
        "FREQ=WEEKLY;BYDAY=MO",
        date(2026, 1, 5),
        "10:00",
        ZONE,
        minutes=45,
        attendees=[IRIS, NOOR, Member("Femke Sluis", "marketing"), Member("Ruben Kort", "sales")],
        title="Monday round",
        skips=[date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 25)],  # holidays
    ),
    Meeting(
        "leaders",
        "FREQ=MONTHLY;BYDAY=1TH",
        date(2026, 1, 8),
        "16:00",
        ZONE,
        attendees=[IRIS, NOOR],
        kind="leaders",
        title="Heads of both teams",
    ),
    Meeting(
        "renewal",
        "FREQ=YEARLY",
        date(2026, 11, 16),
        "14:00",
        ZONE,
        minutes=120,
        attendees=[IRIS, NOOR],
        kind="renewal",
        title="Renewal of the agreement",
    ),
)
PLAYS = Playbook(
    [
        Play("lead", {"marketing": "writes once a month, with something worth reading", "sales": "leaves it alone"}),
        Play("mql", {"marketing": "tells what the lead asked for", "sales": "calls within the agreed time"}),
        Play("sal", {"marketing": "stops its mails", "sales": "calls three times, and notes what was said"}),
        Play("sql", {"marketing": "sends the case study of the industry", "sales": "visits, and names an amount"}),
        Play("opportunity", {"marketing": "invites to the laboratory day", "sales": "sends the offer within a week"}),
        Play("won", {"marketing": "sends its thanks", "sales": "hands over to the installers"}),
        Play("onboarded", {"marketing": "asks for a reference", "sales": "calls after three months"}),
    ]
)


def flow(mqls: int, revenue: int) -> FlowPlan:
    """Return what a quarter is planned to bring: of twenty leads that qualify one buys, for a like amount each.

    Args:
        mqls: how many leads marketing delivers.
        revenue: what both teams owe, in euros.
    """
    deals = max(1, mqls // 20)
    stages = {"mql": mqls, "sal": max(1, mqls * 3 // 5), "opportunity": max(1, mqls * 3 // 20), "won": deals}
    return FlowPlan(stages, value=money(-(-revenue // deals), "EUR"))


def plan(mqls: int, revenue: int) -> YearPlan:
    """Return the plan of the year: a like target each quarter, and who does what."""
    return YearPlan(
        2026,
        [
            YearTarget("mqls", [mqls] * 4, whole=4 * mqls),
            YearTarget("revenue", [money(revenue, "EUR")] * 4, whole=money(4 * revenue, "EUR")),
        ],
        [
            Task(
                "Spring fair",
                IRIS.name,
                "marketing",
                date(2026, 3, 27),
                serves="mqls",
                supporters=[NOOR.name],
                done=date(2026, 3, 27),
            ),
            Task(
                "One script for the first call",
                NOOR.name,
                "sales",
                date(2026, 2, 13),
                serves="touched",
                done=date(2026, 2, 20),
            ),
            Task(
                "Reasons of rejections, read together",
                NOOR.name,
                "sales",
                date(2026, 4, 17),
                serves="accepted",
                done=date(2026, 4, 13),
            ),
            Task("Six case studies", "Femke Sluis", "marketing", date(2026, 9, 30), serves="revenue"),
        ],
        aim="Fewer leads that nobody wants, and none that nobody calls.",
    )
