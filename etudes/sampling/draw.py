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
from numpy.typing import NDArray

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.difficulty import Tags
from etudes.encoding.context import Context, Frame
from etudes.encoding.events import EventArrays, decode, to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.tilt import Tilt

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Draw:
    """One melody as drawn.

    `bits` is what the unconstrained model spends on it in all, `mass_removed` the mean
    share of probability that the rules took from a choice of duration or pitch.
    """

    pitches: tuple[int, ...]
    durations: tuple[int, ...]
    bits: float
    mass_removed: float

    @property
    def bits_per_event(self) -> float:
        return self.bits / len(self.pitches)


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
    walk = _Walk(runtime.vocabulary, reachables, tags, candidates)
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
    draws = walk.draws()
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


class _Walk:
    """All melodies while they grow; row = exercise × candidates + candidate."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reachables: Sequence[Reachable],
        told: Sequence[Tags],
        candidates: int,
    ) -> None:
        self.vocabulary = vocabulary
        self.ticks: Ints = np.array(vocabulary.durations, np.int64)
        self.rows = len(reachables) * candidates
        self._k = np.repeat(np.arange(len(reachables)), candidates)
        self._row = np.arange(self.rows)
        tables = [reachable.tables for reachable in reachables]
        most = max(table.places for table in tables)
        self.longest = most
        self._places = np.array([table.places for table in tables])
        # only what some exercise still allows is looked at, step by step
        fits = [(t.note_fits | t.rest_fits).any(axis=0) for t in tables]
        sounds = [t.moves.any(axis=1) | t.opens | t.ends for t in tables]
        self._lengths = np.flatnonzero(np.any(fits, axis=0))
        self._sounds = np.append(0, np.flatnonzero(np.any(sounds, axis=0)))
        self._shape = (self.rows, len(vocabulary.durations), len(vocabulary.pitches))
        lengths, pitches = self._lengths, self._sounds
        of_length = self.ticks[lengths]
        self._steps = np.stack([_steps(of_length, table.grid, most) for table in tables])
        self._alive = np.stack([_padded(r.alive[:, pitches], most + 1) for r in reachables])

        def places(name: str) -> Bools:
            every = [_padded(getattr(t, name)[:, lengths], most + 1) for t in tables]
            return np.stack(every)

        self._note, self._rest = places("note_fits"), places("rest_fits")
        self._closes = places("closes")
        self._closes_after = places("closes_after_tonic")
        # a row more: before the first note, "what may follow" is what may open
        moves = [t.moves[np.ix_(pitches, pitches)] for t in tables]
        opens = [t.opens[pitches] for t in tables]
        self._moves = np.stack([np.vstack(pair) for pair in zip(moves, opens, strict=True)])
        self._ends = np.stack([t.ends[pitches] for t in tables])
        self._grids = np.array([t.grid for t in tables])
        self.context = Context(
            vocabulary,
            [
                _frame(table.exercise, tags)
                for table, tags in zip(tables, told, strict=True)
                for _ in range(candidates)
            ],
        )
        self._start = len(pitches)
        self._number = np.zeros(len(vocabulary.pitches), np.int64)
        self._number[pitches] = np.arange(len(pitches))
        self._last = np.full(self.rows, self._start)
        self._run = np.zeros(self.rows, np.int64)
        self._rested = np.zeros(self.rows, np.int64)
        self._drawn: list[tuple[Ints, Ints, Bools]] = []
        self._bits = np.zeros(self.rows)
        self._removed = np.zeros(self.rows)
        self._choices = np.zeros(self.rows)

    @property
    def going(self) -> Bools:
        return self.context.ticks_left > 0

    def allowed(self) -> Bools:
        """Return what may come next, shape (rows, durations, pitches).

        Inside, a pitch is its number among those that some exercise allows.
        """
        k, row = self._k, self._row
        place = self.context.onset // self._grids[k]
        after = np.minimum(place[:, None] + self._steps[k], self.longest)
        fits = self._note[k, place]
        moves = self._moves[k, self._last]
        started = self._last < self._start
        last = np.minimum(self._last, self._start - 1)
        runs = self._alive.shape[3]
        once_more = self._run + 1 < runs
        run = np.minimum(self._run + 1, runs - 1)

        lives = self._alive[k[:, None], after, :, 0, 0]
        again = self._alive[k[:, None], after, last[:, None], run[:, None], 0]
        same = np.where(started[:, None], again & once_more[:, None], lives[row, :, last])
        lives[row, :, last] = same

        at_end = after == self._places[k][:, None]
        after_tonic = (started & self._ends[k, last])[:, None]
        closes = self._closes[k, place] | (self._closes_after[k, place] & after_tonic)
        ending = np.broadcast_to(self._ends[k][:, None, :], lives.shape).copy()
        ending[row, :, last] &= (once_more | ~started)[:, None]
        lives = np.where(at_end[:, :, None], ending & closes[:, :, None], lives)

        allowed: Bools = lives & fits[:, :, None] & moves[:, None, :]
        silent = self._alive[k[:, None], after, last[:, None], self._run[:, None], 1]
        may_rest = started & (self._rested == 0)
        allowed[:, :, 0] = silent & self._rest[k, place] & may_rest[:, None]
        every = np.zeros(self._shape, np.bool_)
        every[:, self._lengths[:, None], self._sounds] = allowed
        return every

    def choose(
        self,
        rows: Ints,
        logits: NDArray[np.float32],
        allowed: Bools,
        chance: Floats,
        temperature: float,
        weights: Floats | None = None,
    ) -> Ints:
        """Draw one allowed token for each of these rows; count bits and mass.

        `weights` are what a tilt multiplies the law by.
        """
        here = np.arange(len(rows))
        law = _softmax(logits.astype(np.float64))
        kept = np.where(allowed, law, 0.0)
        self._removed[rows] += 1 - kept.sum(axis=1)
        self._choices[rows] += 1
        if temperature != 1.0:
            kept = np.where(allowed, _softmax(logits / temperature), 0.0)
        if weights is not None:
            kept *= weights
        kept += np.where(allowed, 1e-300, 0.0)  # a law of zeros still has a support
        heap = np.cumsum(kept, axis=1)
        heaped = (heap <= chance[:, None] * heap[:, -1:]).sum(axis=1)
        token: Ints = np.minimum(heaped, logits.shape[1] - 1)
        # rounding may leave the last bin: fall back on the likeliest allowed token
        token = np.where(allowed[here, token], token, np.argmax(kept, axis=1))
        self._bits[rows] -= np.log2(law[here, token] + 1e-300)
        return token

    def places_of(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the exercise that each of these rows belongs to, and its place there."""
        k = self._k[rows]
        return k, self.context.onset[rows] // self._grids[k]

    def last_pitch(self, rows: Ints) -> Ints:
        """Return the token last heard in each of these rows, or one more than there are."""
        tokens = np.append(self._sounds, len(self.vocabulary.pitches))
        last: Ints = tokens[self._last[rows]]
        return last

    def ticks_of(self, rows: Ints, durations: Ints) -> Ints:
        """Return the ticks of these rows' new durations, 0 for all other rows."""
        ticks = np.zeros(self.rows, np.int64)
        ticks[rows] = self.ticks[durations]
        return ticks

    def advance(self, rows: Ints, pitches: Ints, durations: Ints) -> None:
        """Append an event to each of these rows."""
        going = self.going
        every = np.zeros((2, self.rows), np.int64)
        every[:, rows] = pitches, durations
        self._drawn.append((every[0], every[1], going))
        self.context.advance(every[0], every[1])
        sounds = going & (every[0] != 0)
        number = self._number[every[0]]
        same = number == self._last
        runs = self._alive.shape[3]
        longer = np.where(same, np.minimum(self._run + 1, runs - 1), 0)
        self._run = np.where(sounds, longer, self._run)
        self._last = np.where(sounds, number, self._last)
        self._rested = np.where(going, every[0] == 0, self._rested)

    def draws(self) -> list[Draw]:
        pitches, durations, going = (np.stack(x) for x in zip(*self._drawn, strict=True))
        return [
            Draw(
                tuple(int(p) for p in pitches[going[:, row], row]),
                tuple(int(d) for d in durations[going[:, row], row]),
                float(self._bits[row]),
                float(self._removed[row] / self._choices[row]),
            )
            for row in range(self.rows)
        ]


class _Tilted:
    """The tilts of all exercises, as factors on what each row may choose next."""

    def __init__(self, tilts: Sequence[Tilt | None], walk: _Walk) -> None:
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


def _frame(exercise: Exercise, told: Tags) -> Frame:
    return Frame(
        exercise.time_signature,
        exercise.key.mode,
        to_ticks(exercise.duration),
        to_ticks(exercise.pickup),
        level=told.level,
        melody=told.melody,
        rhythm=told.rhythm,
        style=exercise.style,
    )


def _steps(ticks: Ints, grid: int, most: int) -> Ints:
    """Return each duration in places; off the grid is past every end."""
    return np.where(ticks % grid == 0, ticks // grid, most + 1)


def _padded(table: Bools, places: int) -> Bools:
    padded = np.zeros((places, *table.shape[1:]), np.bool_)
    padded[: len(table)] = table
    return padded


def _softmax(logits: NDArray[np.floating]) -> Floats:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    law: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return law
