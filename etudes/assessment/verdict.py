"""Whether an item is kept, watched or retired, and why, in words.

The limits stand in `verdict.toml`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from etudes.assessment.statistics import ItemStatistics
from etudes.errors import DamagedData
from etudes.tables.data import check_version, read_toml

KEEP, WATCH, RETIRE = DECISIONS = ("keep", "watch", "retire")
_ONE_SIDED = 1.6449


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits of `verdict.toml`, where they are explained."""

    watch_from: int
    retire_from: int
    useful_correlation: float
    easiest: float
    misfit_watch: float
    misfit_watch_z: float
    misfit_retire: float
    misfit_retire_z: float
    overfit: float
    overfit_z: float
    expected_choices: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with an item: "keep", "watch" or "retire", and the reasons."""

    item: str
    decision: str
    reasons: tuple[str, ...]


@cache
def thresholds() -> Thresholds:
    """Return the limits of this version.

    Raises
    ------
    DamagedData
        If `verdict.toml` is not what it should be.
    """
    table = read_toml(Path(__file__).parent / "verdict.toml", "assessment/verdict.toml")
    check_version(table, 1)
    names = {field.name for field in fields(Thresholds)}
    rows = {name: value for name, value in table.content.items() if name != "version"}
    if rows.keys() != names:
        odd = min(rows.keys() ^ names)
        raise DamagedData(
            "assessment/verdict.toml: as fields "
            f"{', '.join(sorted(names))} were expected, and '{odd}' is one too many or "
            "missing; mend it"
        )
    return Thresholds(**rows)


def verdict(statistics: ItemStatistics, limits: Thresholds | None = None) -> Verdict:
    """Return whether an item is kept, watched or retired, with reasons in words."""
    limits = limits or thresholds()
    count = statistics.answers
    if count < limits.watch_from:
        reason = f"too few answers to judge: {count} of {limits.watch_from}"
        return Verdict(statistics.item, KEEP, (reason,))
    found = [*_parting(statistics, limits), *_difficulty(statistics, limits)]
    found += [*_fitting(statistics, limits), *_options(statistics, limits)]
    decisions = [
        WATCH if decision == RETIRE and count < limits.retire_from else decision
        for decision, _ in found
    ]
    worst = max(decisions, key=DECISIONS.index, default=KEEP)
    reasons = tuple(reason for _, reason in found)
    return Verdict(statistics.item, worst, reasons or ("nothing stands out",))


def _parting(s: ItemStatistics, limits: Thresholds) -> Iterator[tuple[str, str]]:
    """Does it part strong from weak?"""
    if s.point_biserial is None:
        return
    r = min(max(s.point_biserial, -0.999), 0.999)
    surely_below = math.tanh(math.atanh(r) + _ONE_SIDED / math.sqrt(s.answers - 3))
    if surely_below < limits.useful_correlation:
        yield (
            RETIRE,
            f"strong and weak students do alike or worse (r = {r:.2f}): wrong key?",
        )
    elif r < 0:
        yield WATCH, f"weak students do rather better than strong ones (r = {r:.2f})"


def _difficulty(s: ItemStatistics, limits: Thresholds) -> Iterator[tuple[str, str]]:
    """Is it too easy, or worse than guessing?"""
    low, _ = _share_limits(s.facility, s.answers)
    if low > limits.easiest:
        yield RETIRE, f"nearly everyone is right ({s.facility:.0%}): it tells nothing"
    elif s.facility > limits.easiest:
        yield WATCH, f"nearly everyone is right ({s.facility:.0%})"
    if s.tried_facility is None:
        return
    # who leaves a blank does not guess
    _, high = _share_limits(s.tried_facility, s.tried)
    told, guessing = f"{s.tried_facility:.0%} right", f"guessing ({s.chance:.0%})"
    if high < s.chance:
        yield RETIRE, f"{told} is less than {guessing} gives"
    elif s.tried_facility < s.chance:
        yield WATCH, f"{told} is about what {guessing} gives"


def _fitting(s: ItemStatistics, limits: Thresholds) -> Iterator[tuple[str, str]]:
    """Do answers scatter as the model expects?"""
    if s.fit is None:
        return
    for name, square, z in (
        ("infit", s.fit.infit, s.fit.infit_z),
        ("outfit", s.fit.outfit, s.fit.outfit_z),
    ):
        told = f"{name} {square:.2f}, z {z:.1f}"
        if square > limits.misfit_retire and z > limits.misfit_retire_z:
            yield RETIRE, f"answers do not follow ability ({told})"
        elif square > limits.misfit_watch and z > limits.misfit_watch_z:
            yield WATCH, f"answers follow ability loosely ({told})"
        elif square < limits.overfit and z < limits.overfit_z:
            yield WATCH, f"answers follow ability too closely ({told}): a double?"


def _options(s: ItemStatistics, limits: Thresholds) -> Iterator[tuple[str, str]]:
    """Is there an option that nobody takes?"""
    wrong_options = len(s.choices) - 1
    if s.unchosen and wrong_options and s.wrong / wrong_options >= limits.expected_choices:
        yield WATCH, f"nobody chose {', '.join(s.unchosen)}"


def _share_limits(share: float, count: int) -> tuple[float, float]:
    """Return the one-sided 95 % limits of a share (Wilson 1927)."""
    spread = _ONE_SIDED**2 / count
    middle = (share + spread / 2) / (1 + spread)
    inner = share * (1 - share) / count + spread / (4 * count)
    half = _ONE_SIDED * math.sqrt(inner) / (1 + spread)
    return middle - half, middle + half
