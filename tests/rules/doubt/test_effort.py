"""What may be spent, and no more."""

from __future__ import annotations

import pytest

from alignkit.rules.doubt.effort import Effort, SpentError


def test_all_of_it_may_be_spent() -> None:
    """To the last step; the next one is too many."""
    effort = Effort(2)
    effort.spend(2)
    assert effort.left == 0
    with pytest.raises(SpentError):
        effort.spend(1)
