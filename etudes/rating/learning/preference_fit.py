"""The test of a preference: does ridge regression foretell what was left out?

A weight is in points of 7. Of two pieces a rater prefers one with log odds of κ times their
difference in points. κ follows from the ratings: a choice is between two ratings that have
the residual standard deviation σ of single ones, so κ = π / (√3·√2·σ).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Masks = list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]

RIDGES = tuple(1 / points**2 for points in (0.02, 0.04, 0.08, 0.15, 0.3))
"""Each is a normal prior of weights whose standard deviation is so many points."""

FOLDS = 5
_SESSIONS = 3
"""From so many on whole sessions are left out."""

_PLAINLY = 20
"""So many shuffles that do as well are far from what is adopted."""

UNKNOWN_SD = 1.2
"""Points; the residual deviation where nothing but pairs was rated."""

LEAST_SD = 0.3
"""Points; raters who answer alike throughout are not infinitely sure."""


@dataclass(frozen=True)
class Told:
    """Ratings, then pairs, as arrays; `rater` and `session` are of both in a row.

    Attributes
    ----------
    traits : (pieces, traits), standardised.
    maker : of each piece what made it, as a number.
    item, score, groups : of each rating the piece, the points, and dummies of what is not
        about the piece's traits: rater, level, instrument, and what made it.
    left, right, sign : of each pair the pieces, and 1 for left, -1 for right, 0 for equal.
    sides : of each pair what is not about traits: the place on the left, and what made the
        piece there and, less that, the other.
    """

    traits: Floats
    maker: Ints
    item: Ints
    score: Floats
    groups: Floats
    left: Ints
    right: Ints
    sign: Floats
    sides: Floats
    rater: Ints
    session: Ints


@dataclass(frozen=True)
class _Rows:
    """Weighted least squares: responses, traits, and how much each row tells."""

    y: Floats
    z: Floats
    precision: Floats


def ridge_of(told: Told, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return the best ridge, and what it foretells of what was left out: the correlation
    with what was said, and the gain over foretelling nothing, in halves of a log."""
    rows = _Centred(told).of(told.traits)
    gains, foretold = _left_out(rows, masks(told, rng))
    best = int(np.argmax(gains))
    return RIDGES[best], _correlation(foretold[best], rows.y), float(gains[best])


def chance_of(told: Told, gain: float, rng: np.random.Generator, shuffles: int) -> float:
    """Return the share of shuffles, this fit among them, that foretell as well.

    Pieces that the same model made swap their traits, so what models differ in stays what
    it is; what raters said of each piece stays together. So it counts as
    chance, too, if all like a piece for what no trait tells. Where twenty have done as well
    it is plainly chance, and no more are tried (Besag & Clifford, 1991).
    """
    rows = _Centred(told)
    as_well = 0
    for tried in range(1, shuffles + 1):
        swapped = told.traits[_swapped(told.maker, rng)]
        gains, _ = _left_out(rows.of(swapped), masks(told, rng))
        as_well += int(gains.max() >= gain)
        if as_well == _PLAINLY:
            return as_well / tried
    return (as_well + 1) / (shuffles + 1)


def _swapped(maker: Ints, rng: np.random.Generator) -> Ints:
    """Return a permutation of pieces that leaves each with a piece of the same maker."""
    found = np.arange(len(maker))
    for one in np.unique(maker):
        of_maker = np.flatnonzero(maker == one)
        found[of_maker] = rng.permutation(of_maker)
    return found


def masks(told: Told, rng: np.random.Generator) -> Masks:
    """Return which rows are learnt from and which are foretold, in turn.

    No row that is learnt from shares a piece with one that is foretold; with raters left
    out no rater either.
    """
    first = np.concatenate([told.item, told.left])
    second = np.concatenate([told.item, told.right])
    return list(_by_session(told, first, second) or _by_rater(told, first, second, rng))


def _by_session(told: Told, first: Ints, second: Ints) -> Masks:
    sessions = np.unique(told.session)
    if len(sessions) < _SESSIONS:
        return []
    found = []
    for session in sessions:
        test = told.session == session
        known = np.isin(np.arange(len(told.traits)), [*first[test], *second[test]])
        found.append((~test & ~known[first] & ~known[second], test))
    return found


def _by_rater(
    told: Told, first: Ints, second: Ints, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    raters = told.rater.max() + 1
    of_rater = (rng.permutation(raters) % min(FOLDS, raters))[told.rater]
    of_item = rng.permutation(len(told.traits)) % FOLDS
    for a in range(of_rater.max() + 1):
        for b in range(FOLDS):
            left, right = of_item[first] == b, of_item[second] == b
            yield (of_rater != a) & ~left & ~right, (of_rater == a) & left & right


class _Centred:
    """Rows with rater, level, instrument, maker and the place of a pair's pieces taken out.

    A pair counts as an observation of its difference, as the logistic likelihood is near no
    difference: 2·sign/κ with the precision κ²/4.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        sd = deviation(told)
        sure = kappa(sd)
        self._basis = basis_of(told.groups)
        self._sides = basis_of(told.sides)
        self._score = _without(self._basis, told.score)
        self._sign = 2 * _without(self._sides, told.sign) / sure
        self._precision = np.concatenate(
            [
                np.full(len(told.score), 1 / sd**2),
                np.full(len(told.sign), sure**2 / 4),
            ]
        )

    def of(self, traits: Floats) -> _Rows:
        """Return the rows of pieces with these traits."""
        told = self._told
        singles = _without(self._basis, traits[told.item])
        pairs = _without(self._sides, traits[told.left] - traits[told.right])
        return _Rows(
            np.concatenate([self._score, self._sign]),
            np.concatenate([singles, pairs]),
            self._precision,
        )


def _without(basis: Floats, values: Floats) -> Floats:
    centred: Floats = values - basis @ (basis.T @ values)
    return centred


def _left_out(rows: _Rows, splits: Masks) -> tuple[Floats, Floats]:
    """Return for each ridge the gain in what is foretold, and what is foretold."""
    count = rows.z.shape[1]
    weighted = rows.z * rows.precision[:, None]
    grams = np.array([weighted[train].T @ rows.z[train] for train, _ in splits])
    rights = np.array([weighted[train].T @ rows.y[train] for train, _ in splits])
    foretold = np.zeros((len(RIDGES), len(rows.y)))
    times = np.zeros(len(rows.y), bool)
    for i, ridge in enumerate(RIDGES):
        solved = np.linalg.solve(grams + ridge * np.eye(count), rights[..., None])[..., 0]
        for (_, test), weights in zip(splits, solved, strict=True):
            foretold[i, test] = rows.z[test] @ weights
            times |= test
    missed = (rows.y - foretold) ** 2
    gains = (rows.precision * (rows.y**2 - missed) * times).sum(axis=1)
    return gains, foretold


def deviation(told: Told) -> float:
    """Return the standard deviation of ratings about what is not of traits."""
    if not len(told.score):
        return UNKNOWN_SD
    basis = basis_of(told.groups)
    rest = told.score - basis @ (basis.T @ told.score)
    degrees = max(len(rest) - basis.shape[1], 1)
    return max(math.sqrt(float(rest @ rest) / degrees), LEAST_SD)


def kappa(sd: float) -> float:
    return math.pi / math.sqrt(6) / sd


def basis_of(groups: Floats) -> Floats:
    """Return an orthonormal basis of the columns."""
    if not groups.size:
        return np.zeros((len(groups), 0))
    left, sizes, _ = np.linalg.svd(groups, full_matrices=False)
    basis: Floats = left[:, sizes > 1e-9 * sizes[0]]
    return basis


def _correlation(one: Floats, other: Floats) -> float:
    both = math.sqrt(float(one @ one) * float(other @ other))
    return float(one @ other) / both if both else 0.0
