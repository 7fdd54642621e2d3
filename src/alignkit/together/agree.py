"""Agree: measure how far two judges agree, by Cohen's kappa."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from alignkit.errors import DataError, DocumentError, LimitError, shown
from alignkit.names import checked_id
from alignkit.plan.checked import listed
from alignkit.together.intervals import NORMAL_95, root
from alignkit.together.kappas import Kappa

MOST_WORDS = 50
MOST_JUDGED = 10**12


def kappa(counts: Iterable[Iterable[int]], *, words: Iterable[str] = ("yes", "no")) -> Kappa:
    """Measure how far two judges agree beyond chance.

    κ = (p_o - p_e) / (1 - p_e), where p_o is the share on which they agree and p_e what chance would bring: the sum
    over the words of how often the one says it times how often the other does. Source: J. Cohen, "A coefficient of
    agreement for nominal scales", Educational and Psychological Measurement 20 (1960) 37-46. The interval is
    κ ± 1.96 standard errors for large samples, cut at -1 and 1: J. L. Fleiss, J. Cohen and B. S. Everitt, "Large sample
    standard errors of kappa and weighted kappa", Psychological Bulletin 72 (1969) 323-327, equation 13.

    Kappa is exact; the ends of the interval are, up to the square root, to 12 decimals. Where one word is by far the
    most frequent, kappa is low although the judges nearly always agree: `agreed` stands beside it for that reason.

    Args:
        counts: how often the first judge said the word of the row while the second said that of the column.
        words: the words, in the order of rows and of columns.

    Raises:
        DocumentError: `wrong-type`, `wrong-length` for a table that is not square, `duplicate-id`.
        DataError: `negative`, for a count below 0.
        LimitError: `too-large`, over 50 words or a count over 10**12.

    >>> found = kappa([[20, 5], [10, 15]])
    >>> found.value, found.agreed
    (Fraction(2, 5), Fraction(7, 10))
    """
    names = tuple(checked_id(word, "word", path="words") for word in listed(words, "the words", path="words"))
    if len(set(names)) < len(names) or len(names) < 2:
        raise DocumentError.at("duplicate-id", f"there are at least two words, each once: {shown(names)}", path="words")
    if len(names) > MOST_WORDS:
        raise LimitError.at("too-large", f"there are at most {MOST_WORDS} words, not {len(names):,}", path="words")
    table = _table(counts, len(names))
    total = sum(map(sum, table))
    if not total:
        return Kappa(table, names, None, None, None, None, None)
    parts = [[Fraction(count, total) for count in row] for row in table]
    rows = [sum(row, Fraction(0)) for row in parts]
    columns = [sum(column, Fraction(0)) for column in zip(*parts, strict=True)]
    agreed = sum((parts[i][i] for i in range(len(names))), Fraction(0))
    by_chance = sum((row * column for row, column in zip(rows, columns, strict=True)), Fraction(0))
    left = 1 - by_chance
    if not left:
        return Kappa(table, names, agreed, by_chance, None, None, None)
    value = (agreed - by_chance) / left
    half = NORMAL_95 * root(_variance(parts, value, by_chance) / total)
    lowest, highest = max(value - half, Fraction(-1)), min(value + half, Fraction(1))
    return Kappa(table, names, agreed, by_chance, value, lowest, highest)


def _table(counts: object, size: int) -> tuple[tuple[int, ...], ...]:
    rows = listed(counts, "counts", path="counts")
    table = tuple(tuple(listed(row, "a row of counts", path="counts")) for row in rows)
    if len(table) != size or any(len(row) != size for row in table):
        raise DocumentError.at("wrong-length", f"the counts are {size} rows of {size}: one per word", path="counts")
    for i, row in enumerate(table):
        for j, count in enumerate(row):
            path = f"counts[{i}][{j}]"
            if not isinstance(count, int) or isinstance(count, bool):
                raise DocumentError.at("wrong-type", f"a count is a whole number, not {shown(count)}", path=path)
            if count < 0:
                raise DataError.at("negative", f"a count is 0 or more, not {shown(count)}", path=path)
            if count > MOST_JUDGED:
                raise LimitError.at("too-large", f"a count is at most 10**12, not {shown(count)}", path=path)
    return table


def _variance(parts: list[list[Fraction]], value: Fraction, by_chance: Fraction) -> Fraction:
    """Return the variance of kappa times the number judged: Fleiss, Cohen and Everitt (1969), equation 13."""
    rows = [sum(row, Fraction(0)) for row in parts]
    columns = [sum(column, Fraction(0)) for column in zip(*parts, strict=True)]
    places = range(len(parts))
    same = sum((parts[i][i] * (1 - (rows[i] + columns[i]) * (1 - value)) ** 2 for i in places), Fraction(0))
    other = sum((parts[i][j] * (columns[i] + rows[j]) ** 2 for i in places for j in places if i != j), Fraction(0))
    found = same + (1 - value) ** 2 * other - (value - by_chance * (1 - value)) ** 2
    return found / (1 - by_chance) ** 2
