"""How a length is written: note values, dots, tuplets, and where a tie must stand.

Lengths are `Fraction`s of a whole note, as LilyPond counts them.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from etudes.errors import InvalidValue
from etudes.theory.metre import TimeSignature

_NAMES = {
    1: "semibreve",
    2: "minim",
    4: "crotchet",
    8: "quaver",
    16: "semiquaver",
    32: "demisemiquaver",
    64: "hemidemisemiquaver",
}


@dataclass(frozen=True, slots=True)
class NoteValue:
    """A written value: `base` (1, 1/2, 1/4 …), dots, and the tuplet it stands in.

    `tuplet` is (3, 2) for a triplet (three in the time of two), else None.
    """

    base: Fraction
    dots: int
    tuplet: tuple[int, int] | None = None

    @property
    def duration(self) -> Fraction:
        length = self.base * (2 - Fraction(1, 2**self.dots))
        return length * Fraction(self.tuplet[1], self.tuplet[0]) if self.tuplet else length

    @property
    def name(self) -> str:
        """The name in words: "dotted crotchet", "triplet quaver"."""
        dotted = ("", "dotted ", "double-dotted ")[self.dots]
        triplet = "triplet " if self.tuplet else ""
        return f"{triplet}{dotted}{_NAMES[self.base.denominator]}"


@cache
def note_value(duration: Fraction) -> NoteValue | None:
    """Return the single written value of this length, or None where it needs a tie.

    Examples
    --------
    >>> note_value(Fraction(3, 8))
    NoteValue(base=Fraction(1, 4), dots=1, tuplet=None)
    >>> note_value(Fraction(1, 12)).tuplet
    (3, 2)
    >>> note_value(Fraction(5, 8)) is None
    True
    """
    if duration.denominator % 3 == 0:
        plain = note_value(duration * Fraction(3, 2))
        return NoteValue(plain.base, plain.dots, (3, 2)) if plain else None
    for dots, numerator in ((0, 1), (1, 3), (2, 7)):
        base = duration * Fraction(2**dots, numerator)
        is_power = base.numerator == 1 and base.denominator & (base.denominator - 1) == 0
        if base <= 1 and is_power and base.denominator <= 64:
            return NoteValue(base, dots)
    return None


def duration_name(duration: Fraction) -> str:
    """Return the name of a length; one that no single value has, as a part of a semibreve.

    Examples
    --------
    >>> duration_name(Fraction(3, 8)), duration_name(Fraction(5, 8))
    ('dotted crotchet', '5/8 of a semibreve')
    """
    value = note_value(duration)
    return value.name if value else f"{duration} of a semibreve"


@cache
def split_at_beats(
    onset: Fraction, duration: Fraction, metre: TimeSignature, is_rest: bool = False
) -> tuple[Fraction, ...]:
    """Return the written parts of a length that begins at `onset` within one bar.

    An editor shows the beat: a length is split where it would hide one, save for the
    usual syncopations (♪ ♩ ♪ inside two beats, a crotchet–minim–crotchet bar).

    Raises
    ------
    InvalidValue
        If the length is not positive or runs past the bar.
    """
    if metre.denominator <= 2 and metre.numerator % 3:  # an editor shows 2/2 in crotchets
        metre = TimeSignature(2 * metre.numerator, 2 * metre.denominator)
    end = onset + duration
    if duration <= 0 or onset < 0 or end > metre.measure_duration:
        raise InvalidValue(
            f"a length inside one bar of {metre} was expected, not {duration} at {onset}"
        )
    part = _first_part(onset, duration, metre, is_rest)
    if part == duration:
        return (part,)
    return (part, *split_at_beats(onset + part, duration - part, metre, is_rest))


def _first_part(
    onset: Fraction, duration: Fraction, metre: TimeSignature, is_rest: bool
) -> Fraction:
    if note_value(duration) and _shows_beats(onset, duration, metre, is_rest):
        return duration
    borders = [b for b in (*metre.beats, metre.measure_duration) if b > onset]
    for border in sorted(borders, reverse=True):
        part = border - onset
        if (
            part < duration
            and note_value(part)
            and _shows_beats(onset, part, metre, is_rest)
        ):
            return part
    return _largest_value_within(min(duration, borders[0] - onset))


def _shows_beats(
    onset: Fraction, duration: Fraction, metre: TimeSignature, is_rest: bool
) -> bool:
    end, beats = onset + duration, metre.beats
    crossed = [b for b in beats if onset < b < end]
    if not crossed:
        return True
    on_beats = onset in beats and (end in beats or end == metre.measure_duration)
    middle = next((s for s in metre.strong_beats if onset < s < end), None)
    if metre.is_compound or len(set(metre.groups)) > 1:
        return on_beats and (middle is None or onset == 0)
    if is_rest:  # a rest over several beats fills the bar or one of its halves
        borders = (*metre.strong_beats, metre.measure_duration)
        return onset in metre.strong_beats and end in borders
    if onset in beats:
        return middle is None or onset == 0 or on_beats
    half = metre.beat / 2
    is_offbeat = (onset + half) in beats and duration == metre.beat
    return is_offbeat and middle is None


def _largest_value_within(duration: Fraction) -> Fraction:
    for denominator in (1, 2, 4, 8, 16, 32, 64):
        for candidate in (Fraction(3, 2 * denominator), Fraction(1, denominator)):
            if candidate <= duration and note_value(candidate):
                return candidate
    return duration
