"""A month between two teams, told lead by lead, and every figure worked out by hand."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

import alignkit as ak

ZONE = "Europe/Amsterdam"
FEBRUARY = ak.month(2026, 2, zone=ZONE)


def at(day: int, hour: int = 10) -> datetime:
    """Return an hour of a day of February."""
    return datetime(2026, 2, day, hour, tzinfo=ZoneInfo(ZONE))


OFFICE = ak.WorkCalendar(ZONE, {"mon-fri": ["09:00-17:00"]}, name="office")
LARGE = (ak.field("employees") >= 50).named("large", title="Large enough")
OFFER = ak.Boundary(
    "mql",
    accepted="sal",
    rejected="lead",
    reasons=["no budget", "no project"],
    recycle_limit=1,
    recycle_to_another=True,
)
FUNNEL = ak.Funnel(
    "inbound",
    [
        ak.Stage("lead", "marketing"),
        ak.Stage("mql", "marketing", entry=LARGE, title="MQL"),
        ak.Stage("sal", "sales", title="SAL"),
        ak.Stage("won", "sales", outcome="won"),
    ],
    recycles=[("sal", "lead")],
    boundaries=[OFFER],
)
ANSWER = ak.SLA("answer", "sales", ak.entered("mql"), ak.accepted() | ak.rejected(), ak.work_hours(8), OFFICE)
CALLS = ak.SLA(
    "calls", "sales", ak.accepted(), ak.did("call", at_least=2, within=ak.days(7)), ak.work_hours(40), OFFICE
)
AGREEMENT = ak.Agreement(
    "Brook",
    version="1",
    zone=ZONE,
    funnel=FUNNEL,
    fields=[ak.FieldDeclaration("employees", "integer"), ak.FieldDeclaration("source", "text")],
    rules=[LARGE],
    calendars=[OFFICE],
    slas=[ANSWER, CALLS],
    goals=[
        ak.Goal("mqls", "marketing", ak.count(ak.entered("mql")), at_least=20, weight=0.5, title="MQLs"),
        ak.Goal("answered", "sales", ak.met(ANSWER), at_least=0.9, weight=0.5, title="Answered in a day"),
    ],
    period="month",
)


def offered(lead: str, day: int, *events: ak.Event, employees: int | None = 80, source: str | None = None) -> ak.Facts:
    """Tell of an offer at ten o'clock, and what came of it."""
    fields = {"employees": employees, "source": source}
    told = [ak.Event(lead, at(day), "owner", "noor"), ak.Event(lead, at(day), "stage", "mql"), *events]
    return ak.Facts({lead: {name: value for name, value in fields.items() if value is not None}}, told)


def answer(lead: str, day: int, hour: int, no: str | None = None) -> ak.Event:
    """Tell that noor accepted a lead, or refused it for a reason."""
    kind = "accept" if no is None else "reject"
    return ak.Event(lead, at(day, hour), kind, no, actor="noor", team="sales")


def call(lead: str, day: int) -> ak.Event:
    """Tell of a call at eleven."""
    return ak.Event(lead, at(day, 11), "touch", "call", actor="noor", team="sales")


def month() -> ak.Facts:
    """Tell of February.

    Ten leads of the fair are large: eight are accepted the same day, of which three are called twice; two are refused
    for no budget, a day too late. Of four leads from the web two are too small and refused for no project, one of
    unknown size is accepted, and one waits. One lead of no source is accepted, given back with a reason of its own,
    offered again, and refused by the same person.
    """
    facts = ak.Facts()
    for n in range(8):
        calls = [call(f"F{n}", 4), call(f"F{n}", 6)] if n < 3 else []
        facts += offered(f"F{n}", 3, answer(f"F{n}", 3, 15), *calls, source="fair")
    for n in (8, 9):
        facts += offered(f"F{n}", 3, answer(f"F{n}", 5, 10, "no budget"), source="fair")
    for n in (0, 1):
        no = answer(f"W{n}", 9, 12, "no project")
        facts += offered(f"W{n}", 9, no, employees=10, source="web")
    facts += offered("W2", 9, answer("W2", 9, 12), employees=None, source="web")
    facts += offered("W3", 26, source="web")
    back = [
        answer("X1", 10, 12),
        ak.Event("X1", at(12), "reject", "too cold", actor="noor", attributes={"note": "Call in May."}),
        ak.Event("X1", at(16), "stage", "mql"),
        answer("X1", 16, 12, "no budget"),
    ]
    return facts + offered("X1", 10, *back)


@pytest.fixture(scope="module")
def both() -> ak.BothDirections:
    """Look on Friday the 27th, at noon."""
    return ak.both_directions(AGREEMENT, month(), as_of=at(27, 12))


def test_what_marketing_owes(both: ak.BothDirections) -> None:
    """Fifteen leads in sixteen offers; ten accepted of the fifteen that were answered."""
    volume, quality = both.owed_by("marketing")
    assert (volume.kept, len(both.handoffs)) == (15, 16)
    assert [reading.figure.value for reading in volume.goals] == [15]
    assert (quality.kept, quality.judged, quality.open, quality.share) == (10, 15, 1, Fraction(2, 3))
    assert both.sentences[1] == (
        "Quality: 10 of 15 answered were accepted (67 %, 95 % interval 42–85 %); 1 is past the agreed time; 1 of those "
        "accepted was given back later. No goal is agreed for it."
    )


def test_what_sales_owes(both: ak.BothDirections) -> None:
    """Thirteen answers came within eight working hours, two too late, and one has not come when it was due.

    Of ten leads that were accepted, X1 among them, three were called twice.
    """
    speed, depth = both.owed_by("sales")
    assert (speed.kind, speed.kept, speed.judged) == ("speed", 13, 16)
    assert (depth.kind, depth.kept, depth.judged) == ("depth", 3, 10)
    assert depth.asks == "call at least twice in 7 days, within 40 work hours"
    (silent,) = [one for one in both.handoffs if one.state == "silent"]
    assert (silent.lead, silent.due) == ("W3", at(27))


def test_the_lead_that_went_to_and_fro(both: ak.BothDirections) -> None:
    """Accepted, given back for a reason that nobody agreed on, offered to the same person again, refused."""
    first, second = both.handoffs.of("X1")
    assert (first.end, first.returned_for, first.reason_agreed, first.note) == (
        "returned",
        "too cold",
        False,
        "Call in May.",
    )
    assert (second.round, second.after, second.state, second.same_person) == (2, "returned", "rejected", True)
    assert [(found.code, found.path) for found in both.handoffs.findings] == [("recycled-to-same-person", "X1")]


def test_how_far_both_judge_alike(both: ak.BothDirections) -> None:
    """Of 14 offers whose size is known and that were answered, 9 are yes and yes, 3 yes and no, 2 no and no.

    They agree on 11/14. By chance: 12/14 x 9/14 + 2/14 x 5/14 = 118/196. Kappa = (154 - 118) / (196 - 118) = 36/78.
    """
    assert both.judgement.counts == ((9, 3), (0, 2))
    assert both.judgement.value == Fraction(36, 78)


def test_the_feedback(both: ak.BothDirections) -> None:
    """Ten of the fair are told as a share; three of the web, and those of no source, are too few."""
    rule, source = both.feedback.of("Large enough"), both.feedback.of("source")
    assert [(group.value, group.accepted, group.answered) for group in rule.groups] == [
        ("yes", 9, 12),
        ("no", 0, 2),
        ("unknown", 1, 1),
    ]
    assert [(group.value, group.accepted, group.answered, group.is_small) for group in source.groups] == [
        ("fair", 8, 10, False),
        ("web", 1, 3, True),
        (None, 1, 2, True),
    ]
    assert source.of(None).reasons == (("no budget", 1), ("too cold", 1))
    assert both.feedback.whole.reasons == (("no budget", 3), ("no project", 2), ("too cold", 1))
    # Wilson for 8 of 10, as in any table: 0.490 to 0.943
    fair = source.of("fair").interval
    assert fair is not None
    assert (round(float(fair.lowest), 3), round(float(fair.highest), 3)) == (0.490, 0.943)
