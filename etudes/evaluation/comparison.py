"""The mean of what was made beside the means that as many human pieces give."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.evaluation.material import Specimen, resampled
from etudes.melody import Melody

RESAMPLES: Final = 1000

Floats = NDArray[np.float64]
Measured = Callable[[Melody], Mapping[str, float | None]]


def compare(
    ours: Sequence[Specimen],
    human: Sequence[Specimen],
    measured: Measured,
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
) -> dict[str, Any]:
    """Return each measure of ours beside its human interval, ready for JSON.

    The human interval holds the middle 95 % of the means that as many human pieces give as
    there are of ours, of the same metre, length and level (`material.resampled`). So ours
    is inside where nobody who saw the mean alone could tell it from a human one. Items of a
    metre, length and level that no human piece has are left out, and counted.

    Parameters
    ----------
    ours, human : specimens; `material.generated` and `material.held_out` give some.
    measured : the measures of a melody by name, always the same names; None where it is
        too short for one.
    resamples : how many such samples are drawn.

    Returns
    -------
    dict
        `items`, `left_out`, `human` (how many pieces were drawn from), and `measures`: by
        name `ours`, its `interval`, `human`, its `human_interval`, and `inside`. A measure
        for which the pieces are too short is left out.
    """
    cells = {specimen.cell for specimen in human}
    kept = [specimen for specimen in ours if specimen.cell in cells]
    wanted = {specimen.cell for specimen in kept}
    pool = [specimen for specimen in human if specimen.cell in wanted]
    result = {"items": len(kept), "left_out": len(ours) - len(kept), "human": len(pool)}
    if not kept:
        return result | {"measures": {}}
    chosen = resampled(kept, pool, resamples, rng)
    again = rng.integers(len(kept), size=(resamples, len(kept)))
    names, mine = _table(kept, measured)
    _, theirs = _table(pool, measured)
    measures = {}
    for column, name in enumerate(names):
        if np.isnan(mine[:, column]).all() or np.isnan(theirs[:, column]).all():
            continue
        means = _means(theirs[:, column], chosen)
        value = float(np.nanmean(mine[:, column]))
        low, high = _interval(means)
        measures[name] = {
            "ours": round(value, 4),
            "interval": _rounded(_interval(_means(mine[:, column], again))),
            "human": round(float(means.mean()), 4),
            "human_interval": _rounded((low, high)),
            "inside": bool(low <= value <= high),
        }
    return result | {"measures": measures}


def report(
    ours: Sequence[Specimen],
    human: Sequence[Specimen],
    measured: Measured,
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
) -> dict[str, Any]:
    """Return `compare` of all, of each metre and of each level, ready for JSON.

    `human_styles` holds the means of the human pieces of each style, whatever their level:
    the lines of a quartet repeat bars where a tune does not.
    """

    def of(part: Sequence[Specimen]) -> dict[str, Any]:
        return compare(part, human, measured, rng, resamples)

    return {
        "all": of(ours),
        "metres": {
            metre: of([s for s in ours if s.metre == metre])
            for metre in sorted({s.metre for s in ours})
        },
        "levels": {
            str(level): of([s for s in ours if s.level == level])
            for level in sorted({s.level for s in ours})
        },
        "human_styles": {
            style: _all_means([s for s in human if s.style == style], measured)
            for style in sorted({s.style for s in human})
        },
    }


def _all_means(specimens: Sequence[Specimen], measured: Measured) -> dict[str, float]:
    names, values = _table(specimens, measured)
    means = {
        name: round(float(np.nanmean(column)), 4)
        for name, column in zip(names, values.T, strict=True)
        if not np.isnan(column).all()
    }
    return {"pieces": len(specimens), **means}


def _table(specimens: Sequence[Specimen], measured: Measured) -> tuple[list[str], Floats]:
    """Return the names of the measures and their values, shape (specimens, measures)."""
    rows = [measured(specimen.melody) for specimen in specimens]
    values = [[np.nan if x is None else float(x) for x in row.values()] for row in rows]
    return list(rows[0]), np.array(values)


def _means(values: Floats, chosen: NDArray[np.int64]) -> Floats:
    """Return the mean of each resample, without those too short for a value."""
    drawn = values[chosen]
    there = ~np.isnan(drawn)
    counts = there.sum(axis=1)
    sums = np.where(there, drawn, 0.0).sum(axis=1)[counts > 0]
    means: Floats = sums / counts[counts > 0]
    return means


def _interval(means: Floats) -> tuple[float, float]:
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _rounded(interval: tuple[float, float]) -> list[float]:
    return [round(bound, 4) for bound in interval]
