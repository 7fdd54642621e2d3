"""Small rules and scores, and all the leads that they can tell apart: how they come out can be tried on each."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from alignkit.rules.decide import decide
from alignkit.rules.doubt.algebras import NO, UNKNOWN, YES
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Rule
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

a, b, c = field("a"), field("b"), field("c")
LEAVES = [a > 5, a < 3, a.between(3, 5), a.is_missing(), b.is_true(), b == False, c == 1, c.is_in(1, 2), c.is_missing()]  # noqa: E712 - a rule is built
ALL_LEADS: list[dict[str, object]] = [
    {"a": one, "b": two, "c": three}
    for one, two, three in product((None, "x", 1, 4, 9), (None, "x", True, False), (None, "x", 1, 2, 3))
]
"""One lead at least for each way in which the leaves can answer together."""


def groups(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    """Draw rules made of rules."""
    some = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        some.map(AllOf),
        some.map(AnyOf),
        some.flatmap(lambda rules: st.integers(1, len(rules)).map(lambda n: AtLeast(n, rules))),
        inner.map(lambda rule: ~rule),
        inner.map(lambda rule: rule.named("r")),
        scores(inner).flatmap(lambda score: st.sampled_from([score >= 1, score > 3, score <= 2, score < 5])),
    )


def scores(rules: st.SearchStrategy[Rule], depth: int = 1) -> st.SearchStrategy[Score]:
    """Draw scores over rules, and over such scores."""
    clauses = st.lists(st.builds(lambda points, when: Points(points, when=when), st.integers(-2, 4), rules), min_size=1)
    parts = st.lists(scores(rules, depth - 1), max_size=1) if depth else st.just([])
    bound = st.none() | st.just(3)
    return st.builds(lambda own, inside, cap: Score(f"s{depth}", own[:3], inside, cap=cap), clauses, parts, bound)


RULES: st.SearchStrategy[Rule] = st.recursive(st.sampled_from(LEAVES), groups, max_leaves=6)


def rank(rule: Rule, lead: dict[str, object]) -> int:
    """Return the verdict of a rule for a lead, as outcomes have it."""
    return {Verdict.YES: YES, Verdict.NO: NO, Verdict.UNKNOWN: UNKNOWN}[decide(rule, lead)]


def verdicts(rule: Rule) -> int:
    """Return the verdicts of a rule for all leads, as outcomes have them."""
    found: set[int] = {rank(rule, lead) for lead in ALL_LEADS}
    return sum(found)
