"""Simulate raters of known severity, noise and taste: do intervals hold the truth?

    uv run python benchmarks/rating_statistics.py
    uv run python benchmarks/rating_statistics.py --part means --raters 3,5 --pieces 12

A row for each statistic and design: the share of 95 % intervals that hold the true value,
with the standard error of that share (over simulations, since the intervals of one go
together), how many per cent of the truths lie below and above their interval, the median
width, and how many per cent have no interval. Each design has a generator of its own, so
that a row alone gives the same figures. True values are known by symmetry or algebra, or
come of some million simulated ratings.
"""

import argparse
import json
import math
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.alpha import alpha_statistic, alpha_with_interval
from etudes.statistics.bradley_terry import strengths
from etudes.statistics.comparison import difference_statistic
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.icc import icc
from etudes.statistics.jackknife import jackknife
from etudes.statistics.kappa import self_consistency
from etudes.statistics.paired import Comparisons
from etudes.statistics.resampling import mean, value_of
from etudes.statistics.severity import severities
from etudes.statistics.shares import share_over_both

Floats = NDArray[np.float64]
Rng = np.random.Generator
Held = dict[str, list[tuple[Estimate, float]]]
"""Intervals of one simulation with their true values, by statistic."""

QUALITY, SEVERITY, TASTE = 1.2, 0.6, 0.5
"""Deviations, in points of the scale, of items, raters, and of a rater's taste."""
NOISE = (0.7, 1.4)
"""Rater by rater, the deviation of what the same rater says of the same item."""
LEAD = 0.5
"""Points by which every second piece is better than the others."""
FEW = 4
"""Pieces of the smaller of two uneven systems, all others being of the larger."""
STRENGTHS = np.array([-0.7, 0.0, 0.2, 0.5])
SIDE, TIE = 0.2, -0.7
LARGE = 1_000_000
"""Simulated ratings, of raters and items without number, for a true value."""


@dataclass(frozen=True)
class Row:
    what: str
    raters: int
    pieces: int
    gaps: float
    share: float
    error: float
    below: float
    above: float
    width: float
    without: float


def said(rng: Rng, latent: Floats, noise: Floats) -> Floats:
    """What is said, 1 to 7, of what is thought."""
    return np.clip(np.round(latent + noise * rng.normal(size=latent.shape)), 1, 7)


def ratings(
    rng: Rng, raters: int, pieces: int, gaps: float, better: float = 0.0, lead: float = 0.0
) -> Floats:
    """Ratings of pieces that are all `better`; every second one by `lead` more."""
    quality = better + rng.normal(0, QUALITY, pieces) + lead * (np.arange(pieces) % 2)
    severity = rng.normal(0, SEVERITY, (raters, 1))
    latent = 4 + quality - severity + rng.normal(0, TASTE, (raters, pieces))
    table = said(rng, latent, rng.uniform(*NOISE, (raters, 1)))
    return with_gaps(rng, table, gaps)


def with_gaps(rng: Rng, table: Floats, gaps: float) -> Floats:
    table[rng.random(table.shape) < gaps] = np.nan
    return table


@cache
def true_mean(better: float) -> float:
    """Of ratings each of a rater and an item of its own."""
    rng = np.random.default_rng(2)
    spread = math.hypot(QUALITY, SEVERITY, TASTE)
    latent = 4 + better + rng.normal(0, spread, LARGE)
    return float(said(rng, latent, rng.uniform(*NOISE, LARGE)).mean())


@cache
def true_alpha() -> float:
    """Of items each rated by two raters of its own."""
    rng = np.random.default_rng(3)
    quality = rng.normal(0, QUALITY, LARGE // 2)
    own = rng.normal(0, math.hypot(SEVERITY, TASTE), (2, quality.size))
    table = LongTable.of(said(rng, 4 + quality + own, rng.uniform(*NOISE, own.shape)))
    return value_of(table, alpha_statistic(table))


def of_alpha(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    table = ratings(rng, raters, pieces, gaps)
    return {"alpha": [(alpha_with_interval(table), true_alpha())]}


def of_icc(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """Normal ratings, so that correlations are known: of pieces that differ, and of pieces
    of which all are the same, so that raters share nothing."""
    result: Held = {}
    for name, quality in (("", QUALITY), (", nothing shared", 0.0)):
        table = rng.normal(0, quality, pieces) + rng.normal(0, SEVERITY, (raters, 1))
        table = with_gaps(rng, table + rng.normal(size=table.shape), gaps)
        found, item = icc(table), quality**2
        absolute = item / (item + SEVERITY**2 + 1)
        result[f"ICC, absolute{name}"] = [(found.absolute, absolute)]
        result[f"ICC, consistent{name}"] = [(found.consistency, item / (item + 1))]
    return result


def expected(middle: Floats, spread: Floats) -> Floats:
    """The mean of what is said of pieces whose latent ratings lie about a middle."""
    beyond = [(step + 0.5 - middle) / spread / math.sqrt(2) for step in range(1, 7)]
    return np.asarray(1 + sum(np.vectorize(math.erfc)(one) / 2 for one in beyond))


def of_severity(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """Four questions a trial, on all of which shows what the rater thinks of the piece;
    their mean, as the report takes it."""
    severity, noise = rng.normal(0, SEVERITY, raters), rng.uniform(*NOISE, raters)
    latent = 4 + rng.normal(0, QUALITY, pieces) - severity[:, None]
    latent = latent + rng.normal(0, TASTE, latent.shape)
    trials = np.mean([said(rng, latent, noise[:, None]) for _ in range(4)], axis=0)
    found = severities(with_gaps(rng, trials, gaps))
    meant = expected(4 - severity, np.hypot(noise, math.hypot(QUALITY, TASTE)))
    told = [place for place, one in enumerate(found) if one.items]
    middle = float(meant[told].mean())
    return {"severity": [(found[n].points, middle - float(meant[n])) for n in told]}


def of_means(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """A system better than the middle, so that the scale's end is near."""
    table = LongTable.of(ratings(rng, raters, pieces, gaps, better=1.0))
    return {"mean": [(jackknife(table, mean), true_mean(1.0))]}


NEAR = (0.5, 1.0)
"""Of what is thought, how far from the middle it is said: most are near it, or many."""


@cache
def true_share(close: float) -> float:
    """Of ratings each of a rater and an item of its own."""
    rng = np.random.default_rng(6)
    own = rng.normal(0, math.hypot(QUALITY, SEVERITY, TASTE), LARGE)
    return float(
        np.mean(near(said(rng, 4 + close * own, close * rng.uniform(*NOISE, LARGE))))
    )


def near(values: Floats) -> Floats:
    """1 where the middle is missed by one at most, 0 elsewhere; a gap stays one."""
    return np.where(np.isnan(values), np.nan, np.abs(values - 4) <= 1)


def of_shares(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """How many ratings lie within one of the middle."""
    result: Held = {}
    for close in NEAR:
        latent = rng.normal(0, QUALITY, pieces) - rng.normal(0, SEVERITY, (raters, 1))
        latent = 4 + close * (latent + rng.normal(0, TASTE, (raters, pieces)))
        table = said(rng, latent, close * rng.uniform(*NOISE, (raters, 1)))
        found = share_over_both(LongTable.of(with_gaps(rng, near(table), gaps)))
        truth = true_share(close)
        result[f"share of {truth:.2f}"] = [(found, truth)]
    return result


def of_difference(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """Two systems of as many pieces, one of them better; two worth the same, one of which
    has few pieces."""
    by_turns, few = np.arange(pieces) % 2, (np.arange(pieces) >= FEW).astype(int)

    def found(group: NDArray[np.intp], lead: float) -> Estimate:
        table = LongTable.of(ratings(rng, raters, pieces, gaps, lead=lead))
        strata = group[: table.items]
        return jackknife(table, difference_statistic(group), strata=strata)

    truth = true_mean(LEAD) - true_mean(0.0)
    return {
        "difference": [(found(by_turns, LEAD), truth)],
        f"difference, {FEW} and the rest": [(found(few, 0.0), 0.0)],
    }


def choices(rng: Rng, raters: int, each: int, taste: float) -> Comparisons:
    """Choices between pieces of four systems; raters with a taste differ in noise too."""
    n = STRENGTHS.size
    rater = np.repeat(np.arange(raters), each)
    left = rng.integers(n, size=rater.size)
    right = (left + rng.integers(1, n, size=rater.size)) % n
    liked = STRENGTHS + rng.normal(0, taste, (raters, n))
    noise = rng.uniform(*NOISE, raters) if taste else np.ones(raters)
    d = (liked[rater, left] - liked[rater, right] + SIDE) / noise[rater]
    likely = np.exp(np.stack([d / 2, -d / 2, np.full(d.size, TIE)]))
    sums = np.cumsum(likely / likely.sum(axis=0), axis=0)
    outcome = np.array([1, -1, 0])[(rng.random(d.size) > sums[:2]).sum(axis=0)]
    return Comparisons(left, right, outcome, rater)


@cache
def true_strengths(taste: float) -> tuple[float, ...]:
    made = choices(np.random.default_rng(4), LARGE // 20, 10, taste)
    return tuple(strengths(made).values)


def of_strengths(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """As many choices of each rater as there are pieces; gaps do not count."""
    result: Held = {}
    for who, taste in (("alike", 0.0), ("with tastes", TASTE)):
        found = strengths(choices(rng, raters, pieces, taste), things=STRENGTHS.size)
        result[f"strength, raters {who}"] = [
            (found.strength(place), truth)
            for place, truth in enumerate(true_strengths(taste))
        ]
    return result


def twice(rng: Rng, raters: int, pieces: int) -> tuple[Floats, Floats]:
    """What raters say of the same pieces, each of his own, at two times."""
    own = rng.normal(0, SEVERITY, (raters, 1))
    latent = 4 - own + rng.normal(0, math.hypot(QUALITY, TASTE), (raters, pieces))
    noise = rng.uniform(*NOISE, (raters, 1))
    return said(rng, latent, noise), said(rng, latent, noise)


@cache
def true_consistency() -> tuple[float, float, float]:
    """Of raters each with two pieces, held against each other for what chance gives."""
    first, again = twice(np.random.default_rng(5), LARGE // 2, 2)
    gap = np.abs(first - again)
    agreed = 1 - np.mean(gap**2) / np.mean((first - again[:, ::-1]) ** 2)
    return float(np.mean(gap == 0)), float(np.mean(gap <= 1)), float(agreed)


def of_consistency(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """A third of the pieces comes twice; gaps do not count."""
    first, again = twice(rng, raters, pieces // 3)
    unit = np.repeat(np.arange(raters), pieces // 3)
    found = self_consistency(first.ravel(), again.ravel(), group=unit, unit=unit)
    values = (found.exact, found.within_one, found.kappa)
    return {
        f"self-consistency, {name}": [(value, truth)]
        for name, value, truth in zip(
            ("the same", "within one", "kappa"), values, true_consistency(), strict=True
        )
    }


def scales(rng: Rng, trials: int) -> tuple[Floats, Floats]:
    """What one rater says on five scales, twice: on some all is rated higher, and what is
    thought of a piece shows on all."""
    latent = np.array([4.0, 4.0, 4.2, 5.5, 4.0]) + rng.normal(0, 0.9, (trials, 1))
    latent = latent + rng.normal(0, 0.8, (trials, 5))
    noise = np.full(5, 0.9)
    return said(rng, latent, noise), said(rng, latent, noise)


@cache
def true_of_one() -> float:
    first, again = scales(np.random.default_rng(6), LARGE // 5)
    others = np.mean((first - np.roll(again, 1, axis=0)) ** 2)
    return float(1 - np.mean((first - again) ** 2) / others)


def of_one_rater(rng: Rng, raters: int, pieces: int, gaps: float) -> Held:
    """Each rater by himself, a third of whose pieces comes twice; gaps do not count."""
    trials = pieces // 3
    rows: list[tuple[Estimate, float]] = []
    for _ in range(raters):
        first, again = (row.ravel() for row in scales(rng, trials))
        group, unit = np.tile(np.arange(5), trials), np.repeat(np.arange(trials), 5)
        found = self_consistency(first, again, group=group, unit=unit)
        rows.append((found.kappa, true_of_one()))
    return {"self-consistency of one, kappa": rows}


PARTS: dict[str, Callable[[Rng, int, int, float], Held]] = {
    "alpha": of_alpha,
    "icc": of_icc,
    "severity": of_severity,
    "means": of_means,
    "shares": of_shares,
    "difference": of_difference,
    "strengths": of_strengths,
    "consistency": of_consistency,
    "one": of_one_rater,
}
WITHOUT_GAPS = ("strengths", "consistency", "one")


def rows(
    part: str, raters: int, pieces: int, gaps: float, simulations: int, seed: int
) -> Iterator[Row]:
    """Simulate one design; a table that cannot be reckoned has no interval."""
    named = zlib.crc32(part.encode())
    rng = np.random.default_rng([seed, named, raters, pieces, round(100 * gaps)])
    found: dict[str, list[list[tuple[Estimate, float]]]] = {}
    refused = 0
    for _ in range(simulations):
        try:
            one = PARTS[part](rng, raters, pieces, gaps)
        except InvalidValue:
            refused += 1
            continue
        for what, held in one.items():
            found.setdefault(what, []).append(held)
    for what, each in found.items():
        yield _row(what, raters, pieces, gaps, each, refused)


def _row(
    what: str,
    raters: int,
    pieces: int,
    gaps: float,
    each: list[list[tuple[Estimate, float]]],
    refused: int,
) -> Row:
    told = [[pair for pair in one if not math.isnan(pair[0].low)] for one in each]
    told = [one for one in told if one]
    every = [pair for one in told for pair in one]
    shares = [np.mean([e.low <= t <= e.high for e, t in one]) for one in told]
    return Row(
        what,
        raters,
        pieces,
        gaps,
        float(np.mean(shares)),
        float(np.std(shares, ddof=1) / math.sqrt(len(shares))),
        float(np.mean([t < e.low for e, t in every])),
        float(np.mean([t > e.high for e, t in every])),
        float(np.median([e.high - e.low for e, _ in every])),
        1 - len(told) / (len(each) + refused),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=1000)
    parser.add_argument("--part", choices=tuple(PARTS), help="one part alone")
    parser.add_argument("--raters", default="3,4,5,6,8,12")
    parser.add_argument("--pieces", default="12,24,40")
    parser.add_argument("--gaps", default="0,0.2,0.6")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="a line of JSON for each row")
    asked = parser.parse_args()
    for part in PARTS if asked.part is None else [asked.part]:
        gaps = ["0"] if part in WITHOUT_GAPS else asked.gaps.split(",")
        for gap, many, who in product(
            gaps, asked.pieces.split(","), asked.raters.split(",")
        ):
            design = (int(who), int(many), float(gap), asked.simulations, asked.seed)
            for one in rows(part, *design):
                print(json.dumps(asdict(one)) if asked.json else _told(one), flush=True)


def _told(one: Row) -> str:
    return (
        f"{one.what:32} {one.raters:3} × {one.pieces:2}, gaps {one.gaps:3.0%}: "
        f"{one.share:6.1%} ± {one.error:.1%}  below {one.below:5.1%} above {one.above:5.1%}"
        f"  width {one.width:.2f}  without {one.without:.1%}"
    )


if __name__ == "__main__":
    main()
