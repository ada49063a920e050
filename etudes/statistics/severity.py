"""Severity of raters and measures of items: the many-facet rating scale model.

The log-odds of a category against the one below are item + criterion - rater - threshold,
with thresholds in common (J. M. Linacre, *Many-Facet Rasch Measurement*, 1989; D. Andrich,
Psychometrika 43, 1978). Joint maximum likelihood stretches the measures, the more the
fewer ratings each has, and has no answer for one who gives only the top. So raters and
items are taken as drawn from normal populations, integrated out by Laplace's approximation
(N. E. Breslow and D. G. Clayton, Journal of the American Statistical Association 88,
1993). Measures are shrunk towards their mean by what is not known of them; over many
raters their intervals are right.
"""

from dataclasses import dataclass

import numpy as np

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable
from etudes.statistics.rating_scale import Design, Fitted, chances, fit, moments


@dataclass(frozen=True, slots=True)
class Facet:
    """Measures of the members of a facet, in logits, against their mean.

    Attributes
    ----------
    errors : standard errors.
    deviation : of the population, as estimated; NaN of criteria.
    """

    measures: Floats
    errors: Floats
    deviation: float

    def measure(self, member: int, confidence: float = 0.95) -> Estimate:
        """Return a measure with its interval."""
        value = float(self.measures[member])
        reach = normal_quantile((1 + confidence) / 2) * float(self.errors[member])
        return Estimate(value, value - reach, value + reach, confidence)


@dataclass(frozen=True, slots=True)
class ManyFacets:
    """What ratings say of raters, items and criteria.

    Attributes
    ----------
    severity : of raters; above 0 is more severe than their mean.
    points : how far each rater's expected rating of these items lies below that of a
        rater of mean severity, in points of the scale.
    thresholds : between neighbouring categories, in logits, the mean rater, item and
        criterion being 0.
    infit, outfit : mean squares of each rater's residuals, corrected for the leverage of
        each rating, so that 1 is what the model expects; above it erratic, below it too
        smooth; NaN for a rater without ratings.
    """

    severity: Facet
    items: Facet
    criteria: Facet | None
    thresholds: Floats
    points: Floats
    infit: Floats
    outfit: Floats


def many_facets(
    table: LongTable,
    criterion: Indices | None = None,
    *,
    lowest: int | None = None,
    highest: int | None = None,
) -> ManyFacets:
    """Return severities, measures and thresholds with their errors.

    Parameters
    ----------
    criterion : which question each rating answers, from 0; its measure is how easily it
        is rated high.
    lowest, highest : the ends of the scale; else those that were used.

    Raises
    ------
    InvalidValue
        If ratings are not whole numbers within the scale, or are all the same.

    Examples
    --------
    >>> kind, strict = [5, 6, 4, 7, 3], [3, 4, 3, 5, 1]
    >>> found = many_facets(LongTable.of([kind, strict, [4, 5, 3, 6, 2]]))
    >>> bool(found.severity.measures[1] > found.severity.measures[0])
    True
    """
    low, high = _ends(table.value, lowest, highest)
    design = _design(table, criterion, low, high)
    fitted = fit(design)
    facets = [
        _facet(fitted, part, deviation)
        for part, deviation in zip(
            design.parts, (*fitted.deviations, np.nan)[: len(design.parts)], strict=True
        )
    ]
    means = [float(fitted.measures[part].mean()) for part in design.parts]
    infit, outfit = _fit_of_raters(table, design, fitted)
    return ManyFacets(
        severity=facets[0],
        items=facets[1],
        criteria=facets[2] if criterion is not None else None,
        thresholds=fitted.thresholds + means[0] - sum(means[1:]),
        points=_points(design, fitted),
        infit=infit,
        outfit=outfit,
    )


def _ends(values: Floats, lowest: int | None, highest: int | None) -> tuple[int, int]:
    low = int(values.min()) if lowest is None else lowest
    high = int(values.max()) if highest is None else highest
    is_whole = bool(np.all(values == np.round(values)))
    if not is_whole or values.min() < low or values.max() > high or np.ptp(values) == 0:
        raise InvalidValue(
            f"whole ratings from {low} to {high} that are not all the same were "
            f"expected, not some from {values.min():g} to {values.max():g}"
        )
    return low, high


def _design(table: LongTable, criterion: Indices | None, low: int, high: int) -> Design:
    columns = [(table.rater, -1.0), (table.item, 1.0)]
    if criterion is not None:
        if criterion.shape != table.value.shape or criterion.min() < 0:
            raise InvalidValue(
                f"a criterion from 0 for each of {table.value.size} ratings was expected, "
                f"not {criterion.shape}"
            )
        columns.append((criterion, 1.0))
    rows, start = np.arange(table.value.size), 0
    blocks: list[Floats] = []
    parts: list[slice] = []
    for index, sign in columns:
        block = np.zeros((rows.size, int(index.max()) + 1))
        block[rows, index] = sign
        blocks.append(block)
        parts.append(slice(start, start + block.shape[1]))
        start += block.shape[1]
    category = (table.value - low).astype(np.intp)
    return Design(np.concatenate(blocks, axis=1), category, tuple(parts), high - low)


def _facet(fitted: Fitted, part: slice, deviation: float) -> Facet:
    measures = fitted.measures[part]
    centring = np.eye(measures.size) - 1 / measures.size
    spread = np.diag(centring @ fitted.covariance[part, part] @ centring)
    errors = np.sqrt(np.maximum(spread, 0))
    return Facet(measures - measures.mean(), errors, float(deviation))


def _fit_of_raters(
    table: LongTable, design: Design, fitted: Fitted
) -> tuple[Floats, Floats]:
    at = moments(design.facets @ fitted.measures, fitted.thresholds)
    squared = (design.category - at.mean) ** 2
    # a fit follows what it was fitted to, so residuals are smaller than the model's
    # the level of a whole facet is one with the thresholds' and says nothing by itself
    apart = np.zeros_like(fitted.covariance)
    for part in design.parts:
        size = part.stop - part.start
        apart[part, part] = np.eye(size) - 1 / size
    own = design.facets @ apart
    followed = np.sum(own @ fitted.covariance * own, axis=1)
    expected = at.variance * np.maximum(1 - at.variance * followed, 0.1)

    def total(values: Floats) -> Floats:
        sums = np.bincount(table.rater, values, minlength=table.raters)
        return np.asarray(sums, np.float64)

    with np.errstate(invalid="ignore", divide="ignore"):
        infit = total(squared) / total(expected)
        outfit = total(squared / expected) / total(np.ones_like(squared))
    return infit, outfit


def _points(design: Design, fitted: Fitted) -> Floats:
    raters, items, *criteria = (fitted.measures[part] for part in design.parts)
    others = items
    for measures in criteria:
        others = (others[:, None] + measures).ravel()

    def expected(severity: float) -> float:
        likely = chances(others - severity, fitted.thresholds)
        return float((likely @ np.arange(design.top + 1)).mean())

    middle = expected(float(raters.mean()))
    return np.array([middle - expected(float(one)) for one in raters])
