"""Regular expressions by RE2, whose time grows with the text alone: none can hang a thread.

The one library outside the core that a rule needs; the extra `[regex]` brings it.
"""

from __future__ import annotations

from collections.abc import Callable

from alignkit.errors import DocumentError, LimitError, MissingExtraError, shown

LONGEST_PATTERN = 1_000
"""A pattern has at most this many characters."""


def searcher(pattern: object, *, case_matters: bool) -> Callable[[str], object]:
    r"""Return the function that looks for a pattern anywhere in a text; `^` and `$` tie it to the ends.

    The syntax is RE2's: no look-around and no back-references, which would cost its promise. Case is ignored as RE2
    ignores it, letter by letter.

    Raises:
        DocumentError: `wrong-type` unless the pattern is text that is not empty; `bad-pattern`, with the position.
        LimitError: `too-large`, before anything is compiled; or for a pattern whose automaton outgrows RE2's memory.
        MissingExtraError: without google-re2.

    >>> bool(searcher(r"^(head|vp)\b", case_matters=False)("Head of Sales"))  # doctest: +SKIP
    True
    """
    if not isinstance(pattern, str) or not pattern:
        raise DocumentError.at("wrong-type", f"matches needs a pattern that is not empty, not {shown(pattern)}")
    if len(pattern) > LONGEST_PATTERN:
        raise LimitError.at(
            "too-large",
            f"a pattern has at most {LONGEST_PATTERN:,} characters, not {len(pattern):,}: {shown(pattern)}; use "
            "is_in for a list of texts",
        )
    try:
        import re2  # pyright: ignore[reportMissingImports]  # the extra may be absent
    except ImportError as fault:
        raise MissingExtraError.of("regex") from fault
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case_matters
    try:
        return re2.compile(str.__str__(pattern), options).search  # type: ignore[no-any-return]  # it comes untyped
    except (re2.error, UnicodeError) as fault:
        raise _refused(pattern, fault) from fault


def _refused(pattern: str, fault: Exception) -> DocumentError:
    """Say what RE2 could not read, and where: it tells the fragment, not the position."""
    told = fault.args[0]
    text = told.decode(errors="replace") if isinstance(told, bytes) else str(fault)
    if text.startswith("pattern too large"):
        return LimitError.at("too-large", f"the pattern {shown(pattern)} needs more memory than RE2 may take")
    what, _, fragment = text.partition(": ")
    place = pattern.find(fragment) if fragment else -1  # it reads from the left, and stops at the first mistake
    if isinstance(fault, UnicodeEncodeError):
        what, place = "a character that UTF-8 cannot hold", fault.start
    where = f" at character {place + 1}" if place >= 0 else ""
    return DocumentError.at(
        "bad-pattern", f"the pattern {shown(pattern)} cannot be read{where}: {what}; the syntax is RE2's"
    )
