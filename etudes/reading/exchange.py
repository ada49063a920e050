"""A reader for kern and MIDI, through music21.

What music21 gives is read by the same policy as MusicXML: the first voice of each part,
the top note of its chords, no grace notes, and passages as `into_passages` makes them.
MIDI is set to music21's grid (semiquavers and quaver triplets) and spelled by its key.
"""

import contextlib
import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from etudes.errors import InvalidValue
from etudes.melody import Note, Rest
from etudes.reading.files import content, unreadable
from etudes.reading.passages import RawMeasure, in_a_row, into_passages, what_was_found
from etudes.reading.score import Line, Provenance, Score
from etudes.theory import MODES, STEPS, Key, Pitch, TimeSignature

LARGEST_FILE = 5_000_000
MOST_BARS = 3_000
"""Bars of a MIDI file that are read at most: a few damaged bytes can ask for a hundred
million, and music21 would lay them all out."""

_SUNG_SYLLABLES = 20
_SECTION_BARLINES = {"double", "final", "heavy-light", "heavy-heavy"}
_STEP_ON_FIFTHS = "FCGDAEB"


def read_through_music21(path: Path) -> Score:
    """Return the score in a kern (`.krn`) or MIDI (`.mid`, `.midi`) file, by parts.

    A MIDI file that states no key is taken as C major, one without metre as 4/4.

    Raises
    ------
    UnreadableFile
        If the file is neither, is broken or too long, or has no bar with notes that
        fills its metre; the message names the file.
    """
    is_midi = path.suffix.lower() in (".mid", ".midi")
    stream = _stream(path, is_midi)
    try:
        score = _score(stream, path.name, is_midi)
    except Exception as error:  # music21 computes much on access, and raises anything
        raise unreadable(
            path, f"notes that can be written down were expected: {error}"
        ) from error
    if not any(line.passages for line in score.lines):
        raise unreadable(path, what_was_found(bar for s in score.lines for bar in s.bars))
    return score


def _stream(path: Path, is_midi: bool) -> Any:
    data = content(path, LARGEST_FILE)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            return _midi_stream(data) if is_midi else _kern_stream(data)
    except Exception as error:  # on broken files music21 raises whatever comes first
        kind = "MIDI" if is_midi else "kern"
        reason = str(error) or type(error).__name__
        raise unreadable(
            path,
            f"{kind} was expected, and reading failed: {reason}; export the file again",
        ) from error


def _kern_stream(data: bytes) -> Any:
    from music21 import converter

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "**kern" not in text:
        raise InvalidValue("there is no **kern spine")
    return converter.parseData(text, format="humdrum")


def _midi_stream(data: bytes) -> Any:
    from music21 import midi

    file = midi.MidiFile()
    file.readstr(data)
    bars = _bars(file, midi.MetaEvents.TIME_SIGNATURE)
    if bars > MOST_BARS:
        raise InvalidValue(f"it has {int(bars)} bars, and at most {MOST_BARS} are read")
    return midi.translate.midiFileToStream(file)


def _bars(file: Any, time_signature_event: Any) -> Fraction:
    """Return how many bars the longest track of a MIDI file has."""
    changes = [(0, TimeSignature(4, 4))]
    end = 0
    for track in file.tracks:
        tick = 0
        for event in track.events:
            if event.type == "DeltaTime":
                tick += event.time
            elif event.type == time_signature_event:
                metre = TimeSignature(event.data[0], 2 ** min(event.data[1], 6))
                changes.append((tick, metre))
        end = max(end, tick)
    changes.sort(key=lambda change: change[0])
    borders = [*(tick for tick, _ in changes[1:]), end]
    return sum(
        (
            Fraction(until - since, 4 * file.ticksPerQuarterNote) / metre.measure_duration
            for (since, metre), until in zip(changes, borders, strict=True)
        ),
        Fraction(0),
    )


def _score(stream: Any, source: str, is_midi: bool) -> Score:
    metadata = stream.metadata
    lines = tuple(
        _line(part, part.partName or f"Part {number}", is_midi)
        for number, part in enumerate(stream.parts, 1)
    )
    if metadata is None:
        return Score(Provenance(source), lines)
    texts = [metadata.title, metadata.composer, metadata.copyright]
    title, composer, licence = (" ".join(str(text or "").split()) for text in texts)
    return Score(Provenance(source, title, composer, licence=licence), lines)


def _line(part: Any, name: str, is_midi: bool) -> Line:
    reader = _PartReader(is_midi)
    measures = list(part.getElementsByClass("Measure"))
    ends = set(_section_ends(measures))
    raw = [
        replace(reader.read(measure), ends_section=index in ends)
        for index, measure in enumerate(measures)
    ]
    raw = _with_pickup(raw) if is_midi else raw
    return Line(
        name,
        into_passages(raw),
        is_sung=reader.syllables > _SUNG_SYLLABLES,
        chord_share=reader.chords / reader.notes if reader.notes else 0.0,
        bars=tuple(raw),
    )


def _with_pickup(measures: list[RawMeasure]) -> list[RawMeasure]:
    """Give a first bar in a smaller metre the next one's: so MIDI states a pickup."""
    metres = [measure.time_signature for measure in measures[:2]]
    if len(metres) == 2 and metres[0].measure_duration < metres[1].measure_duration:
        return [replace(measures[0], time_signature=metres[1]), *measures[1:]]
    return measures


def _section_ends(measures: Iterable[Any]) -> Iterator[int]:
    """Yield the index of each measure after which a section ends."""
    for index, measure in enumerate(measures):
        for barline in measure.getElementsByClass("Barline"):
            if "Repeat" in barline.classes or barline.type in _SECTION_BARLINES:
                yield index if barline.offset > 0 else index - 1


@dataclass(slots=True)
class _PartReader:
    """What one part carries from measure to measure, and what is counted on the way.

    `key` and `time_signature` are None where they cannot be written here.
    """

    is_midi: bool
    key: Key | None = field(default_factory=lambda: Key(0, 0))
    time_signature: TimeSignature | None = field(
        default_factory=lambda: TimeSignature(4, 4)
    )
    notes: int = 0
    chords: int = 0
    syllables: int = 0

    def read(self, measure: Any) -> RawMeasure:
        """Return the measure, without notes where it cannot be written down."""
        signatures = list(measure.getElementsByClass(["KeySignature", "TimeSignature"]))
        self._set(element for element in signatures if element.offset == 0)
        raw = self._written(list((measure.voices.first() or measure).notesAndRests))
        self._set(element for element in signatures if element.offset > 0)
        return raw

    def _set(self, signatures: Iterable[Any]) -> None:
        for signature in signatures:
            if "TimeSignature" in signature.classes:
                self.time_signature = _time_signature(signature)
            elif "Key" in signature.classes or not self._has_signature(signature.sharps):
                self.key = _key(signature)

    def _has_signature(self, sharps: int) -> bool:
        """Kern states signature and key apart; the key knows the mode."""
        return self.key is not None and self.key.fifths == sharps

    def _written(self, elements: list[Any]) -> RawMeasure:
        if self.key is None or self.time_signature is None:
            return RawMeasure(Key(0, 0), TimeSignature(4, 4), ())
        sounding = [e for e in elements if not e.duration.isGrace and e.quarterLength > 0]
        self.notes += sum(bool(e.isNote or e.isChord) for e in sounding)
        self.chords += sum(bool(e.isChord) for e in sounding)
        self.syllables += sum(bool(getattr(e, "lyrics", None)) for e in sounding)
        notes: tuple[Note | Rest, ...] = (Rest(self.time_signature.measure_duration),)
        if sounding:
            try:
                notes = in_a_row(self._placed(sounding, self.key), Fraction(0))
            except InvalidValue:  # a microtone, a drum, a triple sharp
                notes = ()
        return RawMeasure(self.key, self.time_signature, notes)

    def _placed(
        self, elements: list[Any], key: Key
    ) -> Iterator[tuple[Fraction, Note | Rest]]:
        for element in elements:
            onset, duration = (_length(x) for x in (element.offset, element.quarterLength))
            if element.isRest:
                yield onset, Rest(duration)
                continue
            tones = [tone for tone in getattr(element, "notes", [element]) if tone.isNote]
            if not tones:
                raise InvalidValue("a pitch was expected, and this note has none")
            top = max(tones, key=lambda tone: tone.pitch.ps)
            is_tied = top.tie is not None and top.tie.type in ("start", "continue")
            yield (
                onset,
                Note(_pitch(top.pitch, key if self.is_midi else None), duration, is_tied),
            )


def _length(crotchets: Any) -> Fraction:
    return Fraction(crotchets) / 4


def _pitch(pitch: Any, key: Key | None) -> Pitch:
    """Return a pitch as spelled, or as the key spells it.

    A key spells its scale, the two flats beyond it and three sharps: in C and A minor
    from E flat to G sharp, on the line of fifths.
    """
    if key is not None:
        lowest = key.fifths - 3
        place = lowest + (7 * pitch.midi - lowest) % 12
        alter, letter = divmod(place + 1, 7)
        step = STEPS.index(_STEP_ON_FIFTHS[letter])
        return Pitch(step, alter, (pitch.midi - alter) // 12 - 1)
    if pitch.alter != int(pitch.alter):
        raise InvalidValue(f"{pitch} is a microtone")
    return Pitch(STEPS.index(pitch.step), int(pitch.alter), pitch.implicitOctave)


def _key(signature: Any) -> Key | None:
    mode = getattr(signature, "mode", None)
    try:
        return Key.from_fifths(signature.sharps, mode if mode in MODES else "major")
    except InvalidValue:
        return None


def _time_signature(signature: Any) -> TimeSignature | None:
    try:
        return TimeSignature(signature.numerator, signature.denominator)
    except InvalidValue:
        return None
