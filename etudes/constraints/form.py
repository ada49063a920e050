"""Rules about how a piece begins and ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from etudes.constraints.automaton import gate
from etudes.constraints.rule import Broken, place_in_bar, sounding
from etudes.constraints.tables import Tables
from etudes.errors import InvalidValue
from etudes.melody import Melody
from etudes.theory import Key, Pitch, TimeSignature


@dataclass(frozen=True, slots=True)
class OpensOnTriad:
    """The first note belongs to the tonic triad."""

    key: Key

    @property
    def name(self) -> str:
        return "a first note of the tonic triad"

    def strike(self, tables: Tables) -> None:
        tables.opens &= tables.by_pitch(self._is_of_triad)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody)[:1]:
            if not self._is_of_triad(pitch):
                yield event, f"the first note is not of the tonic triad of {self.key}"

    def _is_of_triad(self, pitch: Pitch) -> bool:
        return (pitch.step - self.key.step) % 7 in (0, 2, 4)


@dataclass(frozen=True, slots=True)
class OpensOn:
    """The first note is one of these degrees of the scale, altered or not.

    Raises
    ------
    InvalidValue
        If there is no degree, or one is not from 1 to 7.

    Examples
    --------
    >>> OpensOn(Key.parse("C"), (1, 5)).name
    'a first note of degree 1 or 5'
    """

    key: Key
    degrees: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.degrees or not all(1 <= degree <= 7 for degree in self.degrees):
            told = " ".join(map(str, self.degrees)) or "none"
            raise InvalidValue(f"degrees from 1 to 7 were expected, not {told}")

    @property
    def name(self) -> str:
        return f"a first note of degree {' or '.join(map(str, self.degrees))}"

    def strike(self, tables: Tables) -> None:
        tables.opens &= tables.by_pitch(self._is_wanted)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody)[:1]:
            if not self._is_wanted(pitch):
                yield event, f"not {self.name} of {self.key}"

    def _is_wanted(self, pitch: Pitch) -> bool:
        return (pitch.step - self.key.step) % 7 + 1 in self.degrees


@dataclass(frozen=True, slots=True)
class ClosesOnTonic:
    """The last note is the tonic."""

    key: Key

    @property
    def name(self) -> str:
        return "an end on the tonic"

    def strike(self, tables: Tables) -> None:
        tonic = tables.by_pitch(lambda pitch: _is_tonic(pitch, self.key))
        tables.automata.append(
            gate(
                tables.after == tables.places,
                np.tile(tonic, (len(tonic) + 1, 1)),
                passes=np.array([[True, True], [False, True]]),
            )
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        *_, last = melody.events()
        if last.pitch is None:
            yield last, "the piece ends with a rest"
        elif not _is_tonic(last.pitch, self.key):
            yield last, f"the last note is not {self.key.tonic_name}, the tonic"


@dataclass(frozen=True, slots=True)
class ClosesOnBeat:
    """The last note lasts a beat or more, and begins on a strong beat or follows the
    tonic; without a key, in a rhythm, there is no tonic."""

    key: Key | None

    @property
    def name(self) -> str:
        or_after = " or after the tonic" if self.key else ""
        return f"a last note of a beat or more, on a strong beat{or_after}"

    def strike(self, tables: Tables) -> None:
        exercise, key = tables.exercise, self.key
        least = _closing_length(exercise.time_signature, exercise.pickup)
        last = tables.after == tables.places
        closes = tables.by_place(partial(_may_close, least, False))
        if key is None:
            tables.note_fits &= closes | ~last
            return
        closes_after_tonic = tables.by_place(partial(_may_close, least, True))
        tables.note_fits &= closes_after_tonic | ~last
        tonic = tables.by_pitch(lambda pitch: _is_tonic(pitch, key))
        before = np.repeat(np.append(tonic, False)[:, None], len(tonic), axis=1)
        before[:, 0] = True  # of a rest at the end other rules speak
        tables.automata.append(
            gate(
                last & ~closes,
                before,
                passes=np.array([[True, True], [False, True]]),
            )
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        *_, last = melody.events()
        metre = melody.time_signature
        least = _closing_length(metre, melody.pickup)
        before = sounding(melody)[-2:-1]
        key = self.key
        follows_tonic = any(key and _is_tonic(pitch, key) for _, pitch in before)
        place = place_in_bar(last, melody)
        if last.pitch is None:
            if key is None:  # with a key it is the tonic that is missing
                yield last, "the piece ends with a rest"
        elif _may_close(least, follows_tonic, metre, place, last.duration):
            return
        elif last.duration < least:
            yield last, "the last note is shorter than a beat"
        else:
            yield last, "the last note does not begin on a strong beat"


def _may_close(
    least: Fraction,
    follows_tonic: bool,
    metre: TimeSignature,
    place: Fraction,
    length: Fraction,
) -> bool:
    return length >= least and (follows_tonic or place in metre.strong_beats)


def _closing_length(metre: TimeSignature, pickup: Fraction) -> Fraction:
    """Return a beat; in one beat a bar, what the pickup leaves of the last bar."""
    return metre.measure_duration - pickup if len(metre.beats) == 1 else metre.beat


def _is_tonic(pitch: Pitch, key: Key) -> bool:
    return (pitch.step, pitch.alter) == (key.step, key.alter)
