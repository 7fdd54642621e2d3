"""Compile a rule or a score to Python functions. The only file that calls `exec`.

The generated source holds nothing but names and operators that the writers make: every constant, field name and text
from outside is bound as an object. A rule becomes one function that answers with a verdict; a score one function that
makes its rating, and others when they are asked for. Each is made at first use and kept with its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from alignkit.rules.node import Condition
from alignkit.rules.predicates import AnyItem, Did, EveryItem, FieldTest, Rule, Within
from alignkit.rules.running.source import Source
from alignkit.rules.running.table import Table
from alignkit.rules.running.write_rule import RuleWriter, pattern_of, patterns_in
from alignkit.rules.running.write_test import Held, write_test
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes

if TYPE_CHECKING:
    from decimal import Decimal

    from alignkit.history.events import Event
    from alignkit.rules.rating import Rating
    from alignkit.rules.running.wording import Wording

Decide = Callable[[Mapping[str, Any], "Sequence[Event] | None", "int | None"], Verdict]


class CompiledRule(NamedTuple):
    """The function of a rule, from (lead, events, now) to a verdict, and whether the rule asks about time."""

    decide: Decide
    needs_as_of: bool


def compiled(rule: Rule) -> CompiledRule:
    """Return the compiled form of a rule, made at first use and kept with it."""
    try:
        return rule._compiled  # type: ignore[union-attr,no-any-return]  # noqa: SLF001 - the rule's own cache
    except AttributeError:
        made = CompiledRule(made_from(write_rule(rule), "lead, events, now"), needs_as_of(rule))
        # two threads may both get here: they make the same thing, and the last one stays
        object.__setattr__(rule, "_compiled", made)
        return made


def write_rule(rule: Rule) -> Source:
    """Write the function of a rule."""
    source = Source()
    writer = RuleWriter(source, [rule])
    patterns = patterns_in([rule])
    if patterns:
        heard = f"(h0 if h0 is not None else (h0 := {source.bind(events_function(patterns, 1))}(events, now)))"
        writer.counts = {pattern_of(pattern): f"{heard}[{place}]" for place, pattern in enumerate(patterns)}
    answers = []
    for positive, answer in ((True, "Y"), (False, "N")):
        test = writer.rule(rule, positive)
        answers += [*writer.ahead(), f"if {test}: return {answer}"]
    source.add(*writer.beginning())
    if patterns:
        source.add("h0 = None")
    if writer.asks_scores:
        source.add("memo = {}")
    source.add(*answers, "return U")
    return source


def made_from(source: Source, parameters: str, *, loops: bool = False) -> Any:  # noqa: ANN401 - generated code has no type
    """Return the function of a source.

    Args:
        source: the function, written.
        parameters: the names of what it is given.
        loops: whether what its names stand for is handed over with each call: to find a local name takes half as long,
            which pays where the function goes over many leads (4 %).
    """
    names = source.names() if loops else []
    text = source.text(", ".join((parameters, *names)))
    exec(compile(text, "<alignkit rule>", "exec"), source.bound)  # noqa: S102 - only our own names inside
    function = source.bound.pop("f")
    if loops:
        function.__defaults__ = tuple(source.bound[name] for name in names)
    return function


def condition_function(test: FieldTest, positive: bool) -> Callable[[object, int | None], bool]:  # noqa: FBT001 - the polarity of a rule
    """Return the function from (value, now) to whether a condition is YES (or, when not positive, NO)."""
    objects: list[object] = []

    def bind(value: object) -> str:
        objects.append(value)
        return f"c{len(objects)}"

    written = write_test(test, positive, Held("v0", "t0", "(t0 := T(v0))"), bind)
    return _kind_of_condition(written, len(objects))(*objects)  # type: ignore[no-any-return]  # generated


@lru_cache(maxsize=256)
def _kind_of_condition(written: str, names: int) -> Any:  # noqa: ANN401 - generated code has no type
    """Return what makes the functions of all conditions that differ in their constants alone."""
    source = Source()
    source.add(f"return lambda v0, now: {written}")
    return made_from(source, ", ".join(f"c{place}" for place in range(1, names + 1)))


def events_function(wanted: Sequence[Did | Points], unit: int) -> Any:  # noqa: ANN401 - generated code has no type
    """Return the function from (events, now) to a count for each pattern and points in units for each clause."""
    from alignkit.rules.running.write_events import write_events

    return made_from(write_events(wanted, unit), "events, now")


class CompiledScore:
    """The functions of a score, each made when it is first called.

    Args:
        score: the score.
        traced: whether its ratings can tell what each clause gave. One that is not traced serves to measure what that
            costs.

    Attributes:
        layout: how the score counts; `raised` is its own.
        fields: the fields whose values a rating keeps.
        lists: those of them that hold lists.
        run: the function from (lead, events, now, as_of) to a rating.
        needs_as_of: whether the score asks about time.
        asks_events: whether it asks about events, itself or by another score.
        hears: whether its own function goes over all events, and so looks at the class of each.
        points: from a total, in units of the layout, to points.
        asked: the last `as_of`, and the same in microseconds: to work that out takes a tenth of a rating.
    """

    __slots__ = (
        "_columns",
        "_total",
        "_traced",
        "_wording",
        "asked",
        "asks_events",
        "fields",
        "hears",
        "layout",
        "lists",
        "needs_as_of",
        "points",
        "raised",
        "run",
        "score",
    )

    def __init__(self, score: Score, *, traced: bool = True) -> None:
        from alignkit.rules.running.layout import lay_out

        self.score = score
        self.layout = lay_out(score)
        self.raised = self.layout.raised
        parts = list(nodes(score))
        self.needs_as_of = any(map(_is_of_time, parts))
        self.asks_events = any(isinstance(part, Did) for part in parts)
        asked = [clause.each if clause.when is None else clause.when for _, clause in self.layout.clauses]
        self.hears = self.asks_events and bool(patterns_in([rule for rule in asked if rule is not None]))
        self.lists = {part.field for part in parts if isinstance(part, AnyItem | EveryItem)}
        self.fields = tuple(dict.fromkeys(part.field for part in parts if isinstance(part, Condition)))
        # no `as_of` is one that was asked about before, unless it is needed
        self.asked: tuple[object, int | None] = (self if self.needs_as_of else None, None)
        self.points: Table[Decimal] = Table(self._as_points)
        self.run: Callable[[Mapping[str, Any], Any, Any, Any], Rating] = self._first_run
        self._traced = traced
        self._wording: Wording | None = None
        self._total: Any = None
        self._columns: dict[tuple[bool, bool], Any] = {}

    def _first_run(self, lead: Mapping[str, Any], events: Any, now: Any, as_of: Any) -> Rating:  # noqa: ANN401 - passed on
        from alignkit.rules.rating import MadeRating
        from alignkit.rules.running.write_score import write_rating

        # two threads may both get here: they make the same thing, and the last one stays
        self.run = made_from(write_rating(self, MadeRating, traced=self._traced), "lead, events, now, as_of")
        return self.run(lead, events, now, as_of)

    def _as_points(self, total: int) -> Decimal:
        from alignkit.rules.rating import as_points

        return as_points(total * self.layout.unit)

    @property
    def clauses(self) -> tuple[tuple[str, Points], ...]:
        """The clauses, those of its parts first: (the name of the score that it stands in, the clause)."""
        return tuple((score.name, clause) for score, clause in self.layout.clauses)

    @property
    def wording(self) -> Wording:
        """What tells points, contributions and explanations from what a rating keeps."""
        if self._wording is None:
            from alignkit.rules.running.wording import Wording

            self._wording = Wording(self.layout)
        return self._wording

    def total(self) -> Any:  # noqa: ANN401 - generated code has no type
        """Return the function from (lead, events, now, memo) to the total in millionths."""
        if self._total is None:
            from alignkit.rules.running.write_score import write_total

            self._total = made_from(write_total(self.layout), "lead, events, now, memo")
        return self._total

    def columns(self, *, explained: bool, with_events: bool) -> Any:  # noqa: ANN401 - generated code has no type
        """Return the function that rates leads to columns; see `write_columns`."""
        found = self._columns.get((explained, with_events))
        if found is None:
            from alignkit.rules.running.write_columns import PARAMETERS, write_columns

            source = write_columns(self, explained=explained, with_events=with_events)
            found = self._columns[explained, with_events] = made_from(source, PARAMETERS, loops=True)
        return found


def compiled_score(score: Score, *, traced: bool = True) -> CompiledScore:
    """Return the compiled form of a score, made at first use and kept with it; one that is not traced is made anew."""
    made = score._rated  # noqa: SLF001 - the score's own cache
    if made is None:
        made = CompiledScore(score)
        object.__setattr__(score, "_rated", made)
    return made if traced else CompiledScore(score, traced=False)


def total_of(score: Score) -> Any:  # noqa: ANN401 - generated code has no type
    """Return the function from (lead, events, now, memo) to a score's total in millionths."""
    return compiled_score(score).total()


def needs_as_of(definition: Rule | Score) -> bool:
    """Say whether a definition asks about time."""
    return any(map(_is_of_time, nodes(definition)))


def asks_events(definition: Rule | Score) -> bool:
    """Say whether a definition asks about events."""
    return any(isinstance(node, Did) for node in nodes(definition))


def _is_of_time(node: Rule | Score | Points) -> bool:
    match node:
        case Within():
            return True
        case Did():
            return node.within is not None
        case Points():
            return node.half_life is not None or bool(node.steps)
        case AnyItem() | EveryItem():
            return isinstance(node.test, Within)
        case _:
            return False
