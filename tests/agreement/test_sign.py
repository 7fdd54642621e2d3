"""Signing: a sign-off names team, person, date and the digest that was signed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.agreement.build import agreement

from alignkit.agreement.canonical import digest
from alignkit.agreement.sign import sign
from alignkit.agreement.signoffs import SignOff
from alignkit.errors import DocumentError, LimitError

DAY = date(2026, 1, 5)


def test_signing_adds_a_signoff() -> None:
    """The agreement itself stays as it is; earlier sign-offs stay as history."""
    made = agreement()
    once = sign(made, team="sales", by="Ada", on=DAY)
    twice = sign(once, team="sales", by="Grace", on=date(2026, 2, 1))
    assert made.signoffs == ()
    assert once.signoffs == (SignOff("sales", "Ada", DAY, digest(made)),)
    assert [signoff.by for signoff in twice.signoffs] == ["Ada", "Grace"]


def test_only_a_team_of_the_agreement_signs() -> None:
    """A misspelt team gets the nearest one."""
    with pytest.raises(DocumentError, match=r"unknown-team.*did you mean 'sales'"):
        sign(agreement(), team="saless", by="Ada", on=DAY)


@pytest.mark.parametrize("by", ['Ada "the" Lovelace', "O'Neill \\ Söhne", "山田太郎", "]] [[x", "=cmd|' /C calc'!A0"])
def test_any_name_can_sign(by: str) -> None:
    """A name with quotes, backslashes or of any script is a name."""
    assert sign(agreement(), team="sales", by=by, on=DAY).signoffs[-1].by == by


@pytest.mark.parametrize("by", ["", "  ", "Ada\nGrace", "Ada\x00", " Ada", "\u202eadA", None, 5])
def test_what_is_no_name(by: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """Blank, broken over lines, or with signs that nobody sees: it is refused."""
    with pytest.raises(DocumentError) as caught:
        sign(agreement(), team="sales", by=by, on=DAY)
    assert caught.value.code in {"bad-id", "wrong-type"}
    assert str(caught.value).isprintable()


def test_a_name_has_an_end() -> None:
    """200 characters are enough."""
    with pytest.raises(LimitError):
        sign(agreement(), team="sales", by="x" * 1_000_000, on=DAY)


@pytest.mark.parametrize("on", [datetime(2026, 1, 5, tzinfo=UTC), "2026-01-05", None])
def test_a_signoff_has_a_date(on: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """A date, not an instant, nor text."""
    with pytest.raises(DocumentError, match="wrong-type"):
        sign(agreement(), team="sales", by="Ada", on=on)


def test_a_digest_is_text() -> None:
    """A sign-off that is built by hand is checked too."""
    with pytest.raises(DocumentError, match="a digest is text"):
        SignOff("sales", "Ada", DAY, 5)  # type: ignore[arg-type]  # wrong on purpose
