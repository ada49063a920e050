"""The level asked for against the level measured, and a plot of it.

For each of 20 instruments 20 items of each level are made (seed 3) and measured. The
last line is one JSON object; `--json` prints only that. `--plot FILE` draws it (needs
matplotlib). The defaults take about 20 minutes on one core.
"""

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from etudes import Request
from etudes.item.make import load_runtime, make
from etudes.runtime import Runtime

INSTRUMENTS = (
    *("violin", "viola", "cello", "double-bass", "guitar", "flute", "oboe", "clarinet"),
    *("bassoon", "alto-saxophone", "descant-recorder", "trumpet", "horn", "trombone"),
    *("tuba", "soprano", "tenor", "bass", "xylophone", "piccolo"),
)
LEVELS = range(1, 9)
NEAR = 0.6
"""Levels: what counts as the level asked for."""


def measured(runtime: Runtime, names: Sequence[str], count: int) -> NDArray[np.float64]:
    """Return measured levels, shape (instruments, levels, items)."""
    return np.array(
        [
            [
                [
                    item.level_measured
                    for item in make(Request(level, name, 3, count=count), runtime)
                ]
                for level in LEVELS
            ]
            for name in names
        ]
    )


def spearman(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the rank correlation, ties sharing their mean rank."""
    return float(np.corrcoef(_ranks(x), _ranks(y))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[places]


def plot(levels: NDArray[np.float64], names: Sequence[str], path: Path) -> None:
    """Draw every item as a point, a column of points for each instrument in each level."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(9, 6), dpi=110)
    for number, of_instrument in enumerate(levels):
        shift = (number - (len(names) - 1) / 2) / (len(names) * 1.4)
        for level, items in zip(LEVELS, of_instrument, strict=True):
            axes.plot([level + shift] * len(items), items, ".", color="tab:blue", ms=3)
            axes.plot([level + shift], [items.mean()], "_", color="black", ms=6)
    for level in LEVELS:
        axes.fill_between(
            [level - 0.4, level + 0.4],
            level - NEAR,
            level + NEAR,
            color="tab:green",
            alpha=0.15,
            lw=0,
        )
    axes.set(
        xlabel="level asked for",
        ylabel="level measured",
        xticks=LEVELS,
        yticks=LEVELS,
        title=f"{levels.size} items for {len(names)} instruments",
    )
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instruments", default=",".join(INSTRUMENTS))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = options.instruments.split(",")
    levels = measured(load_runtime(), names, options.count)
    asked = np.broadcast_to(np.array(LEVELS)[None, :, None], levels.shape)
    means = levels.mean(axis=2)
    if not options.json:
        for name, row in zip(names, means, strict=True):
            print(f"{name:18}", " ".join(f"{mean:.2f}" for mean in row))
    near = np.abs(levels - asked) <= NEAR
    result = {
        "items": levels.size,
        "spearman": round(spearman(asked.ravel(), levels.ravel()), 4),
        "within": round(float(near.mean()), 4),
        "within_by_level": [round(float(x), 3) for x in near.mean(axis=(0, 2))],
        "rising_for": int((np.diff(means, axis=1) > 0).all(axis=1).sum()),
        "instruments": len(names),
    }
    if options.plot:
        plot(levels, names, options.plot)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
