"""The collections to train on: what they are, where they lie, and their tunes."""

import csv
import importlib.util
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from etudes.errors import EtudesError, UnknownName
from etudes.melody import Melody
from etudes.reading import Score, read

MOST_CHORDS = 0.05
"""Lines with a larger share of chords than this are accompaniment, not melody."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One row of `collections.toml`."""

    name: str
    label: str
    style: str
    format: str
    folder: str
    files: str
    lines: str
    licence: str

    @property
    def path(self) -> Path | None:
        """The folder of its files, or None where it is not on this machine."""
        head, _, rest = self.folder.partition("/")
        if head == "music21":
            spec = importlib.util.find_spec("music21")
            if spec is None or spec.origin is None:
                return None
            folder = Path(spec.origin).parent / "corpus" / rest
        else:
            folder = corpora_folder() / self.folder
        return folder if folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class Tune:
    """One melody of a collection, as long as it keeps its key and metre.

    `group` names what must stay together in a split besides variants: the song cycle,
    the quartet, the tune's own number.
    """

    id: str
    collection: str
    style: str
    title: str
    group: str
    melody: Melody


def corpora_folder() -> Path:
    """Return where collections that music21 does not bring are looked for."""
    return Path(os.environ.get("ETUDES_CORPORA") or user_data_path("etudes") / "corpora")


@cache
def collections() -> tuple[Collection, ...]:
    """Return the table of collections."""
    table = tomllib.loads((Path(__file__).parent / "collections.toml").read_text("utf-8"))
    return tuple(Collection(name, **row) for name, row in table["collection"].items())


def collection(name: str) -> Collection:
    """Return one collection by its name."""
    for row in collections():
        if row.name == name:
            return row
    names = ", ".join(row.name for row in collections())
    raise UnknownName(f"a collection was expected ({names}), not '{name}'")


def tunes(row: Collection) -> Iterator[Tune]:
    """Yield every usable melody of a collection; files that cannot be read are skipped."""
    folder = row.path
    if folder is None:
        return
    works = _works(folder)
    for path in sorted(folder.glob(row.files)):
        if works and path.name not in works:
            continue
        try:
            scores = read(path)
        except EtudesError:
            continue
        for score in scores:
            yield from _tunes_of(row, score, works.get(path.name, ""))


def _works(folder: Path) -> dict[str, str]:
    """Return file → composer and work, where the folder has an index of them."""
    index = folder / "index.tsv"
    if not index.exists():
        return {}
    with index.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            row[
                "file"
            ]: f"{row['composer']}/{(row['collection'] or '').strip() or row['title']}"
            for row in rows
        }


def _tunes_of(row: Collection, score: Score, work: str) -> Iterator[Tune]:
    lines = score.lines[:1] if row.lines == "first" else score.lines
    for line_number, line in enumerate(lines):
        if line.chord_share > MOST_CHORDS or (row.lines == "sung" and not line.is_sung):
            continue
        for number, melody in enumerate(line.passages):
            place = f"{score.provenance.source}/{line_number}/{number}".replace(" ", "-")
            group = (
                f"{row.name}/{work}" if work else f"{row.name}/{score.provenance.source}"
            )
            title = score.provenance.title
            yield Tune(f"{row.name}/{place}", row.name, row.style, title, group, melody)
