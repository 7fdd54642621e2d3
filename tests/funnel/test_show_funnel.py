"""A funnel shows itself in a notebook."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from alignkit.display.text import to_text
from alignkit.funnel.say_recycling import TO_ANOTHER
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


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({}, ""),
        ({"recycle_limit": 0}, " A lead that was offered once is never offered again."),
        ({"recycle_limit": 1}, " A lead may be offered again at most once."),
        (
            {"recycle_limit": 3, "recycle_to_another": True},
            f" A lead may be offered again at most 3 times. A{TO_ANOTHER[1:]}.",
        ),
    ],
)
def test_what_is_agreed_on_leads_that_come_again(terms: dict[str, Any], said: str) -> None:
    """It is told beside the handoff that it is about, and only where it is agreed."""
    funnel = attrs.evolve(FUNNEL, boundaries=[Boundary("mql", "sal", "lead", **terms)])
    text = " ".join(to_text(funnel.blocks(), width=400).split())
    assert text.endswith(f"rejected, it goes to lead.{said}")
