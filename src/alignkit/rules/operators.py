"""The operators of conditions: what each does, and which holds just where it does not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Literal, get_args

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Order = Literal["<", "<=", ">", ">="]
TextOperator = Literal["contains", "starts_with", "ends_with"]

OPERATORS: dict[Operator, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ORDERS: tuple[Order, ...] = get_args(Order)
TEXT_OPERATORS: tuple[TextOperator, ...] = get_args(TextOperator)
OPPOSITE: dict[str, Any] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
"""From an operator to the one that holds just where it does not."""
