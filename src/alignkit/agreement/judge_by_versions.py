"""Judge by versions: hold facts against the version of the agreement that was in force at their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.judgements import JudgedClock, JudgedEntry, JudgedGoal, Judgement, VersionedAnswer
from alignkit.agreement.own_words import in_own_words
from alignkit.agreement.versions import Tenure, Versions, checked_versions
from alignkit.errors import Finding
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.verify import verify
from alignkit.handoff.measure import measure
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros
from alignkit.periods import parse_period
from alignkit.scorecard.assess import assess


def assess_versions(
    versions: Versions, facts: Facts, *, as_of: datetime, restated: str | None = None, errors: Errors = "raise"
) -> VersionedAnswer:
    """Judge facts by the version of their time and, where asked, by one version alone beside it.

    An entry into a stage is judged by the version in force at its instant, a clock by that at its start. Goals are
    those of the newest version whose own period around `as_of` began while it was in force: a new version changes no
    target in the middle of a period. What came before the first version is judged by nobody, and counted.

    Each version reads the events in its own words: a stage that other versions alone know says nothing to it.

    Args:
        versions: the versions.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        restated: the version by which all is judged once more, to stand beside it.
        errors: what to do with wrong facts: `raise`, be `strict` about doubts too, or `collect` them as findings.

    Raises:
        TimeError: `as_of` is naive.
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
    one = None if restated is None else versions.version(restated)
    tenures = versions.tenures
    found: dict[str, _Judged] = {}
    findings: dict[Finding, None] = dict.fromkeys(versions.findings)
    asked = [tenure.agreement.version for tenure in tenures] + ([] if one is None else [one.version])
    for version in dict.fromkeys(asked):
        agreement = versions.version(version)
        whole = found[version] = _judged(agreement, in_own_words(agreement, versions, facts), as_of, errors)
        findings |= dict.fromkeys(whole.findings)
    entries: list[JudgedEntry] = []
    clocks: list[JudgedClock] = []
    for tenure in tenures:
        judged = found[tenure.agreement.version]
        entries += (entry for entry in judged.entries if entry.evidence.at in tenure)
        clocks += (clock for clock in judged.clocks if clock.reading.started in tenure)
    findings |= dict.fromkeys(_unjudged(tenures[0], found[tenures[0].agreement.version]))
    goals: list[JudgedGoal] = []
    holder = _holder(versions, as_of)
    if holder is not None:
        goals, doubts = _goals(holder, in_own_words(holder, versions, facts), as_of, errors)
        findings |= dict.fromkeys(doubts)
    elif any(tenure.agreement.goals for tenure in tenures):
        text = f"no version was in force when the period around {as_of.isoformat()} began: no goal is judged"
        findings[Finding("no-version", text, "goals", "warning")] = None
    other = None
    if one is not None:
        judged = found[one.version]
        theirs, doubts = _goals(one, in_own_words(one, versions, facts), as_of, errors)
        findings |= dict.fromkeys(doubts)
        other = Judgement(one.version, judged.entries, judged.clocks, theirs)
    return VersionedAnswer(versions, as_of, Judgement(None, entries, clocks, goals), other, tuple(findings))


class _Judged(NamedTuple):
    """All entries and clocks, at whatever time, as one version judges them."""

    entries: list[JudgedEntry]
    clocks: list[JudgedClock]
    findings: list[Finding]


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


def _holder(versions: Versions, as_of: datetime) -> Agreement | None:
    """Return the version whose goals count: the newest whose own period around `as_of` began in its tenure."""
    for tenure in reversed(versions.tenures):
        agreement = tenure.agreement
        period = parse_period(agreement.period, zone=agreement.zone, around=as_of)
        if (tenure.start is None or micros(tenure.start) <= micros(as_of)) and period.starts_at in tenure:
            return agreement
    return None


def _goals(
    agreement: Agreement, facts: Facts, as_of: datetime, errors: Errors
) -> tuple[list[JudgedGoal], tuple[Finding, ...]]:
    if not agreement.goals:
        return [], ()
    assessment = assess(agreement, facts, as_of=as_of, errors=errors)
    return [JudgedGoal(agreement.version, reading) for reading in assessment.readings], assessment.findings


def _unjudged(first: Tenure, judged: _Judged) -> Iterator[Finding]:
    """Say how much came before the first version."""
    start = first.start
    if start is None:
        return
    begins = micros(start)
    entries = sum(micros(one.evidence.at) < begins for one in judged.entries)
    clocks = sum(micros(one.reading.started) < begins for one in judged.clocks)
    if entries or clocks:
        text = (
            f"{entries:,} entries and {clocks:,} clocks came before {start.date()}, when version "
            f"{first.agreement.version} begins: nobody judges them"
        )
        yield Finding("before-agreement", text, first.agreement.version, "note")
