"""How a reverse funnel and the capacity for it are shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil, floor

from alignkit.currency import Money
from alignkit.display.blocks import (
    Bar,
    Block,
    Bullets,
    Cell,
    Column,
    FunnelPicture,
    Group,
    Heading,
    Paragraph,
    Step,
    Table,
)
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.funnel.show import span_text
from alignkit.plan.capacities import Load, Workload
from alignkit.plan.requirements import Need, Requirements
from alignkit.plan.steps import FlowStep
from alignkit.scorecard.quantities import quantity_text, share_text


def _number(count: Fraction) -> str:
    """Write a number of leads: a tenth where it is small, none where it is not."""
    return plain(count, 1 if count < 100 else 0)


def _whole(need: Need) -> str:
    return f"{need.whole:,}"


def _range(need: Need) -> str:
    return "–" if need.is_certain else f"{floor(need.lowest):,} to {ceil(need.highest):,}"


def _last_day(instant: datetime) -> str:
    """Return the date of the last moment before an instant, by its own clocks."""
    return (instant - timedelta(microseconds=1)).date().isoformat()


def requirement_sentences(found: Requirements) -> tuple[str, ...]:
    """Say what a goal takes: deals, then the leads of the first stage, how sure that is, and by when."""
    first, deal = found.first, found.needs[-1]
    deals = _number(found.deals)
    many = "deal" if deals == "1" else "deals"
    said = f"The goal for {found.period.name} is {deals} {many}."
    if isinstance(found.target, Money):
        said = (
            f"{quantity_text(found.target, 'amount')} in {found.period.name}, at "
            f"{quantity_text(found.value, 'amount')} a deal, {'is' if deals == '1' else 'are'} "
            f"{deals} {many}."
        )
    months = len(found.period.months())
    a_month = "" if months == 1 else f", about {_number(first.count / months)} a month"
    enter = "lead must enter" if first.whole == 1 else "leads must enter"
    sentences = [said, f"For that, {_whole(first)} {enter} “{first.label}”{a_month}."]
    if not first.is_certain:
        sentences.append(
            f"That number is as sure as the counts behind the rates: in 8 of 10 draws it lies from {_range(first)}. "
            f"{_loosest(found)}"
        )
    if first.lag:
        sentences.append(
            f"From there to “{deal.label}” a lead typically takes {span_text(first.lag)}: the first of these leads are "
            f"due from {first.opens.date().isoformat()} on, the last by {_last_day(first.closes)}."
        )
    return tuple(sentences)


def _loosest(found: Requirements) -> str:
    """Say which rate rests on the fewest leads that came."""
    measured = [(step.converted or 0, number) for number, step in enumerate(found.steps) if step.is_measured]
    _, number = min(measured)
    step, ends = found.steps[number], found.needs[number : number + 2]
    return (
        f"The fewest leads stand behind the rate from “{ends[0].label}” to “{ends[1].label}”: {step.converted:,} of "
        f"{step.of:,} came."
    )


def requirements_blocks(found: Requirements) -> Block:
    """Return the sentences, the stages as a picture and a table, and the months."""
    steps = [
        Step(
            need.label,
            need.whole,
            "" if not number else f"{_came(found.steps[number - 1])} of {found.needs[number - 1].label}",
        )
        for number, need in enumerate(found.needs)
    ]
    return Group(
        [
            Heading(f"What the goal for {found.period.name} takes"),
            Paragraph(" ".join(requirement_sentences(found))),
            _stages(found),
            Group([Heading("Month by month", 3), _months(found)]),
            FunnelPicture(steps, f"How many leads must enter each stage for {found.period.name}"),
        ]
    )


def _came(step: FlowStep) -> str:
    return "–" if step.share is None else share_text(step.share)


def _from(step: FlowStep | None) -> str:
    if step is None:
        return "–"
    return f"{_came(step)} ({step.converted:,} of {step.of:,})" if step.is_measured else f"{_came(step)} (stated)"


def _stages(found: Requirements) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for number, need in enumerate(found.needs):
        step = found.steps[number] if number < len(found.steps) else None
        lag = "–" if step is None else span_text(step.lag, short=True) if step.lag else "none"
        rows.append((need.label, _whole(need), _range(need), _from(step), lag, _last_day(need.closes)))
    columns = (
        Column("stage"),
        Column("needed", "right"),
        Column("8 of 10 draws", "right"),
        Column("come on", "right"),
        Column("after"),
        Column("last due"),
    )
    return Table(columns, rows)


def _months(found: Requirements) -> Table:
    by_month: dict[str, dict[str, int]] = {}
    for need in found.needs:
        for arrival in need.arrivals:
            by_month.setdefault(arrival.month.name, {})[need.stage] = arrival.whole
    months, more = cut(sorted(by_month))
    rows = [
        (name, *(f"{by_month[name][need.stage]:,}" if need.stage in by_month[name] else "–" for need in found.needs))
        for name in months
    ]
    if not more:
        rows.append(("all", *(_whole(need) for need in found.needs)))
    columns = [Column("month"), *(Column(need.label, "right") for need in found.needs)]
    return Table(columns, rows, "How many must enter each stage in each month", more)


def hours_text(hours: Fraction) -> str:
    """Write hours of work for people; what would be rounded to nothing is still said to be there.

    >>> hours_text(Fraction(425, 2)), hours_text(Fraction(1)), hours_text(Fraction(1, 60))
    ('212.5 hours', '1 hour', 'less than 0.1 hours')
    """
    told = _at_least_a_tenth(hours)
    return f"{told} {'hour' if told == '1' else 'hours'}"


def _at_least_a_tenth(number: Fraction) -> str:
    told = plain(number, 1)
    return "less than 0.1" if told == "0" and number else told


def load_sentence(load: Load) -> str:
    """Say whether the follow-up of one stage fits into the hours that are there."""
    fullest, short = load.fullest, load.short
    name = f"Follow-up of “{load.label}” by {load.capacity.team}"
    if not short:
        return (
            f"{name} fits in every month; the fullest is {fullest.month.name}, with {_used(fullest.used)} of the hours."
        )
    worst = max(short, key=lambda month: (month.missing, month.month.first))
    more = "hours that nobody has"
    if worst.there and worst.people is not None:
        extra = _at_least_a_tenth(worst.people - load.capacity.people)
        about = "" if extra.startswith("less") else "about "
        more = f"{about}{extra} more {'person' if extra == '1' else 'people'}"
    rest = "" if len(short) == 1 else f" In all, {len(short)} of {len(load.months)} months are short of hours."
    there, missing = (
        f"{told} {'is' if told == '1 hour' else 'are'}" for told in map(hours_text, (worst.there, worst.missing))
    )
    needed = f"{hours_text(worst.needed)} in {worst.month.name}"
    return f"{name} needs {needed}, and {there} there: {missing} missing, {more}.{rest}"


def _used(used: Fraction | None) -> str:
    return "none" if used is None else share_text(used)


def workload_blocks(found: Workload) -> Block:
    """Return a sentence and a table of months for each stage that is followed up."""
    blocks: list[Block] = [
        Heading("Follow-up: hours needed, and hours there"),
        Bullets([load_sentence(load) for load in found.loads]),
    ]
    blocks += [Group([Heading(f"{load.label}: {load.capacity.team}", 3), _load_table(load)]) for load in found.loads]
    return Group(blocks)


def _load_table(load: Load) -> Table:
    months, more = cut(load.months)
    rows: list[tuple[Cell, ...]] = []
    for month in months:
        bar: Cell = "–"
        if month.used is not None:
            bar = Bar(min(month.used, Fraction(1)), share_text(month.used), "bad" if month.missing else "good")
        rows.append(
            (
                month.month.name,
                plain(month.needed, 1),
                plain(month.needed_at_most, 1),
                plain(month.there, 1),
                bar,
                "–" if month.people is None else plain(month.people, 1),
            )
        )
    columns = (
        Column("month"),
        Column("hours needed", "right"),
        Column("at the high end", "right"),
        Column("hours there", "right"),
        Column("used"),
        Column("people needed", "right"),
    )
    capacity = load.capacity
    caption = (
        f"{plain(capacity.people, 2)} people with {plain(capacity.hours_a_week, 2)} hours a week each; a lead gets "
        f"{plain(capacity.touches_per_lead, 2)} touches of {plain(capacity.minutes_per_touch, 2)} minutes"
    )
    return Table(columns, rows, caption, more)
