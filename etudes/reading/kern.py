"""A reader for kern, the Humdrum format for notes.

Each spine is a line; where one splits, the left half goes on. Read are the top notes of
chords; grace notes are skipped, and repeats are not played out.

The format: https://www.humdrum.org/rep/kern/
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from etudes.errors import InvalidValue
from etudes.melody import Note, Rest
from etudes.reading.files import content, unreadable
from etudes.reading.passages import MOST_NOTES, RawMeasure, into_passages, what_was_found
from etudes.reading.score import Line, Provenance, Score
from etudes.theory import MODES, STEPS, Key, Pitch, TimeSignature

_REFERENCE = re.compile(r"!!!(\w+)[^:]*:(.*)")
_DURATION = re.compile(r"(\d{1,9})(?:%(\d{1,9}))?(\.{0,4})")
_PITCH = re.compile(r"(([a-gA-G])\2{0,9})(#{1,9}|-{1,9}|)")
_SIGNATURE = re.compile(r"\*k\[((?:[a-g][#-]+)*)\]")
_KEY = re.compile(r"\*([A-Ga-g])([#-]?):(\w*)")
_METRE = re.compile(r"\*M(\d{1,3}/\d{1,3}|X|FREI|\?)")
_NAME = re.compile(r'\*I"(.*)')
_SHARPS, _FLATS = "fcgdaeb", "beadgcf"
_SMALLEST = 4096
_SUNG_SYLLABLES = 20
_MODE_OF = {"dor": "dorian", "mix": "mixolydian", "phr": "phrygian", "lyd": "lydian"}


def read_kern(path: Path) -> Score:
    """Return the score in a kern file, one `Line` for each spine, the top one first.

    Without a time signature it is read in 4/4, without a key signature in C major.

    Raises
    ------
    UnreadableFile
        If the file is no kern, is broken, or has no bar with notes that fills its metre;
        the message names the file and the line.
    """
    data = content(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    try:
        return _score(text, path.name)
    except InvalidValue as error:
        raise unreadable(path, error) from error


def _score(text: str, source: str) -> Score:
    reader = _Reader()
    for number, row in enumerate(text.splitlines(), 1):
        try:
            reader.read(row)
        except InvalidValue as error:
            raise InvalidValue(f"line {number}: {error}") from error
    if not reader.spines:
        raise InvalidValue("kern was expected, and there is no **kern spine")
    spines = list(reversed(reader.spines))
    lines = tuple(
        spine.line(spine.name or f"Part {number}") for number, spine in enumerate(spines, 1)
    )
    if not any(line.passages for line in lines):
        raise InvalidValue(what_was_found(bar for line in lines for bar in line.bars))
    title, composer, licence = (reader.references.get(k, "") for k in ("OTL", "COM", "YEC"))
    return Score(Provenance(source, title, composer, licence=licence), lines)


@dataclass(slots=True)
class _Spine:
    """What one spine carries from row to row; the current bar's frame stays to its end.

    `key` and `metre` are None where they cannot be written here.
    """

    name: str = ""
    fifths: int | None = 0
    tonic: Key | None = None
    metre: TimeSignature | None = field(default_factory=lambda: TimeSignature(4, 4))
    measures: list[RawMeasure] = field(default_factory=list)
    notes: int = 0
    chords: int = 0
    syllables: int = 0
    is_split: bool = False
    _bar: list[Note | Rest] = field(default_factory=list)
    _frame: tuple[Key | None, TimeSignature | None] = (None, None)
    _problem: str = ""
    _ending: int = 0

    @property
    def key(self) -> Key | None:
        """The key of the signature: on the tonic that is named, if a mode allows it."""
        if self.fifths is None or abs(self.fifths) > 7:
            return None
        tonic = self.tonic
        if tonic is not None and tonic.fifths != self.fifths:
            modes = [m for m in MODES if _fits(tonic, m, self.fifths)]
            tonic = Key(tonic.step, tonic.alter, modes[0]) if modes else None
        return tonic or Key.from_fifths(self.fifths)

    def line(self, name: str) -> Line:
        self.end_bar("=")
        remarks = []
        if self.chords:
            remarks.append("of each chord the top note was read")
        if self.is_split:
            remarks.append("where voices share the spine the first was read")
        return Line(
            name,
            into_passages(self.measures),
            is_sung=self.syllables > _SUNG_SYLLABLES,
            chord_share=self.chords / max(self.notes, 1),
            bars=tuple(self.measures),
            remarks=tuple(remarks),
        )

    def interpret(self, cell: str) -> None:
        """Take in a signature, a key, a metre, a name or the label of an ending."""
        if match := _SIGNATURE.fullmatch(cell):
            self.fifths = _fifths(match[1])
        elif match := _KEY.match(cell):
            self.tonic = _key(*match.groups())
            if not self.measures and not self._bar and not self.fifths and self.tonic:
                self.fifths = self.tonic.fifths  # some files name the key alone
        elif match := _METRE.match(cell):
            self.metre = _metre(match[1])
        elif match := _NAME.fullmatch(cell):
            self.name = " ".join(match[1].split())
        elif match := re.fullmatch(r"\*>[A-Za-z]*(\d{0,2})", cell):
            self._ending = int(match[1] or 0)

    def sound(self, cell: str) -> None:
        """Add what a data cell holds: a note, a chord's top note, or a rest."""
        tones = [tone for tone in cell.split(" ") if tone and "q" not in tone.lower()]
        if not tones:
            return
        if not self._bar:
            self._frame = self.key, self.metre
        duration = _duration(next((t for t in tones if t[0].isdigit()), tones[0]))
        pitches = [(_pitch(tone), tone) for tone in tones if "r" not in tone]
        if not pitches:
            self._bar.append(Rest(duration))
            return
        if len(self._bar) >= MOST_NOTES:
            raise InvalidValue(f"a barline was expected within {MOST_NOTES} notes")
        self.notes += 1
        self.chords += len(pitches) > 1
        found = [(pitch, tone) for pitch, tone in pitches if pitch is not None]
        if not found:
            self._problem = "with microtones or triple accidentals"
            return
        pitch, tone = max(found, key=lambda pair: pair[0].midi)
        self._bar.append(Note(pitch, duration, tied="[" in tone or "_" in tone))

    def end_bar(self, cell: str) -> None:
        """Close the bar at a barline cell, which may end a section."""
        ends_section = ":" in cell or "||" in cell or cell.startswith("==")
        if self._bar or self._problem:
            key, metre = self._frame
            problem = self._problem
            if key is None or metre is None:
                problem = "in free metre" if key else "with a key signature of its own"
            self.measures.append(
                RawMeasure(
                    key or Key(0, 0),
                    metre or TimeSignature(4, 4),
                    () if problem else tuple(self._bar),
                    ends_section=ends_section,
                    ending=self._ending,
                    problem=problem,
                )
            )
        self._bar, self._problem = [], ""


@dataclass(slots=True)
class _Reader:
    """The columns of the current row: a spine of notes, or None for anything else."""

    spines: list[_Spine] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    _columns: list[_Spine | None] = field(default_factory=list)
    _texts: dict[int, _Spine] = field(default_factory=dict)

    def read(self, row: str) -> None:
        if reference := _REFERENCE.match(row):
            text = " ".join(reference[2].split())
            self.references.setdefault(reference[1], text)
        elif row.startswith("**"):
            self._begin(row.split("\t"))
        elif row and not row.startswith("!"):
            cells = row.split("\t")
            if not self._columns:
                raise InvalidValue("kern was expected, and there is no **kern spine")
            if len(cells) != len(self._columns):
                raise InvalidValue(
                    f"{len(self._columns)} spines were expected, not {len(cells)}"
                )
            if row.startswith("*"):
                self._interpret(cells)
            else:
                self._sound(cells)

    def _begin(self, cells: Sequence[str]) -> None:
        self._columns, self._texts = [], {}
        for place, cell in enumerate(cells):
            spine = _Spine() if cell == "**kern" else None
            if spine is not None:
                self.spines.append(spine)
            elif cell in ("**text", "**silbe") and self.spines:
                self._texts[place] = self.spines[-1]
            self._columns.append(spine)

    def _sound(self, cells: Sequence[str]) -> None:
        for spine, cell in zip(self._columns, cells, strict=True):
            if spine is None:
                continue
            if cell.startswith("="):
                spine.end_bar(cell)
            elif cell and cell != "." and not cell.startswith("!"):
                spine.sound(cell)
        for place, spine in self._texts.items():
            spine.syllables += place < len(cells) and cells[place][:1] not in ".=!"

    def _interpret(self, cells: Sequence[str]) -> None:
        for spine, cell in zip(self._columns, cells, strict=True):
            if spine is not None:
                spine.interpret(cell)
        if any(cell in ("*^", "*v", "*x", "*+", "*-") for cell in cells):
            self._columns = list(_rearranged(self._columns, cells))
            self._texts = {}


def _rearranged(
    columns: Sequence[_Spine | None], cells: Sequence[str]
) -> Iterator[_Spine | None]:
    """Yield the columns after spines split, joined, changed places, began or ended."""
    joined: list[_Spine | None] = []
    swapped: list[_Spine | None] = []
    for spine, cell in zip(columns, cells, strict=True):
        if joined and cell != "*v":
            yield _first(joined)
            joined = []
        if cell == "*v":
            joined.append(spine)
        elif cell == "*x":
            swapped.append(spine)
            if len(swapped) == 2:
                yield from reversed(swapped)
                swapped = []
        elif cell == "*^":
            yield from (spine, None)
            if spine is not None:
                spine.is_split = True
        elif cell == "*+":
            yield from (spine, None)
        elif cell != "*-":
            yield spine
    yield from swapped
    if joined:
        yield _first(joined)


def _first(columns: Sequence[_Spine | None]) -> _Spine | None:
    return next((spine for spine in columns if spine is not None), None)


@lru_cache(maxsize=1024)
def _duration(cell: str) -> Fraction:
    """Return the length that a cell's digits and dots say; 0 is a breve, 00 a longa."""
    match = _DURATION.search(cell)
    if match is None:
        raise InvalidValue(f"a length such as 4 or 8. was expected in '{cell}'")
    digits, numerator, dots = match.groups()
    if not digits.strip("0"):
        length = Fraction(2 ** min(len(digits), 3))
    else:
        length = Fraction(int(numerator or 1), int(digits))
    if not length * _SMALLEST >= 1 or length > 8:
        raise InvalidValue(f"a length such as 4 or 8. was expected in '{cell}'")
    return length * (2 - Fraction(1, 2 ** len(dots)))


@lru_cache(maxsize=1024)
def _pitch(cell: str) -> Pitch | None:
    """Return the pitch of a cell, or None for one that cannot be written."""
    match = _PITCH.search(cell)
    if match is None:
        raise InvalidValue(f"a note such as 4c# was expected, not '{cell}'")
    letters, letter, accidentals = match.groups()
    octave = 3 + len(letters) if letter.islower() else 4 - len(letters)
    alter = accidentals.count("#") - accidentals.count("-")
    if abs(alter) > 2 or not -1 <= octave <= 10:
        return None
    return Pitch(STEPS.index(letter.upper()), alter, octave)


def _fifths(signature: str) -> int | None:
    """Return the sharps of a signature such as 'f#c#'; None for an unusual one."""
    letters, signs = signature[::2], set(signature[1::2])
    usual = {frozenset("#"): _SHARPS, frozenset("-"): _FLATS, frozenset(): ""}
    order = usual.get(frozenset(signs))
    if order is None or sorted(letters) != sorted(order[: len(letters)]):
        return None
    return -len(letters) if signs == {"-"} else len(letters)


def _key(letter: str, accidental: str, mode: str) -> Key | None:
    name = _MODE_OF.get(mode[:3], "minor" if letter.islower() else "major")
    alter = {"#": 1, "-": -1, "": 0}[accidental]
    try:
        return Key(STEPS.index(letter.upper()), alter, name)
    except InvalidValue:
        return None


def _fits(tonic: Key, mode: str, fifths: int) -> bool:
    try:
        return Key(tonic.step, tonic.alter, mode).fifths == fifths
    except InvalidValue:
        return False


def _metre(text: str) -> TimeSignature | None:
    try:
        return TimeSignature.parse(text)
    except InvalidValue:
        return None
