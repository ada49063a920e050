"""Simulate raters of known severity, noise and taste: do intervals hold the truth?

    uv run python benchmarks/rating_statistics.py
    uv run python benchmarks/rating_statistics.py --simulations 50 --json

Every row is the share of 95 % intervals that hold the true value, with the standard error
of that share (over simulations, since the intervals of one simulation go together). The
true value is known, or comes of a simulation some thousand times as large.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.statistics.alpha import alpha_statistic, alpha_with_interval
from etudes.statistics.bradley_terry import strengths
from etudes.statistics.comparison import difference_statistic
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.jackknife import crossed, jackknife
from etudes.statistics.paired import Comparisons
from etudes.statistics.rating_scale import chances
from etudes.statistics.resampling import bootstrap, value_of
from etudes.statistics.sequential import confidence_sequence
from etudes.statistics.severity import many_facets
from etudes.statistics.variance import icc_with_gaps

Floats = NDArray[np.float64]
Rng = np.random.Generator

QUALITY, SEVERITY, TASTE = 1.2, 0.6, 0.5
"""Deviations, in points of the scale, of items, raters, and of a rater's taste."""
NOISE = (0.7, 1.4)
"""Rater by rater, the deviation of what the same rater says of the same item."""
SIZES = ((6, 24, 0.2), (12, 30, 0.3), (12, 40, 0.6), (24, 40, 0.4))
"""Raters, items, share of gaps."""
UNEVEN = ((12, 24, 8, 0.4), (12, 44, 7, 0.4), (12, 38, 4, 0.4), (20, 38, 4, 0.4))
"""Raters, pieces of one system and of the other, share of gaps."""
DUELLISTS = (2, 3, 5, 12)
THRESHOLDS = np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])
STRENGTHS = np.linspace(-1.5, 1.5, 12)
SIDE, TIE = 0.2, -0.7
NULL_STREAMS, LONGEST = 2000, 300
MORE = 5
"""Times as many simulations where each gives a single interval, and cheaply."""


@dataclass(frozen=True)
class Row:
    what: str
    raters: int
    items: int
    share: float
    error: float
    width: float
    """Mean width of an interval, in the value's unit; 0 where there is none."""


def ratings(
    rng: Rng, raters: int, items: int, gaps: float, system: float = 0.0
) -> tuple[Floats, Floats]:
    """Ratings 1 to 7 and severities; every second item is better by `system`."""
    quality = rng.normal(0, QUALITY, items) + system * (np.arange(items) % 2)
    severity = rng.normal(0, SEVERITY, raters)
    noise = rng.uniform(*NOISE, (raters, 1))
    latent = 4 + quality - severity[:, None] + rng.normal(0, TASTE, (raters, items))
    said = np.round(latent + noise * rng.normal(size=latent.shape))
    said = np.clip(said, 1, 7)
    said[rng.random(said.shape) < gaps] = np.nan
    return said, severity


def population_alpha(rng: Rng, items: int = 400_000) -> float:
    """Alpha of items without number, each rated by two raters of its own."""
    quality = rng.normal(0, QUALITY, items)
    severity = rng.normal(0, SEVERITY, (2, items))
    spread = np.sqrt(TASTE**2 + rng.uniform(*NOISE, (2, items)) ** 2)
    said = np.round(4 + quality - severity + spread * rng.normal(size=(2, items)))
    table = LongTable.of(np.clip(said, 1, 7))
    return value_of(table, alpha_statistic(table))


def of_alpha(rng: Rng, simulations: int) -> Iterator[Row]:
    truth = population_alpha(rng)
    for raters, items, gaps in SIZES:
        plain, resampled = [], []
        for number in range(simulations * MORE):
            table, _ = ratings(rng, raters, items, gaps)
            long = LongTable.of(table)
            plain.append([(alpha_with_interval(table), truth)])
            if number >= simulations:
                continue
            drawn = bootstrap(long, alpha_statistic(long), rng, draws=500)
            resampled.append([(drawn, truth)])
        yield row(f"alpha {truth:.3f}", raters, items, plain)
        yield row("alpha, pigeonhole bootstrap", raters, items, resampled)


def of_icc(rng: Rng, simulations: int) -> Iterator[Row]:
    """Normal ratings, so that the correlation is known."""
    truth = QUALITY**2 / (QUALITY**2 + SEVERITY**2 + 1)
    for raters, items, gaps in SIZES:
        found = []
        for _ in range(simulations * MORE):
            table = rng.normal(0, QUALITY, items) + rng.normal(0, SEVERITY, (raters, 1))
            table = table + rng.normal(size=table.shape)
            table[rng.random(table.shape) < gaps] = np.nan
            found.append([(icc_with_gaps(table).absolute, truth)])
        yield row("ICC(2,1) with gaps", raters, items, found)


def choices(rng: Rng, raters: int, each: int, varied: bool) -> Comparisons:
    """Comparisons; varied raters differ in taste and in noise."""
    n = STRENGTHS.size
    rater = np.repeat(np.arange(raters), each)
    left = rng.integers(n, size=rater.size)
    right = (left + rng.integers(1, n, size=rater.size)) % n
    taste = rng.normal(0, 0.5 if varied else 0, (raters, n))
    noise = rng.uniform(0.7, 1.4, raters) if varied else np.ones(raters)
    liked = STRENGTHS + taste
    d = (liked[rater, left] - liked[rater, right] + SIDE) / noise[rater]
    likely = np.exp(np.stack([d / 2, -d / 2, np.full(d.size, TIE)]))
    sums = np.cumsum(likely / likely.sum(axis=0), axis=0)
    outcome = np.array([1, -1, 0])[(rng.random(d.size) > sums[:2]).sum(axis=0)]
    return Comparisons(left, right, outcome, rater)


def of_strengths(rng: Rng, simulations: int) -> Iterator[Row]:
    n = STRENGTHS.size
    for varied in (False, True):
        truth = STRENGTHS
        if varied:
            truth = strengths(choices(rng, 40_000, 10, varied)).values
        for raters, each in ((8, 40), (15, 24), (30, 16)):
            clustered, single = [], []
            for _ in range(simulations):
                made = choices(rng, raters, each, varied)
                found = strengths(made)
                clustered.append([(found.strength(i), truth[i]) for i in range(n)])
                found = strengths(Comparisons(made.left, made.right, made.outcome))
                single.append([(found.strength(i), truth[i]) for i in range(n)])
            who = "varied raters" if varied else "like raters"
            yield row(f"strength, {who}, by rater", raters, n, clustered)
            yield row(f"strength, {who}, by choice", raters, n, single)


def scaled(rng: Rng, raters: int, items: int, gaps: float) -> tuple[Floats, Floats, Floats]:
    """Ratings of the rating scale model, with severities and measures."""
    severity, measure = rng.normal(0, 0.7, raters), rng.normal(0, 1, items)
    likely = chances((measure - severity[:, None]).ravel(), THRESHOLDS)
    drawn = (rng.random((likely.shape[0], 1)) > np.cumsum(likely, axis=1)).sum(axis=1)
    table = 1.0 + drawn.reshape(raters, items)
    table[rng.random(table.shape) < gaps] = np.nan
    return table, severity - severity.mean(), measure - measure.mean()


def of_severity(rng: Rng, simulations: int) -> Iterator[Row]:
    for raters, items, gaps in SIZES:
        of_raters, of_items = [], []
        for _ in range(simulations):
            table, severity, measure = scaled(rng, raters, items, gaps)
            found = many_facets(LongTable.of(table), lowest=1, highest=7)
            of_raters.append(
                [(found.severity.measure(i), severity[i]) for i in range(raters)]
            )
            rated = range(found.items.measures.size)
            of_items.append([(found.items.measure(i), measure[i]) for i in rated])
        yield row("severity", raters, items, of_raters)
        yield row("item measure", raters, items, of_items)


def severity_in_points(rng: Rng, simulations: int) -> float:
    """Root mean square error of severity in points, with varied raters of 12 × 30."""
    errors = []
    for _ in range(simulations):
        table, severity = ratings(rng, 12, 30, 0.3)
        points = many_facets(LongTable.of(table), lowest=1, highest=7).points
        errors.append(points - points.mean() - (severity - severity.mean()))
    return float(np.sqrt(np.mean(np.concatenate(errors) ** 2)))


def of_difference(rng: Rng, simulations: int) -> Iterator[Row]:
    """Two systems; the truth on a scale with ends from a large simulation."""
    large, _ = ratings(rng, 1500, 3000, 0.0, system=0.5)
    truth = float(large[:, 1::2].mean() - large[:, ::2].mean())
    for raters, items, gaps in SIZES:
        plain, resampled = [], []
        for number in range(simulations * MORE):
            table, _ = ratings(rng, raters, items, gaps, system=0.5)
            long, group = LongTable.of(table), np.arange(items) % 2
            statistic = difference_statistic(group)
            plain.append([(jackknife(long, statistic, strata=group), truth)])
            if number >= simulations:
                continue
            drawn = bootstrap(long, statistic, rng, draws=500, strata=group)
            resampled.append([(drawn, truth)])
        yield row(f"difference {truth:.2f}", raters, items, plain)
        yield row("difference, pigeonhole bootstrap", raters, items, resampled)


def of_uneven_systems(rng: Rng, simulations: int) -> Iterator[Row]:
    """Two systems worth the same, with unequal numbers of pieces that all raters share."""
    for raters, one, other, gaps in UNEVEN:
        group = (np.arange(one + other) < one).astype(int)
        found = []
        for _ in range(simulations * MORE):
            table, _ = ratings(rng, raters, one + other, gaps)
            statistic, long = difference_statistic(group), LongTable.of(table)
            found.append([(jackknife(long, statistic, strata=group), 0.0)])
        yield row(f"difference, {one} + {other} pieces", raters, one + other, found)


def of_duels(rng: Rng, simulations: int) -> Iterator[Row]:
    """Two worth the same, few raters with tastes of their own, eight pairs each."""
    for raters in DUELLISTS:
        found = []
        for _ in range(simulations * MORE):
            likely = 1 / (1 + np.exp(-rng.normal(0, TASTE, (raters, 1))))
            won = np.where(rng.random((raters, 8)) < likely, 1, -1).ravel()
            left = np.arange(won.size) % 2
            rater = np.repeat(np.arange(raters), 8)
            made = Comparisons(left, 1 - left, np.where(left == 0, won, -won), rater)
            found.append([(strengths(made).difference(0, 1), 0.0)])
        yield row("strength of one of two equals", raters, 2, found)


def difference_alarms(rng: Rng, simulations: int) -> float:
    """How often p < 0.05 where two systems of ten pieces are worth the same."""
    group, alarms = np.arange(20) % 2, 0
    for _ in range(simulations):
        table, _ = ratings(rng, 12, 20, 0.3)
        found = crossed(LongTable.of(table), difference_statistic(group), strata=group)
        alarms += found.p() < 0.05
    return alarms / simulations


def sequential_alarms(rng: Rng, streams: int) -> dict[str, float]:
    """How often a stream of mean 0 is ever held to be better or worse, and stops."""
    kinds: dict[str, Callable[[], Floats]] = {
        "choices": lambda: rng.choice([-1.0, 0, 1], LONGEST, p=[0.4, 0.2, 0.4]),
        "raters": lambda: np.clip(rng.normal(0, 0.4, LONGEST), -1, 1),
        "skewed": lambda: rng.choice([-0.25, 1.0], LONGEST, p=[0.8, 0.2]),
    }
    result = {}
    for name, draw in kinds.items():
        wrong = 0
        for _ in range(streams):
            low, high = confidence_sequence(draw(), grid=201)
            wrong += bool(low[-1] > 0 or high[-1] < 0)
        result[f"false alarms, {name}"] = wrong / streams
    for gain in (0.0, 0.2, 0.4):
        looks = [_units_until(rng, gain) for _ in range(200)]
        result[f"median raters until a verdict, mean {gain}"] = float(np.median(looks))
    return result


def _units_until(rng: Rng, gain: float, margin: float = 0.2) -> int:
    units = np.clip(rng.normal(gain, 0.4, LONGEST), -1, 1)
    low, high = confidence_sequence(units)
    is_over = (low > 0) | (high < 0) | ((low > -margin) & (high < margin))
    return int(np.argmax(is_over)) + 1 if is_over.any() else LONGEST


def row(
    what: str, raters: int, items: int, found: list[list[tuple[Estimate, float]]]
) -> Row:
    held = [np.mean([e.low <= t <= e.high for e, t in one]) for one in found]
    width = np.mean([e.high - e.low for one in found for e, _ in one])
    error = np.std(held, ddof=1) / np.sqrt(len(held))
    return Row(what, raters, items, float(np.mean(held)), float(error), float(width))


PARTS = {
    "alpha": of_alpha,
    "icc": of_icc,
    "strengths": of_strengths,
    "duels": of_duels,
    "severity": of_severity,
    "difference": of_difference,
    "uneven": of_uneven_systems,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=200)
    parser.add_argument("--part", choices=tuple(PARTS), help="one part alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rng, start = np.random.default_rng(asked.seed), time.monotonic()
    rows: list[Row] = []
    parts = PARTS if asked.part is None else {asked.part: PARTS[asked.part]}
    for part in parts.values():
        for one in part(rng, asked.simulations):
            rows.append(one)
            if not asked.json:
                print(
                    f"{one.what:40} {one.raters:3} × {one.items:2}  "
                    f"{one.share:6.1%} ± {one.error:.1%}  width {one.width:.3f}",
                    flush=True,
                )
    figures: dict[str, float] = {} if asked.part else _figures(asked.simulations, rng)
    figures["seconds"] = round(time.monotonic() - start, 1)
    if asked.json:
        print(json.dumps({"rows": [asdict(one) for one in rows], "figures": figures}))
        return
    for name, figure in figures.items():
        print(f"{name:40} {figure:.4g}")


def _figures(simulations: int, rng: Rng) -> dict[str, float]:
    return {
        "severity, error in points": severity_in_points(rng, simulations),
        "difference, false alarms": difference_alarms(rng, simulations * MORE),
        **sequential_alarms(rng, NULL_STREAMS),
    }


if __name__ == "__main__":
    main()
