"""Sums over blocks: found as far as they are asked for, from an anchor on and back."""

from __future__ import annotations

import pytest

from alignkit.worktime import chain as chain_module
from alignkit.worktime.chain import ANCHOR, Chain

LENGTHS = {-4: 3, -3: 0, -2: 0, -1: 2, 0: 2, 1: 0, 2: 4}
"""How much is open in seven blocks, counted from the anchor; in some nothing is."""
FIRST, LAST = ANCHOR - 4, ANCHOR + 2


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let there be seven blocks and no more; return a list for those that are asked about."""
    monkeypatch.setattr(chain_module, "FIRST_BLOCK", FIRST)
    monkeypatch.setattr(chain_module, "LAST_BLOCK", LAST)
    return []


def chain_of(asked: list[int]) -> Chain:
    """Return a chain of these blocks that writes down what it looks at."""

    def total(block: int) -> int:
        asked.append(block - ANCHOR)
        return LENGTHS[block - ANCHOR]

    return Chain(total)


def test_sums_at_the_starts(asked: list[int]) -> None:
    """0 at the anchor's start, in whatever order they are asked for; each block is looked at once."""
    sums = {-4: -5, -3: -2, -2: -2, -1: -2, 0: 0, 1: 2, 2: 2, 3: 6}
    for order in (list(sums), list(sums)[::-1], [0, 3, -4, 1, -2]):
        chain = chain_of(asked)
        assert {far: chain.base(ANCHOR + far) for far in order} == {far: sums[far] for far in order}
        assert sorted(asked) == sorted(LENGTHS)
        asked.clear()


def test_no_more_is_looked_at_than_is_asked_for(asked: list[int]) -> None:
    """The block before an instant, and those between it and the anchor."""
    chain = chain_of(asked)
    assert (chain.base(ANCHOR), asked) == (0, [])
    assert (chain.base(ANCHOR + 1), asked) == (2, [0])
    assert (chain.base(ANCHOR - 1), asked) == (-2, [0, -1])
    assert (chain.base(ANCHOR - 2), asked) == (-2, [0, -1, -2])


def test_the_block_in_which_a_sum_is_reached(asked: list[int]) -> None:
    """After its start and up to its end, so that a block without open time is never the one; beyond all, none is."""
    kept = chain_of(asked)
    for total in [*range(-8, 9), *range(8, -9, -1)]:
        reaching = [far for far in LENGTHS if kept.base(ANCHOR + far) < total <= kept.base(ANCHOR + far + 1)]
        expected = ANCHOR + reaching[0] if reaching else None
        assert kept.block_reaching(total) == expected
        assert chain_of(asked).block_reaching(total) == expected


def test_a_chain_of_three_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last is reached, and nothing after it; the first as well, and nothing before it."""
    monkeypatch.setattr(chain_module, "FIRST_BLOCK", ANCHOR - 3)
    monkeypatch.setattr(chain_module, "LAST_BLOCK", ANCHOR + 2)
    reached = [Chain(lambda _: 1).block_reaching(total) for total in range(-4, 5)]
    assert reached == [None, None, *range(ANCHOR - 3, ANCHOR + 3), None]


def test_a_chain_that_grows_by_several_blocks_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends where the blocks end, either way."""
    for many in range(4, 16):
        monkeypatch.setattr(chain_module, "FIRST_BLOCK", ANCHOR - many)
        monkeypatch.setattr(chain_module, "LAST_BLOCK", ANCHOR + many)
        totals = range(-many - 2, many + 4)
        reached = [Chain(lambda _: 1).block_reaching(total) for total in totals]
        expected = [ANCHOR + total - 1 if -many < total <= many + 1 else None for total in totals]
        assert reached == expected
