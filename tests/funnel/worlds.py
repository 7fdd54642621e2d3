"""Hypothesis strategies: any funnel, and any facts about a few leads with many ties, zones and clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts

# an hour before clocks in Amsterdam are turned back: some of these wall times are shown twice
FIRST = datetime(2026, 10, 24, 23, tzinfo=UTC)
ZONES = (UTC, ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/New_York"))
AS_OF = FIRST + timedelta(hours=20)


@st.composite
def funnels(draw: st.DrawFn) -> Funnel:
    """Draw a funnel of two to six path stages, with exits, recycles and boundaries."""
    size = draw(st.integers(2, 6))
    won = draw(st.integers(1, size - 1))
    path = [Stage(f"s{n}", "sales", outcome="won" if n == won else None) for n in range(size)]
    exits = [Stage("lost", "sales", outcome="lost"), Stage("never", "sales", outcome="disqualified")]
    exits = exits[: draw(st.integers(0, 2))]
    back = [(f"s{later}", f"s{earlier}") for later in range(size) for earlier in range(later)]
    back += [("lost", f"s{n}") for n in range(size) if exits]
    boundaries: list[Boundary] = []
    for number in range(draw(st.integers(0, 2))):
        # often in a chain: accepted at one boundary is offered at the next
        chained = number and draw(st.booleans())
        offered = int(boundaries[-1].accepted[1:]) if chained and boundaries else draw(st.integers(0, size - 2))
        if offered > size - 2 or f"s{offered}" in {item.offered for item in boundaries}:
            continue
        accepted = draw(st.integers(offered + 1, size - 1))
        others = [f"s{n}" for n in range(accepted) if n != offered] + [stage.id for stage in exits]
        if others:
            reasons = ("budget", "region") if number == 0 else ()
            boundaries.append(Boundary(f"s{offered}", f"s{accepted}", draw(st.sampled_from(others)), reasons))
    recycles = draw(st.lists(st.sampled_from(back), unique=True, max_size=4))
    return Funnel("drawn", path, exits, recycles, boundaries)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Funnel, Facts]:
    """Draw a funnel, and facts about up to three leads, one of them with two deals."""
    funnel = draw(funnels())
    stages = [stage.id for stage in funnel.stages]
    events = [Event("L1", FIRST, "link", deal, id=f"link {deal}") for deal in ("D1", "D2")]
    for number in range(draw(st.integers(0, 14))):
        at = FIRST + timedelta(minutes=30) * draw(st.integers(0, 8))
        kind = draw(st.sampled_from(("stage", "stage", "stage", "stage", "accept", "reject", "touch", "owner")))
        value = {
            "stage": st.sampled_from([*stages, *stages, None, "unheard of"]),
            "accept": st.sampled_from([None, None, *stages]),
            "reject": st.sampled_from([None, "budget", "weather", " "]),
            "touch": st.just("call"),
            "owner": st.sampled_from(["ann", "bob"]),
        }[kind]
        events.append(
            Event(
                draw(st.sampled_from(("L1", "L1", "L2", "L3", "D1", "D2"))),
                at.astimezone(draw(st.sampled_from(ZONES))),
                kind,
                draw(value),
                id=f"e{number}",
                seq=draw(st.sampled_from((None, None, 0, 1))),
            )
        )
    events += draw(st.lists(st.sampled_from(events), max_size=3))
    return funnel, Facts({"L1": {}, "L2": {}, "L3": {}, "L4": {}}, draw(st.permutations(events)))


@st.composite
def merged_worlds(draw: st.DrawFn) -> tuple[Funnel, Facts]:
    """Draw a funnel, and facts about four records and two deals, of which some are merged into others, even in turn."""
    funnel = draw(funnels())
    stages = [stage.id for stage in funnel.stages]
    records = ("L1", "L2", "L3", "L4")
    events = [
        Event(draw(st.sampled_from(records)), FIRST, "link", deal, id=f"link {deal}")
        for deal in draw(st.sampled_from([(), ("D1",), ("D1", "D2")]))
    ]
    events += [
        Event(
            draw(st.sampled_from(records)),
            FIRST + timedelta(minutes=30) * draw(st.integers(0, 12)),
            "merge",
            draw(st.sampled_from([*records, "L5"])),
            id=f"m{number}",
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    deals = [str(event.value) for event in events if event.kind == "link"]
    for number in range(draw(st.integers(0, 14))):
        kind = draw(
            st.sampled_from(("stage", "stage", "stage", "stage", "accept", "reject", "field", "field", "owner"))
        )
        values = {
            "stage": [*stages, *stages, None, "unheard of"],
            "accept": [None, None, *stages],
            "reject": [None, "budget"],
            "field": ["ann", "bob", None],
            "owner": ["ann", "bob", "cas", None],
        }[kind]
        events.append(
            Event(
                draw(st.sampled_from([*records, *records, *deals])),
                (FIRST + timedelta(minutes=30) * draw(st.integers(0, 12))).astimezone(draw(st.sampled_from(ZONES))),
                kind,
                draw(st.sampled_from(values)),
                field=draw(st.sampled_from(("owner", "country"))) if kind == "field" else None,
                id=f"e{number:02}",
                seq=draw(st.sampled_from((None, None, 0, 1))),
            )
        )
    fields = st.fixed_dictionaries({}, optional={"owner": st.sampled_from(["dan", None]), "country": st.just("NL")})
    leads = draw(st.sampled_from([{}, {record: draw(fields) for record in records}]))
    return funnel, Facts(leads, draw(st.permutations(events)))
