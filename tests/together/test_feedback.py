"""Feedback: how offered leads were answered, by rule and by what brought them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.together.build import FACTS, FUNNEL, TEN, told

from alignkit.display.text import to_text
from alignkit.errors import DataError, DocumentError
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.acceptance import Handoffs
from alignkit.handoff.review import review
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import days
from alignkit.rules.field import field
from alignkit.rules.predicates import at_least, did
from alignkit.together.feed_back import entry_parts, feedback
from alignkit.together.feedbacks import Feedback
from alignkit.together.intervals import wilson

OFFER = FUNNEL.boundaries[0]


def fed(facts: Facts = FACTS, **asked: Any) -> Feedback:  # noqa: ANN401 - what may be asked
    """Replay, review and ask."""
    journeys = replay(FUNNEL, facts, as_of=TEN)
    return feedback(review(journeys, OFFER, as_of=TEN, answer_within=days(10)), journeys, **asked)


def _at(number: int) -> datetime:
    return datetime(2026, 2, number, 12, tzinfo=UTC)


def offered(lead: str, answer: str | None = None, reason: str | None = None, **fields: Any) -> Facts:  # noqa: ANN401 - fields
    """Tell of one offer and its answer."""
    events = [Event(lead, _at(3), "stage", "mql")]
    if answer is not None:
        events.append(Event(lead, _at(4), answer, reason))
    return Facts({lead: fields}, events)


def many(*counts: tuple[str, int, int]) -> Facts:
    """Tell of sources: how many of each were accepted, and how many rejected."""
    facts = Facts()
    for source, yes, no in counts:
        for n in range(yes + no):
            facts += offered(f"{source}{n}", "accept" if n < yes else "reject", "no budget", source=source)
    return facts


def test_by_rule() -> None:
    """What the entry rule said at the offer, against the answer; what waits and what is silent are no answers."""
    found = fed().of("large")
    yes, no = found.of("yes"), found.of("no")
    assert (yes.counts["accepted"], yes.counts["waiting"], yes.counts["silent"], yes.answered) == (1, 1, 1, 1)
    assert (no.answered, no.accepted, no.reasons) == (1, 0, (("no budget", 1),))
    assert (no.share, yes.share) == told(0, 1)
    assert found.of("unknown").handoffs == ()
    assert (found.of("unknown").share, found.of("unknown").interval) == (None, None)
    assert found.sentence == "large: 1 of 1 that met it was accepted, 0 of 1 that did not."


def test_a_rule_that_nobody_met_has_its_sentence() -> None:
    """It says what they did not, since nobody who did stands before."""
    small = fed(offered("L1", "accept", employees=10) + offered("L2", "accept")).of("large").sentence
    assert small == "large: 1 of 1 that did not meet it was accepted, 1 of 1 of which too little was known."


def test_a_rule_is_asked_at_the_offer() -> None:
    """On what was known then: a field that was filled in later was unknown, and so was what happened later."""
    late = Event("L1", _at(5), "field", 80, field="employees")
    called = Event("L1", _at(5), "demo")
    facts = offered("L1", "accept") + Facts(events=[late, called])
    found = fed(facts, rules=[field("employees") >= 50, did("demo")])
    assert [group.value for table in found.tables[:2] for group in table.groups] == ["unknown", "no"]


def test_the_entry_rule_and_its_parts() -> None:
    """The whole, and what it is made of: one level, through names; named rules by their titles."""
    icp = (field("employees") >= 50).named("icp", title="ICP fit")
    stages = {
        "all": (icp & did("demo")).named("mql", title="MQL"),
        "any": icp | (field("country") == "NL"),
        "some": at_least(2, icp, did("demo"), did("webinar")),
        "one": icp.named("mql"),
        "none": None,
    }
    parts = {}
    for name, rule in stages.items():
        path = [Stage("mql", "marketing", rule), FUNNEL.stage("won")]
        parts[name] = list(entry_parts(Funnel("inbound", path), "mql"))
    assert parts["all"] == ["MQL", "ICP fit", "did demo"]
    assert parts["any"][1:] == ["ICP fit", "country is NL"]
    assert parts["some"][1:] == ["ICP fit", "did demo", "did webinar"]
    assert parts["one"] == ["mql"]
    assert parts["none"] == []


def test_by_what_brought_the_lead() -> None:
    """Its field, or else what its first event tells; a lead of which nothing is told is in its own group, at last."""
    facts = (
        offered("L1", "accept", campaign="fair")
        + offered("L2", "reject", "no budget")
        + Facts(events=[Event("L2", _at(1), "webinar", attributes={"campaign": "spring"})])
        + offered("L3")
        + Facts(events=[Event("L3", _at(2), "campaign", "fair"), Event("L3", _at(5), "campaign", "spring")])
        + offered("L4", "accept", campaign="  ")
        + offered("L5", "accept", campaign=["b", "a"])
        + offered("L6", campaign=True)
        + offered("L7", campaign=7)
    )
    groups = fed(facts).of("campaign").groups
    assert [(group.value, [one.lead for one in group.handoffs]) for group in groups] == [
        ("fair", ["L1", "L3"]),
        ("7", ["L7"]),
        ("b, a", ["L5"]),
        ("spring", ["L2"]),
        ("yes", ["L6"]),
        (None, ["L4"]),
    ]
    assert fed(facts).of("campaign").of(None).accepted == 1
    assert fed(facts).of("campaign").of("nothing such").answered == 0


def test_the_system_that_recorded_an_event_brought_nobody() -> None:
    """`Event.source` is no source of leads."""
    facts = Facts(events=[Event("L1", _at(3), "stage", "mql", source="HubSpot")])
    assert [group.value for group in fed(facts).of("source").groups] == [None]


def test_other_fields_and_other_rules() -> None:
    """Asked for by name; each once, in the order asked."""
    found = fed(by=["employees", "source", "employees"], rules=[field("employees") >= 90, field("employees") >= 90])
    assert [(table.what, table.kind) for table in found.tables] == [
        ("employees is at least 90", "rule"),
        ("employees", "field"),
        ("source", "field"),
    ]
    assert fed(by=(), rules=()).tables == ()


def test_two_of_two_are_no_share() -> None:
    """Under ten answers the counts are told, and the interval says how little that is."""
    few = fed(many(("fair", 2, 0), ("list", 9, 0), ("web", 9, 1))).of("source")
    assert [few.of(name).is_small for name in ("fair", "list", "web")] == [True, True, False]
    text = to_text(fed(many(("fair", 2, 0))).blocks(), width=120)
    assert "too few (34–100)" in text
    assert "2 of 2 answered were accepted, too few for a share" in text
    assert "100 %" not in text


def test_what_the_fields_tell() -> None:
    """Most and least often, among those with enough answers; and whether that may be chance."""
    apart = fed(many(("fair", 19, 1), ("list", 1, 19), ("web", 10, 10), ("tip", 2, 0))).of("source").sentence
    assert apart == "Accepted most often: fair, 19 of 20 (95 %); least often: list, 1 of 20 (5 %)."
    near = fed(many(("fair", 12, 8), ("list", 9, 11))).of("source").sentence
    assert near.endswith("Their intervals overlap, so that this may be chance.")
    assert fed(many(("fair", 5, 5), ("list", 10, 10))).of("source").sentence == (
        "All groups with enough answers were accepted alike."
    )
    for few in ((), (("tip", 2, 1),)):
        alone = fed(many(("fair", 20, 5), *few)).of("source").sentence
        assert alone == "Only fair has enough answers for a share: 20 of 25 (80 %)."
    assert fed(many(("fair", 2, 5), ("tip", 2, 1))).of("source").sentence == (
        "There are too few answers to hold the groups against each other."
    )


def test_reasons_of_every_no() -> None:
    """Of rejections, also where none was told; of what was given back where one was."""
    back = Facts(events=[Event("L1", _at(6), "reject", "too cold"), Event("L2", _at(6), "stage", "lead")])
    facts = offered("L1", "accept") + offered("L2", "accept") + offered("L3", "reject") + back
    whole = fed(facts).whole
    assert (whole.reasons, whole.returned, whole.accepted) == ((("too cold", 1), (None, 1)), 2, 2)
    text = to_text(fed(facts).blocks(), width=200)
    assert "too cold (1), no reason given (1)" in text
    assert "3 offers: 2 of 3 answered were accepted, too few for a share; 2 of those accepted were given back" in text


def test_each_offer_of_a_part_counts() -> None:
    """A part of the handoffs does as well, and each offer is in one group of each table."""
    journeys = replay(FUNNEL, FACTS, as_of=TEN)
    every = review(journeys, OFFER, as_of=TEN)
    found = feedback(Handoffs(OFFER, every.items[:2], TEN), journeys)
    assert len(found.whole.handoffs) == 2
    assert all(sum(len(group.handoffs) for group in table.groups) == 2 for table in found.tables)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["accept", "reject", None]),
            st.sampled_from(["fair", "list", None]),
            st.sampled_from([10, 90, None]),
        ),
        max_size=25,
    )
)
def test_it_equals_counting_by_hand(leads: list[tuple[str | None, str | None, int | None]]) -> None:
    """A row a lead, counted with plain loops: for each source, and for each answer of the entry rule."""
    facts = Facts()
    for number, (answer, source, size) in enumerate(leads):
        fields = {"source": source, "employees": size}
        facts += offered(f"L{number}", answer, "no budget", **{k: v for k, v in fields.items() if v is not None})
    found = fed(facts)
    rows = [(answer, source, {90: "yes", 10: "no", None: "unknown"}[size]) for answer, source, size in leads]
    for table, place in (("source", 1), ("large", 2)):
        for value in {row[place] for row in rows}:
            mine = [row for row in rows if row[place] == value]
            group = found.of(table).of(value)
            assert group.accepted == sum(lead[0] == "accept" for lead in mine)
            assert group.answered == sum(lead[0] is not None for lead in mine)
            assert len(group.handoffs) == len(mine)
            assert group.interval == wilson(group.accepted, group.answered)
    assert found.whole.answered == sum(lead[0] is not None for lead in leads)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": "source"}, "wrong-type"),
        ({"by": [5]}, "bad-id"),
        ({"by": [""]}, "bad-id"),
        ({"rules": field("x") >= 1}, "wrong-type"),
        ({"rules": ["x"]}, "not-a-rule"),
        ({"rules": 5}, "wrong-type"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], code: str) -> None:
    """Each with its reason."""
    with pytest.raises(DocumentError) as refused:
        fed(**asked)
    assert refused.value.code == code


def test_of_other_things() -> None:
    """Handoffs and journeys that belong together, and no others."""
    journeys = replay(FUNNEL, FACTS, as_of=TEN)
    handoffs = review(journeys, OFFER, as_of=TEN)
    with pytest.raises(DocumentError, match="Handoffs"):
        feedback(list(handoffs), journeys)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(DocumentError, match="Journeys"):
        feedback(handoffs, journeys[0])  # type: ignore[arg-type]  # the mistake
    with pytest.raises(DataError, match="unknown-lead"):
        feedback(handoffs, replay(FUNNEL, Facts(), as_of=TEN))
    with pytest.raises(DocumentError, match="did you mean 'campaign'"):
        fed().of("campain")


def test_it_is_plain_data() -> None:
    """Counts, share, interval and reasons of each group."""
    plain = json.loads(json.dumps(fed().to_dict()))
    assert (plain["kind"], plain["whole"]["answered"], plain["whole"]["small"]) == ("feedback", 2, True)
    table = plain["tables"][0]
    assert (table["what"], table["kind"], table["groups"][1]["value"]) == ("large", "rule", "no")
    assert table["groups"][1]["reasons"] == [{"reason": "no budget", "count": 1}]
    assert table["groups"][1]["share"] == 0
    empty = json.loads(json.dumps(fed(Facts()).to_dict()))
    assert (empty["whole"]["share"], empty["whole"]["interval"]) == (None, None)
    assert to_text(fed(Facts()).blocks()).splitlines()[2:] == ["No lead was offered."]
    assert "1 offer: none was answered yet; 1 is past the agreed time." in to_text(fed(offered("L1")).blocks())
