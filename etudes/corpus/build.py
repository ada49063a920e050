"""The built corpus: pieces as arrays and a table of tunes, kept in the cache."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from etudes.corpus.collections import Collection, Tune, collections, tunes
from etudes.corpus.families import families, split_digest, split_of
from etudes.corpus.own import choose
from etudes.corpus.sequences import Sequences, sequences
from etudes.errors import DamagedData, OutputError, UnknownName
from etudes.paths import cache_folder

CORPUS_VERSION = 3

Report = Callable[[str], None]
Watch = Callable[[str, float | None], None]
"""Told what is going on and which share of it is done; None where that is not known."""


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
    """The tunes of the collections that were found, and the pieces made of them.

    `table` holds the rows of the collections as they were at the time of reading: the
    rights of a tune do not change when its collection is removed.
    """

    tunes: tuple[TuneRow, ...]
    pieces: Sequences
    table: tuple[Collection, ...] = field(default_factory=collections)

    @property
    def collections(self) -> tuple[str, ...]:
        """The names of the collections in it, in the table's order."""
        found = {row.collection for row in self.tunes}
        return tuple(row.name for row in self.table if row.name in found)

    @property
    def split_digest(self) -> str:
        return split_digest([row.family for row in self.tunes])

    def collection(self, name: str) -> Collection:
        """Return one of the collections in it.

        Raises
        ------
        UnknownName
            If it has none of this name.
        """
        for row in self.table:
            if row.name == name and name in self.collections:
                return row
        raise UnknownName(
            f"a collection of the built corpus was expected "
            f"({', '.join(self.collections)}), not '{name}'; "
            "'etudes corpus build' reads the others"
        )


def build(
    folder: Path | None = None,
    names: Iterable[str] | None = None,
    report: Report = lambda line: None,
    *,
    include: Iterable[str] = (),
    watch: Watch = lambda what, share: None,
) -> Corpus:
    """Read the collections, split them by family, cut them into pieces, and cache it all.

    Parameters
    ----------
    names, include : which collections, as in `choose`.

    Raises
    ------
    UnknownName
        If there is no collection of a name.
    DamagedData
        If not one of the collections is on this machine.
    OutputError
        If the cache cannot be written.
    """
    corpus = gather(choose(names, include), report, watch)
    _save(corpus, folder or corpus_folder())
    return corpus


def gather(
    table: Sequence[Collection],
    report: Report = lambda line: None,
    watch: Watch = lambda what, share: None,
) -> Corpus:
    """Return the corpus of some collections without keeping it.

    Raises
    ------
    DamagedData
        If not one melody was found.
    """
    found = [tune for row in table for tune in _tunes(row, report, watch)]
    if not found:
        raise DamagedData(
            f"no melody was found ({', '.join(row.name for row in table)}); music21 brings "
            "the free collections (pip install music21), the others belong in the folder "
            "ETUDES_CORPORA, your own are added with 'etudes corpus add DIR'"
        )
    watch("families", None)
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
    watch("pieces", None)
    corpus = Corpus(rows, sequences(found), tuple(table))
    report(f"pieces: {len(corpus.pieces)}")
    return corpus


def _tunes(row: Collection, report: Report, watch: Watch) -> list[Tune]:
    """Return the tunes of a collection; of a user's own, say what is left out."""
    refusals: list[str] = []
    found = list(tunes(row, refusals.append, lambda share: watch(row.name, share)))
    report(f"{row.name}: {len(found)} melodies" + _absence(row))
    if row.is_own:
        for refusal in refusals:
            report(f"left out: {refusal}")
    if found and row.restriction:
        report(f"{row.name} is {row.restriction}: so is every model that learns from it")
    return found


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
        sequences = Sequences.load(folder / "pieces.npz")
        if "collections" not in table:  # built before users had collections of their own
            return Corpus(rows, sequences)
        of = tuple(Collection(**row) for row in table["collections"])
        return Corpus(rows, sequences, of)
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
    """Write the corpus beside the old one, then put it in its place."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".etudes-") as name:
            new = Path(name)
            corpus.pieces.save(new / "pieces.npz")
            digest = hashlib.sha256((new / "pieces.npz").read_bytes()).hexdigest()
            table = {
                "version": CORPUS_VERSION,
                "digest": digest,
                "collections": [asdict(row) for row in corpus.table],
                "tunes": [asdict(row) for row in corpus.tunes],
            }
            text = json.dumps(table, ensure_ascii=False)
            (new / "tunes.json").write_text(text, "utf-8")
            for file in ("pieces.npz", "tunes.json"):
                (new / file).replace(folder / file)
    except OSError as error:
        raise OutputError(
            f"the corpus cannot be written to {folder}: {error.strerror or error}"
        ) from error


def _absence(row: Collection) -> str:
    return "" if row.path else " (its files are not on this machine)"
