"""What can be told of one line of music: which of it is copied, and how much is new."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.melody import Melody
from etudes.originality.index import CopyIndex
from etudes.originality.sources import Matches, Source, TrainingMusic
from etudes.originality.tokens import LONGEST_RUN, WINDOW, Bools, Ints, measures, tokens

PATTERNS = (4, 6, 8, 12)
"""Notes; of patterns so long it is told how many are new."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Notes in a row and the measures they are in, counted through the line from 1."""

    notes: int
    first_measure: int
    last_measure: int


@dataclass(frozen=True, slots=True)
class SharedRun:
    """The longest run that a line shares, and one place that it is from.

    `is_commonplace` says that all of it belongs to nobody: a scale, repeated notes.
    """

    where: Stretch
    source: Source
    is_commonplace: bool


@dataclass(frozen=True, slots=True)
class Originality:
    """What is known of a line.

    Attributes
    ----------
    notes : in the line.
    copied : the stretches that share more than `LONGEST_RUN` notes in a row with the
        training music, commonplaces left out.
    longest : the longest run shared; None if nothing is, or the training music is not
        there and only its index was asked.
    novel : for patterns of so many notes, how many are new and how many there are; None
        where only the index was asked.
    """

    notes: int
    copied: tuple[Stretch, ...]
    longest: SharedRun | None = None
    novel: dict[int, tuple[int, int]] | None = None


def by_index(passages: Sequence[Melody], index: CopyIndex) -> Originality:
    """Return what the index alone can tell of a line's passages.

    Now and then it takes a window that is new for a copy (`CopyIndex.false_positives`).
    """
    windows = [index.copied(passage) for passage in passages]
    return Originality(_notes(passages), _stretches(passages, windows))


def by_corpus(lines: Sequence[Sequence[Melody]], music: TrainingMusic) -> list[Originality]:
    """Return all that is known of lines, each given by its passages; exact."""
    found = iter(music.search([tokens(melody) for line in lines for melody in line]))
    return [_of_line(line, [next(found) for _ in line], music) for line in lines]


def _of_line(
    passages: Sequence[Melody], matches: Sequence[Matches], music: TrainingMusic
) -> Originality:
    novel = {}
    for notes in PATTERNS:
        pairs = [of.novel(notes) for of in matches]
        novel[notes] = (sum(new for new, _ in pairs), sum(count for _, count in pairs))
    return Originality(
        _notes(passages),
        _stretches(passages, [of.copied for of in matches]),
        _longest(passages, matches, music),
        novel,
    )


def _longest(
    passages: Sequence[Melody], matches: Sequence[Matches], music: TrainingMusic
) -> SharedRun | None:
    number = max(range(len(matches)), key=lambda i: matches[i].longest)
    of = matches[number]
    if of.longest == 1:
        return None
    first = int(np.argmax(of.runs))
    is_copy = of.copied[first : first + of.longest - LONGEST_RUN].any()
    return SharedRun(
        _stretch(_numbered(passages)[number], first, of.longest),
        music.source(int(of.sources[first]), of.longest),
        of.longest > LONGEST_RUN and not is_copy,
    )


def _stretches(passages: Sequence[Melody], windows: Sequence[Bools]) -> tuple[Stretch, ...]:
    """Return the stretches of notes that windows in a row make."""
    found = []
    for numbers, copied in zip(_numbered(passages), windows, strict=True):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], copied, [False]])))
        for first, behind in edges.reshape(-1, 2).tolist():
            found.append(_stretch(numbers, first, behind - first + WINDOW - 1))
    return tuple(found)


def _stretch(numbers: Ints, first: int, notes: int) -> Stretch:
    return Stretch(notes, int(numbers[first]), int(numbers[first + notes - 1]))


def _numbered(passages: Sequence[Melody]) -> list[Ints]:
    """Return the measure of each note of each passage, counted through the line."""
    found, before = [], 0
    for passage in passages:
        found.append(measures(passage) + before)
        before += passage.full_measures
    return found


def _notes(passages: Sequence[Melody]) -> int:
    return sum(len(passage.pitches) for passage in passages)
