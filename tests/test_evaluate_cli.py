"""`etudes evaluate` writes an evaluation, a report and a card, and loses nothing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_evaluate import TINY, corpus

from etudes.cli import run
from etudes.corpus.build import _save, corpus_folder
from etudes.evaluation.parts import PARTS


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The airs as the built corpus, and a plan that takes no time."""
    _save(corpus(), corpus_folder())
    monkeypatch.setattr("etudes.cli.evaluate.QUICK", replace(TINY, name="quick"))


@pytest.mark.usefixtures("built")
def test_the_command_writes_evaluation_report_and_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And prints where the report lies; a second run adds its part."""
    folder = tmp_path / "out"
    command = ["evaluate", "gru-256", "--quick", "--output", str(folder), "--parts"]

    assert run([*command, "bias"]) == 0
    assert run([*command, "infilling"]) == 0

    found = json.loads((folder / "evaluation.json").read_text("utf-8"))
    assert list(found["parts"]) == ["infilling", "bias"]
    assert found["parts"]["bias"]["command"] == (
        "etudes evaluate gru-256 --seed 1 --quick --parts bias"
    )
    assert "Whose music it is" in (folder / "report.html").read_text("utf-8")
    assert "Measured quickly" in (folder / "CARD.md").read_text("utf-8")
    assert str(folder / "report.html") in capsys.readouterr().out


@pytest.mark.usefixtures("built")
def test_json_alone_stands_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same document as in the file; progress goes elsewhere."""
    arguments = ["--output", str(tmp_path / "out"), "--parts", "bias", "--json"]

    assert run(["evaluate", "--quick", *arguments]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out) == json.loads((tmp_path / "out/evaluation.json").read_text())
    assert "bias (1 of 1)" in err


def test_without_a_corpus_there_is_one_line_with_the_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    assert run(["evaluate", "--output", str(tmp_path / "out")]) == 5

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "etudes corpus build" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("built")
def test_an_interruption_keeps_what_was_measured_and_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The part under way is lost, no other."""

    def interrupted(material: object) -> dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setitem(PARTS, "bias", interrupted)
    folder = tmp_path / "out"

    code = run(["evaluate", "-o", str(folder), "--quick", "--parts", "infilling,bias"])

    assert code == 130
    assert "--parts bias" in capsys.readouterr().err
    assert "infilling" in json.loads((folder / "evaluation.json").read_text())["parts"]


@pytest.mark.usefixtures("built")
def test_a_damaged_evaluation_is_an_error_with_a_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not silently thrown away."""
    (tmp_path / "evaluation.json").write_text("{}", "utf-8")

    assert run(["evaluate", "-o", str(tmp_path), "--quick", "--parts", "bias"]) == 5

    assert "remove the file" in capsys.readouterr().err
