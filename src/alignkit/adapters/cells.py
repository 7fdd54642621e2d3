"""From the text of a cell to a value of the declared type. Rules never coerce: here, at the edge, is where it happens.

Text that cannot be read is an error with the code `unreadable-cell`, or a more telling one (`skipped-time`, `naive`,
`unknown-currency`); a reader of files turns it into a finding with the row and the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial

import attrs

from alignkit.currency import CURRENCIES, Money, checked_currency
from alignkit.errors import AlignkitError, DataError, TimeError, shown
from alignkit.exact import exact
from alignkit.history.attributes import Value
from alignkit.history.date_forms import ISO_8601, Wall, date_form
from alignkit.history.declarations import FieldDeclaration, FieldType
from alignkit.history.forms import TextForms
from alignkit.instants import localize, zone_of
from alignkit.names import did_you_mean
from alignkit.periods import midnight

_EXPONENT = r"(?:[eE][+-]?\d{1,2})?"
_LONGEST_NUMBER = 40
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_CURRENCY = re.compile(r"([A-Z]{3})?\s*([^A-Za-z]*?)\s*([A-Z]{3})?")


@attrs.frozen(slots=True)
class Moment:
    """When something happened, at its local offset; of a date alone it is the day's first instant."""

    at: datetime
    date_only: bool


def read_cell(text: str, type_: FieldType, forms: TextForms) -> Value:
    """Return the value of a cell, or None where the source says that nothing is known.

    Raises:
        DataError: `unreadable-cell`, `missing-currency`, `too-large`.
        TimeError: `naive`, `skipped-time`, `repeated-time`, `leap-second`.
        DocumentError: `unknown-currency`.

    >>> read_cell("1.234,50", "number", TextForms(decimal=",", thousands="."))
    Decimal('1234.50')
    >>> read_cell("", "number", TextForms()) is None
    True
    """
    found = known(text, forms)
    return None if found is None else _READERS[type_](found, forms)


def known(text: str, forms: TextForms) -> str | None:
    """Return a cell's text, trimmed if the source says so; None where it means that nothing is known."""
    found = text.strip() if forms.trim else text
    return None if found in forms.missing else found


def cell_reader(declaration: FieldDeclaration | None, forms: TextForms) -> Callable[[str], Value]:
    """Return the reader of a column's cells; of an undeclared field text stays text."""
    return partial(read_cell, type_=declaration.type if declaration else "text", forms=forms)


def not_allowed(value: Value, declaration: FieldDeclaration | None) -> str | None:
    """Return what is to be said of a value that the declaration does not list, or None.

    >>> not_allowed("Nl", FieldDeclaration("country", "text", ["NL", "BE"]))
    "'Nl' is not among the values of 'country'; did you mean 'NL'?"
    """
    if declaration is None or not declaration.one_of or value is None:
        return None
    for item in value if isinstance(value, tuple) else (value,):
        if item not in declaration.one_of:
            near = did_you_mean(item, declaration.one_of)
            return f"{shown(item)} is not among the values of {declaration.name!r}{near}"
    return None


def read_moment(text: str, forms: TextForms) -> Moment | None:
    """Return when something happened, or None where the source says that it did not, or not yet.

    Raises:
        DataError: `unreadable-cell`.
        TimeError: `naive`, `skipped-time`, `repeated-time`, `leap-second`.

    >>> read_moment("05/01/2026", TextForms(date_format="DD/MM/YYYY", zone="Europe/Amsterdam")).at.isoformat()
    '2026-01-05T00:00:00+01:00'
    """
    found = known(text, forms)
    if found is None:
        return None
    wall = _read_wall(found, forms)
    if wall.time.date().isoformat() in forms.never:
        return None
    return _moment(wall, found, forms)


def _moment(wall: Wall, text: str, forms: TextForms) -> Moment:
    if wall.offset is not None:
        return Moment(wall.time.replace(tzinfo=timezone(wall.offset)), wall.date_only)
    if forms.zone is None:
        told = "state the `zone` of its source, in an agreement under [sources.NAME]"
        raise TimeError.at("naive", f"{shown(text)} has no offset; {told}")
    if wall.date_only:
        at = midnight(wall.time.date(), forms.zone)
    else:
        zone = zone_of(forms.zone)
        at = localize(wall.time, zone, "the time", skipped=forms.skipped, repeated=forms.repeated)
    # With its zone a time in a repeated hour equals the other one, and no time elsewhere (PEP 495): the offset says
    # the same and compares as it should.
    return Moment(at.replace(tzinfo=timezone(at.utcoffset() or timedelta()), fold=0), wall.date_only)


def _read_wall(text: str, forms: TextForms) -> Wall:
    formats = forms.date_format or (ISO_8601,)
    readings = {wall for form in formats if (wall := date_form(form).read(text)) is not None}
    if len(readings) > 1:
        raise _unreadable(text, "can be read in two ways by the formats " + " and ".join(map(repr, formats)))
    if not readings:
        due = " or ".join("ISO 8601, such as 2026-01-05T09:00:00+01:00" if form == ISO_8601 else f"in the form {form!r}"
                          for form in formats)  # fmt: skip
        raise _unreadable(text, f"is no date or time {due}")
    return readings.pop()


def _unreadable(text: str, why: str) -> DataError:
    return DataError.at("unreadable-cell", f"{shown(text)} {why}")


def _number(text: str, forms: TextForms) -> Decimal:
    pattern = _number_pattern(forms.decimal, forms.thousands)
    spaced = text.translate(_SPACES).replace("−", "-")
    if len(text) > _LONGEST_NUMBER or not pattern.fullmatch(spaced):
        between = f" and {forms.thousands!r} between thousands" if forms.thousands else " and no sign between thousands"
        raise _unreadable(text, f"is no number with the decimal sign {forms.decimal!r}{between}")
    if forms.thousands:
        spaced = spaced.replace(forms.thousands, "")
    return Decimal(spaced.replace(forms.decimal, "."))


def _number_pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    # `re` keeps compiled patterns; there are fourteen of these
    whole = rf"(?:\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+)" if thousands else r"\d+"
    sign = re.escape(decimal)
    return re.compile(rf"[+-]?(?:{whole}(?:{sign}\d*)?|{sign}\d+){_EXPONENT}", re.ASCII)


def _integer(text: str, forms: TextForms) -> int:
    number = _number(text, forms)
    decimals = text.rpartition(forms.decimal)[2] if forms.decimal in text else ""
    # data tools write 3 as 3.0; but 3.000 is rather a thousand of somebody else's
    if number != number.to_integral_value() or len(decimals) > 2:
        raise _unreadable(text, "is no whole number")
    return int(number)


def _money(text: str, forms: TextForms) -> Money:
    match = _CURRENCY.fullmatch(text)
    if match is None or not match[2] or (match[1] and match[3]):
        raise _unreadable(text, "is no amount of money, such as 1200.50 or 1200.50 EUR")
    code = match[1] or match[3] or forms.currency
    if code is None:
        raise DataError.at("missing-currency", f"{shown(text)} has no currency; state the `currency` of the source")
    amount = _number(match[2], forms)
    try:
        return Money(exact(amount, "an amount"), checked_currency(code) if code not in CURRENCIES else code)
    except AlignkitError as fault:
        raise DataError.at(fault.code, fault.issues[0].message) from fault


def _truth(text: str, forms: TextForms) -> bool:
    folded = text.casefold()
    if any(folded == word.casefold() for word in forms.true):
        return True
    if any(folded == word.casefold() for word in forms.false):
        return False
    words = ", ".join((*forms.true, *forms.false))
    raise _unreadable(text, f"is none of {words}")


def _day(text: str, forms: TextForms) -> date | None:
    wall = _read_wall(text, forms)
    day = wall.time.date()
    if wall.time - datetime.combine(day, datetime.min.time()) != timedelta():
        raise _unreadable(text, "has a time of day where a date is due")
    return None if day.isoformat() in forms.never else day


def _instant(text: str, forms: TextForms) -> datetime | None:
    moment = read_moment(text, forms)
    return moment.at if moment else None


def _list(text: str, forms: TextForms) -> tuple[str, ...]:
    items = (item.strip() if forms.trim else item for item in text.split(forms.list_separator))
    return tuple(item for item in items if item)


def _text(text: str, forms: TextForms) -> str:  # noqa: ARG001 - all readers are called alike
    return text


_READERS: dict[str, Callable[[str, TextForms], Value]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _truth,
    "date": _day,
    "instant": _instant,
    "money": _money,
    "list": _list,
}
