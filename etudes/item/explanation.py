"""How an item was drawn, bar by bar: what its notes cost, and where the rules pushed."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.melody import Event, Melody
from etudes.sampling.diagnostics import PUSHED, SURPRISED, Sampling
from etudes.theory import Pitch


@dataclass(frozen=True, slots=True)
class Step:
    """An event that was drawn.

    Attributes
    ----------
    place : how far after its bar's downbeat it begins, in whole notes.
    bits : what its duration and its pitch cost the model.
    removed : the share of probability that the rules took from each of the two choices.
    """

    event: Event
    place: Fraction
    bits: tuple[float, float]
    removed: tuple[float, float]

    @property
    def pushed(self) -> bool:
        """Whether the rules took more of a choice than they left."""
        return max(self.removed) > PUSHED

    @property
    def surprised(self) -> bool:
        return sum(self.bits) > SURPRISED


@dataclass(frozen=True, slots=True)
class Bar:
    """The events that begin in a bar; 0 is the upbeat. `held` sounds on from before."""

    number: int
    held: Pitch | None
    steps: tuple[Step, ...]

    @property
    def bits(self) -> tuple[float, float]:
        """What durations and pitches cost, in bits an event; 0 where nothing begins."""
        count = max(len(self.steps), 1)
        durations, pitches = (sum(step.bits[i] for step in self.steps) for i in (0, 1))
        return durations / count, pitches / count

    @property
    def removed(self) -> tuple[float, float]:
        """The mean and the highest share that the rules took from a choice."""
        shares = [share for step in self.steps for share in step.removed]
        return sum(shares) / max(len(shares), 1), max(shares, default=0.0)


def bars(melody: Melody, sampling: Sampling) -> tuple[Bar, ...]:
    """Return the bars of a melody with what is known of each of its events.

    Parameters
    ----------
    sampling : of this melody; an `Item` sees to it that the events are as many.

    Examples
    --------
    >>> from etudes.theory import Key, TimeSignature
    >>> line = [(Pitch.parse("G4"), Fraction(1, 4)), (Pitch.parse("C4"), Fraction(1, 2))]
    >>> two = Melody.from_events(
    ...     Key.parse("C major"), TimeSignature(2, 4), line, Fraction(1, 4))
    >>> costs, removed = ((1.0, 2.0), (0.5, 9.0)), ((0.0, 0.25), (0.0, 0.75))
    >>> told = Sampling(16, 1, 11.5, 9.0, 0, -3.5, 8.0, costs, removed)
    >>> [(bar.number, bar.bits, bar.removed) for bar in bars(two, told)]
    [(0, (1.0, 2.0), (0.125, 0.25)), (1, (0.5, 9.0), (0.375, 0.75))]
    """
    full = melody.time_signature.measure_duration
    steps = [
        Step(event, event.onset % full, bits, removed)
        for event, bits, removed in zip(
            melody.events(), sampling.bits, sampling.removed, strict=True
        )
    ]
    first = 0 if melody.pickup else 1
    return tuple(
        Bar(
            number,
            _held(melody, (number - 1) * full),
            tuple(step for step in steps if step.event.onset // full + 1 == number),
        )
        for number in range(first, first + len(melody.measures))
    )


def _held(melody: Melody, barline: Fraction) -> Pitch | None:
    for event in melody.events():
        if event.onset < barline < event.onset + event.duration:
            return event.pitch
    return None
