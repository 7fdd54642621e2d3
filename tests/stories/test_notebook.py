"""A notebook, with no files at all: an analyst writes the agreement down in Python, and looks at what it answers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

import alignkit as ak
from alignkit import did, entered, field, work_hours

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 4, 1, 10, tzinfo=AMSTERDAM)


class Shown(NamedTuple):
    """One answer as a notebook shows it: its text, and the words of its HTML."""

    text: str
    html: str

    def holds(self, *facts: str) -> bool:
        """Say whether both ways of showing it tell all of these."""
        return all(fact in self.text and fact in unescape(self.html) for fact in facts)


def show(answer: object) -> Shown:
    """Do what a notebook does with the last line of a cell."""
    html = answer._repr_html_()  # type: ignore[attr-defined]  # the notebook's own protocol
    assert "<script" not in html
    return Shown(repr(answer), html)


class Notebook(NamedTuple):
    """The first cells: what was agreed, and what happened."""

    mql: ak.Rule
    score: ak.Score
    funnel: ak.Funnel
    first_touch: ak.SLA
    card: ak.Scorecard
    facts: ak.Facts

    @property
    def journeys(self) -> ak.Journeys:
        """Follow every lead up to now."""
        return ak.replay(self.funnel, self.facts, as_of=NOW)


def at(day: str, clock: str = "10:00") -> datetime:
    """Return a time by the clocks of Amsterdam."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM)


def enters(lead: str, stage: str, day: str, clock: str = "10:00", **attributes: object) -> ak.Event:
    return ak.Event(lead, at(day, clock), "stage", stage, attributes=attributes)


@pytest.fixture(scope="module")
def notebook() -> Notebook:
    """Write down what both teams agreed, and the quarter of four leads."""
    icp = ((field("employees") >= 50) & field("country").is_in("NL", "BE", "DE")).named("ICP fit")
    fit = ak.Score("fit", cap=60, points=[ak.Points(60, when=icp)])
    half_life = ak.days(30)
    interest = ak.Score("interest", cap=40, points=[ak.Points(20, each=did("demo_request"), half_life=half_life)])
    score = ak.Score("lead score", parts=[fit, interest], bands={"A": 90, "B": 70, "C": 40})
    mql = (icp & (score >= 70)).named("MQL")
    funnel = ak.Funnel(
        "inbound",
        path=[
            ak.Stage("lead", owner="marketing"),
            ak.Stage("mql", owner="marketing", entry=mql),
            ak.Stage("sal", owner="sales"),
            ak.Stage("won", owner="sales", outcome="won"),
        ],
        exits=[ak.Stage("lost", owner="sales", outcome="lost")],
        recycles=[("sal", "lead")],
        boundaries=[ak.Boundary("mql", "sal", "lead", reasons=["no budget"])],
    )
    office = ak.WorkCalendar(
        "Europe/Amsterdam", week={"mon-fri": ["09:00-12:30", "13:00-17:30"]}, holidays=[date(2026, 4, 6)]
    )
    touch = ak.SLA(
        "first touch", owner="sales", starts=entered("mql"), stops=did("call"), within=work_hours(4), calendar=office
    )
    both = ("marketing", "sales")
    goals = [
        ak.Goal("MQLs delivered", "marketing", ak.count(entered("mql")), at_least=4, weight=0.25),
        ak.Goal("touched in time", "sales", ak.met(touch), at_least=0.9, weight=0.25),
        ak.Goal("revenue", both, ak.total("amount", at=entered("won")), at_least=ak.money(40_000, "EUR"), weight=0.5),
    ]
    quarter = ak.quarter(2026, 1, zone="Europe/Amsterdam")
    card = ak.Scorecard("2026 Q1", funnel=funnel, period=quarter, goals=goals, calendar=office)
    return Notebook(mql, score, funnel, touch, card, what_happened())


def what_happened() -> ak.Facts:
    """L1 is won, L2 is called a day late, L3 is rejected, and L4 has only arrived."""
    leads: dict[str, dict[str, object]] = {
        "L1": {"employees": 80, "country": "NL"},
        "L2": {"employees": 200, "country": "DE"},
        "L3": {"employees": 20, "country": "BE"},
        "L4": {"country": "NL"},
    }
    events = [
        ak.Event("L1", at("2026-01-08"), "demo_request"),
        enters("L1", "mql", "2026-01-09", "16:00"),
        ak.Event("L1", at("2026-01-12", "09:30"), "touch", "call", actor="ann", team="sales"),
        enters("L1", "won", "2026-02-20", amount=ak.money(30_000, "EUR")),
        ak.Event("L2", at("2026-02-02"), "demo_request"),
        enters("L2", "mql", "2026-02-02", "11:00"),
        ak.Event("L2", at("2026-02-02", "11:01"), "touch", "call", team="sales", automatic=True),
        ak.Event("L2", at("2026-02-03"), "touch", "call", actor="ann", team="sales"),
        enters("L3", "mql", "2026-03-02"),
        ak.Event("L3", at("2026-03-02", "11:00"), "touch", "call", actor="bob", team="sales"),
        ak.Event("L3", at("2026-03-02", "11:05"), "reject", "no budget", actor="bob", team="sales"),
        enters("L4", "lead", "2026-03-30"),
    ]
    return ak.Facts(leads, events)


def test_why_a_lead_is_qualified(notebook: Notebook) -> None:
    """The tree says what was asked and found; of a lead whose size nobody knows it says what to ask for.

    A score counts only what is known, so that lead is not yet an MQL: NO, while its fit alone is UNKNOWN.
    """
    lead, now = {"employees": 80, "country": "NL"}, at("2026-01-09")
    demo = [ak.Event("L1", at("2026-01-08"), "demo_request")]
    assert show(ak.explain(notebook.mql, lead, demo, as_of=now)).holds("MQL", "ICP fit", "lead score", "80")
    unknown = ak.explain(notebook.mql, {"country": "NL"}, demo, as_of=now)
    assert unknown.verdict is ak.Verdict.NO
    assert show(unknown).holds("ICP fit", "UNKNOWN", "Worth asking for: employees")


def test_what_a_lead_is_worth(notebook: Notebook) -> None:
    """Sixty points for its fit, and twenty for a demo request that fades from one thirtieth day to the next."""
    demo = [ak.Event("L1", at("2026-01-08"), "demo_request")]
    rating = ak.rate(notebook.score, {"employees": 80, "country": "NL"}, demo, as_of=at("2026-01-08"))
    assert (rating.points, rating.band) == (Decimal(80), "B")
    assert show(rating).holds("80", "B", "fit", "interest")


def test_where_the_leads_are(notebook: Notebook) -> None:
    """Four leads came, three became MQLs, one was won; its acceptance was passed over, and is inferred."""
    counts = {count.stage: count.entered for count in notebook.journeys.counts}
    assert counts == {"lead": 4, "mql": 3, "sal": 1, "won": 1, "lost": 0}
    assert show(notebook.journeys).holds("inbound", "4 leads", "won")
    assert show(notebook.journeys.of("L1")).holds("Lead L1", "inferred", "2026-02-20 10:00")


def test_whether_the_mqls_were_qualified(notebook: Notebook) -> None:
    """Each entry is held against the rule at its instant: two were right, and L3 is too small."""
    evidence = ak.verify(notebook.funnel, notebook.journeys)
    assert [(found.lead, found.verdict.value) for found in evidence] == [("L1", "yes"), ("L2", "yes"), ("L3", "no")]
    assert show(evidence).holds("3 entries", "'L3' did not meet the entry rule of 'mql'")


def test_who_was_called_in_time(notebook: Notebook) -> None:
    """Over the weekend counts two work hours; an automatic reply is no call; a day later is late."""
    readings = ak.measure(notebook.first_touch, notebook.journeys, as_of=NOW)
    assert [(found.lead, found.state) for found in readings] == [("L1", "met"), ("L2", "breached"), ("L3", "met")]
    assert show(readings).holds("first touch", "L2", "breached", "2 of 3")
    assert show(readings.of("L2")[0]).holds("breached", "2026-02-02 15:30", "4 work hours")


def test_how_the_handoffs_went(notebook: Notebook) -> None:
    """One was passed on, one waits, one was rejected with a reason from the agreed list."""
    handoffs = ak.review(notebook.journeys, notebook.funnel.boundaries[0], as_of=NOW)
    assert [(found.lead, found.state) for found in handoffs] == [
        ("L1", "accepted"), ("L2", "waiting"), ("L3", "rejected"),
    ]  # fmt: skip
    assert show(handoffs).holds("no budget", "waiting")


def test_how_the_quarter_ended(notebook: Notebook) -> None:
    """The scorecard as a table with a picture: who owed what, what came of it, and where the gap is."""
    found = ak.assess(notebook.card, notebook.facts, as_of=NOW)
    assert [reading.status for reading in found.readings] == ["missed", "missed", "missed"]
    assert found.of("revenue").actual == ak.money(30_000, "EUR")
    assert show(found).holds("2026 Q1", "MQLs delivered", "touched in time", "30,000 EUR", "Where the gap is")


def test_both_teams_see_their_own_part(notebook: Notebook) -> None:
    """A team's view holds its own goals and the joint ones; the whole lies between its bounds."""
    found = ak.assess(notebook.card, notebook.facts, as_of=NOW)
    assert [reading.goal.name for reading in found.team("sales").readings] == ["touched in time", "revenue"]
    assert all(view.lowest <= (view.attainment or 0) <= view.highest for view in (found.whole, *found.teams))


def test_nothing_in_the_notebook_depends_on_the_order_of_events(notebook: Notebook) -> None:
    """The same cells over the same facts, told backwards."""
    backwards = ak.Facts(notebook.facts.leads, notebook.facts.events[::-1])
    again = ak.assess(notebook.card, backwards, as_of=NOW)
    assert show(again) == show(ak.assess(notebook.card, notebook.facts, as_of=NOW))
