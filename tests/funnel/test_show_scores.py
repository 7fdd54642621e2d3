"""How a series and firings look."""

from __future__ import annotations

from datetime import timedelta
from decimal import localcontext
from zoneinfo import ZoneInfo

from tests.funnel.build import END, START, act, day, followed, walked

from alignkit.display.blocks import Group, StepLine, Timeline
from alignkit.funnel.fire import fire
from alignkit.funnel.follow_score import score_series
from alignkit.funnel.patterns import rejected
from alignkit.funnel.show_scores import _thinned
from alignkit.funnel.triggers import Trigger
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

WEBINARS = Points(20, each=did("webinar"), steps={timedelta(days=30): 0.5})
SCORE = Score("interest", [WEBINARS], bands={"warm": 20}, title="Interest")
SERIES = score_series(SCORE, walked(act("webinar", 2), act("webinar", 5)), as_of=END)


def test_a_series_in_text() -> None:
    """What holds now, the picture, and every change, the newest first."""
    lines = repr(SERIES).splitlines()
    assert lines[0] == "Score Interest of lead L1"
    assert "20 points, band warm, as of 2026-04-01 00:00+00:00." in lines
    assert "┄ warm: 20" in lines
    table = lines[lines.index("Every change, the newest first.") + 2 :]
    assert [line.split() for line in table] == [
        ["from", "points", "change", "band"],
        ["────────────────", "──────", "──────", "────"],
        ["2026-02-05", "00:00", "20", "−10", "warm"],
        ["2026-02-02", "00:00", "30", "−10", "warm"],
        ["2026-01-06", "00:00", "40", "+20", "warm"],
        ["2026-01-03", "00:00", "20", "warm"],
    ]


def test_a_huge_series_is_shown_at_once() -> None:
    """Of many steps, the picture has those that stand out, and the table the newest; both say the same peak."""
    many = [act("webinar", 1 + number * 0.0137, id=str(number)) for number in range(900)]
    fading = Score(
        "fading",
        [
            Points(20, each=did("webinar"), half_life=timedelta(days=7)),
            Points(5000, each=did("x", within=timedelta(hours=1))),
        ],
    )
    series = score_series(fading, walked(*many, act("x", 8.123)), as_of=END)
    assert len(series.steps) > 50_000
    drawn = _thinned(series.steps)
    assert len(drawn) <= 2000
    assert list(drawn) == sorted(drawn)
    assert max(step.points for step in drawn) == max(step.points for step in series.steps)
    assert len(repr(series)) < 4000
    assert len(series._repr_html_()) < 200_000
    assert "more rows" in repr(series)


def test_a_picture_ends_where_the_score_does() -> None:
    """However many steps came before: what holds now may hold for long, and is neither the highest nor the lowest."""
    up_and_down = Score("interest", [Points(3, each=did("visit")), Points(-2, each=did("bounce"))])
    events = [act(("visit", "bounce")[number % 2], number / 96) for number in range(3010)]
    steps = score_series(up_and_down, walked(*events), as_of=END).steps
    for size in range(3000, 3010):
        drawn = _thinned(steps[:size])
        assert len(drawn) <= 2000
        assert drawn[-1] == steps[size - 1]


def test_a_change_is_exact_whatever_the_hosts_decimals() -> None:
    """What a table tells as a change is the difference of what it tells as points."""
    calls = Score("calls", [Points(1.25, each=did("call"))])
    series = score_series(calls, walked(act("call", 2), act("call", 5)), as_of=END)
    with localcontext(prec=1):
        lines = repr(series).splitlines()
    assert [line.split()[2:] for line in lines[-2:]] == [["2.5", "+1.25", "–"], ["1.25", "–"]]


def test_few_steps_are_all_drawn() -> None:
    """Nothing is left out where there is room."""
    block = SERIES.blocks()
    assert isinstance(block, Group)
    line = next(part for part in block.blocks if isinstance(part, StepLine))
    assert [(at, points) for at, points in line.steps] == [(step.at, float(step.points)) for step in SERIES.steps]


def test_firings_in_text() -> None:
    """The trigger in a sentence, how many fired, and every stay with how it ended."""
    facts = [
        act("webinar", 2),
        act("webinar", 5),
        act("reject", 9, "no budget"),
        act("webinar", 20),
        act("call", 3, lead="L2"),
    ]
    journeys = followed(*facts, leads={"L1": {}, "L2": {}, "L3": {}})
    trigger = Trigger("hot", SCORE, 40, 35, rearm=rejected())
    lines = repr(fire(trigger, journeys, as_of=END)).splitlines()
    told = " ".join(" ".join(lines).split())
    assert "Fires at 40 points of Interest; left below 35; re-armed by rejected()." in told
    assert "Fired for 1 of 3 leads, 2 times; 0 inside as of 2026-04-01 00:00+00:00." in told
    rows = [line.split() for line in lines if line.startswith("L1 ") and "2026" in line]
    assert rows == [
        ["L1", "2026-01-06", "00:00", "40", "2026-01-10", "00:00", "!", "re-armed"],
        ["L1", "2026-01-21", "00:00", "60", "2026-02-20", "00:00", "left"],
    ]


def test_firings_of_nobody_and_of_many() -> None:
    """Nothing that fired is a sentence; for many leads the table does without the picture."""
    trigger = Trigger("hot", SCORE, 20)
    nobody = fire(trigger, followed(leads={"L1": {}}), as_of=END)
    assert repr(nobody).endswith("Fired for 0 of 1 lead as of\n2026-04-01 00:00+00:00.")
    for size, pictures in ((12, 1), (13, 0)):
        events = [act("webinar", 80, lead=f"L{number}") for number in range(size)]
        block = fire(trigger, followed(*events, leads={}), as_of=END).blocks()
        assert isinstance(block, Group)
        assert sum(isinstance(part, Timeline) for part in block.blocks) == pictures
    once = fire(trigger, followed(act("webinar", 80), leads={"L1": {}}), as_of=END)
    assert "Fired for 1 of 1 lead, once; 1 inside" in " ".join(repr(once).split())


def test_the_zone_of_the_question() -> None:
    """A table and a picture have one zone."""
    tokyo = END.astimezone(ZoneInfo("Asia/Tokyo"))
    series = score_series(SCORE, walked(act("webinar", 2)), as_of=tokyo)
    assert "2026-01-03 09:00" in repr(series)
    assert day(2) == series.start > START
