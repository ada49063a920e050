"""What stands on a page besides its notes, and what is amiss with them.

The melodies of a line leave all this out or mend it; who checks a page wants to see it.
"""

from dataclasses import dataclass
from fractions import Fraction

from etudes.theory import Interval


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the page at a place of a line.

    `bar` counts the bars of the file from 0, `onset` from the barline. `kind` and `text`:

    ==============  =======================================================
    clef            a later clef, by LilyPond's name
    tempo           a later metronome mark
    dynamic         "pp", "hairpin" …
    articulation    "slur", "staccato", "pizzicato" …
    ornament        "trill-mark" …
    grace note, pause, octave line
    chord, second voice, microtone, no pitch, cue note
    accidental, note value, tie, tuplet, slur, hairpin
                    one that is wrong; the text says how
    empty bar       nothing at all is written
    bar number      one that does not follow the last
    barline         the last one, if it does not close the piece
    ==============  =======================================================
    """

    kind: str
    bar: int
    onset: Fraction
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """How a line is set on its page; None and "" where the file does not say.

    Attributes
    ----------
    clef : the first one, by LilyPond's name.
    transposition : from written to sounding pitch.
    tempo : the first metronome mark: a beat and how many a minute.
    states_mode : whether the key is said to be major or minor.
    is_sounding : whether the line's pitches are sounding ones, as MIDI has them.
    """

    clef: str = ""
    transposition: Interval | None = None
    tempo: tuple[Fraction, Fraction] | None = None
    marks: tuple[Mark, ...] = ()
    states_mode: bool = True
    is_sounding: bool = False
