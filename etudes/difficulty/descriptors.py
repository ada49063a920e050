"""What can be measured in a melody that makes it harder or easier to read.

Sources: FANTASTIC-style statistics as used by Baker (2019) against the ratings of 40
aural-skills teachers (spread of the interval size, pitch and interval entropy);
Ramoneda et al. (2024) for pitch entropy and range against nine piano grades.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

from etudes.melody import Event, Melody
from etudes.theory import Key, TimeSignature

_CROTCHET = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Descriptors:
    """The measured features of one melody.

    Shares are 0-1, entropies in bits, intervals in semitones. `shortest` is the
    shortest note in whole notes, `density` notes a crotchet, `syncopated` the share of
    notes that sound through a stronger place in the bar than their onset, `outside` the
    share of notes outside the key signature's scale, `signature` sharps or flats.
    """

    ambitus: int
    largest_leap: int
    interval_mean: float
    interval_sd: float
    pitch_entropy: float
    interval_entropy: float
    outside: float
    signature: int
    shortest: float
    density: float
    values: int
    rhythm_entropy: float
    syncopated: float
    dotted: float
    tuplets: float
    rests: float
    tied: float
    measures: int
    metre: str

    def as_numbers(self) -> dict[str, float]:
        """Return every descriptor but the name of the metre, rounded for the store."""
        pairs = asdict(self).items()
        return {name: round(float(value), 4) for name, value in pairs if name != "metre"}


def describe(melody: Melody) -> Descriptors:
    """Return the descriptors of a melody; one that only rests has zeros.

    Examples
    --------
    >>> from etudes.theory import Pitch
    >>> scale = [(Pitch.parse(p), Fraction(1, 4)) for p in ("C4", "D4", "E4", "G4")]
    >>> d = describe(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), scale))
    >>> d.ambitus, d.largest_leap, d.density
    (7, 3, 1.0)
    """
    events = list(melody.events())
    notes = [event for event in events if event.pitch is not None]
    midi = [event.pitch.midi for event in notes if event.pitch is not None]
    sizes = [abs(b - a) for a, b in pairwise(midi)]
    lengths = [note.duration for note in notes]
    metre = melody.time_signature
    mean = sum(sizes) / max(len(sizes), 1)
    return Descriptors(
        ambitus=max(midi, default=0) - min(midi, default=0),
        largest_leap=max(sizes, default=0),
        interval_mean=mean,
        interval_sd=math.sqrt(sum((s - mean) ** 2 for s in sizes) / max(len(sizes), 1)),
        pitch_entropy=entropy(midi),
        interval_entropy=entropy(b - a for a, b in pairwise(midi)),
        outside=_share(is_outside(note, melody.key) for note in notes),
        signature=abs(melody.key.fifths),
        shortest=float(min(lengths, default=Fraction(1))),
        density=len(notes) / float(melody.duration / _CROTCHET),
        values=len(set(lengths)),
        rhythm_entropy=entropy(lengths),
        syncopated=_share(is_syncopated(note, metre) for note in notes),
        dotted=_share(length.numerator % 3 == 0 for length in lengths),
        tuplets=_share(length.denominator % 3 == 0 for length in lengths),
        rests=_share(event.pitch is None for event in events),
        tied=_share(crosses_barline(note, metre) for note in notes),
        measures=melody.full_measures,
        metre=str(metre),
    )


def is_syncopated(event: Event, metre: TimeSignature) -> bool:
    """Tell whether a note sounds through a stronger place in the bar than its onset."""
    return _hides_stronger_place(
        metre, event.onset % metre.measure_duration, event.duration
    )


@cache
def _hides_stronger_place(
    metre: TimeSignature, onset: Fraction, duration: Fraction
) -> bool:
    own = metre.strength(onset)
    if own == 4:
        return False
    full = metre.measure_duration
    places = {*metre.beats, full, *_half_beats(metre)}
    return any(
        onset < place < onset + duration and metre.strength(place % full) > own
        for place in places
    )


def crosses_barline(event: Event, metre: TimeSignature) -> bool:
    """Tell whether a note is still sounding at a barline after its onset."""
    return event.onset % metre.measure_duration + event.duration > metre.measure_duration


def is_outside(event: Event, key: Key) -> bool:
    """Tell whether a note needs an accidental that the key signature does not give."""
    pitch = event.pitch
    return pitch is not None and pitch.alter != key.signature_alter(pitch.step)


def entropy(symbols: Iterable[object]) -> float:
    """Return the Shannon entropy, in bits, of how often each symbol occurs."""
    counts = Counter(symbols)
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values()) + 0.0


def _half_beats(metre: TimeSignature) -> list[Fraction]:
    parts = 3 if metre.is_compound else 2
    return [
        start + length * i / parts
        for start, length in zip(metre.beats, metre.groups, strict=True)
        for i in range(1, parts)
    ]


def _share(claims: Iterable[bool]) -> float:
    answers = list(claims)
    return sum(answers) / max(len(answers), 1)
