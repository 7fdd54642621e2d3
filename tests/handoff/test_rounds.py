"""Leads that are passed on, given back and offered again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FUNNEL, OFFER, OFFICE, at, happened, journeys, stage

from alignkit.display.text import to_text
from alignkit.funnel.journeys import Journey
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Boundary
from alignkit.funnel.visits import Answer, Visit
from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.handoff.review import review
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.worktime.work_time import work_hours

OFFERED = stage("2026-01-05 10:00", "mql")
ACCEPTED = happened("2026-01-05 12:00", "accept", actor="bob")
AS_OF = at("2026-01-16 12:00")


def reviewed(*events: Event, fields: dict[str, Any] | None = None, **terms: Any) -> Handoffs:  # noqa: ANN401 - terms
    """Review events under some terms of the boundary."""
    known = journeys([OFFERED, *events], {"L1": fields or {}})
    return review(known, attrs.evolve(OFFER, **terms), as_of=AS_OF)


def one(*events: Event, **asked: Any) -> Handoff:  # noqa: ANN401 - fields of the lead
    """Review the one offer of a story."""
    (handoff,) = reviewed(*events, **asked)
    return handoff


def owner(when: str, who: str | None) -> Event:
    """Tell who got the lead, in January."""
    return happened(f"2026-01-{when}", "owner", who)


# The no ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "agreed"), [("no budget", True), ("too cold", False), ("No Budget", False), (None, False), (" ", False)]
)
def test_a_no_has_a_reason_and_a_note(reason: str | None, agreed: bool) -> None:
    """Whether the reason is one of the agreed ones is told beside it, and what was written beside that."""
    no = happened("2026-01-05 12:00", "reject", reason, attributes={"note": "Call again in May."})
    handoff = one(no)
    assert (handoff.reason_agreed, handoff.note) == (agreed, "Call again in May.")
    anything = one(no, reasons=[])
    assert anything.reason_agreed is bool(reason and reason.strip())


@pytest.mark.parametrize("note", [None, "", "  ", 5])
def test_a_note_is_text(note: object) -> None:
    """Blank or no text is none; a yes has neither reason nor note of a no."""
    assert one(happened("2026-01-05 12:00", "reject", "no budget", attributes={"note": note})).note is None
    yes = one(happened("2026-01-05 12:00", "accept", attributes={"note": "Nice!"}))
    assert (yes.note, yes.reason_agreed) == (None, None)


# While it waits -------------------------------------------------------------------------------------------------------


def test_a_lead_is_passed_on_while_it_waits() -> None:
    """From ann to bob and back; who gets it with the answer itself was not waited for."""
    story = [owner("05 09:00", "ann"), owner("05 10:30", "bob"), owner("05 10:45", "bob"), owner("05 11:00", "ann")]
    handoff = one(*story, owner("05 12:00", "carl"), ACCEPTED)
    assert (handoff.owners, handoff.reassigned, handoff.owner) == (("ann", "bob", "ann"), 2, "ann")
    assert handoff.held_by == "carl"  # who accepts and gets it
    assert reviewed(*story).reassigned == 1


def test_who_gets_it_first_is_not_the_second() -> None:
    """An offer that nobody owned is assigned, not reassigned; a stretch without an owner changes nothing."""
    handoff = one(owner("05 10:30", "ann"), owner("05 11:00", None), owner("05 11:30", "ann"), ACCEPTED)
    assert (handoff.owners, handoff.reassigned, handoff.owner) == (("ann",), 0, "sales")
    assert one(ACCEPTED).owners == ()
    assert one(owner("05 11:00", "ann"), owner("05 13:00", "bob")).owners == ("ann", "bob")  # it waits on


def test_a_field_tells_the_owner_too() -> None:
    """Where it changes; the owner of a deal does not own its lead."""
    story = [
        happened("2026-01-05 11:00", "field", "bob", field="owner"),
        happened("2026-01-05 10:30", "link", "D1"),
        happened("2026-01-05 11:30", "owner", "desk", lead="D1"),
    ]
    handoff = one(*story, ACCEPTED, fields={"owner": "ann"})
    assert (handoff.owners, handoff.held_by) == (("ann", "bob"), "bob")


# Given back -----------------------------------------------------------------------------------------------------------


def test_a_lead_is_given_back_with_a_reason() -> None:
    """A rejection after the acceptance: accepted it was, and not an answer to this offer."""
    no = happened("2026-01-07 09:00", "reject", "too cold", actor="carl", attributes={"note": "No call answered."})
    handoff = one(ACCEPTED, no)
    assert (handoff.state, handoff.reason, handoff.end) == ("accepted", None, "returned")
    assert (handoff.returned_at, handoff.returned_for, handoff.returned_by) == (no.at, "too cold", "carl")
    assert (handoff.note, handoff.reason_agreed) == ("No call answered.", False)
    handoffs = reviewed(ACCEPTED, no)
    assert (handoffs.returned, handoffs.return_reasons, handoffs.reasons) == (1, (("too cold", 1),), ())
    assert handoffs.accepted_share == 1


@pytest.mark.parametrize("back", ["lead", "mql"])
@pytest.mark.parametrize("further", [None, "sal", "sql"])
def test_a_lead_is_given_back_by_a_move(back: str, further: str | None) -> None:
    """To a stage before the accepted one, however far it had come; to offer it again gives it back."""
    way = [] if further is None else [stage("2026-01-06 09:00", further)]
    handoff = reviewed(ACCEPTED, *way, stage("2026-01-07 09:00", back, actor="carl"))[0]
    assert (handoff.returned_at, handoff.returned_by) == (at("2026-01-07 09:00"), "carl")
    assert (handoff.returned_for, handoff.reason_agreed) == (None, False)


@pytest.mark.parametrize("end", ["hold", "spam", "won"])
def test_an_end_gives_nothing_back(end: str) -> None:
    """Lost, disqualified or won is no way back, nor is what happens to the lead afterwards."""
    after = [happened("2026-01-08 10:00", "reject", "no budget"), stage("2026-01-09 10:00", "lead")]
    assert not one(ACCEPTED, stage("2026-01-07 09:00", end), *after).is_returned
    assert not one(stage("2026-01-05 12:00", "won"), stage("2026-01-09 10:00", "lead")).is_returned


def test_back_and_forth_within_the_accepted_stages() -> None:
    """From SQL back to SAL the lead stays with sales."""
    handoff = one(ACCEPTED, stage("2026-01-06 09:00", "sql"), stage("2026-01-07 09:00", "sal"))
    assert (handoff.end, handoff.is_returned) == ("accepted", False)


def test_a_move_and_its_reason_at_one_instant() -> None:
    """The system notes the move first, and beside it why."""
    back = [stage("2026-01-07 09:00", "lead"), happened("2026-01-07 09:00", "reject", "no budget", actor="carl")]
    handoff = one(ACCEPTED, *back)
    assert (handoff.returned_for, handoff.returned_by, handoff.reason_agreed) == ("no budget", "carl", True)


def test_another_deal_gives_nothing_back() -> None:
    """A second deal of the lead begins further back; the first one stays where it was."""
    story = [
        happened("2026-01-05 11:00", "link", "D1"),
        happened("2026-01-05 11:00", "link", "D2"),
        stage("2026-01-06 09:00", "sql", lead="D1"),
        stage("2026-01-07 09:00", "lead", lead="D2"),
    ]
    assert not one(ACCEPTED, *story).is_returned


def test_what_another_deal_is_answered_gives_nothing_back() -> None:
    """The second deal is an offer of its own: its no is the answer to that one."""
    story = [
        happened("2026-01-05 11:00", "link", "D1"),
        happened("2026-01-05 11:00", "link", "D2"),
        stage("2026-01-06 09:00", "sql", lead="D1"),
        stage("2026-01-07 09:00", "mql", lead="D2"),
        happened("2026-01-08 09:00", "reject", "no budget", lead="D2"),
    ]
    assert [(item.end, item.after) for item in reviewed(ACCEPTED, *story)] == [
        ("accepted", None),
        ("rejected", "accepted"),
    ]


def test_a_no_that_leads_to_an_exit() -> None:
    """What is refused is lost there: after the acceptance that gives it back, unless it was lost before."""
    offer = Boundary("mql", "sal", "hold")
    funnel = attrs.evolve(FUNNEL, boundaries=[offer])

    def end(*events: Event) -> str | None:
        known = replay(funnel, Facts(events=[OFFERED, ACCEPTED, *events]), as_of=AS_OF)
        return review(known, offer, as_of=AS_OF)[0].end

    lost, no = stage("2026-01-07 09:00", "hold"), happened("2026-01-07 09:00", "reject", "no budget")
    assert end(no) == "returned"
    assert end(lost) == "accepted"
    assert end(lost, no) == "returned"  # the move and its reason, at one instant
    assert end(lost, attrs.evolve(no, at=at("2026-01-07 09:01"))) == "accepted"


def test_what_happens_later_is_not_known_yet() -> None:
    """Up to `as_of`, that instant included."""
    known = journeys([OFFERED, ACCEPTED, happened("2026-01-07 09:00", "reject", "no budget")])
    back = at("2026-01-07 09:00")
    assert review(known, OFFER, as_of=back)[0].is_returned
    assert not review(known, OFFER, as_of=back - timedelta(microseconds=1))[0].is_returned


def test_a_funnel_that_moves_nobody_by_answers() -> None:
    """A yes and a later no count there too; the next offer has its own."""
    plain = attrs.evolve(FUNNEL, boundaries=[])
    story = [OFFERED, ACCEPTED, stage("2026-01-05 12:00", "sal"), happened("2026-01-07 09:00", "reject", "no budget")]
    again = [stage("2026-01-08 09:00", "mql"), happened("2026-01-08 10:00", "reject", "wrong region")]
    handoffs = review(replay(plain, Facts(events=[*story, *again]), as_of=AS_OF), OFFER, as_of=AS_OF)
    assert [(item.end, item.returned_for, item.reason) for item in handoffs] == [
        ("returned", "no budget", None),
        ("rejected", None, "wrong region"),
    ]


# Offered again --------------------------------------------------------------------------------------------------------

ROUNDS = (
    owner("05 09:00", "ann"),
    happened("2026-01-05 12:00", "reject", "no budget"),
    stage("2026-01-06 09:00", "mql"),
    happened("2026-01-06 10:00", "accept"),
    happened("2026-01-07 10:00", "reject", "too cold"),
    owner("07 11:00", "bob"),
    stage("2026-01-08 09:00", "mql"),
    stage("2026-01-09 09:00", "lead"),
    stage("2026-01-12 09:00", "mql"),
)


def test_each_offer_is_a_round() -> None:
    """Numbered, each with how the one before ended, and whether it went to the same person."""
    handoffs = reviewed(*ROUNDS)
    assert [(item.round, item.after, item.held_by, item.same_person) for item in handoffs] == [
        (1, None, "ann", None),
        (2, "rejected", "ann", True),
        (3, "returned", "bob", False),
        (4, "withdrawn", "bob", True),
    ]
    assert (handoffs.recycled, handoffs.ping_pong, handoffs.most_rounds, handoffs.returned) == (3, 2, 4, 1)
    assert [item.is_ping_pong for item in handoffs] == [False, True, True, False]


@pytest.mark.parametrize(("limit", "found"), [(None, 0), (0, 3), (1, 2), (2, 1), (3, 0)])
def test_recycled_too_often(limit: int | None, found: int) -> None:
    """Each offer beyond the limit; that is found and stops nothing."""
    handoffs = reviewed(*ROUNDS, recycle_limit=limit)
    assert [finding.code for finding in handoffs.findings] == ["recycled-too-often"] * found
    assert {(finding.path, finding.level) for finding in handoffs.findings} <= {("L1", "warning")}
    assert len(handoffs) == 4


def test_recycled_to_the_same_person() -> None:
    """Ann got it again, and so did bob; the message names who, and what was agreed."""
    handoffs = reviewed(*ROUNDS, recycle_to_another=True)
    assert [finding.code for finding in handoffs.findings] == ["recycled-to-same-person"] * 2
    assert handoffs.findings[0].message == (
        "'L1' was offered again at 2026-01-06T09:00:00+01:00, to 'ann' as before; agreed: a lead that is offered again "
        "goes to another person than the one who had it before"
    )
    too_often = reviewed(*ROUNDS, recycle_limit=2).findings[0].message
    assert too_often == (
        "'L1' was offered at 2026-01-12T09:00:00+01:00, 4 times by then; agreed: a lead may be offered again at most "
        "twice"
    )


def test_a_lead_that_is_passed_on_in_time_went_to_another() -> None:
    """Ann still owned it when it was offered again; bob has it now."""
    story = [*ROUNDS[:3], owner("06 09:30", "bob")]
    assert reviewed(*story)[1].same_person is False


def test_who_answered_had_it_where_no_owner_is_told() -> None:
    """A person, not a machine; a field that never changed tells only who owns the lead at last."""
    no = happened("2026-01-05 12:00", "reject", "no budget", actor="bob")
    again = [stage("2026-01-06 09:00", "mql"), happened("2026-01-06 12:00", "accept", actor="bob")]
    assert reviewed(no, *again, fields={"owner": "ann"})[1].same_person is True
    assert reviewed(attrs.evolve(no, automatic=True), *again)[1].same_person is None
    withdrawn = stage("2026-01-05 12:00", "lead", actor="bob")
    assert reviewed(withdrawn, *again)[0].held_by is None  # who takes an offer back never had it
    assert reviewed(no, again[0])[1].held_by is None
    given_back = stage("2026-01-05 15:00", "lead", actor="carl")
    assert one(ACCEPTED, given_back).held_by == "bob"
    assert one(attrs.evolve(ACCEPTED, actor=None), given_back).held_by == "carl"
    # another field that changes tells of no owner
    size = happened("2026-01-05 11:00", "field", "large", field="size")
    assert one(ACCEPTED, given_back, size, fields={"owner": "ann"}).held_by == "bob"
    assert one(ACCEPTED, size, fields={"owner": "ann"}).held_by == "bob"
    assert one(fields={"owner": "ann"}).held_by == "ann"  # who has it now, while it waits


def test_an_owner_of_the_last_instant_is_known() -> None:
    """Who gets the lead at `as_of` itself has it, and later owners do not count yet."""
    known = journeys([OFFERED, owner("06 09:00", "ann"), owner("07 09:00", "bob")])
    last = review(known, OFFER, as_of=at("2026-01-06 09:00"))[0]
    assert (last.held_by, last.owners) == ("ann", ("ann",))
    assert review(known, OFFER, as_of=at("2026-01-06 08:59"))[0].held_by is None


def test_who_gets_it_by_the_no_itself_had_it_not() -> None:
    """With the no the lead goes back to iris of marketing; ann had it."""
    assert one(owner("05 09:00", "ann"), owner("05 12:00", "iris"), ROUNDS[1]).held_by == "ann"
    assert one(owner("05 09:00", "ann"), ACCEPTED, owner("07 10:00", "iris"), ROUNDS[4]).held_by == "ann"


def test_all_on_one_date() -> None:
    """Events that have a date alone: offered to ann and refused on one day."""
    dated = [
        happened("2026-01-05 00:00", "owner", "ann", date_only=True),
        stage("2026-01-05 00:00", "mql", date_only=True),
        happened("2026-01-05 00:00", "reject", "no budget", date_only=True),
    ]
    (handoff,) = review(journeys(dated), OFFER, as_of=AS_OF)
    assert (handoff.state, handoff.held_by, handoff.owners) == ("rejected", "ann", ("ann",))


def test_accepted_and_given_back_on_one_date() -> None:
    """Who got it on that date had it."""
    dated = [
        happened("2026-01-06 00:00", "owner", "carl", date_only=True),
        happened("2026-01-06 00:00", "accept", date_only=True, seq=1),
        happened("2026-01-06 00:00", "reject", "no budget", date_only=True, seq=2),
    ]
    handoff = one(owner("05 09:00", "ann"), *dated)
    assert (handoff.end, handoff.held_by) == ("returned", "carl")


def test_other_terms_are_the_same_boundary() -> None:
    """Answers count at the stages, whatever is agreed on reasons and recycling."""
    bare = Boundary("mql", "sal", "lead")
    (handoff,) = review(journeys([OFFERED, ACCEPTED, ROUNDS[4]]), bare, as_of=AS_OF)
    assert (handoff.state, handoff.returned_for, handoff.reason_agreed) == ("accepted", "too cold", True)


# Shown ----------------------------------------------------------------------------------------------------------------

SHOWN = """
Handoff mql → sal
─────────────────
Handoffs: 1 accepted, 1 rejected, 1 silent, 1 withdrawn; 2 answered, as of 2026-01-16 12:00+01:00.

Of 1 accepted, 1 was given back later. 3 times a lead was offered again, 2 of them after a no (ping-pong); no lead
was offered more than 4 times.

Not as agreed:

• A lead may be offered again at most twice, and 1 offer was beyond that: L1.

rejected because  times
────────────────  ─────
no budget             1

given back because     times
─────────────────────  ─────
too cold (not agreed)      1

lead  owner  state       offered           ended             reason                 given back        round
────  ─────  ──────────  ────────────────  ────────────────  ─────────────────────  ────────────────  ─────
L1    ann    ! rejected  2026-01-05 10:00  2026-01-05 12:00  no budget                                    1
L1    ann    ✓ accepted  2026-01-06 09:00  2026-01-06 10:00  too cold (not agreed)  2026-01-07 10:00      2
L1    bob    withdrawn   2026-01-08 09:00  2026-01-09 09:00                                               3
L1    bob    ✗ silent    2026-01-12 09:00  –                                                              4
"""


def test_rounds_are_shown() -> None:
    """Counts in sentences, what is found, the reasons of both kinds of no, and a column for what there is."""
    known = journeys([OFFERED, *ROUNDS])
    terms = attrs.evolve(OFFER, recycle_limit=2)
    handoffs = review(known, terms, as_of=AS_OF, answer_within=work_hours(8), calendar=OFFICE)
    assert to_text(handoffs.blocks(), width=115) == SHOWN.strip("\n")
    same = review(known, attrs.evolve(OFFER, recycle_to_another=True), as_of=AS_OF)
    assert "who had it before, and 2 offers were to the same: L1 (ann), L1 (bob)." in to_text(same.blocks(), width=200)
    plain = json.loads(json.dumps(handoffs.to_dict()))
    assert plain["boundary"]["recycle_limit"] == 2
    assert (plain["recycled"], plain["ping_pong"], plain["returned"], plain["most_rounds"]) == (3, 2, 1, 4)
    assert plain["return_reasons"] == [{"reason": "too cold", "count": 1}]
    assert plain["findings"][0]["code"] == "recycled-too-often"
    second = plain["handoffs"][1]
    assert {key: second[key] for key in ("round", "after", "returned_for", "reason_agreed", "same_person")} == {
        "round": 2,
        "after": "rejected",
        "returned_for": "too cold",
        "reason_agreed": False,
        "same_person": True,
    }
    noted = one(owner("05 09:00", "ann"), owner("05 11:00", "bob"), attrs.evolve(ROUNDS[1], attributes={"note": "May"}))
    text = to_text(Handoffs(OFFER, (noted,), AS_OF).blocks(), width=120)
    assert "ann → bob" in text
    assert "1 lead went to another person while waiting for an answer." in text
    assert "note" in text
    assert "round" not in text


@pytest.mark.parametrize(("rounds", "words"), [(2, "that time"), (3, "both times"), (4, "each time")])
def test_when_every_further_offer_came_after_a_no(rounds: int, words: str) -> None:
    """That is told of all of them, and not that 2 of two were."""
    events = [
        stage(f"2026-01-{day:02} 10:00", "mql")
        if offers
        else happened(f"2026-01-{day:02} 12:00", "reject", "no budget")
        for day in range(5, 5 + rounds)
        for offers in (True, False)
    ]
    text = " ".join(repr(review(journeys(events), OFFER, as_of=AS_OF)).split())
    assert f"a lead was offered again, {words} after a no (ping-pong); no lead was offered more than" in text


def test_a_journey_made_by_hand_may_know_no_events() -> None:
    """Whoever has stays alone, and by which event each began, hears how offers were answered; of returns nothing."""
    offer, yes, again = (stage(f"2026-01-05 {hour}:00", name) for hour, name in ((10, "mql"), (12, "sal"), (14, "mql")))
    visits = (
        Visit("mql", offer.at, yes.at, event=offer, left_by=yes),
        Visit("sal", yes.at, again.at, event=yes, left_by=again),
        Visit("mql", again.at, event=again),
    )
    answers = (Answer(happened("2026-01-05 12:00", "accept"), OFFER),)
    for known in ((), (yes,), (offer, yes)):
        journey = Journey(
            "L1", Attributes(), known, visits, answers=answers, funnel=FUNNEL, as_of=AS_OF, baseline=Attributes()
        )
        handoffs = review(journey, OFFER, as_of=AS_OF)
        assert [(one.state, one.is_returned, one.round) for one in handoffs] == [
            ("accepted", False, 1),
            ("waiting", False, 2),
        ]
