"""Raters pointed out: who hurried, said the same of all, took one side, missed anchors ...

When each flag is set stands in `flags.toml`.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

from etudes.rating.findings.table import first_ratings
from etudes.rating.record import Judgement, Record
from etudes.rating.scales import LEVEL, rating_scales


@dataclass(frozen=True, slots=True)
class Flag:
    """A rater pointed out: what for, in a word and in a sentence, and whether the second
    set of figures leaves the rater out."""

    rater: str
    name: str
    told: str
    excludes: bool


def flags(record: Record, sounds: Mapping[str, float]) -> tuple[Flag, ...]:
    """Return the flags of all raters, in the order of raters.

    Parameters
    ----------
    sounds : SHA-256 of a sound → its length in seconds; those unknown are passed over.
    """
    alike = _agreement(record)
    middle = float(np.median(list(alike.values()))) if alike else 0.0
    found = []
    for rater in record.session.raters:
        own = [one for one in record.judgements if one.trial.rater == rater.id]
        if not own:
            continue  # never came; participation tells so
        everything = [one for one in record.training if one.trial.rater == rater.id]
        for name, told in _told(own, everything, sounds, alike.get(rater.id), middle):
            found.append(Flag(rater.id, name, told, bool(_limits(name)["exclude"])))
        answered = len(own)
        planned = sum(t.phase == "main" for t in record.session.trials_of(rater.id))
        if answered < planned:
            told = (
                f"has answered {answered} of {planned} trials so far"
                if record.session.is_open
                else f"stopped after {answered} of {planned} trials"
            )
            exclude = bool(_limits("unfinished")["exclude"])
            found.append(Flag(rater.id, "unfinished", told, exclude))
    return tuple(found)


def excluded(found: Sequence[Flag]) -> frozenset[str]:
    """Return the raters whom the second set of figures leaves out."""
    return frozenset(flag.rater for flag in found if flag.excludes)


def side_p(left: int, right: int) -> float:
    """Return how likely a fair coin falls so unevenly, to either side.

    Examples
    --------
    >>> side_p(10, 0), side_p(5, 5)
    (0.001953125, 1.0)
    """
    count, more = left + right, max(left, right)
    tail = sum(comb(count, k) for k in range(more, count + 1)) / 2**count
    return float(min(1.0, 2 * tail))


def _told(
    own: Sequence[Judgement],
    training: Sequence[Judgement],
    sounds: Mapping[str, float],
    alike: float | None,
    middle: float,
) -> Iterator[tuple[str, str]]:
    singles = [one for one in own if not one.trial.is_pair]
    pairs = [one for one in own if one.trial.is_pair]
    reasons = {
        "hasty": _hasty(own, sounds),
        "lazy": _lazy(singles),
        "equal": _equal(pairs),
        "side": _side(pairs),
        "anchors": _anchors(singles),
        "apart": _apart(alike, middle),
        "repeats": _repeats(own),
        "unheard": _unheard(own),
        "clock": _clock(sorted([*training, *own], key=lambda one: one.rating.id)),
    }
    for name, told in reasons.items():
        if told:
            yield name, told


def _hasty(own: Sequence[Judgement], sounds: Mapping[str, float]) -> str:
    limits = _limits("hasty")
    timed = [
        (one.rating.answer.seconds, sum(sounds[s.sound_sha256] for s in one.shown))
        for one in own
        if one.rating.answer.seconds is not None
        and all(s.sound_sha256 in sounds for s in one.shown)
    ]
    quick = sum(took < limits["share_of_sound"] * length for took, length in timed)
    if len(timed) < limits["least_answers"] or quick < limits["least_share"] * len(timed):
        return ""
    return (
        f"answered {quick} of {len(timed)} trials in less than "
        f"{limits['share_of_sound']:.0%} of the length of the sound"
    )


def _lazy(singles: Sequence[Judgement]) -> str:
    limits = _limits("lazy")
    if len(singles) < limits["least_answers"]:
        return ""
    given = [one.rating.answer.values for one in singles]
    commonest = {
        scale: Counter(values[scale] for values in given).most_common(1)[0]
        for scale in rating_scales()
    }
    least = min(times for _, times in commonest.values()) / len(given)
    if least >= limits["least_share"]:
        said = ", ".join(f"{scale} {value}" for scale, (value, _) in commonest.items())
        return f"gave nearly always the same values ({said})"
    flat = sum(len(set(values.values())) == 1 for values in given)
    if flat >= limits["least_share"] * len(given):
        return f"gave one value on all scales in {flat} of {len(given)} trials"
    return ""


def _equal(pairs: Sequence[Judgement]) -> str:
    limits = _limits("equal")
    equal = sum(one.rating.answer.choice == "equal" for one in pairs)
    is_much = equal >= limits["least_share"] * len(pairs)
    if len(pairs) < limits["least_answers"] or not is_much:
        return ""
    return f"said equal of {equal} of {len(pairs)} pairs"


def _side(pairs: Sequence[Judgement]) -> str:
    sides = Counter(one.rating.answer.choice for one in pairs)
    left, right = sides["left"], sides["right"]
    if side_p(left, right) >= _limits("side")["p"]:
        return ""
    return f"chose left {left} times and right {right} times"


def _anchors(singles: Sequence[Judgement]) -> str:
    limits = _limits("anchors")
    own = {
        scale: float(np.mean(values))
        for scale in rating_scales()
        if (
            values := [
                one.rating.answer.values[scale]
                for one in singles
                if not one.shown[0].expected
            ]
        )
    }
    within = [
        _is_met(one.rating.answer.values[scale], bounds, own.get(scale))
        for one in singles
        for scale, bounds in one.shown[0].expected.items()
    ]
    missed = within.count(False)
    is_much = missed >= limits["least_share"] * len(within)
    if missed < limits["least_missed"] or not is_much:
        return ""
    return f"missed {missed} of {len(within)} answers that anchors expect"


def _is_met(value: int, bounds: tuple[int, int], own: float | None) -> bool:
    """Tell whether an anchor was seen: the answer is as expected, or lies from the rater's
    own mean clearly towards that. A mild rater is no careless one."""
    low, high = bounds
    if low <= value <= high or own is None:
        return low <= value <= high
    step = float(_limits("anchors")["own_step"])
    return value <= own - step if (low + high) / 2 < own else value >= own + step


def _apart(alike: float | None, middle: float) -> str:
    limits = _limits("apart")
    if alike is None or middle < limits["others"] or alike > limits["most_correlation"]:
        return ""
    return (
        f"goes with the other raters by {alike:.2f} only (correlation), where the raters' "
        f"median is {middle:.2f}"
    )


def _repeats(own: Sequence[Judgement]) -> str:
    limits = _limits("repeats")
    gaps = [
        abs(value - earlier)
        for _, first, again in repeated(own)
        for earlier, value in zip(first, again, strict=True)
    ]
    near = sum(gap <= 1 for gap in gaps)
    if len(gaps) < limits["least_values"] or near > limits["most_within_one"] * len(gaps):
        return ""
    return f"came within one point of the first answer in {near} of {len(gaps)} values"


def repeated(
    judgements: Sequence[Judgement],
) -> Iterator[tuple[Judgement, tuple[int, ...], tuple[int, ...]]]:
    """Yield each repeated single trial that was answered twice: the judgement of the
    repeat, the first values and the second ones, by scale."""
    by_trial = {one.trial.id: one for one in judgements}
    for one in judgements:
        first = by_trial.get(one.trial.repeats or "")
        if first is None or one.trial.is_pair:
            continue
        yield (
            one,
            tuple(first.rating.answer.values[scale] for scale in rating_scales()),
            tuple(one.rating.answer.values[scale] for scale in rating_scales()),
        )


def _unheard(own: Sequence[Judgement]) -> str:
    limits = _limits("unheard")
    unheard = sum(one.rating.answer.is_heard is False for one in own)
    if len(own) < limits["least_answers"] or unheard < limits["least_share"] * len(own):
        return ""
    return f"did not hear the sound to its end in {unheard} of {len(own)} trials"


def _clock(own: Sequence[Judgement]) -> str:
    """Ratings stand in the order of keeping; times should too."""
    back = impossible = 0
    for before, after in pairwise(own):
        passed = (after.rating.rated_at - before.rating.rated_at).total_seconds()
        back += passed < -1
        claimed = after.rating.answer.seconds or 0.0
        is_first = after.corrections == 0 and before.corrections == 0
        impossible += is_first and 0 <= passed < claimed - _limits("clock")["tolerance"]
    told = []
    if back:
        told.append(f"the clock went back {'once' if back == 1 else f'{back} times'}")
    if impossible:
        claims = "answer claims" if impossible == 1 else "answers claim"
        told.append(f"{impossible} {claims} more time than passed")
    return " and ".join(told)


def _agreement(record: Record) -> dict[str, float]:
    """Return how each rater goes with the mean of the others: the correlation over pieces
    and scales, each scale about the rater's own mean and that of the others."""
    tables = [
        (ratings.raters, ratings.wide)
        for scale in rating_scales()
        if scale != LEVEL
        and not (ratings := first_ratings(record.judgements, scale)).is_empty
    ]
    pairs: dict[str, list[tuple[Any, Any]]] = {}
    for raters, table in tables:
        for place, rater in enumerate(raters):
            said = np.isfinite(table[place])
            rest = np.delete(table, place, axis=0)
            others = rest - np.nanmean(rest, axis=1, keepdims=True)
            usable = said & np.isfinite(others).any(axis=0)
            if usable.sum() < _limits("apart")["least_answers"]:
                continue
            means = np.nanmean(others[:, usable], axis=0)
            own = table[place, usable]
            pairs.setdefault(rater, []).append((own - own.mean(), means - means.mean()))
    return {rater: _correlation(of_scales) for rater, of_scales in pairs.items()}


def _correlation(of_scales: Sequence[tuple[Any, Any]]) -> float:
    own, others = (np.concatenate(side) for side in zip(*of_scales, strict=True))
    spread = float(np.sqrt((own**2).sum() * (others**2).sum()))
    return float((own * others).sum()) / spread if spread else 0.0


def _limits(name: str) -> Mapping[str, Any]:
    limits: Mapping[str, Any] = _data()[name]
    return limits


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "flags.toml").read_text("utf-8"))
