"""Training: a tiny corpus is learnt by heart, and the folder reads back."""

from pathlib import Path

import numpy as np
import pytest
from conftest import melody

from etudes.corpus.build import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import sequences
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData
from etudes.model.architecture import Architecture
from etudes.model.card import card
from etudes.model.folder import read_model, write_model
from etudes.model.network import build_network, export_weights
from etudes.model.training import Plan, train

pytestmark = pytest.mark.slow

_TUNES = (
    "2/4 D4:1/8 E4:1/8 F#4:1/8 G4:1/8 A4:1/4 A4:1/4 B4:1/8 A4:1/8 G4:1/8 F#4:1/8 "
    "E4:1/4 D4:1/4",
    "3/4 D4:1/4 F#4:1/4 A4:1/4 B4:1/2 A4:1/4 G4:1/4 F#4:1/4 E4:1/4 D4:3/4",
)


@pytest.fixture
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
    assert not (tmp_path / "tiny" / ".resume").exists()


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


def test_weights_come_back_as_they_were_written(
    small_vocabulary: Vocabulary, small_architecture: Architecture, tmp_path: Path
) -> None:
    """Every array, bit by bit."""
    weights = export_weights(build_network(small_architecture, small_vocabulary))
    write_model(tmp_path / "m", small_architecture, small_vocabulary, weights, {})

    read = read_model(tmp_path / "m").weights

    assert read.keys() == weights.keys()
    assert all(np.array_equal(read[name], weights[name]) for name in weights)
