"""What the site leaves out of a page that is also a test."""

from __future__ import annotations


def on_page_markdown(markdown: str, **_: object) -> str:
    """Show an empty line where a doctest must say `<BLANKLINE>`."""
    return markdown.replace("<BLANKLINE>", "")
