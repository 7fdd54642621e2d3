"""Restate: what a group of conditions on one field says, in one way; what that is for, the canonical forms show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from alignkit.rules.canonical import canonical
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule
from alignkit.rules.spell import spell

a = field("a")
people = field("a", unit="people")
items, every = a.any_item, a.every_item
EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))


@pytest.mark.parametrize(
    ("rule", "spelt"),
    [
        ((a < 3) | (a > 5), "~field('a').between(3, 5)"),
        ((a < 3) | (a > 5) | (a > 7), "(field('a') > 7) | ~field('a').between(3, 5)"),
        ((a < 3) | (a > 5) | (a < 7) | (a > 9), "~field('a').between(3, 5) | ~field('a').between(7, 9)"),
        ((a > 5) | (a < 5), "~field('a').between(5, 5)"),
        ((a < 5) | (a > 3), "(field('a') < 5) | (field('a') > 3)"),
        ((a < 3) | (a < 5), "(field('a') < 3) | (field('a') < 5)"),
        ((a <= 3) | (a >= 5), "(field('a') <= 3) | (field('a') >= 5)"),
        ((people < 3) | (people > 5), "~field('a', unit='people').between(3, 5)"),
        (
            (people < 3) | (people > 5) | (people > 7),
            "(field('a', unit='people') > 7) | ~field('a', unit='people').between(3, 5)",
        ),
        ((items < 3) | (items > 5), "~field('a').every_item.between(3, 5)"),
        ((items < 3) | (items > 5) | (items < 9), "(field('a').any_item < 9) | ~field('a').every_item.between(3, 5)"),
        ((a >= 3) & (a >= 5) & (a <= 9), "(field('a') >= 5) & field('a').between(3, 9)"),
        ((every >= 3) & (every <= 5), "field('a').every_item.between(3, 5)"),
        ((items >= 3) & (items <= 5), "(field('a').any_item <= 5) & (field('a').any_item >= 3)"),
        ((a == 1) | a.is_in(2, 3) | (a == "x"), "(field('a') == 'x') | field('a').is_in(1, 2, 3)"),
        ((a != 1) & (a != 2), "~field('a').is_in(1, 2)"),
        ((items == 1) | (items == 2), "field('a').any_item.is_in(1, 2)"),
        (a.is_in(5), "field('a') == 5"),
        (~(a.is_true()), "field('a') == False"),
        (~(items > 5), "field('a').every_item <= 5"),
        (a >= date(2026, 1, 1), "field('a') >= date(2026, 1, 1)"),
        (
            a >= datetime(2026, 1, 1, 12, tzinfo=EAST),
            "field('a') >= datetime(2025, 12, 31, 22, 0, tzinfo=timezone.utc)",
        ),
        (
            a.between(datetime(1, 1, 1, tzinfo=EAST), datetime(1, 1, 2, tzinfo=UTC)),
            (
                "field('a').between(datetime(1, 1, 1, 9, 59, 59, 999999, "
                "tzinfo=timezone(timedelta(seconds=86399, microseconds=999999))), "
                "datetime(1, 1, 2, 0, 0, tzinfo=timezone.utc))"
            ),
        ),
        (
            a < datetime(9999, 12, 31, 23, tzinfo=WEST),
            "field('a') < datetime(9999, 12, 31, 11, 0, 0, 1, tzinfo=timezone(timedelta(days=-1, microseconds=1)))",
        ),
    ],
)
def test_a_rule_is_restated(rule: Rule, spelt: str) -> None:
    """Each in the form that all its spellings have."""
    assert spell(canonical(rule)) == spelt
