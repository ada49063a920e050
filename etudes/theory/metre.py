"""Time signatures: bar and beat lengths, and how strong each place in the bar is."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from typing import Self

from etudes.errors import InvalidValue

_ASYMMETRIC_GROUPS = {5: (3, 2), 7: (2, 2, 3)}


@dataclass(frozen=True, slots=True)
class TimeSignature:
    """A metre such as 6/8; all lengths are fractions of a whole note.

    Examples
    --------
    >>> TimeSignature.parse("6/8").beats
    (Fraction(0, 1), Fraction(3, 8))
    >>> str(TimeSignature(3, 4).measure_duration)
    '3/4'
    """

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 1 <= self.numerator <= 32 or self.denominator not in (1, 2, 4, 8, 16, 32):
            raise InvalidValue(
                "a time signature such as 3/4 or 6/8 was expected, not "
                f"{self.numerator}/{self.denominator}"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '3/4'; 'C' is 4/4 and 'C|' is 2/2."""
        text = {"C": "4/4", "C|": "2/2"}.get(text.strip(), text.strip())
        match = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text)
        if match is None:
            raise InvalidValue(
                f"a time signature such as 3/4 or 6/8 was expected, not '{text}'"
            )
        return cls(int(match[1]), int(match[2]))

    @property
    def measure_duration(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def is_compound(self) -> bool:
        """True where the beat divides in three: 6/8, 9/8, 12/8, 6/4."""
        return self.numerator % 3 == 0 and (
            self.numerator > 3 or (self.numerator == 3 and self.denominator >= 8)
        )

    @property
    def groups(self) -> tuple[Fraction, ...]:
        """The lengths of the beats, in order; unequal in 5/8 and 7/8."""
        return _groups(self)

    @property
    def beat(self) -> Fraction:
        """The length of the first beat: a dotted crotchet in 6/8."""
        return _groups(self)[0]

    @property
    def beats(self) -> tuple[Fraction, ...]:
        """The onset of each beat within the bar."""
        return _beats(self)

    @property
    def pulses(self) -> tuple[Fraction, ...]:
        """The lengths that rhythm figures divide: the beats; a minim as two crotchets.

        Examples
        --------
        >>> [str(pulse) for pulse in TimeSignature(5, 8).pulses]
        ['3/8', '1/4']
        >>> TimeSignature(2, 2).pulses == TimeSignature(4, 4).pulses
        True
        """
        return _pulses(self)

    @property
    def strong_beats(self) -> tuple[Fraction, ...]:
        """The downbeat, and the middle of a bar of two even halves (4/4, 6/8, 12/8)."""
        return _strong_beats(self)

    def strength(self, onset: Fraction) -> int:
        """Return how strong a place in the bar is: 4 downbeat … 0 below the quaver.

        4 downbeat, 3 other strong beat, 2 beat, 1 half beat (third of a compound beat,
        quaver of 5/8 and 7/8), 0 anything finer.
        """
        return _strength(self, onset)

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


# The metres of a collection are few and asked for often: their tables are made once.


@cache
def _groups(metre: TimeSignature) -> tuple[Fraction, ...]:
    unit = Fraction(1, metre.denominator)
    if metre.is_compound:
        return (3 * unit,) * (metre.numerator // 3)
    if metre.denominator >= 8 and metre.numerator in _ASYMMETRIC_GROUPS:
        return tuple(n * unit for n in _ASYMMETRIC_GROUPS[metre.numerator])
    if metre.denominator >= 8 and metre.numerator % 2 == 0:
        return (2 * unit,) * (metre.numerator // 2)
    return (unit,) * metre.numerator


@cache
def _beats(metre: TimeSignature) -> tuple[Fraction, ...]:
    return tuple(accumulate(_groups(metre)[:-1], initial=Fraction(0)))


@cache
def _pulses(metre: TimeSignature) -> tuple[Fraction, ...]:
    crotchet = Fraction(1, 4)
    long = metre.beat > Fraction(3, 8)
    count = metre.measure_duration / crotchet
    return (crotchet,) * int(count) if long else metre.groups


@cache
def _strong_beats(metre: TimeSignature) -> tuple[Fraction, ...]:
    groups = _groups(metre)
    even = len(set(groups)) == 1
    if even and (len(groups) == 4 or (len(groups) == 2 and metre.is_compound)):
        return (Fraction(0), metre.measure_duration / 2)
    middle = {(5, 4): Fraction(3, 4), (7, 4): Fraction(1)}.get(
        (metre.numerator, metre.denominator)
    )
    return (Fraction(0), middle) if middle else (Fraction(0),)


@cache
def _strength(metre: TimeSignature, onset: Fraction) -> int:
    if onset == 0:
        return 4
    if onset in _strong_beats(metre):
        return 3
    if onset in _beats(metre):
        return 2
    last = max(beat for beat in _beats(metre) if beat < onset)
    unit = metre.beat / (3 if metre.is_compound else 2)
    if len(set(_groups(metre))) > 1:
        unit = Fraction(1, metre.denominator)
    return 1 if ((onset - last) / unit).denominator == 1 else 0
