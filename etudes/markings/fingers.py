"""Fingers, strings and positions: as few as a good publisher prints."""

from collections.abc import Collection, Iterator, Sequence

from etudes.markings.line import Line, Sound
from etudes.markings.markings import Mark
from etudes.markings.tables import table
from etudes.technique import Stop, technique_of
from etudes.technique.fingerboard import Fingerboard

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_OF_A_HAND = 5


def fingers(line: Line) -> tuple[Mark, ...]:
    """Return the fingers of a line, and the strings and positions that they leave open.

    Bowed strings: the first note at low levels, where the hand comes to another position, a
    fourth finger in place of an open string, an extension. A position has its name where
    the level is the first to have it, a string its numeral where the finger could stand on
    two. Keyboards: the first note.
    """
    if not line.notes:
        return ()
    technique = technique_of(line.player.name)
    if line.player.family == "strings" and isinstance(technique, Fingerboard):
        stops = technique.fingering(line.melody.pitches, line.level.number)
        return tuple(_unexpected(line, technique, stops))
    first = table("fingers")["first"]["keyboard"]
    is_hand = line.player.name in table("fingers")["hands"]["instruments"]
    if is_hand and line.level.number <= first:
        return (Mark(line.notes[0].first, "finger", str(first_of_hand(line))),)
    return ()


def first_of_hand(line: Line) -> int:
    """Return the finger, 1 to 5, that begins a line on a keyboard.

    The hand lies over five neighbouring keys, over as many of the first notes as it can: a
    right hand with the thumb on the lowest of them, a left hand, in a bass clef, with the
    little finger.
    """
    steps = [note.pitch.staff_position for note in line.notes if note.pitch]
    low = high = steps[0]
    for step in steps:
        if max(high, step) - min(low, step) >= _OF_A_HAND:
            break
        low, high = min(low, step), max(high, step)
    above = steps[0] - low
    return _OF_A_HAND - above if line.player.clef.startswith("bass") else 1 + above


def _unexpected(
    line: Line, technique: Fingerboard, stops: Sequence[Stop | None]
) -> Iterator[Mark]:
    position = next(iter(technique.hand.positions))  # where a hand lies unless told
    told: set[Stop] = set()
    named: set[str] = set()
    last_told = table("fingers")["first"]["strings"]
    for number, (note, stop) in enumerate(zip(line.notes, stops, strict=True)):
        if stop is None:
            continue
        moves = stop.position not in (None, position)
        position = stop.position or position
        reaches = technique.is_unusual(stop) and stop not in told
        first = number == 0 and line.level.number <= last_told
        told.add(stop)
        if first or moves or reaches:
            yield Mark(note.first, "finger", stop.text)
        if moves:
            yield from _where(line, technique, note, stop, named)
            named.add(position)


def _where(
    line: Line, technique: Fingerboard, note: Sound, stop: Stop, named: Collection[str]
) -> Iterator[Mark]:
    demand = technique.demands.get(stop.position or "")
    is_new = demand is not None and demand.level == line.level.number > 1
    if is_new and stop.position and stop.position not in named:
        yield Mark(note.first, "position", _short(stop.position))
    others = {way.string for way in technique.ways(stop.pitch) if way.finger == stop.finger}
    if len(others) > 1:
        yield Mark(note.first, "string", _ROMAN[stop.string - 1])


def _short(position: str) -> str:
    """Return "3rd pos." for "third position"."""
    ordinals = {"first": "1st", "second": "2nd", "third": "3rd", "half": "half"}
    name = position.removesuffix(" position")
    later = {"fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th"}
    return f"{(ordinals | later).get(name, name)} pos."
