"""`etudes session`: studies planned and made, raters invited, ratings exported."""

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

sessions = typer.Typer(
    help="Plan and make rating sessions, invite raters, export what they said.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

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
    purpose: Annotated[
        str | None,
        typer.Option(
            "--for",
            help="What it is to teach: report, preference or levels; decides what is not "
            "asked for here; default: report.",
        ),
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
        int | None, typer.Option(help="Of these, pairs; of a report: a fifth.")
    ] = None,
    controls: Annotated[
        str | None,
        typer.Option(help="Share of pieces by people; of a report: 0.15 or 15%."),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(help="Share by bare rules; of a report: 0.1 or 10%.")
    ] = None,
    repeats: Annotated[
        str | None,
        typer.Option(help="Share of trials asked twice; of a report: 0.1 or 10%."),
    ] = None,
    anchors: Annotated[
        int | None, typer.Option(help="Pieces that are plainly wrong; default: 2.")
    ] = None,
    training: Annotated[
        int | None, typer.Option(help="Trials before those that count; default: 2.")
    ] = None,
    measures: Annotated[int | None, typer.Option(help="Bars of each piece.")] = None,
    style: Annotated[
        str | None, typer.Option(help="Of all pieces, people's too: jig, march.")
    ] = None,
    focus: Annotated[
        list[str] | None, typer.Option(help="More of in all pieces: thirds,ties.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Written key of all: 'D major'.")] = None,
    time: Annotated[str | None, typer.Option(help="Metre of all: 6/8.")] = None,
    language: Annotated[
        str | None,
        typer.Option(help="What raters read: en, de, fr, es, it, zh, ja; default: en."),
    ] = None,
    with_preference: Annotated[
        bool,
        typer.Option(
            "--with-preference", help="Models' pieces chosen by the preference in use."
        ),
    ] = False,
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
        "purpose": purpose,
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
        "style": style,
        "focus": focus,
        "key": key,
        "time": time,
        "seed": seed,
        "language": language,
    }
    room.new(
        asked,
        title=title,
        model=model,
        is_by_preference=with_preference,
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

    For example: etudes session show k7mq3d
    """
    from etudes.cli import session as room

    room.show(session, db, as_json)


@sessions.command("invite")
def invite_raters(
    session: Code,
    rater: Annotated[
        str | None,
        typer.Option("--rater", "-r", help="R3, or 3; default: all without a link."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The rater's name, kept apart ('forget' deletes it).")
    ] = None,
    url: Annotated[
        str, typer.Option(help="Where 'etudes serve' is reached.")
    ] = "http://127.0.0.1:8765",
    for_all: Annotated[
        bool, typer.Option("--all", help="New links for all; older ones open nothing.")
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print a personal link for a rater, or for each who has none yet.

    For example: etudes session invite k7mq3d --rater R3 --name "A. Teacher"
    """
    from etudes.cli import session as room

    room.invite(
        session,
        rater=rater,
        name=name,
        url=url,
        database=db,
        as_json=as_json,
        is_for_all=for_all,
    )


@sessions.command("close")
def close_session(session: Code, db: Database = None) -> None:
    """Take no more ratings; what was sent before is kept.

    For example: etudes session close k7mq3d
    """
    from etudes.cli import session as room

    room.set_open(session, "closed", db)


@sessions.command("open")
def open_session(session: Code, db: Database = None) -> None:
    """Take ratings again.

    For example: etudes session open k7mq3d
    """
    from etudes.cli import session as room

    room.set_open(session, "opened", db)


@sessions.command("names")
def list_names(session: Code, db: Database = None, as_json: Json = False) -> None:
    """List raters' names, as far as they are known.

    For example: etudes session names k7mq3d
    """
    from etudes.cli import session as room

    room.names(session, db, as_json)


@sessions.command("forget")
def forget_names(session: Code, rater: OneRater = None, db: Database = None) -> None:
    """Delete raters' names for good; their ratings stay under pseudonyms.

    For example: etudes session forget k7mq3d --rater R3
    """
    from etudes.cli import session as room

    room.forget(session, rater, db)


@sessions.command("try")
def try_session(
    session: Code,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The copy, a new file; default: try-CODE.db."),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Decides who the raters are and what they answer.")
    ] = 1,
    db: Database = None,
) -> None:
    """Copy the store and let raters made up answer there, to see a report beforehand.

    For example: etudes session try k7mq3d --output try.db
    """
    from etudes.cli import session_try as room

    room.try_out(session, output, seed, db)


@sessions.command("export")
def export_session(
    session: Code,
    formats: Annotated[
        str, typer.Option("--format", help="Any of csv,parquet,db (for Datasette).")
    ] = "csv",
    output: Output = None,
    comments: Comments = False,
    facts: Facts = False,
    force: Force = False,
    db: Database = None,
) -> None:
    """Write the ratings for other programs: pseudonyms only.

    For example: etudes session export k7mq3d --format csv,db --output study
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
