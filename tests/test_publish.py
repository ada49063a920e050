"""Files arrive whole or not at all; decks, banks and archives hold what they should."""

import json
import sqlite3
from base64 import b64decode
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from etudes.errors import OutputError
from etudes.item.item import Item, Tempo
from etudes.melody import Melody
from etudes.publish.anki import anki_deck
from etudes.publish.files import Draft, put_all
from etudes.publish.moodle import moodle_quiz
from etudes.tables import instrument
from etudes.theory import Key, Pitch, TimeSignature
from etudes.words import Language
from etudes.writing.archive import archive, unpacked

VIOLIN = instrument("violin")
PICTURE = b"\x89PNG\r\n\x1a\n"


def item(number: int) -> Item:
    """A bar of D major."""
    melody = Melody.from_events(
        Key.parse("D"), TimeSignature(2, 4), [(Pitch.parse("D4"), Fraction(1, 2))]
    )
    return Item(
        id=f"{number:016x}",
        index=number,
        seed=7,
        instrument="violin",
        melody=melody,
        tempo=Tempo(Fraction(1, 4), 72, "Andante"),
        level_asked=2,
        level_measured=2.0,
        descriptors={},
        model_name="folk",
        model_digest="d1",
        bits_per_note=3.0,
        mass_removed=0.1,
    )


ITEMS = (item(1), item(2))


def draft(name: str, content: bytes = b"la") -> Draft:
    return Draft(name, "abc", content, ITEMS)


# Files


def test_drafts_lie_in_the_folder(tmp_path: Path) -> None:
    """Under their names, with nothing beside them."""
    files = put_all([draft("a.abc"), draft("b.abc", b"ti")], tmp_path / "new")

    assert [file.path.read_bytes() for file in files] == [b"la", b"ti"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.abc", "b.abc"]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """Without --force nothing is written, not even the other file."""
    (tmp_path / "b.abc").write_bytes(b"old")

    with pytest.raises(OutputError, match="there already"):
        put_all([draft("a.abc"), draft("b.abc")], tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["b.abc"]
    assert (tmp_path / "b.abc").read_bytes() == b"old"


def test_a_disk_that_fills_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file finds no space: neither is there, nor a half of one."""
    room = iter([True, False])
    chmod = Path.chmod

    def full(path: Path, mode: int) -> None:
        if not next(room):
            raise OSError(28, "No space left on device")
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", full)

    with pytest.raises(OutputError, match="No space left on device"):
        put_all([draft("a.abc"), draft("b.abc")], tmp_path)

    assert [*tmp_path.iterdir()] == []


# Archives


def test_an_archive_is_the_same_bytes_each_time() -> None:
    """Names, order and content are all there is in it."""
    content = {"b.mid": b"MThd", "a.txt": b"la"}

    assert archive(content) == archive(dict(content))
    assert unpacked(archive(content)) == content


# Anki


def test_a_deck_has_a_card_for_each_exercise(tmp_path: Path) -> None:
    """Each shows its own picture; the back tells key and metre."""
    deck = unpacked(anki_deck(ITEMS, [PICTURE, PICTURE], VIOLIN, Language("en"), "Lesson"))
    file = tmp_path / "collection.anki2"
    file.write_bytes(deck["collection.anki2"])
    with sqlite3.connect(file) as connection:
        notes = [fields for (fields,) in connection.execute("SELECT flds FROM notes")]
        (cards,) = connection.execute("SELECT count(*) FROM cards").fetchone()
    pictures = json.loads(deck["media"])

    assert cards == 2
    for number, (one, note) in enumerate(zip(ITEMS, notes, strict=True)):
        assert f'<img src="{pictures[str(number)]}">' in note
        assert one.id in note and "D major" in note and "2/4" in note
        assert deck[str(number)] == PICTURE


def test_equal_decks_are_equal_bytes() -> None:
    """No clock and no place of the machine is in one."""
    one, two = (
        anki_deck(ITEMS, [PICTURE, PICTURE], VIOLIN, Language("en"), "Lesson")
        for _ in range(2)
    )

    assert one == two


def test_a_hostile_label_is_text_in_a_card() -> None:
    """No tag comes of an instrument of one's own."""
    player = replace(VIOLIN, label="<script>alert(1)</script>")

    deck = unpacked(anki_deck(ITEMS, [PICTURE, PICTURE], player, Language("en"), "L"))

    assert b"<script>" not in deck["collection.anki2"]


# Moodle


def test_a_bank_has_a_task_for_each_exercise() -> None:
    """Its picture and its sound travel inside, and a recording is asked for."""
    played = [{"one.mid": b"MThd1"}, {"two.mid": b"MThd2"}]
    bank = moodle_quiz(ITEMS, [PICTURE, PICTURE], played, VIOLIN, Language("en"), "L/1")
    quiz = ElementTree.fromstring(bank)  # noqa: S314  our own text
    category, *tasks = quiz.findall("question")

    assert category.findtext("category/text") == "$course$/top/L 1"
    assert [task.get("type") for task in tasks] == ["essay", "essay"]
    sounds = [("one.mid", b"MThd1"), ("two.mid", b"MThd2")]
    for task, (name, sound) in zip(tasks, sounds, strict=True):
        files = {file.get("name"): b64decode(file.text or "") for file in task.iter("file")}
        text = task.findtext("questiontext/text") or ""
        assert sorted(files.values()) == sorted([PICTURE, sound])
        assert all(f"@@PLUGINFILE@@/{file}" in text for file in files) and name in files
        assert task.findtext("attachmentsrequired") == "1"
