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

from reader import (
    BEATS,
    MODE_TONICS,
    NATURALS,
    Bar,
    Metre,
    Pitch,
    Score,
    Sound,
    read,
    read_key,
    read_pitch,
)

Row = Mapping[str, Any]
Found = Iterator[tuple[int, str]]

CLEFS = {
    "treble": ("G", 2, 0),
    "treble_8": ("G", 2, -1),
    "treble^8": ("G", 2, 1),
    "alto": ("C", 3, 0),
    "tenor": ("C", 4, 0),
    "bass": ("F", 4, 0),
    "bass^8": ("F", 4, 1),
    "percussion": ("percussion", None, 0),
}


class Fault(NamedTuple):
    """A broken rule, the measure where it breaks, and how."""

    rule: str
    measure: int
    message: str


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


def check(text: str, level: Row, instrument: Row, asked: Row | None = None) -> list[Fault]:
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
    rules = RHYTHM_RULES if instrument.get("unpitched") else RULES
    if instrument.get("drums"):
        rules = DRUM_RULES
    return [
        Fault(rule, *fault)
        for rule, faults in rules.items()
        for fault in faults(score, limits)
    ]


def _sound_score(score: Score) -> Found:
    if not score.notes:
        yield 0, "there is no note"
    if not score.unpitched and (not score.keys or score.keys[0][1] not in MODE_TONICS):
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
        joins = before and after and before.sound.sounding == after.sound.sounding
        if leads != comes or (leads and not joins):
            at = before or after
            yield at.sound.measure if at else 0, "a tie joins no two equal notes"


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
        if sound.duration not in (rests if sound.is_rest else limits.values):
            kind = "rest" if sound.is_rest else "note"
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
    for before, note, after in zip((None, *runs), runs, (*runs[1:], None), strict=False):
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
        to_sixth = (
            score.alteration(after) == 1 and steps == -1 and allowed != "leading note"
        )
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
    if score.unpitched:
        if score.keys:
            yield 0, "a rhythm has a key"
    elif len(score.keys) > 1 or score.keys[0] not in map(read_key, keys):
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
    if last.is_rest or last.pitch[:2] != score.tonic:
        yield last.measure, "does not end on the tonic"
    beat = next(iter(score.metre.beats.values()))
    if len(score.metre.beats) == 1:  # in one beat a bar a pickup shortens it
        beat = min(beat, last.place + last.duration)
    if last.duration < beat:
        yield last.measure, f"the last note lasts {last.duration}, less than a beat"
    heard = [sound.pitch for sound in before if not sound.is_rest]
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
        if not rest.is_rest:
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
            is_triplet = note.duration.denominator % 3 == 0  # has its own rule, below
            is_simple = freedom == "simple" and _is_simple_syncopation(note, metre)
            if not (is_triplet or is_simple):
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
        note.place == beat + length / 2
        and note.duration == length
        and length != 3 * metre.unit
        for beat, length in metre.beats.items()
    )
    return from_offbeat and not any(note.place < p < note.end for p in metre.strong)


def _wrong_triplets(bar: Bar, metre: Metre) -> Iterator[str]:
    """Say of each group from an even place to the next even place what is wrong."""
    start: Fraction | None = None
    for sound in (note.sound for note in bar.written):
        if sound.duration.denominator % 3:
            if start is not None:
                yield "a triplet is broken off"
            start = None
            continue
        if not metre.is_simple:
            yield f"a triplet stands in {metre.text}"
            return
        start = sound.place if start is None else start
        if (sound.end - start).denominator % 3:
            is_within = sound.end <= start - start % metre.unit + metre.unit
            if not is_within or start % (sound.end - start):
                yield "a triplet is not within its beat"
            start = None
    if start is not None:
        yield "a triplet is not complete"


def _figures(score: Score, limits: Limits) -> Found:
    """A beat is whole or divided as the level lists; rests stand as notes do."""
    if not limits.values <= set(map(Fraction, limits.level["values"])):
        return  # values beyond the level bring figures of their own
    figures = [tuple(map(Fraction, figure)) for figure in limits.level["figures"]]
    for bar in score.bars:
        for start, end in score.metre.pulses:
            listed = [
                {start + sum(f[:i]) for i in range(len(f) + 1)}
                for f in figures
                if sum(f) == end - start
            ]
            borders = _borders(bar, start, end)
            whole = not borders or borders == {start, end}
            fits = (
                borders == {p for p in figure if min(borders) <= p <= max(borders)}
                for figure in listed
            )
            if listed and not whole and not any(fits):
                yield bar.number, f"no figure has borders at {sorted(map(str, borders))}"


def _borders(bar: Bar, start: Fraction, end: Fraction) -> set[Fraction]:
    """Where sounds begin or end within a beat, as far as the bar fills it."""
    first = bar.written[0].sound.place if bar.written else end
    low, high = max(start, first), min(end, first + bar.duration)
    if low >= high:
        return set()
    begun = {note.sound.place for note in bar.written if not note.tied_from}
    return {low, high} | {place for place in begun if low < place < high}


def _chord_leaps(score: Score, limits: Limits) -> Found:
    """The leaps that the level keeps inside chords lie in I, IV or V7."""
    least = limits.level["chord_leaps"]
    for one, other in pairwise(score.notes):
        if not least or abs(one.pitch.midi - other.pitch.midi) < least:
            continue
        degrees = {score.degree(one.pitch), score.degree(other.pitch)}
        is_in_key = all(
            score.alteration(note.pitch) == 0
            or (
                score.keys[0][1] == "minor"
                and (score.degree(note.pitch), score.alteration(note.pitch)) == (7, 1)
            )
            for note in (one, other)
        )
        is_in_chord = any(
            degrees <= chord for chord in ({1, 3, 5}, {4, 6, 1}, {5, 7, 2, 4})
        )
        if not (is_in_key and is_in_chord):
            yield other.measure, f"{one.pitch} to {other.pitch}: in none of I, IV, V7"


def _one_line(score: Score, limits: Limits) -> Found:
    if not score.unpitched:
        yield 0, "a rhythm has notes with pitch"
    for note in score.notes:
        if str(note.pitch) != "B4":
            yield note.measure, f"{note.pitch} stands off the middle line"


def _last_beat(score: Score, limits: Limits) -> Found:
    last = score.sounds[-1]
    if last.is_rest or last.place not in score.metre.strong:
        yield last.measure, "does not end with a note on a strong beat"
    beat = next(iter(score.metre.beats.values()))
    if last.duration < min(beat, last.place + last.duration):
        yield last.measure, f"the last note lasts {last.duration}, less than a beat"


def _tuning(score: Score, limits: Limits) -> Found:
    """Two drums are the tonic and the dominant, the third is the subdominant, the fourth
    the second degree; each drum has one pitch."""
    count = limits.instrument["drums"][limits.level["number"] - 1]
    drums = {score.degree(note.pitch): note.pitch for note in score.notes}
    for note in score.notes:
        degree = score.degree(note.pitch)
        if degree not in (1, 5, 4, 2)[:count] or score.alteration(note.pitch):
            yield note.measure, f"no drum of {count} is tuned to {note.pitch}"
        elif note.pitch != drums[degree]:
            yield note.measure, f"{note.pitch} and {drums[degree]} need two drums"


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
    "figures": _figures,
    "chord leaps": _chord_leaps,
}
"""Every rule by its name; the name "sound score" stands for a text that is no music."""

_OF_PITCH = {"range", "leaps", "chord leaps", "alterations", "start", "end", "repeats"}
RHYTHM_RULES = {
    **{name: rule for name, rule in RULES.items() if name not in _OF_PITCH},
    "one line": _one_line,
    "last beat": _last_beat,
}
"""What holds without pitch."""

_OF_LEAPS = {"leaps", "chord leaps", "repeats"}
DRUM_RULES = {
    **{name: rule for name, rule in RULES.items() if name not in _OF_LEAPS},
    "tuning": _tuning,
}
"""Two drums leap a fourth from the first lesson on, and repeat."""
