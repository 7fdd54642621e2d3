"""Draw the pictures as SVG: self-contained, escaped, as wide as their place, with words for screen readers.

Text takes the colour of its surroundings (`currentColor`), and shapes the middle colours of `style`, so a picture
stands on white and on dark ground alike. No ids are used: many pictures share one page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from alignkit.display.blocks import Bar, CurvePicture, FunnelPicture, StepLine, Timeline, Waterfall
from alignkit.display.pictures import Level
from alignkit.display.step_columns import columns, number_text, scale
from alignkit.display.style import COLOURS
from alignkit.display.svg_curve import curve_svg
from alignkit.display.svg_parts import (
    AT_END,
    BOLD,
    FAINT,
    LONGEST,
    MIDDLE,
    SMALL,
    drawn_width,
    framed,
    label_at,
    numeral,
    rect,
)
from alignkit.display.svg_waterfall import waterfall_svg
from alignkit.display.ticks import lies_within, moment_text, place, ticks
from alignkit.display.wrap import elided, escaped, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alignkit.display.blocks import Lane, Moment, Picture, Segment
    from alignkit.display.pictures import OverTime
    from alignkit.display.step_columns import Reach

_MOST_STEPS, _MOST_LANES, _MOST_SEGMENTS, _MOST_MOMENTS = 40, 30, 240, 40


def to_svg(block: Picture) -> str:
    """Draw a picture (funnel, timeline, step line, waterfall, curve or bar) as one SVG element, which is also a file.

    >>> to_svg(Bar(0.8))[:60]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 22"'
    """
    match block:
        case FunnelPicture():
            return _funnel(block)
        case Timeline():
            return _timeline(block)
        case StepLine():
            return _step_line(block)
        case Waterfall():
            return waterfall_svg(block)
        case CurvePicture():
            return curve_svg(block)
        case Bar():
            return _bar(block)
        case _:
            assert_never(block)


def bar_strip(bar: Bar) -> str:
    """Draw the bar without its label, for a place where the label stands beside it as text."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{rect((0, 0, 100, 10), 'currentColor', 0.14)}{rect((0, 0, bar.share * 100, 10), COLOURS[bar.tone])}</svg>"
    )


def _bar(bar: Bar) -> str:
    label = elided(bar.label, 26)
    parts = [
        rect((0, 6, 120, 10), "currentColor", 0.14, ' rx="2"'),
        rect((0, 6, bar.share * 120, 10), COLOURS[bar.tone], 1, ' rx="2"'),
        label_at(130, 15.5, label),
    ]
    return framed((240, 22), bar.label, f"A bar filled to {bar.share * 100:.0f} %.", parts)


_FUNNEL_WIDTH, _MID, _WIDEST = 420, 232, 216
_BAR_HIGH, _STEP_HIGH = 30, 58


def _funnel(funnel: FunnelPicture) -> str:
    steps = funnel.steps[:_MOST_STEPS]
    more = len(funnel.steps) - len(steps)
    largest = max((step.count for step in steps), default=0) or 1
    wide = [max(2.0, _WIDEST * (step.count / largest)) for step in steps]
    colour = COLOURS["neutral"]
    head = 22.0 if steps and steps[0].note else 4.0  # the first step's note stands above it
    below: list[str] = []
    above: list[str] = []
    for index, step in enumerate(steps):
        top = head + index * _STEP_HIGH
        if index:
            x, before = wide[index] / 2, wide[index - 1] / 2
            up = top - _STEP_HIGH + _BAR_HIGH
            edges = [(_MID - before, up), (_MID + before, up), (_MID + x, top), (_MID - x, top)]
            corners = " ".join(f"{numeral(across)},{numeral(down)}" for across, down in edges)
            below.append(f'<polygon points="{corners}" fill="{colour}" fill-opacity=".18"/>')
            above.append(label_at(_MID, (up + top) / 2 + 4, elided(step.note, 46), MIDDLE + SMALL))
        below.append(rect((_MID - wide[index] / 2, top, wide[index], _BAR_HIGH), colour, 1, ' rx="2"'))
        above += _beside(step.label, 0, top + _BAR_HIGH / 2)
        above.append(label_at(_FUNNEL_WIDTH, top + _BAR_HIGH / 2 + 5, _number(step.count), AT_END + BOLD))
        if not index:
            above.append(label_at(_MID, 14, elided(step.note, 46), MIDDLE + SMALL))
    height = head + max(1, len(steps)) * _STEP_HIGH - (_STEP_HIGH - _BAR_HIGH) + 4
    if more:
        height += 24
        above.append(label_at(0, height - 8, f"… and {more:,} more steps", FAINT))
    told = "; ".join(f"{elided(s.label, LONGEST)}: {s.count:,}{_told(s.note)}" for s in steps)
    return framed((_FUNNEL_WIDTH, height), funnel.title or "Funnel", f"{told}.", below + above)


def _told(note: str) -> str:
    return f" ({elided(note, LONGEST)})" if note else ""


def _number(count: int) -> str:
    """Write a count in full, or in powers of ten where no picture has room for it."""
    text = f"{count:,}" if count < 10**15 else f"10^{len(str(count)) - 1}" if count < 10**4000 else "10^4000 and more"
    return elided(text, 19)


def _beside(label: str, x: float, middle: float) -> list[str]:
    """Write a label of up to two lines of 15 columns beside a bar, whole in the tip where it is cut."""
    lines = wrap(elided(label, LONGEST), 15)
    if len(lines) > 2:
        lines = [lines[0], elided(" ".join(lines[1:]), 15)]
    top = middle + 5 - 8 * (len(lines) - 1)
    return [label_at(x, top + 16 * number, line, BOLD) for number, line in enumerate(lines)]


_TIME_WIDTH, _LEFT, _RIGHT_EDGE = 660, 140, 644
_LANE_HIGH, _ROW_HIGH = 30, 18


def _timeline(timeline: Timeline) -> str:
    lanes, marks = timeline.lanes[:_MOST_LANES], timeline.marks[:_MOST_MOMENTS]
    more = len(timeline.lanes) - len(lanes) + len(timeline.marks) - len(marks)
    room = _MOST_SEGMENTS
    rows = _rows(marks, timeline)
    top = (max((row for _, row in rows), default=-1) + 1) * _ROW_HIGH + 8.0
    bottom = top + max(1, len(lanes)) * _LANE_HIGH
    parts = _axis(timeline, top, bottom)
    legend: list[tuple[str, str]] = []
    for index, lane in enumerate(lanes):
        y = top + index * _LANE_HIGH
        segments = [s for s in lane.segments[:room] if lies_within(s.start, s.end, timeline)]
        more += len(lane.segments) - len(lane.segments[:room])
        room -= len(segments)
        parts.append(label_at(0, y + 20, elided(lane.label, 17), BOLD))
        parts += [_segment(segment, y + 5, timeline, legend) for segment in segments]
    parts += [_moment(mark, row, bottom, timeline) for mark, row in rows]
    height = bottom + (40 if any(below for _, _, below in ticks(timeline)) else 25)
    if legend:
        drawn, height = _legend(legend, height)
        parts += drawn
    if more:
        height += 20
        parts.append(label_at(0, height - 8, f"… and {more:,} more parts", FAINT))
    return framed((_TIME_WIDTH, height), timeline.title or "Timeline", _story(timeline, lanes, marks), parts)


def _x(at: datetime, timeline: OverTime) -> float:
    return _LEFT + (_RIGHT_EDGE - _LEFT) * place(at, timeline)


def _axis(timeline: OverTime, top: float, bottom: float) -> list[str]:
    edge = f'<path d="M{_LEFT} {numeral(bottom)}H{_RIGHT_EDGE}" stroke="currentColor" stroke-opacity=".5"/>'
    parts = [edge]
    for share, line, below in ticks(timeline):
        x = _LEFT + (_RIGHT_EDGE - _LEFT) * share
        stroke = 'stroke="currentColor" stroke-opacity=".16"'
        parts.append(f'<path d="M{numeral(x)} {numeral(top)}V{numeral(bottom + 4)}" {stroke}/>')
        parts += [_tick(x, bottom + 17, line, SMALL), _tick(x, bottom + 32, below, SMALL + FAINT)]
    return parts


def _tick(x: float, y: float, text: str, more: str) -> str:
    """Write what stands below a tick: in its middle, or at the edge where it would run out of the picture."""
    if x + drawn_width(text) / 2 > _TIME_WIDTH:
        return label_at(_TIME_WIDTH, y, text, AT_END + more)
    return label_at(x, y, text, MIDDLE + more)


def _segment(segment: Segment, y: float, timeline: Timeline, legend: list[tuple[str, str]]) -> str:
    x, end = _x(segment.start, timeline), _x(segment.end, timeline)
    wide = max(2.0, end - x)
    colour = COLOURS[segment.tone]
    label = elided(segment.label, 60)
    fits = drawn_width(label) + 10 <= wide
    if label and not fits and (segment.tone, label) not in legend and len(legend) < 12:
        legend.append((segment.tone, label))
    tip = (
        f"{label + ': ' if label else ''}{moment_text(segment.start, timeline)} to {moment_text(segment.end, timeline)}"
    )
    dashes = ' stroke-dasharray="3 2"' if segment.tone == "muted" else ""
    box = rect((x, y, wide, 20), colour, 0.3, f' rx="2" stroke="{colour}"{dashes}')
    return f"<g><title>{escaped(tip)}</title>{box}{label_at(x + 5, y + 14, label, SMALL) if fits else ''}</g>"


def _rows(marks: tuple[Moment, ...], timeline: OverTime) -> list[tuple[Moment, int]]:
    """Give each mark the first row above the lanes where its label does not run into another."""
    ends: list[float] = []
    rows: list[tuple[Moment, int]] = []
    on_it = (mark for mark in marks if lies_within(mark.at, mark.at, timeline))
    for mark in sorted(on_it, key=lambda mark: place(mark.at, timeline)):
        x, wide = _x(mark.at, timeline), drawn_width(elided(mark.label, 40), 13)
        left = x - wide - 6 if x + wide + 6 > _TIME_WIDTH else x
        row = next((number for number, end in enumerate(ends) if left > end + 8), len(ends))
        ends[row : row + 1] = [max(x, left + wide + 6)]
        rows.append((mark, row))
    return rows


def _moment(mark: Moment, row: int, bottom: float, timeline: OverTime) -> str:
    x, y = _x(mark.at, timeline), row * _ROW_HIGH + 4.0
    label = elided(mark.label, 40)
    turned = x + drawn_width(label, 13) + 6 > _TIME_WIDTH
    tip = f"{elided(mark.label, LONGEST)}: {moment_text(mark.at, timeline)}"
    line = f'<path d="M{numeral(x)} {numeral(y)}V{numeral(bottom)}" stroke="{COLOURS[mark.tone]}" stroke-width="2"/>'
    words = label_at(x + (-6 if turned else 6), y + 11, label, (AT_END if turned else "") + SMALL + BOLD)
    return f"<g><title>{escaped(tip)}</title>{line}{words}</g>"


def _legend(legend: list[tuple[str, str]], y: float) -> tuple[list[str], float]:
    parts: list[str] = []
    x = float(_LEFT)
    y += 10
    for tone, label in legend:
        wide = drawn_width(label) + 34
        if x > _LEFT and x + wide > _TIME_WIDTH:
            x, y = float(_LEFT), y + 20
        colour = COLOURS[tone]  # type: ignore[index]  # the tone of a Segment, checked there
        dashes = ' stroke-dasharray="3 2"' if tone == "muted" else ""
        parts.append(rect((x, y - 9, 12, 12), colour, 0.3, f' rx="2" stroke="{colour}"{dashes}'))
        parts.append(label_at(x + 18, y + 1.5, label, SMALL))
        x += wide
    return parts, y + 12


def _story(timeline: Timeline, lanes: tuple[Lane, ...], marks: tuple[Moment, ...]) -> str:
    start, end = moment_text(timeline.start, timeline), moment_text(timeline.end, timeline)
    told = [f"From {start} to {end}."]
    for lane in lanes:
        segments = [
            f"{elided(s.label or s.tone, 60)} {moment_text(s.start, timeline)} to {moment_text(s.end, timeline)}"
            for s in lane.segments[:20]
        ]
        told.append(f"{elided(lane.label, LONGEST)}: {', '.join(segments) or 'nothing'}.")
    told += [f"{elided(mark.label, LONGEST)}: {moment_text(mark.at, timeline)}." for mark in marks]
    return " ".join(told)


_PLOT_HIGH = 120.0
_LEVEL_COLUMNS = 17


def _step_line(line: StepLine) -> str:
    marks, levels = line.marks[:_MOST_MOMENTS], line.levels[:_MOST_LANES]
    more = len(line.marks) - len(marks) + len(line.levels) - len(levels)
    low, high = scale(line)
    rows = _rows(marks, line)
    top = (max((row for _, row in rows), default=-1) + 1) * _ROW_HIGH + 12.0
    bottom = top + _PLOT_HIGH

    def y(value: float) -> float:
        # halves, since the difference of two floats may be none
        return bottom - (value / 2 - low / 2) / (high / 2 - low / 2) * _PLOT_HIGH

    parts = _axis(line, top, bottom)
    reaches = columns(line, _RIGHT_EDGE - _LEFT)
    path = _path(reaches, y)
    if path:
        colour = COLOURS["neutral"]
        left = _LEFT + sum(reach is None for reach in reaches)
        parts.append(f'<path d="{path}V{numeral(y(0.0))}H{left}Z" fill="{colour}" fill-opacity=".18"/>')
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    if low < 0 < high:
        parts.append(f'<path d="M{_LEFT} {numeral(y(0.0))}H{_RIGHT_EDGE}" stroke="currentColor" stroke-opacity=".5"/>')
    taken: list[float] = []
    zero = [Level(0, "")] if low < 0 < high else []
    ordered = sorted(levels, key=lambda level: -level.value)
    for level in (*ordered, Level(high, ""), Level(low, ""), *zero):
        down = y(level.value)
        number = number_text(level.value)
        told = f"{elided(level.label, max(4, _LEVEL_COLUMNS - width_of(number)))}: {number}" if level.label else number
        beside = _free(down, taken, (10, bottom)) if level.label else _free(down, taken, (down, down))
        if beside is not None:
            taken.append(beside)
            parts.append(label_at(_LEFT - 8, beside + 4, told, AT_END + SMALL + ("" if level.label else FAINT)))
        if level.label:
            tip = f"<title>{escaped(elided(level.label, LONGEST))}: {number_text(level.value)}</title>"
            dashed = f'stroke="{COLOURS[level.tone]}" stroke-width="1.5" stroke-dasharray="5 4"'
            parts.append(f'<g>{tip}<path d="M{_LEFT} {numeral(down)}H{_RIGHT_EDGE}" fill="none" {dashed}/></g>')
    parts += [_moment(mark, row, bottom, line) for mark, row in rows]
    height = bottom + (40 if any(below for _, _, below in ticks(line)) else 25)
    if more:
        height += 20
        parts.append(label_at(0, height - 8, f"… and {more:,} more parts", FAINT))
    return framed((_TIME_WIDTH, height), line.title or "Number over time", _line_story(line, levels, marks), parts)


def _free(down: float, taken: list[float], within: tuple[float, float]) -> float | None:
    """Return a height near to a level, within bounds, at which its words run into no others."""
    for shift in (0, 13, -13, 26, -26):
        here = down + shift
        if within[0] <= here <= within[1] and all(abs(here - other) >= 13 for other in taken):
            return here
    return None


def _path(reaches: list[Reach | None], y: Callable[[float], float]) -> str:
    """Return the commands of a line: down and up within a column, across to the next in which something changes."""
    commands: list[str] = []
    here = None
    for across, reach in enumerate(reaches):
        if reach is None:
            continue
        heights = [numeral(y(value)) for value in (reach.first, reach.highest, reach.lowest, reach.last)]
        if here is None:
            here = heights[0]
            commands.append(f"M{_LEFT + across} {here}")
        turns = [height for height, before in zip(heights, [here, *heights], strict=False) if height != before]
        if turns:
            commands.append(f"H{_LEFT + across}V{'V'.join(turns)}")
            here = heights[-1]
    return f"{''.join(commands)}H{_RIGHT_EDGE}" if commands else ""


def _line_story(line: StepLine, levels: tuple[Level, ...], marks: tuple[Moment, ...]) -> str:
    told = [f"From {moment_text(line.start, line)} to {moment_text(line.end, line)}."]
    shown = [reach for reach in columns(line, 1) if reach is not None]
    for first, lowest, highest, last in shown:
        least, most = number_text(lowest), number_text(highest)
        told.append(f"{number_text(first)} at first, {least} at least, {most} at most, {number_text(last)} at last.")
    told += [f"{elided(level.label, LONGEST)}: {number_text(level.value)}." for level in levels]
    told += [f"{elided(mark.label, LONGEST)}: {moment_text(mark.at, line)}." for mark in marks]
    return " ".join(told)
