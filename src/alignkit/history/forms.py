"""How a source writes values as text: dates, numbers, truth, and what is missing. Stated, never guessed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

import attrs

from alignkit.currency import checked_currency
from alignkit.errors import AlignkitError, DocumentError, Finding, TimeError, shown
from alignkit.history.date_forms import date_form
from alignkit.instants import Repeated, Skipped, parse_date, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NEVER = ("2050-01-01", "9999-12-31")
"""The days that pipelines write where there is no end."""

DECIMAL_SIGNS = (".", ",")
THOUSANDS_SIGNS = ("", ".", ",", " ", "'", "’", "_")


def texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return one text or many as a tuple; None is none."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    try:
        return tuple(value)
    except TypeError as fault:
        raise DocumentError.at("wrong-type", f"a text or a list of texts is due, not {shown(value)}") from fault


@attrs.frozen(slots=True, kw_only=True)
class TextForms:
    """How a source writes values as text.

    Args:
        date_format: how dates and times are written, one form or several (`alignkit.history.date_forms`); none means
            ISO 8601. A text that two forms read unlike is unreadable: which one is meant is never guessed.
        zone: the IANA zone of times without an offset, and of the midnight of dates without a time; none refuses them.
        skipped: what becomes of a wall time that a clock change skipped: `raise` (reported), `earlier`, `later`.
        repeated: what becomes of a wall time that happens twice: `raise` (reported), `earlier`, `later`.
        decimal: the decimal sign, `.` or `,`.
        thousands: the sign between groups of three digits; blank allows none.
        currency: the ISO 4217 code of amounts that stand without one.
        true: the texts that mean yes, in any case.
        false: the texts that mean no, in any case.
        missing: the texts that mean that nothing is known. Others stay values: `unknown` is not blank.
        never: the days (ISO 8601) that stand for no time at all, such as `NEVER`.
        list_separator: what stands between the items of a list.
        trim: whether spaces at the ends of a text are cut before anything else.

    Raises:
        DocumentError: with every fault: `bad-date-format`, `unknown-policy`, `bad-sign`, `unknown-currency` and more.
        TimeError: `unknown-zone`, if that is all that is wrong.

    >>> TextForms(date_format="DD/MM/YYYY", zone="Europe/Berlin", decimal=",", thousands=".").thousands
    '.'
    """

    date_format: tuple[str, ...] = attrs.field(default=(), converter=texts)
    zone: str | None = None
    skipped: Skipped = "raise"
    repeated: Repeated = "raise"
    decimal: str = "."
    thousands: str = ""
    currency: str | None = None
    true: tuple[str, ...] = attrs.field(default=("true", "yes"), converter=texts)
    false: tuple[str, ...] = attrs.field(default=("false", "no"), converter=texts)
    missing: tuple[str, ...] = attrs.field(default=("",), converter=texts)
    never: tuple[str, ...] = attrs.field(default=(), converter=texts)
    list_separator: str = ";"
    trim: bool = True

    def __attrs_post_init__(self) -> None:
        raise_all(form_faults(self))


def raise_all(faults: list[Finding]) -> None:
    """Raise all faults at once; as a `TimeError` where they are nothing but unknown zones.

    Raises:
        DocumentError: there are faults.
        TimeError: there are faults, and all are of time.
    """
    if faults:
        kind = TimeError if all(fault.code == "unknown-zone" for fault in faults) else DocumentError
        raise kind(*faults)


def form_faults(forms: TextForms) -> list[Finding]:
    """Return all that is wrong with how a source says that it writes values."""
    faults: list[Finding] = []
    for path, values in (
        ("date_format", forms.date_format),
        ("true", forms.true),
        ("false", forms.false),
        ("missing", forms.missing),
        ("never", forms.never),
    ):
        for value in values:
            if not isinstance(value, str):
                faults.append(Finding("wrong-type", f"`{path}` holds texts, not {shown(value)}", path))
            elif path == "date_format":
                faults += _caught(path, partial(date_form, value))
            elif path == "never":
                faults += _caught(path, partial(parse_date, value, "a day in `never`"))
    if forms.zone is not None:
        faults += _caught("zone", lambda: zone_of(str(forms.zone)))
    if forms.currency is not None:
        faults += _caught("currency", lambda: checked_currency(forms.currency))
    for path, policy in (("skipped", forms.skipped), ("repeated", forms.repeated)):
        if policy not in get_args(Skipped):
            faults.append(
                Finding("unknown-policy", f"`{path}` is one of raise, earlier, later, not {shown(policy)}", path)
            )
    faults += _sign_faults(forms)
    both = {_fold(text) for text in forms.true} & {_fold(text) for text in forms.false}
    if both:
        faults.append(Finding("ambiguous-truth", f"{shown(min(both))} cannot mean both yes and no", "true"))
    if not isinstance(forms.trim, bool):
        faults.append(Finding("wrong-type", f"`trim` is true or false, not {shown(forms.trim)}", "trim"))
    return faults


def _fold(text: object) -> str:
    return text.casefold() if isinstance(text, str) else ""


def _sign_faults(forms: TextForms) -> list[Finding]:
    faults = []
    if forms.decimal not in DECIMAL_SIGNS:
        faults.append(Finding("bad-sign", f"the decimal sign is '.' or ',', not {shown(forms.decimal)}", "decimal"))
    if forms.thousands not in THOUSANDS_SIGNS:
        known = ", ".join(repr(sign) for sign in THOUSANDS_SIGNS)
        faults.append(
            Finding("bad-sign", f"the sign of thousands is one of {known}, not {shown(forms.thousands)}", "thousands")
        )
    elif forms.thousands == forms.decimal:
        faults.append(Finding("bad-sign", f"{forms.decimal!r} cannot mean both decimals and thousands", "thousands"))
    if not isinstance(forms.list_separator, str) or not forms.list_separator:
        faults.append(
            Finding(
                "bad-sign",
                f"`list_separator` is a text such as ';', not {shown(forms.list_separator)}",
                "list_separator",
            )
        )
    return faults


def _caught(path: str, check: Callable[[], object]) -> list[Finding]:
    try:
        check()
    except AlignkitError as error:
        return [attrs.evolve(issue, path=path) for issue in error.issues]
    return []
