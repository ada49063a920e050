"""Which notes carry a fingering: as few as a good publisher prints."""

from collections.abc import Iterator, Sequence

from etudes.melody import Melody, Note
from etudes.tables.instruments import Instrument
from etudes.technique import Stop, technique_of
from etudes.technique.fingerboard import Fingerboard

_FIRST_NOTE_UP_TO = 3
"""The highest level at which a player is shown the finger to begin with."""


def fingers(
    melody: Melody, instrument: Instrument, level: int | None
) -> Iterator[tuple[str, ...]]:
    """Yield, measure by measure, the finger above each note: "0" to "4", or "" for none.

    Bowed strings only. A finger is printed where the player cannot guess it: on the first
    note at low levels, where the hand comes to another position, on a fourth finger in
    place of an open string, and on an extension.

    Parameters
    ----------
    level : the player's; None prints no fingers.
    """
    technique = technique_of(instrument.name)
    printed: Iterator[str] = iter(())
    is_bowed = instrument.family == "strings"
    if level is not None and is_bowed and isinstance(technique, Fingerboard):
        stops = technique.fingering(melody.pitches, level)
        printed = _unexpected(technique, stops, level)
    is_tied_to = False
    for measure in melody.measures:
        row = []
        for note in measure.notes:
            begins = isinstance(note, Note) and not is_tied_to
            row.append(next(printed, "") if begins else "")
            is_tied_to = isinstance(note, Note) and note.tied
        yield tuple(row)


def _unexpected(
    technique: Fingerboard, stops: Sequence[Stop | None], level: int
) -> Iterator[str]:
    position = next(iter(technique.hand.positions))  # where a hand lies unless told
    told: set[Stop] = set()
    for number, stop in enumerate(stops):
        if stop is None:
            yield ""
            continue
        moves = stop.position not in (None, position)
        position = stop.position or position
        reaches = technique.is_unusual(stop) and stop not in told
        first = number == 0 and level <= _FIRST_NOTE_UP_TO
        told.add(stop)
        yield stop.text if first or moves or reaches else ""
