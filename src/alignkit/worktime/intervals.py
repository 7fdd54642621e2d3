"""Sets of time as sorted, disjoint intervals: what is in one of them, in all, in one and not in another.

An interval is a pair of whole numbers, from and up to; no two of a set touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def united(spans: Iterable[Span]) -> list[Span]:
    """Sort intervals and unite those that overlap or touch.

    >>> united([(12, 17), (9, 12), (20, 22)])
    [(9, 17), (20, 22)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return what lies in both of two sets.

    >>> common([(9, 12), (13, 17)], [(11, 14), (16, 20)])
    [(11, 12), (13, 14), (16, 17)]
    """
    found: list[Span] = []
    one = other = 0
    while one < len(some) and other < len(others):
        start, end = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if start < end:
            found.append((start, end))
        if some[one][1] <= others[other][1]:
            one += 1
        else:
            other += 1
    return found


def without(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return what lies in one set and not in another.

    >>> without([(9, 12), (13, 17)], [(11, 14), (16, 20)])
    [(9, 11), (14, 16)]
    """
    found: list[Span] = []
    other = 0
    for start, end in some:
        since = start
        while other < len(others) and others[other][1] <= since:
            other += 1
        # what is taken away may reach into the next interval: it is looked at again there
        place = other
        while place < len(others) and others[place][0] < end:
            if since < others[place][0]:
                found.append((since, others[place][0]))
            since = max(since, others[place][1])
            place += 1
        if since < end:
            found.append((since, end))
    return found
