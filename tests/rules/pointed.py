"""Find what a finding is about, and leads that are aimed at the constants of a definition."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import attrs
from hypothesis import strategies as st
from tests.rules.brute import MICRO, stand_ins
from tests.rules.strategies import NOW, missing_values, values

from alignkit.rules.node import Condition
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    EveryItem,
    IsTrue,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    TextMatch,
    Within,
)
from alignkit.rules.scores import Points, Score
from alignkit.rules.walk import nodes

_STEP = re.compile(r"\.?([a-z]+)(?:\[(\d+)\])?")


def pointed_at(definition: Any, path: str) -> list[tuple[Any, bool]]:  # noqa: ANN401 - rules, scores and clauses
    """Return the definition, and each part on the way to what stands at a path, with whether it is meant or denied."""
    here, positive = _bare(definition, True)
    way = [(here, positive)]
    for word, index in _STEP.findall(path.partition(".bands")[0]):
        if word in {"cap", "floor"}:
            break
        if word == "not":
            here, positive = _bare(here.rule, not positive)
        elif word in {"all", "any", "of"}:
            here, positive = _bare(here.rules[int(index)], positive)
        elif word in {"points", "parts"}:
            here = getattr(here, word)[int(index)]
        else:  # when, each, where, score: each starts anew
            here, positive = _bare(getattr(here, word), positive=True)
        way.append((here, positive))
    return way


def _bare(rule: Any, positive: bool) -> tuple[Any, bool]:  # noqa: ANN401 - any part
    """Take off names, and a `not` that has no place of its own in a document."""
    while isinstance(rule, Named) or (isinstance(rule, Not) and isinstance(rule.rule, OneOf | IsTrue | Missing)):
        positive = positive is not isinstance(rule, Not)
        rule = rule.rule
    return rule, positive


def without(group: Rule, places: set[int]) -> Rule:
    """Return an `all` or `any` without some members."""
    assert isinstance(group, AllOf | AnyOf)
    return type(group)([rule for i, rule in enumerate(group.rules) if i not in places])


def without_clause(score: Score, place: int) -> Score:
    """Return a score of which one clause gives nothing."""
    clauses = list(score.points)
    clauses[place] = Points(0, when=Missing("nothing"))
    return attrs.evolve(score, points=clauses)


def aimed(definition: Any) -> st.SearchStrategy[dict[str, object]]:  # noqa: ANN401 - a rule or a score
    """Draw leads whose values lie around the constants that a definition compares with."""
    tests: dict[str, list[Any]] = {}
    for node in nodes(definition):
        if isinstance(node, Condition):
            inner = node.test if isinstance(node, AnyItem | EveryItem) else node
            tests.setdefault(node.field, []).append(inner)
    return st.fixed_dictionaries({}, optional={name: _around(asked) for name, asked in tests.items()})


def _around(tests: list[Any]) -> st.SearchStrategy[object]:
    texts = [test.text for test in tests if isinstance(test, TextMatch)]
    pool = stand_ins(tests)
    pool += [*texts, *(text.upper() for text in texts), *(a + b for a in texts for b in texts)]
    spans = [test.span for test in tests if isinstance(test, Within)]
    pool += [NOW - span + step for span in spans for step in (-MICRO, timedelta(0), MICRO)]
    pool += [NOW, NOW + MICRO] if spans else []
    single = st.sampled_from(pool)
    return st.one_of(single, single, single, st.lists(single, max_size=3), values, missing_values)


def groups(definition: Any) -> list[Rule]:  # noqa: ANN401 - a rule or a score
    """Return all groups inside a definition."""
    return [node for node in nodes(definition) if isinstance(node, AllOf | AnyOf | AtLeast)]
