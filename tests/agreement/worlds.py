"""Hypothesis strategies: agreements of every kind of clause, with names as people give them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from hypothesis import assume, strategies as st
from tests.agreement.joint_worlds import joint

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.vocabulary import Term
from alignkit.currency import money
from alignkit.errors import DocumentError
from alignkit.funnel.patterns import accepted, either, entered, left, rejected
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    EveryItem,
    IsTrue,
    Matches,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)
from alignkit.rules.scores import Points, Score
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup, Member
from alignkit.scorecard.metrics import (
    Metric,
    conversion,
    count,
    external,
    median_time,
    met,
    period_conversion,
    share,
    total,
)
from alignkit.scorecard.shapes import Shape
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import WorkTime

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.sampled_from(
    ["mql", "a b", 'x"y', "a.b", "c\\d", "Größe", "日本", "[x]", "#1", "all", "of", "e\u0301", "true", "-"]
) | texts.filter(lambda text: bool(text) and text == text.strip() and text.isprintable())
titles = st.none() | names
offsets = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(minutes=19, seconds=32))])
numbers = (
    st.integers(-(10**15), 10**15)
    | st.decimals(-(10**6), 10**6, allow_nan=False, places=3)
    | st.fractions(-(10**6), 10**6, max_denominator=10**9)
    | st.floats(-1e9, 1e9).filter(lambda number: not 0 < abs(number) < 1e-9)
)
amounts = st.builds(
    money, st.integers(-(10**9), 10**9) | st.decimals(0, 10**6, places=2), st.sampled_from(["EUR", "USD"])
)
dates = st.dates(date(1, 1, 2), date(9998, 12, 30))
_FIRST, _LAST = datetime(2, 1, 1), datetime(9998, 1, 1)  # noqa: DTZ001 - the zone comes after
instants = st.builds(lambda at, zone: at.replace(tzinfo=zone), st.datetimes(_FIRST, _LAST), offsets)
shares: st.SearchStrategy[float | Fraction] = st.sampled_from([0.8, 0.5, Fraction(1, 3)])
spans = st.timedeltas(timedelta(microseconds=1), timedelta(days=36_600))
ordered = numbers | amounts | dates | instants


def leaves(fields: st.SearchStrategy[str]) -> st.SearchStrategy[Rule]:
    """Return conditions on fields and on the items of lists."""
    return st.one_of(
        conditions(fields),
        conditions(fields),
        st.builds(Missing, fields),
        *(st.builds(items, conditions(fields)) for items in (AnyItem, EveryItem)),
    )


def conditions(fields: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Return conditions on one value."""
    ends = st.one_of(numbers, dates, instants).flatmap(lambda low: st.tuples(st.just(low), st.just(low)))
    kinds = [st.lists(kind, max_size=3).map(tuple) for kind in (texts, st.booleans(), numbers, dates, amounts)]
    return st.one_of(
        st.builds(Compare, fields, st.sampled_from([">=", "<", "==", "!="]), ordered),
        st.builds(Compare, fields, st.just("=="), texts | st.booleans()),
        st.builds(OneOf, fields, st.one_of(kinds)),
        st.builds(lambda name, pair: Between(name, *pair), fields, ends),
        st.builds(TextMatch, fields, st.sampled_from(["contains", "ends_with"]), texts.filter(bool), st.booleans()),
        st.builds(IsTrue, fields),
        st.builds(Compare, fields, st.sampled_from([">=", "=="]), numbers, titles),
        st.builds(lambda name, low, unit: Between(name, low, low, unit), fields, numbers, titles),
        *([st.builds(Matches, fields, st.sampled_from(["^a", "(b|c)"]), st.booleans())] if find_spec("re2") else []),
    )


def grown(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    """Return rules of rules."""
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(lambda rules: AtLeast(len(rules), rules), several),
        st.builds(Not, inner),
    )


wheres = st.recursive(leaves(names), lambda inner: grown(inner) | st.builds(Named, names, inner, titles), max_leaves=4)
events = st.builds(Did, names, st.none() | wheres, st.integers(1, 3), st.none() | spans)
rules = st.recursive(leaves(names) | st.builds(Within, names, spans) | events, grown, max_leaves=5)


@st.composite
def each_points(draw: st.DrawFn, points: st.SearchStrategy[Any], each: Did) -> Points:
    """Draw points for events, which fade and end in every way."""
    fading: list[dict[str, Any]] = [
        {},
        {"half_life": timedelta(days=draw(st.integers(1, 900)))},
        {"steps": {timedelta(days=7): Fraction(1, 3), timedelta(days=draw(st.integers(8, 900))): 0}},
    ]
    limits: list[dict[str, Any]] = [{}, {"count_up_to": draw(st.integers(1, 9))}, {"first_only": True}]
    worth = draw(points)
    cap: dict[str, Any] = {"cap": 5 if worth > 0 else -5} if worth and draw(st.booleans()) else {}
    return Points(worth, each=each, **draw(st.sampled_from(fading)), **draw(st.sampled_from(limits)), **cap)


@st.composite
def definitions(draw: st.DrawFn) -> tuple[list[Named], list[Score]]:
    """Draw named rules and scores that use each other, each name once."""
    found = draw(st.lists(names, max_size=3, unique=True))
    named: list[Named] = []
    for name in found:
        rule: Rule = draw(rules)
        if named and draw(st.sampled_from([False, True])):
            known = draw(st.sampled_from(named))
            rule = AllOf((known, rule))
        named.append(Named(name, rule, draw(titles)))
    scores: list[Score] = []
    points = st.integers(-(10**9), 10**9) | st.decimals(-100, 100, places=6)
    for name in draw(st.lists(names, max_size=2, unique=True)):
        clauses = [Points(draw(points), when=draw(st.sampled_from(named) if named else rules))]
        each = draw(st.builds(Did, names, st.none() | wheres))
        clauses.append(draw(each_points(points, each)))
        inside = draw(st.booleans())
        parts = scores[-1:] if inside else []
        bands = {"A": 90, draw(names) + "!": draw(st.decimals(0, 80, places=1))}
        cap, floor = draw(st.none() | st.just(90)), draw(st.none() | st.just(-5))
        scores.append(Score(name, clauses, parts, cap=cap, floor=floor, bands=bands, title=draw(titles)))
    return named, scores


@st.composite
def funnels(draw: st.DrawFn, entries: st.SearchStrategy[Rule]) -> Funnel:
    """Draw a funnel of four stages and an exit."""
    found = draw(st.lists(names, min_size=5, max_size=5, unique_by=str.casefold))
    owners = ["marketing", "marketing", "sales", "sales", "sales"]
    outcomes: list[Any] = [None, None, None, "won", draw(st.sampled_from(["lost", "disqualified"]))]
    stages = [
        Stage(name, owner, draw(st.none() | entries), outcome, draw(st.none() | texts))
        for name, owner, outcome in zip(found, owners, outcomes, strict=True)
    ]
    reasons = draw(st.lists(names, max_size=2, unique=True))
    limit, another = draw(st.none() | st.integers(0, 1_000)), draw(st.booleans())
    handed = Boundary(found[1], found[2], found[0], reasons, recycle_limit=limit, recycle_to_another=another)
    boundaries = draw(st.sampled_from([[], [handed]]))
    recycles = draw(st.sampled_from([[], [(found[2], found[0])]]))
    return Funnel(draw(names), stages[:4], stages[4:], recycles, boundaries)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Draw a calendar, with a name or without."""
    week = draw(st.sampled_from([{"mon-fri": ["09:00-12:30", "13:00-17:30"]}, {"fri-mon": ["22:00-06:00"]}, {}]))
    exceptions: dict[date, list[str]] = draw(st.dictionaries(dates, st.sampled_from([["00:00-24:00"], []]), max_size=2))
    exceptions[date(2026, 12, 24)] = ["09:00-12:00"]
    zone = draw(st.sampled_from(["UTC", "Europe/Amsterdam", "Asia/Kolkata"]))
    return WorkCalendar(zone, week, draw(st.lists(dates, max_size=2)), exceptions, draw(st.just("") | names))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Draw an agreement of any kinds of clauses. Without declared fields a rule may ask about any."""
    named, scores = draw(definitions())
    any_rule: st.SearchStrategy[Rule] = rules
    if named:
        any_rule |= st.sampled_from(named)
    if scores:
        any_rule |= st.builds(ScoreCompare, st.sampled_from(scores), st.sampled_from([">=", "<"]), st.just(50))
    funnel = draw(funnels(any_rule))
    stage = st.sampled_from([one.id for one in funnel.stages])
    simple = st.one_of(
        st.builds(entered, stage), st.builds(left, stage), st.builds(accepted, st.none() | stage),
        st.builds(rejected, st.none() | names), events,
    )  # fmt: skip
    pattern = simple | st.lists(simple, min_size=2, max_size=3).map(lambda parts: either(*parts))
    held = draw(st.lists(calendars(), max_size=2, unique_by=lambda one: one.name))
    slas: list[SLA] = []
    for name in draw(st.lists(names, max_size=2, unique=True)):
        calendar = draw(st.sampled_from(held) if held else calendars())
        starts, stops, begins, ends = draw(st.lists(pattern, min_size=4, max_size=4, unique_by=repr))
        time: WorkTime | timedelta = draw(st.builds(WorkTime, st.integers(1, 10**12)) | spans)
        tiers = [Tier(tier, draw(any_rule), draw(spans)) for tier in draw(st.lists(names, max_size=2, unique=True))]
        slas.append(SLA(
            name, draw(st.sampled_from(["marketing", "sales"])), starts, stops, time,
            calendar if isinstance(time, WorkTime) else None,
            pauses=[Pause(begins, ends)] if set(_parts(begins)) != set(_parts(ends)) else [],
            cancels=draw(st.none() | pattern), warn_at=draw(shares),
            any_actor=draw(st.booleans()), tiers=tiers, title=draw(st.none() | texts),
        ))  # fmt: skip
    grids: list[Grid] = []
    if len(scores) > 1:
        try:
            grids.append(Grid(draw(names), scores[0], scores[1], title=draw(titles)))
        except DocumentError:
            assume(False)  # the bands of the two make two cells of one name
    any_rules = named or scores or slas or any(one.entry is not None for one in funnel.stages)
    found = _clear(
        draw(names), version=draw(names), zone=draw(st.sampled_from(["UTC", "Europe/Amsterdam"])), funnel=funnel,
        mission=draw(texts), effective=draw(st.none() | dates), review_by=draw(st.none() | dates),
        currency=draw(st.sampled_from([None, "EUR"])), period=draw(st.sampled_from(["quarter", "month", "2026-Q1"])),
        vocabulary=[Term(word, "What it means." + draw(texts), title=draw(st.none() | texts))
                    for word in draw(st.lists(names, max_size=2, unique=True))],
        rules=named, scores=scores, grids=grids, calendars=held, slas=slas,
        goals=draw(goals(funnel, slas, pattern=pattern, any_rule=any_rule)),
        systems=draw(st.dictionaries(names, texts, max_size=2)), sources=draw(st.lists(sources(), max_size=1)),
        signoffs=draw(st.lists(st.builds(SignOff, st.just("sales"), names, dates, texts), max_size=2)),
        fields=[] if any_rules else draw(declarations()),
    )  # fmt: skip
    return draw(joint(found)) if draw(st.booleans()) else found


def _clear(name: str, **parts: Any) -> Agreement:  # noqa: ANN401 - the parts of an agreement
    """Return the agreement, unless two of its things are called alike: that is refused, and no world."""
    try:
        return Agreement(name, **parts)
    except DocumentError as fault:
        assume(not {issue.code for issue in fault.issues} <= {"duplicate-title", "confusable-id"})
        raise


def _parts(pattern: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a pattern
    return getattr(pattern, "patterns", (pattern,))


def declarations() -> st.SearchStrategy[list[FieldDeclaration]]:
    """Return field declarations, each name once."""
    one = st.builds(
        lambda name, options, unit, title: FieldDeclaration(name, "text", options, unit, "sales", title),
        names, st.lists(texts, max_size=2), st.none() | texts, st.none() | texts,
    )  # fmt: skip
    return st.lists(one, max_size=2, unique_by=lambda field: field.name)


def sources() -> st.SearchStrategy[CsvSource]:
    """Return ways to read an export."""
    return st.builds(
        CsvSource, name=st.just("") | names, delimiter=st.sampled_from([",", ";", "\t"]), lead=st.just("id"),
        stages=st.dictionaries(names, texts.filter(bool), max_size=2), missing=st.lists(texts, max_size=2),
        fields=st.none() | st.just(()), always=st.sampled_from([{}, {"team": "sales", "automatic": False}]),
        zone=st.sampled_from([None, "UTC"]), date_format=st.sampled_from([(), ("DD/MM/YYYY", "%Y-%m-%d")]),
    )  # fmt: skip


@st.composite
def goals(draw: st.DrawFn, funnel: Funnel, slas: list[SLA], *, pattern: Any, any_rule: Any) -> list[Member]:  # noqa: ANN401 - strategies
    """Draw goals whose weights sum to 1."""
    first, last = funnel.path[0].id, funnel.path[-1].id
    shares: list[Metric] = [conversion(first, last, draw(st.none() | spans)), period_conversion(first, last)]
    shares.append(share(draw(any_rule), among=entered(first)))
    shares.append(
        share(count(draw(pattern), draw(st.none() | any_rule)), among=count(draw(pattern), draw(st.none() | any_rule)))
    )
    shares += [met(sla) for sla in slas]
    found = draw(st.lists(names, max_size=4, unique_by=str.casefold))
    grouped = found.pop() if len(found) == 4 else None
    made: list[Goal] = []
    for name in found:
        kind = draw(st.sampled_from(["share", "count", "total", "span", "external"]))
        given: dict[str, Any] = {"weight": Fraction(1, len(found)), "title": draw(st.none() | texts)}
        owner = draw(st.sampled_from(["marketing", ("marketing", "sales")]))
        if kind == "share":
            given |= {"at_least": draw(st.fractions(Fraction(1, 10**6), 1)), "worst": draw(st.sampled_from([None, 0]))}
            metric = draw(st.sampled_from(shares))
        elif kind == "count":
            metric = count(draw(pattern), draw(st.none() | any_rule))
            given |= draw(counted_targets())
        elif kind == "span":
            metric, given["at_most"] = median_time(first, last), draw(spans)
        else:
            metric = total(draw(names), at=draw(pattern)) if kind == "total" else external(draw(names))
            given["at_least"] = draw(
                st.integers(1, 10**9) | st.builds(money, st.integers(1, 10**9), st.sampled_from(["EUR", "USD"]))
            )
        made.append(Goal(name, owner, metric, **given))
    return [GoalGroup(grouped, made, weight=1, title=draw(st.none() | texts))] if grouped is not None else [*made]


@st.composite
def counted_targets(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a count may aim at: one limit or two, in steps, by a shape."""
    sizes = draw(st.lists(st.integers(1, 10**9), min_size=3, max_size=3))
    parts = draw(st.lists(st.integers(0, 50), min_size=1, max_size=5).filter(any))
    worst = draw(st.sampled_from([None, (0, 10**10)]))
    return draw(
        st.sampled_from(
            [
                {"at_most": sizes[0]},
                {"at_most": sum(sizes), "steps": sizes},
                {"at_least": sizes[0], "shape": Shape("last year", [Fraction(part, sum(parts)) for part in parts])},
                {"between": (sizes[0], sizes[0] + sizes[1]), "worst": worst},
            ]
        )
    )
