"""Backtest a new version of an agreement: what would have come out otherwise, had it held all along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.impacts import ClockImpact, GoalImpact, Impact, LeadImpact, SlaImpact, StageImpact
from alignkit.agreement.own_period import asked_period, other_period, own_period
from alignkit.agreement.own_words import in_own_words
from alignkit.errors import Finding
from alignkit.funnel.follow_score import first_instant, in_utc, past_of
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.replay import Errors, replay
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros
from alignkit.periods import Period
from alignkit.rules.canonical import canonical
from alignkit.rules.decide import decide
from alignkit.rules.predicates import Rule
from alignkit.rules.scores import Points, Score
from alignkit.rules.unfold import Unfolding
from alignkit.rules.verdict import Verdict
from alignkit.scorecard.assess import assess
from alignkit.scorecard.readings import GoalReading


def backtest(
    old: Agreement,
    new: Agreement,
    facts: Facts,
    *,
    as_of: datetime,
    period: Period | str | None = None,
    errors: Errors = "collect",
) -> Impact:
    """Return which leads, clocks and goals would have come out otherwise if the new version had held all along.

    - A lead qualifies for a stage if the entry rule is YES at one of its observed entries into it, on what was known
      then. A lead that was never seen to enter qualifies if the rule is YES at any instant up to `as_of` at which its
      verdict can change. Where one version has no rule for the stage, it takes every lead that entered, and leads that
      never entered are not compared. Only stages with another rule are looked at.
    - A clock is the same clock if the SLA, the lead and the start are. It comes out otherwise if its state is another
      one, or if it runs under one of the versions alone.
    - Goals are those of each version for its period around `as_of`.

    With a `period`, such as a quarter that is over, only what falls into it is compared: entries in it and, of leads
    that never entered, instants in it; clocks that start in it; the goals that hold for it. Goals are not compared
    where those of one version hold for other periods.

    What people did is taken as it was: nobody knows what they would have done under other terms.

    Args:
        old: the version that was in force.
        new: the version that is tried on.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        period: a `Period`, or its text such as `2026-Q1`; None for all time, and goals of the one around `as_of`.
        errors: what to do with wrong facts: `collect` them as findings, `raise`, or be `strict` about doubts too.

    Raises:
        TimeError: `as_of` is naive; `unreadable-period`, `no-such-period`.
        DocumentError: `wrong-type`.
        DataError: with every finding of that level, as `errors` says.

    >>> from datetime import UTC
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.rules.field import field
    >>> def version(name, least):
    ...     mql = Stage("mql", "marketing", entry=field("employees") >= least, title="MQL")
    ...     funnel = Funnel("inbound", [mql, Stage("won", "sales", outcome="won")])
    ...     return Agreement("Inbound", version=name, zone="UTC", funnel=funnel)
    >>> facts = Facts({"L1": {"employees": 60}}, [Event("L1", datetime(2026, 2, 1, tzinfo=UTC), "stage", "mql")])
    >>> impact = backtest(version("1", 50), version("2", 80), facts, as_of=datetime(2026, 4, 1, tzinfo=UTC))
    >>> impact.stage("mql").sentence
    'MQL: 0 leads would have qualified instead of 1; 1 of those that did would not have.'
    """
    both = checked_agreement(old), checked_agreement(new)
    checked_instant(as_of, "as_of")
    span = asked_period(period, new.zone)
    told = [in_own_words(one, both, facts) for one in both]
    sides = [
        _Side(one, replay(one.funnel, own, as_of=as_of, errors=errors), own, errors)
        for one, own in zip(both, told, strict=True)
    ]
    findings = [finding for side in sides for finding in side.journeys.findings]
    stages = list(_stages(sides[0], sides[1], findings, span))
    slas = list(_slas(sides[0], sides[1], findings, span))
    goals = _goals(sides[0], sides[1], findings, span)
    return Impact(
        f"{old.name} {old.version}",
        f"{new.name} {new.version}",
        as_of,
        len(sides[0].journeys),
        stages,
        slas,
        goals,
        tuple(dict.fromkeys(findings)),
        span,
    )


class _Side(NamedTuple):
    """One version, and the facts as it tells them."""

    agreement: Agreement
    journeys: Journeys
    facts: Facts
    errors: Errors


# Leads ----------------------------------------------------------------------------------------------------------------


def _stages(old: _Side, new: _Side, findings: list[Finding], span: Period | None) -> Iterator[StageImpact]:
    before = {stage.id: stage for stage in old.agreement.funnel.stages}
    after = {stage.id: stage for stage in new.agreement.funnel.stages}
    for name in dict.fromkeys((*before, *after)):
        if name not in before or name not in after:
            only = (old if name in before else new).agreement.version
            text = f"the stage {name!r} stands in version {only} alone: its leads are not compared"
            findings.append(Finding("stage-of-one-version", text, name, "note"))
            continue
        rules = before[name].entry, after[name].entry
        if not _same(*rules):
            yield _stage(name, after[name].label, rules, old.journeys, span=span)


def _same(one: Rule | None, other: Rule | None) -> bool:
    """Say whether two rules say the same in whatever words; what stands inside under a name is looked at too."""
    if one is None or other is None:
        return one is other
    return one == other or canonical(one) == canonical(other)


def _stage(
    name: str, label: str, rules: tuple[Rule | None, Rule | None], journeys: Journeys, *, span: Period | None
) -> StageImpact:
    asked = [_Asked(rule) for rule in rules]
    counts = [0, 0]
    gained: list[LeadImpact] = []
    lost: list[LeadImpact] = []
    for journey in journeys:
        entries = [visit.entered_at for visit in journey.visits if visit.stage == name and not visit.inferred]
        if not entries and None in rules:
            continue
        seen = bool(entries)
        if seen and span is not None:
            entries = [at for at in entries if at in span]
            if not entries:
                continue  # it entered at another time
        first = [one.at_entry(journey, entries) if seen else one.ever(journey, span) for one in asked]
        for place, at in enumerate(first):
            counts[place] += at is not None
        before, after = first
        if before is None and after is not None:
            gained.append(LeadImpact(journey.lead, after, seen))
        elif before is not None and after is None:
            lost.append(LeadImpact(journey.lead, before, seen))
    return StageImpact(name, label, counts[0], counts[1], gained, lost)


class _Asked:
    """A rule, asked of lead after lead."""

    def __init__(self, rule: Rule | None) -> None:
        self.rule = rule
        # a score of one point while the rule is YES has the course of its verdict
        self.score = None if rule is None else Score("verdict", [Points(1, when=rule)])
        self.unfolding = None if self.score is None else Unfolding(self.score)

    def at_entry(self, journey: Journey, entries: Iterable[datetime]) -> datetime | None:
        """Return the first entry at which the rule was YES; without a rule, the first."""
        for at in entries:
            if self.rule is None:
                return at
            verdict = decide(self.rule, journey.fields_at(at), journey.events_until(at), as_of=at)
            if verdict is Verdict.YES:
                return at
        return None

    def ever(self, journey: Journey, span: Period | None) -> datetime | None:
        """Return the first instant at which the rule was YES, of all at which that can change, and the span's first."""
        if self.score is None or self.unfolding is None:
            return None
        now = micros(journey.as_of)
        begins = first_instant(journey, now)
        course = self.unfolding.over(past_of(journey, self.score, begins, now))
        turns = course.instants
        if span is not None:
            begins, end = max(begins, micros(span.starts_at)), min(now, micros(span.ends_at) - 1)
            turns = (begins, *(at for at in turns if begins < at <= end)) if begins <= end else ()
        return next((in_utc(at) for at in turns if course.at(at)), None)


# Clocks ---------------------------------------------------------------------------------------------------------------


def _slas(old: _Side, new: _Side, findings: list[Finding], span: Period | None) -> Iterator[SlaImpact]:
    before = {sla.name: sla for sla in old.agreement.slas}
    after = {sla.name: sla for sla in new.agreement.slas}
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        held = _readings(old, one, findings, span), _readings(new, other, findings, span)
        clocks = _clocks(*held)
        sla = other if other is not None else before[name]
        sizes = [None if asked is None else len(items) for asked, items in zip((one, other), held, strict=True)]
        yield SlaImpact(name, sla.label, sla.owner, sizes[0], sizes[1], clocks)


def _readings(side: _Side, sla: SLA | None, findings: list[Finding], span: Period | None) -> tuple[Reading, ...]:
    if sla is None:
        return ()
    readings = measure(sla, side.journeys, as_of=side.journeys.as_of)
    findings += readings.findings
    return tuple(reading for reading in readings if span is None or reading.started in span)


def _clocks(before: Iterable[Reading], after: Iterable[Reading]) -> Iterator[ClockImpact]:
    """Yield the clocks with another state; the same clock is that of one lead with one start."""
    held: dict[tuple[str, int], list[Reading]] = {}
    for reading in before:
        held.setdefault((reading.lead, micros(reading.started)), []).append(reading)
    for reading in after:
        same = held.get((reading.lead, micros(reading.started)))
        was = same.pop(0) if same else None
        if was is None or was.state != reading.state:
            yield ClockImpact(reading.lead, reading.started, None if was is None else was.state, reading.state)
    for left in held.values():
        yield from (ClockImpact(reading.lead, reading.started, reading.state, None) for reading in left)


# Goals ----------------------------------------------------------------------------------------------------------------


def _goals(old: _Side, new: _Side, findings: list[Finding], span: Period | None) -> list[GoalImpact]:
    if span is not None:
        strange = [
            side.agreement for side in (old, new) if side.agreement.goals and own_period(side.agreement, span) is None
        ]
        if strange:  # a goal of a month is no goal of a quarter
            findings += (other_period(agreement, span) for agreement in strange)
            return []
    before, after = _assessed(old, findings, span), _assessed(new, findings, span)
    return [GoalImpact(name, before.get(name), after.get(name)) for name in dict.fromkeys((*before, *after))]


def _assessed(side: _Side, findings: list[Finding], span: Period | None) -> dict[str, GoalReading]:
    if not side.agreement.goals:
        return {}
    own = None if span is None else own_period(side.agreement, span)
    card = side.agreement.scorecard_at(side.journeys.as_of if own is None else own.starts_at)
    assessment = assess(card, side.facts, as_of=side.journeys.as_of, errors=side.errors)
    findings += assessment.findings
    return {reading.goal.name: reading for reading in assessment.readings}
