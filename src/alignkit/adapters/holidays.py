"""Public holidays of a country as literal dates, through the extra `[holidays]`."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from operator import ne
from typing import TYPE_CHECKING, Any

from alignkit.adapters.holiday_dates import Holiday, PublicHolidays, years_in_words
from alignkit.errors import CalendarError, DocumentError, Finding, MissingExtraError, shown
from alignkit.names import did_you_mean, in_words, nearest
from alignkit.worktime.recurring import checked_years

if TYPE_CHECKING:
    from types import ModuleType

_OPEN_DAYS = {
    "half_day": "half of such a day is worked, and which half the package does not say: write it as an exception",
    "workday": "on such a day people work",
}
"""Kinds of holidays that do not close a whole day."""


def public_holidays(
    country: str,
    years: Iterable[int] | int,
    *,
    subdivision: str | None = None,
    categories: Iterable[str] = (),
    language: str | None = None,
) -> PublicHolidays:
    """Return the public holidays of a country in stated years, for `WorkCalendar(holidays=...)`.

    They are a snapshot: literal dates with names, so that a later version of the package changes no calendar. Days on
    which a holiday is observed are among them, as the package gives them. It tells no years for which it
    knows some holidays and not others: of holidays by the moon it may miss those of far years, and its names say which
    dates are estimated.

    Args:
        country: an ISO 3166-1 code, such as `NL`.
        years: the years, or one; at most 1,000.
        subdivision: the code of a state or province, or its name, as the package knows them, such as `BY` of `DE`.
        categories: kinds of holidays as the package calls them, such as `bank`; when left out, those of its default,
            which are the public ones. `half_day` and `workday` close no whole day and are refused.
        language: in which language the names are told, such as `en_US`; the country's own when left out. The
            machine's language changes nothing.

    Raises:
        MissingExtraError: without the package `holidays`.
        CalendarError: `unknown-country`, `unknown-subdivision`, `unknown-category`, `not-a-day-off`,
            `unknown-language`, with the nearest; `no-holiday-data`, for years of which the package tells no holiday.
        TimeError: `no-such-year`.
        DocumentError: `wrong-type`.
        LimitError: `too-many`, over 1,000 years.

    >>> found = public_holidays("NL", [2026], language="en_US")  # doctest: +SKIP
    >>> found.days[0]  # doctest: +SKIP
    Holiday(on=datetime.date(2026, 1, 1), name="New Year's Day")
    """
    wanted = checked_years(years)
    package = _package()
    source = f"holidays {package.__version__}"
    entity = _entity(package, country)
    if subdivision is not None:
        known = sorted({*entity.subdivisions, *entity.subdivisions_aliases}, key=lambda name: (len(name), name))
        _known(subdivision, known, "subdivision", f"a subdivision of {country}")
        subdivision = entity.subdivisions_aliases.get(subdivision, subdivision)
    kinds = _categories(entity, categories, country)
    spoken = sorted(entity.supported_languages)
    if language is not None:
        _known(language, spoken, "language", f"a language of the holidays of {country}")
    told = language or entity.default_language
    _in_range(entity, wanted, f"{source} knows the holidays of {country}")
    found, findings = _asked(package, country, wanted, {"subdiv": subdivision, "language": told, "categories": kinds})
    empty = tuple(year for year in wanted if year not in {day.on.year for day in found})
    if empty:
        told_of = country if subdivision is None else f"{country}-{subdivision}"
        message = f"{source} tells no holiday of {told_of} in {years_in_words(empty)}: it knows none, or there is none"
        raise CalendarError.at("no-holiday-data", message, path="years")
    return PublicHolidays(
        wanted,
        found,
        source,
        findings,
        country=country,
        subdivision=subdivision,
        categories=kinds,
        language=told or "",
    )


def _package() -> ModuleType:
    try:
        import holidays  # pyright: ignore[reportMissingImports, reportMissingModuleSource]  # the extra may be absent
    except ImportError as fault:
        raise MissingExtraError.of("holidays") from fault
    return holidays


def _entity(package: ModuleType, country: object) -> Any:  # noqa: ANN401 - the package's own kind
    """Return the package's class for a country."""
    known = package.list_supported_countries(include_aliases=True)
    if not isinstance(country, str) or country not in known:
        near = _near_country(package, country)
        told = f"{shown(country)} is no country that the package knows: give an ISO 3166-1 code such as 'NL'{near}"
        raise CalendarError.at("unknown-country", told, path="country")
    return vars(package)[country]  # a code that is known, and no other name of the package


def _near_country(package: ModuleType, given: object) -> str:
    """Return the code that is meant: of the country of that name, or else the nearest."""
    name = given.replace(" ", "").casefold() if isinstance(given, str) else ""
    for known, entity in vars(package).items():
        code = getattr(entity, "country", None) if known.casefold() == name else None
        if isinstance(code, str):
            return f"; did you mean {code!r}?"
    return _near(given, sorted(package.list_supported_countries(include_aliases=False)))


def _near(given: object, known: Sequence[str]) -> str:
    """Return the name that is meant, or else the codes that differ in a letter, or else some that are known."""
    if isinstance(given, str) and len(given) < 4 and nearest(given, known) is None:
        alike = [code for code in known if len(code) == len(given) and sum(map(ne, code, given.upper())) == 1]
        if alike:
            return f"; near it are {in_words([repr(code) for code in alike[:12]])}"
    return did_you_mean(given, known)


def _known(given: object, known: Sequence[str], what: str, told: str) -> None:
    if isinstance(given, str) and given in known:
        return
    near = _near(given, known) or "; it knows none"
    raise CalendarError.at(f"unknown-{what}", f"{shown(given)} is not {told} that the package knows{near}", path=what)


def _categories(entity: Any, given: object, country: str) -> tuple[str, ...]:  # noqa: ANN401 - the package's own kind
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        told = f'categories are a list of kinds of holidays, such as ["public", "bank"], not {shown(given)}'
        raise DocumentError.at("wrong-type", told, path="categories")
    known = sorted(entity.supported_categories)
    asked = list(given)
    for kind in asked:
        _known(kind, known, "category", f"a category of the holidays of {country}")
        if kind in _OPEN_DAYS:
            told = f"holidays of the category {kind!r} close no whole day: {_OPEN_DAYS[kind]}"
            raise CalendarError.at("not-a-day-off", told, path="category")
    if not asked:
        default = entity.default_category
        asked = [default] if default else [kind for kind in known if kind not in _OPEN_DAYS]
    return tuple(sorted(set(asked)))


def _in_range(entity: Any, wanted: tuple[int, ...], told: str) -> None:  # noqa: ANN401 - the package's own kind
    # outside of these the package returns nothing, which a calendar would take for no holidays
    first, last = entity.start_year, entity.end_year
    outside = tuple(year for year in wanted if not first <= year <= last)
    if outside:
        told = f"{told} from {first} to {last}, and none of {years_in_words(outside)}"
        raise CalendarError.at("no-holiday-data", told, path="years")


def _asked(
    package: ModuleType, country: str, wanted: tuple[int, ...], options: dict[str, Any]
) -> tuple[tuple[Holiday, ...], tuple[Finding, ...]]:
    """Return what the package knows, copied out of its own objects, which change when they are looked at."""
    # what the package warns of becomes a finding; two threads that do this at once may swap their warnings, no dates
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            live = package.country_holidays(country, years=wanted, expand=False, **options)
            found = [Holiday(day, str(name)) for day, name in dict.items(live) if day.year in wanted]
        except Exception as fault:  # the package holds two hundred countries' rules, and any of them may fail
            told = f"the package cannot tell the holidays of {country}: {type(fault).__name__}: {shown(str(fault))}"
            raise CalendarError.at("no-holiday-data", told, path="country") from fault
    findings = tuple(
        Finding("partial-holiday-data", f"the package warns of {country}: {warning.message}", "country", "warning")
        for warning in warned
        if not issubclass(warning.category, DeprecationWarning)
    )
    return tuple(found), findings
