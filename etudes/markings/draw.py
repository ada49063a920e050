"""Drawing the signs of an exercise.

Each matter has a generator of its own, seeded from the one given: what one of them draws
changes nothing in the others.
"""

from typing import TYPE_CHECKING

from etudes.markings.articulations import articulations
from etudes.markings.bows import bows
from etudes.markings.breaths import breaths
from etudes.markings.character import character_of
from etudes.markings.dynamics import dynamics, is_soft
from etudes.markings.fingers import fingers
from etudes.markings.hooks import hooks
from etudes.markings.line import Line
from etudes.markings.markings import Markings, Span
from etudes.markings.octaves import octaves
from etudes.markings.phrases import phrases
from etudes.markings.reminders import reminders
from etudes.markings.returns import back_in_tempo
from etudes.markings.slurs import slurs
from etudes.markings.swells import in_words
from etudes.markings.words import character_word, ending, plucked, plucking, things
from etudes.melody import Melody
from etudes.tables import Instrument, Level

if TYPE_CHECKING:
    from numpy.random import Generator

_MATTERS = (
    *("things", "plucking", "slurs", "dynamics", "articulations", "words", "ending"),
    *("hooks", "swells", "returns"),
)


def draw_markings(
    melody: Melody, instrument: Instrument, level: Level, tempo: float, rng: "Generator"
) -> Markings:
    """Draw the signs of a melody: phrases, slurs, bows, dynamics, breaths, fingers, words.

    Only what the level's row and `signs.toml` allow the instrument; the same generator
    draws the same signs.

    Parameters
    ----------
    melody : in written pitch.
    tempo : crotchets a minute.

    Examples
    --------
    >>> import numpy as np
    >>> from fractions import Fraction
    >>> from etudes.tables import instrument, level
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in "G4 A4 B4 G4 A4 D4 G4 G4".split()]
    >>> tune = Melody.from_events(Key.parse("G"), TimeSignature(4, 4), line)
    >>> rng = np.random.default_rng(7)
    >>> signs = draw_markings(tune, instrument("violin"), level(1), 72.0, rng)
    >>> [mark.kind for mark in signs.at(0)]
    ['dynamic', 'bow', 'finger']
    """
    line = Line(melody, instrument, level, tempo, phrases(melody))
    chance = _generators(rng)
    which = things(line, chance["things"])
    character = character_of(line)
    pizzicato = plucked(line, which, chance["plucking"])
    joined = slurs(line, pizzicato, chance["slurs"])
    hooked, dots = hooks(line, character, joined, pizzicato, chance["hooks"])
    joined = (*joined, *hooked)
    loudness = dynamics(line, character, chance["dynamics"], has_slurs=bool(joined))
    soft = is_soft(loudness)
    loudness = in_words(line, loudness, chance["swells"])
    marks = [*loudness.marks, *plucking(line, pizzicato), *dots]
    if not dots:  # one idea at a time
        marks += articulations(
            line, character, joined, chance["articulations"], is_soft=soft
        )
    slurred = _share_slurred(line, joined)
    marks += character_word(line, which, character, marks, slurred, chance["words"])
    last = ending(line, which, chance["ending"])
    marks += last
    taken = {mark.place for mark in marks if mark.kind == "word"}
    marks += back_in_tempo(line, which, taken, chance["returns"])
    marks += breaths(line, joined, {mark.place for mark in last if mark.kind == "fermata"})
    marks += [*bows(line, joined, pizzicato), *fingers(line), *reminders(line)]
    spans = (*line.phrases, *joined, *loudness.spans, *octaves(line))
    signs = Markings(tuple(marks), spans)
    signs.fits(melody)
    return signs


def _share_slurred(line: Line, slurs: tuple[Span, ...]) -> float:
    """Return the share of bars in which a slur begins or goes on."""
    under = {place for slur in slurs for place in range(slur.first, slur.last + 1)}
    with_slurs = [b for b in line.bars if any(note.first in under for note in b.notes)]
    return len(with_slurs) / max(1, len(line.bars))


def _generators(rng: "Generator") -> dict[str, "Generator"]:
    """Return a generator for each matter."""
    import numpy as np

    seeds = rng.integers(0, 2**63, size=len(_MATTERS))
    return {
        name: np.random.default_rng(int(seed))
        for name, seed in zip(_MATTERS, seeds, strict=True)
    }
