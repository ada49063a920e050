"""A model folder: weights, vocabulary, `model.json` and a card for people.

models/<name>/weights.safetensors   the arrays, float32
models/<name>/vocabulary.json       what the token ids mean
models/<name>/copies.bin            what must not be copied (`etudes.originality`)
models/<name>/surrogate.safetensors the law that looks ahead (`etudes.model.surrogate`)
models/<name>/model.json            layers, data, licences, split, seed, figures
models/<name>/CARD.md               the same in words
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import EventArrays
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData, UnknownName
from etudes.model.architecture import Architecture
from etudes.model.identity import digest_of
from etudes.model.surrogate import (
    Surrogate,
    closed_lines,
    fit,
    learnt_pieces,
    read_surrogate,
    write_surrogate,
)
from etudes.originality.index import CopyIndex, read_index, write_index
from etudes.paths import data_folder

if TYPE_CHECKING:  # making music needs no corpus
    from etudes.corpus import Corpus

FORMAT = 1
DEFAULT_MODEL = "gru-256"

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class TrainedModel:
    """A model as read from its `folder`; `record` is the whole of `model.json`."""

    name: str
    architecture: Architecture
    vocabulary: Vocabulary
    weights: Weights
    record: dict[str, Any]
    folder: Path | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over what decides which music is made: weights, vocabulary, the index of
        what must not be copied, and the surrogate."""
        return digest_of(self.record)

    @cached_property
    def copies(self) -> CopyIndex | None:
        """The index of the training music, or None for a model that has no cap on copying.

        Raises
        ------
        DamagedData
            If the index is not the one that `model.json` records.
        """
        if self.folder is None or "copies" not in self.record:
            return None
        index = read_index(self.folder)
        if index is None or index.digest != self.record["copies"]["digest"]:
            raise DamagedData(
                f"the index of the training music in {self.folder} is not there or not the "
                "one that its model.json records; fetch the folder again"
            )
        return index

    @cached_property
    def surrogate(self) -> Surrogate | None:
        """The law that looks ahead to the end, or None for a model that has none.

        Raises
        ------
        DamagedData
            If it is not the one that `model.json` records, or does not fit the vocabulary.
        """
        if self.folder is None or "surrogate" not in self.record:
            return None
        digest = str(self.record["surrogate"]["digest"])
        return read_surrogate(self.folder, digest, self.vocabulary)


def read_model(name_or_path: str | Path = DEFAULT_MODEL) -> TrainedModel:
    """Return the model in `models/<name>/` or in a folder given by its path.

    Raises
    ------
    UnknownName
        If there is no such folder; the message lists the models there are.
    DamagedData
        If a file is missing, unreadable, or not the one that `model.json` records.
    """
    folder = _folder(name_or_path)
    try:
        record = json.loads((folder / "model.json").read_text("utf-8"))
        data = (folder / "weights.safetensors").read_bytes()
        words = (folder / "vocabulary.json").read_bytes()
        if record["format"] != FORMAT:
            raise DamagedData(
                f"the model in {folder} has format {record['format']}; this version reads "
                f"{FORMAT}"
            )
        if _digest(data, words) != record["digest"]:
            raise DamagedData(
                f"the model in {folder} is not the one that its model.json records: the "
                "digests differ; fetch the folder again or train anew with 'etudes train'"
            )
        from safetensors.numpy import load

        return TrainedModel(
            record["name"],
            Architecture.from_json(record["layers"]),
            Vocabulary.from_json(json.loads(words)),
            load(data),
            record,
            folder,
        )
    except FileNotFoundError as error:
        raise DamagedData(
            f"the model in {folder} lacks {Path(error.filename).name}"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedData(f"the model in {folder} cannot be read: {error}") from None


def write_model(
    folder: Path,
    architecture: Architecture,
    vocabulary: Vocabulary,
    weights: Weights,
    record: dict[str, Any],
) -> None:
    """Write a model folder; `record` becomes `model.json` with layers and digest added."""
    from safetensors.numpy import save

    folder.mkdir(parents=True, exist_ok=True)
    data = save({name: np.ascontiguousarray(weights[name]) for name in sorted(weights)})
    words = json.dumps(vocabulary.to_json(), indent=1).encode()
    full = {
        "format": FORMAT,
        "name": folder.name,
        "digest": _digest(data, words),
        "layers": architecture.to_json(),
        "parameters": int(sum(w.size for w in weights.values())),
        **record,
    }
    (folder / "weights.safetensors").write_bytes(data)
    (folder / "vocabulary.json").write_bytes(words)
    (folder / "model.json").write_text(
        json.dumps(full, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def forbid_copies(
    folder: Path,
    lines: Iterable[tuple[str, EventArrays]],
    base: CopyIndex | None = None,
) -> CopyIndex:
    """Give a model folder the index of the music that it learnt from, and record it.

    From then on `make` prints nothing that shares more than 12 notes in a row with it.

    Parameters
    ----------
    lines : the family and the notes of each line
        (`etudes.originality.sources.training_lines` and `with_families`).
    base : the index of the model that this one was trained from.
    """
    index = write_index(folder, lines, base)
    _record(folder, {"copies": index.record()})
    return index


def give_surrogate(
    folder: Path,
    corpus: "Corpus",
    pieces: Iterable[int] | None = None,
    base: Surrogate | None = None,
) -> Surrogate:
    """Give a model folder the surrogate of the music that it learnt from, and record it.

    The surrogate of a model that was trained further is that of its own training side on
    top of the base's: what its few pieces do not tell stays as the base had it. If the base
    has none, it is that of its own training side alone.

    Parameters
    ----------
    pieces : what it learnt from, of which those count that close; None is the training
        side of the collections that `model.json` names, of all if it names none.
    base : the surrogate of the model that this one was trained from.

    Returns
    -------
    Surrogate
        As it will be read, rounded as it was written.

    Raises
    ------
    UnknownName
        If `pieces` is None and the corpus lacks a collection.
    """
    words = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    vocabulary = Vocabulary.from_json(words)
    if pieces is None:
        rows = json.loads((folder / "model.json").read_text("utf-8")).get("data", [])
        names = [str(row["collection"]) for row in rows]
        pieces = learnt_pieces(corpus, names or corpus.collections)
    fitted = fit(closed_lines(corpus, pieces), vocabulary, base)
    digest = write_surrogate(folder, fitted)
    _record(folder, {"surrogate": {"digest": digest}})
    return read_surrogate(folder, digest, vocabulary)


def _record(folder: Path, more: dict[str, Any]) -> None:
    """Add to `model.json`."""
    path = folder / "model.json"
    record = json.loads(path.read_text("utf-8")) | more
    draft = folder / ".model.json"
    draft.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    draft.replace(path)  # never half a record


def _folder(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.is_dir():
        return path
    models = data_folder("models")
    if path.name == str(name_or_path) and (models / path.name).is_dir():
        return models / path.name
    names = sorted(p.name for p in models.iterdir() if (p / "model.json").exists())
    raise UnknownName(
        f"a model was expected ({', '.join(names) or 'none is installed'}), "
        f"not '{name_or_path}'"
    )


def _digest(weights: bytes, vocabulary: bytes) -> str:
    both = hashlib.sha256(weights).digest() + hashlib.sha256(vocabulary).digest()
    return hashlib.sha256(both).hexdigest()
