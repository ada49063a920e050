"""Many melodies while they grow, and what the rules let each of them do next."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.difficulty import Tags
from etudes.encoding.context import Context, Frame
from etudes.encoding.events import to_ticks
from etudes.encoding.vocabulary import Vocabulary

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Walk:
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
                frame_of(table.exercise, tags)
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
        self._costs: list[Floats] = []

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
        logits: NDArray[np.float64],
        allowed: Bools,
        chance: Floats,
        temperature: float,
        weights: Floats | None = None,
    ) -> Ints:
        """Draw one allowed token for each of these rows; note bits and mass removed.

        `weights` are what a tilt multiplies the law by.
        """
        here = np.arange(len(rows))
        law = law_of(logits.astype(np.float64))
        kept = np.where(allowed, law, 0.0)
        cost = np.zeros((2, self.rows))
        cost[1, rows] = 1 - kept.sum(axis=1)
        if temperature != 1.0:
            kept = np.where(allowed, law_of(logits / temperature), 0.0)
        if weights is not None:
            kept *= weights
        kept += np.where(allowed, 1e-300, 0.0)  # a law of zeros still has a support
        heap = np.cumsum(kept, axis=1)
        heaped = (heap <= chance[:, None] * heap[:, -1:]).sum(axis=1)
        token: Ints = np.minimum(heaped, logits.shape[1] - 1)
        # rounding may leave the last bin: fall back on the likeliest allowed token
        token = np.where(allowed[here, token], token, np.argmax(kept, axis=1))
        cost[0, rows] = -np.log2(law[here, token] + 1e-300)
        self._costs.append(cost)
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

    def histories(self) -> list[tuple[Ints, Ints, Floats, Floats]]:
        """Return (pitches, durations, bits, mass removed) of each row.

        The last two have shape (events, 2): of the duration, and of the pitch.
        """
        pitches, durations, going = (np.stack(x) for x in zip(*self._drawn, strict=True))
        costs = np.stack(self._costs).reshape(len(pitches), 2, 2, self.rows)
        found = []
        for row, here in enumerate(going.T):
            bits, removed = costs[here, :, :, row].transpose(2, 0, 1)
            found.append((pitches[here, row], durations[here, row], bits, removed))
        return found


def frame_of(exercise: Exercise, told: Tags) -> Frame:
    """Return what the model is told of an exercise before its first event."""
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


def law_of(logits: NDArray[np.floating]) -> Floats:
    """Return the softmax of each row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    law: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return law
