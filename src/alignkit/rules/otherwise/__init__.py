"""What could be otherwise about a lead: the nearest change to an answer, and what is worth asking for."""
