"""20 goals over the journeys of 100,000 leads, against one loop over the same journeys, written by hand.

The loop knows this funnel, these 20 questions and UTC, and asks them all in one pass. It leaves out what `assess` does
beside counting: what is unknown or pending with its bounds, acceptances and other patterns, deals, several currencies,
pacing, how many leads stand where, and the checks of what was asked. It gives the same 20 answers.

From facts, `assess` replays the events first, which the loop is given: that has a line of its own (see test_replay),
and here the whole is held against the replay and the loop together.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import chain

from benchmarks.side_by_side import Benchmark, beside

from alignkit.funnel.entries import index_of
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import Period
from alignkit.rules.field import field
from alignkit.scorecard.amounts import average
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import (
    Metric,
    conversion,
    count,
    median_time,
    period_conversion,
    share,
    total,
)
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.standings import standing

PATH = ("lead", "mql", "sal", "sql", "won", "live")
EXITS = ("lost", "disqualified")
FUNNEL = Funnel(
    "inbound",
    [Stage(name, "sales", outcome="won" if name == "won" else None) for name in PATH],
    [Stage("lost", "sales", outcome="lost"), Stage("disqualified", "sales", outcome="disqualified")],
    recycles=[("sal", "lead")],
)
PERIOD = Period(date(2026, 1, 1), date(2027, 1, 1), "UTC")
OPENS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
AS_OF = datetime(2026, 12, 1, tzinfo=UTC)
WINDOW = timedelta(days=90)
LEADS = int(os.environ.get("ASSESS_LEADS", "100000"))
"""As many as the bar names; a busy machine may be asked for fewer."""
ROUNDS = 5

BIG = field("employees") >= 50
METRICS: list[Metric] = [
    *(count(entered(stage)) for stage in (*PATH, *EXITS)),
    count(entered("mql"), where=BIG),
    share(entered("sal"), among=entered("mql")),
    share(entered("sql"), among=entered("sal")),
    share(BIG, among=entered("mql")),
    total("amount", at=entered("won")),
    average("amount", at=entered("won")),
    conversion("mql", "won", within=WINDOW),
    conversion("sal", "sql"),
    period_conversion("sql", "live"),
    median_time("sql", "won"),
    standing("sal", "sql"),
    total("amount", at=entered("won")) / count(entered("won")),
]
GOALS = [
    Goal(
        f"goal {number}",
        "sales",
        metric,
        at_least=timedelta(days=1) if metric.kind == "span" else Fraction(1, 2),
        weight=Fraction(1, len(METRICS)),
    )
    for number, metric in enumerate(METRICS)
]
CARD = Scorecard("2026", FUNNEL, PERIOD, GOALS)

_source = random.Random(20260105)  # noqa: S311 - no secret


def _events(lead: str) -> list[Event]:
    at, place, found = OPENS + timedelta(minutes=_source.randrange(-50_000, 500_000)), 0, []
    for number in range(_source.randrange(1, 8)):
        stage = PATH[place]
        if number and _source.random() < 0.15:
            stage = _source.choice(EXITS)
        attributes = {"amount": _source.randrange(1_000, 9_000)} if stage == "won" else {}
        found.append(Event(lead, at, "stage", stage, id=f"{lead}-{number}", attributes=attributes))
        if stage in EXITS:
            break
        place = min(place + 1, len(PATH) - 1)
        at += timedelta(minutes=_source.randrange(1, 60_000))
    return found


FACTS = Facts(
    {f"L{number:06}": {"employees": _source.randrange(1, 100)} for number in range(LEADS)},
    chain.from_iterable(_events(f"L{number:06}") for number in range(LEADS)),
)
JOURNEYS = replay(FUNNEL, FACTS, as_of=AS_OF, errors="collect")


def by_hand(journeys: Journeys = JOURNEYS) -> list[object]:
    """Answer all 20 questions in one pass."""
    entered_by = dict.fromkeys((*PATH, *EXITS), 0)
    big = sal_of_mql = sql_of_sal = standing_now = amounts = deals = 0
    mature = in_window = cohort = came = 0
    spans: list[tuple[timedelta, int]] = []
    for journey in journeys:
        inside: set[str] = set()
        first: dict[str, datetime] = {}
        until_won: datetime | None = None
        until_sql: datetime | None = None
        out = None
        for visit in journey.visits:
            stage, at = visit.stage, visit.entered_at
            if stage not in first:
                first[stage] = at
            if OPENS <= at <= AS_OF:
                inside.add(stage)
                if stage == "won":
                    amount = None if visit.event is None else visit.event.attributes.get("amount")
                    if amount is not None:
                        amounts += amount
                        deals += 1
            if stage == "won" and until_won is None and "mql" in first:
                until_won = at
            elif stage == "sql" and until_sql is None and "sal" in first:
                until_sql = at
            out = at if stage in EXITS else None
            if visit.left_at is None and stage in ("sal", "sql"):
                standing_now += 1
        for stage in inside:
            entered_by[stage] += 1
        if "mql" in inside:
            big += journey.fields.get("employees", 0) >= 50
            sal_of_mql += "sal" in inside
        if "sal" in inside:
            sql_of_sal += "sql" in inside
        since = first.get("mql")
        if since is not None and OPENS <= since < ENDS and since + WINDOW <= AS_OF:
            mature += 1
            in_window += until_won is not None and until_won <= since + WINDOW
        since = first.get("sal")
        if since is not None and OPENS <= since < ENDS:
            cohort += 1
            came += until_sql is not None
        since = first.get("sql")
        if since is not None and OPENS <= since < ENDS:
            won = first.get("won")
            if won is not None:
                spans.append((won - since, 0))
            else:
                spans.append((AS_OF - since, 2) if out is None else (out - since, 1))
    return [
        *entered_by.values(),
        big,
        Fraction(sal_of_mql, entered_by["mql"]),
        Fraction(sql_of_sal, entered_by["sal"]),
        Fraction(big, entered_by["mql"]),
        amounts,
        Fraction(amounts, deals),
        Fraction(in_window, mature),
        Fraction(came, cohort),
        Fraction(entered_by["live"], entered_by["sql"]),
        _median(spans),
        standing_now,
        Fraction(amounts, entered_by["won"]),
    ]


def _median(spans: list[tuple[timedelta, int]]) -> timedelta | None:
    """Estimate by when half have come, those on the way (2) and those out (1) at risk until then."""
    spans.sort()
    at_risk, on_the_way, share_come, place = len(spans), 1.0, 0.0, 0
    while place < len(spans):
        time, counts = spans[place][0], [0, 0, 0]
        while place < len(spans) and spans[place][0] == time:
            counts[spans[place][1]] += 1
            place += 1
        share_come += on_the_way * counts[0] / at_risk
        if share_come >= 0.5:
            return time
        on_the_way *= (at_risk - counts[0] - counts[1]) / at_risk
        at_risk -= sum(counts)
    return None


def over_journeys() -> tuple[Assessment, object]:
    """Assess journeys that nobody has asked anything yet, and return what was found of them besides.

    The journeys would keep it for the next question: taken from them after each round, it is freed when the round's
    answer is, outside the watch.
    """
    found = assess(CARD, JOURNEYS, as_of=AS_OF, errors="collect")
    entries = index_of(JOURNEYS)
    object.__delattr__(JOURNEYS, "_entries")
    return found, entries


def over_facts() -> Assessment:
    """Replay, and assess."""
    return assess(CARD, FACTS, as_of=AS_OF, errors="collect")


def test_assess_journeys(benchmark: Benchmark) -> None:
    """20 figures with what is pending, pacing and views, over journeys that are there."""
    (found, _), floor = beside(benchmark, "assess", over_journeys, by_hand, rounds=ROUNDS)
    assert [reading.figure.value for reading in found.readings] == floor


def test_assess_facts(benchmark: Benchmark) -> None:
    """The same with the replay."""
    found, floor = beside(
        benchmark,
        "assess/facts",
        over_facts,
        lambda: by_hand(replay(FUNNEL, FACTS, as_of=AS_OF, errors="collect")),
        rounds=ROUNDS,
    )
    assert [reading.figure.value for reading in found.readings] == floor
