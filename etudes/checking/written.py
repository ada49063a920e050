"""A line as the player takes it: in the instrument's written pitch, in a key with a mode.

MIDI has sounding pitches, and many programs write a signature that leaves open whether it
is major or minor.
"""

from dataclasses import replace

from etudes.checking.standard import Standard
from etudes.corpus.modes import with_heard_mode
from etudes.errors import InvalidValue
from etudes.melody import Note
from etudes.reading import Line
from etudes.reading.passages import RawMeasure
from etudes.theory import Interval, Key, Pitch


def as_written(line: Line, standard: Standard) -> Line:
    """Return the line in the instrument's written pitch; one that is written already, as
    it is."""
    if line.page is None or not line.page.is_sounding or not line.bars:
        return line
    up = _to_written(line.bars[0].key, standard)
    return replace(line, bars=tuple(_transposed(bar, up) for bar in line.bars))


def with_mode(line: Line) -> Line:
    """Return the line in major or minor, as it is heard where its page leaves that open."""
    if line.page is None or line.page.states_mode or not line.passages:
        return line
    mode = with_heard_mode(line.passages[-1]).key.mode
    bars = (replace(bar, key=Key.from_fifths(bar.key.fifths, mode)) for bar in line.bars)
    return replace(line, bars=tuple(bars))


def _to_written(key: Key, standard: Standard) -> Interval:
    """Return the interval from sounding to written pitch, spelled so that the key is one
    that the instrument has, if it can be."""
    plain = -standard.instrument.transposition
    ways = [Interval(plain.steps + n, plain.semitones) for n in (0, 1, -1)]
    keys = {way: _moved_key(key, way) for way in ways}
    fitting = [way for way, moved in keys.items() if moved in standard.keys]
    possible = [way for way, moved in keys.items() if moved is not None]
    return (fitting or possible)[0]


def _moved_key(key: Key, interval: Interval) -> Key | None:
    try:
        tonic = Pitch(key.step, key.alter, 4).transposed(interval)
        return Key(tonic.step, tonic.alter, key.mode)
    except InvalidValue:
        return None


def _transposed(bar: RawMeasure, interval: Interval) -> RawMeasure:
    try:
        notes = tuple(
            replace(note, pitch=note.pitch.transposed(interval))
            if isinstance(note, Note)
            else note
            for note in bar.notes
        )
    except InvalidValue:  # beyond a double accidental
        notes = ()
    return replace(bar, key=_moved_key(bar.key, interval) or bar.key, notes=notes)
