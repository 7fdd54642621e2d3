"""A quarter that is over, judged and tried after its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.agreement.editions import AS_OF, at, edition, facts

from alignkit.agreement.backtest import backtest
from alignkit.agreement.judge_by_versions import assess_versions
from alignkit.agreement.judgements import VersionedAnswer
from alignkit.agreement.versions import Versions
from alignkit.display.text import to_text
from alignkit.errors import DocumentError, TimeError
from alignkit.periods import Period, quarter

OLD = edition("1", hours=48, effective=date(2026, 1, 1), target=1)
NEW = edition("2", hours=1, effective=date(2026, 5, 1), target=2)
VERSIONS = Versions([OLD, NEW])
AUTUMN = at(9)
SECOND = quarter(2026, 2, zone="UTC")


def answer(versions: Versions = VERSIONS, **asked: Any) -> VersionedAnswer:  # noqa: ANN401 - what is asked
    """Judge the facts of the editions in autumn."""
    return assess_versions(versions, facts(), as_of=asked.pop("as_of", AUTUMN), **asked)


def test_a_quarter_that_is_over_keeps_the_goals_with_which_it_began() -> None:
    """In September the third quarter is asked about, under the new version, unless another one is named."""
    assert [goal.version for goal in answer().by_time.goals] == ["2", "2"]
    found = answer(period=SECOND, restated="2")
    assert [(goal.version, goal.reading.status) for goal in found.by_time.goals] == [("1", "met"), ("1", "met")]
    assert found.restated is not None
    assert found.restated.goals[0].reading.goal.target == 2
    assert found.period == SECOND
    assert "Each entry, clock and goal of 2026 Q2 is judged by the version of its time" in to_text(
        found.blocks(), width=200
    )
    assert found.to_dict()["period"] == "2026 Q2"


def test_a_period_is_given_as_text_too_and_in_any_zone() -> None:
    """Its days count, by the clocks of each version."""
    assert answer(period="2026-Q2") == answer(period=SECOND)
    elsewhere = answer(period=quarter(2026, 2, zone="Asia/Tokyo"))
    assert elsewhere.by_time.goals == answer(period=SECOND).by_time.goals


def test_only_what_falls_into_the_period_is_judged() -> None:
    """A came in April, B in May: a month for each of them, and nothing in June."""
    leads = [[one.evidence.lead for one in answer(period=f"2026-0{number}").by_time.entries] for number in (3, 4, 5, 6)]
    assert leads == [[], ["A"], ["B"], []]
    assert [one.reading.lead for one in answer(period="2026-04").by_time.clocks] == ["A"]


def test_goals_of_another_length_are_left_out_and_said() -> None:
    """A goal of a quarter says nothing about April."""
    found = answer(period="2026-04", restated="2")
    assert found.by_time.goals == ()
    assert found.restated is not None
    assert found.restated.goals == ()
    told = {finding.code: finding.message for finding in found.findings}
    assert told["no-version"] == ("no version that was in force when 2026-04 began has goals for it: no goal is judged")
    assert (
        told["other-period"] == "the goals of version 2 hold for each quarter, and 2026-04 is none: they are left out"
    )


def test_a_version_with_one_period_has_goals_for_that_one() -> None:
    """Its period is its own, and no other."""
    fixed = Versions([attrs.evolve(OLD, period="2026-Q2")])
    assert len(answer(fixed, period=SECOND).by_time.goals) == 2
    assert answer(fixed, period="2026-Q3").by_time.goals == ()


def test_what_nobody_judges_has_a_row() -> None:
    """A came before the first version: neither entry nor clock is among those that were judged, and both are told."""
    found = answer(Versions([NEW]), restated="2")
    assert (found.by_time.entries_of_nobody, found.by_time.clocks_of_nobody) == ((("mql", 1),), (("touch", 1),))
    assert sum(found.by_time.entry_counts.values()) == 1
    assert found.restated is not None
    assert sum(found.restated.entry_counts.values()) == 2
    page = to_text(found.blocks(), width=200)
    assert "MQL: judged by nobody" in page
    assert "First call: judged by nobody" in page
    assert found.by_time.to_dict()["nobody"] == {"entries": {"mql": 1}, "clocks": {"touch": 1}}
    assert "nobody judges them" in page
    assert "judged by nobody" not in to_text(answer().blocks(), width=200)
    assert answer(Versions([NEW]), period="2026-05").by_time.entries_of_nobody == ()


def test_a_backtest_of_a_quarter_that_is_over() -> None:
    """The goals are those of that quarter, not of the one in which it is asked."""
    loose = edition("2", least=20, hours=1, target=9)
    now = backtest(OLD, loose, facts(), as_of=AUTUMN)
    then = backtest(OLD, loose, facts(), as_of=AUTUMN, period="2026-Q2")
    assert now.goal("mqls").after is not None
    assert [reading and reading.actual for reading in (now.goal("mqls").after, then.goal("mqls").after)] == [0, 2]
    assert then.stage("mql").gained == now.stage("mql").gained
    assert then.period == SECOND
    assert then.to_dict()["period"] == "2026 Q2"
    assert "In 2026 Q2, as of 2026-09-01 00:00+00:00, 4 leads." in to_text(then.blocks(), width=200)


def test_a_backtest_of_a_month_looks_at_that_month() -> None:
    """B entered in May; C would have qualified on 10 May, and still has its 20 points when June begins."""
    loose = edition("2", least=20)
    gained = {
        number: [
            (one.lead, one.at, one.entered)
            for one in backtest(OLD, loose, facts(), as_of=AS_OF + timedelta(days=29), period=f"2026-0{number}")
            .stage("mql")
            .gained
        ]
        for number in (4, 5, 6, 7)
    }
    assert gained == {
        4: [],
        5: [("B", at(5, 3), True), ("C", at(5, 10), False)],
        6: [("C", at(6), False)],
        7: [],
    }


def test_a_lead_that_entered_at_another_time_is_not_compared() -> None:
    """A was an MQL in April: nobody asks in May whether it would have become one."""
    stage = backtest(OLD, edition("2", least=20), facts(), as_of=AS_OF, period="2026-05").stage("mql")
    assert (stage.before, stage.after) == (0, 2)


def test_goals_of_versions_with_unlike_periods_are_not_compared_in_one() -> None:
    """A month's goal is no quarter's."""
    impact = backtest(OLD, attrs.evolve(NEW, period="month"), facts(), as_of=AS_OF, period=SECOND)
    assert impact.goals == ()
    assert [finding.message for finding in impact.findings if finding.code == "other-period"] == [
        "the goals of version 2 hold for each month, and 2026 Q2 is none: they are left out"
    ]


def test_clocks_of_the_months_are_those_of_the_quarter() -> None:
    """Each clock starts in one month."""
    months = [backtest(OLD, NEW, facts(), as_of=AS_OF, period=one).sla("touch") for one in SECOND.months()]
    whole = backtest(OLD, NEW, facts(), as_of=AS_OF, period=SECOND).sla("touch")
    assert whole.before == sum(one.before or 0 for one in months) == 2
    assert whole.clocks == tuple(clock for one in months for clock in one.clocks)


WRONG = [(5, DocumentError, "wrong-type"), ("soon", TimeError, "unreadable-period"), ("2026-Q9", TimeError, "no-such")]


@pytest.mark.parametrize(("period", "error", "code"), WRONG)
def test_what_is_no_period_is_refused(period: Any, error: type[Exception], code: str) -> None:  # noqa: ANN401
    """Before anything is measured."""
    with pytest.raises(error, match=code):
        answer(period=period)
    with pytest.raises(error, match=code):
        backtest(OLD, NEW, facts(), as_of=AS_OF, period=period)


def test_a_period_at_the_end_of_time() -> None:
    """Nothing happened then, and nothing breaks."""
    late = Period(date(9998, 1, 1), date(9998, 4, 1), "UTC")
    assert answer(period=late).by_time.entries == ()
    early = Period(date(1, 1, 1), date(1, 4, 1), "UTC")
    assert backtest(OLD, NEW, facts(), as_of=AS_OF, period=early).stages == ()
    assert isinstance(answer(period=early, as_of=datetime(2026, 6, 1, tzinfo=at(1).tzinfo)), VersionedAnswer)
