"""What a line is held against."""

from dataclasses import dataclass

from etudes.constraints.percussion import tuning
from etudes.errors import UnsatisfiableRequest
from etudes.tables import Instrument, Level, Rubric
from etudes.theory import Key, Pitch


@dataclass(frozen=True, slots=True)
class Standard:
    """A level of a rubric, and an instrument with what it has at that level."""

    level: Level
    instrument: Instrument
    keys: tuple[Key, ...]

    @classmethod
    def of(cls, rubric: Rubric, number: int, instrument: Instrument) -> "Standard":
        """Return the standard of a level by its number.

        Raises
        ------
        InvalidValue
            If the number is not 1 to 8.
        """
        return cls(
            rubric.level(number), instrument, rubric.keys_for(instrument)[number - 1]
        )

    @property
    def range(self) -> tuple[Pitch, Pitch]:
        """The instrument's written range at the level."""
        return self.instrument.ranges[self.level.number - 1]

    def drums(self, key: Key) -> tuple[Pitch, ...]:
        """Return what the instrument's drums are tuned to in a key; () where there are
        none, or none that can be."""
        if not self.instrument.drums:
            return ()
        try:
            count = self.instrument.drums[self.level.number - 1]
            return tuning(key, count, self.range)
        except UnsatisfiableRequest:
            return ()

    def __str__(self) -> str:
        return f"the {self.instrument.label} at level {self.level.number}"
