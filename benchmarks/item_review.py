"""Simulated items that misbehave: are they found, and are good ones left alone?

    python -m benchmarks.item_review [--json] [--classes 20] [--seed 1]

Each class answers 30 items whole: guessing 1/2, 1/3, 1/4 and 0 in turn, difficulties
thought to be spread from −1.75 to 1.75 and really off by a standard deviation of 0.6;
abilities normal, mean 0, standard deviation 1. Three of the 30 misbehave: their key is
wrong ("key"), everyone guesses ("guess"), or they ask of some other ability ("other").
Reported, from scores alone and with a model (calibrated first): the share kept, watched
and retired of the good items and of the bad ones. The last line is one JSON object;
`--json` prints only that.
"""

import argparse
import json
import os
import time
from collections import Counter
from fractions import Fraction

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes.assessment.calibration import calibrate
from etudes.assessment.parameters import ItemParameters
from etudes.assessment.response import Response
from etudes.assessment.statistics import item_statistics
from etudes.assessment.verdict import DECISIONS, verdict

FAULTS = ("none", "key", "guess", "other")
SIZES = (60, 200, 500)
ITEMS = 30
BAD = {f"item {number}" for number in (4, 14, 24)}


def answers(
    fault: str, students: int, rng: np.random.Generator
) -> tuple[list[Response], dict[str, ItemParameters]]:
    """Return the answers of a class, and what was thought of the items beforehand."""
    abilities = rng.normal(size=students)
    found, known = [], {}
    for number, thought in enumerate(np.linspace(-1.75, 1.75, ITEMS)):
        name, guessing = f"item {number}", (1 / 2, 1 / 3, 1 / 4, 0.0)[number % 4]
        known[name] = ItemParameters(float(thought), guessing=guessing, difficulty_sd=0.6)
        true = rng.normal(thought, 0.6)
        heard = rng.normal(size=students) if fault == "other" and name in BAD else abilities
        chance = guessing + (1 - guessing) / (1 + np.exp(-1.31 * (heard - true)))
        if fault == "key" and name in BAD:  # one of the distractors counts as right
            chance = (1 - chance) / (1 / guessing - 1) if guessing else 1 - chance
        if fault == "guess" and name in BAD:
            chance = np.full(students, guessing or 0.3)
        right = rng.random(students) < chance
        found += [
            Response(f"student {s}", name, "interval", 4, "", Fraction(int(right[s])))
            for s in range(students)
        ]
    return found, known


def decisions(fault: str, students: int, classes: int, model: bool, seed: int) -> dict:
    """Return the shares of decisions about good and bad items."""
    counts = {"good": Counter(), "bad": Counter()}
    for number in range(classes):
        rng = np.random.default_rng([seed, students, number])
        given, known = answers(fault, students, rng)
        parameters = calibrate(given, known) if model else None
        for statistics in item_statistics(given, parameters):
            is_bad = fault != "none" and statistics.item in BAD
            counts["bad" if is_bad else "good"][verdict(statistics).decision] += 1
    return {
        name: {d: round(count[d] / count.total(), 3) for d in DECISIONS}
        for name, count in counts.items()
        if count
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start, result = time.perf_counter(), {}
    for model in (False, True):
        for fault in FAULTS:
            for students in SIZES:
                name = f"{'model' if model else 'scores'}, {fault}, {students}"
                found = decisions(fault, students, options.classes, model, options.seed)
                result[name] = found
                if not options.json:
                    print(f"{name}: {json.dumps(found)}", flush=True)
    seconds = round(time.perf_counter() - start)
    print(json.dumps({"seed": options.seed, "seconds": seconds, "decisions": result}))


if __name__ == "__main__":
    main()
