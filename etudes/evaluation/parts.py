"""The parts of an evaluation, each a function of the same material, ready for JSON.

Études are made once and measured by all parts; so are human excerpts beside them, from
families that no weight was fitted on.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus
from etudes.corpus.origins import represented
from etudes.corpus.sequences import KINDS
from etudes.evaluation import conditioning, endings, held_out, structure
from etudes.evaluation.copying import copying
from etudes.evaluation.discriminator import discriminate
from etudes.evaluation.distribution import distribution
from etudes.evaluation.infilling import infilling
from etudes.evaluation.material import Cell, Specimen, generated, matched
from etudes.evaluation.material import held_out as excerpts
from etudes.evaluation.plan import EvaluationPlan
from etudes.evaluation.uncertainty import (
    correlation_interval,
    coverage,
    over_repetitions,
    share_interval,
)
from etudes.originality.sources import Matches, TrainingMusic, training_lines
from etudes.originality.tokens import Tokens
from etudes.runtime import Runtime

Report = Callable[[str], None]

MODES: Final = ("major", "minor")


class RememberedMusic(TrainingMusic):
    """Training music that keeps what it found last, so that it is not searched twice."""

    found: Sequence[Matches] = ()

    def search(self, lines: Sequence[Tokens]) -> list[Matches]:
        found = super().search(lines)
        self.found = found
        return found


class Material:
    """What the parts measure: a model, a corpus, études and the humans beside them."""

    def __init__(
        self, runtime: Runtime, corpus: Corpus, plan: EvaluationPlan, report: Report
    ) -> None:
        self.runtime, self.corpus, self.plan = runtime, corpus, plan
        self.report = report

    def rng(self) -> np.random.Generator:
        """Return a new generator: a part gives the same figures alone or with others."""
        return np.random.default_rng(self.plan.seed)

    @cached_property
    def items(self) -> list[Specimen]:
        plan = self.plan
        count = plan.items * len(plan.metres) * len(plan.levels)
        self.report(f"making {count:,} études")
        return generated(
            self.runtime,
            metres=plan.metres,
            levels=plan.levels,
            measures=plan.measures,
            count=plan.items,
            instrument=plan.instrument,
            seed=plan.seed,
        )

    @cached_property
    def human(self) -> list[Specimen]:
        self.report("reading the excerpts that people wrote")
        every = excerpts(
            self.corpus, metres=self.plan.metres, measures=[self.plan.measures]
        )
        seen: Counter[Cell] = Counter()
        kept = []
        for i in self.rng().permutation(len(every)).tolist():
            seen[every[i].cell] += 1
            if seen[every[i].cell] <= self.plan.most_human:
                kept.append(i)
        return [every[i] for i in sorted(kept)]

    @cached_property
    def pairs(self) -> tuple[list[Specimen], list[Specimen]]:
        """As many études as excerpts, alike in metre, level, mode and pickup."""
        rng = self.rng()
        ours: list[Specimen] = []
        theirs: list[Specimen] = []
        for mode in MODES:
            for has_pickup in (False, True):
                some, others = (
                    [
                        s
                        for s in specimens
                        if s.level >= self.plan.told_from
                        and s.melody.key.mode == mode
                        and (s.melody.pickup > 0) == has_pickup
                    ]
                    for specimens in (self.items, self.human)
                )
                kept = matched(some, others, rng)
                ours += kept[0]
                theirs += kept[1]
        return ours, theirs

    @property
    def groups(self) -> tuple[list[str], list[str]]:
        """The family of each of the pairs; every étude is its own."""
        ours, theirs = self.pairs
        return [s.family for s in ours], [s.family for s in theirs]


def likelihood(material: Material) -> dict[str, Any]:
    """What held-out music costs the model and the n-grams (`held_out.measure`)."""
    plan = material.plan
    shares = {"train": plan.learnt_share, "validation": plan.test_share}
    corpus = thinned(material.corpus, shares | {"test": plan.test_share}, plan.seed)
    figures = held_out.measure(corpus, material.runtime, material.report)
    return figures | {"learnt_share": plan.learnt_share, "test_share": plan.test_share}


def thinned(corpus: Corpus, shares: Mapping[str, float], seed: int) -> Corpus:
    """Return the corpus with only a share of the families of each side of the split, of
    each collection as many; a family belongs to the collection of its first tune.

    The tunes of the others are on no side; the split's digest stays.
    """
    first = {row.family: row for row in reversed(corpus.tunes)}
    rng, dropped = np.random.default_rng(seed), set[str]()
    for split, share in shares.items():
        for collection in corpus.collections:
            names = [
                family
                for family, row in sorted(first.items())
                if (row.split, row.collection) == (split, collection)
            ]
            order = rng.permutation(len(names))
            dropped |= {names[i] for i in order[math.ceil(len(names) * share) :]}
    rows = tuple(
        replace(row, split="left out") if row.family in dropped else row
        for row in corpus.tunes
    )
    return replace(corpus, tunes=rows)


def of_distribution(material: Material) -> dict[str, Any]:
    """Nine features of études beside those of excerpts (`distribution`)."""
    ours, theirs = material.pairs
    return distribution(
        [s.melody for s in ours],
        [s.melody for s in theirs],
        material.rng(),
        groups=material.groups,
        splits=material.plan.splits,
        resamples=material.plan.resamples,
    )


def of_discriminator(material: Material) -> dict[str, Any]:
    """Whether études can be told from excerpts (`discriminate`)."""
    ours, theirs = material.pairs
    return discriminate(
        [s.melody for s in ours],
        [s.melody for s in theirs],
        material.rng(),
        groups=material.groups,
        levels=([s.level for s in ours], [s.level for s in theirs]),
        folds=material.plan.folds,
        relabellings=material.plan.relabellings,
    )


def of_structure(material: Material) -> dict[str, Any]:
    """Bars that return, half closes, register (`structure.report`)."""
    return structure.report(
        material.items, material.human, material.rng(), material.plan.means
    )


def of_endings(material: Material) -> dict[str, Any]:
    """How draws, études and excerpts end (`endings`), each figure of several repetitions.

    Draws are repeated with other seeds; études and excerpts are dealt out to as many
    heaps, family by family.
    """
    plan, runtime = material.plan, material.runtime
    repeated = []
    for number in range(plan.repetitions):
        material.report(f"endings: repetition {number + 1} of {plan.repetitions}")
        repeated.append(
            endings.measure(
                runtime,
                metres=plan.metres,
                levels=plan.levels,
                measures=plan.measures,
                exercises=plan.exercises,
                copies=plan.copies,
                instrument=plan.instrument,
                seed=plan.seed + number,
            )
        )

    def dealt(specimens: Sequence[Specimen]) -> Any:
        heaps = [heap for heap in _dealt(specimens, plan.repetitions) if heap]
        if not heaps:
            return None
        return over_repetitions([endings.of_melodies(runtime, heap) for heap in heaps])

    return {
        "repetitions": plan.repetitions,
        "coverage": round(coverage(plan.repetitions), 4),
        "draws": over_repetitions(repeated),
        "items": dealt(material.items),
        "human": dealt(material.human),
    }


def of_conditioning(material: Material) -> dict[str, Any]:
    """Whether each tag is obeyed (`conditioning.report`); `intervals` has what was asked
    beside what was measured, as [value, low, high, melodies]."""
    plan = material.plan
    count = plan.conditioned
    corpus = thinned(material.corpus, {"train": plan.learnt_share}, plan.seed)
    found = conditioning.report(material.runtime, corpus, count, plan.seed)
    intervals: dict[str, Any] = {}
    for tag in ("metre", "mode", "measures"):
        melodies = count * len(found[tag]["means"]["level"])
        intervals[tag] = [*share_interval(found[tag]["obeyed"], melodies), melodies]
    melodies = count * len(found["level"]["means"]["level"])
    correlation = found["level"]["asked_and_measured"]
    intervals["level"] = [*correlation_interval(correlation, melodies), melodies]
    metres = found["style"]["metres"].values()
    for side in ("generated", "human"):
        melodies = sum(row[side]["pieces"] for row in metres)
        figures = found["style"] if side == "generated" else found["style"]["human"]
        if melodies:
            share = share_interval(figures["recognised"], melodies)
            intervals[f"style_{side}"] = [*share, melodies]
    return found | {"intervals": intervals}


def of_copying(material: Material) -> dict[str, Any]:
    """What études and excerpts share with the training music (`copying`); `runs` counts
    the melodies by their longest shared run."""
    ours, theirs = matched(material.items, material.human, material.rng())
    material.report("searching the training music")
    music = RememberedMusic(training_lines(material.corpus))
    figures = copying(
        [s.melody for s in ours], [s.melody for s in theirs], music, material.plan.seed
    )
    longest = [match.longest for match in music.found]
    runs = {"generated": longest[: len(ours)], "human": longest[len(ours) :]}
    return figures | {
        "runs": {
            side: {str(n): values.count(n) for n in sorted(set(values))}
            for side, values in runs.items()
        }
    }


def of_infilling(material: Material) -> dict[str, Any]:
    """A bar left out and filled again (`infilling`), one of a family of the test side."""
    rng = material.rng()
    by_family: dict[str, Specimen] = {}
    test = excerpts(
        material.corpus,
        metres=material.plan.metres,
        measures=[material.plan.measures],
        splits=["test"],
    )
    for i in rng.permutation(len(test)):
        by_family.setdefault(test[i].family, test[i])
    chosen = list(by_family.values())[: material.plan.bars]
    return infilling(
        material.runtime,
        [s.melody for s in chosen],
        rng,
        groups=[s.family for s in chosen],
    )


def of_bias(material: Material) -> dict[str, Any]:
    """Which regions and centuries the training side stands for, and in which views."""
    corpus = material.corpus
    is_learnt = np.array([row.split == "train" for row in corpus.tunes])
    kinds = np.asarray(corpus.pieces.kind)[is_learnt[corpus.pieces.tune]]
    figures = represented(row for row in corpus.tunes if row.split == "train")
    counts = _counts(kinds, len(KINDS))
    return figures | {
        "views": {kind: n for kind, n in zip(KINDS, counts, strict=True) if n}
    }


PARTS: Final[dict[str, Callable[[Material], dict[str, Any]]]] = {
    "likelihood": likelihood,
    "distribution": of_distribution,
    "discriminator": of_discriminator,
    "structure": of_structure,
    "endings": of_endings,
    "conditioning": of_conditioning,
    "copying": of_copying,
    "infilling": of_infilling,
    "bias": of_bias,
}
"""Every part by name, in the order of the report."""


def _counts(values: NDArray[np.int16], size: int) -> list[int]:
    counts: list[int] = np.bincount(values, minlength=size).tolist()
    return counts


def _dealt(specimens: Iterable[Specimen], heaps: int) -> list[list[Specimen]]:
    """Return specimens in so many heaps, those of one family in the same."""
    found: list[list[Specimen]] = [[] for _ in range(heaps)]
    numbers: dict[str, int] = {}
    for specimen in specimens:
        number = numbers.setdefault(specimen.family, len(numbers) % heaps)
        found[number].append(specimen)
    return found
