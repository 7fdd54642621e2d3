"""Sign an agreement: add a sign-off that carries the digest of its terms."""

from __future__ import annotations

from datetime import date

import attrs

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.signoffs import SignOff
from alignkit.errors import DocumentError, shown
from alignkit.names import did_you_mean


def sign(agreement: Agreement, *, team: str, by: str, on: date) -> Agreement:
    """Return the agreement with one more sign-off; an earlier one of the same team stays, as history.

    Args:
        agreement: what is signed.
        team: for which team.
        by: the person.
        on: the date.

    Raises:
        DocumentError: `unknown-team`, `bad-id`, `wrong-type`.
    """
    if team not in checked_agreement(agreement).teams:
        raise DocumentError.at(
            "unknown-team", f"there is no team {shown(team)} in this agreement{did_you_mean(team, agreement.teams)}"
        )
    signoff = SignOff(team, by, on, digest(agreement))
    signoffs: tuple[SignOff, ...] = (*agreement.signoffs, signoff)
    return attrs.evolve(agreement, signoffs=signoffs)
