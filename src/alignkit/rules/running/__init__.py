"""How rules and scores run: what stands in the functions that are generated for them."""
