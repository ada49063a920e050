"""`etudes session export`: ratings for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

from etudes.cli.console import print_line, say
from etudes.errors import InvalidValue, OutputError
from etudes.paths import database_path
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store

if TYPE_CHECKING:
    from etudes.publish.files import Draft
    from etudes.rating.export import Exported


def export(
    code: str,
    *,
    formats: str,
    output: Path | None,
    comments: bool,
    facts: bool,
    force: bool,
    database: Path | None,
) -> None:
    """Write a session's ratings for other programs."""
    from etudes.publish.files import put_all
    from etudes.rating.export import FORMATS, gathered

    wanted = list(dict.fromkeys(part.strip().lower() for part in formats.split(",")))
    if not set(wanted) <= set(FORMATS):
        raise InvalidValue(
            f"formats among {', '.join(FORMATS)} were expected, not '{formats[:40]}'"
        )
    path = database or database_path()
    with Store.open(path) as store:
        exported = gathered(store, code, with_comments=comments, with_facts=facts)
    drafts = [_draft(name, exported) for name in wanted]
    _spare_the_store(path, drafts, output)
    for file in put_all(drafts, output, force=force):
        print_line(str(file.path))
    if exported.record.is_made_up:
        say(trial_run_of([exported.record.session.code]))


def _draft(name: str, exported: "Exported") -> "Draft":
    from etudes.publish.files import Draft
    from etudes.rating import export as tables
    from etudes.rating.export_database import database_bytes

    code = exported.record.session.code
    if name == "db":
        return Draft(f"{code}.db", name, database_bytes(exported), ())
    columns, rows = tables.columns_of(exported), tables.ratings_table(exported)
    write = tables.csv_bytes if name == "csv" else tables.parquet_bytes
    return Draft(f"{code}-ratings.{name}", name, write(rows, columns), ())


def _spare_the_store(store: Path, drafts: "list[Draft]", output: Path | None) -> None:
    """Raise if the store itself would be overwritten, --force or not."""
    places = [output or Path(), *((output or Path()) / one.name for one in drafts)]
    if any(
        place.exists() and place.is_file() and place.samefile(store) for place in places
    ):
        raise OutputError(f"'{store}' is the store itself; name another --output")
