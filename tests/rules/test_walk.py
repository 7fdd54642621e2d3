from __future__ import annotations

from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.walk import field_names, nodes

a, b = field("a") > 1, field("b").is_missing()


def test_each_node_once_in_the_order_written() -> None:
    """A part that is shared is met where it stands first; what is inside `where` belongs to the event."""
    score = Score("s", [Points(1, when=b), Points(1, each=did("x", where=field("inner") > 1))])
    rule = AllOf([~a, a, (score >= 1).named("hot"), at_least(1, b)])
    names = [type(node).__name__ for node in nodes(rule)]
    assert names == [
        *("AllOf", "Not", "Compare", "Named", "ScoreCompare", "Score"),
        *("Points", "Missing", "Points", "Did", "AtLeast"),
    ]
    assert field_names(rule) == ("a", "b")


def test_fields_of_a_score() -> None:
    """Its own and those of its parts."""
    assert field_names(Score("s", [Points(1, when=b)], [Score("t", [Points(1, when=a)])])) == ("b", "a")
