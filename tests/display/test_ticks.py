"""Round times below a timeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignkit.display.blocks import Timeline
from alignkit.display.html import to_html
from alignkit.display.text import to_text
from alignkit.display.ticks import moment_text, place, ticks

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
