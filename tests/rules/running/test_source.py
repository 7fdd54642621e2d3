from __future__ import annotations

import pytest

from alignkit.rules.compile import made_from
from alignkit.rules.field import field
from alignkit.rules.running.source import LINE, WORDS, Source, indented, is_no, is_yes, sums
from alignkit.rules.running.table import Table


def test_what_is_bound_has_a_name_of_ours() -> None:
    """Each object its own; the same object twice has two."""
    source = Source()
    names = [source.bind(value) for value in ("x", "x", None)]
    assert len(set(names)) == 3
    assert all(name.startswith("c") and name[1:].isdecimal() for name in names)
    assert source.bound[names[0]] == "x"


def test_nothing_of_python_is_in_reach() -> None:
    """No builtin but those that are given by name, and no word can be changed for the next function."""
    source = Source()
    source.add("return open")
    with pytest.raises(NameError):
        made_from(source, "lead")({})
    assert WORDS["__builtins__"] == {}
    with pytest.raises(TypeError):
        WORDS["open"] = open  # type: ignore[index]  # it cannot be


def test_lines_stand_as_deep_as_they_are_told() -> None:
    """Four spaces a step."""
    source = Source()
    source.add("if lead:")
    source.add("return T(lead)", depth=2)
    assert source.text("lead") == "def f(lead):\n    if lead:\n        return T(lead)"
    assert made_from(source, "lead")({"a": 1}) is dict
    assert indented(["a", "b"], 0) == ["a", "b"]


def test_a_function_that_loops_has_its_names_at_hand() -> None:
    """It is called as any other, and finds the same objects."""
    source = Source()
    source.add(f"return [{source.bind('x')}, T(lead)]")
    loops = made_from(source, "lead", loops=True)
    assert loops(5) == ["x", int]
    assert loops.__code__.co_names == ()


def test_long_sums_are_added_up_piece_by_piece() -> None:
    """So that a score of many parts does not exhaust Python's parser."""
    assert sums("p0", []) == ["p0 = 0"]
    terms = [f"p{place}" for place in range(1, 2 * LINE + 2)]
    lines = sums("p0", terms)
    assert len(lines) == 3
    assert [line.count("p") for line in lines] == [LINE + 1, LINE + 1, 2]
    source = Source()
    source.add(*(f"{term} = 1" for term in terms), *lines, "return p0")
    assert made_from(source, "lead")(None) == 2 * LINE + 1


def test_a_table_is_looked_up_in_two_lines() -> None:
    """The second only where the number is new."""
    asked: list[int] = []

    def tell(number: int) -> str:
        asked.append(number)
        return str(number)

    source = Source()
    source.add(*source.look_up("d0", Table(tell), "lead"), "return d0")
    run = made_from(source, "lead")
    assert [run(5), run(5), run(6)] == ["5", "5", "6"]
    assert asked == [5, 6]


def test_strangers_are_judged() -> None:
    """YES and NO; UNKNOWN is neither."""
    test = field("a") >= 5
    assert (is_yes(test, 5, None), is_no(test, 5, None)) == (True, False)
    assert (is_yes(test, 4, None), is_no(test, 4, None)) == (False, True)
    assert (is_yes(test, "5", None), is_no(test, "5", None)) == (False, False)
