"""Time signatures: bar and beat lengths, and how strong each place in the bar is."""

import re
from dataclasses import dataclass
from fractions import Fraction
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
        unit = Fraction(1, self.denominator)
        if self.is_compound:
            return (3 * unit,) * (self.numerator // 3)
        if self.denominator >= 8 and self.numerator in _ASYMMETRIC_GROUPS:
            return tuple(n * unit for n in _ASYMMETRIC_GROUPS[self.numerator])
        if self.denominator >= 8 and self.numerator % 2 == 0:
            return (2 * unit,) * (self.numerator // 2)
        return (unit,) * self.numerator

    @property
    def beat(self) -> Fraction:
        """The length of the first beat: a dotted crotchet in 6/8."""
        return self.groups[0]

    @property
    def beats(self) -> tuple[Fraction, ...]:
        """The onset of each beat within the bar."""
        return tuple(
            sum(self.groups[:i], Fraction(0)) for i in range(len(self.groups))
        )

    @property
    def strong_beats(self) -> tuple[Fraction, ...]:
        """The downbeat, and the middle of a bar of two even halves (4/4, 6/8, 12/8)."""
        if len(self.groups) in (2, 4) and len(set(self.groups)) == 1:
            if len(self.groups) == 2 and not self.is_compound:
                return (Fraction(0),)
            return (Fraction(0), self.measure_duration / 2)
        if self.numerator == 5 and self.denominator == 4:
            return (Fraction(0), Fraction(3, 4))
        if self.numerator == 7 and self.denominator == 4:
            return (Fraction(0), Fraction(4, 4))
        return (Fraction(0),)

    def strength(self, onset: Fraction) -> int:
        """Return how strong a place in the bar is: 4 downbeat … 0 below the quaver.

        4 downbeat, 3 other strong beat, 2 beat, 1 half beat (third of a compound
        beat), 0 anything finer.
        """
        if onset == 0:
            return 4
        if onset in self.strong_beats:
            return 3
        if onset in self.beats:
            return 2
        last = max(beat for beat in self.beats if beat < onset)
        unit = self.beat / (3 if self.is_compound else 2)
        return 1 if ((onset - last) / unit).denominator == 1 else 0

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"
