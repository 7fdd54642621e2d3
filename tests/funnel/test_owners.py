"""Who owned a lead and since when: one answer for owner_at, for clocks of the owner and for ping-pong."""

from __future__ import annotations

import copy
import pickle

from hypothesis import given, strategies as st
from tests.funnel.build import END, act, change, day, followed

from alignkit.funnel.journeys import Journey
from alignkit.history.attributes import Value
from alignkit.history.events import Event


def owned(*events: Event, owner: Value = None) -> Journey:
    """Replay what happened to one lead, whose field `owner` may be known from the start."""
    return followed(*events, leads={"L1": {} if owner is None else {"owner": owner}}).of("L1")


def told(journey: Journey) -> list[tuple[str | None, float | None]]:
    """Write the owners, each with the day since when."""
    return [(one.owner, None if one.since is None else (one.since - day(0)).days) for one in journey.owners()]


def test_the_field_counts_until_an_event_says_more() -> None:
    """The field may change; once an `owner` event is there, it alone counts."""
    journey = owned(change("owner", "bram", 2), act("owner", 4, "chris"), change("owner", "dora", 6), owner="ann")
    assert told(journey) == [("ann", None), ("bram", 2), ("chris", 4)]
    assert [one.event for one in journey.owners()] == [None, *journey.events[:2]]


def test_changes_alone() -> None:
    """One named twice in a row is one; nobody is told where somebody was."""
    journey = owned(act("owner", 1, "ann"), act("owner", 2, "ann"), act("owner", 3), act("owner", 4), owner="ann")
    assert told(journey) == [("ann", None), (None, 3)]
    assert told(owned(act("owner", 1))) == []
    assert owned().owners() == ()


def test_another_record_is_not_the_lead() -> None:
    """Neither the owner of a deal nor its field."""
    deal = [act("link", 0, "D1"), act("owner", 1, "desk", lead="D1"), change("owner", "shop", 2, lead="D1")]
    assert told(owned(*deal)) == []


def test_an_owner_is_text() -> None:
    """A source may number its people."""
    assert told(owned(change("owner", 7, 3), owner=5)) == [("5", None), ("7", 3)]


def test_what_was_found_is_kept_and_changes_nothing() -> None:
    """Asked or not, a journey is the same, and may be copied and sent."""
    asked, other = owned(act("owner", 1, "ann")), owned(act("owner", 1, "ann"))
    assert asked.owners() is asked.owners()
    assert asked == other
    for journey in (copy.copy(asked), copy.deepcopy(asked), pickle.loads(pickle.dumps(asked))):
        assert journey == asked
        assert journey.owners() == asked.owners()


STEPS = st.tuples(
    st.sampled_from(["owner", "field", "deal's owner", "call"]),
    st.sampled_from(["ann", "bram", None]),
    st.integers(0, 6),
)


@given(st.lists(STEPS, max_size=8), st.sampled_from([None, "ann", "chris"]), st.integers(0, 12))
def test_owner_at_is_what_owners_tell(steps: list[tuple[str, str | None, int]], owner: str | None, half: int) -> None:
    """Held against the sentence: the latest `owner` event up to an instant, else the field as known then."""
    events = [act("link", 0, "D1")]
    for number, (kind, value, at) in enumerate(steps):
        made = {
            "owner": act("owner", at, value),
            "field": change("owner", value, at),
            "deal's owner": act("owner", at, value, lead="D1"),
            "call": act("touch", at, "call"),
        }[kind]
        events.append(Event(made.lead, made.at, made.kind, made.value, field=made.field, seq=number))
    journey = owned(*events, owner=owner)
    instant = day(half / 2)
    latest = [event for event in journey.events_until(instant) if event.kind == "owner" and event.lead == "L1"]
    said = latest[-1].value if latest else journey.fields_at(instant).get("owner")
    assert journey.owner_at(instant) == said
    names = [one.owner for one in journey.owners()]
    assert all(one != other for one, other in zip([None, *names], names, strict=False))
    assert journey.owner_at(END) == (names[-1] if names else None)
