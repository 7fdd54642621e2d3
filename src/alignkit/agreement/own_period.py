"""A period that was asked for, as a version of an agreement has it: its goals hold for periods of their own."""

from __future__ import annotations

from datetime import datetime

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DocumentError, Finding, shown
from alignkit.periods import RECURRING, Period, midnight, parse_period


def asked_period(period: object, zone: str, around: datetime | None = None) -> Period | None:
    """Return the period that was asked for; None for none.

    Args:
        period: a period, or its text.
        zone: whose clocks tell when one begins.
        around: the instant around which `quarter` or `month` is meant.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `unreadable-period`, `no-such-period`.

    >>> asked_period("2026-Q1", "UTC").name
    '2026 Q1'
    """
    if period is None or isinstance(period, Period):
        return period
    if not isinstance(period, str):
        text = f"a period is a Period, or its text such as `2026-Q1`, not {shown(period)}"
        raise DocumentError.at("wrong-type", text, path="period")
    return parse_period(period, zone=zone, around=around)


def own_period(agreement: Agreement, period: Period) -> Period | None:
    """Return the version's own period of the same days, by the clocks of its zone; None if it has no such period."""
    own = parse_period(agreement.period, zone=agreement.zone, around=midnight(period.first, agreement.zone))
    return own if (own.first, own.end) == (period.first, period.end) else None


def held_for(agreement: Agreement) -> str:
    """Say for which periods the goals of an agreement hold: `each quarter`."""
    return f"each {agreement.period}" if agreement.period in RECURRING else agreement.period


def other_period(agreement: Agreement, period: Period) -> Finding:
    """Say that the goals of a version hold for other periods."""
    held = held_for(agreement)
    text = f"the goals of version {agreement.version} hold for {held}, and {period.name} is none: they are left out"
    return Finding("other-period", text, "goals", "warning")
