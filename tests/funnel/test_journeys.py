"""Journeys: what they tell about a lead at an instant, and how they are looked up and shown."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.funnel.build import END, EXITS, INBOUND, PATH, act, change, day, entry, followed, walked

from alignkit.errors import DataError, TimeError
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.funnel.visits import Visit
from alignkit.history.events import Event
from alignkit.history.facts import Facts


def test_current_and_furthest() -> None:
    """Where the lead is, and how far it ever came; an exit is no progress."""
    journey = walked(entry("sql", 1), entry("lead", 2), entry("lost", 3))
    assert journey.current is not None
    assert journey.current.stage == "lost"
    assert journey.furthest == "sql"


def test_the_visit_at_an_instant() -> None:
    """From its entry up to, not including, its end."""
    journey = walked(entry("lead", 1), entry("mql", 2))
    at = {name: journey.visit_at(day(when)) for name, when in (("before", 0.9), ("in", 1.5), ("edge", 2), ("now", 50))}
    assert {name: visit and visit.stage for name, visit in at.items()} == {
        "before": None,
        "in": "lead",
        "edge": "mql",
        "now": "mql",
    }
    with pytest.raises(TimeError, match="naive"):
        journey.visit_at(datetime(2026, 1, 1))  # noqa: DTZ001 - wrong on purpose


def test_fields_as_known_then() -> None:
    """A field event counts from its instant on; a deal's fields are not the lead's."""
    journeys = followed(
        change("employees", 80, 5),
        act("link", 0, "D1"),
        change("employees", 7, 7, "D1"),
        change("country", None, 6),
        leads={"L1": {"country": "NL", "employees": 20}},
    )
    journey = journeys.of("L1")
    assert dict(journey.fields_at(day(4))) == {"country": "NL", "employees": 20}
    assert dict(journey.fields_at(day(5))) == {"country": "NL", "employees": 80}
    assert dict(journey.fields) == {"country": None, "employees": 80}
    with pytest.raises(TimeError, match="naive"):
        walked().fields_at(datetime(2026, 1, 1))  # noqa: DTZ001 - wrong on purpose


def test_the_owner_then() -> None:
    """The latest owner event; before it the field; a deal's owner is another's."""
    journeys = followed(
        act("link", 0, "D1"),
        act("owner", 5, "bob"),
        act("owner", 6, "eve", "D1"),
        act("owner", 8, None),
        leads={"L1": {"owner": "ann"}, "L2": {}},
    )
    journey = journeys.of("L1")
    assert [journey.owner_at(day(at)) for at in (4, 5, 7, 8)] == ["ann", "bob", "bob", None]
    assert journeys.of("L2").owner_at(day(1)) is None


def test_time_in_stage_across_a_clock_change() -> None:
    """From noon to noon over the spring change is 23 hours, though the two wall times differ by 24."""
    paris = ZoneInfo("Europe/Paris")
    visit = Visit("mql", datetime(2026, 3, 28, 12, tzinfo=paris), datetime(2026, 3, 29, 12, tzinfo=paris))
    assert visit.time_in_stage(END).total_seconds() == 23 * 3600


def test_journeys_are_a_sequence_by_lead() -> None:
    """Sorted by lead; found by id; an unknown id offers the nearest."""
    journeys = followed(entry("mql", 1, "L2"), entry("mql", 1, "L1"), entry("mql", 1, "L10"))
    assert [journey.lead for journey in journeys] == ["L1", "L10", "L2"]
    assert (len(journeys), journeys[0].lead, len(journeys[1:])) == (3, "L1", 2)
    assert journeys.of("L2") in journeys
    with pytest.raises(DataError, match="unknown-lead"):
        journeys.of("L3")
    with pytest.raises(DataError, match="unknown-lead"):
        journeys.of(3)  # type: ignore[arg-type]  # wrong on purpose


def test_some_of_the_leads() -> None:
    """With the findings about them alone."""
    journeys = followed(entry("mql", 1), entry("zzz", 1, "L2"))
    assert [len(journeys.only(leads).findings) for leads in (["L1"], ["L2"])] == [0, 1]
    assert [journey.lead for journey in journeys.only({"L1", "L9"})] == ["L1"]


def test_trap_21_counts_are_leads_not_rows() -> None:
    """Entering a stage three times counts once; losers count."""
    journeys = followed(
        entry("sal", 1),
        entry("lead", 2),
        entry("sal", 3),
        entry("lead", 4),
        entry("mql", 1, "L2"),
        entry("lost", 2, "L2"),
    )
    counts = {count.stage: count for count in journeys.counts}
    assert (counts["lead"].entered, counts["lead"].inside, counts["lead"].left) == (2, 1, 1)
    assert (counts["sal"].entered, counts["lost"].entered, counts["lost"].inside) == (1, 1, 1)


def test_journeys_show_themselves() -> None:
    """A picture, a table per stage, what was found; for a lead its visits with their times."""
    journeys = followed(entry("mql", 1), entry("sal", 3), entry("mql", 4), entry("zzz", 5, "L2"))
    shown = repr(journeys)
    for text in ("Funnel inbound", "2 leads as of 2026-04-01", "marketing", "backward-move", "unknown-stage"):
        assert text in shown
    told = repr(journeys.of("L1"))
    for text in ("In mql as of", "inferred", "2 d", "86 d", "88 d", "backward-move"):
        assert text in told
    assert "<table" in journeys._repr_html_()
    assert "<table" in journeys.of("L1")._repr_html_()


def test_O01_a_name_with_markup_is_escaped() -> None:
    """A stage named like a script runs nowhere."""
    evil = "<script>alert(1)</script>"
    funnel = Funnel(evil, [Stage(evil, evil), *PATH[1:]], EXITS)
    journeys = followed(entry("mql", 1, evil), funnel=funnel)
    for page in (journeys._repr_html_(), journeys[0]._repr_html_()):
        assert "<script" not in page
        assert "&lt;script&gt;" in page


def test_O03_a_long_journey_stays_small() -> None:
    """Thousands of visits: a short text and a bounded page."""
    journey = walked(*(entry("mql" if at % 2 else "sal", at / 1000) for at in range(5000)))
    assert len(journey.visits) > 4000
    assert len(repr(journey).encode()) < 4096
    assert len(journey._repr_html_().encode()) < 200_000


def test_to_dict_is_plain_data() -> None:
    """JSON can hold it, with a version and a kind."""
    journeys = followed(entry("mql", 1), entry("won", 3))
    data = json.loads(json.dumps(journeys.to_dict()))
    assert (data["alignkit"], data["kind"], data["stages"][1]["entered"]) == (1, "journeys", 1)
    assert data["leads"][0]["visits"][0] == {
        "stage": "lead",
        "entered_at": "2026-01-02T00:00:00+00:00",
        "left_at": "2026-01-02T00:00:00+00:00",
        "inferred": True,
        "flagged": "",
    }


def test_O04_copies_are_equal() -> None:
    """Pickled, copied: equal."""
    journeys = followed(entry("mql", 1), entry("won", 3), leads={"L1": {"country": "NL"}})
    assert pickle.loads(pickle.dumps(journeys)) == journeys
    assert copy.deepcopy(journeys) == copy.copy(journeys) == journeys
    assert hash(copy.deepcopy(journeys)) == hash(journeys)


def test_the_start_of_the_calendar_is_shown() -> None:
    """A zone behind UTC would show the year 0: the instant is told as it is."""
    first = datetime.min.replace(tzinfo=UTC)
    now = datetime(2026, 1, 5, tzinfo=ZoneInfo("America/New_York"))
    journeys = replay(INBOUND, Facts(events=[Event("L1", first, "stage", "lead")]), as_of=now)
    assert "0001-01-01 00:00" in repr(journeys[0])


@pytest.mark.parametrize("leads", [None, 1, "L1"])
def test_some_leads_are_a_list(leads: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """An id is not taken apart into letters."""
    with pytest.raises(DataError, match="wrong-type"):
        followed(entry("lead", 1)).only(leads)
