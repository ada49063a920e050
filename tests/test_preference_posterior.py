"""The posterior of a preference against the same law written out densely: error contrasts,
one normal law of all that was said, and no structure used."""

from dataclasses import dataclass, replace
from itertools import product
from math import erf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.rating.learning.preference_fit import Told
from etudes.rating.learning.preference_posterior import Posterior, posterior_of

LEAST, UNKNOWN = 0.3, 1.2
WIDTHS = [0.02 * 30.0 ** (i / 8) for i in range(9)]
OF_PIECES, OF_RATERS, STEEP = (0.0, 0.2, 0.6, 1.4), (0.02, 0.2), (0.3, 0.5, 0.8)


@dataclass(frozen=True)
class Drawn:
    """How many there are of each."""

    raters: int = 4
    pieces: int = 12
    singles: int = 40
    pairs: int = 12
    traits: int = 3


def told_by_chance(rng: np.random.Generator, drawn: Drawn) -> Told:
    """Return ratings and pairs of nobody in particular; two models made the pieces."""
    maker = np.arange(drawn.pieces) % 2
    rater = rng.integers(drawn.raters, size=drawn.singles + drawn.pairs)
    item = rng.integers(drawn.pieces, size=drawn.singles)
    pairs = [rng.permutation(drawn.pieces)[:2] for _ in range(drawn.pairs)]
    left, right = np.array(pairs, int).reshape(-1, 2).T
    return Told(
        traits=rng.normal(size=(drawn.pieces, drawn.traits)),
        maker=maker,
        item=item,
        score=rng.normal(4, 1, drawn.singles).clip(1, 7),
        groups=np.hstack(
            [np.eye(drawn.raters)[rater[: drawn.singles]], np.eye(2)[maker[item]]]
        ),
        left=left,
        right=right,
        sign=rng.integers(-1, 2, drawn.pairs).astype(float),
        sides=np.column_stack(
            [np.ones(drawn.pairs), np.eye(2)[maker[left]] - np.eye(2)[maker[right]]]
        ),
        rater=rater,
        session=np.zeros(drawn.singles + drawn.pairs, int),
    )


def contrasts(of: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis of what is orthogonal to the columns."""
    left, sizes, _ = np.linalg.svd(of, full_matrices=True)
    return left[:, np.sum(sizes > 1e-9) :]


@dataclass(frozen=True)
class Place:
    """One place of the grid: how likely, and the normal law of weights there."""

    likely: float
    noise: float
    width: float
    mean: np.ndarray
    sd: np.ndarray


def densely(told: Told, noise: float) -> list[Place]:
    """Return every place of the grid, each by the covariance of all rows whole."""
    n, m = len(told.score), len(told.sign)
    named = np.eye(len(told.traits))
    pieces = np.vstack([named[told.item], named[told.left] - named[told.right]])
    z = pieces @ told.traits
    above, below = contrasts(told.groups), contrasts(told.sides)
    k = np.zeros((n + m, above.shape[1] + below.shape[1]))
    k[:n, : above.shape[1]], k[n:, above.shape[1] :] = above, below
    hers = np.equal.outer(told.rater, told.rater) * (z @ z.T) / z.shape[1]
    found = []
    for steep in STEEP if m else STEEP[:1]:
        y = k.T @ np.concatenate([told.score, told.sign / steep])
        choice = max(float(np.var(told.sign)), 0.1) / (steep * noise) ** 2 if m else 1.0
        own = np.diag([1.0] * n + [choice] * m)
        for piece, rater, width in product(OF_PIECES, OF_RATERS, WIDTHS):
            whole = own + piece * pieces @ pieces.T + rater * hers + width**2 * z @ z.T
            sure = np.linalg.inv(k.T @ whole @ k)
            sd = UNKNOWN if not n else max(sqrt(y @ sure @ y / len(y)), LEAST)
            likely = np.linalg.slogdet(sure)[1] / 2 - m * log(steep) + log(width)
            likely -= len(y) * log(sd) + y @ sure @ y / sd**2 / 2
            gain = width**2 * z.T @ k @ sure
            rest = width**2 * (np.eye(z.shape[1]) - gain @ k.T @ z)
            found.append(
                Place(likely, sd, width * sd, gain @ y, sd * np.sqrt(np.diag(rest)))
            )
    return found


def averaged(told: Told) -> tuple[np.ndarray, list[Place]]:
    """Return the places, and how much each of them counts."""
    kept = contrasts(told.groups)
    noise = UNKNOWN
    if len(told.score):
        noise = max(sqrt(np.sum((kept.T @ told.score) ** 2) / kept.shape[1]), LEAST)
    if len(told.sign):
        noise = max(densely(told, noise), key=lambda one: one.likely).noise
    places = densely(told, noise)
    likely = np.array([one.likely for one in places])
    shares = np.exp(likely - likely.max())
    shares = np.where(shares > 1e-3, shares, 0)
    return shares / shares.sum(), places


def check(told: Told, found: Posterior) -> None:
    """Mean and width agree to 1e-8, and 2.5 % of the mixture lie beyond either end."""
    shares, places = averaged(told)
    assert found.mean == pytest.approx(shares @ [one.mean for one in places], abs=1e-8)
    assert found.width == pytest.approx(shares @ [one.width for one in places], abs=1e-8)
    for end, share in ((found.low, 0.025), (found.high, 0.975)):
        below = [
            [(1 + erf(x / sqrt(2))) / 2 for x in (end - one.mean) / one.sd]
            for one in places
        ]
        assert shares @ below == pytest.approx(np.full(len(end), share), abs=1e-7)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10_000),
    st.builds(
        Drawn,
        raters=st.integers(1, 6),
        pieces=st.integers(3, 25),
        singles=st.sampled_from([0, 30, 50]),
        pairs=st.sampled_from([0, 8, 25]),
        traits=st.integers(1, 6),
    ).filter(lambda drawn: drawn.singles + drawn.pairs > 0),
)
def test_the_quick_way_says_what_the_dense_one_says(seed: int, drawn: Drawn) -> None:
    """Of ratings, of pairs, and of both; of few pieces and many, one rater or six."""
    told = told_by_chance(np.random.default_rng(seed), drawn)
    check(told, posterior_of(told))


def test_more_traits_than_pieces_are_no_harder() -> None:
    """Six pieces by eight traits, of which one is the same for all."""
    told = told_by_chance(np.random.default_rng(1), Drawn(pieces=6, traits=8))
    told = replace(told, traits=told.traits * (np.arange(8) != 3))
    found = posterior_of(told)

    check(told, found)
    assert found.mean[3] == pytest.approx(0, abs=1e-12)
    assert found.low[3] == pytest.approx(-found.high[3])


def test_raters_who_always_say_the_same_have_no_taste() -> None:
    """Every piece is worth 4 to everyone, and no pair is decided."""
    told = told_by_chance(np.random.default_rng(2), Drawn())
    told = replace(told, score=np.full(40, 4.0), sign=np.zeros(12))
    found = posterior_of(told)

    check(told, found)
    assert found.mean == pytest.approx(np.zeros(3), abs=1e-12)
    assert np.all((found.low < 0) & (found.high > 0))


def test_one_rating_of_each_rater_tells_nothing() -> None:
    """What each said is her severity as well as her taste."""
    told = told_by_chance(np.random.default_rng(3), Drawn(raters=40, pairs=0))
    told = replace(told, rater=np.arange(40), groups=np.eye(40))
    found = posterior_of(told)

    assert found.mean == pytest.approx(np.zeros(3), abs=1e-12)
    assert np.all((found.low < 0) & (found.high > 0))
