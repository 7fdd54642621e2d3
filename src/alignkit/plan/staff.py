"""Hold the follow-up that a plan needs against the hours of the people there are."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from alignkit.errors import DocumentError, shown
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.plan.capacities import Capacity, Load, MonthLoad, Workload
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.plan.requirements import Need, Requirements
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.tables import open_before
from alignkit.worktime.usual import usual_week


def capacity_needed(
    requirements: Requirements, capacities: Iterable[Capacity], *, calendar: Calendar | None = None
) -> Workload:
    """Say month by month how many hours of follow-up a plan needs, and how many are there.

    Hours needed are leads x touches x minutes, in the month in which the leads enter the stage; for the first and the
    last month, which may hold some days of the plan alone, the hours there are those of the whole month. Hours there
    are people x hours a week x the weeks of the month: with a calendar, its open time in the month ÷ its open time in a
    week without holidays, so that a week with a holiday is a shorter one; without a calendar, its days ÷ 7.

    Args:
        requirements: what the plan needs, as `reverse_funnel` gives it.
        capacities: who follows up which stage; a stage may be followed up by several teams, each with its own touches.
        calendar: when people are at work.

    Raises:
        DocumentError: `wrong-type`; `unknown-stage` for a stage that the plan does not reach; `never-open` for a
            calendar with no open hours in its week.

    >>> from datetime import timedelta
    >>> from alignkit.periods import month
    >>> from alignkit.plan.reverse import reverse_funnel
    >>> from alignkit.plan.steps import FlowStep
    >>> plan = reverse_funnel(30, steps=[FlowStep("mql", "won", 0.1)], period=month(2026, 2, zone="UTC"))
    >>> team = Capacity("sales", "mql", people=3, hours_a_week=20, touches_per_lead=5, minutes_per_touch=12)
    >>> print(capacity_needed(plan, [team]).sentences[0])
    Follow-up of “mql” by sales needs 300 hours in 2026-02, and 240 hours are there: 60 hours are missing, about 0.8
    more people.
    """
    if not isinstance(requirements, Requirements):
        raise DocumentError.at(
            "wrong-type", f"the needs of a plan are those of reverse_funnel, not {shown(requirements)}"
        )
    teams: tuple[Capacity, ...] = listed(capacities, "the capacities", path="capacities")
    raise_faults(of_kind(teams, Capacity, "capacities"))
    if calendar is not None and not isinstance(calendar, Calendar):
        raise DocumentError.at("wrong-type", f"a calendar is a WorkCalendar, not {shown(calendar)}", path="calendar")
    usual = None if calendar is None else _usual_week(calendar)
    loads = []
    for team in teams:
        need = requirements.of(team.stage)
        loads.append(Load(team, need.label, _months(need, team, calendar, usual)))
    return Workload(loads)


def _months(need: Need, team: Capacity, calendar: Calendar | None, usual: int | None) -> list[MonthLoad]:
    found = []
    for arrival in need.arrivals:
        each = team.hours_a_week * _weeks(arrival.month, calendar, usual)
        needed = arrival.count * team.hours_per_lead
        at_most = needed * need.highest / need.count
        found.append(
            MonthLoad(
                arrival.month, arrival.count, needed, at_most, team.people * each, needed / each if each else None
            )
        )
    return found


def _weeks(month: Period, calendar: Calendar | None, usual: int | None) -> Fraction:
    if calendar is None or usual is None:
        return Fraction((month.end - month.first).days, 7)
    return Fraction(
        open_before(calendar, micros(month.ends_at)) - open_before(calendar, micros(month.starts_at)), usual
    )


def _usual_week(calendar: Calendar) -> int:
    """Return the open time of a week without holidays, in microseconds; clock changes apart."""
    usual = usual_week(calendar)
    if not usual:
        raise DocumentError.at(
            "never-open", "the calendar's week has no open hours: hours a week mean nothing", path="calendar"
        )
    return usual
