"""`etudes originality`: every line is answered, every bad file gets its one line."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from etudes.cli import run
from etudes.corpus import Corpus, TuneRow
from etudes.corpus.sequences import Sequences
from etudes.encoding.events import EventArrays, encode
from etudes.model.folder import forbid_copies, read_model
from etudes.reading import read

AIR = "X:1\nT:Air\nM:4/4\nL:1/8\nK:G\nG2 BA G2 D2|E3 F G4|c2 Bc d2 B2|A2 E2 F2 A2|G8|]\n"
NEW = "X:2\nT:New\nM:4/4\nL:1/8\nK:G\nG2 D2 A2 E2|B2 F2 c2 A2|d6 A2|G8|]\n"
BAD = "X:3\nT:Bad\nM:4/4\nK:Q\nDEF|\n"


def corpus_of(line: EventArrays) -> Corpus:
    """Return a corpus of one tune."""
    row = TuneRow("aird/1", "aird", "air", "The Old Air", "aird/1", "train", 18, 5)
    one = np.zeros(1, np.int16)
    return Corpus(
        (row,),
        Sequences(
            line.steps,
            line.alters,
            line.ticks,
            np.array([0, len(line.ticks)], np.int64),
            *[one] * 6,
            np.array([line.pickup], np.int16),
            np.zeros(1, np.int32),
            ("4/4",),
        ),
    )


@pytest.fixture(autouse=True)
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A model that has learnt the air, in an empty folder beside the tunes."""
    monkeypatch.chdir(tmp_path)
    Path("air.abc").write_text(AIR)
    Path("tunes.abc").write_text(AIR + "\n" + NEW)
    shutil.copytree(read_model().folder or "", "model")
    forbid_copies(Path("model"), [("air", encode(learnt()))])
    return "model"


def learnt() -> Any:
    return read(Path("air.abc"))[0].lines[0].passages[0]


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """The built corpus, of which the model is."""
    built = corpus_of(encode(learnt()))
    record = json.loads(Path("model/model.json").read_text("utf-8"))
    record["split"] = built.split_digest
    Path("model/model.json").write_text(json.dumps(record))
    monkeypatch.setattr("etudes.cli.originality.load", lambda: built)
    return built


def test_a_copy_is_told_with_where_it_is_from(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is copied, the longest run with its tune, and how much is new."""
    code = run(["originality", "tunes.abc", "--model", "model"])

    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    assert printed.out.splitlines()[:4] == [
        "tunes.abc tune 1  Air: 18 notes",
        "     copied: 18 notes in bars 1–5, more than the 12 allowed",
        "     longest run shared: 18 notes in bars 1–5; as in The Old Air (aird), bars 1–5",
        "     new: 0 % of 4 notes, 0 % of 6 notes, 0 % of 8 notes, 0 % of 12 notes",
    ]
    assert "no more than 12 notes in a row are copied" in printed.out
    assert "new: 100 % of 4 notes" in printed.out


def test_without_the_corpus_the_index_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It knows what is copied, not from where; a hint says how to know more."""
    code = run(["originality", "tunes.abc", "--model", "model"])

    printed = capsys.readouterr()
    assert code == 0
    assert printed.out.splitlines() == [
        "tunes.abc tune 1  Air: 18 notes",
        "     copied: 18 notes in bars 1–5, more than the 12 allowed",
        "tunes.abc tune 2  New: 11 notes",
        "     no more than 12 notes in a row are copied",
    ]
    assert "'etudes corpus build'" in printed.err


def test_another_corpus_does_not_hide_a_copy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The index still tells what the model learnt, and a remark that the corpus is not
    it."""
    new = encode(read(Path("tunes.abc"))[1].lines[0].passages[0])
    monkeypatch.setattr("etudes.cli.originality.load", lambda: corpus_of(new))

    run(["originality", "air.abc", "--model", "model", "--json"])
    row = json.loads(capsys.readouterr().out)
    run(["originality", "air.abc", "--model", "model"])

    assert row["searched"] == "another corpus"
    assert row["lines"][0]["copied"] == [{"notes": 18, "measures": [1, 5]}]
    assert "not the music that gru-256 learnt from" in capsys.readouterr().err


def test_json_is_one_document(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    """One object for one score, with figures as numbers."""
    code = run(["originality", "air.abc", "--model", "model", "--json"])

    row = json.loads(capsys.readouterr().out)
    assert (code, row["file"], row["searched"]) == (0, "air.abc", "corpus")
    assert row["model_digest"] == read_model("model").digest
    assert row["lines"] == [
        {
            "line": "",
            "notes": 18,
            "copied": [{"notes": 18, "measures": [1, 5]}],
            "longest_run": {
                "notes": 18,
                "measures": [1, 5],
                "is_commonplace": False,
                "tune": "aird/1",
                "title": "The Old Air",
                "collection": "aird",
                "source_measures": [1, 5],
            },
            "novel": {"4": 0.0, "6": 0.0, "8": 0.0, "12": 0.0},
        }
    ]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("as_json", [True, False], ids=["json", "words"])
def test_a_bad_file_costs_no_other(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each on stderr, exit code 5, the rest answered."""
    Path("bad.abc").write_text(BAD)
    options = ["--json"] if as_json else []

    code = run(
        ["originality", "bad.abc", "none.mid", "air.abc", "--model", "model", *options]
    )

    printed = capsys.readouterr()
    assert code == 5
    assert [line.split(":")[0] for line in printed.err.splitlines()] == ["etudes"] * 2
    if as_json:
        rows = json.loads(printed.out)
        assert ["error" in row for row in rows] == [True, True, False]
    else:
        assert "copied: 18 notes" in printed.out


def test_with_neither_index_nor_corpus_the_cure_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A model of before there were indexes."""
    record = json.loads(Path("model/model.json").read_text("utf-8"))
    del record["copies"]
    Path("model/model.json").write_text(json.dumps(record))

    code = run(["originality", "air.abc", "--model", "model"])

    printed = capsys.readouterr()
    assert (code, printed.out) == (5, "")
    assert "run 'etudes corpus build'" in printed.err
    assert len(printed.err.splitlines()) == 1


def test_an_unknown_model_is_a_matter_of_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The models there are are listed."""
    assert run(["originality", "air.abc", "--model", "nobody"]) == 2
    assert "gru-256" in capsys.readouterr().err
