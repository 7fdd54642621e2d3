"""Which of an agreement's periods a report is about."""

from __future__ import annotations

from datetime import datetime

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.own_period import asked_period as given_period, held_for
from alignkit.errors import DocumentError
from alignkit.periods import Period, parse_period


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
    found = given_period(period, agreement.zone, around=as_of)
    if found is None:
        return parse_period(agreement.period, zone=agreement.zone, around=as_of)
    if found != parse_period(agreement.period, zone=agreement.zone, around=found.starts_at):
        text = f"goals and plan of {agreement.name!r} hold for {held_for(agreement)}: {found.name} is none of these"
        raise DocumentError.at("unlike-period", text, path="period")
    return found
