"""The next version of an agreement, made in Python: what is exchanged is another one wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.agreement.build import FULL, agreement, changed, document, hours_of

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.amend import amend, next_version
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.sign import sign
from alignkit.agreement.versions import Versions
from alignkit.agreement.vocabulary import Term
from alignkit.errors import AlignkitError, DocumentError
from alignkit.funnel.patterns import entered
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, Named, ScoreCompare
from alignkit.rules.scores import Points, Score
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.metrics import Met, count
from alignkit.worktime.work_time import work_hours

ANY: Any = amend
OLD = agreement()
DAY = date(2026, 7, 1)
ICP = (field("employees") >= 80).named("icp")


def told(new: Agreement, old: Agreement = OLD) -> list[str]:
    """Return what changed but for the version and its day."""
    return [change.sentence for change in compare(old, new) if change.path not in {"version", "effective"}]


def test_a_rule_is_exchanged_wherever_it_stands() -> None:
    """In the definition of an MQL, in the score, in the stage, in the tier: one change is told, and nothing is lost."""
    new = amend(OLD, effective=DAY, rules=[ICP])
    assert told(new) == [
        "icp: no longer: country is BE, DE or NL",
        "icp: was: employees is at least 50 people; is now: employees is at least 80 people",
    ]
    mql = new.rule("mql")
    assert isinstance(mql.rule, AllOf)
    assert mql.rule.rules[0] == ICP
    assert new.funnel.stage("mql").entry == mql
    tier = new.slas[0].tiers[0].when
    assert isinstance(tier, ScoreCompare)
    assert tier.score.parts[0].points[0].when == ICP
    assert isinstance(new.goals[1], Goal)
    assert new.goals[1].metric == Met(new.slas[0])
    assert agreement() == OLD


def test_it_equals_the_document_that_somebody_amends_by_hand() -> None:
    """Another threshold, in the document and in Python: one digest."""
    by_hand = changed("version", "2026.2")
    by_hand["effective"] = DAY
    by_hand["rules"]["mql"]["all"][1]["at_least"] = 75
    score = next(score for score in OLD.scores if score.name == "lead")
    mql = (OLD.rule("icp") & (score >= 75)).named("mql")
    assert digest(amend(OLD, effective=DAY, rules=[mql])) == digest(from_document(by_hand))


def test_the_new_version_is_unsigned_and_follows_the_old_one() -> None:
    """Its name is the next one, its signatures are none, and what reads exports stays."""
    whole = sign(agreement(text=FULL, path="signoffs", value=[]), team="sales", by="Noor", on=date(2026, 1, 1))
    new = amend(whole, effective=DAY, mission="We call at once.")
    assert (new.version, new.effective, new.signoffs, new.sources) == ("2026.2", DAY, (), whole.sources)
    assert [finding.code for finding in check(new)][:2] == ["unsigned", "unsigned"]
    assert [tenure.agreement.version for tenure in Versions([new, whole]).tenures] == ["2026.1", "2026.2"]
    assert amend(whole, effective=DAY, version="autumn", mission="We call at once.").version == "autumn"


def test_names_of_versions() -> None:
    """The last number is one higher; without a number somebody must say."""
    assert [next_version(text) for text in ("2026.9", "1", "v 2.0", "2026-Q1")] == ["2026.10", "2", "v 2.1", "2026-Q2"]
    with pytest.raises(DocumentError, match="no-next-version"):
        amend(agreement("version", "spring"), effective=DAY, mission="x")


def test_things_that_stand_in_clauses_and_goals() -> None:
    """An SLA in a goal, a calendar in an SLA, a stage, a score."""
    sla = attrs.evolve(OLD.slas[0], within=work_hours(2))
    office = attrs.evolve(hours_of(OLD), holidays=[])
    new = amend(OLD, effective=DAY, slas=[sla], calendars=[office])
    assert told(new) == [
        "first_touch: was: there is time for 4 work hours; is now: there is time for 2 work hours",
        "office: no longer: closed on 2026-04-06",
        "office: no longer: closed on 2026-04-27",
    ]
    assert new.calendars == (office,)
    fit = Score("fit", [Points(30, when=OLD.rule("icp"))], cap=30)
    sal = attrs.evolve(OLD.funnel.stage("sal"), title="Accepted")
    assert told(amend(OLD, effective=DAY, scores=[fit], stages=[sal])) == [
        "fit: was: at most 60 points; is now: at most 30 points",
        "fit: no longer: 40 points off when email ends with “@gmail.com”",
        "fit: was: 60 points when “icp” holds; is now: 30 points when “icp” holds",
        "Accepted: new: it is called “Accepted”",
    ]


def test_a_calendar_that_the_agreement_has_named() -> None:
    """In the SLA it has no name; it is exchanged all the same."""
    nameless = attrs.evolve(OLD.slas[0], calendar=hours_of(OLD).named(""), tiers=[])
    old = attrs.evolve(OLD, calendars=[], slas=[nameless], goals=[])
    assert [calendar.name for calendar in old.calendars] == ["calendar 1"]
    office = attrs.evolve(hours_of(old), holidays=[])
    new = amend(old, effective=DAY, calendars=[office])
    assert (new.calendars, new.slas[0].calendar) == ((office,), office)


def test_what_is_new_joins_what_is_there() -> None:
    """A word, a field, a rule, an SLA; goals keep their weights together."""
    call = SLA("second", "sales", entered("sal"), OLD.slas[0].stops, work_hours(8), OLD.calendars[0])
    deals = Goal("deals", ("marketing", "sales"), count(entered("won")), at_least=9, weight=Fraction(1, 4))
    goals = [attrs.evolve(OLD.goals[0], weight=Fraction(1, 4)), deals]
    new = amend(
        OLD,
        effective=DAY,
        vocabulary=[Term("sal", "Accepted by sales."), Term("mql", "Fits.")],
        fields=[FieldDeclaration("vip", "boolean")],
        rules=[field("vip").is_true().named("known")],
        slas=[call],
        goals=goals,
    )
    assert [term.means for term in new.vocabulary] == ["Fits.", "Accepted by sales."]
    assert [[one.name for one in part] for part in (new.fields, new.rules, new.slas, new.goals)] == [
        ["employees", "country", "email", "vip"],
        ["icp", "mql", "known"],
        ["first_touch", "second"],
        ["mqls", "touched", "deals"],
    ]


def test_a_goal_in_a_group_is_exchanged_there() -> None:
    """It stays where it is."""
    grouped = attrs.evolve(OLD, goals=[GoalGroup("all", OLD.goals, weight=1)])
    first = OLD.goals[0]
    assert isinstance(first, Goal)
    more = attrs.evolve(first, at_least=500)
    new = amend(grouped, effective=DAY, goals=[more])
    assert told(new, grouped) == ["mqls: was: at least 400 leads enter mql; is now: at least 500 leads enter mql"]


def test_what_is_no_more_is_taken_out() -> None:
    """Unless something else still needs it."""
    goals = {"goals": ["touched"]}
    one = attrs.evolve(OLD.goals[0], weight=1)
    new = amend(OLD, effective=DAY, goals=[one], without=goals)
    assert [goal.name for goal in new.goals] == ["mqls"]
    for without in ({"rules": ["icp"]}, {"slas": ["first_touch"]}):
        with pytest.raises(DocumentError, match=r"still-used: .* still stands inside other things"):
            amend(OLD, effective=DAY, without=without, mission="x")


def test_a_renewal_needs_something_new() -> None:
    """Another day of review is; another first day alone is not."""
    assert amend(OLD, effective=DAY, review_by=date(2027, 6, 1)).review_by == date(2027, 6, 1)
    with pytest.raises(DocumentError, match="nothing-changed: nothing but its name and its first day"):
        amend(OLD, effective=DAY)


WRONG: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    (lambda: ANY(5, effective=DAY), [("wrong-type", "")]),
    (lambda: ANY(OLD, effective="soon", mission="x"), [("wrong-type", "effective")]),
    (lambda: ANY(OLD, effective=datetime(2026, 7, 1), mission="x"), [("wrong-type", "effective")]),  # noqa: DTZ001 - wrong on purpose
    (
        lambda: ANY(attrs.evolve(OLD, effective=DAY), effective=DAY, version="2026.1"),
        [("same-version", "version"), ("wrong-order", "effective")],
    ),
    (lambda: ANY(OLD, effective=DAY, misson="x"), [("unknown-part", "misson")]),
    (lambda: ANY(OLD, effective=DAY, signoffs=[]), [("unknown-part", "signoffs")]),
    (lambda: ANY(OLD, effective=DAY, rules=ICP), [("wrong-type", "rules")]),
    (lambda: ANY(OLD, effective=DAY, rules=[5, OLD.slas[0]]), [("wrong-type", "rules[0]"), ("wrong-type", "rules[1]")]),
    (lambda: ANY(OLD, effective=DAY, fields=[5]), [("wrong-type", "fields[0]")]),
    (lambda: ANY(OLD, effective=DAY, rules=[ICP, ICP]), [("duplicate-id", "rules[1]")]),
    (lambda: ANY(OLD, effective=DAY, rules=[OLD.rule("icp")]), [("nothing-changed", "rules.icp")]),
    (lambda: ANY(OLD, effective=DAY, slas=OLD.slas, mission="x"), [("nothing-changed", "slas.first_touch")]),
    (lambda: ANY(OLD, effective=DAY, currency="EUR", rules=[ICP]), [("nothing-changed", "currency")]),
    (
        lambda: ANY(OLD, effective=DAY, stages=[attrs.evolve(OLD.funnel.stage("mql"), id="mqls")]),
        [("unknown-name", "stages")],
    ),
    (lambda: ANY(OLD, effective=DAY, without={"goals": ["touchd"]}), [("unknown-name", "without.goals")]),
    (lambda: ANY(OLD, effective=DAY, without={"goal": ["touched"]}), [("unknown-part", "without.goal")]),
    (lambda: ANY(OLD, effective=DAY, without={"goals": "touched"}), [("wrong-type", "without.goals")]),
    (lambda: ANY(OLD, effective=DAY, without=["goals"]), [("wrong-type", "without")]),
    (lambda: ANY(OLD, effective=DAY, rules=[(field("x") > 1).named("y")]), [("unknown-field", "rules.y")]),
]


@pytest.mark.parametrize(("make", "due"), WRONG)
def test_what_is_wrong_is_refused(make: Callable[[], object], due: list[tuple[str, str]]) -> None:
    """Every fault at once; what would change nothing is a fault, too."""
    with pytest.raises(AlignkitError) as caught:
        make()
    assert [(issue.code, issue.path) for issue in caught.value.issues] == due


def test_the_same_rule_in_another_order_is_no_change() -> None:
    """Whoever gives it means another one."""
    icp = OLD.rule("icp").rule
    assert isinstance(icp, AllOf)
    with pytest.raises(DocumentError, match="nothing-changed: 'icp' is as it was"):
        amend(OLD, effective=DAY, rules=[Named("icp", AllOf(tuple(reversed(icp.rules))))])


def test_a_rule_cannot_hold_the_old_one_of_its_name() -> None:
    """Its name would mean two things."""
    nested = (OLD.rule("icp") & field("email").is_missing()).named("icp")
    with pytest.raises(DocumentError, match="duplicate-id"):
        amend(OLD, effective=DAY, rules=[nested])


def test_two_rules_of_which_one_holds_the_other() -> None:
    """The new one holds the other new one, though it was made with the old."""
    mql = (OLD.rule("icp") & field("email").is_missing()).named("mql")
    new = amend(OLD, effective=DAY, rules=[mql, ICP])
    assert new.rule("mql") == (ICP & field("email").is_missing()).named("mql")
    assert amend(OLD, effective=DAY, rules=[ICP, mql]) == new


def test_every_kind_of_clause_survives() -> None:
    """Of the agreement that holds all kinds, one rule is another one, and nothing else."""
    old = from_document(document(FULL))
    new = amend(old, effective=DAY, rules=[field("vip").is_true().named("known")])
    assert {change.path for change in compare(old, new)} == {"version", "effective", "rules.known"}
