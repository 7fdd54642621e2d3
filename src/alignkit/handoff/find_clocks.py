"""Find the clocks of an SLA in a journey: its starts, stops, cancellations and pauses, as plain instants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

import attrs

from alignkit.errors import Finding
from alignkit.funnel.journeys import Journey
from alignkit.funnel.match import Occurrence, occurrences
from alignkit.funnel.patterns import simple_parts
from alignkit.handoff.clocks import Clock, Stretch
from alignkit.handoff.retier import TierCourses, TierSince
from alignkit.handoff.slas import SLA, Pause
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.instants import MICROSECOND, from_micros, micros, told_in
from alignkit.rules.decide import decide
from alignkit.rules.predicates import Did
from alignkit.rules.verdict import Verdict


class _Hit(NamedTuple):
    """One match: its instant, the place of its event among the journey's, and the event.

    The place breaks ties, so hits have one order whatever the order of arrival.
    """

    at: int
    place: int
    event: Event | None
    when: datetime

    @property
    def key(self) -> tuple[int, int]:
        """Where the hit stands in time order."""
        return (self.at, self.place)


_NOTHING = Attributes()
_NEVER = (-(10**30), -1)
"""A key before all others."""
_GOES_ON = (10**30, 0)
"""A key after all others: that of the end of a clock that runs."""


class _Stop(NamedTuple):
    """One part of what stops a clock: it takes `needed` hits since the clock's start, within `span` if that is told."""

    hits: Sequence[_Hit]
    needed: int
    span: int | None


class Found(NamedTuple):
    """What was found in one journey, or in several.

    Args:
        clocks: in time order; each ends before the next starts, or at its instant.
        findings: `touch-without-team`: an event that would stop the clock names no team; `unknown-exemption`; and
            `unknown-tier` where tiers change while the clock runs.
        exempt: how many starts were of a lead that is exempt then.
    """

    clocks: tuple[Clock, ...]
    findings: tuple[Finding, ...]
    exempt: int = 0


def find_clocks(sla: SLA, journey: Journey, now: int) -> Found:
    """Return the clocks of an SLA in a journey, in time order, by what happened up to `now` (microseconds)."""
    started = occurrences(sla.starts, journey)
    if not started:  # most leads never start most clocks
        return Found((), ())
    places = {id(event): place for place, event in enumerate(journey.events)}
    starts = _hits(started, places, now)
    if not starts:
        return Found((), ())
    stops, nobodys = _stops(sla, journey, places, now)
    cancels = () if sla.cancels is None else _hits(occurrences(sla.cancels, journey), places, now)
    pauses = tuple(pause for each in sla.pauses for pause in _pauses(each, journey, places, now))
    ends = _Ends(stops, cancels, _resets(sla, journey, places, now))
    tiers = TierCourses(sla, journey, starts[0].at, now) if sla.retier != "keep" else None
    changes = 2 if sla.retier == "restart" else None

    clocks: list[Clock] = []
    findings: list[Finding] = []
    exempt = 0
    latest = ended = _NEVER  # the keys of the latest start and of the end of its clock
    for first in starts:
        if first.key <= latest or first.key < ended:
            continue
        start: _Hit | None = first
        if _is_exempt(sla, journey, first, findings):
            exempt, latest, start = exempt + 1, first.key, None
        while start is not None:
            # a clock that starts anew asks for the change at which it does, and for none after that
            held = () if tiers is None else tuple(islice(tiers.holdings(start.at), changes))
            # an update at the instant from which it is awaited would start the same clock once more
            stops_after = max(ended, _after(start.at)) if sla.again else ended
            end = _end(start, (ended, stops_after), ends, _restart(sla, start, held))
            following = end.stop if sla.again and end.stop is not None and not end.is_last else end.reset
            # updates at one instant answer one wait
            latest, ended = start.key, end.key if following is None or end.stop is None else _after(following.at)
            if following is not None and _is_exempt(sla, journey, following, findings):
                exempt, latest, following = exempt + 1, following.key, None
            if following is None and end.reset is not None:
                end = _End(cancel=end.reset)  # nothing starts anew
            clocks.append(_clock(sla, journey, (start, end), (pauses, held)))
            if tiers is not None:
                findings.extend(tiers.unsure(start.when, end.key[0]))
            start = following
        if ended == _GOES_ON:
            break
    unseen = [event for event in nobodys if micros(event.at) >= starts[0].at]
    if unseen:
        findings.append(teamless(sla, journey.lead, unseen))
    return Found(tuple(clocks), tuple(findings), exempt)


class _End(NamedTuple):
    """How a clock ended: by the one of these that is there; without any it goes on."""

    stop: _Hit | None = None
    cancel: _Hit | None = None
    reset: _Hit | None = None
    is_last: bool = False
    """Whether what stopped it was cancelled at that instant, too, so that nothing starts anew."""

    @property
    def hit(self) -> _Hit | None:
        """By which match."""
        return self.stop or self.cancel or self.reset

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands in time order; after all others where the clock goes on."""
        return _GOES_ON if self.hit is None else self.hit.key


class _Ends(NamedTuple):
    """What ends the clocks of an SLA in a journey."""

    stops: tuple[_Stop, ...]
    cancels: Sequence[_Hit]
    resets: Sequence[_Hit]


def _after(at: int) -> tuple[int, int]:
    """Return a key after all that came at an instant."""
    return (at, 10**30)


def _restart(sla: SLA, start: _Hit, held: Sequence[TierSince]) -> _Hit | None:
    """Return when another tier comes to hold, if the clock starts anew then."""
    if sla.retier != "restart" or len(held) < 2:
        return None
    at = held[1].at
    return _Hit(*_after(at), None, told_in(from_micros(at), start.when.tzinfo))


def _end(start: _Hit, after: tuple[tuple[int, int], tuple[int, int]], ends: _Ends, restart: _Hit | None) -> _End:
    """Return how a clock ends: `after` are the keys from which on cancellations count, and stops."""
    ended, stops_after = after
    stop, cancel = _first_stop(ends.stops, start, stops_after), _first(ends.cancels, start, ended)
    # what came at the instant of the start is no reason to start anew
    reset = _first(ends.resets, start, max(ended, _after(start.at)))
    if restart is not None and (reset is None or restart.at < reset.at):
        reset = restart
    found = [hit.at for hit in (stop, cancel, reset) if hit is not None]
    if not found:
        return _End()
    # at one instant the stop wins: the team has done what it had to do
    at = min(found)
    if stop is not None and stop.at == at:
        return _End(stop=stop, is_last=cancel is not None and cancel.at == at)
    return _End(cancel=cancel) if cancel is not None and cancel.at == at else _End(reset=reset)


def _resets(sla: SLA, journey: Journey, places: dict[int, int], now: int) -> Sequence[_Hit]:
    """Return what starts a running clock anew: matches of `resets`, and a new owner where the clock is the owner's."""
    hits = list(() if sla.resets is None else _hits(occurrences(sla.resets, journey), places, now))
    if sla.whose == "owner":
        hits += [hit for hit in _owners(journey, places) if hit.at <= now]
        hits.sort(key=_key)
    return hits


def _owners(journey: Journey, places: dict[int, int]) -> Iterator[_Hit]:
    """Yield each time that somebody else got the lead."""
    before: str | None = None
    for owner, since, event in journey.owners():
        if owner is None or owner == before:  # nobody is no other owner
            continue
        before = owner
        if since is not None:
            yield _Hit(micros(since), places.get(id(event), -1), event, since)


def _is_exempt(sla: SLA, journey: Journey, start: _Hit, findings: list[Finding]) -> bool:
    if sla.exempt is None:
        return False
    when = start.when
    verdict = decide(sla.exempt, journey.fields_at(when), journey.events_until(when), as_of=when)
    if verdict is Verdict.UNKNOWN:
        text = f"whether the lead is exempt from {sla.name!r} is not known at {when.isoformat()}: its clock runs"
        findings.append(Finding("unknown-exemption", text, journey.lead, "warning"))
    return verdict is Verdict.YES


def late_start(sla: SLA, journey: Journey, as_of: datetime) -> Finding | None:
    """Return the finding `clock-before-event` where the journey starts a clock after `as_of`."""
    now = micros(as_of)
    for found in occurrences(sla.starts, journey):
        if not found.inferred and micros(found.at) > now:
            return clock_before_event(sla, journey.lead, found.at, as_of)
    return None


def clock_before_event(sla: SLA, lead: str, start: datetime, as_of: datetime) -> Finding:
    """Make the finding that a clock starts after `as_of`, so that it has no reading and no negative age."""
    text = f"the clock of {sla.name!r} starts at {start.isoformat()}, after {as_of.isoformat()}: it has no reading yet"
    return Finding("clock-before-event", text, lead, "note")


def _hits(found: Iterable[Occurrence], places: dict[int, int], now: int) -> tuple[_Hit, ...]:
    hits = [
        _Hit(at, places.get(id(item.event), -1), item.event, item.at)
        for item in found
        if not item.inferred and (at := micros(item.at)) <= now
    ]
    hits.sort(key=_key)
    return tuple(hits)


def _key(hit: _Hit) -> tuple[int, int]:
    return hit.key


def _stops(sla: SLA, journey: Journey, places: dict[int, int], now: int) -> tuple[tuple[_Stop, ...], list[Event]]:
    stops: list[_Stop] = []
    nobodys: dict[int, Event] = {}
    for part in simple_parts(sla.stops):
        if not isinstance(part, Did):
            stops.append(_Stop(_hits(occurrences(part, journey), places, now), 1, None))
            continue
        # how many there are is counted from the clock's start, and among those that count
        each = part if part.at_least == 1 else attrs.evolve(part, at_least=1)
        hits = []
        for hit in _hits(occurrences(each, journey), places, now):
            event = hit.event
            if sla.any_actor or (event is not None and event.team == sla.owner and not event.automatic):
                hits.append(hit)
            elif event is not None and event.team is None and not event.automatic:
                nobodys[id(event)] = event
        stops.append(_Stop(hits, part.at_least, None if part.within is None else part.within // MICROSECOND))
    return tuple(stops), sorted(nobodys.values(), key=lambda event: places[id(event)])


def _counting(hits: Sequence[_Hit], start: _Hit, ended: tuple[int, int]) -> Iterator[_Hit]:
    """Yield what counts for a clock: from its start's instant on, but for the start and what ended the clock before."""
    for place in range(bisect_left(hits, (start.at, -1), key=_key), len(hits)):
        hit = hits[place]
        # whoever made a journey by hand may have given no events
        if (hit.event is None or hit.event is not start.event) and hit.key > ended:
            yield hit


def _first(hits: Sequence[_Hit], start: _Hit, ended: tuple[int, int]) -> _Hit | None:
    return next(_counting(hits, start, ended), None)


def _first_stop(stops: tuple[_Stop, ...], start: _Hit, ended: tuple[int, int]) -> _Hit | None:
    found = [hit for stop in stops if (hit := _nth(stop, start, ended)) is not None]
    return min(found, key=_key) if found else None


def _nth(stop: _Stop, start: _Hit, ended: tuple[int, int]) -> _Hit | None:
    if stop.needed == 1:
        return _first(stop.hits, start, ended)
    counted: list[_Hit] = []
    for hit in _counting(stop.hits, start, ended):
        counted.append(hit)
        if len(counted) >= stop.needed and (
            stop.span is None or hit.at - counted[len(counted) - stop.needed].at <= stop.span
        ):
            return hit
    return None


def _pauses(pause: Pause, journey: Journey, places: dict[int, int], now: int) -> Iterator[Stretch]:
    hits = [(hit.key, 1, hit) for hit in _hits(occurrences(pause.starts, journey), places, now)]
    hits += [(hit.key, 0, hit) for hit in _hits(occurrences(pause.ends, journey), places, now)]
    since: _Hit | None = None
    # an event that both ends and starts a pause leaves the clock paused: the end comes first
    for _, starts, hit in sorted(hits, key=lambda entry: entry[:2]):
        if starts:
            since = since or hit
        elif since is not None:
            yield since.when, hit.when
            since = None
    if since is not None:
        yield since.when, None


def _clock(
    sla: SLA, journey: Journey, run: tuple[_Hit, _End], meanwhile: tuple[tuple[Stretch, ...], Sequence[TierSince]]
) -> Clock:
    (start, end), (pauses, held) = run, meanwhile
    cancel = end.cancel or end.reset
    asks = bool(sla.tiers) and not held  # whoever reads the clock asks for its tier
    told = held if sla.retier == "recompute" else held[:1]
    return Clock(
        journey.lead,
        start.when,
        None if end.stop is None else end.stop.when,
        None if cancel is None else cancel.when,
        pauses,
        owner=journey.owner_at(start.when),
        reset=end.reset is not None,
        fields=journey.fields_at(start.when) if asks else _NOTHING,
        events=journey.events_until(start.when) if asks else (),
        tiers=tuple((told_in(from_micros(one.at), start.when.tzinfo), one.tier) for one in told),
    )


def teamless(sla: SLA, lead: str, events: Sequence[Event]) -> Finding:
    """Make the finding that events would stop a clock and name no team."""
    at, clock = events[0].at.isoformat(), f"would stop the clock of {sla.name!r} and"
    if len(events) == 1:
        text = f"1 event {clock} names no team, at {at}: it does not count as a touch by {sla.owner!r}; give its team"
    else:
        text = f"{len(events)} events {clock} name no team, the first at {at}: they do not count as touches by "
        text += f"{sla.owner!r}; give their team"
    text += ", or let any actor stop the clock"
    return Finding("touch-without-team", text, lead, "warning")
