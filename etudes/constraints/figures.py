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
    """What of a note or rest lies in one pulse: where the pulse begins in the bar (on and
    on if it lies in a later bar), how long it is, the place in it, and the length."""

    onset: Fraction
    pulse: Fraction
    place: Fraction
    length: Fraction

    @property
    def is_whole(self) -> bool:
        return self.length == self.pulse


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
        def fits(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
            return all(
                part.is_whole or not notes or (part.place, part.length) in notes
                for part in parts(metre, place, length)
                for notes in [_notes(self.figures, part.pulse)]
            )

        table = tables.by_place(fits)
        tables.note_fits &= table
        tables.rest_fits &= table

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for onset, beat in groupby(_parts_of(melody), key=lambda found: found[0]):
            _, events, division = zip(*beat, strict=True)
            if not (division[0].is_whole or self._is_listed(division)):
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
        figures = [figure for figure in self.figures if sum(figure) == first.pulse]
        wanted = [(part.place, part.length) for part in division]
        return not figures or any(
            wanted
            == [
                (place, length)
                for place, length in places(figure)
                if first.place <= place < last.place + last.length
            ]
            for figure in figures
        )


@cache
def parts(metre: TimeSignature, place: Fraction, length: Fraction) -> tuple[Part, ...]:
    """Cut a length where a pulse begins.

    Parameters
    ----------
    place : where in the bar it begins.

    Examples
    --------
    >>> dotted = parts(TimeSignature(3, 4), Fraction(0), Fraction(3, 8))
    >>> [str(part.length) for part in dotted]
    ['1/4', '1/8']
    """
    cut, end = [], place + length
    while place < end:
        in_bar = place % metre.measure_duration
        starts = accumulate(metre.pulses, initial=Fraction(0))
        start, pulse = max(
            (start, pulse)
            for start, pulse in zip(starts, metre.pulses, strict=False)
            if start <= in_bar
        )
        here = min(end - place, start + pulse - in_bar)
        cut.append(Part(place - in_bar + start, pulse, in_bar - start, here))
        place += here
    return tuple(cut)


def _parts_of(melody: Melody) -> Iterator[tuple[Fraction, Event, Part]]:
    """Yield the parts of every event, each after the onset of its pulse in the piece."""
    for event in melody.events():
        place = place_in_bar(event, melody)
        for part in parts(melody.time_signature, place, event.duration):
            yield event.onset - place + part.onset, event, part


@cache
def _notes(
    figures: tuple[Figure, ...], pulse: Fraction
) -> frozenset[tuple[Fraction, Fraction]]:
    """Return the (place, length) of each note of the figures that fill a pulse."""
    return frozenset(note for f in figures if sum(f) == pulse for note in places(f))
