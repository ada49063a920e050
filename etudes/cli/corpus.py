"""`etudes corpus` and `etudes train`: from collections to a model folder."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from etudes.cli.console import print_json, print_line, print_table, say
from etudes.errors import MissingTool, OutputError


def build_corpus(quiet: bool) -> None:
    """Build the corpus and say what it holds."""
    from etudes.corpus.build import build, corpus_folder

    corpus = build(report=lambda message: say(message, quiet=quiet))
    print_line(
        f"{len(corpus.tunes)} melodies, {len(corpus.pieces)} pieces in {corpus_folder()}"
    )


def show_corpus(as_json: bool) -> None:
    """Print the collections of the built corpus."""
    from etudes.corpus import load
    from etudes.corpus.collections import collection

    corpus = load()
    rows: list[dict[str, Any]] = []
    for name in corpus.collections:
        tunes = [tune for tune in corpus.tunes if tune.collection == name]
        rows.append(
            {
                "collection": name,
                "label": collection(name).label,
                "melodies": len(tunes),
                "families": len({tune.family for tune in tunes}),
                "notes": sum(tune.notes for tune in tunes),
                **{
                    side: sum(tune.split == side for tune in tunes)
                    for side in ("train", "validation", "test")
                },
                "licence": collection(name).licence,
            }
        )
    if as_json:
        pieces = len(corpus.pieces)
        print_json({"collections": rows, "pieces": pieces, "split": corpus.split_digest})
        return
    columns = list(rows[0])
    print_table("Corpus", columns, [[str(row[c]) for c in columns] for row in rows])


def train_model(
    folder: Path, minutes: float, epochs: int, seed: int, smoke: bool, quiet: bool
) -> None:
    """Train a model and say how good it is."""
    import importlib.util

    if importlib.util.find_spec("tensorflow") is None:
        raise MissingTool(
            "training needs TensorFlow, which is not installed; "
            "install it with: pip install 'etudes-music[train]'"
        )
    if (folder / "model.json").exists():
        raise OutputError(f"'{folder}' holds a model already; name another folder")
    from etudes.corpus import load
    from etudes.model import training
    from etudes.model.card import write_card

    plan = replace(training.Plan(), minutes=minutes, epochs=epochs, seed=seed)
    if smoke:
        plan = training.smoke(plan)
    record = training.train(load(), folder, plan, lambda message: say(message, quiet=quiet))
    write_card(folder)
    joint = {name: row["joint"] for name, row in record["bits_per_event"]["test"].items()}
    print_line(f"{folder}: bits an event on the test side {joint}")
