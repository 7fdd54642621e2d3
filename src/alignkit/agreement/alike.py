"""Names that people would mix up: two things of one kind with one title, or with ids that differ only in case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import attrs

from alignkit.agreement.asked_events import events_asked
from alignkit.agreement.coherence import goal_path, goal_place, of_grids
from alignkit.agreement.document.paths import joined
from alignkit.errors import Finding, shown
from alignkit.rules.predicates import Named
from alignkit.rules.walk import nodes
from alignkit.scorecard.groups import groups_in

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement


class _Called(Protocol):
    """What has a label, by which the text calls it."""

    @property
    def title(self) -> str | None: ...

    @property
    def label(self) -> str: ...


class _Named(_Called, Protocol):
    """What has an id too."""

    @property
    def name(self) -> str: ...


@attrs.frozen(slots=True)
class _Kind:
    """Things of one kind, each under its id and with its path."""

    word: str
    things: tuple[tuple[str, str, _Called], ...]


def alike(agreement: Agreement) -> Iterator[Finding]:
    """Yield the names of one kind that cannot be told apart.

    A rule and a score may share a name: the text says which it means.

    Findings: `confusable-id` for two ids that differ only in case, `duplicate-title` for two things that people call
    the same; each an error.
    """
    hidden = of_grids(agreement)
    ruled = [rule for rule in agreement.rules if rule.name not in hidden]
    rules = _Kind("rules", _under("rules", ruled))
    scores = _Kind("scores", _under("scores", agreement.scores))
    grids = _Kind("grids", _under("grids", agreement.grids))
    slas = _Kind("SLAs", _under("slas", agreement.slas))
    groups = tuple((group.name, goal_place(agreement, way), group) for way, group in groups_in(agreement.goals))
    goals = _Kind("goals", (*((leaf.goal.name, goal_path(leaf), leaf.goal) for leaf in agreement.leaves), *groups))
    yield from _ids("teams", ((team, "teams") for team in agreement.teams))
    yield from _words(agreement)
    fields = _Kind("fields", _under("fields", agreement.fields))
    stages = tuple((stage.id, f"stages[{i}]", stage) for i, stage in enumerate(agreement.funnel.stages))
    yield from _titles(fields)  # how a field is spelt is up to the data
    for kind in (rules, scores, grids):
        yield from _ids(kind.word, ((name, path) for name, path, _ in kind.things))
        yield from _titles(kind)
    yield from _of_events(agreement)
    yield from _titles(_Kind("stages", stages))  # the funnel has looked at their ids
    yield from _ids("calendars", ((one.name, joined("calendars", one.name)) for one in agreement.calendars))
    yield from _ids("SLAs", ((name, path) for name, path, _ in slas.things))
    yield from _titles(slas)
    for sla in agreement.slas:
        here = f"{joined('slas', sla.name)}.tiers"
        yield from _ids("tiers", ((tier.name, joined(here, tier.name)) for tier in sla.tiers))
    yield from _titles(goals)  # the scorecard looks at their ids
    for kind in (_Kind("rewards", _under("rewards", agreement.rewards)),
                 _Kind("meetings", _under("meetings", agreement.meetings))):  # fmt: skip
        yield from _ids(kind.word, ((name, path) for name, path, _ in kind.things))
        yield from _titles(kind)


def _words(agreement: Agreement) -> Iterator[Finding]:
    """Yield the words of the vocabulary that cannot be told apart: two terms, or what two terms are also called."""
    terms = tuple((term.id, joined("vocabulary", term.id), term) for term in agreement.vocabulary)
    yield from _titles(_Kind("words", terms))
    known: dict[str, tuple[str, str]] = {}
    exact: dict[str, str] = {}
    for term in agreement.vocabulary:
        for word in dict.fromkeys((term.id, *term.aliases)):
            other, meant = known.setdefault(word.casefold(), (word, term.id))
            # one word for two terms is a `duplicate-id`
            if exact.setdefault(word, term.id) == term.id and meant != term.id:
                text = (
                    f"the words {shown(other)} and {shown(word)} differ only in case, and stand for {shown(meant)} and "
                    f"for {shown(term.id)}"
                )
                yield Finding("confusable-id", text, joined("vocabulary", term.id))


def _under(where: str, things: Iterable[_Named]) -> tuple[tuple[str, str, _Called], ...]:
    return tuple((thing.name, joined(where, thing.name), thing) for thing in things)


def _ids(word: str, named: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for name, path in named:
        other = known.setdefault(name.casefold(), name)
        if other != name:
            yield Finding("confusable-id", f"the {word} {shown(other)} and {shown(name)} differ only in case", path)


def _titles(kind: _Kind) -> Iterator[Finding]:
    known: dict[str, str] = {}
    ids = {name.casefold(): name for name, _, _ in reversed(kind.things)}
    for name, path, thing in kind.things:
        other = known.setdefault(" ".join(thing.label.casefold().split()), name)
        if other == name or ids[name.casefold()] != name:  # an id that differs only in case is told as such
            continue
        text = f"people call the {kind.word} {shown(other)} and {shown(name)} the same, {shown(thing.label)}"
        yield Finding("duplicate-title", f"{text}: give one of them another title", _at_title(path, thing))


def _at_title(path: str, thing: _Called) -> str:
    return f"{path}.title" if thing.title else path


def _of_events(agreement: Agreement) -> Iterator[Finding]:
    """Yield the names that mean two things in rules about one event: those rules stand where they are used."""
    known: dict[tuple[str, str], Named] = {}
    for asked in events_asked(agreement):
        for node in nodes(asked.where) if asked.where is not None else ():
            if isinstance(node, Named):
                first = known.setdefault((asked.name, node.label), node)
                if (first.name, first.rule) != (node.name, node.rule):
                    text = f"{shown(node.label)} means two things in what is asked of the event {shown(asked.name)}"
                    yield Finding("duplicate-title", f"{text}: give one of them another name", "rules")
