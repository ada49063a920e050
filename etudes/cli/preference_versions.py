"""`etudes prefer --version`: what a store has learnt of taste, and what is in use."""

from pathlib import Path
from typing import Any

from etudes.cli.console import print_json, print_table
from etudes.errors import DamagedData
from etudes.item.preference import Evidence, preference_from_json
from etudes.store import Store
from etudes.store.learnt import Learnt, adopted, all_learnt

_COLUMNS = (
    *("version", "digest", "learnt", "sessions", "models", "raters", "pieces"),
    *("ratings", "pairs", "in use"),
)


def list_versions(database: Path, *, as_json: bool) -> None:
    """Print what was learnt of taste, numbered from 1 as it came, and which is in use."""
    found: list[Learnt] = []
    used: str | None = None
    if database.exists():
        with Store.open(database) as store:
            found, in_use = all_learnt(store, "preference"), adopted(store, "preference")
            used = in_use.digest if in_use else None
    rows = [_row(number, one, used) for number, one in enumerate(found, start=1)]
    if as_json:
        print_json(rows)
        return
    none = ["0", "none", "–", "–", "–", "–", "–", "–", "–", "" if used else "yes"]
    title = "Preferences that were learnt"
    print_table(title, list(_COLUMNS), [none, *map(_cells, rows)])


def _row(number: int, one: Learnt, used: str | None) -> dict[str, Any]:
    told = _evidence(one)
    return {
        "version": number,
        "digest": one.digest,
        "learnt_at": f"{one.learnt_at:%Y-%m-%d %H:%M}",
        "sessions": list(told.sessions) if told else [],
        "models": list(told.models) if told else [],
        "raters": told.raters if told else 0,
        "items": told.items if told else 0,
        "ratings": told.ratings if told else 0,
        "pairs": told.pairs if told else 0,
        "in_use": one.digest == used,
    }


def _evidence(one: Learnt) -> Evidence | None:
    """Return what it rests on; a damaged one is listed without."""
    try:
        return preference_from_json(one.content).evidence
    except DamagedData:
        return None


def _cells(row: dict[str, Any]) -> list[str]:
    return [
        str(row["version"]),
        row["digest"],
        row["learnt_at"],
        ", ".join(row["sessions"]) or "–",
        ", ".join(digest[:8] for digest in row["models"]) or "–",
        *(str(row[name] or "–") for name in ("raters", "items", "ratings", "pairs")),
        "yes" if row["in_use"] else "",
    ]
