"""How near the sampler comes to the model's own law, given the rules.

    python -m benchmarks.exactness [--json] [--runs 20000] [--seed 1]

On toy models every melody that keeps the rules can be enumerated, and with it the true
law. Drawn are `--runs` melodies by masking (every step cut down to what leads to an end),
by looking ahead with one particle, and by 4 to 256 particles. Told is the total variation
between what was drawn and the truth, beside what an exact sampler would show with as many
draws (mean and 99.9 %), and whether a chi-square test rejects the sampler (false alarm
1e-6; melodies of fewer than five expected draws are one bin).
The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from toys import Toy, chi_square_over_bound, exercise, vocabulary_for

from etudes.constraints.exercise import Exercise
from etudes.constraints.law import Fitted, Law
from etudes.constraints.reachability import Reachable, reach
from etudes.difficulty import Tags
from etudes.encoding.events import EventArrays
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.surrogate import fit
from etudes.sampling.continuation import Line, continued
from etudes.sampling.draw import Task, draw
from etudes.sampling.walk import frame_of

TOYS = {
    "two bars of 2/4, 5 pitches": ("2/4", 2, "G4", ("1/4", "1/2"), ()),
    "two bars of 3/4, 4 pitches, rests": ("3/4", 2, "F4", ("1/4", "1/2", "3/4"), ("1/4",)),
    "three bars of 2/4, 6 pitches": ("2/4", 3, "A4", ("1/4", "1/2"), ()),
    "two bars of 4/4, 4 pitches": ("4/4", 2, "F4", ("1/4", "1/2", "1"), ()),
}
ARMS = ("masking", 1, 4, 16, 64, 256)
_ROWS = 20_000


def toys(seed: int) -> Iterator[tuple[str, Toy]]:
    for number, (name, (metre, bars, high, values, rests)) in enumerate(TOYS.items()):
        of = exercise(metre, bars, high, values, rests)
        yield name, Toy.of(of, vocabulary_for(of), seed + number)


def surrogate(toy: Toy, seed: int) -> Law:
    """Return the law that looks ahead: n-grams of what the toy writes without any rule."""
    vocabulary, of = toy.runtime.vocabulary, toy.exercise
    frame = frame_of(of, Tags(of.level, of.level, of.level))
    rng = np.random.default_rng([seed, 99])
    lines = continued(toy.runtime, frame, (), 4000, rng)
    return Fitted(fit([_arrays(line, of, vocabulary) for line in lines], vocabulary))


def _arrays(line: Line, of: Exercise, vocabulary: Vocabulary) -> EventArrays:
    pairs = np.array([vocabulary.pitches[token] for token in line.pitches])
    ticks = [vocabulary.durations[token] for token in line.durations]
    return EventArrays(
        pairs[:, 0].astype(np.int8),
        pairs[:, 1].astype(np.int8),
        np.array(ticks, np.int16),
        0,
        of.tonic,
        of.key.mode,
        of.time_signature,
    )


def counts(
    toy: Toy, reachable: Reachable, particles: int, runs: int, seed: int
) -> np.ndarray:
    """Return how often each line was drawn."""
    number = {line: i for i, line in enumerate(toy.lines)}
    found = np.zeros(len(toy.lines), np.int64)
    at_once = max(1, _ROWS // particles)
    for start in range(0, runs, at_once):
        tasks = [
            Task(reachable, np.random.default_rng([seed, i]))
            for i in range(start, min(runs, start + at_once))
        ]
        for population in draw(toy.runtime, tasks, particles):
            [drawn] = population.sample(1)
            found[number[tuple(zip(drawn.pitches, drawn.durations, strict=True))]] += 1
    return found


def total_variation(found: np.ndarray, law: np.ndarray) -> float:
    return float(np.abs(found / found.sum() - law).sum() / 2)


def noise(law: np.ndarray, runs: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return mean and 99.9 % of the total variation of an exact sampler."""
    every = [total_variation(rng.multinomial(runs, law), law) for _ in range(2000)]
    return float(np.mean(every)), float(np.quantile(every, 0.999))


def measured(toy: Toy, law: Law, runs: int, seed: int) -> dict[str, Any]:
    looking = reach(toy.exercise, toy.runtime.vocabulary, law)
    rng = np.random.default_rng(seed)
    mean, high = noise(toy.law, runs, rng)
    arms: dict[str, Any] = {}
    for arm in ARMS:
        reachable = looking.trusting(0) if arm == "masking" else looking
        particles = 1 if arm == "masking" else int(arm)
        found = counts(toy, reachable, particles, runs, seed)
        ratio = chi_square_over_bound(found, toy.law)
        arms[str(arm)] = {
            "total_variation": round(total_variation(found, toy.law), 4),
            "chi_square_over_bound": round(ratio, 3),
            "rejected": ratio > 1,
        }
    return {
        "melodies": len(toy.lines),
        "kept_unaided": toy.evidence,
        "noise": {"mean": round(mean, 4), "highest": round(high, 4)},
        "arms": arms,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    report: dict[str, Any] = {"runs": options.runs, "toys": {}}
    for name, toy in toys(options.seed):
        row = measured(toy, surrogate(toy, options.seed), options.runs, options.seed)
        report["toys"][name] = row
        if not options.json:
            print(f"{name}: {row['melodies']} melodies, noise {row['noise']}", flush=True)
            for arm, figures in row["arms"].items():
                print(f"  {arm:>8}  {figures}", flush=True)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
