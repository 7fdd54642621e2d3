from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

from alignkit.errors import DocumentError
from alignkit.rules.columns import RatingColumns
from alignkit.rules.field import field
from alignkit.rules.rate_all import rate_all
from alignkit.rules.scores import Points, Score

fit = Score("fit", [Points(60, when=field("a") >= 50), Points(0.1, when=field("b").is_true())], bands={"A": 60, "B": 0})
LEADS: list[dict[str, object]] = [{"a": 80, "b": True}, {"a": 80}, {}]


def test_columns_are_as_long_as_there_were_leads() -> None:
    """And equal to columns that hold the same."""
    found = rate_all(fit, LEADS)
    assert len(found) == 3
    assert found == rate_all(fit, LEADS) == RatingColumns(fit, found.points, found.band)
    assert found != rate_all(fit, LEADS, explained=True)
    assert not rate_all(fit, [])


def test_columns_that_were_made_would_not_be_refused() -> None:
    """They are not looked through when they are made, and stand the look."""
    for explained in (False, True):
        found = rate_all(fit, LEADS, explained=explained)
        assert RatingColumns(found.score, found.points, found.band, found.explanation) == found


def test_columns_that_are_none_are_refused() -> None:
    """When they are made, not when they are shown."""
    wrong: Any
    for wrong, code in (
        ((1, 2, 3), "wrong-type"),
        ((fit, 2, []), "wrong-type"),
        ((fit, (Decimal(1),), [None]), "wrong-type"),
        ((fit, [1.5], [None]), "wrong-type"),
        ((fit, [Decimal(1)], [5]), "wrong-type"),
        ((fit, [Decimal(1)], ["A"], [None]), "wrong-type"),
        ((fit, [Decimal(1)], []), "unequal-length"),
        ((fit, [Decimal(1)], ["A"], []), "unequal-length"),
    ):
        with pytest.raises(DocumentError) as caught:
            RatingColumns(*wrong)
        assert caught.value.code == code


def test_columns_that_are_refused_are_named() -> None:
    """By their name, with what was given or how long they are."""
    wrong: Any
    for wrong, told in (
        ((5, [], []), "columns of ratings are of a Score, not of 5"),
        ((fit, [5], []), "'points' is a list as `rate_all` makes it, not [5]"),
        ((fit, [Decimal(1)], [None, None]), "'band' has 2 rows, and 'points' has 1"),
        ((fit, [Decimal(1)] * 2, [None]), "'band' has 1 row, and 'points' has 2"),
        ((fit, [], [5]), "'band' is a list as `rate_all` makes it, not [5]"),
        ((fit, [], [], [5]), "'explanation' is a list as `rate_all` makes it, not [5]"),
        ((fit, [], ["A"] * 1000), "'band' has 1,000 rows, and 'points' has 0"),
        ((fit, [], [], ["A"] * 2), "'explanation' has 2 rows, and 'points' has 0"),
    ):
        with pytest.raises(DocumentError) as caught:
            RatingColumns(*wrong)
        assert caught.value.issues[0].message == told


def test_columns_can_not_be_exchanged() -> None:
    """The lists are the caller's; what they belong to is not."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        rate_all(fit, LEADS).points = []  # type: ignore[misc]  # frozen


def test_columns_are_plain_data_for_a_frame() -> None:
    """Lists of one length, by name; a float prints as the exact points."""
    data = rate_all(fit, LEADS, explained=True).to_dict()
    assert json.loads(json.dumps(data)) == {
        "points": [60.1, 60.0, 0.0],
        "band": ["A", "A", "B"],
        "explanation": ["fit: +60 (a is at least 50) +0.1 (b is true)", "fit: +60 (a is at least 50)", ""],
    }
    assert set(rate_all(fit, LEADS).to_dict()) == {"points", "band"}


def test_columns_survive_a_pickle() -> None:
    """And a copy."""
    found = rate_all(fit, LEADS, explained=True)
    for again in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert again == found


def test_columns_show_themselves() -> None:
    """How many reach each band, and the first rows."""
    found = rate_all(fit, LEADS, explained=True)
    assert repr(found).startswith("fit: 3 leads (A 2, B 1, below 0)")
    assert "60.1" in repr(found)
    assert "a is at least 50" in repr(found)
    assert "<script" not in found._repr_html_()
    assert repr(rate_all(Score("s", [Points(1, when=field("a") > 1)]), LEADS[:1])).startswith("s: 1 lead")
    assert "s: 0 leads" in repr(rate_all(Score("s", [Points(1, when=field("a") > 1)]), []))


def test_O03_many_columns_show_short() -> None:
    """A hundred thousand leads stay under 4 KB of text and 200 KB of HTML."""
    huge = rate_all(fit, LEADS * 33_334, explained=True)
    assert len(repr(huge).encode()) < 4096
    assert len(huge._repr_html_().encode()) < 200 * 1024
    assert "99,982 more" in repr(huge)


def test_columns_are_a_table_of_the_first_leads() -> None:
    """Leads are counted from one; what stands in no band has a dash."""
    low = Score("fit", fit.points, bands={"A": 60, "B": 1})
    assert repr(rate_all(low, LEADS, explained=True)).splitlines() == [
        "fit: 3 leads (A 2, B 0, below 1)",
        "",
        "lead  points  band  for",
        "────  ──────  ────  ────────────────────────────────────────────",
        "   1    60.1  A     fit: +60 (a is at least 50) +0.1 (b is true)",
        "   2      60  A     fit: +60 (a is at least 50)",
        "   3       0  –",
    ]
    assert repr(rate_all(fit, LEADS[:2])).startswith("fit: 2 leads")
