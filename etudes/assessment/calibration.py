"""Difficulties fitted to answers: each item's posterior, given all the other answers.

One item at a time: what the other items say of each student is a law of ability; over it
the chance of the answer given is averaged, at each difficulty the item might have; times
the item's prior, that is the posterior of its difficulty. Swept over all items until they
rest. Discrimination and guessing stay as they are: to fit them needs hundreds of answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etudes.assessment.ability import PRIOR, Prior, log_likelihood, weights_of
from etudes.assessment.parameters import Curve, ItemParameters, likelihood
from etudes.assessment.response import Response
from etudes.errors import UnknownName

_REACH: Curve = np.linspace(-3.5, 3.5, 41)
"""Difficulties that are tried, in standard deviations of the prior."""
_SURE = 0.05
"""No difficulty is taken to be known better, in logits."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """Who answered an item, and the scores: which of the distinct ones each had."""

    students: NDArray[np.intp]
    scores: tuple[float, ...]
    which: NDArray[np.intp]


def calibrate(
    responses: Iterable[Response],
    parameters: Mapping[str, ItemParameters],
    prior: Prior = PRIOR,
    sweeps: int = 12,
    tolerance: float = 0.005,
) -> dict[str, ItemParameters]:
    """Return every item with its difficulty, and how sure it is, as the answers have it.

    Items that nobody answered stay as they are.

    Parameters
    ----------
    prior : of the students who answered; their mean fixes the scale along with the priors
        of the items.
    sweeps, tolerance : at most so many rounds, or until no difficulty moves further.

    Raises
    ------
    UnknownName
        If an answer is to an item without parameters.
    """
    answers, students = _by_item(responses, parameters)
    tables = {item: _tables(parameters[item], given) for item, given in answers.items()}
    fitted = dict(parameters)
    own = {item: _rows(fitted[item], given) for item, given in answers.items()}
    total = np.tile(prior.log_density(), (students, 1))
    for item, given in answers.items():
        total[given.students] += own[item]
    for _ in range(sweeps):
        moved = 0.0
        for item, given in answers.items():
            rest = total[given.students] - own[item]
            new = _refitted(parameters[item], given, tables[item], weights_of(rest))
            moved = max(moved, abs(new.difficulty - fitted[item].difficulty))
            fitted[item], own[item] = new, _rows(new, given)
            total[given.students] = rest + own[item]
        if moved < tolerance:
            break
    return fitted


def _by_item(
    responses: Iterable[Response], parameters: Mapping[str, ItemParameters]
) -> tuple[dict[str, _Answers], int]:
    """Return the answers to each item, and the number of students."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for response in responses:
        if response.item not in parameters:
            raise UnknownName(
                f"parameters of item {response.item!r} were expected and are not there; "
                "give each item that was answered its prior"
            )
        points = parameters[response.item].points
        student = numbers.setdefault(response.student, len(numbers))
        found[response.item].append((student, float(response.score * points)))
    answers = {}
    for item, pairs in found.items():
        scores, which = np.unique([score for _, score in pairs], return_inverse=True)
        students = np.array([student for student, _ in pairs], dtype=np.intp)
        answers[item] = _Answers(students, tuple(map(float, scores)), which)
    return answers, len(numbers)


def _difficulties(item: ItemParameters) -> Curve:
    spread = max(item.difficulty_sd, _SURE)
    return np.asarray(np.clip(item.difficulty + spread * _REACH, -6, 6))


def _tables(item: ItemParameters, given: _Answers) -> list[NDArray[np.float64]]:
    """Return for each score its likelihood, abilities down, difficulties across."""
    exact = [
        replace(item, difficulty=float(b), difficulty_sd=0.0) for b in _difficulties(item)
    ]
    return [np.array([likelihood(one, x) for one in exact]).T for x in given.scores]


def _rows(item: ItemParameters, given: _Answers) -> NDArray[np.float64]:
    """Return the log likelihood of ability of each answer, a row each."""
    return np.array([log_likelihood(item, x) for x in given.scores])[given.which]


def _refitted(
    prior: ItemParameters,
    given: _Answers,
    tables: list[NDArray[np.float64]],
    abilities: NDArray[np.float64],
) -> ItemParameters:
    """Return the item with the posterior of its difficulty, given laws of ability."""
    log_density = -0.5 * _REACH**2
    for number, table in enumerate(tables):
        chances = abilities[given.which == number] @ table
        log_density = log_density + np.log(np.maximum(chances, 1e-300)).sum(axis=0)
    weights = weights_of(log_density)
    difficulties = _difficulties(prior)
    mean = float(weights @ difficulties)
    sd = float(np.sqrt(weights @ (difficulties - mean) ** 2))
    return replace(prior, difficulty=mean, difficulty_sd=max(sd, _SURE))
