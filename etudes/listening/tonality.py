"""The key that is heard first: a triad, a cadence, a progression in four voices.

Chords are numerals, British letters for their inversions: I, V7, IIb, Ic. Of all ways to
lead four voices through them (`etudes.listening.voices`) the cheapest is taken, or one
that a generator draws near it.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.item import Tempo
from etudes.listening.passage import PIANO, Passage
from etudes.listening.voices import Chord, Voicing, move_cost, voicings
from etudes.melody import Melody
from etudes.tables import Instrument
from etudes.theory import Key, Pitch, TimeSignature

_NUMERAL = re.compile(r"(VII|VI|IV|V|III|II|I)(7?)([abcd]?)", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_METRE = TimeSignature(4, 4)
_TEMPO = Tempo(Fraction(1, 4), 84, "")

_TASTE = 1.5
"""How far a drawn voicing may cost more than the cheapest one, about, in semitones."""


def concert_key(key: Key, instrument: Instrument) -> Key:
    """Return the key that sounds where an instrument reads this one, its enharmonic twin
    where it had more than seven sharps or flats.

    Examples
    --------
    >>> from etudes.tables import instrument
    >>> str(concert_key(Key.parse("D"), instrument("clarinet")))
    'C major'
    """
    away = instrument.transposition
    fifths = key.fifths + 7 * away.semitones - 12 * away.steps
    while abs(fifths) > 7:
        fifths += -12 if fifths > 0 else 12
    return Key.from_fifths(fifths, key.mode)


def tonic_triad(key: Key) -> Passage:
    """Return the tonic triad in four voices, a semibreve long.

    Examples
    --------
    >>> [str(voice.pitches[0]) for voice in tonic_triad(Key.parse("C")).voices]
    ['C5', 'E4', 'G3', 'C3']
    """
    return progression(key, ("I",), Fraction(1))


def cadence(key: Key) -> Passage:
    """Return I-IV-V-I in crotchets.

    Examples
    --------
    >>> [str(pitch) for pitch in cadence(Key.parse("A minor")).voices[-1].pitches]
    ['A2', 'D3', 'E3', 'A3']
    """
    return progression(key, ("I", "IV", "V", "I"), Fraction(1, 4))


def progression(
    key: Key,
    numerals: Sequence[str],
    each: Fraction = Fraction(1, 2),
    generator: np.random.Generator | None = None,
) -> Passage:
    """Return chords in four voices for the piano, soprano first, as they sound.

    Parameters
    ----------
    each : how long a chord is, in whole notes.
    generator : draws among good voicings; None takes the cheapest.

    Raises
    ------
    InvalidValue
        If there is no chord, or a numeral is none.
    UnsatisfiableRequest
        If no voices lead from one chord to the next.

    Examples
    --------
    >>> plagal = progression(Key.parse("G"), ["I", "IV", "I"])
    >>> len(plagal.voices), str(plagal.duration)
    (4, '3/2')
    """
    if not numerals:
        raise InvalidValue("a progression has at least one chord")
    chords = [_chord(key, numeral) for numeral in numerals]
    found = _cheapest(key, numerals, chords, generator)
    lines = zip(*(voicing.pitches for voicing in found), strict=True)
    voices = (
        Melody.from_events(key, _METRE, [(pitch, each) for pitch in line]) for line in lines
    )
    return Passage(tuple(voices), _TEMPO, PIANO)


def degree_alter(key: Key, step: int) -> int:
    """Return the alteration that a step has in the key's chords: that of its signature,
    and the seventh degree a semitone below the tonic.

    Examples
    --------
    >>> degree_alter(Key.parse("A minor"), Pitch.parse("G4").step)
    1
    """
    if (step - key.step) % 7 != 6:
        return key.signature_alter(step)
    tonic = Pitch(key.step, key.alter, 4)
    natural = Pitch(step, 0, 4 if step < key.step else 3)
    return tonic.midi - 1 - natural.midi


def _chord(key: Key, numeral: str) -> Chord:
    match = _NUMERAL.fullmatch(numeral.strip())
    bass = "abcd".index(match[3].lower() or "a") if match else 0
    if match is None or bass > 2 + bool(match[2]):
        raise InvalidValue(f"a chord such as I, V7 or IIb was expected, not '{numeral}'")
    root = _ROMAN.index(match[1].upper())
    steps = [(key.step + root + 2 * n) % 7 for n in range(4 if match[2] else 3)]
    # only over the dominant and on the seventh degree is the seventh a leading note
    leads = root in (4, 6)
    tones = tuple(
        (step, degree_alter(key, step) if leads else key.signature_alter(step))
        for step in steps
    )
    return Chord(root, tones, bass)


def _cheapest(
    key: Key,
    numerals: Sequence[str],
    chords: Sequence[Chord],
    generator: np.random.Generator | None,
) -> list[Voicing]:
    """Return the path of least cost through the voicings of each chord."""
    columns = [voicings(key, chord) for chord in chords]
    if not all(columns):
        raise _no_way(key, numerals)
    costs = [_own_costs(key, column, generator) for column in columns]
    if chords[-1].root == 0:  # a close sounds closed with the tonic on top
        costs[-1] += [0.0 if voicing.tones[0] == 0 else 4.0 for voicing in columns[-1]]
    best, back = costs[0], list[list[int]]()
    for at, (one, other) in enumerate(pairwise(chords)):
        moves = np.array(
            [
                [move_cost(key, one, a, other, b) for a in columns[at]]
                for b in columns[at + 1]
            ]
        )
        reached = moves + best
        back.append([int(n) for n in reached.argmin(axis=1)])
        best = reached.min(axis=1) + costs[at + 1]
    place = int(best.argmin())
    if not np.isfinite(best[place]):
        raise _no_way(key, numerals)
    places = [place]
    for column in reversed(back):
        places.append(column[places[-1]])
    ordered = zip(columns, reversed(places), strict=True)
    return [column[place] for column, place in ordered]


def _no_way(key: Key, numerals: Sequence[str]) -> UnsatisfiableRequest:
    return UnsatisfiableRequest(
        f"four voices were expected to lead through {' '.join(numerals)} in {key}, and "
        "none do without a fault: name other chords, or another key"
    )


def _own_costs(
    key: Key, column: Sequence[Voicing], generator: np.random.Generator | None
) -> NDArray[np.float64]:
    costs = np.array([voicing.cost for voicing in column])
    if generator is not None:
        costs = costs - generator.gumbel(scale=_TASTE, size=len(costs))
    return costs
