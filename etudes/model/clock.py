"""The time that a training has taken and is allowed."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from etudes.model.checkpoints import Progress
from etudes.model.plan import Plan

_LATE = 0.1
"""So much more of the time than of the epochs may be gone; the first steps compile."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What can be seen of a training while it runs; `done` is a share of it all.

    `bits` are those of this epoch's training events so far.
    """

    epoch: int
    epochs: int
    done: float
    bits: float
    events_per_second: float
    seconds_left: float


Watch = Callable[[Moment], None]


class Clock:
    """Minutes since the training began, all its runs together, and what they allow."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self._limit, self._before = plan.minutes, progress.minutes
        self._start = time.monotonic()
        self._done_before = progress.epoch / plan.epochs
        self._is_late = False

    @property
    def minutes(self) -> float:
        return self._before + (time.monotonic() - self._start) / 60

    @property
    def is_over(self) -> bool:
        return self.minutes >= self._limit

    def done(self, by_epochs: float) -> float:
        """Return how much of the training is done, from 0 to 1, at the start of a step.

        By the epochs, until the time limit is clearly nearer than the last epoch: the
        clock must not reach into a training that it will not end.
        """
        by_clock = self.minutes / self._limit
        self._is_late |= by_clock > by_epochs + _LATE or by_clock >= 1
        return max(by_epochs, by_clock) if self._is_late else by_epochs

    def seconds_left(self, done: float) -> float:
        """Return an estimate, at the pace of this run so far."""
        share = done - self._done_before
        at_this_pace = (
            (1 - done) * (self.minutes - self._before) / share if share > 0 else 0
        )
        return 60 * max(min(at_this_pace, self._limit - self.minutes), 0.0)
