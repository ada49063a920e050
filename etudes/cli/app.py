"""The commands of `etudes`."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from etudes.cli import console
from etudes.cli.commands import (
    listening,
    making,
    models,
    rating,
    scores,
    store,
    tables,
)
from etudes.cli.commands.options import Json


class _Commands(TyperGroup):
    """All commands. Ctrl-C in one of them ends like a question that is not answered, for
    typer would leave without a word."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Abort from None


app = typer.Typer(
    cls=_Commands,
    help="Practice music at a chosen level for a chosen instrument.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (making, listening, rating, scores, tables, models, store):
    app.add_typer(room.app)


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Practice music at a chosen level for a chosen instrument.

    For example: etudes make --level 2 --instrument violin
    """
    if show:
        from etudes import __version__

        console.print_line(f"etudes {__version__}")
        raise typer.Exit


@app.command()
def doctor(as_json: Json = False) -> None:
    """Tell what is installed and how to cure what is not.

    For example: etudes doctor
    """
    from etudes.cli import doctor as room

    room.examine(as_json)
