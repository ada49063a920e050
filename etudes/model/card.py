"""The model card: what a model is, in words, from its `model.json`."""

import json
from pathlib import Path
from typing import Any

from etudes.paths import data_folder


def write_card(folder: Path) -> None:
    """Write `CARD.md` beside a model's `model.json`."""
    record: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
    (folder / "CARD.md").write_text(card(record), "utf-8")


def card(record: dict[str, Any]) -> str:
    """Return the card of a model with this record, as Markdown."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Markdown from our own record
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("CARD.md.j2").render(record)
