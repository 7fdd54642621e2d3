"""Trace the parts of a definition: each question with what was found, as far as there is room for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar, assert_never

from attrs import evolve

from alignkit.errors import of_document, shown
from alignkit.exact import plain
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.bounds import Outlook, fading
from alignkit.rules.constants import kind_of
from alignkit.rules.decay import DAY, Fading
from alignkit.rules.describe import in_short, points_words, times
from alignkit.rules.grids import Grid, bands_within, cells_in
from alignkit.rules.judge import judge
from alignkit.rules.node import Condition
from alignkit.rules.otherwise.imagine_lists import listed_items
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Did,
    EveryItem,
    FieldTest,
    Named,
    Not,
    Rule,
    ScoreCompare,
)
from alignkit.rules.questions import EVENTS
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.trace import Trace, points_text
from alignkit.rules.verdict import Verdict

MOST_PARTS = 2_000
"""A trace has about so many parts in all; what does not fit is counted."""
MOST_BESIDE = 200
"""So many parts stand beside each other."""
MOST_CELLS = 9
"""So many cells are named in a sentence."""
MOST_UNKNOWN = 100
"""So many unknown fields are named for a part."""
_MOST_ITEMS = 3
_NAMELESS: Mapping[int, str] = MappingProxyType({})

Part = TypeVar("Part")


class Tracing:
    """Makes the trace of one definition for one lead. `room` is how many parts may stand below one."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self._told: set[int] = set()
        """The scores whose parts are told already; where they stand again, they are "as above"."""

    def rule(self, rule: Rule, room: int) -> Trace:
        """Return the trace of a rule."""
        match rule:
            case AllOf() | AnyOf() | AtLeast():
                return self._group(rule, room)
            case Not():
                inner = () if room < 1 else (self.rule(rule.rule, room - 1),)
                return Trace("not", self._verdict(rule), children=inner, more=1 - len(inner), unknown=self._open(rule))
            case Named():
                if isinstance(rule.rule, AllOf | AnyOf | AtLeast):
                    trace = self._group(rule.rule, room, _branches(rule))
                    return evolve(trace, asked=f"{rule.label}: {trace.asked}")
                inner = () if room < 1 else (self.rule(rule.rule, room - 1),)
                return Trace(
                    rule.label, self._verdict(rule), children=inner, more=1 - len(inner), unknown=self._open(rule)
                )
            case Did():
                return self._did(rule)
            case ScoreCompare():
                return self._threshold(rule, room)
            case Condition():
                return self._test(rule)
            case _:
                assert_never(rule)

    def _verdict(self, rule: Rule) -> Verdict:
        return self._outlook.answer(rule).verdict

    def _open(self, definition: Rule | Score) -> tuple[str, ...]:
        return self._outlook.unknown(definition)[:MOST_UNKNOWN]

    def _group(self, rule: AllOf | AnyOf | AtLeast, room: int, names: Mapping[int, str] = _NAMELESS) -> Trace:
        def named(part: Rule, room: int) -> Trace:
            trace = self.rule(part, room)
            return evolve(trace, asked=f"{names[id(part)]}: {trace.asked}") if names else trace

        verdict = self._verdict(rule)
        # where there is no room for all, those that decide come first
        children, more = _below(rule.rules, lambda part: self._verdict(part) is verdict, named, room)
        asked, found = "all of" if isinstance(rule, AllOf) else "any of", ""
        if isinstance(rule, AtLeast):
            asked = f"at least {rule.n} of {len(rule.rules)}"
            found = f"{sum(self._verdict(part) is Verdict.YES for part in rule.rules)}"
        return Trace(asked, verdict, found, children=children, more=more, unknown=self._open(rule))

    def _test(self, test: FieldTest) -> Trace:
        lead = self._outlook.known.lead
        present = test.field in lead
        value = lead.get(test.field)
        verdict, reason, note = self._outlook.judged(test)
        with of_document():  # for people, who need not know how Python writes a value
            seen = "nothing" if not present else "None" if value is None else shown(value)
        if reason == "missing":
            reason = "none" if present else "absent"
            if kind_of(value) == "missing":  # else an item of a list is
                note = "the field has no value" if present else "the field is absent"
        elif type(value) is str and not value:
            reason, note = reason or "empty-text", note or "an empty text"
        elif isinstance(test, AnyItem | EveryItem) and not reason:
            note = self._items(test, value, verdict)
        return Trace(in_short(test), verdict, seen, reason, note, unknown=self._open(test))

    def _items(self, test: AnyItem | EveryItem, value: object, verdict: Verdict) -> str:
        """Say which items of a list decided."""
        items = listed_items(value)
        if not items:
            return "an empty list"
        deciding = [item for item in items if judge(test.test, item, self._outlook.now).verdict is verdict]
        named = ", ".join(map(shown, deciding[:_MOST_ITEMS])) + (", …" if len(deciding) > _MOST_ITEMS else "")
        if isinstance(test, AnyItem):
            return (
                f"none of {len(items)} items"
                if verdict is Verdict.NO
                else f"{len(deciding)} of {len(items)} items: {named}"
            )
        return (
            f"all of {len(items)} items"
            if verdict is Verdict.YES
            else f"{len(deciding)} of {len(items)} items not: {named}"
        )

    def _did(self, rule: Did) -> Trace:
        if self._outlook.known.events is None:
            return Trace(
                in_short(rule),
                Verdict.UNKNOWN,
                reason="no-events",
                note="no events were given",
                unknown=self._open(rule),
            )
        count = len(self._outlook.hits(rule))
        return Trace(in_short(rule), self._verdict(rule), times(count) if count else "none")

    def _threshold(self, rule: ScoreCompare, room: int) -> Trace:
        inner = self.score(rule.score, room)
        total, reach, without_events = self._outlook.standing(rule.score)
        verdict = self._verdict(rule)
        limit = millionths(rule.points)
        notes = [inner.note] if inner.note else []
        if without_events:
            notes.append("no events were given")
        elif verdict is Verdict.NO and total != limit:
            apart = points_text(as_points(abs(limit - total)))
            notes.append(f"{apart} {'lacking' if total < limit else 'too many'}")
        unknown = self._open(rule)
        if unknown and None not in reach:
            low, high = (points_text(as_points(end or 0), rule.points) for end in reach)
            notes.append(f"{low} to {high} while something is unknown")
        return Trace(
            in_short(rule),
            verdict,
            points_words(as_points(total), points_text(as_points(total), rule.points)),
            inner.reason,
            "; ".join(notes),
            children=inner.children,
            more=inner.more,
            unknown=unknown,
            least=inner.least,
            most=inner.most,
        )

    def banded(self, score: Score, room: int) -> Trace:
        """Return the trace of a score, with its band and how far the next one is."""
        trace = self.score(score, room)
        total = self._outlook.standing(score).total
        reached = [name for name, least in score.bands if total >= millionths(least)]
        above = [(name, least) for name, least in score.bands if total < millionths(least)]
        notes = [trace.note] if trace.note else []
        next_band, limit = None, Decimal(0)
        if above:
            name, least = above[-1]
            next_band, limit = (name, as_points(millionths(least) - total)), Decimal(least)
            notes.append(f"{points_text(next_band[1])} below band {name}")
        if reached:
            notes.append(f"band {reached[0]}")
        if trace.unknown and trace.least is not None and trace.most is not None:
            low, high = (points_text(end, limit) for end in (trace.least, trace.most))
            notes.append(f"{low} to {high} while something is unknown")
        return evolve(trace, note="; ".join(notes), band=reached[0] if reached else None, next_band=next_band)

    def graded(self, grid: Grid, room: int) -> Trace:
        """Return the trace of a grid: where both scores stand, and the cell that this is."""
        scores = tuple(self.banded(score, (room - 2) // 2) for score in (grid.rows, grid.columns))
        row, column = (trace.band for trace in scores)
        rows = bands_within(grid.rows, scores[0].least, scores[0].most)
        columns = bands_within(grid.columns, scores[1].least, scores[1].most)
        unknown = tuple(dict.fromkeys(name for trace in scores for name in trace.unknown))[:MOST_UNKNOWN]
        note = ""
        if len(rows) * len(columns) > 1:
            cells = [f"{one}{other}" for one in rows for other in columns]
            note = (
                f"{', '.join(cells[:MOST_CELLS])}{', …' if len(cells) > MOST_CELLS else ''} while something is unknown"
            )
        cell = "" if row is None or column is None else f"{row}{column}"
        return Trace(f"grid {grid.label}", note=note, cell=cell, children=scores, unknown=unknown)

    def score(self, score: Score, room: int) -> Trace:
        """Return the trace of a score: its parts, its clauses, and the cap or floor that bit."""
        total, (least, most), without_events = self._outlook.standing(score)
        before = sum(self._outlook.standing(part).total for part in score.parts)
        before += sum(self._outlook.worth(clause)[0] for clause in score.points)
        note = ""
        if before != total:
            bound, limit = ("cap", score.cap) if before > total else ("floor", score.floor)
            note = f"{points_text(as_points(before))} before the {bound} of {plain(limit or 0)}"
        parts: list[Score | Points] = [*score.parts, *score.points]
        if id(score) in self._told:
            parts = []
            note = f"{note}; as above" if note else "as above"
        children, more = _below(parts, self._counts, self._part, room)
        if children:
            self._told.add(id(score))
        return Trace(
            f"score {score.label}",
            reason="no-events" if without_events else "",
            note=note,
            points=as_points(total),
            children=children,
            more=more,
            unknown=self._open(score),
            least=None if least is None else as_points(least),
            most=None if most is None else as_points(most),
        )

    def _counts(self, part: Score | Points) -> bool:
        if isinstance(part, Score):
            return bool(self._outlook.standing(part).total)
        return bool(self._outlook.worth(part)[0] or self._outlook.of_clause(part))

    def _part(self, part: Score | Points, room: int) -> Trace:
        return self.score(part, room) if isinstance(part, Score) else self._clause(part, room)

    def _clause(self, clause: Points, room: int) -> Trace:
        got = as_points(self._outlook.worth(clause)[0])
        unknown = self._outlook.of_clause(clause)[:MOST_UNKNOWN]
        if clause.when is not None:
            asked = f"{plain(clause.points)} when {in_short(clause)}"
            inner = () if room < 1 else (self.rule(clause.when, room - 1),)
            reason = "no-events" if EVENTS in unknown else ""
            return Trace(asked, points=got, reason=reason, children=inner, more=1 - len(inner), unknown=unknown)
        asked = f"{plain(clause.points)} for {in_short(clause)}"
        if self._outlook.known.events is None:
            return Trace(asked, points=got, reason="no-events", note="no events were given", unknown=unknown)
        return self._earned(clause, asked, room)

    def _earned(self, clause: Points, asked: str, room: int) -> Trace:
        faded = fading(clause)
        counted = self._outlook.earned(clause)
        total = sum(points for points, _ in counted)
        got = self._outlook.worth(clause)[0]
        meant = 0 if clause.each is None else len(self._outlook.hits(clause.each))
        notes = [f"{meant - len(counted)} more do not count"] if meant > len(counted) else []
        if got != total and clause.cap is not None:
            notes.append(f"{points_text(as_points(total))} before the cap of {plain(clause.cap)}")
        children, more = _below(
            counted, lambda _: True, lambda pair, _: self._counted(pair[1], pair[0], faded), min(room, MOST_BESIDE)
        )
        seen = times(len(counted)) if counted else "none"
        return Trace(asked, points=as_points(got), found=seen, note="; ".join(notes), children=children, more=more)

    def _counted(self, event: Event, points: int, faded: Fading) -> Trace:
        """Tell what one event gives, and how it faded."""
        note = ""
        now = self._outlook.now
        if now is not None and points != faded.after(0):
            age = (now - micros(event.at)) // DAY
            note = f"{points_text(as_points(faded.after(0)))} faded for {age} day{'s' * (age != 1)}"
        return Trace(f"{event.name.replace('_', ' ')} on {event.at:%Y-%m-%d}", points=as_points(points), note=note)


def _branches(rule: Named) -> Mapping[int, str]:
    """Return what the branches of a rule over a grid are called: by their cells."""
    if not isinstance(rule.rule, AnyOf):
        return _NAMELESS
    return {
        id(part): " or ".join([*cells[:MOST_CELLS], *(["…"] if len(cells) > MOST_CELLS else [])])
        for part, cells in zip(rule.rule.rules, cells_in(rule), strict=False)
    }


def _below(
    parts: Sequence[Part], first: Callable[[Part], bool], trace: Callable[[Part, int], Trace], room: int
) -> tuple[tuple[Trace, ...], int]:
    """Return the traces of parts, and how many of them there was no room for; the first ones are let in first."""
    kept = min(len(parts), MOST_BESIDE, max(0, room))
    if kept == len(parts):
        chosen = parts
    else:
        places = sorted(range(len(parts)), key=lambda place: (not first(parts[place]), place))[:kept]
        chosen = [parts[place] for place in sorted(places)]
    each = (room - kept) // kept if kept else 0
    return tuple(trace(part, each) for part in chosen), len(parts) - kept
