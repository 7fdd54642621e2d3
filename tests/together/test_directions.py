"""Both directions in one result: volume and quality one way, speed and depth the other, and the feedback."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from tests.together.build import FACTS, FUNNEL, GOALS, TEN, Ground, told

import alignkit as ak
from alignkit.display.text import to_text
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.patterns import accepted, entered, left, rejected
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import days, hours
from alignkit.periods import month, quarter
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.figure import figure
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, met, share
from alignkit.together.directions import BothDirections
from alignkit.together.health import health
from alignkit.together.hold_both import both_directions

Q1 = quarter(2026, 1, zone="Europe/Amsterdam")
CALL = SLA("call", "sales", entered("mql"), did("call"), hours(24), title="First call")
CALLS = SLA("calls", "sales", accepted(), did("call", at_least=3, within=days(5)) | left("sal"), days(10))
THANK = SLA("thank", "marketing", rejected(), did("mail"), days(2))
AUDIT = SLA("audit", "finance", entered("won"), did("invoice"), days(2))


def both(**asked: Any) -> BothDirections:  # noqa: ANN401 - what may be asked
    """Ask on Monday 16 February."""
    return both_directions(asked.pop("source", Ground()), asked.pop("facts", FACTS), **({"as_of": TEN} | asked))


def _at(month_: int, number: int) -> datetime:
    return datetime(2026, month_, number, 12, tzinfo=UTC)


def test_volume_and_quality() -> None:
    """Four leads were offered; of the two that were answered one was accepted; the goal counts the same leads."""
    found = both()
    volume, quality = found.owed_by("marketing")
    assert (volume.kind, volume.kept, volume.judged, volume.share, volume.is_small) == ("volume", 4, None, None, False)
    assert [reading.goal.name for reading in volume.goals] == ["mqls"]
    assert (quality.kind, quality.kept, quality.judged, quality.open) == ("quality", 1, 2, 2)
    assert quality.is_small
    assert quality.goals == ()  # how many are accepted is no share of those offered
    assert (found.gives, found.takes, found.stages, found.period) == ("marketing", "sales", ("MQL", "sal"), Q1)


def test_a_lead_that_is_offered_twice_is_one_lead() -> None:
    """The volume counts leads; the sentence tells the offers."""
    again = Facts(events=[Event("L2", _at(2, 12), "stage", "mql")])
    found = both(facts=FACTS + again)
    assert (found.commitments[0].kept, len(found.handoffs)) == (4, 5)
    assert found.sentences[0].startswith("Volume: marketing offered 4 leads to sales, 5 times in all.")


def test_goals_stand_beside_what_they_are_about() -> None:
    """A share of offered leads is quality, a share of clocks that SLA's; what counts only some leads is neither."""
    goals = (
        Goal("all", "marketing", count(entered("mql")), at_least=4, weight=0.2),
        Goal("dutch", "marketing", count(entered("mql"), where=field("country") == "NL"), at_least=2, weight=0.2),
        Goal("good", "marketing", share(accepted(), among=entered("mql")), at_least=0.5, weight=0.2),
        Goal("sure", "marketing", share(accepted("sal"), among=accepted() | rejected()), at_least=0.5, weight=0.2),
        Goal("called", "sales", met(CALL), at_least=0.9, weight=0.2),
    )
    found = both(source=Ground(goals=goals, slas=(CALL, CALLS)))
    names = {one.what: [reading.goal.name for reading in one.goals] for one in found.commitments}
    assert list(names.values()) == [["all"], ["good", "sure"], ["called"], []]


def test_a_goal_of_another_period_is_not_told() -> None:
    """A month of the quarter has offers, and no goals."""
    found = both(period=month(2026, 2, zone="Europe/Amsterdam"))
    assert (found.commitments[0].kept, found.commitments[0].goals) == (2, ())
    assert found.sentences[0] == "Volume: marketing offered 2 leads to sales. No goal is agreed for it."
    assert len(found.handoffs) == 2
    assert both(source=Ground(goals=()), period=Q1).commitments[0].kept == 4


def test_speed_and_depth() -> None:
    """Clocks as the goals count them, each SLA on its team's side: first the times, then the attempts."""
    called = [Event("L1", _at(1, day), "touch", "call", team="sales", actor="noor") for day in (12, 14, 15, 16)]
    facts = FACTS + Facts(events=called)
    slas = (CALLS, CALL, AUDIT, THANK)
    found = both(source=Ground(slas=slas), facts=facts)
    assert [(one.team, one.kind, one.what) for one in found.commitments] == [
        ("marketing", "volume", "leads offered in MQL"),
        ("marketing", "quality", "offered leads that sales accepts"),
        ("marketing", "speed", "thank"),
        ("sales", "speed", "First call"),
        ("sales", "depth", "calls"),
    ]
    journeys = replay(FUNNEL, facts, as_of=TEN)
    for one, sla in zip(found.commitments[2:], (THANK, CALL, CALLS), strict=True):
        same = figure(met(sla), journeys, period=Q1, as_of=TEN)
        assert (one.kept, one.judged, one.open) == (same.numerator or 0, same.denominator or 0, same.pending)
    assert (found.commitments[3].kept, found.commitments[3].judged) == (1, 4)
    assert found.commitments[4].kept == 1
    assert found.commitments[3].asks == "within 1 day"
    assert found.commitments[4].asks == "call at least 3 times in 5 days, within 10 days"


def test_the_clock_for_an_answer_tells_who_is_silent() -> None:
    """L3 has waited since the 3rd and its day is over; L4 since the 11th; without such a clock both just wait."""
    slow = SLA("answer", "sales", entered("mql"), accepted() | rejected(), days(10))
    states = {one.lead: (one.state, one.due) for one in both(source=Ground(slas=(slow,))).handoffs}
    assert states["L3"] == ("silent", _at(2, 13))
    assert states["L4"] == ("waiting", _at(2, 21))
    assert states["L1"] == ("accepted", _at(1, 22))
    for sla in (
        CALL,
        attrs.evolve(slow, owner="marketing"),
        attrs.evolve(slow, stops=accepted() | did("call")),
        attrs.evolve(slow, starts=entered("lead")),
        attrs.evolve(slow, stops=rejected()),
    ):
        assert {one.state for one in both(source=Ground(slas=(sla,))).handoffs} == {"accepted", "rejected", "waiting"}
    out = attrs.evolve(slow, stops=left("mql"))
    assert both(source=Ground(slas=(CALL, out))).handoffs.counts["silent"] == 1


def test_a_clock_that_started_anew_tells_of_the_same_offer() -> None:
    """L3 got another owner on the 8th, whose ten days are not over, and an answer within them is not late."""
    answer = SLA("answer", "sales", entered("mql"), accepted() | rejected(), days(10), whose="owner")
    others = Facts(events=[Event("L3", _at(2, day), "owner", name) for day, name in ((4, "noor"), (8, "bram"))])
    (waits,) = both(source=Ground(slas=(answer,)), facts=FACTS + others).handoffs.of("L3")
    assert (waits.state, waits.due) == ("waiting", _at(2, 18))
    later = _at(2, 19)
    (silent,) = both(source=Ground(slas=(answer,)), facts=FACTS + others, as_of=later).handoffs.of("L3")
    assert (silent.state, silent.is_late) == ("silent", True)
    answered = Facts(events=[Event("L3", _at(2, 17), "accept")])
    (one,) = both(source=Ground(slas=(answer,)), facts=FACTS + others + answered, as_of=later).handoffs.of("L3")
    assert (one.state, one.is_late) == ("accepted", False)


def test_judgement_is_that_of_health() -> None:
    """One measure of how far rule and answers agree, wherever it is shown."""
    found, part = both(), health(Ground(), FACTS, as_of=TEN).of("judgement")
    assert found.judgement == part.kappa
    assert (found.rule, found.judgement.value) == told("large", 1)
    assert found.sentences[-1] == (
        "The agreed rule, “large”, and the answers of sales: they agree on 2 of 2, too few to tell it from chance."
    )


def test_without_a_rule_there_is_nothing_to_compare() -> None:
    """A stage that anybody may enter; and a rule by which nobody was answered."""
    path = [attrs.evolve(stage, entry=None) for stage in FUNNEL.path]
    found = both(source=Ground(funnel=attrs.evolve(FUNNEL, path=path)))
    assert (found.rule, found.judgement.judged) == (None, 0)
    assert found.sentences[-1].startswith("No rule is agreed by which a lead is offered in MQL")
    nobody = both(facts=Facts())
    assert nobody.sentences[-1] == "No lead was judged yet by both the agreed rule, “large”, and sales."
    assert nobody.sentences[1] == "Quality: no lead was offered. No goal is agreed for it."
    assert nobody.commitments[1].share is None


def test_named_rules_of_the_agreement_are_asked_too() -> None:
    """Beside the entry rule and its parts."""
    company = ak.sample_company(seed=5, leads=120)
    found = both_directions(company.agreement, company.facts, as_of=company.as_of, errors="collect")
    rules = [table.what for table in found.feedback.tables if table.kind == "rule"]
    assert rules == ["Marketing-qualified", "ICP fit", "the score “lead score” is at least 65 points", "Hot lead"]
    assert [table.what for table in found.feedback.tables if table.kind == "field"] == ["source", "campaign"]


def test_the_sample_company() -> None:
    """Each figure equals what the parts of the library tell on their own; no lead is in two groups."""
    company = ak.sample_company(seed=7)
    agreement, as_of = company.agreement, company.as_of
    found = both_directions(agreement, company.facts, as_of=as_of, errors="collect")
    assessment = ak.assess(agreement, company.facts, as_of=as_of, errors="collect")
    journeys = ak.replay(agreement.funnel, company.facts, as_of=as_of, errors="collect")
    offers = [
        one
        for one in ak.review(journeys, agreement.funnel.boundaries[0], as_of=as_of)
        if one.offered_at in found.period
    ]
    assert [(one.lead, one.offered_at) for one in found.handoffs] == [(one.lead, one.offered_at) for one in offers]
    by_goal = {reading.goal.name: one for one in found.commitments for reading in one.goals}
    assert set(by_goal) == {"mqls", "accepted", "nurtured", "touched", "answered", "followed_up"}
    for name in ("nurtured", "touched", "answered", "followed_up"):
        figure_ = assessment.of(name).figure
        assert (by_goal[name].kept, by_goal[name].judged) == (figure_.numerator, figure_.denominator)
    quality = found.commitments[1]
    counts = found.handoffs.counts
    assert quality.kept == counts["accepted"]
    assert quality.judged == counts["accepted"] + counts["rejected"]
    assert quality.open == counts["waiting"] + counts["silent"]
    for table in found.feedback.tables:
        assert sum(len(group.handoffs) for group in table.groups) == len(offers)
    entry = found.feedback.of("Marketing-qualified")
    yes, no = entry.of("yes"), entry.of("no")
    assert found.judgement.counts == (
        (yes.accepted, yes.answered - yes.accepted),
        (no.accepted, no.answered - no.accepted),
    )


def test_another_handoff_of_the_funnel() -> None:
    """From the people who call to those who sell: the one that is asked for; else the first."""
    path = [
        Stage("mql", "marketing"),
        Stage("sal", "inside sales"),
        Stage("sql", "field sales"),
        Stage("won", "field sales", outcome="won"),
    ]
    first, second = Boundary("mql", "sal", "lost"), Boundary("sal", "sql", "lost")
    funnel = Funnel("two", path, [Stage("lost", "field sales", outcome="lost")], boundaries=[first, second])
    ground = Ground(funnel=funnel, goals=(), slas=(CALL,), teams=("marketing", "inside sales", "field sales"))
    facts = Facts(events=[Event("L1", _at(1, 12), "stage", "sal"), Event("L1", _at(1, 13), "accept", "sql")])
    found = both(source=ground, facts=facts, period=Q1, boundary=second)
    assert (found.gives, found.takes, found.handoffs.counts["accepted"]) == ("inside sales", "field sales", 1)
    assert [one.kind for one in found.commitments] == ["volume", "quality"]
    assert len(both(source=ground, facts=facts, period=Q1).handoffs) == 0


def test_one_team_on_both_sides() -> None:
    """A team that hands over to itself owes itself all of it, told once."""
    path = [attrs.evolve(stage, owner="sales") for stage in FUNNEL.path]
    found = both(source=Ground(funnel=attrs.evolve(FUNNEL, path=path)))
    assert [one.kind for one in found.owed_by("sales")] == ["volume", "quality", "speed"]
    assert to_text(found.blocks()).count("What sales owes\n") == 1


def test_terms_that_are_broken_are_told() -> None:
    """A lead that is offered too often stands with the commitments."""
    strict = attrs.evolve(FUNNEL, boundaries=[attrs.evolve(FUNNEL.boundaries[0], recycle_limit=0)])
    again = Facts(events=[Event("L2", _at(2, 12), "stage", "mql")])
    text = " ".join(to_text(both(source=Ground(funnel=strict), facts=FACTS + again).blocks(), width=200).split())
    assert "A lead that was offered once is never offered again, and 1 offer was beyond that: L2." in text


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"source": FUNNEL}, "wrong-type"),
        ({"facts": []}, "wrong-type"),
        ({"period": "2026-Q1"}, "wrong-type"),
        ({"boundary": "mql"}, "wrong-type"),
        ({"boundary": Boundary("mql", "sall", "lead")}, "unknown-stage"),
        ({"source": Ground(funnel=attrs.evolve(FUNNEL, boundaries=[]))}, "no-boundary"),
        ({"source": Ground(goals=())}, "no-period"),
        ({"by": "source"}, "wrong-type"),
        ({"errors": "none"}, "unknown-option"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], code: str) -> None:
    """Each with its reason."""
    with pytest.raises(DocumentError) as refused:
        both(**asked)
    assert refused.value.code == code


def test_wrong_instants_and_facts() -> None:
    """A naive instant, and facts that the funnel does not know, unless they are collected."""
    with pytest.raises(TimeError, match="naive"):
        both(as_of=TEN.replace(tzinfo=None))
    strange = FACTS + Facts(events=[Event("L9", _at(2, 1), "stage", "nowhere")])
    with pytest.raises(DataError, match="unknown-stage"):
        both(facts=strange)
    assert both(facts=strange, errors="collect").commitments[0].kept == 4
    with pytest.raises(DocumentError, match="did you mean 'sales'"):
        both().owed_by("sale")


def test_it_shows_itself() -> None:
    """What each owes in a table and in sentences, the judgement, and the feedback."""
    found = both(source=Ground(goals=GOALS))
    assert to_text(found.blocks(), width=110).startswith(SHOWN.strip("\n"))
    plain = json.loads(json.dumps(found.to_dict()))
    assert (plain["kind"], plain["period"], plain["gives"], plain["takes"]) == (
        "both-directions",
        "2026 Q1",
        "marketing",
        "sales",
    )
    assert [one["kind"] for one in plain["commitments"]] == ["volume", "quality", "speed"]
    assert plain["commitments"][1]["share"] == 0.5
    assert plain["sentences"] == list(found.sentences)
    assert told(*plain["judgement"]["counts"]) == ([1, 0], [0, 1])
    assert "<script" not in found._repr_html_()


SHOWN = """
Both directions: MQL → sal, 2026 Q1
───────────────────────────────────
What marketing and sales owe each other at this handoff, as of 2026-02-16 10:00+01:00.

what                              owed by    commitment    kept  share (95 % interval)  agreed  status
────────────────────────────────  ─────────  ──────────  ──────  ─────────────────────  ──────  ───────
leads offered in MQL              marketing  volume           4                            ≥ 4  ✓ ahead
offered leads that sales accepts  marketing  quality     1 of 2  too few (9–91)
Answer in a day                   sales      speed       1 of 4  too few (5–70)

What marketing owes
• Volume: marketing offered 4 leads to sales. Goal MQLs delivered: 4 of 4 so far, as agreed (ahead).
• Quality: 1 of 2 answered was accepted, too few for a share; 2 are past the agreed time. No goal is agreed
  for it.

What sales owes
• Speed, Answer in a day (within 1 day): 1 of 4 in time, too few for a share. No goal is agreed for it.

Do both teams judge alike?
The agreed rule, “large”, and the answers of sales: they agree on 2 of 2, too few to tell it from chance.

when it was offered, the lead  accepted  rejected
─────────────────────────────  ────────  ────────
met the rule                          1         0
did not meet it                       0         1

By rule
large: 1 of 1 that met it was accepted, 0 of 1 that did not.

the lead         offered  accepted  share (95 % interval)  no answer  reasons of a no
───────────────  ───────  ────────  ─────────────────────  ─────────  ───────────────
met it                 3    1 of 1  too few (21–100)       2 silent
did not meet it        1    0 of 1  too few (0–79)                    no budget (1)
"""
