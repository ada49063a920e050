"""How much of what is made was heard before, beside how much of what people write was.

Folk tunes borrow from one another, and so do composers: the share of known patterns in
human melodies that a model never saw is the yardstick, not zero (the originality report of
Yin, Reuben, Stepney & Collins 2022). Longer melodies have longer runs by chance alone, so
the two sets are to be of like length; `notes` shows whether they are.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.melody import Melody
from etudes.originality.sources import Matches, TrainingMusic
from etudes.originality.tokens import LONGEST_RUN, tokens

Floats = NDArray[np.float64]

PATTERNS = tuple(range(4, 13))
"""Notes; the lengths of the patterns whose novelty is told."""

_PERCENTILES = {"median": 50, "90 %": 90, "most": 100}
_RESAMPLED = 2000
_DIGITS = 4


def copying(
    generated: Sequence[Melody],
    human: Sequence[Melody],
    training: TrainingMusic,
    seed: int = 1,
) -> dict[str, Any]:
    """Return what generated and human melodies share with the same training music.

    Parameters
    ----------
    human : melodies of families that the model did not learn from.
    training : what it learnt from.
    seed : of the bootstrap over melodies.

    Returns
    -------
    dict
        Ready for JSON. For "generated" and "human" each: `melodies`; `notes` in each;
        `longest_run` in notes, and `longest_copy`, where a commonplace counts as
        `LONGEST_RUN` at most, each as median, 90th percentile and most; `beyond_cap`, the
        melodies that share more than `LONGEST_RUN` notes; `duplicates`, those that stand
        in the training music from first note to last; `novel`, the share of patterns of 4
        to 12 notes that it does not hold. `difference` is generated less human, for the
        median longest run and for each pattern, with a 95 % interval.

    Raises
    ------
    InvalidValue
        If one of the sets is empty.
    """
    if not generated or not human:
        raise InvalidValue("generated and human melodies were expected; a set is empty")
    found = training.search([tokens(melody) for melody in (*generated, *human)])
    ours, theirs = found[: len(generated)], found[len(generated) :]
    return {
        "longest_allowed": LONGEST_RUN,
        "generated": _figures(ours),
        "human": _figures(theirs),
        "difference": _difference(ours, theirs, np.random.default_rng(seed)),
    }


def _figures(found: Sequence[Matches]) -> dict[str, Any]:
    return {
        "melodies": len(found),
        "notes": _spread([of.notes for of in found]),
        "longest_run": _spread([of.longest for of in found]),
        "longest_copy": _spread([of.longest_copy for of in found]),
        "beyond_cap": sum(of.longest_copy > LONGEST_RUN for of in found),
        "duplicates": sum(of.is_whole for of in found),
        "novel": {str(notes): _novel(found, notes) for notes in PATTERNS},
    }


def _spread(values: Sequence[int]) -> dict[str, float]:
    return {
        name: float(np.percentile(values, percent))
        for name, percent in _PERCENTILES.items()
    }


def _novel(found: Sequence[Matches], notes: int) -> float | None:
    new, count = np.sum([of.novel(notes) for of in found], axis=0)
    return round(float(new / count), _DIGITS) if count else None


def _difference(
    ours: Sequence[Matches], theirs: Sequence[Matches], rng: np.random.Generator
) -> dict[str, Any]:
    """Return ours less theirs; for the intervals, melodies are drawn with replacement."""
    sets = (ours, theirs)
    draws = [rng.integers(len(of), size=(_RESAMPLED, len(of))) for of in sets]
    every = [np.arange(len(of))[None] for of in sets]

    def compared(statistic: Callable[[Floats], Floats], values: list[Floats]) -> Any:
        whole, resampled = (
            statistic(values[0][chosen[0]]) - statistic(values[1][chosen[1]])
            for chosen in (every, draws)
        )
        low, high = np.percentile(resampled, [2.5, 97.5]).tolist()
        return {
            "value": round(float(whole[0]), _DIGITS),
            "interval": [round(low, _DIGITS), round(high, _DIGITS)],
        }

    runs = [np.array([match.longest for match in of], np.float64) for of in sets]
    novel: dict[str, Any] = {}
    for notes in PATTERNS:
        counts = [np.array([m.novel(notes) for m in of], np.float64) for of in sets]
        has_any = all(count[:, 1].any() for count in counts)
        novel[str(notes)] = compared(_share, counts) if has_any else None
    return {"median_longest_run": compared(_median, runs), "novel": novel}


def _median(runs: Floats) -> Floats:
    """Return the median of each resample, of shape (resamples, melodies)."""
    medians: Floats = np.median(runs, axis=1)
    return medians


def _share(counts: Floats) -> Floats:
    """Return the share of each resample, of shape (resamples, melodies, new and all)."""
    new, count = counts.sum(axis=1).T
    shares: Floats = new / np.maximum(count, 1)
    return shares
