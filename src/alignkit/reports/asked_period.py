"""Which of an agreement's periods a report is about."""

from __future__ import annotations

from datetime import datetime

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DocumentError, shown
from alignkit.periods import RECURRING, Period, parse_period


def asked_period(agreement: Agreement, period: Period | str | None, as_of: datetime) -> Period:
    """Return a period for which the goals and the plan of an agreement hold; the one around `as_of` when not given.

    Args:
        agreement: what both teams agreed on.
        period: such as `2026-Q1`; None for the one around `as_of`.
        as_of: up to when events count.

    Raises:
        TimeError: `naive`, `unreadable-period`.
        DocumentError: `unlike-period` for a month where goals hold for each quarter; `wrong-type`.
    """
    around = parse_period(agreement.period, zone=agreement.zone, around=as_of)
    if period is None:
        return around
    if not isinstance(period, Period | str):
        text = f"the period is a Period, or text such as 2026-Q1, not {shown(period)}"
        raise DocumentError.at("wrong-type", text, path="period")
    found = parse_period(period, zone=agreement.zone, around=as_of) if isinstance(period, str) else period
    if found != parse_period(agreement.period, zone=agreement.zone, around=found.starts_at):
        text = f"goals and plan of {agreement.name!r} hold for {_held(agreement)}: {found.name} is none of these"
        raise DocumentError.at("unlike-period", text, path="period")
    return found


def _held(agreement: Agreement) -> str:
    return f"each {agreement.period}" if agreement.period in RECURRING else agreement.period
