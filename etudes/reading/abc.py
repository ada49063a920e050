"""An exact reader for ABC tunes.

music21's own reader carries accidentals past barlines that a newline stands for and
forgets explicit naturals within the bar, which spoils 14-19 % of the tunes of the free
collections; so ABC is read here. Repeats are not played out: a first ending is left
out, so that the line reads on as a player would finish it.

The format: https://abcnotation.com/wiki/abc:standard:v2.1
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from etudes.errors import InvalidValue, UnreadableFile
from etudes.melody import Note, Rest
from etudes.reading.abc_page import TunePage, clef_of, sign_of, tempo_of
from etudes.reading.files import content, unreadable
from etudes.reading.page import Mark
from etudes.reading.passages import MOST_NOTES, RawMeasure, into_passages, what_was_found
from etudes.reading.score import Line, Provenance, Score
from etudes.theory import STEPS, Key, Pitch, TimeSignature

_MODES = {
    "maj": "major",
    "ion": "major",
    "m": "minor",
    "min": "minor",
    "aeo": "minor",
    "dor": "dorian",
    "mix": "mixolydian",
    "phr": "phrygian",
    "lyd": "lydian",
}
_KEY = re.compile(r"([A-Ga-gH])([#b♯♭n]?) *([A-Za-z]*)")
_LENGTH = r"(?P<num>\d*)(?P<slashes>/*)(?P<den>\d*)"
_TOKEN = re.compile(
    r"(?P<skip>\"[^\"]{0,999}\"|![^!]{0,99}!|\{[^}]{0,99}\}|\\)"
    r"|\[(?P<field>[A-Za-z]):(?P<value>[^\]]{0,99})\]"
    r"|(?P<bar>:\|[:|\]]*|\|[|\]:]*|::+|\[\|)(?P<ending> *\[?[1-9][0-9,\-]*(?![/0-9]))?"
    r"|\[(?P<volta>[1-9])"
    r"|\((?P<p>[2-9])(?::(?P<q>\d{0,2}))?(?::(?P<r>\d{0,2}))?"
    r"|(?P<chord>\[[^\]|:]{1,99}\])(?P<cnum>\d*)(?P<cslashes>/*)(?P<cden>\d*)"
    r"|(?P<accidental>\^\^|\^|__|_|=)?(?P<letter>[A-Ga-g])(?P<octave>[,']*)"
    + _LENGTH
    + r"|(?P<rest>[zxZX])(?P<rnum>\d*)(?P<rslashes>/*)(?P<rden>\d*)"
    r"|(?P<broken>>{1,3}|<{1,3})|(?P<tie>-)|(?P<overlay>&)|(?P<sign>[.~HLMPT])"
)
_LONGEST_SILENCE = 32
"""Bars of a longer one are left out: `Z999999` would otherwise ask for millions."""

_MOST_VOICES = 16
_LONGEST = 4096
"""The largest number in a length: a few digits more could keep a computer busy for days."""

_ALTER = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}


def abc_tunes(path: Path) -> Iterator[Score | UnreadableFile]:
    """Yield one `Score` for each tune of an ABC file, or why it cannot be read.

    Raises
    ------
    UnreadableFile
        If the file holds no line 'X:' that begins a tune.
    """
    text = content(path).decode("utf-8-sig", errors="replace")
    tunes = re.split(r"(?m)^(?=X: *\d)", text)[1:]
    if not tunes:
        raise unreadable(
            path, "an ABC tune was expected; there is no line such as 'X:1' that begins one"
        )
    for tune in tunes:
        try:
            yield read_abc_tune(tune, str(path))
        except UnreadableFile as error:
            yield error


def read_abc_tune(text: str, source: str = "") -> Score:
    """Read one tune, header and all.

    Examples
    --------
    >>> tune = read_abc_tune("X:1\\nT:Scale\\nM:3/4\\nL:1/4\\nK:D\\nD E F|F3|]")
    >>> [str(pitch) for pitch in tune.lines[0].passages[0].pitches]
    ['D4', 'E4', 'F#4', 'F#4']

    Raises
    ------
    UnreadableFile
        If there is no key or not a single bar that fills.
    """
    number = re.match(r"X: *(\d{1,9})", text)
    where = f"{source} tune {number[1] if number else '?'}".strip()
    lines = [line.partition("%")[0].rstrip() for line in text.splitlines()]
    try:
        first = _read_voice(lines, None)
        voices = [first, *(_read_voice(lines, name) for name in first.other_voices)]
    except InvalidValue as error:
        raise unreadable(where, error) from error
    found = tuple(voice.line() for voice in voices)
    if not any(line.passages for line in found):
        raise unreadable(where, what_was_found(bar for line in found for bar in line.bars))
    provenance = Provenance(
        Path(where).name, first.title, first.composer, rhythm=first.rhythm
    )
    return Score(provenance, found)


def _read_voice(lines: Iterable[str], name: str | None) -> "_Tune":
    """Read the lines of one voice: the first one of the tune where no name is given."""
    tune = _Tune(voice=name)
    for line in lines:
        tune.read_line(line)
    tune.end_bar("", None)
    return tune


@dataclass(slots=True)
class _Tune:
    """The state of reading one voice of a tune, line by line.

    `voice` is the name of the voice to read; None until the first one that sounds is
    known.
    """

    voice: str | None = None
    title: str = ""
    composer: str = ""
    rhythm: str = ""
    key: Key | None = None
    metre: TimeSignature | None = None
    unit: Fraction | None = None
    measures: list[RawMeasure] = field(default_factory=list)
    other_voices: list[str] = field(default_factory=list)
    notes: int = 0
    chords: int = 0
    _bar: list[Note | Rest] = field(default_factory=list)
    _filled: Fraction = Fraction(0)
    _altered: dict[int, int] = field(default_factory=dict)
    _tied: dict[int, int] = field(default_factory=dict)
    _broken: Fraction | None = None
    _tuplet: list[Fraction] = field(default_factory=list)
    _ending: int = 0
    _section_begins: bool = False
    _current: str = ""
    _page: TunePage = field(default_factory=TunePage)
    _overlaid: bool = False

    def line(self) -> Line:
        return Line(
            self.voice or "",
            into_passages(self.measures),
            chord_share=self.chords / max(self.notes, 1),
            bars=tuple(self.measures),
            remarks=("of each chord the top note was read",) if self.chords else (),
            page=self._page.page(len(self.measures)),
        )

    def _mark(self, kind: str, text: str = "", note: str = "") -> None:
        mark = Mark(kind, len(self.measures), self._filled, text, note)
        self._page.marks.append(mark)

    def read_line(self, line: str) -> None:
        header = re.match(r"([A-Za-z]):(.*)", line)
        if header:
            self.read_field(header[1], header[2].strip())
        elif self.key is not None and line:
            if inline := re.match(r"\[V:([^\]]{1,99})\]", line):
                self.read_field("V", inline[1])
            self._read_music(line)

    def _read_music(self, line: str) -> None:
        if self.voice is None:
            self.voice = self._current
        if self._current != self.voice:
            self._note_other_voice()
            return
        for token in _TOKEN.finditer(line):
            self.read_token(token)
        if self.metre and self._filled == self.metre.measure_duration:
            self.end_bar("", None)

    def _note_other_voice(self) -> None:
        if self._current not in self.other_voices:
            self.other_voices.append(self._current)
        if len(self.other_voices) >= _MOST_VOICES:
            raise InvalidValue(f"a tune of at most {_MOST_VOICES} voices was expected")

    def read_field(self, name: str, value: str) -> None:
        if self.voice not in (None, self._current) and name in "KLM":
            return  # another voice changes its key, not this one
        if name == "T" and not self.title:
            self.title = value
        elif name == "C" and not self.composer:
            self.composer = value
        elif name == "R" and not self.rhythm:
            self.rhythm = value
        elif name == "M":
            self.metre = None if value.lower() in ("none", "frei") else _metre(value)
        elif name == "L":
            self.unit = _unit(value)
        elif name == "K":
            self.key = _key(value)
            if self._page.is_new_clef(clef_of(value)):
                self._mark("clef", clef_of(value))
        elif name == "Q":
            if self._page.is_new_tempo(tempo_of(value)):
                self._mark("tempo")
        elif name == "V" and self.key is not None:
            self._current = (value.split() or [""])[0]

    def read_token(self, token: re.Match[str]) -> None:
        got = token.groupdict()
        if got["field"]:
            self.read_field(got["field"], got["value"].strip())
        elif got["bar"]:
            self.end_bar(got["bar"], got["ending"])
        elif got["volta"]:
            self._ending = int(got["volta"])
        elif self._overlaid:
            return
        elif got["p"]:
            self._begin_tuplet(int(got["p"]), got["q"], got["r"])
        elif got["chord"]:
            self._read_chord(got)
        elif got["letter"]:
            self._add_note(got, _length(got["num"], got["slashes"], got["den"]))
        elif got["rest"]:
            self._add_rest(got)
        elif got["broken"]:
            self._break_rhythm(got["broken"])
        elif got["tie"] and self._bar and isinstance(self._bar[-1], Note):
            last = self._bar[-1]
            self._bar[-1] = Note(last.pitch, last.duration, tied=True)
            self._tied = {last.pitch.staff_position: last.pitch.alter}
        elif got["overlay"]:
            self._mark("second voice")
            self._overlaid = True
        elif sign := sign_of(got["skip"] or got["sign"] or ""):
            self._mark(*sign)

    def end_bar(self, sign: str, ending: str | None) -> None:
        ends_section = ":" in sign or "||" in sign or "]" in sign
        self._page.barline = sign or self._page.barline
        if self._bar and self.key:
            raw = RawMeasure(
                self.key,
                self.metre or TimeSignature(4, 4),
                tuple(self._bar) if self.metre else (),
                ends_section=ends_section,
                starts_section=self._section_begins,
                ending=self._ending,
                problem="" if self.metre else "in free metre",
            )
            self.measures.append(raw)
            self._section_begins = False
        if ends_section or "[|" in sign:
            self._section_begins = True
        if ending:
            self._ending = int(ending.strip(" [")[0])
        elif ends_section:
            self._ending = 0
        self._bar = []
        self._filled = Fraction(0)
        self._altered = {}
        self._overlaid = False

    def _add(self, note: Note | Rest) -> None:
        if len(self._bar) >= MOST_NOTES:
            raise InvalidValue(f"a barline was expected within {MOST_NOTES} notes")
        self._bar.append(note)
        self._filled += note.duration

    def _duration(self, units: Fraction) -> Fraction:
        metre = self.metre or TimeSignature(4, 4)
        short = metre.measure_duration < Fraction(3, 4)
        unit = self.unit or (Fraction(1, 16) if short else Fraction(1, 8))
        duration = units * unit
        if self._tuplet:
            duration *= self._tuplet.pop()
        if self._broken is not None:
            duration *= self._broken
            self._broken = None
        return duration

    def _begin_tuplet(self, p: int, q: str | None, r: str | None) -> None:
        compound = self.metre is not None and self.metre.is_compound
        usual = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}.get(p, 3 if compound else 2)
        ratio = Fraction(int(q) if q else usual, p)
        self._tuplet = [ratio] * (int(r) if r else p)

    def _break_rhythm(self, sign: str) -> None:
        if not self._bar:
            return
        if self._broken is not None:
            raise InvalidValue(f"a note was expected before a second '{sign}'")
        less = Fraction(1, 2 ** len(sign))
        before, after = (2 - less, less) if sign[0] == ">" else (less, 2 - less)
        last = self._bar[-1]
        changed = last.duration * before
        self._filled += changed - last.duration
        if isinstance(last, Note):
            self._bar[-1] = Note(last.pitch, changed, last.tied)
        else:
            self._bar[-1] = Rest(changed)
        self._broken = after

    def _pitch(self, accidental: str | None, letter: str, octave: str) -> Pitch:
        step = STEPS.index(letter.upper())
        height = 4 + letter.islower() + octave.count("'") - octave.count(",")
        height += {"_8": -1, "^8": 1}.get(self._page.clef[-2:], 0)
        position = 7 * height + step
        if accidental:
            self._altered[position] = _ALTER[accidental]
        elif position in self._tied and position not in self._altered:
            self._altered[position] = self._tied[position]
        self._tied = {}
        assert self.key is not None  # noqa: S101 - music is read only after K:
        alter = self._altered.get(position, self.key.signature_alter(step))
        return Pitch(step, alter, height)

    def _add_note(self, got: dict[str, str | None], units: Fraction) -> None:
        pitch = self._pitch(got["accidental"], got["letter"] or "", got["octave"] or "")
        self._add(Note(pitch, self._duration(units)))
        self.notes += 1

    def _read_chord(self, got: dict[str, str | None]) -> None:
        inner = [t for t in _TOKEN.finditer((got["chord"] or "")[1:-1]) if t["letter"]]
        if not inner:
            return
        pitches = [self._pitch(t["accidental"], t["letter"], t["octave"]) for t in inner]
        units = _length(inner[0]["num"], inner[0]["slashes"], inner[0]["den"])
        units *= _length(got["cnum"], got["cslashes"], got["cden"])
        top = max(pitches, key=lambda pitch: pitch.midi)
        self._mark("chord", note=str(top))
        self._add(Note(top, self._duration(units)))
        self.notes += 1
        self.chords += 1

    def _add_rest(self, got: dict[str, str | None]) -> None:
        units = _length(got["rnum"], got["rslashes"], got["rden"])
        if got["rest"] not in ("Z", "X"):
            self._add(Rest(self._duration(units)))
        elif self.metre:
            for _ in range(min(int(units), _LONGEST_SILENCE)):
                self._add(Rest(self.metre.measure_duration))
                self.end_bar("|", None)


def _length(
    numerator: str | None, slashes: str | None, denominator: str | None
) -> Fraction:
    top = _number(numerator)
    if not slashes:
        return Fraction(top)
    if not denominator and len(slashes) > 6:
        raise InvalidValue(f"a length such as /2 was expected, not {len(slashes)} strokes")
    return Fraction(top, _number(denominator) if denominator else 2 ** len(slashes))


def _number(digits: str | None) -> int:
    """Return the number that stands in a length; 1 where none does."""
    number = int(digits[:9]) if digits else 1
    if not 1 <= number <= _LONGEST:
        raise InvalidValue(f"a length of 1 to {_LONGEST} was expected, not {digits}")
    return number


def _unit(text: str) -> Fraction:
    match = re.match(r"1 */ *(128|64|32|16|8|4|2|1)\b|1\b", text)
    if match is None:
        raise InvalidValue(f"a unit such as 1/8 was expected after 'L:', not '{text}'")
    return Fraction(1, int(match[1] or 1))


def _metre(text: str) -> TimeSignature:
    return TimeSignature.parse(text.split()[0] if text.split() else text)


def _key(text: str) -> Key:
    if text[:2].lower() == "hp":
        return Key(5, 0, "mixolydian")  # bagpipe music: two sharps around A
    match = _KEY.match(text)
    if match is None:
        raise InvalidValue(f"a key was expected after 'K:', not '{text}'")
    letter, accidental, mode = match.groups()
    step = STEPS.index("B" if letter == "H" else letter.upper())
    alter = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(accidental, 0)
    name = mode if mode == "M" else mode[:3].lower()
    return Key(step, alter, _MODES.get(name, "major"))
