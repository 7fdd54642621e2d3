"""A monitor of clocks: it takes events one at a time and tells what changed. Its readings are those of the batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from heapq import heappop, heappush
from itertools import zip_longest
from typing import Any

from alignkit.errors import AlignkitError, DataError, DocumentError, shown
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.handoff.measure import measure
from alignkit.handoff.news import NEWS_KINDS, ClockNews, Milestone, milestones
from alignkit.handoff.readings import Reading, Readings, by_start
from alignkit.handoff.retier import changes_with_time
from alignkit.handoff.slas import SLA
from alignkit.history.event_data import event_data, event_of, values_data, values_of
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros, parse_instant
from alignkit.names import did_you_mean

_UNITING = frozenset({"link", "merge"})
"""The kinds of events after which two records are replayed together."""
_Key = tuple[str, int, int]
"""An SLA, when its clock started, and the clock's number among those that started then."""


class Monitor:
    """The clocks of some SLAs, kept up to date.

    It takes an event when somebody learns of it, in whatever order, doubled or late, and answers what changed: each
    thing once. What later knowledge makes untrue is told as `revised`, with the clock before and after; so are the
    clocks of a lead that turns out to be another, by a `merge`. Between events `tick` tells what time alone brings:
    warnings, escalations and breaches. At any instant its readings are those that `measure` gives for all its events.

    It is one of the few things here that change; it is not to be shared between threads. Its memory grows with its
    events, and each event costs a replay of what belongs to its lead.

    Args:
        funnel: the funnel that leads pass.
        slas: the promised times, each of another name.
        as_of: from when on it watches.
        leads: the leads' fields by id, as far as they are known from the start.

    Raises:
        TimeError: `as_of` is naive.
        DocumentError: `wrong-type`, `duplicate-id`.

    >>> from datetime import UTC, timedelta
    >>> from alignkit.funnel.patterns import entered, left
    >>> from alignkit.funnel.stages import Stage
    >>> funnel = Funnel("inbound", [Stage("mql", "sales"), Stage("won", "sales", outcome="won")])
    >>> answer = SLA("answer", "sales", entered("mql"), left("mql"), timedelta(hours=4))
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> monitor = Monitor(funnel, [answer], as_of=nine)
    >>> [news.kind for news in monitor.take(Event("L1", nine, "stage", "mql"), as_of=nine)]
    ['opened']
    >>> [(news.kind, news.at.hour) for news in monitor.tick(nine.replace(hour=15))]
    [('warned', 12), ('breached', 13)]
    """

    __slots__ = ("_as_of", "_events", "_groups", "_leads", "_of_id", "_timed", "_told", "_wake", "funnel", "slas")

    def __init__(
        self,
        funnel: Funnel,
        slas: Iterable[SLA],
        *,
        as_of: datetime,
        leads: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        if not isinstance(funnel, Funnel):
            raise DocumentError.at("wrong-type", f"a monitor watches a Funnel, not {shown(funnel)}", path="funnel")
        if isinstance(slas, str | bytes) or not isinstance(slas, Iterable):
            raise DocumentError.at("wrong-type", f"the SLAs are a list, not {shown(slas)}", path="slas")
        self.funnel = funnel
        self.slas: tuple[SLA, ...] = tuple(slas)
        for place, sla in enumerate(self.slas):
            if not isinstance(sla, SLA):
                raise DocumentError.at("wrong-type", f"an SLA is due, not {shown(sla)}", path=f"slas[{place}]")
            if sla.name in {other.name for other in self.slas[:place]}:
                raise DocumentError.at("duplicate-id", f"the SLA {shown(sla.name)} stands there twice", path="slas")
        self._timed = {sla.name for sla in self.slas if changes_with_time(sla)}
        self._as_of = checked_instant(as_of, "as_of")
        self._leads = Facts({} if leads is None else leads).leads
        self._events: dict[str, list[Event]] = {}  # by group
        # the group of each record: of a lead, what it was merged with, its deals, and what shares an id
        self._groups: dict[str, str] = {}
        self._of_id: dict[str, str] = {}
        self._told: dict[str, dict[str, dict[_Key, Reading]]] = {}  # by group and lead
        self._wake: list[tuple[int, str]] = []

    @property
    def as_of(self) -> datetime:
        """Up to when it has told what happened."""
        return self._as_of

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event that it has taken; with the funnel, the SLAs and `as_of` it is all that there is to save."""
        return tuple(event for events in self._events.values() for event in events)

    def take(self, event: Event, *, as_of: datetime) -> tuple[ClockNews, ...]:
        """Take an event that became known at `as_of`, and return what changed since the last call.

        Raises:
            TimeError: `as_of` is naive.
            DataError: `time-goes-back`: `as_of` is before that of the last call.
            DocumentError: `wrong-type`, `unknown-stage`.
        """
        return self.take_all([event], as_of=as_of)

    def take_all(self, events: Iterable[Event], *, as_of: datetime) -> tuple[ClockNews, ...]:
        """Take several events that became known at once; what they change together is told once.

        Raises:
            TimeError: `as_of` is naive.
            DataError: `time-goes-back`.
            DocumentError: `wrong-type`, `unknown-stage`.
        """
        if isinstance(events, str | bytes) or not isinstance(events, Iterable):
            raise DocumentError.at("wrong-type", f"a monitor takes a list of Events, not {shown(events)}")
        found = tuple(events)
        for event in found:
            if not isinstance(event, Event):
                raise DocumentError.at("wrong-type", f"a monitor takes Events, not {shown(event)}")
        self._move(as_of)
        touched = dict.fromkeys(self._keep(event) for event in found)
        return self._news(dict.fromkeys((*(self._group(group) for group in touched), *self._due())))

    def tick(self, as_of: datetime) -> tuple[ClockNews, ...]:
        """Return what time alone has changed since the last call: warnings, escalations and breaches.

        Raises:
            TimeError: `as_of` is naive.
            DataError: `time-goes-back`.
        """
        return self.take_all((), as_of=as_of)

    def readings(self, sla: str) -> Readings:
        """Return the readings of an SLA at the instant of the last call: those that `measure` gives.

        Raises:
            DocumentError: `unknown-sla`.
        """
        wanted = next((one for one in self.slas if one.name == sla), None)
        if wanted is None:
            near = did_you_mean(sla, [one.name for one in self.slas]) if isinstance(sla, str) else ""
            raise DocumentError.at("unknown-sla", f"the monitor watches no SLA {shown(sla)}{near}")
        facts = Facts(self._leads, self.events)
        journeys = replay(self.funnel, facts, as_of=self._as_of, errors="collect")
        return measure(wanted, journeys, as_of=self._as_of)

    def to_dict(self) -> dict[str, object]:
        """Return what it knows as plain data, ready for JSON: `from_dict` goes on from there."""
        return {
            "alignkit": 1,
            "kind": "monitor",
            "as_of": self._as_of.isoformat(),
            "leads": {lead: values_data(fields) for lead, fields in self._leads.items()},
            "events": [event_data(event) for event in self.events],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], funnel: Funnel, slas: Iterable[SLA]) -> Monitor:
        """Return a monitor that goes on where another was saved: what that one told is told.

        The funnel and the SLAs are given anew; what was told is worked out again from the events, so that with other
        SLAs nothing is told of the time before.

        Raises:
            DataError: `wrong-type`, `unknown-key`, `missing` for data that no monitor gave.
            TimeError: for an instant that is none.
            DocumentError: as for a new one.
        """
        if not isinstance(data, Mapping) or data.get("kind") != "monitor":
            raise DataError.at("wrong-type", f"a monitor is resumed from what to_dict gave, not from {shown(data)}")
        given, events = data.get("leads", {}), data.get("events", [])
        if not isinstance(given, Mapping) or not isinstance(events, list) or not isinstance(data.get("as_of"), str):
            raise DataError.at("wrong-type", "a monitor is resumed from as_of, leads and events, as to_dict gave them")
        leads = {lead: values_of(fields) for lead, fields in given.items()}
        resumed = cls(funnel, slas, as_of=parse_instant(data["as_of"]), leads=leads)
        resumed.take_all([event_of(event) for event in events], as_of=resumed.as_of)
        return resumed

    def _move(self, as_of: datetime) -> None:
        if micros(checked_instant(as_of, "as_of")) < micros(self._as_of):
            text = (
                f"as_of is {as_of.isoformat()}, and the monitor has told what happened up to {self._as_of.isoformat()}"
            )
            raise DataError.at("time-goes-back", text)
        self._as_of = as_of

    def _group(self, record: str) -> str:
        """Return the group of a record, found by way of the groups that it was united with."""
        while (above := self._groups.setdefault(record, record)) != record:
            self._groups[record] = record = self._groups.setdefault(above, above)
        return record

    def _unite(self, one: str, other: str) -> str:
        kept, gone = sorted((self._group(one), self._group(other)))
        if kept != gone:
            self._groups[gone] = kept
            self._events.setdefault(kept, []).extend(self._events.pop(gone, ()))
            for lead, clocks in self._told.pop(gone, {}).items():
                self._told.setdefault(kept, {})[lead] = clocks
        return kept

    def _keep(self, event: Event) -> str:
        group = self._group(event.lead)
        if event.kind in _UNITING and isinstance(event.value, str):
            group = self._unite(group, event.value)
        if event.id is not None:  # told anew it may be of another lead
            group = self._unite(group, self._of_id.setdefault(event.id, group))
        self._events.setdefault(group, []).append(event)
        if micros(event.at) > micros(self._as_of):
            heappush(self._wake, (micros(event.at), group))
        return group

    def _due(self) -> Iterator[str]:
        """Yield the groups of which time has brought something."""
        now = micros(self._as_of)
        while self._wake and self._wake[0][0] <= now:
            yield self._group(heappop(self._wake)[1])

    def _news(self, groups: Mapping[str, None]) -> tuple[ClockNews, ...]:
        try:
            measured = {group: self._measured(group) for group in groups}
        except AlignkitError:
            # nothing was told: whoever asks again hears of all of them
            for group in groups:
                heappush(self._wake, (micros(self._as_of), group))
            raise
        found: list[ClockNews] = []
        for group, now in measured.items():
            before = self._told.get(group, {})
            self._told[group] = now
            for lead in dict.fromkeys((*before, *now)):
                found += self._of_lead(before.get(lead, {}), now.get(lead, {}))
            for clocks in now.values():
                for reading in clocks.values():
                    self._wake_for(reading, group)
        found.sort(key=lambda news: (micros(news.at), news.lead, news.sla, NEWS_KINDS.index(news.kind)))
        return tuple(found)

    def _measured(self, group: str) -> dict[str, dict[_Key, Reading]]:
        """Return the readings of what belongs together, by lead."""
        events = self._events.get(group, [])
        records = {event.lead for event in events} | {str(event.value) for event in events if event.kind in _UNITING}
        leads = {record: self._leads[record] for record in sorted(records) if record in self._leads}
        journeys = replay(self.funnel, Facts(leads, events), as_of=self._as_of, errors="collect")
        now: dict[str, dict[_Key, Reading]] = {}
        for sla in self.slas:
            for (lead, start, number), reading in by_start(measure(sla, journeys, as_of=self._as_of)).items():
                now.setdefault(lead, {})[sla.name, start, number] = reading
        return now

    def _of_lead(self, before: dict[_Key, Reading], now: dict[_Key, Reading]) -> Iterator[ClockNews]:
        for key in (key for key in now if key in before):
            told, reached = milestones(before[key]), milestones(now[key])
            if all(one in reached and micros(reached[one]) == micros(at) for one, at in told.items()):
                yield from _reached(now[key], told)
            else:
                yield self._revised(before[key], now[key])
        for sla in self.slas:
            gone = [reading for key, reading in sorted(before.items()) if key not in now and key[0] == sla.name]
            come = [reading for key, reading in sorted(now.items()) if key not in before and key[0] == sla.name]
            # a clock that turns out to have started at another time is the same clock, as people see it
            for old, new in zip_longest(gone, come):
                if old is None:
                    yield from _reached(new, {})
                else:
                    yield self._revised(old, new)

    def _revised(self, before: Reading, after: Reading | None) -> ClockNews:
        return ClockNews("revised", before.sla_name, before.lead, self._as_of, before, after)

    def _wake_for(self, reading: Reading, group: str) -> None:
        """Note when time alone changes a reading; that of a clock that pauses changes with its events."""
        now = micros(self._as_of)
        turns: list[int] = []
        if reading.state in {"running", "warning"}:
            # a clock is breached once its due time is past
            turns.append(micros(reading.warned_at) if reading.state == "running" else micros(reading.due) + 1)
        if reading.is_open and reading.state != "paused":
            turns += [micros(one.at) for one in reading.told if not one.is_reached]
        if reading.is_open and reading.sla_name in self._timed:
            turns.append(now + 1)  # at what instant the tier changes is known once it has come
        if turns:
            heappush(self._wake, (max(min(turns), now + 1), group))


def _reached(reading: Reading, known: Mapping[Milestone, datetime]) -> Iterator[ClockNews]:
    told = {(one.tell, one.share): one for one in reading.told}
    for one, at in milestones(reading).items():
        if one not in known:
            who = None if one.share is None else told[str(one.tell), one.share]
            yield ClockNews(one.kind, reading.sla_name, reading.lead, at, None, reading, who)
