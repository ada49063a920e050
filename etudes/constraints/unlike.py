"""A rule that asks for something else than what stood there before."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from etudes.constraints.automaton import Automaton
from etudes.constraints.given import Given, refuse_disordered, told_apart
from etudes.constraints.rule import Broken
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.melody import Melody


@dataclass(frozen=True, slots=True)
class Unlike:
    """Not all of these notes and rests come as they are; some may.

    Parameters
    ----------
    events : onset from the start of the piece (its upbeat included), pitch or None for a
        rest, and length, in order.

    Raises
    ------
    InvalidValue
        If there is none, a length is not positive or off the grid of 1/96, or an event
        begins before the start or before the one ahead of it has ended.
    """

    events: tuple[Given, ...]

    def __post_init__(self) -> None:
        refuse_disordered(self.events)

    @property
    def name(self) -> str:
        if len(self.events) > 1:
            return f"not the same {len(self.events)} notes and rests as before"
        return f"not the same {self.events[0][1] or 'rest'} as before"

    def strike(self, tables: Tables) -> None:
        """Compare: state 0 has met them all so far, state 1 has met something else.

        The class of a length at a place is 0 where none of them begins in its span, 1 where
        it cannot be one of them, and a number of its own where it may be.
        """
        begins = np.arange(tables.places)[:, None] * tables.grid
        ends = begins + tables.ticks
        lengths = np.zeros_like(tables.after)
        for number, (onset, _, length) in enumerate(self.events, 2):
            start, end = to_ticks(onset), to_ticks(onset + length)
            lengths[(begins <= start) & (start < ends)] = 1
            itself = (begins == start) & (ends == end)
            lengths[itself] = number
        kinds, sounds = told_apart((p for _, p, _ in self.events if p), tables)
        step = np.ones((2, len(self.events) + 2, len(kinds) + 2), np.int64)
        step[0, 0] = 0
        for number, (_, pitch, _) in enumerate(self.events, 2):
            step[0, number, kinds[pitch] if pitch else 0] = 0
        accepts = np.array([False, True])
        tables.automata.append(Automaton(lengths, sounds, step, accepts))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        found = {
            (event.onset + melody.pickup, event.pitch, event.duration): event
            for event in melody.events()
        }
        if all(event in found for event in self.events):
            yield found[self.events[0]], f"all {len(self.events)} are the same as before"
