"""Refuse what is no agreement and no facts, in words that say what is due."""

from __future__ import annotations

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DocumentError, shown
from alignkit.history.facts import Facts


def checked_agreement(value: object, what: str) -> Agreement:
    """Return `value` if it is an agreement.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(value, Agreement):
        return value
    raise DocumentError.at("wrong-type", f"{what} is made from an Agreement, such as load gives, not {shown(value)}")


def checked_facts(value: object, what: str) -> Facts:
    """Return `value` if it is facts.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(value, Facts):
        return value
    raise DocumentError.at("wrong-type", f"{what} is made from Facts, not {shown(value)}")
