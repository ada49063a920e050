"""A teacher's folder becomes a collection, and what cannot is said in one line."""

import errno
import json
import os
from pathlib import Path

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from lessons import write_lessons

from etudes.cli import run
from etudes.corpus import load
from etudes.corpus.collections import collections, tunes
from etudes.corpus.modes import with_fitting_signature
from etudes.corpus.own import add, choose, own_collection, own_collections, remove
from etudes.errors import UnknownName
from etudes.paths import own_collections_path

MINE = ["--licence", "my own work"]


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """Three pieces in ABC, MusicXML and MIDI, and one in kern."""
    return write_lessons(tmp_path / "Lessons", 3)


def test_a_folder_of_four_formats_becomes_a_collection(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file gives its melody; nothing in the folder changes."""
    before = {path.name: path.read_bytes() for path in lessons.iterdir()}

    assert run(["corpus", "add", str(lessons), *MINE]) == 0

    assert capsys.readouterr().out == "lessons: 4 melodies in 4 files\n"
    assert {path.name: path.read_bytes() for path in lessons.iterdir()} == before
    assert [(row.name, row.licence) for row in own_collections()] == [
        ("lessons", "my own work")
    ]


def test_files_of_one_name_in_two_folders_are_two_tunes(lessons: Path) -> None:
    """The place within the collection is part of a tune's name."""
    (lessons / "two").mkdir()
    copy = (lessons / "piece00.abc").read_bytes()
    (lessons / "two" / "piece00.abc").write_bytes(copy)
    row = own_collection("lessons", "L", "air", str(lessons), "first", "mine")

    ids = [tune.id for tune in tunes(row)]

    assert len(ids) == len(set(ids)) == 5


def test_without_a_licence_nothing_is_added(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says what the licence is for."""
    assert run(["corpus", "add", str(lessons)]) == 2

    said = capsys.readouterr().err
    assert "printed in the card" in said and said.count("\n") == 1
    assert own_collections() == ()


def _empty(folder: Path) -> None:
    folder.mkdir()


def _of_words(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("practise!", "utf-8")
    (folder / "cover.png").write_bytes(b"x")


def _of_rubbish(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.mid").write_bytes(b"MThd")
    (folder / "b.musicxml").write_text("<score", "utf-8")


def _a_file(folder: Path) -> None:
    folder.write_text("X:1\nK:C\nC", "utf-8")


BAD_FOLDERS = {
    "empty": (_empty, "it is empty"),
    "no music": (_of_words, "none of the 2 entries"),
    "unreadable files": (_of_rubbish, "not one of its 2 files"),
    "missing": (lambda folder: None, "No such file"),
    "a file": (_a_file, "Not a directory"),
}


@pytest.mark.parametrize("case", BAD_FOLDERS)
def test_a_folder_without_music_is_refused_in_one_line(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 5, and no collection."""
    make, expected = BAD_FOLDERS[case]
    make(tmp_path / "folder")

    assert run(["corpus", "add", str(tmp_path / "folder"), *MINE]) == 5

    said = capsys.readouterr().err
    assert expected in said and said.count("\n") == 1
    assert own_collections() == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--name", "aird"], "is there already"),
        (["--name", "../up"], "name was expected"),
        (["--name", "a b"], "name was expected"),
        (["--style", "polka"], "style was expected"),
        (["--lines", "second"], "all, first, sung"),
        (["--label", "two\nlines"], "printable line"),
        (["--label", "x" * 400], "printable line"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    words: list[str], expected: str, lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 2, one line."""
    assert run(["corpus", "add", str(lessons), *MINE, *words]) == 2

    said = capsys.readouterr().err
    assert expected in said and said.count("\n") == 1


def test_a_folder_is_added_once(lessons: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither its name nor the folder itself again."""
    run(["corpus", "add", str(lessons), *MINE])

    assert run(["corpus", "add", str(lessons), *MINE]) == 2
    assert run(["corpus", "add", str(lessons), *MINE, "--name", "again"]) == 2
    assert "is the collection 'lessons' already" in capsys.readouterr().err


def test_a_broken_file_is_named_and_costs_no_other(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for it; the others are in."""
    (lessons / "broken.mxl").write_bytes(b"PK")

    assert run(["corpus", "add", str(lessons), *MINE]) == 0

    caught = capsys.readouterr()
    assert caught.out == "lessons: 4 melodies in 5 files\n"
    assert sum("broken.mxl" in line for line in caught.err.splitlines()) == 1


def test_a_collection_is_removed_and_its_files_stay(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only one's own can be removed."""
    run(["corpus", "add", str(lessons), *MINE])

    assert run(["corpus", "remove", "lessons"]) == 0
    assert own_collections() == ()
    assert len(list(lessons.iterdir())) == 4
    assert run(["corpus", "remove", "aird"]) == 2
    assert "there is none" in capsys.readouterr().err


def test_show_tells_of_ones_own_before_anything_is_built(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the command that reads it; essen is offered, not read."""
    run(["corpus", "add", str(lessons), *MINE])
    capsys.readouterr()

    assert run(["corpus", "show", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    others = {row["collection"]: row["to_read_it"] for row in shown["others"]}
    assert shown["collections"] == []
    assert others["lessons"] == "etudes corpus build"
    assert others["essen"] == "etudes corpus build --include essen"


def test_a_built_collection_keeps_its_rights_when_it_is_removed(
    lessons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was read under a licence stays under it."""
    run(["corpus", "add", str(lessons), *MINE])

    assert run(["corpus", "build", "--only", "lessons"]) == 0
    run(["corpus", "remove", "lessons"])
    capsys.readouterr()
    assert run(["corpus", "show", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)["collections"]
    assert [(row["collection"], row["melodies"]) for row in shown] == [("lessons", 4)]
    assert load().collection("lessons").licence == "my own work"


def test_a_full_disk_leaves_the_corpus_there_was(
    lessons: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and the one before still loads."""
    from etudes.corpus.sequences import Sequences

    run(["corpus", "add", str(lessons), *MINE])
    run(["corpus", "build", "--only", "lessons"])

    def full(self: Sequences, path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Sequences, "save", full)
    capsys.readouterr()

    assert run(["corpus", "build", "--only", "lessons", "--quiet"]) == 2
    assert "No space left" in capsys.readouterr().err
    assert len(load().tunes) == 4


def test_an_unknown_collection_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With those that are known."""
    assert run(["corpus", "build", "--only", "essne"]) == 2
    assert "essen" in capsys.readouterr().err


def test_a_spoilt_table_of_ones_own_is_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Code 5, with the file's name."""
    own_collections_path().parent.mkdir(parents=True)
    own_collections_path().write_text("version = 1\n[collection.x]\nlabel = 3\n", "utf-8")

    assert run(["corpus", "show"]) == 5
    said = capsys.readouterr().err
    assert "collections.toml" in said and said.count("\n") == 1


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(
        lambda text: text.isprintable() and text.strip()
    )
)
def test_any_printable_licence_and_folder_come_back(text: str) -> None:
    """Quotes, backslashes, brackets, other scripts: read as they were written."""
    folder = "/" + text.replace("/", "_")
    row = own_collection("x", text, "air", folder, "all", text)

    own_collections_path().unlink(missing_ok=True)
    add(row)

    assert own_collections() == (row,)
    assert remove("x") == row


def test_essen_is_read_only_where_it_is_asked_for() -> None:
    """And it says that it is not for commerce; its test files repeat others."""
    asked = {row.name: row for row in choose(include=["essen"])}

    assert "essen" not in {row.name for row in choose()}
    assert asked["essen"].restriction == "non-commercial"
    assert [p for p in asked["essen"].scores() if p.name.startswith("test")] == []
    with pytest.raises(UnknownName, match="essen"):
        choose(include=["esen"])


def test_nothing_that_is_read_by_default_is_restricted() -> None:
    """The default model stays free."""
    assert [row.name for row in collections() if row.restriction and not row.optional] == []


def test_a_minor_song_that_says_major_is_heard_as_minor() -> None:
    """Three lowered degrees on the tonic C; one alone changes nothing."""
    minor = melody(
        "4/4 C4:1/4 Eb4:1/4 G4:1/4 Ab4:1/4 | G4:1/4 Bb4:1/4 Ab4:1/4 G4:1/4 | "
        "Eb4:1/4 D4:1/4 C4:1/2"
    )
    major = melody("4/4 C4:1/4 E4:1/4 G4:1/4 Bb4:1/4 | A4:1/4 F4:1/4 E4:1/4 C4:1/4")

    assert str(with_fitting_signature(minor).key) == "C minor"
    assert with_fitting_signature(major) == major
