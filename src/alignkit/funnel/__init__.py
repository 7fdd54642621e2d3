"""Where a lead is: stages, replay, journeys, patterns, evidence, conversion and velocity."""
