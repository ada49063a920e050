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

import numpy as np

from etudes.rating.learning.preference_fit import (
    LEAST_SD,
    UNKNOWN_SD,
    Floats,
    Ints,
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
    """What is explained, and by what: a row for each rating and pair.

    Attributes
    ----------
    columns : of each row its pieces, what is free, traits, and what was said.
    pieces, free : how many columns these have.
    variance : of each row, of a rating's noise.
    raters : of each rater her rows.
    noise : of a rating, in points; None where the rows tell it.
    scale : what the likelihood owes to how steeply choices grow.
    """

    columns: Floats
    pieces: int
    free: int
    variance: Floats
    raters: tuple[Ints, ...]
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
    pieces = np.zeros((singles + pairs, len(told.traits)))
    of_pairs = np.arange(singles, singles + pairs)
    pieces[np.arange(singles), told.item] = 1
    pieces[of_pairs, told.left] += 1
    pieces[of_pairs, told.right] -= 1
    free = _beside(basis_of(told.groups), basis_of(told.sides))
    raters = tuple(np.flatnonzero(told.rater == one) for one in np.unique(told.rater))
    known = np.hstack([pieces, free, pieces @ told.traits])
    spread = max(float(np.var(told.sign)), 0.1) if pairs else 1.0
    for steep in _STEEP if pairs else _STEEP[:1]:
        of_choice = spread / (steep * noise) ** 2
        yield _Rows(
            np.column_stack([known, np.concatenate([told.score, told.sign / steep])]),
            *(pieces.shape[1], free.shape[1]),
            np.concatenate([np.ones(singles), np.full(pairs, of_choice)]),
            raters,
            None if singles else UNKNOWN_SD,
            -pairs * math.log(steep),
        )


def _beside(singles: Floats, pairs: Floats) -> Floats:
    """Return columns of ratings and columns of pairs, each 0 where the others are told."""
    (above, first), (below, second) = singles.shape, pairs.shape
    found = np.zeros((above + below, first + second))
    found[:above, :first] = singles
    found[above:, first:] = pairs
    return found


def _cells(rows: _Rows) -> Iterator[_Cell]:
    for by_own in _OWN:
        equations, of_raters = _equations(rows, by_own)
        for by_piece in _UNTOLD:
            rest, absorbed = _absorbed(equations, rows.pieces, rows.free, by_piece)
            yield from _at(rows, rest, of_raters + absorbed)


def _equations(rows: _Rows, by_own: float) -> tuple[Floats, float]:
    """Return C'B⁻¹C of the columns C, and half the logarithm of |B|.

    B is the covariance by noise and own taste. It has a block for each rater, so no matrix
    is larger than what one rater said; the rest of the covariance is that of pieces.
    """
    wide = rows.columns.shape[1]
    first = rows.pieces + rows.free
    found, half = np.zeros((wide, wide)), 0.0
    for of_rater in rows.raters:
        columns = rows.columns[of_rater]
        traits = columns[:, first:-1]
        own = by_own / traits.shape[1] * traits @ traits.T
        root = np.linalg.cholesky(np.diag(rows.variance[of_rater]) + own)
        half += float(np.log(np.diag(root)).sum())
        met = np.flatnonzero(columns.any(axis=0))
        white = np.linalg.solve(root, columns[:, met])
        found[np.ix_(met, met)] += white.T @ white
    return found, half


def _absorbed(
    equations: Floats, pieces: int, free: int, by_piece: float
) -> tuple[Floats, float]:
    """Return what is left of the equations once pieces and what is free are absorbed, and
    half the logarithm of the determinant that goes with them.

    Henderson's mixed model equations, bordered by traits and by what was said: the first
    columns of one Cholesky root hold the determinant, the last ones what is left (Graser,
    Smith & Tier, 1987, *J. Anim. Sci.* 64, 1362-1370). Pieces stand in units of their own
    standard deviation, so that 0 is one, too.
    """
    inner = pieces + free
    size, added = np.ones(len(equations)), np.ones(len(equations))
    size[:pieces] = math.sqrt(by_piece)
    # The border's are taken off again: a trait in which nothing that was rated differs
    # has no root without.
    added[pieces:inner] = 0
    root = np.linalg.cholesky(size[:, None] * equations * size + np.diag(added))
    rest = root[inner:, inner:]
    half = float(np.log(np.diag(root)[:inner]).sum())
    return rest @ rest.T - np.eye(len(rest)), half


def _at(rows: _Rows, rest: Floats, fixed: float) -> Iterator[_Cell]:
    """Yield a cell for each width of the prior: Bayesian least squares, with a flat prior
    for rater, level, instrument, maker and place, from which `rest` is free."""
    sizes, axes = np.linalg.eigh(rest[:-1, :-1])
    told = axes.T @ rest[:-1, -1]
    degrees = max(len(rows.columns) - rows.free, 1)
    for width in WIDTHS:
        drawn = 1 / (np.maximum(sizes, 0) + 1 / width**2)
        left = max(float(rest[-1, -1] - drawn @ told**2), 0.0)
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
