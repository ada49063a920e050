"""Features in a teacher's words, with the bar where they are first met."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from etudes.difficulty.descriptors import (
    Descriptors,
    crosses_barline,
    hides_stronger_place,
    is_dotted,
    is_outside,
    is_tuplet,
)
from etudes.melody import Event, Melody
from etudes.theory import TimeSignature, indefinite

Passages = Sequence[Melody]
Placed = tuple[int, Event, Melody]
"""A bar number, as printed, and what begins in it."""

_INTERVALS = (
    *("unison", "second", "third", "fourth", "fifth", "sixth", "seventh", "octave"),
    *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
)
_VALUES = {
    Fraction(1): "semibreves",
    Fraction(1, 2): "minims",
    Fraction(1, 4): "crotchets",
    Fraction(1, 8): "quavers",
    Fraction(1, 16): "semiquavers",
    Fraction(1, 32): "demisemiquavers",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(feature: str, descriptors: Descriptors, passages: Passages) -> str:
    """Return what is hard about a feature of this music: "leap of a sixth in bar 3"."""
    return _WORDS[feature](descriptors, passages)


def placed(passages: Passages) -> Iterator[Placed]:
    """Yield every event with its bar, counted through all passages; a pickup is bar 0."""
    before = 0
    for passage in passages:
        full = passage.time_signature.measure_duration
        for event in passage.events():
            yield before + int(event.onset // full) + 1, event, passage
        before += passage.full_measures


def interval_name(steps: int) -> str:
    """Return the name of an interval of so many steps: "sixth" for 5."""
    steps = abs(steps)
    if steps < len(_INTERVALS):
        return _INTERVALS[steps]
    return f"{steps + 1}th"


def _first(passages: Passages, holds: Callable[[Event, Melody], bool]) -> str:
    """Say in which bar the first note is that a claim holds for."""
    notes = (each for each in placed(passages) if each[1].pitch is not None)
    bars = [bar for bar, event, passage in notes if holds(event, passage)]
    return f"first in bar {bars[0]}" if bars else ""


def _range(_: Descriptors, passages: Passages) -> str:
    every = sorted(
        (pitch for passage in passages for pitch in passage.pitches), key=lambda p: p.midi
    )
    name = interval_name(every[0].interval_to(every[-1]).steps)
    return f"range of {indefinite(name)}, {every[0]} to {every[-1]}"


def _leap(_: Descriptors, passages: Passages) -> str:
    sounding = [(bar, event.pitch) for bar, event, _ in placed(passages) if event.pitch]
    widest = max(pairwise(sounding), key=lambda two: abs(two[1][1].midi - two[0][1].midi))
    (_before, low), (bar, high) = widest
    name = interval_name(low.interval_to(high).steps)
    return f"leap of {indefinite(name)} in bar {bar} ({low} to {high})"


def _outside(descriptors: Descriptors, passages: Passages) -> str:
    count = round(descriptors.outside * descriptors.notes)
    first = _first(passages, _is_outside)
    return f"{_count(count, 'note')} outside the key signature, {first}"


def _quickness(descriptors: Descriptors, passages: Passages) -> str:
    shortest = min(e.duration for _, e, _ in placed(passages) if e.pitch is not None)
    if is_tuplet(shortest):
        name = "triplets"
    else:
        name = _VALUES.get(shortest, f"notes of {shortest}")
        if descriptors.tuplets:
            name += " and triplets"
    first = _first(passages, lambda event, _: event.duration == shortest)
    return f"{name}, {first}"


def _of_notes(
    name: str, share: str, holds: Callable[[Event, Melody], bool]
) -> Callable[[Descriptors, Passages], str]:
    def words(descriptors: Descriptors, passages: Passages) -> str:
        count = round(getattr(descriptors, share) * descriptors.notes)
        return f"{_count(count, name)}, {_first(passages, holds)}"

    return words


def _in_bar(
    holds: Callable[[Fraction, Fraction, TimeSignature], bool],
) -> Callable[[Event, Melody], bool]:
    """Return a claim about place, length and metre as one about a note of a melody."""

    def claim(event: Event, passage: Melody) -> bool:
        metre = passage.time_signature
        return holds(event.onset % metre.measure_duration, event.duration, metre)

    return claim


def _is_outside(event: Event, passage: Melody) -> bool:
    return event.pitch is not None and is_outside(event.pitch, passage.key)


def _rests(_: Descriptors, passages: Passages) -> str:
    bars = [bar for bar, event, _ in placed(passages) if event.pitch is None]
    return f"{_count(len(bars), 'rest')}, first in bar {bars[0]}"


_WORDS: dict[str, Callable[[Descriptors, Passages], str]] = {
    "pitch_entropy": lambda d, p: (
        f"{len({pitch for passage in p for pitch in passage.pitches})} different notes, "
        f"hard to foresee ({d.pitch_entropy:.1f} bits)"
    ),
    "ambitus": _range,
    "interval_sd": lambda d, _: (
        f"steps and leaps mixed (spread of {d.interval_sd:.1f} semitones)"
    ),
    "interval_entropy": lambda d, _: (
        f"many different intervals ({d.interval_entropy:.1f} bits)"
    ),
    "largest_leap": _leap,
    "outside": _outside,
    "atonalness": lambda d, _: f"no clear key (fit {d.tonalness:.2f})",
    "quickness": _quickness,
    "density": lambda d, _: f"{d.density:.1f} notes a crotchet",
    "rhythm_entropy": lambda d, _: f"{_count(d.values, 'note length')}, often changing",
    "syncopated": _of_notes("syncopated note", "syncopated", _in_bar(hides_stronger_place)),
    "tuplets": _of_notes(
        "tuplet note", "tuplets", lambda event, _: is_tuplet(event.duration)
    ),
    "dotted": _of_notes("dotted note", "dotted", _in_bar(is_dotted)),
    "tied": _of_notes("tie over a barline", "tied", _in_bar(crosses_barline)),
    "rests": _rests,
    "length": lambda d, _: f"{_count(d.measures, 'bar')} with {_count(d.notes, 'note')}",
    "metre": lambda d, _: f"{d.metre} time",
    "metres": lambda d, _: f"the metre changes ({d.metres} metres)",
    "signature": lambda d, _: f"{_count(d.signature, 'sharp or flat')} in the signature",
    "key_level": lambda d, _: (
        f"a key first met at level {d.key_level}"
        if d.key_level < 9
        else "a key beyond the instrument's usual ones"
    ),
    "tessitura": lambda d, _: (
        f"{d.tessitura:.0%} of the notes outside the comfortable range"
    ),
    "technique": lambda d, _: f"demands on technique ({d.technique:.2f} a note)",
    "pace": lambda d, _: f"{d.pace:.1f} notes a second",
}


def _count(count: int, name: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    head, _, tail = name.partition(" ")
    if count == 1:
        return f"{number} {name}"
    plural = f"{head}s {tail}".strip() if head in ("tie",) else f"{name}s"
    return f"{number} {plural.replace('sharp or flats', 'sharps or flats')}"
