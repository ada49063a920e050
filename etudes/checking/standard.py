"""What a line is held against."""

from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction

from etudes.constraints.exercise import Exercise
from etudes.constraints.percussion import tuning
from etudes.errors import UnknownName, UnsatisfiableRequest
from etudes.tables import Instrument, Level, Rubric
from etudes.tables import instrument as instrument_called
from etudes.tables.signs import is_allowed
from etudes.theory import Key, Pitch, TimeSignature


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

    @property
    def technique(self) -> str:
        """The name under which the instrument's technique is known; "" for an instrument of
        one's own, or read in another clef."""
        with suppress(UnknownName):
            if instrument_called(self.instrument.name) == self.instrument:
                return self.instrument.name
        return ""

    def read_in(self, clef: str) -> "Standard":
        """Return the standard with the instrument read in a clef of a page, if it may be:
        with and without an octave's 8 everywhere, otherwise where clefs may change."""
        player = self.instrument
        if clef not in dict(player.other_clefs):
            return self
        is_same_staff = _without_octave(clef) == _without_octave(player.clef)
        if is_same_staff or is_allowed("change of clef", self.level):
            return replace(self, instrument=player.in_clef(clef))
        return self

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


def _without_octave(clef: str) -> str:
    return clef.removesuffix("8").rstrip("_^")


def exercise_of(
    standard: Standard,
    key: Key,
    metre: TimeSignature,
    measures: int,
    pickup: Fraction = Fraction(0),
) -> Exercise:
    """Return the exercise whose rules the level and the instrument set."""
    level, player = standard.level, standard.instrument
    low, high = standard.range
    return Exercise(
        level=level.number,
        key=key,
        time_signature=metre,
        measures=measures,
        pickup=pickup,
        low=low,
        high=high,
        values=level.values,
        rests=level.rests,
        max_leap=level.max_leap,
        forbidden_leaps=level.forbidden_leaps,
        chord_leaps=level.chord_leaps,
        figures=level.figures,
        syncopation=level.syncopation,
        ties=level.ties,
        alterations=level.alterations,
        unpitched=player.unpitched,
        drums=standard.drums(key),
        instrument=standard.technique,
    )
