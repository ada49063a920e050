"""A whole answer that is too high or too low: another octave, another key, another clef."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from etudes.assessment.alignment import Alignment, align, notes_of
from etudes.errors import InvalidValue
from etudes.melody import Event
from etudes.theory import Interval, Key, Pitch

_FEWEST_NOTES = 3
_MOST_GUESSES = 3
_COST = Fraction(1)
"""What a displacement costs beside the notes: as much as a note left out."""

_COST_OF_CLEF = Fraction(5, 4)

_MOSTLY = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Displacement:
    """From the truth to the answer: by an interval, or by steps of the answer's scale.

    With `in_scale` only the steps of the interval mean something, as after a mistaken clef.
    """

    interval: Interval
    in_scale: bool = False


def displacement_of(
    truth: Sequence[Event], answer: Sequence[Event], key: Key
) -> tuple[Displacement | None, tuple[Event, ...]]:
    """Return by how much the whole answer is displaced, and the answer put right.

    None where the notes as they stand are explained as well; `key` is the answer's.

    Examples
    --------
    >>> def line(text):
    ...     return [Event(Fraction(n, 4), Fraction(1, 4), Pitch.parse(name))
    ...             for n, name in enumerate(text.split())]
    >>> found, _ = displacement_of(
    ...     line("C4 E4 G4 C5 G4 C4"), line("D4 F#4 A4 D5 A4 D4"), Key(0, 0))
    >>> found.interval.name
    'major second'
    """
    best: tuple[Displacement | None, tuple[Event, ...]] = (None, tuple(answer))
    least = align(truth, answer).distance
    if min(len(notes_of(truth)), len(notes_of(answer))) < _FEWEST_NOTES:
        return best
    for displacement, moved in _guesses(truth, answer, key):
        cost = _COST_OF_CLEF if displacement.in_scale else _COST
        found = align(truth, moved)
        if found.distance + cost < least and _is_mostly_in_tune(found):
            least, best = found.distance + cost, (displacement, moved)
    return best


def _is_mostly_in_tune(alignment: Alignment) -> bool:
    matched = [pair for pair in alignment.pairs if pair.truth and pair.answer]
    return sum(pair.is_in_tune for pair in matched) >= _MOSTLY * max(len(matched), 1)


def _guesses(
    truth: Sequence[Event], answer: Sequence[Event], key: Key
) -> Iterator[tuple[Displacement, tuple[Event, ...]]]:
    intervals = _between(truth, answer)
    for interval, _ in intervals.most_common(_MOST_GUESSES):
        if interval != Interval(0, 0):
            moved = _moved(answer, partial(Pitch.transposed, interval=-interval))
            if moved:
                yield Displacement(interval), moved
    steps = Counter[int]()
    for interval, count in intervals.items():
        steps[interval.steps] += count
    for step, _ in steps.most_common(_MOST_GUESSES):
        if step:
            moved = _moved(answer, partial(_along_scale, steps=-step, key=key))
            if moved:
                yield Displacement(Interval(step, 0), in_scale=True), moved


def _between(truth: Sequence[Event], answer: Sequence[Event]) -> Counter[Interval]:
    """Count the intervals between the notes, paired from the front and from the back."""
    true = [event.pitch for event in truth if event.pitch]
    written = [event.pitch for event in answer if event.pitch]
    pairs = [*zip(true, written, strict=False)]
    pairs += zip(reversed(true), reversed(written), strict=False)
    return Counter(one.interval_to(other) for one, other in pairs)


def _moved(
    events: Sequence[Event], move: Callable[[Pitch], Pitch]
) -> tuple[Event, ...] | None:
    """Return the events with their pitches moved; None where one cannot be written."""
    try:
        return tuple(
            replace(event, pitch=move(event.pitch)) if event.pitch else event
            for event in events
        )
    except InvalidValue:
        return None


def _along_scale(pitch: Pitch, steps: int, key: Key) -> Pitch:
    octave, step = divmod(pitch.staff_position + steps, 7)
    accidental = pitch.alter - key.signature_alter(pitch.step)
    return Pitch(step, key.signature_alter(step) + accidental, octave)
