"""The terms of the sample company: what the two teams of Brightwater Instruments agreed on."""

from __future__ import annotations

from datetime import date
from functools import cache

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.sign import sign
from alignkit.currency import money
from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import accepted, either, entered, left, rejected
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.instants import days
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score
from alignkit.samples.pools import ZONE
from alignkit.samples.promises import BONUS, MEETINGS, PLAYS, flow, plan
from alignkit.samples.words import FIELDS, VOCABULARY
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import conversion, count, external, median_time, met, share, total
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import work_hours

USUAL_LEADS = 1_200
"""The leads of a year for which the targets are set; a larger company has larger ones."""
MOST_LEADS = 1_000_000
REASONS = ("no budget", "no project", "wrong person", "outside our market", "competitor", "cannot be reached")

OFFICE = WorkCalendar(
    ZONE,
    week={"mon-thu": ["09:00-12:30", "13:00-17:30"], "fri": ["09:00-12:30", "13:00-17:00"]},
    holidays=[
        *(date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1)),
        *(date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25)),
    ],
    exceptions={
        date(2025, 12, 24): ["09:00-12:30"],
        date(2025, 12, 31): ["09:00-12:30"],
        date(2026, 5, 5): ["09:00-12:30"],
        date(2026, 3, 28): ["10:00-16:00"],  # the Saturday after the spring fair
        date(2026, 12, 24): ["09:00-12:30"],
        date(2026, 12, 31): ["09:00-12:30"],
    },
    name="office",
)
"""When both teams are at work: Dutch holidays, half days before Christmas and New Year and on Liberation Day."""

ICP = (
    (field("employees") >= 50)
    & field("country").is_in("NL", "BE", "DE", "FR")
    & field("industry").is_in("chemicals", "food", "pharma", "semiconductors", "water")
).named("icp", title="ICP fit")

FIT = Score(
    "fit",
    points=[
        Points(20, when=field("employees") >= 50),
        Points(5, when=field("employees") >= 500),
        Points(10, when=field("country").is_in("NL", "BE", "DE", "FR")),
        Points(15, when=field("industry").is_in("chemicals", "food", "pharma", "semiconductors", "water")),
        Points(10, when=field("role").is_in("lab manager", "process engineer", "director")),
        Points(-30, when=field("email").ends_with("@freemail.example")),
    ],
    cap=50,
    floor=0,
)
INTEREST = Score(
    "interest",
    points=[
        Points(30, each=did("demo_request"), half_life=days(30), count_up_to=2),
        Points(20, each=did("booth_visit"), half_life=days(60), count_up_to=1),
        Points(15, each=did("webinar"), half_life=days(30), count_up_to=2),
        Points(10, each=did("content_download"), half_life=days(21), count_up_to=3),
        Points(8, each=did("page_visit", where=field("page") == "pricing"), half_life=days(14), count_up_to=3),
    ],
    cap=50,
)
LEAD_SCORE = Score("lead_score", parts=[FIT, INTEREST], bands={"A": 85, "B": 65, "C": 40}, title="lead score")
MQL = (ICP & (LEAD_SCORE >= 65)).named("mql", title="Marketing-qualified")
HOT = (LEAD_SCORE >= 85).named("hot", title="Hot lead")

FUNNEL = Funnel(
    "inbound",
    path=[
        Stage("lead", owner="marketing", title="Lead"),
        Stage("mql", owner="marketing", entry=MQL, title="MQL"),
        Stage("sal", owner="sales", title="SAL"),
        Stage("sql", owner="sales", title="SQL"),
        Stage("opportunity", owner="sales", title="Opportunity"),
        Stage("won", owner="sales", outcome="won", title="Won"),
        Stage("onboarded", owner="sales", title="Onboarded"),
    ],
    exits=[
        Stage("lost", owner="sales", outcome="lost", title="Lost"),
        Stage("disqualified", owner="sales", outcome="disqualified", title="Disqualified"),
    ],
    recycles=[("sal", "lead"), ("sql", "lead"), ("lost", "lead")],
    boundaries=[Boundary("mql", accepted="sal", rejected="lead", reasons=REASONS)],
)

_HELD = Pause(did("on_hold"), did("off_hold"))
FIRST_TOUCH = SLA(
    "first_touch",
    owner="sales",
    starts=entered("mql"),
    stops=either(did("call"), did("email")),
    within=work_hours(4),
    calendar=OFFICE,
    pauses=[_HELD],
    cancels=left("mql"),
    tiers=[Tier("hot", when=HOT, within=work_hours(1))],
    title="First touch",
)
ANSWER = SLA(
    "answer",
    owner="sales",
    starts=entered("mql"),
    stops=accepted() | rejected(),
    within=work_hours(16),
    calendar=OFFICE,
    pauses=[_HELD],
    title="Answer to the handoff",
)
PERSISTENCE = SLA(
    "persistence",
    owner="sales",
    starts=accepted(),
    stops=did("call", at_least=3) | left("sal"),
    within=work_hours(40),
    calendar=OFFICE,
    title="Three calls or a decision",
)
NURTURE = SLA(
    "nurture",
    owner="marketing",
    starts=rejected(),
    stops=did("nurture_mail"),
    within=work_hours(24),
    calendar=OFFICE,
    cancels=entered("mql"),
    title="Back to nurturing",
)
SLAS = (FIRST_TOUCH, ANSWER, PERSISTENCE, NURTURE)


def _sized(target: int, leads: int, step: int = 1) -> int:
    return max(step, int(target * (leads / USUAL_LEADS) / step + 0.5) * step)


def _goals(mqls: int, pipeline: int, revenue: int) -> tuple[Goal, ...]:
    joint = ("marketing", "sales")
    return (
        Goal("mqls", "marketing", count(entered("mql")), at_least=mqls, weight=0.15, title="MQLs delivered"),
        Goal(
            "accepted",
            "marketing",
            share(accepted(), among=entered("mql")),
            at_least=0.6,
            weight=0.1,
            title="MQLs that sales accepts",
        ),
        Goal(
            "nurtured", "marketing", met(NURTURE), at_least=0.85, weight=0.05, title="Rejected leads taken back in time"
        ),
        Goal("touched", "sales", met(FIRST_TOUCH), at_least=0.9, weight=0.15, title="MQLs touched in time"),
        Goal("answered", "sales", met(ANSWER), at_least=0.9, weight=0.1, title="Handoffs answered in time"),
        Goal("followed_up", "sales", met(PERSISTENCE), at_least=0.8, weight=0.05, title="Leads followed up in depth"),
        Goal(
            "pipeline",
            joint,
            total("amount", at=entered("opportunity")),
            at_least=money(pipeline, "EUR"),
            weight=0.1,
            title="New pipeline",
        ),
        Goal(
            "revenue",
            joint,
            total("amount", at=entered("won")),
            at_least=money(revenue, "EUR"),
            weight=0.15,
            title="Revenue",
        ),
        Goal(
            "mql_to_won",
            joint,
            conversion("mql", "won", within=days(90)),
            at_least=0.03,
            weight=0.05,
            title="MQLs won within 90 days",
        ),
        Goal(
            "onboarding",
            joint,
            median_time("won", "onboarded"),
            at_most=days(21),
            weight=0.05,
            title="Median time from order to onboarding",
        ),
        Goal(
            "satisfaction",
            joint,
            external("customer satisfaction"),
            at_least=8,
            worst=6,
            weight=0.05,
            title="Customer satisfaction, of 10",
        ),
    )


def sample_agreement(*, leads: int = USUAL_LEADS) -> Agreement:
    """Return the agreement of Brightwater Instruments, an invented company, signed by both teams.

    Args:
        leads: how many leads a year the company has, 1 to 1,000,000; the targets for MQLs, pipeline and revenue grow
            with it.

    Raises:
        DocumentError: `wrong-type`.

    >>> sample_agreement()
    <Agreement 'Brightwater Instruments' 2026.1: 3 rules, 3 scores, 9 stages, 4 SLAs, 11 goals, 2 sign-offs>
    """
    return _agreement(checked_leads(leads))


def checked_leads(leads: object) -> int:
    """Return a number of leads.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(leads, int) or isinstance(leads, bool) or not 1 <= leads <= MOST_LEADS:
        raise DocumentError.at("wrong-type", f"leads must be a whole number from 1 to {MOST_LEADS}, not {shown(leads)}")
    return leads


@cache
def _agreement(leads: int) -> Agreement:
    mqls, pipeline, revenue = _sized(100, leads), _sized(1_000_000, leads, 1_000), _sized(300_000, leads, 1_000)
    unsigned = Agreement(
        "Brightwater Instruments",
        version="2026.1",
        zone=ZONE,
        funnel=FUNNEL,
        teams=("marketing", "sales"),
        mission="Every laboratory that needs clean water finds us, is answered the same day, and is glad it asked.",
        effective=date(2026, 1, 1),
        review_by=date(2026, 12, 1),
        currency="EUR",
        vocabulary=VOCABULARY,
        fields=FIELDS,
        rules=(ICP, MQL, HOT),
        scores=(LEAD_SCORE,),
        calendars=(OFFICE,),
        slas=SLAS,
        goals=_goals(mqls, pipeline, revenue),
        period="quarter",
        flow=flow(mqls, revenue),
        rewards=[BONUS],
        plan=plan(mqls, revenue),
        playbook=PLAYS,
        meetings=MEETINGS,
        systems={"stages": "HubSpot", "amounts": "HubSpot deals", "calls": "the telephone system"},
    )
    once = sign(unsigned, team="marketing", by="Iris Vermeer, Head of Marketing", on=date(2025, 12, 15))
    return sign(once, team="sales", by="Noor Achterberg, Head of Sales", on=date(2025, 12, 16))
