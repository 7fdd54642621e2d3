"""Slow second implementations, written from the definitions alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import sqrt


def slow_kappa(judgements: list[tuple[int, int]], words: int) -> tuple[float, float] | None:
    """Return Cohen's kappa and its large-sample standard error, judgement by judgement, in floats.

    The variance is that of the delta method: kappa's influence of each judgement, squared and averaged. Fleiss, Cohen
    and Everitt's equation 13 is its closed form.
    """
    n = len(judgements)
    if not n:
        return None
    first = [sum(a == w for a, _ in judgements) / n for w in range(words)]
    second = [sum(b == w for _, b in judgements) / n for w in range(words)]
    agreed = sum(a == b for a, b in judgements) / n
    chance = sum(x * y for x, y in zip(first, second, strict=True))
    if chance > 1 - 1e-12:
        return None
    kappa = (agreed - chance) / (1 - chance)
    influences = []
    for a, b in judgements:
        d_agreed = (a == b) - agreed
        d_chance = (first[b] + second[a]) - 2 * chance
        influences.append(d_agreed / (1 - chance) - d_chance * (1 - agreed) / (1 - chance) ** 2)
    return kappa, sqrt(sum(x * x for x in influences)) / n


def slow_days(frequency: str, interval: int, weekdays: set[int], *, first: date, last: date) -> Iterator[date]:
    """Yield the days of a daily or weekly rule, looking at each day by itself; weeks start on Monday."""
    day = first
    monday = first - timedelta(days=first.weekday())
    while day <= last:
        if frequency == "DAILY":
            named = (day - first).days % interval == 0 and (not weekdays or day.weekday() in weekdays)
        else:
            named = (day - monday).days // 7 % interval == 0 and day.weekday() in (weekdays or {first.weekday()})
        if named:
            yield day
        day += timedelta(days=1)
