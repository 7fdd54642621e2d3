from __future__ import annotations

import json
from datetime import timedelta

import attrs
import pytest
from tests.handoff.scenes import FUNNEL, OFFER, OFFICE, at, call, happened, journeys, stage

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Boundary
from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.handoff.review import review
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.worktime.due import due
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

OFFERED = stage("2026-01-05 10:00", "mql")
AS_OF = at("2026-01-09 12:00")


def reviewed(*events: Event) -> Handoffs:
    """Review events with one working day for the answer."""
    return review(journeys([OFFERED, *events]), OFFER, as_of=AS_OF, answer_within=work_hours(8), calendar=OFFICE)


def answer(*events: Event) -> Handoff:
    """Review the one offer of a story."""
    (handoff,) = reviewed(*events)
    return handoff


def test_an_acceptance() -> None:
    """An `accept` event moves the lead and answers the offer; who answered is told."""
    handoff = answer(happened("2026-01-05 12:00", "accept", actor="bob"))
    assert (handoff.state, handoff.at, handoff.by, handoff.reason) == ("accepted", at("2026-01-05 12:00"), "bob", None)
    assert (handoff.offered_at, handoff.due, handoff.is_late) == (OFFERED.at, at("2026-01-06 10:00"), False)


@pytest.mark.parametrize("further", ["sal", "sql", "won"])
def test_going_on_accepts(further: str) -> None:
    """A lead that enters the accepted stage, or one past it, was accepted, though nobody said so."""
    assert answer(stage("2026-01-05 12:00", further)).state == "accepted"


def test_a_rejection_has_its_reason() -> None:
    """A `reject` event answers with a reason; without one the reason is None, and counted as such."""
    handoff = answer(happened("2026-01-05 12:00", "reject", "no budget"))
    assert (handoff.state, handoff.reason) == ("rejected", "no budget")
    silent_no = answer(happened("2026-01-05 12:00", "reject"))
    assert (silent_no.state, silent_no.reason) == ("rejected", None)
    assert reviewed(happened("2026-01-05 12:00", "reject", " ")).reasons == ((None, 1),)


@pytest.mark.parametrize("elsewhere", ["lead", "hold", "spam", None])
def test_leaving_in_another_way_withdraws_the_offer(elsewhere: str | None) -> None:
    """Back, out by an exit, or a cleared stage: nobody answered, and nobody has to any more."""
    handoff = answer(stage("2026-01-05 12:00", elsewhere))
    assert (handoff.state, handoff.at, handoff.is_late) == ("withdrawn", at("2026-01-05 12:00"), False)


def test_silence_changes_the_reading_never_the_stage() -> None:
    """From the agreed time on an unanswered offer is silent; the lead waits in its stage all the same."""
    known = journeys([OFFERED])
    due = at("2026-01-06 10:00")
    for as_of, state in [(due, "waiting"), (due + timedelta(microseconds=1), "silent")]:
        (handoff,) = review(known, OFFER, as_of=as_of, answer_within=work_hours(8), calendar=OFFICE)
        assert (handoff.state, handoff.at, handoff.is_late) == (state, None, state == "silent")
    current = known.of("L1").current
    assert current is not None
    assert current.stage == "mql"
    assert review(known, OFFER, as_of=AS_OF)[0].state == "waiting"


def test_a_late_answer_is_an_answer() -> None:
    """An acceptance after the agreed time is late, and accepted; by the wall clock the time runs at night."""
    late = happened("2026-01-06 10:01", "accept")
    handoffs = reviewed(late)
    assert (handoffs[0].state, handoffs[0].is_late, handoffs.late) == ("accepted", True, 1)
    in_time = answer(happened("2026-01-06 10:00", "accept"))
    assert (in_time.at, in_time.is_late) == (in_time.due, False)
    for calendar in (None, OFFICE):  # which counts for nothing by the wall clock
        (handoff,) = review(journeys([OFFERED, late]), OFFER, as_of=AS_OF, answer_within=hours(8), calendar=calendar)
        assert handoff.due == at("2026-01-05 18:00")


def test_a_lead_that_comes_back_is_offered_again() -> None:
    """Each offer has its own answer; a rejection after the acceptance belongs to no open offer."""
    handoffs = reviewed(
        happened("2026-01-05 12:00", "reject", "no budget"),
        stage("2026-01-06 09:00", "mql"),
        happened("2026-01-06 10:00", "accept"),
        happened("2026-01-06 11:00", "reject", "wrong region"),
        stage("2026-01-07 09:00", "mql"),
    )
    assert [handoff.state for handoff in handoffs] == ["rejected", "accepted", "silent"]
    assert handoffs.reasons == (("no budget", 1),)
    assert handoffs.answered == 2
    assert handoffs.of("L1") == tuple(handoffs)
    assert handoffs[1:] == tuple(handoffs)[1:]


def test_an_inferred_offer_is_none() -> None:
    """A lead that skips the offered stage was handed to nobody."""
    skipped = journeys([stage("2026-01-05 10:00", "lead"), stage("2026-01-05 11:00", "sql")])
    assert len(review(skipped, OFFER, as_of=AS_OF)) == 0


def test_an_earlier_as_of_knows_less() -> None:
    """What was answered later had not been answered then; an offer to come is not there."""
    known = journeys([OFFERED, happened("2026-01-05 12:00", "accept")])
    assert review(known, OFFER, as_of=at("2026-01-05 11:59"))[0].state == "waiting"
    assert review(known[0], OFFER, as_of=at("2026-01-05 12:00"))[0].state == "accepted"
    assert not review(known, OFFER, as_of=at("2026-01-05 09:59"))
    assert len(review(known, OFFER, as_of=OFFERED.at)) == 1


def test_answers_in_a_funnel_that_moves_nobody_by_them() -> None:
    """Where the funnel has no boundary, an answer within the visit counts, and the stage is left to the source."""
    plain = attrs.evolve(FUNNEL, boundaries=[])
    story = [
        happened("2026-01-05 09:00", "accept"),
        OFFERED,
        happened("2026-01-05 11:00", "reject", "no budget"),
        stage("2026-01-06 12:00", "lead"),
    ]
    known = replay(plain, Facts(events=story), as_of=AS_OF)
    (handoff,) = review(known, OFFER, as_of=AS_OF)
    assert (handoff.state, handoff.at, handoff.reason) == ("rejected", at("2026-01-05 11:00"), "no budget")


def test_an_answer_at_another_boundary_is_none_at_this() -> None:
    """A second acceptance into the offered stage answers the handoff before this one."""
    before = attrs.evolve(FUNNEL, boundaries=[Boundary("lead", "mql", "spam")])
    story = [OFFERED, happened("2026-01-05 11:00", "accept", "mql")]
    known = replay(before, Facts(events=story), as_of=AS_OF)
    assert review(known, OFFER, as_of=AS_OF)[0].state == "waiting"


def test_the_owner_is_who_had_the_lead_when_it_was_offered() -> None:
    """The lead's owner then; the team of the accepted stage where nobody owned it."""
    assert answer().owner == "sales"
    story = [happened("2026-01-05 09:00", "owner", "ann"), happened("2026-01-07 09:00", "owner", "bob")]
    assert answer(*story).owner == "ann"


def test_ill_formed_questions() -> None:
    """A misspelt stage, work time without a calendar, a naive instant, journeys that know less."""
    known = journeys([OFFERED, call("2026-01-05 11:00")], as_of=AS_OF)
    with pytest.raises(DocumentError, match="did you mean 'sal'"):
        review(known, Boundary("mql", "sall", "lead"), as_of=AS_OF)
    with pytest.raises(DocumentError, match=r"answer_within: no-calendar: .* needs a calendar"):
        review(known, OFFER, as_of=AS_OF, answer_within=work_hours(8))
    with pytest.raises(DocumentError, match="longer than nothing"):
        review(known, OFFER, as_of=AS_OF, answer_within=hours(0))
    with pytest.raises(DocumentError, match="takes a Boundary"):
        review(known, "mql", as_of=AS_OF)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(TimeError, match="naive"):
        review(known, OFFER, as_of=AS_OF.replace(tzinfo=None))
    with pytest.raises(DataError, match="as-of-after-journeys"):
        review(known, OFFER, as_of=AS_OF + timedelta(seconds=1))


@pytest.mark.parametrize("ends", [("mql", "hold", "lead"), ("hold", "sal", "lead"), ("sal", "mql", "lead")])
def test_a_boundary_that_the_funnel_cannot_have(ends: tuple[str, str, str]) -> None:
    """Nobody is accepted into an exit, out of one, or back."""
    known = journeys([OFFERED, stage("2026-01-05 11:00", "sal"), stage("2026-01-05 12:00", "hold")])
    with pytest.raises(DocumentError) as refused:
        review(known, Boundary(*ends), as_of=AS_OF)
    assert refused.value.code == "wrong-direction"


def test_handoffs_show_themselves() -> None:
    """Counts, reasons and the list, as text, HTML and plain data."""
    story = [
        stage("2026-01-05 10:00", "mql", lead="yes"),
        happened("2026-01-08 10:00", "accept", lead="yes"),
        stage("2026-01-05 10:00", "mql", lead="no"),
        happened("2026-01-05 11:00", "reject", "no <budget>", lead="no"),
        stage("2026-01-05 10:00", "mql", lead="dunno"),
        happened("2026-01-05 11:00", "reject", lead="dunno"),
    ]
    handoffs = reviewed(*story)
    text = repr(handoffs)
    assert "1 accepted, 2 rejected, 1 silent; 3 answered, 1 of them late" in text
    assert "(no reason given)" in text
    assert "no &lt;budget&gt;" in handoffs._repr_html_()
    plain = json.loads(json.dumps(handoffs.to_dict()))
    assert plain["reasons"] == [{"reason": None, "count": 1}, {"reason": "no <budget>", "count": 1}]
    assert plain["counts"]["silent"] == 1
    assert "Handoffs: none; 0 answered" in repr(review(journeys([]), OFFER, as_of=AS_OF))


def test_an_answer_in_working_days() -> None:
    """By the close of the next working day; that needs a calendar, too."""
    known = journeys([OFFERED])
    (handoff,) = review(known, OFFER, as_of=AS_OF, answer_within=work_days(1), calendar=OFFICE)
    assert handoff.due == due(OFFICE, OFFERED.at, work_days(1))
    with pytest.raises(DocumentError) as refused:
        review(known, OFFER, as_of=AS_OF, answer_within=work_days(1))
    assert refused.value.code == "no-calendar"
