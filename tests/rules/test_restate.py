"""Restate: what a group of conditions on one field says, in one way; what that is for, the canonical forms show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.util import find_spec

import pytest

from alignkit.currency import Money, money
from alignkit.rules.canonical import canonical
from alignkit.rules.field import field
from alignkit.rules.predicates import AtLeast, Rule
from alignkit.rules.spell import spell

a, b = field("a"), field("b")
people, megabytes = field("a", unit="people"), field("a", unit="MB")
items, every = a.any_item, a.every_item
EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def euros(amount: int) -> Money:
    """Return an amount in euros."""
    return money(amount, "EUR")


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
        ((a >= 5) & a.between(1, 9) & (a <= 6), "field('a').between(1, 6) & field('a').between(5, 9)"),
        (a.between(1, 2) | a.between(5, 6), "field('a').between(1, 2) | field('a').between(5, 6)"),
        (
            (people >= 5) & people.between(1, 9) & (people <= 6),
            "field('a', unit='people').between(1, 6) & field('a', unit='people').between(5, 9)",
        ),
        (
            (every >= 5) & every.between(1, 9) & (every <= 6),
            "field('a').every_item.between(1, 6) & field('a').every_item.between(5, 9)",
        ),
        (
            (a >= euros(5)) & a.between(euros(1), euros(9)),
            "(field('a') >= money(5, 'EUR')) & field('a').between(money(1, 'EUR'), money(9, 'EUR'))",
        ),
        (
            (a >= euros(5)) & a.between(euros(1), euros(9)) & (a <= euros(6)),
            (
                "field('a').between(money(1, 'EUR'), money(6, 'EUR')) & "
                "field('a').between(money(5, 'EUR'), money(9, 'EUR'))"
            ),
        ),
        ((every >= 3) & (every <= 5), "field('a').every_item.between(3, 5)"),
        ((items >= 3) & (items <= 5), "(field('a').any_item <= 5) & (field('a').any_item >= 3)"),
        ((a == 1) | a.is_in(2, 3) | (a == "x"), "(field('a') == 'x') | field('a').is_in(1, 2, 3)"),
        ((a != 1) & (a != 2), "~field('a').is_in(1, 2)"),
        ((items == 1) | (items == 2), "field('a').any_item.is_in(1, 2)"),
        ((a == 1) | a.is_in(), "(field('a') == 1) | field('a').is_in()"),
        (a.is_in(1, 2) & (a != 3), "(field('a') != 3) & field('a').is_in(1, 2)"),
        (people.is_in(1, 2) | (people == 3), "field('a', unit='people').is_in(1, 2, 3)"),
        (
            (a == euros(1)) | (a == NOON),
            "(field('a') == datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc)) | (field('a') == money(1, 'EUR'))",
        ),
        (a.is_in(5), "field('a') == 5"),
        (people.is_in(5), "field('a', unit='people') == 5"),
        (~(a.is_true()), "field('a') == False"),
        (a.is_true() | a.is_true(), "field('a') == True"),
        (a.is_true() & a.is_true(), "field('a') == True"),
        (a.is_true() | a.is_in(True, False), "field('a').is_in(False, True)"),
        (items.is_true() | (items == False), "field('a').any_item.is_in(False, True)"),  # noqa: E712 - a rule is built
        (~(items > 5), "field('a').every_item <= 5"),
        (a >= date(2026, 1, 1), "field('a') >= date(2026, 1, 1)"),
        (
            a >= datetime(2026, 1, 1, 12, tzinfo=EAST),
            "field('a') >= datetime(2025, 12, 31, 22, 0, tzinfo=timezone.utc)",
        ),
        (
            a.is_in(datetime(2026, 1, 1, 12, tzinfo=EAST), NOON),
            (
                "field('a').is_in(datetime(2025, 12, 31, 22, 0, tzinfo=timezone.utc), "
                "datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc))"
            ),
        ),
        (
            a.between(NOON, datetime(2026, 1, 3, 12, tzinfo=EAST)),
            (
                "field('a').between(datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc), "
                "datetime(2026, 1, 2, 22, 0, tzinfo=timezone.utc))"
            ),
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


@pytest.fixture
def _far_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine's own clock be nine hours ahead of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this machine cannot be set")
    monkeypatch.setenv("TZ", "AHEAD-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_far_ahead")
def test_the_zone_of_the_machine_plays_no_part() -> None:
    """What was signed in Amsterdam is the same in Tokyo."""
    for rule in (a >= datetime(2026, 1, 2, 2, tzinfo=EAST), a >= NOON.astimezone()):
        assert spell(canonical(rule)) == "field('a') >= datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc)"


IN_ORDER: tuple[Rule, ...] = (
    *(a != 0, a < 1),
    *(a == date(2026, 1, 5), a == NOON, a == NOON + DAY, a == euros(5), a == 1, megabytes == 0, people == 0),
    *(a == "0", a == True),  # noqa: E712 - a field builds a rule
    *(a > 1, items == "x", items.is_in(1, 2), items.starts_with("a")),
    *(a.between(date(2026, 1, 1), date(2026, 1, 9)), a.between(1, 5), a.between(1, 6), a.between(2, 4)),
    *(megabytes.between(0, 1), people.between(0, 1)),
    *(a.contains("x"), a.contains("a", case_matters=True), every == "x", every.contains("x")),
    *(a.is_in(), a.is_in(1, 2), megabytes.is_in(0, 1), people.is_in(0, 1), a.is_in("0", "1"), a.is_missing()),
    *(~items.contains("x"), ~a.between(1, 5), ~a.is_missing(), a.starts_with("a"), a.within(2 * DAY), a.within(DAY)),
    b == "x",
)
"""By field, by what is asked, by the kind of constant, by unit, and by the text of the constant."""


@pytest.mark.parametrize("told", [IN_ORDER, IN_ORDER[::-1], IN_ORDER[1::2] + IN_ORDER[::2]])
def test_conditions_have_one_order(told: tuple[Rule, ...]) -> None:
    """However they were told: a digest, once signed, goes by it. And none is taken for its neighbour."""
    assert canonical(AtLeast(2, told)) == AtLeast(2, IN_ORDER)


@pytest.mark.skipif(find_spec("re2") is None, reason="needs google-re2")
def test_patterns_have_one_order() -> None:
    """Where case is ignored first, then by their text."""
    in_order = (a.matches("x"), a.matches("a", case_matters=True), a.matches("b", case_matters=True), b == "x")
    assert canonical(AtLeast(2, in_order[::-1])) == AtLeast(2, in_order)
