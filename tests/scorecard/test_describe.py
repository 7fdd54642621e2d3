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
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.describe import describe_metric, describe_pattern, ordinal
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


TITLED = Funnel(
    "inbound",
    [
        Stage("mql", "marketing", title="MQL"),
        Stage("sql", "sales", title="SQL"),
        Stage("won", "sales", outcome="won", title="Order"),
    ],
    [Stage("lost", "sales", outcome="lost", title="No deal"), Stage("gone", "sales", outcome="lost", title="Gone")],
)
_REACHED = coverage(
    open=pipeline("amount", "sql"), target=money(100, "EUR"), reached=total("amount", at=entered("won"))
)
_TIMES = "divided by the average time from SQL to Order"


@pytest.mark.parametrize(
    ("metric", "text"),
    [
        (count(entered("won")), "leads that entered Order"),
        (share(entered("won"), among=entered("mql")), "share that entered Order, of the leads that entered MQL"),
        (total("amount", at=entered("won")), "total amount of what entered Order"),
        (average("amount", at=entered("won")), "average amount of what entered Order"),
        (median("amount", at=entered("won")), "median amount of what entered Order"),
        (percentile(90, "amount", at=entered("won")), "90th percentile of the amount of what entered Order"),
        (standing("won", "mql", "sql"), "leads that stand in MQL or SQL or Order"),
        (pipeline("amount", "won", "lost"), "total amount of what stands in Order or No deal"),
        (conversion("mql", "won"), "share of the leads that entered MQL and came to Order"),
        (period_conversion("mql", "won"), "entries into Order over entries into MQL"),
        (median_time("mql", "won"), "median time from MQL to Order"),
        (percentile_time(90, "mql", "won"), "time within which 90 % of the leads come from MQL to Order"),
        (average_time("mql", "won"), "average time from MQL to Order"),
        (
            _REACHED,
            (
                "coverage: total amount of what stands in SQL, over what is left of the target "
                "(100 EUR, less the total amount of what entered Order)"
            ),
        ),
        (
            sales_velocity("amount", opportunity="sql"),
            (
                "sales velocity, for each day: leads that entered SQL, times the share of these that came to Order, "
                f"times the average amount of what entered Order, {_TIMES}"
            ),
        ),
        (
            sales_velocity("amount", opportunity="sql", win_rate="closed", lost=["gone", "lost"]),
            (
                "sales velocity, for each day: leads that entered SQL, times the share won of the leads that entered "
                f"Order or No deal or Gone, times the average amount of what entered Order, {_TIMES}"
            ),
        ),
        (
            count(entered("mql")) - (count(entered("won")) + 1),
            "number of leads that entered MQL minus (number of leads that entered Order plus 1)",
        ),
        (
            share(entered("won"), among=entered("mql")) * 2,
            "(share that entered Order, of the leads that entered MQL) times 2",
        ),
        (
            count(entered("mql") | entered("won")) / 2,
            "(number of leads that entered MQL or entered Order) divided by 2",
        ),
        (total("amount", at=entered("won")) + 1, "total amount of what entered Order plus 1"),
    ],
)
def test_stages_are_called_by_their_titles(metric: Metric, text: str) -> None:
    """Wherever a metric names one, in the order of the funnel; a comma, an or and an over stand in brackets."""
    assert describe_metric(metric, TITLED) == text


def test_without_a_funnel_the_ids_stand() -> None:
    """In the order of the alphabet; and so does a stage that the funnel has not got, at the end."""
    assert describe_metric(standing("won", "mql")) == "leads that stand in mql or won"
    assert describe_metric(standing("gone", "alpha", "mql"), TITLED) == "leads that stand in MQL or Gone or alpha"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1", "1st"),
        ("2", "2nd"),
        ("3", "3rd"),
        ("4", "4th"),
        ("11", "11th"),
        ("12", "12th"),
        ("13", "13th"),
        ("21", "21st"),
        ("32", "32nd"),
        ("43", "43rd"),
        ("50", "50th"),
        ("111", "111th"),
        ("99.5", "99.5th"),
        ("0.1", "0.1th"),
    ],
)
def test_places_in_a_row(number: str, text: str) -> None:
    """As they are spoken."""
    assert ordinal(Fraction(number)) == text


def test_many_were_and_one_was() -> None:
    """What is counted among others is spoken of as one."""
    turned = rejected("no budget")
    assert describe_metric(share(turned, among=accepted("mql")), TITLED) == (
        "share that was rejected for “no budget”, of the leads that were accepted into MQL"
    )
    assert describe_metric(count(accepted("mql") | turned), TITLED) == (
        "leads that were accepted into MQL or were rejected for “no budget”"
    )
