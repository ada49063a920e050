"""Making music, and what was made."""

from dataclasses import fields
from typing import Annotated, Any

import typer

from etudes.cli.commands.options import (
    Contrast,
    Database,
    Easy,
    Force,
    Formats,
    InstrumentFile,
    Json,
    Language,
    Large,
    Output,
    Paper,
    Plain,
    Quiet,
    RubricFile,
    Template,
    Title,
    TwoUp,
)
from etudes.item.kinds import NAMES
from etudes.sheet.layout import KINDS, Layout

app = typer.Typer()
_SHEETS = f"One of {', '.join(KINDS)}."


def _looks(context: typer.Context) -> dict[str, Any]:
    """Return what was asked of the layout: options are called as its fields are."""
    given = {field.name: context.params.get(field.name) for field in fields(Layout)}
    return given | {"kind": context.params["sheet"]}


@app.command()
def make(
    context: typer.Context,
    level: Annotated[int | None, typer.Option(help="1 (first term) to 8.")] = None,
    instrument: Annotated[
        str | None, typer.Option(help="Such as violin; or generic, with clef and range.")
    ] = None,
    instrument_file: InstrumentFile = None,
    clef: Annotated[str | None, typer.Option(help="Another clef: tenor, bass.")] = None,
    transposition: Annotated[
        str | None, typer.Option(help="Of generic, from written to sound: M-2.")
    ] = None,
    count: Annotated[int | None, typer.Option(help="How many; default: a page.")] = None,
    measures: Annotated[int | None, typer.Option(help="Bars of each.")] = None,
    key: Annotated[str | None, typer.Option(help="Written key: 'D major', Em.")] = None,
    time: Annotated[str | None, typer.Option(help="Metre: 6/8.")] = None,
    tempo: Annotated[int | None, typer.Option(help="Beats a minute.")] = None,
    range_: Annotated[
        str | None, typer.Option("--range", help="Written range: G3:B5.")
    ] = None,
    values: Annotated[
        str | None, typer.Option(help="Note values allowed: 1/2,1/4,1/8.")
    ] = None,
    max_leap: Annotated[str | None, typer.Option(help="Largest leap: P5, m3.")] = None,
    style: Annotated[str | None, typer.Option(help="Such as jig, march, song.")] = None,
    pickup: Annotated[
        bool | None, typer.Option("--pickup/--no-pickup", help="Begin with an upbeat.")
    ] = None,
    focus: Annotated[
        list[str] | None,
        typer.Option(help="More of: thirds,ties,key:Bb ('etudes focus' lists them)."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND: WORDS",
            help=f'Keep this too, such as "form: a a\' b a". Kinds: {NAMES} '
            "('etudes rules' explains them).",
        ),
    ] = None,
    contour: Annotated[
        str | None, typer.Option(help="A line like an arch, valley, rising or falling.")
    ] = None,
    tessitura: Annotated[
        str | None,
        typer.Option(help="Where the line should mostly lie, written: D4:A4."),
    ] = None,
    temperature: Annotated[
        float | None, typer.Option(help="Below 1 tamer, above 1 wilder than the model.")
    ] = None,
    top_p: Annotated[
        float | None,
        typer.Option(help="Keep to the likeliest choices, of so much probability."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help=_SHEETS)] = None,
    levels: Annotated[str | None, typer.Option(help="Of a series or a book: 1-8.")] = None,
    motif: Annotated[
        bool | None,
        typer.Option("--motif", help="All of a series begin with the same motif."),
    ] = None,
    title: Title = None,
    paper: Paper = None,
    language: Language = None,
    large: Large = None,
    easy: Easy = None,
    contrast: Contrast = None,
    plain: Plain = None,
    two_up: TwoUp = None,
    template: Template = None,
    format_: Formats = None,
    output: Output = None,
    force: Force = False,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same music.")] = None,
    again: Annotated[
        str | None,
        typer.Option(help="The same sheet again: the code at its foot, or an item's id."),
    ] = None,
    anew: Annotated[
        str | None,
        typer.Option(help="With --again: this item, but these bars new: 5-6."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="A model by name or folder.")] = None,
    rubric: RubricFile = None,
    no_preference: Annotated[
        bool,
        typer.Option(
            "--no-preference", help="Choose without what teachers were found to prefer."
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a sheet: études, sight-reading, a series, a book ...

    For example: etudes make --level 2 --instrument clarinet --key F --time 3/4
    """
    from etudes.cli import make as room

    asked = {
        "level": level,
        "instrument": instrument,
        "instrument_file": instrument_file,
        "clef": clef,
        "transposition": transposition,
        "count": count,
        "measures": measures,
        "key": key,
        "time": time,
        "tempo": tempo,
        "range": range_,
        "values": values,
        "max_leap": max_leap,
        "style": style,
        "pickup": pickup,
        "focus": focus,
        "rule": rule,
        "contour": contour,
        "tessitura": tessitura,
        "temperature": temperature,
        "top_p": top_p,
        "seed": seed,
    }
    room.make(
        asked,
        _looks(context),
        letterhead=template,
        formats=format_,
        output=output,
        force=force,
        again=again,
        anew=anew,
        model=model,
        rubric_file=rubric,
        database=db,
        as_json=as_json,
        quiet=quiet,
        is_by_preference=not no_preference,
    )


@app.command()
def export(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Items' ids or their starts.")
    ],
    sheet: Annotated[str | None, typer.Option(help=_SHEETS)] = None,
    title: Title = None,
    paper: Paper = None,
    language: Language = None,
    large: Large = None,
    easy: Easy = None,
    contrast: Contrast = None,
    plain: Plain = None,
    two_up: TwoUp = None,
    template: Template = None,
    format_: Formats = None,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Write items that were made before: on a new sheet, or for other programs.

    For example: etudes export 3f2a 81cc --format musicxml,anki
    """
    from etudes.cli import export as room

    room.export(
        ids,
        _looks(context),
        letterhead=template,
        formats=format_,
        output=output,
        force=force,
        database=db,
        as_json=as_json,
    )


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An item's id or its start.")],
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Show one item: what was asked, what it is, where it was written.

    For example: etudes show 3f2a
    """
    from etudes.cli import items

    items.show(id_, db, as_json)


@app.command()
def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An item's id or its start.")],
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Explain how one item was drawn: bits a note and what the rules removed, by bar.

    For example: etudes explain 3f2a
    """
    from etudes.cli import explain as room

    raise typer.Exit(room.explain(id_, db, as_json))


@app.command()
def play(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Items' ids or their starts.")
    ],
    db: Database = None,
) -> None:
    """Play items as they would sound, one after the other.

    For example: etudes play 3f2a
    """
    from etudes.cli import items

    items.play(ids, db)


@app.command("list")
def list_(
    limit: Annotated[int, typer.Option(help="At most so many.")] = 20,
    level: Annotated[int | None, typer.Option(help="Of this level only.")] = None,
    instrument: Annotated[str | None, typer.Option(help="For this one only.")] = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """List what has been made, newest first.

    For example: etudes list --instrument violin --limit 5
    """
    from etudes.cli import items

    items.list_items(limit, level, instrument, db, as_json)
