"""Wishes: what a melody should rather be, as a potential on the particles.

A rule forbids; a wish weighs. Where the model's law, given the rules, is p(x), the law
under a wish is p(x)·exp(w(x)), where w(x) adds up a weight for each event of x. A focus
weighs each event that shows its feature: λ each, the strength of the focus. The rules hold
as before: only what they allow is weighed.

A wish may tilt instead: then each single choice is weighed and made to add up to 1 again,
p'(c) ∝ p(c)·exp(w(c)), and it is that law which is kept, given the rules. A potential asks
of whole melodies, and a model that goes on as it began answers with all or nothing: of
études with a potential for semiquavers some had none and the others nothing else. A tilt
asks at each note anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.reachability import Reachable
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.errors import UnknownName, UnsatisfiableRequest
from etudes.focus import Focus, feature_of
from etudes.focus.features import Feature
from etudes.sampling.ahead import Ahead
from etudes.sampling.walk import Choices, Walk
from etudes.theory import Pitch

_STEP, _FOURTH = 2, 5

_BEYOND = 1.5
"""What a semitone beyond the tessitura weighs."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Wish:
    """Log-weights in the shape of the rules' tables; 0 leaves a choice as it is.

    `notes` weighs [place, duration] of notes and rests, `rests` of rests besides, `moves` a
    note after another, `opens` the first note, `tones` [place, pitch] of a note. `tilts`
    says whether each choice is weighed by itself; of a sum, if either does.
    """

    notes: Floats
    rests: Floats
    moves: Floats
    opens: Floats
    tones: Floats
    tilts: bool = False

    @classmethod
    def none(cls, tables: Tables) -> "Wish":
        """Return the wish that weighs nothing."""
        return cls(
            np.zeros(tables.note_fits.shape),
            np.zeros(tables.rest_fits.shape),
            np.zeros(tables.moves.shape),
            np.zeros(tables.opens.shape),
            np.zeros(tables.heard.shape),
        )

    def __add__(self, other: "Wish") -> "Wish":
        return Wish(
            self.notes + other.notes,
            self.rests + other.rests,
            self.moves + other.moves,
            self.opens + other.opens,
            self.tones + other.tones,
            self.tilts or other.tilts,
        )

    def __mul__(self, strength: float) -> "Wish":
        return Wish(
            self.notes * strength,
            self.rests * strength,
            self.moves * strength,
            self.opens * strength,
            self.tones * strength,
            self.tilts,
        )


def focused(
    asked: Sequence[Focus], reachable: Reachable, instrument_name: str
) -> Wish | None:
    """Return the wish of some focuses, or None where none of them weighs anything.

    Raises
    ------
    UnsatisfiableRequest
        If the rules leave a feature no place in this exercise.
    """
    weighing = [focus for focus in asked if focus.strength]
    if not weighing:
        return None
    tables = reachable.tables
    wish = Wish.none(tables)
    for focus in weighing:
        marked = _marked(feature_of(focus, instrument_name), reachable)
        if not any(marks.any() for marks in marked):
            exercise = tables.exercise
            raise UnsatisfiableRequest(
                f"the rules of level {exercise.level} leave no place for {focus.name} in "
                f"{exercise.key}, {exercise.time_signature}, {exercise.low} to "
                f"{exercise.high}; loosen one of them or ask for another focus"
            )
        notes, rests, moves, opens = (np.asarray(table, np.float64) for table in marked)
        nothing = np.zeros(tables.heard.shape)
        marks = Wish(notes, rests, moves, opens, nothing, tilts=True)
        wish += marks * focus.strength
    return wish


def harder(tables: Tables) -> Wish:
    """Return the wish for notes that are harder to read and to play.

    What makes music hard at a level is many things, so that none of them grows alone: each
    halving of a note weighs 0.5, a rest 1, a note outside the key signature 2, each fourth
    that a leap is wider than a second 1, up to an octave and a half.
    """
    wish, exercise = Wish.none(tables), tables.exercise
    shorter = np.log2(to_ticks(exercise.time_signature.beat) / tables.ticks) / 2
    midi = np.array([0 if pitch is None else pitch.midi for pitch in tables.pitches])
    leaps = np.abs(midi[:, None] - midi)
    altered = tables.by_pitch(lambda p: p.alter != exercise.key.signature_alter(p.step))
    return replace(
        wish,
        notes=wish.notes + shorter,
        rests=wish.rests + 1,
        moves=wish.moves + np.clip((leaps - _STEP) / _FOURTH, 0, 3),
        tones=wish.tones + 2 * altered,
    )


CONTOURS = {
    "arch": ((0, 0.2), (0.6, 0.9), (1, 0.2)),
    "valley": ((0, 0.8), (0.5, 0.1), (1, 0.8)),
    "rising": ((0, 0.1), (1, 0.9)),
    "falling": ((0, 0.9), (1, 0.1)),
}
"""Where a line lies in its range: points of (share of the piece, share of the range)."""


def contour(name: str, tables: Tables) -> Wish:
    """Return the wish for a line of this shape (a key of `CONTOURS`).

    A note a third of the range away from the line weighs −1, at twice the distance −4.

    Raises
    ------
    UnknownName
        If there is no such shape.
    """
    if name not in CONTOURS:
        raise UnknownName(f"a contour was expected ({', '.join(CONTOURS)}), not '{name}'")
    exercise = tables.exercise
    times, heights = zip(*CONTOURS[name], strict=True)
    wanted = np.interp(np.arange(tables.places) / tables.places, times, heights)
    low, high = exercise.low.midi, exercise.high.midi
    midi = np.array([low if pitch is None else pitch.midi for pitch in tables.pitches])
    away = (midi - low) / max(high - low, 1) - wanted[:, None]
    wish = Wish.none(tables)
    return replace(wish, tones=wish.tones - (3 * away) ** 2)


def tessitura(low: Pitch, high: Pitch, tables: Tables) -> Wish:
    """Return the wish for a line that mostly lies from `low` to `high` (written pitches).

    A note within weighs nothing, one beyond −1.5 for each semitone that it lies away, so
    that a step out is common and a leap out rare; rests weigh nothing. It tilts, for as a
    potential it left lines that hardly move.
    """
    wish = Wish.none(tables)
    midi = np.array([low.midi if p is None else p.midi for p in tables.pitches])
    away = np.maximum(low.midi - midi, 0) + np.maximum(midi - high.midi, 0)
    return replace(wish, tones=wish.tones - _BEYOND * away, tilts=True)


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
    leads: Bools = np.any(reachable.alive, axis=(1, 2))
    leads[tables.places] = True
    after = np.arange(tables.places)[:, None] + tables.ticks // tables.grid
    goes_on: Bools = leads[np.minimum(after, tables.places)] & (after <= tables.places)
    return goes_on


class Wishes:
    """The wishes of many exercises, as factors on what each melody may choose next."""

    def __init__(
        self,
        wishes: Sequence[Wish | None],
        reachables: Sequence[Reachable],
        ahead: Ahead,
    ) -> None:
        given = [w or Wish.none(r.tables) for w, r in zip(wishes, reachables, strict=True)]
        self._tilts = np.array([wish.tilts for wish in given])
        places = int(ahead.places.max()) + 1
        shape = (len(given), places, len(ahead.lengths))
        choices = ahead.tokens.shape[1]
        self._notes, self._rests = np.zeros(shape), np.zeros(shape)
        self._moves = np.zeros((len(given), choices, choices))
        self._tones = np.zeros((len(given), places, choices))
        for k, (wish, reachable) in enumerate(zip(given, reachables, strict=True)):
            until, heard = len(wish.notes), reachable.heard
            here = slice(1, len(heard) + 1)
            self._notes[k, :until] = wish.notes[:, ahead.lengths]
            self._rests[k, :until] = wish.rests[:, ahead.lengths]
            moves = np.vstack([wish.moves[heard], wish.opens])[:, heard]
            self._moves[k, : len(moves), here] = moves
            self._tones[k, :until, here] = wish.tones[:, heard]

    def of_lengths(self, walk: Walk, choices: Choices) -> Choices:
        """Add what the wish makes of durations."""
        return self._weighed(walk, choices, self._notes[walk.exercise, walk.place])

    def of_pitches(self, walk: Walk, choices: Choices, lengths: Ints) -> Choices:
        """Add what the wish makes of pitches after the chosen durations."""
        k, place = walk.exercise, walk.place
        weights = self._moves[k, walk.last] + self._tones[k, place]
        weights[:, 0] = self._rests[k, place, lengths]
        return self._weighed(walk, choices, weights)

    def _weighed(self, walk: Walk, choices: Choices, weights: Floats) -> Choices:
        tilts = self._tilts[walk.exercise]
        return replace(choices, weight=np.exp(weights), tilts=tilts)
