"""The digest of the terms: what changes it, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.agreement.build import FULL, SMALL, agreement, document

from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest, terms_text
from alignkit.agreement.check import check
from alignkit.agreement.document.paths import Step
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.read import read
from alignkit.agreement.sign import sign
from alignkit.funnel.stages import Funnel, Stage
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule

PINNED = "e83da039f65a0f61b08fcfcba512e2a963c09d927c67ed978bfa9de40916d4f5"
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


FUNNEL = Funnel("f", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])


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
