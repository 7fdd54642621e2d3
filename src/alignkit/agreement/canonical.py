"""The one canonical text of an agreement's terms, and its digest: what both teams sign."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alignkit.agreement.document.write_agreement import spelt, to_document

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement

NOT_TERMS = ("signoffs", "sources")
"""What an agreement holds beside its terms: who signed, and how exports are read."""
_UNORDERED = ("all", "any", "of")
"""Lists whose order means nothing: two spellings of one rule have one digest."""

_ORDERED = ("tiers",)
"""Tables whose order means something: the first tier whose rule is YES holds."""


def digest(agreement: Agreement) -> str:
    """Return the SHA-256 of the canonical text of the terms, as 64 hexadecimal digits.

    It is the same on every machine, Python and hash seed, however the document was laid out.
    """
    from hashlib import sha256

    return sha256(terms_text(agreement).encode()).hexdigest()


def terms_text(agreement: Agreement) -> str:
    """Return the canonical JSON of the terms: keys sorted, defaults omitted, numbers in their shortest decimal."""
    document = to_document(agreement)
    return canonical_json(spelt({key: part for key, part in document.items() if key not in NOT_TERMS}))


def canonical_json(value: Mapping[str, Any] | list[Any] | Decimal | str | float | None, *, key: str = "") -> str:
    """Write plain data as JSON in its one canonical form.

    >>> canonical_json({"b": Decimal("0.10"), "a": [1, True, None], "any": ["y", "x"]})
    '{"a":[1,true,null],"any":["x","y"],"b":0.1}'
    """
    from json import dumps

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
