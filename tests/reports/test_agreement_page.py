"""The agreement on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from alignkit.agreement.canonical import digest
from alignkit.display.style import PAGE_STYLE, STYLE
from alignkit.reports.agreement_page import agreement_page
from alignkit.samples.company import SampleCompany

Parse = Callable[[str], Any]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onmouseover="alert(1)'])
def test_O01_hostile_names(hostile: Callable[[str], Any], page: Parse, name: str) -> None:
    """O01: a hostile name makes no element and no attribute, and reads right."""
    agreement, _, _ = hostile(name)
    found = page(agreement_page(agreement))
    found.stands_alone()
    assert set(found.elements) == set(page(agreement_page(hostile("name")[0])).elements)
    assert name in found.text


def test_whole_terms_with_signatures(company: SampleCompany, page: Parse) -> None:
    """Owners, numbers, sign lines and digest stand on it; an unsigned one has lines to sign on."""
    found = page(agreement_page(company.agreement))
    found.stands_alone()
    assert digest(company.agreement) in found.text
    for signoff in company.agreement.signoffs:
        assert signoff.by in found.text
    blank = page(agreement_page(attrs.evolve(company.agreement, signoffs=())))
    assert blank.text.count("_" * 24) == 2
    assert blank.text.count("not signed yet") == 2


def test_print_orphans_no_heading() -> None:
    """On paper a heading stays with what follows it, a row in one piece, a table's head on each page."""
    paper = (STYLE + PAGE_STYLE).replace("\n", "")
    for rule in ("break-after:avoid", "break-inside:avoid", "table-header-group", "@page{margin"):
        assert rule in paper
