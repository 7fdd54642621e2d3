"""Judgements: entries, clocks and goals, each with the version of the agreement that judged it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import attrs

from alignkit.agreement.lists import listed, of_type
from alignkit.agreement.versions import Versions
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, shown
from alignkit.funnel.evidence import Evidence
from alignkit.handoff.readings import Reading
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.scorecard.readings import GoalReading


class JudgedEntry(NamedTuple):
    """An entry into a stage, checked against the entry rule of a version. Named tuples: there may be a million.

    Args:
        version: the version whose rule was asked.
        evidence: the lead, the stage, the instant and the verdict.
    """

    version: str
    evidence: Evidence


class JudgedClock(NamedTuple):
    """A clock, read by the SLA of a version.

    Args:
        version: the version whose SLA was asked.
        reading: the reading.
    """

    version: str
    reading: Reading


class JudgedGoal(NamedTuple):
    """A goal of a version, held against the facts of its period.

    Args:
        version: the version whose goal it is.
        reading: the reading.
    """

    version: str
    reading: GoalReading


def _entries(values: Iterable[JudgedEntry]) -> tuple[JudgedEntry, ...]:
    return tuple(
        sorted(
            listed(values, JudgedEntry, "entries"),
            key=lambda one: (one.evidence.lead, micros(one.evidence.at), one.evidence.stage),
        )
    )


def _clocks(values: Iterable[JudgedClock]) -> tuple[JudgedClock, ...]:
    return tuple(
        sorted(
            listed(values, JudgedClock, "clocks"),
            key=lambda one: (one.reading.sla_name, one.reading.lead, micros(one.reading.started)),
        )
    )


def _goals(values: Iterable[JudgedGoal]) -> tuple[JudgedGoal, ...]:
    return listed(values, JudgedGoal, "goals")


def _findings(values: Iterable[Finding]) -> tuple[Finding, ...]:
    return listed(values, Finding, "findings")


def _counts(values: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    pairs = listed(values.items() if isinstance(values, Mapping) else values, tuple, "counts")
    if not all(len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
        raise DocumentError.at("wrong-type", f"counts go from a name to a number, not {shown(values)}", path="counts")
    return tuple(sorted(pairs))


@attrs.frozen(slots=True)
class Judgement:
    """What became of all entries, clocks and goals: by the version of their time, or all by one.

    Args:
        by: the one version that judged all; None where each was judged by the version of its time.
        entries: the entries into stages with an entry rule, by lead and in time order.
        clocks: the clocks, by SLA, lead and start.
        goals: the goals of the period that is asked about, or of the one around `as_of`.
        entries_of_nobody: how many entries came before the first version, by stage, as that version calls it: nobody
            judges them, and they are not among `entries`.
        clocks_of_nobody: how many clocks started before it, by SLA.
    """

    by: str | None = attrs.field(validator=of_type(str, None))
    entries: tuple[JudgedEntry, ...] = attrs.field(converter=_entries)
    clocks: tuple[JudgedClock, ...] = attrs.field(converter=_clocks)
    goals: tuple[JudgedGoal, ...] = attrs.field(converter=_goals)
    entries_of_nobody: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_counts)
    clocks_of_nobody: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_counts)

    @property
    def entry_counts(self) -> dict[tuple[str, str], int]:
        """How many entries there are by (stage, verdict in a word), sorted."""
        words = {"YES": "entered by the rule", "NO": "against the rule", "UNKNOWN": "not known"}
        return dict(
            sorted(Counter((one.evidence.stage, words[one.evidence.verdict.name]) for one in self.entries).items())
        )

    @property
    def clock_counts(self) -> dict[tuple[str, str], int]:
        """How many clocks there are by (SLA, state), sorted."""
        return dict(sorted(Counter((one.reading.sla_name, one.reading.state) for one in self.clocks).items()))

    def to_dict(self) -> dict[str, object]:
        """Return the judgement as plain data."""
        return {
            "by": self.by,
            "entries": [
                {
                    "version": one.version,
                    "lead": one.evidence.lead,
                    "stage": one.evidence.stage,
                    "at": one.evidence.at.isoformat(),
                    "verdict": one.evidence.verdict.name,
                }
                for one in self.entries
            ],
            "clocks": [{"version": one.version, **one.reading.to_dict()} for one in self.clocks],
            "goals": [{"version": one.version, **one.reading.to_dict()} for one in self.goals],
            "nobody": {"entries": dict(self.entries_of_nobody), "clocks": dict(self.clocks_of_nobody)},
        }


@attrs.frozen(slots=True, repr=False)
class VersionedAnswer(Shown):
    """Facts judged by the version of their time and, where it was asked, restated by one version beside it.

    Args:
        versions: the versions of the agreement.
        as_of: up to when events count.
        by_time: each entry by its instant, each clock by its start, each goal by the start of its period.
        restated: all of them by one version; None where that was not asked.
        findings: what was doubtful about the versions and the facts.
        period: what was judged falls into this one; None for all, and the goals of the period around `as_of`.
    """

    versions: Versions = attrs.field(validator=of_type(Versions))
    as_of: datetime = attrs.field(validator=of_type(datetime))
    by_time: Judgement = attrs.field(validator=of_type(Judgement))
    restated: Judgement | None = attrs.field(default=None, validator=of_type(Judgement, None))
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings)
    period: Period | None = attrs.field(default=None, validator=of_type(Period, None))

    def blocks(self) -> Block:
        """Return both judgements side by side: counts of entries and clocks, and what became of the goals."""
        from alignkit.agreement.show_versions import answer_blocks  # drawing is loaded when something is drawn

        return answer_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as plain data."""
        return {
            "alignkit": 1,
            "kind": "versioned-answer",
            "as_of": self.as_of.isoformat(),
            "period": None if self.period is None else self.period.name,
            "by_time": self.by_time.to_dict(),
            "restated": None if self.restated is None else self.restated.to_dict(),
            "findings": [finding.to_dict() for finding in self.findings],
        }
