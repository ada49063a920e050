"""The tilt that a focus gives the sampler: log-weights on the tables of the rules.

Where the model chooses what comes next with probability p(x), a tilted sampler chooses in
proportion to p(x)·exp(λ·count(x)), where λ is the strength of the focus and count(x) is 1
if x shows its feature. Durations and pitches are two choices, so each is tilted on its
own. The rules hold as before: only what they allow is weighed. Of n candidates the k-th is
tilted by k/n of the strength: among them is one that shows the feature often enough and
not too often, whatever the level and the instrument.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.reachability import Reachable
from etudes.errors import UnsatisfiableRequest
from etudes.focus import Focus, feature_of
from etudes.focus.features import Feature

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tilt:
    """Log-weights in the shape of the rules' tables; 0 leaves a choice as it is.

    `notes` and `rests` weigh [place, duration], `moves` a note after another, `opens`
    the first note.
    """

    notes: Floats
    rests: Floats
    moves: Floats
    opens: Floats


def tilt_towards(
    asked: Sequence[Focus], reachable: Reachable, instrument_name: str
) -> Tilt | None:
    """Return the tilt of an exercise, or None where no focus weighs anything.

    Raises
    ------
    UnsatisfiableRequest
        If the rules leave a feature no place in this exercise.
    """
    weighing = [focus for focus in asked if focus.strength]
    if not weighing:
        return None
    tables = reachable.tables
    tilt = Tilt(
        np.zeros(tables.note_fits.shape),
        np.zeros(tables.rest_fits.shape),
        np.zeros(tables.moves.shape),
        np.zeros(tables.opens.shape),
    )
    for focus in weighing:
        marked = _marked(feature_of(focus, instrument_name), reachable)
        if not any(marks.any() for marks in marked):
            exercise = tables.exercise
            raise UnsatisfiableRequest(
                f"the rules of level {exercise.level} leave no place for {focus.name} in "
                f"{exercise.key}, {exercise.time_signature}, {exercise.low} to "
                f"{exercise.high}; loosen one of them or ask for another focus"
            )
        weighed = (tilt.notes, tilt.rests, tilt.moves, tilt.opens)
        for weights, marks in zip(weighed, marked, strict=True):
            weights += focus.strength * marks
    return tilt


def _marked(feature: Feature, reachable: Reachable) -> tuple[Bools, Bools, Bools, Bools]:
    """Return where in the tables of notes, rests, moves and openings the feature is."""
    tables = reachable.tables
    notes, rests, moves, opens = (
        np.zeros_like(table)
        for table in (tables.note_fits, tables.rest_fits, tables.moves, tables.opens)
    )
    if feature.value:
        notes = tables.note_fits & tables.by_place(feature.value) & _goes_on(reachable)
    if feature.rest:
        rests = tables.rest_fits
    if feature.move:
        moves = tables.moves & tables.by_move(feature.move)
    if feature.tone:
        key = tables.exercise.key
        tones = [p is not None and feature.tone(key, p) for p in tables.pitches]
        moves, opens = tables.moves & tones, tables.opens & tones
    return notes, rests, moves, opens


def _goes_on(reachable: Reachable) -> Bools:
    """Return at which [place, duration] the end can still be reached after the note."""
    tables = reachable.tables
    leads: Bools = np.any(reachable.alive, axis=(1, 2, 3))
    leads[tables.places] = True
    after = np.arange(tables.places)[:, None] + tables.ticks // tables.grid
    goes_on: Bools = leads[np.minimum(after, tables.places)] & (after <= tables.places)
    return goes_on
