"""How far raters agree with one another, and each with himself."""

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
from etudes.statistics.kappa import SelfConsistency, self_consistency, share
from etudes.statistics.variance import icc_with_gaps


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
    scales = tuple(
        (
            scale,
            self_consistency(
                [first[place] for _, first, _ in repeats],
                [again[place] for _, _, again in repeats],
            ),
        )
        for place, scale in enumerate(rating_scales())
        if repeats
    )
    people = list(dict.fromkeys(one.trial.rater for one, _, _ in repeats))
    raters = tuple(
        (
            name_of(rater),
            self_consistency(
                [v for one, first, _ in repeats if one.trial.rater == rater for v in first],
                [v for one, _, again in repeats if one.trial.rater == rater for v in again],
            ),
        )
        for rater in people
    )
    pairs = share(sum(same), len(same)) if same else None
    return Consistency(scales, raters, pairs, len(same))


def _agreement(
    judgements: Sequence[Judgement], scale: str, chosen: Settings
) -> Agreement | Missing:
    ratings = first_ratings(judgements, scale)
    ratings = ratings.of_stimuli(o.id for o in ratings.stimuli if o.origin != "anchor")
    if len(ratings.raters) < 2 or len(ratings.stimuli) < 2:
        return Missing("agreement needs two raters and two pieces, and there are fewer")
    table = ratings.wide
    if not (np.isfinite(table).sum(axis=0) > 1).any():
        return Missing("no piece has been rated by two raters")
    is_complete = bool(np.isfinite(table).all())
    try:
        of = icc(table, chosen.confidence) if is_complete else None
        gaps = None if of else icc_with_gaps(table, confidence=chosen.confidence)
    except InvalidValue as error:
        return Missing(f"{scale}: {error}")
    forms = of or gaps
    assert forms is not None  # noqa: S101 - one of the two was reckoned
    return Agreement(
        scale,
        alpha_with_interval(table, "ordinal", chosen.confidence),
        forms.absolute,
        forms.consistency,
        forms.absolute_k,
        forms.consistency_k,
        float(len(ratings.raters)) if gaps is None else gaps.k,
        is_complete,
        len(ratings.raters),
        len(ratings.stimuli),
        len(ratings.value),
    )


def _same_choices(judgements: Sequence[Judgement]) -> list[bool]:
    """Tell of each repeated pair whether the same piece was chosen, whichever side."""
    by_trial = {one.trial.id: one for one in judgements}
    return [
        _chosen(first) == _chosen(one)
        for one in judgements
        if one.trial.is_pair and (first := by_trial.get(one.trial.repeats or ""))
    ]


def _chosen(one: Judgement) -> str | None:
    choice = one.rating.answer.choice
    return {"left": one.trial.left, "right": one.trial.right}.get(choice or "")
