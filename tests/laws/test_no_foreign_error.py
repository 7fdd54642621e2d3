"""Law 1 of the bad inputs: whatever a public verb is given, only errors of alignkit's own leave it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

import alignkit as ak

NOW = datetime(2026, 2, 1, tzinfo=UTC)
DAY = datetime(2026, 1, 5, tzinfo=UTC)
FUNNEL = ak.Funnel(
    "inbound", [ak.Stage("lead", "marketing"), ak.Stage("mql", "sales"), ak.Stage("won", "sales", outcome="won")]
)
OTHER = ak.Funnel("other", [ak.Stage("a", "sales"), ak.Stage("b", "sales", outcome="won")])
FACTS = ak.Facts({"L1": {"country": "NL"}}, [ak.Event("L1", DAY, "stage", "mql")])
JOURNEYS = ak.replay(FUNNEL, FACTS, as_of=NOW)
OFFICE = ak.WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
TOUCH = ak.SLA("touch", "sales", ak.entered("mql"), ak.did("call"), ak.work_hours(4), OFFICE)
COUNT = ak.count(ak.entered("mql"))
QUARTER = ak.quarter(2026, 1, zone="UTC")
CARD = ak.Scorecard("card", FUNNEL, QUARTER, [ak.Goal("g", "sales", COUNT, at_least=1, weight=1)])
HANDOFF = ak.Boundary("mql", "won", "lead")
RULE = ak.field("employees") >= 50
SCORE = ak.Score("s", [ak.Points(20, each=ak.did("webinar"), half_life=ak.days(30))], bands={"A": 1})
GRID = ak.Grid("g", SCORE, SCORE)
HOT = ak.Trigger("hot", SCORE, 70, 50, ak.entered("mql"))
SERIES = ak.score_series(SCORE, JOURNEYS[0], as_of=NOW)

CALLS: dict[str, tuple[Callable[..., object], list[object], dict[str, object]]] = {
    "replay": (ak.replay, [FUNNEL, FACTS], {"as_of": NOW, "errors": "raise"}),
    "verify": (ak.verify, [FUNNEL, JOURNEYS], {}),
    "cohort_conversion": (
        ak.cohort_conversion,
        [JOURNEYS, "lead", "won"],
        {"period": QUARTER, "within": None, "as_of": NOW},
    ),
    "time_to": (ak.time_to, [JOURNEYS, "lead", "won"], {"period": QUARTER, "as_of": NOW}),
    "time_in_stage": (ak.time_in_stage, [JOURNEYS[0], "mql"], {}),
    "measure": (ak.measure, [TOUCH, JOURNEYS], {"as_of": NOW}),
    "review": (ak.review, [JOURNEYS, HANDOFF], {"as_of": NOW, "answer_within": ak.hours(1), "calendar": OFFICE}),
    "Boundary": (ak.Boundary, ["mql", "won", "lead"], {"reasons": (), "recycle_limit": 1, "recycle_to_another": True}),
    "feedback": (ak.feedback, [ak.review(JOURNEYS, HANDOFF, as_of=NOW), JOURNEYS], {"by": ["source"], "rules": [RULE]}),
    "both_directions": (
        ak.both_directions,
        [ak.sample_agreement(), FACTS],
        {"as_of": NOW, "period": QUARTER, "boundary": HANDOFF, "by": ["source"], "errors": "collect"},
    ),
    "what_if": (ak.what_if, [TOUCH, TOUCH, JOURNEYS], {"as_of": NOW}),
    "ping_pong": (ak.ping_pong, [JOURNEYS], {"as_of": NOW, "within": ak.hours(1)}),
    "ping_pong at work": (ak.ping_pong, [JOURNEYS], {"as_of": NOW, "within": ak.work_hours(1), "calendar": OFFICE}),
    "Escalation": (ak.Escalation, [0.5, "head of sales"], {}),
    "Monitor": (ak.Monitor, [FUNNEL, [TOUCH]], {"as_of": NOW, "leads": {}}),
    "monitor.take": (ak.Monitor(FUNNEL, [TOUCH], as_of=NOW).tick, [NOW], {}),
    "SLA in full": (
        ak.SLA,
        ["s", "sales", ak.entered("mql"), ak.did("call"), ak.work_days(1), OFFICE],
        {"resets": ak.did("x"), "whose": "lead", "again": True, "exempt": RULE, "escalations": (), "tiers": ()},
    ),
    "recurring_dates": (
        ak.recurring_dates,
        ["FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27", [2026]],
        {"since": date(2026, 1, 1), "moved": {"sat": -1}},
    ),
    "work_list": (ak.work_list, [ak.sample_agreement(), FACTS], {"as_of": NOW, "errors": "collect"}),
    "open_work": (ak.open_work, [[TOUCH], JOURNEYS], {"as_of": NOW}),
    "figure": (ak.figure, [COUNT, JOURNEYS], {"period": QUARTER, "as_of": NOW, "by": "country"}),
    "external figure": (ak.figure, [ak.external("x"), JOURNEYS], {"period": QUARTER, "as_of": NOW, "figures": ()}),
    "assess": (ak.assess, [CARD, FACTS], {"as_of": NOW, "errors": "raise"}),
    "grade": (ak.grade, [GRID, {"employees": 5}, []], {"as_of": NOW}),
    "Grid": (ak.Grid, ["g", SCORE, SCORE], {"title": "G"}),
    "grid.is_in": (GRID.is_in, ["AA"], {}),
    "canonical": (ak.canonical, [RULE], {}),
    "spell": (ak.spell, [RULE], {}),
    "digest of a rule": (ak.digest, [RULE], {}),
    "score_series": (ak.score_series, [SCORE, JOURNEYS[0]], {"as_of": NOW, "since": DAY}),
    "fire": (ak.fire, [HOT, JOURNEYS], {"as_of": NOW}),
    "Trigger": (ak.Trigger, ["hot", SCORE, 70], {"leave": 50, "rearm": ak.entered("mql")}),
    "series.at": (SERIES.at, [NOW], {}),
    "firings.of": (ak.fire(HOT, JOURNEYS, as_of=NOW).of, ["L1"], {}),
    "elapsed": (ak.elapsed, [OFFICE, DAY, NOW], {}),
    "due": (ak.due, [OFFICE, DAY, ak.work_hours(1)], {}),
    "next_open": (ak.next_open, [OFFICE, DAY], {}),
    "next_close": (ak.next_close, [OFFICE, DAY], {}),
    "open_intervals": (ak.open_intervals, [OFFICE, DAY, NOW], {}),
    "due in days": (ak.due, [OFFICE, DAY, ak.work_days(1)], {}),
    "work_days": (ak.work_days, [1], {}),
    "is_work_day": (ak.is_work_day, [OFFICE, date(2026, 1, 5)], {}),
    "work_days_between": (ak.work_days_between, [OFFICE, date(2026, 1, 5), date(2026, 2, 5)], {}),
    "add_work_days": (ak.add_work_days, [OFFICE, date(2026, 1, 5), 2], {"roll": "next"}),
    "CombinedCalendar": (ak.CombinedCalendar, ["all", [OFFICE, OFFICE]], {"name": "both"}),
    "Event": (ak.Event, ["L1", DAY, "webinar", "x"], {"id": "e", "team": "t", "seq": 1, "attributes": {}}),
    "Facts": (ak.Facts, [{}, (), ()], {}),
    "Clock": (ak.Clock, ["L1", DAY], {"stopped": NOW, "pauses": (), "owner": "ann", "fields": {}, "events": ()}),
    "Period": (ak.Period, [date(2026, 1, 1), date(2026, 2, 1), "UTC"], {}),
    "parse_period": (ak.parse_period, ["quarter"], {"zone": "UTC", "around": NOW}),
    "days": (ak.days, [1], {}),
    "money": (ak.money, [1, "EUR"], {}),
    "SLA": (ak.SLA, ["s", "sales", ak.entered("mql"), ak.did("call"), ak.hours(1)], {"pauses": (), "warn_at": 0.5}),
    "Goal": (ak.Goal, ["g", "sales", COUNT], {"at_least": 3, "worst": None, "weight": 1, "steps": [1, 1, 1]}),
    "Goal between": (ak.Goal, ["g", "sales", COUNT], {"between": (1, 2), "worst": (0, 3), "shape": None, "weight": 1}),
    "GoalGroup": (ak.GoalGroup, ["g", CARD.goals], {"weight": 1, "title": None}),
    "Shape": (ak.Shape, ["s", [0.5, 0.5]], {}),
    "shape_of": (ak.shape_of, [COUNT, JOURNEYS], {"period": QUARTER, "parts": 3, "name": "x", "rates": None}),
    "Scorecard": (ak.Scorecard, ["c", FUNNEL, QUARTER, CARD.goals], {"calendar": OFFICE, "cap": 1, "rates": None}),
    "progress": (ak.progress, [CARD, FACTS], {"as_of": NOW, "since": ak.days(7), "errors": "collect"}),
    "follow_goals": (ak.follow_goals, [CARD, FACTS], {"as_of": NOW, "at": [DAY], "errors": "collect"}),
    "Funnel": (ak.Funnel, ["f", FUNNEL.path], {"exits": (), "recycles": (), "boundaries": ()}),
    "WorkCalendar": (ak.WorkCalendar, ["UTC", {"mon": ["09:00-10:00"]}], {"holidays": (), "exceptions": {}}),
    "read_contacts": (ak.read_contacts, [{"id": "1"}], {"aliases": {}, "teams": {}, "declarations": ()}),
    "merge_contacts": (ak.merge_contacts, [{"id": "1"}], {"at": NOW, "errors": "collect"}),
    "link_deals": (ak.link_deals, [{"id": "1"}], {"facts": FACTS, "at": NOW, "origin": "deals"}),
    "read_csv": (ak.read_csv, [["lead,at,kind"]], {"source": None, "declarations": (), "aliases": {}}),
    "read_exports": (ak.read_exports, [ak.sample_agreement()], {"leads": (), "events_source": ""}),
    "scorecard_report": (ak.scorecard_report, [ak.sample_agreement(), FACTS], {"as_of": NOW, "errors": "collect"}),
    "explain_lead": (ak.explain_lead, [ak.sample_agreement(), FACTS, "L1"], {"rule": None, "as_of": NOW}),
    "agreement_page": (ak.agreement_page, [ak.sample_agreement()], {}),
    "scorecard_page": (ak.scorecard_page, [ak.assess(CARD, FACTS, as_of=NOW)], {}),
    "describe_metric": (ak.describe_metric, [COUNT], {"funnel": FUNNEL}),
    "describe": (ak.describe, [RULE], {}),
    "check": (ak.check, [ak.sample_agreement()], {}),
    "read": (ak.read, [ak.sample_agreement()], {}),
    "digest": (ak.digest, [ak.sample_agreement()], {}),
    "sign": (ak.sign, [ak.sample_agreement()], {"team": "sales", "by": "Ann", "on": date(2026, 1, 5)}),
    "dumps": (ak.dumps, [ak.sample_agreement()], {}),
    "loads": (ak.loads, ['name = "x"'], {"kind": "toml", "name": "x"}),
    "journeys.only": (JOURNEYS.only, [["L1"]], {}),
    "journey.fields_at": (JOURNEYS[0].fields_at, [DAY], {}),
    "readings.of": (ak.measure(TOUCH, JOURNEYS, as_of=NOW).of, ["L1"], {}),
}

WRONG: tuple[Any, ...] = (
    None, True, -1, 0.5, float("nan"), float("inf"), 10**400, Decimal("sNaN"), "", "x", "\ud800", "a\0b", b"x",
    [], [None], ["x"], [[]], {}, {"x": None}, {1: 2}, object(), object, len, date(2026, 1, 1),
    datetime(2026, 1, 1),  # noqa: DTZ001 - naive on purpose
    datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), timedelta(-1), timedelta.max,
    ak.work_hours(-1), ak.work_days(2), ak.money(1, "EUR"), QUARTER, TOUCH, COUNT, CARD, RULE, ak.entered("nowhere"),
    FUNNEL, OTHER, SCORE, GRID, HOT, SERIES,
    FACTS, JOURNEYS, JOURNEYS[0], ak.replay(OTHER, ak.Facts(), as_of=NOW), OFFICE, ak.Clock("L1", DAY), HANDOFF,
)  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_only_errors_of_our_own_leave_a_verb(name: str) -> None:
    """Every argument in turn is everything that somebody might give; it is an answer, or an error that says what."""
    call, given, named = CALLS[name]
    for wrong in WRONG:
        for place in range(len(given)):
            attempt(call, [*given[:place], wrong, *given[place + 1 :]], named)
        for word in named:
            attempt(call, given, {**named, word: wrong})


def attempt(call: Callable[..., object], given: list[object], named: dict[str, object]) -> None:
    """Call, and let pass an error of our own that has a code and a short message, and that of a missing file."""
    error: ak.AlignkitError | None = None
    try:
        call(*given, **named)
    except ak.AlignkitError as fault:
        error = fault
    except OSError:
        assert call in {ak.read_csv, ak.read_exports}
    assert error is None or (error.code and len(str(error.issues[0])) < 1000)
