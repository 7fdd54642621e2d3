"""Explaining a lead of the sample company and finding what would change the answer: milliseconds, and ratings."""

from __future__ import annotations

from functools import partial

from benchmarks.side_by_side import Benchmark, each_alone

from alignkit.history.gather import gather
from alignkit.instants import days
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.trace import Change
from alignkit.samples.generate import sample_company

employees, country, industry = field("employees"), field("country"), field("industry")
role, source, campaign = field("role"), field("source"), field("campaign")

FIT = Score(
    "fit",
    [
        Points(5, when=employees >= 10),
        Points(10, when=employees >= 50),
        Points(5, when=employees >= 200),
        Points(5, when=employees >= 1_000),
        Points(-10, when=employees < 5),
        Points(10, when=country.is_in("NL", "BE", "DE", "FR")),
        Points(3, when=country.is_in("GB", "DK")),
        Points(15, when=industry.is_in("chemicals", "food", "pharma", "semiconductors", "water")),
        Points(-10, when=industry.is_in("education", "retail")),
        Points(10, when=role.is_in("lab manager", "process engineer", "director")),
        Points(-20, when=role == "student"),
        Points(-30, when=field("email").ends_with("@freemail.example")),
    ],
    cap=50,
    floor=-30,
)
INTEREST = Score(
    "interest",
    [
        Points(10, when=source == "referral"),
        Points(5, when=source.is_in("webinar", "trade fair")),
        Points(-5, when=source == "list"),
        Points(5, when=campaign == "new sensor"),
        Points(30, each=did("demo_request"), half_life=days(30), count_up_to=2),
        Points(20, each=did("booth_visit"), half_life=days(60), count_up_to=1),
        Points(15, each=did("webinar"), half_life=days(30), count_up_to=2),
        Points(10, each=did("content_download"), half_life=days(21), count_up_to=3),
        Points(8, each=did("page_visit", where=field("page") == "pricing"), half_life=days(14), count_up_to=3),
        Points(5, when=did("page_visit", at_least=3, within=days(14))),
        Points(5, when=did("call", within=days(30))),
        Points(-15, when=did("reject", within=days(90))),
    ],
    cap=50,
)
LEAD_SCORE = Score("lead score", parts=[FIT, INTEREST], bands={"A": 85, "B": 65, "C": 40})
EVERY = 6
"""One lead in six of the sample company's 1,200 is asked about."""

COMPANY = sample_company()
LEADS = [(history.fields, history.events) for history in gather(COMPANY.facts, as_of=COMPANY.as_of).histories[::EVERY]]


def measure(benchmark: Benchmark, row: str, rule: Rule, score: Score) -> None:
    """Find for each lead what would change a rule's answer; decide again with what was found."""

    def nearest(number: int) -> Change | None:
        lead, events = LEADS[number]
        return explain(rule, lead, events, as_of=COMPANY.as_of).nearest

    def rated(number: int) -> object:
        lead, events = LEADS[number]
        return rate(score, lead, events, as_of=COMPANY.as_of)

    numbers = range(len(LEADS))
    changes = each_alone(
        benchmark, row, [partial(nearest, number) for number in numbers], [partial(rated, number) for number in numbers]
    )
    assert sum(change is not None for change in changes) > len(LEADS) / 2
    for change, (lead, events) in zip(changes, LEADS, strict=True):
        if change is not None and not change.events:
            changed = {**lead, **dict(change.fields)}
            assert decide(rule, changed, events, as_of=COMPANY.as_of) is change.verdict


def test_nearest(benchmark: Benchmark) -> None:
    """24 rules over the sample company's leads: what would bring a lead into band B, or out of it."""
    measure(benchmark, "nearest", LEAD_SCORE >= 65, LEAD_SCORE)


def test_nearest_sample(benchmark: Benchmark) -> None:
    """The sample company's own rule: what would make a lead marketing-qualified, or not."""
    rule = next(rule for rule in COMPANY.agreement.rules if rule.name == "mql")
    measure(benchmark, "nearest sample", rule, COMPANY.agreement.scores[0])
