from __future__ import annotations

import tracemalloc
from datetime import timedelta
from itertools import pairwise

from alignkit.display.text import to_text
from alignkit.rules.field import field
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import AllOf, Rule, at_least, did
from alignkit.rules.scores import Points, Score

big, near = field("employees") >= 50, field("country").is_in("NL", "BE")
icp = (big & near).named("icp", title="Ideal customer")
FIT = Score(
    "fit",
    [Points(60, when=icp), Points(-40, when=field("email").ends_with("@gmail.com"))],
    cap=60,
    floor=-10,
    bands={"A": 50, "B": 0},
    title="How well it fits",
)
DEMO = Points(20, each=did("demo"), half_life=timedelta(days=30), count_up_to=2)


def shown(value: Score | Grid) -> str:
    """Return what a notebook shows, as text."""
    return to_text(value.blocks(), width=200)


def test_a_rule_is_shown_as_what_it_asks() -> None:
    """A tree of plain words; its `repr` stays the expression that builds it."""
    rule = icp & ~(big | near) & at_least(1, big, near.named("near"))
    told = to_text(rule.blocks(), width=200)
    for words in (
        "all of",
        "“Ideal customer”: all of",
        "employees is at least 50",
        "country is BE or NL",
        "not",
        "any of",
        "at least 1 of 2",
        "“near”:",
    ):
        assert words in told
    assert repr(big) == "field('employees') >= 50"
    assert "employees is at least 50" in big._repr_html_()


def test_a_rule_is_a_tree() -> None:
    """Groups branch; a condition, or a score that is compared, is a line; a name stands before what it names."""
    rule = icp & ~(big | near) & at_least(1, big, near.named("near")) & (FIT >= 5).named("fits")
    assert to_text(rule.blocks(), width=200).splitlines() == [
        "all of",
        "├─ “Ideal customer”: all of",
        "│  ├─ employees is at least 50",
        "│  └─ country is BE or NL",
        "├─ not",
        "│  └─ any of",
        "│     ├─ employees is at least 50",
        "│     └─ country is BE or NL",
        "├─ at least 1 of 2",
        "│  ├─ employees is at least 50",
        "│  └─ “near”:",
        "│     └─ country is BE or NL",
        "└─ “fits”:",
        "   └─ the score “How well it fits” is at least 5 points",
    ]
    assert to_text((FIT >= 5).blocks(), width=200) == "the score “How well it fits” is at least 5 points"
    assert to_text((~big).blocks(), width=200) == "not (employees is at least 50)"


def test_a_wide_rule_is_drawn_while_there_is_room() -> None:
    """Sixty parts in all: thirty groups of two are drawn in full, thirty-one each in a line."""
    groups = [field(f"f{i}").is_true() | field(f"f{i}").is_missing() for i in range(31)]
    full, short = (to_text(AllOf(groups[:count]).blocks(), width=200).splitlines() for count in (30, 31))
    assert full[:4] == ["all of", "├─ any of", "│  ├─ f0 is true", "│  └─ f0 is missing"]
    assert short[:2] == ["all of", "├─ f0 is true or f0 is missing"]


def test_a_score_is_a_table() -> None:
    """First its parts, then its clauses; below it what holds the total, and the bands; then each part again."""
    plain = Score("sum", [Points(1, when=big)])
    low, high = Score("low", [Points(1, when=big)], floor=0), Score("high", [Points(1, when=big)], cap=5)
    assert shown(Score("lead", [DEMO], [FIT, plain, low, high])).splitlines() == [
        "lead",
        "────",
        "for                                                                   points",
        "───────────────────────────────────────────────  ───────────────────────────",
        "the score “How well it fits”                     at most 60 and at least -10",
        "the score “sum”                                           what it adds up to",
        "the score “low”                                                   at least 0",
        "the score “high”                                                   at most 5",
        "each demo, at most twice, halving every 30 days                           20",
        "",
        "How well it fits",
        "────────────────",
        "for                           points",
        "────────────────────────────  ──────",
        "“Ideal customer”                  60",
        "email ends with “@gmail.com”     -40",
        "",
        "The total is at most 60 and at least -10.",
        "",
        "Bands: A from 50, B from 0.",
        "",
        "sum",
        "───",
        "for                       points",
        "────────────────────────  ──────",
        "employees is at least 50       1",
        "",
        "low",
        "───",
        "for                       points",
        "────────────────────────  ──────",
        "employees is at least 50       1",
        "",
        "The total is at least 0.",
        "",
        "high",
        "────",
        "for                       points",
        "────────────────────────  ──────",
        "employees is at least 50       1",
        "",
        "The total is at most 5.",
    ]


def test_a_grid_is_a_table() -> None:
    """A row for each band of the one score, a column for each of the other."""
    grid = Grid("grade", FIT, Score("i", [DEMO], bands={"1": 5, "2": 0}), title="Grade")
    assert shown(grid).splitlines()[:6] == [
        "Grade",
        "─────",
        "How well it fits × i  1: from 5  2: from 0",
        "────────────────────  ─────────  ─────────",
        "A: from 50            A1         A2",
        "B: from 0             B1         B2",
    ]
    assert shown(grid).count("points\n") == 2


def test_a_score_of_many_scores_is_shown_in_part() -> None:
    """Sixty scores in all, those inside the first ones too; how many more parts there are stands below the table."""
    many = [Score(f"s{i}", [Points(1, when=big)], [Score(f"t{i}", [Points(1, when=big)])]) for i in range(70)]
    told = shown(Score("whole", parts=many))
    heads = [above for above, line in pairwise(told.splitlines()) if line and set(line) == {"─"} and "for" not in above]
    assert heads == ["whole", *(f"s{i}" for i in range(59))]
    assert "\n… and 10 more rows\n" in told


def test_a_score_is_shown_as_what_gives_points() -> None:
    """With its bounds, its bands and its parts."""
    told = shown(Score("lead", [DEMO], [FIT]))
    assert "each demo, at most twice, halving every 30 days" in told
    assert "the score “How well it fits”" in told
    assert "at most 60 and at least -10" in told
    assert "Bands: A from 50, B from 0." in told
    assert "“Ideal customer”" in told


def test_a_grid_is_shown_as_its_cells() -> None:
    """Each with where it begins."""
    interest = Score("interest", [DEMO], bands={"1": 20, "2": 0})
    told = shown(Grid("grade", FIT, interest, title="Lead grade"))
    assert "Lead grade" in told
    assert "A: from 50" in told
    assert "1: from 20" in told
    assert "B2" in told


def test_O01_names_are_escaped() -> None:
    """Whatever a rule or a score is called."""
    evil = "<script>alert(1)</script>"
    html = big.named(evil)._repr_html_() + Score(evil, [Points(1, when=field(evil) == evil)])._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_O03_large_rules_are_shown_short() -> None:
    """What is shown does not grow with what there is, and says how much was left out."""
    many = [field(f"f{i}") > i for i in range(20_000)]
    wide: Rule = many[0]
    for rule in many[1:]:
        wide |= rule
    wide_score = Score("wide", [Points(1, when=rule) for rule in many])
    parts = Score("parts", parts=[Score(f"p{i}", [Points(1, when=rule)]) for i, rule in enumerate(many)])
    deep: Rule = many[0] & many[1]
    for i in range(20):
        deep = (deep | many[i]) & (many[i + 1] | many[i + 2])
    tracemalloc.start()
    for value in (wide, wide_score, parts, Score("one", [Points(1, when=wide)]), deep):
        html = value._repr_html_()
        assert len(html.encode()) < 200_000
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert "… and 19,940 more" in to_text(wide.blocks(), width=80)
    assert "19,940 more" in to_text(wide_score.blocks(), width=80)
    assert "a rule of 20,001 parts" in to_text(Score("one", [Points(1, when=wide)]).blocks(), width=80)


def test_a_clause_is_shown_as_what_gives_its_points() -> None:
    """In a sentence, and its rule as a tree if it has parts."""
    assert to_text(DEMO.blocks()) == "20 points for each demo, at most twice, halving every 30 days"
    assert to_text(Points(1, when=big).blocks()) == "1 point when employees is at least 50"
    told = to_text(Points(60, when=icp).blocks())
    assert told.startswith("60 points when “Ideal customer”")
    assert "└─ country is BE or NL" in told
    assert "<p>1 point when employees is at least 50</p>" in Points(1, when=big)._repr_html_()


def test_O03_a_clause_that_asks_much_is_shown_short() -> None:
    """Under 200 KB, and what is left out is counted."""
    wide = Points(1, when=at_least(1, [field(f"f{i}") > 1 for i in range(5_000)]))
    assert len(wide._repr_html_().encode()) < 200 * 1024
    assert "… and 4,940 more" in to_text(wide.blocks())
