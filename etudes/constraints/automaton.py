"""What a rule remembers beyond the last pitch: a finite automaton, and products of them.

An automaton reads a melody event by event. It does not see the event itself but two
classes: that of its length at its place, and that of its pitch after the pitch last heard.
So a rule says with two small tables what it distinguishes, and with a third what follows.
The automaton of a whole request is the product of its rules' automata, made of the states
and classes that can occur.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DEAD = -1
"""What follows an event that a rule forbids."""


@dataclass(frozen=True)
class Automaton:
    """A deterministic automaton over events; it begins in state 0.

    Attributes
    ----------
    lengths : class of a length at a place, shape (places, durations).
    sounds : class of a pitch after the one last heard, shape (pitches + 1, pitches); the
        last row is before the first note, column 0 is a rest.
    step : the next state, or `DEAD`, shape (states, length classes, sound classes).
    accepts : whether the piece may end in a state, shape (states,).

    Examples
    --------
    At most one rest, where pitch 0 is the rest:

    >>> once = Automaton(
    ...     lengths=np.zeros((4, 1), np.int64),
    ...     sounds=np.array([[1, 0], [1, 0], [1, 0]]),
    ...     step=np.array([[[0, 1]], [[1, DEAD]]]),
    ...     accepts=np.array([True, True]),
    ... )
    >>> once.states
    2
    """

    lengths: Ints
    sounds: Ints
    step: Ints
    accepts: Bools

    def __post_init__(self) -> None:
        states, lengths, sounds = self.step.shape
        if (
            self.lengths.max(initial=0) >= lengths
            or self.sounds.max(initial=0) >= sounds
            or self.step.max(initial=0) >= states
            or len(self.accepts) != states
        ):
            raise InvalidValue(
                f"an automaton whose tables fit its {states} states was expected, with "
                f"classes below {lengths} and {sounds}"
            )

    @property
    def states(self) -> int:
        return len(self.accepts)


def gate(lengths: Ints | Bools, sounds: Ints | Bools, passes: Bools) -> Automaton:
    """Return the automaton of a rule without memory: which classes may go together.

    Parameters
    ----------
    passes : shape (length classes, sound classes).
    """
    step = np.where(passes, 0, DEAD)[None]
    of_length, of_sound = (np.asarray(table, np.int64) for table in (lengths, sounds))
    return Automaton(of_length, of_sound, step, np.ones(1, np.bool_))


def product(automata: Sequence[Automaton], fits: Bools, follows: Bools) -> Automaton:
    """Return the automaton that keeps all of these, in states that can be reached.

    Parameters
    ----------
    fits : which lengths may begin where, shape (places, durations); classes of others are
        not told apart.
    follows : which pitch may follow which, and the rest, shape (pitches + 1, pitches).
    """
    anything = gate(np.zeros_like(fits), np.zeros_like(follows), np.ones((1, 1), np.bool_))
    automata = automata or [anything]
    lengths, of_length = _classes([a.lengths for a in automata], fits)
    sounds, of_sound = _classes([a.sounds for a in automata], follows)
    starts = np.zeros((1, len(automata)), np.int64)
    states, steps = [starts], []
    known = {tuple(starts[0].tolist()): 0}
    frontier = starts
    while len(frontier):
        after = np.stack(
            [
                automaton.step[
                    frontier[:, i, None, None],
                    of_length[None, :, i, None],
                    of_sound[None, None, :, i],
                ]
                for i, automaton in enumerate(automata)
            ],
            axis=-1,
        )
        dead = (after == DEAD).any(axis=-1)
        numbers = np.full(dead.shape, DEAD)
        living = after[~dead]
        unique, inverse = np.unique(living, axis=0, return_inverse=True)
        new = [row for row in unique.tolist() if tuple(row) not in known]
        for row in new:
            known[tuple(row)] = len(known)
        ids = np.array([known[tuple(row)] for row in unique.tolist()], np.int64)
        numbers[~dead] = ids[inverse.ravel()] if len(ids) else []
        steps.append(numbers)
        frontier = np.array(new, np.int64).reshape(-1, len(automata))
        states.append(frontier)
    every = np.concatenate(states)
    accepts = np.ones(len(every), np.bool_)
    for i, automaton in enumerate(automata):
        accepts &= automaton.accepts[every[:, i]]
    return Automaton(lengths, sounds, np.concatenate(steps), accepts)


def _classes(tables: Sequence[Ints], occurs: Bools) -> tuple[Ints, Ints]:
    """Return one table of classes for many, and the class of each in each of the many.

    The second has shape (classes, tables).
    """
    codes = np.zeros(occurs.shape, np.int64)
    for table in tables:
        codes = codes * (int(table.max(initial=0)) + 1) + table
    if not occurs.any():
        occurs = np.ones_like(occurs)
    found, first = np.unique(codes[occurs], return_index=True)
    numbers = np.where(occurs, np.searchsorted(found, codes), 0)
    columns = [np.broadcast_to(t, occurs.shape)[occurs][first] for t in tables]
    none = np.zeros((len(found), 0), np.int64)
    return numbers, np.stack(columns, axis=1) if columns else none
