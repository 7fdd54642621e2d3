"""Speed: time in stage, and the time from stage to stage, estimated with those still on the way."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from tests.funnel.build import END, day, entry, followed, walked

from alignkit.errors import DocumentError
from alignkit.funnel.speed import TimeTo, time_in_stage, time_to
from alignkit.history.events import Event
from alignkit.periods import year

YEAR = year(2026, zone="UTC")


def asked(*events: Event, as_of: float) -> TimeTo:
    """Ask for the time from MQL to won, at so many days."""
    return time_to(followed(*events, as_of=day(as_of)), "mql", "won", period=YEAR, as_of=day(as_of))


def test_time_in_stage_latest_and_cumulative() -> None:
    """The last visit's length, and the sum over visits; an inferred visit has none."""
    journey = walked(entry("mql", 1), entry("sal", 3), entry("lead", 4), entry("mql", 5), entry("won", 9))
    found = time_in_stage(journey, "mql")
    assert found is not None
    assert (found.latest, found.cumulative) == (timedelta(days=4), timedelta(days=6))
    inferred = time_in_stage(journey, "sql")
    assert inferred is not None
    assert inferred.cumulative == timedelta(0)
    assert time_in_stage(journey, "lost") is None
    with pytest.raises(DocumentError, match="unknown-stage"):
        time_in_stage(journey, "slq")


def slowly(came: list[int], out: list[int], censored: list[int]) -> list[tuple[timedelta, Fraction]]:
    """Estimate as the docstring of `time_to` says, in fractions, counting anew at each time."""
    steps, still, share = [], Fraction(1), Fraction(0)
    for time in sorted({*came, *out}):
        at_risk = sum(each >= time for each in (*came, *out, *censored))
        share += still * came.count(time) / at_risk
        still *= Fraction(at_risk - came.count(time) - out.count(time), at_risk)
        if time in came:
            steps.append((timedelta(days=time), share))
    return steps


TIMES = st.lists(st.integers(1, 4), max_size=4)  # many fall on one day


@given(TIMES, TIMES, TIMES)
def test_the_estimate_is_that_of_the_formula(came: list[int], out: list[int], censored: list[int]) -> None:
    """Whatever falls on one day: who came, who went out, and who was last seen."""
    events = [entry("mql", 20 - time, f"c{number}") for number, time in enumerate(censored)]
    for stage, times in (("won", came), ("lost", out)):
        for number, time in enumerate(times):
            events += [entry("mql", 1, f"{stage}{number}"), entry(stage, 1 + time, f"{stage}{number}")]
    found = asked(*events, as_of=20)
    assert (found.observed, found.lost, found.censored) == (len(came), len(out), len(censored))
    expected = slowly(came, out, censored)
    assert [(time, round(share, 9)) for time, share in found.steps] == [(time, round(s, 9)) for time, s in expected]
    assert found.median == next((time for time, share in expected if share >= Fraction(1, 2)), None)


def test_trap_26_kaplan_meier() -> None:
    """Without exits it is Kaplan-Meier's: the 21 patients on 6-MP of Freireich (Blood 21, 1963), median 23 weeks.

    The times are published in every text on survival; a day stands for a week, and each patient entered so that the
    time is known at day 40. The median of those that relapsed alone would be 10.
    """
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    events = []
    for number, time in enumerate(censored):
        events.append(entry("mql", 40 - time, f"c{number}"))
    for number, time in enumerate(relapsed):
        # entered early enough to be seen relapsing
        events += [entry("mql", 1, f"r{number}"), entry("won", 1 + time, f"r{number}")]
    found = asked(*events, as_of=40)
    assert (found.median, found.observed, found.censored, found.lost) == (timedelta(days=23), 9, 12, 0)
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for time, surviving in published.items():
        assert round(float(1 - found.incidence(timedelta(days=time))), 3) == surviving


def test_trap_26_aalen_johansen_by_hand() -> None:
    """With exits: won at 1, lost at 2, on the way at 3, won at 4 gives 1/4 and 3/4; 1 - Kaplan-Meier would say 1."""
    events = [entry("mql", 0, lead) for lead in ("A", "B", "D")]
    events += [entry("mql", 2, "C"), entry("won", 1, "A"), entry("lost", 2, "B"), entry("won", 4, "D")]
    found = asked(*events, as_of=5)
    assert found.steps == ((timedelta(days=1), Fraction(1, 4)), (timedelta(days=4), Fraction(3, 4)))
    assert (found.median, found.observed, found.censored, found.lost) == (timedelta(days=4), 2, 1, 1)
    assert found.incidence(timedelta(hours=23)) == 0


def test_trap_26_against_the_truth() -> None:
    """Simulated with a known truth: both waits exponential, followed for 60 days at most.

    With rates 1/40 (won) and 1/30 (lost) a day the share won by day 30 is 3/7 * (1 - exp(-1.75)) = 35.4 %. Taking the
    lost as still on the way says 1 - exp(-0.75) = 52.8 %.
    """
    source = random.Random(20260105)  # noqa: S311 - no secret
    events = []
    for number in range(4000):
        enters, won, lost = source.uniform(0, 60), source.expovariate(1 / 40), source.expovariate(1 / 30)
        lead = f"L{number}"
        events.append(entry("mql", enters, lead))
        events.append(entry("won", enters + won, lead) if won < lost else entry("lost", enters + lost, lead))
    found = asked(*events, as_of=60)
    assert abs(float(found.incidence(timedelta(days=30))) - 0.354) < 0.02
    assert found.median is None


def test_an_exact_half_is_a_median() -> None:
    """Half of the leads have come: the time is known, with no rounding in the way."""
    for size in (2, 6, 14, 98):
        events = [entry("mql", 0, f"L{number}") for number in range(size)]
        events += [entry("won", 1 + number, f"L{number}") for number in range(size // 2)]
        assert asked(*events, as_of=90).median == timedelta(days=size // 2)


def test_fewer_than_half() -> None:
    """The median is not known where fewer than half are known to come; with nobody it is not known either."""
    events = [entry("mql", 0, lead) for lead in "ABC"]
    assert asked(*events, entry("won", 3, "A"), as_of=9).median is None
    empty = asked(as_of=9)
    assert (empty.median, empty.observed, empty.censored, empty.steps) == (None, 0, 0, ())


def test_an_exit_that_was_left_again_did_not_end_the_way() -> None:
    """Lost, reopened, won: it came. Lost, then disqualified: out since lost."""
    events = [entry("mql", 0), entry("lost", 2), entry("mql", 4), entry("won", 6)]
    assert asked(*events, as_of=9).steps == ((timedelta(days=6), Fraction(1)),)
    found = asked(
        entry("mql", 0),
        entry("lost", 2),
        entry("disqualified", 5),
        entry("mql", 0, "L2"),
        entry("won", 3, "L2"),
        as_of=9,
    )
    assert (found.lost, found.steps) == (1, ((timedelta(days=3), Fraction(1, 2)),))


def test_out_since_the_last_exit() -> None:
    """Lost, back, lost again: at risk until the second time."""
    twice = [entry("mql", 0), entry("lost", 2), entry("mql", 4), entry("lost", 6)]
    others = [entry("mql", 0, "L2"), entry("won", 3, "L2"), entry("mql", 6.5, "L3")]
    assert asked(*twice, *others, as_of=9).steps == ((timedelta(days=3), Fraction(1, 2)),)


def test_the_time_to_an_exit() -> None:
    """Asked for the time to lost, another exit competes and the sale does not end the way."""
    journeys = followed(entry("mql", 0), entry("lost", 2), entry("mql", 0, "L2"), entry("disqualified", 1, "L2"))
    found = time_to(journeys, "mql", "lost", period=YEAR, as_of=END)
    assert (found.observed, found.lost, found.steps) == (1, 1, ((timedelta(days=2), Fraction(1, 2)),))


def test_it_shows_itself() -> None:
    """One sentence, and plain data."""
    found = asked(entry("mql", 0), entry("won", 1.5), as_of=9)
    assert (
        " ".join(repr(found).split())
        == "Median time: half come within 1 day 12 hours (1 came, 0 are on the way, 0 were lost)."
    )
    assert json.loads(json.dumps(found.to_dict()))["median_seconds"] == "129600"
    assert "fewer than half" in repr(asked(as_of=9))
