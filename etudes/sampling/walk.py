"""Many melodies while they grow: one exercise after another, so many particles each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.difficulty import Tags
from etudes.encoding.context import Context, Frame
from etudes.encoding.events import to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.sampling.ahead import Ahead

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Choices:
    """What the melodies may choose next: tokens, and what each is worth by the rules.

    `tokens` has shape (choices,) or (rows, choices); `worth` (rows, choices) is 0 for what
    leads nowhere. `weight` is what a wish multiplies the law by, None where there is none;
    where it `tilts` (rows, or all alike) the law is made to add up to 1 again.
    """

    tokens: Ints
    worth: Floats
    weight: Floats | None = None
    tilts: Bools | bool = False


class Walk:
    """All melodies that are still growing; row = exercise × particles + particle.

    Parameters
    ----------
    told : for each exercise the levels that the model is told.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        reachables: Sequence[Reachable],
        told: Sequence[Tags],
        particles: int,
    ) -> None:
        self.particles = particles
        self._ticks: Ints = np.array(vocabulary.durations, np.int64)
        self.ahead = Ahead(reachables)
        self.exercise = np.repeat(np.arange(len(reachables)), particles)
        self.context = Context(
            vocabulary,
            [
                frame_of(reachable.tables.exercise, tags)
                for reachable, tags in zip(reachables, told, strict=True)
            ],
        )
        self.context.take(self.exercise)
        self.last = self.ahead.start(self.exercise)
        self.state = np.zeros(len(self.exercise), np.int64)
        self._next_states = self._tokens = np.zeros((len(self.exercise), 0), np.int64)

    @property
    def going(self) -> Bools:
        return self.context.ticks_left > 0

    @property
    def place(self) -> Ints:
        place: Ints = self.context.onset // self.ahead.grids[self.exercise]
        return place

    @property
    def value(self) -> Floats:
        """The value of each melody's state, in the unit of its place."""
        return self.ahead.value(self.exercise, self.place, self.last, self.state)

    def lengths(self) -> Choices:
        """Return which durations may come next."""
        worth = self.ahead.after_lengths(self.exercise, self.place, self.last, self.state)
        return Choices(self.ahead.lengths, worth)

    def pitches(self, chosen: Ints) -> Choices:
        """Return which pitches may come with the chosen numbers among `lengths`."""
        worth, self._next_states = self.ahead.after_pitches(
            self.exercise, self.place, self.last, self.state, chosen
        )
        self._tokens = self.ahead.tokens[self.exercise]
        return Choices(self._tokens, worth)

    def log_scale_after(self, chosen: Ints) -> Floats:
        """Return the logarithm of the unit in which `pitches` gives what a choice is worth,
        as a share of the unit in which `lengths` and `value` do."""
        k, place = self.exercise, self.place
        after = self.ahead.end(k, place, chosen)
        return self.ahead.scale(k, after) - self.ahead.scale(k, place)

    def ticks_left_after(self, durations: Ints) -> Ints:
        """Return the feature for what is left after events of these duration tokens."""
        return self.context.ticks_left_after(self._ticks[durations])

    def advance(self, durations: Ints, chosen: Ints) -> None:
        """Append an event to each melody: a duration token, and the number of the pitch
        among the choices."""
        going, rows = self.going, np.arange(len(chosen))
        pitches = self._tokens[rows, chosen]
        sounds = going & (chosen > 0)
        self.last = np.where(sounds, chosen - 1, self.last)
        self.state = np.where(going, self._next_states[rows, chosen], self.state)
        self.context.advance(pitches, durations)

    def take(self, rows: Ints) -> None:
        """Go on with these melodies in place of all, whole exercises each."""
        self.exercise, self.last, self.state = (
            table[rows] for table in (self.exercise, self.last, self.state)
        )
        self.context.take(rows)


def frame_of(exercise: Exercise, told: Tags) -> Frame:
    """Return what the model is told of an exercise before its first event."""
    return Frame(
        exercise.time_signature,
        exercise.key.mode,
        to_ticks(exercise.duration),
        to_ticks(exercise.pickup),
        level=told.level,
        melody=told.melody,
        rhythm=told.rhythm,
        style=exercise.style,
    )
