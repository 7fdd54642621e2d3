"""A sample company: its agreement, its facts, and the instant at which somebody looks."""

from __future__ import annotations

from datetime import datetime

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.history.facts import Facts


@attrs.frozen(slots=True, repr=False)
class SampleCompany:
    """An invented company, as far as it is known at an instant; made with `sample_company`.

    Args:
        agreement: what its teams agreed on, signed by both.
        facts: its leads, their events and external figures.
        as_of: when somebody looks.
    """

    agreement: Agreement
    facts: Facts
    as_of: datetime

    def __repr__(self) -> str:
        return f"<SampleCompany {self.agreement.name!r} at {self.as_of.isoformat()}: {self.facts!r}>"
