"""One exercise: a melody with everything that is needed to print and to repeat it."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.errors import InvalidValue
from etudes.markings import NONE, Markings
from etudes.melody import Melody
from etudes.sampling.diagnostics import Sampling


@dataclass(frozen=True, slots=True)
class Tempo:
    """A metronome mark: so many `beat`s (a written value) a minute, and a word."""

    beat: Fraction
    beats_per_minute: int
    word: str

    @property
    def crotchets_per_minute(self) -> float:
        return float(self.beats_per_minute * self.beat * 4)


@dataclass(frozen=True, slots=True)
class Item:
    """A made étude.

    `melody` is in written pitch for `instrument` (the name in the table). `id` is the
    same for the same request, seed, index and model. `bits_per_note` is what the model
    spends on the melody, `mass_removed` the mean share of probability that the rules
    took from the model's choices. `sampling` tells how it was drawn, event by event; it is
    None where that was not kept. `markings` are the signs at its notes, in every format.

    Raises
    ------
    InvalidValue
        If `sampling` tells of more or fewer events than the melody has, or `markings`
        cannot stand at its notes.
    """

    id: str
    index: int
    seed: int
    instrument: str
    melody: Melody
    tempo: Tempo
    level_asked: int
    level_measured: float
    descriptors: dict[str, float]
    model_name: str
    model_digest: str
    bits_per_note: float
    mass_removed: float
    sampling: Sampling | None = None
    markings: Markings = NONE

    def __post_init__(self) -> None:
        self.markings.fits(self.melody)
        told, events = self.sampling, sum(1 for _ in self.melody.events())
        if told and len(told.bits) != events:
            raise InvalidValue(
                f"item {self.id} has {events} events, and its sampling tells of "
                f"{len(told.bits)}"
            )
