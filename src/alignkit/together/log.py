"""The log of what both teams decide, do and ask of each other: facts about meetings, and no part of the terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeAlias, TypeVar

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import DocumentError, LimitError, TimeError, raise_found, shown
from alignkit.instants import checked_instant
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import checked_day, doubled, listed, of_kind, raise_faults, try_each
from alignkit.together.activities import Activity
from alignkit.together.decisions import Action, Decision
from alignkit.together.members import Member, member_list
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import OPEN_STATES, Request

MOST_ENTRIES = 100_000
"""A log has at most this many entries of a kind."""


def _attended(values: Iterable[Member]) -> tuple[Member, ...]:
    return member_list(values, "who attended", "attended")


@attrs.frozen(slots=True, repr=False)
class Held:
    """A meeting that took place.

    Args:
        meeting: the meeting's name.
        on: the day on which it took place.
        attended: who was there; empty where nobody noted it.
        instead_of: the day on which it was to take place, where it was moved.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `duplicate-id`.
        TimeError: `not-a-date`.

    >>> Held("joint", date(2026, 1, 6), instead_of=date(2026, 1, 5)).scheduled
    datetime.date(2026, 1, 5)
    """

    meeting: str
    on: date
    attended: tuple[Member, ...] = attrs.field(default=(), converter=_attended, kw_only=True)
    instead_of: date | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        raise_faults(try_each(("meeting", checked_id, self.meeting, "meeting")))
        given = [("on", self.on)] if self.instead_of is None else [("on", self.on), ("instead_of", self.instead_of)]
        raise_found(TimeError, try_each(*((path, checked_day, day, path) for path, day in given)))

    def __repr__(self) -> str:
        return f"<Held {self.meeting!r} on {self.on}: {len(self.attended):,} people>"

    @property
    def scheduled(self) -> date:
        """The day for which it counts."""
        return self.on if self.instead_of is None else self.instead_of

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams of those who were there, sorted."""
        return tuple(sorted({member.team for member in self.attended}))

    def to_dict(self) -> dict[str, object]:
        """Return the meeting as plain data."""
        return {
            "meeting": self.meeting,
            "on": self.on.isoformat(),
            "attended": [member.to_dict() for member in self.attended],
            "instead_of": None if self.instead_of is None else self.instead_of.isoformat(),
        }


Entry: TypeAlias = Decision | Action | Request | Recognition | Activity | Held
_E = TypeVar("_E", bound=Entry)
_KINDS: dict[type, str] = {
    Decision: "decisions",
    Action: "actions",
    Request: "requests",
    Recognition: "thanks",
    Activity: "activities",
    Held: "held",
}


def _in_order(values: Iterable[_E], kind: type[_E]) -> tuple[_E, ...]:
    path = _KINDS[kind]
    found = listed(values, f"the {path} of a log", path=path)
    if len(found) > MOST_ENTRIES:
        raise LimitError.at("too-many", f"a log has at most {MOST_ENTRIES:,} {path}, not {len(found):,}", path=path)
    raise_faults(of_kind(found, kind, path))
    named = [entry.id for entry in found if isinstance(entry, Decision | Action | Request)]
    raise_faults(doubled(named, path.removesuffix("s"), path))
    return tuple(sorted(found, key=lambda entry: (entry.on, _key(entry))))


def _key(entry: Entry) -> str:
    match entry:
        case Decision() | Action() | Request():
            return entry.id
        case Activity():
            return entry.name
        case Held():
            return entry.meeting
        case _:
            return f"{entry.by.name}\0{entry.to.name}\0{entry.what}"


# attrs takes the type of an argument from its converter, so each list has one of its own


def _decisions(values: Iterable[Decision]) -> tuple[Decision, ...]:
    return _in_order(values, Decision)


def _actions(values: Iterable[Action]) -> tuple[Action, ...]:
    return _in_order(values, Action)


def _requests(values: Iterable[Request]) -> tuple[Request, ...]:
    return _in_order(values, Request)


def _thanks(values: Iterable[Recognition]) -> tuple[Recognition, ...]:
    return _in_order(values, Recognition)


def _activities(values: Iterable[Activity]) -> tuple[Activity, ...]:
    return _in_order(values, Activity)


def _held(values: Iterable[Held]) -> tuple[Held, ...]:
    return _in_order(values, Held)


@attrs.frozen(slots=True, repr=False)
class Log(ShownInNotebooks):
    """What both teams decided, took on, asked of each other, thanked for, did together, and when they met.

    The order in which entries are given does not matter: they are kept by day, then by id.

    Args:
        decisions: what both teams decided.
        actions: who does what by when.
        requests: from one team to the other.
        thanks: thank-yous between colleagues.
        activities: what they did together beside the meetings.
        held: the meetings that took place.

    Raises:
        DocumentError: with every fault: `wrong-type`; `duplicate-id`, `confusable-id` for two entries of one kind.
        LimitError: `too-many`, over 100,000 entries of a kind.

    >>> log = Log(requests=[Request("R1", "Case studies", "sales", "marketing", date(2026, 1, 5))])
    >>> from datetime import UTC
    >>> [request.id for request in log.open_requests(datetime(2026, 1, 12, tzinfo=UTC))]
    ['R1']
    """

    decisions: tuple[Decision, ...] = attrs.field(default=(), converter=_decisions, kw_only=True)
    actions: tuple[Action, ...] = attrs.field(default=(), converter=_actions, kw_only=True)
    requests: tuple[Request, ...] = attrs.field(default=(), converter=_requests, kw_only=True)
    thanks: tuple[Recognition, ...] = attrs.field(default=(), converter=_thanks, kw_only=True)
    activities: tuple[Activity, ...] = attrs.field(default=(), converter=_activities, kw_only=True)
    held: tuple[Held, ...] = attrs.field(default=(), converter=_held, kw_only=True)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, part)):,} {part}" for part in _KINDS.values())  # our own names
        return f"<Log: {counts}>"

    def noted(self, *entries: Entry) -> Log:
        """Return the log with more entries; a decision, an action or a request replaces the one of its id.

        Raises:
            DocumentError: `wrong-type`.

        >>> log = Log().noted(Decision("D1", "Call within an hour", "Noor", "sales", date(2026, 1, 12)))
        >>> done = attrs.evolve(log.decision("D1"), closed=date(2026, 2, 9), became="Most leads answer now.")
        >>> log.noted(done)
        <Log: 1 decisions, 0 actions, 0 requests, 0 thanks, 0 activities, 0 held>
        """
        found = self
        for entry in entries:
            part = _KINDS.get(type(entry))
            if part is None:
                known = ", ".join(kind.__name__ for kind in _KINDS)
                raise DocumentError.at("wrong-type", f"a log holds entries of these kinds: {known}; not {shown(entry)}")
            kept = [
                other
                for other in getattr(found, part)  # our own names
                if not isinstance(entry, Decision | Action | Request) or other.id != entry.id
            ]
            found = attrs.evolve(found, **{part: (*kept, entry)})
        return found

    def decision(self, id: str) -> Decision:  # noqa: A002 - it is the word of the entries
        """Return the decision of that id.

        Raises:
            DocumentError: `unknown-decision`, with the nearest id.
        """
        return _found(self.decisions, id, "decision")

    def action(self, id: str) -> Action:  # noqa: A002 - it is the word of the entries
        """Return the action of that id.

        Raises:
            DocumentError: `unknown-action`, with the nearest id.
        """
        return _found(self.actions, id, "action")

    def request(self, id: str) -> Request:  # noqa: A002 - it is the word of the entries
        """Return the request of that id.

        Raises:
            DocumentError: `unknown-request`, with the nearest id.
        """
        return _found(self.requests, id, "request")

    def open_decisions(self, as_of: datetime) -> tuple[Decision, ...]:
        """Return the decisions of which nobody has said yet what became of them.

        Raises:
            TimeError: `naive`.
        """
        return tuple(entry for entry in _known(self.decisions, as_of) if entry.state(as_of) != "closed")

    def open_actions(self, as_of: datetime) -> tuple[Action, ...]:
        """Return the actions that are neither done nor dropped, by due date.

        Raises:
            TimeError: `naive`.
        """
        found = [entry for entry in _known(self.actions, as_of) if entry.state(as_of) in {"open", "overdue"}]
        return tuple(sorted(found, key=lambda action: (action.due, action.id)))

    def open_requests(self, as_of: datetime) -> tuple[Request, ...]:
        """Return the requests that are not over: waiting, parked, or accepted and not done yet.

        Raises:
            TimeError: `naive`.
        """
        return tuple(entry for entry in _known(self.requests, as_of) if entry.state(as_of) in OPEN_STATES)

    def blocks(self) -> Block:
        """Return the entries as tables."""
        from alignkit.together.show_log import log_blocks  # drawing is loaded when something is drawn

        return log_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the log as plain data."""
        parts = {part: [entry.to_dict() for entry in getattr(self, part)] for part in _KINDS.values()}  # our own names
        return {"alignkit": 1, "kind": "log", **parts}


_N = TypeVar("_N", Decision, Action, Request)


def _found(entries: tuple[_N, ...], name: str, what: str) -> _N:
    for entry in entries:
        if entry.id == name:
            return entry
    near = did_you_mean(name, (entry.id for entry in entries))
    raise DocumentError.at(f"unknown-{what}", f"the log has no {what} {shown(name)}{near}")


def _known(entries: tuple[_N, ...], as_of: datetime) -> Iterator[_N]:
    day = checked_instant(as_of, "as_of").date()
    return (entry for entry in entries if entry.on <= day)


def checked_log(value: object) -> Log:
    """Return `value` if it is a log; an empty one for None.

    Raises:
        DocumentError: `wrong-type`.
    """
    if value is None:
        return Log()
    if not isinstance(value, Log):
        raise DocumentError.at("wrong-type", f"a log is a Log, not {shown(value)}", path="log")
    return value
