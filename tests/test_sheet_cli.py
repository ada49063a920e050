"""Sheets of several kinds from the command line; the code at the foot; export."""

import json
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from etudes.cli import run
from etudes.errors import EtudesError

MAKE = ["make", "--instrument", "violin", "--seed", "7"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with an empty store beside it."""
    place = tmp_path / "lesson"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "store.db"))
    return place


def made(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    """What `etudes` prints as JSON."""
    assert run([*words, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


# Kinds


def test_a_series_has_a_level_each(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Levels 2 to 4, one exercise of each, on one sheet."""
    items = made(capsys, *MAKE, "--sheet", "series", "--levels", "2-4", "--format", "ly")

    assert [item["level_asked"] for item in items] == [2, 3, 4]
    assert [path.name for path in folder.iterdir()] == ["violin-level2-4-7-series.ly"]


def test_a_motif_goes_through_a_series(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first bar of the easiest exercise begins all others."""
    levels = ["--sheet", "series", "--levels", "1-3", "--motif"]
    made(capsys, *MAKE, *levels, "--format", "musicxml")

    first_bars = {first_bar(path) for path in folder.iterdir()}

    assert len([*folder.iterdir()]) == 3
    assert len(first_bars) == 1


def first_bar(path: Path) -> tuple[tuple[str, ...], ...]:
    """Letter, octave and kind of value of each note of a MusicXML file's first bar."""
    bar = ElementTree.parse(path).find("part/measure")  # noqa: S314
    assert bar is not None
    names = ("pitch/step", "pitch/octave", "type")
    return tuple(
        tuple(note.findtext(name, "") for name in names) for note in bar.iter("note")
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--sheet", "poster", "--level", "2"], "kind is one of"),
        (["--sheet", "book", "--levels", "8-1"], "levels such as 1-8"),
        (["--sheet", "book", "--levels", "easy"], "levels such as 1-8"),
        (["--level", "2", "--levels", "1-3"], "series or book"),
        (["--level", "2", "--language", "tlh"], "a language among"),
        (["--level", "2", "--title", "a" * 10_000], "at most 200 characters"),
        (["--level", "2", "--template", "nowhere.toml"], "nowhere.toml"),
        (["--level", "2", "--format", "docx"], "formats among"),
    ],
)
def test_a_wrong_option_is_answered_in_a_line(
    words: list[str], says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 or 5, one line, no file."""
    code = run([*MAKE, *words])

    told = capsys.readouterr().err.strip()
    assert code in (2, 5)
    assert says in told and "\n" not in told
    assert [*folder.iterdir()] == []


# The code


def test_the_code_makes_the_same_sheet_without_the_store(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another machine, whose store is empty, with kind, language and levels."""
    asked = [*MAKE, "--sheet", "series", "--levels", "1-2", "--language", "de"]
    first = made(capsys, *asked, "--format", "ly,musicxml", "--output", "a")
    monkeypatch.setenv("ETUDES_DB", str(folder / "other.db"))

    again = made(
        capsys, "make", "--again", str(first[0]["code"]), "--format", "ly,musicxml",
        "--output", "b",
    )  # fmt: skip

    assert [item["id"] for item in again] == [item["id"] for item in first]
    for path in (folder / "a").iterdir():
        assert path.read_bytes() == (folder / "b" / path.name).read_bytes()


def test_an_items_id_brings_back_its_whole_sheet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second exercise of a series brings the series."""
    first = made(capsys, *MAKE, "--sheet", "series", "--levels", "1-2", "--format", "ly")

    again = made(
        capsys, "make", "--again", str(first[1]["id"]), "--format", "ly", "--force"
    )

    assert [item["id"] for item in again] == [item["id"] for item in first]


def test_a_sheet_may_look_otherwise_the_next_time(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same notes in large print: what changes is the code."""
    (first,) = made(capsys, *MAKE, "--level", "1", "--count", "1", "--format", "ly")

    (again,) = made(
        capsys,
        "make",
        "--again",
        str(first["code"]),
        "--large",
        "--format",
        "ly",
        "--force",
    )

    assert again["id"] == first["id"]
    assert again["code"] != first["code"]


def test_the_code_of_another_model_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """And the message says what to do."""
    from etudes.item.request import Request
    from etudes.sheet import Layout
    from etudes.sheet.code import sheet_code

    code = sheet_code(Request(2, "violin", 7), Layout(), "0000" * 16)

    assert run(["make", "--again", code]) == 2
    assert "another model" in capsys.readouterr().err


def test_what_was_made_is_not_drawn_again(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time the items come out of the store, with the same files."""
    asked = [*MAKE, "--level", "2", "--count", "2", "--format", "musicxml"]
    made(capsys, *asked, "--output", "a")

    def draws_nothing(*_: object) -> None:
        raise EtudesError("nothing was expected to be drawn")

    monkeypatch.setattr("etudes.item.make.make", draws_nothing)
    made(capsys, *asked, "--output", "b")

    for path in (folder / "a").iterdir():
        assert path.read_bytes() == (folder / "b" / path.name).read_bytes()


# Export


def test_items_are_exported_as_they_were(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The MusicXML of an export holds the notes of the first printing."""
    items = made(
        capsys,
        *MAKE,
        "--level",
        "2",
        "--count",
        "2",
        "--format",
        "musicxml",
        "--output",
        "a",
    )

    files = made(capsys, "export", str(items[1]["id"]), "--format", "mxl,midi,abc")

    assert [file["format"] for file in files] == ["mxl", "midi", "abc"]
    with zipfile.ZipFile(str(files[0]["path"])) as packed:
        exported = ElementTree.fromstring(packed.read("score.musicxml"))  # noqa: S314
    before = ElementTree.parse(folder / "a" / "violin-level2-7-02.musicxml")  # noqa: S314
    assert [ElementTree.tostring(note) for note in exported.iter("note")] == [
        ElementTree.tostring(note) for note in before.iter("note")
    ]


@pytest.mark.slow
def test_a_class_gets_a_zip_a_deck_and_a_bank(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A PDF with each exercise's score and sound; a card and a task an exercise."""
    items = made(capsys, *MAKE, "--level", "1", "--count", "2", "--format", "ly")
    ids = [str(item["id"]) for item in items]

    files = made(capsys, "export", *ids, "--format", "zip,anki,moodle")

    paths = {file["format"]: Path(str(file["path"])) for file in files}
    packed, deck, bank = (paths[name] for name in ("zip", "anki", "moodle"))
    with zipfile.ZipFile(packed) as archive:
        suffixes = sorted(Path(name).suffix for name in archive.namelist())
    with zipfile.ZipFile(deck) as archive:
        (folder / "collection").write_bytes(archive.read("collection.anki2"))
    with sqlite3.connect(folder / "collection") as connection:
        (cards,) = connection.execute("SELECT count(*) FROM cards").fetchone()
    quiz = ElementTree.parse(bank).getroot()  # noqa: S314
    assert suffixes == [".mid", ".mid", ".musicxml", ".musicxml", ".pdf"]
    assert cards == 2
    assert [task.get("type") for task in quiz] == ["category", "essay", "essay"]


def test_an_unknown_id_is_answered_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the newest ids, or that there are none."""
    assert run(["export", "3f2a", "--format", "abc"]) == 2
    assert "3f2a" in capsys.readouterr().err
