"""A plausible company: a seeded agreement and a year of facts, for the demo, docs, tests and benchmarks."""
