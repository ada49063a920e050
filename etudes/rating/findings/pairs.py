"""Which of two would be printed: strengths of systems, the pull of a side, when to stop."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.rating.findings.flags import side_p
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.systems import models
from etudes.rating.findings.table import Missing
from etudes.rating.record import Judgement, Record
from etudes.statistics.bradley_terry import Comparisons, strengths
from etudes.statistics.estimate import Estimate
from etudes.statistics.sequential import Look, look

_OUTCOMES = {"left": 1, "right": -1, "equal": 0}


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a system is, in logits against the mean of all systems; the chance that
    it is chosen before the reference, equals left out."""

    system: str
    strength: Estimate
    against: Estimate
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
    is_one_sided : whether some system won all or lost all, so that its strength is held by
        the ridge alone.
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
    between them, in the order in which raters finished."""

    first: str
    second: str
    look: Look
    margin: float
    waiting: int


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
                found.strength(place, chosen.confidence),
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
    said: dict[str, list[int]] = {}
    finished: dict[str, float] = {}
    for one in record.pairs:
        systems = [shown.system for shown in one.shown]
        if one.trial.repeats is None and set(systems) == {first, second}:
            lead = _outcome(one) * (1 if systems[0] == first else -1)
            units = said.setdefault(one.trial.rater, [])
            units.append(lead)
            if len(units) == planned[one.trial.rater]:
                finished[one.trial.rater] = float(np.mean(units))
    return Stopping(
        first,
        second,
        look(list(finished.values()), chosen.stop_margin, chosen.confidence),
        chosen.stop_margin,
        len(planned) - len(finished),
    )


def _outcome(one: Judgement) -> int:
    return _OUTCOMES[one.rating.answer.choice or "equal"]


def _chance(logits: Estimate) -> Estimate:
    value, low, high = (
        float(1 / (1 + np.exp(-x))) for x in (logits.value, logits.low, logits.high)
    )
    return Estimate(value, low, high, logits.confidence)


def _counts(between: Sequence[Judgement], name: str) -> tuple[int, int, int]:
    leads = [
        _outcome(one) * (1 if one.shown[0].system == name else -1)
        for one in between
        if name in {shown.system for shown in one.shown}
    ]
    return leads.count(1), leads.count(0), leads.count(-1)
