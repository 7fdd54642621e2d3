"""What every test may use: where the shared data is, and one hypothesis profile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("alignkit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("alignkit"), derandomize=True, print_blob=True)
# A mutant only has to be noticed: the smallest example that notices it is not worth the time.
settings.register_profile(
    "mutants", parent=settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate), database=None
)
settings.load_profile("ci" if os.environ.get("CI") else "alignkit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under mutmut, which stops at the first test that fails, run the quick ones first and the laws last."""
    if os.environ.get("MUTANT_UNDER_TEST"):
        settings.load_profile("mutants")
        items.sort(key=lambda item: is_hypothesis_test(getattr(item, "obj", None)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared facts and data; skip where the project stands alone."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (facts and real data beside the project), which is not here")
    return SHARED


@pytest.fixture(scope="session")
def shared_data(shared: Path) -> Path:
    """Return the folder of real data and oracle tables; skip where it is absent."""
    return shared / "data"
