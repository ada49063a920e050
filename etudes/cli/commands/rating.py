"""Rating sessions taken part in, reported, and learnt from."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli.commands.options import (
    Comments,
    Database,
    Facts,
    Force,
    Json,
    Output,
    Quiet,
)
from etudes.cli.commands.sessions import sessions

app = typer.Typer()
app.add_typer(sessions, name="session")


@app.command()
def rate(
    session: Annotated[str, typer.Option("--session", "-s", help="The session's code.")],
    rater: Annotated[str, typer.Option("--rater", "-r", help="Who rates: R3, or 3.")],
    silent: Annotated[
        Path | None, typer.Option(help="A folder for the sound, to open oneself.")
    ] = None,
    print_: Annotated[
        Path | None,
        typer.Option("--print", help="A folder for one page of all scores, to print."),
    ] = None,
    db: Database = None,
) -> None:
    """Rate pieces of a session one after the other, by keyboard alone.

    For example: etudes rate --session k7mq3d --rater R3
    """
    from etudes.cli import rate as room

    code = room.rate(session, rater, database=db, silent=silent, printed=print_)
    raise typer.Exit(code)


@app.command()
def serve(
    session: Annotated[
        str | None, typer.Option("--session", "-s", help="This session alone, by its code.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="Where to listen; default: this computer alone.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="0 takes one that is free.")
    ] = 8765,
    public_url: Annotated[
        str | None,
        typer.Option(help="Where raters reach it: https://ratings.example.org."),
    ] = None,
    db: Database = None,
) -> None:
    """Serve the pages of raters, and your overview, until Ctrl-C.

    For example: etudes serve --session k7mq3d
    """
    from etudes.cli import serve as room

    room.serve(session, host, port, db, public_url)


@app.command()
def calibrate(
    sessions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SESSION]...", help="Sessions' codes; default: all."),
    ] = None,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Use the new scale, if it is sure enough.")
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Use the program's own scale again.")
    ] = False,
    take_up: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="An earlier scale again: number or digest."),
    ] = None,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit the scale of difficulty to the levels that raters judged.

    Exit code 3 if it was to be adopted and the ratings are not enough.
    For example: etudes calibrate k7mq3d --adopt
    """
    from etudes.cli import calibrate as room

    code = room.calibrate(
        sessions or (),
        db,
        is_to_adopt=adopt,
        is_back=back,
        taken_up=take_up,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def prefer(
    sessions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SESSION]...", help="Sessions' codes; default: all."),
    ] = None,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Let 'make' choose by it, if it is sure enough.")
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Let 'make' choose without a preference again.")
    ] = False,
    take_up: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="An earlier one again: number or digest."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="List what was learnt, and what is in use.")
    ] = False,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Learn from ratings what teachers prefer, and let 'make' choose by it.

    Exit code 3 if it was to be adopted and the ratings are not enough.
    For example: etudes prefer k7mq3d --adopt
    """
    from etudes.cli import prefer as room

    code = room.prefer(
        sessions or (),
        db,
        is_to_adopt=adopt,
        is_back=back,
        taken_up=take_up,
        is_listed=version,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def report(
    session: Annotated[str, typer.Argument(help="The session's code.")],
    formats: Annotated[
        str, typer.Option("--format", help="Any of html,pdf,json.")
    ] = "html,pdf",
    output: Output = None,
    comments: Comments = False,
    facts: Facts = False,
    force: Force = False,
    quiet: Quiet = False,
    db: Database = None,
) -> None:
    """Tell what the raters of a session said, how sure that is, and what not to conclude.

    For example: etudes report k7mq3d --format html,pdf,json
    """
    from etudes.cli import report as room

    room.report_session(
        session,
        formats,
        output,
        comments=comments,
        facts=facts,
        force=force,
        database=db,
        quiet=quiet,
    )
