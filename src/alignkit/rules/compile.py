"""Compile a rule or a score to one Python function. The only file that calls `exec`.

The generated source holds nothing but names and operators that this file makes: every constant, field name and text
from outside is bound as an object. A rule compiles to two functions, `yes` and `no`: negation is pushed to the leaves
and only YES is computed, so UNKNOWN is what is neither. A score compiles to one straight-line function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, assert_never

from alignkit.rules.constants import kind_of
from alignkit.rules.decay import Fading, capped, earned
from alignkit.rules.judge import judge
from alignkit.rules.match import found
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    EveryItem,
    FieldTest,
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
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes

if TYPE_CHECKING:
    from alignkit.history.events import Event

Yes = Callable[[Mapping[str, Any], "Sequence[Event] | None", "int | None"], bool]

OPPOSITE: dict[str, Any] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
"""From an operator to the one that holds just where it does not."""


class CompiledRule(NamedTuple):
    """The two functions of a rule, and whether it asks about time."""

    yes: Yes
    no: Yes
    needs_as_of: bool


Found: TypeAlias = tuple[int, tuple[Any, ...], tuple[int, ...], tuple[int, ...]]
"""What the function of a score gives: the total; the fields' values; which clauses with `when` were YES, as bits of
whole numbers, the lowest first; what each clause over events earned. All points in millionths.

A plain tuple and bits, since a rating is made often and asked for its contributions rarely."""
BITS = 60
"""So many bits to a whole number."""


class CompiledScore(NamedTuple):
    """The function of a score, from (lead, events, now) to `Found`.

    `fields` names the values that it gives, `clauses` the clauses: (the score that the clause stands in, the clause).
    """

    run: Callable[[Mapping[str, Any], Any, Any], Found]
    fields: tuple[str, ...]
    clauses: tuple[tuple[str, Points], ...]
    needs_as_of: bool


def compiled(rule: Rule) -> CompiledRule:
    """Return the compiled form of a rule, made at first use and kept with it."""
    try:
        return rule._compiled  # type: ignore[union-attr,no-any-return]  # noqa: SLF001 - the rule's own cache
    except AttributeError:
        made = CompiledRule(_function(rule, True), _function(rule, False), needs_as_of(rule))
        # two threads may both get here: they make the same thing, and the last one stays
        object.__setattr__(rule, "_compiled", made)
        return made


def compiled_score(score: Score) -> CompiledScore:
    """Return the compiled form of a score, made at first use and kept with it."""
    made = score._rated  # noqa: SLF001 - the score's own cache
    if made is None:
        writer = _Writer(score, _counted(score))
        total = writer.score(score)
        names = tuple(writer.fields)
        values = "".join(f"{writer.field(name)}, " for name in names)
        earned = "".join(f"{local}, " for local in writer.earned)
        masks = [f"m{i}" for i in range(-(-writer.bits // BITS))]
        writer.statements[:0] = [f"    {mask} = 0" for mask in masks]
        run = writer.function(f"({total}, ({values}), ({''.join(f'{mask}, ' for mask in masks)}), ({earned}))")
        made = CompiledScore(run, names, tuple(writer.clauses), needs_as_of(score))
        object.__setattr__(score, "_rated", made)
    return made  # type: ignore[no-any-return]  # the cache holds nothing else


def needs_as_of(definition: Rule | Score) -> bool:
    """Say whether a definition asks about time."""
    for node in nodes(definition):
        match node:
            case Within():
                return True
            case Did() if node.within is not None:
                return True
            case Points() if node.half_life is not None or node.steps:
                return True
            case AnyItem() | EveryItem() if isinstance(node.test, Within):
                return True
            case _:
                pass
    return False


def _function(rule: Rule, positive: bool) -> Yes:  # noqa: FBT001 - the polarity of a rule
    writer = _Writer(rule)
    return writer.function(writer.rule(rule, positive))  # type: ignore[no-any-return]  # generated


class _Writer:
    """Writes one function: what is bound, the statements so far, and the names for fields and shared parts."""

    def __init__(self, definition: Rule | Score, counted: frozenset[int] = frozenset()) -> None:
        self.bound: dict[str, Any] = {"__builtins__": {}, "T": type, "I": int, "F": float, "S": str, "B": bool}
        self.statements: list[str] = []
        self.fields: dict[str, int] = {}
        self.clauses: list[tuple[str, Points]] = []
        self.earned: list[str] = []
        self.bits = 0
        self._counted = counted
        self._shared: dict[tuple[int, bool], str] = {}
        self._scores: dict[int, str] = {}
        self._kept: list[object] = []  # ids of parts stay taken while they are used as keys
        self._uses = _uses(definition)

    def function(self, answer: str) -> Any:  # noqa: ANN401 - generated code has no type
        loads = [f"    v{i} = lead.get({self.bind(name)})" for name, i in self.fields.items()]
        # the true class: an object may claim another by `__class__`
        classes = [f"    t{i} = T(v{i})" for i in self.fields.values()]
        lines = ["def f(lead, events, now):", *loads, *classes, *self.statements, f"    return {answer}"]
        exec(compile("\n".join(lines), "<alignkit rule>", "exec"), self.bound)  # noqa: S102 - only our own names inside
        return self.bound.pop("f")

    def bind(self, value: object) -> str:
        name = f"c{len(self.bound)}"
        self.bound[name] = value
        return name

    def field(self, name: str) -> str:
        return f"v{self.fields.setdefault(name, len(self.fields))}"

    def rule(self, rule: Rule, positive: bool) -> str:  # noqa: FBT001 - the polarity of a rule
        """Write the expression that is true just if the rule is YES (or, when not positive, NO)."""
        key = (id(rule), positive)
        if key not in self._shared:
            written = self._write(rule, positive)
            if self._uses[id(rule)] < 2 or written.isidentifier():
                return written
            # a part that is used twice is computed once: without this a chain of named rules would double each time
            self._shared[key] = f"n{len(self.statements)}"
            self._kept.append(rule)
            self.statements.append(f"    {self._shared[key]} = {written}")
        return self._shared[key]

    def _write(self, rule: Rule, positive: bool) -> str:  # noqa: FBT001 - the polarity of a rule
        match rule:
            case Not():
                return self.rule(rule.rule, not positive)
            case Named():
                return self.rule(rule.rule, positive)
            case AllOf() | AnyOf():
                word = " and " if isinstance(rule, AllOf) is positive else " or "
                return "(" + word.join(self.rule(part, positive) for part in rule.rules) + ")"
            case AtLeast():
                needed = rule.n if positive else len(rule.rules) - rule.n + 1
                parts = "".join(f"{self.rule(part, positive)}, " for part in rule.rules)
                return f"({self.bind(sum)}(({parts})) >= {self.bind(needed)})"
            case Did():
                return self._did(rule, positive)
            case ScoreCompare():
                op = rule.op if positive else OPPOSITE[rule.op]
                test = f"({self.score(rule.score)} {op} {self.bind(millionths(rule.points))})"
                return f"(events is not None and {test})" if asks_events(rule.score) else test
            case _:
                return self._test(rule, positive)

    def _did(self, rule: Did, positive: bool) -> str:  # noqa: FBT001 - the polarity of a rule
        def enough(events: Sequence[Event], now: int | None) -> bool:
            return len(found(rule, events, now)) >= rule.at_least

        return f"(events is not None and {'' if positive else 'not '}{self.bind(enough)}(events, now))"

    def _test(self, rule: FieldTest, positive: bool) -> str:  # noqa: FBT001 - the polarity of a rule
        """Write a condition on one field: inline for the usual classes, by `judge` for all others."""
        value = self.field(rule.field)
        cls = f"t{value[1:]}"
        wanted = Verdict.YES if positive else Verdict.NO

        def slowly(held: object, now: int | None) -> bool:
            return judge(rule, held, now).verdict is wanted

        slow = f"{self.bind(slowly)}({value}, now)"
        guard, quick = self._quick(rule, positive, value, cls)
        if isinstance(rule, Missing):
            return f"({quick} if {guard} else {slow})"
        if not guard:
            return f"({value} is not None and {slow})"
        # nothing, or a value of another usual class, is UNKNOWN at once: `judge` sees only strangers
        others = "".join(f" and {cls} is not {other}" for other in "SIFB" if f"is {other}" not in guard)
        return f"({quick} if {guard} else {value} is not None{others} and {slow})"

    def _quick(self, rule: FieldTest, positive: bool, v: str, t: str) -> tuple[str, str]:  # noqa: FBT001 - the polarity
        numbers = f"{t} is I or {t} is F"
        match rule:
            case Compare(_, op, value):
                op = op if positive else OPPOSITE[op]
                match kind_of(value):
                    case "number" if (near := _near(value)) is not None:
                        alike = f" and {v} == {v}" if op == "!=" else ""  # NaN is unlike itself, and missing
                        return numbers, f"({v} {op} {self.bind(near)}{alike})"
                    case "text":
                        return f"{t} is S", f"({v} {op} {self.bind(value)})"
                    case "truth value":
                        return f"{t} is B", f"({v} {op} {self.bind(value)})"
                    case _:
                        return "", ""
            case OneOf(_, values):
                inside = "in" if positive else "not in"
                if values and all(isinstance(value, str) for value in values):
                    return f"{t} is S", f"({v} {inside} {self.bind(frozenset(values))})"
                if values and all(type(value) is int and abs(value) <= 2**53 for value in values):
                    alike = "" if positive else f" and {v} == {v}"
                    return numbers, f"({v} {inside} {self.bind(frozenset(values))}{alike})"
                return "", ""
            case Between(_, low, high):
                least, most = _near(low), _near(high)
                if least is None or most is None:
                    return "", ""
                a, b = self.bind(least), self.bind(most)
                return numbers, f"({a} <= {v} <= {b})" if positive else f"({v} < {a} or {v} > {b})"
            case TextMatch():
                return f"{t} is S", self._text(rule, positive, v)
            case IsTrue():
                return f"{t} is B", v if positive else f"(not {v})"
            case Missing():
                return f"{v} is None or {t} is S or {t} is I or {t} is B", f"({v} is {'' if positive else 'not '}None)"
            case Within() | Matches() | AnyItem() | EveryItem():
                return "", ""
            case _:
                assert_never(rule)

    def _text(self, rule: TextMatch, positive: bool, v: str) -> str:  # noqa: FBT001 - the polarity of a rule
        text = self.bind(rule.text if rule.case_matters else rule.text.casefold())
        held = v if rule.case_matters else f"{v}.casefold()"
        negation = "" if positive else "not "
        if rule.op == "contains":
            return f"({text} {negation}in {held})"
        method = "startswith" if rule.op == "starts_with" else "endswith"
        return f"({negation}{held}.{method}({text}))"

    def score(self, score: Score) -> str:
        """Write the statements that add a score up, once, and return the name of its total."""
        if id(score) not in self._scores:
            parts = [self.score(part) for part in score.parts]
            total = f"p{len(self._scores)}"
            self._scores[id(score)] = total
            self._kept.append(score)
            written = [self._clause(score, clause, total) for clause in score.points]
            self.statements.append(f"    {total} = {self._sum(parts)}")
            self.statements.extend(written)
            for bound, op in ((score.cap, ">"), (score.floor, "<")):
                if bound is not None:
                    limit = self.bind(millionths(bound))
                    self.statements.append(f"    if {total} {op} {limit}: {total} = {limit}")
        return self._scores[id(score)]

    def _sum(self, terms: list[str]) -> str:
        """Add up in one call where there are many: a chain of + nests as deep as it is long."""
        return " + ".join(terms) or "0" if len(terms) <= 50 else f"{self.bind(sum)}(({', '.join(terms)}))"

    def _clause(self, score: Score, clause: Points, total: str) -> str:
        """Return the statement that adds a clause's points to a total, and notes that it did."""
        full = self.bind(millionths(clause.points))
        counted = id(score) in self._counted
        if clause.when is not None:
            bit = ""
            if counted:
                self.clauses.append((score.name, clause))
                bit = f"; m{self.bits // BITS} |= {self.bind(1 << self.bits % BITS)}"
                self.bits += 1
            return f"    if {self.rule(clause.when, True)}: {total} += {full}{bit}"
        fading = Fading.of(clause)

        def worth(events: Sequence[Event], now: int | None) -> int:
            return capped(clause, sum(points for points, _ in earned(clause, fading, events, now)))

        name = f"q{len(self.bound)}"
        if counted:
            self.clauses.append((score.name, clause))
            self.earned.append(name)
        return f"    {name} = 0 if events is None else {self.bind(worth)}(events, now); {total} += {name}"


def _counted(score: Score) -> frozenset[int]:
    """Return the ids of a score and its parts: a score that only a rule asks about gives no points of its own."""
    found, waiting = set[int](), [score]
    while waiting:
        part = waiting.pop()
        found.add(id(part))
        waiting.extend(part.parts)
    return frozenset(found)


def asks_events(definition: Rule | Score) -> bool:
    """Say whether a definition asks about events."""
    return any(isinstance(node, Did) for node in nodes(definition))


def _uses(definition: Rule | Score) -> Counter[int]:
    """Count how often each part stands in a definition; a part inside a shared part counts once."""
    uses: Counter[int] = Counter()
    for node in nodes(definition):
        match node:
            case AllOf() | AnyOf() | AtLeast():
                uses.update(id(part) for part in node.rules)
            case Not() | Named():
                uses[id(node.rule)] += 1
            case Points() if node.when is not None:
                uses[id(node.when)] += 1
            case _:
                pass
    return uses


def _near(value: object) -> int | float | None:
    """Return the constant that compares with ints and floats as the exact one does, if there is one.

    A float stands for its shortest decimal. Shortest decimals keep the order of floats, so comparing with the float
    whose shortest decimal is the constant is comparing with the constant; and no whole number lies between the two.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) <= 2**53 else None
    if isinstance(value, Decimal):
        near = float(value)
        return near if Decimal(repr(near)) == value else None
    return None
