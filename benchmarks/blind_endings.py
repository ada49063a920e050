"""Forty melodies to be read blind: how do they end? Half by masking, half by particles.

    python -m benchmarks.blind_endings FOLDER [--seed 1]
    python -m benchmarks.blind_endings FOLDER --marks one.json two.json

Twenty exercises of eight bars, levels 1 to 8 in turn, each drawn once by masking and once
by 16 particles; nothing is chosen. `tunes.abc` holds them on C in an order of its own,
`key.json` what is what. A reader gives each melody 1 to 5 for its ending and writes
{"1": 4, ...}; with `--marks` the means are compared, the exercises as pairs.
"""

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from benchmarks.blind_reading import _in_c
from etudes import Request
from etudes.constraints.reachability import Reachable
from etudes.errors import UnsatisfiableRequest
from etudes.item.make import load_runtime, make
from etudes.item.plan import plan
from etudes.runtime import Runtime
from etudes.sampling.ahead import look_ahead
from etudes.sampling.draw import Task, draw, written
from etudes.tables import instrument
from etudes.theory import TimeSignature
from etudes.writing.abc import abc

ARMS = {"masking": 1, "particles": 16}
METRES = ("4/4", "3/4", "2/4", "6/8")
EXERCISES = 20


def write(folder: Path, seed: int) -> None:
    runtime, rng = load_runtime(), np.random.default_rng(seed)
    template = make(Request(level=3, instrument="violin", seed=1, count=1), runtime)[0]
    pieces = []
    for number in range(EXERCISES):
        reachable = _reachable(number, seed, runtime)
        for arm, particles in ARMS.items():
            looking = reachable.trusting(0) if arm == "masking" else reachable
            task = Task(looking, np.random.default_rng([seed, number]))
            [population] = draw(runtime, [task], particles)
            melody = written(population.sample(1)[0], reachable, runtime.vocabulary)
            pieces.append((number, arm, melody))
    order = rng.permutation(len(pieces))
    tunes, key = [], {}
    for place, i in enumerate(order, start=1):
        number, arm, melody = pieces[i]
        item = replace(template, melody=_in_c(melody), sampling=None)
        tunes.append(abc(item, instrument("violin"), place))
        key[str(place)] = {"exercise": number, "arm": arm}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tunes.abc").write_text("\n".join(tunes), "utf-8")
    (folder / "key.json").write_text(json.dumps(key, indent=1), "utf-8")


def _reachable(number: int, seed: int, runtime: Runtime) -> Reachable:
    for attempt in range(32):
        request = Request(
            level=number % 8 + 1,
            instrument="violin",
            seed=seed + number,
            measures=8,
            time_signature=TimeSignature.parse(METRES[(number + attempt // 8) % 4]),
        )
        try:
            return look_ahead(plan(request, 0, attempt)[0], runtime.model)
        except UnsatisfiableRequest:
            continue
    raise UnsatisfiableRequest("no exercise fits; another seed is needed")


def compare(folder: Path, files: list[Path]) -> dict[str, object]:
    key = json.loads((folder / "key.json").read_text("utf-8"))
    readers = [json.loads(path.read_text("utf-8")) for path in files]
    marks = {
        (row["exercise"], row["arm"]): float(np.mean([r[place] for r in readers]))
        for place, row in key.items()
    }
    pairs = np.array([[marks[n, arm] for arm in ARMS] for n in range(EXERCISES)])
    gain = pairs[:, 1] - pairs[:, 0]
    error = 1.96 * gain.std(ddof=1) / len(gain) ** 0.5
    return {
        "readers": len(readers),
        **{
            arm: round(float(m), 2) for arm, m in zip(ARMS, pairs.mean(axis=0), strict=True)
        },
        "gain": (gain.mean() + error * np.array([0, -1, 1])).round(2).tolist(),
        "better": int((gain > 0).sum()),
        "worse": int((gain < 0).sum()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--marks", type=Path, nargs="+", help="a reader's marks each")
    options = parser.parse_args()
    if options.marks:
        print(json.dumps(compare(options.folder, options.marks)))
    else:
        write(options.folder, options.seed)


if __name__ == "__main__":
    main()
