"""What a meeting and the health of the alignment ask of an agreement, which stands in a chapter further on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from alignkit.errors import DocumentError, shown
from alignkit.funnel.stages import Funnel
from alignkit.history.facts import Facts
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.scorecard.scorecards import Scorecard


@runtime_checkable
class CommonGround(Protocol):
    """What both teams share: an agreement."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def mission(self) -> str:
        """What both teams are there for."""
        ...

    @property
    def teams(self) -> Any:  # noqa: ANN401 - pyright matches no converted attribute with a type
        """The teams: a tuple of texts."""
        ...

    @property
    def funnel(self) -> Funnel:
        """The funnel that leads pass."""
        ...

    @property
    def slas(self) -> Any:  # noqa: ANN401 - pyright matches no converted attribute with a type
        """The promised times: an iterable of SLAs."""
        ...

    def scorecard_at(self, instant: datetime, /) -> Scorecard:
        """Return the scorecard of the period in which an instant lies."""
        ...


class SignedBy(Protocol):
    """A signature under some terms."""

    @property
    def team(self) -> str:
        """For which team."""
        ...

    @property
    def by(self) -> str:
        """Who signed."""
        ...

    @property
    def on(self) -> date:
        """When."""
        ...

    @property
    def digest(self) -> str:
        """The digest of the terms that were signed."""
        ...


@runtime_checkable
class Signed(Protocol):
    """Terms that people sign, for a time: an agreement."""

    @property
    def signoffs(self) -> tuple[SignedBy, ...]:
        """Who signed."""
        ...

    @property
    def effective(self) -> date | None:
        """The first day on which they hold."""
        ...

    @property
    def review_by(self) -> date | None:
        """The day by which both look at them again."""
        ...


def checked_ground(source: object, facts: object, what: str) -> None:
    """Refuse what is no agreement and no facts.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(source, CommonGround):
        text = f"{what} is made from an Agreement, which has a funnel, SLAs and goals, not from {shown(source)}"
        raise DocumentError.at("wrong-type", text, path="source")
    if not isinstance(facts, Facts):
        raise DocumentError.at("wrong-type", f"{what} is made from Facts, not from {shown(facts)}", path="facts")


def scorecard_of(source: CommonGround, instant: datetime) -> Scorecard | None:
    """Return the scorecard of the period around an instant; None where no goals are agreed."""
    try:
        return source.scorecard_at(instant)
    except DocumentError as fault:
        if fault.code == "no-goals":
            return None
        raise


def known_in(period: object, as_of: datetime) -> datetime:
    """Return the last instant of a period that is known by then; of one that is still to come the first.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(period, Period):
        raise DocumentError.at("wrong-type", f"a period is a Period, not {shown(period)}", path="period")
    last = period.ends_at - timedelta(microseconds=1)
    return max(min(last, as_of, key=micros), period.starts_at, key=micros)
