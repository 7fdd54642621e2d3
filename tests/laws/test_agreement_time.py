"""Versions and periods against the obvious: the local date of each instant, and each entry and clock by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from tests.agreement.editions import AS_OF, edition, interest
from tests.laws.test_agreement_versions import histories

from alignkit.agreement.backtest import backtest
from alignkit.agreement.judge_by_versions import assess_versions
from alignkit.agreement.threshold_curve import threshold_curve
from alignkit.agreement.versions import Versions
from alignkit.funnel.journeys import Journey
from alignkit.funnel.replay import replay
from alignkit.handoff.measure import measure
from alignkit.handoff.review import review
from alignkit.history.facts import Facts
from alignkit.periods import Period
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule
from alignkit.rules.verdict import Verdict

SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck))
ZONES = ("UTC", "Europe/Amsterdam", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "Asia/Kolkata")
"""With clock changes at midnight (Sao Paulo, Cairo, Beirut), and one that left out a whole day (Apia)."""
DAYS = st.sampled_from(
    [
        date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31),
        date(2018, 2, 17), date(2018, 2, 18), date(2018, 11, 3), date(2018, 11, 4),
        date(2026, 3, 29), date(2026, 4, 24), date(2026, 10, 25), date(2026, 10, 30),
    ]
)  # fmt: skip
NEAR = st.timedeltas(timedelta(hours=-14), timedelta(hours=38)) | st.sampled_from(
    [timedelta(), timedelta(hours=23), timedelta(hours=24), timedelta(microseconds=-1), timedelta(hours=3)]
)


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.lists(DAYS, min_size=1, max_size=4, unique=True), DAYS, NEAR)
@example("America/Sao_Paulo", [date(2018, 11, 4)], date(2018, 11, 4), timedelta(hours=3))
@example("Pacific/Apia", [date(2011, 12, 30), date(2011, 12, 31)], date(2011, 12, 30), timedelta(hours=10))
def test_a_version_is_in_force_from_its_day_on(zone: str, firsts: Sequence[date], day: date, after: timedelta) -> None:
    """By the local date of the instant, whatever the clocks did at midnight."""
    versions = Versions([edition(str(first), effective=first, zone=zone) for first in firsts])
    when = datetime.combine(day, datetime.min.time(), UTC) + after
    here = when.astimezone(ZoneInfo(zone)).date()
    begun = [first for first in firsts if first <= here]
    found = versions.in_force(when)
    if zone == "Pacific/Apia" and {date(2011, 12, 30), date(2011, 12, 31)} <= set(begun):
        begun.remove(date(2011, 12, 30))  # that day there was none: what begins on it begins with the next
    assert (None if found is None else found.effective) == (max(begun) if begun else None)
    assert sum(when in tenure for tenure in versions.tenures) == (found is not None)


def test_two_versions_that_begin_on_one_instant_overlap() -> None:
    """On the day that Apia left out, and on the next one: the later one counts, and it is told."""
    versions = Versions([edition(str(day), effective=date(2011, 12, day), zone="Pacific/Apia") for day in (30, 31)])
    assert [tenure.agreement.version for tenure in versions.tenures] in (["30"], ["31"])
    assert "overlap" in {finding.code for finding in versions.findings}


@pytest.mark.parametrize("zone", ["America/St_Johns"])
def test_a_midnight_that_comes_twice_begins_the_day_once(zone: str) -> None:
    """In 2010 the clocks of St John's went back at one minute past midnight: the first midnight counts."""
    versions = Versions([edition("1", effective=date(2010, 11, 7), zone=zone)])
    first = datetime(2010, 11, 7, 0, 0, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    asked = [first - timedelta(microseconds=1), first, first + timedelta(minutes=30)]
    assert [versions.in_force(when) is not None for when in asked] == [False, True, True]


periods = st.builds(
    lambda first, length: Period(first, first + timedelta(days=length), "UTC"),
    st.dates(date(2026, 1, 1), date(2026, 1, 24)),
    st.integers(1, 20),
)


def holds(rule: Rule, journey: Journey, when: datetime) -> bool:
    """Ask a rule at an instant, on what was known then."""
    return decide(rule, journey.fields_at(when), journey.events_until(when), as_of=when) is Verdict.YES


def turns_in(journey: Journey, period: Period) -> list[datetime]:
    """Return the instants of a period at which a score can change, and the first one at which the lead is known."""
    turns = {event.at for event in journey.events} or {AS_OF}
    turns |= {when + timedelta(days=30, microseconds=1) for when in turns}
    first = max(period.starts_at, min(turns))
    return [when for when in (first, *turns) if when in period and when <= AS_OF]


def qualifies_in(rule: Rule, journey: Journey, period: Period) -> bool | None:
    """Say whether a lead qualifies in a period, the slow way; None where nobody asks."""
    entries = [visit.entered_at for visit in journey.visits if visit.stage == "mql" and not visit.inferred]
    asked = [when for when in entries if when in period]
    if entries and not asked:
        return None
    return any(holds(rule, journey, when) for when in asked or turns_in(journey, period))


@SLOW
@given(histories(), periods, st.sampled_from([20, 40, 60]), st.sampled_from([10, 30, 50]))
def test_a_backtest_of_a_period_equals_asking_each_lead_in_it(
    facts: Facts, period: Period, before: int, after: int
) -> None:
    """Entries in it; of leads that never entered, any instant in it; clocks that start in it."""
    old, new = edition("1", least=before, hours=before), edition("2", least=after, hours=after)
    impact = backtest(old, new, facts, as_of=AS_OF, period=period)
    stage = impact.stage("mql")
    journeys = replay(old.funnel, facts, as_of=AS_OF)
    asked = {
        one.lead: tuple(qualifies_in(edited.rule("mql"), one, period) for edited in (old, new)) for one in journeys
    }
    assert [one.lead for one in stage.gained] == [lead for lead, said in asked.items() if said == (False, True)]
    assert [one.lead for one in stage.lost] == [lead for lead, said in asked.items() if said == (True, False)]
    assert (stage.before, stage.after) == tuple(sum(bool(said[side]) for said in asked.values()) for side in (0, 1))
    sla = impact.sla("touch")
    states = [
        {(one.lead, one.started): one.state for one in measure(edited.slas[0], journeys, as_of=AS_OF)
         if one.started in period}
        for edited in (old, new)
    ]  # fmt: skip
    assert (sla.before, sla.after) == (len(states[0]), len(states[1]))
    assert {(one.lead, one.started): (one.before, one.after) for one in sla.clocks} == {
        key: (states[0][key], states[1][key]) for key in states[0] if states[0][key] != states[1][key]
    }


@SLOW
@given(histories(), periods, st.dates(date(2025, 12, 20), date(2026, 1, 20)), st.integers(1, 25))
def test_what_is_judged_in_periods_is_what_is_judged_at_all(
    facts: Facts, period: Period, first: date, later: int
) -> None:
    """Each entry and clock once: in a period, before it, after it; judged, or by nobody."""
    second = first + timedelta(days=later)
    versions = Versions([edition("1", effective=first), edition("2", effective=second, least=20, hours=2)])
    parts = [
        assess_versions(versions, facts, as_of=AS_OF, period=one).by_time
        for one in (
            Period(date(2020, 1, 1), period.first, "UTC"),
            period,
            Period(period.end, date(2030, 1, 1), "UTC"),
        )
    ]
    whole = assess_versions(versions, facts, as_of=AS_OF).by_time
    assert sorted(map(str, whole.entries)) == sorted(str(entry) for part in parts for entry in part.entries)
    assert sorted(map(str, whole.clocks)) == sorted(str(clock) for part in parts for clock in part.clocks)
    assert sum(dict(whole.entries_of_nobody).values()) == sum(
        sum(dict(part.entries_of_nobody).values()) for part in parts
    )
    journeys = replay(edition().funnel, facts, as_of=AS_OF)
    early = sum(
        visit.stage == "mql" and not visit.inferred and visit.entered_at.date() < first
        for journey in journeys
        for visit in journey.visits
    )
    assert sum(dict(whole.entries_of_nobody).values()) == early
    assert all(one.version == ("1" if one.evidence.at.date() < second else "2") for one in whole.entries)


@SLOW
@given(histories(), periods, st.lists(st.integers(-5, 130), min_size=1, max_size=4))
def test_a_curve_of_a_rule_in_a_period_equals_asking_each_lead(
    facts: Facts, period: Period, thresholds: Sequence[int]
) -> None:
    """Of `country & (interest >= 40)`: who reached it in the period, and what became of those offered in it."""
    here = field("country") == "NL"
    journeys = replay(edition().funnel, facts, as_of=AS_OF)
    curve = threshold_curve(here & (interest() >= 40), journeys, as_of=AS_OF, thresholds=thresholds, period=period)
    offers = [one for one in review(journeys, edition().funnel.boundaries[0], as_of=AS_OF) if one.offered_at in period]
    for point in curve:
        rule = here & (interest() >= point.threshold)
        assert point.qualify == sum(
            any(holds(rule, journey, when) for when in turns_in(journey, period)) for journey in journeys
        )
        held = [one for one in offers if holds(rule, journeys.of(one.lead), one.offered_at)]
        assert point.offered == len(held)
        assert point.answered == sum(one.state in {"accepted", "rejected"} for one in held)
        assert point.accepted == sum(one.state == "accepted" for one in held)
