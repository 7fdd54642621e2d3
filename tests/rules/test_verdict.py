from __future__ import annotations

import copy
import pickle

import pytest

from alignkit.errors import RuleError
from alignkit.rules.verdict import Verdict


def test_a_verdict_has_no_truth_value() -> None:
    """`if decide(...)` would count UNKNOWN as one or the other; the message says what to write."""
    for verdict in Verdict:
        with pytest.raises(RuleError, match=r"verdict is Verdict\.YES"):
            bool(verdict)


def test_verdicts_join_only_with_verdicts() -> None:
    """`verdict & True` is a mistake, not UNKNOWN."""
    with pytest.raises(TypeError):
        Verdict.YES & True  # type: ignore[operator]  # the mistake
    with pytest.raises(TypeError):
        Verdict.NO | "no"  # type: ignore[operator]  # the mistake


def test_O04_verdicts_are_one_of_a_kind() -> None:
    """A pickled or copied verdict is the same object, so `is` holds across processes."""
    for verdict in Verdict:
        assert pickle.loads(pickle.dumps(verdict)) is copy.deepcopy(verdict) is copy.copy(verdict) is verdict
        assert repr(verdict) == f"Verdict.{verdict.name}"
