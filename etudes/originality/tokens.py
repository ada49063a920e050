"""A melody as it sounds from note to note, whatever its key and its note values.

A note's *length* here is the time from its onset to the next note's (of the last note, to
the end of the melody): a rest belongs to the note before it, so that a phrase printed
staccato is the phrase printed with rests. Between two notes stands one *token*: the
interval in chromatic semitones, and the ratio of the second length to the first. A *run*
of n notes is n − 1 tokens in a row; two melodies share it if the tokens are equal.
Transposing a melody, or doubling all its values, changes no token.
"""

from itertools import pairwise
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import REST, TICKS_PER_WHOLE, EventArrays
from etudes.encoding.relative import major_semitones
from etudes.melody import Melody

Tokens = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Line = Melody | EventArrays

LONGEST_RUN = 12
"""Notes; a longer run shared with the training music is a copy."""

WINDOW = LONGEST_RUN + 1
"""Notes; every copy holds a window of so many."""

WINDOW_TOKENS = WINDOW - 1

_RATIO_BITS = 24
_MOST = (1 << _RATIO_BITS) - 1
_CENTRE = 1 << 11
_SEMITONES = np.array([major_semitones(steps) for steps in range(-128, 128)], np.int64)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def tokens(line: Line) -> Tokens:
    """Return the tokens of a melody, shape (notes − 1,): one between note and note.

    A token is one integer: (semitones + 2048)·2⁴⁸ + numerator·2²⁴ + denominator.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> def sung(names: str, value: Fraction) -> Melody:
    ...     notes = [(Pitch.parse(name), value) for name in names.split()]
    ...     return Melody.from_events(Key.parse("C"), TimeSignature(4, 4), notes)
    >>> quick = tokens(sung("C4 D4 E4 C4", Fraction(1, 4)))
    >>> slow = tokens(sung("G4 A4 B4 G4", Fraction(1, 2)))
    >>> intervals(quick).tolist(), bool((quick == slow).all())
    ([2, 2, -4], True)
    """
    if isinstance(line, Melody):
        midi, later, before = _of_melody(line)
    else:
        midi, later, before = _of_arrays(line)
    moves = np.diff(midi) + _CENTRE
    joined: Tokens = (moves << 2 * _RATIO_BITS) | (later << _RATIO_BITS) | before
    return joined


def intervals(line: Tokens) -> Ints:
    """Return the semitones of each token; rising ones are positive."""
    semitones: Ints = (line >> 2 * _RATIO_BITS) - _CENTRE
    return semitones


def ratios(line: Tokens) -> tuple[Ints, Ints]:
    """Return numerator and denominator of each token's ratio of lengths."""
    return (line >> _RATIO_BITS) & _MOST, line & _MOST


def measures(line: Line) -> Ints:
    """Return the number of the measure in which each note begins; a pickup is 0."""
    full = line.time_signature.measure_duration
    if isinstance(line, Melody):
        found = [1 + e.onset // full for e in line.events() if e.pitch is not None]
        return np.array(found, np.int64)
    onsets = np.cumsum(line.ticks, dtype=np.int64) - line.ticks - line.pickup
    of_notes: Ints = (1 + onsets // int(full * TICKS_PER_WHOLE))[line.steps != REST]
    return of_notes


def windows(line: Tokens) -> Hashes:
    """Return a hash of every `WINDOW` notes in a row, shape (notes − WINDOW + 1,).

    Equal windows have equal hashes on every machine. It is a polynomial in the mixed
    tokens, modulo 2⁶⁴, mixed again by the last step of SplitMix64 (Steele, Lea & Flood
    2014); no key is needed where nobody gains by a collision.
    """
    count = max(0, len(line) - WINDOW_TOKENS + 1)
    mixed = mix(line.astype(np.uint64))
    total = np.zeros(count, np.uint64)
    for i in range(WINDOW_TOKENS):
        total = total * _MULTIPLIER + mixed[i : i + count]
    return mix(total)


def mix(numbers: Hashes) -> Hashes:
    """Return each number scattered over all 64 bits, one to one."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = numbers ^ (numbers >> np.uint64(31))
    return mixed


def _of_arrays(line: EventArrays) -> tuple[Ints, Ints, Ints]:
    """Return the notes' semitones, and the ratios of their lengths in lowest terms."""
    sounding = line.steps != REST
    bounds = np.append(0, np.cumsum(line.ticks, dtype=np.int64))
    lengths = np.diff(np.append(bounds[:-1][sounding], bounds[-1]))
    divisor = np.gcd(lengths[1:], lengths[:-1])
    semitones = _SEMITONES[line.steps.astype(np.int64) + 128] + line.alters
    return semitones[sounding], lengths[1:] // divisor, lengths[:-1] // divisor


def _of_melody(melody: Melody) -> tuple[Ints, Ints, Ints]:
    """Return the same of a melody; a length in an odd tuplet may need a large integer."""
    events = list(melody.events())
    notes = [(event.pitch.midi, event.onset) for event in events if event.pitch is not None]
    bounds = [*(onset for _, onset in notes), events[-1].onset + events[-1].duration]
    parts = lcm(*(bound.denominator for bound in bounds))
    whole = [bound.numerator * (parts // bound.denominator) for bound in bounds]
    lengths = [b - a for a, b in pairwise(whole)]
    divisors = [gcd(a, b) for a, b in pairwise(lengths)]
    later = [min(b // d, _MOST) for b, d in zip(lengths[1:], divisors, strict=True)]
    before = [min(a // d, _MOST) for a, d in zip(lengths, divisors, strict=False)]
    semitones = [midi for midi, _ in notes]
    return (
        np.array(semitones, np.int64),
        np.array(later, np.int64),
        np.array(before, np.int64),
    )
