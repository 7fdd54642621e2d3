from __future__ import annotations

from alignkit.rules.running.table import MOST, Table


def test_a_table_fills_as_it_is_asked() -> None:
    """And asks no more than once for a number."""
    asked: list[int] = []

    def tell(number: int) -> int:
        asked.append(number)
        return -number

    table = Table(tell)
    assert [table[5], table[7], table[5]] == [-5, -7, -5]
    assert asked == [5, 7]
    assert table.known == {5: -5, 7: -7}


def test_a_table_stays_small() -> None:
    """It is cleared when it has grown to its size, and goes on."""
    table = Table(str)
    for number in range(3 * MOST):
        assert table[number] == str(number)
        assert len(table.known) <= MOST
    assert len(table.known) == MOST
