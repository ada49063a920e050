"""A second opinion: which rules of its level a written étude breaks.

The étude is read from MusicXML with music21; nothing here comes from the program that
made it. Limits are plain data: a level, an instrument, and what else was asked. All
pitches are written ones, all lengths `Fraction`s of a whole note.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Found = Iterator[tuple[int, str]]

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
CLEFS = {
    "treble": ("G", 2, 0),
    "treble_8": ("G", 2, -1),
    "treble^8": ("G", 2, 1),
    "alto": ("C", 3, 0),
    "tenor": ("C", 4, 0),
    "bass": ("F", 4, 0),
    "bass^8": ("F", 4, 1),
}
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


class Fault(NamedTuple):
    """A broken rule, the measure where it breaks, and how."""

    rule: str
    measure: int
    message: str


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
    """A note or rest (no pitch) at a place in its bar; `parts` are its written lengths."""

    measure: int
    place: Fraction
    parts: tuple[Fraction, ...]
    pitch: Pitch | None

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
    clef: tuple[str, int, int] | None
    transposition: tuple[int, int]

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
            both_rest = last and last.pitch is None and sound.pitch is None
            if last and (both_rest or (tied_on and last.pitch == sound.pitch)):
                joined[-1] = last._replace(parts=last.parts + sound.parts)
            else:
                joined.append(sound)
            tied_on = note.tied_on
        return joined

    @property
    def notes(self) -> list[Sound]:
        return [sound for sound in self.sounds if sound.pitch]

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


@dataclass(frozen=True)
class Limits:
    """What was allowed: the level and the instrument, save where something was asked."""

    level: Row
    instrument: Row
    asked: Row

    def choices(self, name: str, usual: Iterable[Any]) -> list[Any]:
        return [self.asked[name]] if self.asked.get(name) else list(usual)

    @property
    def range(self) -> tuple[Pitch, Pitch]:
        usual = self.instrument["ranges"][self.level["number"] - 1]
        low, high = map(read_pitch, self.asked.get("range") or usual)
        return low, high

    @property
    def keys(self) -> list[str]:
        return self.choices("key", self.instrument["keys"][self.level["number"] - 1])

    @property
    def values(self) -> set[Fraction]:
        return set(map(Fraction, self.asked.get("values") or self.level["values"]))

    @property
    def leaps(self) -> set[int]:
        widest = self.asked.get("max_leap") or self.level["max_leap"]
        return set(range(widest + 1)) - set(self.level["forbidden_leaps"])


def check(
    text: str, level: Row, instrument: Row, asked: Row | None = None
) -> list[Fault]:
    """Return every fault of an étude, in the order of the rules.

    Parameters
    ----------
    text : the MusicXML.
    level, instrument : one row of each table, as JSON knows it.
    asked : what the request fixed of `time_signature`, `key`, `measures`, `range`,
        `values`, `max_leap` (semitones) and `pickup`, as JSON knows it.
    """
    try:
        score = read(text)
    except Exception as error:  # whatever music21 says of a file that is no score
        return [Fault("sound score", 0, f"not to be read: {error}")]
    broken = list(_sound_score(score))
    if broken:
        return [Fault("sound score", *fault) for fault in broken]
    limits = Limits(level, instrument, asked or {})
    return [
        Fault(rule, *fault)
        for rule, faults in RULES.items()
        for fault in faults(score, limits)
    ]


def read(text: str) -> Score:
    """Return what stands in the only part of a MusicXML text."""
    from music21 import clef, converter, key, meter, stream

    part = converter.parseData(text, format="musicxml").parts[0]
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
        LETTERS.index(text[0]), text.count("#") - text.count("b"), int(text.strip("ABCDEFGb#"))
    )


def read_key(text: str) -> tuple[int, str]:
    """Return the signature in fifths and the mode of a text such as 'Bb minor'."""
    tonic, mode = text.split()
    line = FIFTHS.index(tonic[0]) - 1 + 7 * (tonic.count("#") - tonic.count("b"))
    return line - MODE_TONICS[mode], mode


def _sound_score(score: Score) -> Found:
    if not any(bar.written for bar in score.bars):
        yield 0, "there is no note"
    if not score.keys or score.keys[0][1] not in MODE_TONICS:
        yield 0, "the key has no mode"
    if score.metre.text not in BEATS:
        yield 0, f"the metre {score.metre.text} is unknown here"
    written = [note for bar in score.bars for note in bar.written]
    for note in written:
        if note.fault:
            yield note.sound.measure, note.fault
    ends = (None, *written), (*written, None)
    for before, after in zip(*ends, strict=True):
        leads = before is not None and before.tied_on
        comes = after is not None and after.tied_from
        joins = before and after and before.sound.pitch == after.sound.pitch
        if leads != comes or (leads and not joins):
            yield (before or after).sound.measure, "a tie joins no two equal notes"


def _range(score: Score, limits: Limits) -> Found:
    low, high = limits.range
    for note in score.notes:
        if not low.midi <= note.pitch.midi <= high.midi:
            yield note.measure, f"{note.pitch} lies outside {low} to {high}"
    heights = [note.pitch.midi for note in score.notes]
    span = max(heights) - min(heights) if heights else 0
    if not limits.asked.get("range") and span > limits.level["span"]:
        yield 0, f"{span} semitones from low to high, over {limits.level['span']}"


def _bars(score: Score, limits: Limits) -> Found:
    full, pickup = score.metre.bar, score.has_pickup
    for i, bar in enumerate(score.bars):
        if bar.number != i + (not pickup):
            yield bar.number, f"bar {i + (not pickup)} has another number"
        if bar.is_implicit != (pickup and i == 0):
            yield bar.number, "a pickup, and only a pickup, is implicit"
        shortened = pickup and i in (0, len(score.bars) - 1)
        if bar.duration != full and not shortened:
            yield bar.number, f"a bar of {full} holds {bar.duration}"
    outer = score.bars[0].duration + score.bars[-1].duration
    if pickup and outer != full:
        yield score.bars[-1].number, f"pickup and last bar make {outer}, not {full}"
    allowed = limits.choices("measures", limits.level["measures"])
    if len(score.bars) - pickup not in allowed:
        yield 0, f"{len(score.bars) - pickup} bars, not {allowed}"
    wished = limits.asked.get("pickup")
    if pickup and not (limits.level["pickup"] if wished is None else wished):
        yield 0, "a pickup where none is allowed"
    if wished and not pickup:
        yield 0, "no pickup where one was asked"


def _values(score: Score, limits: Limits) -> Found:
    rests = set(map(Fraction, limits.level["rests"]))
    for sound in score.sounds:
        if sound.duration not in (limits.values if sound.pitch else rests):
            kind = "note" if sound.pitch else "rest"
            yield sound.measure, f"a {kind} of {sound.duration} is not allowed"


def _leaps(score: Score, limits: Limits) -> Found:
    by_semitone = limits.level["alterations"] in ("by step", "free")
    for one, other in pairwise(score.notes):
        low, high = sorted((one.pitch, other.pitch), key=lambda p: (p.line, p.midi))
        steps, semitones = high.line - low.line, high.midi - low.midi
        fault = ""
        if abs(semitones) not in limits.leaps:
            fault = f"{abs(semitones)} semitones"
        elif (steps, semitones) == (0, 1):
            fault = "" if by_semitone else "a chromatic semitone"
        elif (steps, semitones) != (4, 6):
            fault = _wrong_size(steps, semitones)
        if fault:
            yield other.measure, f"{one.pitch} to {other.pitch}: {fault}"


def _wrong_size(steps: int, semitones: int) -> str:
    """Say if an interval upwards is augmented or diminished."""
    octaves, within = divmod(steps, 7)
    excess = semitones - 12 * octaves - NATURALS[within]
    is_perfect = within in (0, 3, 4)
    if excess > 0:
        return "an augmented interval"
    return "a diminished interval" if excess < (0 if is_perfect else -1) else ""


def _alterations(score: Score, limits: Limits) -> Found:
    runs = [next(run) for _, run in groupby(score.notes, key=lambda note: note.pitch)]
    for before, note, after in zip(
        (None, *runs), runs, (*runs[1:], None), strict=False
    ):
        if not score.alteration(note.pitch):
            continue
        if before is None or after is None:
            yield note.measure, f"{note.pitch} is altered at the edge of the line"
        elif fault := _wrong_alteration(
            score, limits.level["alterations"], before.pitch, note.pitch, after.pitch
        ):
            yield note.measure, f"{note.pitch} to {after.pitch}: {fault}"


def _wrong_alteration(
    score: Score, allowed: str, before: Pitch, pitch: Pitch, after: Pitch
) -> str:
    if allowed == "free":
        return ""
    steps, semitones = after.line - pitch.line, after.midi - pitch.midi
    degree = score.degree(pitch)
    is_raised = score.keys[0][1] == "minor" and score.alteration(pitch) == 1
    if is_raised and degree == 7 and allowed != "none":
        to_sixth = score.alteration(after) == 1 and steps == -1 and allowed != "leading note"
        is_led = (steps, semitones) == (1, 1) or to_sixth
        return "" if is_led else "the raised seventh is not led on"
    if is_raised and degree == 6 and allowed in ("minor", "by step"):
        is_led = steps == 1 and score.alteration(after) == 1
        return "" if is_led else "the raised sixth does not rise"
    if allowed != "by step":
        return "an alteration that is not allowed"
    is_near = all(
        abs(other.line - pitch.line) <= 1 and abs(other.midi - pitch.midi) <= 2
        for other in (before, after)
    )
    return "" if is_near else "an alteration outside a line of steps"


def _signatures(score: Score, limits: Limits) -> Found:
    keys = limits.keys
    if len(score.keys) > 1 or score.keys[0] not in map(read_key, keys):
        yield 0, f"keys {score.keys}, not one of {keys}"
    metres = limits.choices("time_signature", limits.level["metres"])
    if len(score.metres) > 1 or score.metres[0] not in metres:
        yield 0, f"metres {score.metres}, not one of {metres}"
    clef = CLEFS[limits.instrument["clef"]]
    if score.clef != clef:
        yield 0, f"the clef {score.clef}, not {clef}"
    away = limits.instrument["transposition"]
    if score.transposition != (away["semitones"], away["steps"]):
        yield 0, f"transposed by {score.transposition}, not {away}"


def _start(score: Score, limits: Limits) -> Found:
    first = score.notes[0]
    if score.degree(first.pitch) not in (1, 3, 5):
        yield first.measure, f"begins on {first.pitch}, outside the tonic triad"


def _end(score: Score, limits: Limits) -> Found:
    *before, last = score.sounds
    if last.pitch is None or last.pitch[:2] != score.tonic:
        yield last.measure, "does not end on the tonic"
    beat = next(iter(score.metre.beats.values()))
    if last.duration < beat:
        yield last.measure, f"the last note lasts {last.duration}, less than a beat"
    heard = [sound.pitch for sound in before if sound.pitch]
    follows_tonic = bool(heard) and heard[-1][:2] == score.tonic
    if last.place not in score.metre.strong and not follows_tonic:
        yield last.measure, "ends on a weak place"


def _repeats(score: Score, limits: Limits) -> Found:
    for pitch, run in groupby(score.notes, key=lambda note: note.pitch):
        notes = list(run)
        if len(notes) > 3:
            yield notes[3].measure, f"{pitch} stands {len(notes)} times in a row"


def _rests(score: Score, limits: Limits) -> Found:
    sounds, metre = score.sounds, score.metre
    for i, rest in enumerate(sounds):
        if rest.pitch:
            continue
        if i in (0, len(sounds) - 1):
            yield rest.measure, "a rest stands first or last"
        if rest.end > metre.bar:
            yield rest.measure, "a rest crosses the barline"
        elif len(rest.parts) > 1 and _is_one_rest(rest, metre):
            yield rest.measure, "two rests in a row"


def _is_one_rest(rest: Sound, metre: Metre) -> bool:
    """Tell whether what stands as several rests is written as one by any engraver."""
    beat = max(metre.beats.values())
    is_plain = rest.duration.numerator == 1 and rest.duration <= beat and metre.is_simple
    return is_plain and rest.place % rest.duration == 0


def _rhythm(score: Score, limits: Limits) -> Found:
    metre, freedom = score.metre, limits.level["syncopation"]
    for note in score.notes:
        if note.end > metre.bar:
            if fault := _wrong_tie(note, metre, freedom, limits.level["ties"]):
                yield note.measure, fault
        elif freedom != "free" and metre.stronger_within(note):
            if freedom == "none" or not _is_simple_syncopation(note, metre):
                yield note.measure, f"{note.duration} from {note.place} is syncopated"
    for bar in score.bars:
        yield from ((bar.number, fault) for fault in _wrong_triplets(bar, metre))


def _wrong_tie(note: Sound, metre: Metre, freedom: str, allowed: bool) -> str:
    if not allowed:
        return "a tie crosses the barline"
    if note.duration > metre.bar:
        return "a tie across the barline is longer than a bar"
    if note.place not in metre.beats:
        return "a tie across the barline begins off the beat"
    ends_on_beat = note.end - metre.bar in metre.beats
    return "" if ends_on_beat or freedom == "free" else "a tie ends off the beat"


def _is_simple_syncopation(note: Sound, metre: Metre) -> bool:
    """Quaver-crotchet-quaver within half a bar, or crotchet-minim-crotchet."""
    beats = list(metre.beats)
    if len(beats) == 4 and (note.place, note.end) == (beats[1], beats[3]):
        return True
    from_offbeat = any(
        note.place == beat + length / 2 and note.duration == length and length != 3 * metre.unit
        for beat, length in metre.beats.items()
    )
    return from_offbeat and not any(note.place < p < note.end for p in metre.strong)


def _wrong_triplets(bar: Bar, metre: Metre) -> Iterator[str]:
    """Say of each group from an even place to the next even place what is wrong."""
    start: Fraction | None = None
    for note in bar.written:
        place, end = note.sound.place, note.sound.place + note.sound.duration
        is_triplet = note.sound.duration.denominator % 3 == 0
        if not is_triplet:
            if start is not None:
                yield "a triplet is broken off"
                start = None
            continue
        if not metre.is_simple:
            yield f"a triplet stands in {metre.text}"
        start = place if start is None else start
        if (end - start).denominator % 3:
            beat = start - start % metre.unit
            if end > beat + metre.unit or start % (end - start):
                yield "a triplet is not within its beat"
            start = None
    if start is not None:
        yield "a triplet is not complete"


RULES: dict[str, Callable[[Score, Limits], Found]] = {
    "range": _range,
    "bars": _bars,
    "values": _values,
    "leaps": _leaps,
    "alterations": _alterations,
    "signatures": _signatures,
    "start": _start,
    "end": _end,
    "repeats": _repeats,
    "rests": _rests,
    "rhythm": _rhythm,
}
"""Every rule by its name; the name "sound score" stands for a text that is no music."""
