"""The model of 24 rules in other libraries, each in the form in which it was found fastest.

A peer gets its leads made ready: every field is there, of its type, in small letters, with a value that earns nothing
where the lead has none. So no peer pays for what it makes of a missing value (JavaScript's null is less than 5), nor
for a letter's case; alignkit is asked about the leads as they are. Nor does a peer work out the band: points will do.

The functions called `..._verdicts` answer what alignkit answers: which rules hold, for the leads as they are.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple, TypeAlias

from benchmarks.model import FIT, INTEREST

Lead: TypeAlias = Mapping[str, object]
Rater: TypeAlias = Callable[[Any], float]

FIT_POINTS = [float(clause.points) for clause in FIT.points]
INTEREST_POINTS = [float(clause.points) for clause in INTEREST.points]
MAIL = ("@gmail.com", "@hotmail.com")
TITLES = ("head", "director")
NEAR, FAR = ["NL", "BE", "DE"], ["FR", "GB", "US"]

NOTHING: dict[str, object] = {
    "employees": 5,
    "revenue": 0,
    "country": "",
    "email": "",
    "title": "",
    "visits": 0,
    "opens": 0,
    "demo": False,
    "trial": False,
    "seats": 0,
    "source": "",
    "opted_out": False,
    "competitor": True,
}
"""For each field a value that earns nothing."""


def ready(lead: Lead) -> dict[str, object]:
    """Return a lead as a peer likes it best."""
    found = {}
    for name, nothing in NOTHING.items():
        value = lead.get(name)
        kind = bool if isinstance(nothing, bool) else str if isinstance(nothing, str) else (int, float)
        found[name] = value if isinstance(value, kind) else nothing
    return lowered(found)


def lowered(lead: Lead) -> dict[str, object]:
    """Return a lead with its texts that are searched in small letters."""
    return {
        name: value.casefold() if name in {"email", "title"} and isinstance(value, str) else value
        for name, value in lead.items()
    }


def held(fit: float, interest: float) -> float:
    """Hold the two parts within their caps, and add them up."""
    return max(min(fit, 60), -30) + min(interest, 40)


def of_verdicts(verdicts: Sequence[object]) -> float:
    """Add up the points of the rules that hold, of the 24."""
    return held(sum(compress(FIT_POINTS, verdicts[:12])), sum(compress(INTEREST_POINTS, verdicts[12:])))


class Dialect(NamedTuple):
    """How a language of expressions writes what the 24 rules ask."""

    both: str
    not_: str
    ends: str = '"{1}" in {0}'
    holds: str = '"{1}" in {0}'
    number: str = ""
    text: str = ""
    known: str = ""
    true: str = "{0}"
    name: str = "{0}"

    def rules(self) -> list[str]:
        """Write the 24 rules, in the order of the model."""

        def numeric(name: str, *tests: str) -> str:
            field = self.name.format(name)
            return self.number.format(field) + self.both.join(f"{field} {test}" for test in tests)

        def worded(name: str, test: str, words: Iterable[str]) -> list[str]:
            field = self.name.format(name)
            return [self.text.format(field) + test.format(field, word) for word in words]

        def known(name: str, test: str) -> str:
            field = self.name.format(name)
            return self.known.format(field) + test.format(field)

        return [
            *(numeric("employees", test) for test in (">= 50", ">= 200", ">= 1000", "< 5")),
            *(numeric("revenue", test) for test in (">= 1000000", ">= 10000000")),
            *(known("country", '{0} in ["' + '", "'.join(some) + '"]') for some in (NEAR, FAR)),
            *worded("email", self.ends, MAIL),
            *worded("title", self.holds, TITLES),
            *(numeric("visits", *tests) for tests in ((">= 3",), (">= 10",), (">= 20", "<= 100"))),
            *(numeric("opens", test) for test in (">= 2", ">= 5")),
            known("demo", self.true),
            known("trial", self.true) + self.both + numeric("seats", ">= 5"),
            *(known("source", f"{{0}} {test}") for test in ('== "referral"', 'in ["webinar", "event"]', '== "list"')),
            known("opted_out", self.true),
            known("competitor", self.not_),
        ]


def summed(rules: Sequence[str], points: Sequence[float], nothing: str = "0") -> list[str]:
    """Return the terms of a sum: the points of each rule where it holds."""
    return [f"(({rule}) ? {worth} : {nothing})" for rule, worth in zip(rules, points, strict=True)]


def json_rules(*, guarded: bool = False) -> list[Any]:
    """Write the 24 rules as JsonLogic; guarded against other types and capital letters, or for leads made ready."""

    def at(name: str) -> dict[str, object]:
        return {"var": name}

    def of_type(kind: str, name: str, rule: object) -> object:
        return {"and": [{"===": [{"type": [at(name)]}, kind]}, rule]} if guarded else rule

    def least(name: str, number: int) -> object:
        return of_type("number", name, {">=": [at(name), number]})

    def inside(word: str, name: str) -> object:  # in these leads a mail's word stands at the end or nowhere
        return of_type("string", name, {"in": [word, {"lower": [at(name)]} if guarded else at(name)]})

    def truth(name: str) -> object:
        return {"===": [at(name), True]} if guarded else at(name)

    return [
        *(least("employees", number) for number in (50, 200, 1_000)),
        of_type("number", "employees", {"<": [at("employees"), 5]}),
        *(least("revenue", number) for number in (1_000_000, 10_000_000)),
        *({"in": [at("country"), some]} for some in (NEAR, FAR)),
        *(inside(word, "email") for word in MAIL),
        *(inside(word, "title") for word in TITLES),
        *(least("visits", number) for number in (3, 10)),
        of_type("number", "visits", {"<=": [20, at("visits"), 100]}),
        *(least("opens", number) for number in (2, 5)),
        truth("demo"),
        {"and": [truth("trial"), least("seats", 5)]},
        {"===": [at("source"), "referral"]},
        {"in": [at("source"), ["webinar", "event"]]},
        {"===": [at("source"), "list"]},
        truth("opted_out"),
        {"===": [at("competitor"), False]} if guarded else {"!": [at("competitor")]},
    ]


def datalogic() -> Rater:
    """JsonLogic in Rust: one rule that gives the points. Faster than a session, JSON text, handles or batches."""
    terms = [{"if": [rule, points, 0]} for rule, points in zip(json_rules(), FIT_POINTS + INTEREST_POINTS, strict=True)]
    fit = {"max": [{"min": [60, {"+": terms[:12]}]}, -30]}
    engine = importlib.import_module("datalogic_py").Engine()
    evaluate: Rater = engine.compile({"+": [fit, {"min": [40, {"+": terms[12:]}]}]}).evaluate
    return evaluate


def datalogic_verdicts() -> Rater:
    """JsonLogic in Rust on leads as they are: one rule that gives 24 verdicts."""
    evaluate = importlib.import_module("datalogic_py").Engine().compile(json_rules(guarded=True)).evaluate
    return lambda lead: of_verdicts(evaluate(lead))


def zen() -> Rater:
    """ZEN in Rust: one compiled expression that gives the points. Decision graphs take seventy times as long."""
    rules = Dialect(" and ", "not {0}", "endsWith({0}, '{1}')", "contains({0}, '{1}')").rules()
    fit, interest = summed(rules[:12], FIT_POINTS), summed(rules[12:], INTEREST_POINTS)
    text = f"max([min([sum([{', '.join(fit)}]), 60]), -30]) + min([sum([{', '.join(interest)}]), 40])"
    evaluate = importlib.import_module("zen").compile_expression(text).evaluate
    return lambda lead: float(evaluate(lead))


def zen_verdicts() -> Rater:
    """ZEN in Rust on leads as they are: one compiled expression that gives 24 verdicts."""
    dialect = Dialect(
        " and ",
        "{0} == false",
        "endsWith(lower({0}), '{1}')",
        "contains(lower({0}), '{1}')",
        number='type({0}) == "number" and ',
        text='type({0}) == "string" and ',
        true="{0} == true",
    )
    evaluate = importlib.import_module("zen").compile_expression(f"[{', '.join(dialect.rules())}]").evaluate
    return lambda lead: of_verdicts(evaluate(lead))


CEL = Dialect(" && ", "!{0}", '{0}.endsWith("{1}")', '{0}.contains("{1}")')


def cel() -> Rater:
    """CEL in Rust: one program that gives the points of both parts; CEL has no least and greatest."""
    rules = CEL.rules()
    parts = (summed(rules[:12], FIT_POINTS, "0.0"), summed(rules[12:], INTEREST_POINTS, "0.0"))
    execute = importlib.import_module("cel").compile(f"[{', '.join(' + '.join(part) for part in parts)}]").execute
    return lambda lead: held(*execute(lead))


def cel_verdicts() -> Rater:
    """CEL in Rust on leads as they are, but in small letters: one program that gives 24 verdicts."""
    dialect = Dialect(
        CEL.both,
        "{0} == false",
        CEL.ends,
        CEL.holds,
        number="has({0}) && type({0}) in [int, double] && ",
        text="has({0}) && type({0}) == string && ",
        known="has({0}) && ",
        true="{0} == true",
        name="lead.{0}",
    )
    execute = importlib.import_module("cel").compile(f"[{', '.join(dialect.rules())}]").execute
    return lambda lead: of_verdicts(execute({"lead": lead}))


def cel_python() -> Rater:
    """CEL in Python: one program that gives 24 verdicts, on values that are CEL's own already."""
    environment = importlib.import_module("celpy").Environment()
    evaluate = environment.program(environment.compile(f"[{', '.join(CEL.rules())}]")).evaluate
    return lambda lead: of_verdicts(evaluate(lead))


def cel_values(lead: Lead) -> dict[str, object]:
    """Return a lead in CEL's own values; CEL's whole numbers do not compare with others."""
    numbers = {name: int(value) if isinstance(value, float) else value for name, value in ready(lead).items()}
    to_cel = importlib.import_module("celpy").json_to_cel
    return {name: to_cel(value) for name, value in numbers.items()}


def json_logic() -> Rater:
    """JsonLogic in Python, by the fork that runs on Python 3: the verdict of each rule."""
    apply, rules = importlib.import_module("json_logic").jsonLogic, json_rules()
    return lambda lead: of_verdicts([apply(rule, lead) for rule in rules])


def rule_engine() -> Rater:
    """Rule Engine: one rule that gives a list of 24 verdicts."""
    text = f"[{', '.join(Dialect(' and ', 'not {0}').rules())}]"
    evaluate = importlib.import_module("rule_engine").Rule(text).evaluate
    return lambda lead: of_verdicts(evaluate(lead))


def business_rules() -> Rater:
    """Business Rules: its own loop over rules, whose actions add the points."""
    engine, variables = importlib.import_module("business_rules"), importlib.import_module("business_rules.variables")
    least = "greater_than_or_equal_to"

    def test(name: str, operator: str, value: object = None) -> dict[str, object]:
        return {"name": name, "operator": operator, "value": value}

    def one_of(name: str, words: Iterable[str]) -> dict[str, object]:
        return {"any": [test(name, "equal_to", word) for word in words]}

    conditions = [
        *(test("employees", least, number) for number in (50, 200, 1_000)),
        test("employees", "less_than", 5),
        *(test("revenue", least, number) for number in (1_000_000, 10_000_000)),
        *(one_of("country", some) for some in (NEAR, FAR)),
        *(test("email", "ends_with", word) for word in MAIL),
        *(test("title", "contains", word) for word in TITLES),
        *(test("visits", least, number) for number in (3, 10)),
        {"all": [test("visits", least, 20), test("visits", "less_than_or_equal_to", 100)]},
        *(test("opens", least, number) for number in (2, 5)),
        test("demo", "is_true"),
        {"all": [test("trial", "is_true"), test("seats", least, 5)]},
        test("source", "equal_to", "referral"),
        one_of("source", ("webinar", "event")),
        test("source", "equal_to", "list"),
        test("opted_out", "is_true"),
        test("competitor", "is_false"),
    ]
    points = FIT_POINTS + INTEREST_POINTS
    rules = [
        {
            "conditions": condition,
            "actions": [{"name": "fit" if number < 12 else "interest", "params": {"points": points[number]}}],
        }
        for number, condition in enumerate(conditions)
    ]

    class Given:
        """The lead's values, by name."""

        def __init__(self, lead: Lead) -> None:
            self.lead = lead

    for name, nothing in NOTHING.items():
        kind = "boolean" if isinstance(nothing, bool) else "string" if isinstance(nothing, str) else "numeric"

        def value(given: Given, name: str = name) -> object:
            return given.lead[name]

        setattr(Given, name, getattr(variables, f"{kind}_rule_variable")()(value))

    class Total:
        """What the actions add up."""

        def __init__(self) -> None:
            self.parts = [0.0, 0.0]

        def fit(self, points: float) -> None:
            self.parts[0] += points

        def interest(self, points: float) -> None:
            self.parts[1] += points

    def points_of(lead: Lead) -> float:
        total = Total()
        engine.run_all(rules, Given(lead), total)
        return held(*total.parts)

    return points_of
