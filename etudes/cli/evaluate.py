"""`etudes evaluate`: a model and the built corpus in, a report and a card out."""

import json
import shlex
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from etudes.cli.console import complain, print_json, print_line, say
from etudes.corpus import load
from etudes.evaluation.evaluate import chosen, evaluate
from etudes.evaluation.page import render
from etudes.evaluation.plan import FULL, QUICK
from etudes.model.card import CARD, EVALUATION, read_evaluation, write_card
from etudes.model.folder import DEFAULT_MODEL, TrainedModel, read_model
from etudes.model.key_figures import key_figures
from etudes.paths import write_whole
from etudes.runtime import Runtime

REPORT = "report.html"

NOTHING_MEASURED = 3
"""The exit code where not one part that was asked for could be measured."""


def evaluate_model(
    name: str | None,
    output: Path | None,
    parts: str | None,
    seed: int,
    *,
    is_quick: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Measure a model, write evaluation, report and card, and print what was found; return
    the exit code.

    What was measured is written after each part: an interruption loses one part at most.
    """
    names = chosen(None if parts is None else [p.strip() for p in parts.split(",")])
    model = read_model(name or DEFAULT_MODEL)
    folder = (output or _default_folder(model)).resolve()
    earlier = read_evaluation(folder)
    corpus = load()
    plan = replace(QUICK if is_quick else FULL, seed=seed)
    command = _command(name, parts, seed, is_quick)

    done: list[dict[str, Any]] = []

    def keep(document: dict[str, Any]) -> None:
        done.append(document)
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        write_whole(folder / EVALUATION, text.encode())

    try:
        document = evaluate(
            Runtime(model),
            corpus,
            plan,
            lambda line: say(line, quiet=quiet),
            parts=names,
            earlier=earlier,
            command=command,
            keep=keep,
        )
    except KeyboardInterrupt:
        left = ",".join(names[len(done) :])
        kept = f"what was measured is kept in '{folder}': " if done else ""
        complain(f"interrupted; {kept}go on with --parts {left}")
        raise typer.Exit(130) from None
    write_whole(folder / REPORT, render(document).encode())
    if model.folder is not None:
        write_card(model.folder, folder)
    if as_json:
        print_json(document)
    else:
        _print(document, names, folder)
    say(f"written to '{folder}': {EVALUATION}, {REPORT}, {CARD}", quiet=quiet)
    found = [document["parts"][part] for part in names]
    if any(part.get("is_defect") for part in found):
        return 1
    return 0 if any("figures" in part for part in found) else NOTHING_MEASURED


def _print(document: dict[str, Any], names: Sequence[str], folder: Path) -> None:
    for figure in key_figures(document):
        if figure.part in names:
            beside = "" if figure.beside == "–" else f"; {figure.beside}"
            print_line(f"{figure.what}: {figure.value}{beside} ({figure.count})")
    for name in names:
        if "problem" in document["parts"][name]:
            print_line(f"{name}: not measured: {document['parts'][name]['problem']}")
    print_line(str(folder / REPORT))


def _default_folder(model: TrainedModel) -> Path:
    """Return the model's own folder if it can be written, else one where we are."""
    if model.folder is not None:
        with suppress(OSError), tempfile.TemporaryFile(dir=model.folder):
            return model.folder
    return Path.cwd() / f"{model.name}-evaluation"


def _command(name: str | None, parts: str | None, seed: int, is_quick: bool) -> str:
    """Return the command that does the same again."""
    words = [
        "etudes",
        "evaluate",
        *([Path(name).name] if name else []),
        "--seed",
        str(seed),
    ]
    words += ["--quick"] if is_quick else []
    words += ["--parts", parts] if parts else []
    return shlex.join(words)
