"""Numbers of a level model from ratings whose raters are more or less severe.

A judged level is the level of the piece, what no descriptor tells of the piece, how severe
the rater is, and noise: the last three are normal around 0 with spreads that are estimated
too. The numbers have a normal prior around 0. What is returned is the most probable set of
numbers (Gauss-Newton steps on the mixed-model equations, Henderson 1975; spreads by
expectation and maximisation, Dempster, Laird and Rubin 1977, which allows for the numbers
being estimated as restricted likelihood does), with their covariance by the curvature.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.rating.learning.level_model import Floats, LevelModel

_ROUNDS = 100
_STILL = 1e-3
_HALVINGS = 8


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations, in levels, of severity, of pieces, and of single ratings."""

    severity: float
    piece: float
    rating: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of spreads, and how many raters, pieces and ratings each of these
    expectations is worth."""

    spread: Spread
    raters: float
    pieces: float
    ratings: float


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Judged levels in levels, those that the pieces were shown as, and the numbers of
    piece and rater."""

    judged: Floats
    asked: Floats
    piece: NDArray[np.intp]
    rater: NDArray[np.intp]

    def some(self, which: NDArray[np.bool_]) -> "Ratings":
        """Return some of the ratings; pieces and raters keep their numbers."""
        return Ratings(
            self.judged[which], self.asked[which], self.piece[which], self.rater[which]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The numbers, their covariance, each rater's severity in levels, and the spreads."""

    numbers: Floats
    covariance: Floats
    severities: Floats
    spread: Spread


def fit_numbers(
    model: LevelModel,
    ratings: Ratings,
    precision: Floats,
    expected: Expected,
    start: Fitted | None = None,
) -> Fitted:
    """Return the most probable numbers.

    Parameters
    ----------
    precision : of the numbers' prior, the inverse of its covariance.
    start : begins there and keeps its spreads and covariance; None estimates them.
    """
    raters = int(ratings.rater.max()) + 1 if start is None else len(start.severities)
    counts = np.zeros((len(model.shares), raters))
    np.add.at(counts, (ratings.piece, ratings.rater), 1.0)
    numbers = np.zeros(model.size) if start is None else start.numbers
    spread = expected.spread if start is None else start.spread
    random = np.zeros(raters + len(model.shares))
    covariance: Floats
    for _ in range(_ROUNDS):
        before = spread
        level, slopes = model.levels(numbers)
        information = _information(slopes, counts)
        whole = information / spread.rating**2 + _prior(precision, spread, counts.shape)
        pull = _pull(slopes, ratings, ratings.judged - level[ratings.piece], raters)
        pull /= spread.rating**2
        pull[: model.size] -= precision @ numbers
        if start is None:
            covariance = np.asarray(np.linalg.inv(whole), np.float64)
            move = covariance @ pull
        else:
            move = np.asarray(np.linalg.solve(whole, pull), np.float64)
        numbers, random, step = _moved(
            model, ratings, precision, spread, (numbers, random), move
        )
        if start is None:
            level, _ = model.levels(numbers)
            left = ratings.judged - level[ratings.piece] - _of(random, ratings, raters)
            spread = _spread(expected, random, raters, left, covariance, information)
        if step < _STILL and _change(spread, before) < _STILL:
            break
    if start is not None:
        return Fitted(numbers, start.covariance, random[:raters], spread)
    size = model.size
    return Fitted(numbers, covariance[:size, :size], random[:raters], spread)


def _moved(
    model: LevelModel,
    ratings: Ratings,
    precision: Floats,
    spread: Spread,
    at: tuple[Floats, Floats],
    move: Floats,
) -> tuple[Floats, Floats, float]:
    """Return numbers and random parts after the longest step that makes things no worse,
    and how far the numbers went."""
    numbers, random = at
    to_numbers, to_random = move[: model.size], move[model.size :]
    worst = _misfit(model, ratings, precision, spread, numbers, random)
    part = 1.0
    for _ in range(_HALVINGS):
        next_numbers = numbers + part * to_numbers
        next_random = random + part * (to_random - random)
        misfit = _misfit(model, ratings, precision, spread, next_numbers, next_random)
        if misfit <= worst:
            return next_numbers, next_random, part * float(np.abs(to_numbers).max())
        part /= 2
    return numbers, random, 0.0


def _misfit(
    model: LevelModel,
    ratings: Ratings,
    precision: Floats,
    spread: Spread,
    numbers: Floats,
    random: Floats,
) -> float:
    """Return minus twice the logarithm of the posterior density, but for a constant."""
    raters = len(random) - len(model.shares)
    level, _ = model.levels(numbers)
    left = ratings.judged - level[ratings.piece] - _of(random, ratings, raters)
    return float(
        (left**2).sum() / spread.rating**2
        + numbers @ precision @ numbers
        + (random[:raters] ** 2).sum() / spread.severity**2
        + (random[raters:] ** 2).sum() / spread.piece**2
    )


def _of(random: Floats, ratings: Ratings, raters: int) -> Floats:
    """Return what severity and piece add to each rating."""
    added: Floats = random[ratings.rater] + random[raters + ratings.piece]
    return added


def _information(slopes: Floats, counts: Floats) -> Floats:
    """Return the products of all columns: numbers, raters, pieces."""
    of_piece, of_rater = counts.sum(axis=1), counts.sum(axis=0)
    by_piece = slopes.T * of_piece
    by_rater = slopes.T @ counts
    return np.block(
        [
            [by_piece @ slopes, by_rater, by_piece],
            [by_rater.T, np.diag(of_rater), counts.T],
            [by_piece.T, counts, np.diag(of_piece)],
        ]
    )


def _pull(slopes: Floats, ratings: Ratings, left: Floats, raters: int) -> Floats:
    of_piece = np.bincount(ratings.piece, left, minlength=len(slopes))
    of_rater = np.bincount(ratings.rater, left, minlength=raters)
    return np.concatenate([slopes.T @ of_piece, of_rater, of_piece])


def _prior(precision: Floats, spread: Spread, shape: tuple[int, ...]) -> Floats:
    pieces, raters = shape
    size = len(precision)
    whole = np.diag(
        np.concatenate(
            [
                np.zeros(size),
                np.full(raters, spread.severity**-2),
                np.full(pieces, spread.piece**-2),
            ]
        )
    )
    whole[:size, :size] = precision
    return whole


def _spread(
    expected: Expected,
    random: Floats,
    raters: int,
    left: Floats,
    covariance: Floats,
    information: Floats,
) -> Spread:
    """Return the spreads that are most probable, what is expected of them included."""
    pieces = len(random) - raters
    squares = random**2 + np.diag(covariance)[-len(random) :]
    noise = (left**2).sum() + (covariance * information).sum()
    means = expected.spread
    return Spread(
        _mean(squares[:raters].sum(), raters, means.severity, expected.raters),
        _mean(squares[raters:].sum(), pieces, means.piece, expected.pieces),
        _mean(noise, len(left), means.rating, expected.ratings),
    )


def _mean(squares: float, count: int, expected: float, worth: float) -> float:
    return float(np.sqrt((squares + worth * expected**2) / (count + worth)))


def _change(one: Spread, other: Spread) -> float:
    return max(
        abs(one.severity / other.severity - 1),
        abs(one.piece / other.piece - 1),
        abs(one.rating / other.rating - 1),
    )
