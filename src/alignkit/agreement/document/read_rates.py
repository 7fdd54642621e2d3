"""Read and write stated rates, as a document has them."""

from __future__ import annotations

from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.paths import beside
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.document.write_rules import constant
from alignkit.errors import AlignkitError
from alignkit.scorecard.rates import Rates


def read_rates(table: Table, scope: Scope) -> Rates | None:
    """Read the rates by which other currencies are told in the agreement's.

    `[rates]` with `on = 2026-01-01`, `source = "ECB"` and `worth = { USD = 0.92 }`: one unit in the agreed currency.
    """
    before = len(table.faults)
    on, source = table.day("on", required=True), table.text("source")
    inner = table.table("worth", required=True)
    worth = {code: inner.number(code) for code in inner.present()} if inner is not None else {}
    table.finish()
    if scope.currency is None:
        table.fault("missing-field", "rates need the agreement's currency", "worth")
    if len(table.faults) > before or on is None:
        return None
    try:
        return Rates(str(scope.currency), worth, on=on, source=source or "")
    except AlignkitError as error:
        for issue in error.issues:  # what is called `rates` in Python stands under `worth` here
            path = issue.path.replace("rates", "worth", 1)
            table.faults.add(issue.code, issue.message, beside(table.path, path))
        return None


def write_rates(rates: Rates) -> dict[str, Any]:
    """Return rates as a table."""
    source = {"source": rates.source} if rates.source else {}
    return {"on": rates.on, **source, "worth": {code: constant(rate) for code, rate in rates.rates}}
