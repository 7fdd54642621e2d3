"""What would have come out otherwise under another version: leads, clocks and goals."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime
from typing import Any

import attrs
import pytest
from tests.agreement.editions import AS_OF, at, edition, facts

from alignkit.agreement.backtest import backtest
from alignkit.agreement.canonical import digest
from alignkit.agreement.impacts import GoalImpact, Impact, SlaImpact, StageImpact
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.stages import Funnel
from alignkit.history.events import Event
from alignkit.history.facts import Facts

ANY: Any = backtest
OLD = edition("1")


def tried(new: Any, **asked: Any) -> Impact:  # noqa: ANN401 - an agreement; what is asked
    """Try a version on the facts of the editions."""
    return backtest(OLD, new, facts(), as_of=asked.pop("as_of", AS_OF), **asked)


def test_the_same_version_changes_nothing() -> None:
    """In other words too: a rule in another order is the same rule."""
    impact = tried(edition("2"))
    assert impact.is_nothing
    assert impact.stages == ()
    assert impact.sentence == "Under Inbound 2 all would have come out as under Inbound 1."
    assert impact.sla("touch").sentence == "First call: all 2 clocks would have come out the same."


def test_a_lower_threshold_qualifies_more_leads() -> None:
    """B entered with 20 points and would have been right; C never entered, and would have qualified on 10 May."""
    stage = tried(edition("2", least=20)).stage("mql")
    assert (stage.before, stage.after) == (1, 3)
    assert [(one.lead, one.at, one.entered) for one in stage.gained] == [("B", at(5, 3), True), ("C", at(5, 10), False)]
    assert stage.lost == ()
    assert stage.sentence == "MQL: 3 leads would have qualified instead of 1; 2 more would have qualified."


def test_a_higher_threshold_qualifies_fewer() -> None:
    """A entered with 40 points."""
    stage = tried(edition("2", least=60)).stage("mql")
    assert [one.lead for one in stage.lost] == ["A"]
    assert stage.sentence == ("MQL: 0 leads would have qualified instead of 1; 1 of those that did would not have.")


def test_a_lead_that_entered_is_judged_at_its_entry_alone() -> None:
    """What came after the entry cannot have led to it."""
    late = facts() + Facts({}, [Event("B", at(5, 20), "webinar"), Event("B", at(5, 21), "webinar")])
    impact = backtest(OLD, edition("2", least=60), late, as_of=AS_OF)
    assert impact.stage("mql").before == 1


def test_without_a_rule_each_that_entered_qualifies() -> None:
    """Leads that never entered are then not compared."""
    open_ = attrs.evolve(OLD, version="2", rules=[], funnel=_without_rule(OLD.funnel))
    stage = tried(open_).stage("mql")
    assert (stage.before, stage.after) == (1, 2)
    assert [one.lead for one in stage.gained] == ["B"]
    back = backtest(open_, OLD, facts(), as_of=AS_OF).stage("mql")
    assert [one.lead for one in back.lost] == ["B"]


def _without_rule(funnel: Funnel) -> Funnel:
    return attrs.evolve(funnel, path=[attrs.evolve(stage, entry=None) for stage in funnel.path])


def test_clocks_come_out_otherwise() -> None:
    """30 hours are late under 24 and in time under 48."""
    sla = tried(edition("2", hours=48)).sla("touch")
    assert [(clock.lead, clock.started, clock.before, clock.after) for clock in sla.clocks] == [
        ("A", at(4, 3), "breached", "met")
    ]
    assert sla.moves == {("breached", "met"): 1}
    assert sla.sentence == "First call: of 2 clocks, 1 would have come out otherwise: 1 met instead of breached."


def test_an_sla_comes_or_goes() -> None:
    """Its clocks ran under one version alone."""
    bare = edition("2", slas=[], goals=[])
    gone = backtest(OLD, bare, facts(), as_of=AS_OF).sla("touch")
    assert (gone.before, gone.after) == (2, None)
    assert gone.sentence == "First call: is no more; 2 clocks would not have run (1 breached, 1 met)."
    new = backtest(bare, OLD, facts(), as_of=AS_OF).sla("touch")
    assert new.sentence == "First call: is new; 2 clocks would have run (1 breached, 1 met)."


def test_clocks_that_start_elsewhere() -> None:
    """The clock starts at another stage: the old clocks would not have run, and others would have."""
    from alignkit.funnel.patterns import entered

    other = attrs.evolve(OLD.slas[0], starts=entered("sal"))
    impact = tried(edition("2", slas=[other], goals=[]))
    assert impact.sla("touch").moves == {(None, "breached"): 1, ("breached", None): 1, ("met", None): 1}
    assert impact.sla("touch").sentence == (
        "First call: of 2 clocks, 3 would have come out otherwise: 1 would not have run, which was breached, 1 would "
        "not have run, which was met and 1 breached where no clock ran."
    )


def test_goals_come_out_otherwise() -> None:
    """Another target, and clocks that were met."""
    impact = tried(edition("2", hours=48, target=3))
    mqls, touched = impact.goals
    assert (mqls.goal, touched.goal) == ("mqls", "touched")
    assert mqls.is_otherwise
    assert mqls.sentence == "mqls: 2 where 3 was agreed (on track), instead of 2 where 2 was agreed (ahead)."
    assert touched.sentence == (
        "touched: 100 % where 50 % was agreed (ahead), instead of 50 % where 50 % was agreed (on track)."
    )
    assert impact.sentence == (
        "Under Inbound 2 instead of Inbound 1, 1 clock and 2 goals would have come out otherwise."
    )
    same = tried(edition("2")).goal("mqls")
    assert not same.is_otherwise
    assert same.sentence == "mqls: the same, 2 where 2 was agreed (ahead)."


def test_goals_come_and_go() -> None:
    """A version without goals has none to compare."""
    impact = tried(edition("2", goals=[]))
    assert impact.goal("mqls").sentence == "mqls: is no more; it came to 2 where 2 was agreed (ahead)."
    back = backtest(edition("2", goals=[]), OLD, facts(), as_of=AS_OF)
    assert back.goal("mqls").sentence == "mqls: is new; it would have come to 2 where 2 was agreed (ahead)."


def test_a_stage_of_one_version_is_not_compared() -> None:
    """It is told; and its events say nothing to the other version."""
    path = [attrs.evolve(stage, id="hot") if stage.id == "mql" else stage for stage in OLD.funnel.path]
    renamed = edition("2", slas=[], goals=[], rules=[])
    renamed = attrs.evolve(renamed, funnel=Funnel("inbound", path))
    impact = backtest(attrs.evolve(OLD, slas=[], goals=[]), renamed, facts(), as_of=AS_OF)
    assert impact.stages == ()
    assert {finding.path for finding in impact.findings if finding.code == "stage-of-one-version"} == {"mql", "hot"}


def test_E05_what_comes_later_does_not_count() -> None:
    """It is found as `future-event`, and B's clock has not begun."""
    impact = tried(edition("2", hours=48), as_of=at(4, 20))
    assert "future-event" in {finding.code for finding in impact.findings}
    assert impact.sla("touch").before == 1


def test_wrong_facts_are_collected_unless_told() -> None:
    """A stage that no version knows."""
    wrong = Facts({}, [Event("A", at(4, 3), "stage", "nowhere")])
    assert "unknown-stage" in {finding.code for finding in backtest(OLD, OLD, wrong, as_of=AS_OF).findings}
    with pytest.raises(DataError, match="unknown-stage"):
        backtest(OLD, OLD, wrong, as_of=AS_OF, errors="raise")


def test_wrong_questions_are_refused() -> None:
    """No agreement, a naive instant, names that are not there."""
    with pytest.raises(DocumentError, match="wrong-type"):
        ANY(OLD, "2", facts(), as_of=AS_OF)
    with pytest.raises(TimeError):
        backtest(OLD, OLD, facts(), as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    impact = tried(edition("2", least=20))
    for asked, code in ((impact.stage, "unknown-stage"), (impact.sla, "unknown-sla"), (impact.goal, "unknown-goal")):
        with pytest.raises(DocumentError) as caught:
            asked("nothing")
        assert caught.value.code == code
    with pytest.raises(DocumentError, match="wrong-sum"):
        attrs.evolve(impact.stages[0], after=9)
    with pytest.raises(DocumentError, match="neither"):
        GoalImpact("g", None, None)


def test_backtesting_changes_no_digest() -> None:
    """The terms are as they were."""
    new = edition("2", least=20)
    before = digest(OLD), digest(new)
    tried(new)
    assert (digest(OLD), digest(new)) == before


def test_an_impact_shows_itself() -> None:
    """O01, O03, O04: escaped, bounded, and a value."""
    impact = tried(edition("<b>2</b>", least=20, hours=48))
    assert "<b>2" not in impact._repr_html_()
    assert "2 more would have qualified" in repr(impact)
    assert "seen to enter" in repr(impact.stages[0])
    assert "breached" in repr(impact.slas[0])
    assert "mqls" in repr(impact.goals[0])
    for made in (pickle.loads(pickle.dumps(impact)), copy.copy(impact), copy.deepcopy(impact)):
        assert made == impact
    told = impact.to_dict()
    assert (told["kind"], told["leads"]) == ("impact", 4)
    lead, clock = impact.stages[0].gained[0], impact.slas[0].clocks[0]
    many = attrs.evolve(
        impact,
        stages=[StageImpact("mql", "MQL", 0, 100_000, [lead] * 100_000, [])],
        slas=[SlaImpact("touch", "First call", "sales", 100_000, 100_000, [clock] * 100_000)],
    )
    assert len(repr(many).encode()) < 4096
    assert len(many._repr_html_().encode()) < 200_000
