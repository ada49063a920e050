"""`etudes train`: a teacher's pieces in, a model folder out, and clear words on the way."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from lessons import write_lessons

from etudes.cli import run
from etudes.model import training
from etudes.model.folder import read_model

SMOKE = ["--smoke", "--collections", "lessons"]


class Here:
    """A pool of no processes: others take seconds to start."""

    def __init__(self, *args: object) -> None:
        pass

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def map(
        self, work: Callable[[object], object], tunes: Iterable[object], chunksize: int
    ) -> Iterator[object]:
        return map(work, tunes)


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a collection of fifty pieces: enough for each side of the split."""
    monkeypatch.setattr("etudes.corpus.sequences.ProcessPoolExecutor", Here)
    monkeypatch.chdir(tmp_path)
    folder = write_lessons(tmp_path / "Lessons", 50, ("abc",))
    assert run(["corpus", "add", str(folder), "--licence", "my own work", "-q"]) == 0
    return tmp_path


@pytest.mark.slow
def test_the_same_seed_trains_the_same_model(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twice, byte for byte; the folder holds weights, words, a record, a card, a curve."""
    for name in ("a", "b"):
        assert run(["train", name, *SMOKE]) == 0

    a, b = lessons / "a", lessons / "b"
    assert (a / "weights.safetensors").read_bytes() == (
        b / "weights.safetensors"
    ).read_bytes()
    assert {"model.json", "CARD.md", "curve.svg", "vocabulary.json"} <= {
        path.name for path in a.iterdir()
    }
    record = json.loads((a / "model.json").read_text("utf-8"))
    assert [row["licence"] for row in record["data"]] == ["my own work"]
    assert record["restrictions"] == []
    assert "| Lessons |" in (a / "CARD.md").read_text("utf-8")
    assert "Aird" not in (a / "CARD.md").read_text("utf-8")
    assert "bits an event on its test side" in capsys.readouterr().out


@pytest.mark.slow
def test_ctrl_c_says_how_to_go_on_and_the_same_command_does(
    lessons: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 130 and one line; then the training ends as if nothing had been."""
    done = training._told

    def interrupted(*args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "_told", interrupted)
    capsys.readouterr()
    assert run(["train", "mine", *SMOKE, "--epochs", "2", "-q"]) == 130
    assert "the same command goes on" in capsys.readouterr().err
    assert not (lessons / "mine").exists()

    monkeypatch.setattr(training, "_told", done)
    assert run(["train", "mine", *SMOKE, "--epochs", "2"]) == 0
    assert "going on after epoch 1" in capsys.readouterr().err
    assert not (lessons / "mine.training").exists()


@pytest.mark.slow
def test_a_model_is_fine_tuned_on_two_pieces(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too few to hold one out: it says so, and does every epoch."""
    assert run(["train", "base", *SMOKE, "-q"]) == 0
    write_lessons(lessons / "two", 2, ("abc",))
    run(["corpus", "add", "two", "--licence", "mine too", "-q"])
    capsys.readouterr()

    tuned = ["train", "tuned", "--from", "base", "--collections", "two", "--epochs", "2"]
    assert run(tuned) == 0

    caught = capsys.readouterr()
    assert "too few families (2) to hold one out" in caught.err
    assert "nothing was held out" in caught.out
    record = read_model(lessons / "tuned").record
    assert record["trained"]["epochs_done"] == 2
    assert [row["collection"] for row in record["based_on"]["data"]] == ["lessons"]


@pytest.mark.slow
def test_too_few_tunes_to_train_from_nothing_are_one_line(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 5; nothing is written."""
    write_lessons(lessons / "two", 2, ("abc",))
    run(["corpus", "add", "two", "--licence", "mine too", "-q"])
    capsys.readouterr()

    assert run(["train", "mine", "--smoke", "--collections", "two", "-q"]) == 5

    said = capsys.readouterr().err
    assert "too small to split" in said and said.count("\n") == 1
    assert not list(lessons.glob("mine*"))


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["--from", "nobody"], 2, "a model was expected"),
        (["--epochs", "0"], 2, "epochs"),
        (["--minutes", "0"], 2, "minutes"),
        (["--seed", "-1"], 2, "seed"),
        (["--collections", ","], 2, "names of collections"),
        ([], 5, "etudes corpus build"),
    ],
)
def test_bad_input_is_one_line_with_its_code(
    words: list[str],
    code: int,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is written, not even a folder."""
    monkeypatch.chdir(tmp_path)

    assert run(["train", "mine", *words]) == code

    said = capsys.readouterr().err
    assert expected in said and said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_model_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another name is asked for."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.json").write_text("{}", "utf-8")

    assert run(["train", str(tmp_path / "mine")]) == 2
    assert "holds a model already" in capsys.readouterr().err
