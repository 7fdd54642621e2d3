"""Who had a lead that was offered, and whether it was given back: what comes at one instant, and what is not told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import OFFER, OFFICE, at, call, happened, journeys, stage

from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.handoff.review import review
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

OFFERED = stage("2026-01-05 10:00", "mql")
ACCEPTED = happened("2026-01-05 12:00", "accept", actor="bob")
AS_OF = at("2026-01-16 12:00")


def owner(when: str, who: str | None, **more: Any) -> Event:  # noqa: ANN401 - what Event takes
    """Tell who got the lead, in January."""
    return happened(f"2026-01-{when}", "owner", who, **more)


def reviewed(*events: Event, fields: dict[str, Any] | None = None, as_of: str = "2026-01-16 12:00") -> Handoffs:
    """Review what happened to one lead."""
    return review(journeys([OFFERED, *events], {"L1": fields or {}}), OFFER, as_of=at(as_of))


def one(*events: Event, **asked: Any) -> Handoff:  # noqa: ANN401 - fields, and up to when
    """Review the one offer of a story."""
    (handoff,) = reviewed(*events, **asked)
    return handoff


# Who had it -----------------------------------------------------------------------------------------------------------


def test_a_field_that_never_changed_tells_nobody_who_had_it() -> None:
    """Other events and fields change nothing in that: who answered counts; while it waits, who has it now."""
    other = [call("2026-01-05 11:00"), happened("2026-01-05 11:30", "field", "Acme", field="company")]
    known = {"owner": "ann", "company": "?"}
    assert one(*other, fields=known).held_by == "ann"
    assert one(*other, ACCEPTED, fields=known).held_by == "bob"
    no = happened("2026-01-05 12:00", "reject", "no budget", actor="bob")
    assert one(*other, no, fields=known).held_by == "bob"
    back = happened("2026-01-06 12:00", "reject", "no budget", actor="carl")
    assert one(*other, ACCEPTED, back, fields=known).held_by == "bob"


def test_who_gets_it_at_the_instant_of_reading_has_it() -> None:
    """Up to `as_of`, that instant included."""
    assert one(owner("06 12:00", "ann"), as_of="2026-01-06 12:00").held_by == "ann"
    assert one(owner("06 12:00", "ann"), as_of="2026-01-06 11:59").held_by is None


def test_who_gets_it_with_the_yes_has_it() -> None:
    """At the very instant up to which events count, too."""
    assert one(owner("05 12:00", "ann"), ACCEPTED, as_of="2026-01-05 12:00").held_by == "ann"
    assert one(owner("05 12:01", "ann"), ACCEPTED, as_of="2026-01-05 12:00").held_by == "bob"


def test_who_gets_it_a_microsecond_before_the_no_had_it() -> None:
    """And who gets it with the no had it not."""
    no = happened("2026-01-05 12:00", "reject", "no budget")
    just_before = attrs.evolve(owner("05 11:00", "bob"), at=no.at - timedelta(microseconds=1))
    handoff = one(owner("05 09:00", "ann"), just_before, owner("05 12:00", "carl"), no)
    assert (handoff.held_by, handoff.owners) == ("bob", ("ann", "bob"))


def test_accepted_and_given_back_at_one_instant() -> None:
    """Events of one date: bob got it on the day on which it was accepted and given back."""
    day = [owner("07 00:00", "bob"), happened("2026-01-07 00:00", "accept"), stage("2026-01-07 00:00", "lead", seq=9)]
    story = [attrs.evolve(event, date_only=True, seq=place) for place, event in enumerate(day)]
    handoff = one(owner("05 09:00", "ann"), *story)
    assert (handoff.end, handoff.held_by) == ("returned", "bob")


def test_a_machine_is_nobody() -> None:
    """Neither as who answered nor as who gave it back."""
    by_rule = attrs.evolve(ACCEPTED, automatic=True)
    assert one(by_rule).held_by is None
    assert one(by_rule, stage("2026-01-06 12:00", "lead", actor="carl")).held_by == "carl"
    assert one(by_rule, stage("2026-01-06 12:00", "lead", actor="carl", automatic=True)).held_by is None


# Given back -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("when", "returned"), [("12:00", True), ("12:01", False)])
def test_a_no_at_the_instant_of_the_outcome_still_counts(when: str, returned: bool) -> None:
    """A minute later the lead is won, and nobody can give it back."""
    won = stage("2026-01-07 12:00", "won", seq=2)
    no = happened(f"2026-01-07 {when}", "reject", "too cold", seq=1)
    assert one(ACCEPTED, no, won).is_returned is returned


def test_the_first_no_counts() -> None:
    """A second one tells nothing new, and the next offer has its own."""
    first, second = (happened(f"2026-01-{day} 12:00", "reject", reason) for day, reason in (("06", "a"), ("07", "b")))
    assert (one(ACCEPTED, first, second).returned_for, one(ACCEPTED, first, second).returned_at) == ("a", first.at)
    again = [stage("2026-01-07 09:00", "mql"), happened("2026-01-07 10:00", "reject", "c")]
    found = reviewed(ACCEPTED, stage("2026-01-06 12:00", "sal"), *again)
    assert [(item.state, item.returned_for, item.reason) for item in found] == [
        ("accepted", None, None),
        ("rejected", None, "c"),
    ]
    assert found[0].returned_at == again[0].at


# When the answer is due -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "calendar", "due"),
    [
        (None, None, None),
        (hours(8), None, "2026-01-05 18:00"),
        (hours(8), OFFICE, "2026-01-05 18:00"),
        (work_hours(8), OFFICE, "2026-01-06 10:00"),
        (work_days(1), OFFICE, "2026-01-06 17:00"),
    ],
)
def test_the_due_time_of_an_answer(within: Any, calendar: Any, due: str | None) -> None:  # noqa: ANN401 - of three kinds
    """By the wall clock at night too, whatever calendar is at hand; silent a microsecond after it."""
    known = journeys([OFFERED])
    (handoff,) = review(known, OFFER, as_of=OFFERED.at, answer_within=within, calendar=calendar)
    assert (handoff.state, handoff.due) == ("waiting", None if due is None else at(due))
    later = at(due or "2026-12-01 09:00")
    for moment, state in ((later, "waiting"), (later + timedelta(microseconds=1), "silent" if due else "waiting")):
        assert review(known, OFFER, as_of=moment, answer_within=within, calendar=calendar)[0].state == state


def test_an_answer_is_late_by_a_microsecond() -> None:
    """At its due time it is not; what was withdrawn is never late."""
    due = at("2026-01-05 18:00")
    for kind in ("accept", "reject"):
        for later in (0, 1):
            answer = attrs.evolve(happened("2026-01-05 12:00", kind), at=due + timedelta(microseconds=later))
            found = review(journeys([OFFERED, answer]), OFFER, as_of=AS_OF, answer_within=hours(8))
            assert (found[0].is_late, found.late, found.answered) == (bool(later), later, 1)
    withdrawn = review(
        journeys([OFFERED, stage("2026-01-06 12:00", "lead")]), OFFER, as_of=AS_OF, answer_within=hours(8)
    )
    assert (withdrawn[0].is_late, withdrawn.late, withdrawn.accepted_share) == (False, 0, None)


# Many ----------------------------------------------------------------------------------------------------------------


def test_handoffs_of_many_leads() -> None:
    """By lead and offer; the reasons of both kinds of no with the most frequent first, and then by name."""
    events: list[Event] = []
    for lead, reason in (("c", "Cold"), ("a", None), ("d", "Cold"), ("b", "busy"), ("e", None), ("f", "away")):
        events += [
            stage("2026-01-05 10:00", "mql", lead=lead),
            happened("2026-01-05 12:00", "reject", reason, lead=lead),
        ]
    found = review(journeys(events), OFFER, as_of=AS_OF)
    assert [item.lead for item in found] == ["a", "b", "c", "d", "e", "f"]
    assert found.reasons == ((None, 2), ("Cold", 2), ("away", 1), ("busy", 1))
    assert [item.lead for item in found.of("c")] == ["c"]
    assert (found.of("x"), found.of(5), found.of("")) == ((), (), ())  # type: ignore[arg-type]  # no id of a lead
    assert Handoffs(OFFER, reversed(found), AS_OF) == found
    assert found.accepted_share == 0
    assert (found.most_rounds, found.counts["rejected"], found.returned) == (1, 6, 0)
    assert (found[1], found[-1], found[:2]) == (tuple(found)[1], tuple(found)[-1], tuple(found)[:2])
