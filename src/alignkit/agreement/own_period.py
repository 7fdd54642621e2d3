"""A period that was asked for, as a version of an agreement has it: its goals hold for periods of their own."""

from __future__ import annotations

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DocumentError, Finding, shown
from alignkit.periods import RECURRING, Period, midnight, parse_period


def asked_period(period: object, zone: str) -> Period | None:
    """Return the period that was asked for; None for none.

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
    return parse_period(period, zone=zone)


def own_period(agreement: Agreement, period: Period) -> Period | None:
    """Return the version's own period of the same days, by the clocks of its zone; None if it has no such period."""
    own = parse_period(agreement.period, zone=agreement.zone, around=midnight(period.first, agreement.zone))
    return own if (own.first, own.end) == (period.first, period.end) else None


def other_period(agreement: Agreement, period: Period) -> Finding:
    """Say that the goals of a version hold for other periods."""
    each = f"each {agreement.period}" if agreement.period in RECURRING else agreement.period
    text = f"the goals of version {agreement.version} hold for {each}, and {period.name} is none: they are left out"
    return Finding("other-period", text, "goals", "warning")
