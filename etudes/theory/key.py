"""Keys: a tonic and a mode, with signature and scale."""

import re
from dataclasses import dataclass
from typing import Self

from etudes.errors import InvalidValue
from etudes.theory.names import spelling_of
from etudes.theory.pitch import NATURAL_SEMITONES, STEPS

MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")
MODE_FIFTHS = {
    "lydian": 1,
    "major": 0,
    "mixolydian": -1,
    "dorian": -2,
    "minor": -3,
    "phrygian": -4,
}
"""Signature of each mode relative to the major key on the same tonic, in fifths."""

_STEP_FIFTHS = (0, 2, 4, -1, 1, 3, 5)
_KEY_TEXT = re.compile(
    r"([A-Ga-g])[ -]?(sharp|flat|#|♯|b|♭|)[ -]?"
    r"(major|maj|minor|min|m|dorian|dor|mixolydian|mix|phrygian|phr|lydian|lyd|)",
    re.IGNORECASE,
)
_MODE_OF = {
    "": "major",
    "maj": "major",
    "m": "minor",
    "min": "minor",
    "dor": "dorian",
    "mix": "mixolydian",
    "phr": "phrygian",
    "lyd": "lydian",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (step 0-6 and alteration) and a mode.

    Examples
    --------
    >>> Key.parse("Bb major").fifths, Key.parse("F#m").fifths
    (-2, 3)
    >>> str(Key.parse("e minor"))
    'E minor'
    """

    step: int
    alter: int
    mode: str = "major"

    def __post_init__(self) -> None:
        if self.mode not in MODE_FIFTHS:
            raise InvalidValue(f"a mode is one of {', '.join(MODES)}, not '{self.mode}'")
        if not (0 <= self.step <= 6 and -7 <= self.fifths <= 7):
            raise InvalidValue(
                f"a key has at most seven sharps or flats; {self} has {abs(self.fifths)}"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 'D major', 'e minor', 'F#m', 'Bb', 'E-flat minor', 'A dorian'.

        A single lower-case letter without a mode is minor, as in 'a'. The names of other
        languages are read too (`names.toml`), whatever the case and the accents: 'H-Moll',
        'ré mineur', 'Sol mayor', 'ニ長調'. B alone is English; 'B-Dur' is B flat major.

        Raises
        ------
        InvalidValue
            If no language calls a key so, or it has more than seven sharps or flats.
        """
        match = _KEY_TEXT.fullmatch(text.strip())
        if match is None and (spelling := spelling_of(text.strip())):
            return cls(*spelling)
        if match is None:
            raise InvalidValue(
                f"a key such as 'D major', 'E minor' or 'Bb' was expected, not '{text}'"
            )
        letter, accidental, mode_text = match.groups()
        alter = {"": 0, "#": 1, "♯": 1, "sharp": 1}.get(accidental.lower(), -1)
        if mode_text in ("m", "M") or not mode_text:
            is_minor = mode_text == "m" or (not mode_text and letter.islower())
            mode = "minor" if is_minor else "major"
        else:
            mode = _MODE_OF.get(mode_text.lower(), mode_text.lower())
        return cls(STEPS.index(letter.upper()), alter, mode)

    @classmethod
    def from_fifths(cls, fifths: int, mode: str = "major") -> Self:
        """Return the key of this mode with so many sharps (flats if negative)."""
        tonic = fifths - MODE_FIFTHS.get(mode, 0)
        alter, remainder = divmod(tonic + 1, 7)
        return cls(_STEP_FIFTHS.index(remainder - 1), alter, mode)

    @property
    def tonic_fifths(self) -> int:
        """Place of the tonic on the line of fifths; C is 0, G 1, F −1."""
        return _STEP_FIFTHS[self.step] + 7 * self.alter

    @property
    def fifths(self) -> int:
        """Sharps of the signature; flats are negative."""
        return self.tonic_fifths + MODE_FIFTHS[self.mode]

    @property
    def tonic_semitones(self) -> int:
        """Semitones of the tonic above C, possibly −1 (C♭) or 12 (B♯)."""
        return NATURAL_SEMITONES[self.step] + self.alter

    def signature_alter(self, step: int) -> int:
        """Return what the key signature does to a step: 1 sharp, −1 flat, 0 nothing."""
        return (self.fifths - _STEP_FIFTHS[step] + 5) // 7

    @property
    def tonic_name(self) -> str:
        return STEPS[self.step] + {-1: "b", 0: "", 1: "#"}.get(self.alter, "")

    def __str__(self) -> str:
        return f"{self.tonic_name} {self.mode}"
