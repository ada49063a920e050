"""`etudes levels --version`: the learnt scales of a store, and what each one changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etudes.cli.calibrate import weighed
from etudes.cli.console import print_json, print_line, print_table
from etudes.difficulty import Evidence, Scale, scale, scale_from_json
from etudes.errors import DamagedData, UnknownName
from etudes.rating.learning.calibration_table import feature_words
from etudes.store import Store
from etudes.store.learnt import Learnt, adopted, all_learnt

_SHIPPED = 0
"""The number of the program's own scale; learnt ones count from 1 as they came."""


def show_versions(database: Path, number: int | None, *, as_json: bool) -> None:
    """Print the versions of the scale of difficulty, or what one of them changed.

    Parameters
    ----------
    number : 1 for the first one that was learnt; None lists all.

    Raises
    ------
    UnknownName
        If there is no version of this number.
    """
    found: list[Learnt] = []
    used: str | None = None
    if database.exists():
        with Store.open(database) as store:
            found, in_use = all_learnt(store, "scale"), adopted(store, "scale")
            used = in_use.digest if in_use else None
    if number is None:
        _list(found, used, as_json=as_json)
        return
    if not 1 <= number <= len(found):
        raise UnknownName(
            f"the number of a learnt scale was expected, and there are {len(found)}, not "
            f"{number}; 'etudes levels --version' lists them"
        )
    _show(number, found[number - 1], is_used=found[number - 1].digest == used, json=as_json)


def _list(found: Sequence[Learnt], used: str | None, *, as_json: bool) -> None:
    rows = [_row(_SHIPPED, scale().digest, "", scale(), is_used=used is None)]
    rows += [
        _row(
            number,
            one.digest,
            f"{one.learnt_at:%Y-%m-%d %H:%M}",
            scale_from_json(one.content),
            is_used=one.digest == used,
        )
        for number, one in enumerate(found, start=1)
    ]
    if as_json:
        print_json(rows)
        return
    columns = ["version", "digest", "learnt", "sessions", "raters", "ratings", "in use"]
    cells = [
        [
            str(row["version"]),
            row["digest"][:8],
            row["learnt_at"] or "shipped",
            ", ".join(row["sessions"]) or "–",
            str(row["raters"] or "–"),
            str(row["ratings"] or "–"),
            "yes" if row["in_use"] else "",
        ]
        for row in rows
    ]
    print_table("Versions of the scale of difficulty", columns, cells)


def _row(
    number: int, digest: str, learnt_at: str, of: Scale, *, is_used: bool
) -> dict[str, Any]:
    told = of.evidence
    return {
        "version": number,
        "digest": digest,
        "name": of.name,
        "learnt_at": learnt_at,
        "sessions": list(told.sessions) if told else [],
        "raters": told.raters if told else 0,
        "items": told.items if told else 0,
        "ratings": told.ratings if told else 0,
        "in_use": is_used,
    }


def _show(number: int, one: Learnt, *, is_used: bool, json: bool) -> None:
    learnt, shipped = scale_from_json(one.content), scale()
    told = learnt.evidence
    if told is None:
        raise DamagedData(
            f"the learnt scale {one.digest[:8]} says nothing of its data; calibrate again"
        )
    learnt_at = f"{one.learnt_at:%Y-%m-%d %H:%M}"
    weights, sums = _weights(learnt, told, shipped), _sums(learnt, told, shipped)
    if json:
        row = _row(number, one.digest, learnt_at, learnt, is_used=is_used)
        errors = {"error_before": told.error_before, "error_after": told.error_after}
        print_json(row | errors | {"weights": weights, "levels": sums})
        return
    print_line(
        f"Version {number} ({one.digest[:8]}), learnt {learnt_at} from {told.ratings} "
        f"judged levels of {told.items} pieces by {told.raters} raters; sessions: "
        f"{', '.join(told.sessions)}{'; in use' if is_used else ''}"
    )
    print_line(
        f"Judged and measured level of what was left out differ by {told.error_before:.2f} "
        f"levels with the shipped scale, {told.error_after:.2f} with learnt ones."
    )
    if told.shipped != shipped.digest:
        print_line("It was learnt from an earlier edition of the shipped scale.")
    for line in weighed(learnt, told, shipped):
        print_line(line)
    for title, head, rows in (
        ("What each feature weighs", "feature", weights),
        ("The sum of weighted features that music of each level has", "level", sums),
    ):
        print_line("")
        print_table(title, [head, "shipped", "learnt", "95 %"], [_cells(r) for r in rows])


def _weights(learnt: Scale, told: Evidence, shipped: Scale) -> list[dict[str, Any]]:
    old = {feature.name: feature.weight for feature in shipped.features}
    return [
        _change(f.name, old.get(f.name, 0), f.weight, told.weights[f.name])
        for f in learnt.features
        if f.name in told.weights
    ]


def _sums(learnt: Scale, told: Evidence, shipped: Scale) -> list[dict[str, Any]]:
    both = zip(shipped.levels["all"], learnt.levels["all"], told.levels, strict=True)
    return [
        _change(str(level), before, after, ends)
        for level, (before, after, ends) in enumerate(both, start=1)
    ]


def _change(
    name: str, before: float, after: float, ends: tuple[float, float]
) -> dict[str, Any]:
    low, high = ends
    return {"name": name, "shipped": before, "learnt": after, "low": low, "high": high}


def _cells(row: dict[str, Any]) -> list[str]:
    interval = f"{row['low']:.3f} to {row['high']:.3f}"
    name = feature_words().get(row["name"], row["name"])
    return [name, f"{row['shipped']:.3f}", f"{row['learnt']:.3f}", interval]
