"""`etudes show` and `etudes list`: what the store holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etudes.cli.console import print_json, print_line, print_table
from etudes.paths import database_path
from etudes.store import Store, StoredItem
from etudes.tables import instrument


def show(id_: str, database: Path | None, as_json: bool) -> None:
    """Print one item."""
    with Store.open(database or database_path()) as store:
        stored = store.item(id_)
    if as_json:
        from etudes.item.codec import melody_to_json

        print_json({**_row(stored), "melody": melody_to_json(stored.item.melody)})
        return
    from etudes.writing.abc import abc

    item, player = stored.item, stored.request.player
    print_line(f"{item.id}  made {stored.made_at:%Y-%m-%d %H:%M} UTC")
    print_line(
        f"{player.label}, level {item.level_asked} "
        f"(measured {item.level_measured}), seed {item.seed}, exercise {item.index + 1}"
    )
    print_line(
        f"model {item.model_name}: {item.bits_per_note} bits a note, "
        f"{item.mass_removed:.1%} of the choices' probability removed by the rules"
    )
    if item.sampling:
        print_line(f"how it was drawn, bar by bar: etudes explain {item.id}")
    for file in stored.files:
        print_line(f"{file.format}: {file.path}")
    print_line(abc(item, player, item.index + 1).rstrip())


def play(ids: Sequence[str], database: Path | None) -> None:
    """Play items one after the other."""
    from etudes import audio

    with Store.open(database or database_path()) as store:
        found = [store.item(id_) for id_ in ids]
    for stored in found:
        print_line(f"{stored.item.id}  {stored.request.player.label}")
        audio.play(audio.item_sound(stored.item, stored.request.player))


def list_items(
    limit: int, level: int | None, name: str | None, database: Path | None, as_json: bool
) -> None:
    """Print the newest items."""
    with Store.open(database or database_path()) as store:
        found = store.items(limit, level, name)
        if name and not found:  # not as stored, so as a teacher calls it
            found = store.items(limit, level, instrument(name).name)
    rows = [_row(stored) for stored in found]
    if as_json:
        print_json(rows)
        return
    columns = ["id", "made_at", "instrument", "level_asked", "key", "time_signature"]
    print_table(
        "Items", columns, [[str(row[column]) for column in columns] for row in rows]
    )


def _row(stored: StoredItem) -> dict[str, Any]:
    item = stored.item
    return {
        "id": item.id,
        "made_at": stored.made_at.isoformat(timespec="seconds"),
        "instrument": item.instrument,
        "seed": item.seed,
        "index": item.index,
        "level_asked": item.level_asked,
        "level_measured": item.level_measured,
        "key": str(item.melody.key),
        "time_signature": str(item.melody.time_signature),
        "measures": item.melody.full_measures,
        "model": item.model_name,
        "model_digest": item.model_digest,
        "bits_per_note": item.bits_per_note,
        "mass_removed": item.mass_removed,
        "files": [str(file.path) for file in stored.files],
    }
