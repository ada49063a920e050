"""How fast the sampler is, beside itself without rules and beside the tutorial loop.

    python -m benchmarks.sampling [--json] [--exercises 32] [--tutorial 3]

Eight bars of 4/4 at level 3, 8 particles, the shipped weights, one thread. All figures but
`compile_ms` are ratios within one run:

    constrained_over_free   seconds for all rules, over seconds for as many rows drawn from
                            the model alone; both of so many events, tables made before
    tutorial_ratio          melodies a second at 64 rows, over those of the loop that
                            tutorials show: `model.predict` on the growing prefix for each
                            event, one melody at a time, without rules
    matmul_share            share of the constrained time that matrix products take
    compile_ms              from an exercise to the values of its states: 8 bars, 32 bars

The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from etudes import Request
from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.encoding.context import Context, Frame, feature_sizes
from etudes.item.make import load_runtime
from etudes.item.plan import plan
from etudes.runtime import Runtime
from etudes.sampling.ahead import look_ahead
from etudes.sampling.draw import Task, draw
from etudes.sampling.law import law_of
from etudes.theory import TimeSignature

FRAME = Frame(TimeSignature(4, 4), "major", 768, level=3)
PARTICLES = 8
_SERIES = 7


def exercises(count: int, measures: int = 8) -> list[Exercise]:
    request = Request(3, "violin", 1, time_signature=TimeSignature(4, 4), measures=measures)
    return [plan(request, index)[0] for index in range(count)]


def constrained(runtime: Runtime, reachables: list[Reachable]) -> list[int]:
    """Draw under all rules; return how many steps each exercise took."""
    tasks = [Task(r, np.random.default_rng(i)) for i, r in enumerate(reachables)]
    populations = draw(runtime, tasks, PARTICLES)
    return [max(len(d.pitches) for d in p.draws) for p in populations]


def free(runtime: Runtime, steps: list[int]) -> None:
    """Draw from the model alone: blocks of rows of as many steps each, whether or not a
    melody has come to its end before."""
    context = Context(runtime.vocabulary, [FRAME] * (len(steps) * PARTICLES))
    state, left = runtime.start(len(steps), PARTICLES), np.array(steps)
    chance = np.random.default_rng(0).random((max(steps), 2, len(steps) * PARTICLES))
    ticks = np.array(runtime.vocabulary.durations)
    for t in range(max(steps)):
        if not (going := left > t).all():
            rows = np.flatnonzero(np.repeat(going, PARTICLES))
            context.take(rows)
            state, left = [layer[going] for layer in state], left[going]
        blocks, rows_left = (len(left), PARTICLES), len(left) * PARTICLES
        features = context.features().reshape(*blocks, -1)
        logits, state = runtime.step(features, state)
        durations = _drawn(logits.reshape(rows_left, -1), chance[t, 0, :rows_left])
        left_after = context.ticks_left_after(ticks[durations])
        logits = runtime.pitch_logits(
            features, state, durations.reshape(blocks), left_after.reshape(blocks)
        )
        pitches = _drawn(logits.reshape(rows_left, -1), chance[t, 1, :rows_left])
        context.advance(pitches, durations)


def _drawn(logits: np.ndarray, chance: np.ndarray) -> np.ndarray:
    heap = np.cumsum(law_of(logits), axis=1)
    return np.minimum((heap <= chance[:, None]).sum(axis=1), logits.shape[1] - 1)


def products(runtime: Runtime, steps: list[int]) -> None:
    """Do the matrix products of so many steps, and nothing else."""
    weights, rng = runtime.model.weights, np.random.default_rng(0)
    units, recurrent = runtime.start(1, 1)[0].shape[-1], []
    for i in range(len(runtime.start(1, 1))):
        name = f"gru_{i + 1}"
        kernel = weights[f"{name}/recurrent_kernel"]
        recurrent += [kernel[:, : 2 * units], kernel[:, 2 * units :]]
        if i:
            recurrent.append(weights[f"{name}/kernel"])
    heads = [weights[f"{head}_hidden/kernel"][:units] for head in ("duration", "pitch")]
    outputs = [
        weights[f"{head}_{part}/kernel"].astype(np.float64)
        for head in ("duration", "pitch")
        for part in ("output", "gates")
    ]
    shape = (len(steps), PARTICLES)
    state = rng.normal(size=(*shape, units)).astype(np.float32)
    hidden = [rng.normal(size=(*shape, matrix.shape[0])) for matrix in outputs]
    for t in range(max(steps)):
        going = sum(n > t for n in steps)
        for matrix in (*recurrent, *heads):
            state[:going] @ matrix
        for matrix, given in zip(outputs, hidden, strict=True):
            given[:going] @ matrix


def tutorial(runtime: Runtime, melodies: int) -> float:
    """Return melodies a second of the loop that tutorials show."""
    from etudes.model.network import build_network, import_weights

    vocabulary = runtime.vocabulary
    network = build_network(runtime.model.architecture, vocabulary)
    import_weights(network, runtime.model.weights)
    ticks, rng = np.array(vocabulary.durations), np.random.default_rng(0)
    size = len(feature_sizes(vocabulary))

    def law(head: str, *given: np.ndarray) -> np.ndarray:
        names = ("features", "duration", "left_after")
        logits = network.predict(dict(zip(names, given, strict=True)), verbose=0)[head]
        exp = np.exp(logits[0, -1].astype(np.float64))
        return exp / exp.sum()

    def one() -> None:
        context = Context(vocabulary, [FRAME])
        features = np.zeros((1, 0, size), np.int32)
        duration, left = np.zeros((1, 0), np.int32), np.zeros((1, 0), np.int32)
        while context.ticks_left[0] > 0:
            features = np.concatenate([features, context.features()[None]], axis=1)
            duration, left = (np.pad(x, ((0, 0), (0, 1))) for x in (duration, left))
            lengths = law("duration_logits", features, duration, left)
            fits = np.where(ticks <= context.ticks_left[0], lengths, 0)
            token = rng.choice(len(ticks), p=fits / fits.sum())
            duration[0, -1] = token
            left[0, -1] = context.ticks_left_after(ticks[[token]])[0]
            pitches = law("pitch_logits", features, duration, left)
            pitch = rng.choice(len(pitches), p=pitches)
            context.advance(np.array([pitch]), np.array([token]))

    one()  # the first melody pays for tracing
    start = time.perf_counter()
    for _ in range(melodies):
        one()
    return melodies / (time.perf_counter() - start)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    parser.add_argument("--exercises", type=int, default=32, help="of 8 particles each")
    parser.add_argument("--tutorial", type=int, default=3, help="melodies of the loop")
    options = parser.parse_args()
    runtime, count = load_runtime(), options.exercises
    of_8, of_32 = exercises(count), exercises(1, 32)
    reachables = [look_ahead(exercise, runtime.model) for exercise in of_8]
    steps = constrained(runtime, reachables)
    # taken by turns, so that a busy minute falls on all alike
    rounds = [
        {
            "constrained": seconds(lambda: constrained(runtime, reachables)),
            "free": seconds(lambda: free(runtime, steps)),
            "products": seconds(lambda: products(runtime, steps)),
            "eight": seconds(lambda: constrained(runtime, reachables[:8])),
            "compile_8": seconds(lambda: look_ahead(of_8[0], runtime.model)),
            "compile_32": seconds(lambda: look_ahead(of_32[0], runtime.model)),
        }
        for _ in range(_SERIES)
    ]
    best = {name: min(row[name] for row in rounds) for name in rounds[0]}
    drawn = 8 * PARTICLES / best["eight"]
    result = {
        "rows": count * PARTICLES,
        "steps": sum(steps),
        "constrained_over_free": round(best["constrained"] / best["free"], 3),
        "matmul_share": round(best["products"] / best["constrained"], 3),
        "compile_ms": {
            "8 bars": round(1000 * best["compile_8"], 1),
            "32 bars": round(1000 * best["compile_32"], 1),
        },
        "melodies_a_second": round(drawn, 1),
    }
    if options.tutorial:
        loop = tutorial(runtime, options.tutorial)
        result |= {
            "tutorial_melodies_a_second": round(loop, 4),
            "tutorial_ratio": round(drawn / loop, 1),
        }
    if not options.json:
        for name, value in result.items():
            print(f"{name}: {value}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
