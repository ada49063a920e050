"""The signs of a melody, note by note: what every format writes beside each note."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from etudes.markings import Markings, Span
from etudes.melody import Measure, Melody, Note

HAIRPINS = ("crescendo", "diminuendo")
OCTAVES = {"octave up": 1, "octave down": -1}
"""Octave lines, and by how many octaves the notes sound above what is printed."""


@dataclass(frozen=True, slots=True)
class Hairpin:
    """A hairpin as it is drawn: `reaches_over` says that it goes on to the end of its last
    note; otherwise it ends where that note begins, at a dynamic or another hairpin."""

    kind: str
    reaches_over: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands at one note or rest besides it.

    `texts` maps a mark's kind to its texts, one for each such mark.
    """

    texts: dict[str, tuple[str, ...]]
    slur_begins: bool = False
    slur_ends: bool = False
    octave_begins: str = ""
    octave_ends: str = ""
    hairpin_begins: str = ""
    hairpin_ends: Hairpin | None = None

    def has(self, kind: str) -> bool:
        """Return whether a mark of this kind stands here."""
        return kind in self.texts

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the texts of the marks of this kind."""
        return self.texts.get(kind, ())

    def text(self, kind: str) -> str:
        """Return the text of the one mark of this kind, "" where there is none."""
        return next(iter(self.of(kind)), "")

    @property
    def are_none(self) -> bool:
        return self == _NO_SIGNS


_NO_SIGNS = Signs({})

Row = tuple[Signs, ...]
"""The signs at each note and rest of one measure."""


def signs(melody: Melody, markings: Markings) -> Iterator[Row]:
    """Yield, measure by measure, what stands at each note and rest.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.markings import Mark
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> minims = [(Pitch.parse("A4"), Fraction(1, 2))] * 4
    >>> line = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), minims)
    >>> slurred = Markings((Mark(3, "fermata"),), (Span(0, 1, "slur"),))
    >>> [[sign.slur_ends for sign in row] for row in signs(line, slurred)]
    [[False, True], [False, False]]
    """
    found = _at_places(markings)
    place = 0
    for measure in melody.measures:
        end = place + len(measure.notes)
        yield tuple(found.get(at, _NO_SIGNS) for at in range(place, end))
        place = end


def hairpins(markings: Markings) -> tuple[tuple[Span, bool], ...]:
    """Return the hairpins, and whether each reaches over its last note."""
    spans = markings.of(*HAIRPINS)
    stops = {mark.place for mark in markings.marks if mark.kind == "dynamic"}
    stops |= {after.first for one, after in pairwise(spans) if after.first == one.last}
    return tuple((span, not span.is_long or span.last not in stops) for span in spans)


def one_rest_is_enough(measure: Measure, row: Row) -> bool:
    """Return whether a full bar holds only rests, and nothing stands inside it, so that
    one sign in the middle of the bar can stand for them all."""
    full = measure.duration == measure.time_signature.measure_duration
    silent = not any(isinstance(note, Note) for note in measure.notes)
    inside = any(not sign.are_none for sign in row[1:])
    ends = any(sign.hairpin_ends or sign.octave_ends for sign in row)
    return full and silent and not inside and not ends


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one of the lists of `words.toml`: "above", "slower", "faster", "in tempo",
    "louder", "softer"."""
    path = Path(__file__).with_name("words.toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(lists[name])


def stands_above(word: str) -> bool:
    """Return whether a word stands over the staff, as those of tempo and technique do;
    the others go with the dynamics.

    Examples
    --------
    >>> stands_above("pizz."), stands_above("rit."), stands_above("dolce")
    (True, True, False)
    """
    lists = ("above", "slower", "faster", "in tempo")
    return any(word.lower() in word_list(name) for name in lists)


def swell_of(word: str) -> str | None:
    """Return the hairpin that a word says, None for other words.

    Examples
    --------
    >>> swell_of("cresc."), swell_of("dim."), swell_of("dolce")
    ('crescendo', 'diminuendo', None)
    """
    for name, kind in (("louder", "crescendo"), ("softer", "diminuendo")):
        if word.lower() in word_list(name):
            return kind
    return None


def _at_places(markings: Markings) -> dict[int, Signs]:
    found: dict[int, Signs] = {}

    def change(place: int, **edge: Any) -> None:
        found[place] = replace(found.get(place, _NO_SIGNS), **edge)

    for mark in markings.marks:
        texts = found.get(mark.place, _NO_SIGNS).texts
        of_kind = (*texts.get(mark.kind, ()), mark.text)
        change(mark.place, texts={**texts, mark.kind: of_kind})
    for slur in markings.of("slur"):
        change(slur.first, slur_begins=True)
        change(slur.last, slur_ends=True)
    for line in markings.of(*OCTAVES):
        change(line.first, octave_begins=line.kind)
        change(line.last, octave_ends=line.kind)
    for hairpin, reaches_over in hairpins(markings):
        change(hairpin.first, hairpin_begins=hairpin.kind)
        change(hairpin.last, hairpin_ends=Hairpin(hairpin.kind, reaches_over))
    return found
