"""The two data sets of the benchmark, and the partition into ten folds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etudes.errors import MissingTool
from etudes.melody import Note
from etudes.reading import read, read_each
from etudes.reading.score import Line, Score
from etudes.theory import Key, TimeSignature

FOLDS = 10
CHORALES = range(253, 439)

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Placed:
    """One note: its pitch, and all that a score says about its place.

    `onset` counts from the first full bar's downbeat, `place` from the barline, both in
    whole notes; `phrase_end` says that a fermata stands on it.
    """

    pitch: int
    onset: Fraction
    place: Fraction
    duration: Fraction
    time_signature: TimeSignature
    phrase_end: bool = False


@dataclass(frozen=True)
class Tune:
    """The notes of a melody; ties are joined, rests only shift what follows."""

    name: str
    key: Key
    notes: tuple[Placed, ...]

    @property
    def pitches(self) -> list[int]:
        return [note.pitch for note in self.notes]


def kinder() -> list[Tune]:
    """Return the 213 children's songs of the Essen collection (8,393 notes)."""
    scores = read(_music21_corpus() / "essenFolksong" / "kinder0.abc")
    return [_tune(score) for score in scores]


def chorales() -> list[Tune]:
    """Return the sopranos of the chorales BWV 253-438 (9,336 notes)."""
    paths = [_music21_corpus() / "bach" / f"bwv{number}.mxl" for number in CHORALES]
    scores = (score for _, score in read_each(paths, pages=True))
    return [_tune(score) for score in scores if isinstance(score, Score)]


DATASETS = {"chorales": chorales, "kinder": kinder}


def alphabet(tunes: Sequence[Tune]) -> list[int]:
    """Return the distinct pitches of a data set, as the thesis defines its alphabet."""
    return sorted({pitch for tune in tunes for pitch in tune.pitches})


def partition(count: int, rng: np.random.Generator) -> Ints:
    """Return the fold of each tune: a random partition, sizes differing by at most one."""
    folds: Ints = rng.permutation(np.arange(count) % FOLDS)
    return folds


def _music21_corpus() -> Path:
    # the package is only looked up: importing it would take a second
    spec = find_spec("music21")
    if spec is None or spec.origin is None:
        raise MissingTool("the benchmark reads music21's corpus; pip install music21")
    return Path(spec.origin).parent / "corpus"


def _tune(score: Score) -> Tune:
    line = score.lines[0]
    return Tune(score.provenance.source, line.bars[0].key, tuple(_notes(line)))


def _notes(line: Line) -> Iterator[Placed]:
    """Yield the sounding notes, bars one after the other as the file has them."""
    marks = line.page.marks if line.page else ()
    pauses = {(mark.bar, mark.onset) for mark in marks if mark.kind == "pause"}
    waiting: Placed | None = None
    tied = False
    start = Fraction(0)
    for number, bar in enumerate(line.bars):
        full = bar.time_signature.measure_duration
        is_pickup = number == 0 and bar.is_short
        offset = full - bar.duration if is_pickup else Fraction(0)
        start = -bar.duration if is_pickup else start
        place = Fraction(0)
        for note in bar.notes:
            pauses_here = (number, place) in pauses
            if isinstance(note, Note):
                if waiting and tied and waiting.pitch == note.pitch.midi:
                    waiting = _longer(waiting, note.duration, pauses_here)
                else:
                    if waiting:
                        yield waiting
                    waiting = Placed(
                        note.pitch.midi,
                        start + place,
                        offset + place,
                        note.duration,
                        bar.time_signature,
                        pauses_here,
                    )
            tied = isinstance(note, Note) and note.tied
            place += note.duration
        start += bar.duration
    if waiting:
        yield waiting


def _longer(note: Placed, by: Fraction, phrase_end: bool) -> Placed:
    return Placed(
        note.pitch,
        note.onset,
        note.place,
        note.duration + by,
        note.time_signature,
        note.phrase_end or phrase_end,
    )
