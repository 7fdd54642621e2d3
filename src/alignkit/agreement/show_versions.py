"""How the versions of an agreement are shown, and facts judged by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.agreement.canonical import digest
from alignkit.display.blocks import Block, Bullets, Cell, Column, Group, Heading, Mark, Paragraph, Table
from alignkit.display.size import cut
from alignkit.scorecard.metrics import scale_of
from alignkit.scorecard.quantities import quantity_text
from alignkit.scorecard.say import agreed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alignkit.agreement.judgements import JudgedGoal, Judgement, VersionedAnswer
    from alignkit.agreement.versions import Tenure, Versions
    from alignkit.errors import Finding

_MOST_FINDINGS = 100
_NOBODY = "judged by nobody"
_MOST_ALIKE = 3
"""Of one kind so many are told, and the rest are counted."""


def versions_blocks(versions: Versions) -> Block:
    """Return which version is in force when, who signed it, and what is doubtful."""
    tenures, more = cut(versions.tenures)
    rows = [
        (tenure.agreement.version, tenure.told, _signed(tenure), digest(tenure.agreement)[:12]) for tenure in tenures
    ]
    return Group(
        [
            Heading(f"Versions of {versions.items[-1].name}"),
            Table(("version", "in force", "signed by", "digest"), rows, more=more),
            *_findings(versions.findings),
        ]
    )


def _signed(tenure: Tenure) -> Cell:
    terms = digest(tenure.agreement)
    signed = {signoff.team for signoff in tenure.agreement.signoffs if signoff.digest == terms}
    told = " and ".join(team for team in tenure.agreement.teams if team in signed)
    whole = len(signed) == len(tenure.agreement.teams)
    return Mark(told or "nobody", "good" if whole else "warn")


def _findings(findings: Iterable[Finding]) -> list[Block]:
    """List what was found, the worst and the rarest first, so that hundreds of one kind bury nothing."""
    levels = {"error": 0, "warning": 1, "note": 2}
    kinds: dict[tuple[int, str], dict[str, None]] = {}
    for finding in findings:
        kinds.setdefault((levels[finding.level], finding.code), {})[finding.message] = None
    told: list[str] = []
    for (_, code), messages in sorted(kinds.items(), key=lambda kind: (kind[0][0], len(kind[1]), kind[0][1])):
        few, more = cut(tuple(messages), _MOST_ALIKE)
        told += [*few, *([f"and {more:,} more of the kind {code}"] if more else [])]
    if not told:
        return []
    listed, left_out = cut(told, _MOST_FINDINGS)
    return [Heading("What is doubtful", 3), Bullets(listed, left_out)]


def answer_blocks(answer: VersionedAnswer) -> Block:
    """Return the facts judged by the version of their time, beside the same restated by one version."""
    when = answer.as_of.isoformat(" ", "minutes")
    which = "" if answer.period is None else f" of {answer.period.name}"
    told = f"Each entry, clock and goal{which} is judged by the version of its time, as of {when}"
    other = answer.restated
    if other is not None:
        told += f"; beside it stands what version {other.by} would have said of all of them"
    sides = [answer.by_time, *([other] if other is not None else [])]
    heads = [Column(_side(side), "right") for side in sides]
    blocks: list[Block] = [Heading("Facts and the version of their time"), Paragraph(f"{told}.")]
    rows, more = cut(_counted(sides, answer.versions))
    if rows:
        blocks.append(Table((Column(""), *heads), rows, "How many entries and clocks came out how.", more))
    goals, more = cut(_goals(sides))
    if goals:
        blocks.append(Table((Column("goal"), *heads), goals, "What became of the goals.", more))
    return Group([*blocks, *_findings(answer.findings)])


def _side(side: Judgement) -> str:
    return "by the version of their time" if side.by is None else f"restated by {side.by}"


def _counted(sides: list[Judgement], versions: Versions) -> list[tuple[Cell, ...]]:
    # what the newest version that has it calls it
    stages = {stage.id: stage.label for agreement in versions for stage in agreement.funnel.stages}
    slas = {sla.name: sla.label for agreement in versions for sla in agreement.slas}
    rows: dict[tuple[str, str], list[Cell]] = {}
    for place, side in enumerate(sides):
        entries = [*side.entry_counts.items(), *(((name, _NOBODY), count) for name, count in side.entries_of_nobody)]
        clocks = [*side.clock_counts.items(), *(((name, _NOBODY), count) for name, count in side.clocks_of_nobody)]
        for what, labels, counts in (("entries", stages, sorted(entries)), ("clocks", slas, sorted(clocks))):
            for (name, state), count in counts:
                row = rows.setdefault((what, f"{labels.get(name, name)}: {state}"), ["–"] * len(sides))
                row[place] = f"{count:,}"
    return [(name, *counts) for (_, name), counts in rows.items()]


def _goals(sides: list[Judgement]) -> list[tuple[Cell, ...]]:
    rows: dict[str, list[Cell]] = {}
    for place, side in enumerate(sides):
        for goal in side.goals:
            rows.setdefault(goal.reading.goal.label, ["–"] * len(sides))[place] = _reached(goal)
    return [(name, *cells) for name, cells in rows.items()]


def _reached(goal: JudgedGoal) -> str:
    reading = goal.reading
    scale = scale_of(reading.goal.metric)
    actual = quantity_text(reading.actual, scale)
    return f"{actual} of {agreed(reading.goal)}: {reading.status} ({goal.version})"
