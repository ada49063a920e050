"""What it costs a melody to miss what was wished of it: a focus, places to breathe."""

from collections.abc import Callable, Sequence

from etudes.focus import Focus, share
from etudes.melody import Melody
from etudes.tables import Instrument
from etudes.technique import breath_of

_FOCUS = 4.0
"""Bits an event that it costs a melody to show nothing of a focus."""

_BREATH = 0.5
"""Bits an event that it costs each time to go on for too long without a breath."""


def off_focus_of(asked: Sequence[Focus], player: Instrument) -> Callable[[Melody], float]:
    """Return the cost, in bits an event, of missing what the focuses aim at."""
    weighing = [row for row in asked if row.strength]

    def cost(melody: Melody) -> float:
        misses = [_miss(share(row, melody, player.name), row.aim) for row in weighing]
        return _FOCUS * sum(misses) / max(len(misses), 1)

    return cost


def breathless_of(player: Instrument) -> Callable[[Melody], float]:
    """Return the cost, in bits an event, of leaving the player no place to breathe."""
    breath = breath_of(player)

    def cost(melody: Melody) -> float:
        return _BREATH * sum(1 for _ in breath.faults(melody)) if breath else 0.0

    return cost


def _miss(reached: float, aim: float) -> float:
    """Return 0 where the aim is met, 1/2 at half or twice as much, 1 at nothing of it."""
    return 1 - min(reached, aim) / max(reached, aim)
