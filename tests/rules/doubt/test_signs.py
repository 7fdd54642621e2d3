"""Which answers of text conditions and of event patterns go together."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from alignkit.instants import days
from alignkit.rules.doubt.signs import MOST_SIGNS, events_imply, text_excludes, text_implies, together
from alignkit.rules.judge import judge
from alignkit.rules.predicates import Compare, Did, TextMatch
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


def test_too_many() -> None:
    """Six conditions of which none says anything about another have 64 answers, and seven too many."""
    tests = [TextMatch("x", "contains", letter) for letter in "abcdefg"]
    assert len(together(tests[:6], text_implies) or ()) == MOST_SIGNS
    assert together(tests, text_implies) is None
    assert not text_implies(tests[0], Compare("x", "==", "a"))


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
