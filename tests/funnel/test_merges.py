"""Merged leads: one journey, in which an entry counts that takes the united lead further."""

from __future__ import annotations

import pytest
from tests.funnel.build import END, HANDED, INBOUND, act, change, codes, day, entry, followed, path_of

from alignkit.display.text import to_text
from alignkit.errors import DataError
from alignkit.funnel.convert import cohort_conversion
from alignkit.funnel.follow_score import score_series
from alignkit.funnel.journeys import Journey
from alignkit.funnel.match import occurrences
from alignkit.funnel.patterns import accepted, entered, rejected
from alignkit.funnel.replay import replay
from alignkit.funnel.verify import verify
from alignkit.history.attributes import Value
from alignkit.history.event_data import event_data, event_of
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import month
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

MERGED = act("merge", 20, "B", lead="A")


def united(*events: Event, at: float = 20, handed: bool = False) -> Journey:
    """Replay the events of A and B, of which A is merged into B."""
    merge = act("merge", at, "B", lead="A")
    return followed(merge, *events, funnel=HANDED if handed else INBOUND).of("B")


def passed(journey: Journey) -> list[tuple[str, object]]:
    """Return the entries that do not count, as record and value."""
    assert journey.united is not None
    return [(event.lead, event.value) for event in journey.united.passed_over]


def test_E07_one_lead_counted_once() -> None:
    """Two records in mql are one MQL, and the absorbed id leads nobody astray."""
    journeys = followed(entry("mql", 1, "A"), entry("mql", 2, "B"), entry("mql", 3, "C"), MERGED)
    assert [journey.lead for journey in journeys] == ["B", "C"]
    assert [(count.entered, count.inside) for count in journeys.counts[:2]] == [(2, 0), (2, 2)]
    assert (journeys.of("B").absorbed, journeys.of("C").absorbed) == (("A",), ())
    with pytest.raises(DataError) as refused:
        journeys.of("A")
    assert str(refused.value) == "unknown-lead: there is no lead 'A' any more: it was merged into 'B'"
    with pytest.raises(DataError, match="there is no lead 'D'"):
        journeys.of("D")
    conversion = cohort_conversion(journeys, "lead", "mql", period=month(2026, 1, zone="UTC"), as_of=END)
    assert (conversion.entered, conversion.converted) == (2, 2)


def test_E07_an_entry_counts_if_it_takes_the_united_lead_further() -> None:
    """Further than every earlier entry of the other record, whether or not that one counted."""
    journey = united(
        entry("lead", 1, "A"),
        entry("lead", 2, "B"),  # no further
        entry("sal", 3, "B"),
        entry("mql", 4, "A"),  # less far
        entry("sql", 5, "A"),
        entry("sal", 6, "A"),  # a way back that is further than nothing of B's
        entry("sql", 7, "B"),  # as far as A's
        entry("won", 8, "B"),
    )
    assert path_of(journey) == ["lead", "(mql)", "sal", "sql", "won"]
    assert [visit.event.lead for visit in journey.visits if visit.event] == ["A", "B", "A", "B"]
    assert passed(journey) == [("B", "lead"), ("A", "mql"), ("A", "sal"), ("B", "sql")]
    assert codes(journey) == []
    assert len(journey.events) == 9


def test_E07_from_the_merge_on_all_entries_count() -> None:
    """At its very instant, too, whoever's they are; and where the other record has no entry they always did."""
    journey = united(entry("sql", 1, "A"), entry("mql", 2, "B"), entry("mql", 20, "B"), entry("sal", 21, "A"))
    assert path_of(journey) == ["(lead)", "(mql)", "(sal)", "sql", "mql", "sal"]
    assert passed(journey) == [("B", "mql")]
    alone = united(entry("sql", 1, "A"), entry("mql", 2, "A"), entry("lead", 3, "A"), entry("mql", 4, "B"))
    assert path_of(alone) == ["(lead)", "(mql)", "(sal)", "sql", "mql", "lead"]
    assert codes(alone) == ["backward-move", "backward-move"]


def test_E07_an_exit_and_a_cleared_stage_take_nobody_further() -> None:
    """They count where the other record has no entry so far; an exit is an entry, a cleared stage is none."""
    journey = united(entry("lead", 1, "A"), entry("mql", 2, "B"), entry(None, 3, "B"), entry("lost", 4, "B"))
    assert path_of(journey) == ["lead", "mql"]
    assert passed(journey) == [("B", None), ("B", "lost")]
    first = united(entry("lost", 1, "B"), entry("disqualified", 2, "A"), entry("mql", 3, "A"))
    assert path_of(first) == ["lost", "(lead)", "mql"]
    assert passed(first) == [("A", "disqualified")]
    cleared = united(entry("mql", 1, "B"), entry(None, 2, "B"), entry("lead", 3, "A"), entry("sal", 4, "A"))
    assert path_of(cleared) == ["(lead)", "mql", "sal"]
    nothing = united(entry(None, 1, "A"), entry("lost", 2, "B"))
    assert path_of(nothing) == ["lost"]


def test_E07_another_record_is_told_as_other_deal() -> None:
    """Where the entry of one record would be flagged after that of another; a note, for nobody did anything wrong."""
    journey = united(entry("sal", 1, "B"), entry("lost", 2, "B"), entry("sql", 3, "A"))
    assert path_of(journey)[-2:] == ["lost", "sql"]
    assert [(found.code, found.path, found.level) for found in journey.violations] == [("other-deal", "B", "note")]
    assert "moved from 'lost' to 'sql' by 'A', another record of the same lead" in journey.violations[0].message


def test_E07_answers_count_as_entries_do() -> None:
    """A yes leads to its boundary's accepted stage, a no to the rejected one."""
    journey = united(
        entry("mql", 1, "A"),
        entry("lead", 2, "B"),
        act("accept", 3, lead="A"),
        act("reject", 4, "no budget", lead="A"),  # back to lead, where B stands
        act("accept", 5, lead="B"),  # as far as A is
        handed=True,
    )
    assert path_of(journey) == ["(lead)", "mql", "sal"]
    assert passed(journey) == [("B", "lead"), ("A", "no budget"), ("B", None)]
    assert [(event.lead, event.kind) for event, _ in journey.answers] == [("A", "accept")]
    assert len(occurrences(accepted("sal"), journey)) == 1
    assert occurrences(rejected(), journey) == ()
    assert codes(journey) == []
    alone = united(entry("mql", 1, "A"), act("reject", 2, "unheard of", lead="A"), entry("lead", 3, "B"), handed=True)
    assert codes(alone) == ["unknown-reason"]
    told = united(entry("mql", 1, "A"), entry("lead", 2, "B"), act("reject", 3, "unheard of", lead="A"), handed=True)
    assert codes(told) == []


def test_E07_a_yes_that_follows_its_entry_counts() -> None:
    """The CRM moves the lead, then tells the answer: the lead stands there already."""
    journey = united(entry("lead", 1, "B"), entry("sal", 2, "A"), act("accept", 2.5, lead="A"), handed=True)
    assert [(event.kind, boundary is not None) for event, boundary in journey.answers] == [("accept", True)]
    # the lead stays where it is, from where a no leads further than the other's exit
    after = [entry("mql", 2, "A"), entry("sal", 3, "A"), act("accept", 4, lead="A"), act("reject", 5, lead="A")]
    journey = united(entry("lost", 1, "B"), *after, handed=True)
    assert path_of(journey) == ["lost", "(lead)", "mql", "sal", "lead"]


def test_E07_without_boundaries_an_answer_takes_nobody_further() -> None:
    """It counts where the other record has no entry so far."""
    assert [answer.event.lead for answer in united(act("accept", 1, "sal", lead="A")).answers] == ["A"]
    assert united(entry("lead", 1, "B"), act("accept", 2, "sal", lead="A")).answers == ()


def test_E07_deals_belong_to_the_record_that_they_were_linked_to() -> None:
    """The deal of A counts as A does; two deals of one record do not stand in each other's way."""
    linked = [act("link", 0, deal, lead="A") for deal in ("D1", "D2")]
    journey = united(*linked, entry("sql", 1, "D1"), entry("sal", 2, "B"), entry("mql", 3, "D2"), entry("sql", 4, "D2"))
    assert path_of(journey)[3:] == ["sql"]
    assert passed(journey) == [("B", "sal"), ("D2", "mql")]
    apart = united(*linked, entry("sql", 1, "D1"), entry("sal", 2, "D2"))
    assert path_of(apart)[3:] == ["sql", "sal"]
    assert codes(apart) == ["other-deal"]


def test_E07_three_records_are_one_in_two_steps() -> None:
    """A and B are one from the tenth on, and both with C from the twentieth."""
    events = [
        act("merge", 10, "B", lead="A"),
        act("merge", 20, "C", lead="B"),
        entry("sal", 1, "A"),
        entry("mql", 11, "B"),  # B is A by then, and C has no entry
        entry("lead", 12, "C"),
        entry("mql", 13, "C"),
        entry("sql", 14, "C"),
        entry("won", 15, "A"),
    ]
    journey = followed(*events).of("C")
    assert journey.absorbed == ("B", "A")
    assert path_of(journey) == ["(lead)", "(mql)", "sal", "mql", "(sal)", "sql", "won"]
    assert passed(journey) == [("C", "lead"), ("C", "mql")]


def test_E07_an_unknown_stage_is_told_of_every_record() -> None:
    """Nobody can say how far it is, so it is not passed over in silence."""
    journeys = followed(MERGED, entry("mql", 1, "B"), entry("unheard of", 2, "A"))
    assert [(found.code, found.path) for found in journeys.findings if found.level == "error"] == [
        ("unknown-stage", "B")
    ]


def test_E07_everything_else_counts_for_the_lead() -> None:
    """Touches and own words of all records; `did` sees them, and what does not count as an entry, too."""
    journey = united(
        entry("mql", 1, "B"),
        act("touch", 2, "call", lead="A"),
        act("webinar", 3, lead="B"),
        act("webinar", 4, lead="A"),
        entry("lead", 5, "A"),
    )
    assert [found.event and found.event.lead for found in occurrences(did("webinar"), journey)] == ["B", "A"]
    assert len(occurrences(did("call"), journey)) == 1
    assert len(occurrences(did("stage"), journey)) == 2
    assert len(occurrences(entered("lead"), journey)) == 1


def test_E07_fields_at_any_instant_are_the_survivors_with_gaps_filled() -> None:
    """`fields`, `fields_at`, `baseline`, owners, `verify` and a score over time agree."""
    events = [
        MERGED,
        change("employees", 80, 2, "A"),
        change("employees", 20, 5, "B"),
        change("employees", 90, 6, "A"),
        act("owner", 3, "ann", lead="A"),
        act("owner", 4, "bram", lead="B"),
        act("owner", 5, "chris", lead="A"),
        entry("mql", 3, "A"),
    ]
    leads: dict[str, dict[str, Value]] = {
        "A": {"country": "NL", "owner": "dora"},
        "B": {"country": "BE", "owner": None},
    }
    journey = followed(*events, leads=leads).of("B")
    assert dict(journey.baseline) == {"country": "BE", "owner": "dora"}
    assert [journey.fields_at(day(at)).get("employees") for at in (1, 2, 4, 5, 6, 30)] == [None, 80, 80, 20, 20, 20]
    assert dict(journey.fields) == {"country": "BE", "employees": 20, "owner": "dora"}
    assert [journey.owner_at(day(at)) for at in (1, 3, 4, 6)] == ["dora", "ann", "bram", "bram"]
    assert [(one.owner, one.event and one.event.lead) for one in journey.owners()] == [
        ("dora", None),
        ("ann", "A"),
        ("bram", "B"),
    ]
    size = Score("size", [Points(10, when=field("employees") >= 50)])
    series = score_series(size, journey, as_of=END)
    assert [(step.at, int(step.points)) for step in series.steps] == [(day(2), 10), (day(5), 0)]
    stages = [stage if stage.id != "mql" else type(stage)("mql", "marketing", field("employees") >= 50) for stage in
              INBOUND.path]  # fmt: skip
    funnel = type(INBOUND)("ruled", stages, INBOUND.exits)
    assert [item.verdict.name for item in verify(funnel, journey)] == ["YES"]


@pytest.mark.parametrize(
    ("events", "code", "told"),
    [
        ([act("merge", 1, "B", lead="A"), act("merge", 2, "A", lead="B")], "merge-cycle", "'A' → 'B' → 'A'"),
        ([act("merge", 1, "A", lead="A")], "merge-cycle", "'A' → 'A'"),
        ([act("merge", 1, "B", lead="A")], "unknown-lead", "'B', of which there is no event"),
        (
            [
                act("merge", 1, "B", lead="A"),
                act("merge", 2, "C", lead="A"),
                entry("mql", 1, "B"),
                entry("mql", 1, "C"),
            ],
            "merged-twice",
            "into 'B' and into 'C'",
        ),
    ],
)
def test_E08_what_is_wrong_with_merges_raises_in_strict_mode(events: list[Event], code: str, told: str) -> None:
    """At the answer; where warnings pass, every lead has its journey."""
    events = [*events, entry("lead", 0, "A")]
    with pytest.raises(DataError) as refused:
        followed(*events, errors="strict")
    assert refused.value.code == code
    assert told in str(refused.value)
    journeys = followed(*events, errors="raise")
    assert code in {found.code for found in journeys.findings}
    assert sum(len(journey.events) for journey in journeys) == len(events)


def test_E08_the_survivor_may_still_come() -> None:
    """Events are made and gathered one by one: nothing is raised before somebody asks for an answer."""
    facts = Facts(events=[MERGED, entry("mql", 1, "A")])
    later = facts + Facts(events=[entry("lead", 2, "B")])
    assert replay(INBOUND, later, as_of=END, errors="strict").of("B").absorbed == ("A",)


def test_E07_it_shows_itself() -> None:
    """The journey tells which records it is one with, and how many entries do not count."""
    journey = united(entry("mql", 1, "A"), entry("lead", 2, "B"))
    text = " ".join(to_text(journey.blocks(), width=200).split())
    assert (
        "One lead with what was merged into it: A (into B, 2026-01-21 00:00+00:00). 1 entry of these records does not "
        "count, since another was as far." in text
    )
    data = journey.to_dict()
    assert (data["lead"], data["absorbed"]) == ("B", ["A"])
    more = united(entry("mql", 1, "A"), entry("lead", 2, "B"), entry("mql", 3, "B"))
    assert "2 entries of these records do not count" in " ".join(to_text(more.blocks(), width=200).split())
    assert "not count" not in to_text(united(entry("mql", 1, "A")).blocks())


def test_E07_some_leads_alone_keep_what_was_found_of_their_records() -> None:
    """What lies ahead of the absorbed record was found of the lead."""
    journeys = followed(MERGED, entry("mql", 1, "B"), entry("won", 99, "A"), entry("won", 99, "C"))
    only = journeys.only(["B", "A"])
    assert [journey.lead for journey in only] == ["B"]
    assert [found.path for found in only.findings if found.code == "future-event"] == ["A"]


def test_E07_a_merge_is_plain_data() -> None:
    """As the monitor saves it."""
    assert event_of(event_data(MERGED)) == MERGED
