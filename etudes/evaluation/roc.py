"""The area under the ROC curve, over pairs that may be compared, and its interval."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_RESAMPLES: Final = 400


def auc(scores: Floats, labels: Bools, strata: Ints | None = None) -> float:
    """Return the share of pairs in which a generated window scores above a human one.

    Ties count half: the Mann–Whitney statistic over the number of pairs.

    Parameters
    ----------
    scores : shape (n,); labels : shape (n,), True for generated.
    strata : shape (n,); pairs are formed within a stratum only. None: all pairs.

    Raises
    ------
    InvalidValue
        If there is no pair.

    Examples
    --------
    >>> auc(np.array([0.9, 0.4, 0.4, 0.1]), np.array([True, True, False, False]))
    0.875
    """
    wins, pairs = _pairs(scores, labels, strata)
    return float(wins.sum() / pairs.sum())


def auc_interval(
    scores: Floats, labels: Bools, strata: Ints, groups: Ints, rng: np.random.Generator
) -> list[float]:
    """Return the AUC and the ends of 95 % of the resamples of the groups.

    All but the generator have shape (n,).
    """
    wins, pairs = _pairs(scores, labels, strata)
    names, members = np.unique(groups, return_inverse=True)
    drawn = []
    for _ in range(_RESAMPLES):
        times = np.bincount(rng.integers(len(names), size=len(names)), minlength=len(names))
        weights = times[members].astype(float)
        ours, theirs = weights[labels], weights[~labels]
        if total := ours @ pairs @ theirs:
            drawn.append(ours @ wins @ theirs / total)
    value = wins.sum() / pairs.sum()
    ends = np.quantile(drawn, (0.025, 0.975)) if drawn else (value, value)
    return [round(float(x), 4) for x in (value, *ends)]


def has_pairs(labels: Bools, strata: Ints) -> bool:
    """Tell whether some stratum holds both labels."""
    return bool(np.isin(strata[labels], strata[~labels]).any())


def folds_of(groups: Ints, labels: Bools, folds: int, rng: np.random.Generator) -> Ints:
    """Return the fold of each window: whole groups, both labels spread evenly.

    Large groups are dealt first, each to the fold where its labels are fewest.

    Parameters
    ----------
    groups, labels : shape (windows,).
    """
    names, members = np.unique(groups, return_inverse=True)
    sizes = np.stack([np.bincount(members, labels == side) for side in (True, False)])
    dealt = np.zeros((folds, 2))
    fold = np.zeros(len(names), np.int64)
    order = rng.permutation(len(names))
    for group in order[np.argsort(-sizes.sum(axis=0)[order], kind="stable")]:
        heights = ((dealt + sizes[:, group]) ** 2 - dealt**2).sum(axis=1)
        fold[group] = np.argmin(heights)
        dealt[fold[group]] += sizes[:, group]
    return fold[members]


def _pairs(scores: Floats, labels: Bools, strata: Ints | None) -> tuple[Floats, Floats]:
    """Return who wins each pair (1, ½, 0) and which pairs count, (generated, human).

    Raises
    ------
    InvalidValue
        If none counts.
    """
    ours, theirs = scores[labels][:, None], scores[~labels][None, :]
    pairs = np.ones((ours.size, theirs.size))
    if strata is not None:
        pairs = (strata[labels][:, None] == strata[~labels][None, :]).astype(float)
    if not pairs.any():
        raise InvalidValue(
            "a generated and a human window of one kind were expected (of one metre and "
            "level, asked about by the same fit), not one; give more melodies"
        )
    return ((ours > theirs) + 0.5 * (ours == theirs)) * pairs, pairs
