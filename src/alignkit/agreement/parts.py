"""The parts of an agreement, each by itself: lists of the right kind, names, dates, the zone and the period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

import attrs

from alignkit.agreement.lists import listed
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.vocabulary import Term
from alignkit.currency import checked_currency
from alignkit.errors import AlignkitError, DocumentError, Finding, shown
from alignkit.funnel.stages import Funnel
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import zone_of
from alignkit.names import checked_id
from alignkit.periods import RECURRING, parse_period
from alignkit.plan.plays import Playbook
from alignkit.plan.year_plan import YearPlan
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import Named
from alignkit.rules.scores import Score
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup, Member
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.rewards import Reward
from alignkit.together.meetings import Meeting
from alignkit.worktime.calendar import Calendar

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement

MOST_GOALS = 200
"""An agreement has at most this many goals: nobody steers by more, and their exact weights must add up fast."""
OF_TIME = frozenset({"unknown-zone", "unreadable-period", "unreadable-date", "no-such-period"})
"""The codes of parts that tell a time wrongly."""


def teams(values: Iterable[str]) -> tuple[str, ...]:
    """Return the teams as a tuple."""
    return tuple(checked_id(team, "team", path="teams") for team in listed(values, str, "teams"))


def systems(values: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the systems of record as pairs: what, and the tool that is right about it."""
    pairs = cast("Mapping[str, str]", values).items() if isinstance(values, Mapping) else values
    found = listed(pairs, tuple, "systems")
    for pair in found:
        if len(pair) != 2 or not all(isinstance(part, str) for part in pair):
            raise DocumentError.at("wrong-type", f"systems go from what to a tool, not {shown(pair)}", path="systems")
        checked_id(pair[0], "system's matter", path="systems")
    if len({what for what, _ in found}) < len(found):
        raise DocumentError.at("duplicate-id", "two systems are said to be right about one thing", path="systems")
    return found


# attrs takes the type of an argument from its converter, so each list has one of its own


def terms(values: Iterable[Term]) -> tuple[Term, ...]:
    """Return the vocabulary as a tuple."""
    return listed(values, Term, "vocabulary")


def declarations(values: Iterable[FieldDeclaration]) -> tuple[FieldDeclaration, ...]:
    """Return the fields as a tuple."""
    return listed(values, FieldDeclaration, "fields")


def rules(values: Iterable[Named]) -> tuple[Named, ...]:
    """Return the rules as a tuple."""
    return listed(values, Named, "rules")


def scores(values: Iterable[Score]) -> tuple[Score, ...]:
    """Return the scores as a tuple."""
    return listed(values, Score, "scores")


def grids(values: Iterable[Grid]) -> tuple[Grid, ...]:
    """Return the grids as a tuple."""
    return listed(values, Grid, "grids")


def calendars(values: Iterable[Calendar]) -> tuple[Calendar, ...]:
    """Return the calendars as a tuple."""
    return listed(values, Calendar, "calendars")


def slas(values: Iterable[SLA]) -> tuple[SLA, ...]:
    """Return the slas as a tuple."""
    return listed(values, SLA, "slas")


def goals(values: Iterable[Member]) -> tuple[Member, ...]:
    """Return the goals, and groups of them, as a tuple."""
    return listed(values, (Goal, GoalGroup), "goals")


def rewards(values: Iterable[Reward]) -> tuple[Reward, ...]:
    """Return the rewards as a tuple."""
    return listed(values, Reward, "rewards")


def meetings(values: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Return the meetings as a tuple."""
    return listed(values, Meeting, "meetings")


def sources(values: Iterable[CsvSource]) -> tuple[CsvSource, ...]:
    """Return the sources as a tuple."""
    return listed(values, CsvSource, "sources")


def signoffs(values: Iterable[SignOff]) -> tuple[SignOff, ...]:
    """Return the signoffs as a tuple."""
    return listed(values, SignOff, "signoffs")


def wrong_parts(agreement: Agreement) -> Iterator[Finding]:
    """Yield what is wrong with each part by itself."""
    yield from _caught("name", partial(checked_id, agreement.name, "agreement"))
    yield from _caught("version", partial(checked_id, agreement.version, "version"))
    zone = list(_caught("zone", partial(_checked_zone, agreement.zone)))
    yield from zone
    if not isinstance(agreement.mission, str):
        yield Finding("wrong-type", f"the mission is text, not {shown(agreement.mission)}", "mission")
    if agreement.currency is not None:
        yield from _caught("currency", partial(checked_currency, agreement.currency))
    for what, day in (("effective", agreement.effective), ("review_by", agreement.review_by)):
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            yield Finding("wrong-type", f"{what!r} must be a date, not {shown(day)}", what)
    if not zone and agreement.period not in RECURRING:
        yield from _caught("period", partial(parse_period, agreement.period, zone=agreement.zone))
    if not isinstance(agreement.funnel, Funnel):
        yield Finding("wrong-type", f"must be a Funnel, not {shown(agreement.funnel)}", "funnel")
    alone = {"rates": Rates, "flow": FlowPlan, "plan": YearPlan, "playbook": Playbook}
    for what, kind in alone.items():
        part = getattr(agreement, what)  # our own names
        if part is not None and not isinstance(part, kind):
            yield Finding("wrong-type", f"must be a {kind.__name__}, not {shown(part)}", what)
    for number, source in enumerate(agreement.sources):
        if source.name:
            yield from _caught(f"sources[{number}]", partial(checked_id, source.name, "source"))
    if len(agreement.leaves) > MOST_GOALS:
        text = f"an agreement has at most {MOST_GOALS} goals, not {len(agreement.leaves):,}"
        yield Finding("too-many", text, "goals")


def _checked_zone(zone: object) -> None:
    zone_of(zone if isinstance(zone, str) else "")


def _caught(path: str, check: Callable[[], object]) -> Iterator[Finding]:
    try:
        check()
    except AlignkitError as error:
        for issue in error.issues:
            yield attrs.evolve(issue, path=path)
