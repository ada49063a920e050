"""Strengths from comparisons in pairs, with ties and the pull of a side.

Left wins, right wins, or neither, with chances as exp(d/2), exp(-d/2) and the tie's, where
d = strength of left - strength of right + side.

References
----------
R. A. Bradley and M. E. Terry, Biometrika 39 (1952). R. R. Davidson, "On extending the
Bradley-Terry model to accommodate ties", Journal of the American Statistical Association
65 (1970). R. R. Davidson and R. J. Beaver, "On extending the Bradley-Terry model to
incorporate within-pair order effects", Biometrics 33 (1977). L. R. Ford, American
Mathematical Monthly 64 (1957): when strengths are finite without a ridge.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile, t_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices

RIDGE = 0.1
"""Weight of the pull towards equal strengths: one normal prior of deviation 3.2 each."""
_WEAK = 1e-3
_STEPS = 100
_CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Choices between two things, one a row.

    Attributes
    ----------
    left, right : what was compared, as indices from 0.
    outcome : 1 left, -1 right, 0 neither.
    rater : who chose, as an index; without it choices count as independent.

    Raises
    ------
    InvalidValue
        If columns differ in length, a thing is compared with itself, or an outcome is
        none of the three.
    """

    left: Indices
    right: Indices
    outcome: Indices
    rater: Indices | None = None

    def __post_init__(self) -> None:
        columns = [self.left, self.right, self.outcome]
        columns += [] if self.rater is None else [self.rater]
        is_table = len({c.shape for c in columns}) == 1 and self.left.ndim == 1
        if not is_table or not self.left.size:
            raise InvalidValue(
                "columns of one length, left, right and outcome, were expected, not "
                f"{', '.join(str(c.shape) for c in columns)}; give one row a choice"
            )
        if np.any(self.left == self.right) or min(self.left.min(), self.right.min()) < 0:
            raise InvalidValue(
                "two different things in each comparison, as indices from 0, were expected"
            )
        if not np.isin(self.outcome, (-1, 0, 1)).all():
            raise InvalidValue("outcomes 1 (left), -1 (right) or 0 (neither) were expected")

    @property
    def things(self) -> int:
        return int(max(self.left.max(), self.right.max())) + 1


@dataclass(frozen=True, slots=True)
class Strengths:
    """What comparisons say.

    Attributes
    ----------
    values : strength of each thing, in logits; their mean is 0.
    side : how far the left is preferred, in logits.
    tie : the chance that neither wins between equals, without side; 0 without ties.
    covariance : of the values; clustered by rater where raters were given.
    df : of Student's t for intervals, raters - 1; infinite without raters.
    pieces : groups of things never compared with one another; strengths tell nothing
        from piece to piece.
    is_held_by_ridge : whether some thing won all or lost all, so that only the ridge
        keeps strengths finite.
    """

    values: Floats
    side: Estimate
    tie: float
    covariance: Floats
    df: float
    pieces: tuple[tuple[int, ...], ...]
    is_held_by_ridge: bool

    def strength(self, thing: int, confidence: float = 0.95) -> Estimate:
        """Return a thing's strength against the mean of all."""
        value = float(self.values[thing])
        return _estimate(value, self.covariance[thing, thing], self.df, confidence)

    def difference(self, one: int, other: int, confidence: float = 0.95) -> Estimate:
        """Return how much stronger one is than another; exp of it is the odds."""
        contrast = np.zeros(self.values.size)
        contrast[one] += 1
        contrast[other] -= 1
        value = float(contrast @ self.values)
        variance = float(contrast @ self.covariance @ contrast)
        return _estimate(value, variance, self.df, confidence)


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
    is_strong = _is_strong(comparisons, n, rows)
    if ridge == 0 and not is_strong:
        raise InvalidValue(
            "things that each lead to each by wins were expected for a ridge of 0, since "
            "else strengths are infinite; take a ridge above 0"
        )
    design = _design(comparisons, n)
    has_ties = bool(np.any((comparisons.outcome == 0) & (rows > 0)))
    fitted = _fit(design, comparisons.outcome, rows, ridge, has_ties)
    information = _information(fitted, design, rows, ridge, has_ties)
    covariance, df = np.linalg.inv(information), math.inf
    if comparisons.rater is not None:
        meat, df = _clustered(
            fitted, design, comparisons.outcome, rows, comparisons.rater, has_ties
        )
        if math.isfinite(df):
            covariance = covariance @ meat @ covariance
    centring = np.eye(n) - 1 / n
    return Strengths(
        values=centring @ fitted[:n],
        side=_estimate(fitted[n], covariance[n, n], df, confidence),
        tie=float(1 / (1 + 2 * math.exp(-fitted[n + 1]))) if has_ties else 0.0,
        covariance=centring @ covariance[:n, :n] @ centring,
        df=df,
        pieces=_pieces(comparisons, n, rows),
        is_held_by_ridge=not is_strong,
    )


def bootstrap_strengths(
    comparisons: Comparisons,
    rng: np.random.Generator,
    *,
    draws: int = 500,
    ridge: float = RIDGE,
) -> Floats:
    """Return strengths of comparisons by raters drawn anew: draws × things.

    Raises
    ------
    InvalidValue
        If the comparisons do not say who chose.
    """
    if comparisons.rater is None:
        raise InvalidValue("comparisons that say who chose were expected")
    raters, rater = np.unique(comparisons.rater, return_inverse=True)
    n = comparisons.things
    design = _design(comparisons, n)
    shares = np.full(raters.size, 1 / raters.size)
    result = np.empty((draws, n))
    for draw in range(draws):
        rows = rng.multinomial(raters.size, shares)[rater].astype(np.float64)
        has_ties = bool(np.any((comparisons.outcome == 0) & (rows > 0)))
        fitted = _fit(design, comparisons.outcome, rows, ridge, has_ties)[:n]
        result[draw] = fitted - fitted.mean()
    return result


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
    if raters.size < 2:
        return np.eye(at.size), math.inf
    return sums.T @ sums * raters.size / (raters.size - 1), float(raters.size - 1)


def _estimate(value: float, variance: float, df: float, confidence: float) -> Estimate:
    tail = (1 + confidence) / 2
    quantile = normal_quantile(tail) if math.isinf(df) else t_quantile(tail, df)
    reach = quantile * math.sqrt(max(variance, 0.0))
    return Estimate(float(value), float(value - reach), float(value + reach), confidence)


def _reach(n: int, start: Indices, end: Indices) -> NDArray[np.bool_]:
    """Which thing leads to which along edges."""
    reached = np.eye(n, dtype=bool)
    reached[start, end] = True
    for _ in range(max(1, math.ceil(math.log2(max(n, 2))))):
        reached = (reached.astype(np.float64) @ reached) > 0
    return reached


def _pieces(comparisons: Comparisons, n: int, rows: Floats) -> tuple[tuple[int, ...], ...]:
    used = rows > 0
    left, right = comparisons.left[used], comparisons.right[used]
    joined = _reach(n, np.concatenate([left, right]), np.concatenate([right, left]))
    return tuple(sorted({tuple(np.flatnonzero(row).tolist()) for row in joined}))


def _is_strong(comparisons: Comparisons, n: int, rows: Floats) -> bool:
    """Whether each leads to each by wins or ties (Ford)."""
    used, outcome = rows > 0, comparisons.outcome
    first, second = used & (outcome >= 0), used & (outcome <= 0)
    start = np.concatenate([comparisons.left[first], comparisons.right[second]])
    end = np.concatenate([comparisons.right[first], comparisons.left[second]])
    return bool(_reach(n, start, end).all())
