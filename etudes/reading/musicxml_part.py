"""One part of a MusicXML score: its staves, each as bars of notes and rests."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from xml.etree.ElementTree import Element

from etudes.errors import InvalidValue
from etudes.melody import Note, Rest
from etudes.reading.page import Page
from etudes.reading.passages import DRUM, RawMeasure, in_a_row, into_passages
from etudes.reading.score import Line
from etudes.theory import MODES, STEPS, Key, Pitch, TimeSignature

MOST_DIVISIONS = 1_000_000
"""Divisions of a crotchet at most; programs write 1 to some ten thousand."""

_FURTHER_STAVES = ("2", "3", "4")
_SUNG_SYLLABLES = 20
_MODE_OF = {mode: mode for mode in MODES} | {"aeolian": "minor"}


def read_staves(
    part: Element, name: str, section_ends: Set[int], endings: Mapping[int, int]
) -> Iterator["Staff"]:
    """Yield the staves of a part, one to four, top to bottom.

    Parameters
    ----------
    section_ends : indices of the measures after which a section ends.
    endings : index of each measure under a bracket, with a number for the bracket.

    Raises
    ------
    InvalidValue
        If a measure cannot be understood; the message names it and the part.
    """
    used = {element.text for element in part.iter("staff")}
    numbers = ["1", *(number for number in _FURTHER_STAVES if number in used)]
    is_drum = part.find(".//unpitched") is not None and part.find(".//pitch") is None
    for number in numbers:
        title = f"{name}, staff {number}" if len(numbers) > 1 else name
        staff = Staff(title, number, is_drum)
        for index, element in enumerate(part.iterfind("measure")):
            try:
                raw = staff.read(element)
            except InvalidValue as error:
                measure = element.get("number", str(index + 1))
                raise InvalidValue(f"measure {measure} of '{name}': {error}") from error
            if index in section_ends or index in endings:
                raw = replace(
                    raw, ends_section=index in section_ends, ending=endings.get(index, 0)
                )
            staff.measures.append(raw)
        yield staff


@dataclass(slots=True)
class _Sounding:
    """A note, chord (its top note) or rest of one voice, in divisions of a crotchet."""

    onset: int
    duration: int
    pitch: Pitch | None
    is_tied: bool
    has_words: bool
    problem: str = ""
    is_chord: bool = False

    def join(self, other: "_Sounding") -> None:
        """Take in another note of the chord and keep the top one."""
        self.is_chord = True
        self.problem = self.problem or other.problem
        if other.pitch and (self.pitch is None or other.pitch.midi > self.pitch.midi):
            self.pitch, self.is_tied = other.pitch, other.is_tied

    def written(self, divisions: int) -> Note | Rest:
        duration = _length(self.duration, divisions)
        return Note(self.pitch, duration, self.is_tied) if self.pitch else Rest(duration)


@dataclass(slots=True)
class Staff:
    """A staff of a part: what it carries from measure to measure, and what was read.

    `key` and `time_signature` are None where they cannot be written here. They are C
    major and 4/4 where the file states none. A drum's strokes are notes without pitch.
    """

    name: str
    number: str = "1"
    is_drum: bool = False
    key: Key | None = field(default_factory=lambda: Key(0, 0))
    time_signature: TimeSignature | None = field(
        default_factory=lambda: TimeSignature(4, 4)
    )
    divisions: int | None = None
    measures: list[RawMeasure] = field(default_factory=list)
    notes: int = 0
    chords: int = 0
    syllables: int = 0
    other_voices: int = 0

    def line(self, page: Page | None) -> Line:
        return Line(
            self.name,
            into_passages(self.measures),
            is_sung=self.syllables > _SUNG_SYLLABLES,
            chord_share=self.chords / self.notes if self.notes else 0.0,
            bars=tuple(self.measures),
            remarks=tuple(self._remarks()),
            page=page,
        )

    def _remarks(self) -> Iterator[str]:
        if self.is_drum:
            yield "a part without pitches: its rhythm was read"
        if self.chords:
            yield "of each chord the top note was read"
        if self.other_voices:
            yield f"{self.other_voices} notes of further voices were not read"

    def read(self, measure: Element) -> RawMeasure:
        """Return the measure, without notes where it cannot be written down."""
        voices: dict[str, list[_Sounding]] = {}
        later: list[Element] = []
        cursor = end = 0
        for element in measure:
            if element.tag == "note":
                cursor = self._add(element, cursor, voices)
            elif element.tag == "backup":
                cursor = max(0, cursor - _number(element, "duration"))
            elif element.tag == "forward":
                cursor += _number(element, "duration")
            elif element.tag == "attributes" and cursor:
                later.append(element)
            elif element.tag == "attributes":
                self._set(element)
            end = max(end, cursor)
        first = min(voices, key=lambda name: (len(name), name), default="")
        raw = self._written(voices.pop(first, []), end)
        self.other_voices += sum(bool(s.pitch) for v in voices.values() for s in v)
        if any(attributes.find("divisions") is not None for attributes in later):
            # counted in two units: too rare to sort out
            raw = replace(raw, notes=(), problem="counted in two kinds of divisions")
        for attributes in later:
            self._set(attributes)
        is_upbeat = measure.get("implicit") == "yes" or measure.get("number") == "0"
        return replace(raw, starts_section=True) if is_upbeat else raw

    def _set(self, attributes: Element) -> None:
        if attributes.find("divisions") is not None:
            self.divisions = _number(attributes, "divisions", 1, MOST_DIVISIONS)
        for element in attributes:
            if element.get("number", self.number) != self.number:
                continue
            if element.tag == "key":
                self.key = _key(element)
            elif element.tag == "time":
                self.time_signature = _time_signature(element)

    def _written(self, voice: list[_Sounding], end: int) -> RawMeasure:
        self.notes += sum(sounding.pitch is not None for sounding in voice)
        self.chords += sum(sounding.is_chord for sounding in voice)
        self.syllables += sum(sounding.has_words for sounding in voice)
        if self.key is None or self.time_signature is None:
            problem = "in free metre" if self.key else "with a key signature of its own"
            return RawMeasure(Key(0, 0), TimeSignature(4, 4), (), problem=problem)
        divisions = self.divisions or 1
        length = _length(end, divisions)
        problem = next((s.problem for s in voice if s.problem), "")
        notes: tuple[Note | Rest, ...] = ()
        if not problem and not any(sounding.pitch for sounding in voice):
            # The rest of a whole bar is often written as a semibreve in any metre.
            full = self.time_signature.measure_duration
            notes = (Rest(min(full, length or full)),)
        elif not problem and self.divisions is None:
            raise InvalidValue("<divisions> was expected before the first note")
        elif not problem:
            placed = ((_length(s.onset, divisions), s.written(divisions)) for s in voice)
            notes = in_a_row(placed, length)
        return RawMeasure(self.key, self.time_signature, notes, problem=problem)

    def _add(self, note: Element, cursor: int, voices: dict[str, list[_Sounding]]) -> int:
        """Put a note of this staff in its voice; return where the next one begins."""
        fields = {child.tag: child for child in note}
        if "grace" in fields:
            return cursor
        duration = _number(note, "duration", least=1)
        is_chord = "chord" in fields
        staff = fields["staff"].text if "staff" in fields else "1"
        if staff == self.number:
            voice = voices.setdefault(note.findtext("voice", "1"), [])
            sounding = self._sounding(note, fields, cursor, duration)
            if is_chord and voice:
                voice[-1].join(sounding)
            else:
                voice.append(sounding)
        return cursor if is_chord else cursor + duration

    def _sounding(
        self, note: Element, fields: Mapping[str, Element], onset: int, duration: int
    ) -> _Sounding:
        pitch, problem = None, ""
        if "pitch" in fields and "cue" not in fields:
            pitch = _pitch(fields["pitch"])
            problem = "" if pitch else "with microtones or triple accidentals"
        elif self.is_drum and "unpitched" in fields:
            pitch = DRUM
        elif "rest" not in fields and "cue" not in fields:
            problem = "with notes that have no pitch"
        return _Sounding(
            onset,
            duration,
            pitch,
            is_tied=any(tie.get("type") == "start" for tie in note.iterfind("tie")),
            has_words="lyric" in fields,
            problem=problem,
        )


def _number(element: Element, tag: str, least: int = 0, most: int = 10**9) -> int:
    text = element.findtext(tag, "")
    number = _whole(text) if len(text) < 20 else None
    if number is None or not least <= number <= most:
        raise InvalidValue(
            f"a whole number from {least} to {most} was expected in <{tag}>, not '{text}'"
        )
    return number


@lru_cache(maxsize=4096)
def _whole(text: str) -> int | None:
    """Return the whole number that a text such as '2', '-1' or '2.0' is."""
    try:
        number = float(text)
        return int(number) if number.is_integer() else None
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def _length(duration: int, divisions: int) -> Fraction:
    return Fraction(duration, 4 * divisions)


def _pitch(element: Element) -> Pitch | None:
    return _spelled(
        element.findtext("step", ""),
        element.findtext("alter", "0"),
        element.findtext("octave", ""),
    )


@lru_cache(maxsize=4096)
def _spelled(step: str, alter: str, octave: str) -> Pitch | None:
    """Return a pitch, or None for a microtone or an alteration beyond double ones."""
    number = _whole(octave)
    if number is None or len(step) != 1 or step not in STEPS:
        raise InvalidValue(
            f"a step A-G and an octave were expected, not '{step}' '{octave}'"
        )
    semitones = _whole(alter)
    if semitones is None or not (-2 <= semitones <= 2 and -1 <= number <= 10):
        return None
    return Pitch(STEPS.index(step), semitones, number)


def _key(element: Element) -> Key | None:
    """Return the key; major where the file does not say, None for a free signature."""
    if element.find("fifths") is None:
        return None
    mode = _MODE_OF.get(element.findtext("mode", "").strip().lower(), "major")
    fifths = _number(element, "fifths", least=-99)
    try:
        return Key.from_fifths(fifths, mode)
    except InvalidValue:
        return None


def _time_signature(element: Element) -> TimeSignature | None:
    """Return the metre; None for a free one and for one that changes from bar to bar."""
    beats = [_whole(part) for part in element.findtext("beats", "").split("+")]
    unit = _whole(element.findtext("beat-type", ""))
    if None in beats or unit is None or len(element.findall("beats")) > 1:
        return None
    try:
        return TimeSignature(sum(beat for beat in beats if beat), unit)
    except InvalidValue:
        return None
