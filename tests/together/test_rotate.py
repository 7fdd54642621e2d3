"""Coaching pairs: nobody meets a partner again before having met all."""

from __future__ import annotations

from typing import Any

import pytest
from tests.together.build import codes

from alignkit.display.text import to_text
from alignkit.errors import DocumentError, LimitError
from alignkit.together.rotate import pairs
from alignkit.together.rotations import Rotation, Round

OURS, THEIRS = ("Daan", "Iris"), ("Bram", "Noor", "Sven")


def test_in_as_many_rounds_as_the_larger_team_has_people_everybody_meets_everybody() -> None:
    """Once; and everybody rests equally often."""
    found = pairs(OURS, THEIRS, rounds=3)
    assert found.cycle == 3
    assert set(found.counts.values()) == {1}
    assert sorted(name for round_ in found.rounds for name in round_.resting) == ["Bram", "Noor", "Sven"]
    assert found.partners("Iris") == ("Noor", "Sven", "Bram")
    assert found.partners("Sven") == (None, "Iris", "Daan")


def test_who_is_away_is_met_later() -> None:
    """And whose partner is away finds another one who is free."""
    found = pairs(["A", "B", "C"], ["x", "y", "z"], rounds=4, absent={1: ["x"], 2: ["B"]})
    first, second, third, fourth = found.rounds
    assert first.pairs == (("B", "y"), ("C", "z"))
    assert (first.resting, first.absent) == (("A",), ("x",))
    assert len(second.pairs) == 2
    assert "B" in second.absent
    assert len(third.pairs) == 3
    assert len(fourth.pairs) >= 2


def test_two_alone_meet_each_round() -> None:
    """There is nobody else to meet."""
    assert [round_.pairs for round_ in pairs(["A"], ["x"], rounds=2).rounds] == [(("A", "x"),)] * 2
    assert pairs(["A"], ["x"], rounds=1, absent={1: ["A"]}).rounds[0].pairs == ()


def test_a_shorter_plan_is_the_beginning_of_a_longer_one() -> None:
    """So that a plan can go on."""
    away = {2: ["Iris"]}
    assert pairs(OURS, THEIRS, rounds=7, absent=away).rounds[:4] == pairs(OURS, THEIRS, rounds=4, absent=away).rounds


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"marketing": []}, [("nobody", "marketing")]),
        ({"marketing": "Iris"}, [("wrong-type", "marketing")]),
        ({"sales": ["Noor", 5, ""]}, [("wrong-type", "sales[1]"), ("bad-id", "sales[2]")]),
        ({"sales": ["Noor", "Noor"]}, [("duplicate-id", "sales[1]")]),
        ({"sales": ["Noor", "Iris"]}, [("duplicate-id", "sales")]),
        ({"rounds": 0}, [("bad-rounds", "rounds")]),
        ({"rounds": True}, [("bad-rounds", "rounds")]),
        ({"absent": ["Iris"]}, [("wrong-type", "absent")]),
        ({"absent": {"1": ["Iris"], 2: ["Iriss"]}}, [("wrong-type", "absent"), ("unknown-person", "absent[2]")]),
        ({"absent": {1: "Iris"}}, [("wrong-type", "absent[1]")]),
    ],
)
def test_faulty_input_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Each fault at its place."""
    given: dict[str, Any] = {"marketing": OURS, "sales": THEIRS, "rounds": 1} | parts
    with pytest.raises(DocumentError) as caught:
        pairs(**given)
    assert codes(caught.value) == found


def test_limits_are_told() -> None:
    """And the answer to the largest question comes."""
    with pytest.raises(LimitError, match="too-many"):
        pairs([f"A{n}" for n in range(101)], THEIRS, rounds=1)
    with pytest.raises(LimitError, match="too-many"):
        pairs(OURS, THEIRS, rounds=1001)
    found = pairs([f"A{n:03}" for n in range(100)], [f"x{n:03}" for n in range(100)], rounds=3, absent={2: ["A000"]})
    assert [len(round_.pairs) for round_ in found.rounds] == [100, 99, 100]


def test_it_shows_itself() -> None:
    """A row per round."""
    found = pairs(OURS, THEIRS, rounds=2, absent={2: ["Iris"]})
    text = to_text(found.blocks(), width=120)
    assert "Daan and Bram, Iris and Noor" in text
    assert "Iris (away)" in text
    assert found.to_dict()["cycle"] == 3
    with pytest.raises(DocumentError, match="did you mean 'Iris'"):
        found.partners("Irys")
    with pytest.raises(DocumentError, match=r"pairs\[0\]"):
        Round(1, ["Iris"])  # type: ignore[list-item]  # what is refused
    assert isinstance(found, Rotation)
