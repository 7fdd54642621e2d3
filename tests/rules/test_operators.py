from __future__ import annotations

from typing import get_args

import pytest

from alignkit.rules.operators import OPERATORS, OPPOSITE, ORDERS, TEXT_OPERATORS, Operator, Order, TextOperator


@pytest.mark.parametrize("op", OPERATORS)
def test_an_opposite_holds_just_where_the_operator_does_not(op: Operator) -> None:
    """For less, the same and more; and the opposite of the opposite is the operator."""
    assert [OPERATORS[op](1, other) for other in (0, 1, 2)] == [
        not OPERATORS[OPPOSITE[op]](1, other) for other in (0, 1, 2)
    ]
    assert OPPOSITE[OPPOSITE[op]] == op


def test_each_operator_stands_in_its_list() -> None:
    """What the types allow is what the checks allow."""
    assert tuple(OPERATORS) == get_args(Operator)
    assert get_args(Order) == ORDERS
    assert get_args(TextOperator) == TEXT_OPERATORS
