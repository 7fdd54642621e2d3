"""Recognition: a thank-you from one person to a colleague of either team, with what for."""

from __future__ import annotations

from datetime import date

import attrs

from alignkit.errors import DocumentError, Finding, TimeError, raise_found, shown
from alignkit.plan.checked import checked_day, checked_text, raise_faults, try_each
from alignkit.together.members import Member


@attrs.frozen(slots=True)
class Recognition:
    """A thank-you.

    Args:
        by: who says it.
        to: who is thanked: somebody else, of either team.
        what: what for.
        on: when it was said.

    Raises:
        DocumentError: with every fault: `wrong-type`, `blank-text`, `own-thanks`.
        LimitError: `too-long`.
        TimeError: `not-a-date`.

    >>> print(Recognition(Member("Noor", "sales"), Member("Iris", "marketing"), "the case study", date(2026, 1, 9)))
    Noor (sales) thanks Iris (marketing): the case study
    """

    by: Member
    to: Member
    what: str
    on: date

    def __attrs_post_init__(self) -> None:
        faults: list[Finding] = [
            Finding("wrong-type", f"{path} is a Member, not {shown(who)}", path)
            for path, who in (("by", self.by), ("to", self.to))
            if not isinstance(who, Member)
        ]
        faults += try_each(("what", checked_text, self.what, "what somebody is thanked for"))
        raise_faults(faults)
        raise_found(TimeError, try_each(("on", checked_day, self.on, "on")))
        if self.by.name == self.to.name:
            raise DocumentError.at("own-thanks", f"{shown(self.by.name)} thanks somebody else", path="to")

    def __str__(self) -> str:
        return f"{self.by} thanks {self.to}: {self.what}"

    def to_dict(self) -> dict[str, object]:
        """Return the thank-you as plain data."""
        return {"by": self.by.to_dict(), "to": self.to.to_dict(), "what": self.what, "on": self.on.isoformat()}
