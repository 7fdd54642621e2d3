"""Write the function that rates lead after lead into columns: the statements of a rating inside one loop.

An explanation is put together from tables (`wording`): for each score with something to tell, its name, what its
clauses gave, and the bound that held. Where a score has few clauses, a look-up by its word gives all of it, and its
points.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from alignkit.rules.decide import mapping
from alignkit.rules.running.source import sums
from alignkit.rules.running.table import Table
from alignkit.rules.running.write_score import ScoreWriter

if TYPE_CHECKING:
    from alignkit.rules.compile import CompiledScore
    from alignkit.rules.running.layout import Layout, Section
    from alignkit.rules.running.source import Source
    from alignkit.rules.running.wording import Wording

PARAMETERS = "leads, now, points, bands, texts"
"""What the function is given: leads, or pairs of a lead and its events; `as_of` in microseconds; and the columns."""
BETWEEN = " | "
"""What stands between the scores of an explanation."""


def write_columns(form: CompiledScore, *, explained: bool, with_events: bool) -> Source:
    """Write the function that rates leads to columns; where a lead is no mapping, it raises.

    Args:
        form: the compiled score, whose tables tell points and explanations.
        explained: whether to add explanations to `texts`.
        with_events: whether each lead comes with its events.
    """
    writer = Explainer(form.layout, form.wording) if explained else ScoreWriter(form.layout, traced=False)
    source = writer.source
    lines = writer.lines()
    lines += source.look_up("d0", form.points, writer.total)
    lines += ["points.append(d0)", f"bands.append({writer.band()})"]
    if isinstance(writer, Explainer):
        lines += writer.whole()
    if not with_events:
        source.add("events = None")
    source.add(f"for {'lead, events' if with_events else 'lead'} in leads:")
    source.add(f"if T(lead) is not D: {source.bind(mapping)}(lead)", *lines, depth=2)
    return source


class Explainer(ScoreWriter):
    """Writes a function that adds a score up and tells, for each section, what it is made of.

    Args:
        layout: how the score counts.
        wording: the tables of the score.
    """

    def __init__(self, layout: Layout, wording: Wording) -> None:
        super().__init__(layout, traced=True)
        self._wording = wording
        self._heads: dict[int, str] = {}

    def section(self, place: int, section: Section) -> list[str]:
        """Return the statements that leave the points of a section in `p0` and so on, and their text in `y0`."""
        if not (section.words or section.earning or section.score.cap is not None or section.score.floor is not None):
            return super().section(place, section)  # it is the sum of its parts, which tell of themselves
        head = f"{BETWEEN if self._heads else ''}{section.score.label}:"
        self._heads[place] = head
        if len(section.words) == 1 and not section.earning and not section.parts:
            (word,), (name,) = section.words, self.words[place]
            whole = Table(partial(self._wording.of_section, place, head))
            found = self.source.look_up(f"p{place}, y{place}", whole, name)
            return [f"{name} = 0", *self.clauses(word, name), *found]
        text, bind = f"y{place}", self.source.bind
        terms = [
            f"{bind(table)}[{name}]"
            for table, name in zip(self._wording.word_texts[place], self.words[place], strict=True)
        ]
        terms += [f"{bind(self._wording.earned_texts[clause])}[{self.earned[clause]}]" for clause in section.earning]
        note = bind(self._wording.notes[place])
        return [
            *self.added(place, section),
            *(sums(text, terms) if terms else [f"{text} = {bind('')}"]),
            *self.bounded(place, section, f"{text} += {note}[p{place}]; "),
            f"if {text}: {text} = {bind(head)} + {text}",
        ]

    def whole(self) -> list[str]:
        """Return the statements that put the texts together and add the whole to its column."""
        texts = [f"y{place}" for place in self._heads]
        lines = sums("z0", texts)
        if len(texts) > 1:
            lines.append(f"if not {texts[0]}: z0 = z0.removeprefix({self.source.bind(BETWEEN)})")
        return [*lines, "texts.append(z0)"]
