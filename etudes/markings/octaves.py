"""Octave lines over what lies high above the staff."""

from collections.abc import Iterator

from etudes.markings.line import Line, Sound
from etudes.markings.markings import Span
from etudes.markings.tables import table
from etudes.tables.signs import is_allowed
from etudes.theory import Pitch

_TOP_LINES = {
    "treble": "F5",
    "treble_8": "F4",
    "treble^8": "F6",
    "bass": "A3",
}


def octaves(line: Line) -> tuple[Span, ...]:
    """Return where the notes are printed an octave lower under an 8va."""
    row = table("octaves")["reading"]
    reads = line.player.family in row["families"] or line.player.name in row["instruments"]
    top = _TOP_LINES.get(line.player.clef)
    if not reads or top is None or not is_allowed("octave line", line.level):
        return ()
    highest = Pitch.parse(top).staff_position + 2 * row["lines"] + 1
    return tuple(
        Span(run[0].first, run[-1].last, "octave up")
        for run in _runs(line, highest)
        if len(run) >= row["notes"]
    )


def _runs(line: Line, highest: int) -> Iterator[list[Sound]]:
    """Yield the stretches of notes above a place on the staff."""
    run: list[Sound] = []
    for note in line.notes:
        if note.pitch and note.pitch.staff_position > highest:
            run.append(note)
        elif run:
            yield run
            run = []
    if run:
        yield run
