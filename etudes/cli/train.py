"""`etudes train`: from a corpus to a model folder."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from etudes.cli.console import complain, print_line
from etudes.cli.corpus import names_in
from etudes.cli.progress import Bar, bar
from etudes.errors import MissingTool

if TYPE_CHECKING:
    from etudes.corpus import Corpus
    from etudes.model.clock import Moment


def train_model(
    folder: Path,
    *,
    minutes: float | None,
    epochs: int | None,
    seed: int,
    base_name: str | None,
    collections: Sequence[str] | None,
    smoke: bool,
    restart: bool,
    quiet: bool,
) -> None:
    """Train a model and say how good it is; None is the plan's own value."""
    import importlib.util

    if importlib.util.find_spec("tensorflow") is None:
        raise MissingTool(
            "training needs TensorFlow, which is not installed; "
            "install it with: pip install 'etudes-music[train]'"
        )
    from etudes.model import training
    from etudes.model.folder import read_model
    from etudes.model.whole import refuse_taken

    folder = folder.resolve()
    refuse_taken(folder)
    base = read_model(base_name) if base_name else None
    plan = training.fine_tuning(training.Plan()) if base else training.Plan()
    plan = training.smoke(plan) if smoke else plan
    plan = replace(
        plan,
        seed=seed,
        minutes=plan.minutes if minutes is None else minutes,
        epochs=plan.epochs if epochs is None else epochs,
    )
    names = names_in(collections)
    with _interruption(folder), bar(quiet=quiet) as shown:
        corpus = _corpus(names, shown)
        shown.show("starting TensorFlow", None, "")
        with _no_chatter():
            import keras  # noqa: F401 - imported while nobody hears it
        record = training.train(
            corpus,
            folder,
            plan,
            shown.say,
            base=base,
            collections=names,
            restart=restart,
            watch=lambda moment: _show(shown, moment),
        )
    _print_result(folder, record)


def _corpus(names: Sequence[str] | None, shown: Bar) -> "Corpus":
    """Return the built corpus; collections of a user's own alone are read afresh."""
    from etudes.corpus import load
    from etudes.corpus.build import gather
    from etudes.corpus.own import choose, own_collections

    if names and set(names) <= {row.name for row in own_collections()}:
        return gather(
            choose(names), shown.say, lambda what, share: shown.show(what, share, "")
        )
    return load()


def _show(shown: Bar, moment: "Moment") -> None:
    minutes, seconds = divmod(round(moment.seconds_left), 60)
    shown.show(
        f"epoch {moment.epoch} of {moment.epochs}",
        moment.done,
        f"{moment.bits:.2f} bits an event, {moment.events_per_second:,.0f} events/s, "
        f"{minutes}:{seconds:02} left",
    )


def _print_result(folder: Path, record: dict[str, Any]) -> None:
    measured = record["bits_per_event"]
    side = "test" if measured["test"] else "validation"
    bits = ", ".join(f"{name} {row['joint']:.3f}" for name, row in measured[side].items())
    told = f"{bits} bits an event on its {side} side" if bits else "nothing was held out"
    print_line(f"{folder}: {told}")
    if record["restrictions"]:
        print_line(f"its data make this model {', '.join(record['restrictions'])}")


@contextmanager
def _interruption(folder: Path) -> Iterator[None]:
    """Turn Ctrl-C into one line that says how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        kept = folder.with_name(f"{folder.name}.training")
        if (kept / "last.safetensors").exists():
            complain(f"interrupted; '{kept}' is kept: the same command goes on from it")
        else:
            complain("interrupted before an epoch was done; nothing is kept")
        raise typer.Exit(130) from None


@contextmanager
def _no_chatter() -> Iterator[None]:
    """Keep what a library's C++ prints while it is loaded from standard error."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
