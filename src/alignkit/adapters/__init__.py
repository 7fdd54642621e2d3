"""Documents and CRMs: read from the formats that people have, and write them."""
