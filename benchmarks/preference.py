"""Simulated raters with a known taste: does `make` choose more to it, and never by noise?

    python -m benchmarks.preference [--json] [--seed 1] [--studies 16]
    python -m benchmarks.preference --curve [--studies 60] [--noise 300]
    python -m benchmarks.preference --reference   (the means and spreads of the traits)

Candidates are real: drawn by the shipped model for levels 1 to 8 and five instruments, 16
melodies grown for each exercise. What `choose` takes of seven eighths of the exercises is
rated; of the others is chosen with what was learnt, and without.

A simulated teacher likes a piece by its traits (true weights, drawn anew in each study: a
third of the traits count), by something that no trait tells, and by a taste of her own;
she has a severity and is noisy, on each of the three scales. `SD` gives the size of each
part in points of 7; with them two teachers' scores of a piece correlate at about 0.4.
`SIZES` says how many pieces of a model are shown, and how many ratings and pairs of these
each rater gives: a usual session of 40 trials has 19 ratings and some 3 pairs, for the
others are of human tunes and such; one made for a preference has 36 ratings.

Reported: the rise of the true liking of what is chosen, in points and as a share of what a
chooser would gain who knew the truth, with an interval of 95 % over studies; how often
something was adopted; how often the intervals hold the true weights of these sparse tastes,
and of tastes drawn from the family that is fitted (normal weights, of any width from 0 to
0.25 points); the time of `make` with and without a preference, and of learning one.
With `--curve`: how often something is adopted in sessions of many sizes, the curve through
these that stands in `etudes/rating/learning/expected.toml`, and how often something is
adopted of raters of pure noise, and of raters who agree, but about nothing that a trait
tells.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from benchmarks.expected import laid_through
from etudes import Request
from etudes.difficulty import describe, level_of
from etudes.item.candidates import Frame, Sampled, candidates
from etudes.item.make import framed, load_runtime, make
from etudes.item.portrait import portrait, standardised, traits
from etudes.item.preference import Evidence, Preference, Weighed
from etudes.melody import Melody
from etudes.rating.learning import preference_fit
from etudes.rating.learning.expected import Amount
from etudes.rating.learning.preference import (
    Choice,
    Compared,
    Finding,
    Judged,
    evidence_of,
    learn,
    told_of,
)
from etudes.rating.learning.preference_fit import FOLDS
from etudes.rating.learning.preference_posterior import posterior_of
from etudes.runtime import Runtime
from etudes.sampling.choose import choose

LEVELS = tuple(range(1, 9))
INSTRUMENTS = ("violin", "clarinet", "cello", "flute", "trumpet")
EACH = 10
"""Exercises of each level and instrument."""

SD = {"traits": 0.6, "untold": 0.5, "own": 0.3, "noise": 1.2, "severity": 0.6}
"""Points; `own` is a rater's share of the taste by traits, `noise` of one scale."""


@dataclass(frozen=True)
class Size:
    """How many sessions, and in each how many raters, ratings and pairs of a model's pieces
    from each rater, and such pieces."""

    sessions: int
    raters: int
    singles: int
    pairs: int
    shown: int

    @property
    def seed(self) -> tuple[int, ...]:
        """Numbers of its own."""
        return (self.raters, self.singles, self.shown, self.pairs)


SIZES = {
    "5 raters, usual: 19 pieces by 5": Size(1, 5, 19, 3, 19),
    "12 raters, usual: 40 pieces by 6": Size(1, 12, 20, 3, 40),
    "3 usual sessions of 8 raters, left out in turn": Size(3, 8, 20, 3, 26),
    "3 raters, for a preference: 72 pieces": Size(1, 3, 36, 0, 72),
    "5 raters, for a preference: 120 pieces": Size(1, 5, 36, 0, 120),
    "8 raters, for a preference: 192 pieces": Size(1, 8, 36, 0, 192),
}
COVERED = "5 raters, for a preference: 120 pieces"
"""The study with which coverage is tried."""

CURVE = (
    *(Size(1, 3, 36, 0, shown) for shown in (108, 72, 54)),
    Size(1, 4, 36, 0, 96),
    *(Size(1, 5, 36, 0, shown) for shown in (180, 120, 90, 60)),
    *(Size(1, 8, 36, 0, shown) for shown in (288, 192, 144, 96)),
    *(Size(1, 5, 20, 0, shown) for shown in (100, 66)),
    *(Size(1, 5, 19, 3, 19), Size(1, 5, 26, 8, 65), Size(1, 12, 20, 3, 40)),
)
"""The studies through which the curve is laid."""
WEAKER = (0.4, 0.3)
"""Points that a taste makes among candidates, where it makes less than `SD` says."""
NOISY = (Size(1, 5, 36, 0, 120), Size(1, 3, 36, 0, 72), Size(1, 8, 36, 0, 192))
"""The studies with which it is tried that nothing is to be learnt."""
GROWN = {
    "300 rows": Size(1, 13, 20, 3, 39),
    "900 rows": Size(3, 13, 20, 3, 39),
    "2,300 rows": Size(5, 20, 20, 3, 39),
}
"""The studies of which the time is taken."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise with its candidates and their traits, standardised."""

    level: int
    instrument: str
    frame: Frame
    candidates: tuple[Sampled, ...]
    traits: Floats
    levels: dict[int, float]

    @cached_property
    def unaided(self) -> int:
        """Which candidate is chosen without a preference."""
        return self.chosen()

    def chosen(self, weights: Floats | None = None) -> int:
        """Return which candidate is chosen by these weights, or by none."""
        points = None if weights is None else self.traits @ weights
        order = {id(one): i for i, one in enumerate(self.candidates)}
        best = choose(
            self.candidates,
            self.level,
            measure=self._measured,
            pleasing=None if points is None else lambda one: float(points[order[id(one)]]),
        )
        return order[id(best)]

    def _measured(self, melody: Melody) -> float:
        if id(melody) not in self.levels:
            tempo = self.frame.tempo.crotchets_per_minute
            told = describe(melody, self.frame.instrument, tempo)
            self.levels[id(melody)] = level_of(told)
        return self.levels[id(melody)]


def drawn(runtime: Runtime, seed: int) -> list[Exercise]:
    """Return exercises of all levels and instruments with what was drawn for each."""
    copies = runtime.model.copies
    found = []
    for level in LEVELS:
        for instrument in INSTRUMENTS:
            request = Request(level=level, instrument=instrument, seed=seed, count=EACH)
            frames = [framed(request, i, runtime) for i in range(EACH)]
            seeds = [(seed, i, 0) for i in range(EACH)]
            forbidden = copies.are_copies if copies else None
            of_all = candidates(frames, seeds, runtime, are_copies=forbidden)
            for frame, of_item in zip(frames, of_all, strict=True):
                if of_item:
                    rows = [standardised(portrayed(one), level) for one in of_item]
                    found.append(
                        Exercise(
                            *(level, instrument, frame),
                            *(tuple(of_item), np.array(rows), {}),
                        )
                    )
    return found


def portrayed(one: Sampled) -> dict[str, float]:
    """Return the traits of a candidate."""
    return portrait(one.melody, one.drawn.bits_per_event, one.drawn.mass_removed)


@dataclass(frozen=True)
class Taste:
    """What simulated raters like: weights of traits, and of each piece what none tells."""

    weights: Floats
    untold: Floats

    @staticmethod
    def drawn(rng: np.random.Generator, within: Floats, pieces: int) -> "Taste":
        """Return a taste by a third of the traits, of a known spread among candidates."""
        count = int(within.shape[1])
        weights = rng.normal(size=(count,)) * (rng.random((count,)) < 1 / 3)
        spread = float(np.std(within @ weights)) or 1.0
        untold: Floats = rng.normal(scale=SD["untold"], size=pieces)
        return Taste(weights * (SD["traits"] / spread), untold)


def study(
    rated: Sequence[tuple[Exercise, int]],
    taste: Taste,
    rng: np.random.Generator,
    size: Size,
) -> tuple[list[Judged], list[Compared]]:
    """Return what simulated raters say of pieces that `make` would show them."""
    judged: list[Judged] = []
    compared: list[Compared] = []
    order = rng.choice(len(rated), size.sessions * size.shown, replace=False)
    for session in range(size.sessions):
        pieces = [int(i) for i in order[session * size.shown :][: size.shown]]
        for rater in range(size.raters):
            name = f"{session}-{rater}"
            own = rng.normal(size=len(taste.weights))
            own *= SD["own"] / np.sqrt(len(own))
            severity = rng.normal(scale=SD["severity"])
            start = rater * size.shown // size.raters

            def liked(i: int, own: Floats = own) -> float:
                exercise, which = rated[i]
                return float(exercise.traits[which] @ (taste.weights + own)) + float(
                    taste.untold[i]
                )

            for i in (pieces * 2)[start:][: size.singles]:
                answers = liked(i) + 4.2 + severity + rng.normal(scale=SD["noise"], size=3)
                score = float(np.clip(np.round(answers), 1, 7).mean())
                exercise, which = rated[i]
                judged.append(
                    Judged(
                        *(f"s{session}", name, str(i), tuple(exercise.traits[which])),
                        *(exercise.level, exercise.instrument, score),
                    )
                )
            for _ in range(size.pairs):
                left, right = pair_of(rated, pieces, rng)
                noise = rng.normal(scale=SD["noise"])
                compared.append(
                    Compared(
                        *(f"s{session}", name, str(left), str(right)),
                        *(features(rated[left]), features(rated[right])),
                        said(liked(left) - liked(right) + 0.1 + noise),
                    )
                )
    return judged, compared


def features(piece: tuple[Exercise, int]) -> tuple[float, ...]:
    """Return the traits of a rated piece."""
    exercise, which = piece
    return tuple(exercise.traits[which])


def pair_of(
    rated: Sequence[tuple[Exercise, int]], pieces: Sequence[int], rng: np.random.Generator
) -> tuple[int, int]:
    """Return two pieces of the same level, if there are two."""
    first = pieces[int(rng.integers(len(pieces)))]
    level = rated[first][0].level
    others = [i for i in pieces if i != first and rated[i][0].level == level]
    others = others or [i for i in pieces if i != first]
    return first, others[int(rng.integers(len(others)))]


def said(difference: float) -> Choice:
    """Return the choice; a difference under a quarter of a point is none."""
    return "equal" if abs(difference) < 0.25 else "left" if difference > 0 else "right"


def rise(
    exercises: Sequence[Exercise], taste: Taste, finding: Finding
) -> tuple[float, float]:
    """Return how much more what is chosen is truly liked, in points: with what was learnt
    and with the truth."""
    learnt = None
    if finding.preference is not None:
        learnt = np.array([one.weight for one in finding.preference.weights])
    gains = []
    for one in exercises:
        liked = one.traits @ taste.weights
        before = liked[one.unaided]
        with_truth = liked[one.chosen(taste.weights)] - before
        after = before if learnt is None else liked[one.chosen(learnt)]
        gains.append((after - before, with_truth))
    found, possible = np.mean(gains, axis=0)
    return float(found), float(possible)


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean with an interval of 95 %, by the normal law."""
    mean = float(np.mean(values))
    half = 1.96 * float(np.std(values, ddof=1)) / np.sqrt(len(values))
    return round(mean, 3), round(mean - half, 3), round(mean + half, 3)


def tastes_found(
    rated: Sequence[tuple[Exercise, int]],
    unseen: Sequence[Exercise],
    seed: int,
    studies: int,
) -> dict[str, Any]:
    """Return for each size of study what is gained."""
    within = np.concatenate([one.traits - one.traits.mean(axis=0) for one in unseen])
    found: dict[str, Any] = {}
    for name, size in SIZES.items():
        gained, possible, adopted, covered, held_out = [], [], [], [], []
        for number in range(studies):
            rng = np.random.default_rng((seed, *size.seed, number))
            taste = Taste.drawn(rng, within, len(rated))
            told = study(rated, taste, rng, size)
            finding = learn(*told, rng)
            one, best = rise(unseen, taste, finding)
            gained.append(one)
            possible.append(best)
            adopted.append(finding.preference is not None)
            held_out.append(finding.evidence.held_out)
            covered += [
                low <= true <= high
                for (low, high), true in zip(
                    (w.interval for w in finding.weights), taste.weights, strict=True
                )
            ]
        found[name] = {
            "rise": interval(gained),
            "possible": interval(possible),
            "share": round(float(np.sum(gained) / np.sum(possible)), 3),
            "fell": round(float(np.mean(np.array(gained) < 0)), 3),
            "adopted": round(float(np.mean(adopted)), 3),
            "held-out correlation": interval(held_out),
            "coverage": round(float(np.mean(covered)), 3),
        }
    return found


def covered(
    rated: Sequence[tuple[Exercise, int]], seed: int, studies: int, size: Size
) -> tuple[float, float, float]:
    """Return how often intervals hold true weights that come from the fitted family."""
    shares = []
    for number in range(studies):
        rng = np.random.default_rng((seed, 7, *size.seed, number))
        weights = rng.normal(scale=rng.uniform(0, 0.25), size=len(traits()))
        taste = Taste(weights, rng.normal(scale=SD["untold"], size=len(rated)))
        found = posterior_of(told_of(*study(rated, taste, rng, size)))
        shares.append(np.mean((found.low <= weights) & (weights <= found.high)))
    return interval([float(share) for share in shares])


def noise_adopted(
    rated: Sequence[tuple[Exercise, int]],
    within: Floats,
    seed: int,
    studies: int,
    size: Size,
    *,
    is_agreed: bool,
) -> int:
    """Return in how many studies a preference is adopted that is not there.

    Parameters
    ----------
    is_agreed : whether raters agree about pieces, for what no trait tells.
    """
    adopted = 0
    own, SD["own"] = SD["own"], 0.0
    for number in range(studies):
        rng = np.random.default_rng((seed, *size.seed, number))
        Taste.drawn(rng, within, len(rated))  # and taken away
        untold = rng.normal(size=len(rated)) * is_agreed
        told = study(rated, Taste(np.zeros(len(traits())), untold), rng, size)
        adopted += not evidence_of(*told, rng)[1]
    SD["own"] = own
    return adopted


def often_adopted(
    rated: Sequence[tuple[Exercise, int]],
    within: Floats,
    seed: int,
    studies: int,
    size: Size,
) -> float:
    """Return in what share of studies a taste is adopted that is there."""
    found = 0
    for number in range(studies):
        rng = np.random.default_rng((seed, *size.seed, number))
        taste = Taste.drawn(rng, within, len(rated))
        found += not evidence_of(*study(rated, taste, rng, size), rng)[1]
    return found / studies


def curve(
    exercises: Sequence[Exercise], seed: int, studies: int, noise: int
) -> dict[str, Any]:
    """Return how often a taste is adopted in sessions of many sizes, the curve through
    these (`etudes.rating.learning.expected`), and how often one that is not there."""
    rated = [(one, one.unaided) for one in exercises]
    within = np.concatenate([one.traits - one.traits.mean(axis=0) for one in exercises])
    adopted = []
    for size in CURVE:
        adopted.append(often_adopted(rated, within, seed, studies, size))
        print(size, adopted[-1], file=sys.stderr, flush=True)
    usual, weaker = SD["traits"], {}
    for SD["traits"] in WEAKER:
        weaker[SD["traits"]] = often_adopted(rated, within, seed, studies, NOISY[0])
    SD["traits"] = usual
    said = [
        Amount(s.raters, s.raters * s.singles, s.raters * s.pairs, s.shown) for s in CURVE
    ]
    return {
        "curve": laid_through(said, adopted, FOLDS, [n / 10 for n in range(21)]),
        "adopted": {str(one): share for one, share in zip(said, adopted, strict=True)},
        f"adopted of weaker tastes, {NOISY[0]}": weaker,
        "adopted of nothing": {
            f"{kind}, {size}": noise_adopted(
                *(rated, within, seed, noise, size), is_agreed=kind == "agreed, untold"
            )
            for kind in ("noise", "agreed, untold")
            for size in NOISY
        },
    }


def seconds(runtime: Runtime, seed: int) -> dict[str, Any]:
    """Return how long `make` of ten items computes without a preference and with one: the
    least of five in seconds of the processor, for others may work beside."""
    rng = np.random.default_rng(seed)
    rows = zip(traits(), rng.normal(scale=0.2, size=len(traits())), strict=True)
    weights = tuple(Weighed(trait, float(w), (float(w), float(w))) for trait, w in rows)
    preference = Preference(weights, Evidence(("x",), 5, 60, 140, 60, 100.0, 0.3, 0.01))
    found: dict[str, Any] = {}
    for level in (1, 3, 5, 7):
        plain = Request(level=level, instrument="violin", seed=seed, count=10)
        liked = Request(*(level, "violin", seed), count=10, preference=preference.digest)
        calls = (
            partial(make, plain, runtime),
            partial(make, liked, runtime, preference=preference),
        )
        best = [float("inf")] * len(calls)
        for _ in range(5):
            for i, call in enumerate(calls):
                start = time.process_time()
                call()
                best[i] = min(best[i], time.process_time() - start)
        found[f"level {level}"] = {
            "without": round(best[0], 3),
            "with": round(best[1], 3),
            "more": round(best[1] / best[0] - 1, 3),
        }
    return found


def seconds_of_learning(rated: Sequence[tuple[Exercise, int]], seed: int) -> dict[str, Any]:
    """Return how long it takes to learn from 300 to 2,300 ratings and pairs, in seconds of
    the processor: with the test of what was left out, and the posterior alone."""
    found: dict[str, Any] = {}
    for name, size in GROWN.items():
        rng = np.random.default_rng((seed, 8, size.sessions, size.raters))
        weights = rng.normal(scale=0.15, size=len(traits()))
        taste = Taste(weights, rng.normal(scale=SD["untold"], size=len(rated)))
        said_of = study(rated, taste, rng, size)
        start = time.process_time()
        posterior_of(told_of(*said_of))
        middle = time.process_time()
        learn(*said_of, rng)
        found[name] = {
            "posterior": round(middle - start, 2),
            "learn": round(time.process_time() - middle, 2),
        }
    return found


def reference(exercises: Sequence[Exercise]) -> None:
    """Print the means at each level and the spread among candidates of each trait."""
    rows = [[list(portrayed(c).values()) for c in e.candidates] for e in exercises]
    names = list(portrayed(exercises[0].candidates[0]))
    within = np.concatenate([np.array(r) - np.mean(r, axis=0) for r in rows])
    spreads = np.sqrt((within**2).sum(axis=0) / (len(within) - len(rows)))
    by_level = [
        np.concatenate(
            [r for r, e in zip(rows, exercises, strict=True) if e.level == level]
        )
        for level in LEVELS
    ]
    for i, name in enumerate(names):
        means = ", ".join(f"{values[:, i].mean():.3f}" for values in by_level)
        print(f'[[trait]]\nname = "{name}"\nmeans = [{means}]\nspread = {spreads[i]:.3f}\n')


def main() -> None:
    """Simulate, and print what comes out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--reference", action="store_true")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--studies", type=int, default=16)
    parser.add_argument("--noise", type=int, default=300)
    options = parser.parse_args()
    preference_fit._PLAINLY = 4  # of 199 is more than 2 in 100: the same answer, sooner
    runtime = load_runtime()
    exercises = drawn(runtime, options.seed)
    if options.reference:
        reference(exercises)
        return
    if options.curve:
        print(
            json.dumps(
                curve(exercises, options.seed, options.studies, options.noise), indent=2
            )
        )
        return
    rng = np.random.default_rng(options.seed)
    order = [exercises[int(i)] for i in rng.permutation(len(exercises))]
    part = 7 * len(order) // 8
    rated = [(one, one.unaided) for one in order[:part]]
    unseen = order[part:]
    found: dict[str, Any] = {"candidates": sum(len(e.candidates) for e in exercises)}
    found["tastes"] = tastes_found(rated, unseen, options.seed, options.studies)
    print(json.dumps(found, indent=2), file=sys.stderr, flush=True)
    found["coverage"] = covered(rated, options.seed, 200, SIZES[COVERED])
    found["seconds of make"] = seconds(runtime, options.seed)
    found["seconds of learning"] = seconds_of_learning(rated, options.seed)
    print(json.dumps(found) if options.json else json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
