"""The exercises of a sheet with their numbers, headings and questions, set in any size."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etudes.sheet.kinds import kind
from etudes.sheet.layout import Layout
from etudes.sheet.section import Section
from etudes.sheet.titles import label_of, levels_of
from etudes.words import Language
from etudes.writing.exercise import (
    LONGEST,
    Exercise,
    Fit,
    Heading,
    asked,
    exercise,
    refitted,
)


class Written:
    """The exercises of a sheet: notes and signs are written once, and lines end where the
    room of each size tried has them end."""

    def __init__(self, sections: Sequence[Section], layout: Layout) -> None:
        self._sections, self._layout = sections, layout
        self._players = [part.instrument for part in sections for _ in part.items]
        self._made: tuple[Exercise, ...] = ()

    @property
    def count(self) -> int:
        """How many exercises there are."""
        return len(self._players)

    def fitted(self, room: float, longest: int = LONGEST) -> tuple[Exercise, ...]:
        """Return the exercises for a line that holds so many notes and barlines."""
        layout = self._layout
        fit = Fit(
            room,
            longest=longest,
            plain=layout.plain,
            upright=layout.easy,
            rhythm=kind(layout.kind).rhythm,
        )
        if not self._made:
            self._made = tuple(_numbered(self._sections, layout, fit))
            return self._made
        pairs = zip(self._made, self._players, strict=True)
        return tuple(refitted(one, player, fit) for one, player in pairs)


def _numbered(sections: Sequence[Section], layout: Layout, fit: Fit) -> Iterator[Exercise]:
    """Yield the exercises, numbered through, with headings and questions."""
    own, language = kind(layout.kind), Language(layout.language)
    number = 0
    for section in sections:
        told: Heading | None = None
        for item in section.items:
            number += 1
            made = exercise(item, section.instrument, number, language, fit)
            if own.questions:
                made = asked(made, section.instrument, language)
            level = levels_of([item.level_asked], language)
            caption = f"{label_of(section.instrument, language)} · {level}"
            heading = _heading(sections, section, layout, level)
            is_new = own.headings and heading != told
            told = heading
            yield replace(made, caption=caption, heading=heading if is_new else None)


def _heading(
    sections: Sequence[Section], section: Section, layout: Layout, level: str
) -> Heading | None:
    """Return what stands over an exercise of this level: the section's own heading, else
    the level where there are several."""
    if section.heading is not None:
        return Heading(section.heading, section.tip or "")
    if layout.kind == "drill":
        return Heading("", section.tip) if section.tip else None
    language = Language(layout.language)
    if len({part.instrument.name for part in sections}) > 1:
        level = f"{label_of(section.instrument, language)} · {level}"
    return Heading(level, section.tip or "")
