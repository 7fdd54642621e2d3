from __future__ import annotations

import json
import pickle
from decimal import Decimal

import pytest
from attrs import evolve

from alignkit.rules.questions import Ask, Questions, worth_asking

EMPLOYEES = Ask("employees", "either way", ("YES", "NO"), 2, 2)
COUNTRY = Ask("country", "either way", ("A", "B"), 2, 3, Decimal("30.5"))


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (EMPLOYEES, "settles it"),
        (COUNTRY, "can settle it: A or B"),
        (Ask("x", "one way", ("NO",), 1, 2), "can settle it: NO"),
        (Ask("x", "one way", ("NO",), 2, 2), "can settle it: NO"),
        (Ask("x", "together", (), 0, 2), "matters together with others"),
        (Ask("x"), "could change it"),
    ],
)
def test_why_it_is_asked(ask: Ask, why: str) -> None:
    """In a few words."""
    assert ask.why == why


def test_questions_read_well() -> None:
    """The answer so far, and a line for each field; points where there are any."""
    text = repr(Questions("MQL", "UNKNOWN", (EMPLOYEES,)))
    assert text.splitlines()[0] == "MQL: UNKNOWN."
    assert "employees         settles it" in text
    assert "points" not in text
    assert "30.5" in repr(Questions("score s", "5 points", (COUNTRY, EMPLOYEES)))
    assert "Nothing that is unknown could change that." in repr(Questions("MQL", "NO"))
    assert "7 more" in repr(Questions("MQL", "UNKNOWN", (EMPLOYEES,), 7))
    assert "settles it" in Questions("MQL", "UNKNOWN", (EMPLOYEES,))._repr_html_()


def test_questions_stand_in_a_table() -> None:
    """Line for line; points stand on the right, to cents."""
    assert repr(Questions("score s", "5 points", (evolve(COUNTRY, points=Decimal("30.555")), EMPLOYEES))) == (
        "score s: 5 points.\n"
        "\n"
        "worth asking for  what it does           points\n"
        "────────────────  ─────────────────────  ──────\n"
        "country           can settle it: A or B   30.56\n"
        "employees         settles it                  0"
    )
    assert repr(Questions("MQL", "NO")) == "MQL: NO.\n\nNothing that is unknown could change that."


def test_O03_a_sentence_counts_what_it_leaves_out() -> None:
    """Those that it does not name, and those that it was not given."""
    names = tuple(f"f{i}" for i in range(12))
    assert worth_asking(names).endswith("f9, and 2 more.")
    assert worth_asking(names, more=4_988).endswith("f9, and 4,990 more.")
    assert worth_asking(("a",), more=1) == "Worth asking for: a, and 1 more."


def test_questions_are_plain_data_too() -> None:
    """Version 1."""
    found = Questions("MQL", "UNKNOWN", (COUNTRY,), 3)
    assert found.fields == ("country",)
    assert json.loads(json.dumps(found.to_dict())) == {
        "format": 1,
        "asked": "MQL",
        "now": "UNKNOWN",
        "ask": [
            {
                "field": "country",
                "power": "either way",
                "settles": ["A", "B"],
                "settled": 2,
                "classes": 3,
                "points": "30.5",
            }
        ],
        "more": 3,
    }


def test_a_sentence_names_a_few() -> None:
    """Ten, and how many more."""
    names = tuple(f"f{i}" for i in range(12))
    assert worth_asking(names[:1]) == "Worth asking for: f0."
    assert worth_asking(names[:2], opening="Still unknown") == "Still unknown: f0, f1."
    assert worth_asking(names[:10]) == f"Worth asking for: {', '.join(names[:10])}."
    assert worth_asking(names) == f"Worth asking for: {', '.join(names[:10])}, and 2 more."


def test_O04_questions_are_values() -> None:
    """Equal, hashed and pickled by what they say."""
    found = Questions("MQL", "UNKNOWN", (COUNTRY,), 3)
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert hash(again) == hash(found)
