"""The words of rules: pitches, lengths, bars and events, read and written.

Nothing here knows what a rule means. Each reader refuses in one line what it cannot read,
and what is written is read as the same again.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from etudes.constraints.given import Given
from etudes.encoding.events import to_ticks
from etudes.errors import InvalidValue
from etudes.theory import Pitch

REST = "r"
"""Stands where a pitch would, or before a length."""

UPBEAT = "upbeat"
"""Stands before the length of an upbeat."""

_LENGTH = re.compile(r"\d{1,3}(/\d{1,3})?")


def read_threes(words: Sequence[str]) -> list[Given]:
    """Return events, each written as onset, pitch or r, and length.

    Examples
    --------
    >>> in_threes(read_threes(["0", "C4", "1/4", "1/4", "r", "2/8"]))
    '0 C4 1/4 1/4 r 1/4'
    """
    if len(words) % 3:
        raise InvalidValue("onset, pitch and length of each are expected, in threes")
    return [
        (read_length(onset, least=0), read_pitch_or_rest(pitch), read_length(length))
        for onset, pitch, length in zip(words[::3], words[1::3], words[2::3], strict=True)
    ]


def in_threes(events: Sequence[Given]) -> str:
    """Return the one text of some events."""
    return " ".join(f"{onset} {pitch or REST} {length}" for onset, pitch, length in events)


def without_barlines(words: Sequence[str]) -> list[str]:
    """Return words without the barlines that stand between or in them."""
    return [word for text in words for word in text.replace("|", " ").split()]


def read_bars(words: Sequence[str]) -> list[list[str]]:
    """Return the words between barlines; a barline at the end is none between."""
    bars = [bar.split() for bar in " ".join(words).split("|")]
    while len(bars) > 1 and not bars[-1]:
        bars.pop()
    if [] in bars[1:] or (len(bars) > 1 and not bars[0]):
        raise InvalidValue("something is expected between two barlines")
    return bars


def bar_lengths(bars: Sequence[Sequence[tuple[Fraction, object]]]) -> tuple[Fraction, ...]:
    """Return how long bars are, none where no barline stands."""
    if len(bars) < 2:
        return ()
    return tuple(sum((length for length, _ in bar), Fraction(0)) for bar in bars)


def read_noted(words: Sequence[str]) -> Iterator[tuple[Fraction, Pitch | None]]:
    """Yield length and pitch of each note or rest."""
    if len(words) % 2:
        raise InvalidValue(f"after {short(words[-1])} a length is missing")
    for pitch, length in zip(words[::2], words[1::2], strict=True):
        yield read_length(length), read_pitch_or_rest(pitch)


def read_pitches(words: Sequence[str]) -> list[Pitch]:
    """Return one pitch or more."""
    if not words:
        raise InvalidValue("at least one pitch is expected")
    return [Pitch.parse(word) for word in words]


def read_pitch_or_rest(word: str) -> Pitch | None:
    """Return a pitch, None for a rest."""
    return None if word.casefold() == REST else Pitch.parse(word)


def read_length(word: str, least: int = 1) -> Fraction:
    """Return a length on the grid, or an onset, which may be 0."""
    try:
        length = Fraction(word) if _LENGTH.fullmatch(word) else None
    except ZeroDivisionError:
        length = None
    if length is None or to_ticks(length) < least:
        raise InvalidValue(f"a length such as 1/4 or 3/8 is expected, not '{short(word)}'")
    return length


def read_whole(word: str, lowest: int, highest: int, expected: str) -> int:
    """Return a whole number; `expected` are the words of the message if it is none."""
    number = int(word) if re.fullmatch(r"[+-]?\d{1,3}", word) else None
    if number is None or not lowest <= number <= highest:
        raise InvalidValue(f"{expected}: not '{short(word)}'")
    return number


def matched(pattern: re.Pattern[str], word: str, expected: str) -> tuple[str, str | None]:
    """Return the two groups of a pattern in a word."""
    match = pattern.fullmatch(word)
    if match is None:
        raise InvalidValue(f"{expected} is expected, not '{short(word)}'")
    return match[1], match[2]


def alone(words: Sequence[str]) -> str:
    """Return the word that stands alone."""
    if len(words) != 1:
        raise InvalidValue(f"one word is expected, not {len(words)}")
    return words[0]


def short(text: str) -> str:
    """Return a text as a message can hold it."""
    return text if len(text) <= 60 else f"{text[:57]}..."
