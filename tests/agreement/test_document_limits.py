"""Unkind documents are accepted or refused by a limit that is told, in bounded work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest
from tests.agreement.build import SMALL
from tests.agreement.unkind import JSON, MEBIBYTE, TOML

from alignkit.adapters.document_text import Kind
from alignkit.adapters.documents import loads
from alignkit.errors import AlignkitError, Finding, LimitError


def outcome(text: str, kind: Kind = "toml") -> tuple[str, ...]:
    """Return the codes of what is refused; whatever else is raised fails the test."""
    issues: tuple[Finding, ...] = ()
    try:
        loads(text, kind)
    except AlignkitError as error:
        issues = error.issues
    assert all(issue.message and len(issue.message) < 500 for issue in issues)
    return tuple(issue.code for issue in issues)


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the best of some times: what the work takes when nobody else is at work."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


@pytest.mark.parametrize("name", TOML)
def test_law_4_a_mebibyte_of_toml(name: str) -> None:
    """Accepted or refused with short messages. The law says 2 s; what squares its size takes minutes."""
    text = TOML[name]()
    assert seconds(lambda: outcome(text)) < 10


@pytest.mark.parametrize("name", JSON)
def test_law_4_a_mebibyte_of_json(name: str) -> None:
    """The same for JSON; each of these is refused."""
    text = JSON[name]()
    assert seconds(lambda: outcome(text, "json")) < 10
    assert outcome(text, "json")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("brackets", "too-deep"),
        ("brackets alone", "too-deep"),
        ("inline tables", "too-deep"),
        ("a dotted key", "too-deep"),
        ("a dotted header", "too-deep"),
        ("a chain of rules", "too-deep"),
        ("a chain of rules upwards", "too-deep"),
        ("a chain of scores", "too-deep"),
        ("doubling", "too-large"),
        ("one large rule used often", "too-many"),
        ("one large score used often", "too-many"),
        ("digits", "too-long"),
        ("digits after a point", "too-long"),
        ("a long key", "too-long"),
        ("a long name", "too-long"),
        ("goals", "too-many"),
    ],
)
def test_D15_limits(name: str, code: str) -> None:
    """A limit is told once, as a `LimitError`; what follows from it is not told at all."""
    with pytest.raises(LimitError) as caught:
        loads(TOML[name]())
    assert [issue.code for issue in caught.value.issues] == [code]


@pytest.mark.parametrize("name", ["a chain of rules", "a chain of scores", "a circle of rules", "inline tables"])
def test_D15_little_stack_is_enough(name: str) -> None:
    """However deep a document is, reading it takes a bounded stack."""
    limit, depth = sys.getrecursionlimit(), 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(depth + 700)
    try:
        assert outcome(TOML[name]())
    finally:
        sys.setrecursionlimit(limit)


def rules(count: int) -> str:
    """Return a valid document with that many rules."""
    line = 'r{0} = {{ all = [{{ field = "employees", at_least = {0} }}, {{ field = "country", in = ["NL"] }}] }}'
    return SMALL.replace("[rules]", "[rules]\n" + "\n".join(line.format(i) for i in range(count)))


def test_D17_many_rules() -> None:
    """5,000 rules load, and 10,000 take less than 2.5 times as long."""
    few, many = rules(5000), rules(10_000)
    assert 320 * 1024 < len(few) < MEBIBYTE
    assert len(loads(few).rules) == 5002
    assert seconds(lambda: loads(many), 2) < 2.5 * seconds(lambda: loads(few), 2) + 0.1
