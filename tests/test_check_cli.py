"""`etudes check` on the command line: words, JSON and exit codes."""

import json
from pathlib import Path

import pytest
from pages import page

from etudes.cli import run

SOUND = "G4:1/4 A4:1/4 B4:1/2 | C5:1/4 B4:1/4 A4:1/2 | B4:1/4 A4:1/4 B4:1/2 | G4:1"
WRONG = SOUND.replace("C5:1/4 B4", "C#5:1/4 B4")
AT_2 = ["--level", "2", "--instrument", "violin"]
SAYS = "bar 2, beat 1, C#5: outside G major: only the raised seventh of minor is allowed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound score, a faulty one, and one that is none."""
    for name, text in (("a-sound", page(SOUND)), ("b-wrong", page(WRONG)), ("c-none", "")):
        (tmp_path / f"{name}.musicxml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_score_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No fault, exit code 0."""
    path = folder / "a-sound.musicxml"

    assert run(["check", str(path), *AT_2]) == 0
    assert capsys.readouterr().out == f"{path}  P: no fault\n"


def test_a_broken_rule_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a fault, exit code 3."""
    path = folder / "b-wrong.musicxml"

    assert run(["check", str(path), *AT_2]) == 3
    assert capsys.readouterr().out == f"{path}  P: 1 fault\n  {SAYS}\n"


def test_a_bad_file_costs_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are answered, the bad one in a line on stderr; exit code 5."""
    code = run(["check", str(folder), *AT_2, "--json"])
    printed = capsys.readouterr()
    rows = json.loads(printed.out)

    assert code == 5
    assert [len(row.get("faults", "?")) for row in rows] == [0, 1, 1]
    assert rows[1]["faults"] == [
        {
            "rule": "alterations",
            "measure": 2,
            "beat": 1.0,
            "note": "C#5",
            "message": SAYS.removeprefix("bar 2, beat 1, C#5: "),
        }
    ]
    assert printed.err.count("\n") == 1 and "c-none.musicxml" in printed.err


def test_the_rules_are_listed_for_a_level(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its name, what it asks, and what that is here."""
    assert run(["check", "--rules", *AT_2, "--json"]) == 0
    rules = {row["rule"]: row for row in json.loads(capsys.readouterr().out)}

    assert rules["key"]["here"] == "D major, A major, G major, E minor"
    assert rules["written range"]["asks"] == "No note leaves the written range."
    assert len(rules) > 25


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x.abc"], "a level and an instrument were expected"),
        (["x.abc", "--level", "9", "--instrument", "violin"], "a level from 1 to 8"),
        (["x.abc", "--level", "1", "--instrument", "violni"], "violin"),
        (AT_2, "a file was expected"),
    ],
)
def test_a_wrong_command_is_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what to do."""
    assert run(["check", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_each_tune_of_a_file_is_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of two tunes gives two answers."""
    tune = "X:{}\nM:4/4\nL:1/4\nK:G\nG A B2|c B A2|B A B2|{}4|]\n"
    path = tmp_path / "two.abc"
    path.write_text(tune.format(1, "G") + tune.format(2, "B"), encoding="utf-8")

    assert run(["check", str(path), *AT_2]) == 3
    assert capsys.readouterr().out == (
        f"{path} tune 1: no fault\n{path} tune 2: 1 fault\n"
        "  bar 4, beat 1, B4: the last note is not G, the tonic\n"
    )


def test_an_instrument_of_ones_own_sets_the_range(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A teacher's row is enough: the keys are those of the family."""
    row = 'label = "Kazoo"\nfamily = "woodwind"\nclef = "treble"\n'
    table, path = folder / "my.toml", folder / "a-sound.musicxml"
    text = f"version = 1\n[kazoo]\n{row}ranges = {json.dumps(['F4:B4'] * 8)}\n"
    table.write_text(text, encoding="utf-8")

    assert run(["check", str(path), "--level", "2", "--instrument-file", str(table)]) == 3
    assert capsys.readouterr().out == (
        f"{path}  P: 1 fault\n"
        "  bar 2, beat 1, C5: above the range F4 to B4 of the Kazoo at level 2\n"
    )
