"""Round times below a timeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from alignkit.display.blocks import Timeline
from alignkit.display.html import to_html
from alignkit.display.text import to_text
from alignkit.display.ticks import lies_within, moment_text, place, ticks

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0.1, ["09:00", "09:30", "10:00", "10:30", "11:00"]),
        (2, ["12:00", "00:00", "12:00", "00:00"]),
        (5, ["01-06", "01-07", "01-08", "01-09", "01-10"]),
        (120, ["2026-02", "2026-03", "2026-04", "2026-05"]),
        (1500, ["2027", "2028", "2029", "2030"]),
    ],
)
def test_round_times(days: float, told: list[str]) -> None:
    """Ticks are round times by the clocks of the zone, some four to six of them."""
    start = datetime(2026, 1, 5, 9, tzinfo=ZONE)
    assert [line for _, line, _ in ticks(Timeline(start, start + timedelta(days=days)))] == told


def test_a_change_of_the_clocks_is_a_true_distance() -> None:
    """The day on which clocks go forward has 23 hours: noon is 11 hours from its start."""
    start = datetime(2026, 3, 29, tzinfo=ZONE)
    day = Timeline(start, datetime(2026, 3, 30, tzinfo=ZONE))
    assert place(datetime(2026, 3, 29, 12, tzinfo=ZONE), day) == pytest.approx(11 / 23)


@given(
    st.datetimes(timezones=st.sampled_from([UTC, ZONE])),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400_000)),
)
def test_any_span_is_drawn(start: datetime, span: timedelta) -> None:
    """Any two instants make a timeline with few ticks within it, from the first year to the last."""
    try:
        line = Timeline(start, start + span, [("a", [(start, start + span)])], [(start, "m")])
    except OverflowError:
        return
    found = ticks(line)
    assert len(found) <= 13
    assert all(0 <= share <= 1 for share, _, _ in found)
    assert to_text(line)
    assert to_html(line)
    assert moment_text(datetime.max.replace(tzinfo=UTC), line)


def test_a_repeated_hour_hides_nothing() -> None:
    """To Python 02:10 comes before 02:50, also where it is the second 02:10: what is drawn goes by the instant."""
    start = datetime(2026, 10, 25, 2, 50, tzinfo=ZONE)
    end, due = start.replace(minute=30, fold=1), start.replace(minute=10, fold=1)
    line = Timeline(
        start, end, [("clock", [(start, due, "good", "running"), (due, end, "bad", "late")])], [(due, "due")]
    )
    assert lies_within(due, due, line)
    assert not lies_within(due.replace(fold=0), due.replace(fold=0), line)
    text = to_text(line)
    assert "▲" in text.splitlines()[2]
    assert "·" not in text.splitlines()[1]
    assert ">due<" in to_html(line)
