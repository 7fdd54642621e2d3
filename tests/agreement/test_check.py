"""What an adviser of both teams would say about an agreement, each as a small story."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest
from tests.agreement.build import FULL, agreement, changed, document, refused

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.check import check
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.doubtful import doubtful
from alignkit.agreement.sign import sign
from alignkit.errors import DocumentError, Finding
from alignkit.rules.field import field
from alignkit.samples.terms import sample_agreement

DAY = date(2026, 1, 5)


def found(made: Agreement, code: str, *, on: date | None = None) -> list[Finding]:
    """Return the findings of one code."""
    return [finding for finding in check(made, on=on) if finding.code == code]


def signed(made: Agreement) -> Agreement:
    """Return an agreement that both teams signed."""
    return sign(sign(made, team="marketing", by="Ada", on=DAY), team="sales", by="Grace", on=DAY)


def test_unsigned() -> None:
    """Each team that has not signed is told; once both have, nobody is."""
    made = agreement()
    assert [finding.message for finding in found(made, "unsigned")] == [
        "marketing has not signed", "sales has not signed",
    ]  # fmt: skip
    once = sign(made, team="sales", by="Grace", on=DAY)
    assert [finding.message for finding in found(once, "unsigned")] == ["marketing has not signed"]
    assert not [finding for finding in check(signed(made)) if "sign" in finding.code]


def test_changed_after_signing() -> None:
    """Both signed; then somebody lowered a goal. The sign-off says who signed what, and it is an error."""
    before = signed(agreement())
    each = [leaf.goal for leaf in before.leaves]
    goals = [attrs.evolve(goal, at_least=300) if goal.name == "mqls" else goal for goal in each]
    after = attrs.evolve(before, goals=goals)
    findings = found(after, "changed-after-signing")
    assert [(finding.level, finding.path) for finding in findings] == [
        ("error", "signoffs[0]"),
        ("error", "signoffs[1]"),
    ]
    assert findings[0].message.startswith("Ada signed other terms for marketing on 2026-01-05")
    again = sign(after, team="marketing", by="Ada", on=date(2026, 2, 1))
    assert [finding.path for finding in found(again, "changed-after-signing")] == ["signoffs[1]"]


def test_a_change_that_is_taken_back() -> None:
    """The signed terms hold again, and so do the signatures."""
    before = signed(agreement())
    assert not found(attrs.evolve(attrs.evolve(before, mission="x"), mission=""), "changed-after-signing")


def test_no_joint_goal() -> None:
    """Two teams that share no goal are told; a shared one is enough."""
    assert found(agreement(), "no-joint-goal")[0].level == "warning"
    assert not found(agreement("goals.mqls.owner", ["marketing", "sales"]), "no-joint-goal")


def test_one_sided() -> None:
    """Where one team alone owes nothing, commitments go in one direction."""
    findings = found(agreement("goals.touched.owner", "marketing"), "one-sided")
    assert [finding.message.split()[0] for finding in findings] == ["sales"]
    assert not found(agreement(), "one-sided")


def test_no_goals() -> None:
    """Without goals that is all there is to say about them."""
    made = from_document(changed("goals", ...))
    assert found(made, "no-goals")[0].level == "note"
    assert not found(made, "one-sided")
    with pytest.raises(DocumentError, match="no-goals"):
        made.scorecard_at(datetime(2026, 1, 5, tzinfo=UTC))


def test_no_reasons() -> None:
    """A handoff whose rejection needs no reason gives no feedback."""
    made = from_document(changed("boundaries.0.reasons", ...))
    assert found(made, "no-reasons")[0].path == "boundaries[0]"
    assert not found(agreement(), "no-reasons")


def test_R07_never_true() -> None:
    """A condition that nobody can meet, wherever it stands."""
    rule = found(agreement("rules.icp", {"field": "country", "in": []}), "never-true")
    assert [(finding.path, finding.message) for finding in rule] == [("rules.icp", "'country' in [] is never true")]
    tier = found(agreement("slas.first_touch.tiers.hot.when", {"field": "country", "in": []}), "never-true")
    assert tier[0].path == "slas.first_touch.tiers.hot.when"
    assert not found(agreement(), "never-true")


def test_R07_conditions_that_exclude_each_other() -> None:
    """Both are named, and the path leads to the group that they stand in."""
    both = [{"field": "employees", "more_than": 500}, {"field": "employees", "less_than": 100}]
    (told,) = found(agreement("rules.icp", {"any": [{"all": both}, {"field": "country", "in": ["NL"]}]}), "never-true")
    assert (told.level, told.path) == ("warning", "rules.icp.any[0]")
    assert "employees is more than 500 people and employees is less than 100 people exclude each other" in told.message
    small = {"all": [{"rule": "icp"}, {"field": "employees", "less_than": 10}]}
    (told,) = found(agreement("rules.small", small), "never-true")
    assert told.path == "rules.small"
    assert "employees is at least 50 people (in “icp”)" in told.message


def test_a_cause_by_name_is_told_once() -> None:
    """A rule that can never be YES is told where it stands, and not wherever it is used; its points are lost, too."""
    told = check(agreement("rules.icp", {"field": "country", "in": []}))
    assert [finding.path for finding in told if finding.code == "never-true"] == ["rules.icp"]
    (lost,) = (finding for finding in told if finding.code == "never-won")
    assert lost.path == "scores.fit.points[0]"
    assert lost.message == "60 points can never be won: “icp” can never be YES"


def test_a_rule_that_is_used_by_name_is_told_once() -> None:
    """Also where it is all that a stage or a tier asks."""
    whole = changed("rules.hot", {"score": "lead", "at_least": 101})
    whole["slas"]["first_touch"]["tiers"]["hot"]["when"] = {"rule": "hot"}
    whole["stages"][2]["entry"] = {"rule": "hot"}
    whole["goals"]["mqls"]["metric"] = {"count": {"entered": "mql"}, "where": {"rule": "hot"}}
    made = from_document(whole)
    assert [finding.path for finding in found(made, "unreachable-threshold")] == ["rules.hot"]
    again = attrs.evolve(made.rule("hot"))  # equal, and not the same
    stages = [attrs.evolve(stage, entry=again) if stage.id == "sal" else stage for stage in made.funnel.path]
    made = attrs.evolve(made, funnel=attrs.evolve(made.funnel, path=stages))
    assert [finding.path for finding in found(made, "unreachable-threshold")] == ["rules.hot"]


def test_R05_unreachable_threshold() -> None:
    """The score comes to 100 at most: 60 for the fit, and twice 20 for demos. It is found by `check`, as an error."""
    (told,) = found(agreement("rules.mql.all.1.at_least", 101), "unreachable-threshold")
    assert (told.level, told.path) == ("error", "rules.mql.all[1]")
    assert told.message == (
        "can never be YES: the score “lead” is at least 101 points, and at most 100 points can be reached"
    )
    assert not found(agreement("rules.mql.all.1.at_least", 100), "unreachable-threshold")
    (tier,) = found(agreement("slas.first_touch.tiers.hot.when.at_least", 101), "unreachable-threshold")
    assert tier.path == "slas.first_touch.tiers.hot.when"
    (band,) = found(agreement("scores.lead.bands.A", 101), "unreachable-band")
    assert (band.level, band.path) == ("warning", "scores.lead.bands.A")


def test_R06_always_true() -> None:
    """Without the points that are taken for a private address, each lead has at least 0."""
    whole = changed("rules.mql.all.1.at_least", 0)
    assert not found(from_document(whole), "always-true")
    whole["scores"]["fit"]["points"].pop()
    (told,) = found(from_document(whole), "always-true")
    assert (told.level, told.path) == ("warning", "rules.mql.all[1]")
    assert "it always comes to at least 0 points" in told.message


def test_R08_two_rules_with_one_condition() -> None:
    """Points for both would count twice; a rule that only gives another a second name is meant so."""
    twin = {"all": [{"field": "country", "in": ["BE", "DE", "NL"]}, {"not": {"field": "employees", "less_than": 50}}]}
    (told,) = found(agreement("rules.twin", twin), "duplicate-condition")
    assert (told.level, told.path) == ("warning", "rules.twin")
    assert told.message == "asks the same as the rule 'icp': in a score, points for both would count twice"
    assert not found(agreement("rules.twin", {"rule": "icp"}), "duplicate-condition")
    points = {"add": 5, "when": {"rule": "twin"}}
    whole = changed("rules.twin", twin)
    whole["scores"]["fit"]["points"].append(points)
    told_twice = found(from_document(whole), "duplicate-condition")
    assert [finding.path for finding in told_twice] == ["rules.twin", "scores.fit.points[2]"]


def test_R08_two_rules_with_one_id() -> None:
    """One name means one thing: that is refused when the agreement is built."""
    one, other = (field("employees") >= 50).named("icp"), (field("employees") >= 60).named("icp")
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(agreement(), rules=[*agreement().rules, other, one])
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [("duplicate-id", "rules.icp")]


def test_shadowed_tier() -> None:
    """A tier whose leads all fall into one before it never holds; the order of tiers means something."""
    hot, warm = ({"when": {"score": "lead", "at_least": least}, "within": "1 hour"} for least in (90, 50))
    whole = changed("slas.first_touch.tiers", {"hot": hot, "warm": warm})
    assert not found(from_document(whole), "shadowed-tier")
    whole = changed("slas.first_touch.tiers", {"warm": warm, "hot": hot})
    (told,) = found(from_document(whole), "shadowed-tier")
    assert (told.level, told.path) == ("warning", "slas.first_touch.tiers.hot")
    assert told.message == "the tier “hot” never holds: the tier “warm” before it holds for each of its leads"
    sides = {
        "large": {"when": {"field": "employees", "at_least": 100}, "within": "1 hour"},
        "small": {"when": {"field": "employees", "less_than": 100}, "within": "2 hours"},
        "dutch": {"when": {"all": [{"field": "employees", "more_than": 5}, {"rule": "icp"}]}, "within": "3 hours"},
        "other": {"when": {"field": "country", "in": ["NL"]}, "within": "3 hours"},
    }
    (told,) = found(from_document(changed("slas.first_touch.tiers", sides)), "shadowed-tier")
    assert told.message == "the tier “dutch” never holds: one of the tiers before it holds for each of its leads"


def test_events_of_clauses_and_goals() -> None:
    """What is asked of the events that start or stop a clock is looked at too, and of those that a goal counts."""
    never = {"all": [{"field": "length", "more_than": 9}, {"field": "length", "less_than": 5}]}
    stops = {"any": [{"did": "mail"}, {"did": "call", "where": never}]}
    (told,) = found(agreement("slas.first_touch.stops", stops), "never-true")
    assert told.path == "slas.first_touch.stops.any[1].where"
    metric = {"count": {"did": "call", "where": never}}
    assert [finding.path for finding in found(agreement("goals.mqls.metric", metric), "never-true")] == [
        "goals.mqls.metric.where"
    ]


def test_a_rule_about_cells_of_a_grid() -> None:
    """The lowest cell asks for the least points, which all leads have: that is no doubt."""
    whole = changed("scores.fit.bands", {"A": 60, "B": -40})
    whole["scores"]["interest"] = {
        "points": [{"add": 20, "each": {"did": "demo_request"}, "count_up_to": 2}],
        "bands": {"1": 40, "2": 0},
    }
    whole["grids"] = {"grade": {"rows": "fit", "columns": "interest"}}
    whole["stages"][1]["entry"] = {"grid": "grade", "in": ["A1", "A2", "B2"]}
    assert not [finding for finding in check(from_document(whole)) if finding.code == "always-true"]


def test_what_does_not_fit_is_refused_when_it_is_built() -> None:
    """A misspelt, mistyped, impossible or mis-measured comparison is an error, in a document and from Python."""
    for test, code in (
        ({"field": "employes", "at_least": 5}, "unknown-field"),
        ({"field": "employees", "equals": "5"}, "wrong-type"),
        ({"field": "country", "equals": "FX"}, "not-allowed"),
        ({"field": "employees", "at_least": 5, "unit": "seats"}, "unit-mismatch"),
    ):
        with pytest.raises(DocumentError) as caught:
            agreement("rules.icp", test)
        assert [issue.code for issue in caught.value.issues] == [code]
    for rule, code in (
        (field("employes") >= 5, "unknown-field"),
        (field("employees").any_item == "x", "wrong-type"),
        (field("country").is_in("FX"), "not-allowed"),
        (field("employees", unit="seats").between(5, 9), "unit-mismatch"),
    ):
        with pytest.raises(DocumentError) as caught:
            attrs.evolve(agreement(), rules=[*agreement().rules, rule.named("wrong")])
        assert [(issue.code, issue.path) for issue in caught.value.issues] == [(code, "rules.wrong")]


def test_nothing_is_doubtful_in_the_examples() -> None:
    """The small document, the full one and the sample company hold nothing that can never be or is said twice."""
    for made in (agreement(), agreement(text=FULL), sample_agreement()):
        assert list(doubtful(made)) == []


def test_one_team_fields() -> None:
    """A definition that rests on one team's data is told."""
    whole = document()
    for declared in whole["fields"].values():
        declared["from"] = "sales"
    assert found(from_document(whole), "one-team-fields")[0].level == "note"
    assert not found(agreement(), "one-team-fields")


def test_fields_that_no_stage_asks_for_hide_no_team_that_is_missing() -> None:
    """Sales declares a field, and none that defines a lead."""
    whole = changed("fields.employees.from", "marketing")
    whole["fields"]["budget"] = {"type": "number", "from": "sales"}
    (doubt,) = found(from_document(whole), "one-team-fields")
    assert doubt.message == (
        "only marketing provides the fields by which a lead is let into a stage: the definition of a lead rests on one "
        "team's data, without sales"
    )
    whole["stages"][2]["entry"] = {"field": "budget", "at_least": 5}
    assert found(from_document(whole), "one-team-fields") == []


def test_no_meaning() -> None:
    """Once a vocabulary is begun, each stage should have its meaning."""
    assert "'lead'" in found(agreement(), "no-meaning")[0].message
    assert not found(from_document(changed("vocabulary", ...)), "no-meaning")


def test_dates() -> None:
    """With a day of asking: past review, and not yet in force; without a review date, that is told."""
    made = agreement(text=FULL)
    assert found(made, "past-review", on=date(2026, 7, 1))
    assert not found(made, "past-review", on=date(2026, 6, 30))
    assert found(made, "not-yet-effective", on=date(2025, 12, 31))
    assert not found(made, "not-yet-effective", on=date(2026, 1, 1))
    assert not found(made, "past-review")
    assert found(agreement(), "no-review")
    with pytest.raises(DocumentError, match="`on` must be a date"):
        check(made, on=datetime(2026, 1, 1, tzinfo=UTC))


def test_errors_come_first() -> None:
    """Then warnings, then notes; the same on every run."""
    after = attrs.evolve(signed(agreement()), mission="changed")
    levels = [finding.level for finding in check(after)]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert check(after) == check(after)


def test_an_alias_that_is_a_word_of_its_own() -> None:
    """A stage, an event that is asked for, an agreed reason: what an export calls so stays what it is."""
    aliases = ["MQL", "sal", "call", "no budget"]
    made = agreement("vocabulary.mql.aliases", aliases)
    assert [finding.message.partition(":")[0] for finding in found(made, "alias-in-use")] == [
        "'sal' is an alias of 'mql' and a stage",
        "'call' is an alias of 'mql' and an event that is asked for",
        "'no budget' is an alias of 'mql' and an agreed reason",
    ]
    assert made.aliases == {"MQL": "mql"}
    assert found(agreement(), "alias-in-use") == []


def test_a_word_that_is_nearly_a_stage() -> None:
    """The vocabulary explains one, and the funnel has the other."""
    whole = document()
    whole["vocabulary"]["Salle"] = {"means": "Accepted."}
    told = {finding.message for finding in check(from_document(whole)) if finding.code == "no-meaning"}
    assert "the vocabulary does not say what 'sal' means; does it mean 'Salle'?" in told
    assert "the vocabulary does not say what 'won' means" in told


def test_an_alias_where_its_term_is_due() -> None:
    """A document that names a stage as a system does is told the agreed word."""
    whole = changed("vocabulary.mql.aliases", ["marketingqualifiedlead"])
    whole["recycles"] = [["marketingqualifiedlead", "lead"]]
    (fault,) = refused(whole, "unknown-stage")
    assert fault.message == "there is no stage 'marketingqualifiedlead'; the vocabulary calls it 'mql'"
