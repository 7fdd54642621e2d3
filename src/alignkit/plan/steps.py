"""The steps of a reverse funnel: which share of the leads of one stage comes to the next, and after how long."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import attrs

from alignkit.errors import AlignkitError, Finding, shown
from alignkit.exact import Number, exact
from alignkit.instants import LONGEST_DAYS
from alignkit.names import checked_id
from alignkit.plan.checked import raise_faults, try_each

MOST_LEADS = 10**9
"""A step is measured on at most this many leads."""


def _given(value: Number | None) -> Fraction | None:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, which can name the step


@attrs.frozen(slots=True)
class FlowStep:
    """The way from one stage to the next: a rate that is stated, or the counts that it was measured by, and a time lag.

    A stated rate is taken as it is. A measured one is `converted` of `of` leads, and is as uncertain as these are few.

    Args:
        start: the stage that leads come from.
        end: the stage that they come to.
        rate: the share that comes, above 0 and at most 1; not together with counts.
        converted: of the leads that were counted, how many came.
        of: how many leads were counted.
        lag: how long a lead typically takes, by the wall clock: such as a median. Nothing when left out.

    Raises:
        DocumentError: with every fault: `bad-id`, `same-stage`, `no-rate`, `two-rates`, `bad-rate`, `wrong-type`,
            `not-finite`, `negative`, `passed-exceeds-entered`, `negative-lag`.
        LimitError: `too-large`, `too-long`.

    >>> FlowStep("mql", "sal", converted=75, of=100, lag=timedelta(days=2)).share
    Fraction(3, 4)
    >>> FlowStep("sal", "won", 0.1).share
    Fraction(1, 10)
    """

    start: str
    end: str
    rate: Fraction | None = attrs.field(default=None, converter=_given)
    converted: int | None = attrs.field(default=None, kw_only=True)
    of: int | None = attrs.field(default=None, kw_only=True)
    lag: timedelta = attrs.field(default=timedelta(0), kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = try_each(("start", checked_id, self.start, "stage"), ("end", checked_id, self.end, "stage"))
        if not faults and self.start == self.end:
            faults.append(Finding("same-stage", f"a step leads from {self.start!r} to another stage", "end"))
        faults += _lag_faults(self)
        counted = self.converted is not None or self.of is not None
        if counted == (self.rate is not None):
            which = "two-rates" if counted else "no-rate"
            text = f"the step from {shown(self.start)} to {shown(self.end)} takes a rate, or converted and of"
            faults.append(Finding(which, text, "rate"))
        elif counted:
            faults += _count_faults(self)
        else:
            faults += _rate_faults(self)
        raise_faults(faults)

    @property
    def share(self) -> Fraction | None:
        """The share of leads that comes; None for 0 of 0."""
        if self.rate is not None:
            return self.rate
        return Fraction(self.converted or 0, self.of) if self.of else None

    @property
    def is_measured(self) -> bool:
        """Whether the rate was counted, not stated."""
        return self.rate is None

    def to_dict(self) -> dict[str, object]:
        """Return the step as plain data, the share as text such as `3/4`, the lag in whole microseconds."""
        return {
            "start": self.start,
            "end": self.end,
            "share": None if self.share is None else str(self.share),
            "converted": self.converted,
            "of": self.of,
            "lag_microseconds": self.lag // timedelta(microseconds=1),
        }


def _lag_faults(step: FlowStep) -> list[Finding]:
    if not isinstance(step.lag, timedelta):
        return [Finding("wrong-type", f"a lag is a timedelta such as days(14), not {shown(step.lag)}", "lag")]
    if step.lag < timedelta(0):
        return [Finding("negative-lag", f"nobody arrives before leaving: a lag of {shown(step.lag)}", "lag")]
    if step.lag > timedelta(days=LONGEST_DAYS):
        return [Finding("too-long", f"a lag is at most {LONGEST_DAYS} days, not {shown(step.lag)}", "lag")]
    return []


def _count_faults(step: FlowStep) -> list[Finding]:
    faults: list[Finding] = []
    for part, value in (("converted", step.converted), ("of", step.of)):
        if not isinstance(value, int) or isinstance(value, bool):
            faults.append(Finding("wrong-type", f"{part} counts leads, and is not {shown(value)}", part))
        elif value < 0:
            faults.append(Finding("negative", f"{part} counts leads from 0, not {shown(value)}", part))
        elif value > MOST_LEADS:
            faults.append(Finding("too-large", f"{part} counts at most 10**9 leads, not {shown(value)}", part))
    if not faults and step.converted > step.of:  # type: ignore[operator]  # both are whole numbers by now
        text = f"of {step.of} leads that entered {step.start!r}, {step.converted} cannot have come to {step.end!r}"
        faults.append(Finding("passed-exceeds-entered", text, "converted"))
    return faults


def _rate_faults(step: FlowStep) -> list[Finding]:
    given = step.rate  # told as it was written
    try:
        rate = exact(given, "the rate of a step")
    except AlignkitError as refused:
        return [attrs.evolve(issue, path="rate") for issue in refused.issues]
    object.__setattr__(step, "rate", rate)
    if not 0 < rate <= 1:
        hint = "; rates are fractions: 0.4 for 40 %" if 1 < rate <= 100 else ""
        return [Finding("bad-rate", f"the rate of a step is above 0 and at most 1, not {shown(given)}{hint}", "rate")]
    return []
