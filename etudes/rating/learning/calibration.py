"""The scale of difficulty learnt from judged levels, with the shipped one as prior.

The prior weighs most where ratings are few; how strong it is, and what evidence is needed,
stands in `calibration.toml`. Whether the learnt scale is nearer to teachers is asked of
pieces and raters that it has not seen: both are left out at a time, since raters who are
severe on the whole would otherwise seem to confirm a scale that only repeats them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from etudes.difficulty import Descriptors, Evidence, Scale
from etudes.errors import InvalidValue
from etudes.rating.learning.calibration_table import (
    expected_spread,
    least_evidence,
    left_out_parts,
    prior_covariance,
    prior_precision,
)
from etudes.rating.learning.doubt import against_prior
from etudes.rating.learning.intervals import sum_intervals, weight_intervals
from etudes.rating.learning.left_out import LeftOut, left_out
from etudes.rating.learning.level_model import Floats, LevelModel
from etudes.rating.learning.severe_fit import Fitted, Ratings, Spread, fit_numbers

_FURTHEST = 3
"""Levels from the one asked for, which is as far as the question goes."""


@dataclass(frozen=True, slots=True)
class JudgedLevel:
    """What one rater says of the level of one piece.

    `asked` is the level that it was shown as, `judged` the level that the answer says: the
    level asked for, less or more by up to three.

    Raises
    ------
    InvalidValue
        If the levels are none.
    """

    session: str
    rater: str
    item: str
    descriptors: Descriptors = field(repr=False)
    asked: int
    judged: float

    def __post_init__(self) -> None:
        is_near = abs(self.judged - self.asked) <= _FURTHEST
        if not 1 <= self.asked <= 8 or not is_near:
            raise InvalidValue(
                "a level asked of 1 to 8 and one judged at most three away were expected, "
                f"not {self.asked} and {self.judged}"
            )


@dataclass(frozen=True, slots=True)
class Calibration:
    """A learnt scale and how far it can be trusted.

    Attributes
    ----------
    scale : with its evidence, whether it may be adopted or not.
    evidence : the same as the scale's.
    prior : the scale that it was learnt from.
    reasons : why it is not to be adopted, each in a line; none if it may be.
    unseen : errors on pieces and raters left out together; None where there are too few
        to leave out.
    by_items, by_raters, by_sessions : likewise with the pieces, the raters or the sessions
        left out alone; None where there are too few.
    sure : in what share of panels, 0 to 1, a prior scale that is right would be doubted
        less than this one is; no chance of its being wrong.
    spread : of severity, pieces and single ratings, in levels.
    severities : of each rater, in levels; above 0 finds things harder than others.
    levels : of the pieces of each level asked for, how many, the mean level judged (each
        piece counting once), and the mean level measured before and after.
    """

    scale: Scale
    evidence: Evidence
    prior: Scale
    reasons: tuple[str, ...]
    unseen: LeftOut | None
    by_items: LeftOut | None
    by_raters: LeftOut | None
    by_sessions: LeftOut | None
    sure: float
    spread: Spread
    severities: Mapping[str, float] = field(hash=False)
    levels: Mapping[int, "LevelMoved"] = field(hash=False)

    @property
    def is_to_be_adopted(self) -> bool:
        """Whether the evidence is enough and the scale nearer to what raters say."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class LevelMoved:
    """The pieces of one level asked for: their number and their mean levels."""

    pieces: int
    judged: float
    before: float
    after: float


def fit(
    judged: Sequence[JudgedLevel], prior: Scale, rng: np.random.Generator
) -> Calibration:
    """Return the scale that judged levels make of a prior one.

    Levels of drums teach nothing and are left out. Of a piece that a rater judged more
    than once, the mean counts.

    Parameters
    ----------
    rng : deals pieces and raters into the parts that are left out in turn.

    Raises
    ------
    InvalidValue
        If there is no judged level of a piece for pitched instruments.
    """
    known = _once([one for one in judged if not one.descriptors.is_drummed])
    if not known:
        raise InvalidValue(
            "judged levels of pieces for pitched instruments were expected, and there are "
            "none; let raters answer first"
        )
    pieces, raters = _numbered(o.item for o in known), _numbered(o.rater for o in known)
    sessions = _numbered(one.session for one in known)
    described = {one.item: one.descriptors for one in known}
    model = LevelModel.of([described[name] for name in pieces], prior)
    ratings = Ratings(
        np.array([one.judged for one in known]),
        np.array([float(one.asked) for one in known]),
        np.array([pieces[one.item] for one in known]),
        np.array([raters[one.rater] for one in known]),
    )
    of_session = np.array([sessions[one.session] for one in known])
    precision, expected = prior_precision(model), expected_spread()
    found = fit_numbers(model, ratings, precision, expected)
    errors = _errors(model, ratings, of_session, found, rng)
    evidence = _evidence(tuple(sessions), known, model, found, errors["unseen"])
    sure = against_prior(model, ratings, found.spread, prior_covariance(model))
    name = f"learnt from {', '.join(sessions)}"
    return Calibration(
        scale=replace(model.scale(found.numbers, name), evidence=evidence),
        evidence=evidence,
        prior=prior,
        reasons=tuple(_reasons(evidence, errors["unseen"], sure)),
        **errors,
        sure=sure,
        spread=found.spread,
        severities={n: float(found.severities[i]) for n, i in raters.items()},
        levels=_moved(known, pieces, model, found.numbers),
    )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _once(judged: Sequence[JudgedLevel]) -> list[JudgedLevel]:
    """Return one judged level a rater and piece: the mean where there are more."""
    by_pair: dict[tuple[str, str], list[JudgedLevel]] = {}
    for one in judged:
        by_pair.setdefault((one.rater, one.item), []).append(one)
    return [
        replace(these[0], judged=sum(one.judged for one in these) / len(these))
        for these in by_pair.values()
    ]


def _errors(
    model: LevelModel,
    ratings: Ratings,
    of_session: Any,
    found: Fitted,
    rng: np.random.Generator,
) -> dict[str, LeftOut | None]:
    """Return the errors on what is left out, by what that is."""
    parts = left_out_parts()
    by_rater = _dealt(int(ratings.rater.max()) + 1, parts["raters"], rng)[ratings.rater]
    by_piece = _dealt(len(model.shares), parts["items"], rng)[ratings.piece]

    def errors(*dealt: Any) -> LeftOut | None:
        precision, expected = prior_precision(model), expected_spread()
        return left_out(model, ratings, dealt, found, precision, expected)

    return {
        "unseen": errors(by_piece, by_rater),
        "by_items": errors(by_piece),
        "by_raters": errors(by_rater),
        "by_sessions": errors(of_session),
    }


def _dealt(count: int, parts: int, rng: np.random.Generator) -> Any:
    return rng.permutation(np.arange(count) % parts)


def _evidence(
    sessions: tuple[str, ...],
    known: Sequence[JudgedLevel],
    model: LevelModel,
    found: Fitted,
    unseen: LeftOut | None,
) -> Evidence:
    weights = dict(zip(model.names, weight_intervals(model, found), strict=True))
    before, after = (unseen.before, unseen.after) if unseen else (0.0, 0.0)
    return Evidence(
        sessions=sessions,
        raters=len(found.severities),
        items=len(model.shares),
        ratings=len(known),
        shipped=model.prior.digest,
        weights=weights,
        levels=tuple(sum_intervals(model, found)),
        error_before=before,
        error_after=after,
    )


def _reasons(evidence: Evidence, unseen: LeftOut | None, sure: float) -> list[str]:
    """Return why a learnt scale is not to be adopted."""
    least = least_evidence()
    counts = {name: getattr(evidence, name) for name in ("raters", "items", "ratings")}
    reasons = [
        f"at least {least[name]} {name} are needed, and there are {count}"
        for name, count in counts.items()
        if count < least[name]
    ]
    if reasons:  # what so little says of the rest would only be read as a finding
        return [*reasons, "etudes session new --for levels asks for as many"]
    if unseen is None:
        reasons.append(
            "too few raters or pieces to leave some out and try the rest on them"
        )
    elif unseen.after >= unseen.before:
        reasons.append(
            f"on pieces and raters left out it is off by {unseen.after:.2f} levels, the "
            f"shipped one by {unseen.before:.2f}"
        )
    elif unseen.after >= unseen.as_asked or unseen.heard < least["confidence"]:
        reasons.append(
            "what raters left out answer of pieces left out goes with the pieces no more "
            "than by chance"
        )
    if sure < least["confidence"]:
        reasons.append(
            "raters differ from the shipped scale no more than by chance (a scale that is "
            f"right would be doubted so much in {100 * (1 - sure):.0f} of 100 panels; it "
            f"must be fewer than {100 * (1 - least['confidence']):.0f})"
        )
    return reasons


def _moved(
    known: Sequence[JudgedLevel],
    pieces: Mapping[str, int],
    model: LevelModel,
    numbers: Floats,
) -> dict[int, LevelMoved]:
    (before, _), (after, _) = model.levels(np.zeros(model.size)), model.levels(numbers)
    said: dict[int, dict[str, list[float]]] = {}
    for one in known:
        said.setdefault(one.asked, {}).setdefault(one.item, []).append(one.judged)
    return {
        asked: LevelMoved(
            len(of_level),
            float(np.mean([np.mean(these) for these in of_level.values()])),
            float(np.mean([before[pieces[name]] for name in of_level])),
            float(np.mean([after[pieces[name]] for name in of_level])),
        )
        for asked, of_level in sorted(said.items())
    }
