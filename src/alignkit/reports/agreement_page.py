"""The agreement in plain words as a page: what heads of department read, print and sign."""

from __future__ import annotations

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.read import read
from alignkit.display.html import page
from alignkit.reports.checked import checked_agreement


def agreement_page(agreement: Agreement) -> str:
    """Return `read(agreement)` as an HTML page to print: sentences, sign lines, digest; no network, no script.

    Raises:
        DocumentError: `wrong-type`.
    """
    checked_agreement(agreement, "the page")
    return page(f"{agreement.name} {agreement.version}", read(agreement).blocks())
