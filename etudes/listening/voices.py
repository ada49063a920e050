"""Chords in four voices: every way to voice one, and what it costs to go on to the next.

The rules are those of the textbooks (Aldwell & Schachter, *Harmony and Voice Leading*): no
consecutive fifths or octaves, no fifth or octave that the outer voices reach by leap in one
direction, no crossing and no overlap, no augmented step, at most an octave between upper
voices; the leading note rises, the seventh falls, and the notes over the bass of a six-four
chord fall. What keeps them costs as many semitones as the upper voices move, and more where
a tone is doubled that is better not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from etudes.theory import Key, Pitch

_RANGES = (("C4", "G5"), ("G3", "D5"), ("C3", "G4"), ("E2", "D4"))
"""Soprano, alto, tenor and bass of a choir."""

_LEAPS = (9, 7, 7, 12)
"""How many semitones each voice moves at most."""

_BASS_NEVER = (6, 10, 11)
"""Semitones that the bass does not leap: the tritone and the sevenths."""

_WIDEST = (12, 12, 24)
"""Semitones between neighbouring voices at most."""


@dataclass(frozen=True, slots=True)
class Chord:
    """The steps and alterations of root, third, fifth (and seventh), which of them is in
    the bass, and the number of its root, from 0."""

    root: int
    tones: tuple[tuple[int, int], ...]
    bass: int


@dataclass(frozen=True, slots=True)
class Voicing:
    """Pitches from the soprano down, the tone of the chord that each is, and what it costs
    by itself."""

    pitches: tuple[Pitch, ...]
    midi: tuple[int, ...]
    tones: tuple[int, ...]
    cost: float


@cache
def voicings(key: Key, chord: Chord) -> tuple[Voicing, ...]:
    """Return all ways to voice a chord, complete but for a fifth."""
    soprano, alto, tenor, bass = (
        _tones_between(chord, *map(Pitch.parse, within)) for within in _RANGES
    )
    found = []
    for low, tone in bass:
        if tone != chord.bass:
            continue
        for below in _above(tenor, low, _WIDEST[2]):
            for middle in _above(alto, below[0], _WIDEST[1]):
                for top in _above(soprano, middle[0], _WIDEST[0]):
                    voices = (top, middle, below, (low, tone))
                    tones = tuple(n for _, n in voices)
                    cost = _doubling(key, chord, tones)
                    if cost is not None:
                        pitches = tuple(pitch for pitch, _ in voices)
                        cost += _register(pitches)
                        midi = tuple(pitch.midi for pitch in pitches)
                        found.append(Voicing(pitches, midi, tones, cost))
    return tuple(found)


def _tones_between(chord: Chord, low: Pitch, high: Pitch) -> list[tuple[Pitch, int]]:
    return [
        (pitch, number)
        for octave in range(low.octave - 1, high.octave + 2)
        for number, (step, alter) in enumerate(chord.tones)
        if low.midi <= (pitch := Pitch(step, alter, octave)).midi <= high.midi
    ]


def _above(
    tones: Sequence[tuple[Pitch, int]], below: Pitch, widest: int
) -> list[tuple[Pitch, int]]:
    return [tone for tone in tones if 0 < tone[0].midi - below.midi <= widest]


def _doubling(key: Key, chord: Chord, tones: tuple[int, ...]) -> float | None:
    """Return what doubled and missing tones cost; None where they must not be so."""
    root, third, fifth, *seventh = (tones.count(n) for n in range(len(chord.tones)))
    tonic = (key.step, key.alter)
    leading = [n for n, (step, _) in enumerate(chord.tones) if (step - tonic[0]) % 7 == 6]
    if not (root and third) or any(tones.count(n) > 1 for n in leading):
        return None
    if seventh and seventh[0] != 1:
        return None
    if chord.bass == 2:  # the bass of a six-four chord is its fifth, and is doubled
        return 0.0 if fifth == 2 else None
    if _is_diminished(chord):  # its third is the one note that nothing pulls away
        return 0.0 if third == 2 and root == fifth == 1 else None
    if not fifth:
        return None if chord.bass else 3.0
    cost = 4.0 * (third > 1) * (chord.root != 5) + 1.0 * (third > 1)
    return cost + 1.0 * (fifth > 1)


def _is_diminished(chord: Chord) -> bool:
    root, _, fifth = (Pitch(*tone, 4).midi for tone in chord.tones[:3])
    return len(chord.tones) == 3 and (fifth - root) % 12 == 6


def _register(pitches: Sequence[Pitch]) -> float:
    """Return what it costs to lie far from where a choir sounds well."""
    soprano, alto, tenor, bass = (pitch.midi for pitch in pitches)
    far = abs(soprano - 71) / 4 + abs(bass - 50) / 6
    return far + max(0, tenor - bass - 19) / 2 + max(0, soprano - alto - 9) / 4


def move_cost(key: Key, one: Chord, a: Voicing, other: Chord, b: Voicing) -> float:
    """Return what it costs to go from one voicing to the next, infinity where it breaks a
    rule."""
    moves = [after - before for before, after in zip(a.midi, b.midi, strict=True)]
    if any(abs(move) > most for move, most in zip(moves, _LEAPS, strict=True)):
        return math.inf
    if abs(moves[3]) in _BASS_NEVER or _overlaps(a.midi, b.midi):
        return math.inf
    if _runs_parallel(a.midi, b.midi, moves) or _steps_augmented(a, b):
        return math.inf
    if one.root != other.root and not _resolves(key, one, a, moves):
        return math.inf
    together = len({move > 0 for move in moves}) == 1 and 0 not in moves
    still = 0.5 if moves[0] == 0 else 0.0
    return sum(map(abs, moves[:3])) + abs(moves[3]) / 4 + 3.0 * together + still


def _overlaps(before: Sequence[int], after: Sequence[int]) -> bool:
    """Whether a voice goes beyond where its neighbour just was."""
    return any(
        after[n + 1] > before[n] or after[n] < before[n + 1] for n in range(len(before) - 1)
    )


def _runs_parallel(
    before: Sequence[int], after: Sequence[int], moves: Sequence[int]
) -> bool:
    """Whether fifths or octaves follow each other, or the outer voices leap into one."""
    for high, low in combinations(range(len(before)), 2):
        wide = (after[high] - after[low]) % 12
        if wide not in (0, 7) or not (moves[high] and moves[low]):
            continue
        if (before[high] - before[low]) % 12 == wide:
            return True
        outer, same_way = low - high == 3, moves[high] * moves[low] > 0
        if outer and same_way and abs(moves[high]) > 2:
            return True
    return False


def _steps_augmented(a: Voicing, b: Voicing) -> bool:
    return any(
        before.interval_to(after).name.startswith("augmented")
        for before, after in zip(a.pitches, b.pitches, strict=True)
    )


def _resolves(key: Key, one: Chord, a: Voicing, moves: Sequence[int]) -> bool:
    """Whether the notes that pull go where they pull."""
    for number, move in zip(a.tones, moves, strict=True):
        leads = (one.tones[number][0] - key.step) % 7 == 6 and one.root in (4, 6)
        falls = number == 3 or (one.bass == 2 and number in (0, 1))
        if (leads and move != 1) or (falls and move not in (-1, -2)):
            return False
    return True
