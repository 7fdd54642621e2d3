"""Arrive: who comes, from where, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from alignkit.history.attributes import Value
from alignkit.samples.draws import Draws
from alignkit.samples.pools import (
    AS_OF,
    CAMPAIGNS,
    COUNTRIES,
    EMPLOYEES,
    FAIR_DAYS,
    FIRST_NAMES,
    HOURS,
    INDUSTRIES,
    KINDS,
    LAST_NAMES,
    OPENED,
    ROLES,
    SOURCES,
    STEMS,
    WEBINAR_DAYS,
    ZONE,
)

_LOCAL = ZoneInfo(ZONE)
_DAYS = (AS_OF.date() - OPENED).days


def some_time(day: date, draws: Draws) -> datetime:
    """Return an instant on a local day at which people are awake, mostly."""
    return local_time(day, draws.curve(HOURS))


def local_time(day: date, hour: float) -> datetime:
    """Return the instant of an hour, with its fraction, on a local day; to the second, in UTC."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(seconds=int(hour * 3_600))
    # a wall time that the clocks skip is read with the offset before the change
    return wall.replace(tzinfo=_LOCAL).astimezone(UTC)


def arrival(share: float, fields: dict[str, Value], draws: Draws) -> datetime:
    """Return when a lead comes: after a share of the year, on working days mostly; from a fair, on one of its days."""
    if fields["source"] == "webinar":
        return local_time(draws.one_of(WEBINAR_DAYS), draws.between(13.8, 14.8))
    if fields["source"] == "trade fair":
        return some_time(draws.one_of(FAIR_DAYS), draws)
    day = OPENED + timedelta(days=int(share * _DAYS))
    if day.weekday() >= 5 and draws.chance(0.7):
        day += timedelta(days=2)
    return some_time(min(day, AS_OF.date() - timedelta(days=1)), draws)


def profile(draws: Draws) -> dict[str, Value]:
    """Return the fields of a lead as it comes; what it left blank is absent, or there without a value."""
    source = draws.weighted(SOURCES)
    company = f"{draws.one_of(STEMS)} {draws.one_of(KINDS)}"
    host = "freemail.example" if draws.chance(0.07) else f"{company.lower().replace(' ', '-')}.example"
    fields: dict[str, Value] = {
        "company": company,
        "country": draws.weighted(COUNTRIES),
        "industry": draws.weighted(INDUSTRIES),
        "employees": int(draws.curve(EMPLOYEES)),
        "role": draws.weighted(ROLES),
        "email": f"{draws.one_of(FIRST_NAMES)}.{draws.one_of(LAST_NAMES)}@{host}",
        "source": source,
    }
    if source in {"paid search", "trade fair", "webinar"}:
        fields["campaign"] = draws.one_of(CAMPAIGNS)
    for name, absent, blank in (("employees", 0.06, 0.03), ("industry", 0.02, 0.01), ("role", 0.06, 0.02)):
        drawn = draws.between(0, 1)
        if drawn < absent:
            del fields[name]
        elif drawn < absent + blank:
            fields[name] = None
    return fields
