"""`etudes calibrate`: judged levels in, a scale of difficulty out, and what moved."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from etudes.cli.console import print_json, print_line, print_table, say
from etudes.cli.taking_up import (
    NOT_ADOPTED,
    asked_sessions,
    check_alone,
    checked_database,
    go_back,
    take_up,
    told_aside,
)
from etudes.difficulty import Evidence, Scale, scale, scale_to_json
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating.learning.calibration import Calibration, fit
from etudes.rating.learning.calibration_table import feature_words
from etudes.rating.learning.judged_levels import judged_levels
from etudes.rating.learning.left_aside import left_aside
from etudes.rating.learning.left_out import LeftOut
from etudes.rating.learning.made_up import made_up_sessions, why_not_learnt
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store
from etudes.store.learnt import is_in_use, save_and_adopt

_SEED = 1
"""Deals the parts that are left out in turn: the same ratings always say the same."""


def calibrate(
    sessions: Sequence[str],
    database: Path | None,
    *,
    is_to_adopt: bool = False,
    is_back: bool = False,
    taken_up: str | None = None,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Fit the scale to what raters said, tell what moves, and return the exit code.

    Parameters
    ----------
    sessions : codes of rating sessions; none are all of the store.
    is_to_adopt : keeps the scale, and uses it from now on, if the evidence is enough.
    is_back : goes back to the program's own scale instead; nothing is fitted.
    taken_up : the number or digest of a scale that was learnt before; it is used again.

    Raises
    ------
    InvalidValue
        If there is nothing to learn from, or `is_back` or `taken_up` is asked for with
        anything else.
    UnknownName
        If there is no such session or scale.
    """
    database = database or database_path()
    check_alone(
        {"--back": is_back, "--take-up": taken_up is not None},
        is_learning=bool(sessions or is_to_adopt),
    )
    if is_back:
        go_back("scale", database, as_json=as_json, quiet=quiet)
        return 0
    if taken_up is not None:
        take_up("scale", taken_up, database, as_json=as_json, quiet=quiet)
        return 0
    return _fit(database, sessions, is_to_adopt, as_json=as_json, quiet=quiet)


def _fit(
    database: Path,
    sessions: Sequence[str],
    is_to_adopt: bool,
    *,
    as_json: bool,
    quiet: bool,
) -> int:
    with Store.open(checked_database(database)) as store:
        codes = asked_sessions(store, sessions)
        aside = left_aside(store, codes)
        judged = judged_levels(store, codes, aside)
        if not judged:
            raise InvalidValue(_nothing_judged(codes, len(aside)))
        found = fit(judged, scale(), np.random.default_rng(_SEED))
        if made_up := made_up_sessions(store, codes):
            found = replace(found, reasons=(*found.reasons, why_not_learnt(made_up)))
        is_adopted = is_to_adopt and found.is_to_be_adopted
        if is_adopted:
            save_and_adopt(store, "scale", scale_to_json(found.scale))
        is_used = is_in_use(store, "scale", found.scale.digest)
    if as_json:
        beside = {"raters_left_out": sorted(aside), "made_up": made_up}
        print_json(_as_data(found, is_adopted) | beside)
    elif not quiet:
        if made_up:
            print_line(trial_run_of(made_up))
        _print(found, len(aside))
        say(_told(found, is_to_adopt, is_used))
    return NOT_ADOPTED if is_to_adopt and not is_adopted else 0


def _nothing_judged(codes: Sequence[str], aside: int) -> str:
    there = f"{', '.join(codes)} has none" if codes else "there is no session"
    left = f" ({told_aside(aside).rstrip('.')})" if aside else ""
    return f"judged levels were expected, and {there}{left}; let raters answer first"


def _told(found: Calibration, is_to_adopt: bool, is_used: bool) -> str:
    """Return what became of the scale, in a line."""
    if not found.is_to_be_adopted:
        became = "not adopted" if is_to_adopt else "nothing was changed, nor may be yet"
        return f"{became}: {'; '.join(found.reasons)}"
    if is_to_adopt:
        return (
            f"scale {found.scale.digest} is in use from now on; back with: etudes "
            "calibrate --back"
        )
    if is_used:
        return f"nothing was changed; this scale, {found.scale.digest}, is in use"
    return "nothing was changed; to use this scale: etudes calibrate --adopt"


def _print(found: Calibration, aside: int) -> None:
    evidence = found.evidence
    print_line(
        f"{evidence.ratings} judged levels of {evidence.items} pieces by {evidence.raters} "
        f"raters ({', '.join(evidence.sessions)})"
    )
    if aside:
        print_line(told_aside(aside))
    print_line("")
    rows = [
        [
            str(asked),
            str(row.pieces),
            f"{row.judged:.1f}",
            f"{row.before:.1f}",
            f"{row.after:.1f}",
        ]
        for asked, row in found.levels.items()
    ]
    columns = ["level asked", "pieces", "judged", "measured before", "after"]
    print_table("Levels of the pieces that were judged", columns, rows)
    print_line("")
    for line in weighed(found.scale, found.evidence, found.prior):
        print_line(line)
    if found.unseen is not None:
        print_line(
            f"Judged and measured level of what was left out differ by "
            f"{found.unseen.before:.2f} levels before, {found.unseen.after:.2f} after."
        )


def weighed(learnt: Scale, evidence: Evidence, shipped: Scale) -> Iterator[str]:
    """Yield what counts for more and for less in a learnt scale, a line each, the largest
    change first; only what is so sure that the old weight is not within the interval."""
    old = {feature.name: feature.weight for feature in shipped.features}
    new = {feature.name: feature.weight for feature in learnt.features}
    intervals = evidence.weights
    sure = {
        name: new[name] / old[name]
        for name, (low, high) in intervals.items()
        if name in old and not low <= old[name] <= high
    }
    for name, factor in sorted(sure.items(), key=lambda one: -abs(one[1] - 1)):
        low, high = intervals[name]
        more = "more" if factor > 1 else "less"
        yield (
            f"{feature_words()[name]}: counts for {more}, {factor:.2f} times as much "
            f"[{low / old[name]:.2f}, {high / old[name]:.2f}]"
        )
    if not sure:
        yield "No single feature surely counts for more or less than before."


def _as_data(found: Calibration, is_adopted: bool) -> dict[str, Any]:
    return {
        "digest": found.scale.digest,
        "adopted": is_adopted,
        "may_be_adopted": found.is_to_be_adopted,
        "reasons": list(found.reasons),
        "levels": {
            str(asked): {
                "pieces": row.pieces,
                "judged": round(row.judged, 3),
                "before": round(row.before, 3),
                "after": round(row.after, 3),
            }
            for asked, row in found.levels.items()
        },
        "left_out": {
            name: _error(getattr(found, name))
            for name in ("unseen", "by_items", "by_raters", "by_sessions")
        },
        "sure": round(found.sure, 4),
        "spread": {
            name: round(getattr(found.spread, name), 3)
            for name in ("severity", "piece", "rating")
        },
        "severities": {name: round(s, 3) for name, s in found.severities.items()},
        "scale": json.loads(scale_to_json(found.scale)),
    }


def _error(one: LeftOut | None) -> dict[str, float] | None:
    if one is None:
        return None
    return {
        "before": round(one.before, 4),
        "after": round(one.after, 4),
        "as_asked": round(one.as_asked, 4),
        "heard": round(one.heard, 4),
    }
