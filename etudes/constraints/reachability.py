"""Exact backward reachability: from which states the end can still be reached.

A state is (place, last pitch, how many equal notes in a row, whether a rest stands
between). Working backwards from the end marks every state that some melody leads out
of; sampling that moves only among these can never fall into a dead end, and a request
that nothing satisfies is known before a note is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.constraints.rule import Rule
from etudes.constraints.rules import rules_of
from etudes.constraints.tables import Bools, Tables, all_allowed
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import UnsatisfiableRequest

_COUNTED = 4
"""Equal notes in a row that a state can count."""


@dataclass(frozen=True)
class Reachable:
    """The tables of an exercise and the states from which its end can be reached.

    `alive[place, pitch, run - 1, rested]` speaks of the state before the event that
    begins at `place`: the pitch last heard, its run, and whether a rest followed it.
    `first[place, pitch]` says that a first note of this pitch may end at `place`.
    """

    tables: Tables
    alive: Bools
    satisfiable: bool


def reach(exercise: Exercise, vocabulary: Vocabulary) -> Reachable:
    """Return the reachable states of an exercise under all its rules.

    Raises
    ------
    UnsatisfiableRequest
        If no melody keeps the rules; the message names a smallest set that clashes.
    """
    rules = rules_of(exercise)
    reachable = _reach(exercise, vocabulary, rules)
    if reachable.satisfiable:
        return reachable
    clash = clashing_rules(exercise, vocabulary, rules)
    raise UnsatisfiableRequest(
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
        if not _reach(exercise, vocabulary, others).satisfiable:
            kept = others
    return kept


def _reach(exercise: Exercise, vocabulary: Vocabulary, rules: Sequence[Rule]) -> Reachable:
    tables = all_allowed(exercise, vocabulary)
    for rule in rules:
        rule.strike(tables)
    alive = _backward(tables)
    return Reachable(tables, alive, _can_begin(tables, alive))


def _backward(tables: Tables) -> Bools:
    """Return `Reachable.alive`, worked out for the pitches and lengths that are left."""
    places = tables.places
    runs = min(tables.most_equal, _COUNTED)
    left = np.flatnonzero(tables.moves.any(axis=1) | tables.opens | tables.ends)
    moves, tonic = tables.moves[np.ix_(left, left)], tables.ends[left]
    same = np.diagonal(moves)
    others: Bools = moves & ~np.eye(len(left), dtype=np.bool_)
    after = np.arange(places)[:, None] + tables.ticks // tables.grid
    notes, rests = (t & (after < places) for t in (tables.note_fits, tables.rest_fits))

    last = tables.note_fits & (after == places)
    closing = (last & tables.closes).any(axis=1)[:, None]
    closing_after = closing | (last & tables.closes_after_tonic).any(axis=1)[:, None]
    may_close = np.where(tonic, closing_after, closing)  # (places, pitches before)
    close_away = may_close & (others & tonic).any(axis=1)
    close_here = closing_after & same & tonic

    alive = np.zeros((places + 1, len(left), runs, 2), np.bool_)
    for place in range(places - 1, -1, -1):
        leads = alive[after[place, notes[place]], :, :, 0]
        begun: Bools = np.any(leads, axis=0)  # (pitches, runs)
        onwards: Bools = np.any(others & begun[:, 0], axis=1)
        alive[place] = (onwards | close_away[place])[:, None, None]
        longer = begun[:, 1:] & same[:, None] | close_here[place][:, None]
        alive[place, :, :-1] |= longer[:, :, None]
        if tables.most_equal > runs:  # no limit: the last run stands for all longer ones
            alive[place, :, -1] |= (begun[:, -1] & same | close_here[place])[:, None]
        if rests[place].any():
            rested = alive[after[place, rests[place]], :, :, 1].any(axis=0)
            alive[place, :, :, 0] |= rested
    full = np.zeros((places + 1, len(tables.pitches), runs, 2), np.bool_)
    full[:, left] = alive
    return full


def _can_begin(tables: Tables, alive: Bools) -> bool:
    steps = tables.ticks // tables.grid
    inner = tables.note_fits[0] & (steps < tables.places)
    if (alive[steps[inner], :, 0, 0] & tables.opens).any():
        return True
    whole = tables.note_fits[0] & (steps == tables.places) & tables.closes[0]
    return bool(whole.any() and (tables.opens & tables.ends).any())
