"""Measures that return, written from what each melody has drawn before."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.reachability import Reachable
from etudes.constraints.returns import FREE, Returns
from etudes.sampling.ahead import Ahead
from etudes.sampling.walk import Choices, Walk

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NONE = -1


class Returning:
    """What is given of the events of many melodies, because a measure returns.

    A choice is a number, as in `Walk`: of a length, and of a pitch, 0 for a rest.
    """

    def __init__(
        self, reachables: Sequence[Reachable], ahead: Ahead, particles: int
    ) -> None:
        count, choices = len(reachables), ahead.tokens.shape[1]
        places = int(ahead.places.max()) + 1
        self._source = np.full((count, places), _NONE)
        self._rule = np.zeros((count, places), np.int64)
        leads = [np.full(choices, _NONE)]
        for k, reachable in enumerate(reachables):
            for rule in returns_of(reachable):
                earlier, later = rule.places(reachable.tables)
                self._source[k, later] = np.arange(earlier.start, earlier.stop)
                self._rule[k, later] = len(leads)
                leads.append(_numbered(rule, reachable, choices))
        self._leads = np.stack(leads)
        rows = count * particles
        self._lengths = np.full((rows, places), _NONE)
        self._pitches = np.full((rows, places), _NONE)

    def of_lengths(self, walk: Walk, choices: Choices) -> Choices:
        """Leave the length that returns, where one does."""
        given = self._given(walk, self._lengths)
        fits = (given == _NONE)[:, None] | (
            np.arange(choices.worth.shape[1]) == given[:, None]
        )
        return replace(choices, worth=np.where(fits, choices.worth, 0.0))

    def of_pitches(self, walk: Walk, choices: Choices) -> Choices:
        """Leave the pitch that returns, where one does; a rest returns as a rest."""
        earlier = self._given(walk, self._pitches)
        rule = self._rule[walk.exercise, walk.place]
        lead = self._leads[rule, np.maximum(earlier, 0)]
        number = np.arange(choices.worth.shape[1])
        is_rest = (number == 0) & (earlier[:, None] == 0)
        is_note = (number > 0) & (earlier[:, None] > 0)
        led = (lead[:, None] == FREE) | (lead[:, None] == number)
        fits = (earlier == _NONE)[:, None] | is_rest | (is_note & led)
        return replace(choices, worth=np.where(fits, choices.worth, 0.0))

    def keep(self, walk: Walk, lengths: Ints, pitches: Ints) -> None:
        """Remember what was chosen, before the melodies go on."""
        rows = np.arange(len(lengths))
        self._lengths[rows, walk.place] = lengths
        self._pitches[rows, walk.place] = pitches

    def take(self, rows: Ints) -> None:
        self._lengths, self._pitches = self._lengths[rows], self._pitches[rows]

    def _given(self, walk: Walk, table: Ints) -> Ints:
        source = self._source[walk.exercise, walk.place]
        found = table[np.arange(len(source)), np.maximum(source, 0)]
        given: Ints = np.where(source == _NONE, _NONE, found)
        return given


def returns_of(reachable: Reachable) -> list[Returns]:
    """Return the rules of an exercise by which measures return."""
    more = reachable.tables.exercise.more
    return [rule for rule in more if isinstance(rule, Returns)]


def _numbered(rule: Returns, reachable: Reachable, choices: int) -> Ints:
    """Return the number of the pitch that each number becomes."""
    tokens = rule.pitches(reachable.tables)
    numbers = np.full(choices, _NONE)
    if rule.rhythm_only:
        numbers[:] = FREE
        return numbers
    number = {token: i for i, token in enumerate(reachable.heard.tolist(), start=1)}
    for i, token in enumerate(reachable.heard.tolist(), start=1):
        numbers[i] = number.get(int(tokens[token]), _NONE)
    return numbers
