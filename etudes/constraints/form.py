"""Rules about how a piece begins and ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from etudes.constraints.rule import Broken, place_in_bar, sounding
from etudes.constraints.tables import Tables
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
class ClosesOnTonic:
    """The last note is the tonic, lasts a beat or more, and begins on a strong beat or
    follows another tonic."""

    key: Key

    @property
    def name(self) -> str:
        return "an end on the tonic, of a beat or more, on a strong beat or after a tonic"

    def strike(self, tables: Tables) -> None:
        tables.ends &= tables.by_pitch(self._is_tonic)
        exercise = tables.exercise
        least = _closing_length(exercise.time_signature, exercise.pickup)
        tables.closes &= tables.by_place(
            lambda metre, place, length: (
                not _wrong_close(metre, place, length, least, after_tonic=False)
            )
        )
        tables.closes_after_tonic &= tables.by_place(
            lambda metre, place, length: (
                not _wrong_close(metre, place, length, least, after_tonic=True)
            )
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        *_, last = melody.events()
        if last.pitch is None:
            yield last, "the piece ends with a rest"
            return
        if not self._is_tonic(last.pitch):
            yield last, f"the last note is not {self.key.tonic_name}, the tonic"
        metre = melody.time_signature
        follows_tonic = any(self._is_tonic(pitch) for _, pitch in sounding(melody)[-2:-1])
        if wrong := _wrong_close(
            metre,
            place_in_bar(last, melody),
            last.duration,
            _closing_length(metre, melody.pickup),
            follows_tonic,
        ):
            yield last, wrong

    def _is_tonic(self, pitch: Pitch) -> bool:
        return (pitch.step, pitch.alter) == (self.key.step, self.key.alter)


def _wrong_close(
    metre: TimeSignature,
    place: Fraction,
    length: Fraction,
    least: Fraction,
    after_tonic: bool,
) -> str:
    if length < least:
        return "the last note is shorter than a beat"
    if after_tonic or place in metre.strong_beats:
        return ""
    return "the last note does not begin on a strong beat"


def _closing_length(metre: TimeSignature, pickup: Fraction) -> Fraction:
    """Return a beat; in one beat a bar, what the pickup leaves of the last bar."""
    return metre.measure_duration - pickup if len(metre.beats) == 1 else metre.beat
