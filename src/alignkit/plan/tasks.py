"""Tasks: what is to be done, by when, who answers for it, and which goal it serves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeAlias

import attrs

from alignkit.errors import DocumentError, Finding, TimeError, raise_found, shown
from alignkit.instants import checked_instant
from alignkit.names import checked_id
from alignkit.plan.checked import checked_day, is_left_out, listed, raise_faults, try_each

TaskState: TypeAlias = Literal["open", "due soon", "overdue", "done"]
SOON_DAYS = 14
"""A task that is due within this many days is due soon."""


def _supporters(values: Iterable[str]) -> tuple[str, ...]:
    return listed(values, "the supporters of a task", path="supporters")


@attrs.frozen(slots=True)
class Task:
    """Something to be done for the plan. One member of one team answers for it; others may help.

    Args:
        name: what is to be done, in a line; unique in a plan.
        accountable: who answers for it: one person.
        team: that person's team.
        due: by the end of which day.
        serves: the goal or metric that it is to move, by its name; blank where it serves none, which `plan_doubts`
            tells.
        supporters: who helps, of any team.
        done: when it was done; None while it is open.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `one-accountable`, `duplicate-id`.
        LimitError: `too-long`, over 200 characters.
        TimeError: `not-a-date`.

    >>> Task("Twelve case studies", "Iris Vermeer", "marketing", date(2026, 3, 31), serves="mqls", supporters=["Bram"])
    Task(name='Twelve case studies', accountable='Iris Vermeer', team='marketing', due=datetime.date(2026, 3, 31), \
serves='mqls', supporters=('Bram',), done=None)
    """

    name: str
    accountable: str
    team: str
    due: date
    serves: str = attrs.field(default="", kw_only=True)
    supporters: tuple[str, ...] = attrs.field(default=(), converter=_supporters, kw_only=True)
    done: date | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.accountable, list | tuple | set | frozenset):
            text = "one person answers for a task, and the others are its supporters"
            raise DocumentError.at("one-accountable", f"{text}: {shown(self.accountable)}", path="accountable")
        faults = try_each(
            ("name", checked_id, self.name, "task"),
            ("accountable", checked_id, self.accountable, "person"),
            ("team", checked_id, self.team, "team"),
            *((f"supporters[{number}]", checked_id, who, "person") for number, who in enumerate(self.supporters)),
        )
        if not is_left_out(self.serves):
            faults += try_each(("serves", checked_id, self.serves, "goal"))
        raise_faults(faults)
        dates = [("due", self.due)] if self.done is None else [("due", self.due), ("done", self.done)]
        raise_found(TimeError, try_each(*((path, checked_day, day, path) for path, day in dates)))
        everybody = (self.accountable, *self.supporters)
        for number, who in enumerate(self.supporters):
            if who in everybody[: number + 1]:
                text = f"{shown(who)} is named twice: each person once, and who answers for the task is no supporter"
                faults.append(Finding("duplicate-id", text, f"supporters[{number}]"))
        raise_faults(faults)

    @property
    def people(self) -> tuple[str, ...]:
        """Who works on it: the accountable one first."""
        return (self.accountable, *self.supporters)

    def state(self, as_of: datetime) -> TaskState:
        """Return how the task stands on the day that `as_of` shows: it is overdue from the day after it is due.

        Raises:
            TimeError: `naive`, `not-an-instant`.

        >>> from datetime import UTC
        >>> task = Task("Webinar", "Iris", "marketing", date(2026, 3, 31))
        >>> task.state(datetime(2026, 3, 31, 23, tzinfo=UTC)), task.state(datetime(2026, 4, 1, tzinfo=UTC))
        ('due soon', 'overdue')
        """
        day = checked_instant(as_of, "as_of").date()
        if self.done is not None and self.done <= day:
            return "done"
        left = (self.due - day).days
        return "overdue" if left < 0 else "due soon" if left <= SOON_DAYS else "open"

    def to_dict(self) -> dict[str, object]:
        """Return the task as plain data."""
        return {
            "name": self.name,
            "accountable": self.accountable,
            "team": self.team,
            "due": self.due.isoformat(),
            "serves": self.serves or None,
            "supporters": list(self.supporters),
            "done": None if self.done is None else self.done.isoformat(),
        }
