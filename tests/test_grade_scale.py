"""`etudes grade` measures as `make` does: by the scale that the store has in use."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_grade_cli import LEAPS
from test_scale_versions import XML, adopted, from_ratings, harder

from etudes.cli import run
from etudes.difficulty import scale
from etudes.store import Store
from etudes.store.learnt import adopt, save_learnt

GRADE = ["grade", "leaps.abc", "--reasons", "0"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a tune and a store that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "etudes.db"))
    (tmp_path / "leaps.abc").write_text(LEAPS)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[float, str]:
    """Return the level that is printed, and what is said besides."""
    capsys.readouterr()
    assert run([*GRADE, *more]) == 0
    out, err = capsys.readouterr()
    return float(out.split()[0]), err


def test_a_tune_is_as_hard_as_the_scale_in_use_says(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said in one line; not once with --shipped, and no more after going back."""
    plain = told(capsys)
    digest = adopted(folder, harder())
    learnt = told(capsys)
    shipped = told(capsys, "--shipped")
    with Store.open(folder / "etudes.db") as store:
        adopt(store, "scale", None)

    assert plain[1] == ""
    assert learnt[0] > plain[0]
    assert learnt[1] == (
        f"graded by scale {digest}, learnt from ratings; by the program's own with "
        "--shipped\n"
    )
    assert shipped == told(capsys) == plain


def test_it_is_told_in_how_many_sessions_a_scale_was_learnt(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is said if nothing is to be."""
    one = from_ratings()
    assert one.evidence is not None
    adopted(folder, one)
    assert "learnt from ratings in 1 session;" in told(capsys)[1]
    evidence = replace(one.evidence, sessions=("a", "b", "c"))
    adopted(folder, replace(one, evidence=evidence))
    assert "learnt from ratings in 3 sessions;" in told(capsys)[1]
    assert told(capsys, "-q")[1] == ""


def test_json_names_the_learnt_scale_and_none_of_the_programs_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `explain` does, with the edition that it is of or began from."""
    digest = adopted(folder, harder())
    rows = []
    for more in ([], ["--shipped"]):
        assert run(["grade", "leaps.abc", "--json", *more]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        rows.append(json.loads(out))

    learnt, shipped = rows
    assert (learnt["scale"], shipped["scale"]) == (digest, None)
    assert learnt["scale_version"] == shipped["scale_version"] == scale().version
    assert learnt["level"] > shipped["level"]
    assert learnt["descriptors"] == shipped["descriptors"]


def test_grade_measures_as_make_did(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for the tempo, which a grade does not read: without it, the same level."""
    adopted(folder, harder())
    asked = ["make", "--level", "3", "--instrument", "violin", "--seed", "7"]
    assert run([*asked, "--count", "1", *XML, "-o", "made", "--json"]) == 0
    (made,) = json.loads(capsys.readouterr().out)
    levels = []
    for more in ([], ["--shipped"]):
        words = ["grade", "made", "--instrument", "violin", "--json", *more]
        assert run(words) == 0
        levels.append(json.loads(capsys.readouterr().out)["level"])

    learnt, shipped = (abs(level - made["level_measured"]) for level in levels)
    assert learnt < 0.3 < shipped


def test_a_named_store_is_asked_and_must_be_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --db; a slip in its name would else be a level by another scale."""
    adopted(folder, harder())
    (folder / "etudes.db").rename(folder / "ours.db")

    assert told(capsys)[1] == ""
    assert "graded by scale" in told(capsys, "--db", "ours.db")[1]
    assert run([*GRADE, "--db", "our.db"]) == 2
    err = capsys.readouterr().err
    assert "our.db is not there" in err and len(err.splitlines()) == 1
    assert "rating" not in err


@pytest.mark.parametrize("content", [b"no store", b""])
def test_by_another_scale_than_a_named_store_s_nothing_is_graded(
    folder: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the store or its scale cannot be read; of the usual one that costs a line."""
    if content:
        (folder / "ours.db").write_bytes(content)
    else:
        with Store.open(folder / "ours.db") as store:
            adopt(store, "scale", save_learnt(store, "scale", "{}"))
    assert run([*GRADE, "--db", "ours.db"]) != 0
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and "own scale" not in err


def test_the_programs_own_scale_is_in_no_store(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So a store that is named beside --shipped is refused, not passed over."""
    adopted(folder, harder())
    assert run([*GRADE, "--shipped", "--db", "etudes.db"]) == 2
    assert "not both" in capsys.readouterr().err


def test_no_scale_is_told_where_nothing_was_graded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As soon as one file of several could be read, it is."""
    adopted(folder, harder())
    (folder / "broken.mid").write_bytes(b"MThd")
    assert run(["grade", "broken.mid"]) == 5
    assert "graded by" not in capsys.readouterr().err
    assert run(["grade", "broken.mid", "leaps.abc"]) == 5
    assert "graded by" in capsys.readouterr().err


def test_a_scale_that_cannot_be_read_costs_a_line_and_no_level(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is graded by the program's own, and said."""
    plain, _ = told(capsys)
    with Store.open(folder / "etudes.db") as store:
        adopt(store, "scale", save_learnt(store, "scale", "{}"))
    level, err = told(capsys)

    assert level == plain
    assert "graded with the program's own scale of difficulty, for" in err
    assert len(err.splitlines()) == 1
