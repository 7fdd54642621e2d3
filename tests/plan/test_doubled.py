"""Doubled touches: people of both teams who touched one lead within a short time."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from tests.funnel.build import END, day, followed
from tests.plan.build import codes

from alignkit.display.text import to_text
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.history.events import Event
from alignkit.instants import days
from alignkit.plan.doubled import DoubledTouches
from alignkit.plan.find_doubled import doubled_touches

DAY = days(1)


def touch(at: float, team: str | None, lead: str = "L1", actor: str | None = None, **parts: Any) -> Event:  # noqa: ANN401 - what an event takes
    """Make a touch."""
    return Event(lead, day(at), "touch", "call", team=team, actor=actor, id=f"{lead} {at} {team}", **parts)


def found(*events: Event, within: timedelta = DAY, **parts: Any) -> DoubledTouches:  # noqa: ANN401 - what the function takes
    """Find doubled touches of events."""
    leads: dict[str, dict[str, Any]] = {event.lead: {} for event in events if not event.lead.startswith("D")}
    return doubled_touches(followed(*events, leads=leads), within=within, **({"as_of": END} | parts))


def test_both_teams_within_the_window() -> None:
    """One after the other; exactly a day apart still counts, a microsecond more does not."""
    (pair,) = found(touch(1, "marketing", actor="iris"), touch(2, "sales", actor="bram"))
    assert (pair.lead, pair.teams, pair.people, pair.apart) == ("L1", ("marketing", "sales"), ("bram", "iris"), days(1))
    late = attrs.evolve(touch(2, "sales"), at=day(2) + timedelta(microseconds=1))
    assert not found(touch(1, "marketing"), late).items


def test_one_team_may_touch_as_often_as_it_likes() -> None:
    """Only a change of the team makes a pair; the pair is the nearest."""
    pairs = found(*(touch(1 + n / 10, "sales") for n in range(3)), touch(1.5, "marketing"), touch(1.6, "sales"))
    assert [(pair.first.at, pair.second.at) for pair in pairs] == [(day(1.2), day(1.5)), (day(1.5), day(1.6))]
    assert pairs.by_teams == {("marketing", "sales"): 1, ("sales", "marketing"): 1}


def test_only_people_of_a_known_team_touch() -> None:
    """No machine, nobody unknown, nothing that the lead did itself."""
    assert not found(touch(1, "marketing", automatic=True), touch(1.1, "sales")).items
    assert not found(touch(1, None), touch(1.1, "sales")).items
    page = Event("L1", day(1), "page_visit", team="marketing")
    assert not found(page, touch(1.1, "sales")).items


def test_what_an_automatic_touch_does_not_part() -> None:
    """It stands between two people's touches, and they still follow on one another."""
    assert len(found(touch(1, "marketing"), touch(1.1, "sales", automatic=True), touch(1.2, "sales")).items) == 1


def test_touches_of_a_deal_are_touches_of_its_lead() -> None:
    """Sales calls about the deal while marketing mails the lead."""
    link = Event("L1", day(0), "link", "D1", id="link")
    pairs = found(link, touch(1, "marketing"), touch(1.5, "sales", "D1"))
    assert [pair.lead for pair in pairs] == ["L1"]


def test_some_teams_alone() -> None:
    """A third team is left out where two are named."""
    events = [touch(1, "marketing"), touch(1.1, "support"), touch(1.2, "sales")]
    assert [pair.teams for pair in found(*events)] == [("marketing", "support"), ("support", "sales")]
    assert [pair.teams for pair in found(*events, teams=["sales", "marketing"])] == [("marketing", "sales")]


def test_what_came_later_does_not_count() -> None:
    """As of an earlier instant, the second touch has not been."""
    events = [touch(1, "marketing"), touch(1.5, "sales")]
    assert not found(*events, as_of=day(1.4)).items
    assert len(found(*events, as_of=day(1.5)).items) == 1


def test_counts_and_sentence() -> None:
    """Leads once each, pairs by team and by people, and a sentence that blames nobody."""
    pairs = found(
        touch(1, "marketing", "L1", "iris"), touch(1.1, "sales", "L1", "bram"), touch(1.2, "marketing", "L1", "iris"),
        touch(3, "sales", "L2", "noor"), touch(3.1, "marketing", "L2", "iris"), touch(5, "sales", "L3"),
    )  # fmt: skip
    assert (len(pairs), pairs.leads, pairs.touched) == (3, ("L1", "L2"), 3)
    assert sum(pairs.by_teams.values()) == 3
    assert pairs.by_people == {("bram", "iris"): 2, ("iris", "noor"): 1}
    assert list(pairs.by_people) == [("bram", "iris"), ("iris", "noor")]
    assert pairs.sentence == "2 of 3 touched leads heard from two teams within 1 day."
    assert [pair.lead for pair in pairs[1:]] == ["L1", "L2"]
    assert pairs[0].first.actor == "iris"
    assert found(touch(5, "sales")).sentence == "None of 1 touched lead heard from two teams within 1 day."
    assert found().sentence == "No lead was touched yet."
    assert found(teams=["sales", "marketing"]).sentence == "No lead was touched by people of marketing or sales yet."


def test_one_person_of_two_teams_and_people_unknown() -> None:
    """Are no pair of people."""
    assert found(touch(1, "marketing", actor="iris"), touch(1.1, "sales", actor="iris")).by_people == {}
    assert found(touch(1, "marketing"), touch(1.1, "sales", actor="iris")).by_people == {}


def test_it_shows_itself() -> None:
    """Counts and a list, by clocks where the question was asked."""
    as_of = END.astimezone(ZoneInfo("Europe/Amsterdam"))
    pairs = found(touch(1, "marketing", actor="iris"), touch(1.5, "sales", actor="bram"), as_of=as_of)
    shown = to_text(pairs.blocks(), width=100)
    assert "marketing, then sales" in shown
    assert "bram and iris" in shown
    assert "2026-01-02 01:00 marketing: call" in shown
    assert "people who may want to talk" in shown
    assert "heard from two teams" in to_text(found(touch(5, "sales")).blocks())
    data = json.loads(json.dumps(pairs.to_dict()))
    assert (data["kind"], data["leads"], data["touched"], data["within"]) == ("doubled-touches", 1, 1, "1 day")
    assert data["items"][0]["apart"] == "12 hours"


def test_what_cannot_be_asked() -> None:
    """A window of nothing, one team, no journeys, an instant without a zone or after the replay."""
    journeys = followed(touch(1, "sales"), leads={"L1": {}})
    for window in (timedelta(0), days(-1), 5):
        with pytest.raises(DocumentError) as caught:
            doubled_touches(journeys, within=window, as_of=END)  # type: ignore[arg-type]  # what a user may give
        assert codes(caught.value) == [("not-positive", "within")]
    with pytest.raises(DocumentError) as caught:
        doubled_touches(journeys, within=days(1), as_of=END, teams=["sales", "sales"])
    assert codes(caught.value) == [("too-few-teams", "teams")]
    with pytest.raises(DocumentError) as caught:
        doubled_touches(journeys, within=days(1), as_of=END, teams=["sales", ""])
    assert codes(caught.value) == [("bad-id", "teams")]
    with pytest.raises(DocumentError):
        doubled_touches([journeys], within=days(1), as_of=END)  # type: ignore[arg-type]  # what a user may give
    with pytest.raises(TimeError):
        doubled_touches(journeys, within=days(1), as_of=END.replace(tzinfo=None))
    with pytest.raises(TimeError):
        doubled_touches(journeys, within=days(1), as_of="2026")  # type: ignore[arg-type]  # what a user may give
    with pytest.raises(DataError):
        doubled_touches(journeys, within=days(1), as_of=END + days(1))
    assert len(doubled_touches(journeys.of("L1"), within=days(1), as_of=END)) == 0


def test_O01_O03_O04_O05_as_of_every_value() -> None:
    """Escaped, bounded, copied, validated."""
    bad = "<script>alert(1)</script>"
    pairs = found(touch(1, bad, actor=bad), touch(1.1, "sales", actor="bram"))
    assert "<script" not in pairs._repr_html_()
    assert pickle.loads(pickle.dumps(pairs)) == copy.deepcopy(pairs) == pairs
    many = attrs.evolve(pairs, items=pairs.items * 100_000)
    assert len(repr(many).encode()) < 4096
    assert len(many._repr_html_().encode()) < 200 * 1024
    with pytest.raises(DocumentError):
        attrs.evolve(pairs, items=[5])  # type: ignore[list-item]  # what a user may give
    with pytest.raises(TimeError):
        attrs.evolve(pairs, as_of=END.replace(tzinfo=None))


def test_doubled_touches_are_plain_data() -> None:
    """Counts, and each pair with both its touches."""
    mail = Event("L1", day(1), "touch", "email", team="marketing", actor="iris")
    assert found(mail, touch(1.5, "sales", actor="bram")).to_dict() == {
        "alignkit": 1,
        "kind": "doubled-touches",
        "as_of": "2026-04-01T00:00:00+00:00",
        "within": "1 day",
        "leads": 1,
        "touched": 1,
        "by_teams": [{"first": "marketing", "second": "sales", "count": 1}],
        "items": [
            {
                "lead": "L1",
                "first": {"at": "2026-01-02T00:00:00+00:00", "team": "marketing", "actor": "iris", "touch": "email"},
                "second": {"at": "2026-01-02T12:00:00+00:00", "team": "sales", "actor": "bram", "touch": "call"},
                "apart": "12 hours",
            }
        ],
    }


def test_teams_that_are_no_list() -> None:
    """Are told as what they are."""
    with pytest.raises(DocumentError) as caught:
        found(touch(1, "sales"), teams="sales")
    assert caught.value.issues[0].message == "the teams must be a list, not 'sales'"
