"""Replay: what moves a lead, what is inferred, and what is flagged."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from tests.funnel.build import END, EXITS, HANDED, INBOUND, PATH, act, codes, day, entry, followed, path_of, walked

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Boundary, Funnel
from alignkit.history.events import Event
from alignkit.history.facts import Facts


def test_S09_unknown_stage_raises_with_everything() -> None:
    """An unknown stage raises, with lead id, nearest stage and the known ones; two leads, two findings."""
    with pytest.raises(DataError) as caught:
        followed(entry("SLQ", 1), entry("sqql", 1, "L2"), entry("sqql", 2, "L2"), errors="raise")
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [
        ("unknown-stage", "L1"),
        ("unknown-stage", "L2"),
    ]
    assert "did you mean 'sql'? Known: 'lead', 'mql'" in str(caught.value.issues[0])


def test_S09_unknown_stage_collected() -> None:
    """Collected, the event is not followed; the lead's other events and the other leads are."""
    journeys = followed(entry("lead", 1), entry("zzz", 2), entry("mql", 3), entry("won", 1, "L2"))
    assert path_of(journeys.of("L1")) == ["lead", "mql"]
    assert journeys.of("L2").furthest == "won"
    assert [finding.code for finding in journeys.findings] == ["unknown-stage"]
    assert "known: 'lead'" in journeys.findings[0].message


def test_S10_a_skip_infers_the_stages_between() -> None:
    """The stages passed are inferred at the instant that implies them; the counts fall along the path."""
    journeys = followed(entry("mql", 1), entry("won", 4))
    journey = journeys.of("L1")
    assert path_of(journey) == ["(lead)", "mql", "(sal)", "(sql)", "won"]
    inferred = [visit for visit in journey.visits if visit.inferred]
    assert [(visit.entered_at, visit.left_at) for visit in inferred] == [
        (day(1), day(1)),
        (day(4), day(4)),
        (day(4), day(4)),
    ]
    assert all(visit.event is None and visit.cause is not None for visit in inferred)
    assert [count.entered for count in journeys.counts] == [1, 1, 1, 1, 1, 0, 0, 0]
    assert codes(journey) == []


def test_S11_backward_move_is_followed_and_flagged() -> None:
    """Back from SQL to MQL with no recycle: flagged, with no negative time; skips later infer again."""
    journey = walked(entry("sql", 1), entry("mql", 3), entry("sql", 5))
    assert path_of(journey) == ["(lead)", "(mql)", "(sal)", "sql", "mql", "(sal)", "sql"]
    assert codes(journey) == ["backward-move"]
    assert journey.violations[0].level == "warning"
    assert "from 'sql' to 'mql'" in journey.violations[0].message
    assert [visit.flagged for visit in journey.visits].count("backward-move") == 1
    assert min(visit.time_in_stage(END).total_seconds() for visit in journey.visits) == 0


def test_a_declared_recycle_is_not_flagged() -> None:
    """The position is then the stage that the lead came back to; a later skip infers again."""
    journey = walked(entry("sal", 1), entry("lead", 2), entry("sal", 3))
    assert path_of(journey) == ["(lead)", "(mql)", "sal", "lead", "(mql)", "sal"]
    assert codes(journey) == []


def test_E01_doubled_events_count_once() -> None:
    """One id, or equal without ids: counted once, and told."""
    journeys = followed(entry("mql", 1), entry("mql", 1), entry("sal", 2, id="e1"), entry("sal", 2, id="e1"))
    assert path_of(journeys.of("L1")) == ["(lead)", "mql", "sal"]
    assert [(found.code, found.level) for found in journeys.findings] == [("doubled-event", "note")]
    assert "2 doubled" in journeys.findings[0].message


def test_E02_conflicting_event_raises_in_strict_mode() -> None:
    """One id with unlike content and no later record: a finding; strict mode raises."""
    events = (entry("mql", 1, id="e1"), entry("sal", 1, id="e1"))
    assert "conflicting-event" in [finding.code for finding in followed(*events, errors="raise").findings]
    with pytest.raises(DataError, match="conflicting-event"):
        followed(*events, errors="strict")


def test_E03_any_order_of_arrival() -> None:
    """Every permutation gives the same answer."""
    events = [entry("lead", 1), entry("sql", 1), entry("lost", 2), act("accept", 1), entry("mql", 3)]
    answers = {replay(HANDED, Facts(events=order), as_of=END, errors="collect") for order in permutations(events)}
    assert len(answers) == 1


def test_E04_a_tie_is_read_in_stage_order() -> None:
    """Two changes at one instant: stage order, whichever came first; a source's sequence outranks it."""
    for order in permutations([entry("sal", 1, id="a"), entry("mql", 1, id="b"), entry("lost", 1, id="0")]):
        assert path_of(walked(*order)) == ["(lead)", "mql", "sal", "lost"]
    assert path_of(walked(entry("sal", 1, seq=1), entry("mql", 1, seq=2))) == ["(lead)", "(mql)", "sal", "mql"]


def test_E04_a_tie_across_zones() -> None:
    """One instant told in two zones is a tie, also in the hour that clocks show twice."""
    paris = ZoneInfo("Europe/Paris")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=1)
    late = datetime(2026, 12, 1, tzinfo=UTC)
    events = [
        Event("L1", first, "stage", "mql", id="z"),
        Event("L1", first.astimezone(UTC), "stage", "sal", id="a"),
        Event("L1", second, "stage", "lead", id="0"),
    ]
    journey = replay(INBOUND, Facts(events=events), as_of=late).of("L1")
    assert path_of(journey) == ["(lead)", "mql", "sal", "lead"]
    assert journey.visits[2].time_in_stage(late).total_seconds() == 3600


def test_E04_a_tie_in_an_hour_shown_twice() -> None:
    """Python says that two zones' datetimes are never equal in such an hour; they are one instant all the same."""
    told = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert told != told.astimezone(UTC)
    events = [Event("L1", told, "stage", "mql", id="z"), Event("L1", told.astimezone(UTC), "stage", "sal", id="a")]
    journey = replay(INBOUND, Facts(events=events), as_of=datetime(2026, 12, 1, tzinfo=UTC)).of("L1")
    assert path_of(journey) == ["(lead)", "mql", "sal"]


def test_E04_offer_and_answer_on_one_date() -> None:
    """With dates alone, an entry and its acceptance or rejection tie: the answer follows the offer."""
    assert path_of(walked(act("accept", 1), entry("mql", 1), funnel=HANDED)) == ["(lead)", "mql", "sal"]
    assert path_of(walked(act("reject", 1, "no budget"), entry("mql", 1), funnel=HANDED)) == ["(lead)", "mql", "lead"]


def test_E04_a_clear_comes_first_in_a_tie() -> None:
    """A CRM clears a stage to set a lower one at the same instant."""
    journey = walked(entry("sal", 1), entry(None, 2), entry("lead", 2))
    assert path_of(journey) == ["(lead)", "(mql)", "sal", "lead"]
    assert journey.current is not None


def test_E05_future_events_do_not_count() -> None:
    """What lies after `as_of` is left out and told; what lies at it counts."""
    journeys = followed(entry("mql", 1), entry("sal", 5), entry("sql", 5.1), as_of=day(5))
    assert path_of(journeys.of("L1")) == ["(lead)", "mql", "sal"]
    assert [finding.code for finding in journeys.findings] == ["future-event"]


def test_E06_no_events_at_all() -> None:
    """Nothing: well-formed and empty, every stage counted as 0; a lead without events has an empty journey."""
    empty = followed()
    assert len(empty) == 0
    assert [count.entered for count in empty.counts] == [0] * 8
    assert "0 leads" in repr(empty)
    alone = followed(leads={"L1": {"country": "NL"}}).of("L1")
    assert (alone.visits, alone.current, alone.furthest) == ((), None, None)
    assert "In no stage" in repr(alone)


def test_unknown_lead_raises_in_strict_mode() -> None:
    """Events of a lead that nobody listed: told, and refused in strict mode."""
    events = [entry("mql", 1), entry("mql", 1, "L2")]
    assert followed(*events, leads={"L1": {}}, errors="raise").findings[0].code == "unknown-lead"
    with pytest.raises(DataError, match="unknown-lead"):
        followed(*events, leads={"L1": {}}, errors="strict")


def test_an_exit_infers_nothing_and_keeps_the_position() -> None:
    """Lost from MQL: no stage between is inferred; reopened at SQL, only what lies past MQL is."""
    journey = walked(entry("mql", 1), entry("lost", 2), entry("sql", 3))
    assert path_of(journey) == ["(lead)", "mql", "lost", "(sal)", "sql"]
    assert codes(journey) == ["reopened"]
    assert path_of(walked(entry("lost", 1))) == ["lost"]
    assert walked(entry("lost", 1)).furthest is None


def test_a_reopening_behind_the_position_infers_nothing() -> None:
    """From lost back to a stage passed before: a declared recycle is not flagged, another is."""
    declared = walked(entry("sql", 1), entry("lost", 2), entry("mql", 3))
    assert path_of(declared)[-2:] == ["lost", "mql"]
    assert codes(declared) == []
    assert codes(walked(entry("sql", 1), entry("lost", 2), entry("sal", 3))) == ["reopened"]


def test_from_one_exit_to_another() -> None:
    """Followed, and flagged."""
    journey = walked(entry("mql", 1), entry("lost", 2), entry("disqualified", 3))
    assert path_of(journey)[-2:] == ["lost", "disqualified"]
    assert codes(journey) == ["exit-changed"]


def test_equal_neighbours_are_one_visit() -> None:
    """An event that names the stage in which the lead stands changes nothing."""
    journey = walked(entry("mql", 1), entry("mql", 2), entry("mql", 3))
    assert [visit.entered_at for visit in journey.visits] == [day(1), day(1)]


def test_a_cleared_stage_means_none() -> None:
    """The visit ends, no stage holds; a later entry is judged against the position kept."""
    journey = walked(entry("sal", 1), entry(None, 2), entry("sal", 4), entry(None, 5), entry("mql", 6))
    assert path_of(journey) == ["(lead)", "(mql)", "sal", "sal", "mql"]
    assert journey.visits[2].left_at == day(2)
    assert journey.visit_at(day(2)) is None
    assert journey.visit_at(day(3)) is None
    assert codes(journey) == ["backward-move"]
    assert walked(entry("sal", 1), entry(None, 2)).current is None
    assert codes(walked(entry("sal", 1), entry(None, 2), entry("lead", 3))) == []


def test_a_clear_before_any_entry_changes_nothing() -> None:
    """There is no visit to end."""
    assert path_of(walked(entry(None, 1), entry("lead", 2))) == ["lead"]


def test_deals_count_for_their_lead() -> None:
    """A deal's stages move the lead; a move that another deal makes backward is a note, not a violation of the path."""
    journey = walked(
        act("link", 0, "D1"), act("link", 0, "D2"), entry("sql", 1, "D1"), entry("won", 2, "D1"), entry("sql", 3, "D2")
    )
    assert path_of(journey)[-3:] == ["sql", "won", "sql"]
    assert [(found.code, found.level) for found in journey.violations] == [("other-deal", "note")]
    assert "'D2'" in journey.violations[0].message
    own = walked(act("link", 0, "D1"), entry("won", 2, "D1"), entry("sql", 3, "D1"))
    assert codes(own) == ["backward-move"]


def test_an_acceptance_moves_the_lead() -> None:
    """From the offered stage to the accepted one."""
    journey = walked(entry("mql", 1), act("accept", 2), funnel=HANDED)
    assert path_of(journey) == ["(lead)", "mql", "sal"]
    assert journey.visits[-1].event is journey.events[1]
    assert journey.answers[0].boundary == HANDED.boundaries[0]


def test_an_acceptance_without_an_offer_is_an_entry() -> None:
    """With one boundary there is no doubt where it leads; what was passed is inferred."""
    assert path_of(walked(act("accept", 2), funnel=HANDED)) == ["(lead)", "(mql)", "sal"]
    reopened = walked(entry("lost", 1), act("accept", 2), funnel=HANDED)
    assert path_of(reopened) == ["lost", "(lead)", "(mql)", "sal"]
    assert codes(reopened) == ["reopened"]


@pytest.mark.parametrize("stage", ["sal", "sql", "won"])
def test_an_acceptance_never_leads_back(stage: str) -> None:
    """Recorded late, when the lead stands at the accepted stage or past it, it is an answer and no move."""
    journey = walked(entry(stage, 1), act("accept", 2), funnel=HANDED)
    assert path_of(journey)[-1] == stage
    assert codes(journey) == []
    assert len(journey.answers) == 1


def test_a_rejection_moves_the_lead_back_unflagged() -> None:
    """From the offered or the accepted stage; the boundary declares that move."""
    for stage in ("mql", "sal"):
        journey = walked(entry(stage, 1), act("reject", 2, "no budget"), entry("mql", 3), funnel=HANDED)
        assert path_of(journey)[-2:] == ["lead", "mql"]
        assert codes(journey) == []
        assert all(not visit.flagged for visit in journey.visits)


def test_a_rejection_wants_an_agreed_reason() -> None:
    """None, a blank one, and one that is not on the list are flagged; the lead moves all the same."""
    for reason, code in ((None, "no-reason"), (" ", "no-reason"), ("no bugdet", "unknown-reason")):
        journey = walked(entry("mql", 1), act("reject", 2, reason), funnel=HANDED)
        assert codes(journey) == [code]
        assert path_of(journey)[-1] == "lead"
    near = walked(entry("mql", 1), act("reject", 2, "no bugdet"), funnel=HANDED).violations[0]
    assert "did you mean 'no budget'?" in near.message
    free = Funnel("free", PATH, EXITS, boundaries=[Boundary("mql", "sal", "lead")])
    assert codes(walked(entry("mql", 1), act("reject", 2, "whatever"), funnel=free)) == []


def test_a_rejection_to_an_exit() -> None:
    """The rejected stage may be an exit; a stage event that says the same changes nothing."""
    funnel = Funnel("hard", PATH, EXITS, boundaries=[Boundary("mql", "sal", "disqualified")])
    journey = walked(entry("mql", 1), act("reject", 2, "spam"), entry("disqualified", 2), funnel=funnel)
    assert path_of(journey) == ["(lead)", "mql", "disqualified"]


def test_a_rejection_that_the_crm_moved_already() -> None:
    """In the rejected stage, the event is an answer and no move."""
    journey = walked(entry("mql", 1), entry("lead", 2), act("reject", 3, "no budget"), funnel=HANDED)
    assert path_of(journey) == ["(lead)", "mql", "lead"]
    assert journey.answers[0].boundary == HANDED.boundaries[0]


def test_an_unclear_handoff_is_flagged() -> None:
    """A rejection out of the boundary's stages, and an acceptance that could mean two boundaries, move nothing."""
    journey = walked(entry("sql", 1), act("reject", 2, "no budget"), funnel=HANDED)
    assert path_of(journey)[-1] == "sql"
    assert codes(journey) == ["unclear-handoff"]
    assert "was rejected in 'sql'" in journey.violations[0].message
    two = Funnel("two", PATH, EXITS, boundaries=[Boundary("mql", "sal", "lead"), Boundary("sql", "won", "lost")])
    unclear = walked(entry("lead", 1), act("accept", 2), funnel=two)
    assert (path_of(unclear), codes(unclear)) == (["lead"], ["unclear-handoff"])
    assert "in no stage" in walked(act("accept", 2), funnel=two).violations[0].message


def test_an_acceptance_that_names_its_stage() -> None:
    """The value names the accepted or the offered stage, and settles which boundary is meant."""
    two = Funnel("two", PATH, EXITS, boundaries=[Boundary("mql", "sal", "lead"), Boundary("sql", "won", "lost")])
    for value in ("sql", "won"):
        assert path_of(walked(entry("lead", 1), act("accept", 2, value), funnel=two))[-1] == "won"
    assert path_of(walked(entry("sql", 1), act("accept", 2), funnel=two))[-1] == "won"
    assert path_of(walked(entry("mql", 1), act("accept", 2), funnel=two))[-1] == "sal"


def test_an_answer_recorded_twice_is_clear() -> None:
    """In the accepted stage of the first boundary, a second yes is one to that boundary, and moves nothing."""
    two = Funnel("two", PATH, EXITS, boundaries=[Boundary("mql", "sal", "lead"), Boundary("sql", "won", "lost")])
    journey = walked(entry("mql", 1), act("accept", 2), act("accept", 3), funnel=two)
    assert (path_of(journey), codes(journey)) == (["(lead)", "mql", "sal"], [])
    assert [answer.boundary for answer in journey.answers] == [two.boundaries[0]] * 2


def test_E04_two_boundaries_on_one_date() -> None:
    """A yes that names no stage follows the first accepted stage; a no follows every stage that could be offered."""
    two = Funnel("two", PATH, EXITS, boundaries=[Boundary("sql", "won", "lost"), Boundary("mql", "sal", "lead")])
    yes = walked(act("accept", 1), entry("sql", 1), entry("mql", 1), funnel=two)
    assert path_of(yes) == ["(lead)", "mql", "sal", "sql"]
    no = walked(act("reject", 1, "x"), entry("sql", 1), funnel=two)
    assert path_of(no)[-2:] == ["sql", "lost"]


def test_where_one_boundary_follows_another() -> None:
    """A stage accepted at one and offered at the next: the latest handoff is answered."""
    chain = Funnel("chain", PATH, EXITS, boundaries=[Boundary("mql", "sal", "lead"), Boundary("sal", "sql", "mql")])
    assert path_of(walked(entry("sal", 1), act("accept", 2), funnel=chain))[-1] == "sql"
    assert path_of(walked(entry("sal", 1), act("reject", 2, "x"), funnel=chain))[-1] == "mql"


def test_without_boundaries_answers_move_nothing() -> None:
    """A funnel that declares no handoff keeps the answers as events, and flags nothing."""
    journey = walked(entry("mql", 1), act("accept", 2), act("reject", 3, "x"))
    assert path_of(journey) == ["(lead)", "mql"]
    assert codes(journey) == []
    assert len(journey.answers) == 2


def test_trap_18_no_time_is_invented() -> None:
    """An inferred entry is marked, and stands at the instant of the event that implies it, not a minute before."""
    inferred = walked(entry("sal", 3)).visits[0]
    assert (inferred.inferred, inferred.entered_at, inferred.left_at) == (True, day(3), day(3))


def test_trap_24_moves_within_a_day() -> None:
    """All moves of one day stay; the owner of the past is the owner then."""
    journey = walked(
        act("owner", 0, "ann"), entry("lead", 1), entry("mql", 1.1), entry("sal", 1.2), act("owner", 2, "bob")
    )
    assert path_of(journey) == ["lead", "mql", "sal"]
    assert journey.owner_at(day(1.1)) == "ann"
    assert journey.owner_at(END) == "bob"


@pytest.mark.parametrize("errors", ["ignore", None, True])
def test_an_unknown_option(errors: object) -> None:
    """How findings are treated is one of three words."""
    with pytest.raises(DocumentError, match="unknown-option"):
        replay(INBOUND, Facts(), as_of=END, errors=errors)  # type: ignore[arg-type]  # wrong on purpose


def test_T01_a_naive_as_of() -> None:
    """Refused before any work."""
    with pytest.raises(TimeError, match="naive"):
        replay(INBOUND, Facts(), as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - wrong on purpose


def test_arguments_of_another_kind() -> None:
    """Facts come as Facts."""
    with pytest.raises(DocumentError, match="wrong-type"):
        replay(INBOUND, [entry("mql", 1)], as_of=END)  # type: ignore[arg-type]  # wrong on purpose


def test_what_to_do_with_wrong_facts_is_one_of_three_words() -> None:
    """And nothing that only compares like one of them."""
    np = pytest.importorskip("numpy")
    for wrong in ("ignore", None, ["raise"], np.array(["raise", "strict"]), np.str_("raise")):
        with pytest.raises(DocumentError, match="errors is one of") as caught:
            replay(INBOUND, Facts(), as_of=END, errors=wrong)  # type: ignore[arg-type]  # what is refused
        assert caught.value.code == "unknown-option"
