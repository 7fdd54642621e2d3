"""Replay against a floor written by hand: 20,000 leads, 120,000 events, the same visits.

The floor knows one funnel (its path of six stages, two exits, one recycle) and stage events alone, sorted by lead and
time, each with one owner of events. It leaves out what replay does beside following: doubles, ids, revisions, events
after `as_of`, deals and links, unknown stages, ties, zones, acceptances, fields, findings in words, and the journeys
as values. It makes the same visits, inferred ones too, as plain tuples, and counts what was not declared.

With Python's garbage collector on, two thirds of the time of following would go into its passes over all that is kept:
the floor's tuples of text and datetimes are none of its business, visits that know their events are.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from benchmarks.side_by_side import Benchmark, beside

from alignkit.funnel.moves import Moves
from alignkit.funnel.replay import follow, replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.gather import gather

PATH = ("lead", "mql", "sal", "sql", "won", "live")
EXITS = ("lost", "disqualified")
FUNNEL = Funnel(
    "inbound",
    [Stage(name, "sales", outcome="won" if name == "won" else None) for name in PATH],
    [Stage("lost", "sales", outcome="lost"), Stage("disqualified", "sales", outcome="disqualified")],
    recycles=[("sal", "lead")],
)
START = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF = START + timedelta(days=700)
LEADS = 20_000
EACH = 6
ROUNDS = 5
"""Enough for something that takes half a second."""

_source = random.Random(20260105)  # noqa: S311 - no secret


def _events(lead: str) -> list[Event]:
    at, place, found = START + timedelta(minutes=_source.randrange(500_000)), 0, []
    for number in range(EACH):
        at += timedelta(minutes=_source.randrange(1, 30_000))
        drawn = _source.random()
        stage = PATH[place]
        if drawn > 0.95:
            stage = EXITS[number % 2]
        elif drawn > 0.85:
            place = _source.randrange(place + 1)
            stage = PATH[place]
        else:
            place = min(place + _source.choice((1, 1, 1, 2)), 5)
            stage = PATH[place]
        found.append(Event(lead, at, "stage", stage, id=f"{lead}-{number}"))
    return found


EVENTS = [event for number in range(LEADS) for event in _events(f"L{number:05}")]
FACTS = Facts({f"L{number:05}": {} for number in range(LEADS)}, EVENTS)
HISTORIES = gather(FACTS, as_of=AS_OF).histories

Row = tuple[str, datetime, datetime | None, bool]


def floor(events: list[Event]) -> tuple[dict[str, list[Row]], int]:
    """Follow sorted stage events of one funnel; return the visits of each lead, and how many moves were undeclared."""
    order = {"lead": 0, "mql": 1, "sal": 2, "sql": 3, "won": 4, "live": 5, "lost": 6, "disqualified": 7}
    names = ("lead", "mql", "sal", "sql", "won", "live", "lost", "disqualified")
    found: dict[str, list[Row]] = {}
    undeclared = 0
    last = None
    rows: list[Row] = []
    here, position, since = -1, -1, START
    for event in events:
        lead = event.lead
        if lead != last:
            if here >= 0:
                rows.append((names[here], since, None, False))
            rows = found[lead] = []
            here = position = -1
            last = lead
        place = order[event.value]  # type: ignore[index]  # a stage is text
        if place == here:
            continue
        at = event.at
        if here >= 0:
            rows.append((names[here], since, at, False))
        if place >= 6:
            undeclared += here >= 6
        else:
            if place < position or here >= 6:
                undeclared += here >= 6 or not (position == 2 and place == 0)
            elif place > position + 1:
                for passed in range(position + 1, place):
                    rows.append((names[passed], at, at, True))
            if here >= 6 and place > position + 1:
                for passed in range(position + 1, place):
                    rows.append((names[passed], at, at, True))
            position = place
        here, since = place, at
    if here >= 0:
        rows.append((names[here], since, None, False))
    return found, undeclared


def by_hand() -> tuple[dict[str, list[Row]], int]:
    """Run the floor on all events."""
    return floor(EVENTS)


def test_replay(benchmark: Benchmark) -> None:
    """The verb: gather and follow."""
    journeys, (rows, undeclared) = beside(
        benchmark, "replay", lambda: replay(FUNNEL, FACTS, as_of=AS_OF), by_hand, rounds=ROUNDS
    )
    assert undeclared == len(journeys.violations)
    for journey in journeys:
        assert [(v.stage, v.entered_at, v.left_at, v.inferred) for v in journey.visits] == rows[journey.lead]


def test_gather(benchmark: Benchmark) -> None:
    """Gathering alone: doubles, deals, order."""
    beside(benchmark, "replay/gather", lambda: gather(FACTS, as_of=AS_OF), by_hand, rounds=ROUNDS)


def test_follow(benchmark: Benchmark) -> None:
    """Following alone, on gathered histories: a journey each."""
    moves = Moves(FUNNEL)
    beside(
        benchmark,
        "replay/follow",
        lambda: [follow(history, moves, FUNNEL, AS_OF) for history in HISTORIES],
        by_hand,
        rounds=ROUNDS,
    )
