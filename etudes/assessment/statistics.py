"""What answers say of an item: is it hard, does it part strong from weak, who chose what.

Items are held against what the same students did *elsewhere* (the rest of the test), so
that an item does not vouch for itself. In a test that all took alike the rest is the mean
score on the other items. Where students met different items, as in an adaptive test, the
means of strong and weak are alike; then the rest must be the ability estimated from the
other answers, and parameters are needed.

References
----------
T. L. Kelley, "The selection of upper and lower groups for the validation of test items",
Journal of Educational Psychology 30 (1939): the 27 %.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.assessment.ability import PRIOR, Prior, log_likelihood, weights_of
from etudes.assessment.fit import Fit, predicted_fit
from etudes.assessment.parameters import GRID, ItemParameters
from etudes.assessment.response import Response
from etudes.assessment.table import ResponseTable, response_table
from etudes.errors import UnknownName

Numbers = NDArray[np.float64]

_EXTREME = 0.27


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What the answers to an item amount to.

    Parameters
    ----------
    answers : how many there are, blanks among them: they are answers that earn nothing.
    facility : mean score, 0 to 1.
    tried : how many are no blanks; all of them where the item offers no options.
    tried_facility : mean score of those; None where there are none.
    discrimination : mean score of the best 27 % less that of the weakest 27 %; None
        where there is no rest of the test.
    point_biserial : correlation of the score with the rest; None where either is constant.
    choices : share of each answer that was given, or could have been.
    unchosen : options that nobody chose.
    wrong : how many answers that are no blanks earned less than all.
    chance : the mean score of someone who guesses.
    fit : infit and outfit; None without parameters.
    """

    item: str
    answers: int
    facility: float
    tried: int
    tried_facility: float | None
    discrimination: float | None
    point_biserial: float | None
    choices: Mapping[str, float]
    unchosen: tuple[str, ...]
    wrong: int
    chance: float
    fit: Fit | None


def item_statistics(
    responses: Iterable[Response],
    parameters: Mapping[str, ItemParameters] | None = None,
    options: Mapping[str, tuple[str, ...]] | None = None,
    prior: Prior = PRIOR,
) -> tuple[ItemStatistics, ...]:
    """Return the statistics of every item that was answered.

    Parameters
    ----------
    parameters : of each item, calibrated: a misjudged difficulty would count as misfit.
        Without them the rest is a mean score, and there is no infit or outfit.
    options : what each item offered, so that an option nobody chose is seen.
    prior : of the students.

    Raises
    ------
    InvalidValue
        If there are no answers.
    UnknownName
        If there are parameters, but none for an item that was answered.
    """
    table = response_table(responses)
    offered = options or {}
    laws = _rest_laws(table, parameters, prior) if parameters else {}
    found = []
    for column, item in enumerate(table.items):
        rows = table.answered[:, column]
        scores = table.scores[rows, column]
        law = laws.get(item)
        rest = _rest_scores(table, column)[rows] if law is None else law @ GRID
        known = parameters[item] if parameters else None
        given = table.given[item]
        choosable = offered.get(item, ())
        names = dict.fromkeys((*choosable, *given))
        # of music nothing is given in words, so that only options tell a blank
        is_tried = np.array([not choosable or name != "" for name in given])
        tried = scores[is_tried]
        found.append(
            ItemStatistics(
                item=item,
                answers=len(scores),
                facility=float(scores.mean()),
                tried=len(tried),
                tried_facility=float(tried.mean()) if len(tried) else None,
                discrimination=upper_lower(scores, rest),
                point_biserial=correlation(scores, rest),
                choices={name: given.count(name) / len(given) for name in names if name},
                unchosen=tuple(n for n in choosable if n not in given),
                wrong=int((tried < 1).sum()),
                chance=_chance(known, choosable),
                fit=predicted_fit(known, scores * known.points, law)
                if known is not None and law is not None
                else None,
            )
        )
    return tuple(found)


def correlation(scores: Numbers, rest: Numbers) -> float | None:
    """Return Pearson's correlation (of right and wrong: the point-biserial), or None.

    Examples
    --------
    >>> round(correlation(np.array([0.0, 1, 0, 1]), np.array([1.0, 4, 2, 5])), 3)
    0.949
    """
    known = ~np.isnan(rest)
    x, y = scores[known], rest[known]
    if len(x) < 3 or np.ptp(x) < 1e-12 or np.ptp(y) < 1e-12:
        return None
    x, y = x - x.mean(), y - y.mean()
    return float((x @ y) / math.sqrt((x @ x) * (y @ y)))


def upper_lower(scores: Numbers, rest: Numbers) -> float | None:
    """Return the mean score of the best 27 % by the rest, less that of the weakest 27 %.

    Students who are level at the border of a group share its last places.

    Examples
    --------
    >>> upper_lower(np.array([0.0, 0, 1, 1]), np.array([1.0, 2, 3, 4]))
    1.0
    """
    known = ~np.isnan(rest)
    x, y = scores[known], rest[known]
    if len(x) < 2:
        return None
    size = max(1, round(_EXTREME * len(x)))
    best, weakest = _membership(y, size), _membership(-y, size)
    return float((best @ x - weakest @ x) / size)


def _membership(rest: Numbers, size: int) -> Numbers:
    """Return how much of each student belongs to the best so many."""
    border = np.sort(rest)[-size]
    inside, level = rest > border, rest == border
    share = (size - inside.sum()) / level.sum()
    return np.asarray(inside + share * level, dtype=np.float64)


def _rest_scores(table: ResponseTable, column: int) -> Numbers:
    """Return each student's mean score on the other items; not a number without any."""
    others = np.delete(table.scores, column, axis=1)
    counts = (~np.isnan(others)).sum(axis=1)
    sums = np.nansum(others, axis=1)
    return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1), np.nan))


def _rest_laws(
    table: ResponseTable, parameters: Mapping[str, ItemParameters], prior: Prior
) -> dict[str, Numbers]:
    """Return for each item what the other answers say of each student who answered it."""
    if missing := [item for item in table.items if item not in parameters]:
        raise UnknownName(
            f"parameters of item {missing[0]!r} were expected and are not there; give each "
            "item that was answered its parameters"
        )
    own = {}
    total = np.tile(prior.log_density(), (len(table.students), 1))
    for column, item in enumerate(table.items):
        known, rows = parameters[item], table.answered[:, column]
        points = table.scores[rows, column] * known.points
        own[item] = np.array([log_likelihood(known, x) for x in points])
        total[rows] += own[item]
    return {
        item: weights_of(total[table.answered[:, column]] - own[item])
        for column, item in enumerate(table.items)
    }


def _chance(known: ItemParameters | None, options: tuple[str, ...]) -> float:
    if known is not None:
        return known.guessing
    return 1 / len(options) if options else 0.0
