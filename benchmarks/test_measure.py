"""Three SLAs over the journeys of 100,000 leads, against one loop over the same journeys, written by hand.

The loop knows this funnel, these three SLAs and their calendar, a table of half hours of three years, and asks all in
one pass over a lead's events. It finds the same clocks, with several of one lead one after the other, touches that
count and touches that do not, cancellations, pauses, and a tier; and says the same of each: its state, when it started,
is due and warns, how it ended, the time worked and paused, the tier and the owner, as a bare tuple. It leaves out what
is not asked of it here: other patterns and rules, resets, exemptions, updates, escalations, working days, ties in time,
what is doubtful, other years, and readings that can be shown.

`measure` goes over the journeys once for each SLA, and makes a reading when somebody looks at it. Another line looks at
all of them.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from itertools import chain

from benchmarks.side_by_side import Benchmark, beside
from benchmarks.worktime_model import AHEAD, EPOCH, FIRST, MICROSECOND, OFFICE, OPENED, SLOT, ZONE

from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered, left
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading, Readings
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

FUNNEL = Funnel(
    "inbound",
    [
        Stage("lead", "marketing"),
        Stage("mql", "marketing"),
        Stage("sal", "sales"),
        Stage("sql", "sales"),
        Stage("won", "sales", outcome="won"),
    ],
    [Stage("lost", "sales", outcome="lost")],
    recycles=[("mql", "lead")],
)
FIRST_TOUCH = SLA("first touch", "sales", entered("mql"), did("call"), work_hours(4), OFFICE)
ANSWER = SLA("answer", "sales", entered("mql"), left("mql"), hours(48))
PROPOSAL = SLA(
    "proposal",
    "sales",
    entered("sql"),
    did("proposal"),
    work_hours(16),
    OFFICE,
    cancels=entered("lost"),
    pauses=[Pause(did("asked"), did("answered"))],
    tiers=[Tier("big", field("employees") >= 500, work_hours(8))],
)
SLAS = (FIRST_TOUCH, ANSWER, PROPOSAL)
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
AS_OF = datetime(2026, 12, 1, tzinfo=UTC)
LEADS = int(os.environ.get("MEASURE_LEADS", "100000"))
"""As many as the bar names; a busy machine may be asked for fewer."""
ROUNDS = 5

_source = random.Random(20260105)  # noqa: S311 - no secret


def _events(lead: str) -> list[Event]:
    """Draw what happened to a lead: some never become an MQL, some come back, some wait for an answer of theirs."""
    at, found = BEGIN + timedelta(minutes=_source.randrange(400_000)), list[Event]()

    def then(kind: str, value: str, most: int, team: str | None = None, *, automatic: bool = False) -> None:
        nonlocal at
        at += timedelta(minutes=_source.randrange(1, most))
        found.append(Event(lead, at, kind, value, id=f"{lead}-{len(found)}", team=team, automatic=automatic))

    then("stage", "lead", 10)
    then("owner", _source.choice(("ann", "bram", "chris")), 10)
    if _source.random() < 0.3:
        return found
    then("stage", "mql", 20_000)
    if _source.random() < 0.2:
        then("touch", "call", 300, "sales", automatic=True)
    if _source.random() < 0.8:
        then("touch", "call", 4_000, "sales")
    if _source.random() < 0.15:
        then("stage", "lead", 3_000)
        then("stage", "mql", 20_000)
        then("touch", "call", 4_000, "sales")
    if _source.random() < 0.6:
        then("stage", "sal", 6_000)
        then("stage", "sql", 8_000)
        if _source.random() < 0.3:
            then("touch", "asked", 2_000)
            then("touch", "answered", 6_000)
        if _source.random() < 0.2:
            then("stage", "lost", 6_000)
        elif _source.random() < 0.8:
            then("touch", "proposal", 6_000, "sales")
            then("stage", "won", 30_000)
    return found


FACTS = Facts(
    {f"L{number:06}": {"employees": _source.randrange(1, 1_000)} for number in range(LEADS)},
    chain.from_iterable(_events(f"L{number:06}") for number in range(LEADS)),
)
JOURNEYS = replay(FUNNEL, FACTS, as_of=AS_OF)

Row = tuple[str, str, datetime, datetime, datetime, datetime | None, datetime | None, int, int, str | None, str]
"""Lead, state, started, due, warned at, stopped, cancelled, worked and paused in microseconds, tier, owner."""


def _open_before(at: int) -> int:
    held = OPENED[at // SLOT - FIRST]
    return at + held if held < 0 else held


def _work_row(  # noqa: PLR0917 - arguments by name take longer
    lead: str,
    run: tuple[datetime, datetime | None, datetime | None, str],
    pauses: list[tuple[datetime, datetime | None]],
    within: int,
    tier: str | None,
) -> Row:
    """Read one clock in work time."""
    started, stopped, cancelled, owner = run
    ended = stopped or cancelled
    start = (started - EPOCH) // MICROSECOND
    end = ((ended or AS_OF) - EPOCH) // MICROSECOND
    # stretches of pause, cut to the clock
    paused = 0
    waits = False
    total = warned = _open_before(start)
    total += within
    warned += -(-within * 4 // 5)
    for since, until in pauses:
        a = max((since - EPOCH) // MICROSECOND, start)
        b = end if until is None else min((until - EPOCH) // MICROSECOND, end)
        if a < b:
            # the pause pushes back what was not used up when it began
            before = _open_before(a)
            through = _open_before(b) - before
            if before < total:
                total += through
            if before < warned:
                warned += through
            paused += through
        if ended is None and since <= AS_OF and (until is None or until > AS_OF):
            waits = True
    due = total + AHEAD[(total - 1) // SLOT]
    warn = warned + AHEAD[(warned - 1) // SLOT]
    if end > due:
        state = "breached"
    elif stopped is not None:
        state = "met"
    elif cancelled is not None:
        state = "cancelled"
    elif waits:
        state = "paused"
    else:
        state = "warning" if end >= warn else "running"
    return (
        lead,
        state,
        started,
        (EPOCH + timedelta(microseconds=due)).astimezone(ZONE),
        (EPOCH + timedelta(microseconds=warn)).astimezone(ZONE),
        stopped,
        cancelled,
        _open_before(end) - _open_before(start) - paused,
        paused,
        tier,
        owner,
    )


def _wall_row(lead: str, run: tuple[datetime, datetime | None, datetime | None, str], within: timedelta) -> Row:
    """Read one clock by the wall clock."""
    started, stopped, cancelled, owner = run
    end = stopped or AS_OF
    due, warn = started + within, started + within * 4 / 5
    if end > due:
        state = "breached"
    elif stopped is not None:
        state = "met"
    else:
        state = "warning" if end >= warn else "running"
    return (lead, state, started, due, warn, stopped, cancelled, (end - started) // MICROSECOND, 0, None, owner)


def by_hand(  # noqa: PLR0915 - one loop, as one would write it for speed
    journeys: Journeys = JOURNEYS,
) -> tuple[list[Row], list[Row], list[Row]]:
    """Measure all three SLAs in one pass over each lead."""
    touches: list[Row] = []
    answers: list[Row] = []
    proposals: list[Row] = []
    four, sixteen, eight = (number * 3600 * 10**6 for number in (4, 16, 8))
    two_days = timedelta(hours=48)
    for journey in journeys:
        lead = journey.lead
        owner = "sales"
        touch: tuple[datetime, str] | None = None
        answer: tuple[datetime, str] | None = None
        proposal: tuple[datetime, str] | None = None
        pauses: list[tuple[datetime, datetime | None]] = []
        asked: datetime | None = None
        runs: list[tuple[datetime, datetime | None, datetime | None, str]] = []
        here = None
        for event in journey.events:
            kind, value, at = event.kind, event.value, event.at
            if kind == "stage":
                if value == here:
                    continue
                if here == "mql" and answer is not None:
                    answers.append(_wall_row(lead, (answer[0], at, None, answer[1]), two_days))
                    answer = None
                here = value
                if value == "mql":
                    if touch is None:
                        touch = (at, owner)
                    answer = (at, owner)
                elif value == "sql":
                    if proposal is None:
                        proposal = (at, owner)
                elif value == "lost" and proposal is not None:
                    runs.append((proposal[0], None, at, proposal[1]))
                    proposal = None
            elif kind == "owner":
                owner = str(value)
            elif value == "call":
                if touch is not None and event.team == "sales" and not event.automatic:
                    touches.append(_work_row(lead, (touch[0], at, None, touch[1]), [], four, None))
                    touch = None
            elif value == "proposal":
                if proposal is not None and event.team == "sales" and not event.automatic:
                    runs.append((proposal[0], at, None, proposal[1]))
                    proposal = None
            elif value == "asked":
                asked = asked or at
            elif value == "answered" and asked is not None:
                pauses.append((asked, at))
                asked = None
        if touch is not None:
            touches.append(_work_row(lead, (touch[0], None, None, touch[1]), [], four, None))
        if answer is not None:
            answers.append(_wall_row(lead, (answer[0], None, None, answer[1]), two_days))
        if proposal is not None:
            runs.append((proposal[0], None, None, proposal[1]))
        if runs:
            if asked is not None:
                pauses.append((asked, None))
            employees = journey.fields.get("employees")
            tier = "big" if isinstance(employees, int) and employees >= 500 else None
            within = eight if tier else sixteen
            proposals += [_work_row(lead, run, pauses, within, tier) for run in runs]
    return touches, answers, proposals


def by_alignkit() -> tuple[Readings, ...]:
    """Measure all three, one after the other."""
    return tuple(measure(sla, JOURNEYS, as_of=AS_OF) for sla in SLAS)


def looked_at() -> list[list[Reading]]:
    """Measure all three, and make all readings."""
    return [list(readings) for readings in by_alignkit()]


def row(reading: Reading) -> Row:
    """Tell of a reading what the loop tells."""
    worked, paused = (
        amount // MICROSECOND if isinstance(amount, timedelta) else amount.micros
        for amount in (reading.worked, reading.paused)
    )
    return (
        reading.lead,
        reading.state,
        reading.started,
        reading.due,
        reading.warned_at,
        reading.stopped,
        reading.cancelled,
        worked,
        paused,
        reading.tier,
        reading.owner,
    )


def test_measure(benchmark: Benchmark) -> None:
    """All readings of three SLAs, over journeys that are there."""
    found, floor = beside(benchmark, "measure", by_alignkit, by_hand, rounds=ROUNDS)
    for readings, rows in zip(found, floor, strict=True):
        assert list(map(row, readings)) == sorted(rows, key=lambda one: (one[0], one[2]))


def test_measure_looked_at(benchmark: Benchmark) -> None:
    """The same with a reading for each clock, each with its datetimes, amounts and owner."""
    found, floor = beside(benchmark, "measure/read", looked_at, by_hand, rounds=ROUNDS)
    assert list(map(len, found)) == list(map(len, floor))
