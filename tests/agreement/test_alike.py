"""Each thing has a name of its own: no two rules, scores, clauses or goals that people would mix up."""

from __future__ import annotations

from typing import Any

import pytest
from tests.agreement.build import document, refused

from alignkit.adapters.documents import dumps, loads
from alignkit.adapters.locate import locate
from alignkit.agreement.check import check
from alignkit.agreement.document.read_agreement import from_document
from alignkit.errors import AlignkitError

BIG = {"field": "employees", "at_least": 500}


def with_parts(**parts: dict[str, Any]) -> dict[str, Any]:
    """Return the small document with more rules, scores and the like."""
    whole = document()
    for what, things in parts.items():
        whole.setdefault(what, {}).update(things)
    return whole


@pytest.mark.parametrize(
    ("where", "first", "second"),
    [
        ("rules", "icp", "ICP"),
        ("scores", "fit", "Fit"),
        ("slas", "first_touch", "First_Touch"),
        ("calendars", "office", "OFFICE"),
        ("goals", "mqls", "MQLs"),
    ],
)
def test_S03_ids_that_differ_only_in_case(where: str, first: str, second: str) -> None:
    """As with stages: nobody hears the difference."""
    whole = document()
    whole[where][second] = whole[where][first]
    for goal in whole["goals"].values():
        goal["weight"] = {"fraction": [1, len(whole["goals"])]}
    (fault,) = refused(whole, "confusable-id")
    assert (fault.path, "differ only in case" in fault.message) == (f"{where}.{second}", True)


def test_S03_tiers_that_differ_only_in_case() -> None:
    """The first one holds, and which one that is must be heard."""
    whole = document()
    tiers = whole["slas"]["first_touch"]["tiers"]
    tiers["Hot"] = {**tiers["hot"], "within": "2 minutes"}
    assert refused(whole, "confusable-id")[0].path == "slas.first_touch.tiers.Hot"


@pytest.mark.parametrize(
    ("where", "first", "second"),
    [
        ("rules", "icp", {"field": "employees", "less_than": 5}),
        ("scores", "fit", {"points": [{"add": 5, "when": BIG}]}),
        (
            "slas",
            "first_touch",
            {"owner": "sales", "starts": {"left": "mql"}, "stops": {"did": "x"}, "within": "2 days"},
        ),
        ("fields", "country", {"type": "text"}),
    ],
)
def test_two_things_with_one_title(where: str, first: str, second: dict[str, Any]) -> None:
    """The signed text calls a thing by its title: with one title for two, it would contradict itself."""
    whole = document()
    whole[where][first]["title"] = "our Best"
    whole[where]["other"] = {**second, "title": "Our  best"}
    (fault,) = refused(whole, "duplicate-title")
    assert fault.path == f"{where}.other.title"
    assert f"'{first}' and 'other' the same" in fault.message
    assert "another title" in fault.message


def test_a_title_that_is_another_ones_id() -> None:
    """What has no title is called by its id."""
    whole = with_parts(rules={"other": {**BIG, "title": "ICP"}})
    assert [fault.path for fault in refused(whole, "duplicate-title")] == ["rules.other.title"]


def test_two_goals_and_two_stages_with_one_title() -> None:
    """Goals and stages are called by their titles too."""
    whole = document()
    whole["goals"]["mqls"]["title"] = whole["goals"]["touched"]["title"] = "Ours"
    whole["stages"][0]["title"] = "SAL"
    faults = refused(whole, "duplicate-title", "duplicate-title")
    assert [fault.path for fault in faults] == ["stages[2]", "goals.touched.title"]


def test_what_the_teams_do_together_has_titles_of_its_own() -> None:
    """Two rewards, two meetings, two words, a goal and a group of goals: the text calls each by its title."""
    prize = {"what": "a day at the sea", "requires": ["mqls"]}
    round_ = {"cadence": "FREQ=WEEKLY;BYDAY=MO", "first": "2026-01-05", "at": "10:00"}
    whole = with_parts(
        vocabulary={"sal": {"means": "Accepted.", "title": "MQL"}},
        rewards={"a": prize | {"title": "Sea"}, "sea": prize},
        meetings={"joint": round_ | {"title": "Round"}, "round": round_},
    )
    whole["goals"]["demand"] = {"title": "MQLs", "weight": 0.5, "goals": {"inner": whole["goals"]["touched"]}}
    whole["goals"]["demand"]["goals"]["inner"]["weight"] = 1
    del whole["goals"]["touched"]
    faults = refused(whole, *["duplicate-title"] * 4)
    assert [fault.path for fault in faults] == [
        "vocabulary.sal.title",
        "goals.demand.title",
        "rewards.sea",
        "meetings.round",
    ]
    assert "people call the words 'mql' and 'sal' the same, 'MQL'" in faults[0].message


def test_S03_words_and_teams_that_differ_only_in_case() -> None:
    """An alias in another case of another word: an export that is written by hand would mean either."""
    (fault,) = refused(with_parts(vocabulary={"sal": {"means": "Accepted.", "aliases": ["Mql"]}}), "confusable-id")
    assert fault.path == "vocabulary.sal"
    assert fault.message == "the words 'mql' and 'Mql' differ only in case, and stand for 'mql' and for 'sal'"
    whole = document()
    whole["teams"] = ["marketing", "sales", "Sales"]
    assert [fault.path for fault in refused(whole, "confusable-id")] == ["teams"]


def test_one_word_may_stand_in_several_cases() -> None:
    """Of one term, as systems write it."""
    made = from_document(with_parts(vocabulary={"mql": {"means": "Fits.", "aliases": ["MQL", "Mql", "mql"]}}))
    assert made.aliases == {"MQL": "mql", "Mql": "mql", "mql": "mql"}


def test_a_rule_and_a_score_may_share_a_name() -> None:
    """The text says which one it means: “fit” holds, and the score “fit” is at least 50 points."""
    made = from_document(with_parts(rules={"fit": BIG}, scores={"icp": {"points": [{"add": 5, "when": BIG}]}}))
    assert {rule.name for rule in made.rules} & {score.name for score in made.scores} == {"fit", "icp"}


def test_a_name_inside_events_means_one_thing() -> None:
    """A rule about an event stands where it is used, so that one name could be given to two."""

    def asked(event: str, seats: int) -> dict[str, Any]:
        rule = {"name": "big", "rule": {"field": "seats", "at_least": seats}}
        return {"did": event, "where": rule}

    alike = {"one": asked("demo", 5), "two": asked("demo", 5), "more": asked("call", 9)}
    assert len(from_document(with_parts(rules=alike)).rules) == 5
    (fault,) = refused(with_parts(rules={"one": asked("demo", 5), "two": asked("demo", 9)}), "duplicate-title")
    assert "'big' means two things in what is asked of the event 'demo'" in fault.message


def graded() -> dict[str, Any]:
    """Return a document with a grid, and conditions on it in two places."""
    bands = {"A": 60, "a": 30}
    whole = with_parts(
        scores={
            "size": {"points": [{"add": 60, "when": BIG}], "bands": bands},
            "pull": {"parts": ["lead"], "bands": {"1": 9}},
        },
        grids={"grade": {"rows": "size", "columns": "pull"}},
        rules={"good": {"all": [{"rule": "icp"}, {"grid": "grade", "in": ["A1"]}]}},
    )
    whole["stages"][2]["entry"] = {"grid": "grade", "in": ["a1"]}
    return whole


def test_a_doubt_about_a_grid_has_the_line_of_its_condition() -> None:
    """What `check` finds in it is placed where it is written, and never at a rule beside it."""
    text = dumps(from_document(graded()), "json")
    by_grid = text.replace(
        '"entry": {\n        "rule": "grade: a1"\n', '"entry": {\n        "grid": "grade", "in": ["a1"]\n'
    )
    assert by_grid != text
    found = locate(check(loads(by_grid, "json")), by_grid, "json")
    (line,) = {finding.line for finding in found if finding.code == "never-true"}
    assert '"entry"' in by_grid.splitlines()[(line or 0) - 1]


def test_a_hint_names_no_rule_that_nobody_wrote() -> None:
    """Such a rule can be asked for by its name, but no hint tells it."""
    made = from_document(graded())
    with pytest.raises(AlignkitError) as caught:
        made.rule("nothing like it")
    assert "grade: " not in str(caught.value)
    assert made.rule("grade: A1").name == "grade: A1"


def test_a_condition_on_a_grid_is_no_rule_of_its_own() -> None:
    """What is doubtful in it stands where the condition does, and no hint names a rule that nobody wrote."""
    made = from_document(graded())
    assert [rule.name for rule in made.written_rules] == ["icp", "mql", "good"]
    found = {finding.path: finding.code for finding in check(made) if finding.path.startswith(("rules", "stages"))}
    assert found == {"stages[2].entry": "never-true"}
