"""Every public value: copied, pickled, shown within its bounds, harmless on a page."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.together.build import (
    BOTH,
    BRAM,
    FACTS,
    IRIS,
    NOOR,
    TEN,
    Ground,
    action,
    day,
    decision,
    meeting,
    request,
)

from alignkit.display.html import notebook
from alignkit.errors import AlignkitError
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import quarter
from alignkit.together.activities import Activity
from alignkit.together.agree import kappa
from alignkit.together.health import health
from alignkit.together.hold_both import both_directions
from alignkit.together.log import Held, Log
from alignkit.together.members import Member
from alignkit.together.prepare import agenda
from alignkit.together.recognitions import Recognition
from alignkit.together.record_matches import RecordDifference, RecordMatch
from alignkit.together.requests import Answer
from alignkit.together.rotate import pairs
from alignkit.together.take_part import participation

EVIL = '<script>alert(1)</script> " onmouseover="alert(1)'
PARKED = request(answers=[Answer("parked", day(3), reason="fair first", review_on=day(20))])
LOG = Log(decisions=[decision()], actions=[action()], requests=[PARKED], held=[Held("joint", day(2))])
Q1 = quarter(2026, 1, zone="Europe/Amsterdam")
FAIR = Activity("Fair", "trade show", day(3), [NOOR, IRIS])
VALUES: dict[str, Any] = {
    "member": IRIS,
    "meeting": meeting(skips=[day(2)]),
    "decision": decision(),
    "action": action(),
    "answer": PARKED.answers[0],
    "request": PARKED,
    "recognition": Recognition(IRIS, NOOR, "help", day(3)),
    "held": Held("joint", day(2), attended=BOTH),
    "log": LOG,
    "activity": FAIR,
    "participation": participation([FAIR], BOTH, period=Q1, as_of=TEN),
    "rotation": pairs(["Iris"], ["Noor", "Bram"], rounds=2),
    "kappa": kappa([[5, 1], [2, 3]]),
    "record match": RecordMatch(1, 2, [RecordDifference("L1", ("country",))]),
    "agenda": agenda(meeting(), Ground(), FACTS, as_of=TEN, log=LOG),
    "health": health(Ground(), FACTS, as_of=TEN, log=LOG, meetings=meeting()),
    "both directions": both_directions(Ground(), FACTS, as_of=TEN),
    "feedback": both_directions(Ground(), FACTS, as_of=TEN).feedback,
    "commitment": both_directions(Ground(), FACTS, as_of=TEN).commitments[0],
    "feedback table": both_directions(Ground(), FACTS, as_of=TEN).feedback.tables[0],
    "feedback group": both_directions(Ground(), FACTS, as_of=TEN).feedback.whole,
}


@pytest.mark.parametrize("name", VALUES)
def test_O04_copies_are_equal(name: str) -> None:
    """By `copy`, and by `pickle`; so that they can go to another process."""
    value = VALUES[name]
    for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert other == value
        assert repr(other) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        decision(text="x" * 2000, closed=day(9), became="y" * 2000),
        action(text="x" * 2000, dropped=day(9), reason="y" * 2000),
        request(text="x" * 2000, answers=[Answer("declined", day(3), reason="y" * 2000)] * 1000),
        Held("joint", day(2), attended=[Member(f"P{number}", "sales") for number in range(1000)]),
        Activity("Fair", "trade show", day(3), [Member(f"P{number}", "sales") for number in range(1000)]),
        pairs([f"m{number:02}" for number in range(90)], ["x"], rounds=1).rounds[0],
    ],
    ids=lambda value: type(value).__name__,
)
def test_O03_a_long_entry_is_told_in_a_line(value: Any) -> None:  # noqa: ANN401 - any value
    """Its name, and how it begins."""
    assert len(repr(value)) < 250


@pytest.mark.parametrize("name", VALUES)
def test_values_are_frozen_and_tell_plain_data(name: str) -> None:
    """Nobody changes them behind another's back."""
    value = VALUES[name]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, attrs.fields(type(value))[0].name, None)
    assert isinstance(value.to_dict(), dict)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("member", {"name": ""}),
        ("meeting", {"minutes": -1}),
        ("decision", {"text": ""}),
        ("action", {"due": date(2020, 1, 1)}),
        ("answer", {"reason": ""}),
        ("request", {"to_team": "sales"}),
        ("recognition", {"to": IRIS}),
        ("held", {"attended": [IRIS, IRIS]}),
        ("log", {"decisions": [decision(), decision()]}),
        ("activity", {"on": TEN}),
        ("record match", {"matched": 9}),
    ],
)
def test_O05_evolve_validates_like_construction(name: str, change: dict[str, Any]) -> None:
    """A wrong part is refused whenever it comes."""
    with pytest.raises(AlignkitError):
        attrs.evolve(VALUES[name], **change)


def _offers(count: int, source: str = "S") -> Facts:
    """Tell of leads that were offered and sent back, each from its own source, for its own reason."""
    facts = Facts()
    for number in range(count):
        lead, at = f"{source}{number}", datetime(2026, 2, 3, 12, tzinfo=UTC)
        told = [Event(lead, at, "stage", "mql"), Event(lead, at, "reject", f"{source} {number}")]
        facts += Facts({lead: {"source": f"{source} {number}"}}, told)
    return facts


def _hostile() -> list[Any]:
    people = [Member(EVIL, EVIL), Member(f"{EVIL} 2", "sales")]
    activity = Activity(EVIL, EVIL, day(3), people)
    log = Log(
        decisions=[decision(EVIL, text=EVIL, owner=EVIL, team=EVIL, serves=EVIL)],
        requests=[request(EVIL, text=EVIL, from_team=EVIL, answers=[Answer("declined", day(3), reason=EVIL, by=EVIL)])],
        thanks=[Recognition(people[0], people[1], EVIL, day(3))],
        activities=[activity],
        held=[Held(EVIL, day(2))],
    )
    return [
        meeting(name=EVIL, title=EVIL, attendees=people),
        log,
        participation([activity], people, period=Q1, as_of=TEN),
        pairs([EVIL], [f"{EVIL} 2"], rounds=2),
        kappa([[5, 1], [2, 3]], words=[EVIL, "no"]),
        RecordMatch(1, 2, [RecordDifference(EVIL, (EVIL,))]),
        agenda(meeting(name=EVIL), Ground(name=EVIL, mission=EVIL), FACTS, as_of=TEN, log=log, aims={EVIL: EVIL}),
        health(Ground(), FACTS, as_of=TEN, log=log, meetings=meeting(name=EVIL)),
        both_directions(Ground(), FACTS + _offers(1, EVIL), as_of=TEN, by=["source", EVIL]),
    ]


@pytest.mark.parametrize("value", _hostile(), ids=lambda value: type(value).__name__)
def test_O01_names_are_escaped_on_every_page(value: Any) -> None:  # noqa: ANN401 - any value that shows itself
    """And they read right."""
    html = notebook(value.blocks())
    assert "<script" not in html
    assert '" onmouseover' not in html


def _huge() -> list[Any]:
    people = [Member(f"P{number}", "sales") for number in range(1000)]
    many = [Activity(f"A{number}", "workshop", day(3), people[:5]) for number in range(500)]
    requests = [request(f"R{number}", on=day(1)) for number in range(100_000)]
    log = Log(requests=requests)
    return [
        log,
        meeting(attendees=people),
        participation(many, people[:50], period=Q1, as_of=TEN),
        pairs([f"m{number:02}" for number in range(60)], [f"s{number:02}" for number in range(60)], rounds=300),
        RecordMatch(0, 100_000, [RecordDifference(f"L{number}", only="left") for number in range(100_000)]),
        agenda(meeting(attendees=people), Ground(), FACTS, as_of=TEN, log=log),
        health(Ground(), FACTS, as_of=datetime(2026, 3, 30, tzinfo=UTC), log=log),
        both_directions(Ground(), _offers(500, "x" * 90), as_of=TEN),
        both_directions(Ground(), _offers(500), as_of=TEN).feedback,
    ]


@pytest.mark.parametrize("value", _huge(), ids=lambda value: type(value).__name__)
def test_O03_what_is_shown_is_bounded(value: Any) -> None:  # noqa: ANN401 - any value that shows itself
    """Under 4 KB as text and 200 KB as HTML, and it says how much was left out."""
    text, html = repr(value), value._repr_html_()
    assert len(text.encode()) < 4_000
    assert len(html.encode()) < 200_000
    if type(value).__name__ not in {"Log", "Meeting"}:  # whose text is an expression, or counts
        assert "more" in text
    assert "more" in html
    assert BRAM.team == "sales"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("agenda", {part: wrong})
        for part in ("overdue", "rejected", "campaigns", "outcomes", "actions", "requests", "thanks", "findings")
        for wrong in (None, ["x"])
    ]
    + [
        ("agenda", {"meeting": "joint"}),
        ("agenda", {"promises": None}),
        ("agenda", {"since": datetime(2026, 2, 9)}),  # noqa: DTZ001 - what is refused
        ("both directions", {"commitments": None}),
        ("both directions", {"commitments": ["volume"]}),
        ("commitment", {"goals": ["mqls"]}),
        ("feedback", {"tables": "source"}),
        ("feedback", {"tables": [None]}),
        ("feedback table", {"groups": [None]}),
        ("feedback group", {"handoffs": 5}),
        ("health", {"parts": None}),
        ("health", {"parts": ["signed"]}),
        ("record match", {"differences": None}),
        ("record match", {"differences": ["L1"]}),
        ("rotation", {"marketing": [IRIS, NOOR]}),
        ("decision", {"serves": []}),
        ("decision", {"text": "\ud800"}),
        ("action", {"decision": 0}),
        ("request", {"by": None}),
        ("answer", {"state": []}),
        ("meeting", {"kind": []}),
    ],
)
def test_O05_what_is_of_the_wrong_kind_is_refused_at_once(name: str, change: dict[str, Any]) -> None:
    """And not when it is shown; in alignkit's own errors, with a code."""
    with pytest.raises(AlignkitError) as caught:
        attrs.evolve(VALUES[name], **change)
    assert all(issue.code for issue in caught.value.issues)
