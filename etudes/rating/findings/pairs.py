"""Which of two would be printed: strengths of systems, the pull of a side, when to stop."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.rating.findings.contrasts import models
from etudes.rating.findings.flags import side_p
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing
from etudes.rating.record import Judgement, Record
from etudes.statistics.bradley_terry import strengths
from etudes.statistics.distributions import t_quantile
from etudes.statistics.estimate import Estimate
from etudes.statistics.paired import Comparisons
from etudes.statistics.sequential import Look, look

_OUTCOMES = {"left": 1, "right": -1, "equal": 0}


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a system is, in logits against the mean of all that it was compared with;
    the chance that it is chosen before the reference, equals left out.

    Where a system won all or lost all there is a bound alone: the strength is infinite and
    so is one of its ends, and the chance has no value but its interval. One rater's choices
    have no interval.
    """

    system: str
    strength: Estimate | Missing
    against: Estimate | Missing
    chosen: int
    equal: int
    passed_over: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """What choices between two pieces say.

    Attributes
    ----------
    reference : the system that the others' chances are against.
    side : how far the left is preferred, in logits.
    left, right, equal : choices by place, of all pairs; `side_p` of a fair coin.
    groups : systems never compared with one another stand in different ones.
    is_one_sided : whether some system won all or lost all, so that of its strength a bound
        is known alone.
    """

    systems: tuple[Strength, ...]
    reference: str
    side: Estimate
    left: int
    right: int
    equal: int
    side_p: float
    groups: tuple[tuple[str, ...], ...]
    is_one_sided: bool
    raters: int
    between: int


@dataclass(frozen=True, slots=True)
class Stopping:
    """Whether the comparison of two models can stop: each unit is one rater's mean choice
    between them, in the order in which raters finished.

    Two doubts make the interval, as independent errors add: that of the raters, which may
    be looked at as often as one likes, and `pieces`, half the width of how far the lead may
    lie in the pieces that were made, of which all raters share the same, and not in the
    models.
    """

    first: str
    second: str
    look: Look
    margin: float
    waiting: int
    pieces: float


def pairs(judgements: Sequence[Judgement], chosen: Settings) -> Pairs | Missing:
    """Return what pairs say of the systems, repeats left out."""
    asked = [o for o in judgements if o.trial.is_pair and o.trial.repeats is None]
    if not asked:
        return Missing("no pair has been answered")
    between = [o for o in asked if len({s.system for s in o.shown}) == 2]
    if not between:
        return Missing("no pair of two systems has been answered")
    names = sorted({one.system for judged in between for one in judged.shown})
    raters = sorted({one.trial.rater for one in between})
    reference = next((o for o in ("human", "baseline") if o in names), names[0])
    rows = Comparisons(
        np.array([names.index(one.shown[0].system) for one in between]),
        np.array([names.index(one.shown[1].system) for one in between]),
        np.array([_outcome(one) for one in between]),
        np.array([raters.index(one.trial.rater) for one in between]),
    )
    found = strengths(rows, things=len(names), confidence=chosen.confidence)
    sides = Counter(one.rating.answer.choice for one in asked)
    return Pairs(
        tuple(
            Strength(
                name,
                _or_missing(found.strength(place, chosen.confidence)),
                _chance(found.difference(place, names.index(reference), chosen.confidence)),
                *_counts(between, name),
            )
            for place, name in enumerate(names)
        ),
        reference,
        found.side,
        sides["left"],
        sides["right"],
        sides["equal"],
        side_p(sides["left"], sides["right"]),
        tuple(tuple(names[place] for place in piece) for piece in found.pieces),
        found.is_held_by_ridge,
        len(raters),
        len(between),
    )


def stopping(record: Record, chosen: Settings) -> tuple[Stopping, ...] | Missing:
    """Return whether comparisons of models can stop, looked at as often as one likes."""
    names = models(record.session.stimuli)
    if len(names) < 2:
        return Missing("there is one model in the session: nothing to stop")
    found = tuple(
        _stopping(record, first, second, chosen)
        for place, first in enumerate(names)
        for second in names[place + 1 :]
    )
    if all(not one.look.units and not one.waiting for one in found):
        return Missing("no pair shows two models")
    return found


def _stopping(record: Record, first: str, second: str, chosen: Settings) -> Stopping:
    of = {one.id: one.system for one in record.session.stimuli}
    planned = Counter(
        trial.rater
        for trial in record.session.trials
        if trial.phase == "main"
        and trial.repeats is None
        and {of[id_] for id_ in trial.stimuli} == {first, second}
    )
    said: defaultdict[str, list[_Lead]] = defaultdict(list)
    finished: dict[str, list[_Lead]] = {}
    # a later correction moves nobody: what was looked at stays in its order
    for one in sorted(record.pairs, key=lambda one: one.first):
        if one.trial.repeats is None and {s.system for s in one.shown} == {first, second}:
            said[one.trial.rater].append(_lead(one, first))
            if len(said[one.trial.rater]) == planned[one.trial.rater]:
                finished[one.trial.rater] = said[one.trial.rater]
    pieces = _doubt_of_pieces([o for own in finished.values() for o in own], chosen)
    means = [float(np.mean([one.lead for one in own])) for own in finished.values()]
    return Stopping(
        first,
        second,
        look(means, chosen.stop_margin, chosen.confidence, pieces),
        chosen.stop_margin,
        len(planned) - len(finished),
        pieces,
    )


@dataclass(frozen=True, slots=True)
class _Lead:
    """A choice between a piece of the first model and one of the second: 1, 0 or -1."""

    pieces: tuple[str, str]
    lead: int


def _lead(one: Judgement, first: str) -> _Lead:
    left, right = one.shown
    if left.system == first:
        return _Lead((left.id, right.id), _outcome(one))
    return _Lead((right.id, left.id), -_outcome(one))


def _doubt_of_pieces(leads: Sequence[_Lead], chosen: Settings) -> float:
    """Return half the width of an interval of the mean lead, over the pieces of both models
    as over two samples; 1 where a model has fewer than two. What choices about the same
    piece differ by is the raters' doubt, and taken off."""
    variance, fewest = 0.0, math.inf
    for side in (0, 1):
        by_piece = defaultdict(list)
        for one in leads:
            by_piece[one.pieces[side]].append(one.lead)
        rows = [np.array(row) for row in by_piece.values() if len(row) > 1]
        if len(rows) < 2:
            return 1.0
        between = np.var([row.mean() for row in rows], ddof=1)
        noise = np.mean([np.var(row, ddof=1) / row.size for row in rows])
        variance += max(float(between - noise), 0.0) / len(rows)
        fewest = min(fewest, len(rows))
    reach = t_quantile((1 + chosen.confidence) / 2, fewest - 1) * math.sqrt(variance)
    return min(1.0, reach)


def _outcome(one: Judgement) -> int:
    return _OUTCOMES[one.rating.answer.choice or "equal"]


def _or_missing(logits: Estimate) -> Estimate | Missing:
    if math.isnan(logits.value):
        return Missing("never compared with it, by way of others either, or with no winner")
    if math.isinf(logits.value) and (math.isnan(logits.low) or math.isnan(logits.high)):
        return Missing(
            "one rater chose it always or never, and how raters differ is unknown"
        )
    return logits


def _chance(logits: Estimate) -> Estimate | Missing:
    if isinstance(told := _or_missing(logits), Missing):
        return told
    value, low, high = (
        float(1 / (1 + np.exp(-x))) for x in (logits.value, logits.low, logits.high)
    )
    if math.isinf(logits.value):
        value = math.nan
    return Estimate(value, low, high, logits.confidence)


def _counts(between: Sequence[Judgement], name: str) -> tuple[int, int, int]:
    leads = [
        _outcome(one) * (1 if one.shown[0].system == name else -1)
        for one in between
        if name in {shown.system for shown in one.shown}
    ]
    return leads.count(1), leads.count(0), leads.count(-1)
