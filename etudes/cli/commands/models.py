"""Collections, training, evaluation."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli.commands.options import Json, Quiet

app = typer.Typer()
corpus_app = typer.Typer(help="The tunes that a model learns from.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")


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
