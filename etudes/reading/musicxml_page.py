"""The page of a MusicXML part: its clef, its marks, and its slips of the pen.

The format: https://www.w3.org/2021/06/musicxml40/
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element

from etudes.reading.page import Mark, Page
from etudes.theory import Interval, NoteValue, duration_name, indefinite

CLEFS = {
    ("G", "2", "0"): "treble",
    ("G", "2", "-1"): "treble_8",
    ("G", "2", "1"): "treble^8",
    ("C", "3", "0"): "alto",
    ("C", "4", "0"): "tenor",
    ("F", "4", "0"): "bass",
    ("F", "4", "-1"): "bass_8",
    ("F", "4", "1"): "bass^8",
}
"""LilyPond's names of clefs, by sign, line and octave."""

_BASES = {
    "whole": 1,
    "half": 2,
    "quarter": 4,
    "eighth": 8,
    "16th": 16,
    "32nd": 32,
    "64th": 64,
}
_SIGNS = {"flat-flat": -2, "flat": -1, "natural": 0, "sharp": 1, "double-sharp": 2}
_SIGNS["sharp-sharp"] = 2
_ARTICULATIONS = {"strong-accent": "marcato", "detached-legato": "tenuto"}
_CLOSED = {"light-heavy", "heavy-light", "heavy-heavy", "heavy"}


def page_of(part: Element, staff: str = "1") -> Page:
    """Return how a staff of a MusicXML part is set."""
    reader = _PageReader(staff)
    for number, measure in enumerate(part.iterfind("measure")):
        reader.read(number, measure)
    reader.finish(part)
    return Page(
        reader.clef,
        reader.transposition,
        reader.tempo,
        tuple(sorted(reader.marks, key=lambda mark: (mark.bar, mark.onset))),
        states_mode=part.find("measure/attributes/key/mode") is not None,
    )


@dataclass(slots=True)
class _PageReader:
    staff: str
    clef: str = ""
    transposition: Interval = Interval(0, 0)  # noqa: RUF009 - a frozen value
    tempo: tuple[Fraction, Fraction] | None = None
    marks: list[Mark] = field(default_factory=list)
    _divisions: int = 1
    _bar: int = 0
    _number: int | None = None
    _onset: Fraction = Fraction(0)
    _last_onset: Fraction = Fraction(0)
    _voice: str = ""
    _begun: dict[str, Mark] = field(default_factory=dict)
    """What has been begun and not ended yet: slurs, tuplets, hairpins, by their numbers."""
    _tied: Mark | None = None

    def read(self, number: int, measure: Element) -> None:
        self._bar, self._onset = number, Fraction(0)
        if measure.find("note") is None:
            self._mark("empty bar")
        self._read_number(measure.get("number", ""))
        for element in measure:
            match element.tag:
                case "note":
                    self._read_note(element)
                case "backup":
                    self._onset = max(Fraction(0), self._onset - self._length(element))
                case "forward":
                    self._onset += self._length(element)
                case "attributes":
                    self._read_attributes(element)
                case "direction":
                    self._read_direction(element)

    def finish(self, part: Element) -> None:
        """Mark what the end of the part leaves open."""
        for kind, begun in self._begun.items():
            name = kind.partition(" ")[0]
            self.marks.append(
                Mark(name, begun.bar, begun.onset, "is never closed", begun.note)
            )
        last = part.findall("measure")[-1:]
        styles = {
            barline.findtext("bar-style")
            for measure in last
            for barline in measure.iterfind("barline")
            if barline.get("location", "right") == "right"
        }
        if not styles & _CLOSED:
            self._mark("barline")

    def _read_number(self, printed: str) -> None:
        """See that bars with plain numbers count up."""
        if printed.isdecimal():
            if self._number is not None and int(printed) != self._number + 1:
                self._mark("bar number", f"{printed} follows {self._number}")
            self._number = int(printed)

    def _mark(self, kind: str, text: str = "", note: str = "") -> None:
        self.marks.append(Mark(kind, self._bar, self._onset, text, note))

    def _length(self, element: Element) -> Fraction:
        """Return the duration; the line's own reader refuses what is no number."""
        try:
            return Fraction(element.findtext("duration") or 0) / (4 * self._divisions)
        except ValueError:
            return Fraction(0)

    def _read_attributes(self, attributes: Element) -> None:
        divisions = attributes.findtext("divisions") or ""
        if divisions.isdecimal() and int(divisions):
            self._divisions = int(divisions)
        for clef in attributes.iterfind("clef"):
            if clef.get("number", "1") != self.staff:
                continue
            name = _clef(clef)
            if self.clef and name != self.clef:
                self._mark("clef", name)
            self.clef = self.clef or name
        transpose = attributes.find("transpose")
        if transpose is not None:
            self.transposition = _transposition(transpose)

    def _read_direction(self, direction: Element) -> None:
        if direction.findtext("staff", self.staff) != self.staff:
            return
        for kind in direction.iterfind("direction-type/*"):
            match kind.tag:
                case "dynamics":
                    for dynamic in kind:
                        self._mark("dynamic", dynamic.tag)
                case "wedge":
                    self._read_span("hairpin", kind, ("crescendo", "diminuendo"), "dynamic")
                case "octave-shift":
                    if kind.get("type") in ("up", "down"):
                        self._mark("octave line")
                case "metronome":
                    self._read_tempo(kind)
                case "words":
                    if (kind.text or "").strip().lower().startswith("pizz"):
                        self._mark("articulation", "pizzicato")

    def _read_tempo(self, metronome: Element) -> None:
        base = _BASES.get(metronome.findtext("beat-unit", ""))
        try:
            rate = Fraction(metronome.findtext("per-minute", ""))
        except (ValueError, ZeroDivisionError):
            return
        if base is None:
            return
        dots = len(metronome.findall("beat-unit-dot"))
        if self.tempo is None:
            self.tempo = NoteValue(Fraction(1, base), min(dots, 2)).duration, rate
        else:
            self._mark("tempo")

    def _read_span(
        self,
        kind: str,
        element: Element,
        starts: tuple[str, ...],
        group: str,
        note: str = "",
    ) -> None:
        """Note where a slur, tuplet or hairpin begins, and see that it ends."""
        key = f"{kind} {element.get('number', '1')}"
        if element.get("type") in starts:
            if group:
                self._mark(group, kind, note)
            self._begun[key] = Mark(kind, self._bar, self._onset, note=note)
        elif element.get("type") == "stop" and not self._begun.pop(key, None):
            self._mark(kind, "was never begun", note)

    def _read_note(self, note: Element) -> None:
        fields = {child.tag: child for child in note}
        if note.findtext("staff", self.staff) != self.staff:
            self._onset += Fraction(0) if "grace" in fields else self._length(note)
            return
        name = _name(fields)
        if "grace" in fields:
            self._mark("grace note", note=name)
            return
        if "chord" in fields:
            self.marks.append(Mark("chord", self._bar, self._last_onset, note=name))
            return
        self._last_onset = self._onset
        voice = note.findtext("voice", "1")
        self._voice = self._voice or voice
        length = self._length(note)
        if voice != self._voice:
            self._mark("second voice", note=name)
        else:
            self._read_line_note(note, fields, name, length)
        self._onset += length

    def _read_line_note(
        self, note: Element, fields: Mapping[str, Element], name: str, length: Fraction
    ) -> None:
        for kind, text in _slips(note, fields, length):
            self._mark(kind, text, name)
        self._follow_tie(note, fields, name)
        for notation in note.iterfind("notations/*"):
            match notation.tag:
                case "articulations":
                    for sign in notation:
                        self._mark(
                            "articulation", _ARTICULATIONS.get(sign.tag, sign.tag), name
                        )
                case "ornaments":
                    for sign in notation:
                        self._mark("ornament", sign.tag, name)
                case "slur":
                    self._read_span("slur", notation, ("start",), "articulation", name)
                case "tuplet":
                    self._read_span("tuplet", notation, ("start",), "", name)
                case "fermata":
                    self._mark("pause", note=name)
                case "dynamics":
                    for dynamic in notation:
                        self._mark("dynamic", dynamic.tag, name)

    def _follow_tie(self, note: Element, fields: Mapping[str, Element], name: str) -> None:
        """Tell of a tie that only one of its two notes has; another pitch or a rest after
        a tie is for the bars themselves to show."""
        types = {tie.get("type") for tie in note.iterfind("tie")}
        if self._tied and self._tied.note == name and "stop" not in types:
            self._leave_tie_open()
        elif "stop" in types and not self._tied:
            self._mark("tie", "ends here, but none begins before", name)
        starts = "start" in types and "rest" not in fields
        self._tied = Mark("tie", self._bar, self._onset, note=name) if starts else None

    def _leave_tie_open(self) -> None:
        if self._tied:
            bar, onset, name = self._tied.bar, self._tied.onset, self._tied.note
            self.marks.append(Mark("tie", bar, onset, "is never closed", name))
            self._tied = None


def _slips(
    note: Element, fields: Mapping[str, Element], length: Fraction
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one note by itself: kind and words."""
    if "cue" in fields:
        yield "cue note", ""
    if "unpitched" in fields:
        yield "no pitch", ""
    alter = note.findtext("pitch/alter", "0")
    if _number(alter) is None:
        yield "microtone", f"{alter} semitones from the natural note"
    printed = _SIGNS.get(note.findtext("accidental", ""))
    if printed is not None and "pitch" in fields and printed != _number(alter):
        yield "accidental", f"a {note.findtext('accidental')} is printed, another is meant"
    written = _written(note, fields)
    is_bar_rest = "rest" in fields and fields["rest"].get("measure") == "yes"
    if written not in (None, length) and not is_bar_rest:
        face, lasts = (indefinite(duration_name(value)) for value in (written, length))
        text = f"written as {face}, lasts {lasts}"
        yield "note value", text


def _written(note: Element, fields: Mapping[str, Element]) -> Fraction | None:
    """Return the length that a note's face says, None where it says none."""
    base = _BASES.get(note.findtext("type", ""))
    if base is None:
        return None
    value = NoteValue(Fraction(1, base), len(note.findall("dot"))).duration
    actual = note.findtext("time-modification/actual-notes", "1")
    normal = note.findtext("time-modification/normal-notes", "1")
    if actual.isdecimal() and normal.isdecimal() and int(actual):
        return value * Fraction(int(normal), int(actual))
    return None


def _number(text: str) -> int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _name(fields: Mapping[str, Element]) -> str:
    """Return the note as a musician calls it: 'F#5'; "" for a rest."""
    pitch = fields.get("pitch")
    if pitch is None:
        return ""
    alter = _number(pitch.findtext("alter", "0")) or 0
    sign = "#" * alter if alter > 0 else "b" * -alter
    return f"{pitch.findtext('step', '')}{sign}{pitch.findtext('octave', '')}"


def _clef(clef: Element) -> str:
    sign, line = clef.findtext("sign", ""), clef.findtext("line")
    if sign == "percussion":
        return sign
    usual = {"G": "2", "C": "3", "F": "4"}.get(sign, "")
    octave = clef.findtext("clef-octave-change", "0")
    return CLEFS.get((sign, line or usual, octave), f"{sign} on line {line}")


def _transposition(transpose: Element) -> Interval:
    names = ("diatonic", "chromatic", "octave-change")
    steps, semitones, octaves = (_number(transpose.findtext(n, "0")) or 0 for n in names)
    return Interval(steps + 7 * octaves, semitones + 12 * octaves)
