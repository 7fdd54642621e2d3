"""How exactly weights and shares that people give must sum to 1."""

from __future__ import annotations

from fractions import Fraction

WEIGHT_TOLERANCE = Fraction(1, 10**9)
"""Weights sum to 1 within this, so that three of 1/3 as floats do."""
