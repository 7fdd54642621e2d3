"""Leads that are handed back to whom they came from."""

from __future__ import annotations

from typing import Any

import pytest
from tests.handoff.scenes import OFFICE, at, happened, journeys

from alignkit.display.text import to_text
from alignkit.errors import DataError, DocumentError
from alignkit.handoff.ping_pong import ping_pong
from alignkit.handoff.returns import PingPong
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

AS_OF = at("2026-01-12 12:00")


def owned(*owners: tuple[str, str | None], lead: str = "L1") -> list[Event]:
    """Tell who got a lead, and when in January."""
    return [happened(f"2026-01-{when}", "owner", owner, lead=lead) for when, owner in owners]


BACK = owned(("05 09:00", "ann"), ("05 10:00", "bram"), ("06 10:00", "ann"))


def found(*events: Event, **asked: Any) -> PingPong:  # noqa: ANN401 - what may be asked
    """Look for ping-pong on a Monday."""
    return ping_pong(journeys(events), as_of=AS_OF, **asked)


def test_there_and_back() -> None:
    """From ann to bram and back: bram had it for a day, eight working hours of it."""
    (item,) = found(*BACK)
    assert (item.lead, item.owner, item.other, item.held) == ("L1", "ann", "bram", hours(24))
    assert (item.left, item.at) == (at("2026-01-05 10:00"), at("2026-01-06 10:00"))
    (at_work,) = found(*BACK, calendar=OFFICE)
    assert at_work.held == work_hours(8)


def test_who_comes_back_later_has_not_returned() -> None:
    """Over chris it is no ping-pong; nor is it where nobody had it in between."""
    around = owned(("05 09:00", "ann"), ("05 10:00", "bram"), ("05 11:00", "chris"), ("05 12:00", "ann"))
    assert (len(found(*around)), found(*around).changes, found(*around).changed) == (0, 3, 1)
    again = owned(("05 09:00", "ann"), ("05 10:00", "ann"), ("05 11:00", None), ("05 12:00", "ann"))
    assert (len(found(*again)), found(*again).changes, found(*again).changed) == (0, 0, 0)


def test_each_return_counts() -> None:
    """Ann, bram, ann, bram: two returns of one lead, and of one pair."""
    both = owned(("05 09:00", "ann"), ("05 10:00", "bram"), ("05 11:00", "ann"), ("05 14:00", "bram"))
    other = owned(("05 09:00", "chris"), ("05 10:00", "ann"), ("05 12:00", "chris"), lead="L2")
    result = found(*both, *other)
    assert [(item.lead, item.owner) for item in result] == [("L1", "ann"), ("L1", "bram"), ("L2", "chris")]
    assert (result.leads, result.changes, result.changed) == (("L1", "L2"), 5, 2)
    assert result.pairs == ((("ann", "bram"), 2), (("ann", "chris"), 1))
    assert result.held == hours(2)
    assert [item.owner for item in result.of("L1")] == ["ann", "bram"]
    assert (result.of("L3"), result.of(5)) == ((), ())  # type: ignore[arg-type]  # no id of a lead
    assert found().held is None


def test_only_what_came_back_soon() -> None:
    """To the hour, and in work time with a calendar."""
    assert len(found(*BACK, within=hours(24))) == 1
    assert len(found(*BACK, within=hours(23))) == 0
    assert len(found(*BACK, within=work_hours(8), calendar=OFFICE)) == 1
    assert len(found(*BACK, within=work_hours(7), calendar=OFFICE)) == 0


def test_the_field_counts_before_any_event() -> None:
    """Ann has it by the field; bram gets it, and ann has it back."""
    fields = {"L1": {"owner": "ann"}, "L2": {"owner": "ann"}, "L3": {"owner": "ann"}}
    by_field = [
        Event("L2", at(f"2026-01-{when}"), "field", owner, field="owner")
        for when, owner in (("05 09:00", "bram"), ("05 11:00", "ann"))
    ]
    history = journeys([*owned(("05 10:00", "bram"), ("06 10:00", "ann")), *by_field], fields)
    result = ping_pong(history, as_of=AS_OF)
    assert [(item.lead, item.owner, item.other, item.held) for item in result] == [
        ("L1", "ann", "bram", hours(24)),
        ("L2", "ann", "bram", hours(2)),
    ]
    assert (result.changes, result.changed) == (4, 2)


def test_who_owns_a_deal_does_not_own_its_lead() -> None:
    """The deal's hand-offs are its own."""
    linked = [happened("2026-01-05 08:00", "link", "D1"), happened("2026-01-05 11:00", "owner", "desk", lead="D1")]
    assert found(*linked, *BACK).changes == 2


def test_what_comes_later_does_not_count() -> None:
    """Up to `as_of`, that instant included."""
    history = journeys(BACK)
    assert len(ping_pong(history, as_of=at("2026-01-06 10:00"))) == 1
    assert len(ping_pong(history, as_of=at("2026-01-06 09:59"))) == 0
    with pytest.raises(DataError):
        ping_pong(history, as_of=at("2028-01-01 09:00"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"within": work_hours(1)}, "no-calendar"),
        ({"within": hours(1), "calendar": OFFICE}, "unlike-times"),
        ({"within": work_days(1), "calendar": OFFICE}, "wrong-type"),
        ({"within": hours(0)}, "not-positive"),
        ({"within": "1 hour"}, "wrong-type"),
        ({"calendar": "office"}, "wrong-type"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], code: str) -> None:
    """Each with its reason."""
    with pytest.raises(DocumentError) as refused:
        found(*BACK, **asked)
    assert refused.value.code == code


def test_it_shows_itself() -> None:
    """How many, between whom, and each of them; and as data."""
    assert to_text(found(*BACK).blocks()) == SHOWN.strip("\n")
    nothing = "0 leads changed owner, 0 times in all; 0 leads went back to the owner before, 0 times in all."
    assert to_text(found().blocks(), width=200).splitlines()[-1] == nothing
    data = found(*BACK).to_dict()
    assert data == {
        "alignkit": 1,
        "kind": "ping-pong",
        "as_of": "2026-01-12T12:00:00+01:00",
        "changes": 2,
        "changed": 1,
        "leads": 1,
        "held": "1 day",
        "pairs": [{"owners": ["ann", "bram"], "times": 1}],
        "returns": [
            {
                "lead": "L1",
                "at": "2026-01-06T10:00:00+01:00",
                "owner": "ann",
                "other": "bram",
                "left": "2026-01-05T10:00:00+01:00",
                "held": "1 day",
            }
        ],
    }


SHOWN = """
Ping-pong
─────────
1 lead changed owner, 2 times in all; 1 lead went back to the owner before, 1
time in all. At the median the other had it for 1 day.

between  and   times
───────  ────  ─────
ann      bram      1

lead  owner  other  left              came back         held
────  ─────  ─────  ────────────────  ────────────────  ────
L1    ann    bram   2026-01-05 10:00  2026-01-06 10:00   1 d
"""
