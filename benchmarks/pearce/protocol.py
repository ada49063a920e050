"""The protocol: ten folds, the conditions, and how the networks of a fold are averaged."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pearce.experts import Advice, advise, pitch_only, told_score
from benchmarks.pearce.inputs import inputs
from benchmarks.pearce.material import Material, gather
from benchmarks.pearce.network import Shape
from benchmarks.pearce.ngrams import mixture
from benchmarks.pearce.training import Course, Member, Trainer
from benchmarks.pearce.tunes import DATASETS, FOLDS, Ints, Tune, alphabet, partition

MEMBERS = 1
SHORT_TERM = ("short-term pitch", "short-term interval")
Floats = NDArray[np.floating]
Report = Callable[[str], None]


@dataclass(frozen=True)
class Condition:
    """What is known before each note, what it is compared with, and how long is trained.

    `score` is what `inputs` means by it. `published` and `target` are bits a note by data
    set; the published ones are of Pearce (2005), tables 6.2-6.7 and 7.3.
    """

    summary: str
    memory: bool
    score: str
    published: dict[str, float]
    target: dict[str, float]
    course: Course = field(default_factory=Course)

    @property
    def experts(self) -> list[str]:
        views = told_score() if self.score else pitch_only()
        return [*views, "closing", *(SHORT_TERM if self.memory else ())]


CONDITIONS = {
    "offline": Condition(
        "pitches alone; nothing is learnt within the piece",
        memory=False,
        score="",
        published={"chorales": 2.444, "kinder": 2.428},
        target={"chorales": 2.28, "kinder": 2.20},
        course=Course(epochs=8),
    ),
    "adapted": Condition(
        "pitches alone, with a short-term model of the piece itself",
        memory=True,
        score="",
        published={"chorales": 2.347, "kinder": 2.106},
        target={"chorales": 2.25, "kinder": 1.85},
        course=Course(epochs=16),
    ),
    "score": Condition(
        "also key, metre, fermatas and rhythm up to the note itself",
        memory=True,
        score="past",
        published={"chorales": 1.953},
        target={"chorales": 1.95},
        course=Course(epochs=16),
    ),
    "whole score": Condition(
        "also rhythm and fermatas of the rest of the piece",
        memory=True,
        score="whole",
        published={},
        target={},
        course=Course(epochs=16),
    ),
}
CASES = [
    ("chorales", "offline"),
    ("kinder", "offline"),
    ("chorales", "adapted"),
    ("kinder", "adapted"),
    ("chorales", "score"),
    ("chorales", "whole score"),
]


@dataclass(frozen=True)
class Split:
    """A data set with its alphabet and the fold of each tune."""

    tunes: list[Tune]
    pitches: list[int]
    folds: Ints


@cache
def split(dataset: str, seed: int) -> Split:
    """Return a data set and a partition of it."""
    tunes = DATASETS[dataset]()
    folds = partition(len(tunes), np.random.default_rng(seed))
    return Split(tunes, alphabet(tunes), folds)


@cache
def advice(dataset: str, seed: int, fold: int, knows_score: bool) -> Advice:
    """Return the experts' advice for a test fold; several conditions share it."""
    data = split(dataset, seed)
    views = told_score() if knows_score else pitch_only()
    return advise(data.tunes, data.pitches, data.folds, fold, views)


def measure(
    dataset: str,
    name: str,
    *,
    folds: Sequence[int] = range(FOLDS),
    seed: int = 0,
    members: int = MEMBERS,
    validate: bool = False,
    report: Report = lambda message: None,
) -> dict[str, Any]:
    """Return the figures of one data set in one condition, ready for JSON.

    Parameters
    ----------
    folds : the test folds.
    seed : sets the partition and the networks' first weights.
    members : networks a fold; what they say is averaged.
    validate : predict, in place of each test fold, the fold after it, which the network
        then does not learn; so the settings were chosen.
    """
    began = time.perf_counter()
    condition = CONDITIONS[name]
    data = split(dataset, seed)
    told = inputs(data.tunes, data.pitches, memory=condition.memory, score=condition.score)
    advices = [advice(dataset, seed, fold, bool(condition.score)) for fold in folds]
    learnt = gather(data.tunes, data.pitches, told, advices)
    report(f"{dataset}, {name}: the n-grams are ready")
    shape = Shape(learnt.features, len(data.pitches), learnt.experts.shape[2], learnt.reach)
    each = [
        member
        for place, fold in enumerate(folds)
        for member in _members(data.folds, place, fold, members, seed, validate)
    ]
    trainer = Trainer(learnt, shape, condition.course, each)
    trainer.train(
        lambda epoch, loss: report(f"epoch {epoch}: training loss {loss:.3f} bits")
    )
    return {
        "dataset": dataset,
        "condition": name,
        "tunes": len(data.tunes),
        "notes": learnt.blank,
        "alphabet": len(data.pitches),
        "predicted": "inner validation folds" if validate else "test folds",
        "folds": list(folds),
        **_figures(_bits(learnt, trainer.predictions(), members), condition),
        "published": condition.published.get(dataset),
        "target": condition.target.get(dataset),
        "networks": len(each),
        "parameters": trainer.parameters,
        "minutes": round((time.perf_counter() - began) / 60, 1),
    }


def _figures(bits: Sequence[dict[str, Floats]], condition: Condition) -> dict[str, Any]:
    """Return means over the folds; each fold's is the mean over its notes."""
    averaged = [each["averaged"].mean() for each in bits]
    notes = [len(each["averaged"]) for each in bits]
    experts = np.mean([each["experts"].mean(axis=0) for each in bits], axis=0)
    error = np.std(averaged, ddof=1) / len(bits) ** 0.5 if len(bits) > 1 else None
    return {
        "bits": _rounded(np.mean(averaged)),
        "standard_error": None if error is None else _rounded(error),
        "bits_by_fold": [_rounded(each) for each in averaged],
        "bits_over_all_notes": _rounded(np.average(averaged, weights=notes)),
        "bits_of_one_network": _rounded(np.mean([each["single"].mean() for each in bits])),
        "bits_of_n_grams": dict(
            zip(condition.experts, map(_rounded, experts), strict=True)
        ),
        "bits_of_all_n_grams": _rounded(np.mean([each["mixture"].mean() for each in bits])),
    }


def _members(
    folds: Ints, place: int, fold: int, count: int, seed: int, validate: bool
) -> list[Member]:
    predicted = (fold + 1) % FOLDS if validate else fold
    learns = np.flatnonzero((folds != fold) & (folds != predicted))
    predicts = np.flatnonzero(folds == predicted)
    first = 10_000 * seed + 100 * fold
    return [Member(place, learns, predicts, first + i) for i in range(count)]


def _bits(
    learnt: Material, predictions: Sequence[tuple[Ints, Floats]], members: int
) -> list[dict[str, Floats]]:
    """Return by fold each event's bits: of the average, of each network, of each expert."""
    found: list[dict[str, Floats]] = []
    for place in range(len(predictions) // members):
        group = predictions[place * members : (place + 1) * members]
        events = group[0][0]
        logs = np.stack([told for _, told in group], axis=1)
        averaged = np.logaddexp.reduce(logs, axis=1) - np.log(members)
        experts = learnt.experts[place][events]
        found.append(
            {
                "averaged": learnt.bits(events, averaged),
                "single": learnt.bits(events, logs),
                "experts": learnt.bits(events, experts),
                "mixture": learnt.bits(events, mixture(experts.astype(np.float64))),
            }
        )
    return found


def _rounded(number: Any) -> float:
    return round(float(number), 4)
