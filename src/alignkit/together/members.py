"""Members: people, and the team that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from alignkit.errors import DocumentError, Finding, shown
from alignkit.names import checked_id
from alignkit.plan.checked import listed, of_kind, raise_faults, try_each

_EMAIL = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[^@\s<>\"',;:\\]{1,190}")


def _checked_email(value: object, what: str) -> None:
    if not isinstance(value, str) or (value and not (_EMAIL.fullmatch(value) and value.isprintable())):
        raise DocumentError.at("bad-email", f"{what} looks like iris@example.com, not {shown(value)}")


@attrs.frozen(slots=True)
class Member:
    """A person of one of the teams.

    Args:
        name: the person's name; the same wherever the person is named.
        team: the team.
        email: where invitations go; may be blank.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `bad-email`.
        LimitError: `too-long`, over 200 characters.

    >>> Member("Iris", "marketing")
    Member(name='Iris', team='marketing', email='')
    """

    name: str
    team: str
    email: str = ""

    def __attrs_post_init__(self) -> None:
        raise_faults(
            try_each(
                ("name", checked_id, self.name, "person"),
                ("team", checked_id, self.team, "team"),
                ("email", _checked_email, self.email, "an address"),
            )
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.team})"

    def to_dict(self) -> dict[str, object]:
        """Return the member as plain data."""
        return {"name": self.name, "team": self.team, "email": self.email or None}


def member_list(values: Iterable[Member], what: str, path: str) -> tuple[Member, ...]:
    """Return members as a tuple.

    Raises:
        DocumentError: `wrong-type`, with the place of each that is none; `duplicate-id` for one who is named twice.
    """
    found = listed(values, what, path=path)
    raise_faults(of_kind(found, Member, path))
    faults: list[Finding] = []
    places: dict[str, int] = {}
    for number, member in enumerate(found):
        since = places.setdefault(member.name, number)
        if since != number:
            text = f"{shown(member.name)} stands at {path}[{since}] and at {path}[{number}]: each person once"
            faults.append(Finding("duplicate-id", text, f"{path}[{number}]"))
    raise_faults(faults)
    return found
