"""Simulated students take adaptive tests: are their abilities found, and how fast?

    python -m benchmarks.adaptive [--json] [--students 500] [--banks 10] [--seed 1]

Two populations: abilities normal with mean 0 and standard deviation 1, and uniform over
levels 1.0 to 8.9. The bank has eight items of each kind at each level, with the priors of
`assessment/scale.toml`. What an item really is like nobody knows: its true difficulty is
drawn from its prior, once a bank, and all students of the bank share the draw; the half
bars of a dictation are shifted together for each student. Students are spread over several
banks, since the luck of one bank is common to all its students.

Tests of 30 items: "free", of all kinds; "third", at most 10 of them with open answers;
"closed", of kinds with options to choose from alone; the last two again with a bank whose
difficulties have been calibrated to a standard deviation of 0.15; and "wrong prior", where
every open item is half a logit harder than thought. Reported for each: r between true and
estimated ability, with an interval of 95 % over students; the coverage of the 95 %
intervals, over all and bank by bank; bias and root mean square error.

Then the items until the standard error is 0.4: of the adaptive test; of a fixed test of
the same kinds in the same shares, spread evenly over the levels (so that only the aim
differs); of a fixed test of the bank's own mix of kinds; and of one of level 4 and 5 alone.
A test that has not arrived after `LONGEST` items counts as so many. The last line is one
JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes.assessment.ability import PRIOR, Ability, ability_of, log_likelihood
from etudes.assessment.adaptive import Bank, BankItem, Settings, next_item
from etudes.assessment.prior import Alteration, ability_of_level, prior_parameters

CLOSED = {
    **{"same-different": 2, "mode": 2, "highest": 2, "tonic": 2, "odd-one-out": 3},
    **{"metre": 3, "cadence": 3, "change": 4, "contour": 4, "completion": 4},
    **{"which-score": 4, "interval": 6, "degree": 6},
}
"""Alternatives of each kind."""

OPEN = {
    "dictation": (4, 4, 8, 8, 8, 8, 16, 16),
    "rhythm": (4, 4, 4, 8, 8, 8, 8, 8),
    "playback": (4, 4, 4, 4, 4, 4, 8, 8),
}
"""Half bars of each kind at levels 1 to 8."""


@dataclass(frozen=True)
class Design:
    """Whether open kinds are in the bank, how many of a kind are asked at most, how well
    difficulties are known (None: the prior), how much harder the open kinds really are."""

    is_open: bool
    quota: Mapping[str, int]
    sd: float | None = None
    harder: float = 0.0


THIRD = {"dictation": 4, "rhythm": 3, "playback": 3}
TESTS = {
    "free": Design(True, {}),
    "third": Design(True, THIRD),
    "closed": Design(False, {}),
    "third, calibrated": Design(True, THIRD, 0.15),
    "closed, calibrated": Design(False, {}, 0.15),
    "third, wrong prior": Design(True, THIRD, harder=0.5),
}

LENGTH, ENOUGH, LONGEST = 30, 0.4, 150
EACH = 8


@dataclass(frozen=True)
class Sitting:
    """What came of a student's test."""

    theta: float
    bank: int
    last: Ability
    errors: tuple[float, ...]
    kinds: tuple[str, ...]

    @property
    def needed(self) -> int:
        """Items until the standard error was low enough."""
        return next((n for n, e in enumerate(self.errors, 1) if e <= ENOUGH), LONGEST)


def bank_of(design: Design, rng: np.random.Generator) -> Bank:
    """Return eight items of each kind at each level, with their priors."""
    items = tuple(_items(design.is_open, rng))
    if design.sd is None:
        return Bank(items)
    return Bank(
        tuple(
            replace(item, parameters=replace(item.parameters, difficulty_sd=design.sd))
            for item in items
        )
    )


def _items(is_open: bool, rng: np.random.Generator) -> Iterator[BankItem]:
    for level in range(1, 9):
        for number in range(EACH):
            exact = min(level + rng.uniform(0, 0.9), 8.9)
            for kind, alternatives in CLOSED.items():
                change = None
                if kind == "odd-one-out" or (kind == "same-different" and number % 2):
                    notes = int(np.clip(round(1.8 * exact + rng.normal()), 3, 16))
                    change = Alteration(notes, bool(rng.integers(2)), bool(rng.integers(2)))
                known = prior_parameters(kind, exact, alternatives, change)
                yield BankItem(f"{kind} {level}.{number}", kind, level, known)
            for kind, halves in OPEN.items() if is_open else ():
                known = prior_parameters(kind, exact, points=halves[level - 1])
                yield BankItem(f"{kind} {level}.{number}", kind, level, known)


def truths(bank: Bank, harder: float, rng: np.random.Generator) -> dict[str, float]:
    """Return a true difficulty for each item, drawn from its prior."""
    return {
        item.item: rng.normal(item.parameters.difficulty, item.parameters.difficulty_sd)
        + harder * (item.kind in OPEN)
        for item in bank.items
    }


def answer(item: BankItem, truth: float, theta: float, rng: np.random.Generator) -> int:
    """Return the points of a simulated student."""
    known = item.parameters
    here = float(np.clip(truth + rng.normal() * known.shared_sd, -6, 6))
    exact = replace(known, difficulty=here, difficulty_sd=0.0, shared_sd=0.0)
    return int(rng.binomial(known.points, exact.chance(theta)))


def sit(
    theta: float,
    bank: Bank,
    number: int,
    truth: Mapping[str, float],
    rng: np.random.Generator,
    settings: Settings,
    length: int,
    fixed: Sequence[BankItem] = (),
) -> Sitting:
    """Let a student take a test: adaptive, or of the `fixed` items in their order.

    It goes on to `length` and, if that is more, until the error is low enough.
    """
    belief, asked, errors, kinds = PRIOR.log_density(), [], [], []
    now = ability_of(belief, 0)
    for count in range(len(fixed) or length):
        if count >= LENGTH and now.standard_error <= ENOUGH:
            break
        item = fixed[count] if fixed else next_item(now, bank, asked, rng, settings)
        if item is None:
            break
        points = answer(item, truth[item.item], theta, rng)
        belief = belief + log_likelihood(item.parameters, points)
        now = ability_of(belief, count + 1)
        asked.append(item.item)
        errors.append(now.standard_error)
        kinds.append(item.kind)
        if count + 1 == LENGTH:
            last = now
    return Sitting(theta, number, last, tuple(errors), tuple(kinds))


def population(name: str, count: int, rng: np.random.Generator) -> np.ndarray:
    if name == "normal":
        return rng.normal(size=count)
    return np.array([ability_of_level(level) for level in rng.uniform(1, 8.9, count)])


def spread(bank: Bank, kinds: Sequence[str], rng: np.random.Generator) -> list[BankItem]:
    """Return a fixed test of such kinds in such shares, evenly over the levels.

    Each eight items in a row are of levels 1 to 8; an item may return, as if a bank had
    another one like it.
    """
    by_place: dict[tuple[str, float], list[BankItem]] = {}
    for item in bank.items:
        by_place.setdefault((item.kind, item.level), []).append(item)
    levels = np.concatenate([rng.permutation(8) + 1 for _ in range(LONGEST // 8 + 1)])
    chosen = rng.choice(np.array(kinds), LONGEST)
    places = [
        by_place[str(kind), int(level)] for kind, level in zip(chosen, levels, strict=False)
    ]
    return [place[int(rng.integers(len(place)))] for place in places]


def recovery(sittings: Sequence[Sitting], rng: np.random.Generator) -> dict[str, Any]:
    """Return how well abilities were found after `LENGTH` items."""
    truth = np.array([s.theta for s in sittings])
    found = np.array([s.last.theta for s in sittings])
    mode = np.array([s.last.mode for s in sittings])
    held = np.array([s.last.low <= s.theta <= s.last.high for s in sittings])
    banks = np.array([s.bank for s in sittings])
    draws = rng.integers(len(truth), size=(1000, len(truth)))
    rs = [np.corrcoef(truth[d], found[d])[0, 1] for d in draws]
    each = [float(held[banks == b].mean()) for b in np.unique(banks)]
    return {
        "r": [
            _short(np.corrcoef(truth, found)[0, 1]),
            *map(_short, np.quantile(rs, [0.025, 0.975])),
        ],
        "r_of_mode": _short(np.corrcoef(truth, mode)[0, 1]),
        "coverage": _short(held.mean()),
        "coverage_of_banks": [_short(min(each)), _short(max(each))],
        "bias": _short((found - truth).mean()),
        "rmse": _short(np.sqrt(((found - truth) ** 2).mean())),
        "standard_error": _short(np.mean([s.last.standard_error for s in sittings])),
        "written_down": _short(
            np.mean([np.isin(s.kinds[:LENGTH], list(OPEN)).mean() for s in sittings])
        ),
    }


def lengths(groups: Mapping[str, Sequence[Sitting]]) -> dict[str, Any]:
    """Return the items needed until the error is low enough, and adaptive against fixed."""
    needed = {name: np.array([s.needed for s in group]) for name, group in groups.items()}
    adaptive = needed["adaptive"].mean()
    return {
        name: {
            "items": round(float(counts.mean()), 1),
            "arrived": _short((counts < LONGEST).mean()),
            "adaptive_needs": _short(adaptive / counts.mean()),
        }
        for name, counts in needed.items()
    }


def measured(test: str, people: str, options: argparse.Namespace) -> dict[str, Any]:
    design = TESTS[test]
    settings = Settings(quota=design.quota, most=LONGEST)
    # a number for each cell, so that adding one leaves the others as they are
    cell = [options.seed, list(TESTS).index(test), people == "normal"]
    rng = np.random.default_rng(cell)
    adaptive: list[Sitting] = []
    fixed: dict[str, list[Sitting]] = {
        "same kinds": [],
        "bank's kinds": [],
        "one level": [],
    }
    share = -(-options.students // options.banks)
    for number in range(options.banks):
        bank = bank_of(design, rng)
        truth = truths(bank, design.harder, rng)
        thetas = population(people, share, rng)
        here = [sit(t, bank, number, truth, rng, settings, LONGEST) for t in thetas]
        adaptive += here
        kinds = [kind for sitting in here for kind in sitting.kinds[: sitting.needed]]
        middle = [item for item in bank.items if item.level in (4, 5)]
        forms = {
            "same kinds": spread(bank, kinds, rng),
            "bank's kinds": spread(bank, [item.kind for item in bank.items], rng),
            "one level": [middle[i] for i in rng.integers(len(middle), size=LONGEST)],
        }
        for name, form in forms.items():
            fixed[name] += [
                sit(t, bank, number, truth, rng, settings, LONGEST, form) for t in thetas
            ]
    return {
        **recovery(adaptive, rng),
        "until_enough": lengths({"adaptive": adaptive, **fixed}),
    }


def _short(value: float) -> float:
    return round(float(value), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--banks", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start, result = time.perf_counter(), {}
    for test in TESTS:
        for people in ("normal", "uniform"):
            figures = measured(test, people, options)
            result[f"{test}, {people}"] = figures
            if not options.json:
                print(f"{test}, {people}: {json.dumps(figures)}", flush=True)
    seconds = round(time.perf_counter() - start)
    print(json.dumps({"seed": options.seed, "seconds": seconds, "tests": result}))


if __name__ == "__main__":
    main()
