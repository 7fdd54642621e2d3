"""Draw the pictures as plain text: bars of blocks, a funnel, a timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.ticks import lies_within, moment_text, place
from alignkit.display.wrap import clipped, elided, pad, width_of, wrap
from alignkit.instants import micros

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from alignkit.display.blocks import Bar, FunnelPicture, Lane, Timeline, Tone

_NOTE = 80
FILLS: dict[Tone, str] = {"good": "█", "neutral": "▓", "warn": "▒", "muted": "░", "bad": "▚"}
"""A timeline's letters; the legend below it says what each one means."""


def filled(share: float, most: int) -> int:
    """Return how many of `most` blocks a share fills: all only for all, none only for nothing.

    >>> filled(0.8, 10), filled(0.999, 10), filled(0.001, 10), filled(0, 10)
    (8, 9, 1, 0)
    """
    if share <= 0 or share >= 1:
        return most if share >= 1 else 0
    return min(most - 1, max(1, round(share * most))) if most > 1 else 1


def bar_text(bar: Bar, blocks: int) -> str:
    """Draw a bar as blocks and its label.

    >>> from alignkit.display.blocks import Bar
    >>> bar_text(Bar(0.8), 10)
    '████████░░ 80 %'
    """
    full = filled(bar.share, blocks)
    return f"{'█' * full}{'░' * (blocks - full)} {clipped(bar.label, 100)}"


def funnel_lines(funnel: FunnelPicture, width: int, room: int) -> list[str]:
    """Draw a funnel: a bar a step beside name and count, and the notes at the end of the lines."""
    lines = wrap(clipped(funnel.title, max(40, min(2000, room // 4))), width) if funnel.title else []
    least = width * 2
    steps = funnel.steps[: max(1, room // least)] if room < least * len(funnel.steps) else funnel.steps
    largest = max((step.count for step in steps), default=0)
    named = [elided(step.label, width // 3) for step in steps]
    counts = [elided(f"{step.count:,}", width // 4) for step in steps]
    name_width = max(map(width_of, named), default=0)
    count_width = max(map(len, counts), default=0)
    notes = [clipped(step.note, 200) for step in steps]
    left = width - name_width - count_width - 4
    note_width = min(max(map(width_of, notes), default=0), left // 2)
    blocks = min(40, left - (note_width + 2 if note_width else 0))
    for step, name, count, note in zip(steps, named, counts, notes, strict=True):
        share = step.count / largest if largest else 0
        drawn = "█" * filled(share, blocks)
        told = wrap(note, note_width) if note else [""]
        lines.append(f"{pad(name, name_width)}  {pad(drawn, blocks)}  {pad(count, count_width, right=True)}  {told[0]}")
        lines += [" " * (width - left + blocks + 2) + line for line in told[1:]]
    more = len(funnel.steps) - len(steps)
    lines = [line.rstrip() for line in lines]
    return [*lines, f"… and {more:,} more steps"] if more else lines


def timeline_lines(timeline: Timeline, width: int, room: int) -> list[str]:
    """Draw a timeline: a strip of letters a lane, arrows at the moments, and what each letter means."""
    head = wrap(clipped(timeline.title, max(40, min(2000, room // 4))), width) if timeline.title else []
    most = max(1, (room - 400) // (width * 4))
    lanes, marks = timeline.lanes[:most], timeline.marks[: max(1, most // 2)]
    names = [elided(lane.label, width // 4) for lane in lanes]
    wide = max(map(width_of, names), default=0)
    indent = " " * (wide + 2 if wide else 0)
    strip = width - len(indent)
    start, end = moment_text(timeline.start, timeline), moment_text(timeline.end, timeline)
    if len(start) + len(end) < strip:
        head.append(f"{indent}{start}{end.rjust(strip - len(start))}")
    else:
        head += wrap(f"{start} to {end}", width)
    body = [f"{pad(name, len(indent))}{_strip(lane, timeline, strip)}" for name, lane in zip(names, lanes, strict=True)]
    arrows = [" "] * strip
    for mark in marks:
        if lies_within(mark.at, mark.at, timeline):
            arrows[_column(mark.at, timeline, strip)] = "▲"
    told = [f"▲ {moment_text(mark.at, timeline)}  {clipped(mark.label, 200)}" for mark in marks]
    if "▲" in arrows:
        body.append(indent + "".join(arrows).rstrip())
    for line in (*told, *_legend(lanes)):
        body += wrap(line, width)
    more = len(timeline.lanes) - len(lanes) + len(timeline.marks) - len(marks)
    return [*head, *body, f"… and {more:,} more lanes and moments"] if more else [*head, *body]


def _strip(lane: Lane, timeline: Timeline, strip: int) -> str:
    letters = ["·"] * strip
    for segment in lane.segments:
        if not lies_within(segment.start, segment.end, timeline):
            continue
        first = _column(segment.start, timeline, strip)
        last = max(first, _column(segment.end, timeline, strip) - (micros(segment.end) < micros(timeline.end)))
        letters[first : last + 1] = FILLS[segment.tone] * (last + 1 - first)
    return "".join(letters)


def _column(at: datetime, timeline: Timeline, strip: int) -> int:
    return min(strip - 1, int(place(at, timeline) * strip))


def _legend(lanes: Iterable[Lane]) -> list[str]:
    meant: dict[Tone, list[str]] = {}
    for lane in lanes:
        for segment in lane.segments[:1000]:
            words = meant.setdefault(segment.tone, [])
            label = clipped(segment.label, 60)
            if label and label not in words and len(words) < 6:
                words.append(label)
    told = [f"{FILLS[tone]} {', '.join(words)}" for tone, words in meant.items() if words]
    return ["   ".join(told)] if told else []
