"""How sure a weight is: its posterior, given ratings and pairs.

A mixed model. What a rater says of a piece is the sum of her severity, level, instrument,
what made it, the piece's traits · weights, something of the piece that no trait tells, a
taste of her own by the same traits, and noise. Weights have a normal prior about 0. Its
width and the shares of piece and own taste are not known: the posterior is averaged over a
grid of them, each as likely as it makes what was said (restricted likelihood;
Gelman et al., *Bayesian Data Analysis*, 3rd ed. 2013, §5, §15). A choice is 1, 0 or -1 and
grows with the difference in points; how steeply is averaged over, too, for raters need not
choose as they rate.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from etudes.rating.learning.preference_fit import (
    LEAST_SD,
    UNKNOWN_SD,
    Floats,
    Told,
    basis_of,
    deviation,
)

WIDTHS = tuple(float(w) for w in np.geomspace(0.02, 0.6, 9))
"""Standard deviations of the prior of weights, of a rating's noise; a width is a priori as
likely as another (Gelman, 2006), and these are closer together the smaller they are."""

_UNTOLD = (0.0, 0.2, 0.6, 1.4)
"""Variances of what no trait tells of a piece, of a rating's noise."""

_OWN = (0.02, 0.2)
"""Variances of a rater's own taste, of a rating's noise."""

_STEEP = (0.3, 0.5, 0.8)
"""How much a choice grows from a point of difference."""

_ROUNDS = 2
"""The noise of ratings, by which choices are weighed, is known better in the second."""

_SLIGHT = 1e-3
"""What is less likely than that, of the likeliest, is not averaged over."""


@dataclass(frozen=True)
class Posterior:
    """The means of weights in points, ends of their 95 % intervals, and the prior's width
    in points, averaged."""

    mean: Floats
    low: Floats
    high: Floats
    width: float


@dataclass(frozen=True)
class _Rows:
    """What is explained, and by what: `variance` is of each row, of a rating's noise."""

    y: Floats
    variance: Floats
    free: Floats
    traits: Floats
    pieces: Floats
    rater: NDArray[np.int64]
    noise: float | None
    scale: float


@dataclass(frozen=True)
class _Cell:
    """The posterior of weights at one place of the grid, and how likely that place is."""

    likelihood: float
    noise: float
    width: float
    mean: Floats
    variance: Floats


def posterior_of(told: Told) -> Posterior:
    """Return what ratings and pairs tell of the weights."""
    cells: list[_Cell] = []
    noise = deviation(told)
    for _ in range(_ROUNDS if len(told.sign) else 1):
        cells = [cell for rows in _rows(told, noise) for cell in _cells(rows)]
        noise = max(cells, key=lambda one: one.likelihood).noise
    most = max(one.likelihood for one in cells)
    shares = np.exp([one.likelihood - most for one in cells])
    cells = [one for one, share in zip(cells, shares, strict=True) if share > _SLIGHT]
    shares = shares[shares > _SLIGHT]
    shares = shares / shares.sum()
    means = np.array([one.mean for one in cells])
    sds = np.sqrt([one.variance for one in cells])
    return Posterior(
        shares @ means,
        _quantile(0.025, shares, means, sds),
        _quantile(0.975, shares, means, sds),
        float(shares @ [one.width for one in cells]),
    )


def _rows(told: Told, noise: float) -> Iterator[_Rows]:
    """Yield the rows for each steepness of choices, if there are any."""
    singles, pairs = len(told.score), len(told.sign)
    basis = basis_of(told.groups)
    sides = basis_of(told.sides)
    free = np.zeros((singles + pairs, basis.shape[1] + sides.shape[1]))
    free[:singles, : basis.shape[1]] = basis
    free[singles:, basis.shape[1] :] = sides
    pieces = np.zeros((singles + pairs, len(told.traits)))
    pieces[np.arange(singles), told.item] = 1
    pieces[np.arange(singles, singles + pairs), told.left] += 1
    pieces[np.arange(singles, singles + pairs), told.right] -= 1
    spread = max(float(np.var(told.sign)), 0.1) if pairs else 1.0
    for steep in _STEEP if pairs else _STEEP[:1]:
        of_choice = spread / (steep * noise) ** 2
        yield _Rows(
            np.concatenate([told.score, told.sign / steep]),
            np.concatenate([np.ones(singles), np.full(pairs, of_choice)]),
            *(free, pieces @ told.traits, pieces, told.rater),
            None if singles else UNKNOWN_SD,
            -pairs * math.log(steep),
        )


def _cells(rows: _Rows) -> Iterator[_Cell]:
    count = rows.traits.shape[1]
    untold = rows.pieces @ rows.pieces.T
    same = rows.rater[:, None] == rows.rater
    own = same * (rows.traits @ rows.traits.T) / count
    for by_piece, by_own in product(_UNTOLD, _OWN):
        yield from _at(rows, np.diag(rows.variance) + by_piece * untold + by_own * own)


def _at(rows: _Rows, covariance: Floats) -> Iterator[_Cell]:
    """Yield a cell for each width of the prior: Bayesian least squares, with a flat prior
    for rater, level, instrument, maker and place."""
    root = np.linalg.cholesky(covariance)
    inverse = np.linalg.inv(root)
    free, spanned = np.linalg.qr(inverse @ rows.free)
    x, y = inverse @ rows.traits, inverse @ rows.y
    x, y = x - free @ (free.T @ x), y - free @ (free.T @ y)
    sizes, axes = np.linalg.eigh(x.T @ x)
    told = axes.T @ (x.T @ y)
    degrees = len(y) - free.shape[1]
    fixed = np.log(np.diag(root)).sum() + np.log(np.abs(np.diag(spanned))).sum()
    for width in WIDTHS:
        drawn = 1 / (np.maximum(sizes, 0) + 1 / width**2)
        left = max(float(y @ y - drawn @ told**2), 0.0)
        noise = rows.noise or max(math.sqrt(left / degrees), LEAST_SD)
        mean = axes @ (drawn * told)
        yield _Cell(
            float(np.log(drawn / width**2).sum() / 2)
            + math.log(width)
            + rows.scale
            - fixed
            - degrees * math.log(noise)
            - left / noise**2 / 2,
            noise,
            width * noise,
            mean,
            noise**2 * (axes**2 @ drawn),
        )


def _quantile(share: float, shares: Floats, means: Floats, sds: Floats) -> Floats:
    """Return the quantile of each column of a mixture of normals, by halving."""
    erf = np.frompyfunc(math.erf, 1, 1)
    low, high = (means - 6 * sds).min(axis=0), (means + 6 * sds).max(axis=0)
    for _ in range(30):
        middle = (low + high) / 2
        below = shares @ (1 + erf((middle - means) / sds / math.sqrt(2)).astype(float)) / 2
        low, high = (
            np.where(below < share, middle, low),
            np.where(below < share, high, middle),
        )
    found: Floats = (low + high) / 2
    return found
