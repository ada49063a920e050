"""Hostile words typed at the command line or kept in a teacher's files run nothing."""

import re
from itertools import cycle, islice
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hostile import (
    CANARY,
    CODE,
    LONG,
    SCRIPTS,
    WRAPPERS,
    inner,
    outside_strings,
    untouched,
)

from etudes.cli import run

MAKE = ["make", "--level", "1", "--instrument", "violin", "--seed", "7", "--count", "1"]
TYPED = (
    *(wrap.format(code) for code, wrap in zip(CODE, cycle(WRAPPERS), strict=False)),
    *islice(SCRIPTS, 0, None, 2),
    *LONG,
)
"""All code, half the scripts, every odd length."""

WORDS = (
    "instrument",
    "key",
    "time",
    "range",
    "values",
    "max-leap",
    "style",
    "focus",
    "rule",
    "contour",
    "tessitura",
    "sheet",
    "levels",
    "paper",
    "language",
    "format",
    "again",
    "clef",
    "model",
)
"""Options that take one of a few words, a number or a code."""

KAZOO = """version = 1

[kazoo]
label = {label}
family = "woodwind"
clef = "treble"
transposition = [-2, -1]
ranges = ["C4:G4", "C4:A4", "C4:C5", "C4:D5", "C4:E5", "C4:F5", "C4:G5", "C4:G5"]
keys = ["C", "F G", "Am", "", "", "", "", ""]
"""
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = {"svg", "g", "defs", "clipPath", "symbol", "path", "rect", "use", "line"}
"""What a page of notes is drawn with: nothing that runs, nothing that fetches."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where files may be written; store and cache lie in folders of their own."""
    place = inner(tmp_path)
    monkeypatch.chdir(place)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "cache" / "etudes.db"))
    return place


def answered(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> int:
    """The exit code; a refusal is one line that tells of no defect."""
    quiet = ["--quiet"] if arguments[0] == "make" else []
    code = run([*arguments, *quiet])
    said = capsys.readouterr().err
    assert code in (0, 2, 3, 5), said
    assert len(said.splitlines()) == (code != 0), said
    assert "Traceback" not in said and "defect" not in said
    return code


def toml(text: str) -> str:
    """A TOML string; every letter is escaped, so that all that TOML can hold is held."""
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"'


def template(text: str, path: Path) -> list[str]:
    """A letterhead that says the text everywhere."""
    said = toml(text.replace("{", "{{").replace("}", "}}"))
    fields = "".join(f"{name} = {toml(text)}\n" for name in ("school", "teacher", "title"))
    path.write_text(f"{fields}header = [{said}, {said}]\nfooter = [{said}]\n")
    return ["--template", str(path)]


def beside(place: Path, name: str) -> Path:
    """A file of the teacher's, outside the folder for results."""
    path = place / "cache" / name
    path.parent.mkdir(exist_ok=True)
    return path


def source(folder: Path) -> set[str]:
    (file,) = folder.glob("*.ly")
    words = outside_strings(file.read_text("utf-8"))
    file.unlink()
    return words


def test_a_title_is_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In LilyPond's source nothing stands outside quotation marks that is not ours."""
    make = [*MAKE, "--format", "ly", "--output", "."]
    assert answered([*make, "--title", "a"], capsys) == 0
    harmless = source(folder)

    printed = 0
    for text in TYPED:
        if answered([*make, "--title", text], capsys) == 0:
            assert source(folder) <= harmless
            printed += 1
    assert len(TYPED) >= 40 and printed > len(TYPED) // 2
    assert untouched(folder)


def test_a_letterhead_is_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a file, at head and foot."""
    make = [*MAKE, "--format", "ly", "--output", "."]
    head = beside(tmp_path, "head.toml")
    assert answered([*make, *template("a", head)], capsys) == 0
    harmless = source(folder)

    printed = 0
    for text in TYPED:
        if answered([*make, *template(text, head)], capsys) == 0:
            assert source(folder) <= harmless
            printed += 1
    assert printed > len(TYPED) // 2
    assert untouched(folder)


def test_an_instruments_own_name_is_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed on the page and written into MusicXML."""
    file = beside(tmp_path, "kazoo.toml")
    make = [*MAKE, "--format", "ly,musicxml", "--output", ".", "--force"]
    make[make.index("violin")] = "kazoo"

    for text in TYPED[::3]:
        file.write_text(KAZOO.format(label=toml(text)))
        if answered([*make, "--instrument-file", str(file)], capsys) == 0:
            for score in folder.glob("*.musicxml"):
                ElementTree.parse(score)  # noqa: S314 - the program's own output
    assert all(
        re.fullmatch(r"kazoo-level1-7[-\w]*\.(ly|musicxml)", path.name)
        for path in folder.iterdir()
    )
    assert untouched(folder)


@pytest.mark.parametrize("option", WORDS)
def test_what_is_no_word_of_an_option_is_refused(
    option: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, and no file is written."""
    for text in (*TYPED[: len(CODE) : 4], SCRIPTS[0], SCRIPTS[14], '"' * 150, ";"):
        assert answered([*MAKE, f"--{option}={text}"], capsys) != 0
    assert not [*folder.iterdir()]
    assert untouched(folder)


def test_an_item_is_not_found_by_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ids that are none, in every command that takes them."""
    for text in TYPED[: len(CODE) : 4]:
        assert answered(["show", text], capsys) != 0
        assert answered(["explain", text], capsys) != 0
        assert answered(["export", text], capsys) != 0
    assert untouched(folder)


@pytest.mark.slow
@pytest.mark.parametrize("start", (0, 14, 15))
def test_a_picture_holds_shapes_only(
    start: int, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SVG and PNG with code as title and letterhead: Scheme, a script, an image."""
    text = CODE[start][:80]
    head = beside(tmp_path, "head.toml")
    make = [*MAKE, "--format", "svg,png", "--output", ".", "--title", text]
    assert answered([*make, *template(text, head)], capsys) == 0

    drawing = (folder / "violin-level1-7.svg").read_text("utf-8")
    elements = [*ElementTree.fromstring(drawing).iter()]  # noqa: S314
    assert {element.tag for element in elements} <= {SVG + name for name in DRAWING}
    names = {name for element in elements for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]
    links = [v for e in elements for name, v in e.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)
    assert CANARY not in drawing and "alert" not in drawing
    assert (folder / "violin-level1-7.png").read_bytes().startswith(b"\x89PNG")
    assert untouched(folder)
