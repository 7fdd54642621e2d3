"""Two versions as one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from alignkit.agreement.redline import redline
from alignkit.errors import DocumentError
from alignkit.reports.redline_page import redline_page
from alignkit.samples.company import SampleCompany


def test_what_changed_is_struck_out_and_underlined(company: SampleCompany, page: Callable[[str], Any]) -> None:
    """The page stands alone, with one first heading, and marks words."""
    old = company.agreement
    new = attrs.evolve(old, version="2027.1", mission="Grow <together>", signoffs=())
    html = redline_page(redline(old, new))
    found = page(html)
    found.stands_alone()
    assert f"<h1>From {old.name} {old.version} to {new.name} 2027.1</h1>" in html
    assert "<ins>Grow" in html
    assert "<del>" in html
    assert "&lt;together&gt;" in html
    assert "lines differ: what was deleted is struck out" in found.text


def test_the_same_terms(company: SampleCompany) -> None:
    """Nothing is marked where nothing changed."""
    html = redline_page(redline(company.agreement, company.agreement))
    assert "have the same terms." in html
    assert "<ins>" not in html


def test_refused() -> None:
    """What is no redline is refused."""
    with pytest.raises(DocumentError) as caught:
        redline_page("old")  # type: ignore[arg-type]  # on purpose
    assert caught.value.code == "wrong-type"
