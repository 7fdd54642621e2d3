"""Sign-offs: who signed which terms, for which team, and when."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.names import checked_id


@attrs.frozen(slots=True)
class SignOff:
    """A signature under the terms of an agreement.

    Args:
        team: for which team.
        by: the person.
        on: the date.
        digest: the digest of the terms that were signed; other terms have another digest.

    Raises:
        DocumentError: `bad-id`, `wrong-type`.

    >>> SignOff("sales", "Head of Sales", date(2026, 1, 5), "0" * 64).team
    'sales'
    """

    team: str
    by: str
    on: date
    digest: str

    def __attrs_post_init__(self) -> None:
        checked_id(self.team, "team")
        checked_id(self.by, "person")
        if not isinstance(self.on, date) or isinstance(self.on, datetime):
            raise DocumentError.at("wrong-type", f"a sign-off has a date, not {shown(self.on)}", path="on")
        if not isinstance(self.digest, str):
            raise DocumentError.at("wrong-type", f"a digest is text, not {shown(self.digest)}", path="digest")
