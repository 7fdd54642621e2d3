"""A trade fair: one visitor becomes two records, two colleagues work on them, and a third merges them.

The agreement promises a first call within four work hours. Until the merge, one of both clocks runs out although
somebody had called; the funnel counts a lead too many, and a sale is told twice.
"""

from __future__ import annotations

from datetime import UTC, datetime

import alignkit as ak

OFFICE = ak.WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
FUNNEL = ak.Funnel(
    "inbound",
    path=[
        ak.Stage("lead", "marketing"),
        ak.Stage("mql", "marketing"),
        ak.Stage("sal", "sales"),
        ak.Stage("won", "sales", outcome="won"),
    ],
    exits=[ak.Stage("lost", "sales", outcome="lost")],
    boundaries=[ak.Boundary("mql", "sal", "lost", reasons=["double", "no budget"])],
)
FIRST_CALL = ak.SLA("first call", "sales", ak.entered("mql"), ak.did("call"), ak.work_hours(4), OFFICE)
FEBRUARY = ak.month(2026, 2, zone="Europe/Amsterdam")
CARD = ak.Scorecard(
    "February",
    FUNNEL,
    FEBRUARY,
    goals=[
        ak.Goal("MQLs", "marketing", ak.count(ak.entered("mql")), at_least=1, weight=0.25),
        ak.Goal("called in time", "sales", ak.met(FIRST_CALL), at_least=0.9, weight=0.25),
        ak.Goal("revenue", ("marketing", "sales"), ak.total("amount", at=ak.entered("won")), at_least=9000, weight=0.5),
    ],
)


def at(day: int, hour: int = 10) -> datetime:
    """Return an instant in February 2026, of which the second is a Monday."""
    return datetime(2026, 2, day, hour, tzinfo=UTC)


LEADS: dict[str, dict[str, object]] = {
    "badge-17": {"country": "NL", "employees": None},
    "web-401": {"employees": 120, "owner": "bram"},
}
APART = [
    ak.Event("web-401", at(2), "stage", "mql"),
    ak.Event("badge-17", at(3), "stage", "lead"),
    ak.Event("badge-17", at(3, 11), "owner", "ann"),
    ak.Event("badge-17", at(3, 12), "stage", "mql"),
    ak.Event("badge-17", at(3, 13), "touch", "call", actor="ann", team="sales"),
    ak.Event("web-401", at(2, 12), "touch", "call", actor="bram", team="sales"),
    ak.Event("badge-17", at(3, 14), "accept", actor="ann"),
    ak.Event("web-401", at(4), "reject", "double", actor="bram"),
    ak.Event("badge-17", at(11), "stage", "won", attributes={"amount": 9000}),
    ak.Event("web-401", at(12), "stage", "won", attributes={"amount": 9000}),
]
MERGE = ak.Event("web-401", at(20), "merge", "badge-17", actor="chris")
NOW = at(25)


def test_E07_apart_they_are_two() -> None:
    """Before anybody merged them: two MQLs, two sales, and a rejection that says why."""
    journeys = ak.replay(FUNNEL, ak.Facts(LEADS, APART), as_of=NOW)
    assert [journey.lead for journey in journeys] == ["badge-17", "web-401"]
    assessed = ak.assess(CARD, ak.Facts(LEADS, APART), as_of=NOW)
    assert [reading.actual for reading in assessed.readings][::2] == [2, 18_000]


def test_E07_merged_they_are_one() -> None:
    """One MQL since Monday, called within two hours, accepted, and won once."""
    facts = ak.Facts(LEADS, [*APART, MERGE])
    (journey,) = journeys = ak.replay(FUNNEL, facts, as_of=NOW)
    assert (journey.lead, journey.absorbed) == ("badge-17", ("web-401",))
    assert [(visit.stage, visit.entered_at, visit.inferred) for visit in journey.visits] == [
        ("lead", at(2), True),
        ("mql", at(2), False),
        ("sal", at(3, 14), False),
        ("won", at(11), False),
    ]
    (reading,) = ak.measure(FIRST_CALL, journeys, as_of=NOW)
    assert (reading.state, reading.stopped, reading.owner) == ("met", at(2, 12), "bram")
    (handoff,) = ak.review(journeys, FUNNEL.boundaries[0], as_of=NOW)
    assert (handoff.state, handoff.by) == ("accepted", "ann")
    assert dict(journey.fields) == {"country": "NL", "employees": 120, "owner": "bram"}
    assert [owner.owner for owner in journey.owners()] == ["bram", "ann"]
    assessed = ak.assess(CARD, facts, as_of=NOW)
    assert [reading.actual for reading in assessed.readings] == [1, 1, 9000]
    assert assessed.leads == 1


def test_E07_who_watched_hears_that_a_clock_was_none() -> None:
    """The monitor told of two clocks; the absorbed lead's is taken back on the day of the merge."""
    monitor = ak.Monitor(FUNNEL, [FIRST_CALL], as_of=at(1), leads=LEADS)
    monitor.take_all(APART, as_of=at(13))
    news = monitor.take(MERGE, as_of=at(20))
    assert [(one.lead, one.kind) for one in news] == [("badge-17", "revised"), ("web-401", "revised")]
    before, after = news[0].before, news[0].after
    assert before is not None
    assert after is not None
    assert (before.started, after.started) == (at(3, 12), at(2))
    assert news[1].after is None
