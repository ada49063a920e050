"""A reader for standard MIDI files: what sounds, written down.

Each channel of each track is a line of its highest notes, at sounding pitch and spelled
by the key; a key that the file does not state is estimated. Repeats stand as played.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from etudes.errors import InvalidValue
from etudes.melody import Note, Rest
from etudes.reading.files import content, unreadable
from etudes.reading.page import Page
from etudes.reading.passages import (
    DRUM,
    RawMeasure,
    in_a_row,
    into_passages,
    what_was_found,
)
from etudes.reading.played import highest, on_grid
from etudes.reading.score import Line, Provenance, Score
from etudes.reading.smf import File, Sound, parse
from etudes.theory import STEPS, Key, Pitch, TimeSignature
from etudes.theory.tonality import heard_key

MOST_BARS = 3_000
"""Bars of a line that are read at most: a few damaged bytes can ask for millions."""

MOST_LINES = 256

_DRUMS = 9
_STEP_ON_FIFTHS = "FCGDAEB"


def read_midi(path: Path) -> Score:
    """Return the score in a MIDI file, one `Line` for each channel of each track.

    Without a time signature it is read in 4/4.

    Raises
    ------
    UnreadableFile
        If the file is no MIDI file, is broken or too long, or has no bar with notes that
        fills its metre; the message names the file.
    """
    try:
        return _score(parse(content(path)), path.name)
    except InvalidValue as error:
        raise unreadable(path, error) from error


def _score(file: File, source: str) -> Score:
    parts = [
        (track.name or f"Track {number}", channel, sounds, len(track.channels) > 1)
        for number, track in enumerate(file.tracks, 1)
        for channel, sounds in track.channels.items()
    ]
    if len(parts) > MOST_LINES:
        raise InvalidValue(f"at most {MOST_LINES} lines are read, and it has {len(parts)}")
    frame = _frame(file, [sounds for _, channel, sounds, _ in parts if channel != _DRUMS])
    lines = tuple(
        _line(
            f"{name}, channel {channel + 1}" if is_one_of_many else name,
            sounds,
            frame,
            is_drum=channel == _DRUMS,
        )
        for name, channel, sounds, is_one_of_many in parts
    )
    if not any(line.passages for line in lines):
        raise InvalidValue(what_was_found(bar for line in lines for bar in line.bars))
    first = file.tracks[0]
    title = "" if first.channels else first.name
    return Score(Provenance(source, title, licence=file.copyright), lines)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where bars begin, and in which metre and key each is; None cannot be written."""

    metres: tuple[tuple[Fraction, TimeSignature | None], ...]
    keys: tuple[tuple[Fraction, Key | None], ...]
    remarks: tuple[str, ...]

    def bars(
        self, end: Fraction
    ) -> Iterator[tuple[Fraction, Fraction, TimeSignature | None, Key | None]]:
        """Yield onset, end, metre and key of each bar up to an end."""
        onset, metre_onsets = Fraction(0), [change[0] for change in self.metres]
        key_onsets = [change[0] for change in self.keys]
        for _ in range(MOST_BARS):
            if onset >= end:
                return
            now = bisect_right(metre_onsets, onset)
            metre = self.metres[now - 1][1]
            length = metre.measure_duration if metre else Fraction(1)
            border = onset + length
            if now < len(metre_onsets):
                border = min(border, metre_onsets[now])
            key = self.keys[max(bisect_right(key_onsets, onset) - 1, 0)][1]
            yield onset, border, metre, key
            onset = border
        raise InvalidValue(f"at most {MOST_BARS} bars are read, and it has more")


def _frame(file: File, pitched: Sequence[Sequence[Sound]]) -> _Frame:
    metres, keys, remarks = file.metres, file.keys, []
    if not metres or metres[0][0] > 0:
        metres = [(Fraction(0), TimeSignature(4, 4)), *metres]
        remarks.append("the file states no metre at its beginning: read in 4/4")
    if not keys:
        key = heard_key(_sounding(pitched))
        keys = [(Fraction(0), key)]
        remarks.append(f"the file states no key: {key} was estimated")
    return _Frame(tuple(metres), tuple(keys), tuple(remarks))


def _sounding(lines: Sequence[Sequence[Sound]]) -> list[float]:
    """Return how long each pitch class, C to B, sounds in all."""
    lengths = [0.0] * 12
    for sounds in lines:
        for sound in sounds:
            lengths[sound.number % 12] += float(sound.end - sound.onset)
    return lengths


def _line(name: str, sounds: Sequence[Sound], frame: _Frame, is_drum: bool) -> Line:
    heard = list(highest(on_grid(sounds)))
    tune = [sound for sound, _ in heard]
    bars = tuple(_with_pickup(list(_bars(tune, frame, is_drum))))
    chords = sum(is_chord for _, is_chord in heard)
    remarks = list(frame.remarks)
    if is_drum:
        remarks.append("a part without pitches: its rhythm was read")
    elif len(heard) < len(sounds):
        remarks.append(f"of {len(sounds)} notes the {len(heard)} highest were read")
    return Line(
        name,
        into_passages(bars),
        chord_share=chords / max(len(heard), 1),
        bars=bars,
        page=Page(is_sounding=True),
        remarks=tuple(remarks),
    )


def _bars(tune: Sequence[Sound], frame: _Frame, is_drum: bool) -> Iterator[RawMeasure]:
    first = 0
    for onset, end, metre, key in frame.bars(tune[-1].end if tune else Fraction(0)):
        while tune[first].end <= onset:
            first += 1
        if metre is None or key is None:
            problem = "in free metre" if key else "with a key signature of its own"
            yield RawMeasure(Key(0, 0), TimeSignature(4, 4), (), problem=problem)
            continue
        placed = list(_placed(tune, first, onset, end, None if is_drum else key))
        yield RawMeasure(key, metre, in_a_row(placed, end - onset))


def _placed(
    tune: Sequence[Sound], first: int, onset: Fraction, end: Fraction, key: Key | None
) -> Iterator[tuple[Fraction, Note]]:
    """Yield the notes that sound in a bar, cut and tied at its barlines."""
    for place in range(first, len(tune)):
        sound = tune[place]
        if sound.onset >= end:
            return
        begin, stop = max(sound.onset, onset), min(sound.end, end)
        pitch = _spelled(sound.number, key) if key else DRUM
        yield begin - onset, Note(pitch, stop - begin, tied=sound.end > end)


def _with_pickup(bars: list[RawMeasure]) -> list[RawMeasure]:
    """Return the bars with the first one as an upbeat, if it is one.

    MIDI states an upbeat as a first bar in a smaller metre, or as a bar whose first half
    and more is silent; what the upbeat takes is missing in the last bar.
    """
    if len(bars) < 2 or not any(isinstance(note, Note) for note in bars[0].notes):
        return bars
    first, last, metre = bars[0], bars[-1], bars[1].time_signature
    full = metre.measure_duration
    if first.time_signature.measure_duration < full:
        return [replace(first, time_signature=metre), *bars[1:]]
    if not isinstance(first.notes[0], Rest) or first.notes[0].duration < full / 2:
        return bars
    bars[0] = replace(first, notes=first.notes[1:])
    if last.notes and last.notes[-1] == Rest(bars[0].duration):
        bars[-1] = replace(last, notes=last.notes[:-1])
    return bars


def _spelled(number: int, key: Key) -> Pitch:
    """Return a pitch as the key spells it.

    A key spells its scale, the two flats beyond it and three sharps: in C and A minor
    from E flat to G sharp, on the line of fifths.
    """
    lowest = key.fifths - 3
    place = lowest + (7 * number - lowest) % 12
    alter, letter = divmod(place + 1, 7)
    step = STEPS.index(_STEP_ON_FIFTHS[letter])
    return Pitch(step, alter, (number - alter) // 12 - 1)
