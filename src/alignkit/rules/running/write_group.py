"""Write the clauses that ask about one field as a few statements: its value is looked at once, whatever it holds.

What clauses add up to, for a value of one field, is a step function of numbers, a table of texts, and one sum each for
true, false and nothing. It is found by deciding every clause for a sample of each step and text that it names, so any
rule over one field can take part, with `~`, `&` and `|` inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from alignkit.rules.constants import kind_of
from alignkit.rules.judge import judge
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    IsTrue,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    TextMatch,
)
from alignkit.rules.running.source import Source, indented
from alignkit.rules.running.write_rule import members, parts_of
from alignkit.rules.running.write_test import near, write_text_match
from alignkit.rules.verdict import Verdict, enough

MANY = 50
"""A rule that names more constants is not tried for each of them; a plain list of texts need not be."""

ANY_KIND = frozenset({"text", "truth value", "number", "missing"})

Cut: TypeAlias = tuple[Any, int]
"""Where a step begins: at a number (0) or right above it (1)."""
Step: TypeAlias = tuple[Cut | None, int]
"""Where a step begins, None for the lowest, and what the clauses add up to on it."""


class Weighted(NamedTuple):
    """A rule over one field, and what is added where it is YES."""

    rule: Rule
    weight: int


def joins(rule: Rule) -> bool:
    """Say whether a rule over one field can be written as steps and tables.

    >>> from alignkit.rules.field import field
    >>> joins(~(field("a") > 1) | field("a").is_missing()), joins(field("a").any_item == "x")
    (True, False)
    """
    parts = parts_of([rule])
    few = sum(len(_constants(part)) for part in parts) <= MANY
    return all(map(_joins, parts)) and (few or _is_list_of_texts(rule))


def _joins(part: Rule) -> bool:
    match part:
        case Compare(_, _, value):
            return _known(value)
        case OneOf(_, values):
            return all(isinstance(value, str) or (type(value) is int and _known(value)) for value in values)
        case Between(_, low, high):
            return _known(low) and _known(high)
        case _:
            return isinstance(part, TextMatch | IsTrue | Missing) or bool(members(part))


def _is_list_of_texts(rule: Rule) -> bool:
    return isinstance(rule, OneOf) and all(isinstance(value, str) for value in rule.values)


def _known(value: object) -> bool:
    kind = kind_of(value)
    return kind in {"text", "truth value"} or (kind == "number" and near(value) is not None)


def answer(rule: Rule, held: object, now: int | None = None) -> Verdict:
    """Decide a rule over one field for a value, slowly; it must equal the generated code."""
    match rule:
        case Not():
            return ~answer(rule.rule, held, now)
        case Named():
            return answer(rule.rule, held, now)
        case AllOf() | AnyOf() | AtLeast():
            verdicts = [answer(part, held, now) for part in rule.rules]
            needed = len(verdicts) if isinstance(rule, AllOf) else rule.n if isinstance(rule, AtLeast) else 1
            return enough(verdicts, needed)
        case _:
            return judge(rule, held, now).verdict  # type: ignore[arg-type]  # a rule over one field has no other leaves


class Sums:
    """What clauses over one field add up to, by what its value is.

    Args:
        clauses: rules over the field, for each of which `joins` holds.

    >>> from alignkit.rules.field import field
    >>> sums = Sums([Weighted(field("a") >= 50, 10), Weighted(~field("a").is_missing(), 1)])
    >>> sums.steps, sums.texts, sums.other_text, sums.nothing
    ([(None, 1), ((50, 0), 11)], {}, 1, 0)
    """

    def __init__(self, clauses: Iterable[Weighted]) -> None:
        self.clauses = list(clauses)
        self.texts: dict[str, int] = {}
        self.text_tests: list[Weighted] = []
        self.other_text = self.true = self.false = self.nothing = lowest = 0
        rises: dict[Cut, int] = {}
        for rule, weight in self.clauses:
            leaves = [part for part in parts_of([rule]) if not members(part)]
            kinds = _kinds(rule)
            if "truth value" in kinds:
                self.true += weight * _holds(rule, True)
                self.false += weight * _holds(rule, False)
            if "missing" in kinds:
                self.nothing += weight * _holds(rule, None)
            if "text" in kinds:
                self._add_texts(rule, weight, leaves)
            before = 0
            for cut, held in _samples(leaves) if "number" in kinds else ():
                now = weight * _holds(rule, held)
                if cut is None:
                    lowest += now
                else:
                    rises[cut] = rises.get(cut, 0) + now - before
                before = now
        self.steps: list[Step] = [(None, lowest)]
        for cut in sorted(rises):
            if rises[cut]:
                self.steps.append((cut, self.steps[-1][1] + rises[cut]))

    def _add_texts(self, rule: Rule, weight: int, leaves: Sequence[Rule]) -> None:
        if any(isinstance(leaf, TextMatch) for leaf in leaves):
            self.text_tests.append(Weighted(rule, weight))
            return
        named = {value for leaf in leaves for value in _constants(leaf) if isinstance(value, str)}
        usual, held = 0, named
        if not _is_list_of_texts(rule):
            other = "x" * (1 + max(map(len, named), default=0))  # a text that is none of these
            usual = weight * _holds(rule, other)
            held = {text for text in named if _holds(rule, text)}
        self.other_text += usual
        for text in named:
            got = weight if text in held else 0
            if got != usual:
                self.texts[text] = self.texts.get(text, 0) + got - usual

    def slowly(self, held: object, now: int | None) -> int:
        """Add up the weights for a value of an unusual class."""
        if type(held) is Decimal and held.is_finite():  # adapters read numbers as decimals
            found = 0
            for cut, total in self.steps:
                if cut is not None and not (held >= cut[0] if cut[1] == 0 else held > cut[0]):
                    break
                found = total
            return found
        return sum(weight for rule, weight in self.clauses if answer(rule, held, now) is Verdict.YES)


def _holds(rule: Rule, held: object) -> bool:
    return answer(rule, held) is Verdict.YES


def _kinds(rule: Rule) -> frozenset[str]:
    """Return the kinds of values for which a rule may be YES."""
    match rule:
        case Named():
            return _kinds(rule.rule)
        case Compare(_, _, value) | Between(_, value):
            return frozenset({kind_of(value)})
        case OneOf(_, values):
            return frozenset({kind_of(values[0])}) if values else frozenset()
        case TextMatch():
            return frozenset({"text"})
        case IsTrue():
            return frozenset({"truth value"})
        case Missing():
            return frozenset({"missing"})
        case _:
            return ANY_KIND


def _constants(leaf: Rule) -> tuple[object, ...]:
    match leaf:
        case Compare(_, _, value):
            return (value,)
        case OneOf(_, values):
            return values
        case _:
            return ()


def _samples(leaves: Sequence[Rule]) -> Iterator[tuple[Cut | None, object]]:
    """Yield where the steps of a rule over numbers begin, the lowest first, and a number on each step."""
    cuts = sorted({cut for leaf in leaves for cut in _cuts(leaf)})
    # by fractions: the host's decimal context must not change an answer
    yield None, Fraction(cuts[0][0]) - 1 if cuts else 0
    for cut, after in zip_longest(cuts, cuts[1:]):
        number = Fraction(cut[0])
        if cut[1] == 0:
            yield cut, number
        else:
            yield cut, number + 1 if after is None else (number + Fraction(after[0])) / 2


def _cuts(leaf: Rule) -> Iterator[Cut]:
    match leaf:
        case Between(_, low, high):
            yield low, 0
            yield high, 1
        case Compare(_, op, value) if kind_of(value) == "number":
            if op not in {">", "<="}:
                yield value, 0
            if op not in {">=", "<"}:
                yield value, 1
        case OneOf(_, values):
            for value in values:
                if not isinstance(value, str):
                    yield value, 0
                    yield value, 1
        case _:
            pass


def write_group(clauses: Sequence[Weighted], value: str, target: str, source: Source) -> list[str]:
    r"""Write the statements that add up the clauses over one field.

    Args:
        clauses: the clauses; for each, `joins` holds.
        value: the name of the field's value.
        target: the name of the variable that is added to.
        source: the function.

    >>> from alignkit.rules.field import field
    >>> clauses = [Weighted(field("demo").is_true(), 20)]
    >>> print("\n".join(write_group(clauses, "v0", "x0", Source())))
    if v0 is True:
        x0 += c22
    elif v0 is not None and v0 is not False and T(v0) not in O: x0 += c23(v0, now)
    """
    sums = Sums(clauses)
    numbers, texts = _numbers(sums, value, target, source), _texts(sums, value, target, source)
    kind = f"t{value[1:]}" if numbers or texts else f"T({value})"
    written = [f"{kind} = T({value})"] if numbers or texts else []
    word = "if"
    for lines, test in (
        (numbers, f"{kind} is I or {kind} is F"),
        (texts, f"{kind} is S"),
        (_add(sums.true, target, source), f"{value} is True"),
        (_add(sums.false, target, source), f"{value} is False"),
        (_add(sums.nothing, target, source), f"{value} is None"),
    ):
        if lines:
            written += [f"{word} {test}:", *indented(lines)]
            word = "elif"
    # a value of another ordinary class adds nothing, nor does none; a bool most often is the other one
    usual = f"{value} is not None and " + (f"{value} is not {not sums.true} and " if sums.true or sums.false else "")
    written.append(f"{word} {usual}{kind} not in O: {target} += {source.bind(sums.slowly)}({value}, now)")
    return written


def _add(weight: int, target: str, source: Source) -> list[str]:
    return [f"{target} += {source.bind(weight)}"] if weight else []


def _numbers(sums: Sums, value: str, target: str, source: Source) -> list[str]:
    lines = _climb(sums.steps, (value, target), source, nan=True)
    if not sums.nothing:
        return lines
    missing = [f"if {value} != {value}:", *indented(_add(sums.nothing, target, source))]  # NaN is unlike itself
    return [*missing, "else:", *indented(lines)] if lines else missing


def _climb(steps: Sequence[Step], names: tuple[str, str], source: Source, *, nan: bool) -> list[str]:
    """Write the search for the step on which a number stands, by halves; NaN, if it may come, stands on none."""
    value, target = names
    half = (len(steps) + 1) // 2
    cut = steps[half][0] if half < len(steps) else None
    if cut is None:
        add = _add(steps[0][1], target, source)
        return [f"if {value} == {value}:", *indented(add)] if add and nan else add
    number = source.bind(near(cut[0]))
    upper = _climb(steps[half:], names, source, nan=False)
    if not upper:
        lower = _climb(steps[:half], names, source, nan=False)
        return [f"if {value} {'<=' if cut[1] else '<'} {number}:", *indented(lower)] if lower else []
    lower = _climb(steps[:half], names, source, nan=nan)
    written = [f"if {value} {'>' if cut[1] else '>='} {number}:", *indented(upper)]
    return [*written, "else:", *indented(lower)] if lower else written


def _texts(sums: Sums, value: str, target: str, source: Source) -> list[str]:
    lines = []
    if sums.texts and not sums.other_text:
        table = source.bind(sums.texts)
        lines += [f"if {value} in {table}:", f"    {target} += {table}[{value}]"]
    elif sums.texts:
        table = source.bind({text: sums.other_text + more for text, more in sums.texts.items()})
        lines.append(f"{target} += {table}[{value}] if {value} in {table} else {source.bind(sums.other_text)}")
    else:
        lines += _add(sums.other_text, target, source)
    folded = f"w{value[1:]}"
    tests, ends = [], list[TextMatch]()
    for rule, weight in sums.text_tests:
        test = _text_rule(rule, (value, folded), source)
        ends = [*ends, rule] if isinstance(rule, TextMatch) and all(_apart(rule, end) for end in ends) else []
        tests += [f"{'elif' if len(ends) > 1 else 'if'} {test}:", *indented(_add(weight, target, source) or ["pass"])]
        if not ends and isinstance(rule, TextMatch):
            ends = [rule]
    if any(folded in line for line in tests):
        lines.append(f"{folded} = {value}.casefold()")
    return lines + tests


def _apart(one: TextMatch, other: TextMatch) -> bool:
    """Say whether no text can meet both conditions: two endings, or two beginnings, that are unlike."""
    if one.op != other.op or one.op == "contains" or one.case_matters is not other.case_matters:
        return False
    texts = (one.text, other.text) if one.case_matters else (one.text.casefold(), other.text.casefold())
    short, long = sorted(texts, key=len)
    return not (long.endswith(short) if one.op == "ends_with" else long.startswith(short))


def _text_rule(rule: Rule, names: tuple[str, str], source: Source, positive: bool = True) -> str:  # noqa: FBT001, FBT002 - the polarity
    """Write a rule over one field for a value that is text: a comparison with anything else is UNKNOWN."""
    match rule:
        case Not():
            return _text_rule(rule.rule, names, source, not positive)
        case Named():
            return _text_rule(rule.rule, names, source, positive)
        case AllOf() | AnyOf():
            word = " and " if isinstance(rule, AllOf) is positive else " or "
            return f"({word.join(_text_rule(part, names, source, positive) for part in rule.rules)})"
        case AtLeast():
            needed = rule.n if positive else len(rule.rules) - rule.n + 1
            parts = "".join(f"{_text_rule(part, names, source, positive)}, " for part in rule.rules)
            return f"(sum(({parts})) >= {source.bind(needed)})"
        case TextMatch():
            return write_text_match(rule, positive, names[not rule.case_matters], source.bind)
        case Missing():
            return str(not positive)
        case Compare() | OneOf():
            texts = [text for text in _constants(rule) if isinstance(text, str)]
            if texts or not _constants(rule):
                is_yes = positive if isinstance(rule, OneOf) or rule.op == "==" else not positive
                return f"{names[0]} {'in' if is_yes else 'not in'} {source.bind(frozenset(texts))}"
            return "False"
        case _:
            return "False"
