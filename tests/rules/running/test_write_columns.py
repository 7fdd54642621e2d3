from __future__ import annotations

import pytest

from alignkit.rules.compile import compiled_score
from alignkit.rules.field import field
from alignkit.rules.rate_all import rate_all
from alignkit.rules.running.write_columns import PARAMETERS, write_columns
from alignkit.rules.scores import Points, Score

fit = Score("fit", [Points(60, when=field("a") >= 50), Points(5, when=field("b") == "x")], cap=60)
whole = Score("whole", parts=[fit, Score("more", [Points(1, when=field("c").is_true())])], bands={"A": 60})


def test_columns_without_explanation_note_nothing() -> None:
    """No words: what each clause gave is added to the total alone."""
    assert "x0" not in write_columns(compiled_score(whole), explained=False, with_events=False).text(PARAMETERS)
    assert "x0" in write_columns(compiled_score(whole), explained=True, with_events=False).text(PARAMETERS)


def test_what_is_told_of_a_part_is_one_look_up() -> None:
    """Points within bounds, and the text."""
    text = write_columns(compiled_score(whole), explained=True, with_events=False).text(PARAMETERS)
    assert text.count("try: p0, y0 =") == text.count("try: p1, y1 =") == 1
    assert "y2" not in text


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        ({"a": 80, "c": True}, "fit: +60 (a is at least 50) | more: +1 (c is true)"),
        ({"a": 80}, "fit: +60 (a is at least 50)"),
        ({"c": True}, "more: +1 (c is true)"),
        ({}, ""),
    ],
)
def test_a_score_with_nothing_to_tell_leaves_no_mark(lead: dict[str, object], told: str) -> None:
    """Not before the other, nor behind it."""
    assert rate_all(whole, [lead], explained=True).explanation == [told]


def test_tables_are_shared_by_all_calls() -> None:
    """What was told once is not put together again."""
    form = compiled_score(whole)
    columns = form.columns(explained=True, with_events=False)
    assert form.columns(explained=True, with_events=False) is columns
    found: list[list[object]] = [[], [], []]
    columns([{"a": 80}, {"a": 80, "b": "y"}], None, *found)
    assert found[2] == ["fit: +60 (a is at least 50)"] * 2
