"""What counts as qualified: verdicts, predicates, points and scores; decide, explain, rate."""
