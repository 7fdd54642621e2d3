"""Metrics in plain words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from alignkit.currency import money
from alignkit.funnel.patterns import Pattern, accepted, either, entered, left, rejected
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.instants import days, hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.amounts import average, median, percentile
from alignkit.scorecard.compound import coverage
from alignkit.scorecard.describe import describe_metric, describe_pattern
from alignkit.scorecard.metrics import (
    Metric,
    conversion,
    count,
    external,
    median_time,
    met,
    period_conversion,
    share,
    total,
)
from alignkit.scorecard.standings import pipeline, standing
from alignkit.scorecard.times import average_time, percentile_time

_LARGE = "leads that entered MQL where size is at least 5"
_PERCENTILE = "99.00001th percentile of the “deal size” of what entered won"
FUNNEL = Funnel("inbound", [Stage("mql", "marketing", title="MQL"), Stage("won", "sales", outcome="won")])


@pytest.mark.parametrize(
    ("metric", "text"),
    [
        (count(entered("mql")), "leads that entered MQL"),
        (count(entered("mql"), where=field("size") >= 5), "leads that entered MQL where size is at least 5"),
        (share(entered("won"), among=left("mql")), "share that entered won, of the leads that left MQL"),
        (
            met(SLA("touch", "sales", entered("mql"), did("call"), hours(4), title="First touch")),
            "share of the clocks of “First touch” that were met",
        ),
        (total("deal_amount", at=entered("won")), "total deal amount of what entered won"),
        (
            conversion("mql", "won", within=days(30)),
            "share of the leads that entered MQL and came to won within 30 days",
        ),
        (period_conversion("mql", "won"), "entries into won over entries into MQL"),
        (median_time("mql", "won"), "median time from MQL to won"),
        (average("amount", at=entered("won")), "average amount of what entered won"),
        (median("amount", at=entered("won")), "median amount of what entered won"),
        (percentile(92, "amount", at=entered("won")), "92nd percentile of the amount of what entered won"),
        (percentile(11, "amount", at=entered("won")), "11th percentile of the amount of what entered won"),
        (standing("won", "mql"), "leads that stand in MQL or won"),
        (pipeline("deal_amount", "mql"), "total deal amount of what stands in MQL"),
        (percentile_time(90, "mql", "won"), "time within which 90 % of the leads come from MQL to won"),
        (average_time("mql", "won"), "average time from MQL to won"),
        (
            count(entered("mql")) / (count(entered("won")) + 1),
            "number of leads that entered MQL divided by (number of leads that entered won plus 1)",
        ),
        (
            count(entered("mql"), where=field("size") >= 5) + standing("mql") + standing("won"),
            f"(number of {_LARGE}) plus number of leads that stand in MQL plus number of leads that stand in won",
        ),
        (period_conversion("mql", "won") * 2, "(entries into won over entries into MQL) times 2"),
        (percentile(Fraction("99.00001"), "deal size", at=entered("won")), _PERCENTILE),
        (
            percentile_time(Fraction(100, 3), "mql", "won"),
            "time within which 100/3 % of the leads come from MQL to won",
        ),
        (external("a”, or “b"), "the figure 'a”, or “b', measured elsewhere"),
        (count(rejected("no” or “b")), "leads that were rejected for 'no” or “b'"),
        (count(accepted() | left("mql")), "leads that were accepted or left MQL"),
        (average("amount", at=accepted()), "average amount of what was accepted"),
        (share(accepted(), among=accepted("mql")), "share that was accepted, of the leads that were accepted into MQL"),
        (
            coverage(open=pipeline("amount", "mql"), target=money("1000.4", "EUR")),
            "coverage: total amount of what stands in MQL, over what is left of the target (1,000.4 EUR)",
        ),
        (external("nps"), "the figure “nps”, measured elsewhere"),
    ],
)
def test_metrics(metric: Metric, text: str) -> None:
    """Stages by their titles."""
    assert describe_metric(metric, FUNNEL) == text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (accepted(), "was accepted"),
        (accepted("won"), "was accepted into won"),
        (rejected(), "was rejected"),
        (rejected("no budget"), "was rejected for “no budget”"),
        (either(entered("mql"), did("call")), "entered mql or did call"),
        (entered("gone"), "entered gone"),
    ],
)
def test_patterns(pattern: Pattern, text: str) -> None:
    """In the past tense."""
    assert describe_pattern(pattern) == text


def test_a_title_that_would_join_is_quoted() -> None:
    """A stage that people call “won or lost” is one stage."""
    funnel = Funnel("inbound", [Stage("mql", "marketing", title="won or lost"), Stage("won", "sales", outcome="won")])
    assert describe_metric(conversion("mql", "won"), funnel).startswith("share of the leads that entered “won or lost”")
