"""Choosing among candidates: the level, a common close, some variety, then probability.

A blind reading of 200 items a method found that an item's own bits an event go with how
musical it seems (Spearman −0.55), and that the close matters most of all. So a candidate
that closes oddly or goes round in circles is left if there is a better one, and of the
rest the one on which the model spends least is kept. The level asked for comes first of
all: what is not in tune with it costs more than a fault. What teachers were found to
prefer weighs among those that are in tune and have none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etudes.melody import Melody
from etudes.sampling.draw import Draw
from etudes.sampling.faults import (
    closes_commonly,
    closes_firmly,
    forgets,
    is_broken_up,
    runs_on,
    too_empty,
    too_even,
    too_uniform,
)
from etudes.sampling.heard import Heard
from etudes.sampling.pleasing import bonuses

_FAULT = 1.0
"""Bits an event that each fault weighs."""

_NO_PHRASE = 0.6
"""Bits an event that it weighs to run on through the middle: with this, a third of what is
chosen comes to rest there, as people's tunes do (`benchmarks/structure.py`)."""

_NO_MOTIF = 0.2
"""Bits an event that it weighs to take nothing up again in eight bars. Three readers of 42
pieces gave those that do 0.7 of 5 more over all (`docs/model.md`); the law given the rules
returns by itself more often than people do, so little is added."""

_ALIKE = 1.0
"""Bits an event that it weighs to be made of the same turns, four notes each, as another
item of the page; half of them in common weigh half."""

_BROKEN_UP = 0.5
"""Bits an event that it weighs to rest more often than every second bar."""

IN_TUNE = 0.35
"""Levels; a candidate as near as this to the level asked for is in tune with it."""

_LEVEL_WEIGHT = 3.0
"""Bits an event for each level that the estimate is further away than that."""

NEAR = 0.5
"""Levels; how far an item may be from its level with all that it asks of the player."""

_WISHED = 0.25
"""Bits an event by which one may miss a wish more than the best and still please."""

_VERIFIED = 4
"""How many of the best are measured with all that they ask of the player."""

_DRUMS = 2
"""Where no more pitches are heard, a line lives by its rhythm."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A draw, the melody that it is, and its level as far as the notes alone tell."""

    drawn: Draw
    melody: Melody
    level: float


def choose(
    candidates: Sequence[Candidate],
    level: int,
    chosen: Sequence[Melody] | Heard = (),
    *,
    measure: Callable[[Melody], float],
    wish: Callable[[Melody], float] = lambda melody: 0.0,
    pleasing: Callable[[Candidate], float] | None = None,
) -> Candidate:
    """Return the best candidate.

    Parameters
    ----------
    level : the level asked for.
    chosen : what is on the page already; a candidate with the same opening counts as
        faulty, and what is made of the same turns costs.
    measure : the level of a melody with all that it asks of the player; slow, so it is
        asked of the best alone, and the first that is near is taken.
    wish : what else a melody should be, as a cost in bits an event.
    pleasing : how much a candidate is liked, in points of 7; None is no preference. It is
        asked only of those in tune with the level, without a fault and not behind others
        in what is wished, and only lowers their cost; so all of that goes first.
    """
    known = chosen if isinstance(chosen, Heard) else Heard(chosen)
    pitches = {pitch for candidate in candidates for pitch in candidate.melody.pitches}
    uniform = too_even if len(pitches) <= _DRUMS else too_uniform
    judge = _Judge(level, known, uniform, wish)
    costs = [judge.cost(candidate) for candidate in candidates]
    if pleasing is not None:
        for i, bits in bonuses(_points(candidates, judge, pleasing)).items():
            costs[i] -= bits
    ranked = sorted(range(len(candidates)), key=costs.__getitem__)
    likely = [candidates[i] for i in ranked[:_VERIFIED]]
    for candidate in likely:
        if abs(measure(candidate.melody) - level) <= NEAR:
            return candidate
    return likely[0]


@dataclass(frozen=True, slots=True)
class _Judge:
    """What speaks against a candidate, given the level and what is on the page already."""

    level: int
    known: Heard
    uniform: Callable[[Melody], bool]
    wish: Callable[[Melody], float]

    def faults(self, melody: Melody) -> float:
        return (
            (not closes_commonly(melody))
            + (not closes_firmly(melody)) / 2
            + 2 * self.uniform(melody)
            + too_empty(melody)
            + self.known.opens_like(melody)
        )

    def off(self, candidate: Candidate) -> float:
        return max(0.0, abs(candidate.level - self.level) - IN_TUNE)

    def cost(self, candidate: Candidate) -> float:
        melody = candidate.melody
        return (
            candidate.drawn.bits_per_event
            + _FAULT * self.faults(melody)
            + _NO_PHRASE * runs_on(melody)
            + _NO_MOTIF * forgets(melody)
            + _BROKEN_UP * is_broken_up(melody)
            + _ALIKE * self.known.alike(melody)
            + _LEVEL_WEIGHT * self.off(candidate)
            + self.wish(melody)
        )

    def is_sound(self, candidate: Candidate) -> bool:
        return not self.off(candidate) and not self.faults(candidate.melody)


def _points(
    candidates: Sequence[Candidate], judge: _Judge, pleasing: Callable[[Candidate], float]
) -> dict[int, float]:
    """Return how much each sound candidate is liked that misses no more than others."""
    wished = {
        i: judge.wish(one.melody) for i, one in enumerate(candidates) if judge.is_sound(one)
    }
    least = min(wished.values(), default=0.0)
    return {
        i: pleasing(candidates[i]) for i, miss in wished.items() if miss <= least + _WISHED
    }
