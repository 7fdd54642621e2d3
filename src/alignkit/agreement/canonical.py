"""The one canonical text of an agreement's terms, of a rule or of a score, and its digest: what both teams sign."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.document.write_agreement import spelt, to_document
from alignkit.agreement.document.write_rules import write_rule, write_score_in_place
from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import Either
from alignkit.rules.canonical import Forms
from alignkit.rules.node import Predicate
from alignkit.rules.predicates import Rule
from alignkit.rules.scores import Score

NOT_TERMS = ("signoffs", "sources")
"""What an agreement holds beside its terms: who signed, and how exports are read."""
_UNORDERED = ("all", "any", "of")
"""Lists whose order means nothing, of rules and of patterns."""
_ORDERED = ("tiers",)
"""Tables whose order means something: the first tier whose rule is YES holds."""


def digest(terms: Agreement | Rule | Score) -> str:
    """Return the SHA-256 of the canonical text of the terms, as 64 hexadecimal digits.

    It is the same on every machine, Python and hash seed, however the document was laid out, and for all rules and
    scores that differ only in order or spelling (`canonical`). A rule or a score alone has a digest too: that of all
    that stands inside it, names included.

    Args:
        terms: an agreement, a rule or a score.

    Raises:
        DocumentError: `wrong-type`.

    >>> from alignkit.rules.field import field
    >>> a, b = field("a") >= 5, field("b").is_in("x", "y")
    >>> digest(a & ~b) == digest(~((field("b") == "y") | (field("b") == "x") | (field("a") < 5.0)))
    True
    """
    from hashlib import sha256

    return sha256(terms_text(terms).encode()).hexdigest()


def terms_text(terms: Agreement | Rule | Score) -> str:
    """Return the canonical JSON of the terms: keys sorted, defaults omitted, numbers in their shortest decimal.

    Rules and scores stand in their canonical form; in those of an agreement, what has a name is a reference.
    """
    forms = Forms()
    if isinstance(terms, Agreement):
        whole = to_document(_restated(terms, forms))
        document = {key: part for key, part in whole.items() if key not in NOT_TERMS}
        for task in document.get("tasks", ()):  # to tick a task off is no change of the terms
            task.pop("done", None)
    elif isinstance(terms, Score):
        document = write_score_in_place(forms.score(terms))
    elif isinstance(terms, Predicate):
        document = write_rule(forms.rule(terms), in_place=True)
    else:
        raise DocumentError.at("wrong-type", f"an agreement, a rule or a score has a digest, not {shown(terms)}")
    return canonical_json(spelt(document))


def _restated(value: Any, forms: Forms) -> Any:  # noqa: ANN401 - any part of an agreement
    """Return a part of an agreement with every rule, score and pattern of events in it in canonical form.

    The copy is only written, never used: nothing in it is checked again, and what holds no rule is not copied.
    """
    if isinstance(value, Predicate):
        return forms.rule(value)  # type: ignore[arg-type]  # every Predicate is a Rule
    if isinstance(value, Score):
        return forms.score(value)
    if isinstance(value, Either):  # two spellings of one pattern are one, and one pattern alone is itself
        either = Either(tuple(_restated(part, forms) for part in value.patterns))
        first, *more = either.patterns
        return either if more else first
    if isinstance(value, tuple):
        parts = tuple(_restated(part, forms) for part in value)
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if not attrs.has(type(value)):
        return value
    old = {part.name: getattr(value, part.name) for part in attrs.fields(type(value))}
    new = {name: _restated(part, forms) for name, part in old.items()}
    if all(new[name] is part for name, part in old.items()):
        return value
    made = object.__new__(type(value))
    for name, part in new.items():
        object.__setattr__(made, name, part)
    return made


def canonical_json(value: Mapping[str, Any] | list[Any] | Decimal | str | float | None, *, key: str = "") -> str:
    """Write plain data as JSON in its one canonical form.

    A table whose order means something becomes a list of names and what stands under them.

    >>> canonical_json({"b": Decimal("0.10"), "a": [1, True, None], "any": ["y", "x"], "tiers": {"hot": 2, "cold": 1}})
    '{"a":[1,true,null],"any":["x","y"],"b":0.1,"tiers":[["hot",2],["cold",1]]}'
    """
    from json import dumps

    if isinstance(value, Mapping) and key in _ORDERED:
        return canonical_json([[name, part] for name, part in value.items()])
    if isinstance(value, Mapping):
        pairs = (f"{dumps(name)}:{canonical_json(value[name], key=name)}" for name in sorted(value))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        parts = [canonical_json(item) for item in value]
        return "[" + ",".join(sorted(parts) if key in _UNORDERED else parts) + "]"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return dumps(value)
