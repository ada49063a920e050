"""What a question is made for: its kind, what the teacher asks for, the model."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from etudes.checking import Standard
from etudes.checking.standard import exercise_of
from etudes.constraints.exercise import Exercise
from etudes.constraints.form import ClosesOnBeat, ClosesOnTonic, OpensOnTriad
from etudes.constraints.reachability import under
from etudes.constraints.rule import Rule
from etudes.constraints.rules import rules_of
from etudes.errors import UnsatisfiableRequest
from etudes.item.asked import asked
from etudes.item.item import Item
from etudes.item.make import make
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.listening.kind import Kind
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.tables import Instrument, rubric

_FORM = (OpensOnTriad, ClosesOnTonic, ClosesOnBeat)
"""What a whole piece keeps, and an altered one need not."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A kind, and a request for so many questions of it at a level for an instrument.

    The request's key, metre, tempo, measures, range, note values and rules go to every
    melody; None leaves them to the kind's ladder and the level.
    """

    kind: Kind
    request: Request
    runtime: Runtime

    @property
    def level(self) -> int:
        return self.request.level

    @property
    def player(self) -> Instrument:
        return self.request.player

    @property
    def count(self) -> int:
        return self.request.count or 1

    def rung(self, name: str) -> object:
        """Return what the kind's ladder has at the level."""
        return self.kind.at(name, self.level)

    def generator(self, index: int) -> np.random.Generator:
        """Return the generator of a question's own choices."""
        return np.random.default_rng([self.request.seed, index, _number(self.kind.name)])

    def tunes(self, rules: Sequence[str] = (), count: int | None = None) -> list[Item]:
        """Return as many melodies as there are questions: of the ladder's vocabulary and
        measures, in the ways that the request and `rules` ask for besides.

        Raises
        ------
        UnsatisfiableRequest
            If no melody keeps the rules.
        """
        request = self.request
        more = (*(request.rules or ()), *rules)
        return make(
            replace(
                request,
                level=self.kind.at("vocabulary", self.level),
                count=count or self.count,
                measures=request.measures or self.kind.at("measures", self.level),
                values=request.values or self._values(),
                rules=more or None,
            ),
            self.runtime,
        )

    def _values(self) -> tuple[Fraction, ...] | None:
        """Return the note values of the vocabulary that are not too short for the kind;
        None where it sets no limit."""
        if "shortest" not in self.kind.ladder:
            return None
        shortest = Fraction(self.kind.at("shortest", self.level))
        level = rubric().level(self.kind.at("vocabulary", self.level))
        return tuple(value for value in level.values if value >= shortest)

    def anew(self, tune: Melody, item: Item, seed: int, rules: Sequence[str]) -> Melody:
        """Return another melody in the key, metre and length of a tune.

        Raises
        ------
        UnsatisfiableRequest
            If no melody keeps the rules.
        """
        request = replace(
            self.request,
            level=item.level_asked,
            seed=seed,
            count=1,
            measures=tune.full_measures,
            key=tune.key,
            time_signature=tune.time_signature,
            pickup=bool(tune.pickup),
            focus=None,
            rules=tuple(rules),
            values=self.request.values or self._values(),
        )
        exercise, _ = plan(request, 0)
        # with all choices named, dealing them anew would only clash again
        if not under(rules_of(exercise), exercise, self.runtime.vocabulary).satisfiable:
            raise UnsatisfiableRequest(
                f"a melody like one of {len(tune.pitches)} notes was expected that keeps "
                f"{'; '.join(rules)}, and there is none: ask for more measures"
            )
        [made] = make(request, self.runtime)
        if made.melody.pickup != tune.pickup:
            raise UnsatisfiableRequest(
                f"an upbeat of {tune.pickup} was expected, not of {made.melody.pickup}"
            )
        return made.melody

    def rules_for(
        self, tune: Melody, level: int, more: Sequence[str] = ()
    ) -> tuple[Rule, ...]:
        """Return the rules of the level, the instrument and the kind that an altered melody
        keeps as well, and those that `more` texts ask for; how a piece begins and closes is
        not among them."""
        request = self.request
        standard = Standard.of(rubric(), level, self.player)
        plain: Exercise = exercise_of(
            standard, tune.key, tune.time_signature, tune.full_measures, tune.pickup
        )
        low, high = request.range or (plain.low, plain.high)
        exercise = replace(
            plain,
            low=low,
            high=high,
            values=request.values or self._values() or plain.values,
            max_leap=request.max_leap.semitones if request.max_leap else plain.max_leap,
        )
        built = [rule for text in more for rule in asked(text).builds(exercise)]
        kept = [rule for rule in rules_of(exercise) if not isinstance(rule, _FORM)]
        return (*kept, *built)


def keeps(rules: Sequence[Rule], melody: Melody) -> bool:
    """Whether a melody breaks none of the rules."""
    return not any(True for rule in rules for _ in rule.faults(melody))


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
