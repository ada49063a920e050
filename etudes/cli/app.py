"""The commands of `etudes`."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli import console
from etudes.item.kinds import NAMES

app = typer.Typer(
    help="Practice music at a chosen level for a chosen instrument.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
corpus_app = typer.Typer(help="The tunes that a model learns from.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
InstrumentFile = Annotated[
    Path | None,
    typer.Option("--instrument-file", help="Instruments of your own: a TOML file."),
]
RubricFile = Annotated[
    Path | None, typer.Option("--rubric", help="Levels of your own, a TOML file.")
]
Database = Annotated[
    Path | None, typer.Option("--db", help="The store; ETUDES_DB says the same.")
]


# `readable=False`: a file that may not be read is answered with its line, like any other
Scores = typer.Argument(
    metavar="FILE...",
    help="MusicXML, MXL, MIDI, ABC or kern; a folder: those in it.",
    readable=False,
)


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
def make(
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
    temperature: Annotated[
        float | None, typer.Option(help="Below 1 tamer, above 1 wilder than the model.")
    ] = None,
    top_p: Annotated[
        float | None,
        typer.Option(help="Keep to the likeliest choices, of so much probability."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Printed above.")] = None,
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
    format_: Annotated[
        str | None,
        typer.Option("--format", help="Any of pdf,svg,png,ly,musicxml,midi,abc."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder, or a file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files.")] = False,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same music.")] = None,
    again: Annotated[
        str | None, typer.Option(help="Make the sheet of this item again.")
    ] = None,
    anew: Annotated[
        str | None,
        typer.Option(help="With --again: this item, but these bars new: 5-6."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="A model by name or folder.")] = None,
    rubric: RubricFile = None,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a page of études.

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
        "temperature": temperature,
        "top_p": top_p,
        "title": title,
        "seed": seed,
    }
    room.make(
        asked,
        paper=paper,
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


@app.command()
def grade(
    files: Annotated[list[Path], Scores],
    instrument: Annotated[str | None, typer.Option(help="Who is to play it.")] = None,
    reasons: Annotated[int, typer.Option(min=0, help="Reasons to print.")] = 3,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell how hard music is to read at sight, 1.0 to 8.9, and why: each line on its own.

    For example: etudes grade piece.musicxml --instrument violin
    """
    from etudes.cli import grade as room

    code = room.grade_files(
        files, instrument, reasons=reasons, as_json=as_json, quiet=quiet
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


@app.command()
def levels(
    rubric: RubricFile = None,
    as_json: Json = False,
    as_toml: Annotated[
        bool, typer.Option("--toml", help="Print the file, to copy and edit.")
    ] = False,
) -> None:
    """Show what each level allows.

    For example: etudes levels --toml > my.toml
    """
    from etudes.cli import levels as room

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


@corpus_app.command("build")
def corpus_build(
    include: Annotated[
        list[str] | None,
        typer.Option(help="Optional collections too: essen (non-commercial)."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="These collections alone: aird,ryan.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where to write it; default: the cache.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read the collections, split them by family, and cache the pieces.

    For example: ETUDES_CORPORA=corpora etudes corpus build
    """
    from etudes.cli import corpus

    corpus.build_corpus(only, include, folder, quiet)


@corpus_app.command("add")
def corpus_add(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of music.")],
    licence: Annotated[
        str | None, typer.Option(help="The rights, in a line: it is printed in the card.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Default: the folder's.")] = None,
    label: Annotated[str | None, typer.Option(help="Its name for people.")] = None,
    style: Annotated[str, typer.Option(help="air, dance, jig, song ...")] = "air",
    lines: Annotated[
        str, typer.Option(help="Which lines of a score: all, first or sung.")
    ] = "first",
    quiet: Quiet = False,
) -> None:
    """Make a folder of MusicXML, MXL, MIDI, ABC or kern files a collection of your own.

    For example: etudes corpus add lessons --licence "my own work"
    """
    from etudes.cli import corpus

    corpus.add_collection(folder, licence, name, label, style, lines, quiet)


@corpus_app.command("remove")
def corpus_remove(
    name: Annotated[str, typer.Argument(help="A collection of your own.")],
) -> None:
    """Forget a collection of your own; its files stay.

    For example: etudes corpus remove lessons
    """
    from etudes.cli import corpus

    corpus.remove_collection(name)


@corpus_app.command("show")
def corpus_show(as_json: Json = False) -> None:
    """Show what the built corpus holds, with licences.

    For example: etudes corpus show
    """
    from etudes.cli import corpus

    corpus.show_corpus(as_json)


@app.command()
def train(
    name: Annotated[str, typer.Argument(help="Folder to write the model to.")],
    minutes: Annotated[
        float | None, typer.Option(help="Time limit; default: 90, with --from 10.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(help="At most so many; default: 16, with --from 12.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed, the same model.")] = 1,
    base: Annotated[
        str | None, typer.Option("--from", help="Fine-tune this model: gru-256.")
    ] = None,
    collections: Annotated[
        list[str] | None, typer.Option(help="Learn from these alone: lessons,ryan.")
    ] = None,
    smoke: Annotated[bool, typer.Option("--smoke", help="A tiny one, for tests.")] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Forget an interrupted training.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Train a model on the built corpus (needs TensorFlow: the extra "train").

    Interrupted, it goes on with the same command.
    For example: etudes train models/mine --from gru-256 --collections lessons
    """
    from etudes.cli import train as room

    room.train_model(
        Path(name),
        minutes=minutes,
        epochs=epochs,
        seed=seed,
        base_name=base,
        collections=collections,
        smoke=smoke,
        restart=restart,
        quiet=quiet,
    )


@app.command()
def evaluate(
    model: Annotated[str | None, typer.Argument(help="A model by name or folder.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A folder; default: the model's own."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="On few pieces, in minutes.")
    ] = False,
    parts: Annotated[
        str | None, typer.Option(help="Some alone: likelihood,structure,endings.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same figures.")] = 1,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure a model on music that it never saw; write a report and its card.

    Parts: likelihood, distribution, discriminator, structure, endings, conditioning,
    copying, infilling, bias. What was measured before on the same model is kept.
    report.html prints well on A4: a browser makes a PDF of it.
    For example: etudes evaluate gru-256 --quick --output figures
    """
    from etudes.cli import evaluate as room

    code = room.evaluate_model(
        model, output, parts, seed, is_quick=quick, as_json=as_json, quiet=quiet
    )
    raise typer.Exit(code)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Tell what is installed and how to cure what is not.

    For example: etudes doctor
    """
    from etudes.cli import doctor as room

    room.examine(as_json)
