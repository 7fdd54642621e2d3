"""How feedback is shown: by rule and by field, with counts, shares where there is enough to tell, and reasons."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from alignkit.display.blocks import Bar, Block, Cell, Column, Group, Heading, Mark, Paragraph, Table, percent
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.handoff.acceptance import HandoffState
from alignkit.together.feedbacks import Feedback, FeedbackGroup, FeedbackTable
from alignkit.together.intervals import Interval

MOST_GROUPS = 30
"""Of the groups of one table at most so many are shown."""
_REASONS = 2
_NO_ANSWER: tuple[tuple[HandoffState, str, str], ...] = (
    ("waiting", "waits", "wait"),
    ("silent", "is past the agreed time", "are past the agreed time"),
    ("withdrawn", "was withdrawn", "were withdrawn"),
)
_MET = {"yes": "met it", "no": "did not meet it", "unknown": "too little known"}
_OF_MET = {"yes": "that met it", "no": "that did not", "unknown": "of which too little was known"}


def feedback_blocks(found: Feedback) -> Block:
    """Return the answers of all, then by rule and by field."""
    count = len(found.whole.handoffs)
    said = f"{count:,} {'offer' if count == 1 else 'offers'}: {answers_words(found.whole)}."
    whole = Paragraph(said if count else "No lead was offered.")
    return Group([Heading(f"Feedback on leads offered in {found.label}"), whole, *tables_blocks(found)])


def tables_blocks(found: Feedback, level: int = 3) -> list[Block]:
    """Return a table for each rule and each field; what it tells stands above it. Without offers there is nothing."""
    if not found.whole.handoffs:
        return []
    blocks: list[Block] = []
    for kind, tables in groupby(found.tables, key=lambda table: table.kind):
        if kind == "rule":
            blocks.append(Heading("By rule", level))
        for table in tables:
            if kind == "field":
                blocks.append(Heading(f"By {table.what}", level))
            blocks += [Paragraph(table.sentence), _table(table)]
    return blocks


def answers_words(group: FeedbackGroup) -> str:
    """Say how offers were answered, what has no answer, and what was given back later."""
    counts = group.counts
    said = accepted_words(group)
    for state, one, many in _NO_ANSWER:
        if count := counts[state]:
            said += f"; {count:,} {one if count == 1 else many}"
    if group.returned:
        said += f"; {group.returned:,} of those accepted {_were(group.returned)} given back later"
    return said


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def accepted_words(group: FeedbackGroup) -> str:
    """Say how many of the answered ones were accepted: with the share and its interval where it says something."""
    if group.share is None or group.interval is None:
        return "none was answered yet" if group.handoffs else "no lead was offered"
    said = f"{group.accepted:,} of {group.answered:,} answered {_were(group.accepted)} accepted"
    if group.is_small:
        return f"{said}, too few for a share"
    return f"{said} ({percent(group.share)}, 95 % interval {interval_text(group.interval)})"


def interval_text(interval: Interval) -> str:
    """Write an interval in whole per cent.

    >>> from fractions import Fraction
    >>> interval_text(Interval(Fraction(1, 3), Fraction(1)))
    '33–100 %'
    """
    return f"{plain(interval.lowest * 100, 0)}–{plain(interval.highest * 100, 0)} %"


def table_sentence(table: FeedbackTable) -> str:
    """Say what a table tells, and no more than it does."""
    return _rule_sentence(table) if table.kind == "rule" else _field_sentence(table)


def _rule_sentence(table: FeedbackTable) -> str:
    told = [group for group in table.groups if group.answered]
    if not told:
        return f"{_opening(table.what)}: none was answered yet."
    first, *rest = told
    whom = "that did not meet it" if first.value == "no" else _OF_MET[str(first.value)]
    said = f"{_many(first)} {whom} {_were(first.accepted)} accepted{_percent(first)}"
    said += "".join(f", {_many(group)} {_OF_MET[str(group.value)]}{_percent(group)}" for group in rest)
    return f"{_opening(table.what)}: {said}."


def _opening(what: str) -> str:
    """Begin a sentence with the words of a rule; a name stays as it is."""
    return f"{what[:1].upper()}{what[1:]}" if " " in what else what


def _many(group: FeedbackGroup) -> str:
    return f"{group.accepted:,} of {group.answered:,}"


def _percent(group: FeedbackGroup) -> str:
    return "" if group.is_small or group.share is None else f" ({percent(group.share)})"


def _field_sentence(table: FeedbackTable) -> str:
    """Name the groups with enough answers that were accepted most and least often, and whether it may be chance."""
    told = [group for group in table.groups if not group.is_small and group.value is not None]
    if len(told) == 1:
        return f"Only {told[0].value} has enough answers for a share: {_many(told[0])}{_percent(told[0])}."
    if not told:
        return "There are too few answers to hold the groups against each other."
    ordered = sorted(told, key=lambda group: (group.share or 0, str(group.value)))
    least, most = ordered[0], ordered[-1]
    if least.share == most.share:
        return "All groups with enough answers were accepted alike."
    said = f"Accepted most often: {_named(most)}; least often: {_named(least)}."
    if least.interval and most.interval and most.interval.lowest <= least.interval.highest:
        said += " Their intervals overlap, so that this may be chance."
    return said


def _named(group: FeedbackGroup) -> str:
    return f"{group.value}, {_many(group)}{_percent(group)}"


def _table(table: FeedbackTable) -> Block:
    """Return a row a group; what none of them has is no column."""
    groups, more = cut(table.groups, MOST_GROUPS)
    is_rule = table.kind == "rule"
    columns: list[tuple[str | Column, Callable[[FeedbackGroup], Cell]]] = [
        ("the lead" if is_rule else table.what, _met if is_rule else _value),
        (Column("offered", "right"), lambda group: f"{len(group.handoffs):,}"),
        (Column("accepted", "right"), _many),
        ("share (95 % interval)", _share),
    ]
    if any(group.returned for group in groups):
        columns.append((Column("given back", "right"), lambda group: f"{group.returned:,}"))
    if any(_unanswered(group) for group in groups):
        columns.append(("no answer", _unanswered))
    if any(group.reasons for group in groups):
        columns.append(("reasons of a no", _reasons))
    rows = [tuple(write(group) for _, write in columns) for group in groups]
    return Table(tuple(head for head, _ in columns), rows, more=more)


def _met(group: FeedbackGroup) -> str:
    return _MET[str(group.value)]


def _value(group: FeedbackGroup) -> str:
    return "(not told)" if group.value is None else group.value


def _share(group: FeedbackGroup) -> Cell:
    if group.share is None or group.interval is None:
        return ""
    within = f"({interval_text(group.interval).removesuffix(' %')})"
    return (
        Mark(f"too few {within}", "muted") if group.is_small else Bar(group.share, f"{percent(group.share)} {within}")
    )


def _unanswered(group: FeedbackGroup) -> str:
    told = ((state, group.counts[state]) for state, _, _ in _NO_ANSWER)
    return ", ".join(f"{count:,} {state}" for state, count in told if count)


def _reasons(group: FeedbackGroup) -> str:
    told, more = cut(group.reasons, _REASONS)
    said = [f"{reason or 'no reason given'} ({count:,})" for reason, count in told]
    return ", ".join([*said, *([f"{more:,} other {'reason' if more == 1 else 'reasons'}"] if more else [])])
