"""The playbook: what each team does with a lead in each stage."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import attrs
import pytest
from tests.plan.build import codes

from alignkit.display.text import to_text
from alignkit.errors import DocumentError, LimitError
from alignkit.plan.plays import Play, Playbook

MQL = Play("mql", {"sales": "Calls within four hours", "marketing": "Stops all mailings"})
BLANK = ("blank-text", "does.sales")
BOOK = Playbook([MQL, Play("sal", {"sales": "Finds out need, budget and time"})])


def test_a_play_says_what_each_team_does() -> None:
    """In whatever order the teams are named; a team may have nothing to do."""
    assert MQL.teams == ("marketing", "sales")
    assert Play("mql", (("marketing", "Stops all mailings"), ("sales", "Calls within four hours"))) == MQL
    assert (MQL.by("sales"), MQL.by("support")) == ("Calls within four hours", "")


def test_plays_keep_the_order_of_the_funnel() -> None:
    """As they were given; found by the stage."""
    assert [play.stage for play in BOOK.plays] == ["mql", "sal"]
    assert BOOK.of("mql") is MQL
    assert BOOK.teams == ("marketing", "sales")
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        BOOK.of("mlq")


@pytest.mark.parametrize(
    ("stage", "does", "found"),
    [
        ("", {"sales": "Calls"}, [("bad-id", "stage")]),
        ("mql", {}, [("no-play", "does")]),
        ("mql", {"sales": " "}, [("blank-text", "does.sales")]),
        ("mql", {"sales": None}, [("wrong-type", "does.sales")]),
        ("mql", {"": "Calls"}, [("bad-id", "does")]),
        ("mql", {5: "Calls"}, [("wrong-type", "does")]),
        ("mql", {"sales": "Calls", "Sales": "Mails"}, [("confusable-id", "does[1]")]),
        ("mql", [("sales", "Calls"), ("sales", "Mails")], [("duplicate-id", "does[1]")]),
        ("mql", "calls", [("wrong-type", "does")]),
        ("mql", ["calls"], [("wrong-type", "does")]),
        (
            5,
            {"sales": "", "marketing": 5},
            [("wrong-type", "stage"), ("wrong-type", "does.marketing"), BLANK],
        ),
    ],
)
def test_a_faulty_play_is_refused(stage: Any, does: Any, found: list[tuple[str, str]]) -> None:  # noqa: ANN401 - what a user may give
    """Every fault at once, each at its place."""
    with pytest.raises(DocumentError) as caught:
        Play(stage, does)
    assert codes(caught.value) == found


def test_a_faulty_playbook_is_refused() -> None:
    """One play for a stage."""
    with pytest.raises(DocumentError) as caught:
        Playbook([MQL, MQL])
    assert codes(caught.value) == [("duplicate-id", "plays[1]")]
    with pytest.raises(DocumentError) as caught:
        Playbook([MQL, "call"])  # type: ignore[list-item]  # what a user may give
    assert codes(caught.value) == [("wrong-type", "plays[1]")]
    with pytest.raises(LimitError):
        Playbook([MQL] * 1001)
    with pytest.raises(LimitError):
        Play("mql", {"sales": "x" * 2001})


def test_it_shows_itself() -> None:
    """A row per stage, a column per team."""
    shown = to_text(BOOK.blocks(), width=100)
    assert "stage" in shown
    assert "Stops all mailings" in shown
    assert "–" in shown
    assert "Playbook" in to_text(Playbook([]).blocks())
    assert json.loads(json.dumps(BOOK.to_dict())) == {
        "alignkit": 1,
        "kind": "playbook",
        "plays": [
            {"stage": "mql", "does": {"marketing": "Stops all mailings", "sales": "Calls within four hours"}},
            {"stage": "sal", "does": {"sales": "Finds out need, budget and time"}},
        ],
    }


def test_O01_O03_O04_O05_as_of_every_value() -> None:
    """Escaped, bounded, copied, validated."""
    bad = "<script>alert(1)</script>"
    assert "<script" not in Playbook([Play(bad, {bad: bad})])._repr_html_()
    many = Playbook([Play(f"s{n}", {"sales": "x" * 2000}) for n in range(1000)])
    assert len(repr(many)) < 100
    assert len(many._repr_html_().encode()) < 200 * 1024
    assert pickle.loads(pickle.dumps(BOOK)) == copy.deepcopy(BOOK) == BOOK
    with pytest.raises(DocumentError):
        attrs.evolve(MQL, does={})
    assert attrs.evolve(MQL, stage="sql").does == MQL.does
