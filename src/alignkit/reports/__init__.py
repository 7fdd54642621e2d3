"""Whole pages: the scorecard report, and the agreement in plain words."""
