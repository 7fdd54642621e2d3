from __future__ import annotations

import builtins
import copy
import pickle
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from alignkit.errors import DocumentError, LimitError, MissingExtraError
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import Matches
from alignkit.rules.regex import LONGEST_PATTERN, searcher
from alignkit.rules.verdict import Verdict

title = field("title")


def re2() -> None:
    """Skip where the extra is absent."""
    pytest.importorskip("re2", reason='needs pip install "alignkit[regex]"')


@pytest.mark.parametrize(
    ("pattern", "held", "verdict"),
    [
        (r"^(head|vp)\b", "Head of Sales", Verdict.YES),
        (r"^(head|vp)\b", "Subhead", Verdict.NO),
        ("sales", "Head of SALES", Verdict.YES),
        ("größe", "GRÖSSE", Verdict.NO),  # letter by letter
        ("größe", "GRÖßE", Verdict.YES),
        ("^$", "", Verdict.YES),
        ("a", 5, Verdict.UNKNOWN),
        ("a", None, Verdict.UNKNOWN),
        ("a", "\ud800a", Verdict.UNKNOWN),  # no UTF-8 holds half a character
    ],
)
def test_a_pattern_is_found(pattern: str, held: object, verdict: Verdict) -> None:
    """Anywhere in the text, whatever its case."""
    re2()
    assert decide(title.matches(pattern), {"title": held}) is verdict


def test_case_may_matter() -> None:
    """When told."""
    re2()
    rule = title.matches("^head", case_matters=True)
    assert decide(rule, {"title": "Head"}) is Verdict.NO
    assert decide(rule, {"title": "head"}) is Verdict.YES


def test_R12_a_pattern_that_hangs_others() -> None:
    """RE2's time grows with the text alone."""
    re2()
    lead = {"title": "a" * 40 + "!"}
    assert decide(title.matches("(a+)+$"), lead) is Verdict.NO
    assert decide(title.matches("(a+)+$"), {"title": "a" * 1_000_000 + "!"}) is Verdict.NO


@pytest.mark.parametrize(
    ("pattern", "place", "why"),
    [
        ("(", "at character 1", "missing )"),
        ("sales(ops", "at character 1", "missing )"),
        ("sales[a-", "at character 6", "missing ]"),
        ("a**", "at character 2", "bad repetition operator"),
        ("[z-a] and [z-a]", "at character 2", "invalid character class range"),
        ("x(?=y)", "at character 2", "invalid perl operator"),
        ("x\ud800", "at character 2", "UTF-8 cannot hold"),
    ],
)
def test_R13_a_pattern_that_cannot_be_read(pattern: str, place: str, why: str) -> None:
    """The message tells where and why."""
    re2()
    with pytest.raises(DocumentError) as caught:
        title.matches(pattern)
    assert caught.value.code == "bad-pattern"
    assert place in str(caught.value)
    assert why in str(caught.value)


def test_a_mistake_is_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    """By the error that is raised: RE2 itself writes nothing beside it."""
    re2()
    with pytest.raises(DocumentError):
        title.matches("sales(ops")
    assert capfd.readouterr() == ("", "")


def test_R14_a_pattern_of_two_megabytes() -> None:
    """It is refused before anything compiles it; so is a short one that grows too large."""
    with pytest.raises(LimitError, match="at most 1,000 characters, not 2,000,000") as caught:
        title.matches("a|" * 1_000_000)
    assert caught.value.code == "too-large"
    assert "not 2,000,000: 'a|a|a|" in str(caught.value)
    assert str(caught.value).endswith("; use is_in for a list of texts")
    assert len(str(caught.value)) < 500
    re2()
    assert decide(title.matches("a" * LONGEST_PATTERN), {"title": "b"}) is Verdict.NO
    with pytest.raises(LimitError, match="needs more memory than RE2 may take") as refused:
        title.matches(r"\pL{1000}" * 60)
    assert refused.value.code == "too-large"
    assert str(refused.value).startswith(r"too-large: the pattern '\\pL{1000}")


def test_R13_what_has_no_place_has_none_told() -> None:
    """The whole message: where RE2 tells no fragment, no position is made up."""
    re2()
    with pytest.raises(DocumentError) as caught:
        title.matches("\\")
    assert str(caught.value) == ("bad-pattern: the pattern '\\\\' cannot be read: trailing \\; the syntax is RE2's")
    with pytest.raises(DocumentError) as caught:
        title.matches("a\ud800")
    assert str(caught.value).endswith("at character 2: a character that UTF-8 cannot hold; the syntax is RE2's")


@pytest.mark.parametrize("pattern", ["", None, 5, b"a"])
def test_a_pattern_is_text(pattern: Any) -> None:  # noqa: ANN401 - the mistake
    """And not empty."""
    with pytest.raises(DocumentError) as caught:
        title.matches(pattern)
    assert str(caught.value) == f"wrong-type: matches needs a pattern that is not empty, not {pattern!r}"
    with pytest.raises(DocumentError):
        Matches("title", "a", 1)  # type: ignore[arg-type]  # the mistake


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the command that brings it."""
    real = builtins.__import__

    def absent(  # noqa: PLR0917 - as Python calls it
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the same
        locals: Mapping[str, object] | None = None,  # noqa: A002 - the same
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:  # noqa: ANN401 - a module
        if name == "re2":
            raise ImportError(name)
        return real(name, globals, locals, fromlist, level)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtraError, match=r'pip install "alignkit\[regex\]"'):
        searcher("a", case_matters=False)


def test_O04_patterns_are_values() -> None:
    """What RE2 made of it is no part of a rule."""
    re2()
    rule = title.matches("^head")
    assert rule == title.matches("^head") != title.matches("^head", case_matters=True)
    for again in (pickle.loads(pickle.dumps(rule)), copy.copy(rule), copy.deepcopy(rule)):
        assert again == rule
        assert hash(again) == hash(rule)
        assert decide(again, {"title": "Head"}) is Verdict.YES
