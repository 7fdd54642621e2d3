"""Contribute: find which teams, and which people, worked on what came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from alignkit.currency import Money
from alignkit.errors import DocumentError, Finding, LimitError, raise_found, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.patterns import Entered
from alignkit.names import checked_id
from alignkit.periods import Period
from alignkit.scorecard.contributions import Contributions, PersonCredit, SharedWork
from alignkit.scorecard.factors import Amount, bare_of
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import Count, Total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.tally import Mark, span_of, tally

WORK = frozenset({"touch", "stage", "accept", "reject"})
"""The kinds of events that are work on a lead: touching it, moving it, answering a handoff."""
MOST_TEAMS = 12
"""So many teams are asked about at most."""


def contributions(
    metric: Count | Total,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    teams: Iterable[str] = ("marketing", "sales"),
    people: bool = False,
    rates: Rates | None = None,
) -> Contributions:
    """Find whose work is part of a result, without counting anything twice.

    A team worked on a lead when one of its people touched it, moved it to a stage, or accepted or rejected it, up to
    the instant at which the lead or its amount counts, that instant included: the event names the team and is not
    automatic. What a campaign sent by itself is no person's work. What no event of these teams tells is nobody's.

    Args:
        metric: a count or a total.
        journeys: as `replay` gives them.
        period: when it counts.
        as_of: what happened later does not count.
        teams: two teams or more.
        people: whether each person's part is wanted, too: each thing's credit to a team is shared equally among those
            of its people who worked on it. Ask for it only where the people concerned have agreed to it.
        rates: by which amounts in other currencies are told in the agreed one, exactly; a note says so.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`; `mixed-currencies` where no rate is stated.
        DocumentError: `not-counted` for another metric, `too-few-teams`, `duplicate-id`, `bad-id`, `wrong-type`,
            `unknown-stage`.
        LimitError: `too-many` teams.

    >>> from datetime import UTC
    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.periods import quarter
    >>> from alignkit.scorecard.metrics import count
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> events = [Event("L1", at, "touch", "webinar", team="marketing"), Event("L1", at, "stage", "won", team="sales")]
    >>> journeys = replay(funnel, Facts(events=events), as_of=datetime(2026, 2, 1, tzinfo=UTC))
    >>> first = quarter(2026, 1, zone="UTC")
    >>> print(contributions(count(entered("won")), journeys, period=first, as_of=journeys.as_of).sentence)
    The one deal was worked on by both teams
    """
    if not isinstance(metric, Count | Total):
        text = f"contributions are parts of a count or a total, not of {shown(metric)}"
        raise DocumentError.at("not-counted", text, path="metric")
    wanted = _teams(teams)
    found = figure(metric, journeys, period=period, as_of=as_of, rates=rates)
    sets: dict[tuple[str, ...], Fraction] = {}
    persons: dict[tuple[str, str | None], Fraction] = {}
    for mark in tally(metric, journeys, span_of(period, as_of), as_of):
        amount = _amount(mark)
        if amount is None:
            continue
        who = _who(mark.journey, mark.at, wanted)
        took_part = tuple(sorted(who))
        bare = bare_of(amount if rates is None or not isinstance(amount, Money) else rates.convert(amount))
        sets[took_part] = sets.get(took_part, Fraction(0)) + bare
        for team in took_part if people else ():
            for person in who[team]:
                key = (team, person)
                persons[key] = persons.get(key, Fraction(0)) + bare / len(took_part) / len(who[team])
    won = isinstance(metric, Count) and metric.pattern == Entered(journeys.funnel.won.id)
    words = ("deal", "deals") if won else ("lead", "leads")
    return Contributions(
        metric,
        period,
        as_of,
        wanted,
        tuple(SharedWork(*item) for item in sorted(sets.items(), key=lambda item: (-len(item[0]), item[0]))),
        found.value.currency if isinstance(found.value, Money) else None,
        tuple(PersonCredit(*key, persons[key]) for key in sorted(persons, key=_named_first)),
        found.unknown,
        converted=found.converted,
        thing=words[0] if isinstance(metric, Count) else "",
        things=words[1] if isinstance(metric, Count) else "",
    )


def _teams(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"the teams are a list, not {shown(values)}", path="teams")
    teams = [checked_id(team, "team", path="teams") for team in values]
    raise_found(
        DocumentError,
        [
            Finding("duplicate-id", f"the team {team!r} stands there twice", "teams")
            for team in dict.fromkeys(teams)
            if teams.count(team) > 1
        ],
    )
    if len(teams) < 2:
        raise DocumentError.at("too-few-teams", f"name two teams or more, not {shown(teams)}", path="teams")
    if len(teams) > MOST_TEAMS:
        raise LimitError.at("too-many", f"at most {MOST_TEAMS} teams are asked about, not {len(teams)}", path="teams")
    return tuple(sorted(teams))


def _amount(mark: Mark) -> Amount | None:
    """Return how much a mark counts: of a count 1, of a total its amount; None where that is not known."""
    if mark.amount is None:
        return Fraction(1) if mark.counted else None
    return mark.amount if isinstance(mark.amount, Money) else Fraction(mark.amount)


def _who(journey: Journey, at: datetime, teams: tuple[str, ...]) -> dict[str, set[str | None]]:
    """Return the people of each team who worked on a lead up to an instant: None only where no one is named."""
    found: dict[str, set[str | None]] = {}
    for event in journey.events_until(at):
        if event.kind in WORK and not event.automatic and event.team is not None and event.team in teams:
            found.setdefault(event.team, set()).add(event.actor)
    for people in found.values():
        if len(people) > 1:
            people.discard(None)
    return found


def _named_first(key: tuple[str, str | None]) -> tuple[str, bool, str]:
    team, person = key
    return (team, person is None, person or "")
