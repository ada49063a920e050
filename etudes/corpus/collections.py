"""The collections to train on: what they are, where they lie, and their tunes."""

import csv
import importlib.util
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from etudes.corpus.modes import with_fitting_signature
from etudes.corpus.tune_styles import number_of, style_of
from etudes.encoding.vocabulary import STYLES
from etudes.errors import EtudesError, InvalidValue
from etudes.melody import Melody
from etudes.reading import Score, read_each
from etudes.reading.files import SUFFIXES

MOST_CHORDS = 0.05
"""Lines with a larger share of chords than this are accompaniment, not melody."""

LINES = ("all", "first", "sung")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LONGEST_TEXT = 300

Refuse = Callable[[str], None]
"""Called with one line for each file or tune that gives nothing."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One row of `collections.toml`, or of a user's own table.

    `optional` rows are read only where they are asked for; `restriction` is what their
    rights forbid, and follows every model that learnt from them. `refit_keys` says that
    the files state major throughout. An absolute `folder` is a user's own.
    """

    name: str
    label: str
    style: str
    format: str
    folder: str
    files: str
    lines: str
    licence: str
    optional: bool = False
    restriction: str = ""
    refit_keys: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InvalidValue(
                "a collection's name was expected, of at most 40 letters a-z, digits, - "
                f"and _, not {self.name!r}"
            )
        for what, value, allowed in (
            ("style", self.style, STYLES),
            ("choice of lines", self.lines, LINES),
        ):
            if value not in allowed:
                raise InvalidValue(
                    f"a {what} was expected ({', '.join(allowed)}), not {value!r}"
                )
        for what, text in (("licence", self.licence), ("label", self.label)):
            if not (text.strip() and text.isprintable() and len(text) <= _LONGEST_TEXT):
                raise InvalidValue(
                    f"a {what} of one printable line was expected, at most "
                    f"{_LONGEST_TEXT} characters, not {text[:40]!r}"
                )

    @property
    def is_own(self) -> bool:
        """Whether a user added it."""
        return Path(self.folder).is_absolute()

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

    def scores(self) -> list[Path]:
        """Return its files that can hold music, in order; none where it is not here."""
        folder = self.path
        if folder is None:
            return []
        found = (p for p in folder.glob(self.files) if p.suffix.lower() in SUFFIXES)
        return sorted(found)


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
    """Return the table of collections that comes with the program."""
    table = tomllib.loads((Path(__file__).parent / "collections.toml").read_text("utf-8"))
    return tuple(Collection(name, **row) for name, row in table["collection"].items())


def tunes(
    row: Collection,
    refuse: Refuse = lambda line: None,
    watch: Callable[[float], None] = lambda share: None,
) -> Iterator[Tune]:
    """Yield every usable melody of a collection.

    Parameters
    ----------
    refuse : told of each file or ABC tune that is left out, and why.
    watch : told which share of the files has been read.
    """
    folder = row.path
    works = _works(folder) if folder and not row.is_own else {}
    files = [path for path in row.scores() if not works or path.name in works]
    for number, path in enumerate(files, start=1):
        for _, answer in read_each([path]):
            if isinstance(answer, EtudesError):
                refuse(str(answer))
                continue
            found = list(_tunes_of(row, path, answer, works.get(path.name, "")))
            if not found:
                refuse(f"{path.parent / answer.provenance.source}: {_nothing(row)}")
            yield from found
        watch(number / len(files))


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


def _tunes_of(row: Collection, path: Path, score: Score, work: str) -> Iterator[Tune]:
    source = score.provenance.source
    if row.is_own:  # two folders inside it may hold files of one name
        source = (path.parent.relative_to(row.folder) / source).as_posix()
    lines = score.lines[:1] if row.lines == "first" else score.lines
    for line_number, line in enumerate(lines):
        if line.chord_share > MOST_CHORDS or (row.lines == "sung" and not line.is_sung):
            continue
        for number, melody in enumerate(line.passages):
            place = f"{source}/{line_number}/{number}".replace(" ", "-")
            group = f"{row.name}/{work or source}"
            of = score.provenance
            style = style_of(row.name, row.style, number_of(of.source), of.rhythm, of.title)
            heard = with_fitting_signature(melody) if row.refit_keys else melody
            yield Tune(f"{row.name}/{place}", row.name, style, of.title, group, heard)


def _nothing(row: Collection) -> str:
    line = {"all": "a line", "first": "a first line", "sung": "a line with words"}
    return (
        f"{line[row.lines]} of single notes was expected, and there is none with at most "
        f"{MOST_CHORDS:.0%} chords"
    )
