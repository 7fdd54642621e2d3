"""Judge by versions: hold facts against the version of the agreement that was in force at their time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.judgements import JudgedClock, JudgedEntry, JudgedGoal, Judgement, VersionedAnswer
from alignkit.agreement.own_period import asked_period, other_period, own_period
from alignkit.agreement.own_words import in_own_words
from alignkit.agreement.versions import Tenure, Versions, checked_versions
from alignkit.errors import Finding
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.verify import verify
from alignkit.handoff.measure import measure
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros
from alignkit.periods import Period, parse_period
from alignkit.scorecard.assess import assess


def assess_versions(
    versions: Versions,
    facts: Facts,
    *,
    as_of: datetime,
    period: Period | str | None = None,
    restated: str | None = None,
    errors: Errors = "raise",
) -> VersionedAnswer:
    """Judge facts by the version of their time and, where asked, by one version alone beside it.

    An entry into a stage is judged by the version in force at its instant, a clock by that at its start. Goals are
    those of the newest version whose own period around `as_of` began while it was in force: a new version changes no
    target in the middle of a period. What came before the first version is judged by nobody, and counted.

    With a `period`, such as a quarter that is over, only entries and clocks that fall into it are judged, and the goals
    that hold for it: those of the version in force when it began.

    Each version reads the events in its own words: a stage that other versions alone know says nothing to it.

    Args:
        versions: the versions.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        period: what is judged falls into this one, a `Period` or its text, such as `2026-Q1`; None for all entries and
            clocks, and the goals of the period around `as_of`.
        restated: the version by which all is judged once more, to stand beside it.
        errors: what to do with wrong facts: `raise`, be `strict` about doubts too, or `collect` them as findings.

    Raises:
        TimeError: `as_of` is naive; `unreadable-period`, `no-such-period`.
        DocumentError: `wrong-type`, `unknown-version`.
        DataError: with every finding of that level, as `errors` says.

    >>> from datetime import UTC, date
    >>> import attrs
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.rules.field import field
    >>> def version(name, month, least):
    ...     mql = Stage("mql", "marketing", entry=field("employees") >= least)
    ...     funnel = Funnel("inbound", [mql, Stage("won", "sales", outcome="won")])
    ...     return Agreement("Inbound", version=name, zone="UTC", funnel=funnel, effective=date(2026, month, 1))
    >>> versions = Versions([version("1", 1, 50), version("2", 3, 80)])
    >>> facts = Facts({"L1": {"employees": 60}}, [Event("L1", datetime(2026, 2, 1, tzinfo=UTC), "stage", "mql")])
    >>> answer = assess_versions(versions, facts, as_of=datetime(2026, 4, 1, tzinfo=UTC), restated="2")
    >>> answer.by_time.entry_counts, answer.restated.entry_counts
    ({('mql', 'entered by the rule'): 1}, {('mql', 'against the rule'): 1})
    """
    versions = checked_versions(versions)
    checked_instant(as_of, "as_of")
    asked_for = asked_period(period, versions.items[-1].zone)
    one = None if restated is None else versions.version(restated)
    tenures = versions.tenures
    found: dict[str, _Judged] = {}
    findings: dict[Finding, None] = dict.fromkeys(versions.findings)
    asked = [tenure.agreement.version for tenure in tenures] + ([] if one is None else [one.version])
    for version in dict.fromkeys(asked):
        agreement = versions.version(version)
        whole = _judged(agreement, in_own_words(agreement, versions, facts), as_of, errors)
        found[version] = whole if asked_for is None else _within(whole, asked_for)
        findings |= dict.fromkeys(whole.findings)
    entries: list[JudgedEntry] = []
    clocks: list[JudgedClock] = []
    for tenure in tenures:
        judged = found[tenure.agreement.version]
        entries += (entry for entry in judged.entries if entry.evidence.at in tenure)
        clocks += (clock for clock in judged.clocks if clock.reading.started in tenure)
    nobody = _of_nobody(tenures[0], found[tenures[0].agreement.version])
    findings |= dict.fromkeys(_unjudged(tenures[0], nobody))
    goals: list[JudgedGoal] = []
    holder = _holder(versions, as_of, asked_for)
    if holder is not None:
        goals, doubts = _goals(holder, in_own_words(holder, versions, facts), as_of, errors, period=asked_for)
        findings |= dict.fromkeys(doubts)
    elif any(tenure.agreement.goals for tenure in tenures):
        findings[_no_holder(as_of, asked_for)] = None
    other = None
    if one is not None:
        judged = found[one.version]
        theirs, doubts = _goals(one, in_own_words(one, versions, facts), as_of, errors, period=asked_for)
        findings |= dict.fromkeys(doubts)
        other = Judgement(one.version, judged.entries, judged.clocks, theirs)
    by_time = Judgement(None, entries, clocks, goals, nobody.entry_counts, nobody.clock_counts)
    return VersionedAnswer(versions, as_of, by_time, other, tuple(findings), asked_for)


class _Judged(NamedTuple):
    """All entries and clocks, at whatever time, as one version judges them."""

    entries: list[JudgedEntry]
    clocks: list[JudgedClock]
    findings: list[Finding]

    @property
    def entry_counts(self) -> Counter[str]:
        return Counter(one.evidence.stage for one in self.entries)

    @property
    def clock_counts(self) -> Counter[str]:
        return Counter(one.reading.sla_name for one in self.clocks)


def _judged(agreement: Agreement, facts: Facts, as_of: datetime, errors: Errors) -> _Judged:
    name = agreement.version
    journeys = replay(agreement.funnel, facts, as_of=as_of, errors=errors)
    entries = [JudgedEntry(name, evidence) for evidence in verify(agreement.funnel, journeys)]
    findings = [*journeys.findings]
    clocks: list[JudgedClock] = []
    for sla in agreement.slas:
        readings = measure(sla, journeys, as_of=as_of)
        clocks += (JudgedClock(name, reading) for reading in readings)
        findings += readings.findings
    return _Judged(entries, clocks, findings)


def _within(judged: _Judged, period: Period) -> _Judged:
    """Return what falls into a period."""
    return _Judged(
        [one for one in judged.entries if one.evidence.at in period],
        [one for one in judged.clocks if one.reading.started in period],
        judged.findings,
    )


def _of_nobody(first: Tenure, judged: _Judged) -> _Judged:
    """Return what came before the first version, in its words."""
    begins = None if first.start is None else micros(first.start)
    if begins is None:
        return _Judged([], [], [])
    return _Judged(
        [one for one in judged.entries if micros(one.evidence.at) < begins],
        [one for one in judged.clocks if micros(one.reading.started) < begins],
        [],
    )


def _holder(versions: Versions, as_of: datetime, period: Period | None) -> Agreement | None:
    """Return the version whose goals count: the newest whose own period began in its tenure."""
    for tenure in reversed(versions.tenures):
        agreement = tenure.agreement
        if period is None:
            own = parse_period(agreement.period, zone=agreement.zone, around=as_of)
            if (tenure.start is None or micros(tenure.start) <= micros(as_of)) and own.starts_at in tenure:
                return agreement
            continue
        same = own_period(agreement, period)
        if same is not None and same.starts_at in tenure:
            return agreement
    return None


def _no_holder(as_of: datetime, period: Period | None) -> Finding:
    if period is None:
        text = f"no version was in force when the period around {as_of.isoformat()} began: no goal is judged"
    else:
        text = f"no version that was in force when {period.name} began has goals for it: no goal is judged"
    return Finding("no-version", text, "goals", "warning")


def _goals(
    agreement: Agreement, facts: Facts, as_of: datetime, errors: Errors, *, period: Period | None
) -> tuple[list[JudgedGoal], tuple[Finding, ...]]:
    if not agreement.goals:
        return [], ()
    own = None if period is None else own_period(agreement, period)
    if period is not None and own is None:
        return [], (other_period(agreement, period),)
    card = agreement.scorecard_at(as_of if own is None else own.starts_at)
    assessment = assess(card, facts, as_of=as_of, errors=errors)
    return [JudgedGoal(agreement.version, reading) for reading in assessment.readings], assessment.findings


def _unjudged(first: Tenure, nobody: _Judged) -> Iterator[Finding]:
    """Say how much came before the first version."""
    if first.start is not None and (nobody.entries or nobody.clocks):
        text = (
            f"{len(nobody.entries):,} entries and {len(nobody.clocks):,} clocks came before {first.start.date()}, when "
            f"version {first.agreement.version} begins: nobody judges them"
        )
        yield Finding("before-agreement", text, first.agreement.version, "note")
