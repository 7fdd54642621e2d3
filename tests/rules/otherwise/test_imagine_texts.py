from __future__ import annotations

from typing import Any

import pytest

from alignkit.rules.field import field
from alignkit.rules.judge import judge
from alignkit.rules.otherwise.imagine_texts import text_values
from alignkit.rules.otherwise.imagined import MOST_CLASSES, MOST_VALUES
from alignkit.rules.predicates import FieldTest
from alignkit.rules.verdict import Verdict

x = field("x")


def texts(*tests: FieldTest) -> list[object]:
    """Return the texts imagined for the conditions."""
    return [one.value for one in text_values(tests).values]


def meets(text: object, *tests: FieldTest) -> bool:
    """Say whether a text meets all conditions."""
    return all(judge(test, text).verdict is Verdict.YES for test in tests)


def test_listed_texts_and_any_other() -> None:
    """Each that a comparison names; the other stands for all that none names."""
    found = text_values([x == "NL", x != "BE"])
    assert [(one.value, one.words) for one in found.values] == [("NL", ""), ("BE", ""), ("other", "another text")]
    assert found.whole
    assert texts(x == "other") == ["other", "another one"]
    assert not any(one.odd for one in found.values)


def test_texts_of_the_same_lists_are_one_class() -> None:
    """A list of five thousand domains is as quick as one of two; where texts are searched too, some are tried."""
    many = tuple(f"d{i}" for i in range(5_000))
    assert texts(x.is_in(*many)) == ["d0", "other"]
    assert texts(x.is_in(*many), x == "d7") == ["d0", "d7", "other"]
    assert texts(x.is_in("a", "b"), x.is_in("b", "c")) == ["a", "b", "c", "other"]
    searched = text_values([x.is_in(*many), x.contains("a")])
    assert not searched.whole
    assert len(searched.values) < MOST_VALUES + 10
    assert text_values([x.is_in(*many[:MOST_VALUES]), x.contains("a")]).whole


@pytest.mark.parametrize(
    "tests",
    [
        [x.starts_with("a"), x.ends_with("b")],
        [x.starts_with("a"), x.ends_with("b"), x.contains("c")],
        [x.contains("head"), x.contains("sales")],
        [x.contains("head"), x.contains("ahead")],
        [x.starts_with("ab"), x.starts_with("a")],
        [x.ends_with("@a.example"), x.ends_with("a.example"), x.starts_with("info")],
        [x.starts_with("a"), x != "a"],
        [x.contains("a"), x != "a"],
        [x.contains("NL", case_matters=True), x.contains("nl")],
    ],
)
def test_parts_are_joined(tests: list[FieldTest]) -> None:
    """Some text meets them all."""
    assert any(meets(text, *tests) for text in texts(*tests))
    assert text_values(tests).whole


def test_each_set_of_parts_has_a_text() -> None:
    """Six parts in every way; of more some, and that is said."""
    parts: list[FieldTest] = [x.contains(letter) for letter in "abcdefg"]
    six = text_values(parts[:MOST_CLASSES])
    assert six.whole
    kinds = {tuple(meets(one.value, part) for part in parts[:MOST_CLASSES]) for one in six.values}
    assert len(kinds) == 2**MOST_CLASSES
    seven = text_values(parts)
    assert not seven.whole
    assert any(meets(one.value, parts[6]) for one in seven.values)
    assert text_values([parts[0]] * 9).whole


def test_the_plainest_text_comes_first() -> None:
    """A part alone, then parts with nothing or a space between them."""
    assert texts(x.starts_with("info"), x.ends_with("@a.example"))[:2] == ["info", "info other"]
    assert "info@a.example" in texts(x.starts_with("info"), x.ends_with("@a.example"))
    assert {"head sales", "headsales"} <= set(texts(x.contains("head"), x.contains("sales")))


def test_any_other_text_meets_nothing() -> None:
    """However odd the parts; if none is found, that is said."""
    odd = text_values([x.contains("o"), x.contains("-")])
    assert odd.values[-1].words == "another text"
    assert odd.values[-1].value == "7"
    none = text_values([x.contains(letter) for letter in ("o", "-", "7", "?", "x", "a")])
    assert not none.whole
    assert all(not one.words for one in none.values)
    exact = text_values([x.contains("OTHER", case_matters=True)])
    assert exact.values[-1].value == "other"
    assert texts(x.contains("OTHER"))[-1] == "-"  # whatever its case


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^head", "head"),
        ("head$", "head"),
        ("^(head|vp)\\b", "head"),
        ("(?i)head", "head"),
        ("sales|marketing", "sales"),
        ("(head|vp) of (sales|marketing)", "head of sales"),
        ("(head|vp) of (sales|marketing)", "vp of marketing"),
        ("head.*sales", "headsales"),
        ("@gmail\\.com$", "@gmail.com"),
        ("\\d\\s\\d", "7 7"),
        ("(?:a|b)c?", None),
        ("[a-f]+", None),
    ],
)
def test_a_text_is_read_off_a_simple_pattern(pattern: str, text: str | None) -> None:
    """It is tried first; for a hard pattern it is said that there is none."""
    pytest.importorskip("re2")
    test = x.matches(pattern)
    found = text_values([test])
    if text is not None:
        assert any(one.value == text for one in found.values)
        assert found.whole
    assert found.whole == any(meets(one.value, test) for one in found.values)
    assert all(one.words != "another text" or not meets(one.value, test) for one in found.values)


def test_another_condition_s_text_may_serve_a_pattern() -> None:
    """But whether a text serves the pattern that is not that one is not known."""
    pytest.importorskip("re2")
    tests: list[Any] = [x.matches("[0-9]{2}"), x == "42"]
    assert [one.value for one in text_values(tests).values] == ["42", "other"]
    assert not text_values(tests).whole
    assert not text_values(tests[:1]).whole


def test_a_text_beside_a_pattern() -> None:
    """What a pattern asks and what another condition asks stand side by side; each way has one text, and no more."""
    pytest.importorskip("re2")
    tests: list[Any] = [x.matches("@gmail\\.com$"), x.contains("test")]
    found = text_values(tests)
    assert [one.value for one in found.values] == ["test", "other test", "@gmail.com", "test@gmail.com", "other"]
    assert found.whole


def test_a_way_that_has_no_text_but_a_listed_one_is_not_covered() -> None:
    """A text that starts so and is not "ab" exists; one that is "ab" and does not start so does not."""
    assert text_values([x.starts_with("ab"), x == "ab"]).whole
    assert not text_values([x.starts_with("ab"), x.is_in("ab", "ab other")]).whole
