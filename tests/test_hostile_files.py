"""Hostile titles and labels in files for other programs: text there, and nothing more."""

import re
import sqlite3
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from elements import Elements
from hostile import HOSTILE, inner, layout_of, player_called, said, section_of, untouched
from sheets import item_of

from etudes.errors import EtudesError
from etudes.publish.anki import anki_deck
from etudes.publish.moodle import moodle_quiz
from etudes.publish.publish import BY_ITEM, Sheet, reprint
from etudes.sheet import Layout
from etudes.tables import instrument
from etudes.words import Language

PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where files may be written; beside it nothing may appear."""
    place = inner(tmp_path)
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize("text", HOSTILE)
def test_files_stay_in_their_folder(text: str, folder: Path) -> None:
    """LilyPond's source, MusicXML, MIDI and ABC of a hostile title and label."""
    sheet = Sheet(
        (section_of(text),), layout_of(text) or Layout(), "c", "violin-level1-7", None
    )
    files = reprint(sheet, ["ly", *BY_ITEM], folder)

    assert {file.path.parent for file in files} == {folder}
    assert all(re.fullmatch(r"violin-level1-7[-\w]*\.\w+", f.path.name) for f in files)
    assert untouched(folder)
    by_suffix = {file.path.suffix: file.path for file in files}
    ElementTree.parse(by_suffix[".musicxml"])  # noqa: S314
    tune = by_suffix[".abc"].read_text("utf-8").splitlines()
    assert [line[:2] for line in tune[:6]] == ["X:", "T:", "M:", "L:", "Q:", "K:"]
    assert not [line for line in tune[6:] if re.match(r"[A-Z%]:?[:%]", line)]


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.isalpha()])
def test_a_name_that_could_be_a_path_is_refused(text: str) -> None:
    """An instrument's name goes into file names; only lower case and hyphens may stand."""
    with pytest.raises(EtudesError) as caught:
        replace(instrument("violin"), name=text)
    said(caught.value)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_moodle_bank_is_xml_and_holds_no_foreign_tag(text: str) -> None:
    """Title and label are text in it, whatever they hold."""
    bank = moodle_quiz(
        [item_of("violin", 1)], [PICTURE], [{}], player_called(text), Language("en"), text
    )
    quiz = ElementTree.fromstring(bank)  # noqa: S314

    assert [task.get("type") for task in quiz] == ["category", "essay"]
    html = quiz.findtext("question/questiontext/text", "")
    assert Elements(html).names == {"p", "img", "src", "alt"}


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 75))
def test_an_anki_deck_holds_no_foreign_tag(start: int, tmp_path: Path) -> None:
    """Neither in its cards nor in the names of its files."""
    for text in HOSTILE[start : start + 75]:
        deck = anki_deck(
            [item_of("violin", 1)], [PICTURE], player_called(text), Language("en"), text
        )
        with ZipFile(BytesIO(deck)) as packed:
            assert not [name for name in packed.namelist() if "/" in name or ".." in name]
            (tmp_path / "deck").write_bytes(packed.read("collection.anki2"))
        with sqlite3.connect(tmp_path / "deck") as collection:
            ((fields,),) = collection.execute("SELECT flds FROM notes").fetchall()
        collection.close()
        assert Elements(fields).names == {"img", "src", "br"}
