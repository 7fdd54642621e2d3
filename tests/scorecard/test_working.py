"""What a figure that is put together was made of."""

from __future__ import annotations

import pytest
from tests.funnel.build import entry, followed
from tests.scorecard.build import FEBRUARY, measured, won

from alignkit.currency import money
from alignkit.funnel.patterns import entered
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.metrics import Metric, count, external
from alignkit.scorecard.standings import standing
from alignkit.scorecard.working import working

MQLS, DEALS = count(entered("mql")), count(entered("won"))
SOLD = (entry("mql", 1, "a"), won(5, "a", amount=money(100, "EUR")), entry("mql", 1, "b"))


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        (MQLS, ""),
        (MQLS / DEALS, "2 ÷ 1"),
        (100 - MQLS, "100 − 2"),
        (MQLS * 1000, "2 × 1,000"),
        (MQLS + DEALS, "2 + 1"),
        (coverage(open=standing("mql"), target=8), "1 ÷ 8"),
        (coverage(open=standing("mql"), target=8, reached=DEALS), "1 ÷ (8 − 1)"),
        (
            coverage(open=standing("mql"), target=1, reached=DEALS),
            "1 ÷ (1 − 1): nothing is left of the target",
        ),
        (coverage(open=external("open"), target=1, reached=DEALS), "– ÷ (1 − 1)"),
        (coverage(open=standing("mql"), target=1, reached=external("sold")), "1 ÷ (1 − –)"),
        (
            sales_velocity("amount", opportunity="mql"),
            "2 opportunities × 50 % won of those × 100 EUR ÷ 4 days",
        ),
        (
            sales_velocity("amount", opportunity="mql", win_rate="closed", lost="lost"),
            "2 opportunities × 100 % won of those closed × 100 EUR ÷ 4 days",
        ),
        (
            sales_velocity("amount", opportunity="sal"),
            "1 opportunity × 100 % won of those × 100 EUR ÷ 0 seconds",
        ),
    ],
)
def test_the_working(metric: Metric, told: str) -> None:
    """Two MQLs, one of them sold for 100 EUR after four days; what is not put together has none."""
    assert working(measured(metric, followed(*SOLD, as_of=FEBRUARY))) == told
