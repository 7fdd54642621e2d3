"""Metrics are values: what they accept, how they print, what they refuse."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.patterns import accepted, entered, left
from alignkit.handoff.slas import SLA
from alignkit.instants import days, hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.amounts import average, median, percentile
from alignkit.scorecard.metrics import (
    Metric,
    Share,
    conversion,
    count,
    external,
    is_cumulative,
    median_time,
    met,
    period_conversion,
    scale_of,
    share,
    stages_of,
    total,
)
from alignkit.scorecard.standings import pipeline, standing
from alignkit.scorecard.times import average_time, percentile_time

TOUCH = SLA("first touch", "sales", entered("mql"), did("call"), hours(4))


class _Any:
    """What a type checker lets pass, and a constructor must not."""

    def __getitem__(self, value: Any) -> Any:  # noqa: ANN401 - the point
        return value


ANY = _Any()
ALL: list[Metric] = [
    count(entered("mql"), where=field("employees") >= 50),
    share(entered("sal"), among=entered("mql")),
    met(TOUCH),
    total("amount", at=entered("won")),
    conversion("mql", "won", within=days(30)),
    period_conversion("mql", "won"),
    median_time("mql", "won"),
    external("satisfaction"),
    average("amount", at=entered("won")),
    percentile(90, "amount", at=entered("won")),
    median("amount", at=entered("won")),
    standing("sql", "sal"),
    pipeline("amount", "sql"),
    percentile_time(Fraction(100, 3), "mql", "won"),
    average_time("mql", "won"),
]


@pytest.mark.parametrize("metric", ALL, ids=repr)
def test_a_metric_is_a_value(metric: Metric) -> None:
    """It is equal to its copies, hashable, and picklable."""
    assert copy.deepcopy(metric) == metric
    assert pickle.loads(pickle.dumps(metric)) == metric
    assert len({metric, copy.copy(metric)}) == 1


def test_a_metric_prints_as_the_expression_that_builds_it() -> None:
    """What is printed can be typed."""
    assert [repr(metric) for metric in ALL] == [
        "count(entered('mql'), where=field('employees') >= 50)",
        "share(count(entered('sal')), among=count(entered('mql')))",
        "met('first touch')",
        "total('amount', at=entered('won'))",
        "conversion('mql', 'won', within=datetime.timedelta(days=30))",
        "period_conversion('mql', 'won')",
        "median_time('mql', 'won')",
        "external('satisfaction')",
        "average('amount', at=entered('won'))",
        "percentile(90, 'amount', at=entered('won'))",
        "median('amount', at=entered('won'))",
        "standing('sal', 'sql')",
        "pipeline('amount', 'sql')",
        "percentile_time(Fraction(100, 3), 'mql', 'won')",
        "average_time('mql', 'won')",
    ]


def test_a_rule_is_asked_where_the_whole_is_counted() -> None:
    """A share of a rule is a share of a count with that rule; `did`, which is both, means the pattern."""
    big = field("employees") >= 50
    assert share(big, among=entered("mql")) == Share(count(entered("mql"), where=big), count(entered("mql")))
    assert share(did("call"), among=entered("mql")).of == count(did("call"))
    either = did("call") | did("mail")
    assert repr(share(either, among=entered("mql")).of) == "count(did('call') | did('mail'))"


def test_a_share_of_counts_is_one_of_their_patterns() -> None:
    """Whichever way it is written."""
    counted = share(count(entered("sal")), among=count(entered("mql")))
    assert counted == share(entered("sal"), among=entered("mql"))
    assert share(entered("sal"), among=count(entered("mql"))) == counted


def test_the_median_is_a_percentile() -> None:
    """The 50th: one metric, whichever way it is written."""
    assert median("amount", at=entered("won")) == percentile(50, "amount", at=entered("won"))


def test_a_number_by_a_metric() -> None:
    """As any number stands to the left of a metric."""
    deals, revenue = count(entered("won")), total("amount", at=entered("won"))
    assert [repr(metric) for metric in (100 / deals, 100 * deals, 100 + revenue, 100 - revenue)] == [
        "100 / count(entered('won'))",
        "100 * count(entered('won'))",
        "100 + total('amount', at=entered('won'))",
        "100 - total('amount', at=entered('won'))",
    ]


def test_a_metric_names_so_many_stages() -> None:
    """200 of them, and no more; one as it is."""
    names = [f"stage {number:03}" for number in range(201)]
    assert standing(*names[:200]).stages == tuple(names[:200])
    with pytest.raises(LimitError, match="200 stages at most, not 201"):
        standing(*names)
    assert repr(pipeline("amount", "sql", "sal")) == "pipeline('amount', 'sal', 'sql')"
    assert pipeline("amount", *names[:3], entered("sql")).stages == ("sql", *names[:3])


def test_stages_may_be_given_as_patterns() -> None:
    """`entered("mql")` and "mql" are one stage to a conversion."""
    assert conversion(entered("mql"), entered("won")) == conversion("mql", "won")


def test_what_a_metric_says_of_itself() -> None:
    """Its scale, whether it grows as the period goes by, and the stages that it names."""
    assert [scale_of(metric) for metric in ALL] == [
        "count",
        "share",
        "share",
        "amount",
        "share",
        "share",
        "span",
        "amount",
        *("amount", "amount", "amount", "count", "amount", "span", "span"),
    ]
    assert [is_cumulative(metric) for metric in ALL] == [True, False, False, True, *[False] * 11]
    assert [stages_of(metric) for metric in ALL] == [
        ("mql",),
        ("sal", "mql"),
        ("mql",),
        ("won",),
        ("mql", "won"),
        ("mql", "won"),
        ("mql", "won"),
        (),
        *(("won",), ("won",), ("won",), ("sal", "sql"), ("sql",), ("mql", "won"), ("mql", "won")),
    ]
    assert stages_of(count(left("mql") | accepted("sal") | accepted() | did("call"))) == ("mql", "sal")


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: count(ANY["mql"]), "not-a-pattern"),
        (lambda: count(entered("mql"), where=ANY["big"]), "not-a-rule"),
        (lambda: share(entered("sal"), among=ANY[field("employees") >= 50]), "not-a-pattern"),
        (lambda: met(ANY["first touch"]), "wrong-type"),
        (lambda: total("", at=entered("won")), "bad-id"),
        (lambda: conversion("mql", ANY[5]), "wrong-type"),
        (lambda: conversion("mql", "won", within=timedelta(0)), "not-positive"),
        (lambda: conversion("mql", "won", within=ANY[30]), "not-positive"),
        (lambda: external(" "), "bad-id"),
    ],
)
def test_what_is_no_metric_is_refused(build: Any, code: str) -> None:  # noqa: ANN401 - a thunk
    """Each refusal has its code and says what would be right."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert caught.value.code == code
