"""An exact reader for ABC tunes.

music21's own reader carries accidentals past barlines that a newline stands for and
forgets explicit naturals within the bar, which spoils 14-19 % of the tunes of the free
collections; so ABC is read here. Repeats are not played out: a first ending is left
out, so that the line reads on as a player would finish it.

The format: https://abcnotation.com/wiki/abc:standard:v2.1
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from etudes.errors import EtudesError, InvalidValue, UnreadableFile
from etudes.melody import Note, Rest
from etudes.reading.passages import RawMeasure, into_passages
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
    r"(?P<skip>\"[^\"]*\"|![^!]*!|\{[^}]*\}|\\)"
    r"|\[(?P<field>[A-Za-z]):(?P<value>[^\]]*)\]"
    r"|(?P<bar>:\|[:|\]]*|\|[|\]:]*|::+|\[\|)(?P<ending> *\[?[1-9][0-9,\-]*(?![/0-9]))?"
    r"|\[(?P<volta>[1-9])"
    r"|\((?P<p>[2-9])(?::(?P<q>\d*))?(?::(?P<r>\d*))?"
    r"|(?P<chord>\[[^\]|:]+\])(?P<cnum>\d*)(?P<cslashes>/*)(?P<cden>\d*)"
    r"|(?P<accidental>\^\^|\^|__|_|=)?(?P<letter>[A-Ga-g])(?P<octave>[,']*)"
    + _LENGTH
    + r"|(?P<rest>[zxZX])(?P<rnum>\d*)(?P<rslashes>/*)(?P<rden>\d*)"
    r"|(?P<broken>>+|<+)|(?P<tie>-)|(?P<overlay>&)"
)
_ALTER = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}


def read_abc(path: Path) -> tuple[Score, ...]:
    """Return one `Score` for each tune of an ABC file.

    A tune that cannot be read is left out; see `read_abc_tune` for one tune alone.

    Raises
    ------
    UnreadableFile
        If the file holds no tune that can be read.
    """
    text = path.read_bytes().decode("utf-8", errors="replace")
    scores = []
    problem = "no line 'X:' that begins a tune"
    for tune in re.split(r"(?m)^(?=X: *\d)", text)[1:]:
        try:
            scores.append(read_abc_tune(tune, path.name))
        except EtudesError as error:
            problem = str(error)
    if not scores:
        raise UnreadableFile(f"{path}: an ABC tune was expected; {problem}")
    return tuple(scores)


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
    number = re.match(r"X: *(\d+)", text)
    where = f"{source} tune {number[1] if number else '?'}".strip()
    tune = _Tune()
    try:
        for line in text.splitlines():
            tune.read_line(line.partition("%")[0].rstrip())
        tune.end_bar("", None)
    except (InvalidValue, ZeroDivisionError, OverflowError) as error:
        raise UnreadableFile(f"{where}: {error}") from None
    passages = into_passages(tune.measures)
    if not passages:
        raise UnreadableFile(f"{where}: no bar that fills its metre was found")
    share = tune.chords / max(tune.notes, 1)
    provenance = Provenance(where, tune.title, tune.composer)
    return Score(
        provenance, (Line("", passages, chord_share=share, bars=tuple(tune.measures)),)
    )


@dataclass(slots=True)
class _Tune:
    """The state of reading one tune, line by line."""

    title: str = ""
    composer: str = ""
    key: Key | None = None
    metre: TimeSignature | None = None
    unit: Fraction | None = None
    measures: list[RawMeasure] = field(default_factory=list)
    notes: int = 0
    chords: int = 0
    _bar: list[Note | Rest] = field(default_factory=list)
    _altered: dict[int, int] = field(default_factory=dict)
    _tied: dict[int, int] = field(default_factory=dict)
    _broken: Fraction | None = None
    _tuplet: list[Fraction] = field(default_factory=list)
    _ending: int = 0
    _section_begins: bool = False
    _voice: str | None = None
    _silent: bool = False
    _overlaid: bool = False

    def read_line(self, line: str) -> None:
        header = re.match(r"([A-Za-z]):(.*)", line)
        if header:
            self.read_field(header[1], header[2].strip())
        elif self.key is not None and not self._silent:
            for token in _TOKEN.finditer(line):
                self.read_token(token)
            if self.metre and self._length() == self.metre.measure_duration:
                self.end_bar("", None)

    def read_field(self, name: str, value: str) -> None:
        if name == "T" and not self.title:
            self.title = value
        elif name == "C" and not self.composer:
            self.composer = value
        elif name == "M":
            self.metre = None if value.lower() in ("none", "frei") else _metre(value)
        elif name == "L":
            self.unit = Fraction(value)
        elif name == "K":
            self.key = _key(value)
        elif name == "V":
            voice = value.split()[0] if value else ""
            self._voice = self._voice or voice
            self._silent = voice != self._voice

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
            self._overlaid = True

    def end_bar(self, sign: str, ending: str | None) -> None:
        ends_section = ":" in sign or "||" in sign or "]" in sign
        if self._bar and self.metre and self.key:
            raw = RawMeasure(
                self.key,
                self.metre,
                tuple(self._bar),
                ends_section=ends_section,
                starts_section=self._section_begins,
                ending=self._ending,
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
        self._altered = {}
        self._overlaid = False

    def _length(self) -> Fraction:
        return sum((note.duration for note in self._bar), Fraction(0))

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
        less = Fraction(1, 2 ** len(sign))
        before, after = (2 - less, less) if sign[0] == ">" else (less, 2 - less)
        last = self._bar[-1]
        changed = last.duration * before
        if isinstance(last, Note):
            self._bar[-1] = Note(last.pitch, changed, last.tied)
        else:
            self._bar[-1] = Rest(changed)
        self._broken = after

    def _pitch(self, accidental: str | None, letter: str, octave: str) -> Pitch:
        step = STEPS.index(letter.upper())
        height = 4 + letter.islower() + octave.count("'") - octave.count(",")
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
        self._bar.append(Note(pitch, self._duration(units)))
        self.notes += 1

    def _read_chord(self, got: dict[str, str | None]) -> None:
        inner = [t for t in _TOKEN.finditer((got["chord"] or "")[1:-1]) if t["letter"]]
        if not inner:
            return
        pitches = [self._pitch(t["accidental"], t["letter"], t["octave"]) for t in inner]
        units = _length(inner[0]["num"], inner[0]["slashes"], inner[0]["den"])
        units *= _length(got["cnum"], got["cslashes"], got["cden"])
        top = max(pitches, key=lambda pitch: pitch.midi)
        self._bar.append(Note(top, self._duration(units)))
        self.notes += 1
        self.chords += 1

    def _add_rest(self, got: dict[str, str | None]) -> None:
        units = _length(got["rnum"], got["rslashes"], got["rden"])
        if got["rest"] not in ("Z", "X"):
            self._bar.append(Rest(self._duration(units)))
        elif self.metre:
            for _ in range(min(int(units), 200)):
                self._bar.append(Rest(self.metre.measure_duration))
                self.end_bar("|", None)


def _length(
    numerator: str | None, slashes: str | None, denominator: str | None
) -> Fraction:
    top = int(numerator or 1)
    if not slashes:
        return Fraction(top)
    return Fraction(top, int(denominator) if denominator else 2 ** len(slashes))


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
