"""Facts are judged by the version of their time, and restated by another beside it."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from tests.agreement.editions import AS_OF, at, edition, facts

from alignkit.agreement.canonical import digest
from alignkit.agreement.judge_by_versions import assess_versions
from alignkit.agreement.judgements import VersionedAnswer
from alignkit.agreement.versions import Versions
from alignkit.display.text import to_text
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.stages import Funnel
from alignkit.history.events import Event
from alignkit.history.facts import Facts

ANY: Any = assess_versions
OLD = edition("1", least=40, hours=48, effective=date(2026, 1, 1), target=1)
NEW = edition("2", least=40, hours=1, effective=date(2026, 5, 1), target=2)
VERSIONS = Versions([OLD, NEW])


def answer(versions: Versions = VERSIONS, **asked: Any) -> VersionedAnswer:  # noqa: ANN401 - what is asked
    """Judge the facts of the editions."""
    return assess_versions(versions, facts(), as_of=asked.pop("as_of", AS_OF), **asked)


def test_an_entry_is_judged_by_its_instant() -> None:
    """A entered in April, B in May under a rule that it did not meet."""
    looser = Versions([OLD, edition("2", least=20, effective=date(2026, 5, 1))])
    found = [(one.version, one.evidence.lead, one.evidence.verdict.name) for one in answer(looser).by_time.entries]
    assert found == [("1", "A", "YES"), ("2", "B", "YES")]
    assert answer(looser).by_time.entry_counts == {("mql", "entered by the rule"): 2}
    assert answer().by_time.entry_counts == {("mql", "against the rule"): 1, ("mql", "entered by the rule"): 1}


def test_a_clock_is_judged_by_its_start() -> None:
    """30 hours were in time in April; 2 are too late in May. Each version alone says something else of one of them."""
    found = answer(restated="1")
    assert [(one.version, one.reading.lead, one.reading.state) for one in found.by_time.clocks] == [
        ("1", "A", "met"),
        ("2", "B", "breached"),
    ]
    assert found.by_time.clock_counts == {("touch", "breached"): 1, ("touch", "met"): 1}
    assert found.restated is not None
    assert found.restated.clock_counts == {("touch", "met"): 2}
    other = answer(restated="2").restated
    assert other is not None
    assert other.clock_counts == {("touch", "breached"): 2}


def test_a_goal_is_judged_by_the_start_of_its_period() -> None:
    """The second quarter began under the first version: its target holds to the end of June."""
    first = answer().by_time.goals[0]
    assert (first.version, str(first.reading.goal.target)) == ("1", "1")
    later = answer(as_of=at(7)).by_time.goals[0]
    assert (later.version, str(later.reading.goal.target)) == ("2", "2")
    restated = answer(restated="2").restated
    assert restated is not None
    assert restated.goals[0].reading.goal.target == 2


def test_a_period_that_began_before_any_version_has_no_goals() -> None:
    """Nothing was agreed when it began."""
    found = answer(Versions([attrs.evolve(OLD, effective=date(2026, 4, 2))]))
    assert found.by_time.goals == ()
    assert "no-version" in {finding.code for finding in found.findings}


def test_a_version_without_goals_has_none() -> None:
    """Entries and clocks are judged all the same."""
    found = answer(Versions([attrs.evolve(OLD, goals=[])]), restated="1")
    assert found.by_time.goals == ()
    assert len(found.by_time.entries) == 2


def test_what_came_before_the_first_version_is_judged_by_nobody() -> None:
    """It is counted."""
    found = answer(Versions([NEW]))
    assert [one.evidence.lead for one in found.by_time.entries] == ["B"]
    note = next(finding for finding in found.findings if finding.code == "before-agreement")
    assert note.message == ("1 entries and 1 clocks came before 2026-05-01, when version 2 begins: nobody judges them")


def test_entries_and_clocks_are_told_once_each() -> None:
    """The parts of the versions make a whole: every entry of the time since the first is there."""
    whole = answer(Versions([edition("1", least=40, hours=48)]))
    parts = answer(Versions([edition("1", least=40, hours=48), edition("2", effective=date(2026, 4, 20))]))
    told = [(one.evidence.lead, one.evidence.at) for one in parts.by_time.entries]
    assert told == [(one.evidence.lead, one.evidence.at) for one in whole.by_time.entries]


def test_each_version_reads_events_in_its_own_words() -> None:
    """A stage that was renamed is unknown to the old version, and no fault."""
    path = [attrs.evolve(stage, id="qualified") if stage.id == "mql" else stage for stage in OLD.funnel.path]
    plain = attrs.evolve(OLD, slas=[], goals=[], rules=[])
    renamed = attrs.evolve(plain, version="2", effective=date(2026, 5, 1), funnel=Funnel("inbound", path))
    events = [Event("A", at(4, 3), "stage", "mql"), Event("B", at(5, 3), "stage", "qualified")]
    found = assess_versions(Versions([plain, renamed]), Facts({}, events), as_of=AS_OF)
    assert [(one.version, one.evidence.stage) for one in found.by_time.entries] == [("1", "mql"), ("2", "qualified")]
    with pytest.raises(DataError, match="unknown-stage"):
        assess_versions(Versions([plain, renamed]), Facts({}, [Event("A", at(4, 3), "stage", "sql")]), as_of=AS_OF)


def test_E05_an_event_after_as_of_does_not_count() -> None:
    """It is found as `future-event`."""
    found = answer(as_of=at(4, 15))
    assert [one.evidence.lead for one in found.by_time.entries] == ["A"]
    assert "future-event" in {finding.code for finding in found.findings}


def test_wrong_facts_are_collected_or_raised() -> None:
    """As `errors` says."""
    wrong = Facts({}, [Event("A", at(4, 3), "stage", "sql")])
    assert "unknown-stage" in {
        finding.code for finding in assess_versions(VERSIONS, wrong, as_of=AS_OF, errors="collect").findings
    }


def test_wrong_questions_are_refused() -> None:
    """A naive instant, no versions, a version that is not there."""
    with pytest.raises(TimeError):
        assess_versions(VERSIONS, facts(), as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(DocumentError, match="wrong-type"):
        ANY([OLD], facts(), as_of=AS_OF)
    with pytest.raises(DocumentError, match="unknown-version"):
        answer(restated="3")


def test_both_stand_side_by_side() -> None:
    """O01, O03, O04: one answer, shown beside each other, bounded, and a value."""
    found = answer(restated="1")
    assert "by the version of their time" in repr(found)
    assert "restated by 1" in repr(found)
    assert "First call: met" in repr(found)
    assert len(repr(found).encode()) < 4096
    assert len(found._repr_html_().encode()) < 200_000
    for made in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert made == found
    told = found.to_dict()
    assert told["kind"] == "versioned-answer"
    assert answer().to_dict()["restated"] is None


def test_hundreds_of_doubts_of_one_kind_bury_no_other() -> None:
    """Three of a kind are told and the rest counted."""
    many = Facts(events=[Event(f"X{n}", at(12, 1), "stage", "mql", id=f"x{n}") for n in range(200)])
    found = assess_versions(VERSIONS, facts() + many, as_of=AS_OF, errors="collect")
    assert sum(finding.code == "future-event" for finding in found.findings) == 200
    doubts = to_text(found.blocks(), width=200).partition("What is doubtful")[2].strip().splitlines()
    assert [line[:2] for line in doubts[-5:]] == ["• "] * 5
    assert doubts[-2] == "• and 197 more of the kind future-event"
    assert doubts[-1] == "• before 2026-01-01, when version 1 begins, nothing was agreed"


def test_judging_changes_no_digest() -> None:
    """The terms are as they were."""
    before = [digest(version) for version in VERSIONS]
    answer(restated="1")
    assert [digest(version) for version in VERSIONS] == before


def test_a_month_may_follow_a_quarter() -> None:
    """The newest version whose own period began in its time has the goals."""
    monthly = attrs.evolve(NEW, period="month")
    assert answer(Versions([OLD, monthly])).by_time.goals[0].version == "2"
    later = Versions([OLD, attrs.evolve(monthly, effective=date(2026, 5, 2))])
    assert answer(later, as_of=at(5, 20)).by_time.goals[0].version == "1"
