"""Training: a tiny corpus is learnt by heart, and nothing that goes wrong spoils it."""

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from conftest import melody

from etudes.corpus import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import sequences
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData, InvalidValue, OutputError
from etudes.model import clock
from etudes.model.architecture import Architecture
from etudes.model.card import card
from etudes.model.checkpoints import Progress
from etudes.model.clock import Clock
from etudes.model.curve import curve
from etudes.model.folder import read_model, write_model
from etudes.model.network import build_network, export_weights
from etudes.model.sides import split_few
from etudes.model.training import Plan, train

TINY = Plan(
    architecture=Architecture(gru=(12,), duration_head=8, pitch_head=8),
    epochs=2,
    minutes=60,
    events=128,
)

_TUNES = (
    "2/4 D4:1/8 E4:1/8 F#4:1/8 G4:1/8 A4:1/4 A4:1/4 B4:1/8 A4:1/8 G4:1/8 F#4:1/8 "
    "E4:1/4 D4:1/4",
    "3/4 D4:1/4 F#4:1/4 A4:1/4 B4:1/2 A4:1/4 G4:1/4 F#4:1/4 E4:1/4 D4:3/4",
)


@pytest.fixture(scope="session")
def two_tunes() -> Corpus:
    """Two tunes, on every side of the split at once: here learning by heart is the aim."""
    tunes = [
        Tune(f"t{i}/{side}", "aird", "air", "", f"t{i}", melody(text, "D major"))
        for side in ("train", "validation", "test")
        for i, text in enumerate(_TUNES * 12)
    ]
    rows = tuple(
        TuneRow(t.id, "aird", "air", "", t.group, t.id.partition("/")[2], 10, 4)
        for t in tunes
    )
    return Corpus(rows, sequences(tunes, processes=1))


@pytest.mark.slow
def test_two_tunes_are_learnt_by_heart_and_the_folder_reads_back(
    two_tunes: Corpus, tmp_path: Path
) -> None:
    """After some epochs hardly a bit an event is left; weights and card survive."""
    plan = Plan(
        architecture=Architecture(gru=(48,), duration_head=32, pitch_head=32),
        epochs=40,
        minutes=2,
        events=128,
        learning_rate=1e-2,
        dropout=0.0,
        patience=40,
    )

    record = train(two_tunes, tmp_path / "tiny", plan, lambda message: None)
    model = read_model(tmp_path / "tiny")

    assert record["bits_per_event"]["test"]["free"]["joint"] < 0.4
    assert model.record["split"] == two_tunes.split_digest
    assert "no licence is granted in writing" in " ".join(
        card(model.record).lower().split()
    )
    assert [path.name for path in tmp_path.iterdir() if "tiny" in path.name] == ["tiny"]


@pytest.mark.slow
def test_a_changed_weight_file_is_noticed(
    small_vocabulary: Vocabulary, small_architecture: Architecture, tmp_path: Path
) -> None:
    """A digest guards the folder."""
    weights = export_weights(build_network(small_architecture, small_vocabulary))
    write_model(tmp_path / "m", small_architecture, small_vocabulary, weights, {})
    path = tmp_path / "m" / "weights.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))

    with pytest.raises(DamagedData, match="digests differ"):
        read_model(tmp_path / "m")


@pytest.mark.slow
def test_weights_come_back_as_they_were_written(
    small_vocabulary: Vocabulary, small_architecture: Architecture, tmp_path: Path
) -> None:
    """Every array, bit by bit."""
    weights = export_weights(build_network(small_architecture, small_vocabulary))
    write_model(tmp_path / "m", small_architecture, small_vocabulary, weights, {})

    read = read_model(tmp_path / "m").weights

    assert read.keys() == weights.keys()
    assert all(np.array_equal(read[name], weights[name]) for name in weights)


def stop_after(epoch: int) -> Callable[[str], None]:
    """Return a report that is interrupted, as by Ctrl-C, once an epoch is done."""

    def report(line: str) -> None:
        if line.startswith(f"epoch {epoch} "):
            raise KeyboardInterrupt

    return report


def quiet(line: str) -> None:
    pass


def weights_of(folder: Path) -> bytes:
    return (folder / "weights.safetensors").read_bytes()


@pytest.fixture(scope="session")
def whole(two_tunes: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was trained without interruption."""
    folder = tmp_path_factory.mktemp("training") / "model"
    train(two_tunes, folder, TINY, quiet)
    return folder


@pytest.fixture(scope="session")
def half(two_tunes: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a training of two epochs leaves that was interrupted after the first."""
    folder = tmp_path_factory.mktemp("training") / "model"
    with pytest.raises(KeyboardInterrupt):
        train(two_tunes, folder, TINY, stop_after(1))
    assert not folder.exists()
    return folder.with_name("model.training")


@pytest.fixture
def interrupted(half: Path, tmp_path: Path) -> Path:
    """The folder that an interrupted training was to write."""
    shutil.copytree(half, tmp_path / "model.training")
    return tmp_path / "model"


@pytest.mark.slow
def test_an_interrupted_training_ends_as_an_uninterrupted_one(
    interrupted: Path, whole: Path, two_tunes: Corpus
) -> None:
    """The same weights, bit by bit; nothing is left beside the model."""
    train(two_tunes, interrupted, TINY, quiet)

    assert weights_of(interrupted) == weights_of(whole)
    assert [path.name for path in interrupted.parent.glob("model*")] == ["model"]


@pytest.mark.slow
def test_an_average_of_the_weights_is_kept_and_resumed(
    two_tunes: Corpus, whole: Path, tmp_path: Path
) -> None:
    """Other weights than without it, and the same after an interruption."""
    plan = replace(TINY, average=0.9)
    train(two_tunes, tmp_path / "at-once", plan, quiet)

    with pytest.raises(KeyboardInterrupt):
        train(two_tunes, tmp_path / "broken", plan, stop_after(1))
    train(two_tunes, tmp_path / "broken", plan, quiet)

    assert weights_of(tmp_path / "broken") == weights_of(tmp_path / "at-once")
    assert weights_of(tmp_path / "broken") != weights_of(whole)


@pytest.mark.slow
def test_an_interrupted_training_is_not_overwritten_by_another(
    interrupted: Path, two_tunes: Corpus
) -> None:
    """Other settings are refused, and --restart is named; the time limit may change."""
    kept = interrupted.with_name("model.training") / "last.safetensors"
    before = kept.read_bytes()

    with pytest.raises(OutputError, match=r"differs in: seed.*--restart"):
        train(two_tunes, interrupted, replace(TINY, seed=2), quiet)
    assert kept.read_bytes() == before
    said: list[str] = []
    train(two_tunes, interrupted, replace(TINY, minutes=50), said.append)

    assert "going on after epoch 1" in said


@pytest.mark.slow
def test_a_checkpoint_cut_short_is_refused_until_restart(
    interrupted: Path, two_tunes: Corpus
) -> None:
    """As a broken disk would leave it."""
    kept = interrupted.with_name("model.training") / "last.safetensors"
    kept.write_bytes(kept.read_bytes()[:-100])

    with pytest.raises(DamagedData, match="begin anew with --restart"):
        train(two_tunes, interrupted, TINY, quiet)
    train(two_tunes, interrupted, TINY, quiet, restart=True)

    assert read_model(interrupted).record["trained"]["epochs_done"] == 2


@pytest.mark.slow
def test_a_full_disk_keeps_the_last_epoch_and_the_training_goes_on(
    interrupted: Path,
    whole: Path,
    two_tunes: Corpus,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One clear error; nothing half-written lies about; then the same weights as ever."""
    kept = interrupted.with_name("model.training")
    before = {path.name: path.read_bytes() for path in kept.iterdir()}

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("etudes.paths.os.fsync", full)
        with pytest.raises(OutputError, match=r"No space left.*kept up to epoch 1"):
            train(two_tunes, interrupted, TINY, quiet)
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    train(two_tunes, interrupted, TINY, quiet)

    assert weights_of(interrupted) == weights_of(whole)


@pytest.mark.slow
def test_a_disk_that_fills_at_the_end_costs_no_training(
    interrupted: Path, two_tunes: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No half of a model folder; the next call writes it."""

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("etudes.model.training.write_model", full)
        with pytest.raises(OutputError, match="give the same command again"):
            train(two_tunes, interrupted, TINY, quiet)
    assert not interrupted.exists()
    said: list[str] = []
    train(two_tunes, interrupted, TINY, said.append)

    assert not any(line.startswith("epoch") for line in said)
    assert read_model(interrupted).record["trained"]["epochs_done"] == 2


@pytest.mark.slow
def test_fine_tuning_lowers_the_bits_of_what_it_is_given(
    whole: Path, two_tunes: Corpus, tmp_path: Path
) -> None:
    """From the weights of a model that learnt little, whose rights it inherits."""
    base = read_model(whole)
    restricted = replace(base, record={**base.record, "restrictions": ["non-commercial"]})
    plan = replace(TINY, epochs=12, learning_rate=1e-2, dropout=0.0)

    record = train(two_tunes, tmp_path / "own", plan, quiet, base=restricted)

    bits = [row["training"] for row in record["curve"]]
    assert bits[-1] < bits[0] - 0.5
    assert record["restrictions"] == ["non-commercial"]
    assert record["based_on"]["digest"] == base.digest
    told = card(read_model(tmp_path / "own").record)
    assert "Restricted: non-commercial" in told and "Fine-tuned from model" in told


def test_a_corpus_of_one_side_is_too_small_to_train_from_nothing(
    two_tunes: Corpus, tmp_path: Path
) -> None:
    """The line counts the families of each side and offers fine-tuning."""
    rows = tuple(replace(row, split="train") for row in two_tunes.tunes)

    with pytest.raises(DamagedData, match=r"validation 0, test 0.*--from"):
        train(replace(two_tunes, tunes=rows), tmp_path / "m", TINY, quiet)
    assert not (tmp_path / "m").exists()


def test_a_folder_that_holds_something_is_never_written_to(
    two_tunes: Corpus, tmp_path: Path
) -> None:
    """Neither a model nor a teacher's letters."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Dear parents", "utf-8")

    with pytest.raises(OutputError, match="holds other files"):
        train(two_tunes, tmp_path / "letters", TINY, quiet)


@pytest.mark.parametrize(
    ("count", "held_out", "told"), [(2, 0, "too few"), (3, 1, "1 of 3"), (24, 2, "2 of 24")]
)
def test_of_few_families_one_in_ten_is_held_out(
    count: int, held_out: int, told: str, two_tunes: Corpus
) -> None:
    """Of two none is; the sides have no family in common and nothing is lost."""
    rows = tuple(replace(r, family=f"f{i % count}") for i, r in enumerate(two_tunes.tunes))
    corpus = replace(two_tunes, tunes=rows)

    sides = split_few(corpus, range(len(corpus.pieces)))

    of = {
        side: {rows[corpus.pieces.tune[i]].family for i in getattr(sides, side)}
        for side in ("train", "validation", "test")
    }
    assert (len(of["validation"]), of["test"]) == (held_out, set())
    assert len(of["train"] | of["validation"]) == count
    assert not of["train"] & of["validation"]
    assert told in sides.told


def test_the_clock_rules_only_a_training_that_it_will_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A slow start is forgiven; a tenth of the time behind, the minutes count."""
    seconds = iter((0, 30, 150, 300, 420))
    monkeypatch.setattr(clock.time, "monotonic", lambda: next(seconds))
    one = Clock(replace(TINY, minutes=10), Progress())

    done = [round(one.done(by_epochs), 3) for by_epochs in (0.0, 0.2, 0.3, 0.65)]

    assert done == [0.0, 0.2, 0.5, 0.7]


def test_the_best_epoch_counts_and_how_long_ago_it_was() -> None:
    """What the base model had counts as an epoch; without a held-out side none is best."""
    rows = tuple({"validation": bits} for bits in (3.0, 2.5, 2.6, 2.5))

    assert (Progress(4, 1.0, 3.5, rows).best, Progress(4, 1.0, 3.5, rows).waited) == (
        2.5,
        2,
    )
    assert Progress(4, 1.0, 2.0, rows).waited == 4
    assert Progress(1, 1.0, None, ({"validation": None},)).best is None
    assert Progress(1, 1.0, None, ({"validation": None},)).waited == 0


@pytest.mark.parametrize("first", [None, 3.5])
def test_the_curve_is_a_drawing_with_a_line_for_each_side(first: float | None) -> None:
    """Well-formed, whatever the model's name; every point inside the drawing."""
    rows = ({"training": 4.1, "validation": 3.2}, {"training": 3.0, "validation": 2.9})
    drawn = curve("a<b & c", Progress(2, 1.0, first, rows))
    svg = ElementTree.fromstring(drawn)  # noqa: S314 - the program's own

    lines = [e.attrib["points"].split() for e in svg.iter() if e.tag.endswith("polyline")]
    assert [len(points) for points in lines] == [2, 2 + (first is not None)]
    for x, y in (point.split(",") for points in lines for point in points):
        assert 0 < float(x) < 660 and 0 < float(y) < 360


@pytest.mark.parametrize("change", [{"epochs": 0}, {"minutes": 0}, {"average": 1.0}])
def test_a_plan_is_valid_at_birth(change: dict[str, float]) -> None:
    """No epochs, no time, or an average that never moves."""
    with pytest.raises(InvalidValue, match=next(iter(change))):
        replace(TINY, **change)
