"""What there is to ask for."""

from typing import Annotated

import typer

from etudes.cli.commands.options import Database, Json, RubricFile

app = typer.Typer()


@app.command()
def levels(
    number: Annotated[
        int | None, typer.Argument(help="With --version: what this one changed.")
    ] = None,
    rubric: RubricFile = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="The versions of the scale of difficulty."),
    ] = False,
    database: Database = None,
    as_json: Json = False,
    as_toml: Annotated[
        bool, typer.Option("--toml", help="Print the file, to copy and edit.")
    ] = False,
) -> None:
    """Show what each level allows; with --version, what was learnt from ratings.

    For example: etudes levels --toml > my.toml, or: etudes levels --version 2
    """
    from etudes.cli import levels as room

    if version or number is not None or database is not None:
        room.show_versions(
            version, number, rubric, database, as_json=as_json, as_toml=as_toml
        )
        return
    room.show_levels(rubric, as_json=as_json, as_toml=as_toml)


@app.command()
def instruments(
    name: Annotated[str | None, typer.Argument(help="One of them, in full.")] = None,
    as_json: Json = False,
) -> None:
    """Show the instruments: clef, transposition, ranges, first keys.

    For example: etudes instruments clarinet
    """
    from etudes.cli import instruments as room

    room.show_instruments(name, as_json)


@app.command()
def focus(as_json: Json = False) -> None:
    """Show what 'etudes make --focus' can give a page more of.

    For example: etudes make --level 3 --instrument violin --focus dotted-rhythm
    """
    from etudes.cli import tables

    tables.show_focuses(as_json)


@app.command()
def rules(as_json: Json = False) -> None:
    """Show the kinds of rule that 'etudes make --rule' takes.

    For example: etudes make --level 3 --instrument violin --rule "form: a a' b a"
    """
    from etudes.cli import tables

    tables.show_rules(as_json)
