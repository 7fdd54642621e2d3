"""Laws of versions, redlines, backtests and curves, each against a slow second implementation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

import attrs
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.agreement.editions import AS_OF, at, edition, interest
from tests.agreement.worlds import agreements

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.backtest import backtest
from alignkit.agreement.canonical import digest
from alignkit.agreement.judge_by_versions import assess_versions
from alignkit.agreement.redline import redline
from alignkit.agreement.threshold_curve import threshold_curve
from alignkit.agreement.versions import Versions
from alignkit.funnel.journeys import Journey
from alignkit.funnel.replay import replay
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.rules.decide import decide
from alignkit.rules.predicates import Rule
from alignkit.rules.rate import rate
from alignkit.rules.verdict import Verdict

SLOW = settings(max_examples=25, suppress_health_check=list(HealthCheck))
days = st.dates(date(2026, 1, 1), date(2026, 1, 20))
hours = st.integers(0, 24 * 25).map(lambda hour: at(1) + timedelta(hours=hour))


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """Draw some leads with webinars, entries, answers and calls in any order."""
    kinds = [("webinar", None), ("stage", "mql"), ("stage", "lead"), ("accept", None), ("reject", "no budget")]
    kinds += [("touch", "call"), ("field", "NL")]
    events = [
        Event(lead, when, kind, value, team="sales", field="country" if kind == "field" else None)
        for lead in draw(st.sampled_from(["A", "AB", "ABC"]))
        for when, (kind, value) in draw(st.lists(st.tuples(hours, st.sampled_from(kinds)), max_size=7))
    ]
    return Facts({lead: {"country": draw(st.sampled_from(["NL", "FR", None]))} for lead in "ABC"}, events)


def ever(rule: Rule, journey: Journey) -> bool:
    """Ask a rule at each instant at which it can change, the slow way."""
    turns = {event.at for event in journey.events} or {AS_OF}
    turns |= {when + timedelta(days=30, microseconds=1) for when in turns}
    known = [when for when in turns if when <= AS_OF]
    return any(
        decide(rule, journey.fields_at(when), journey.events_until(when), as_of=when) is Verdict.YES for when in known
    )


def qualifies(rule: Rule, journey: Journey) -> bool:
    """Say whether a lead qualifies, the slow way."""
    entries = [visit.entered_at for visit in journey.visits if visit.stage == "mql" and not visit.inferred]
    if not entries:
        return ever(rule, journey)
    return any(
        decide(rule, journey.fields_at(when), journey.events_until(when), as_of=when) is Verdict.YES for when in entries
    )


@SLOW
@given(histories(), st.sampled_from([20, 40, 60]), st.sampled_from([10, 30, 50]))
def test_a_backtest_equals_asking_each_lead(facts: Facts, before: int, after: int) -> None:
    """Both directions; and the other way round, gained and lost change places."""
    old, new = edition("1", least=before), edition("2", least=after)
    stage = backtest(old, new, facts, as_of=AS_OF).stage("mql")
    journeys = replay(old.funnel, facts, as_of=AS_OF)
    asked = {one.lead: (qualifies(old.rule("mql"), one), qualifies(new.rule("mql"), one)) for one in journeys}
    assert [one.lead for one in stage.gained] == [lead for lead, said in asked.items() if said == (False, True)]
    assert [one.lead for one in stage.lost] == [lead for lead, said in asked.items() if said == (True, False)]
    assert (stage.before, stage.after) == (sum(a for a, _ in asked.values()), sum(b for _, b in asked.values()))
    back = backtest(new, old, facts, as_of=AS_OF).stage("mql")
    assert (back.gained, back.lost) == (stage.lost, stage.gained)


@SLOW
@given(histories(), st.integers(1, 60), st.integers(1, 60))
def test_clocks_of_a_backtest_add_up(facts: Facts, before: int, after: int) -> None:
    """Those that come out the same, and those that do not, are all; against itself, nothing changes."""
    old, new = edition("1", hours=before), edition("2", hours=after)
    sla = backtest(old, new, facts, as_of=AS_OF).sla("touch")
    assert sla.before == sla.after
    assert sum(sla.moves.values()) == len(sla.clocks) <= (sla.after or 0)
    assert all(clock.before != clock.after for clock in sla.clocks)
    assert backtest(old, old, facts, as_of=AS_OF).is_nothing


@SLOW
@given(histories(), st.lists(st.integers(-5, 130), min_size=1, max_size=6))
def test_a_curve_falls_and_equals_asking_each_lead(facts: Facts, thresholds: Sequence[int]) -> None:
    """A higher threshold never qualifies more; each count is that of a rule with that threshold."""
    journeys = replay(edition().funnel, facts, as_of=AS_OF)
    curve = threshold_curve(interest(), journeys, as_of=AS_OF, thresholds=thresholds)
    for low, high in pairwise(curve):
        assert low.qualify >= high.qualify
        assert low.answered >= high.answered
    for point in curve:
        assert point.qualify == sum(ever(interest() >= point.threshold, journey) for journey in journeys)
        assert point.qualify >= len({journey.lead for journey in journeys if _offered(journey, int(point.threshold))})
        assert point.accepted <= point.answered <= point.offered


def _offered(journey: Journey, threshold: int) -> bool:
    return any(
        rate(interest(), journey.fields_at(visit.entered_at), journey.events_until(visit.entered_at),
             as_of=visit.entered_at).points >= threshold
        for visit in journey.visits if visit.stage == "mql" and not visit.inferred
    )  # fmt: skip


@SLOW
@given(st.lists(st.none() | days, min_size=1, max_size=5), st.lists(hours, max_size=5), st.randoms())
def test_at_most_one_version_is_in_force(
    firsts: Sequence[date | None], asked: Sequence[datetime], chance: object
) -> None:
    """In whichever order they are given, the same one, or none before the first."""
    given_ = [edition(str(number), least=number + 1, effective=first) for number, first in enumerate(firsts)]
    mixed = list(given_)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    versions = Versions(given_)
    assert Versions(mixed) == versions
    for when in asked:
        found = [tenure.agreement for tenure in versions.tenures if when in tenure]
        assert len(found) <= 1
        assert versions.in_force(when) == (found[0] if found else None)
        begun = [first is None or first <= when.date() for first in firsts]
        assert bool(found) == any(begun)
    for before, after in pairwise(versions.tenures):
        assert before.end == after.start


@SLOW
@given(histories(), st.lists(days, min_size=1, max_size=3, unique=True))
def test_versions_of_one_mind_judge_as_one(facts: Facts, firsts: Sequence[date]) -> None:
    """Where all versions say the same, each fact since the first of them is judged once, and as by one."""
    many = Versions([edition(str(number), effective=first) for number, first in enumerate(firsts)])
    one = Versions([edition("one", effective=min(firsts))])
    parts, whole = (assess_versions(versions, facts, as_of=AS_OF).by_time for versions in (many, one))
    assert [entry.evidence for entry in parts.entries] == [entry.evidence for entry in whole.entries]
    assert [clock.reading for clock in parts.clocks] == [clock.reading for clock in whole.clocks]


@SLOW
@given(agreements(), agreements())
def test_a_redline_holds_both_texts(old: Agreement, new: Agreement) -> None:
    """Without what was inserted it is the old page, without what was deleted the new one; no digest changes."""
    before = digest(old), digest(new)
    both, alone = redline(old, new), redline(old, old)
    assert (digest(old), digest(new)) == before
    assert not alone.revised
    for kinds, page in ((("kept", "deleted"), old), (("kept", "inserted"), new)):
        told = [
            " ".join(piece.text for piece in line.pieces if piece.kind in kinds).split()
            for line in both.lines
            if any(piece.kind in kinds for piece in line.pieces)
        ]
        due = [" ".join(piece.text for piece in line.pieces).split() for line in redline(page, page).lines]
        assert [words for words in told if words] == [words for words in due if words]
    assert both.same_terms == (before[0] == before[1]) or attrs.evolve(old, signoffs=()) != old
