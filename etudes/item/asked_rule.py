"""A rule that is asked for, read: what it says of a piece and is for an exercise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from etudes.constraints.exercise import Exercise
from etudes.constraints.rule import Rule
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.rule_words import short
from etudes.theory import Pitch, TimeSignature

Builds = Callable[[Exercise], Sequence[Rule]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule that is asked for, read.

    Attributes
    ----------
    text : kind and words, in one way of writing.
    builds : the rules that it is for an exercise.
    pitches : those that sound for certain, or may.
    only : whether no other pitches sound.
    opens, closes : the first and the last note, where they are known.
    notes : whether it says what some notes are, so that a level's every rhythm may be
        needed at once.
    parts : what divides the number of measures.
    length : of the whole piece, where it is known.
    bars : what stands between the barlines that were written, if any were.
    upbeat : its length, 0 for none; None where the rule does not say.
    melodic : whether it speaks of pitch, so that a rhythm on one line has no such rule.
    """

    text: str
    builds: Builds
    pitches: tuple[Pitch, ...] = ()
    only: bool = False
    opens: Pitch | None = None
    closes: Pitch | None = None
    notes: bool = False
    parts: int = 1
    length: Fraction | None = None
    bars: tuple[Fraction, ...] = ()
    upbeat: Fraction | None = None
    melodic: bool = False

    def admits(self, metre: TimeSignature) -> bool:
        """Tell whether what is known of a piece can be in a metre."""
        bar = metre.measure_duration
        fills = self.length is None or (self.length / bar).denominator == 1
        return fills and self._bars_fit(bar) and (self.upbeat is None or self.upbeat < bar)

    def upbeat_in(self, metre: TimeSignature) -> Fraction | None:
        """Return the length of the upbeat in a metre, None where it is not known."""
        if self.bars and self.upbeat is None:
            return self.bars[0] % metre.measure_duration
        return self.upbeat

    def _bars_fit(self, bar: Fraction) -> bool:
        return max(self.bars, default=bar) <= bar and all(b == bar for b in self.bars[1:-1])

    def rules(self, exercise: Exercise) -> Sequence[Rule]:
        """Return what an exercise must keep.

        Raises
        ------
        InvalidValue
            If the rule cannot be one of such an exercise, as a count of what the
            instrument does not have.
        UnsatisfiableRequest
            If the exercise has too few measures for it or none that it can divide.
        """
        try:
            metre = exercise.time_signature
            if not self._bars_fit(metre.measure_duration):
                raise UnsatisfiableRequest(
                    f"barlines as in {metre} were expected, not bars of "
                    f"{', '.join(map(str, self.bars))}; name the metre with --time"
                )
            return self.builds(exercise)
        except UnsatisfiableRequest as error:
            raise UnsatisfiableRequest(f"the rule '{short(self.text)}': {error}") from None
        except InvalidValue as error:
            raise InvalidValue(f"the rule '{short(self.text)}': {error}") from None


def always(rule: Rule) -> Builds:
    """Return what builds the same rule for every exercise."""
    return lambda exercise: (rule,)
