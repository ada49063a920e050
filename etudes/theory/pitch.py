"""Spelled pitch and the interval between two of them.

A pitch is a step (C D E F G A B), an alteration in semitones and an octave in
scientific notation: C4 is middle C, MIDI 60. F♯4 and G♭4 are different pitches that
share a MIDI number. An interval likewise keeps its staff steps and its semitones, so
that transposition never has to guess a spelling.
"""

import re
from dataclasses import dataclass
from typing import Self

from etudes.errors import InvalidValue

STEPS = "CDEFGAB"
NATURAL_SEMITONES = (0, 2, 4, 5, 7, 9, 11)
_PLAIN_STEPS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6)
_NUMBERS = (
    "unison",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "octave",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
)
_ACCIDENTALS = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}
_PITCH_TEXT = re.compile(r"([A-Ga-g])(bb|b|##|#|x|♭♭|♭|♯♯|♯|)(-?\d)")
_ALTER_OF = {
    "": 0,
    "#": 1,
    "♯": 1,
    "##": 2,
    "♯♯": 2,
    "x": 2,
    "b": -1,
    "♭": -1,
    "bb": -2,
    "♭♭": -2,
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A directed distance: `steps` on the staff and `semitones` on the keyboard.

    Examples
    --------
    >>> Interval.parse("P5")
    Interval(steps=4, semitones=7)
    """

    steps: int
    semitones: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name such as P5, m3, A4, d5; downwards -M2 or M-2."""
        match = re.fullmatch(r"(-?)([PMmAd])(-?)(\d{1,2})", text.strip())
        if match is None or int(match[4]) == 0 or (match[1] and match[3]):
            raise InvalidValue(
                f"an interval such as P5, m3 or A4 was expected, not '{text}'"
            )
        steps = int(match[4]) - 1
        octaves, within = divmod(steps, 7)
        perfect = within in (0, 3, 4)
        quality = match[2]
        if (quality == "P") != perfect and quality in "PMm":
            raise InvalidValue(
                f"'{text}' is no interval: unisons, fourths, fifths and octaves are P, "
                "the others M or m"
            )
        shift = {"P": 0, "M": 0, "m": -1, "A": 1, "d": -1 if perfect else -2}[quality]
        semitones = 12 * octaves + NATURAL_SEMITONES[within] + shift
        sign = -1 if match[1] or match[3] else 1
        return cls(sign * steps, sign * semitones)

    @classmethod
    def of_semitones(cls, semitones: int) -> Self:
        """Return the plainest interval of so many semitones: perfect, major or minor, and
        the augmented fourth for the tritone."""
        octaves, within = divmod(semitones, 12)
        return cls(7 * octaves + _PLAIN_STEPS[within], semitones)

    @property
    def name(self) -> str:
        """The name in words, whichever way it goes.

        Examples
        --------
        >>> Interval.parse("m6").name, Interval.parse("-A4").name, Interval(0, 0).name
        ('minor sixth', 'augmented fourth', 'unison')
        """
        upwards = -self if (self.steps, self.semitones) < (0, 0) else self
        octaves, within = divmod(upwards.steps, 7)
        excess = upwards.semitones - 12 * octaves - NATURAL_SEMITONES[within]
        if within in (0, 3, 4):
            quality = {-1: "diminished", 0: "perfect", 1: "augmented"}.get(excess)
        else:
            quality = {-2: "diminished", -1: "minor", 0: "major", 1: "augmented"}.get(
                excess
            )
        steps = upwards.steps
        number = _NUMBERS[steps] if steps < len(_NUMBERS) else f"interval of {steps} steps"
        if within == 0 and quality == "perfect":
            return number
        return f"{quality or 'altered'} {number}"

    def __neg__(self) -> "Interval":
        return Interval(-self.steps, -self.semitones)


@dataclass(frozen=True, slots=True)
class Pitch:
    """A spelled pitch.

    Parameters
    ----------
    step : 0 for C … 6 for B.
    alter : semitones added to the step, −2 (double flat) to 2 (double sharp).
    octave : scientific octave, 4 for the one that starts at middle C.

    Examples
    --------
    >>> Pitch.parse("F#4").midi
    66
    >>> str(Pitch.parse("A4").transposed(Interval.parse("-m3")))
    'F#4'
    """

    step: int
    alter: int
    octave: int

    def __post_init__(self) -> None:
        if not (0 <= self.step <= 6 and -2 <= self.alter <= 2 and -1 <= self.octave <= 10):
            raise InvalidValue(
                "a pitch has a step 0-6, an alteration −2…2 and an octave −1…10, not "
                f"{self.step}, {self.alter}, {self.octave}"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read scientific notation: 'G3', 'F#4', 'Bb2', 'E♭5'."""
        match = _PITCH_TEXT.fullmatch(text.strip())
        if match is None:
            raise InvalidValue(f"a pitch such as G3, F#4 or Bb2 was expected, not '{text}'")
        return cls(STEPS.index(match[1].upper()), _ALTER_OF[match[2]], int(match[3]))

    @property
    def midi(self) -> int:
        """MIDI number: 60 for C4."""
        return 12 * (self.octave + 1) + NATURAL_SEMITONES[self.step] + self.alter

    @property
    def staff_position(self) -> int:
        """Steps above C0 on the staff, whatever the accidental."""
        return 7 * self.octave + self.step

    @property
    def letter(self) -> str:
        return STEPS[self.step]

    def transposed(self, interval: Interval) -> "Pitch":
        """Return the pitch an interval away, correctly spelled."""
        octave, step = divmod(self.staff_position + interval.steps, 7)
        alter = self.midi + interval.semitones
        alter -= 12 * (octave + 1) + NATURAL_SEMITONES[step]
        return Pitch(step, alter, octave)

    def interval_to(self, other: "Pitch") -> Interval:
        """Return the interval from this pitch up (or, negative, down) to `other`."""
        return Interval(other.staff_position - self.staff_position, other.midi - self.midi)

    def __str__(self) -> str:
        return f"{self.letter}{_ACCIDENTALS[self.alter]}{self.octave}"
