"""Two lead scores that others have published, held against the answers that they give.

One is the default point table of Account Engagement (Pardot), a plain sum over activities with points that go down too.
The other, of solidgrowth.com, has two scores with a gate each, a total and three bands.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import alignkit as ak
from alignkit import did, field
from alignkit.history.gather import gather
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grid

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BITS = (1, 2, 4, 8, 16, 32)
"""Points of this many criteria add up to any number from 0 to 63."""


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "scoring-and-funnel-oracle" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def happened(activities: dict[str, int], lead: str = "L1") -> list[ak.Event]:
    """Return so many events of each kind, an hour apart, each with the id that its system gave it."""
    kinds = [kind for kind, count in activities.items() for _ in range(count)]
    return [ak.Event(lead, NOW - timedelta(hours=i), kind, id=f"{lead}-{i}") for i, kind in enumerate(kinds, 1)]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> ak.Score:
    """Write the point table down: an event each, but for what counts the first time only."""
    clauses = [
        ak.Points(int(row["points"]), each=did(row["activity"]), first_only=row["counts"].startswith("first only"))
        for row in rows(shared_data, "points_account_engagement.csv")
    ]
    return ak.Score("account engagement", clauses)


def cases(folder: Path) -> list[tuple[str, dict[str, int], Decimal]]:
    return [
        (row["id"], json.loads(row["activities_json"]), Decimal(row["expected_score"]))
        for row in rows(folder, "points_cases.csv")
    ]


def test_the_point_table_gives_the_scores_that_follow_from_it(published: ak.Score, shared_data: Path) -> None:
    """Eight leads, two of them below zero: without a floor a score may be negative."""
    found = cases(shared_data)
    rated = {case: ak.rate(published, {}, happened(activities)).points for case, activities, _ in found}
    assert len(rated) == 8
    assert rated == {case: expected for case, _, expected in found}


def test_what_an_event_gave_adds_up_to_the_score(published: ak.Score, shared_data: Path) -> None:
    """The explanation and the contributions tell the same number as the rating."""
    for _, activities, expected in cases(shared_data):
        events = happened(activities)
        rating = ak.rate(published, {}, events)
        assert sum(part.points for part in rating.contributions) == expected
        assert ak.explain(published, {}, events).points == expected
        assert rating.range() == (expected, expected)  # once the events are given, nothing is unknown


def test_an_activity_that_is_delivered_twice_counts_once(published: ak.Score, shared_data: Path) -> None:
    """Points are once an attempt, a success or an opportunity: an export that repeats rows repeats no points."""
    for case, activities, expected in cases(shared_data):
        events = happened(activities, lead=case)
        (history,) = gather(ak.Facts({case: {}}, [*events, *reversed(events)]), as_of=NOW).histories
        assert ak.rate(published, history.fields, history.events, as_of=NOW).points == expected


def test_only_the_first_mail_that_is_opened_counts() -> None:
    """With a point for it, which the table leaves to each team, forty opened mails give one."""
    opened = ak.Points(1, each=did("email_open"), first_only=True)
    assert ak.rate(ak.Score("mail", [opened]), {}, happened({"email_open": 40})).points == 1


def test_the_table_is_a_document_too(published: ak.Score, shared_data: Path) -> None:
    """Written as TOML and read again, it is the same score, with the same digest."""
    funnel = ak.Funnel("all", [ak.Stage("lead", "marketing"), ak.Stage("won", "sales", outcome="won")])
    agreement = ak.Agreement("Points", version="1", zone="UTC", funnel=funnel, scores=[published])
    again = ak.loads(ak.dumps(agreement, "toml"), "toml")
    assert again.scores == (published,)
    assert ak.digest(again) == ak.digest(agreement)
    for _, activities, expected in cases(shared_data):
        assert ak.rate(again.scores[0], {}, happened(activities)).points == expected


def half(name: str) -> ak.Score:
    """Return one of the two scores: criteria that add up, capped at 50."""
    return ak.Score(name, [ak.Points(bit, when=field(f"{name} {bit}").is_true()) for bit in BITS], cap=50)


FIT, ENGAGEMENT = half("fit"), half("engagement")
TOTAL = ak.Score("total", parts=[FIT, ENGAGEMENT], bands={"hot": 80, "mql": 60, "nurture": 30})
GATES = (FIT >= 30) & (ENGAGEMENT >= 30)
MQL = (GATES & (TOTAL >= 60)).named("MQL")


def lead(fit: int, engagement: int) -> dict[str, object]:
    """Return a lead with so many points of each, before the cap."""
    return {
        f"{name} {bit}": bool(points & bit)
        for name, points in (("fit", fit), ("engagement", engagement))
        for bit in BITS
    }


def treatment(known: dict[str, object]) -> str:
    """Say what the published rules do with a lead: from 60 points on, it is an MQL or hot only with both gates."""
    band = ak.rate(TOTAL, known).band
    if band in {"mql", "hot"} and ak.decide(MQL, known) is not ak.Verdict.YES:
        return "not_mql"
    return band or "none"


def test_the_thresholds_give_the_published_bands(shared_data: Path) -> None:
    """Ten leads on and beside every threshold."""
    table = rows(shared_data, "thresholds_solidgrowth.csv")
    assert len(table) == 10
    for row in table:
        known = lead(int(row["fit_points"]), int(row["engagement_points"]))
        assert ak.rate(TOTAL, known).points == int(row["total"]), row["id"]
        assert treatment(known) == row["expected_band"], row["id"]


def test_the_gates_say_it_all() -> None:
    """Two gates of 30 leave nothing for a total of 60 to ask, and a hot lead has passed both."""
    for fit in range(0, 64, 3):
        for engagement in range(0, 64, 3):
            known = lead(fit, engagement)
            assert ak.decide(GATES, known) is ak.decide(MQL, known)
            if ak.rate(TOTAL, known).band == "hot":
                assert ak.decide(MQL, known) is ak.Verdict.YES


def test_the_same_as_a_grid(shared_data: Path) -> None:
    """Fit against engagement: the MQLs are those in the cell A1."""
    rows_, columns = [
        ak.Score(part.name, part.points, cap=part.cap, bands=bands)
        for part, bands in ((FIT, {"A": 30, "B": 0}), (ENGAGEMENT, {"1": 30, "2": 0}))
    ]
    grid = Grid("grade", rows_, columns)
    for row in rows(shared_data, "thresholds_solidgrowth.csv"):
        known = lead(int(row["fit_points"]), int(row["engagement_points"]))
        qualified = row["expected_band"] in {"mql", "hot"}
        assert (grade(grid, known).cell == "A1") is qualified
        assert ak.decide(grid.is_in("A1"), known) is (ak.Verdict.YES if qualified else ak.Verdict.NO)


def test_what_a_lead_just_below_the_gate_lacks() -> None:
    """29 and 31 points are 60, and no MQL: one criterion of fit more, and it is one."""
    known = lead(29, 31)
    change = ak.explain(MQL, known).nearest
    assert change is not None
    assert change.verdict is ak.Verdict.YES
    assert [name for name, _ in change.fields] in (["fit 2"], ["fit 32"])  # both were not met yet
    assert ak.decide(MQL, known | dict(change.fields)) is ak.Verdict.YES


def test_a_criterion_that_nobody_filled_in_is_asked_for() -> None:
    """Points count what is known to hold, so the lead is no MQL yet; the explanation says what could make it one."""
    known: dict[str, Any] = {name: value for name, value in lead(50, 50).items() if name != "fit 32"}
    why = ak.explain(MQL, known)
    assert (why.verdict, why.unknown) == (ak.Verdict.NO, ("fit 32",))
    assert ak.rate(FIT, known).range() == (Decimal(18), Decimal(50))
