"""Can generated bars be told from human ones? A discriminator tries, and says by what.

Windows of equal length are cut from both sets. A logistic regression on named traits and
n-grams, and if wished a small GRU on the notes themselves, learn which are generated, and
are asked about windows that they did not see: never one of a group (a family of tunes)
that they learnt from. The figure is the area under the ROC curve (AUC): how often a
generated window is thought more generated than a human one, counted over pairs of the
same metre and level that the same fit was asked about. 0.5 is a guess, 1 a certainty.
Humans whose groups are called generated at random stand beside it.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.evaluation.logistic import fit_logistic, predict
from etudes.evaluation.roc import auc, auc_interval, folds_of, has_pairs
from etudes.evaluation.windows import Windows, windows_of
from etudes.melody import Melody

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PENALTIES: Final = (30.0, 300.0, 3000.0)
"""Among these the training windows choose, by a cross-validation of their own."""

_INNER_FOLDS: Final = 3
_TOLD: Final = 20

Scorer = Callable[[Windows, Ints, Ints, np.random.Generator], Floats]
"""Learns from some windows and scores others: (windows, learnt from, asked about, rng)."""


def discriminate(
    generated: Sequence[Melody],
    human: Sequence[Melody],
    rng: np.random.Generator,
    *,
    groups: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None,
    levels: tuple[Sequence[int], Sequence[int]] | None = None,
    measures: int = 4,
    without_ending: int = 0,
    folds: int = 5,
    relabellings: int = 5,
    network: bool = False,
) -> dict[str, Any]:
    """Return how well generated windows can be told from human ones, and by what.

    Parameters
    ----------
    groups : what each generated and each human melody belongs to; a group is never
        learnt from and asked about at once. None: each melody to itself.
    levels : the level of each; windows are compared within a level.
    without_ending : how many last bars of each melody are left out.
    relabellings : how often humans are told from humans, their groups split at random.
    network : whether a small GRU tries as well (needs Keras).

    Returns
    -------
    dict
        `logistic` and `network`: `auc` and `by_level`, each [value, low, high], where the
        interval holds 95 % of resamples of the groups (the fits stay); and
        `human_against_human`: the mean and the extremes of the relabellings. It lies a
        little below 0.5: what is called generated more often among the learnt is so
        less often among the asked.
        `gives_away` are the traits of the largest weight, `alone` those that tell most by
        themselves: with the mean of each set, the weight (above 0: more in generated) and
        the AUC of the trait alone.

    Raises
    ------
    InvalidValue
        If groups or levels do not match, or there are too few windows or groups.
    """
    every = windows_of(generated, human, groups, levels, measures, without_ending)
    _refuse_few(every, folds)
    scorers: dict[str, tuple[Scorer, int]] = {"logistic": (_logistic_scores, relabellings)}
    if network:
        from etudes.evaluation.listener import network_scores

        scorers["network"] = (network_scores, min(relabellings, 1))
    found: dict[str, Any] = {
        "windows": {
            "generated": int(every.labels.sum()),
            "human": int((~every.labels).sum()),
        },
        "groups": len(np.unique(every.groups)),
        "measures": measures,
        "without_ending": without_ending,
        "folds": folds,
    }
    for name, (scorer, times) in scorers.items():
        found[name] = _tried(every, scorer, folds, rng)
        humans = [_human_against_human(every, scorer, folds, rng) for _ in range(times)]
        found[name]["human_against_human"] = _extremes(humans)
    return found | _evidence(every)


def _tried(
    every: Windows, scorer: Scorer, folds: int, rng: np.random.Generator
) -> dict[str, Any]:
    scores, fold = _out_of_fold(every, scorer, folds, rng)
    cells = every.strata * folds + fold
    found = {"auc": auc_interval(scores, every.labels, cells, every.groups, rng)}
    levels = {}
    for level in np.unique(every.levels):
        rows = np.flatnonzero(every.levels == level)
        labels, groups = every.labels[rows], every.groups[rows]
        if has_pairs(labels, cells[rows]):
            levels[str(level)] = auc_interval(
                scores[rows], labels, cells[rows], groups, rng
            )
    return {**found, "by_level": levels}


def _out_of_fold(
    every: Windows, scorer: Scorer, folds: int, rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Return each window's score by a fit that did not see its group, and its fold."""
    fold = folds_of(every.groups, every.labels, folds, rng)
    scores = np.zeros(len(every))
    for number in range(folds):
        asked = np.flatnonzero(fold == number)
        scores[asked] = scorer(every, np.flatnonzero(fold != number), asked, rng)
    return scores, fold


def _human_against_human(
    every: Windows, scorer: Scorer, folds: int, rng: np.random.Generator
) -> float:
    """Return the AUC where half of the human groups, drawn at random, are called
    generated."""
    rows = np.flatnonzero(~every.labels)
    groups = every.groups[rows]
    called = np.zeros(len(rows), np.bool_)
    for group in rng.permutation(np.unique(groups)):
        if called.sum() + (groups == group).sum() / 2 <= len(rows) / 2:
            called |= groups == group
    part = every.chosen(rows, called)
    scores, fold = _out_of_fold(part, scorer, folds, rng)
    return auc(scores, called, part.strata * folds + fold)


def _logistic_scores(
    every: Windows, learnt: Ints, asked: Ints, rng: np.random.Generator
) -> Floats:
    """Return the scores of a fit whose penalty the training windows chose."""
    part = every.chosen(learnt, every.labels[learnt])
    inner = folds_of(part.groups, part.labels, _INNER_FOLDS, rng)
    reached = []
    for penalty in PENALTIES:
        scores = np.zeros(len(learnt))
        for number in range(_INNER_FOLDS):
            out = inner == number
            fit = fit_logistic(part.table[~out], part.labels[~out], penalty)
            scores[out] = predict(fit, part.table[out])
        reached.append(auc(scores, part.labels, inner))
    best = PENALTIES[int(np.argmax(reached))]
    return predict(fit_logistic(part.table, part.labels, best), every.table[asked])


def _evidence(every: Windows) -> dict[str, Any]:
    """Return what tells the sets apart, by weight and by each trait alone."""
    table = every.table
    fit = fit_logistic(table, every.labels, PENALTIES[1])
    alone = np.array([auc(column, every.labels, every.strata) for column in table.T])
    means = [table[every.labels == side].mean(axis=0) for side in (True, False)]

    def told(rows: Ints) -> list[dict[str, Any]]:
        return [
            {
                "trait": every.names[i],
                "generated": round(float(means[0][i]), 4),
                "human": round(float(means[1][i]), 4),
                "weight": round(float(fit.weights[i]), 4),
                "auc": round(float(alone[i]), 4),
            }
            for i in rows[:_TOLD]
        ]

    return {
        "gives_away": told(np.argsort(-np.abs(fit.weights), kind="stable")),
        "alone": told(np.argsort(-np.abs(alone - 0.5), kind="stable")),
    }


def _refuse_few(every: Windows, folds: int) -> None:
    for label, name in ((True, "generated"), (False, "human")):
        groups = len(np.unique(every.groups[every.labels == label]))
        if groups < 2 * folds:
            raise InvalidValue(
                f"{name} windows of at least {2 * folds} groups were expected for {folds} "
                f"folds, not of {groups}; give more melodies, or longer ones"
            )


def _extremes(values: Sequence[float]) -> list[float]:
    """Return mean, least and greatest; nothing of nothing."""
    if not values:
        return []
    mean = sum(values) / len(values)
    return [round(float(x), 4) for x in (mean, min(values), max(values))]
