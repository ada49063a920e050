"""The sampler against rejection, on the real model: bits a note under the model's own law.

    python -m benchmarks.rejection [--json] [--levels 1,2,3] [--exercises 6] [--copies 1500]

Where rules are loose, the law given the rules can be had without any cleverness: write from
the model alone, and throw away what breaks a rule. What is left is compared with as many
melodies drawn by masking, by looking ahead alone, and by 4, 16 and 64 particles: bits an
event that the unconstrained model spends, and notes a melody, differences with intervals of
95 % over melodies. The share that rejection keeps stands beside the sampler's estimate of
it. The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes import Request
from etudes.constraints.reachability import Reachable
from etudes.constraints.rules import rules_of
from etudes.difficulty import Tags
from etudes.errors import EtudesError
from etudes.item.make import framed, load_runtime
from etudes.runtime import Runtime
from etudes.sampling.continuation import continued
from etudes.sampling.draw import Draw, Task, draw, written
from etudes.sampling.likelihood import bits
from etudes.sampling.walk import frame_of

ARMS = {"masking": 1, "1": 1, "4": 4, "16": 16, "64": 64}


@dataclass(frozen=True)
class Sample:
    """Bits an event and the number of events of some melodies."""

    bits: np.ndarray
    events: np.ndarray


def exercises(level: int, count: int, runtime: Runtime, seed: int) -> list[Reachable]:
    request = Request(level, "violin", seed)
    return [framed(request, index, runtime).reachable for index in range(count)]


def rejected(
    reachable: Reachable, copies: int, runtime: Runtime, rng: np.random.Generator
) -> tuple[list[Draw], float]:
    """Return what keeps all rules of so many free melodies, and the share that does."""
    exercise = reachable.tables.exercise
    rules = rules_of(exercise)
    lines = continued(runtime, frame_of(exercise, _tags(reachable)), (), copies, rng)
    kept = []
    for line in lines:
        if not line.fills:
            continue
        drawn = Draw(line.pitches, line.durations, (), ())
        try:
            melody = written(drawn, reachable, runtime.vocabulary)
        except EtudesError:
            continue  # no staff could hold it
        if not any(True for rule in rules for _ in rule.faults(melody)):
            kept.append(drawn)
    return kept, len(kept) / copies


def sampled(
    reachable: Reachable, arm: str, count: int, runtime: Runtime, seed: int
) -> tuple[list[Draw], float]:
    """Return so many draws, each of a population of its own, and the mean evidence."""
    looking = reachable.trusting(0) if arm == "masking" else reachable
    tasks = [
        Task(looking, np.random.default_rng([seed, i]), _tags(reachable))
        for i in range(count)
    ]
    populations = draw(runtime, tasks, ARMS[arm])
    evidence = float(np.mean([np.exp(p.log_evidence) for p in populations]))
    return [p.sample(1)[0] for p in populations], evidence


def _tags(reachable: Reachable) -> Tags:
    level = reachable.tables.exercise.level
    return Tags(level, level, level)


def measured(draws: Sequence[Draw], reachable: Reachable, runtime: Runtime) -> Sample:
    """Return what the unconstrained model spends, all arms measured in the same way."""
    level = reachable.tables.exercise.level
    melodies = [written(d, reachable, runtime.vocabulary) for d in draws]
    spent = [one.joint_bits for one in bits(runtime, melodies, level)]
    return Sample(
        np.array([s.mean() for s in spent]), np.array([float(len(s)) for s in spent])
    )


def difference(some: np.ndarray, others: np.ndarray) -> list[float]:
    """Return the difference of two means with an interval of 95 %."""
    apart = some.mean() - others.mean()
    error = np.sqrt(some.var() / len(some) + others.var() / len(others))
    return [round(float(v), 4) for v in (apart, apart - 1.96 * error, apart + 1.96 * error)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    parser.add_argument("--levels", default="1,2,3")
    parser.add_argument("--exercises", type=int, default=6, help="at each level")
    parser.add_argument("--copies", type=int, default=1500, help="free melodies of each")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    runtime, report = load_runtime(), {}
    for level in map(int, options.levels.split(",")):
        report[str(level)] = row = figures(level, runtime, options)
        if not options.json:
            print(f"level {level}: {json.dumps(row)}", flush=True)
    print(json.dumps(report))


def figures(level: int, runtime: Runtime, options: argparse.Namespace) -> dict[str, Any]:
    samples: dict[str, list[Sample]] = {name: [] for name in ("rejection", *ARMS)}
    shares, estimates = [], []
    for k, reachable in enumerate(
        exercises(level, options.exercises, runtime, options.seed)
    ):
        rng = np.random.default_rng([options.seed, level, k])
        kept, share = rejected(reachable, options.copies, runtime, rng)
        if len(kept) < 20:
            continue  # too few to compare with
        shares.append(share)
        samples["rejection"].append(measured(kept, reachable, runtime))
        for arm in ARMS:
            count = min(len(kept), 100)
            draws, evidence = sampled(reachable, arm, count, runtime, options.seed)
            samples[arm].append(measured(draws, reachable, runtime))
            if arm == "64":
                estimates.append(evidence)
    if not shares:
        return {"exercises": 0}  # rejection left too little; more copies may help
    # each exercise counts the same: its own mean is taken off first
    means = [s.bits.mean() for s in samples["rejection"]]
    lengths = [s.events.mean() for s in samples["rejection"]]

    def centred(arm: str, what: str, centres: list[float]) -> np.ndarray:
        return np.concatenate(
            [getattr(s, what) - c for s, c in zip(samples[arm], centres, strict=True)]
        )

    truth = centred("rejection", "bits", means), centred("rejection", "events", lengths)
    return {
        "exercises": len(shares),
        "kept": round(float(np.mean(shares)), 4),
        "kept_estimated": round(float(np.mean(estimates)), 4),
        "bits_of_rejection": round(float(np.mean(means)), 4),
        "more_than_rejection": {
            arm: {
                "bits": difference(centred(arm, "bits", means), truth[0]),
                "events": difference(centred(arm, "events", lengths), truth[1]),
            }
            for arm in ARMS
        },
    }


if __name__ == "__main__":
    main()
