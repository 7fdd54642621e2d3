from __future__ import annotations

import pytest

from alignkit.errors import LimitError
from alignkit.rules.checked import MOST_LISTED, checked_list


def test_a_list_has_at_most_a_million_items() -> None:
    """That many are taken, and one more are not."""
    assert len(checked_list(range(MOST_LISTED), "the leads")) == MOST_LISTED
    with pytest.raises(LimitError, match="too-large: the leads are at most 1,000,000"):
        checked_list(range(MOST_LISTED + 1), "the leads")
