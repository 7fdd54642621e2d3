"""Write the clauses that ask about one field as a few statements: its value is looked at once, whatever it holds.

What they add up to is found first (`field_sums`); here it becomes a search for a step, a look-up of a text, and a few
comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence

from alignkit.rules.constants import kind_of
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
from alignkit.rules.running.field_sums import Step, Sums, Weighted, constants_of, is_list_of_texts
from alignkit.rules.running.source import Source, indented
from alignkit.rules.running.write_rule import members, parts_of
from alignkit.rules.running.write_test import near, write_text_match

MANY = 50
"""A rule that names more constants is not tried for each of them; a plain list of texts need not be."""


def joins(rule: Rule) -> bool:
    """Say whether a rule over one field can be written as steps and tables.

    >>> from alignkit.rules.field import field
    >>> joins(~(field("a") > 1) | field("a").is_missing()), joins(field("a").any_item == "x")
    (True, False)
    """
    parts = parts_of([rule])
    few = sum(len(constants_of(part)) for part in parts) <= MANY
    return all(map(_joins, parts)) and (few or is_list_of_texts(rule))


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


def _known(value: object) -> bool:
    kind = kind_of(value)
    return kind in {"text", "truth value"} or (kind == "number" and near(value) is not None)


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
            texts = [text for text in constants_of(rule) if isinstance(text, str)]
            if texts or not constants_of(rule):
                is_yes = positive if isinstance(rule, OneOf) or rule.op == "==" else not positive
                return f"{names[0]} {'in' if is_yes else 'not in'} {source.bind(frozenset(texts))}"
            return "False"
        case _:
            return "False"
