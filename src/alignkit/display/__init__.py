"""How an answer is shown: neutral blocks, and their plain text, escaped HTML and SVG."""
