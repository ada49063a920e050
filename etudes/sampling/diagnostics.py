"""What is known of how a melody was drawn: a value that goes with it for good.

What the rules cost is told in bits. If the model, left alone, keeps all rules with
probability P, then −log2 P is how far its law given the rules lies from its own law: the
Kullback–Leibler divergence of the two, in bits a melody.
"""

from dataclasses import dataclass
from itertools import chain
from math import inf, isfinite

from etudes.errors import InvalidValue

Pairs = tuple[tuple[float, float], ...]
"""For each event a figure of its duration and one of its pitch."""

DIGITS = 4
"""Digits after the point that are kept; the last ones of a float differ by machine."""

PUSHED = 0.5
"""The rules push where they take more than this share of a choice's probability."""

SURPRISED = 8.0
"""Bits; the model is surprised where an event costs more, duration and pitch together."""

_SLACK = 1e-3
"""By so much a figure that was rounded may pass its bounds."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a melody was drawn, and what each event of it cost.

    "The model, left alone" is the model as it was told of this exercise: metre, mode, bars,
    upbeat, style and levels.

    Attributes
    ----------
    particles : how many melodies grew side by side, this one among them.
    rounds : how often so many were drawn before one was chosen (the thermostat).
    effective_size : how many equally weighted melodies the particles were worth at the end,
        from 1 to `particles` (Kong, 1992).
    least_size : the same where it was least on the way.
    resampled : how often copies of heavy particles took the place of light ones.
    evidence_bits : −log2 of what the particles estimate the mean of 1(x)·g(x) to be, over
        all x that the model, left alone, writes. 1(x) tells whether x keeps all rules; g(x)
        is the potential of the wishes that this melody was drawn with, and the wish for
        harder notes is nearly always one. So it is no probability, and often negative.
    rules_bits : −log2 of the probability that the model, left alone, keeps all rules, by
        the estimate of particles that were drawn without any wish; None where none of those
        came to an end.
    bits : what the model, left alone, spends on duration and pitch of each event.
    removed : the share of probability that the rules took from each of these choices.

    Notes
    -----
    An estimate is unbiased as a mean or a probability; in bits it is a little too much on
    average, the more so the smaller the effective size.

    Raises
    ------
    InvalidValue
        If a figure is not finite or lies outside its bounds, or if `bits` and `removed` do
        not tell of the same events, at least one.

    Examples
    --------
    >>> costs, removed = ((1.0, 2.0), (0.5, 9.0)), ((0.0, 0.25), (0.0, 0.75))
    >>> Sampling(16, 1, 11.5, 9.0, 0, -3.5, 8.0, costs, removed).constraint_bits_per_note
    4.0
    """

    particles: int
    rounds: int
    effective_size: float
    least_size: float
    resampled: int
    evidence_bits: float
    rules_bits: float | None
    bits: Pairs
    removed: Pairs

    def __post_init__(self) -> None:
        if not self.bits or len(self.bits) != len(self.removed):
            raise InvalidValue(
                "bits and removed shares of the same events were expected, not of "
                f"{len(self.bits)} and of {len(self.removed)}"
            )
        _within("particles", self.particles, 1, inf)
        _within("rounds", self.rounds, 1, inf)
        _within("effective_size", self.effective_size, 1, self.particles)
        _within("least_size", self.least_size, 1, self.particles)
        _within("resampled", self.resampled, 0, inf)
        _within("evidence_bits", self.evidence_bits, -inf, inf)
        if self.rules_bits is not None:
            _within("rules_bits", self.rules_bits, -inf, inf)
        for bits in chain.from_iterable(self.bits):
            _within("bits", bits, 0, inf)
        for share in chain.from_iterable(self.removed):
            _within("removed", share, 0, 1)

    @property
    def constraint_bits_per_note(self) -> float | None:
        """What the rules cost: `rules_bits` for each event of this melody."""
        if self.rules_bits is None:
            return None
        return round(self.rules_bits / len(self.bits), DIGITS)

    def summary(self) -> dict[str, float | None]:
        """Return what concerns the whole melody, by name."""
        return {
            "particles": self.particles,
            "rounds": self.rounds,
            "effective_size": self.effective_size,
            "least_size": self.least_size,
            "resampled": self.resampled,
            "evidence_bits": self.evidence_bits,
            "rules_bits": self.rules_bits,
            "constraint_bits_per_note": self.constraint_bits_per_note,
        }


def _within(name: str, figure: float, low: float, high: float) -> None:
    if not (isfinite(figure) and low - _SLACK <= figure <= high + _SLACK):
        raise InvalidValue(
            f"{name} of a sampling from {low} to {high} was expected, not {figure}"
        )
