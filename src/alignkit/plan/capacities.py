"""Capacity: the people who follow leads up, and the hours that a plan asks of them month by month."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import AlignkitError, DocumentError, Finding, shown
from alignkit.exact import Number, as_data, exact
from alignkit.names import checked_id
from alignkit.periods import Period
from alignkit.plan.checked import above_zero, listed, of_kind, raise_faults, try_each

WEEK_HOURS = 7 * 24


def _given(value: Number) -> Fraction:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, with all other faults


@attrs.frozen(slots=True)
class Capacity:
    """The people of a team who follow up the leads of a stage, and what a lead asks of them.

    Args:
        team: the team.
        stage: the stage whose leads they follow up, from the month in which a lead enters it.
        people: how many they are; 2.5 for two and a half posts. 0 for nobody yet.
        hours_a_week: how many hours a week each of them has for it, above 0 and up to 168.
        touches_per_lead: how many touches a lead gets: calls, mails, visits; above 0.
        minutes_per_touch: how long one takes, with what is noted afterwards; above 0.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `not-finite`, `negative`, `not-positive`,
            `too-many-hours`.
        LimitError: `too-large`.

    >>> Capacity("sales", "mql", people=3, hours_a_week=20, touches_per_lead=5, minutes_per_touch=12).hours_per_lead
    Fraction(1, 1)
    """

    team: str
    stage: str
    people: Fraction = attrs.field(converter=_given, kw_only=True)
    hours_a_week: Fraction = attrs.field(converter=_given, kw_only=True)
    touches_per_lead: Fraction = attrs.field(converter=_given, kw_only=True)
    minutes_per_touch: Fraction = attrs.field(converter=_given, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = try_each(("team", checked_id, self.team, "team"), ("stage", checked_id, self.stage, "stage"))
        for part in ("people", "hours_a_week", "touches_per_lead", "minutes_per_touch"):
            words, value = part.replace("_", " "), getattr(self, part)  # our own names
            try:
                found = exact(value, words) if part == "people" else above_zero(value, words)
            except AlignkitError as refused:
                faults += [attrs.evolve(issue, path=part) for issue in refused.issues]
                continue
            object.__setattr__(self, part, found)
            if found < 0:
                faults.append(Finding("negative", f"people are 0 or more, not {shown(value)}", part))
            if part == "hours_a_week" and found > WEEK_HOURS:
                faults.append(Finding("too-many-hours", f"a week has {WEEK_HOURS} hours, not {shown(value)}", part))
        raise_faults(faults)

    @property
    def hours_per_lead(self) -> Fraction:
        """How many hours of work a lead asks for."""
        return self.touches_per_lead * self.minutes_per_touch / 60


@attrs.frozen(slots=True)
class MonthLoad:
    """The follow-up of one month: hours.

    Args:
        month: the calendar month.
        leads: how many leads enter in it, exactly.
        needed: how many hours they ask for.
        needed_at_most: how many at the high end of the range of leads.
        there: how many hours the people have.
        people: how many people it takes; None where nobody could work in that month.
    """

    month: Period
    leads: Fraction
    needed: Fraction
    needed_at_most: Fraction
    there: Fraction
    people: Fraction | None

    @property
    def missing(self) -> Fraction:
        """How many hours are missing; 0 where there are enough."""
        return max(self.needed - self.there, Fraction(0))

    @property
    def used(self) -> Fraction | None:
        """Which share of the hours is needed; None where there are none."""
        return self.needed / self.there if self.there else None

    def to_dict(self) -> dict[str, object]:
        """Return the month as plain data, in hours."""
        numbers = {part: getattr(self, part) for part in ("leads", "needed", "needed_at_most", "there", "people")}
        told = {part: None if number is None else as_data(number) for part, number in numbers.items()}
        return {"month": self.month.name, **told, "missing": as_data(self.missing)}


def _months(values: Iterable[MonthLoad]) -> tuple[MonthLoad, ...]:
    return listed(values, "the months of a load", path="months")


@attrs.frozen(slots=True, repr=False)
class Load:
    """What following up one stage asks of a team, month by month.

    Args:
        capacity: the people, and what a lead asks of them.
        label: how people call the stage.
        months: in time order.
    """

    capacity: Capacity
    label: str
    months: tuple[MonthLoad, ...] = attrs.field(converter=_months)

    def __attrs_post_init__(self) -> None:
        raise_faults(of_kind(self.months, MonthLoad, "months"))
        if not self.months:
            raise DocumentError.at("wrong-length", "a load has at least one month", path="months")

    def __repr__(self) -> str:
        return f"<Load of {self.capacity.team!r} for {self.capacity.stage!r}: {len(self.months)} months>"

    @property
    def needed(self) -> Fraction:
        """How many hours all months need together."""
        return sum((month.needed for month in self.months), Fraction(0))

    @property
    def short(self) -> tuple[MonthLoad, ...]:
        """The months that need more hours than are there."""
        return tuple(month for month in self.months if month.missing)

    @property
    def fullest(self) -> MonthLoad:
        """The month that needs the largest share of its hours; of equal ones the first."""
        most = max((month.used for month in self.months if month.used is not None), default=None)
        # a month without any hours is the fullest where it needs some
        without = next((month for month in self.months if not month.there and month.needed), None)
        return without or next(month for month in self.months if month.used == most)

    @property
    def sentence(self) -> str:
        """Whether it fits, in plain words."""
        from alignkit.plan.show import load_sentence  # drawing is loaded when something is drawn

        return load_sentence(self)


def _loads(values: Iterable[Load]) -> tuple[Load, ...]:
    return listed(values, "the loads of a plan", path="loads")


@attrs.frozen(slots=True, repr=False)
class Workload(Shown):
    """What the follow-up that a plan needs asks of the people there are.

    Args:
        loads: one per capacity, in the order given.
    """

    loads: tuple[Load, ...] = attrs.field(converter=_loads)

    def __attrs_post_init__(self) -> None:
        raise_faults(of_kind(self.loads, Load, "loads"))

    @property
    def fits(self) -> bool:
        """Whether every month of every load fits into the hours that are there."""
        return not any(load.short for load in self.loads)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence per load."""
        return tuple(load.sentence for load in self.loads)

    def blocks(self) -> Block:
        """Return a sentence and a table of months for each load."""
        from alignkit.plan.show import workload_blocks  # drawing is loaded when something is drawn

        return workload_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the workload as plain data."""
        return {
            "alignkit": 1,
            "kind": "workload",
            "fits": self.fits,
            "loads": [
                {
                    "team": load.capacity.team,
                    "stage": load.capacity.stage,
                    "sentence": load.sentence,
                    "months": [month.to_dict() for month in load.months],
                }
                for load in self.loads
            ],
        }
