"""Nothing that the training music holds is printed as new."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from etudes import Item, Request, make
from etudes.encoding.events import encode
from etudes.errors import DamagedData, UnsatisfiableRequest
from etudes.item.make import load_runtime
from etudes.melody import Melody
from etudes.model.folder import forbid_copies, read_model
from etudes.originality.index import CopyIndex
from etudes.runtime import Runtime

REQUEST = Request(level=5, instrument="violin", seed=4, count=2, measures=16)


@pytest.fixture(scope="module")
def uncapped() -> Runtime:
    """The model as it would be without an index."""
    model = read_model()
    record = {name: value for name, value in model.record.items() if name != "copies"}
    return Runtime(replace(model, record=record, folder=None))


@pytest.fixture(scope="module")
def first(uncapped: Runtime) -> list[Item]:
    """What is made where nothing is forbidden."""
    return make(REQUEST, uncapped)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model's folder."""
    return Path(shutil.copytree(read_model().folder or "", tmp_path / "model"))


def runs_of_13(melody: Melody) -> set[tuple[tuple[int, object], ...]]:
    """Return every 13 notes in a row, but for those in even values (scales may return),
    as intervals and ratios."""
    notes = [event for event in melody.events() if event.pitch]
    onsets = [note.onset for note in notes] + [melody.duration - melody.pickup]
    lengths = [b - a for a, b in pairwise(onsets)]
    moves = [
        (q.pitch.midi - p.pitch.midi, m / n)
        for (p, q), (n, m) in zip(pairwise(notes), pairwise(lengths), strict=True)
        if p.pitch and q.pitch
    ]
    runs = (tuple(moves[i : i + 12]) for i in range(len(moves) - 11))
    return {run for run in runs if any(ratio != 1 for _, ratio in run[:-1])}


def test_what_was_learnt_is_never_printed(first: list[Item], folder: Path) -> None:
    """If the études of one run are the training music, those of the next share no 13
    notes in a row with any of them, though the seed is the same."""
    forbid_copies(folder, ((item.id, encode(item.melody)) for item in first))
    forbidden = set().union(*(runs_of_13(item.melody) for item in first))

    again = make(REQUEST, load_runtime(str(folder)))

    assert len(again) == len(first)
    assert all(forbidden.isdisjoint(runs_of_13(item.melody)) for item in again)
    assert {item.id for item in again}.isdisjoint(item.id for item in first)


def test_an_item_is_the_same_whatever_is_made_with_it(
    first: list[Item], folder: Path
) -> None:
    """Where candidates are discarded too."""
    forbid_copies(folder, [(first[0].id, encode(first[0].melody))])
    runtime = load_runtime(str(folder))

    alone, *_ = make(replace(REQUEST, count=1), runtime)

    assert make(REQUEST, runtime)[0].melody == alone.melody != first[0].melody


def test_where_nothing_is_copied_nothing_changes(folder: Path) -> None:
    """An index of nothing costs no candidate: short pieces have hardly 13 notes to copy."""
    short = replace(REQUEST, level=2, measures=4)
    first = make(short, load_runtime())
    forbid_copies(folder, [])

    again = make(short, load_runtime(str(folder)))

    assert [item.melody for item in again] == [item.melody for item in first]


class Everything(CopyIndex):
    """An index in which every melody is."""

    def are_copies(self, melodies: Sequence[Melody]) -> list[bool]:
        return [True] * len(melodies)


def test_rather_nothing_than_a_copy(
    uncapped: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all that can be drawn was learnt, the request is refused in words."""
    monkeypatch.setattr("etudes.item.candidates.ROUNDS", 1)
    model = replace(uncapped.model)
    model.__dict__["copies"] = Everything(np.zeros(8, np.uint8), 1, 0)

    with pytest.raises(UnsatisfiableRequest, match="no more than 12 notes in a row"):
        make(replace(REQUEST, count=1, measures=4), Runtime(model))


def test_the_index_belongs_to_what_a_model_is(folder: Path) -> None:
    """With another index the same weights make other music: the digest is another."""
    before = read_model(folder).digest
    forbid_copies(folder, [])

    assert read_model(folder).digest != before


@pytest.mark.parametrize("what", ["lost", "another"])
def test_an_index_that_is_not_the_one_recorded_is_noticed(folder: Path, what: str) -> None:
    """Before anything is printed."""
    forbid_copies(folder, [])
    path = folder / "copies.bin"
    if what == "lost":
        path.unlink()
    else:
        other = make(replace(REQUEST, count=1), load_runtime())[0].melody
        record = (folder / "model.json").read_text("utf-8")
        forbid_copies(folder, [("a", encode(other))])
        (folder / "model.json").write_text(record, "utf-8")

    with pytest.raises(DamagedData, match="not there or not the one"):
        make(REQUEST, load_runtime(str(folder)))
