"""The rule about rhythm figures: how a beat may be divided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate, groupby
from typing import NamedTuple

from etudes.constraints.rule import Broken, place_in_bar
from etudes.constraints.tables import Tables
from etudes.melody import Event, Melody
from etudes.tables.figures import Figure, places
from etudes.theory import TimeSignature, duration_name


class Part(NamedTuple):
    """What of a note or rest lies in one pulse: the pulse, the place in it, the length."""

    pulse: Fraction
    place: Fraction
    length: Fraction

    @property
    def end(self) -> Fraction:
        return self.place + self.length


@dataclass(frozen=True, slots=True)
class Figures:
    """A beat is whole or divided as one of the figures; rests count as notes do.

    A length is cut where a beat begins, a minim beat counts as two crotchets, and a beat
    of a length that no figure makes is free. The tables know one note at a time, by its
    place and length; that is enough where the figures are complete
    (`etudes.tables.figures.unlisted_figure`).
    """

    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        return "the level's rhythm figures"

    def strike(self, tables: Tables) -> None:
        notes = {
            pulse: {note for figure in self._of(pulse) for note in places(figure)}
            for pulse in set(tables.exercise.time_signature.pulses)
        }

        def may_stand(pulse: Fraction, place: Fraction, length: Fraction) -> bool:
            allowed = notes[pulse]
            return length in (0, pulse) or not allowed or (place, length) in allowed

        def fits(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
            start, pulse = _pulse_at(metre, place)
            border, end = start + pulse, place + length
            if end <= border:
                return may_stand(pulse, place - start, length)
            last, last_pulse = _pulse_at(metre, end)  # those between are filled whole
            return may_stand(pulse, place - start, border - place) and may_stand(
                last_pulse, Fraction(0), end - last
            )

        table = tables.by_place(fits)
        tables.note_fits &= table
        tables.rest_fits &= table

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for onset, beat in groupby(_parts_of(melody), key=lambda found: found[0]):
            _, events, division = zip(*beat, strict=True)
            if not self._is_listed(division):
                names = ", ".join(duration_name(part.length) for part in division)
                begun = (event for event in events if event.onset >= onset)
                yield (
                    next(begun, events[0]),
                    f"a beat of {names} is no rhythm figure of this level",
                )

    def _is_listed(self, division: Sequence[Part]) -> bool:
        """Tell whether a figure has this division; before and after it a pickup or the
        short last bar may leave notes out."""
        first, last = division[0], division[-1]
        figures = self._of(first.pulse)
        if first.length == first.pulse or not figures:
            return True
        wanted = [(part.place, part.length) for part in division]
        return any(
            wanted == [note for note in places(f) if first.place <= note[0] < last.end]
            for f in figures
        )

    def _of(self, pulse: Fraction) -> list[Figure]:
        return [figure for figure in self.figures if sum(figure) == pulse]


def _parts_of(melody: Melody) -> Iterator[tuple[Fraction, Event, Part]]:
    """Yield every event cut where pulses begin, each part after its pulse's onset."""
    metre = melody.time_signature
    for event in melody.events():
        place = place_in_bar(event, melody)
        downbeat, end = event.onset - place, place + event.duration
        while place < end:
            start, pulse = _pulse_at(metre, place)
            length = min(end, start + pulse) - place
            yield downbeat + start, event, Part(pulse, place - start, length)
            place += length


@cache
def _pulse_at(metre: TimeSignature, place: Fraction) -> tuple[Fraction, Fraction]:
    """Return start and length of the pulse at a place, counted from a bar's downbeat."""
    in_bar = place % metre.measure_duration
    starts = accumulate(metre.pulses, initial=Fraction(0))
    start, pulse = max(
        (start, pulse)
        for start, pulse in zip(starts, metre.pulses, strict=False)
        if start <= in_bar
    )
    return place - in_bar + start, pulse
