from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from alignkit.agreement.canonical import digest, terms_text
from alignkit.currency import Money, money
from alignkit.errors import DocumentError
from alignkit.rules.canonical import Forms, canonical
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.node import DEEPEST, LARGEST
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Not, TextMatch, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.spell import spell
from alignkit.rules.verdict import Verdict

a, b, c, d = (field(name) for name in "abcd")
big, near, fits, call = a >= 5, b == "x", c.contains("y"), did("call")
people = field("a", unit="people")
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
one, two = Points(1, when=big), Points(2, each=call)


def euros(amount: object) -> Money:
    """Return an amount in euros."""
    return money(amount, "EUR")


def dollars(amount: object) -> Money:
    """Return an amount in dollars."""
    return money(amount, "USD")


def test_what_has_a_name_keeps_it_and_its_title() -> None:
    """Whether what it names changes its form or not; and so does a clause with the events that it counts."""
    five, more = field("a").is_in(5), field("a") > 5
    assert spell(canonical(five.named("n", title="Five"))) == "(field('a') == 5).named('n', title='Five')"
    assert spell(canonical(five.named("n"))) == "(field('a') == 5).named('n')"
    assert spell(canonical(more.named("n", title="More"))) == "(field('a') > 5).named('n', title='More')"
    score = Score("s", [Points(1, each=did("call", where=five), count_up_to=2), Points(2, when=five)], title="Calls")
    assert spell(canonical(score)) == (
        "Score('s', points=[Points(1, each=did('call', where=field('a') == 5), count_up_to=2), "
        "Points(2, when=field('a') == 5)], title='Calls')"
    )


@pytest.mark.parametrize(
    ("rule", "form"),
    [
        # groups
        (AllOf([near, big]), big & near),
        (AnyOf([near, big]), big | near),
        (big & (fits & (near & call)), big & near & fits & call),
        (AllOf([big]), big),
        (AnyOf([AllOf([AtLeast(1, [big])])]), big),
        (big & near & big, big & near),
        ((big | near) & (near | big), big | near),
        (at_least(1, near, big), big | near),
        (at_least(2, near, big), big & near),
        (at_least(2, fits, near, big), at_least(2, big, near, fits)),
        (at_least(2, big, near, near), at_least(2, big, near, near)),  # each counts
        (at_least(2, big, big), big),
        ((big & near) | AnyOf([(near & big), near & big]), big & near),
        # opposites
        (Not(Not(big)), big),
        (Not(Not(Not(near))), b != "x"),
        (~(big & near), (a < 5) | (b != "x")),
        (~(big | near), (a < 5) & (b != "x")),
        (~at_least(2, big, near, fits), at_least(2, a < 5, b != "x", ~fits)),
        (~at_least(3, big, near, fits, call), at_least(2, a < 5, b != "x", ~fits, ~call)),
        (~at_least(1, big, fits), (a < 5) & ~fits),
        (~(a > 5), a <= 5),
        (~(a <= 5), a > 5),
        (~(a < 5), a >= 5),
        (~(a == 5), a != 5),
        (~(b != "x"), b == "x"),
        (~(people > 5), people <= 5),
        (~(a >= euros(5)), a < euros(5)),
        (~a.is_missing(), ~a.is_missing()),
        (~a.within(timedelta(1)), ~a.within(timedelta(1))),
        (~(big.named("n") & near), (b != "x") | ~big.named("n")),
        (~(call | near), (b != "x") & ~call),
        (~(Score("s", [one]) >= 1), Score("s", [one]) < 1),
        (~(Score("s", [one]) < 1), Score("s", [one]) >= 1),
        # sets
        ((a == 1) | (a == 2), a.is_in(1, 2)),
        ((a == 1) | near | a.is_in(2, 3) | (a == 1), a.is_in(1, 2, 3) | near),
        ((a != 1) & (a != 2), ~a.is_in(1, 2)),
        (~a.is_in(1, 2) & (a != 3), ~a.is_in(1, 2, 3)),
        (a.is_in(1), a == 1),
        (~a.is_in(1), a != 1),
        (a.is_in(), a.is_in()),
        ((a == euros(1)) | (a == dollars(1)), a.is_in(euros(1), dollars(1))),
        ((people == 1) | (people == 2), people.is_in(1, 2)),
        # ranges
        ((a >= 1) & (a <= 5), a.between(1, 5)),
        ((a <= 5) & near & (a >= 1), a.between(1, 5) & near),
        ((a < 1) | (a > 5), ~a.between(1, 5)),
        (~a.between(1, 5), ~a.between(1, 5)),
        ((a >= 5) & (a <= 1), (a <= 1) & (a >= 5)),
        ((a >= 1) & (a <= 9) & (a >= 5) & (a <= 6), a.between(1, 6) & a.between(5, 9)),
        (a.between(1, 2) & (a >= 9), a.between(1, 2) & (a >= 9)),
        ((a >= euros(1)) & (a <= euros(5)), a.between(euros(1), euros(5))),
        ((people >= 1) & (people <= 5), people.between(1, 5)),
        # truth values
        (a.is_true(), a == True),  # noqa: E712 - a field builds a rule
        (~a.is_true(), a == False),  # noqa: E712 - the same
        (a != True, a == False),  # noqa: E712 - the same
        (a.is_true() | (a == False), a.is_in(False, True)),  # noqa: E712 - the same
        (a.is_true() & (a == False), ~a.is_in(True, False)),  # noqa: E712 - the same
        # texts
        (a.contains("HeAd"), a.contains("head")),
        (a.starts_with("Straße"), a.starts_with("STRASSE")),
        (a.ends_with("X", case_matters=True), a.ends_with("X", case_matters=True)),
        # numbers and instants
        (a >= 50.0, a >= 50),
        (a >= Decimal("0.10"), a >= Fraction(1, 10)),
        (a > NINE.astimezone(timezone(timedelta(hours=5))), a > NINE),
        (a.is_in(NINE, NINE.astimezone(timezone(timedelta(hours=5)))), a == NINE),
        # lists
        (~(a.any_item == "x"), a.every_item != "x"),
        (~(a.every_item < 5), a.any_item >= 5),
        (~a.any_item.is_in("x", "y"), ~a.any_item.is_in("x", "y")),
        (~a.every_item.contains("X"), ~a.every_item.contains("x")),
        ((a.any_item == "x") | (a.any_item == "y"), a.any_item.is_in("x", "y")),
        ((a.every_item != "x") & (a.every_item != "y"), ~a.any_item.is_in("x", "y")),
        ((a.every_item >= 1) & (a.every_item <= 5), a.every_item.between(1, 5)),
        ((a.any_item < 1) | (a.any_item > 5), ~a.every_item.between(1, 5)),
        (a.any_item.is_true(), ~(a.every_item == False)),  # noqa: E712 - the same
        # events
        (did("call", where=near & big, at_least=2), did("call", where=big & near, at_least=2)),
        (~did("call", where=Not(Not(big))), ~did("call", where=big)),
    ],
)  # fmt: skip
def test_one_form(rule: Any, form: Any) -> None:  # noqa: ANN401 - rules of all kinds
    """Both are brought into one form, with one digest, and so are their opposites and their uses in a group."""
    for said, meant in ((rule, form), (Not(rule), ~form), (d.is_missing() & rule, form & d.is_missing())):
        assert canonical(said) == canonical(meant)
        assert digest(said) == digest(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: a.between(euros(5), euros(5)), lambda: a == euros(5)),  # 5 USD: UNKNOWN, and NO
        (lambda: (a >= 5) & (a >= 7), lambda: a >= 7),  # what is redundant is a term all the same
        (lambda: (a.any_item >= 1) & (a.any_item <= 5), lambda: a.any_item.between(1, 5)),  # not of one item
        (lambda: (a.every_item == 1) | (a.every_item == 2), lambda: a.every_item.is_in(1, 2)),
        (lambda: (a.any_item != 1) & (a.any_item != 2), lambda: ~a.every_item.is_in(1, 2)),
        (lambda: (a.every_item < 1) | (a.every_item > 5), lambda: ~a.any_item.between(1, 5)),
        (lambda: a.any_item == "x", lambda: a == "x"),
        (lambda: a.any_item == "x", lambda: a.every_item == "x"),
        (lambda: ~a.any_item.is_in(1, 2), lambda: ~a.every_item.is_in(1, 2)),
        (lambda: (a >= euros(1)) & (a <= dollars(5)), lambda: a.between(euros(1), euros(5))),
        (lambda: (people >= 1) & (a <= 5), lambda: a.between(1, 5)),
        (lambda: people >= 5, lambda: big),
        (lambda: (people == 1) | (a == 2), lambda: a.is_in(1, 2)),
        (lambda: (a == 1) & (a == 2), lambda: (a == 1) | (a == 2)),
        (lambda: (a == 1) | (b == 2), lambda: (a == 2) | (b == 1)),
        (lambda: a.is_in(1, 2), lambda: a.is_in("1", "2")),
        (lambda: a == 1, lambda: a == True),  # noqa: E712 - a field builds a rule
        (lambda: a == date(2026, 1, 5), lambda: a == "2026-01-05"),
        (lambda: a == NINE, lambda: a == date(2026, 1, 5)),
        (lambda: a.contains("X", case_matters=True), lambda: a.contains("x", case_matters=True)),
        (lambda: a.contains("x", case_matters=True), lambda: a.contains("x")),
        (lambda: a.contains("x"), lambda: a.starts_with("x")),
        (a.is_missing, a.is_true),
        (lambda: a.within(timedelta(1)), lambda: a.within(timedelta(2))),
        (lambda: ~a.is_true(), lambda: ~a.is_missing()),
        (lambda: at_least(2, big, near, near), lambda: at_least(2, big, near)),
        (lambda: at_least(2, big, near, fits), lambda: at_least(2, big, near, call)),
        (lambda: big.named("n"), lambda: big),
        (lambda: big.named("n"), lambda: big.named("m")),
        (lambda: big.named("n", title="N"), lambda: big.named("n")),
        (lambda: (big & near).named("n") & fits, lambda: big & near & fits),
        (lambda: did("call"), lambda: did("mail")),
        (lambda: did("call", at_least=2), lambda: did("call")),
        (lambda: did("call", within=timedelta(1)), lambda: did("call")),
        (lambda: did("call", where=big), lambda: did("call")),
        (lambda: Score("s", [one]) >= 1, lambda: Score("s", [one]) > 1),
        (lambda: Score("s", [one]) >= 1, lambda: Score("s", [one]) >= 2),
        (lambda: Score("s", [one]) >= 1, lambda: Score("t", [one]) >= 1),
    ],
)
def test_two_forms(one: Callable[[], Any], other: Callable[[], Any]) -> None:
    """What decides otherwise for some lead, or is another term to the people who sign, has another digest."""
    assert canonical(one()) != canonical(other())
    assert digest(one()) != digest(other())


def test_other_currencies_are_why_a_range_of_one_amount_is_no_equality() -> None:
    """The two differ in what they say of 5 USD."""
    lead = {"a": dollars(5)}
    assert decide(a == euros(5), lead) is Verdict.NO
    assert (
        decide(a.between(euros(5), euros(5)), lead) is decide(~a.between(euros(5), euros(5)), lead) is Verdict.UNKNOWN
    )


@pytest.mark.skipif(find_spec("re2") is None, reason="needs google-re2")
def test_patterns_are_left_as_they_are() -> None:
    """Two patterns that find the same are not compared; case is a part of what is asked."""
    assert canonical(~~a.matches("X")) == a.matches("X")
    rules = (
        a.matches("X"),
        a.matches("x"),
        a.matches("X", case_matters=True),
        ~a.matches("X"),
        a.any_item.matches("X"),
    )
    assert len({digest(rule) for rule in rules}) == len(rules)


def test_people_can_read_it() -> None:
    """Members stand by field, then by what is asked; a rule that is in its form already is given back."""
    rule = ~(call & (near | fits | ~(a > 3)))
    assert (
        spell(canonical(rule)) == "((field('a') > 3) & (field('b') != 'x') & ~field('c').contains('y')) | ~did('call')"
    )
    form = (a > 3) & near & call
    assert canonical(form) is form


@pytest.mark.parametrize("wrong", [None, 5, "a >= 5", {"field": "a"}, [big], Verdict.YES, one])
def test_only_rules_and_scores_have_a_form(wrong: Any) -> None:  # noqa: ANN401 - the mistake
    """Anything else is refused by name."""
    with pytest.raises(DocumentError, match="not-a-rule"):
        canonical(wrong)
    with pytest.raises(DocumentError, match="wrong-type"):
        digest(wrong)


lead_score = Score(
    "lead",
    [Points(5, when=near), Points(5, when=big), Points(-5, when=fits), one, one, two],
    [Score("x", [one]), Score("w", [two], cap=3, floor=-1)],
    bands={"A": 9, "B": 1},
)


def test_a_score_has_one_form() -> None:
    """Clauses and parts add up in any order; equal clauses count twice; bands are sorted as they are."""
    other = Score(
        "lead",
        [two, one, Points(5, when=~(a < 5.0)), Points(5, when=b.is_in("x")), one, Points(-5, when=c.contains("Y"))],
        [Score("w", [two], cap=3, floor=-1), Score("x", [Points(1, when=at_least(1, big))])],
        bands={"B": 1, "A": 9},
    )
    assert other != lead_score
    assert canonical(other) == canonical(lead_score)
    assert digest(other) == digest(lead_score)
    assert canonical(lead_score).points.count(one) == 2
    for lead in ({"a": 6, "b": "x"}, {"c": "y"}, {}):
        assert rate(canonical(other), lead, []).points == rate(lead_score, lead, []).points


def scores_unlike() -> list[Score]:
    """Return scores each of which is another term."""
    day = timedelta(days=1)
    clauses = [
        *(one, Points(2, when=big), Points(1, when=near), Points(1, each=call), two),
        *(Points(2, each=did("mail")), Points(2, each=did("call", where=big)), Points(-1, when=big)),
        *(Points(2, each=call, half_life=day), Points(2, each=call, half_life=2 * day)),
        *(Points(2, each=call, steps=[(day, 0)]), Points(2, each=call, steps=[(day, 0.5)])),
        *(Points(2, each=call, steps=[(2 * day, 0)]), Points(2, each=call, steps=[(day, 0.5), (2 * day, 0)])),
        *(Points(2, each=call, count_up_to=1), Points(2, each=call, first_only=True), Points(2, each=call, cap=1)),
        *(Points(2, each=call, cap=2), Points(2, each=call, count_up_to=1, cap=1)),
    ]  # fmt: skip
    return [
        *(Score("s", [clause]) for clause in clauses),
        *(Score("t", [one]), Score("s", [one, one]), Score("s", [one, two]), Score("s", [one], title="S")),
        *(Score("s", [one], cap=0), Score("s", [one], floor=0), Score("s", [one], cap=0, floor=0)),
        *(Score("s", [one], bands={"A": 1}), Score("s", [one], bands={"B": 1}), Score("s", [one], bands={"A": 2})),
        *(Score("s", [one], [Score("t", [one])]), Score("s", [one], [Score("u", [one])])),
        Score("s", (), [Score("t", [one])]),
    ]  # fmt: skip


def test_scores_that_differ_have_other_digests() -> None:
    """Every number, limit, way to fade, name and title is a term."""
    digests = [digest(score) for score in scores_unlike()]
    digests += [digest(score >= 1) for score in scores_unlike()]
    assert len(set(digests)) == len(digests)
    forms = {canonical(score) for score in scores_unlike()}
    assert len(forms) == len(scores_unlike())


def test_clauses_that_differ_in_one_limit_can_be_sorted() -> None:
    """What a clause does not have is compared with what another has, whichever stands first."""
    clauses = [score.points[0] for score in scores_unlike() if score.points]
    scores = [score for score in scores_unlike() if score.name == "s"]
    assert digest(Score("all", clauses)) == digest(Score("all", clauses[::-1]))
    compared = [score >= 1 for score in scores]
    assert digest(AllOf(compared)) == digest(AllOf(compared[::-1]))


def test_members_have_one_order_by_kind() -> None:
    """Events, scores and named rules before groups, whatever the order in which they were told."""
    untitled, titled = Score("s", [one]), Score("s", [one], title="S")
    named = big.named("n"), big.named("n", title="N")
    groups = near & fits, big | fits, at_least(2, big, near, fits)
    just_now = did("call", within=timedelta(microseconds=1))
    in_order = (near, call, just_now, untitled >= 1, titled >= 1, *named, *groups, ~call)
    for told in (in_order, in_order[::-1]):
        assert canonical(AtLeast(2, told)) == AtLeast(2, in_order)


EVERY = (
    ~(big & near & fits),
    a.is_in("NL", "BE") | b.between(date(2026, 1, 1), date(2026, 12, 31)) | (c > NINE),
    at_least(2, a.is_true(), b.is_missing(), c.within(timedelta(days=30)), d.ends_with("ß")),
    (a.any_item == "crm")
    & b.every_item.between(euros("0.50"), euros(5))
    & (field("c", unit="people") > Fraction(1, 3)),
    did("webinar", where=(a > 10).named("long"), at_least=2, within=timedelta(days=90)).named("active", title="Active"),
    lead_score >= Decimal("1.5"),
    lead_score,
    Score("fading", [Points(8, each=call, half_life=timedelta(days=7), count_up_to=2),
                     Points(9, each=call, steps={timedelta(days=7): 0.5}, first_only=True, cap=5)]),
    Score("mixed", [Points(5, each=call), Points(5, when=call), Points(5, when=a > 1),
                    Points(5, each=did("call", where=(b > 1) | (a > 1)))]),
    did("a") & did("a", within=timedelta(days=3)) & did("a", within=timedelta(days=2)) & did("a", at_least=2),
    (Score("t", [Points(5, when=a.is_true())]) >= 1) | (Score("u", [Points(5, when=a.is_true())], title="T") >= 1),
)  # fmt: skip


@pytest.mark.parametrize("definition", [*EVERY[1:], (a > 3) | (a > 5), (a >= 3) & (a >= 5)])
def test_what_is_in_its_form_is_given_back(definition: Any) -> None:  # noqa: ANN401 - rules and scores
    """Not copied: what is compiled with it stays with it, and parts that are shared stay shared."""
    form = canonical(definition)
    assert canonical(form) is form


ROOT = Path(__file__).resolve().parents[2]
PINNED = (
    "427fa119cc0bbc8afd3175471fe1cde8b1a0f1894ce91c4d554af220e857ffef",
    "52abd79b9d7fa94a85307f0e89e9c8d026955a4aedd9c7c4607c81884ac5ff39",
    "1cf83de6114bf3fbd64e4fd7b7e78a4fcba662c57e2b51b31c4b350ccfaef3f5",
    "8d2074464547c02f6a654057ed0732bd3b71182266162fc64ae78366e106e83a",
    "835825493c63f1eabffa77080e9c6d8bbfd67ee0b29c4d1f1184523963fe3b74",
    "02b65b608fdd2d4bb9905e1b48a74235f2010fcfff52825e226fbc48efcb99ec",
    "84c5dfefff4fa5a41c3ec415b5812cfb0bc8d63a3bb734065e7e5d014b5d615a",
    "4e854b7d4c4a82eaceb445b2f6160e63f119972add09b3f866233bde1d1ce51e",
    "8f50f44d3859f4118670ae47a6ced4124d1f26e8fa3cdc336ec430961d6ab3c1",
    "26282b47395776aaf711f4662510a028f48e0b80cc4291f4e400eb27cb7aab4a",
    "e6a539ee55eb262a017f6a26e3666543c7ba835923e9749379b4dee2e6b80e89",
)
"""What was signed stays signed: a new version of alignkit must not change these."""


def test_digests_are_pinned() -> None:
    """The same on every machine, Python and version."""
    assert tuple(digest(definition) for definition in EVERY) == PINNED


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_no_hash_seed_changes_a_digest(seed: str) -> None:
    """A set or a hash plays no part, neither in the form nor in the digest."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.rules.test_canonical import EVERY, digest, canonical, spell\n"
        "print(*(digest(each) for each in EVERY)); print(*(spell(canonical(each)) for each in EVERY), sep=chr(10))"
    )
    found = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", code],
        capture_output=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
    ).stdout.splitlines()  # fmt: skip
    assert tuple(found[0].split()) == PINNED
    assert found[1:] == [spell(canonical(each)) for each in EVERY]


def test_the_text_can_be_read() -> None:
    """It is the plain JSON that documents have, with what is named in its place."""
    assert terms_text(~(near & (Score("s", [one]) >= 1).named("hot"))) == (
        '{"any":[{"field":"b","not_equals":"x"},{"not":{"name":"hot","rule":'
        '{"at_least":1,"score":{"name":"s","points":[{"add":1,"when":{"at_least":5,"field":"a"}}]}}}}]}'
    )
    assert terms_text(Score("s", (), [Score("t", [two])], cap=3)) == (
        '{"cap":3,"name":"s","parts":[{"name":"t","points":[{"add":2,"each":{"did":"call"}}]}]}'
    )


@pytest.mark.parametrize(("year", "hours"), [(1, 5), (9999, -5)])
def test_instants_that_utc_cannot_tell(year: int, hours: int) -> None:
    """Before the year 1 and after 9999 in UTC an instant has one spelling too."""
    ends = (1, 1, 0) if year == 1 else (12, 31, 23)
    instant = datetime(year, *ends, tzinfo=timezone(timedelta(hours=hours)))
    sooner = 1 if year == 1 else -1
    other = datetime(year, *ends[:2], ends[2] + sooner, tzinfo=timezone(timedelta(hours=hours + sooner)))
    assert other == instant
    assert spell(canonical(a > instant)) == spell(canonical(a > other))
    assert digest(a > instant) == digest(a > other)
    assert decide(canonical(a >= other), {"a": instant}) is Verdict.YES


def test_letters_of_later_unicode_are_left_alone() -> None:
    """A Python that does not know how they fold must find the same digest; all others fold letter by letter."""
    for text, folded in (("\u1c90A", "\u1c90a"), ("\u1e9eA", "\u1e9ea"), ("\u03a3\u0391ß", "\u03c3\u03b1ss")):
        form = canonical(a.contains(text))
        assert form == TextMatch("a", "contains", folded)
        assert decide(form, {"a": text}) is Verdict.YES


@pytest.mark.parametrize(
    "build",
    [
        lambda n: AllOf([field(f"f{i * 7 % n}") > i for i in range(n - 1)]),
        lambda n: AnyOf([a == i * 7 % n for i in range(n - 1)]),
        lambda n: AllOf([a.between(i * 7 % n, i * 7 % n + 5) for i in range(n - 1)]),
        lambda n: Not(AllOf([a.contains(f"{i * 7 % n} ") for i in range(n - 1)])),
        lambda n: AllOf([b.is_true() if i % 2 else ~b.is_in(i, i + 1) for i in range(n - 1)]),
    ],
)  # fmt: skip
def test_the_largest_rule(build: Callable[[int], Any]) -> None:
    """100,000 conditions have a form, which is no larger, in about the time of sorting."""
    rule = build(LARGEST)
    form = canonical(rule)
    assert rule.size == LARGEST
    assert form.size <= LARGEST


@pytest.mark.parametrize(
    "step",
    [
        lambda rule, i: AnyOf([AllOf([rule, b != i, b != i + 1]), c > i, c < -i]),
        lambda rule, i: Not(AllOf([Not(rule), b < i, b != i + 1])),
        lambda rule, i: AtLeast(2, [Not(rule), b == i, c == i]),
        lambda rule, i: Score(f"s{i}", [Points(1, when=rule)]) >= 1,
        lambda rule, _: Not(rule).named("n"),
        lambda rule, _: AllOf([AnyOf([rule])]),
    ],
)
def test_the_deepest_rule(step: Callable[[Any, int], Any]) -> None:
    """A form is never deeper than its rule, so that the deepest rule has one, and it says the same."""
    rule: Any = (a != 1) & (a != 2) & (b >= 1) & (b <= 5)
    for i in range(DEEPEST):
        deeper = step(rule, i)
        if deeper.depth > DEEPEST - 2:
            break
        rule = deeper
    form = canonical(rule)
    assert form.depth <= rule.depth
    assert canonical(form) == form
    for lead in ({"a": 1, "b": 2, "c": 3}, {"a": 3, "b": 3, "c": 30}, {"a": 3}, {}):
        assert decide(form, lead, []) is decide(rule, lead, [])


def test_shared_parts_are_brought_into_form_once() -> None:
    """What doubles at each step is looked at once a step."""
    rule: Any = big & near
    for i in range(12):
        rule = (rule | AllOf((rule, fits))).named(f"r{i}")
    forms = Forms()
    forms.rule(rule)
    assert rule.size > 25_000
    assert len(forms._rules) < 100


def test_what_is_shared_stays_shared() -> None:
    """One rule, or one score, that stands in two places is decided once for both: so is its form."""
    five, score = a.is_in(5).named("five"), Score("s", [Points(1, when=a.is_in(5))])
    either: Any = canonical((five & near) | (five & fits))
    both: Any = canonical((score >= 1) & (score >= 2))
    assert either.rules[0].rules[-1] is either.rules[1].rules[-1]
    assert both.rules[0].score is both.rules[1].score
