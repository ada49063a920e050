"""What is told about scores."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli.commands.options import (
    Database,
    InstrumentFile,
    Json,
    Quiet,
    RubricFile,
    Scores,
)

app = typer.Typer()


@app.command()
def grade(
    files: Annotated[list[Path], Scores],
    instrument: Annotated[str | None, typer.Option(help="Who is to play it.")] = None,
    reasons: Annotated[int, typer.Option(min=0, help="Reasons to print.")] = 3,
    shipped: Annotated[
        bool,
        typer.Option("--shipped", help="By the program's own scale, not a learnt one."),
    ] = False,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell how hard music is to read at sight, 1.0 to 8.9, and why: each line on its own.

    For example: etudes grade piece.musicxml --instrument violin
    """
    from etudes.cli import grade as room

    code = room.grade_files(
        files,
        instrument,
        db,
        reasons=reasons,
        is_shipped=shipped,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def likelihood(
    files: Annotated[list[Path], Scores],
    model: Annotated[str | None, typer.Option(help="A model by name or folder.")] = None,
    level: Annotated[
        int | None, typer.Option(min=1, max=8, help="Tell the model the level.")
    ] = None,
    style: Annotated[str | None, typer.Option(help="Tell it: jig, march, song ...")] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell how expected music is to the model, in bits a note, and where it surprises.

    A note's duration is charged first, then its pitch; rests between notes are charged too.
    For example: etudes likelihood piece.musicxml --style song
    """
    from etudes.cli import likelihood as room

    code = room.measure_files(files, model, level, style, as_json=as_json, quiet=quiet)
    raise typer.Exit(code)


@app.command()
def originality(
    files: Annotated[list[Path], Scores],
    model: Annotated[str | None, typer.Option(help="A model by name or folder.")] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell what of music stands in the tunes that the model learnt from: each line alone.

    For example: etudes originality piece.musicxml
    """
    from etudes.cli import originality as room

    raise typer.Exit(room.report_files(files, model, as_json=as_json, quiet=quiet))


@app.command()
def check(
    files: Annotated[list[Path] | None, Scores] = None,
    level: Annotated[int | None, typer.Option(help="1 (first term) to 8.")] = None,
    instrument: Annotated[str | None, typer.Option(help="Such as violin.")] = None,
    instrument_file: InstrumentFile = None,
    rubric: RubricFile = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="List what is checked instead.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find what in a score a level and an instrument do not allow.

    Reads MusicXML, MXL, MIDI, ABC and kern. Exit code 3 if a rule is broken.
    For example: etudes check my.musicxml --level 2 --instrument violin
    """
    from etudes.cli import check as room

    standard = room.standard_of(level, instrument, instrument_file, rubric)
    if rules:
        room.show_rules(standard, as_json=as_json)
        return
    raise typer.Exit(room.check_files(files, standard, as_json=as_json, quiet=quiet))
