"""How figures read, alone and group by group, and as data: in full, since people act on every word and number."""

from __future__ import annotations

import json

import pytest
from tests.funnel.build import JANUARY, day, followed
from tests.scorecard.build import FEBRUARY, won

from alignkit.currency import money
from alignkit.display.blocks import Table
from alignkit.display.text import to_text
from alignkit.errors import DataError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.history.attributes import Value
from alignkit.history.facts import ExternalFigure
from alignkit.scorecard.figure import figure
from alignkit.scorecard.figures import Figure, Figures, group_text
from alignkit.scorecard.metrics import Metric, count, external, total
from alignkit.scorecard.rates import Rates

DEALS, REVENUE = count(entered("won")), total("amount", at=entered("won"))
RATES = Rates("EUR", {"USD": "0.5"}, on=day(0).date(), source="ECB")
AT_THE_RATE = "1 amount at 1 USD = 0.5 EUR, stated 2026-01-01"

PER_DEAL = """
total amount of what entered won divided by number of leads that entered won, 2026-01: 41 EUR (123 EUR ÷ 3, 1 unknown)

made up of                          value
────────────────────────────────  ───────  ─────────────────────────────────────────────────────────
total amount of what entered won  123 EUR  1 unknown, 1 amount at 1 USD = 0.5 EUR, stated 2026-01-01
leads that entered won                  3
"""
BY_ORIGIN = """
total amount of what entered won, 2026-01, by origin

origin         value
───────────  ───────  ─────────────────────────────────────────────────────────
“(missing)”  100 EUR
paid          23 EUR  1 amount at 1 USD = 0.5 EUR, stated 2026-01-01
(missing)      0 EUR  1 unknown
all          123 EUR  1 unknown, 1 amount at 1 USD = 0.5 EUR, stated 2026-01-01
"""


def sales() -> Journeys:
    """Sell for 46 USD, which are 23 EUR, for 100 EUR, and for nobody knows how much."""
    leads: dict[str, dict[str, Value]] = {"a": {"origin": "paid"}, "b": {"origin": "(missing)"}, "c": {}}
    return followed(
        won(3, "a", amount=money(46, "USD")), won(4, "b", amount=money(100, "EUR")), won(5, "c"), leads=leads
    )


def asked(metric: Metric, figures: tuple[ExternalFigure, ...] = ()) -> Figure:
    """Ask what a metric came to in January, in euros."""
    return figure(metric, sales(), period=JANUARY, as_of=FEBRUARY, figures=figures, rates=RATES)


def by_origin(metric: Metric = REVENUE) -> Figures:
    """Ask the same by origin."""
    return figure(metric, sales(), period=JANUARY, as_of=FEBRUARY, by="origin", rates=RATES)


def text(found: Figure | Figures) -> str:
    """Write it at a fixed width, with a line's end before and after, as it stands in a test."""
    return f"\n{to_text(found.blocks(), width=120)}\n"


def test_a_figure_in_full() -> None:
    """One sentence, and what stands beside the value in brackets where there is something."""
    assert text(asked(DEALS)) == "\nleads that entered won, 2026-01: 3\n"
    assert text(asked(REVENUE)) == (
        f"\ntotal amount of what entered won, 2026-01: 123 EUR (1 unknown, {AT_THE_RATE})\n"
    )


def test_a_figure_that_is_put_together_in_full() -> None:
    """Below the sentence, what it is made up of."""
    assert text(asked(REVENUE / DEALS)) == PER_DEAL


def test_a_figure_put_together_as_data() -> None:
    """Its parts stand within it, each with its metric and with the rates at which it was told."""
    found = asked(REVENUE / DEALS)
    beside = {"numerator": None, "denominator": None, "pending": 0}
    revenue = {
        "metric": "total('amount', at=entered('won'))",
        "value": {"amount": "123", "currency": "EUR"},
        "text": "123 EUR",
        "unknown": 1,
        "converted": [{"currency": "USD", "amounts": 1, "rate": AT_THE_RATE}],
        **beside,
    }
    deals = {"metric": "count(entered('won'))", "value": 3, "text": "3", "unknown": 0, **beside}
    assert json.loads(json.dumps(found.to_dict())) == {
        "alignkit": 1,
        "kind": "figure",
        "metric": "total('amount', at=entered('won')) / count(entered('won'))",
        "period": "2026-01",
        "as_of": "2026-02-01T00:00:00+00:00",
        "value": {"amount": "41", "currency": "EUR"},
        "text": "41 EUR",
        "unknown": 1,
        "parts": [revenue, deals],
        **beside,
    }


def test_a_figure_measured_elsewhere_as_data() -> None:
    """With the instant and the source of the one that was taken."""
    found = asked(external("nps"), (ExternalFigure("nps", 40, day(3), "survey"),)).to_dict()
    assert found["measured"] == {"at": "2026-01-04T00:00:00+00:00", "source": "survey"}
    assert "measured" not in asked(DEALS).to_dict()


def test_groups_in_full() -> None:
    """A row a group, what has no value last but for the whole; a group that is called so is told apart."""
    assert text(by_origin()) == BY_ORIGIN


def test_the_names_of_groups() -> None:
    """What has no value, what is called as if it had none, what is blank, and the rest."""
    assert [group_text(name) for name in (None, "(missing)", "", "paid", 5)] == [
        "(missing)",
        "“(missing)”",
        "“”",
        "paid",
        "5",
    ]


def test_more_groups_than_are_shown() -> None:
    """400 of them and the whole, and how many more there are."""
    found = by_origin()
    table = Figures("origin", found.whole, tuple((f"origin {n}", found.whole) for n in range(403))).blocks()
    assert isinstance(table, Table)
    assert (len(table.rows), table.more) == (401, 3)


def test_groups_as_data() -> None:
    """The whole, and each group with its numbers; null for what has no value, and text for what is no text."""
    found = by_origin()
    assert json.loads(json.dumps(found.to_dict())) == {
        "alignkit": 1,
        "kind": "figures",
        "by": "origin",
        "whole": found.whole.to_dict(),
        "groups": [
            {"group": "(missing)", **found.of("(missing)").numbers()},
            {"group": "paid", **found.of("paid").numbers()},
            {"group": None, **found.of(None).numbers()},
        ],
    }
    numbered = Figures("size", found.whole, ((5, found.whole),)).to_dict()
    assert numbered["groups"] == [{"group": "5", **found.whole.numbers()}]


def test_a_group_that_is_not_there() -> None:
    """By its name, with the nearest."""
    with pytest.raises(DataError) as caught:
        by_origin().of("paud")
    assert str(caught.value) == "unknown-group: no origin is 'paud'; did you mean 'paid'?"
