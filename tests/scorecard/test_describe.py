"""Metrics in plain words."""

from __future__ import annotations

import pytest

from alignkit.funnel.patterns import Pattern, accepted, either, entered, left, rejected
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.instants import days, hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.amounts import average, median, percentile
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
            "leads that entered MQL divided by (leads that entered won plus 1)",
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
