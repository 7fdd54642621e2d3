"""What every test may use: where the shared data is, the hypothesis profiles, and what a mutant has time for."""

from __future__ import annotations

import os
from math import inf
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("alignkit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("alignkit"), derandomize=True, print_blob=True)
# A mutant only has to be noticed: the smallest example that notices it is not worth the time.
settings.register_profile(
    "mutants",
    parent=settings.get_profile("ci"),
    phases=(Phase.explicit, Phase.generate),
    max_examples=30,
    database=None,
)
settings.load_profile("ci" if os.environ.get("CI") else "alignkit")


SECONDS_A_MUTANT = 6
"""A mutant that its tests have not noticed after so long survives: to try them all on each would take days. The
processor's time counts, so that a busy machine lets no more survive."""
_deadline = [inf]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under mutmut, which stops at the first test that fails, run the file's own tests first, and then the laws.

    Of its own, the examples come before the laws, which may take all the time there is, and with them the texts of all
    messages.
    """
    mutant = os.environ.get("MUTANT_UNDER_TEST", "")
    if "__mutmut_" not in mutant:
        return
    settings.load_profile("mutants")
    own = f"test_{mutant.partition('.x')[0].rpartition('.')[2]}.py"

    def turn(item: pytest.Item) -> int:
        is_law = is_hypothesis_test(getattr(item, "obj", None))
        if item.path.name == own:
            return 2 if is_law else 0
        return 1 if item.path.name.startswith("messages") else 3 if is_law else 4

    items.sort(key=turn)
    _deadline[0] = process_time() + SECONDS_A_MUTANT


def pytest_runtest_setup() -> None:
    """Leave out what a mutant has no time for."""
    if process_time() > _deadline[0]:
        pytest.skip(f"the mutant survived {SECONDS_A_MUTANT} seconds of tests")


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
