"""Simulated raters of known severity, noise and habits, to try a session or its report.

Each habit is one that a report must see: careful; lazy (always 4, always "equal"); biased
(chooses what stands left); hasty (answers before the sound has ended, and roughly);
random.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Literal

import numpy as np

from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.rating.components import components
from etudes.rating.record import Judgement, Record
from etudes.rating.scales import HIGHEST, LEVEL, LOWEST, MIDDLE, edition, rating_scales
from etudes.rating.session import Answer, Choice, Rating, Session, Stimulus, Trial
from etudes.rating.taking import submit
from etudes.store import Store

Habit = Literal["careful", "lazy", "biased", "hasty", "random"]
HABITS: tuple[Habit, ...] = ("careful", "lazy", "biased", "hasty", "random")

_LEFT = 0.97
"""How often a biased rater takes what stands left."""
_EQUAL = 0.35
"""Points; what differs by less seems equal."""
_ROUGH = 2.0
"""Points of noise of a hasty rater."""
_NOTATION = 5.8
_TOGETHER = 0.9
"""Share of the variance of pieces, or of a taste in them, that all scales have in common
but for level and notation: what makes sense is used."""
_PAUSE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class SimulatedRater:
    """A rater made up.

    Attributes
    ----------
    severity : points by which the rater's values lie below those of others; things seem
        as much harder.
    noise : points, standard deviation of a single value about what the rater means.
    taste : points, standard deviation of what the rater alone hears in a piece, however
        often it is heard; an anchor is to everybody what it is.
    stops_after : trials after which the rater is seen no more; None for none.

    Raises
    ------
    InvalidValue
        If there is no such habit, or noise, taste or trials are less than 0.
    """

    habit: Habit = "careful"
    severity: float = 0.0
    noise: float = 0.8
    taste: float = 0.0
    stops_after: int | None = None

    def __post_init__(self) -> None:
        is_able = all(0 <= one < inf for one in (self.noise, self.taste))
        if self.habit not in HABITS or not is_able or (self.stops_after or 0) < 0:
            raise InvalidValue(
                f"a habit of {', '.join(HABITS)} and noise, taste and trials of 0 or more "
                f"were expected, not '{str(self.habit)[:20]}', {self.noise}, {self.taste} "
                f"and {self.stops_after}"
            )


@dataclass(frozen=True, slots=True)
class Truth:
    """What each stimulus is worth on each scale to a rater without severity or noise."""

    values: Mapping[str, Mapping[str, float]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to a trial and when it was given."""

    trial: Trial
    answer: Answer
    at: datetime


def truth(
    session: Session,
    worth: Mapping[str, float],
    rng: np.random.Generator,
    *,
    spread: float = 0.6,
    level_spread: float = 0.6,
    notation_spread: float = 0.0,
) -> Truth:
    """Return a truth in which each system has a worth and pieces differ about it.

    Parameters
    ----------
    worth : system → points of sense, idiom and use of its pieces on average; those of a
        system not named have 4.
    spread : points, standard deviation of pieces of one system on each scale.
    level_spread : levels by which pieces lie beside the level that they are shown as.
    notation_spread : points, likewise of how clear their notation is.

    An anchor lies in the middle of what is expected of it.
    """
    return Truth(
        {
            one.id: _values(
                one,
                worth.get(one.system, 4.0),
                _deviations(rng, spread, level_spread, notation_spread),
            )
            for one in session.stimuli
        }
    )


def assumed_rater(rng: np.random.Generator, habit: Habit = "careful") -> SimulatedRater:
    """Return a rater such as the plan of a study assumes (`components.toml`)."""
    points = components().points
    return SimulatedRater(
        habit,
        severity=float(rng.normal(0, points("severity"))),
        noise=points("inconstancy"),
        taste=points("taste"),
    )


def assumed_truth(
    session: Session, worth: Mapping[str, float], rng: np.random.Generator
) -> Truth:
    """Return a truth in which pieces of a system differ as the plan of a study assumes."""
    apart = components().points("pieces")
    return truth(
        session, worth, rng, spread=apart, level_spread=apart, notation_spread=apart
    )


def answers(
    session: Session,
    raters: Mapping[str, SimulatedRater],
    known: Truth,
    rng: np.random.Generator,
    *,
    sound: float = 15.0,
) -> Iterator[Given]:
    """Yield what simulated raters answer, rater by rater, in the order of their trials.

    Parameters
    ----------
    raters : id of a rater → how it rates; those not named do not take part.
    sound : seconds that each piece sounds.
    """
    for rater in session.raters:
        if rater.id not in raters:
            continue
        simulated, at = raters[rater.id], session.made_at
        felt = _felt(simulated, session.stimuli, known, rng)
        for trial in session.trials_of(rater.id)[: simulated.stops_after]:
            answer = _answer(simulated, trial, felt, rng, sound)
            at += timedelta(seconds=answer.seconds or 0) + _PAUSE
            yield Given(trial, answer, at)


def take_part(
    store: Store,
    session: Session,
    raters: Mapping[str, SimulatedRater],
    known: Truth,
    rng: np.random.Generator,
    *,
    sound: float = 15.0,
) -> None:
    """Keep all answers of simulated raters in the store."""
    given = answers(session, raters, known, rng, sound=sound)
    for number, one in enumerate(given):
        submit(
            store,
            one.trial.rater,
            one.trial.id,
            one.answer,
            f"simulated-{session.code}-{number:06}",
            "page",
            rated_at=one.at,
        )


def simulated_record(
    session: Session, items: Mapping[str, Item], given: Iterator[Given]
) -> Record:
    """Return the record that answers make, without a store."""
    stimuli = {one.id: one for one in session.stimuli}
    judgements = [
        Judgement(
            one.trial,
            Rating(
                number,
                f"simulated-{number:06}",
                one.trial.id,
                one.answer,
                "page",
                edition(),
                None,
                one.at,
            ),
            tuple(stimuli[id_] for id_ in one.trial.stimuli),
            0,
            number,
        )
        for number, one in enumerate(given, 1)
    ]
    return Record(
        session,
        tuple(one for one in judgements if one.trial.phase == "main"),
        tuple(one for one in judgements if one.trial.phase == "training"),
        dict(items),
    )


def _values(one: Stimulus, worth: float, apart: Mapping[str, float]) -> dict[str, float]:
    means = dict.fromkeys(rating_scales(), worth) | {"notation": _NOTATION, LEVEL: MIDDLE}
    found = {name: mean + apart[name] for name, mean in means.items()}
    return found | {name: sum(ends) / 2 for name, ends in one.expected.items()}


def _deviations(
    rng: np.random.Generator, spread: float, level_spread: float, notation_spread: float
) -> dict[str, float]:
    """Return how far a piece lies from others on each scale."""
    whole = rng.normal(0, spread * _TOGETHER**0.5)
    own = {name: rng.normal() for name in rating_scales()}
    found = {n: whole + spread * (1 - _TOGETHER) ** 0.5 * z for n, z in own.items()}
    apart = {
        "notation": notation_spread * own["notation"],
        LEVEL: rng.normal(0, level_spread),
    }
    return found | apart


def _felt(
    rater: SimulatedRater,
    stimuli: Sequence[Stimulus],
    known: Truth,
    rng: np.random.Generator,
) -> Truth:
    """Return what each stimulus is worth to one rater, who has a taste of his own."""
    if not rater.taste:
        return known
    felt = {}
    for one in stimuli:
        apart = _deviations(rng, rater.taste, rater.taste, rater.taste)
        own = {scale: 0.0 if scale in one.expected else apart[scale] for scale in apart}
        worth = known.values[one.id]
        felt[one.id] = {scale: worth[scale] + own[scale] for scale in worth}
    return Truth(felt)


def _answer(
    rater: SimulatedRater,
    trial: Trial,
    felt: Truth,
    rng: np.random.Generator,
    sound: float,
) -> Answer:
    is_hasty = rater.habit == "hasty"
    longest = sound * len(trial.stimuli)
    seconds = longest * (rng.uniform(0.05, 0.3) if is_hasty else rng.uniform(1.1, 2))
    seconds = round(float(seconds), 1)
    if trial.right is not None:
        sense = [felt.values[id_]["sense"] for id_ in (trial.left, trial.right)]
        choice = _choice(rater, sense[0] - sense[1], rng)
        return Answer(choice=choice, seconds=seconds, plays=2, is_heard=not is_hasty)
    values = {
        name: _value(rater, name, felt.values[trial.left][name], rng)
        for name in rating_scales()
    }
    return Answer(values, seconds=seconds, plays=1, is_heard=not is_hasty)


def _choice(rater: SimulatedRater, gap: float, rng: np.random.Generator) -> Choice:
    if rater.habit == "lazy":
        return "equal"
    if rater.habit == "random":
        return "left" if rng.random() < 0.5 else "right"
    if rater.habit == "biased" and rng.random() < _LEFT:
        return "left"
    noise = _ROUGH if rater.habit == "hasty" else rater.noise
    felt = gap + rng.normal(0, noise * 2**0.5)
    return "equal" if abs(felt) < _EQUAL else "left" if felt > 0 else "right"


def _value(
    rater: SimulatedRater, scale: str, worth: float, rng: np.random.Generator
) -> int:
    if rater.habit == "lazy":
        return MIDDLE
    if rater.habit == "random":
        return int(rng.integers(LOWEST, HIGHEST + 1))
    noise = _ROUGH if rater.habit == "hasty" else rater.noise
    shift = rater.severity if scale == LEVEL else -rater.severity
    felt = worth + shift + rng.normal(0, noise)
    return int(np.clip(round(felt), LOWEST, HIGHEST))
