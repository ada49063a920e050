"""Standard MIDI files, format 0, in sounding pitch.

Source: The MIDI Association, Standard MIDI Files 1.0 (RP-001).
"""

from collections.abc import Iterator
from fractions import Fraction

from etudes.errors import InvalidValue
from etudes.item.item import Item, Tempo
from etudes.melody import Melody
from etudes.tables.instruments import Instrument
from etudes.theory import Interval, Key, TimeSignature
from etudes.writing.performance import played, tempo_changes
from etudes.writing.text import printable

TICKS_PER_CROTCHET = 480

_PERCUSSION_CHANNEL = 9
"""Counted from 0; General MIDI has its drums there."""
_SNARE = 38

_TICKS_PER_SEMIBREVE = 4 * TICKS_PER_CROTCHET
_CLOCKS_PER_SEMIBREVE = 96
_MICROSECONDS = 60_000_000
_SLOWEST = 0xFFFFFF


def midi(item: Item, instrument: Instrument) -> bytes:
    """Return the étude as a MIDI file, the same bytes each time.

    Tied notes are one note; signs sound as `etudes.writing.performance` has them. Before a
    pickup the first bar is filled with silence, so that every barline of the file falls
    where the melody has it.

    Raises
    ------
    InvalidValue
        If a length is no whole number of ticks or a pitch lies outside 0 to 127.
    """
    melody = item.melody
    track = [
        (0, _meta(0x03, printable(instrument.label).encode())),
        (0, _tempo(item.tempo, Fraction(1))),
        (0, _meta(0x58, _time_signature(melody.time_signature))),
        (0, _meta(0x59, _key_signature(melody.key, instrument.transposition))),
        (0, bytes((0xC0 | _channel(instrument), instrument.midi_program))),
        *sorted((*_tempo_changes(item), *_notes(item, instrument)), key=_tick_of),
        (_ticks(_silence(melody) + melody.duration), _meta(0x2F, b"")),
    ]
    head = b"".join(number.to_bytes(2, "big") for number in (0, 1, TICKS_PER_CROTCHET))
    return _chunk(b"MThd", head) + _chunk(b"MTrk", _with_deltas(track))


def _tick_of(message: tuple[int, bytes]) -> int:
    return message[0]


def _channel(instrument: Instrument) -> int:
    return _PERCUSSION_CHANNEL if instrument.unpitched else 0


def _notes(item: Item, instrument: Instrument) -> Iterator[tuple[int, bytes]]:
    first = _silence(item.melody)
    channel = _channel(instrument)
    for note in played(item.melody, item.markings):
        number = note.pitch.midi + instrument.transposition.semitones
        if instrument.unpitched:
            number = _SNARE
        if not 0 <= number <= 127:
            raise InvalidValue(f"MIDI holds pitches 0 to 127; {note.pitch} sounds {number}")
        onset = _ticks(first + note.onset)
        yield onset, bytes((0x90 | channel, number, note.velocity))
        # As long as written, for programs read notes out of MIDI, ours too: notes that are
        # shortened as a player does it come back as other values with rests between.
        yield onset + _ticks(note.written), bytes((0x80 | channel, number, 0))


def _tempo_changes(item: Item) -> Iterator[tuple[int, bytes]]:
    first = _silence(item.melody)
    for onset, share in tempo_changes(item.melody, item.markings):
        yield _ticks(first + onset), _tempo(item.tempo, share)


def _silence(melody: Melody) -> Fraction:
    return melody.measures[0].offset


def _ticks(length: Fraction) -> int:
    ticks = length * _TICKS_PER_SEMIBREVE
    if ticks.denominator != 1:
        raise InvalidValue(f"a length of whole ticks was expected, not {ticks} ticks")
    return int(ticks)


def _tempo(tempo: Tempo, share: Fraction) -> bytes:
    crotchets_per_minute = tempo.beats_per_minute * 4 * tempo.beat * share
    microseconds = min(round(_MICROSECONDS / crotchets_per_minute), _SLOWEST)
    return _meta(0x51, microseconds.to_bytes(3, "big"))


def _time_signature(metre: TimeSignature) -> bytes:
    power = metre.denominator.bit_length() - 1
    return bytes((metre.numerator, power, int(metre.beat * _CLOCKS_PER_SEMIBREVE), 8))


def _key_signature(key: Key, transposition: Interval) -> bytes:
    """The sounding key; beyond seven sharps or flats its enharmonic twin."""
    fifths = key.fifths + 7 * transposition.semitones - 12 * transposition.steps
    fifths = fifths - 12 if fifths > 7 else fifths + 12 if fifths < -7 else fifths
    return bytes((fifths % 256, key.mode == "minor"))


def _with_deltas(track: list[tuple[int, bytes]]) -> bytes:
    ticks = [0, *(tick for tick, _ in track)]
    return b"".join(
        _variable_length(tick - before) + message
        for before, (tick, message) in zip(ticks, track, strict=False)
    )


def _meta(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + _variable_length(len(content)) + content


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "big") + content


def _variable_length(number: int) -> bytes:
    """Seven bits a byte, all but the last marked: 0 → 00, 128 → 81 00."""
    last, rest = bytes((number & 0x7F,)), number >> 7
    while rest:
        last, rest = bytes((rest & 0x7F | 0x80,)) + last, rest >> 7
    return last
