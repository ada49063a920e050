"""Backward reachability with values: whence the end can be reached, and how well.

A state is (place, pitch last heard, state of the rules' automaton). Working backwards from
the end gives each state a value: the probability that a simple law (`Law`), left alone
there, goes on to the end without breaking a rule. It is positive exactly where some melody
leads to the end; so sampling that moves only among these can never fall into a dead end,
and a request that nothing satisfies is known before a note is drawn. How large it is tells
the sampler which of two ways is likelier to end well.

The values are the backward messages of Markov chains under regular constraints
(Papadopoulos, Pachet, Roy, Sakellariou, "Exact sampling for regular and Markov constraints
with belief propagation", CP 2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.automaton import DEAD, Automaton, Bools, Ints, product
from etudes.constraints.exercise import Exercise
from etudes.constraints.law import Even, Law
from etudes.constraints.rule import Rule
from etudes.constraints.rules import rules_of
from etudes.constraints.tables import Tables, all_allowed
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import UnsatisfiableRequest

Floats = NDArray[np.float64]
Values = NDArray[np.float32]

_LEAST = 1e-30
"""A value never falls below this share of the largest at its place, unless it is zero."""


@dataclass(frozen=True)
class Reachable:
    """The tables of an exercise and the values of its states.

    Attributes
    ----------
    automaton : what the rules remember, all together.
    heard : the pitch tokens that can sound; a state's pitch is a number among these, and
        one more for "nothing heard yet".
    lengths : the duration tokens that can be chosen.
    values : shape (places + 1, pitches + 1, states), as shares of e^`scales` of the place.
    onward : the value of what comes after each length, before a pitch is chosen, in the
        same unit; shape (places, pitches + 1, states, lengths).
    scales : shape (places + 1,).
    """

    tables: Tables
    automaton: Automaton
    heard: Ints
    lengths: Ints
    values: Values
    onward: Values
    scales: Floats

    @property
    def satisfiable(self) -> bool:
        return bool(self.values[0, -1, 0] > 0)

    @cached_property
    def alive(self) -> Bools:
        """Which states lead to the end."""
        return self.values > 0

    def trusting(self, share: float) -> "Reachable":
        """Return the same with every value to this power: 1 looks ahead as the law does, 0
        sees no further than that a state leads to the end."""

        def powered(values: Values) -> Values:
            found: Values = np.where(values > 0, np.maximum(values, _LEAST) ** share, 0)
            return found.astype(np.float32)

        return replace(
            self,
            values=powered(self.values),
            onward=powered(self.onward),
            scales=self.scales * share,
        )


def reach(exercise: Exercise, vocabulary: Vocabulary, law: Law | None = None) -> Reachable:
    """Return the values of an exercise's states under all its rules.

    Parameters
    ----------
    law : by what a way to the end is weighed; None weighs every melody the same.

    Raises
    ------
    UnsatisfiableRequest
        If no melody keeps the rules; the message names a smallest set that clashes.
    """
    reachable = under(rules_of(exercise), exercise, vocabulary, law)
    if reachable.satisfiable:
        return reachable
    raise Clash(exercise, vocabulary)


class Clash(UnsatisfiableRequest):
    """Rules that cannot be kept together. Which, is found out when the message is read:
    that takes a hundred times as long as to see that they clash, and where a plan is dealt
    anew nobody reads it."""

    def __init__(self, exercise: Exercise, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._exercise, self._vocabulary = exercise, vocabulary

    def __str__(self) -> str:
        return self._message

    @cached_property
    def _message(self) -> str:
        exercise = self._exercise
        clash = clashing_rules(exercise, self._vocabulary, rules_of(exercise))
        return (
            f"no melody of {exercise.measures} measures of {exercise.time_signature} keeps "
            f"these together: {'; '.join(rule.name for rule in clash)}; loosen one of them"
        )


def clashing_rules(
    exercise: Exercise, vocabulary: Vocabulary, rules: Sequence[Rule]
) -> list[Rule]:
    """Return a smallest set of rules that cannot be kept together.

    Each rule is left out in turn; it stays out if the rest still clash.
    """
    kept = list(rules)
    for rule in rules:
        others = [other for other in kept if other is not rule]
        if not under(others, exercise, vocabulary).satisfiable:
            kept = others
    return kept


def under(
    rules: Sequence[Rule],
    exercise: Exercise,
    vocabulary: Vocabulary,
    law: Law | None = None,
) -> Reachable:
    """Return the values of an exercise's states under these rules alone."""
    tables = all_allowed(exercise, vocabulary)
    for rule in rules:
        rule.strike(tables)
    return valued(tables, law or Even())


def valued(tables: Tables, law: Law) -> Reachable:
    """Return the values of all states of what the rules have left.

    Time and memory grow linearly with the places at which something may begin.
    """
    inside = tables.after <= tables.places
    notes, rests = tables.note_fits & inside, tables.rest_fits & inside
    follows = tables.follows & tables.heard.any(axis=0)
    heard = np.flatnonzero(follows.any(axis=0))
    lengths = np.flatnonzero((notes | rests).any(axis=0))
    occurs = follows.copy()
    occurs[:, 0] |= rests.any()
    automaton = product(tables.automata, notes | rests, occurs)
    backward = _Backward(tables, automaton, heard, lengths, law)
    values, onward, scales = backward.run(notes[:, lengths], rests[:, lengths])
    return Reachable(tables, automaton, heard, lengths, values, onward, scales)


class _Backward:
    """The backward pass, in numbers of the pitches and lengths that occur."""

    def __init__(
        self,
        tables: Tables,
        automaton: Automaton,
        heard: Ints,
        lengths: Ints,
        law: Law,
    ) -> None:
        rows = np.append(heard, len(tables.pitches))  # the last: before the first note
        sounds, contexts = law.sounds(tables)
        self._places = tables.places
        self._after = tables.after[:, lengths]
        self._heard = tables.heard[:, heard]
        self._length_law = law.lengths(tables)[:, lengths]
        self._rest_law = sounds[:, rows, 0]
        self._weights = np.where(
            tables.follows[np.ix_(rows, heard)],
            sounds[:, rows[:, None], heard],
            0.0,
        )
        self._contexts = contexts[:, lengths]
        self._length_classes = automaton.lengths[:, lengths]
        self._sound_classes = automaton.sounds[np.ix_(rows, heard)]
        self._rest_classes = automaton.sounds[rows, 0]
        self._automaton = automaton
        self._groups: dict[tuple[int, int], list[tuple[Ints, Ints, Floats]]] = {}

    def run(self, notes: Bools, rests: Bools) -> tuple[Values, Values, Floats]:
        places, states = self._places, self._automaton.states
        rows = len(self._rest_classes)
        values = np.zeros((places + 1, rows, states))
        values[places, :-1] = self._automaton.accepts
        onward = np.zeros((places, rows, states, notes.shape[1]), np.float32)
        scales = np.zeros(places + 1)
        living = np.zeros(places + 1, np.bool_)
        living[places] = True
        fits = notes | rests
        for place in np.flatnonzero(fits.any(axis=1))[::-1]:
            here = np.flatnonzero(fits[place])
            here = here[living[self._after[place, here]]]
            if not len(here):
                continue
            after = self._after[place, here]
            unit = scales[after].max()
            ahead = values[after] * np.exp(scales[after] - unit)[:, None, None]
            total = np.zeros((rows, states, len(here)))
            kinds = self._length_classes[place, here], self._contexts[place, here]
            for kind in set(zip(*(k.tolist() for k in kinds), strict=True)):
                of_kind = (kinds[0] == kind[0]) & (kinds[1] == kind[1])
                if (which := np.flatnonzero(of_kind & notes[place, here])).size:
                    total[:, :, which] += self._noted(place, kind, ahead[which])
                if (which := np.flatnonzero(of_kind & rests[place, here])).size:
                    total[:, :, which] += self._rested(kind, ahead[which])
            row = total @ self._length_law[place, here]
            largest = row.max()
            if largest == 0:
                continue
            living[place] = True
            values[place] = _floored(row / largest)
            onward[place][:, :, here] = _floored(total / largest)
            scales[place] = unit + np.log(largest)
        return values.astype(np.float32), onward, scales

    def _noted(self, place: int, kind: tuple[int, int], ahead: Floats) -> Floats:
        """Return what notes of some lengths are worth: (pitches + 1, states, lengths)."""
        begun = ahead[:, :-1] * self._heard[place][None, :, None]
        lengths = len(begun)
        total = np.zeros((len(self._rest_classes), lengths, self._automaton.states))
        for step, targets, weights in self._grouped(kind):
            led = np.where(step != DEAD, begun[:, targets][:, :, step], 0.0)
            flat = led.transpose(1, 0, 2).reshape(len(targets), -1)
            total += (weights @ flat).reshape(len(weights), lengths, -1)
        return total.transpose(0, 2, 1)

    def _grouped(self, kind: tuple[int, int]) -> list[tuple[Ints, Ints, Floats]]:
        """Return (next state of each state, pitches moved to, weights of moves to them) for
        each class of moves that the automaton tells apart after this class of lengths."""
        if kind not in self._groups:
            length, context = kind
            steps = self._automaton.step[:, length, :]
            unique, group = np.unique(steps, axis=1, return_inverse=True)
            of_move = group.ravel()[self._sound_classes]
            weights = self._weights[context]
            self._groups[kind] = groups = []
            for n in range(unique.shape[1]):
                moves = np.where(of_move == n, weights, 0.0)
                targets = np.flatnonzero(moves.any(axis=0))
                if (unique[:, n] != DEAD).any() and len(targets):
                    groups.append((unique[:, n], targets, moves[:, targets]))
        return self._groups[kind]

    def _rested(self, kind: tuple[int, int], ahead: Floats) -> Floats:
        """Return what rests of some lengths are worth: (pitches + 1, states, lengths)."""
        length, context = kind
        step = self._automaton.step[:, length][:, self._rest_classes].T  # (pitches, states)
        led = np.take_along_axis(ahead, np.maximum(step, 0)[None], axis=2)
        worth = np.where(step != DEAD, led, 0.0) * self._rest_law[context][:, None]
        of_lengths: Floats = worth.transpose(1, 2, 0)
        return of_lengths


def _floored(values: Floats) -> Floats:
    floored: Floats = np.where(values > 0, np.maximum(values, _LEAST), 0.0)
    return floored
