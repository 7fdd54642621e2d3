"""SLAs: which team must do what within what time, and what pauses or cancels its clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Literal, TypeVar, get_args

import attrs

from alignkit.errors import DocumentError, Finding, raise_found, shown, spelling
from alignkit.exact import Number, exact
from alignkit.funnel.patterns import Pattern, Simple, checked_pattern, simple_parts
from alignkit.handoff.amounts import Allowed, checked_within
from alignkit.handoff.escalations import Escalation
from alignkit.names import checked_id
from alignkit.rules.node import checked_rule
from alignkit.rules.predicates import Rule
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime

_T = TypeVar("_T")

Whose = Literal["lead", "owner"]
WHOSE: tuple[Whose, ...] = get_args(Whose)
Retier = Literal["keep", "restart", "recompute"]
RETIER: tuple[Retier, ...] = get_args(Retier)


def _parts(pattern: Pattern) -> frozenset[Simple]:
    return frozenset(simple_parts(pattern))


def _starts(value: object) -> Pattern:
    return checked_pattern(value, "starts")


def _stops(value: object) -> Pattern:
    return checked_pattern(value, "stops")


def _ends(value: object) -> Pattern:
    return checked_pattern(value, "ends")


def _cancels(value: object) -> Pattern | None:
    return None if value is None else checked_pattern(value, "cancels")


def _resets(value: object) -> Pattern | None:
    return None if value is None else checked_pattern(value, "resets")


@attrs.frozen(slots=True)
class Pause:
    """What pauses a clock, and what ends the pause: `Pause(entered("on_hold"), left("on_hold"))`.

    An event that ends a pause and starts one leaves the clock paused. A pause that began before the clock's start
    counts from the start on.

    Raises:
        DocumentError: `not-a-pattern`; `never-resumes`, when one condition both starts and ends the pause.

    >>> from alignkit.funnel.patterns import entered, left
    >>> Pause(entered("on_hold"), left("on_hold"))
    Pause(starts=entered('on_hold'), ends=left('on_hold'))
    """

    starts: Pattern = attrs.field(converter=_starts)
    ends: Pattern = attrs.field(converter=_ends)

    def __attrs_post_init__(self) -> None:
        if _parts(self.starts) == _parts(self.ends):
            raise DocumentError.at(
                "never-resumes", f"{_same(self.starts)} both starts and ends the pause, so that it would go on for ever"
            )


@attrs.frozen(slots=True)
class Tier:
    """Another time for some leads: those for which the rule is YES at the clock's start.

    The rule is decided on the lead's fields as known then and the events up to then. What becomes of a clock whose lead
    changes while it runs, the SLA says: see `retier`.

    Args:
        name: how people call the tier, such as `hot`.
        when: the rule; NO and UNKNOWN fall through to the next tier, and UNKNOWN is found as `unknown-tier`.
        within: the time, in work time or by the wall clock; pauses are measured alike.
        calendar: when people are at work; the SLA's where it is None.

    Raises:
        DocumentError: `bad-id`, `not-a-rule`, `wrong-type`, `not-positive`, `calendar-without-work-time`.
        LimitError: `too-long`.

    >>> from alignkit.rules.field import field
    >>> Tier("hot", field("country").is_in("NL"), timedelta(minutes=5)).within
    datetime.timedelta(seconds=300)
    """

    name: str
    when: Rule
    within: Allowed
    calendar: Calendar | None = None

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "tier")
        checked_rule(self.when, f"`when` of the tier {self.name!r}")
        checked_within(self.within, f"tiers.{self.name}.within")
        _checked_calendar(self.calendar, f"tiers.{self.name}.calendar")
        if self.calendar is not None and isinstance(self.within, timedelta):
            raise DocumentError(_idle_calendar(self.within, f"tiers.{self.name}.calendar"))


def _listed(values: Iterable[_T], what: str) -> tuple[_T, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"the {what} of an SLA are a list, not {shown(values)}", path=what)
    return tuple(values)


def _pauses(values: Iterable[Pause]) -> tuple[Pause, ...]:
    return _listed(values, "pauses")


def _tiers(values: Iterable[Tier]) -> tuple[Tier, ...]:
    return _listed(values, "tiers")


def _escalations(values: Iterable[Escalation]) -> tuple[Escalation, ...]:
    return _listed(values, "escalations")


def _share(value: Number) -> Fraction:
    return exact(value, "warn_at", path="warn_at")


@attrs.frozen(slots=True)
class SLA:
    """One clause of the agreement: a team acts within a time, counted from an event.

    The clock starts at every match of `starts`; while it runs, further matches are ignored. It ends at the first match
    of `stops`, or of `cancels` where that comes earlier; a later start opens a clock of its own. A stop counts at its
    start's own instant, unless it is the same event. Inferred visits start and stop nothing.

    Args:
        name: the id of the SLA.
        owner: the team that must act.
        starts: what starts the clock.
        stops: what stops it. An event asked for with `did` stops it only if a human of the owner team did it (see
            `any_actor`); `did("call", at_least=3)` takes three since the clock's start. A stage entered or left and an
            answer to the handoff count whoever recorded them.
        within: how long the team has: work time, or wall time, which runs day and night; or working days, up to the
            close of the last. Longer than nothing: a clock of no time would be breached whatever anybody does.
        calendar: when people are at work; needed for work time and working days, and refused where all is wall time.
        pauses: what pauses the clock. Overlapping pauses count once. Working days do not pause.
        cancels: what ends the clock with no verdict. It comes too late at the stop's own instant and after the due
            time: a breach stays a breach.
        resets: what starts a running clock anew, with its whole time: the old one ends as if it was cancelled.
        whose: whose clock it is: the lead's, which goes on whoever owns it, or its owner's, which starts anew when
            somebody else owns the lead, so that nobody is given a lead whose time is spent.
        again: whether a clock that was stopped starts anew at once, for updates that are due time and again until it is
            cancelled; an update at the very instant of the start is none.
        exempt: a rule: leads for which it is YES at the clock's start have no clock, such as those whom nobody may
            call.
        warn_at: the share of the time after which to warn, between 0 and 1, both excluded.
        escalations: who is told when so much of the time is used up; data for whoever sends the message.
        any_actor: whether an event asked for with `did` stops the clock whoever did it, a machine too.
        tiers: other times for some leads; the first whose rule is YES at the clock's start holds.
        retier: what becomes of a clock when another tier's rule comes to hold while it runs: `keep` leaves it as it
            was; `restart` starts it anew from then on, with the whole time of the new tier; `recompute` gives it the
            time of the new tier from its start on, pauses included, so that it may be breached at once. A breach stays
            a breach. Time used is never converted from one tier's measure to another's. What is not known changes
            nothing: while a rule that comes first is UNKNOWN, the clock keeps its tier.
        title: how people call it; the name when blank.

    Raises:
        DocumentError: `bad-id`, `not-a-pattern`, `wrong-type`, `not-positive`, `no-calendar`,
            `calendar-without-work-time`, `stops-at-once`, `bad-share`, `duplicate-id`, `not-a-rule`,
            `days-cannot-pause`, `resets-at-stop`, `unknown-owner`, `unknown-option`, `no-tiers`.
        LimitError: `too-long`: a time over 36,600 days.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.rules.predicates import did
    >>> from alignkit.worktime.work_time import work_hours
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> SLA("first touch", "sales", entered("mql"), did("call"), work_hours(4), office).within
    work_hours(4)
    """

    name: str
    owner: str
    starts: Pattern = attrs.field(converter=_starts)
    stops: Pattern = attrs.field(converter=_stops)
    within: Allowed
    calendar: Calendar | None = None
    pauses: tuple[Pause, ...] = attrs.field(default=(), converter=_pauses, kw_only=True)
    cancels: Pattern | None = attrs.field(default=None, converter=_cancels, kw_only=True)
    warn_at: Fraction = attrs.field(default=Fraction(4, 5), converter=_share, kw_only=True)
    any_actor: bool = attrs.field(default=False, kw_only=True)
    tiers: tuple[Tier, ...] = attrs.field(default=(), converter=_tiers, kw_only=True)
    title: str | None = attrs.field(default=None, kw_only=True)
    resets: Pattern | None = attrs.field(default=None, converter=_resets, kw_only=True)
    whose: Whose = attrs.field(default="lead", kw_only=True)
    again: bool = attrs.field(default=False, kw_only=True)
    exempt: Rule | None = attrs.field(default=None, kw_only=True)
    escalations: tuple[Escalation, ...] = attrs.field(default=(), converter=_escalations, kw_only=True)
    retier: Retier = attrs.field(default="keep", kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "SLA", path="name")
        checked_id(self.owner, "team", path="owner")
        raise_found(DocumentError, _wrong_types(self))
        checked_within(self.within, "within")
        if self.exempt is not None:
            checked_rule(self.exempt, f"`exempt` of the SLA {self.name!r}")
        raise_found(DocumentError, _faults(self))

    @property
    def patterns(self) -> tuple[tuple[str, Pattern], ...]:
        """Every pattern of the clause, with its place in it."""
        own = [(place, getattr(self, place)) for place in ("starts", "stops", "cancels", "resets")]  # our own names
        of_pauses = [("pauses", pattern) for pause in self.pauses for pattern in (pause.starts, pause.ends)]
        return (*((place, pattern) for place, pattern in own if pattern is not None), *of_pauses)

    @property
    def label(self) -> str:
        """How people call the SLA."""
        return self.title or self.name


def _same(pattern: Pattern) -> str:
    return spelling(repr(pattern), "one pattern")


def _checked_calendar(value: object, path: str) -> None:
    if value is not None and not isinstance(value, Calendar):
        raise DocumentError.at("wrong-type", f"must be a WorkCalendar, not {shown(value)}", path=path)


def _idle_calendar(within: Allowed, path: str) -> Finding:
    written = spelling("work_hours(...) or work_minutes(...)", '"4 work hours" or "90 work minutes"')
    return Finding(
        "calendar-without-work-time",
        f"has no effect: {shown(within)} runs by the wall clock, at night too; write the time as {written}, "
        "or leave the calendar out",
        path,
    )


def _wrong_types(sla: SLA) -> Iterator[Finding]:
    if sla.calendar is not None and not isinstance(sla.calendar, Calendar):
        yield Finding("wrong-type", f"must be a WorkCalendar, not {shown(sla.calendar)}", "calendar")
    lists: tuple[tuple[str, type, tuple[object, ...]], ...] = (
        ("pauses", Pause, sla.pauses),
        ("tiers", Tier, sla.tiers),
        ("escalations", Escalation, sla.escalations),
    )
    for place, kind, values in lists:
        for number, value in enumerate(values):
            if not isinstance(value, kind):
                due = "an Escalation" if kind is Escalation else f"a {kind.__name__}"
                yield Finding("wrong-type", f"must be {due}, not {shown(value)}", f"{place}[{number}]")
    for part, flag in (("any_actor", sla.any_actor), ("again", sla.again)):
        if not isinstance(flag, bool):
            yield Finding("wrong-type", f"must be True or False, not {shown(flag)}", part)
    if not isinstance(sla.whose, str) or sla.whose not in WHOSE:  # an array is neither in them nor not
        yield Finding("unknown-owner", f"must be {_or(WHOSE)}, not {shown(sla.whose)}", "whose")
    if not isinstance(sla.retier, str) or sla.retier not in RETIER:
        yield Finding("unknown-option", f"must be {_or(RETIER)}, not {shown(sla.retier)}", "retier")
    if sla.title is not None and not isinstance(sla.title, str):
        yield Finding("wrong-type", f"must be text, not {shown(sla.title)}", "title")


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(map(repr, words[:-1]))} or {words[-1]!r}"


def _faults(sla: SLA) -> Iterator[Finding]:
    if _parts(sla.starts) == _parts(sla.stops):
        yield Finding("stops-at-once", f"{_same(sla.starts)} both starts and stops the clock", "stops")
    if sla.resets is not None and _parts(sla.resets) & _parts(sla.stops):
        yield Finding("resets-at-stop", f"{_same(sla.stops)} both stops the clock and starts it anew", "resets")
    timed: list[tuple[str, SLA | Tier]] = [("within", sla), *((f"tiers.{one.name}.within", one) for one in sla.tiers)]
    for path, part in timed:
        if sla.pauses and isinstance(part.within, WorkDays):
            over = f"{part.within} {'is' if part.within.count == 1 else 'are'} over at a close"
            text = f"{over}, and cannot pause: give work time, or no pauses"
            yield Finding("days-cannot-pause", text, path)
    if not 0 < sla.warn_at < 1:
        text = f"must lie between 0 and 1, both excluded, such as 0.8, not {shown(str(sla.warn_at))}"
        yield Finding("bad-share", text, "warn_at")
    if sla.retier != "keep" and not sla.tiers:
        yield Finding("no-tiers", "has no effect: there are no tiers that a lead could change to", "retier")
    names: set[str] = set()
    for number, tier in enumerate(sla.tiers):
        if tier.name in names:
            yield Finding("duplicate-id", f"the tier {tier.name!r} stands there twice", f"tiers[{number}]")
        names.add(tier.name)
    times = [("within", sla.within)]
    times += [(f"tiers.{tier.name}.within", tier.within) for tier in sla.tiers if tier.calendar is None]
    at_work = [(path, within) for path, within in times if isinstance(within, WorkTime | WorkDays)]
    if sla.calendar is None:
        for path, within in at_work:
            wall = spelling("hours(4)", '"4 hours"')
            text = f"{within} needs a calendar that tells when people are at work; {wall} runs by the wall clock"
            yield Finding("no-calendar", text, path)
    elif not at_work:
        yield _idle_calendar(sla.within, "calendar")
