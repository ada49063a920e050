"""What can be measured in a line of music that makes it harder or easier to read.

Sources: interval spread, interval and pitch entropy and tonalness as Baker (2019)
correlated them with the ratings of 40 aural-skills teachers (descriptors of FANTASTIC,
Müllensiefen 2009); pitch entropy and range as Ramoneda et al. (2024) did with nine piano
grades; the other features are those that sight-reading rubrics name.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from etudes.melody import Melody
from etudes.tables import Instrument
from etudes.technique import technique_of
from etudes.theory import Key, Pitch, TimeSignature
from etudes.theory.tonality import tonalness

_CROTCHET = Fraction(1, 4)
_NEVER = 9
"""The level of a key that an instrument's table does not hold at all."""


@dataclass(frozen=True, slots=True)
class Descriptors:
    """The measured features of one line.

    Shares are 0-1, entropies in bits, intervals in semitones.

    Attributes
    ----------
    ambitus : from the lowest to the highest note.
    tessitura : share of notes outside the instrument's comfortable range; 0 without one.
    largest_leap, interval_mean, interval_sd : of the absolute melodic interval.
    steps, skips, leaps, wide_leaps : share of intervals of 1-2 semitones, of thirds, of
        a fourth to a fifth, and of more; the rest are repeated notes.
    pitch_entropy, interval_entropy : how unpredictable pitches and directed intervals are.
    tonalness : best correlation with the profile of any key (`etudes.theory.tonality`).
    outside : share of notes outside the key signature's scale.
    signature : sharps or flats.
    key_level : level at which the instrument meets the key; 0 without an instrument.
    shortest : the shortest note in whole notes.
    density : notes a crotchet.
    values : distinct note lengths; `rhythm_entropy` : their entropy.
    syncopated : share of notes that sound through a stronger place in the bar than
        their onset; `dotted` (whole beats aside), `tuplets`, `tied` (over a barline) and
        `rests` likewise.
    notes, measures : the length.
    metre : the time signature, the last one where it changes; `metres` : how many.
    pace : notes a second at the given tempo; 0 where none is given.
    technique : what a note asks of the player on average, 0 nothing to 1 hard
        (`etudes.technique`); 0 without an instrument.
    is_drummed : whether it is for drums, tuned or not, where rhythm is what is read.
    """

    ambitus: int
    tessitura: float
    largest_leap: int
    interval_mean: float
    interval_sd: float
    steps: float
    skips: float
    leaps: float
    wide_leaps: float
    pitch_entropy: float
    interval_entropy: float
    tonalness: float
    outside: float
    signature: int
    key_level: int
    shortest: float
    density: float
    values: int
    rhythm_entropy: float
    syncopated: float
    dotted: float
    tuplets: float
    rests: float
    tied: float
    notes: int
    measures: int
    metre: str
    metres: int
    pace: float
    technique: float
    is_drummed: bool

    def as_numbers(self) -> dict[str, float]:
        """Return every descriptor but the name of the metre, rounded for the store."""
        pairs = asdict(self).items()
        return {name: round(float(value), 4) for name, value in pairs if name != "metre"}


def describe(
    music: Melody | Sequence[Melody],
    instrument: Instrument | None = None,
    crotchets_per_minute: float | None = None,
    *,
    with_technique: bool = True,
) -> Descriptors:
    """Return the descriptors of a line: a melody, or passages in a row.

    Parameters
    ----------
    instrument : adds what depends on the player; pitches are its written ones.
    with_technique : False leaves out the easiest fingering, which takes longer to find
        than all the rest to measure.

    Examples
    --------
    >>> scale = [(Pitch.parse(p), Fraction(1, 4)) for p in ("C4", "D4", "E4", "G4")]
    >>> d = describe(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), scale))
    >>> d.ambitus, d.largest_leap, d.density
    (7, 3, 1.0)
    """
    passages = (music,) if isinstance(music, Melody) else tuple(music)
    pitches = [pitch for passage in passages for pitch in passage.pitches]
    midi = [pitch.midi for pitch in pitches]
    moves = [b.midi - a.midi for p in passages for a, b in pairwise(p.pitches)]
    sizes = [abs(move) for move in moves]
    mean = sum(sizes) / max(len(sizes), 1)
    placed = [_placed_notes(passage) for passage in passages]
    lengths = Counter[Fraction]()
    for notes in placed:
        for (_, length), count in notes.items():
            lengths[length] += count
    events = sum(len(list(passage.events())) for passage in passages)
    crotchets = float(sum(_length(passage) for passage in passages) / _CROTCHET)
    density = len(pitches) / crotchets

    traits = _Traits(0, 0, 0, 0)
    for passage, notes in zip(passages, placed, strict=True):
        for (place, length), count in notes.items():
            of_note = _traits(place, length, passage.time_signature)
            traits = _Traits(
                *(
                    total + count * holds
                    for total, holds in zip(traits, of_note, strict=True)
                )
            )

    return Descriptors(
        ambitus=max(midi, default=0) - min(midi, default=0),
        tessitura=_share(_uncomfortable(pitches, instrument), pitches),
        largest_leap=max(sizes, default=0),
        interval_mean=mean,
        interval_sd=math.sqrt(sum((s - mean) ** 2 for s in sizes) / max(len(sizes), 1)),
        steps=_share((size for size in sizes if 1 <= size <= 2), sizes),
        skips=_share((size for size in sizes if 3 <= size <= 4), sizes),
        leaps=_share((size for size in sizes if 5 <= size <= 7), sizes),
        wide_leaps=_share((size for size in sizes if size > 7), sizes),
        pitch_entropy=entropy(Counter(midi)),
        interval_entropy=entropy(Counter(moves)),
        tonalness=tonalness(_sounding_time(passages)),
        outside=_share((x for p in passages for x in _outside(p)), pitches),
        signature=max((abs(p.key.fifths) for p in passages), default=0),
        key_level=max((_key_level(p.key, instrument) for p in passages), default=0),
        shortest=float(min(lengths, default=Fraction(1))),
        density=density,
        values=len(lengths),
        rhythm_entropy=entropy(lengths),
        syncopated=traits.syncopated / max(len(pitches), 1),
        dotted=traits.dotted / max(len(pitches), 1),
        tuplets=traits.tuplets / max(len(pitches), 1),
        rests=(events - len(pitches)) / max(events, 1),
        tied=traits.tied / max(len(pitches), 1),
        notes=len(pitches),
        measures=sum(p.full_measures for p in passages),
        metre=str(passages[-1].time_signature),
        metres=len({p.time_signature for p in passages}),
        pace=density * (crotchets_per_minute or 0) / 60,
        technique=_technique(pitches, instrument) if with_technique else 0.0,
        is_drummed=instrument is not None and _is_drum(instrument),
    )


class _Traits(NamedTuple):
    """Of a note whether, of many how often, its rhythm has each of these traits."""

    syncopated: int
    dotted: int
    tuplets: int
    tied: int


@cache
def _traits(place: Fraction, length: Fraction, metre: TimeSignature) -> _Traits:
    # asked once for all four: to look a fraction up costs as much as to work with it
    return _Traits(
        hides_stronger_place(place, length, metre),
        is_dotted(place, length, metre),
        is_tuplet(length),
        crosses_barline(place, length, metre),
    )


@cache
def hides_stronger_place(place: Fraction, length: Fraction, metre: TimeSignature) -> bool:
    """Tell whether a note sounds through a stronger place in the bar than its own."""
    own = metre.strength(place)
    if own == 4:
        return False
    full = metre.measure_duration
    end = place + length
    return any(
        place < inner < end and metre.strength(inner % full) > own
        for inner in (*metre.beats, full, *_half_beats(metre))
    )


def crosses_barline(place: Fraction, length: Fraction, metre: TimeSignature) -> bool:
    """Tell whether a note is still sounding at a barline after its onset."""
    return place + length > metre.measure_duration


def is_outside(pitch: Pitch, key: Key) -> bool:
    """Tell whether a note needs an accidental that the key signature does not give."""
    return pitch.alter != key.signature_alter(pitch.step)


def is_dotted(place: Fraction, length: Fraction, metre: TimeSignature) -> bool:
    """Tell whether a note is dotted (3/8, 3/4, 3/16 …) and not just a beat or several."""
    ends = {*metre.beats, metre.measure_duration}
    is_beats = place in ends and place + length in ends
    return length.numerator == 3 and not is_tuplet(length) and not is_beats


def is_tuplet(length: Fraction) -> bool:
    """Tell whether a length belongs to a triplet or another tuplet."""
    return length.denominator & (length.denominator - 1) != 0


def entropy(counts: Counter[Any]) -> float:
    """Return the Shannon entropy, in bits, of symbols that occur so often."""
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values()) + 0.0


def _placed_notes(melody: Melody) -> Counter[tuple[Fraction, Fraction]]:
    """Count the notes by place in the bar and length."""
    full = melody.time_signature.measure_duration
    return Counter((e.onset % full, e.duration) for e in melody.events() if e.pitch)


def _length(melody: Melody) -> Fraction:
    *_, last = melody.events()
    return last.onset + last.duration + melody.pickup


def _sounding_time(passages: Iterable[Melody]) -> list[float]:
    sounding = [0.0] * 12
    for passage in passages:
        for event in passage.events():
            if event.pitch is not None:
                sounding[event.pitch.midi % 12] += float(event.duration)
    return sounding


def _outside(melody: Melody) -> list[Pitch]:
    return [pitch for pitch in melody.pitches if is_outside(pitch, melody.key)]


def _uncomfortable(pitches: Iterable[Pitch], instrument: Instrument | None) -> list[Pitch]:
    if instrument is None:
        return []
    low, high = instrument.comfortable
    return [pitch for pitch in pitches if not low.midi <= pitch.midi <= high.midi]


def _is_drum(instrument: Instrument) -> bool:
    return instrument.unpitched or bool(instrument.drums)


def _technique(pitches: Sequence[Pitch], instrument: Instrument | None) -> float:
    technique = technique_of(instrument.name) if instrument else None
    return technique.cost(pitches) if technique else 0.0


def _key_level(key: Key, instrument: Instrument | None) -> int:
    """Return the level at which an instrument first meets a key signature."""
    if instrument is None:
        return 0
    fifths = key.fifths
    for level, keys in enumerate(instrument.keys, start=1):
        if any(known.fifths == fifths for known in keys):
            return level
    return _NEVER


def _half_beats(metre: TimeSignature) -> list[Fraction]:
    parts = 3 if metre.is_compound else 2
    return [
        start + length * i / parts
        for start, length in zip(metre.beats, metre.groups, strict=True)
        for i in range(1, parts)
    ]


def _share(some: Iterable[object], every: Sequence[object]) -> float:
    return sum(1 for _ in some) / max(len(every), 1)
