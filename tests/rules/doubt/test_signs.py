"""Which answers of text conditions and of event patterns go together."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given, strategies as st

from alignkit.instants import days
from alignkit.rules.doubt.signs import MOST_SIGNS, events_imply, text_excludes, text_implies, together
from alignkit.rules.judge import judge
from alignkit.rules.predicates import AnyOf, Compare, Did, TextMatch
from alignkit.rules.verdict import Verdict

bits = st.text(alphabet="aAbßsSİ", min_size=1, max_size=3)
conditions: Any = st.builds(
    TextMatch, st.just("x"), st.sampled_from(("contains", "starts_with", "ends_with")), bits, st.booleans()
)


def meets(test: TextMatch, text: str) -> bool:
    """Say whether a text meets a condition."""
    return judge(test, text).verdict is Verdict.YES


@given(conditions, conditions, st.text(alphabet="aAbßsSİ", max_size=6))
def test_no_text_shows_otherwise(one: TextMatch, other: TextMatch, text: str) -> None:
    """What one condition implies or excludes, it does for every text, also where case folding changes lengths."""
    for held in (
        text,
        one.text,
        other.text,
        one.text + other.text,
        one.text.upper() + text,
        text + other.text.swapcase(),
    ):
        if meets(one, held):
            assert meets(other, held) or not text_implies(one, other)
            assert not (meets(other, held) and text_excludes(one, other))


@given(st.lists(conditions, max_size=4, unique=True), st.text(alphabet="aAbßsSİ", max_size=6))
def test_every_text_is_among_the_answers(tests: list[TextMatch], text: str) -> None:
    """No answer that some text gives is left out."""
    found = together(tests, text_implies, text_excludes)
    assert found is None or tuple(meets(test, text) for test in tests) in found


def text(op: Literal["contains", "starts_with", "ends_with"], sought: str, *, exactly: bool = False) -> TextMatch:
    """Return a condition on a text."""
    return TextMatch("x", op, sought, exactly)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (text("contains", "abc"), text("contains", "BC")),
        (text("starts_with", "abc"), text("contains", "bc")),
        (text("ends_with", "abc"), text("contains", "ab")),
        (text("starts_with", "abc"), text("starts_with", "AB")),
        (text("ends_with", "abc"), text("ends_with", "bc")),
        (text("ends_with", "ABC", exactly=True), text("ends_with", "bc")),
        (text("ends_with", "ABC", exactly=True), text("ends_with", "BC", exactly=True)),
        (text("contains", "ß"), text("contains", "SS")),
    ],
)
def test_what_is_implied(one: TextMatch, other: TextMatch) -> None:
    """A longer part implies what it holds; and not the other way round, unless they are the same."""
    assert text_implies(one, other)
    assert text_implies(other, one) is (one.text.casefold() == other.text.casefold())
    assert not text_excludes(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (text("contains", "ab"), text("starts_with", "ab")),
        (text("starts_with", "ab"), text("ends_with", "ab")),
        (text("ends_with", "ab"), text("starts_with", "ab")),
        (text("starts_with", "ab"), text("starts_with", "b")),
        (text("ends_with", "ab"), text("ends_with", "a")),
        (text("contains", "ab"), text("contains", "ab", exactly=True)),
        (text("contains", "AB", exactly=True), text("contains", "ab", exactly=True)),
    ],
)
def test_what_is_not_implied(one: TextMatch, other: TextMatch) -> None:
    """A part may stand elsewhere, and in another case."""
    assert not text_implies(one, other)


@pytest.mark.parametrize(
    ("one", "other", "never"),
    [
        (text("starts_with", "ab"), text("starts_with", "ac"), True),
        (text("starts_with", "ab"), text("starts_with", "ABC"), False),
        (text("starts_with", "abc"), text("starts_with", "AB", exactly=True), False),
        (text("starts_with", "ab", exactly=True), text("starts_with", "AB", exactly=True), True),
        (text("ends_with", "ba"), text("ends_with", "ca"), True),
        (text("ends_with", "ba"), text("ends_with", "CBA"), False),
        (text("ends_with", "cba"), text("ends_with", "BA"), False),
        (text("ends_with", "ba", exactly=True), text("ends_with", "BA", exactly=True), True),
        (text("ends_with", "ab"), text("starts_with", "cd"), False),
        (text("contains", "ab"), text("contains", "cd"), False),
    ],
)
def test_what_is_excluded(one: TextMatch, other: TextMatch, never: bool) -> None:
    """No text starts, or ends, in two ways; either way round."""
    assert text_excludes(one, other) is text_excludes(other, one) is never
    assert not text_excludes(one, Compare("x", "==", "zz"))
    assert not text_excludes(Compare("x", "==", "zz"), one)


def test_too_many() -> None:
    """Six conditions of which none says anything about another have 64 answers, and seven too many."""
    tests = [TextMatch("x", "contains", letter) for letter in "abcdefg"]
    assert len(together(tests[:6], text_implies) or ()) == MOST_SIGNS
    assert together(tests, text_implies) is None
    assert not text_implies(tests[0], Compare("x", "==", "a"))
    assert not text_implies(Compare("x", "==", "a"), tests[0])
    assert text_implies(Compare("x", "==", "a"), Compare("x", "==", "a"))


def test_events() -> None:
    """More events, in a shorter time, of a narrower kind imply fewer, in a longer one, of a wider kind."""
    where = Compare("length", ">", 5)
    narrow = Did("call", where, 2, days(7))
    assert events_imply(narrow, Did("call"))
    assert events_imply(narrow, Did("call", where, 1, days(7)))
    assert not events_imply(narrow, Did("mail"))
    assert not events_imply(narrow, Did("call", Compare("length", ">", 6)))
    assert not events_imply(narrow, Did("call", None, 3))
    assert not events_imply(narrow, Did("call", None, 2, days(6)))
    assert not events_imply(Did("call"), Did("call", None, 1, days(7)))
    assert not events_imply(Did("call"), Did("call", where))
    assert events_imply(narrow, Did("call", Compare("length", ">", 5), 2, days(7)))
    large: list[Any] = [AnyOf([Compare("length", ">", i) for i in range(60)]) for _ in range(2)]
    assert events_imply(Did("call", large[0]), Did("call", large[0]))
    assert not events_imply(Did("call", large[0]), Did("call", large[1]))  # equal, and too large to be compared
