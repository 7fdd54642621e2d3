"""Rating a lead by 24 rules and 8 clauses over its events, against a function written by hand with tables by the day.

The floor takes the same events, in any order, leaves out those after the instant, counts windows to the microsecond and
fading by completed days, and gives the exact points. It knows the one model, and that every instant is in UTC.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from benchmarks.model import BANDS, FIT, INTEREST, WORLD, floor_rate
from benchmarks.side_by_side import Benchmark, beside

from alignkit.history.events import Event
from alignkit.instants import days
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score

BEHAVIOUR = Score(
    "behaviour",
    [
        Points(10, each=did("webinar"), half_life=days(30)),
        Points(4, each=did("page_visit"), half_life=days(14), count_up_to=5),
        Points(5, each=did("call"), count_up_to=3),
        Points(6, each=did("download", within=days(60))),
        Points(-15, each=did("unsubscribe"), half_life=days(90)),
        Points(8, when=did("pricing_visit", within=days(7))),
        Points(12, when=did("demo_request", within=days(30))),
        Points(5, when=did("page_visit", at_least=3, within=days(14))),
    ],
    cap=50,
)
LEAD_SCORE = Score("lead score", parts=[FIT, INTEREST, BEHAVIOUR], bands=BANDS)

LEADS = 500
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HAPPENS = ["page_visit"] * 6 + ["webinar", "download", "call", "call", "email", "stage", "demo_request"] * 2
HAPPENS += ["pricing_visit", "unsubscribe"]
MILLION = 1_000_000
WEEK, FORTNIGHT, MONTH, TWO_MONTHS = (timedelta(days=n) for n in (7, 14, 30, 60))


def faded(points: int, half_life: int) -> list[int]:
    """Return what is left of points after so many days, in millionths, until nothing is."""
    worth: list[int] = []
    while not worth or worth[-1]:
        left = points * MILLION * Decimal(2) ** (Decimal(-len(worth)) / half_life)
        worth.append(int(left.to_integral_value(ROUND_HALF_EVEN)))
    return worth


WEBINAR, PAGE, UNSUBSCRIBED = faded(10, 30), faded(4, 14), faded(-15, 90)


def floor_events(events: Sequence[Event], now: datetime) -> int:
    """Add up by hand what the events are worth, in millionths."""
    total = calls = lately = 0
    priced = asked = False
    pages: list[int] = []
    for event in events:
        age = now - event.at
        ago = age.days
        if ago < 0:
            continue
        name: Any = event.kind
        if name == "touch":
            name = event.value
        if name == "page_visit":
            pages.append(ago)
            if age <= FORTNIGHT:
                lately += 1
        elif name == "call":
            calls += 1
        elif name == "webinar":
            if ago < len(WEBINAR):
                total += WEBINAR[ago]
        elif name == "download":
            if age <= TWO_MONTHS:
                total += 6_000_000
        elif name == "demo_request":
            if age <= MONTH:
                asked = True
        elif name == "pricing_visit":
            if age <= WEEK:
                priced = True
        elif name == "unsubscribe" and ago < len(UNSUBSCRIBED):
            total += UNSUBSCRIBED[ago]
    if pages:
        if len(pages) > 5:
            pages.sort()
            del pages[5:]
        for ago in pages:
            if ago < len(PAGE):
                total += PAGE[ago]
    total += 5_000_000 * (calls if calls < 3 else 3)  # noqa: FURB136 - the floor is as fast as it can be
    if priced:
        total += 8_000_000
    if asked:
        total += 12_000_000
    if lately >= 3:
        total += 5_000_000
    return total if total < 50_000_000 else 50_000_000  # noqa: FURB136 - the floor is as fast as it can be


def floor_rate_events(lead: Mapping[str, Any], events: Sequence[Event], now: datetime) -> tuple[float, str | None]:
    """Rate a lead by hand."""
    total = int(floor_rate(lead)[0] * MILLION) + floor_events(events, now)
    if total >= 60_000_000:
        return total / MILLION, "A" if total >= 80_000_000 else "B"
    return total / MILLION, "C" if total >= 30_000_000 else None


def happened(each: int) -> list[list[Event]]:
    """Return as many events for each lead, in no order, some of them after `NOW`."""
    source = random.Random(20260105)  # noqa: S311 - no secret
    found = []
    for number in range(LEADS):
        events = []
        for _ in range(each):
            name = source.choice(HAPPENS)
            at = NOW - timedelta(microseconds=source.randrange(-5 * 86_400_000_000, 120 * 86_400_000_000))
            touch = name in {"call", "email"}
            events.append(Event(f"L{number}", at, "touch" if touch else name, name if touch else None))
        found.append(events)
    return found


@pytest.mark.parametrize("each", [5, 20])
def test_rating_events(benchmark: Benchmark, each: int) -> None:
    """`rate`, five hundred leads with 5 or 20 events each: a result object each."""
    cases = list(zip(WORLD[:LEADS], happened(each), strict=True))
    found, floor = beside(
        benchmark,
        f"rating {each} events",
        lambda: [rate(LEAD_SCORE, lead, events, as_of=NOW) for lead, events in cases],
        lambda: [floor_rate_events(lead, events, NOW) for lead, events in cases],
    )
    assert [(float(rating.points), rating.band) for rating in found] == floor
