"""Patterns: how they are written, joined and refused."""

from __future__ import annotations

import pickle

import pytest

from alignkit.errors import DocumentError, RuleError
from alignkit.funnel.patterns import Either, accepted, checked_pattern, either, entered, left, rejected
from alignkit.rules.field import field
from alignkit.rules.predicates import did


def test_patterns_join_with_or() -> None:
    """`|` takes apart what is joined, keeps the order, and holds doubles once; on either side of `did`."""
    joined = entered("mql") | left("sal") | did("call") | entered("mql")
    assert joined == either(entered("mql"), left("sal"), did("call"))
    assert did("call") | accepted() == either(did("call"), accepted())
    assert repr(joined) == "entered('mql') | left('sal') | did('call')"
    assert repr(accepted("sal") | rejected("no budget")) == "accepted('sal') | rejected('no budget')"


def test_two_dids_are_a_rule_and_a_pattern() -> None:
    """`did(...) | did(...)` is a rule; where a pattern is due, it is read as either of both."""
    assert checked_pattern(did("call") | did("mail")) == Either((did("call"), did("mail")))


@pytest.mark.parametrize("value", ["mql", None, 3, field("employees") > 5, did("call") & did("mail"), ~did("call")])
def test_what_is_no_pattern(value: object) -> None:
    """A stage's id alone, a rule about fields: refused, with what to write."""
    with pytest.raises(DocumentError, match="not-a-pattern"):
        checked_pattern(value)


def test_an_empty_join() -> None:
    """None of nothing would never occur."""
    with pytest.raises(DocumentError, match="empty-group"):
        either()


def test_no_truth_value() -> None:
    """`entered("a") or did("b")` would quietly drop the second."""
    with pytest.raises(RuleError, match="no-truth-value"):
        bool(entered("mql"))


@pytest.mark.parametrize("make", [entered, left, accepted, rejected])
def test_ids_are_checked(make: type[object]) -> None:
    """A blank id is refused."""
    with pytest.raises(DocumentError, match="bad-id"):
        make(" ")  # type: ignore[call-arg]  # each takes one id


def test_O04_values() -> None:
    """Patterns are equal, hashable and picklable."""
    joined = entered("mql") | did("call", at_least=2)
    assert pickle.loads(pickle.dumps(joined)) == joined
    assert hash(joined) == hash(entered("mql") | did("call", at_least=2))
