"""The agreement as a Python value: each name means one thing, and whatever is named exists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.agreement.build import FULL, agreement

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.vocabulary import Term
from alignkit.errors import AlignkitError, DocumentError, TimeError
from alignkit.funnel.patterns import entered
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.slas import SLA, Tier
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import minutes
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, met
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import work_hours

ICP = (field("employees") >= 50).named("icp")
FIT = Score("fit", [Points(60, when=ICP)])
MQL = (ICP & (FIT >= 50)).named("mql")
FUNNEL = Funnel("inbound", [
    Stage("lead", "marketing"), Stage("mql", "marketing", entry=MQL), Stage("won", "sales", outcome="won"),
])  # fmt: skip
OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
SHOP = WorkCalendar("Europe/Amsterdam", {"sat": ["09:00-17:00"]})
HOT = Tier("hot", (FIT >= 55).named("hot lead"), minutes(5))
TOUCH = SLA("first touch", "sales", entered("mql"), did("call"), work_hours(4), OFFICE, tiers=[HOT])
GOAL = Goal("touched", "sales", met(TOUCH), at_least=0.9, weight=1)


def built(**parts: Any) -> Agreement:  # noqa: ANN401 - any parts
    """Return an agreement with some parts of its own."""
    return Agreement("Inbound", **{"version": "1", "zone": "Europe/Amsterdam", "funnel": FUNNEL, **parts})


def refused(*codes: str, **parts: object) -> AlignkitError:
    """Build an agreement that must be refused with exactly these codes."""
    with pytest.raises(AlignkitError) as caught:
        built(**parts)
    assert [issue.code for issue in caught.value.issues] == list(codes)
    return caught.value


def test_what_stands_inside_is_collected() -> None:
    """Rules, scores, SLAs and calendars that stand in stages, tiers and goals are found, each once."""
    made = built(goals=[GOAL], rules=[ICP])
    assert [rule.name for rule in made.rules] == ["icp", "mql", "hot lead"]
    assert [score.name for score in made.scores] == ["fit"]
    assert [sla.name for sla in made.slas] == ["first touch"]
    assert [calendar.name for calendar in made.calendars] == ["calendar 1"]
    assert made.rule("mql") is MQL
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        made.rule("mlq")


def test_calendars_without_a_name_get_one() -> None:
    """And one that has a name keeps it, however often it is used."""
    other = SLA("second touch", "sales", entered("mql"), did("mail"), work_hours(4), SHOP)
    made = built(slas=[TOUCH, other], calendars=[attrs.evolve(OFFICE, name="calendar 1")])
    assert [calendar.name for calendar in made.calendars] == ["calendar 1", "calendar 2"]


def test_one_name_means_one_thing() -> None:
    """Two rules, scores, SLAs or calendars of one name are refused; the same one twice is one."""
    refused("duplicate-id", rules=[ICP, (field("employees") >= 10).named("icp")])
    refused("duplicate-id", scores=[FIT, Score("fit", [Points(1, when=ICP)])])
    refused("duplicate-id", slas=[TOUCH, attrs.evolve(TOUCH, within=work_hours(5))])
    refused("duplicate-id", calendars=[attrs.evolve(one, name="office") for one in (OFFICE, SHOP)])
    assert len(built(rules=[ICP, (field("employees") >= 50).named("icp")]).rules) == 2


def test_names_of_fields_sources_and_words() -> None:
    """Each is declared once; a word means one thing."""
    size = FieldDeclaration("employees", "integer")
    refused("duplicate-id", fields=[size, size])
    refused("duplicate-id", sources=[CsvSource(name="crm"), CsvSource(name="crm")])
    terms = [Term("mql", "Qualified.", aliases=["MQL"]), Term("sal", "Accepted.", aliases=["MQL"])]
    assert "'MQL'" in str(refused("duplicate-id", vocabulary=terms))
    refused("duplicate-id", "duplicate-id", vocabulary=[Term("mql", "One."), Term("mql", "Two.")])
    refused("duplicate-id", systems=[("stages", "A"), ("stages", "B")])


def test_teams() -> None:
    """Two at least, each once; every owner is one of them."""
    refused("too-few-teams", "unknown-team", teams=["marketing"])
    refused("too-few-teams", teams=["marketing", "sales", "sales"])
    parts = {"slas": [attrs.evolve(TOUCH, owner="saless")], "signoffs": [SignOff("oops", "Ada", date(2026, 1, 5), "x")]}
    error = refused("unknown-team", "unknown-team", teams=["marketing", "sales", "ops"], **parts)
    assert [issue.path for issue in error.issues] == ['slas."first touch".owner', "signoffs[0].team"]


def test_fields_of_rules() -> None:
    """Where fields are declared, a rule anywhere asks about no other, and the fault is told once."""
    fields = [FieldDeclaration("emploees", "integer")]
    error = refused("unknown-field", fields=fields, rules=[MQL], slas=[TOUCH])
    assert error.issues[0].path == "rules.icp"
    tier = attrs.evolve(TOUCH, tiers=[Tier("hot", field("vip").is_true(), minutes(5))])
    found = refused("unknown-field", "unknown-field", fields=fields, slas=[tier]).issues
    assert [issue.path for issue in found] == ["rules.icp", 'slas."first touch".tiers.hot.when']
    where = Goal("g", "sales", count(entered("mql"), field("x") > 1), at_least=1, weight=1)
    assert refused("unknown-field", "unknown-field", fields=fields, goals=[where]).issues[1].path == "goals.g.metric"


def test_stages_of_slas_and_goals() -> None:
    """Stages that are named exist; the fault is told once."""
    refused("unknown-stage", slas=[attrs.evolve(TOUCH, starts=entered("mlq"))])
    refused("unknown-stage", goals=[Goal("g", "sales", count(entered("mlq")), at_least=1, weight=1)])


def test_G03_weights() -> None:
    """The weights of the goals sum to 1; the names of goals differ by more than case."""
    refused("weights-sum", goals=[attrs.evolve(GOAL, weight=0.9)])
    goals = [attrs.evolve(GOAL, weight=0.5), attrs.evolve(GOAL, name="Touched", weight=0.5)]
    assert refused("confusable-id", goals=goals).issues[0].path == "goals.Touched"


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("zone", "Mars", "unknown-zone"), ("zone", ["UTC"], "unknown-zone"), ("zone", None, "unknown-zone"),
        ("version", 2026.1, "wrong-type"), ("version", "", "bad-id"), ("currency", "eur", "unknown-currency"),
        ("effective", "2026-01-05", "wrong-type"), ("review_by", datetime(2026, 1, 5, tzinfo=UTC), "wrong-type"),
        ("period", "Q1", "unreadable-period"), ("period", ["month"], "unreadable-period"), ("mission", 5, "wrong-type"),
        ("teams", "sales", "wrong-type"), ("teams", [""], "bad-id"), ("teams", 5, "wrong-type"),
        ("rules", ICP, "wrong-type"), ("rules", [field("x") > 1], "wrong-type"), ("goals", {"g": GOAL}, "wrong-type"),
        ("goals", [GOAL, "touched"], "wrong-type"), ("scores", 5, "wrong-type"), ("fields", "size", "wrong-type"),
        ("slas", [None], "wrong-type"), ("calendars", [1], "wrong-type"), ("vocabulary", ["mql"], "wrong-type"),
        ("funnel", None, "wrong-type"), ("systems", {"stages": 5}, "wrong-type"), ("systems", ["x"], "wrong-type"),
        ("systems", {"": "CRM"}, "bad-id"), ("sources", [CsvSource(name="a\nb")], "bad-id"),
        ("signoffs", ["me"], "wrong-type"),
        ("calendars", [attrs.evolve(OFFICE, name=" x")], "bad-id"),
    ],
)  # fmt: skip
def test_O05_parts_are_checked(part: str, value: object, code: str) -> None:
    """Each part by itself; a change is checked like a new one."""
    error = refused(code, **{part: value})
    assert error.issues[0].path.startswith(part)
    assert isinstance(error, TimeError) is (code in {"unknown-zone", "unreadable-period"})
    change: dict[str, Any] = {part: value}
    with pytest.raises(AlignkitError, match=code):
        attrs.evolve(built(), **change)


def test_all_wrong_parts_at_once() -> None:
    """An agreement in Python tells every fault too."""
    with pytest.raises(DocumentError) as caught:
        Agreement("", version=" ", zone="Mars", funnel=FUNNEL, currency="x", mission=None)  # type: ignore[arg-type]  # wrong on purpose
    assert [issue.path for issue in caught.value.issues] == ["name", "version", "zone", "mission", "currency"]


def test_terms_are_checked() -> None:
    """A word has a meaning, and its aliases are a list."""
    with pytest.raises(DocumentError, match="needs its meaning"):
        Term("mql", " ")
    with pytest.raises(DocumentError, match="aliases are a list"):
        Term("mql", "x", aliases="MQL")
    with pytest.raises(DocumentError, match="aliases are a list"):
        Term("mql", "x", aliases=5)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(DocumentError, match="title"):
        Term("mql", "x", title=5)  # type: ignore[arg-type]  # wrong on purpose


def test_aliases_and_declarations() -> None:
    """What adapters ask for: the word for each alias, the declaration for each field."""
    made = agreement()
    assert made.aliases == {"MQL": "mql"}
    assert made.declared["employees"].unit == "people"


def test_a_scorecard_for_an_instant() -> None:
    """Goals hold for each quarter: the one that the instant falls in, by the agreement's clocks."""
    made = agreement()
    assert made.scorecard_at(datetime(2026, 3, 31, 22, 30, tzinfo=UTC)).period.name == "2026 Q2"
    assert agreement(text=FULL).scorecard_at(datetime(2027, 1, 1, tzinfo=UTC)).period.name == "2026 Q1"
    with pytest.raises(TimeError, match="naive"):
        made.scorecard_at(datetime(2026, 3, 31))  # noqa: DTZ001 - wrong on purpose


def test_O03_repr() -> None:
    """Short, however much is inside."""
    assert repr(agreement()) == (
        "<Agreement 'Inbound' 2026.1: 2 rules, 2 scores, 5 stages, 1 SLAs, 2 goals, 0 sign-offs>"
    )
    assert agreement()._repr_html_().startswith("<")
