"""Simulate whole studies: how often does the report show a difference of two systems?

    uv run python benchmarks/rating_power.py
    uv run python benchmarks/rating_power.py --points 0.5,1 --design "12 raters"

Four designs of `etudes session new`. First as the plan has them, and how often the report
shows anything where no systems differ (one in twenty is allowed). Then, of each two systems
that it compares, the difference that the plan says is found four times in five: the second
is better than all others by so much, in ratings from 1 to 7, and the share of studies is
told in which the report shows it. Ratings are simulated anew, not moved.
"""

import argparse
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from etudes.rating.components import COMPONENTS, components
from etudes.rating.findings.contrasts import Contrast, contrasts
from etudes.rating.findings.settings import settings
from etudes.rating.findings.table import Missing, Ratings
from etudes.rating.scales import HIGHEST, LOWEST
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.plan import Plan, laid_out, planned
from etudes.rating.study.precision import Sheet

SIX = tuple(Cell(level, of) for level in (2, 3, 4) for of in ("violin", "clarinet"))
DESIGNS = {
    "5 raters": Design.usual((Cell(3, "violin"),), ("a",), raters=5),
    "12 raters": Design.usual(SIX, ("a",), raters=12),
    "12 raters, two models": Design.usual(SIX, ("a", "b"), raters=12),
    "40 raters, two models": Design.usual(SIX, ("a", "b"), raters=40),
}
MIDDLE = 4.3


def rated(
    sheet: Sheet, better: Mapping[str, float], rng: np.random.Generator
) -> tuple[Contrast, ...]:
    """What the report says of systems that are so much better, as raters think."""
    own, severe, taste, error = map(components().points, COMPONENTS)
    shape = (sheet.raters, len(sheet.pieces))
    felt = np.array([better.get(one.system, 0.0) for one in sheet.pieces])
    felt = felt + rng.normal(0, own, shape[1]) + rng.normal(0, taste, shape)
    felt += rng.normal(0, severe, (shape[0], 1)) - sum(better.values()) / 2
    thought = MIDDLE + felt[sheet.rater, sheet.piece]
    thought += rng.normal(0, error, sheet.rater.size)
    values = np.clip(np.round(thought), LOWEST, HIGHEST)
    table = Ratings(
        tuple(str(number) for number in range(sheet.raters)),
        sheet.pieces,
        tuple(sheet.rater.tolist()),
        tuple(sheet.piece.tolist()),
        tuple(values.tolist()),
    )
    found = contrasts({settings().primary: table}, sheet.pieces, settings())
    return () if isinstance(found, Missing) else found


@cache
def thought_of(said: float) -> float:
    """How much better a system must be thought for ratings that lie so far apart: those at
    the ends of the scale come out nearer."""
    rng = np.random.default_rng(7)
    noise = rng.normal(MIDDLE, components().spread, 200_000)

    def apart(by: float) -> float:
        ends: list[NDArray[np.float64]] = [
            np.clip(np.round(noise + half), LOWEST, HIGHEST) for half in (by / 2, -by / 2)
        ]
        return float(ends[0].mean() - ends[1].mean())

    tried = np.linspace(0, 8, 161)
    return float(np.interp(said, [apart(by) for by in tried], tried))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--points", help="differences, such as 0.5,1, not the planned")
    parser.add_argument("--design", choices=tuple(DESIGNS), help="one design alone")
    asked = parser.parse_args()
    for name in DESIGNS if asked.design is None else [asked.design]:
        design = DESIGNS[name]
        plan = planned(design, np.random.default_rng(1))
        for line in kept(plan, asked):
            print(f"{name}: {line}", flush=True)


def kept(plan: Plan, asked: argparse.Namespace) -> Iterator[str]:
    """What the report shows of systems that differ by what the plan says, and of none that
    do."""
    design, studies = plan.design, range(asked.studies)
    rng = np.random.default_rng([asked.seed, design.raters, len(design.models)])
    sheet = Sheet.of(*laid_out(design))
    if asked.points is None:
        alarms = [any(one.is_shown for one in rated(sheet, {}, rng)) for _ in studies]
        yield f"none differ, one is shown to: {np.mean(alarms):.1%}"
    for two, least in plan.found.items():
        for points in (
            [float(x) for x in asked.points.split(",")] if asked.points else [least]
        ):
            better = {two[1]: thought_of(points)}
            shown = [
                next(o for o in rated(sheet, better, rng) if (o.first, o.second) == two)
                for _ in studies
            ]
            lies = -np.mean([one.found.difference.value for one in shown])
            yield (
                f"{' – '.join(two)}: ± {plan.differences[two]:.2f}, {points:.2f} apart (in "
                f"ratings {lies:.2f}): shown in "
                f"{np.mean([one.is_shown for one in shown]):.1%}"
            )


if __name__ == "__main__":
    main()
