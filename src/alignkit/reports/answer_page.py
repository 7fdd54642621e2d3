"""Whatever shows itself, as a page: the year's plan, an index of alignment, the gap of a goal, a backtest."""

from __future__ import annotations

from alignkit.display.html import page
from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import DocumentError, shown


def answer_page(answer: ShownInNotebooks, title: str) -> str:
    """Return anything that shows itself in a notebook as an HTML page.

    The page has no network and no script, and is readable on a phone and on paper. `agreement_page`, `scorecard_page`
    and `meeting_page` make pages with more on them.

    Args:
        answer: what is shown: a `YearPlan`, a `Playbook`, a `Health`, a `Bridge`, a `Trace`, or another answer.
        title: what the page is called; it is the first heading, where the answer has none of that rank.

    Raises:
        DocumentError: `wrong-type` for what shows nothing, or a title that is blank.

    >>> from alignkit.plan.year_plan import YearPlan
    >>> "<title>2026, both teams</title>" in answer_page(YearPlan(2026), "2026, both teams")
    True
    """
    if not isinstance(answer, ShownInNotebooks):
        raise DocumentError.at("wrong-type", f"a page shows an answer of alignkit, not {shown(answer)}", path="answer")
    if not isinstance(title, str) or not title.strip():
        raise DocumentError.at("wrong-type", f"the title of a page is text, not {shown(title)}", path="title")
    return page(title, answer.blocks())
