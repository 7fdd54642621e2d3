"""From instants to whole microseconds and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from alignkit.errors import TimeError
from alignkit.instants import zone_of
from alignkit.worktime.convert import in_zone, instant_micros


class Fraction(datetime):
    """A datetime of a stranger's, whose differences are no whole microseconds."""

    def __sub__(self, other: Any) -> Any:  # noqa: ANN401 - as `datetime` has it
        """Return a float."""
        return 1.5 * 10**6

    def __repr__(self) -> str:
        """Return what the message quotes."""
        return "Fraction()"


def test_whole_microseconds() -> None:
    """There and back, before 1970 too."""
    for instant in (datetime(2026, 1, 5, 9, 0, 0, 7, UTC), datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)):
        assert in_zone(instant_micros(instant, "start"), zone_of("Asia/Tokyo"), "start") == instant
    assert instant_micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "start") == 10**6


def test_instants_that_do_not_count_in_whole_microseconds() -> None:
    """They are refused, although they look like aware datetimes."""
    odd = Fraction(2026, 1, 5, tzinfo=UTC)
    with pytest.raises(TimeError) as refused:
        instant_micros(odd, "start")
    assert str(refused.value) == "not-an-instant: start must be an aware datetime, not Fraction()"
