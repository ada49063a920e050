"""`etudes calibrate`: judged levels in, a scale of difficulty out, and what moved."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from etudes.cli.console import print_json, print_line, print_table, say
from etudes.difficulty import Evidence, Scale, scale, scale_to_json
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating.learning.calibration import Calibration, fit
from etudes.rating.learning.calibration_table import feature_words
from etudes.rating.learning.judged_levels import judged_levels
from etudes.rating.learning.left_out import LeftOut
from etudes.rating.ledger import listed_sessions
from etudes.store import Store
from etudes.store.learnt import adopt, adopted, save_learnt

NOT_ADOPTED = 3
"""The exit code where a scale was to be adopted and the evidence is not enough."""

_SEED = 1
"""Deals the parts that are left out in turn: the same ratings always say the same."""


def calibrate(
    sessions: Sequence[str],
    database: Path | None,
    *,
    is_to_adopt: bool = False,
    is_back: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Fit the scale to what raters said, tell what moves, and return the exit code.

    Parameters
    ----------
    sessions : codes of rating sessions; none are all of the store.
    is_to_adopt : keeps the scale, and uses it from now on, if the evidence is enough.
    is_back : goes back to the program's own scale instead; nothing is fitted.

    Raises
    ------
    InvalidValue
        If there is nothing to learn from, or `is_back` is asked for with anything else.
    UnknownName
        If there is no such session.
    """
    database = database or database_path()
    if is_back and (sessions or is_to_adopt):
        raise InvalidValue(
            "--back was expected alone: it goes back to the program's own scale, whatever "
            "was learnt"
        )
    if not database.exists():
        raise InvalidValue(
            f"a store with rating sessions was expected, and {database} is not there; name "
            "it with --db"
        )
    if is_back:
        return _back(database, as_json=as_json, quiet=quiet)
    return _fit(database, sessions, is_to_adopt, as_json=as_json, quiet=quiet)


def _back(database: Path, *, as_json: bool, quiet: bool) -> int:
    with Store.open(database) as store:
        before = adopted(store, "scale")
        if before is not None:
            adopt(store, "scale", None)
    if as_json:
        print_json({"adopted": None, "before": before.digest if before else None})
    elif before is None:
        say("the program's own scale is in use already", quiet=quiet)
    else:
        say(
            f"back to the program's own scale; {before.digest[:8]} is kept, and what was "
            "made with it can be made again",
            quiet=quiet,
        )
    return 0


def _fit(
    database: Path,
    sessions: Sequence[str],
    is_to_adopt: bool,
    *,
    as_json: bool,
    quiet: bool,
) -> int:
    with Store.open(database) as store:
        codes = list(sessions) or sorted(one.code for one in listed_sessions(store))
        judged = judged_levels(store, dict.fromkeys(codes))
        found = fit(judged, scale(), np.random.default_rng(_SEED))
        is_adopted = is_to_adopt and found.is_to_be_adopted
        if is_adopted:
            with store.transaction():
                adopt(
                    store, "scale", save_learnt(store, "scale", scale_to_json(found.scale))
                )
    if as_json:
        print_json(_as_data(found, is_adopted))
    else:
        _print(found)
        say(_told(found, is_to_adopt), quiet=quiet)
    return NOT_ADOPTED if is_to_adopt and not is_adopted else 0


def _told(found: Calibration, is_to_adopt: bool) -> str:
    """Return what became of the scale, in a line."""
    if not found.is_to_be_adopted:
        return f"not adopted: {'; '.join(found.reasons)}"
    if is_to_adopt:
        return (
            f"scale {found.scale.digest[:8]} is in use from now on; back with: etudes "
            "calibrate --back"
        )
    return "nothing was changed; to use this scale: etudes calibrate --adopt"


def _print(found: Calibration) -> None:
    evidence = found.evidence
    print_line(
        f"{evidence.ratings} judged levels of {evidence.items} pieces by {evidence.raters} "
        f"raters ({', '.join(evidence.sessions)})"
    )
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
