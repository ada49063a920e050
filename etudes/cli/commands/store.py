"""What is done with the store itself."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli.commands.options import Database, Json, Quiet

app = typer.Typer()
store_app = typer.Typer(
    help="The store of what was made and rated: check it, copy it.", no_args_is_help=True
)
app.add_typer(store_app, name="db")


@store_app.command()
def verify(database: Database = None, as_json: Json = False) -> None:
    """Tell whether the store is sound. Exit code 5 if it is not.

    For example: etudes db verify
    """
    from etudes.cli import db as room

    raise typer.Exit(room.verify(database, as_json=as_json))


@store_app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file.")],
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Copy the store to a new file, also while it is in use; the copy is checked.

    To go back to a copy, stop whatever uses the store, move the store's file away and copy
    the copy to its place.

    For example: etudes db backup etudes-monday.db
    """
    from etudes.cli import db as room

    room.backup(file, database, quiet=quiet)
