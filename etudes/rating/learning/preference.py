"""What ratings say of taste: a weight for each trait, or why there is not enough to say.

One model shares its weights between single ratings, the mean of sense, idiom and use about
rater, level, instrument and what made the piece, and pairs, which tell of the difference of
two pieces. Only pieces that a model made take part: see `docs/preference.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.item.portrait import traits
from etudes.item.preference import Evidence, Preference, Weighed
from etudes.rating.learning.preference_fit import Told, chance_of, ridge_of
from etudes.rating.learning.preference_posterior import posterior_of
from etudes.rating.learning.preference_refusal import doubt, lacking

Choice = Literal["left", "right", "equal"]
Name = TypeVar("Name")
_SIGNS = {"left": 1.0, "right": -1.0, "equal": 0.0}


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a piece: the `system` that it was shown as, and the `model`'s digest."""

    system: str = ""
    model: str = ""


_UNKNOWN = Maker()


@dataclass(frozen=True, slots=True)
class Judged:
    """A rating of one piece: `score` from 1 to 7, the mean of sense, idiom and use.

    `features` are its traits, standardised (`etudes.item.portrait.standardised`). Whether
    one `maker` is better than another is no taste and teaches none.
    """

    session: str
    rater: str
    item: str
    features: tuple[float, ...]
    level: int
    instrument: str
    score: float
    maker: Maker = _UNKNOWN

    def __post_init__(self) -> None:
        _checked(self.features)
        if not 1 <= self.score <= 7:
            raise InvalidValue(f"a score from 1 to 7 was expected, not {self.score}")


@dataclass(frozen=True, slots=True)
class Compared:
    """A choice between two pieces, `left` and `right` by their items' ids."""

    session: str
    rater: str
    left: str
    right: str
    left_features: tuple[float, ...]
    right_features: tuple[float, ...]
    choice: Choice
    left_maker: Maker = _UNKNOWN
    right_maker: Maker = _UNKNOWN

    def __post_init__(self) -> None:
        _checked(self.left_features)
        _checked(self.right_features)
        if self.choice not in _SIGNS:
            raise InvalidValue(
                f"left, right or equal was expected, not '{str(self.choice)[:20]}'"
            )


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: weights, evidence, and why they may not choose; "" if they may.

    Without enough evidence there are no weights.
    """

    weights: tuple[Weighed, ...]
    evidence: Evidence
    refusal: str

    @property
    def preference(self) -> Preference | None:
        """The preference that may be adopted, if one may."""
        return None if self.refusal else Preference(self.weights, self.evidence)


def learn(
    judged: Sequence[Judged],
    compared: Sequence[Compared],
    rng: np.random.Generator,
    *,
    shuffles: int = 199,
) -> Finding:
    """Return what teachers prefer, as far as their ratings tell.

    Weights and intervals are those of their posterior. Whether they may be adopted is told
    by what was left out, foretold by ridge regression: whole sessions where there are three
    or more, else raters and pieces together, so that neither was known. How well that goes
    by chance is told by pieces that have swapped their traits.

    Parameters
    ----------
    shuffles : how often pieces swap their traits; at least 99.

    Examples
    --------
    >>> learn((), (), np.random.default_rng(1)).refusal.split(";")[0]
    '3 raters or more are needed, and there are 0: 3 more'
    """
    evidence, refusal = evidence_of(judged, compared, rng, shuffles=shuffles)
    if lacking(evidence):
        return Finding((), evidence, refusal)
    found = posterior_of(told_of(judged, compared))
    ends = zip(found.low, found.high, strict=True)
    weighed = tuple(
        Weighed(trait, round(float(w), 4), (round(float(low), 4), round(float(high), 4)))
        for trait, w, (low, high) in zip(traits(), found.mean, ends, strict=True)
    )
    return Finding(weighed, evidence, refusal)


def evidence_of(
    judged: Sequence[Judged],
    compared: Sequence[Compared],
    rng: np.random.Generator,
    *,
    shuffles: int = 199,
) -> tuple[Evidence, str]:
    """Return the evidence, and why nothing may be adopted on it; "" if something may.

    Examples
    --------
    >>> evidence, refusal = evidence_of((), (), np.random.default_rng(1))
    >>> evidence.items, refusal.split(";")[0]
    (0, '3 raters or more are needed, and there are 0: 3 more')
    """
    found = _counted(judged, compared)
    if refusal := lacking(found):
        return found, refusal
    told = told_of(judged, compared)
    ridge, held_out, gain = ridge_of(told, rng)
    chance = chance_of(told, gain, rng, shuffles)
    found = _counted(judged, compared, ridge, held_out, chance)
    return found, doubt(found, gain)


def told_of(judged: Sequence[Judged], compared: Sequence[Compared]) -> Told:
    """Return ratings and pairs as arrays, pieces and raters as numbers."""
    raters = _numbers([*(o.rater for o in judged), *(o.rater for o in compared)])
    items, makers = _features(judged, compared), _makers(judged, compared)
    known = _numbers(makers.values())
    order = {name: i for i, name in enumerate(items)}
    everything: list[Judged | Compared] = [*judged, *compared]
    sessions = _numbers([one.session for one in everything])
    return Told(
        traits=np.array(list(items.values())),
        maker=np.array([known[makers[name]] for name in items], int),
        item=np.array([order[one.item] for one in judged], int),
        score=np.array([one.score for one in judged]),
        groups=_dummies(
            [one.rater for one in judged],
            [one.level for one in judged],
            [one.instrument for one in judged],
            [one.maker for one in judged],
        ),
        left=np.array([order[one.left] for one in compared], int),
        right=np.array([order[one.right] for one in compared], int),
        sign=np.array([_SIGNS[one.choice] for one in compared]),
        sides=_sides(compared, known),
        rater=np.array([raters[one.rater] for one in everything], int),
        session=np.array([sessions[one.session] for one in everything], int),
    )


def _checked(features: Sequence[float]) -> None:
    if len(features) != len(traits()) or not np.all(np.isfinite(features)):
        raise InvalidValue(
            f"{len(traits())} finite traits of a piece were expected, not {len(features)}"
        )


def _numbers(names: Iterable[Name]) -> dict[Name, int]:
    return {name: number for number, name in enumerate(sorted(set(names), key=str))}


def _features(
    judged: Sequence[Judged], compared: Sequence[Compared]
) -> dict[str, tuple[float, ...]]:
    found = {one.item: one.features for one in judged}
    for pair in compared:
        found |= {pair.left: pair.left_features, pair.right: pair.right_features}
    return dict(sorted(found.items()))


def _makers(judged: Sequence[Judged], compared: Sequence[Compared]) -> dict[str, Maker]:
    found = {one.item: one.maker for one in judged}
    for pair in compared:
        found |= {pair.left: pair.left_maker, pair.right: pair.right_maker}
    return found


def _sides(compared: Sequence[Compared], known: Mapping[Maker, int]) -> NDArray[np.float64]:
    """Return 1 for the place on the left, then 1 and -1 for what made either piece."""
    found = np.zeros((len(compared), 1 + len(known)))
    found[:, 0] = 1
    for row, one in zip(found, compared, strict=True):
        row[1 + known[one.left_maker]] += 1
        row[1 + known[one.right_maker]] -= 1
    return found


def _dummies(*columns: Sequence[object]) -> NDArray[np.float64]:
    """Return 1 where a row belongs to a group, for each group of each column."""
    blocks = []
    for column in columns:
        groups = sorted(set(column), key=str)
        blocks += [[float(one == group) for one in column] for group in groups]
    return np.array(blocks).T if blocks else np.zeros((0, 0))


def _counted(
    judged: Sequence[Judged],
    compared: Sequence[Compared],
    ridge: float = 0.0,
    held_out: float = 0.0,
    chance: float = 1.0,
) -> Evidence:
    everything: list[Judged | Compared] = [*judged, *compared]
    return Evidence(
        tuple(sorted({one.session for one in everything})),
        len({one.rater for one in everything}),
        len(_features(judged, compared)),
        len(judged),
        len(compared),
        round(ridge, 4),
        round(held_out, 4),
        round(chance, 4),
        tuple(sorted({one.model for one in _makers(judged, compared).values()} - {""})),
    )
