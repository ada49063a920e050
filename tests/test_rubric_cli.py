"""A teacher shows, copies, edits and uses a rubric on the command line."""

import json
from pathlib import Path

import pytest

from etudes.cli import run
from etudes.tables import level, rubric
from etudes.tables.rubric import RUBRIC_FILE

MAKE = ["make", "--level", "1", "--instrument", "violin", "--seed", "7", "--count", "3"]
XML = ["--format", "musicxml", "--json"]


@pytest.fixture
def waltzes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A rubric whose level 1 has 3/4 only, in the folder where the teacher works."""
    monkeypatch.chdir(tmp_path)
    text = RUBRIC_FILE.read_text(encoding="utf-8")
    text = text.replace('metres = ["2/4", "3/4", "4/4"]', 'metres = ["3/4"]')
    text = text.replace("metres = []", 'metres = ["2/4", "4/4"]', 1)
    Path("waltzes.toml").write_text(text, encoding="utf-8")
    return "waltzes.toml"


def made(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return rows


def test_the_table_fits_a_page_of_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe it is plain and 100 columns wide at most."""
    assert run(["levels"]) == 0
    table = capsys.readouterr().out

    assert max(map(len, table.splitlines())) <= 100
    assert "\x1b" not in table
    for words in ("dotted crotchet", "1/8+1/16+1/16", "tritone", "Allegretto", "pizzicato"):
        assert words in table


def test_levels_as_json_hold_what_each_level_has(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every field of every level, its keys by family, and which rubric it is."""
    assert run(["levels", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)

    assert [row["number"] for row in rows] == list(range(1, 9))
    assert all(level(row["number"]).as_data().items() <= row.items() for row in rows)
    assert rows[1]["keys"]["brass"] == ["C major", "F major", "Bb major", "A minor"]
    assert {row["rubric"]["digest"] for row in rows} == {rubric().digest}


def test_the_file_to_copy_and_edit_is_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    """`--toml` prints it with all its comments."""
    assert run(["levels", "--toml"]) == 0

    assert capsys.readouterr().out == RUBRIC_FILE.read_text(encoding="utf-8")


def test_a_rubric_of_ones_own_is_shown_and_kept(
    waltzes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its levels are what `levels` shows, and what a page is made from."""
    run(["levels", "--rubric", waltzes, "--json"])
    shown = json.loads(capsys.readouterr().out)

    assert run([*MAKE, *XML, "--rubric", waltzes]) == 0

    assert shown[0]["metres"] == ["3/4"]
    assert {row["time_signature"] for row in made(capsys)} == {"3/4"}


def test_again_asks_for_the_rubric_of_the_page(
    waltzes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its file a page is not repeated; with it, it is the same page."""
    run([*MAKE, *XML, "--rubric", waltzes, "--output", "first"])
    item = made(capsys)[0]["id"]

    assert run(["make", "--again", item, *XML, "--output", "other"]) == 2
    refused = capsys.readouterr().err
    assert run(["make", "--again", item, *XML, "--rubric", waltzes, "-o", "again"]) == 0

    assert refused.count("\n") == 1 and "--rubric" in refused
    assert not Path("other").exists()
    for path in Path("first").iterdir():
        assert path.read_bytes() == (Path("again") / path.name).read_bytes()


def test_a_copy_of_the_programs_rubric_changes_no_id(
    waltzes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same rubric under another name of its file is the same request."""
    ids = []
    for more in ([], ["--rubric", str(RUBRIC_FILE)], ["--rubric", waltzes]):
        run([*MAKE, *XML, *more, "--force"])
        ids.append([row["id"] for row in made(capsys)])

    assert ids[0] == ids[1] and ids[0] != ids[2]


def test_a_wrong_rubric_is_one_line_and_code_five(
    waltzes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the file, the line, and the cure."""
    path = Path(waltzes)
    path.write_text(path.read_text("utf-8").replace("max_leap = 7 ", 'max_leap = "P5" '))

    codes = [
        run([*MAKE, "--rubric", waltzes]),
        run(["levels", "--rubric", waltzes]),
        run(["levels", "--rubric", "nowhere.toml"]),
    ]
    lines = capsys.readouterr().err.splitlines()

    assert codes == [5, 5, 5]
    assert len(lines) == 3
    assert lines[0].startswith("etudes: waltzes.toml, line ")
    assert "write a number of semitones" in lines[0]
