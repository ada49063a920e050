"""Drawing melodies from the model under the rules, many at once.

At each step the tables of reachable states tell which durations and pitches lead on to
the end; the model's probabilities are cut down to these and renewed. Nothing else
touches the model's law, unless a focus tilts it (`etudes.sampling.tilt`).
"""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.difficulty import Tags
from etudes.encoding.events import EventArrays, decode, to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.tilt import Tilt
from etudes.sampling.walk import Bools, Floats, Ints, Walk


@dataclass(frozen=True)
class Draw:
    """One melody as drawn, and what each choice in it cost.

    Attributes
    ----------
    pitches, durations : token ids, one of each an event.
    choice_bits : what the unconstrained model spends on the first event's duration, on its
        pitch, on the next one's duration ...
    choice_removed : the share of probability that the rules took from each of these
        choices.
    """

    pitches: tuple[int, ...]
    durations: tuple[int, ...]
    choice_bits: tuple[float, ...]
    choice_removed: tuple[float, ...]

    @property
    def bits(self) -> float:
        """What the unconstrained model spends on the melody in all."""
        return sum(self.choice_bits)

    @property
    def bits_per_event(self) -> float:
        return self.bits / len(self.pitches)

    @property
    def mass_removed(self) -> float:
        """The mean share of probability that the rules took from a choice."""
        return sum(self.choice_removed) / len(self.choice_removed)


def draw(
    runtime: Runtime,
    reachables: Sequence[Reachable],
    rngs: Sequence[np.random.Generator],
    candidates: int,
    told: Sequence[Tags] | None = None,
    temperature: float = 1.0,
    tilts: Sequence[Tilt | None] | None = None,
) -> list[list[Draw]]:
    """Draw so many melodies for each exercise.

    Parameters
    ----------
    reachables : one for each exercise, with the same vocabulary as the runtime.
    rngs : one generator for each exercise; an exercise's draws depend on its own alone.
    told : for each exercise the levels that the model is told; None tells its own.
    temperature : the model's logits are divided by it; 1 is the model's own law.
    tilts : one for each exercise, or None; without them the law is the model's own.

    Returns
    -------
    list of lists
        `candidates` draws for each exercise, in order. Every one keeps every rule.
    """
    tags = told or [_own_tags(reachable.tables.exercise) for reachable in reachables]
    walk = Walk(runtime.vocabulary, reachables, tags, candidates)
    tilted = _Tilted(tilts, walk) if tilts and any(tilts) else None
    chances = [rng.random((walk.longest, 2, candidates)) for rng in rngs]
    chance = np.concatenate(chances, axis=2)
    state = runtime.start(walk.rows)
    with _one_thread():
        for t in range(walk.longest):
            rows = np.flatnonzero(walk.going)  # finished melodies cost nothing more
            if not len(rows):
                break
            features = walk.context.features()[rows]
            duration_logits, new = runtime.step(features, [layer[rows] for layer in state])
            for layer, layer_now in zip(state, new, strict=True):
                layer[rows] = layer_now
            allowed = walk.allowed()[rows]
            may_last: Bools = np.any(allowed, axis=2)
            weights = tilted.durations(rows) if tilted else None
            durations = walk.choose(
                rows, duration_logits, may_last, chance[t, 0, rows], temperature, weights
            )
            left_after = walk.context.ticks_left_after(walk.ticks_of(rows, durations))[rows]
            pitch_logits = runtime.pitch_logits(features, new, durations, left_after)
            may_sound = allowed[np.arange(len(rows)), durations]
            weights = tilted.pitches(rows, durations) if tilted else None
            pitches = walk.choose(
                rows, pitch_logits, may_sound, chance[t, 1, rows], temperature, weights
            )
            walk.advance(rows, pitches, durations)
    draws = [
        Draw(
            tuple(pitches.tolist()),
            tuple(durations.tolist()),
            tuple(bits.ravel().tolist()),
            tuple(removed.ravel().tolist()),
        )
        for pitches, durations, bits, removed in walk.histories()
    ]
    return [draws[i : i + candidates] for i in range(0, len(draws), candidates)]


def _one_thread() -> AbstractContextManager[object]:
    """Keep BLAS to one thread: on matrices of this size a second one only gets in the
    way (a step took 45 times as long with two)."""
    if os.environ.get("OPENBLAS_NUM_THREADS") == "1":
        return nullcontext()
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
    return limits


def written(drawn: Draw, reachable: Reachable, vocabulary: Vocabulary) -> Melody:
    """Return a draw as a melody in written pitch; of an unpitched one, the rhythm."""
    exercise = reachable.tables.exercise
    pairs = [vocabulary.pitches[token] for token in drawn.pitches]
    melody = decode(
        EventArrays(
            np.array([steps for steps, _ in pairs], np.int8),
            np.array([alter for _, alter in pairs], np.int8),
            np.array([vocabulary.durations[token] for token in drawn.durations], np.int16),
            to_ticks(exercise.pickup),
            exercise.tonic,
            exercise.key.mode,
            exercise.time_signature,
        )
    )
    return melody.on_one_line(exercise.low) if exercise.unpitched else melody


class _Tilted:
    """The tilts of all exercises, as factors on what each row may choose next."""

    def __init__(self, tilts: Sequence[Tilt | None], walk: Walk) -> None:
        self._walk = walk
        shape = (len(tilts), walk.longest, len(walk.ticks))
        pitches = len(walk.vocabulary.pitches)
        self._notes, self._rests = np.zeros(shape), np.zeros(shape)
        # a row more: before the first note, what weighs is what may open
        self._moves = np.zeros((len(tilts), pitches + 1, pitches))
        for k, tilt in enumerate(tilts):
            if tilt is not None:
                places = len(tilt.notes)
                self._notes[k, :places] = tilt.notes
                self._rests[k, :places] = tilt.rests
                self._moves[k] = np.vstack([tilt.moves, tilt.opens])
        candidates = walk.rows // len(tilts)
        self._part = np.tile(np.arange(1, candidates + 1) / candidates, len(tilts))

    def durations(self, rows: Ints) -> Floats:
        """Return the factor of each duration, shape (rows, durations)."""
        exercise, place = self._walk.places_of(rows)
        return self._factors(rows, self._notes[exercise, place])

    def pitches(self, rows: Ints, durations: Ints) -> Floats:
        """Return the factor of each pitch, and of the rest, shape (rows, pitches)."""
        exercise, place = self._walk.places_of(rows)
        weights = self._moves[exercise, self._walk.last_pitch(rows)]
        weights[:, 0] = self._rests[exercise, place, durations]
        return self._factors(rows, weights)

    def _factors(self, rows: Ints, weights: Floats) -> Floats:
        factors: Floats = np.exp(self._part[rows, None] * weights)
        return factors


def _own_tags(exercise: Exercise) -> Tags:
    return Tags(exercise.level, exercise.level, exercise.level)
