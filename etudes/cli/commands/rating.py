"""Rating sessions: planned, taken part in, reported, and learnt from."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli.commands.options import Database, Force, Json, Output, Quiet

app = typer.Typer()
sessions = typer.Typer(
    help="Plan and make rating sessions, invite raters, export what they said.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(sessions, name="session")

Code = Annotated[str, typer.Argument(metavar="SESSION", help="The session's code.")]
OneRater = Annotated[
    str | None, typer.Option("--rater", "-r", help="R3, or 3; default: all.")
]


@sessions.command("new")
def new_session(
    level: Annotated[str | None, typer.Option(help="3, or 2-4, or 2,5.")] = None,
    instrument: Annotated[
        str | None, typer.Option(help="violin, or violin,clarinet.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What raters read above.")] = None,
    model: Annotated[
        str | None, typer.Option(help="A name or folder; two are compared: gru-256,mine.")
    ] = None,
    items: Annotated[
        int | None, typer.Option(help="Pieces to rate in all; default: as raters allow.")
    ] = None,
    raters: Annotated[int | None, typer.Option(help="Default: 12.")] = None,
    per_rater: Annotated[
        int | None, typer.Option(help="Trials of each that count; default: 40.")
    ] = None,
    pairs: Annotated[
        int | None, typer.Option(help="Of these, pairs; default: a fifth.")
    ] = None,
    controls: Annotated[
        float | None, typer.Option(help="Share of pieces by people; default: 0.15.")
    ] = None,
    baseline: Annotated[
        float | None, typer.Option(help="Share by bare rules; default: 0.1.")
    ] = None,
    repeats: Annotated[
        float | None, typer.Option(help="Share of trials asked twice; default: 0.1.")
    ] = None,
    anchors: Annotated[
        int | None, typer.Option(help="Pieces that are plainly wrong; default: 2.")
    ] = None,
    training: Annotated[
        int | None, typer.Option(help="Trials before those that count; default: 2.")
    ] = None,
    measures: Annotated[int | None, typer.Option(help="Bars of each piece.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Decides pieces and orders; default: by chance.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Print the plan alone.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Plan a study, print what it costs and will tell, and make it if you agree.

    For example: etudes session new --level 2-4 --instrument violin,clarinet --raters 12
    """
    from etudes.cli import session_new as room

    asked = {
        "level": level,
        "instrument": instrument,
        "items": items,
        "raters": raters,
        "per_rater": per_rater,
        "pairs": pairs,
        "controls": controls,
        "baseline": baseline,
        "repeats": repeats,
        "anchors": anchors,
        "training": training,
        "measures": measures,
        "seed": seed,
    }
    room.new(
        asked,
        title=title,
        model=model,
        only_plan=plan,
        yes=yes,
        database=db,
        as_json=as_json,
        quiet=quiet,
    )


@sessions.command("list")
def list_sessions(db: Database = None, as_json: Json = False) -> None:
    """List all sessions, newest first.

    For example: etudes session list
    """
    from etudes.cli import session as room

    room.list_sessions(db, as_json)


@sessions.command("show")
def show_session(session: Code, db: Database = None, as_json: Json = False) -> None:
    """Tell what a session holds, how far raters are, and whether to stop comparing.

    For example: etudes session show k7mq3
    """
    from etudes.cli import session as room

    room.show(session, db, as_json)


@sessions.command("invite")
def invite_raters(
    session: Code,
    rater: OneRater = None,
    name: Annotated[
        str | None, typer.Option(help="The rater's name, kept apart ('forget' deletes it).")
    ] = None,
    url: Annotated[
        str, typer.Option(help="Where 'etudes serve' is reached.")
    ] = "http://127.0.0.1:8765",
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print a new personal link for a rater, or for each of them.

    For example: etudes session invite k7mq3 --rater R3 --name "A. Teacher"
    """
    from etudes.cli import session as room

    room.invite(session, rater=rater, name=name, url=url, database=db, as_json=as_json)


@sessions.command("close")
def close_session(session: Code, db: Database = None) -> None:
    """Take no more ratings; what was sent before is kept.

    For example: etudes session close k7mq3
    """
    from etudes.cli import session as room

    room.set_open(session, "closed", db)


@sessions.command("open")
def open_session(session: Code, db: Database = None) -> None:
    """Take ratings again.

    For example: etudes session open k7mq3
    """
    from etudes.cli import session as room

    room.set_open(session, "opened", db)


@sessions.command("names")
def list_names(session: Code, db: Database = None, as_json: Json = False) -> None:
    """List raters' names, as far as they are known.

    For example: etudes session names k7mq3
    """
    from etudes.cli import session as room

    room.names(session, db, as_json)


@sessions.command("forget")
def forget_names(session: Code, rater: OneRater = None, db: Database = None) -> None:
    """Delete raters' names for good; their ratings stay under pseudonyms.

    For example: etudes session forget k7mq3 --rater R3
    """
    from etudes.cli import session as room

    room.forget(session, rater, db)


@sessions.command("export")
def export_session(
    session: Code,
    formats: Annotated[
        str, typer.Option("--format", help="Any of csv,parquet,db (for Datasette).")
    ] = "csv",
    output: Output = None,
    comments: Annotated[
        bool, typer.Option("--comments", help="With comments, which may name people.")
    ] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="With what raters told of themselves.")
    ] = False,
    force: Force = False,
    db: Database = None,
) -> None:
    """Write the ratings for other programs: pseudonyms only.

    For example: etudes session export k7mq3 --format csv,db --output study
    """
    from etudes.cli import session_export as room

    room.export(
        session,
        formats=formats,
        output=output,
        comments=comments,
        facts=facts,
        force=force,
        database=db,
    )


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

    For example: etudes rate --session k7mq3 --rater R3
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

    For example: etudes serve --session k7mq3
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
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit the scale of difficulty to the levels that raters judged.

    Exit code 3 if it was to be adopted and the ratings are not enough.
    For example: etudes calibrate k7mq3 --adopt
    """
    from etudes.cli import calibrate as room

    code = room.calibrate(
        sessions or (),
        db,
        is_to_adopt=adopt,
        is_back=back,
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
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Learn from ratings what teachers prefer, and let 'make' choose by it.

    For example: etudes prefer k7mq3 --adopt
    """
    from etudes.cli import prefer as room

    code = room.prefer(
        sessions or (),
        db,
        is_to_adopt=adopt,
        is_back=back,
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
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of bootstraps and permutations.")
    ] = None,
    draws: Annotated[
        int | None, typer.Option(min=100, max=100000, help="Of each of them.")
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
    db: Database = None,
) -> None:
    """Tell what the raters of a session said, how sure that is, and what not to conclude.

    For example: etudes report k7mq3 --format html,pdf,json
    """
    from etudes.cli import report as room

    room.report_session(
        session, formats, output, seed, draws, force=force, database=db, quiet=quiet
    )
