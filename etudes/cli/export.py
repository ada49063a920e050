"""`etudes export`: items that were made before, in other formats."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from etudes.cli.console import print_json, print_line
from etudes.cli.make import formats_of, read_template, with_looks
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.publish import Sheet, reprint
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.section import Section
from etudes.store import Store, StoredItem
from etudes.store.sheets import sheet_of


def export(
    ids: Sequence[str],
    looks: Mapping[str, Any],
    *,
    letterhead: Path | None,
    formats: str | None,
    output: Path | None,
    force: bool,
    database: Path | None,
    as_json: bool,
) -> None:
    """Write stored items, together on one sheet where the format holds several.

    Parameters
    ----------
    ids : of items, or the beginnings of their ids.
    looks : what of the layout is to differ from how the first item was printed.
    """
    if not ids:
        raise InvalidValue(
            "ids of items were expected, for example: etudes export 3f2a 81cc --format mxl"
        )
    with Store.open(database or database_path()) as store:
        found = [store.item(id_) for id_ in ids]
        before = sheet_of(store, found[0].item.id).layout
        layout = with_looks(replace(before, kind="page", levels=None, motif=False), looks)
        files = reprint(
            _sheet(found, layout, read_template(letterhead)),
            formats_of(formats, output),
            output,
            force=force,
        )
        for file in files:
            path = file.path.absolute()
            store.record_file(path, file.format, file.sha256, file.item_ids)
    if as_json:
        rows = [
            {"path": str(f.path), "format": f.format, "items": f.item_ids} for f in files
        ]
        print_json(rows)
        return
    for file in files:
        print_line(str(file.path))


def _sheet(
    found: Sequence[StoredItem], layout: Layout, letterhead: Letterhead | None
) -> Sheet:
    """Return a sheet of items, those of one instrument next to each other."""
    sections = tuple(
        Section(player, tuple(stored.item for stored in group))
        for player, group in groupby(found, key=lambda stored: stored.request.player)
    )
    first = found[0].item
    more = f"-and-{len(found) - 1}" if len(found) > 1 else ""
    stem = f"{first.instrument}-{first.id[:8]}{more}"
    return Sheet(sections, layout, first.id[:8], stem, letterhead)
