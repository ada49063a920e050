"""What a rule is: a name, what it strikes out of the tables, where a melody breaks it.

The generator keeps a rule by striking out (`strike`), `etudes check` holds a finished
melody against it (`faults`); both ask the same predicate, so they cannot disagree.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

from etudes.constraints.tables import Tables
from etudes.melody import Event, Melody
from etudes.theory import Pitch

Broken = tuple[Event | None, str]
"""Where a rule breaks and how, in a teacher's words; None stands for the whole piece."""


class Rule(Protocol):
    """A hard rule. `name` is a phrase for a message: "leaps up to a perfect fourth"."""

    @property
    def name(self) -> str: ...

    def strike(self, tables: Tables) -> None:
        """Strike out of the tables what the rule forbids."""

    def faults(self, melody: Melody) -> Iterator[Broken]:
        """Yield each place where a melody breaks the rule, in order."""


def sounding(melody: Melody) -> list[tuple[Event, Pitch]]:
    """Return the events that are notes, each with its pitch."""
    return [(event, event.pitch) for event in melody.events() if event.pitch is not None]


def place_in_bar(event: Event, melody: Melody) -> Fraction:
    """Return how far after its downbeat an event begins."""
    return event.onset % melody.time_signature.measure_duration
