"""Explain a lead: by the stages' entry rules, or by any rule or score."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.reports.explain_lead import explain_lead
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

BIG = (field("employees") >= 50).named("big")
MQL = (BIG & did("demo")).named("qualified")
FUNNEL = Funnel(
    "inbound", [Stage("lead", "marketing"), Stage("mql", "marketing", MQL), Stage("won", "sales", outcome="won")]
)
SCORE = Score("interest", points=[Points(20, each=did("demo"))])
AGREEMENT = Agreement("Inbound", version="1", zone="UTC", funnel=FUNNEL, scores=[SCORE])
DAY = datetime(2026, 1, 5, tzinfo=UTC)
LEADS = {"L1": {"employees": 80}, "L2": {"employees": 20}}
FACTS = Facts(LEADS, [Event("L1", DAY, "demo"), Event("L1", DAY, "stage", "mql")])


def test_without_events_what_a_lead_did_is_unknown() -> None:
    """Fields alone settle what they can; the rest is UNKNOWN, and needs no instant."""
    found = explain_lead(AGREEMENT, Facts(LEADS), "L1")
    assert [(asked, trace.verdict) for asked, trace in found.traces] == [("Entry into mql", Verdict.UNKNOWN)]
    assert explain_lead(AGREEMENT, Facts(LEADS), "L2").traces[0][1].verdict is Verdict.NO
    assert explain_lead(AGREEMENT, Facts(LEADS), "L2", as_of=DAY, has_events=True).traces[0][1].verdict is Verdict.NO


def test_with_events_it_says_where_the_lead_stands() -> None:
    """Events up to the instant count."""
    found = explain_lead(AGREEMENT, FACTS, "L1", as_of=DAY)
    assert found.traces[0][1].verdict is Verdict.YES
    assert "it is in mql" in repr(found)
    data = found.to_dict()
    assert (data["alignkit"], data["kind"], data["lead"]) == (1, "lead-explanation", "L1")


@pytest.mark.parametrize("rule", ["big", "qualified", "interest"])
def test_any_rule_or_score(rule: str) -> None:
    """A rule or a score is asked by its name."""
    found = explain_lead(AGREEMENT, FACTS, "L1", rule=rule, as_of=DAY)
    assert [asked for asked, _ in found.traces] == [rule]


def test_what_nobody_knows() -> None:
    """An unknown lead or rule is told with the nearest; so is a missing instant."""
    with pytest.raises(DataError, match=r"unknown-lead: there is no lead 'L11'; did you mean 'L1'\?"):
        explain_lead(AGREEMENT, Facts(LEADS), "L11")
    with pytest.raises(DataError, match="did you mean 'L1'"):
        explain_lead(AGREEMENT, FACTS, "L11", as_of=DAY)
    with pytest.raises(DocumentError, match=r"unknown-rule: .* did you mean 'interest'\?"):
        explain_lead(AGREEMENT, FACTS, "L1", rule="intrest", as_of=DAY)
    with pytest.raises(TimeError, match="as-of-needed"):
        explain_lead(AGREEMENT, FACTS, "L1")
    bare = Agreement("Bare", version="1", zone="UTC", funnel=Funnel("f", [FUNNEL.path[0], FUNNEL.path[2]]), rules=[BIG])
    with pytest.raises(DocumentError, match="no-entry-rules: no stage has an entry rule; there are big"):
        explain_lead(bare, FACTS, "L1", as_of=DAY)
