"""The bars of a file as melodies that rules can be asked about.

A rule speaks of a melody, and a melody's bars fill. So that a wrong bar does not hide
what else is wrong, it is made to fill, and its lengths are not judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from etudes.checking.fault import beat_at
from etudes.melody import Event, Melody
from etudes.reading import Line
from etudes.reading.passages import RawMeasure, numbered_passages


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bars in a row that make a melody.

    `numbers` are the bars' as printed, `mended` those that did not fill. `opens` and
    `closes` say that nothing precedes and nothing follows.
    """

    melody: Melody
    numbers: tuple[int, ...]
    mended: frozenset[int]
    opens: bool
    closes: bool

    def place(self, event: Event) -> tuple[int, Fraction]:
        """Return the bar and the beat on which an event begins."""
        metre = self.melody.time_signature
        bar, place = divmod(event.onset, metre.measure_duration)
        return self.numbers[int(bar) + bool(self.melody.pickup)], beat_at(place, metre)

    def is_mended(self, event: Event) -> bool:
        """Tell whether an event touches a bar whose lengths are not the file's."""
        full = self.melody.time_signature.measure_duration
        first = int(event.onset // full) + bool(self.melody.pickup)
        last = -int(-(event.onset + event.duration) // full) + bool(self.melody.pickup)
        return not self.mended.isdisjoint(self.numbers[first:last])


def numbered(line: Line) -> Line:
    """Return the line with its bars numbered, 0 for an upbeat, 1 for the first full one;
    a bar in which nothing is written has no notes, not a rest."""
    marks = line.page.marks if line.page else ()
    empty = {mark.bar for mark in marks if mark.kind == "empty bar"}
    first = 0 if has_pickup(line.bars) else 1
    return replace(
        line,
        bars=tuple(
            replace(bar, number=first + i, notes=() if i in empty else bar.notes)
            for i, bar in enumerate(line.bars)
        ),
    )


def has_pickup(bars: Sequence[RawMeasure]) -> bool:
    """Tell whether the first bar is an upbeat: the file says so, or the last bar completes
    it, or it is no more than half a bar."""
    first, *others = bars
    if not first.is_short or not others:
        return False
    full = first.time_signature.measure_duration
    completed = first.duration + others[-1].duration == full
    return first.starts_section or completed or 2 * first.duration <= full


def wrong_length(bars: Sequence[RawMeasure], index: int) -> Fraction:
    """Return by how much a bar is too long, negative if too short; 0 for one that fills.

    An upbeat and a short bar that completes it are in order, and so are two halves on both
    sides of a repeat.
    """
    bar = bars[index]
    full = bar.time_signature.measure_duration
    pickup = bars[0].duration if has_pickup(bars) else Fraction(0)
    if not bar.notes or (index == 0 and pickup):
        return Fraction(0)
    is_last = index == len(bars) - 1
    due = full - pickup if is_last else full
    if bar.is_short and (bar.ends_section and bar.duration + pickup == full):
        return Fraction(0)
    neighbours = (*bars[max(0, index - 1) : index], *bars[index + 1 : index + 2])
    at_border = bar.ends_section or bar.starts_section or bars[index - 1].ends_section
    if at_border and any(bar.duration + other.duration == full for other in neighbours):
        return Fraction(0)
    return bar.duration - due


def stretches(bars: Sequence[RawMeasure]) -> tuple[Stretch, ...]:
    """Return the melodies of numbered bars, in order."""
    wrong = {bar.number for i, bar in enumerate(bars) if wrong_length(bars, i)}
    filled = [_filled(bar) if bar.number in wrong else bar for bar in bars]
    return tuple(
        Stretch(
            melody,
            numbers,
            frozenset(wrong & set(numbers)),
            opens=numbers[0] == bars[0].number,
            closes=numbers[-1] == bars[-1].number,
        )
        for numbers, melody in numbered_passages(filled)
    )


def _filled(bar: RawMeasure) -> RawMeasure:
    """Return the bar made to fill, by equal lengths for all that it holds."""
    share = bar.time_signature.measure_duration / len(bar.notes)
    return replace(bar, notes=tuple(replace(note, duration=share) for note in bar.notes))
