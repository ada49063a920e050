"""What stands on a page of MusicXML, read with music21 and put in a musician's words.

Pitches are written ones, lengths and places in the bar `Fraction`s of a whole note.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

LETTERS = "CDEFGAB"
NATURALS = (0, 2, 4, 5, 7, 9, 11)
FIFTHS = "FCGDAEB"
"""The letters in the order of the sharps."""
MODE_TONICS = {
    "major": 0,
    "minor": 3,
    "dorian": 2,
    "mixolydian": 1,
    "phrygian": 4,
    "lydian": -1,
}
"""Fifths from the major tonic of a signature to the mode's tonic."""
BEATS = {
    "2/4": ((1, 1), (0,)),
    "3/4": ((1, 1, 1), (0,)),
    "4/4": ((1, 1, 1, 1), (0, 2)),
    "2/2": ((1, 1), (0,)),
    "5/4": ((1, 1, 1, 1, 1), (0, 3)),
    "7/4": ((1, 1, 1, 1, 1, 1, 1), (0, 4)),
    "3/8": ((3,), (0,)),
    "6/8": ((3, 3), (0, 1)),
    "9/8": ((3, 3, 3), (0,)),
    "12/8": ((3, 3, 3, 3), (0, 2)),
    "5/8": ((3, 2), (0,)),
    "7/8": ((2, 2, 3), (0,)),
}
"""Each metre's beats in units of its lower number, and which of them are strong."""


class Pitch(NamedTuple):
    """A written pitch: letter 0 (C) to 6 (B), semitones of alteration, octave."""

    letter: int
    alter: int
    octave: int

    @property
    def midi(self) -> int:
        return 12 * (self.octave + 1) + NATURALS[self.letter] + self.alter

    @property
    def line(self) -> int:
        """The place on the staff, in steps."""
        return 7 * self.octave + self.letter

    def __str__(self) -> str:
        sign = "#" * self.alter if self.alter > 0 else "b" * -self.alter
        return f"{LETTERS[self.letter]}{sign}{self.octave}"


class Sound(NamedTuple):
    """A note or rest at a place in its bar; `parts` are its written lengths."""

    measure: int
    place: Fraction
    parts: tuple[Fraction, ...]
    sounding: Pitch | None

    @property
    def is_rest(self) -> bool:
        return self.sounding is None

    @property
    def pitch(self) -> Pitch:
        """The pitch of a note; only a rest has none."""
        if self.sounding is None:
            raise ValueError(f"a note was expected in measure {self.measure}, not a rest")
        return self.sounding

    @property
    def duration(self) -> Fraction:
        return sum(self.parts, Fraction(0))

    @property
    def end(self) -> Fraction:
        return self.place + self.duration


class Written(NamedTuple):
    """One written note or rest, and what is wrong with it by itself."""

    sound: Sound
    tied_from: bool
    tied_on: bool
    fault: str


class Bar(NamedTuple):
    number: int
    is_implicit: bool
    written: tuple[Written, ...]

    @property
    def duration(self) -> Fraction:
        return sum((note.sound.duration for note in self.written), Fraction(0))


@dataclass(frozen=True)
class Metre:
    """A bar's length, its beats with their lengths, and how strong its places are."""

    text: str

    @property
    def unit(self) -> Fraction:
        return Fraction(1, int(self.text.split("/")[1]))

    @property
    def bar(self) -> Fraction:
        return Fraction(self.text)

    @property
    def is_simple(self) -> bool:
        return set(BEATS[self.text][0]) == {1}

    @property
    def beats(self) -> dict[Fraction, Fraction]:
        """The length of the beat at each place that has one."""
        lengths = BEATS[self.text][0]
        return {sum(lengths[:i]) * self.unit: n * self.unit for i, n in enumerate(lengths)}

    @property
    def pulses(self) -> list[tuple[Fraction, Fraction]]:
        """Start and end of each beat; a beat of a minim or more counts in crotchets."""
        crotchet = Fraction(1, 4)
        return [
            (place + i * step, place + (i + 1) * step)
            for place, length in self.beats.items()
            for step in [crotchet if length >= 2 * crotchet else length]
            for i in range(int(length / step))
        ]

    @property
    def strong(self) -> list[Fraction]:
        return [list(self.beats)[i] for i in BEATS[self.text][1]]

    @property
    def division(self) -> Fraction:
        """Half a simple beat; the quaver of a compound or uneven bar."""
        return self.unit / 2 if self.is_simple else self.unit

    def strength(self, place: Fraction) -> int:
        """4 downbeat, 3 strong beat, 2 beat, 1 division of a beat, 0 anything finer."""
        tests = (place % self.division == 0, place in self.beats, place in self.strong)
        return sum(tests) + (place == 0)

    def stronger_within(self, sound: Sound) -> list[Fraction]:
        """The places inside the sound that are stronger than its onset."""
        count = int(self.bar / self.division)
        places = [i * self.division for i in range(count)]
        return [
            place
            for place in places
            if sound.place < place < sound.end
            and self.strength(place) > self.strength(sound.place)
        ]


@dataclass(frozen=True)
class Score:
    """What stands on the page."""

    bars: tuple[Bar, ...]
    keys: tuple[tuple[int, str], ...]
    metres: tuple[str, ...]
    clef: tuple[str, int | None, int] | None
    transposition: tuple[int, int]
    unpitched: bool = False

    @property
    def metre(self) -> Metre:
        return Metre(self.metres[0])

    @property
    def has_pickup(self) -> bool:
        return self.bars[0].duration < self.metre.bar

    @property
    def sounds(self) -> list[Sound]:
        """Notes with their ties joined, and rests next to rests joined."""
        joined: list[Sound] = []
        tied_on = False
        for note in (note for bar in self.bars for note in bar.written):
            sound = note.sound
            last = joined[-1] if joined else None
            both_rest = last and last.is_rest and sound.is_rest
            if last and (both_rest or (tied_on and last.sounding == sound.sounding)):
                joined[-1] = last._replace(parts=last.parts + sound.parts)
            else:
                joined.append(sound)
            tied_on = note.tied_on
        return joined

    @property
    def notes(self) -> list[Sound]:
        return [sound for sound in self.sounds if not sound.is_rest]

    @property
    def tonic(self) -> tuple[int, int]:
        """The letter and alteration of the key's tonic."""
        fifths, mode = self.keys[0]
        sharps, letter = divmod(fifths + MODE_TONICS[mode] + 1, 7)
        return LETTERS.index(FIFTHS[letter]), sharps

    def degree(self, pitch: Pitch) -> int:
        """The degree by letter, 1 to 7."""
        return (pitch.letter - self.tonic[0]) % 7 + 1

    def alteration(self, pitch: Pitch) -> int:
        """Semitones that the pitch stands above what the key signature says."""
        fifths = self.keys[0][0]
        place = FIFTHS.index(LETTERS[pitch.letter])
        return pitch.alter - (place < fifths) + (6 - place < -fifths)


def read(text: str) -> Score:
    """Return what stands in the only part of a MusicXML text."""
    from music21 import clef, converter, key, meter, note, stream

    score: Any = converter.parseData(text, format="musicxml")
    part = score.parts[0]
    bars = list(part.getElementsByClass(stream.Measure))
    keys = part.recurse().getElementsByClass(key.KeySignature)
    metres = part.recurse().getElementsByClass(meter.TimeSignature)
    clefs = list(part.recurse().getElementsByClass(clef.Clef))
    metre = metres[0].ratioString
    return Score(
        tuple(_bar(bar, Fraction(metre), i == 0) for i, bar in enumerate(bars)),
        tuple((k.sharps, getattr(k, "mode", "none")) for k in keys),
        tuple(m.ratioString for m in metres),
        (clefs[0].sign, clefs[0].line, clefs[0].octaveChange) if clefs else None,
        _transposition(text),
        bool(part.recurse().getElementsByClass(note.Unpitched)),
    )


def _transposition(text: str) -> tuple[int, int]:
    # Read as it stands: music21 gives an instrument its usual one where none is written.
    from xml.etree.ElementTree import fromstring

    root = fromstring(text.encode())  # noqa: S314 - the program's own output
    numbers = {
        name: int(root.findtext(f".//transpose/{name}", "0"))
        for name in ("chromatic", "diatonic", "octave-change")
    }
    octaves = numbers["octave-change"]
    return numbers["chromatic"] + 12 * octaves, numbers["diatonic"] + 7 * octaves


def _bar(bar: Any, full: Fraction, is_first: bool) -> Bar:
    from music21.stream.enums import ShowNumber

    elements = list(bar.recurse().notesAndRests)
    length = sum((_length(element) for element in elements), Fraction(0))
    place = max(full - length, Fraction(0)) if is_first else Fraction(0)
    written = []
    for element in elements:
        written.append(_written(element, bar.number, place))
        place += _length(element)
    return Bar(bar.number, bar.showNumber == ShowNumber.NEVER, tuple(written))


def _length(element: Any) -> Fraction:
    return Fraction(element.quarterLength).limit_denominator(96) / 4


def _written(element: Any, measure: int, place: Fraction) -> Written:
    length = _length(element)
    fault = ""
    if element.isChord:
        fault = "a chord stands in a single line"
    elif length == 0:
        fault = "a note has no length"
    elif not element.duration.linked:
        fault = f"a note of {length} is written as another value"
    pitch = None
    if element.isNote:
        name = element.pitch
        pitch = Pitch(LETTERS.index(name.step), int(name.alter), name.octave)
    elif not element.isRest and not element.isChord:  # without pitch: where it stands
        pitch = Pitch(LETTERS.index(element.displayStep), 0, element.displayOctave)
    tie = element.tie.type if element.tie else ""
    return Written(
        Sound(measure, place, (length,), pitch),
        tie in ("stop", "continue"),
        tie in ("start", "continue"),
        fault,
    )


def read_pitch(text: str) -> Pitch:
    """Return the pitch of a text such as 'Bb3'."""
    return Pitch(
        LETTERS.index(text[0]),
        text.count("#") - text.count("b"),
        int(text.strip("ABCDEFGb#")),
    )


def read_key(text: str) -> tuple[int, str]:
    """Return the signature in fifths and the mode of a text such as 'Bb minor'."""
    tonic, mode = text.split()
    line = FIFTHS.index(tonic[0]) - 1 + 7 * (tonic.count("#") - tonic.count("b"))
    return line - MODE_TONICS[mode], mode
