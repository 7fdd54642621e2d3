"""The digest of the terms: what changes it, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.agreement.build import FULL, SMALL, agreement, document
from tests.agreement.worlds import agreements

from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest, terms_text
from alignkit.agreement.check import check
from alignkit.agreement.document.paths import Step
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.read import read
from alignkit.agreement.sign import sign
from alignkit.funnel.patterns import either, entered
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.slas import SLA, Tier
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule, did
from alignkit.scorecard.metrics import count

FUNNEL = Funnel("f", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
PINNED = "55c6f9ce0bd83597281c9cdff7aed2418667b1b6a5c18c58396e2f47d151a52a"
"""The digest of the small document. It is signed paper: a new version of alignkit must not change it."""


def test_the_digest_is_pinned() -> None:
    """The same on every machine, Python and version."""
    assert digest(agreement()) == PINNED


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_no_hash_seed_changes_it(seed: str) -> None:
    """A set or a hash plays no part."""
    code = (
        "import sys; from alignkit.adapters.documents import loads; from alignkit.agreement.canonical import digest; "
    )
    found = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", code + "print(digest(loads(sys.stdin.buffer.read())))"],
        input=SMALL.encode(), capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert found.stdout.decode().strip() == PINNED


def test_no_layout_changes_it() -> None:
    """TOML or JSON, CRLF, a byte order mark, comments, the order of tables."""
    made = agreement(text=FULL)
    for kind in ("toml", "json"):
        assert digest(loads(dumps(made, kind), kind)) == digest(made)
    assert digest(loads("\ufeff# a comment\n" + FULL.replace("\n", "\r\n"))) == digest(made)
    assert digest(from_document(dict(reversed(document(FULL).items())))) == digest(made)


def test_the_order_of_members_means_nothing() -> None:
    """`all`, `any` and `of` are the same in any order; so are the values of `in`, and tables by name."""
    whole = document(FULL)
    for rule in whole["rules"].values():
        for key in ("all", "any", "of"):
            rule.get(key, []).reverse()
    whole["rules"]["icp"]["all"][0]["in"].reverse()
    for key in ("rules", "scores", "goals", "fields", "slas", "calendars", "vocabulary"):
        whole[key] = dict(reversed(whole[key].items()))
    assert digest(from_document(whole)) == digest(agreement(text=FULL))


def test_numbers_and_defaults_are_spelt_in_one_way() -> None:
    """0.50 is 0.5, 60.0 is 60, and a default that is told is the default."""
    whole = document()
    whole["goals"]["mqls"]["weight"], whole["scores"]["fit"]["cap"] = Decimal("0.50"), 60.0
    whole["slas"]["first_touch"] |= {"warn_at": Decimal("0.8"), "any_actor": False, "within": "PT4H"}
    whole["slas"]["first_touch"]["within"] = "240 work minutes"
    whole["period"], whole["mission"], whole["funnel"] = "quarter", "", "Inbound"
    whole["calendars"]["office"]["zone"] = "Europe/Amsterdam"
    assert digest(from_document(whole)) == PINNED


def test_signoffs_and_sources_are_no_terms() -> None:
    """Who signed, and how exports are read, is not what was signed."""
    whole = document(FULL)
    del whole["signoffs"], whole["sources"]
    assert digest(from_document(whole)) == digest(agreement(text=FULL))


def test_looking_never_changes_it() -> None:
    """Reading, checking, signing and comparing leave the terms alone."""
    made = agreement(text=FULL)
    before = digest(made)
    assert repr(read(made))
    assert check(made, on=date(2026, 1, 5))
    assert made != agreement()
    signed = sign(made, team="marketing", by="Ada", on=date(2026, 1, 5))
    assert digest(made) == digest(signed) == before == signed.signoffs[-1].digest


def leaves(value: object, here: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """Return the steps to every single value of a document."""
    if isinstance(value, dict):
        return [place for key, part in value.items() for place in leaves(part, (*here, key))]
    if isinstance(value, list):
        return [place for i, part in enumerate(value) for place in leaves(part, (*here, i))]
    return [here]


TERMS = [place for place in leaves(document(FULL)) if place[0] not in {"format", "signoffs", "sources"}]
OTHERS: dict[object, tuple[object, ...]] = {
    "Europe/Amsterdam": ("UTC",), "EUR": ("USD",), "2026-Q1": ("2026-Q2",), "marketing": ("sales",),
    "sales": ("marketing",), "NL": ("FR",), "BE": ("FR",), "DE": ("FR",), "FR": ("DE",), "Europe/Paris": ("UTC",),
    "integer": ("number",), "text": ("list",), "boolean": ("text",), "date": ("text",), "instant": ("text",),
    "money": ("number",), "number": ("integer",),
}  # fmt: skip
DEPENDENT = {"type", "owner", "teams", "from", "one_of"}
"""Parts on which others depend: changing one alone makes no agreement."""


def other(value: Any) -> Any:  # noqa: ANN401 - any value of a document
    """Return another value that may stand there too."""
    if value in OTHERS and not isinstance(value, bool):
        return OTHERS[value][0]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1 if isinstance(value, int) else value / 2
    if isinstance(value, datetime | date):
        return value.replace(day=15)
    words = {"days": "9 days", "hours": "9 work hours", "minutes": "9 minutes"}
    return next((text for word, text in words.items() if value.endswith(f" {word}")), f"{value} 2")


def test_every_term_changes_it() -> None:
    """Each value of a document that may be another one alone makes another digest."""
    before, changed, refused = digest(agreement(text=FULL)), 0, []
    for place in TERMS:
        whole = document(FULL)
        here: Any = whole
        for step in place[:-1]:
            here = here[step]
        here[place[-1]] = other(here[place[-1]])
        try:
            made = from_document(whole)
        except ValueError:
            refused.append(place)  # a reference, or a weight: it changes with another place
            continue
        assert digest(made) != before, place
        changed += 1
    assert changed > 60
    assert len(refused) < 0.6 * len(TERMS)


def respelt(value: Any, key: str = "") -> Any:  # noqa: ANN401 - any part of a document
    """Return a document that says each of its rules in other words: denied twice, told twice, in the other order."""
    if isinstance(value, list):
        parts = [respelt(part) for part in value]
        return parts[::-1] if key in {"all", "any", "of", "parts", "points"} else parts
    if not isinstance(value, dict):
        return value
    found = {name: respelt(part, name) for name, part in value.items()}
    if key in {"when", "entry", "where"}:
        return {"not": {"not": {"all": [found, found]}}}
    if key == "rules":
        return {name: {**_title(rule), "not": {"not": {"any": [_untitled(rule)]}}} for name, rule in found.items()}
    return found


def _title(rule: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in rule.items() if key == "title"}


def _untitled(rule: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in rule.items() if key != "title"}


def test_the_spelling_of_a_rule_means_nothing_anywhere() -> None:
    """In rules, clauses, entries, tiers, metrics and the `where` of events; nor does the order of parts and clauses."""
    before, after = agreement(text=FULL), from_document(respelt(document(FULL)))
    assert after != before
    assert digest(after) == digest(before)
    assert terms_text(after) == terms_text(before)


@given(agreements())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_the_spelling_means_nothing_in_any_agreement(made: Agreement) -> None:
    """The same for whatever can be built; what is written is still what was said."""
    other = from_document(respelt(to_document(made)))
    assert digest(other) == digest(made)
    assert from_document(to_document(other)) == other


def test_a_digest_leaves_the_agreement_alone() -> None:
    """Only the text that is digested is in canonical form: what is written is what was said."""
    said = ~(~(field("x") > 1) | ~(field("y") > 1))
    made = Agreement("x", version="1", zone="UTC", funnel=FUNNEL, rules=[said.named("r")])
    assert digest(made)
    assert made.rule("r").rule == said
    assert to_document(made)["rules"]["r"] == {"not": {"any": [
        {"not": {"field": "x", "more_than": 1}}, {"not": {"field": "y", "more_than": 1}},
    ]}}  # fmt: skip


def test_patterns_of_events_have_one_spelling() -> None:
    """Two spellings of one pattern are one, and one pattern alone is itself; which patterns there are is a term."""
    long = did("call", where=(field("minutes") > 5) & (field("answered") == True))  # noqa: E712 - a field builds a rule
    other = did("call", where=field("answered").is_true() & ~(field("minutes") <= 5.0))

    def promised(stops: Any) -> str:  # noqa: ANN401 - any pattern
        sla = SLA("s", "sales", entered("lead"), stops, timedelta(hours=4))
        return digest(Agreement("x", version="1", zone="UTC", funnel=FUNNEL, slas=[sla]))

    assert promised(long) == promised(other) == promised(either(long, other)) == promised(either(other))
    assert count(either(other)) == count(other)
    assert either(other, other) == other
    assert promised(either(long, did("mail"))) == promised(either(did("mail"), other)) != promised(long)


def test_the_order_of_tiers_is_a_term() -> None:
    """The first tier whose rule is YES holds; its rule may be said in any way."""
    hot, warm = (field("x") > 9) & (field("y") > 9), field("x") > 5

    def tiered(*rules: tuple[str, Rule]) -> str:
        tiers = [Tier(name, when=rule, within=timedelta(hours=1)) for name, rule in rules]
        sla = SLA("s", "sales", entered("lead"), did("call"), timedelta(hours=4), tiers=tiers)
        return digest(Agreement("x", version="1", zone="UTC", funnel=FUNNEL, slas=[sla]))

    assert tiered(("hot", hot), ("warm", warm)) == tiered(
        ("hot", ~((field("y") <= 9) | ~(field("x") > 9))), ("warm", warm)
    )
    assert tiered(("hot", hot), ("warm", warm)) != tiered(("warm", warm), ("hot", hot))


def of(rule: Rule) -> str:
    return digest(Agreement("x", version="1", zone="UTC", funnel=FUNNEL, rules=[rule.named("r")]))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (lambda: field("x") == date(2026, 1, 5), lambda: field("x") == "2026-01-05"),
        (lambda: field("x") == 1, lambda: field("x") == "1"),
        (lambda: field("x") == True, lambda: field("x") == 1),  # noqa: E712 - a field builds a rule
        (lambda: (field("x") > 1) & (field("y") > 1), lambda: (field("x") > 1) | (field("y") > 1)),
        (lambda: field("x") > 1, lambda: field("x") >= 1),
        (lambda: ~(field("x") > 1), lambda: field("x") > 1),
    ],
)
def test_rules_that_differ_have_other_digests(one: Callable[[], Rule], two: Callable[[], Rule]) -> None:
    """A date is no text that looks like one, 1 is not true, and `all` is not `any`."""
    assert of(one()) != of(two())


def test_the_terms_can_be_read() -> None:
    """What is signed is plain JSON of ASCII, sorted, without sign-offs."""
    text = terms_text(agreement(text=FULL))
    assert text.isascii()
    assert '"signoffs"' not in text
    assert text.startswith('{"boundaries":')
