"""The agreement in plain words as a page: what heads of department read, print and sign."""

from __future__ import annotations

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.read import read
from alignkit.display.html import page


def agreement_page(agreement: Agreement) -> str:
    """Return `read(agreement)` as an HTML page to print: sentences, sign lines, digest; no network, no script."""
    return page(f"{agreement.name} {agreement.version}", read(agreement).blocks())
