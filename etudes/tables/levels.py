"""The eight levels, as data: what each allows."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.theory import TimeSignature


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the rubric (`levels.toml`), cumulative over the levels below it.

    Attributes
    ----------
    count : how many exercises fill a page.
    measures : the lengths, in measures, that exercises have.
    metres : allowed time signatures.
    values : allowed note lengths, as fractions of a whole note (a tied note counts
        with its whole length).
    rests : allowed rest lengths; empty for none.
    syncopation : "none" (no note sounds through a stronger place in the bar than its
        onset), "simple" (quaver-crotchet-quaver, crotchet-minim-crotchet) or "free".
    ties : whether a note may sound across a barline.
    span : largest distance between lowest and highest note, in semitones.
    max_leap : largest leap in semitones.
    forbidden_leaps : sizes in semitones that are not allowed although smaller.
    alterations : notes outside the key signature: "none", "leading note" (the raised
        seventh of minor, left by step to the tonic), "minor" (raised sixth and seventh),
        "by step" (any, approached and left by step) or "free".
    pickup : whether exercises may begin with an upbeat.
    tempo : lowest and highest beats a minute.
    tempo_words : words printed before the metronome mark, slow to fast.
    """

    number: int
    count: int
    measures: tuple[int, ...]
    metres: tuple[TimeSignature, ...]
    values: tuple[Fraction, ...]
    rests: tuple[Fraction, ...]
    syncopation: str
    ties: bool
    span: int
    max_leap: int
    forbidden_leaps: tuple[int, ...]
    alterations: str
    pickup: bool
    tempo: tuple[int, int]
    tempo_words: tuple[str, ...]
