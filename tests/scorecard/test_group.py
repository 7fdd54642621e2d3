"""Grouping by where a lead came from, and by the campaign that it answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import act, change, day, entry, followed
from tests.scorecard.build import grouped

from alignkit.currency import money
from alignkit.errors import DataError
from alignkit.funnel.patterns import entered
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.scorecard.group import group_key, group_name, group_rank, grouping, split
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


# who belongs where, and when


def test_the_group_of_a_lead_at_an_instant() -> None:
    """Its owner, a field, its source and its campaign: as known then, from that instant on."""
    journeys = followed(
        *(act("owner", 1, "ann"), act("owner", 3, "bob"), change("size", 5, 1), change("size", 9, 3)),
        *(act("visit", 1, campaign="expo"), act("campaign", 3, "radio"), act("call", 4, "campaign")),
        leads={"L1": {"size": 1}},
    )
    (journey,) = journeys
    before = timedelta(microseconds=1)
    for by, groups in (
        ("owner", [None, "ann", "ann", "bob", "bob"]),
        ("size", [1, 5, 5, 9, 9]),
        ("campaign", [None, "expo", "expo", "radio", "radio"]),
        ("source", [None] * 5),
    ):
        group = grouping(by, journeys)
        at = (day(1) - before, day(1), day(3) - before, day(3), day(5))
        assert [group(journey, instant) for instant in at] == groups


def test_a_campaign_of_no_name_is_passed_over() -> None:
    """The event that names one last counts; its attribute goes before the value of a campaign event."""
    journeys = followed(
        *(act("visit", 1, campaign="expo"), act("campaign", 2), act("visit", 3, "mail"), act("visit", 4)),
        *(act("campaign", 1, "radio", "b", campaign="spring"), act("visit", 2, None, "b", campaign=None)),
    )
    group = grouping("campaign", journeys)
    assert [group(journey, day(5)) for journey in journeys] == ["expo", "spring"]


def test_who_has_no_events_came_from_nowhere() -> None:
    """A lead that was only listed has no source."""
    journeys = followed(of(act("visit", 1, lead="a"), "web"), leads={"a": {}, "b": {}})
    group = grouping("source", journeys)
    assert [group(journey, day(5)) for journey in journeys] == ["web", None]


def test_a_field_that_one_lead_has_is_a_field() -> None:
    """Also where it was learnt later, and where it has been cleared; the others have none."""
    for known in (
        followed(entry("mql", 1, "a"), entry("mql", 1, "b"), leads={"a": {}, "b": {"tier": 2}}),
        followed(entry("mql", 1, "a"), change("tier", 2, 0, "b"), entry("mql", 1, "b"), leads={"a": {}, "b": {}}),
    ):
        assert [(name, part.value) for name, part in grouped(MQLS, known, "tier")] == [(2, 1), (None, 1)]
    cleared = followed(entry("mql", 1), change("tier", None, 2), leads={"L1": {"tier": 2}})
    assert [name for name, _ in grouped(MQLS, cleared, "tier")] == [2]


# what makes a group one


def test_what_is_one_group() -> None:
    """1 and 1.0 are; 1, True and "1" are three; whatever says that nothing is known is one."""
    assert group_key(1) == group_key(1.0) == group_key(Fraction(1)) == ("number", 1)
    assert group_key(0.1) == group_key(Decimal("0.1")) == group_key(Fraction(1, 10))
    assert [group_key(value)[0] for value in (True, "1", money(1, "EUR"), day(1), day(1).date(), ("a",))] == [
        "truth value",
        "text",
        "money",
        "instant",
        "date",
        "list",
    ]
    assert group_key(None) == group_key(float("nan")) == ("missing", None)
    assert [group_name(value) for value in (None, float("nan"), 0, "", False)] == [None, None, 0, "", False]


def test_groups_are_sorted_by_what_they_are() -> None:
    """Kind by kind; numbers by size, money by its currency and then by size, days and instants as they come."""
    east = timezone(timedelta(hours=5))
    values: list[Value] = [
        *(day(1).date(), day(2).date()),
        *(datetime(2026, 1, 2, 4, tzinfo=east), datetime(2026, 1, 2, tzinfo=UTC)),
        *(("a",), ("b", 1), (1, "b")),
        *(money(9, "EUR"), money(10, "EUR"), money(1, "USD")),
        *(-1, 0, 9, 10),
        *("", "10", "9", "a"),
        *(False, True),
        None,
    ]
    backwards = values[::-1]
    ranked = sorted(backwards, key=lambda value: group_rank(group_key(value)))
    assert ranked == values
    assert [type(value) for value in ranked] == [type(value) for value in values]


def test_items_are_split_in_their_order() -> None:
    """Each group has its first name, and its items as they came."""
    items: list[tuple[str, Any]] = [("a", 1), ("b", None), ("c", 1.0), ("d", "x"), ("e", float("nan"))]
    found = split(items, lambda item: item[1])
    assert list(found.values()) == [(1, [items[0], items[2]]), (None, [items[1], items[4]]), ("x", [items[3]])]
    assert list(found) == [("number", 1), ("missing", None), ("text", "x")]
    assert type(found["number", 1][0]) is int
