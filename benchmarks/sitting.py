"""Simulated students sit the test of `etudes quiz --adaptive`: what does mixing it cost?

    python -m benchmarks.sitting [--json] [--students 400] [--seed 1]

Students are normal with mean 0 and standard deviation 1; each question is as hard as its
cell's prior lets it be, drawn anew. "mixed" is the test as it is; "best cell" asks what
tells most and keeps to one rule only, that no kind comes twice in a row. With at most 20
and at most 40 questions: how many were asked, the share that reached a standard error of
0.4, its mean, r with the true ability, the coverage of the 95 % intervals, and how many
kinds were met. The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes.assessment.adaptive import Bank, next_item
from etudes.assessment.cells import Cell, cells, keyboard_kinds
from etudes.assessment.response import Response
from etudes.assessment.sitting import PRACTICE, Answered, Sitting, next_cell
from etudes.tables import instrument

INSTRUMENT = "violin"
KINDS = keyboard_kinds(instrument(INSTRUMENT))
CELLS = tuple(cell.item for cell in cells(KINDS))


def best_cell(sitting: Sitting) -> Cell | None:
    """Return the cell that tells most, of another kind than the last one."""
    if sitting.is_over:
        return None
    last = sitting.answers[-1].response.kind if sitting.answers else ""
    bank = Bank(tuple(item for item in CELLS if item.kind != last))
    rng = np.random.default_rng([sitting.seed, len(sitting.answers)])
    item = next_item(sitting.ability, bank, (), rng)
    return Cell(item.kind, int(item.level)) if item else None


RULES: dict[str, Callable[[Sitting], Cell | None]] = {
    "mixed": next_cell,
    "best cell": best_cell,
}


def sat(
    theta: float,
    sitting: Sitting,
    choose: Callable[[Sitting], Cell | None],
    rng: np.random.Generator,
) -> Sitting:
    """Return the whole test of a student of this ability."""
    while cell := choose(sitting):
        known = cell.parameters
        drawn = float(np.clip(rng.normal(known.difficulty, known.difficulty_sd), -6, 6))
        exact = replace(known, difficulty=drawn, difficulty_sd=0.0)
        earned = Fraction(bool(rng.random() < exact.chance(theta)))
        name = f"q{len(sitting.answers)}"
        response = Response("s", name, cell.kind, cell.level, "", earned)
        sitting = sitting.with_answer(Answered(response, known))
    return sitting


def measured(rule: str, most: int, students: int, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=students)
    done = [
        sat(
            theta,
            Sitting("s", INSTRUMENT, number, KINDS, most=most, practised=PRACTICE),
            RULES[rule],
            rng,
        )
        for number, theta in enumerate(truth)
    ]
    found = [one.ability for one in done]
    held = [one.low <= t <= one.high for one, t in zip(found, truth, strict=True)]
    return {
        "questions": round(float(np.mean([len(one.answers) for one in done])), 1),
        "arrived": _short(np.mean([one.standard_error <= 0.4 for one in found])),
        "standard_error": _short(np.mean([one.standard_error for one in found])),
        "r": _short(np.corrcoef(truth, [one.theta for one in found])[0, 1]),
        "coverage": _short(np.mean(held)),
        "kinds": _short(
            np.mean([len({a.response.kind for a in one.answers}) for one in done])
        ),
    }


def _short(value: float) -> float:
    return round(float(value), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--students", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start, result = time.perf_counter(), {}
    for rule in RULES:
        for most in (20, 40):
            figures = measured(rule, most, options.students, options.seed)
            result[f"{rule}, most {most}"] = figures
            if not options.json:
                print(f"{rule}, most {most}: {json.dumps(figures)}", flush=True)
    seconds = round(time.perf_counter() - start)
    print(json.dumps({"seed": options.seed, "seconds": seconds, "tests": result}))


if __name__ == "__main__":
    main()
