"""Journeys: where each lead was, from when to when, and what did not go as agreed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DataError, DocumentError, Finding, shown
from alignkit.funnel.owners import Ownership, owners_told, owners_united
from alignkit.funnel.stages import Funnel
from alignkit.funnel.visits import Answer, Visit
from alignkit.history.attributes import Attributes, Value
from alignkit.history.events import Event
from alignkit.history.united import United
from alignkit.instants import checked_instant, micros
from alignkit.names import did_you_mean


class _Found:
    """What is found once in a journey and kept, outside equality, hash, repr and pickle."""

    __slots__ = ("_owners",)


@attrs.frozen(slots=True, repr=False)
class Journey(_Found, Shown):
    """One lead's way through the funnel, as known at `as_of`.

    Args:
        lead: the lead's id.
        fields: its fields as known at `as_of`.
        events: all its events, those of its deals and of the records that it absorbed, in time order, ties in stage
            order.
        visits: its stays in stages, in time order; they touch, except where the stage was cleared.
        violations: what did not go as agreed, each a finding with the lead's id as its path.
        answers: its `accept` and `reject` events, each with its boundary.
        funnel: the funnel that was replayed.
        as_of: up to when events count.
        baseline: its fields before any `field` event.
        united: how its records came together, where others were merged into it; None where none was.
    """

    lead: str
    fields: Attributes
    events: tuple[Event, ...]
    visits: tuple[Visit, ...]
    violations: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    funnel: Funnel = attrs.field(kw_only=True)
    as_of: datetime = attrs.field(kw_only=True)
    baseline: Attributes = attrs.field(kw_only=True)
    united: United | None = attrs.field(default=None, kw_only=True)

    @property
    def absorbed(self) -> tuple[str, ...]:
        """The ids of the records that were merged into the lead, in the order in which they fill its gaps."""
        return () if self.united is None else self.united.absorbed

    @property
    def current(self) -> Visit | None:
        """The visit in which the lead is at `as_of`; None before the first entry and after a cleared stage."""
        return self.visits[-1] if self.visits and self.visits[-1].left_at is None else None

    @property
    def furthest(self) -> str | None:
        """The furthest stage of the path that the lead ever entered."""
        reached = {visit.stage for visit in self.visits}
        return next((stage.id for stage in reversed(self.funnel.path) if stage.id in reached), None)

    def visit_at(self, instant: datetime) -> Visit | None:
        """Return the visit in which the lead was at an instant: from its entry up to, not including, its end.

        Raises:
            TimeError: the instant is naive.
        """
        at = micros(checked_instant(instant, "instant"))
        for visit in reversed(self.visits):
            if micros(visit.entered_at) <= at and (visit.left_at is None or at < micros(visit.left_at)):
                return visit
        return None

    def events_until(self, instant: datetime) -> tuple[Event, ...]:
        """Return the events up to and including an instant.

        Raises:
            TimeError: the instant is naive.
        """
        at = micros(checked_instant(instant, "instant"))
        return self.events[: bisect_right(self.events, at, key=_instant)]

    def fields_at(self, instant: datetime) -> Attributes:
        """Return the lead's fields as known at an instant, that instant's own changes included.

        Raises:
            TimeError: the instant is naive.
        """
        if self.fields is self.baseline:
            checked_instant(instant, "instant")
            return self.baseline
        if self.united is not None:
            return self.baseline.with_values(self.united.fields_at(micros(checked_instant(instant, "instant"))))
        changed: dict[str, Value] = {
            str(event.field): event.value
            for event in self.events_until(instant)
            if event.kind == "field" and event.lead == self.lead
        }
        return self.baseline.with_values(changed)

    def field_changes(self) -> Iterator[tuple[Event, str, Value]]:
        """Yield what changed the lead's fields, in time order: the event, the field, and the value that holds then."""
        if self.united is None:
            for event in self.events:
                if event.kind == "field" and event.lead == self.lead:
                    yield event, str(event.field), event.value
        else:
            for event, field, value in self.united.changes:
                if field is not None:
                    yield event, field, value

    def by_record(self, events: Iterable[Event]) -> Iterator[tuple[str, Event]]:
        """Yield events of the journey, each with the record that it tells of: the lead itself, or a deal of it.

        A record that was merged into the lead is the lead; its entries, and the lead's own, that do not count are left
        out. A deal keeps all of its own.
        """
        united = self.united
        if united is None:
            for event in events:
                yield event.lead, event
        else:
            own = {self.lead, *united.absorbed}
            left_out = set(map(id, united.passed_over))
            for event in events:
                if event.lead not in own:
                    yield event.lead, event
                elif id(event) not in left_out:
                    yield self.lead, event

    def owners(self) -> tuple[Ownership, ...]:
        """Return who owned the lead and since when, in time order: changes alone.

        By its `owner` events, and before the first of them by its field `owner`. A deal's owner is not the lead's.

        >>> from datetime import UTC
        >>> from alignkit.funnel.replay import replay
        >>> from alignkit.funnel.stages import Stage
        >>> from alignkit.history.facts import Facts
        >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
        >>> monday = datetime(2026, 1, 5, tzinfo=UTC)
        >>> facts = Facts({"L1": {"owner": "ann"}}, [Event("L1", monday, "owner", "bram")])
        >>> [(item.owner, item.since) for item in replay(funnel, facts, as_of=monday).of("L1").owners()]
        [('ann', None), ('bram', datetime.datetime(2026, 1, 5, 0, 0, tzinfo=datetime.timezone.utc))]
        """
        found: tuple[Ownership, ...] | None = getattr(self, "_owners", None)
        if found is None:
            first = self.baseline.get("owner")
            if self.united is None:
                found = owners_told(self.lead, first, self.events)
            else:
                found = owners_united(first, self.united.changes)
            object.__setattr__(self, "_owners", found)
        return found

    def owner_at(self, instant: datetime) -> str | None:
        """Return who owned the lead at an instant, that instant's own changes included: see `owners`.

        Raises:
            TimeError: the instant is naive.
        """
        at = micros(checked_instant(instant, "instant"))
        for owner, since, _ in reversed(self.owners()):
            if since is None or micros(since) <= at:
                return owner
        return None

    def blocks(self) -> Block:
        """Return the lead's visits as a table, with the time in each stage."""
        from alignkit.funnel.show import journey_blocks  # drawing is loaded when something is drawn

        return journey_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the journey as plain data: the visits and the violations."""
        current = self.current
        return {
            "alignkit": 1,
            "kind": "journey",
            "lead": self.lead,
            "absorbed": list(self.absorbed),
            "as_of": self.as_of.isoformat(),
            "current": None if current is None else current.stage,
            "furthest": self.furthest,
            "visits": [
                {
                    "stage": visit.stage,
                    "entered_at": visit.entered_at.isoformat(),
                    "left_at": None if visit.left_at is None else visit.left_at.isoformat(),
                    "inferred": visit.inferred,
                    "flagged": visit.flagged,
                }
                for visit in self.visits
            ],
            "violations": [finding.to_dict() for finding in self.violations],
        }


def _instant(event: Event) -> int:
    return micros(event.at)


class StageCount(NamedTuple):
    """How many leads, each counted once: `entered` is `inside` and `left` together.

    Args:
        stage: the stage's id.
        entered: ever entered it, inferred entries too.
        inside: are in it at `as_of`.
        left: entered it and are not in it now.
    """

    stage: str
    entered: int
    inside: int
    left: int


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


def _by_lead(items: Iterable[Journey]) -> tuple[Journey, ...]:
    return tuple(sorted(items, key=lambda journey: journey.lead))


class _Kept:
    """What is found once in journeys and kept, outside equality, hash, repr and pickle: see `entries`."""

    __slots__ = ("_entries", "_with_deals")


@attrs.frozen(slots=True, repr=False)
class Journeys(_Kept, Shown, Sequence[Journey]):
    """The journeys of all leads, sorted by lead, and what was found on the way.

    Args:
        funnel: the funnel that was replayed.
        items: one journey a lead.
        findings: what was found over all facts: doubled, conflicting and future events, unknown leads and stages.
        as_of: up to when events count.
    """

    funnel: Funnel
    items: tuple[Journey, ...] = attrs.field(converter=_by_lead)
    findings: tuple[Finding, ...] = attrs.field(converter=_findings)
    as_of: datetime

    def __attrs_post_init__(self) -> None:
        checked_instant(self.as_of, "as_of")

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Journey: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Journey, ...]: ...
    def __getitem__(self, index: int | slice) -> Journey | tuple[Journey, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[Journey]:
        return iter(self.items)

    def of(self, lead: str) -> Journey:
        """Return the journey of a lead.

        Raises:
            DataError: `unknown-lead`, with the nearest id, or with the lead into which it was merged.
        """
        if isinstance(lead, str):
            place = bisect_left(self.items, lead, key=_lead)
            if place < len(self.items) and self.items[place].lead == lead:
                return self.items[place]
            survivor = next((item.lead for item in self.items if lead in item.absorbed), None)
            if survivor is not None:
                text = f"there is no lead {shown(lead)} any more: it was merged into {shown(survivor)}"
                raise DataError.at("unknown-lead", text)
        near = did_you_mean(lead, map(_lead, self.items)) if len(self.items) <= 10_000 else ""
        raise DataError.at("unknown-lead", f"there is no lead {shown(lead)}{near}")

    def only(self, leads: Iterable[str]) -> Journeys:
        """Return the journeys of some leads alone, with the findings that name them or no lead at all.

        Raises:
            DataError: `wrong-type`.
        """
        if isinstance(leads, str | bytes) or not isinstance(leads, Iterable):
            raise DataError.at("wrong-type", f"the ids of some leads are a list, not {shown(leads)}")
        wanted = {lead for lead in leads if isinstance(lead, str)}
        items = [item for item in self.items if item.lead in wanted]
        # what was found of a record that a lead absorbed was found of the lead
        paths = wanted.union(*(item.absorbed for item in items if item.united is not None))
        findings = (finding for finding in self.findings if not finding.path or finding.path in paths)
        return Journeys(self.funnel, items, findings, self.as_of)

    @property
    def violations(self) -> tuple[Finding, ...]:
        """What did not go as agreed, of all leads."""
        from alignkit.funnel.entries import index_of  # which goes through the journeys once for all

        return index_of(self).violations

    @property
    def counts(self) -> tuple[StageCount, ...]:
        """How many leads entered each stage, are in it and left it, in stage order; leads, not rows."""
        from alignkit.funnel.entries import index_of  # which goes through the journeys once for all

        index, counts = index_of(self), []
        for stage in self.funnel.stages:
            entries = index.of(stage.id)
            entered, inside = len(entries.places if entries.single else set(entries.places)), len(entries.current)
            counts.append(StageCount(stage.id, entered, inside, entered - inside))
        return tuple(counts)

    def blocks(self) -> Block:
        """Return the funnel as a picture, a table of counts per stage, and what was found."""
        from alignkit.funnel.show import journeys_blocks  # drawing is loaded when something is drawn

        return journeys_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the journeys as plain data."""
        return {
            "alignkit": 1,
            "kind": "journeys",
            "funnel": self.funnel.name,
            "as_of": self.as_of.isoformat(),
            "stages": [count._asdict() for count in self.counts],
            "findings": [finding.to_dict() for finding in self.findings],
            "leads": [journey.to_dict() for journey in self.items],
        }


def _lead(journey: Journey) -> str:
    return journey.lead


def checked_journeys(value: Journey | Iterable[Journey], what: str) -> tuple[Journey, ...]:
    """Return one journey, or several, as a tuple.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(value, Journey):
        return (value,)
    if isinstance(value, Journeys):
        return value.items
    found = tuple(value) if isinstance(value, Iterable) else (value,)
    for item in found:
        if not isinstance(item, Journey):
            raise DocumentError.at("wrong-type", f"{what}, as replay gives them, not {shown(item)}")
    return found
