"""How far raters agree with one another, and each with himself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.errors import InvalidValue
from etudes.rating.findings.flags import repeated
from etudes.rating.findings.participation import name_of
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, first_ratings
from etudes.rating.record import Judgement
from etudes.rating.scales import rating_scales
from etudes.statistics.alpha import alpha_with_interval
from etudes.statistics.estimate import Estimate
from etudes.statistics.icc import icc
from etudes.statistics.kappa import SelfConsistency, self_consistency, share_of


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on a scale, of pieces that are no anchors.

    Attributes
    ----------
    alpha : Krippendorff's, ordinal.
    absolute, consistency : intraclass correlation of one rater's value; severity counts
        as disagreement or does not.
    absolute_k, consistency_k : likewise of the mean of `k` raters.
    is_complete : whether every rater rated every piece.
    """

    scale: str
    alpha: Estimate
    absolute: Estimate
    consistency: Estimate
    absolute_k: Estimate
    consistency_k: Estimate
    k: float
    is_complete: bool
    raters: int
    pieces: int
    ratings: int


@dataclass(frozen=True, slots=True)
class Consistency:
    """Repeats beside first answers: by scale over raters, by rater over scales, and of how
    many repeated pairs the same piece was chosen."""

    scales: tuple[tuple[str, SelfConsistency], ...]
    raters: tuple[tuple[str, SelfConsistency], ...]
    pairs: Estimate | None
    repeated_pairs: int


def agreement(
    judgements: Sequence[Judgement], chosen: Settings
) -> tuple[Agreement | Missing, ...] | Missing:
    """Return agreement on each scale, in the order of the scales."""
    found = tuple(_agreement(judgements, scale, chosen) for scale in rating_scales())
    missing = [one for one in found if isinstance(one, Missing)]
    return missing[0] if len(missing) == len(found) else found


def consistency(judgements: Sequence[Judgement]) -> Consistency | Missing:
    """Return how far raters say the same twice."""
    repeats = list(repeated(judgements))
    same = _same_choices(judgements)
    if not repeats and not same:
        return Missing("no trial that repeats an earlier one has been answered")
    people = list(dict.fromkeys(one.trial.rater for one, _, _ in repeats))
    own = [people.index(one.trial.rater) for one, _, _ in repeats]
    # of one rater alone, nothing is known of others: each repeat is then a unit
    unit = own if len(people) > 1 else list(range(len(repeats)))
    scales = tuple(
        (
            scale,
            self_consistency(
                [first[place] for _, first, _ in repeats],
                [again[place] for _, _, again in repeats],
                group=own,
                unit=unit,
            ),
        )
        for place, scale in enumerate(rating_scales())
        if repeats
    )
    raters = tuple(
        (
            name_of(rater),
            _one_rater([row[1:] for row in repeats if row[0].trial.rater == rater]),
        )
        for rater in people
    )
    pairs = _shared(same) if same else None
    return Consistency(scales, raters, pairs, len(same))


def _one_rater(
    answered: Sequence[tuple[tuple[int, ...], tuple[int, ...]]],
) -> SelfConsistency:
    """Return what repeats of one rater say, scale by scale, whose values of one trial go
    together."""
    rows = [
        (scale, trial, *values)
        for trial, (first, again) in enumerate(answered)
        for scale, values in enumerate(zip(first, again, strict=True))
    ]
    group, unit, first, again = zip(*rows, strict=True)
    return self_consistency(first, again, group=group, unit=unit)


def _shared(same: Sequence[tuple[str, bool]]) -> Estimate:
    """Return the share of repeated pairs of which the same piece was chosen."""
    people = list(dict.fromkeys(rater for rater, _ in same))
    return share_of(
        [is_same for _, is_same in same], [people.index(rater) for rater, _ in same]
    )


def _agreement(
    judgements: Sequence[Judgement], scale: str, chosen: Settings
) -> Agreement | Missing:
    ratings = first_ratings(judgements, scale)
    ratings = ratings.of_stimuli(o.id for o in ratings.stimuli if o.origin != "anchor")
    raters = len(ratings.raters)
    if raters < 2:
        return Missing("fewer than two raters rated pieces by themselves")
    table = ratings.wide
    if not (np.isfinite(table).sum(axis=0) > 1).any():
        return Missing("no piece was rated by two raters")
    alpha = alpha_with_interval(table, "ordinal", chosen.confidence)
    if math.isnan(alpha.value):
        return Missing("all values of the pieces that two raters rated are the same")
    try:
        found = icc(table, confidence=chosen.confidence)
    except InvalidValue:
        return Missing("the ratings are too few to tell raters from pieces")
    return Agreement(
        scale,
        alpha,
        found.absolute,
        found.consistency,
        found.absolute_k,
        found.consistency_k,
        found.k,
        bool(np.isfinite(table).all()),
        raters,
        len(ratings.stimuli),
        len(ratings.value),
    )


def _same_choices(judgements: Sequence[Judgement]) -> list[tuple[str, bool]]:
    """Tell of each repeated pair whose it is and whether the same piece was chosen,
    whichever side."""
    by_trial = {one.trial.id: one for one in judgements}
    return [
        (one.trial.rater, _chosen(first) == _chosen(one))
        for one in judgements
        if one.trial.is_pair and (first := by_trial.get(one.trial.repeats or ""))
    ]


def _chosen(one: Judgement) -> str | None:
    choice = one.rating.answer.choice
    return {"left": one.trial.left, "right": one.trial.right}.get(choice or "")
