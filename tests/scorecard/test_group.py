"""Grouping by where a lead came from, and by the campaign that it answered."""

from __future__ import annotations

import attrs
import pytest
from tests.funnel.build import act, entry, followed
from tests.scorecard.build import grouped

from alignkit.errors import DataError
from alignkit.funnel.patterns import entered
from alignkit.history.events import Event
from alignkit.scorecard.metrics import conversion, count

MQLS = count(entered("mql"))


def of(event: Event, source: str) -> Event:
    """Return an event as a system recorded it."""
    return attrs.evolve(event, source=source)


def test_the_source_is_the_field() -> None:
    """Where any lead has it; one without it has none, whatever recorded its events."""
    events = [of(entry("mql", 1, lead), "crm") for lead in "ab"]
    found = grouped(MQLS, followed(*events, leads={"a": {"source": "web"}, "b": {}}), "source")
    assert [(name, part.value) for name, part in found] == [("web", 1), (None, 1)]


def test_the_source_is_the_system_of_the_first_event() -> None:
    """Where no lead has such a field: what recorded the lead first, not what recorded the entry."""
    events = [
        *(of(act("visit", 0, lead="a"), "web"), of(entry("mql", 1, "a"), "crm")),
        *(of(entry("mql", 1, "b"), "crm"), entry("mql", 1, "c")),
    ]
    found = grouped(MQLS, followed(*events), "source")
    assert [(name, part.value) for name, part in found] == [("crm", 1), ("web", 1), (None, 1)]


def test_the_campaign_is_the_last_one_up_to_then() -> None:
    """By an attribute, or by an event of that kind; what came later brought nothing."""
    events = [
        *(act("visit", 0, campaign="expo", lead="a"), act("visit", 1, campaign="mail", lead="a"), entry("mql", 2, "a")),
        *(act("visit", 0, campaign="expo", lead="b"), entry("mql", 2, "b"), act("visit", 3, campaign="mail", lead="b")),
        *(act("campaign", 0, "radio", "c"), act("visit", 1, lead="c"), entry("mql", 2, "c")),
        entry("mql", 2, "d"),
    ]
    found = grouped(MQLS, followed(*events), "campaign")
    assert [(name, part.value) for name, part in found] == [("expo", 1), ("mail", 1), ("radio", 1), (None, 1)]
    rates = grouped(conversion("mql", "won"), followed(*events), "campaign")
    assert [(name, part.denominator) for name, part in rates] == [("expo", 1), ("mail", 1), ("radio", 1), (None, 1)]


def test_the_campaign_may_be_a_field() -> None:
    """Then the field alone counts."""
    events = [act("visit", 0, campaign="expo", lead="a"), entry("mql", 2, "a")]
    found = grouped(MQLS, followed(*events, leads={"a": {"campaign": "spring"}}), "campaign")
    assert [name for name, _ in found] == ["spring"]


def test_a_misspelt_word_has_its_nearest() -> None:
    """Owner, source and campaign are known beside the fields."""
    with pytest.raises(DataError, match="did you mean 'campaign'"):
        grouped(MQLS, followed(entry("mql", 1), leads={"L1": {"size": 1}}), "campain")


def test_E06_no_leads_have_no_groups() -> None:
    """An empty answer, whatever it is by."""
    for by in ("owner", "source", "campaign", "size"):
        found = grouped(MQLS, followed(), by)
        assert (len(found), found.whole.value) == (0, 0)
