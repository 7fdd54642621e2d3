"""Merged records: which is absorbed into which, under whose id, and whose fields and owner hold."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import DataError
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.gather import Gathered, History, gather
from alignkit.history.settle_merges import settle_merges
from alignkit.history.united import Holding, Merge, United

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def at(day: int, hour: int = 0) -> datetime:
    """Return an instant in January."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def merge(record: str, into: str, day: int = 5, **more: str | int) -> Event:
    """Tell that a record was absorbed into another."""
    return Event(record, at(day), "merge", into, **more)  # type: ignore[arg-type]  # an id or a seq


def gathered(*events: Event, leads: dict[str, dict[str, object]] | None = None) -> Gathered:
    """Gather events, and the fields of some leads."""
    return gather(Facts(leads or {}, events), as_of=NOW)


def told(found: Gathered, *codes: str) -> list[str]:
    """Return the messages of some codes, or of all but the note that records were merged."""
    return [
        f"{one.code}: {one.message}"
        for one in found.findings
        if (one.code in codes if codes else one.code != "merged-record")
    ]


def united(history: History) -> United:
    """Return how the records of a history came together."""
    assert history.united is not None
    return history.united


def test_E07_merged_records_are_one_history_under_the_survivors_id() -> None:
    """The events of both, in time order, and the fields of the survivor with its gaps filled."""
    events = [
        merge("A", "B"),
        Event("A", at(1), "stage", "mql"),
        Event("B", at(2), "touch", "call"),
        Event("A", at(3), "touch", "email"),
    ]
    leads: dict[str, dict[str, object]] = {
        "A": {"country": "NL", "employees": 80, "city": None},
        "B": {"country": "BE", "employees": None},
    }
    found = gathered(*events, leads=leads)
    (history,) = found.histories
    assert history.lead == "B"
    assert [(event.lead, event.kind) for event in history.events] == [
        ("A", "stage"), ("B", "touch"), ("A", "touch"), ("A", "merge"),
    ]  # fmt: skip
    assert history.fields == Attributes({"country": "BE", "employees": 80, "city": None})
    assert united(history) == United((Merge("A", "B", at(5)),))
    assert united(history).absorbed == ("A",)
    assert told(found) == []
    assert told(found, "merged-record") == ["merged-record: 1 record was merged into another and counts with it"]


def test_E07_a_chain_ends_in_the_last() -> None:
    """A into B, B into C: one lead, C; and B fills its gaps before A does, which B had absorbed."""
    leads: dict[str, dict[str, object]] = {"A": {"x": 1, "y": 1, "z": 1}, "B": {"x": 2, "y": 2}, "C": {"x": 3}, "D": {}}
    for days in ((5, 6), (6, 5)):
        found = gathered(merge("A", "B", days[0]), merge("B", "C", days[1]), merge("D", "C", 7), leads=leads)
        (history,) = found.histories
        assert (history.lead, united(history).absorbed) == ("C", ("B", "A", "D"))
        assert history.fields == Attributes({"x": 3, "y": 2, "z": 1})
        assert told(found) == []


def test_E07_what_was_merged_first_fills_the_gaps_first() -> None:
    """By the instant; by the number in the source, then the id, where instants tie."""
    leads: dict[str, dict[str, object]] = {"A": {"x": 1}, "B": {"x": 2}, "C": {}}
    for events in (
        [merge("A", "C", 6), merge("B", "C", 5)],
        [merge("A", "C", seq=2), merge("B", "C", seq=1)],
        [merge("A", "C", id="m2"), merge("B", "C", id="m1")],
    ):
        assert gathered(*events, leads=leads).histories[0].fields == Attributes({"x": 2})
        (further,) = gathered(*events, merge("C", "D", 9), Event("D", at(1), "webinar"), leads=leads).histories
        assert united(further).absorbed == ("C", "B", "A")
        assert further.fields == Attributes({"x": 2})


def test_E07_a_merge_told_twice_counts_once() -> None:
    """From the earlier instant on."""
    found = gathered(merge("A", "B", 7), merge("A", "B", 5), merge("A", "B", 5), Event("B", at(1), "webinar"))
    assert united(found.histories[0]).merges == (Merge("A", "B", at(5)),)
    assert told(found) == ["doubled-event: 1 doubled events were counted once"]


def test_E07_a_record_of_two_survivors_goes_to_the_first() -> None:
    """The other is told, and counts for itself."""
    others = [Event("B", at(1), "webinar"), Event("C", at(1), "webinar")]
    found = gathered(merge("A", "C", 6), merge("A", "B", 5), *others)
    assert [(history.lead, len(history.events)) for history in found.histories] == [("B", 3), ("C", 1)]
    assert told(found) == ["merged-twice: 'A' was merged into 'B' and into 'C'; the first holds"]
    assert [(one.path, one.level) for one in found.findings] == [("A", "warning"), ("", "note")]


def test_E07_two_survivors_that_end_in_one_are_no_doubt() -> None:
    """A source may tell of the chain, and of where it ends."""
    found = gathered(merge("A", "B", 5), merge("B", "C", 6), merge("A", "C", 6), Event("C", at(1), "webinar"))
    assert told(found) == []


def test_E07_a_merge_that_lies_ahead_is_not_applied() -> None:
    """At its instant it is."""
    facts = Facts({"A": {}, "B": {}}, [merge("A", "B", 5), Event("A", at(1), "webinar")])
    assert [history.lead for history in gather(facts, as_of=at(4)).histories] == ["A", "B"]
    assert [history.lead for history in gather(facts, as_of=at(5)).histories] == ["B"]


def test_E07_the_deals_of_both_are_deals_of_the_lead() -> None:
    """A deal that both are linked to is no doubt; it belongs to the record that was linked first."""
    events = [
        merge("A", "B"),
        Event("A", at(2), "link", "D1"),
        Event("B", at(3), "link", "D1"),
        Event("B", at(3), "link", "D2"),
        Event("D1", at(4), "stage", "won"),
        Event("D2", at(4), "stage", "won"),
    ]
    found = gathered(*events)
    (history,) = found.histories
    assert [event.lead for event in history.events if event.kind == "stage"] == ["D1", "D2"]
    assert united(history).deals == (("D1", "A"), ("D2", "B"))
    assert told(found) == []
    assert found.with_deals == {"B"}


def test_E07_each_lead_has_its_own_deals() -> None:
    """In the order of their ids, whichever was linked first; and a lead without any has none."""
    pairs = [merge(f"A{n}", f"B{n}") for n in range(3)]
    links = [
        Event("B1", at(2), "link", "D9"),
        Event("A1", at(3), "link", "D2"),
        Event("B2", at(1), "link", "D5"),
        Event("L", at(1), "link", "D1"),
    ]
    found = gathered(*pairs, *links)
    assert {history.lead: united(history).deals for history in found.histories if history.united is not None} == {
        "B0": (),
        "B1": (("D2", "A1"), ("D9", "B1")),
        "B2": (("D5", "B2"),),
    }


def test_E07_two_deals_that_were_merged_are_one_deal() -> None:
    """The one that stayed tells what both did; whose it is both tell."""
    events = [
        Event("L1", at(1), "link", "D1"),
        Event("L1", at(1), "link", "D2"),
        Event("D1", at(2), "field", 900, field="amount"),
        Event("D2", at(3), "stage", "won"),
        merge("D1", "D2"),
    ]
    found = gathered(*events)
    (history,) = found.histories
    assert (history.lead, history.united) == ("L1", None)
    assert {event.lead for event in history.events} == {"L1", "D2"}
    (won,) = (event for event in history.events if event.kind == "stage")
    assert won.attributes["amount"] == 900
    assert told(found) == []


def test_E07_a_deal_that_was_merged_into_its_lead_is_a_record_of_it() -> None:
    """Odd, and no reason to lose anything."""
    found = gathered(Event("L1", at(1), "link", "D1"), Event("D1", at(2), "stage", "won"), merge("D1", "L1"))
    (history,) = found.histories
    assert (history.lead, len(history.events), united(history).absorbed) == ("L1", 3, ("D1",))
    assert told(found) == []


@pytest.mark.parametrize(
    ("events", "circle", "leads"),
    [
        ([merge("A", "A")], "'A' → 'A'", ["A"]),
        ([merge("B", "A"), merge("A", "B", 6)], "'A' → 'B' → 'A'", ["A", "B"]),
        ([merge("C", "A"), merge("A", "B"), merge("B", "C")], "'A' → 'B' → 'C' → 'A'", ["A", "B", "C"]),
        ([merge("A", "B"), merge("B", "A"), merge("X", "Y"), merge("Y", "B")], "'A' → 'B' → 'A'", ["A", "B"]),
    ],
)
def test_E08_merges_in_a_circle_are_told_and_not_applied(events: list[Event], circle: str, leads: list[str]) -> None:
    """What leads into the circle ends at the record of it that it was merged into."""
    found = gathered(*events[::-1])
    assert gathered(*events) == found
    assert told(found) == [f"merge-cycle: merges go in a circle, and none of it is applied: {circle}"]
    assert [(one.path, one.level) for one in found.findings][0] == ("A", "warning")  # noqa: RUF015 - with its level
    assert [history.lead for history in found.histories] == leads
    if len(events) == 4:
        assert united(found.histories[1]).absorbed == ("Y", "X")


def test_E08_two_circles_are_two_findings() -> None:
    """In the order of their ids."""
    found = gathered(merge("D", "C"), merge("C", "D"), merge("B", "A"), merge("A", "B"))
    assert [one.path for one in found.findings] == ["A", "C"]


def test_E08_a_long_chain_and_a_large_circle_end() -> None:
    """Ten thousand records after each other, and in a circle: no stack is exhausted, and the message is short."""
    names = [f"L{number:05}" for number in range(10_000)]
    chain = [merge(one, other) for one, other in pairwise(names)]
    (history,) = gathered(*chain).histories
    assert (history.lead, len(united(history).absorbed)) == ("L09999", 9_999)
    found = gathered(*chain, merge(names[-1], names[0]))
    (message,) = told(found)
    assert message.endswith("'L00011' → … 9988 more → 'L00000'")
    assert len(found.histories) == 10_000


@pytest.mark.parametrize(
    ("leads", "others", "message"),
    [
        ({}, [], "'A' was merged into 'B', of which there is no event; it counts under that id"),
        ({"A": {}}, [], "'A' was merged into 'B', which is not among the leads; it counts under that id"),
        ({"A": {}}, [Event("B", at(9), "webinar")], "there are events of 'B', which is not among the leads"),
        ({"A": {}, "B": {}}, [], None),
        ({"B": {}}, [], None),
        ({}, [Event("B", at(9), "webinar")], None),
        ({}, [Event("B", datetime(2026, 7, 1, tzinfo=UTC), "webinar")], None),
    ],
)
def test_E08_a_survivor_that_never_appears_is_told(
    leads: dict[str, dict[str, object]], others: list[Event], message: str | None
) -> None:
    """At the answer: it may still come. The merge is applied all the same: what the absorbed record did happened."""
    found = gathered(merge("A", "B"), Event("A", at(1), "webinar"), *others, leads=leads)
    assert told(found, "unknown-lead") == ([] if message is None else [f"unknown-lead: {message}"])
    assert [history.lead for history in found.histories] == ["B"]
    assert {one.path for one in found.findings if one.code == "unknown-lead"} <= {"B"}


def test_E08_a_merge_names_who_survives() -> None:
    """A blank names nobody."""
    for value in ("", " ", None, 5):
        with pytest.raises(DataError) as refused:
            Event("A", at(5), "merge", value)
        assert refused.value.code == "wrong-type"


def holdings(*events: Event, leads: dict[str, dict[str, object]] | None = None) -> list[tuple[str | None, object]]:
    """Return what holds since which event, as field (None: the owner) and value."""
    (history,) = gathered(*events, leads=leads).histories
    assert all(isinstance(one, Holding) for one in united(history).changes)
    return [(one.field, one.value) for one in united(history).changes]


def change(record: str, day: int, value: object, field: str = "x") -> Event:
    """Tell that a field changed."""
    return Event(record, at(day), "field", value, field=field)  # type: ignore[arg-type]  # a field's value


def test_E07_at_any_instant_the_survivors_value_if_it_has_one() -> None:
    """The absorbed record's fills the gap until then, and from the start."""
    events = [change("A", 1, 1), change("B", 2, 2), change("A", 3, 3), change("B", 4, None), merge("A", "B", 6)]
    assert holdings(*events) == [("x", 1), ("x", 2), ("x", 2), ("x", 3)]
    assert holdings(*events, leads={"A": {}, "B": {"x": 9}})[0] == ("x", 9)


def test_E07_what_is_cleared_after_the_merge_does_not_come_back() -> None:
    """A lead that is nobody's any more is not the absorbed record's former owner's."""
    events = [
        change("A", 1, 1),
        Event("A", at(1), "owner", "ann"),
        merge("A", "B", 5),
        change("B", 6, None),
        Event("B", at(6), "owner"),
        change("A", 7, 2),
        Event("A", at(7), "owner", "bram"),
    ]
    assert holdings(*events) == [("x", 1), (None, "ann"), ("x", None), (None, None), ("x", 2), (None, "bram")]


def test_E07_the_owner_is_the_survivors_if_it_has_one() -> None:
    """By its events, before the first by its field; a cleared field clears the absorbed record's owner, too."""
    events = [
        Event("A", at(1), "owner", "ann"),
        change("B", 2, "bram", "owner"),
        Event("A", at(3), "owner", "chris"),
        merge("A", "B", 5),
        change("B", 6, None, "owner"),
        Event("B", at(7), "owner", "dora"),
    ]
    owners = [(field, value) for field, value in holdings(*events) if field is None]
    assert [value for _, value in owners] == ["ann", "bram", "bram", None, "dora"]


def test_E07_an_owner_who_is_known_by_the_field_goes_with_it() -> None:
    """B's owner is told by its events; its field, cleared, clears A's, by which alone A's owner is known."""
    events = [
        Event("B", at(1), "owner"),
        change("A", 2, "ann", "owner"),
        merge("A", "B", 5),
        change("B", 6, None, "owner"),
    ]
    assert [value for field, value in holdings(*events) if field is None] == [None, "ann", None]
    later = [
        *events,
        change("A", 7, "bram", "owner"),
        Event("A", at(8), "owner", "chris"),
        change("B", 9, None, "owner"),
    ]
    assert [value for field, value in holdings(*later) if field is None][3:] == ["bram", "chris", "chris"]


RECORDS = st.sampled_from(["A", "B", "C", "D", "E"])
PAIRS = st.lists(st.tuples(RECORDS, RECORDS), max_size=7)


@given(PAIRS)
def test_E08_every_record_ends_somewhere(pairs: list[tuple[str, str]]) -> None:
    """Each record ends at one that was not absorbed, and each merge belongs to one survivor, whatever is told."""
    found = settle_merges((merge(one, other, number + 1) for number, (one, other) in enumerate(pairs)), [])
    for record in "ABCDE":
        end = found.end(record)
        assert end not in found.merges
        assert found.end(end) == end
    families = [one for survivor in found.survivors() for one in found.into(survivor)]
    assert sorted(families) == sorted(found.merges.values())
    assert all(found.end(one.record) == survivor for survivor in found.survivors() for one in found.into(survivor))
