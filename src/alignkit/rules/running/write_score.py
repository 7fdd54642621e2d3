"""Write the functions of a score: a straight line from the fields' values to the total.

Clauses about one field stand together (`write_group`), all others are one `if` each. What a clause gives is added to a
word (`layout`), which thereby notes that it gave it; where nobody will ask, it is added to the total alone.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from alignkit.rules.predicates import Did
from alignkit.rules.running.field_sums import Weighted
from alignkit.rules.running.layout import Layout, Section, Word, sole_field
from alignkit.rules.running.source import Source, sums
from alignkit.rules.running.write_group import joins, write_group
from alignkit.rules.running.write_rule import RuleWriter, pattern_of, patterns_in
from alignkit.rules.scores import Points, millionths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alignkit.rules.compile import CompiledScore
    from alignkit.rules.scores import Score


class ScoreWriter:
    """Writes one function that adds up a score.

    Args:
        layout: how the score counts.
        traced: whether to note what each clause gave.
        raised: how many bits stand below the points in totals: none, or as many as the layout says.

    Attributes:
        source: the function.
        layout: how the score counts.
        total: the name of the total, in units of the layout.
        words: the names of the words of each section.
        earned: the names of what clauses over events earned, in units, by their places.
        rules: the writer of the clauses' rules.
    """

    def __init__(self, layout: Layout, *, traced: bool, raised: int = 0) -> None:
        self.source = Source()
        self.layout = layout
        self.total = f"p{len(layout.sections) - 1}"
        names = (f"x{number}" for number in count())
        self.words = [[next(names) for _ in section.words] for section in layout.sections]
        self._traced = traced
        self._raised = raised
        asked = [clause.when for _, clause in layout.clauses if clause.when is not None]
        self.rules = RuleWriter(self.source, asked)
        earning = {place: clause for place, (_, clause) in enumerate(layout.clauses) if clause.when is None}
        self.earned = {place: f"q{number}" for number, place in enumerate(earning)}
        self._wanted: list[Did | Points] = list(earning.values())
        for pattern in patterns_in(asked):
            self.rules.counts[pattern_of(pattern)] = f"q{len(self._wanted)}"
            self._wanted.append(pattern)

    @property
    def score(self) -> Score:
        """The score."""
        return self.layout.sections[-1].score

    def lines(self, *, memo: bool = False) -> list[str]:
        """Return the statements that leave the total in `total`; `memo` says whether the function is given one."""
        body = []
        for place, section in enumerate(self.layout.sections):
            body += self.section(place, section)
            self.rules.totals[id(section.score)] = self.millionths(f"p{place}")
        begun = self.rules.beginning()
        if self.rules.asks_scores and not memo:
            begun.append("memo = {}")
        return [*begun, *self._events(), *body]

    def keep_values(self, names: Iterable[str], lists: Iterable[str]) -> list[str]:
        """Load the values of fields, of those that hold lists a copy, and return their names."""
        self.rules.kept.update(lists)
        return [self.rules.field(name) for name in names]

    def _events(self) -> list[str]:
        from alignkit.rules.compile import events_function

        if not self._wanted:
            return []
        names = [f"q{place}" for place in range(len(self._wanted))]
        heard = self.source.bind(events_function(self._wanted, self.layout.unit))
        return [f"if events is None: {' = '.join(names)} = 0", f"else: {', '.join(names)}, = {heard}(events, now)"]

    def section(self, place: int, section: Section) -> list[str]:
        """Return the statements that leave the points of a section, within its bounds, in `p0`, `p1` and so on."""
        return [*self.added(place, section), *self.bounded(place, section)]

    def added(self, place: int, section: Section) -> list[str]:
        """Return the statements that add up a section."""
        total = f"p{place}"
        others = [*(f"p{part}" for part in section.parts), *(self.earned[place] for place in section.earning)]
        if not self._traced:
            added = [line for word in section.words for line in self.clauses(word, total)]
            return [*sums(total, others), *added]
        lines, terms = [], []
        for word, name in zip(section.words, self.words[place], strict=True):
            lines += [f"{name} = 0", *self.clauses(word, name)]
            scale = word.unit // self.layout.unit
            points = name if self._raised else f"({name} >> {word.shift})"
            terms.append(points if scale == 1 else f"{points} * {self.source.bind(scale)}")
        return lines + sums(total, terms + others)

    def clauses(self, word: Word, target: str) -> list[str]:
        """Return the statements for the clauses of a word: first those about one field, together, then all others."""
        groups: dict[str | int, list[Weighted]] = {}
        for place in word.clauses:
            clause = self.layout.clauses[place][1]
            rule, points = clause.when, millionths(clause.points)
            weight = word.weight(place, points) if self._traced else points // self.layout.unit << self._raised
            if rule is not None and weight:
                name = sole_field(rule)
                group = name if name is not None and joins(rule) else place
                groups.setdefault(group, []).append(Weighted(rule, weight))
        joined, others = [], []
        for group, clauses in groups.items():
            if isinstance(group, str) and (len(clauses) > 1 or not self.rules.many):
                joined += write_group(clauses, self.rules.field(group), target, self.source)
            else:
                for rule, weight in clauses:
                    test = self.rules.rule(rule, True)
                    others += [*self.rules.ahead(), f"if {test}: {target} += {self.source.bind(weight)}"]
        return joined + others

    def bounded(self, place: int, section: Section, told: str = "") -> list[str]:
        """Return the statements that keep a section within its bounds; `told` is done first where one holds."""
        total, lines, word = f"p{place}", list[str](), "if"
        if section.score.cap is not None:
            cap = millionths(section.score.cap) // self.layout.unit
            lines.append(f"if {total} >= {self._limit(cap + 1)}: {told}{total} = {self._limit(cap)}")
            word = "elif"
        if section.score.floor is not None:
            floor = self._limit(millionths(section.score.floor) // self.layout.unit)
            lines.append(f"{word} {total} < {floor}: {told}{total} = {floor}")
        return lines

    def _limit(self, units: int) -> str:
        return self.source.bind(units << self._raised)

    def millionths(self, total: str) -> str:
        """Return the expression for a total in millionths."""
        taken = f"({total} >> {self._raised})" if self._raised else total
        return taken if self.layout.unit == 1 else f"({taken} * {self.source.bind(self.layout.unit)})"

    def band(self) -> str:
        """Return the expression for the band that the total reaches."""
        bands = [
            (self.source.bind(name), -(-millionths(least) // self.layout.unit)) for name, least in self.score.bands
        ]
        return self._band(bands, "None")

    def _band(self, bands: list[tuple[str, int]], otherwise: str) -> str:
        """Write the search by halves; the highest band comes first."""
        if not bands:
            return otherwise
        half = len(bands) // 2
        name, least = bands[half]
        higher, lower = self._band(bands[:half], name), self._band(bands[half + 1 :], otherwise)
        return f"({higher} if {self.total} >= {self._limit(least)} else {lower})"


def write_rating(form: CompiledScore, rating: type, *, traced: bool) -> Source:
    """Write the function from (lead, events, now, as_of) to a `Rating`.

    The rating is filled in here, not by its constructor: that would take another sixth of a rating.
    """
    writer = ScoreWriter(form.layout, traced=traced, raised=form.layout.raised)
    source = writer.source
    values = writer.keep_values(form.fields, form.lists) if traced else []
    source.add(*writer.lines())
    found = [writer.total, writer.band()]
    if traced:
        words = (name for names in writer.words for name in names)
        found += ["events", "as_of", *words, *writer.earned.values(), *values]
    source.add(
        f"r = {source.bind(rating)}()",
        f"r.score = {source.bind(writer.score)}",
        f"r._found = ({', '.join(found)})",
        "return r",
    )
    return source


def write_total(layout: Layout) -> Source:
    """Write the function from (lead, events, now, memo) to the total in millionths, which it also notes in `memo`."""
    writer = ScoreWriter(layout, traced=False)
    source = writer.source
    source.add(*writer.lines(memo=True))
    key = source.bind(id(writer.score))
    source.add(f"memo[{key}] = {writer.total} = {writer.millionths(writer.total)}", f"return {writer.total}")
    return source
