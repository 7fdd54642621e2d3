"""A funnel shows itself in a notebook."""

from __future__ import annotations

from alignkit.display.text import to_text
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.rules.field import field

FUNNEL = Funnel(
    "inbound",
    path=[
        Stage("lead", "marketing"),
        Stage("mql", "marketing", entry=field("employees") >= 50, title="MQL"),
        Stage("sal", "sales"),
        Stage("won", "sales", outcome="won"),
    ],
    recycles=[("sal", "lead")],
    boundaries=[Boundary("mql", "sal", "lead")],
)


def test_a_funnel_is_a_table_of_its_stages() -> None:
    """Owner, entry and outcome of each stage; below it the ways back and the handoffs; its repr stays an expression."""
    text = to_text(FUNNEL.blocks(), width=100)
    assert "MQL    marketing  employees is at least 50" in text
    assert "A lead may go back from sal to lead." in text
    assert "Handed over in MQL: accepted, it goes on to sal; rejected, it goes to lead." in text
    assert "<table>" in FUNNEL._repr_html_()
    assert repr(FUNNEL).startswith("Funnel(name='inbound'")
