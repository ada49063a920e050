"""Drawing melodies from the model's law given the rules.

At each step the model says how likely each length and pitch is, the values of the rules'
states say how well each leads on (`etudes.constraints.reachability`), and the product of
both proposes. What the proposal bends is kept as a weight; where the weights become
uneven the melodies are resampled (`etudes.sampling.particles`). So every melody keeps every
rule, and with more particles the law of what is drawn comes as near as one likes to the
model's own law, given the rules.

In symbols: with the model's law p, the value ψ of a state and the potential g of a wish,
the law after each event is p(x)·g(x)·ψ(x) of what is there; ψ is 1 at the end. This is a
twisted particle filter (Guarniero, Johansen, Lee, 2017).
"""

import math
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
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.law import Sharpness, law_of
from etudes.sampling.particles import effective_size, log_mean, shares, systematic
from etudes.sampling.returning import Returning, returns_of
from etudes.sampling.walk import Choices, Floats, Ints, Walk
from etudes.sampling.wish import Wish, Wishes

_UNEVEN = 0.5
"""Melodies are resampled where the effective sample size falls below this share."""


_NOTHING = math.log(1e-250)
"""A sum of what may be chosen below this is no choice at all."""

_DEAD = -1e9
"""The log-weight of a melody that cannot go on."""

_TRIES = 10
"""How often an exercise is drawn anew if all of its melodies die. The tables know what two
measures allow, of which one returns, but not how it joins on to its new neighbours."""


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


@dataclass(frozen=True)
class Population:
    """What was drawn for one exercise: melodies and their weights.

    Attributes
    ----------
    log_weights : shape (draws,).
    log_evidence : an estimate of the natural logarithm of the probability that the model,
        left alone, keeps all rules (times the wish's potential); its exponential is
        unbiased.
    least_size : the smallest effective sample size on the way.
    resampled : how often melodies were resampled.
    chance : a number from 0 to 1, for `sample`.
    """

    draws: tuple[Draw, ...]
    log_weights: Floats
    log_evidence: float
    least_size: float
    resampled: int
    chance: float

    @property
    def is_alive(self) -> bool:
        """Whether any melody fits what returns in it."""
        return bool(self.log_weights.max() > _DEAD / 2)

    @property
    def size(self) -> float:
        """The effective sample size of what is there."""
        return float(effective_size(self.log_weights))

    def sample(self, count: int) -> list[Draw]:
        """Return so many draws, each as often as its weight says; some may come twice."""
        picked = systematic(shares(self.log_weights), self.chance, count)
        return [self.draws[i] for i in picked]


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise to draw for.

    Attributes
    ----------
    rng : the draws depend on it alone, whatever else is drawn beside them.
    told : the levels that the model is told; None tells the exercise's own.
    wish : what the melodies should rather be; None leaves the model's law alone.
    """

    reachable: Reachable
    rng: np.random.Generator
    told: Tags | None = None
    wish: Wish | None = None


def draw(
    runtime: Runtime,
    tasks: Sequence[Task],
    particles: int = 8,
    sharpness: Sharpness | None = None,
) -> list[Population]:
    """Draw melodies for each exercise, all of them side by side.

    Parameters
    ----------
    tasks : with the same vocabulary as the runtime; no exercises, no draws.
    particles : how many melodies grow for each exercise.
    sharpness : how the model's law is changed; None leaves it.

    Returns
    -------
    list of Population
        One for each task, in order. Every draw whose weight is not zero keeps every rule.

    Raises
    ------
    UnsatisfiableRequest
        If measures return (`etudes.constraints.returns`) and no melody was found in which
        they fit. Without such a rule that never happens.
    """
    if particles < 1:
        raise InvalidValue(f"one particle or more was expected, not {particles}")
    if not tasks:
        return []
    found: list[Population | None] = [None] * len(tasks)
    for _ in range(_TRIES):
        wanting = [k for k, population in enumerate(found) if population is None]
        if not wanting:
            break
        drawing = _Drawing(
            runtime, [tasks[k] for k in wanting], particles, sharpness or Sharpness()
        )
        for k, population in zip(wanting, drawing.run(), strict=True):
            found[k] = population if population.is_alive else None
    populations = [population for population in found if population]
    if len(populations) < len(tasks):
        raise UnsatisfiableRequest(
            f"measures that return as asked were expected, and in {_TRIES} tries none were "
            "found that fit where they come; ask for less to return, a wider range or "
            "wider leaps"
        )
    return populations


class _Drawing:
    """The particles of all exercises while they grow."""

    def __init__(
        self,
        runtime: Runtime,
        tasks: Sequence[Task],
        particles: int,
        sharpness: Sharpness,
    ) -> None:
        self._runtime, self._sharpness, self._particles = runtime, sharpness, particles
        reachables = [task.reachable for task in tasks]
        tags = [t.told or _own_tags(t.reachable.tables.exercise) for t in tasks]
        self._walk = Walk(runtime.vocabulary, reachables, tags, particles)
        wishes = [task.wish for task in tasks]
        self._wishes = Wishes(wishes, reachables, self._walk.ahead) if any(wishes) else None
        returning = any(returns_of(reachable) for reachable in reachables)
        self._returning = (
            Returning(reachables, self._walk.ahead, particles) if returning else None
        )
        self._chances = [
            task.rng.random((task.reachable.tables.places, 2 * particles + 1))
            for task in tasks
        ]
        self._last_chances = [float(task.rng.random()) for task in tasks]
        count = len(tasks)
        self._state = runtime.start(count, particles)
        self._here = np.arange(count)  # the exercises that still have growing melodies
        shape = (count, particles)
        self._log_weights = np.zeros(shape)
        self._log_evidence = np.log([r.values[0, -1, 0] for r in reachables])
        self._log_evidence += [r.scales[0] for r in reachables]
        self._least_size = np.full(count, float(particles))
        self._resampled = np.zeros(count, np.int64)
        longest = max(len(chances) for chances in self._chances)
        self._tokens = np.zeros((longest, 2, *shape), np.int16)
        self._costs = np.zeros((longest, 2, 2, *shape), np.float32)
        self._events = np.zeros(shape, np.int64)

    def run(self) -> list[Population]:
        with _one_thread():
            t = 0
            while len(self._here):
                self._grow(t)
                self._resample(t)
                self._drop_finished()
                t += 1
        return [self._population(k) for k in range(len(self._log_weights))]

    def _grow(self, t: int) -> None:
        """Append an event to every melody that has not reached its end."""
        walk, blocks = self._walk, (len(self._here), self._particles)
        chance = np.stack([self._chances[k][t] for k in self._here])
        log_gain = -_log(walk.value)
        features = walk.context.features().reshape(*blocks, -1)
        logits, self._state = self._runtime.step(features, self._state)
        choices = walk.lengths()
        if self._returning:
            choices = self._returning.of_lengths(walk, choices)
        if self._wishes:
            choices = self._wishes.of_lengths(walk, choices)
        lengths, costs, log_sum = self._chosen(logits, choices, chance[:, 1::2].ravel())
        sums = [log_sum]
        worth = choices.worth[np.arange(len(lengths)), lengths]
        durations = choices.tokens[lengths]
        log_gain += log_sum - _log(worth)
        logits = self._runtime.pitch_logits(
            features,
            self._state,
            durations.reshape(blocks),
            walk.ticks_left_after(durations).reshape(blocks),
        )
        choices = walk.pitches(lengths)
        if self._returning:
            choices = self._returning.of_pitches(walk, choices)
        if self._wishes:
            choices = self._wishes.of_pitches(walk, choices, lengths)
        numbers, pitch_costs, log_sum = self._chosen(
            logits, choices, chance[:, 2::2].ravel()
        )
        sums.append(log_sum)
        log_gain += log_sum + walk.log_scale_after(lengths)
        going = walk.going
        # where a measure returns, what was drawn of it before may not fit
        log_gain = np.where(np.minimum(*sums) < _NOTHING, _DEAD, log_gain)
        gain = np.where(going, log_gain, 0.0).reshape(blocks)
        self._log_weights[self._here] += gain
        pitches = choices.tokens[np.arange(len(numbers)), numbers]
        both = np.stack([pitches, durations]).reshape(2, *blocks)
        self._tokens[t, :, self._here] = both.transpose(1, 0, 2)
        spent = np.stack([costs, pitch_costs]).reshape(2, 2, *blocks)
        self._costs[t, :, :, self._here] = spent.transpose(2, 0, 1, 3)
        self._events[self._here] += going.reshape(blocks)
        if self._returning:
            self._returning.keep(walk, lengths, numbers)
        walk.advance(durations, numbers)

    def _chosen(
        self, logits: Floats, choices: Choices, chance: Floats
    ) -> tuple[Ints, Floats, Floats]:
        """Return for each row the number of its choice, its cost (bits, mass removed), and
        the logarithm of Σ law × worth, the law as a wish weighs it."""
        logits = logits.reshape(len(chance), -1).astype(np.float64)
        rows = np.arange(len(chance))[:, None]
        columns = np.broadcast_to(choices.tokens, choices.worth.shape)
        plain = law_of(logits)[rows, columns]
        law = (
            plain
            if self._sharpness.is_plain
            else self._sharpness.applied(logits)[rows, columns]
        )
        possible = choices.worth > 0
        # a law that has underflowed still has a support
        weights = np.where(possible, np.maximum(law, 1e-200) * choices.worth, 0.0)
        log_whole: Floats | float = 0.0
        if choices.weight is not None:
            weights *= choices.weight
            more = np.where(possible, law * (choices.weight - 1), 0.0)
            whole = 1 + np.cumsum(more, axis=1)[:, -1]
            log_whole = np.where(choices.tilts, _log(whole), 0.0)
        heap = np.cumsum(weights, axis=1)
        sums = heap[:, -1]
        number = (heap <= (chance * sums)[:, None]).sum(axis=1)
        number = np.minimum(number, weights.shape[1] - 1)
        # rounding may leave the last bin: fall back on the weightiest
        is_possible = possible[rows[:, 0], number]
        number = np.where(is_possible, number, np.argmax(weights, axis=1))
        bits = -np.log2(plain[rows[:, 0], number] + 1e-300)
        kept = np.cumsum(np.where(possible, plain, 0.0), axis=1)[:, -1]
        return number, np.stack([bits, 1 - kept]), _log(sums) - log_whole

    def _resample(self, t: int) -> None:
        sizes = effective_size(self._log_weights[self._here])
        self._least_size[self._here] = np.minimum(self._least_size[self._here], sizes)
        uneven = sizes < _UNEVEN * self._particles
        if not uneven.any():
            return
        rows = np.arange(len(self._here) * self._particles)
        for i in np.flatnonzero(uneven):
            k = self._here[i]
            chance = self._chances[k][t, 0]
            log_weights = self._log_weights[k]
            picked = systematic(shares(log_weights), chance, self._particles)
            self._log_evidence[k] += log_mean(log_weights)
            self._log_weights[k] = 0
            self._resampled[k] += 1
            self._tokens[: t + 1, :, k] = self._tokens[: t + 1, :, k, picked]
            self._costs[: t + 1, :, :, k] = self._costs[: t + 1, :, :, k, picked]
            self._events[k] = self._events[k, picked]
            rows[i * self._particles : (i + 1) * self._particles] = (
                i * self._particles + picked
            )
        self._take(rows)

    def _drop_finished(self) -> None:
        going = self._walk.going.reshape(len(self._here), -1)
        growing = (going & (self._log_weights[self._here] > _DEAD / 2)).any(axis=1)
        if not growing.all():
            rows = np.flatnonzero(np.repeat(growing, self._particles))
            self._here = self._here[growing]
            self._take(rows)

    def _take(self, rows: Ints) -> None:
        self._walk.take(rows)
        if self._returning:
            self._returning.take(rows)
        self._state = [
            layer.reshape(-1, units)[rows].reshape(-1, self._particles, units)
            for layer in self._state
            for units in layer.shape[-1:]
        ]

    def _population(self, k: int) -> Population:
        draws = []
        for particle in range(self._particles):
            events = int(self._events[k, particle])
            pitches, durations = self._tokens[:events, :, k, particle].T.tolist()
            costs = self._costs[:events, :, :, k, particle].transpose(2, 0, 1)
            bits, removed = costs.reshape(2, -1).tolist()
            draws.append(
                Draw(tuple(pitches), tuple(durations), tuple(bits), tuple(removed))
            )
        log_weights = self._log_weights[k]
        return Population(
            tuple(draws),
            log_weights,
            float(self._log_evidence[k] + log_mean(log_weights)),
            float(self._least_size[k]),
            int(self._resampled[k]),
            self._last_chances[k],
        )


def _log(values: Floats) -> Floats:
    """Return logarithms, of zero a large negative number."""
    log: Floats = np.log(np.maximum(values, 1e-300))
    return log


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


def _own_tags(exercise: Exercise) -> Tags:
    return Tags(exercise.level, exercise.level, exercise.level)
