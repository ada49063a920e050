"""Does a scale of difficulty learnt from judged levels come nearer to the truth, and does
nothing move where raters answer at random?

Real pieces of all levels are judged by simulated raters of known severity and noise. The
true scale differs from the shipped one: its weights and steps are drawn anew for each
simulation, as far from the shipped ones as `calibration.toml` expects. Answers are whole
numbers from 1 to 7, as on the page, while what is learnt takes them as if they were not.

    uv run python -m benchmarks.calibration
    uv run python -m benchmarks.calibration --curve   (how often sessions of a size teach)

Takes some minutes on one core; `docs/calibration.md` holds the figures.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from benchmarks.expected import laid_through
from etudes import Request, make
from etudes.difficulty import Descriptors, describe, scale
from etudes.item.make import load_runtime
from etudes.rating.learning.calibration import Calibration, JudgedLevel, fit
from etudes.rating.learning.calibration_table import left_out_parts, prior_covariance
from etudes.rating.learning.expected import Amount
from etudes.rating.learning.level_model import LevelModel
from etudes.tables import instrument

INSTRUMENTS = ("violin", "clarinet", "cello", "flute", "trumpet")
SEVERITY, PIECE, NOISE = 0.5, 0.4, 0.9
"""Standard deviations in levels."""


@dataclass(frozen=True)
class Piece:
    """An item as far as its level goes."""

    id: str
    asked: int
    descriptors: Descriptors


@dataclass(frozen=True)
class Panel:
    """So many raters who judge so many of the pieces of a session each."""

    raters: int
    trials: int
    pieces: int


def made(count: int) -> list[Piece]:
    """Return pieces of every level for every instrument."""
    runtime = load_runtime()
    return [
        Piece(
            item.id,
            level,
            describe(item.melody, instrument(name), item.tempo.crotchets_per_minute),
        )
        for level in range(1, 9)
        for name in INSTRUMENTS
        for item in make(Request(level, name, seed=1, count=count), runtime)
    ]


def answers(
    panel: Panel,
    pieces: Sequence[Piece],
    levels: np.ndarray,
    rng: np.random.Generator,
    *,
    is_noise: bool = False,
) -> Iterator[JudgedLevel]:
    """Yield what simulated raters say of pieces with these true levels."""
    shown = rng.choice(len(pieces), panel.pieces, replace=False)
    untold = rng.normal(0, PIECE, len(pieces))
    for rater in range(panel.raters):
        severity = rng.normal(0, SEVERITY)
        for n in rng.choice(shown, panel.trials, replace=False):
            piece = pieces[n]
            felt = levels[n] + untold[n] + severity + rng.normal(0, NOISE)
            value = int(np.clip(round(4 + felt - piece.asked), 1, 7))
            if is_noise:  # looks at nothing, has a habit of answering low or high
                value = int(np.clip(round(rng.normal(4 + severity, 2)), 1, 7))
            judged = piece.asked + value - 4
            yield JudgedLevel(
                "sim", f"sim-{rater}", piece.id, piece.descriptors, piece.asked, judged
            )


@dataclass
class Tally:
    """What came out of all simulations of one panel."""

    weights: list[bool]
    sums: list[bool]
    moved: list[float]
    before: list[float]
    after: list[float]
    adopted: list[bool]

    def line(self, panel: Panel) -> str:
        """Return the figures as a row."""
        return (
            f"{panel.raters:3} x {panel.trials:2} of {panel.pieces:3}: "
            f"weights {np.mean(self.weights):6.1%}  sums {np.mean(self.sums):6.1%}  "
            f"moved {np.mean(self.moved):.2f}  unseen pieces off by "
            f"{np.mean(self.before):.2f} -> {np.mean(self.after):.2f}  "
            f"better in {np.mean(np.array(self.after) < self.before):6.1%}  "
            f"adopted {np.mean(self.adopted):6.1%}"
        )


def tally(
    panel: Panel,
    pool: Sequence[Piece],
    simulations: int,
    seed: int,
    *,
    is_true: bool = False,
    is_noise: bool = False,
) -> Tally:
    """Return what came out of simulations; half of the pieces are never shown."""
    rng = np.random.default_rng(seed)
    model = LevelModel.of([piece.descriptors for piece in pool], scale())
    deviations = np.linalg.cholesky(prior_covariance(model))
    plain, _ = model.levels(np.zeros(model.size))
    found = Tally([], [], [], [], [], [])
    for _ in range(simulations):
        numbers = np.zeros(model.size)
        if not is_true and not is_noise:
            numbers = deviations @ rng.standard_normal(model.size)
        true, _ = model.levels(numbers)
        order = rng.permutation(len(pool))
        seen, unseen = order[: len(pool) // 2], order[len(pool) // 2 :]
        said = list(
            answers(panel, [pool[n] for n in seen], true[seen], rng, is_noise=is_noise)
        )
        learnt = fit(said, scale(), rng)
        _compare(found, learnt, model, numbers)
        now = np.array([_level(learnt, pool[n]) for n in unseen])
        found.moved.append(float(np.abs(now - plain[unseen]).mean()))
        found.before.append(_off(plain[unseen], true[unseen]))
        found.after.append(_off(now, true[unseen]))
        found.adopted.append(learnt.is_to_be_adopted)
    return found


def _compare(
    found: Tally, learnt: Calibration, model: LevelModel, numbers: np.ndarray
) -> None:
    evidence, truth = learnt.evidence, model.scale(numbers, "true")
    true = {feature.name: feature.weight for feature in truth.features}
    found.weights += [low <= true[n] <= high for n, (low, high) in evidence.weights.items()]
    found.sums += [
        low <= level <= high
        for level, (low, high) in zip(truth.levels["all"], evidence.levels, strict=True)
    ]


def _level(learnt: Calibration, piece: Piece) -> float:
    return learnt.scale.level(sum(learnt.scale.shares(piece.descriptors).values()))


def _off(measured: np.ndarray, true: np.ndarray) -> float:
    return float(np.sqrt(np.mean((measured - true) ** 2)))


CASES: tuple[tuple[str, tuple[Panel, ...], dict[str, bool]], ...] = (
    (
        "raters who judge by a true scale that differs from the shipped one",
        (Panel(1, 10, 10), Panel(5, 40, 60), Panel(10, 40, 80), Panel(30, 40, 120)),
        {},
    ),
    (
        "raters who judge by the shipped scale",
        (Panel(5, 40, 60), Panel(10, 40, 80), Panel(30, 40, 120)),
        {"is_true": True},
    ),
    (
        "raters who answer at random; the shipped scale is taken as true",
        (Panel(1, 10, 10), Panel(5, 40, 60), Panel(10, 40, 80), Panel(30, 40, 120)),
        {"is_noise": True},
    ),
)


CURVE = (
    *(Panel(5, 36, pieces) for pieces in (36, 60, 90, 120, 180)),
    *(Panel(8, 36, pieces) for pieces in (72, 144, 192)),
    Panel(20, 36, 180),
)
NARROW = (Panel(5, 36, 36), Panel(5, 36, 60), Panel(8, 36, 72))
"""Of levels 2 to 4 alone."""


def curve(pool: Sequence[Piece], simulations: int, seed: int) -> None:
    """Print how often something is adopted in sessions of many sizes, and the curve
    through these (`etudes.rating.learning.expected`)."""
    adopted = []
    for panel in CURVE:
        found = tally(panel, pool, simulations, seed)
        adopted.append(float(np.mean(found.adopted)))
        print(found.line(panel), flush=True)
    said = [Amount(p.raters, p.raters * p.trials, 0, p.pieces) for p in CURVE]
    print(laid_through(said, adopted, left_out_parts()["raters"], (0.0,)))
    usual = Panel(5, 36, 120)
    for how in ({"is_true": True}, {"is_noise": True}):
        found = tally(usual, pool, 200, seed, **how)
        print(*how, found.line(usual), flush=True)
    few = [piece for piece in pool if 2 <= piece.asked <= 4]
    for panel in NARROW:
        print("levels 2-4:", tally(panel, few, simulations, seed).line(panel), flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--curve", action="store_true")
    asked = parser.parse_args()
    begun = perf_counter()
    pool = made(12 if asked.curve else 7)
    print(f"{len(pool)} pieces; {asked.simulations} simulations each, seed {asked.seed}")
    if asked.curve:
        curve(pool, asked.simulations, asked.seed)
        return
    for title, panels, how in CASES:
        print(title)
        for panel in panels:
            found = tally(panel, pool, asked.simulations, asked.seed, **how)
            print(found.line(panel), flush=True)
    print(f"{perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
