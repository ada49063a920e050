"""A reader for MusicXML, plain (`.musicxml`, `.xml`) and packed (`.mxl`).

Read are the first voice on the first staff of each part and the top note of its chords,
at written pitch. Grace notes are skipped, cue notes are silence, and repeats are not
played out. It is ten times as fast as music21, which matters for whole collections.

The format: https://www.w3.org/2021/06/musicxml40/
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from etudes.errors import InvalidValue, UnreadableFile
from etudes.melody import Note, Rest
from etudes.reading.passages import RawMeasure, in_a_row, into_passages
from etudes.reading.score import Line, Provenance, Score
from etudes.theory import MODES, STEPS, Key, Pitch, TimeSignature

LARGEST_FILE = 50_000_000
"""Bytes of XML that are read at most, unpacked; the longest quartets have 20 million."""

_INDENTATION = re.compile(rb"\n[ \t]+<")
_SUNG_SYLLABLES = 20
_SECTION_BARLINES = {"light-light", "light-heavy", "heavy-light", "heavy-heavy"}
_MODE_OF = {mode: mode for mode in MODES} | {"aeolian": "minor"}


def read_musicxml(path: Path) -> Score:
    """Return the score in a MusicXML file, one `Line` for each part.

    Passages follow `into_passages`. A line is sung where more than twenty syllables
    stand under it. A part without pitches gives a line without passages.

    Raises
    ------
    UnreadableFile
        If the file is no MusicXML, is broken, or has no bar with notes that fills its
        metre; the message names the file and the place.
    """
    try:
        return _score(_parsed(_xml_text(path)), path.name)
    except InvalidValue as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _xml_text(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = _within_limit(file.read(LARGEST_FILE + 1))
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {error.strerror}") from error
    is_packed = data.startswith(b"PK") or path.suffix.lower() == ".mxl"
    return _unpacked(data) if is_packed else data


def _within_limit(data: bytes) -> bytes:
    if len(data) > LARGEST_FILE:
        raise InvalidValue(
            f"a score of at most {LARGEST_FILE // 10**6} MB was expected, and this is "
            "larger; split it"
        )
    return data


def _unpacked(data: bytes) -> bytes:
    """Return the score that the container of a packed file names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            container = _parsed(_member(archive, "META-INF/container.xml"))
            rootfile = container.find(".//{*}rootfile")
            name = rootfile.get("full-path") if rootfile is not None else None
            if not name:
                raise InvalidValue("META-INF/container.xml names no score; export it again")
            return _member(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue(
            f"a packed score (.mxl, a zip archive) was expected, and unpacking failed: "
            f"{error}; export it again"
        ) from error


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return _within_limit(member.read(LARGEST_FILE + 1))
    except KeyError as error:
        raise InvalidValue(
            f"a packed score holds '{name}', and this archive does not; export it again"
        ) from error


def _parsed(data: bytes) -> Element:
    # An entity can unfold to gigabytes, and MusicXML needs none; the zeros of UTF-16
    # must not hide one.
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise InvalidValue("MusicXML without entities was expected; export it again")
    # Indentation would be gathered text by text, which doubles the time for long scores.
    data = _INDENTATION.sub(b"\n<", data)
    try:
        return ElementTree.fromstring(data)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise InvalidValue(f"XML was expected: {error}; export the score again") from error


def _score(root: Element, source: str) -> Score:
    if root.tag != "score-partwise":
        raise InvalidValue(
            f"a MusicXML score with the root 'score-partwise' was expected, not "
            f"'{root.tag}'; export it again"
        )
    parts = root.findall("part")
    if not parts:
        raise InvalidValue("a score with at least one part was expected; this has none")
    names = _part_names(root)
    # Gathered over all parts, as some programs write repeats and endings only in one.
    section_ends = {index for part in parts for index in _section_ends(part)}
    endings = dict(found for part in parts for found in _endings(part))
    lines = tuple(
        _line(
            part, names.get(part.get("id", "")) or f"Part {number}", section_ends, endings
        )
        for number, part in enumerate(parts, 1)
    )
    if not any(line.passages for line in lines):
        raise InvalidValue(
            "a bar with notes that fills its metre was expected; there is none in any part"
        )
    return Score(_provenance(root, source), lines)


def _provenance(root: Element, source: str) -> Provenance:
    titles = [_text(root, "work/work-title"), _text(root, "movement-title")]
    if not any(titles):
        credits = {
            _text(e, "credit-type"): _text(e, "credit-words") for e in root.iter("credit")
        }
        titles = [credits.get("title") or next(iter(credits.values()), "")]
    composer = _text(root, "identification/creator[@type='composer']")
    rights = [_squeezed(e.text) for e in root.iterfind("identification/rights")]
    return Provenance(
        source,
        title=": ".join(dict.fromkeys(title for title in titles if title)),
        composer=composer or _text(root, "identification/creator"),
        licence="; ".join(text for text in rights if text),
    )


def _part_names(root: Element) -> dict[str, str]:
    return {
        part.get("id", ""): _text(part, "part-name")
        or _text(part, "score-instrument/instrument-name")
        for part in root.iterfind("part-list/score-part")
    }


def _text(element: Element, path: str) -> str:
    return _squeezed(element.findtext(path))


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def _section_ends(part: Element) -> Iterator[int]:
    """Yield the index of each measure after which a section ends."""
    for index, measure in enumerate(part.iterfind("measure")):
        for barline in measure.iterfind("barline"):
            place = barline.get("location", "right")
            has_repeat = barline.find("repeat") is not None
            if has_repeat or barline.findtext("bar-style") in _SECTION_BARLINES:
                yield from {"left": (index - 1,), "right": (index,)}.get(place, ())


def _endings(part: Element) -> Iterator[tuple[int, int]]:
    """Yield the index of each measure under a bracket, with a number for the bracket."""
    ending = 0
    for index, measure in enumerate(part.iterfind("measure")):
        types = {bracket.get("type") for bracket in measure.iterfind("barline/ending")}
        if "start" in types:
            ending = index + 1
        if ending:
            yield index, ending
        if types & {"stop", "discontinue"}:
            ending = 0


@dataclass(slots=True)
class _Sounding:
    """A note, chord (its top note) or rest of one voice, in divisions of a crotchet."""

    onset: int
    duration: int
    pitch: Pitch | None
    is_tied: bool
    is_writable: bool
    has_words: bool
    is_chord: bool = False

    def join(self, other: "_Sounding") -> None:
        """Take in another note of the chord and keep the top one."""
        self.is_chord = True
        self.is_writable &= other.is_writable
        if other.pitch and (self.pitch is None or other.pitch.midi > self.pitch.midi):
            self.pitch, self.is_tied = other.pitch, other.is_tied

    def written(self, divisions: int) -> Note | Rest:
        duration = _length(self.duration, divisions)
        return Note(self.pitch, duration, self.is_tied) if self.pitch else Rest(duration)


@dataclass(slots=True)
class _PartReader:
    """What one part carries from measure to measure, and what is counted on the way.

    `key` and `time_signature` are None where they cannot be written here. They are C
    major and 4/4 where the file states none.
    """

    key: Key | None = field(default_factory=lambda: Key(0, 0))
    time_signature: TimeSignature | None = field(
        default_factory=lambda: TimeSignature(4, 4)
    )
    divisions: int = 1
    notes: int = 0
    chords: int = 0
    syllables: int = 0

    def read(self, measure: Element) -> RawMeasure:
        """Return the measure, without notes where it cannot be written down."""
        voices: dict[str, list[_Sounding]] = {}
        later: list[Element] = []
        cursor = end = 0
        for element in measure:
            if element.tag == "note":
                cursor = _add(element, cursor, voices)
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
        raw = self._written(voices.get(first, []), end)
        if any(attributes.find("divisions") is not None for attributes in later):
            raw = replace(raw, notes=())  # counted in two units: too rare to sort out
        for attributes in later:
            self._set(attributes)
        is_upbeat = measure.get("implicit") == "yes" or measure.get("number") == "0"
        return replace(raw, starts_section=True) if is_upbeat else raw

    def _set(self, attributes: Element) -> None:
        if attributes.find("divisions") is not None:
            self.divisions = _number(attributes, "divisions", least=1)
        for element in attributes:
            if element.get("number", "1") != "1":
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
            return RawMeasure(Key(0, 0), TimeSignature(4, 4), ())
        length = _length(end, self.divisions)
        notes: tuple[Note | Rest, ...] = ()
        if not any(sounding.pitch or not sounding.is_writable for sounding in voice):
            # The rest of a whole bar is often written as a semibreve in any metre.
            full = self.time_signature.measure_duration
            notes = (Rest(min(full, length or full)),)
        elif all(sounding.is_writable for sounding in voice):
            notes = in_a_row(
                (
                    (_length(s.onset, self.divisions), s.written(self.divisions))
                    for s in voice
                ),
                length,
            )
        return RawMeasure(self.key, self.time_signature, notes)


def _add(note: Element, cursor: int, voices: dict[str, list[_Sounding]]) -> int:
    """Put a note of the first staff in its voice; return where the next one begins."""
    fields = {child.tag: child for child in note}
    if "grace" in fields:
        return cursor
    duration = _number(note, "duration", least=1)
    is_chord = "chord" in fields
    if "staff" not in fields or fields["staff"].text == "1":
        voice = voices.setdefault(note.findtext("voice", "1"), [])
        sounding = _sounding(note, fields, cursor, duration)
        if is_chord and voice:
            voice[-1].join(sounding)
        else:
            voice.append(sounding)
    return cursor if is_chord else cursor + duration


def _sounding(
    note: Element, fields: Mapping[str, Element], onset: int, duration: int
) -> _Sounding:
    is_silent = "rest" in fields or "cue" in fields
    pitch = None if is_silent or "pitch" not in fields else _pitch(fields["pitch"])
    return _Sounding(
        onset,
        duration,
        pitch,
        is_tied=any(tie.get("type") == "start" for tie in note.iterfind("tie")),
        is_writable=is_silent or pitch is not None,
        has_words="lyric" in fields,
    )


def _line(
    part: Element, name: str, section_ends: Set[int], endings: Mapping[int, int]
) -> Line:
    reader = _PartReader()
    measures: list[RawMeasure] = []
    for index, element in enumerate(part.iterfind("measure")):
        try:
            raw = reader.read(element)
        except InvalidValue as error:
            number = element.get("number", str(index + 1))
            raise InvalidValue(f"measure {number} of '{name}': {error}") from error
        if index in section_ends or index in endings:
            raw = replace(
                raw, ends_section=index in section_ends, ending=endings.get(index, 0)
            )
        measures.append(raw)
    return Line(
        name,
        into_passages(measures),
        is_sung=reader.syllables > _SUNG_SYLLABLES,
        chord_share=reader.chords / reader.notes if reader.notes else 0.0,
        bars=tuple(measures),
    )


def _number(element: Element, tag: str, least: int = 0) -> int:
    text = element.findtext(tag)
    number = _whole(text)
    if number is None or number < least:
        raise InvalidValue(
            f"a whole number of at least {least} was expected in <{tag}>, not '{text}'"
        )
    return number


@lru_cache(maxsize=4096)
def _whole(text: str | None) -> int | None:
    """Return the whole number that a text such as '2', '-1' or '2.0' is."""
    try:
        number = float(text or "")
        return int(number) if number.is_integer() else None
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def _length(duration: int, divisions: int) -> Fraction:
    return Fraction(duration, 4 * divisions)


def _pitch(element: Element) -> Pitch | None:
    return _spelled(
        element.findtext("step"), element.findtext("alter", "0"), element.findtext("octave")
    )


@lru_cache(maxsize=4096)
def _spelled(step: str | None, alter: str, octave: str | None) -> Pitch | None:
    """Return a pitch, or None for a microtone or an alteration beyond double ones."""
    number = _whole(octave)
    if number is None or not step or len(step) != 1 or step not in STEPS:
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
    mode = _MODE_OF.get(_text(element, "mode").lower(), "major")
    fifths = _number(element, "fifths", least=-99)
    try:
        return Key.from_fifths(fifths, mode)
    except InvalidValue:
        return None


def _time_signature(element: Element) -> TimeSignature | None:
    """Return the metre; None for a free one and for one that changes from bar to bar."""
    beats = [_whole(part) for part in (element.findtext("beats") or "").split("+")]
    unit = _whole(element.findtext("beat-type"))
    if None in beats or unit is None or len(element.findall("beats")) > 1:
        return None
    try:
        return TimeSignature(sum(beat for beat in beats if beat), unit)
    except InvalidValue:
        return None
