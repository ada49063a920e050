"""What the program measures of each piece beside what raters say of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from etudes.item.item import Item
from etudes.item.portrait import portrait, traits
from etudes.rating.findings.many import holm
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, first_ratings
from etudes.rating.record import Judgement, Record
from etudes.rating.scales import LEVEL, rating_scales
from etudes.rating.session import Stimulus
from etudes.statistics.correlation import spearman_within
from etudes.statistics.estimate import Estimate, Indices

_OF_MODELS = ("bits", "removed")
"""Measures that tell of drawing, so of pieces that a model drew."""

_OF_THE_PAGE = "notation"
"""The scale that asks of the engraving, about which the notes' measures say nothing."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A measure and a scale: Spearman's rank correlation over pieces, both about the mean
    of the pieces of their level and system; `p` is corrected over all such tests (Holm)."""

    measure: str
    told: str
    scale: str
    found: Estimate
    p: float
    pieces: int


def measures(
    record: Record, judgements: Sequence[Judgement], chosen: Settings
) -> tuple[Beside, ...] | Missing:
    """Return measures beside scales, those that surely go together first.

    Pieces of every system count, anchors do not; what tells of a model's drawing is asked
    of its own pieces alone.
    """
    found: list[Beside] = []
    portraits = {id_: _portrait(item) for id_, item in record.items.items()}
    for scale in rating_scales():
        if scale == _OF_THE_PAGE:
            continue
        ratings = first_ratings(judgements, scale)
        ratings = ratings.of_stimuli(
            one.id for one in ratings.stimuli if one.origin != "anchor"
        )
        if len(ratings.stimuli) < chosen.apart:
            continue
        said, shown = ratings.item_means(), ratings.stimuli
        cells = _cells(shown)
        for name, told in _names():
            kept = np.array(
                [name not in _OF_MODELS or one.origin == "model" for one in shown]
            )
            values = np.array([portraits[one.item].get(name, math.nan) for one in shown])
            kept &= np.isfinite(values)
            apart, pieces = spearman_within(
                values[kept], said[kept], cells[kept], chosen.confidence
            )
            if pieces >= chosen.apart and math.isfinite(apart.low):
                found.append(Beside(name, told, scale, apart, _p(apart), pieces))
    if not found:
        return Missing(
            f"fewer than {chosen.apart} pieces that have others of their level and system "
            "have been rated"
        )
    corrected = holm([one.p for one in found])
    told_with = [replace(one, p=p) for one, p in zip(found, corrected, strict=True)]
    return tuple(sorted(told_with, key=lambda one: (one.p, -abs(one.found.value))))


def _portrait(item: Item) -> dict[str, float]:
    numbers = portrait(item.melody, item.bits_per_note, item.mass_removed)
    return {**numbers, LEVEL: item.level_measured}


def _names() -> list[tuple[str, str]]:
    told = [(one.name, one.words) for one in traits()]
    return [(LEVEL, "measured level"), *told]


def _cells(shown: Sequence[Stimulus]) -> Indices:
    """Return a number for each level of each system, so that nothing is found that these
    alone explain."""
    names = [(one.level, one.system) for one in shown]
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([places[name] for name in names], np.intp)


def _p(found: Estimate) -> float:
    """Return how likely so large a correlation is where there is none."""
    if not (math.isfinite(found.low) and abs(found.value) < 1):
        return 1.0
    normal = NormalDist()
    z = normal.inv_cdf((1 + found.confidence) / 2)
    error = (math.atanh(found.high) - math.atanh(found.low)) / (2 * z)
    error /= math.sqrt(1 + found.value**2 / 2)  # under the null hypothesis ρ is 0
    return 2 * (1 - normal.cdf(abs(math.atanh(found.value)) / error))
