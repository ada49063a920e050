"""The built corpus: pieces as arrays and a table of tunes, kept in the cache."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from etudes.corpus.collections import Collection, collections, tunes
from etudes.corpus.families import families, split_digest, split_of
from etudes.corpus.sequences import Sequences, sequences
from etudes.errors import DamagedData
from etudes.paths import cache_folder

CORPUS_VERSION = 2


@dataclass(frozen=True, slots=True)
class TuneRow:
    """What is known of one tune besides its notes."""

    id: str
    collection: str
    style: str
    title: str
    family: str
    split: str
    notes: int
    measures: int


@dataclass(frozen=True)
class Corpus:
    """The tunes of the collections that were found, and the pieces made of them."""

    tunes: tuple[TuneRow, ...]
    pieces: Sequences

    @property
    def collections(self) -> tuple[str, ...]:
        """The names of the collections in it, in the table's order."""
        found = {row.collection for row in self.tunes}
        return tuple(row.name for row in collections() if row.name in found)

    @property
    def split_digest(self) -> str:
        return split_digest([row.family for row in self.tunes])


def build(
    folder: Path | None = None,
    names: Iterable[str] | None = None,
    report: Callable[[str], None] = lambda message: None,
) -> Corpus:
    """Read the collections, split them by family, cut them into pieces, and cache it all.

    Raises
    ------
    DamagedData
        If not one of the collections is on this machine.
    """
    chosen = [row for row in collections() if names is None or row.name in set(names)]
    found = []
    for row in chosen:
        of_row = list(tunes(row))
        report(f"{row.name}: {len(of_row)} melodies" + _absence(row))
        found += of_row
    if not found:
        raise DamagedData(
            "no collection was found; music21 brings the free ones "
            "(pip install music21), the others belong in the folder ETUDES_CORPORA"
        )
    names_of_families = families(found)
    report(f"families: {len(set(names_of_families))}")
    rows = tuple(
        TuneRow(
            tune.id,
            tune.collection,
            tune.style,
            tune.title,
            family,
            split_of(family),
            len(tune.melody.pitches),
            tune.melody.full_measures,
        )
        for tune, family in zip(found, names_of_families, strict=True)
    )
    corpus = Corpus(rows, sequences(found))
    report(f"pieces: {len(corpus.pieces)}")
    _save(corpus, folder or corpus_folder())
    return corpus


def load(folder: Path | None = None) -> Corpus:
    """Return the cached corpus.

    Raises
    ------
    DamagedData
        If it has not been built, is damaged, or was built by another version.
    """
    folder = folder or corpus_folder()
    try:
        table = json.loads((folder / "tunes.json").read_text("utf-8"))
        pieces = hashlib.sha256((folder / "pieces.npz").read_bytes()).hexdigest()
        if (table["version"], table["digest"]) != (CORPUS_VERSION, pieces):
            raise DamagedData(
                f"the corpus in {folder} is of another version or not the one that its "
                "table names; run 'etudes corpus build'"
            )
        rows = tuple(TuneRow(**row) for row in table["tunes"])
        return Corpus(rows, Sequences.load(folder / "pieces.npz"))
    except FileNotFoundError:
        raise DamagedData(
            f"a built corpus was expected in {folder}; run 'etudes corpus build'"
        ) from None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise DamagedData(
            f"the corpus in {folder} is damaged ({error}); run 'etudes corpus build'"
        ) from None


def corpus_folder() -> Path:
    """Return where the built corpus is cached."""
    return cache_folder() / "corpus"


def _save(corpus: Corpus, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    corpus.pieces.save(folder / "pieces.npz")
    table = {
        "version": CORPUS_VERSION,
        "digest": hashlib.sha256((folder / "pieces.npz").read_bytes()).hexdigest(),
        "tunes": [asdict(row) for row in corpus.tunes],
    }
    (folder / "tunes.json").write_text(json.dumps(table, ensure_ascii=False), "utf-8")


def _absence(row: Collection) -> str:
    return "" if row.path else " (its files are not on this machine)"
