"""Melodies a second: ours under all rules, against the tutorial loop of Keras.

The tutorial loop calls `model.predict` on the growing prefix for each new event, one
melody at a time and without rules. Both use the shipped weights; eight bars of 4/4 at
level 3. The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from etudes import Request
from etudes.constraints.reachability import reach
from etudes.encoding.context import Context, Frame, feature_sizes
from etudes.item.candidates import CANDIDATES
from etudes.item.make import load_runtime
from etudes.item.plan import plan
from etudes.runtime import Runtime
from etudes.sampling.draw import draw
from etudes.theory import TimeSignature

FRAME = Frame(TimeSignature(4, 4), "major", 768, level=3)


def ours(runtime: Runtime, exercises: int) -> tuple[float, float]:
    """Return (melodies drawn, exercises finished) a second, reachability included."""
    request = Request(3, "violin", 1, time_signature=TimeSignature(4, 4), measures=8)
    start = time.perf_counter()
    reachables = [
        reach(plan(request, index)[0], runtime.vocabulary) for index in range(exercises)
    ]
    rngs = [np.random.default_rng(index) for index in range(exercises)]
    draw(runtime, reachables, rngs, CANDIDATES)
    seconds = time.perf_counter() - start
    return exercises * CANDIDATES / seconds, exercises / seconds


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--exercises", type=int, default=8)
    parser.add_argument("--tutorial", type=int, default=3, help="melodies of the loop")
    options = parser.parse_args()
    runtime = load_runtime()
    ours(runtime, options.exercises)
    drawn, finished = max(ours(runtime, options.exercises) for _ in range(5))
    if not options.json:
        print(f"ours: {drawn:.1f} melodies a second, {finished:.1f} finished exercises")
    loop = tutorial(runtime, options.tutorial)
    result = {
        "melodies_a_second": round(drawn, 1),
        "finished_exercises_a_second": round(finished, 1),
        "tutorial_melodies_a_second": round(loop, 4),
        "ratio": round(drawn / loop, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
