"""Walk over the nodes of a rule or a score, each node once, in the order in which it was written."""

from __future__ import annotations

from collections.abc import Iterator

from alignkit.rules.node import Condition
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Named, Not, Rule, ScoreCompare
from alignkit.rules.scores import Points, Score


def nodes(definition: Rule | Score, seen: set[int] | None = None) -> Iterator[Rule | Score | Points]:
    """Yield a definition and everything inside it, except what stands in the `where` of events.

    Args:
        definition: a rule or a score.
        seen: the identities of nodes to leave out, with all that is inside them; those yielded are added.

    >>> from alignkit.rules.field import field
    >>> [type(node).__name__ for node in nodes((field("a") > 1) & field("b").is_true())]
    ['AllOf', 'Compare', 'IsTrue']
    """
    if seen is None:
        seen = set()
    waiting: list[Rule | Score | Points] = [definition]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(reversed(inside(node)))


def inside(node: Rule | Score | Points) -> tuple[Rule | Score | Points, ...]:
    """Return what stands right inside a node, in the order in which it was written; not the `where` of events.

    >>> from alignkit.rules.field import field
    >>> inside(~(field("a") > 1))
    (field('a') > 1,)
    """
    match node:
        case AllOf() | AnyOf() | AtLeast():
            return node.rules
        case Not() | Named():
            return (node.rule,)
        case ScoreCompare():
            return (node.score,)
        case Score():
            return (*node.points, *node.parts)
        case Points():
            return tuple(rule for rule in (node.when, node.each) if rule is not None)
        case _:
            return ()


def field_names(definition: Rule | Score) -> tuple[str, ...]:
    """Return the fields of the lead that a definition asks about, each once, in order.

    >>> from alignkit.rules.field import field
    >>> field_names((field("a") > 1) & field("b").is_true() & (field("a") < 9))
    ('a', 'b')
    """
    return tuple(dict.fromkeys(node.field for node in nodes(definition) if isinstance(node, Condition)))
