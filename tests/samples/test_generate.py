from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.samples.written import facts_digest, lines

from alignkit.currency import Money
from alignkit.errors import DocumentError, Finding
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import replay
from alignkit.funnel.verify import verify
from alignkit.handoff.measure import measure
from alignkit.handoff.work_list import work_list
from alignkit.history.events import Event
from alignkit.rules.verdict import Verdict
from alignkit.samples.company import SampleCompany
from alignkit.samples.generate import sample_company
from alignkit.samples.pools import CLOCK_CHANGES, FAIR_DAYS, WEBINAR_DAYS
from alignkit.samples.terms import OFFICE, REASONS
from alignkit.scorecard.assess import assess
from alignkit.worktime.next_open import is_open

DIGEST = "015c07024415cdfc9e7eb58f8a70152179826757f45ec0260a62675220c99682"
"""Of the facts of `sample_company(leads=300)`. It changes when what is drawn changes on purpose: pin the new one."""
LOCAL = ZoneInfo("Europe/Amsterdam")
SEEDS = (2026, 1, 7)


@cache
def company(seed: int = 2026) -> SampleCompany:
    return sample_company(seed)


@cache
def journeys(seed: int = 2026) -> Journeys:
    made = company(seed)
    return replay(made.agreement.funnel, made.facts, as_of=made.as_of, errors="collect")


@cache
def codes(seed: int = 2026) -> Counter[str]:
    return Counter(finding.code for finding in (*journeys(seed).findings, *journeys(seed).violations))


def events(of: Callable[[Event], object], seed: int = 2026) -> list[Event]:
    return [event for event in company(seed).facts.events if of(event)]


def reached(*stages: str, seed: int = 2026) -> int:
    return sum(any(visit.stage in stages for visit in journey.visits) for journey in journeys(seed))


def test_the_facts_are_pinned() -> None:
    """The same facts on every machine and in every version of Python."""
    assert facts_digest(2026, 300) == DIGEST


def test_the_host_changes_nothing() -> None:
    """Another hash seed, time zone and locale give the same facts."""
    script = Path(__file__).with_name("written.py")
    host = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8"}
    ran = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, str(script), "2026", "300"], env=host, capture_output=True, text=True, check=True, timeout=120
    )
    assert ran.stdout.strip() == DIGEST


def test_a_seed_is_a_company() -> None:
    """The same seed gives equal companies, another one another's luck; the size is as asked."""
    assert sample_company(5, leads=40) == sample_company(5, leads=40)
    assert list(lines(sample_company(5, leads=40).facts)) != list(lines(sample_company(6, leads=40).facts))
    assert len(journeys()) == 1_200


@pytest.mark.parametrize("seed", [-1, 1.0, True, "2026", None])
def test_a_seed_that_is_no_number_is_refused(seed: object) -> None:
    """The message says what would be right."""
    with pytest.raises(DocumentError, match="whole number from 0 on"):
        sample_company(seed)  # type: ignore[arg-type]  # that is what is tested


@pytest.mark.parametrize("leads", [1, 2, 13])
def test_a_small_company_is_one_too(leads: int) -> None:
    """From one lead on, all is there that `assess` needs."""
    made = sample_company(leads=leads)
    assert len(made.facts.leads) == leads
    assert len(assess(made.agreement, made.facts, as_of=made.as_of).readings) == 11


def test_it_is_a_value() -> None:
    """It can be pickled, and shows itself in a line."""
    made = sample_company(leads=20)
    assert pickle.loads(pickle.dumps(made)) == made
    assert repr(made).startswith("<SampleCompany 'Brightwater Instruments' at 2026-06-19T15:00:00+02:00")


def test_a_year_of_facts() -> None:
    """They run over a year, with both clock changes; nothing lies ahead but what is planned."""
    made = company()
    past = [event.at for event in made.facts.events if event.kind != "meeting"]
    assert max(past) <= made.as_of
    assert timedelta(days=355) < max(past) - min(past) < timedelta(days=366)
    assert all(event.recorded_at is None or event.recorded_at <= made.as_of for event in made.facts.events)
    assert all(event.at.tzinfo is UTC for event in made.facts.events)


@pytest.mark.parametrize("seed", SEEDS)
def test_rates_are_plausible(seed: int) -> None:
    """A third of the leads qualify; sales accepts about 60 %; each later step takes what such steps take."""
    share = {
        ("lead", "mql"): (0.25, 0.45),
        ("mql", "sal"): (0.5, 0.72),
        ("sal", "sql"): (0.33, 0.55),
        ("sql", "opportunity"): (0.35, 0.6),
        ("opportunity", "won"): (0.12, 0.4),
        ("won", "onboarded"): (0.5, 1),
    }
    for (start, end), (low, high) in share.items():
        assert low <= reached(end, seed=seed) / reached(start, seed=seed) <= high, (start, end)


@pytest.mark.parametrize("seed", SEEDS)
def test_entries_are_mostly_supported(seed: int) -> None:
    """Leads qualify by the agreed rule; a few were handed over against it, or where nobody can tell."""
    made = company(seed)
    found = Counter(item.verdict for item in verify(made.agreement.funnel, journeys(seed)))
    assert found[Verdict.YES] / found.total() > 0.9
    assert found[Verdict.NO] >= 3
    assert found[Verdict.UNKNOWN] >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_promises_are_mostly_kept(seed: int) -> None:
    """Every SLA is met in 65 to 95 % of all cases, and somebody still has something to do."""
    made = company(seed)
    for sla in made.agreement.slas:
        share = measure(sla, journeys(seed), as_of=made.as_of).met_share
        assert share is not None
        assert 0.65 < share < 0.95, sla.name
    assert len(work_list(made.agreement, made.facts, as_of=made.as_of).items) >= 5


def test_people_answer_when_they_are_at_work() -> None:
    """Calls, mails of humans and answers fall into office hours; visitors come at night too."""
    told = [event for journey in journeys() for event in journey.events]  # each in the version recorded last
    human = [event for event in told if event.kind in {"accept", "reject"} or event.name == "nurture_mail"]
    assert all(is_open(OFFICE, event.at) or is_open(OFFICE, event.at - timedelta(seconds=1)) for event in human)
    assert events(lambda event: event.kind == "page_visit" and not is_open(OFFICE, event.at))


def test_both_tiers_and_pauses_occur() -> None:
    """Some leads are hot, and some ask to be called later."""
    made = company()
    first_touch = next(sla for sla in made.agreement.slas if sla.name == "first_touch")
    readings = measure(first_touch, journeys(), as_of=made.as_of)
    assert {reading.tier for reading in readings} == {None, "hot"}
    assert sum(bool(reading.pauses) for reading in readings) >= 10


def test_amounts_are_skewed_and_round() -> None:
    """Whole hundreds of euros, most of them small, a few large."""
    amounts = sorted(
        event.value.amount
        for event in events(lambda event: event.field == "amount")
        if isinstance(event.value, Money) and event.value.currency == "EUR"
    )
    assert len(amounts) > 40
    assert all(amount % 100 == 0 for amount in amounts)
    assert sum(amounts) / len(amounts) > amounts[len(amounts) // 2]


def _is_late(event: Event) -> bool:
    return event.recorded_at is not None and event.recorded_at - event.at > timedelta(hours=12)


def _revised_deals() -> int:
    told = Counter(event.lead for event in events(lambda event: event.field == "amount"))
    return sum(count > 1 for count in told.values())


TROUBLE: dict[str, tuple[int, Callable[[], int]]] = {
    "told late": (100, lambda: len(events(_is_late))),
    "no size given": (30, lambda: sum("employees" not in fields for fields in company().facts.leads.values())),
    "size blank": (
        10,
        lambda: sum(fields.get("employees", 1) is None for fields in company().facts.leads.values()),
    ),
    "size found out": (10, lambda: len(events(lambda event: event.field == "employees"))),
    "delivered twice": (
        30,
        lambda: sum(
            count > 1 for count in Counter(event.id for event in events(lambda event: event.id is not None)).values()
        ),
    ),
    "twice without an id": (
        10,
        lambda: len(found := events(lambda event: event.id is None)) - len(set(found)),
    ),
    "stage cleared": (3, lambda: len(events(lambda event: event.kind == "stage" and event.value is None))),
    "stage skipped": (3, lambda: sum(visit.inferred for journey in journeys() for visit in journey.visits)),
    "recycled": (
        50,
        lambda: sum([visit.stage for visit in journey.visits].count("lead") > 1 for journey in journeys()),
    ),
    "mql twice": (
        10,
        lambda: sum([visit.stage for visit in journey.visits].count("mql") > 1 for journey in journeys()),
    ),
    "automatic reply": (100, lambda: len(events(lambda event: event.automatic and event.kind == "touch"))),
    "new owner": (100, lambda: len(events(lambda event: event.kind == "owner"))),
    "two deals": (
        3,
        lambda: sum(
            count > 1 for count in Counter(event.lead for event in events(lambda event: event.kind == "link")).values()
        ),
    ),
    "deal revised": (5, _revised_deals),
    "on a holiday": (20, lambda: len(events(lambda event: event.at.astimezone(LOCAL).date() in OFFICE.holidays))),
    "on a weekend": (200, lambda: len(events(lambda event: event.at.astimezone(LOCAL).weekday() >= 5))),
    "same instant": (
        300,
        lambda: sum(
            count > 1 for count in Counter((event.lead, event.at) for event in company().facts.events).values()
        ),
    ),
    "from a fair": (
        50,
        lambda: len(events(lambda event: event.value == "lead" and event.at.astimezone(LOCAL).date() in FAIR_DAYS)),
    ),
    "from a webinar": (
        50,
        lambda: len(events(lambda event: event.value == "lead" and event.at.astimezone(LOCAL).date() in WEBINAR_DAYS)),
    ),
    "fold 1": (1, lambda: len(events(lambda event: event.at.astimezone(LOCAL).fold))),
    "accepted and told twice": (
        20,
        lambda: len(events(lambda event: event.kind == "stage" and event.value == "sal")),
    ),
}


@pytest.mark.parametrize("what", TROUBLE)
def test_trouble_occurs(what: str) -> None:
    """What people's records are like: each kind of trouble, at least so often."""
    least, count = TROUBLE[what]
    assert count() >= least


def test_the_clock_changes_have_events() -> None:
    """At the hour that comes twice, and on both sides of the hour that does not come."""
    at = Counter(event.at for event in company().facts.events)
    assert all(at[instant] >= 1 for instant in CLOCK_CHANGES)


@pytest.mark.parametrize("seed", SEEDS)
def test_replay_finds_what_was_put_in(seed: int) -> None:
    """No fault of level error; each expected doubt, and none that nobody thought of."""
    expected = {
        "backward-move", "doubled-event", "future-event", "no-reason", "other-deal", "reopened", "revised-event",
        "unknown-lead", "unknown-reason",
    }  # fmt: skip
    assert set(codes(seed)) == expected
    made = company(seed)
    assert replay(made.agreement.funnel, made.facts, as_of=made.as_of)  # nothing to raise


def test_what_is_planned_is_left_out() -> None:
    """Meetings that are yet to come are known, and count for nothing."""
    ahead = events(lambda event: event.at > company().as_of)
    assert {event.kind for event in ahead} == {"meeting"}
    assert codes()["future-event"] == len({event.lead for event in ahead})


def test_rejections_have_their_reasons() -> None:
    """All agreed reasons occur, beside one that nobody agreed on, and none at all."""
    given = Counter(event.value for event in events(lambda event: event.kind == "reject"))
    assert set(given) == {*REASONS, "not now", None}
    assert given["not now"] + given[None] < given.total() / 8


def test_fields_are_as_declared() -> None:
    """Only declared names, and only allowed values."""
    declared = company().agreement.declared
    for fields in company().facts.leads.values():
        for name, value in fields.items():
            allowed = declared[name].one_of
            assert value is None or not allowed or value in allowed, (name, value)


def test_the_scorecard_is_worth_a_look() -> None:
    """Some goals are ahead, some on track, some at risk, one far behind, one pending; and both teams have their own."""
    made = company()
    found = assess(made.agreement, made.facts, as_of=made.as_of)
    statuses = Counter(reading.status for reading in found.readings)
    assert set(statuses) == {"ahead", "on track", "at risk", "pending"}
    assert statuses["pending"] == 1
    measured = [reading.attainment for reading in found.readings if reading.attainment is not None]
    assert min(measured) < 0.6 < max(measured)
    assert found.scorecard.period.first == date(2026, 4, 1)


def test_customers_are_asked_each_quarter() -> None:
    """The external figure has one value a quarter, up to `as_of`."""
    made = company()
    assert [figure.at.astimezone(LOCAL).date() for figure in made.facts.figures] == [
        date(2025, 9, 26), date(2025, 12, 12), date(2026, 3, 20), date(2026, 6, 5)
    ]  # fmt: skip
    assert made.as_of == datetime(2026, 6, 19, 15, tzinfo=LOCAL)


def test_errors_can_be_collected_or_raised() -> None:
    """`strict` raises on the doubts that a sample has on purpose."""
    made = company()
    found: list[Finding] = []
    try:
        replay(made.agreement.funnel, made.facts, as_of=made.as_of, errors="strict")
    except ValueError as error:
        found = list(getattr(error, "issues", ()))
    assert {finding.code for finding in found} == {"future-event", "unknown-lead"}
