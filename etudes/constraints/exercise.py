"""What one exercise must be: every choice made, nothing left to the model but the notes."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from etudes.encoding.relative import reference_tonic
from etudes.errors import InvalidValue
from etudes.tables.figures import Figure
from etudes.theory import Key, Pitch, TimeSignature

if TYPE_CHECKING:  # a rule strikes tables, and tables are made for an exercise
    from etudes.constraints.rule import Rule


@dataclass(frozen=True, slots=True)
class Exercise:
    """The frame of one exercise and the limits that hold in it, in written pitch.

    Attributes
    ----------
    measures : full measures; with a pickup the last one is shorter by it.
    low, high : the written range.
    values, rests : allowed lengths of notes (ties joined) and of rests.
    max_leap : largest melodic interval in semitones; `forbidden_leaps` are not allowed
        although smaller.
    syncopation, ties, alterations, chord_leaps : as in `etudes.tables.Level`.
    figures : how beats may be divided; one that none of them fills is free.
    unpitched : a rhythm on one line, whose pitches mean nothing.
    drums : the only pitches there are, or () for all.
    style : a style tag of the model, or "" for any.
    instrument : its name in the table, whose technique holds; "" for none in particular.
    more : rules that hold besides those that follow from the other fields.
    """

    level: int
    key: Key
    time_signature: TimeSignature
    measures: int
    pickup: Fraction
    low: Pitch
    high: Pitch
    values: tuple[Fraction, ...]
    rests: tuple[Fraction, ...]
    max_leap: int
    forbidden_leaps: tuple[int, ...]
    syncopation: str
    ties: bool
    alterations: str
    figures: tuple[Figure, ...] = ()
    chord_leaps: int = 0
    unpitched: bool = False
    drums: tuple[Pitch, ...] = ()
    style: str = ""
    instrument: str = ""
    more: "tuple[Rule, ...]" = ()

    def __post_init__(self) -> None:
        if self.low.midi > self.high.midi:
            raise InvalidValue(f"a range goes upwards; {self.low}:{self.high} does not")
        if not 0 <= self.pickup < self.time_signature.measure_duration:
            raise InvalidValue(
                f"a pickup is shorter than a bar of {self.time_signature}; "
                f"{self.pickup} is not"
            )

    @property
    def duration(self) -> Fraction:
        """The whole length, pickup included."""
        return self.measures * self.time_signature.measure_duration

    @property
    def tonic(self) -> Pitch:
        """The tonic from which the model sees this range."""
        return reference_tonic(self.key, (self.low.midi + self.high.midi) / 2)
