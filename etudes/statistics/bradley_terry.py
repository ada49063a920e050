"""Strengths from comparisons in pairs, with ties and the pull of a side.

Left wins, right wins, or neither, with chances as exp(d/2), exp(-d/2) and the tie's, where
d = strength of left - strength of right + side.

References
----------
R. A. Bradley and M. E. Terry, Biometrika 39 (1952). R. R. Davidson, "On extending the
Bradley-Terry model to accommodate ties", Journal of the American Statistical Association
65 (1970). R. R. Davidson and R. J. Beaver, "On extending the Bradley-Terry model to
incorporate within-pair order effects", Biometrics 33 (1977).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile, t_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices
from etudes.statistics.paired import Comparisons, leads_of, pieces_of

RIDGE = 0.1
"""Weight of the pull towards equal strengths: one normal prior of deviation 3.2 each."""
_WEAK = 1e-3
_STEPS = 100
_CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Strengths:
    """What comparisons say.

    Attributes
    ----------
    values : strength of each thing, in logits; their mean is 0.
    side : how far the left is preferred, in logits.
    tie : the chance that neither wins between equals, without side; 0 without ties.
    covariance : of the values, as the model has it.
    clustered : the same allowing for choices of one rater that go together (a sandwich,
        clustered by rater); as `covariance` where raters were not given. Where raters
        happen to agree it is near nothing, and so the wider interval of both counts.
    df : of Student's t for intervals, raters - 1; infinite where raters were not given. Of
        one rater it is 0, and there is no interval: nothing is known of how raters differ.
    pieces : groups of things never compared with one another; strengths tell nothing
        from piece to piece.
    leads : whether one thing leads to another by wins and ties; two that lead to each
        other have a finite difference without a ridge (Ford).
    is_held_by_ridge : whether some thing won all or lost all, so that only the ridge
        keeps strengths finite; estimates of those are bounds, one end being infinite.
    """

    values: Floats
    side: Estimate
    tie: float
    covariance: Floats
    clustered: Floats
    df: float
    pieces: tuple[tuple[int, ...], ...]
    leads: NDArray[np.bool_]
    is_held_by_ridge: bool

    def strength(self, thing: int, confidence: float = 0.95) -> Estimate:
        """Return a thing's strength against the mean of all that it was compared with, by
        way of others too; NaN where that is nothing."""
        others = [one for one in self._piece(thing) if one != thing]
        if not others:
            return Estimate(math.nan, math.nan, math.nan, confidence)
        contrast = np.zeros(self.values.size)
        contrast[[thing, *others]] = -1 / (1 + len(others))
        contrast[thing] += 1
        beats, loses = self.leads[thing, others].all(), self.leads[others, thing].all()
        is_finite = self.leads[np.ix_([thing, *others], [thing, *others])].all()
        return self._of(contrast, bool(beats), bool(loses), bool(is_finite), confidence)

    def difference(self, one: int, other: int, confidence: float = 0.95) -> Estimate:
        """Return how much stronger one is than another; exp of it is the odds.

        NaN where the two were never compared, not by way of others either; with one end
        infinite, and the value too, where one is ahead throughout.
        """
        if other not in self._piece(one):
            return Estimate(math.nan, math.nan, math.nan, confidence)
        contrast = np.zeros(self.values.size)
        contrast[one] += 1
        contrast[other] -= 1
        beats, loses = bool(self.leads[one, other]), bool(self.leads[other, one])
        return self._of(contrast, beats, loses, beats and loses, confidence)

    def _piece(self, thing: int) -> tuple[int, ...]:
        return next(piece for piece in self.pieces if thing in piece)

    def _of(
        self, contrast: Floats, beats: bool, loses: bool, is_finite: bool, confidence: float
    ) -> Estimate:
        value = float(contrast @ self.values)
        spread = self.covariance, self.clustered
        found = _estimate(value, contrast, *spread, self.df, confidence)
        if is_finite:
            return found
        if beats and not loses:
            return Estimate(math.inf, found.low, math.inf, confidence)
        if loses and not beats:
            return Estimate(-math.inf, -math.inf, found.high, confidence)
        return Estimate(math.nan, math.nan, math.nan, confidence)


def strengths(
    comparisons: Comparisons,
    *,
    things: int | None = None,
    weights: Floats | None = None,
    ridge: float = RIDGE,
    confidence: float = 0.95,
) -> Strengths:
    """Return strengths by penalised maximum likelihood.

    Parameters
    ----------
    things : how many there are, if some were never compared.
    weights : of each comparison, such as how often it was made.
    ridge : 0 gives the maximum likelihood, where it exists.

    Raises
    ------
    InvalidValue
        If `ridge` is negative, or 0 where strengths would be infinite.

    Examples
    --------
    >>> won = Comparisons(np.array([0, 1, 0, 0]), np.array([1, 0, 1, 1]),
    ...                   np.array([1, -1, 1, -1]))
    >>> found = strengths(won)
    >>> bool(found.values[0] > found.values[1])
    True
    """
    if not ridge >= 0:
        raise InvalidValue(f"a ridge of 0 or more was expected, not {ridge}")
    n = comparisons.things if things is None else things
    rows = np.ones(comparisons.left.size) if weights is None else weights
    leads = leads_of(comparisons, n, rows)
    is_strong = bool(leads.all())
    if ridge == 0 and not is_strong:
        raise InvalidValue(
            "things that each lead to each by wins were expected for a ridge of 0, since "
            "else strengths are infinite; take a ridge above 0"
        )
    design = _design(comparisons, n)
    has_ties = bool(np.any((comparisons.outcome == 0) & (rows > 0)))
    fitted = _fit(design, comparisons.outcome, rows, ridge, has_ties)
    information = _information(fitted, design, rows, ridge, has_ties)
    covariance = np.asarray(np.linalg.inv(information), np.float64)
    df = math.inf
    clustered = covariance
    if comparisons.rater is not None:
        meat, df = _clustered(
            fitted, design, comparisons.outcome, rows, comparisons.rater, has_ties
        )
        clustered = covariance @ meat @ covariance
    side: Floats = np.eye(n + 2)[n]
    centring = np.eye(n) - 1 / n
    return Strengths(
        values=centring @ fitted[:n],
        side=_estimate(fitted[n], side, covariance, clustered, df, confidence),
        tie=float(1 / (1 + 2 * math.exp(-fitted[n + 1]))) if has_ties else 0.0,
        covariance=centring @ covariance[:n, :n] @ centring,
        clustered=centring @ clustered[:n, :n] @ centring,
        df=df,
        pieces=pieces_of(comparisons, n, rows),
        leads=leads,
        is_held_by_ridge=not is_strong,
    )


def _design(comparisons: Comparisons, n: int) -> Floats:
    """Rows of d: +1 left, -1 right, +1 side, 0 for the tie, which is not part of d."""
    rows = np.arange(comparisons.left.size)
    design = np.zeros((rows.size, n + 2))
    design[rows, comparisons.left] = 1
    design[rows, comparisons.right] = -1
    design[:, n] = 1
    return design


def _chances(at: Floats, design: Floats, has_ties: bool) -> tuple[Floats, Floats, Floats]:
    d = design @ at
    tie = np.full_like(d, at[-1]) if has_ties else np.full_like(d, -np.inf)
    top = np.maximum(np.abs(d) / 2, tie)
    parts = [np.exp(part - top) for part in (d / 2, -d / 2, tie)]
    total = parts[0] + parts[1] + parts[2]
    return parts[0] / total, parts[1] / total, parts[2] / total


def _scores(at: Floats, design: Floats, outcome: Indices, has_ties: bool) -> Floats:
    """The slope of each row's log-likelihood."""
    left, right, tie = _chances(at, design, has_ties)
    scores = design * ((outcome - (left - right)) / 2)[:, None]
    scores[:, -1] = (outcome == 0) - tie if has_ties else 0
    return scores


def _penalty(n: int, ridge: float) -> Floats:
    """The ridge on strengths; sides and ties only kept from running away."""
    result = np.full(n, min(_WEAK, ridge))
    result[:-2] = ridge
    return result


def _information(
    at: Floats, design: Floats, rows: Floats, ridge: float, has_ties: bool
) -> Floats:
    left, right, tie = _chances(at, design, has_ties)
    spread = rows * (left + right - (left - right) ** 2) / 4
    result = (design * spread[:, None]).T @ design
    cross = design.T @ (rows * -(left - right) * tie / 2)
    result[-1, :] += cross
    result[:, -1] += cross
    result[-1, -1] = rows @ (tie * (1 - tie)) if has_ties else 1.0
    penalty = _penalty(result.shape[0], ridge)
    # strengths are known but for a constant: a ridge on their sum alone fixes it
    fixed = np.zeros_like(result)
    fixed[:-2, :-2] = 1 / (penalty.size - 2)
    answer: Floats = result + np.diag(penalty) + fixed
    return answer


def _fit(
    design: Floats, outcome: Indices, rows: Floats, ridge: float, has_ties: bool
) -> Floats:
    at = np.zeros(design.shape[1])
    penalty = _penalty(at.size, ridge)
    for _ in range(_STEPS):
        slope = rows @ _scores(at, design, outcome, has_ties) - penalty * at
        step = np.linalg.solve(_information(at, design, rows, ridge, has_ties), slope)
        # a long step from far off could overshoot
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        at = at + step
        if np.abs(step).max() < _CLOSE:
            break
    return at


def _clustered(
    at: Floats,
    design: Floats,
    outcome: Indices,
    rows: Floats,
    rater: Indices,
    has_ties: bool,
) -> tuple[Floats, float]:
    """The spread of the raters' slopes, and its degrees of freedom."""
    raters, index = np.unique(rater, return_inverse=True)
    sums = np.zeros((raters.size, at.size))
    np.add.at(sums, index, rows[:, None] * _scores(at, design, outcome, has_ties))
    df = raters.size - 1
    return sums.T @ sums * raters.size / max(df, 1), float(df)


def _estimate(
    value: float,
    contrast: Floats,
    covariance: Floats,
    clustered: Floats,
    df: float,
    confidence: float,
) -> Estimate:
    """The wider of the model's interval and that of raters: the first is too narrow where
    raters choose by tastes of their own, the second where a few happen to agree."""
    if not df:
        return Estimate(float(value), math.nan, math.nan, confidence)
    tail = (1 + confidence) / 2
    widths = (
        quantile * math.sqrt(max(float(contrast @ spread @ contrast), 0.0))
        for quantile, spread in (
            (normal_quantile(tail), covariance),
            (t_quantile(tail, df), clustered),
        )
    )
    reach = max(widths)
    return Estimate(float(value), float(value - reach), float(value + reach), confidence)
