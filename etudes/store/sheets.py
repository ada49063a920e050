"""Printed sheets in the store: the code of each, its layout, and the items on it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from etudes.errors import DamagedData, InvalidValue
from etudes.sheet import Layout
from etudes.sheet.code import layout_from_json, layout_to_json
from etudes.store.connection import plain_errors
from etudes.store.store import Store

_INSERT = "INSERT INTO sheets VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_INSERT_ITEM = "INSERT INTO sheet_items VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_NEWEST_WITH = (
    "SELECT sheets.code, layout FROM sheets JOIN sheet_items ON sheet_code = sheets.code "
    "WHERE item_id = ? ORDER BY sheets.made_at DESC, sheets.code LIMIT 1"
)
_OF_BEFORE = (
    "SELECT request FROM requests JOIN items ON request_id = requests.id WHERE items.id = ?"
)


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet as it was printed; `code` is None of one from before there were codes."""

    code: str | None
    layout: Layout


def save_sheet(
    store: Store,
    code: str,
    layout: Layout,
    item_ids: Sequence[str],
    *,
    made_at: datetime | None = None,
) -> None:
    """Keep that these saved items stand on a sheet, in this order.

    A sheet with this code that is there already stays as it is.
    """
    time = (made_at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")
    with store.transaction() as connection:
        connection.execute(_INSERT, (code, layout_to_json(layout), time))
        rows = ((code, position, id_) for position, id_ in enumerate(item_ids))
        connection.executemany(_INSERT_ITEM, rows)


def sheet_of(store: Store, item_id: str) -> StoredSheet:
    """Return the newest sheet on which a saved item stands.

    Raises
    ------
    DamagedData
        If the layout cannot be read.
    """
    with plain_errors(store.path):
        row = store.connection.execute(_NEWEST_WITH, (item_id,)).fetchone()
        before = store.connection.execute(_OF_BEFORE, (item_id,)).fetchone()
    try:
        if row is not None:
            return StoredSheet(row[0], layout_from_json(row[1]))
        told = json.loads(before[0]) if before else {}
        layout = Layout(title=told.get("title"), paper=told.get("paper", "a4"))
    except InvalidValue as error:
        raise DamagedData(
            f"the sheet of item {item_id} in {store.path} cannot be read: {error}; "
            "upgrade etudes or restore a backup"
        ) from error
    return StoredSheet(None, layout)
