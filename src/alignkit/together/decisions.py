"""Decisions and actions: who answers for them, by when, which goal they are to move, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

import attrs

from alignkit.errors import Finding, TimeError, raise_found, shown
from alignkit.instants import checked_instant
from alignkit.names import checked_id
from alignkit.plan.checked import checked_day, checked_text, is_left_out, raise_faults, try_each

DecisionState: TypeAlias = Literal["open", "to review", "closed"]
ActionState: TypeAlias = Literal["open", "overdue", "done", "dropped"]


@attrs.frozen(slots=True, repr=False)
class Decision:
    """Something that both teams decided. It is open until they say what became of it.

    Args:
        id: a short name or number, such as `D1`; unique in a log.
        text: what was decided.
        owner: who answers for it: one person.
        team: that person's team.
        on: when it was decided.
        serves: the goal that it is to move, by its name; blank where there is none, which `log_doubts` tells.
        review_on: the day from which on both look at what became of it; the next meeting where it is left out.
        closed: when they said what became of it; None while it is open.
        became: what became of it, in a sentence; needed once it is closed.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `blank-text`, `nothing-became`, `wrong-order`.
        LimitError: `too-long`.
        TimeError: `not-a-date`.

    >>> decided = Decision("D1", "Sales calls MQLs of band A within an hour", "Noor", "sales", date(2026, 1, 12),
    ...                    serves="touched in time", review_on=date(2026, 2, 9))
    >>> from datetime import UTC
    >>> decided.state(datetime(2026, 2, 9, 10, tzinfo=UTC))
    'to review'
    """

    id: str
    text: str
    owner: str
    team: str
    on: date
    serves: str = attrs.field(default="", kw_only=True)
    review_on: date | None = attrs.field(default=None, kw_only=True)
    closed: date | None = attrs.field(default=None, kw_only=True)
    became: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = _named(self, "decision")
        if not is_left_out(self.became):
            faults += try_each(("became", checked_text, self.became, "what became of a decision"))
        raise_faults(faults)
        _check_days(self, ("on", "review_on", "closed"))
        if (self.closed is None) != (self.became == ""):
            text = f"the decision {shown(self.id)} is closed with what became of it: give `closed` and `became`"
            faults.append(Finding("nothing-became", text, "became"))
        faults += _order(self, "decision", "review_on", "closed")
        raise_faults(faults)

    def __repr__(self) -> str:
        return f"<Decision {self.id!r} of {self.on}: {shown(self.text)}>"

    def state(self, as_of: datetime) -> DecisionState:
        """Return how it stands on the day that `as_of` shows: `open`, `to review` or `closed`.

        Raises:
            TimeError: `naive`.
        """
        day = checked_instant(as_of, "as_of").date()
        if self.closed is not None and self.closed <= day:
            return "closed"
        return "to review" if self.review_on is None or self.review_on <= day else "open"

    def to_dict(self) -> dict[str, object]:
        """Return the decision as plain data."""
        return _data(self)


@attrs.frozen(slots=True, repr=False)
class Action:
    """Something that one person does by a day. It is open until it is done, or dropped with a reason.

    Args:
        id: a short name or number, such as `A1`; unique in a log.
        text: what is to be done.
        owner: who does it: one person.
        team: that person's team.
        on: when it was taken on.
        due: by the end of which day.
        serves: the goal that it is to move, by its name; blank where there is none.
        decision: the id of the decision that it carries out; blank where there is none.
        done: when it was done.
        dropped: when it was given up.
        reason: why it was given up; needed once it is.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `blank-text`, `no-reason`, `two-ends`, `wrong-order`.
        LimitError: `too-long`.
        TimeError: `not-a-date`.

    >>> call = Action("A1", "Write the script", "Noor", "sales", date(2026, 1, 12), date(2026, 1, 23), decision="D1")
    >>> from datetime import UTC
    >>> call.state(datetime(2026, 1, 26, 10, tzinfo=UTC))
    'overdue'
    """

    id: str
    text: str
    owner: str
    team: str
    on: date
    due: date
    serves: str = attrs.field(default="", kw_only=True)
    decision: str = attrs.field(default="", kw_only=True)
    done: date | None = attrs.field(default=None, kw_only=True)
    dropped: date | None = attrs.field(default=None, kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = _named(self, "action")
        if not is_left_out(self.decision):
            faults += try_each(("decision", checked_id, self.decision, "decision"))
        if not is_left_out(self.reason):
            faults += try_each(("reason", checked_text, self.reason, "the reason for dropping an action"))
        raise_faults(faults)
        _check_days(self, ("on", "due", "done", "dropped"))
        if (self.dropped is None) != (self.reason == ""):
            text = f"the action {shown(self.id)} is dropped with a reason: give `dropped` and `reason`"
            faults.append(Finding("no-reason", text, "reason"))
        if self.done is not None and self.dropped is not None:
            text = f"the action {shown(self.id)} cannot be done and dropped"
            faults.append(Finding("two-ends", text, "dropped"))
        faults += _order(self, "action", "due", "done", "dropped")
        raise_faults(faults)

    def __repr__(self) -> str:
        return f"<Action {self.id!r} due {self.due}: {shown(self.text)}>"

    @property
    def ended(self) -> date | None:
        """When it was done or dropped; None while it is open."""
        return self.done or self.dropped

    def state(self, as_of: datetime) -> ActionState:
        """Return how it stands on the day that `as_of` shows: it is overdue from the day after it is due.

        Raises:
            TimeError: `naive`.
        """
        day = checked_instant(as_of, "as_of").date()
        if self.done is not None and self.done <= day:
            return "done"
        if self.dropped is not None and self.dropped <= day:
            return "dropped"
        return "overdue" if self.due < day else "open"

    def to_dict(self) -> dict[str, object]:
        """Return the action as plain data."""
        return _data(self)


def _named(entry: Decision | Action, what: str) -> list[Finding]:
    faults = try_each(
        ("id", checked_id, entry.id, what),
        ("text", checked_text, entry.text, f"the text of a {what}" if what == "decision" else "the text of an action"),
        ("owner", checked_id, entry.owner, "person"),
        ("team", checked_id, entry.team, "team"),
    )
    return faults + (try_each(("serves", checked_id, entry.serves, "goal")) if not is_left_out(entry.serves) else [])


def _check_days(entry: Decision | Action, parts: tuple[str, ...]) -> None:
    given = {part: getattr(entry, part) for part in parts}  # our own names
    checks = ((part, checked_day, day, part) for part, day in given.items() if day is not None or part in {"on", "due"})
    raise_found(TimeError, try_each(*checks))


def _order(entry: Decision | Action, what: str, *parts: str) -> list[Finding]:
    return [
        Finding(
            "wrong-order", f"the {what} {shown(entry.id)} is of {entry.on}, and its {part} is {day}, before it", part
        )
        for part in parts
        if (day := getattr(entry, part)) is not None and day < entry.on  # our own names
    ]


def _data(entry: Decision | Action) -> dict[str, object]:
    found = attrs.asdict(entry)
    return {name: part.isoformat() if isinstance(part, date) else part or None for name, part in found.items()}
