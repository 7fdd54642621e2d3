"""Factors, and the plan that states a value for each: what a result is the product of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, raise_found, shown
from alignkit.exact import Number, exact
from alignkit.names import checked_id
from alignkit.rules.checked import checked_field_name

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

MOST_FACTORS = 12
"""A bridge has at most this many factors: more than that nobody can act on."""

Amount: TypeAlias = Fraction | Money
"""What a factor is: an exact number, or money."""


def amount_of(value: object, what: str, *, path: str = "", zero: bool = True) -> Amount:
    """Return a number or money that is not negative, exactly.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, `negative`; `not-positive` for 0 where that is nothing.
        LimitError: `too-large`.
    """
    found = value if isinstance(value, Money) else exact(value, what, path=path)
    bare = bare_of(found)
    if bare < 0 or (bare == 0 and not zero):
        code, due = ("negative", "0 or more") if zero else ("not-positive", "above 0")
        raise DocumentError.at(code, f"{what} must be {due}, not {shown(value)}", path=path)
    return found


def bare_of(value: Amount) -> Fraction:
    """Return an amount without its currency."""
    return value.amount if isinstance(value, Money) else value


def _text(value: object, what: str) -> None:
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise DocumentError.at("wrong-type", f"{what} is text that is not blank, not {shown(value)}", path=what)


def _given(value: Number | Money) -> Amount:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, which can name the factor


def _given_number(value: Number) -> Fraction:
    return value  # type: ignore[return-value]  # the same


@attrs.frozen(slots=True)
class Factor:
    """One factor of a result, and the value that was planned for it.

    Args:
        name: its id, unique in a bridge.
        planned: its planned value, 0 or more: a number, or money.
        title: how people call it; the name when left out.
        says: what there was more or fewer of, such as "leads were accepted": the sentence is then "fewer leads were
            accepted than planned". Without it the sentence is "… lower than planned".
        per: for a rate, of what it is told per 100: "MQL" gives "61 for every 100 at MQL".

    Raises:
        DocumentError: `bad-id`, `negative`, `wrong-type`, `not-finite`.
        LimitError: `too-large`.

    >>> Factor("win rate", 0.25).planned
    Fraction(1, 4)
    """

    name: str
    planned: Amount = attrs.field(converter=_given)
    title: str | None = attrs.field(default=None, kw_only=True)
    says: str | None = attrs.field(default=None, kw_only=True)
    per: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "factor", path="name")
        found = amount_of(self.planned, f"the planned value of {self.name!r}", path="planned")
        object.__setattr__(self, "planned", found)
        for what in ("title", "says", "per"):
            _text(getattr(self, what), what)  # our own names

    @property
    def label(self) -> str:
        """How people call the factor."""
        return self.title or self.name


@attrs.frozen(slots=True)
class PlannedStage:
    """How many leads a plan expects to enter a stage in the period.

    Args:
        stage: the stage's id.
        planned: how many, above 0; for the last stage of a plan with a value per deal, how many deals.
        says: what there was more or fewer of, such as "leads were accepted"; made from the funnel when left
            out.

    Raises:
        DocumentError: `bad-id`, `not-positive`, `wrong-type`, `not-finite`.
        LimitError: `too-large`.
    """

    stage: str
    planned: Fraction = attrs.field(converter=_given_number)
    says: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_id(self.stage, "stage", path="stage")
        found = amount_of(self.planned, f"the plan for the stage {self.stage!r}", path="planned", zero=False)
        if isinstance(found, Money):
            text = f"the plan for the stage {self.stage!r} is a number of leads, not {found}"
            raise DocumentError.at("wrong-type", text, path="planned")
        object.__setattr__(self, "planned", found)
        _text(self.says, "says")


StagesGiven: TypeAlias = Mapping[str, Number] | Iterable[PlannedStage | tuple[str, Number]]


def _stages(values: StagesGiven) -> tuple[PlannedStage, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at(
            "wrong-type", f'the stages of a plan are a table such as {{"mql": 400}}, not {shown(values)}', path="stages"
        )
    found: list[PlannedStage] = []
    faults: list[Finding] = []
    listed: Iterable[Any] = values.items() if isinstance(values, Mapping) else values
    for number, value in enumerate(listed):
        path = f"stages[{number}]"
        if isinstance(value, PlannedStage):
            found.append(value)
        elif isinstance(value, tuple | list) and len(value) == 2:
            try:
                found.append(PlannedStage(*value))
            except AlignkitError as fault:
                faults += [attrs.evolve(issue, path=f"{path}.{issue.path}") for issue in fault.issues]
        else:
            text = f"must be a PlannedStage or a pair of a stage and a number, not {shown(value)}"
            faults.append(Finding("wrong-type", text, path))
    raise_found(DocumentError, faults)
    return tuple(found)


@attrs.frozen(slots=True)
class FlowPlan(ShownInNotebooks):
    """A period's plan as a flow: how many leads enter each stage, and what a deal is worth.

    Its result is the product of its factors: the leads that enter the first stage; for each later stage, the entries
    for each entry into the one before it; the value per deal. These are flows of one period, not conversions of a
    cohort: who enters a stage may have entered the one before it in an earlier period, so that they may exceed 1.

    Args:
        stages: stages of the path in order, and how many leads (at the last one: deals) are planned to enter each: a
            table such as `{"mql": 400, "won": 42}`, or a list of `PlannedStage`s or pairs.
        value: what a deal is planned to be worth, money or a number; None where deals are counted.
        attribute: the attribute of the deals' events that holds the value.
        lands: of the deals that come of the period's leads, the share planned to land within it; above 0, at most 1.
            None: speed is no factor.

    Raises:
        DocumentError: with every fault: `no-stages`, `duplicate-id`, `not-positive`, `bad-share`, `wrong-type`,
            `bad-id`, `not-finite`, `too-few-stages` where only one stage is given and `lands` needs two.
        LimitError: `too-many`, over 12 factors; `too-large`.

    >>> from alignkit.currency import money
    >>> str(FlowPlan({"mql": 400, "sal": 300, "won": 42}, value=money(6_000, "EUR")).result)
    '252,000 EUR'
    """

    stages: tuple[PlannedStage, ...] = attrs.field(converter=_stages)
    value: Amount | None = attrs.field(default=None, converter=attrs.converters.optional(_given), kw_only=True)
    attribute: str = attrs.field(default="amount", converter=checked_field_name, kw_only=True)
    lands: Fraction | None = attrs.field(default=None, converter=attrs.converters.optional(_given_number), kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults: list[Finding] = []
        for part in ("value", "lands"):
            given = getattr(self, part)  # our own names
            if given is None:
                continue
            try:
                found = amount_of(
                    given, "the value per deal" if part == "value" else "the share that lands", zero=False
                )
                object.__setattr__(self, part, found)
            except AlignkitError as fault:
                faults += [attrs.evolve(issue, path=part) for issue in fault.issues]
        raise_found(DocumentError, faults)
        raise_found(DocumentError, _plan_faults(self))
        if self.size > MOST_FACTORS:
            raise LimitError.at(
                "too-many", f"a plan has at most {MOST_FACTORS} factors, not {self.size}", path="stages"
            )

    @property
    def size(self) -> int:
        """How many factors it has."""
        return len(self.stages) + (self.value is not None) + (self.lands is not None)

    @property
    def result(self) -> Amount:
        """What is planned: the deals, or what they are worth together."""
        last = self.stages[-1].planned
        if isinstance(self.value, Money):
            return Money(self.value.amount * last, self.value.currency)
        return last if self.value is None else self.value * last

    def blocks(self) -> Block:
        """Return the plan as a table."""
        from alignkit.scorecard.show_bridge import plan_blocks  # drawing is loaded when something is drawn

        return plan_blocks(self)


def _plan_faults(plan: FlowPlan) -> list[Finding]:
    if not plan.stages:
        return [Finding("no-stages", "a plan needs at least one stage", "stages")]
    faults: list[Finding] = []
    seen: dict[str, int] = {}
    for number, planned in enumerate(plan.stages):
        since = seen.setdefault(planned.stage, number)
        if since != number:
            text = f"the stage {planned.stage!r} stands at stages[{since}] and at stages[{number}]"
            faults.append(Finding("duplicate-id", text, f"stages[{number}]"))
    if plan.lands is not None:
        if isinstance(plan.lands, Money) or plan.lands > 1:
            text = f"the share that lands in the period is above 0 and at most 1, not {shown(plan.lands)}"
            faults.append(Finding("bad-share", text, "lands"))
        if len(plan.stages) < 2:
            text = "how many deals land in the period is a factor between two stages: plan the first one, too"
            faults.append(Finding("too-few-stages", text, "lands"))
    return faults
