"""Generate: a sample company from a seed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from alignkit.errors import DocumentError, shown
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.periods import midnight
from alignkit.samples.arrive import arrival, profile
from alignkit.samples.company import SampleCompany
from alignkit.samples.diary import Diary
from alignkit.samples.draws import Draws
from alignkit.samples.live import live
from alignkit.samples.pools import AS_OF, SATISFACTION, ZONE
from alignkit.samples.terms import USUAL_LEADS, checked_leads, sample_agreement
from alignkit.samples.upset import at_clock_changes, deleted, planned, upset


def sample_company(seed: int = 2026, *, leads: int = USUAL_LEADS) -> SampleCompany:
    """Return a plausible company: a signed agreement, a year of facts, and the instant at which somebody looks.

    Brightwater Instruments is invented, and so are its people. The facts run from June 2025 to a Friday afternoon in
    June 2026, over both clock changes and the holidays. Leads come from fairs, searches and friends; they qualify by
    the agreed rule, mostly; people answer in working hours, mostly in time. And the records are as records are: fields
    that nobody filled in, events told late, twice, or wrong at first, stages skipped, cleared and reopened, rejections
    without a reason, automatic replies, deals apart from their leads, meetings that are yet to come.

    The same seed and size give the same facts on every machine and in every version of Python.

    Args:
        seed: a whole number from 0 on; another one gives another company's luck.
        leads: how many leads come in the year, 1 to 1,000,000. Targets grow with them. From some hundreds on every kind
            of trouble occurs.

    Raises:
        DocumentError: `wrong-type`.

    >>> sample_company(leads=300)
    <SampleCompany 'Brightwater Instruments' at 2026-06-19T15:00:00+02:00: <Facts: 300 leads, ...>>
    """
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise DocumentError.at("wrong-type", f"a seed is a whole number from 0 on, not {shown(seed)}")
    agreement = sample_agreement(leads=checked_leads(leads))
    return SampleCompany(agreement, _facts(Draws(seed), leads), AS_OF)


def _facts(draws: Draws, leads: int) -> Facts:
    fields: dict[str, dict[str, Value]] = {}
    arrivals: dict[str, datetime] = {}
    events: list[Event] = []
    width = max(4, len(str(leads)))
    for number in range(leads):
        lead = f"L{number + 1:0{width}}"
        known = profile(draws)
        fields[lead] = dict(known)
        arrivals[lead] = arrival((number + draws.between(0, 1)) / leads, known, draws)
        diary = Diary(lead, known, draws)
        live(diary, arrivals[lead])
        # what lies ahead is thought up already, and not known yet
        events.extend(event for event in diary.events if event.at <= _NOW)
    events += at_clock_changes(arrivals, draws)
    return Facts(deleted(fields, draws), [*upset(events, draws), *planned(list(fields), draws)], _figures())


_NOW = AS_OF.astimezone(UTC)


def _figures() -> tuple[ExternalFigure, ...]:
    return tuple(
        ExternalFigure("customer satisfaction", Decimal(value), midnight(day, ZONE), source="customers' survey")
        for day, value in SATISFACTION
    )
