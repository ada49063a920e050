"""The command line: results on stdout, one clear line for an error, the right code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from etudes.cli import run
from etudes.store import Store

MAKE = ["make", "--level", "2", "--instrument", "violin", "--seed", "7", "--count", "2"]
XML = ["--format", "musicxml"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    place = tmp_path / "lesson"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def test_make_says_where_the_files_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One MusicXML file an item, named after instrument, level, seed and number."""
    code = run([*MAKE, *XML])

    names = sorted(path.name for path in folder.iterdir())
    assert code == 0
    assert names == ["violin-level2-7-01.musicxml", "violin-level2-7-02.musicxml"]
    assert capsys.readouterr().out.split() == names


def test_the_same_seed_writes_the_same_bytes(folder: Path) -> None:
    """Twice into two folders."""
    for name in ("a", "b"):
        assert run([*MAKE, "--format", "musicxml,midi", "--output", name]) == 0

    for path in (folder / "a").iterdir():
        assert path.read_bytes() == (folder / "b" / path.name).read_bytes()


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """Every item with what the contract names."""
    run([*MAKE, *XML, "--json"])

    items = json.loads(capsys.readouterr().out)

    assert [item["level_asked"] for item in items] == [2, 2]
    assert {
        "id",
        "seed",
        "level_measured",
        "key",
        "time_signature",
        "measures",
        "model_digest",
        "files",
        "bits_per_note",
        "mass_removed",
    } <= items[0].keys()


def test_a_sheet_can_be_made_again_from_an_items_id(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--again writes the same bytes; with another option it is refused."""
    run([*MAKE, *XML, "--output", "first", "--json"])
    item = json.loads(capsys.readouterr().out)[1]["id"]

    assert run(["make", "--again", item[:8], *XML, "--output", "again"]) == 0
    assert run(["make", "--again", item, "--level", "3"]) == 2
    for path in (folder / "first").iterdir():
        assert path.read_bytes() == (folder / "again" / path.name).read_bytes()


def test_show_and_list_tell_what_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    """The newest first, each with its request and its notes."""
    run([*MAKE, *XML, "--json"])
    made = json.loads(capsys.readouterr().out)

    assert run(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert run(["show", made[0]["id"]]) == 0
    shown = capsys.readouterr().out

    assert {row["id"] for row in listed} == {row["id"] for row in made}
    assert "Violin, level 2" in shown and "K:" in shown


BAD = {
    "unknown instrument": (["--level", "2", "--instrument", "violn"], 2, "violin"),
    "level nine": (["--level", "9", "--instrument", "violin"], 2, "1 to 8"),
    "no level": (["--instrument", "violin"], 2, "a level was expected"),
    "no instrument": (["--level", "2"], 2, "an instrument was expected"),
    "neither": ([], 2, "a level and an instrument"),
    "malformed key": ([*MAKE[1:], "--key", "Q major"], 2, "D major"),
    "malformed metre": ([*MAKE[1:], "--time", "4/5"], 2, "3/4"),
    "malformed range": ([*MAKE[1:], "--range", "G3-B5"], 2, "G3:B5"),
    "range upside down": ([*MAKE[1:], "--range", "B5:G3"], 2, "upwards"),
    "malformed values": ([*MAKE[1:], "--values", "1/4,x"], 2, "1/2,1/4,1/8"),
    "malformed leap": ([*MAKE[1:], "--max-leap", "Q5"], 2, "P5"),
    "unknown style": ([*MAKE[1:], "--style", "polka"], 2, "dance"),
    "unknown format": ([*MAKE[1:], "--format", "docx"], 2, "musicxml"),
    "unknown paper": ([*MAKE[1:], "--paper", "a5"], 2, "letter"),
    "unknown model": ([*MAKE[1:], "--model", "nobody"], 2, "model was expected"),
    "unknown option": ([*MAKE[1:], "--loudness", "3"], 2, "--loudness"),
    "impossible": ([*MAKE[1:], "--time", "3/4", "--values", "1"], 3, "note values 1"),
    "beyond the violin": ([*MAKE[1:], "--range", "C2:G4"], 3, "Violin"),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_bad_input_is_one_line_with_its_code_and_writes_nothing(
    case: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was expected stands in the line; the folder stays empty."""
    arguments, code, expected = BAD[case]

    assert run(["make", *arguments, *([] if "--format" in arguments else XML)]) == code

    caught = capsys.readouterr()
    assert caught.out == ""
    assert expected in caught.err
    assert caught.err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_ctrl_c_ends_a_command_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And with the code that a shell expects."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("etudes.cli.levels.show_levels", interrupted)

    assert run(["levels"]) == 130
    assert capsys.readouterr().err == "etudes: interrupted\n"


def test_a_name_that_no_format_ends_in_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A PDF under the name of a text document would help nobody."""
    assert run([*MAKE, "--output", "page.docx"]) == 2
    assert "musicxml" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_nothing_asked_for_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The help, as it is and not as an error of one line."""
    assert run([]) == 2
    caught = capsys.readouterr()
    assert caught.err == "" and "Commands:" in caught.out


def test_a_file_that_is_there_is_kept_unless_forced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written beside it either."""
    kept = folder / "violin-level2-7-02.musicxml"
    kept.write_text("mine", "utf-8")

    assert run([*MAKE, *XML]) == 2
    assert [path.name for path in folder.iterdir()] == [kept.name]
    assert kept.read_text("utf-8") == "mine"
    assert "--force" in capsys.readouterr().err
    assert run([*MAKE, *XML, "--force"]) == 0


def test_an_output_that_cannot_be_written_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands where the folder should."""
    (folder / "taken").write_text("x", "utf-8")

    assert run([*MAKE, *XML, "--output", "taken/inside"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_several_files_do_not_go_into_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Two items, one file name."""
    assert run([*MAKE, "--output", "all.musicxml"]) == 2
    assert "name a folder" in capsys.readouterr().err


def test_a_suffix_chooses_the_format(folder: Path) -> None:
    """--output one.mid writes MIDI."""
    assert run([*MAKE[:-1], "1", "--output", "one.mid"]) == 0
    assert (folder / "one.mid").read_bytes()[:4] == b"MThd"


def test_missing_lilypond_is_code_four_with_a_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says how to install it."""
    monkeypatch.setenv("ETUDES_LILYPOND", "/nowhere/lilypond")

    assert run(MAKE) == 4
    assert "pip install lilypond" in capsys.readouterr().err


def test_a_damaged_store_costs_no_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page is made, and the loss is said."""
    Path("broken.db").write_bytes(b"this is no database at all" * 50)

    code = run([*MAKE, *XML, "--db", "broken.db", "--json"])
    caught = capsys.readouterr()

    assert code == 0
    assert "not stored" in caught.err
    assert json.loads(caught.out)[0]["stored"] is False
    assert len(list(folder.glob("*.musicxml"))) == 2


def test_a_damaged_store_cannot_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Code 5 and one line."""
    Path("broken.db").write_bytes(b"this is no database at all" * 50)

    assert run(["list", "--db", "broken.db"]) == 5
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_item_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Code 2, and what to do."""
    with Store.open(Path("empty.db")):
        pass

    assert run(["show", "ffff", "--db", "empty.db"]) == 2
    assert "ffff" in capsys.readouterr().err


def test_a_model_folder_whose_digest_differs_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Code 5; nothing is made with it."""
    import shutil

    from etudes.model.folder import DEFAULT_MODEL
    from etudes.paths import data_folder

    shutil.copytree(data_folder("models") / DEFAULT_MODEL, "mine")
    with Path("mine/vocabulary.json").open("a") as file:
        file.write("\n")

    assert run([*MAKE, *XML, "--model", "mine"]) == 5
    assert "digests differ" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["levels", "instruments"])
def test_the_tables_come_as_json_and_as_tables(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eight levels, dozens of instruments; a table in a pipe has no colour codes."""
    assert run([command, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert run([command]) == 0
    table = capsys.readouterr().out

    assert len(rows) >= 8
    assert "\x1b" not in table


def test_an_instrument_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    """Under any of its names: its clef, its sound, its ranges and keys by level."""
    run(["instruments", "Klarinette"])

    printed = capsys.readouterr().out
    assert "sounds a major second lower than written" in printed
    assert "E3–F6" in printed and "F#m Fm C#m" in printed


def test_the_table_of_instruments_fits_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred columns, with each family under its name."""
    run(["instruments"])

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, map(str.rstrip, lines))) <= 100
    assert any("WOODWIND" in line for line in lines)


def test_an_instrument_of_ones_own_is_made_again_without_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The stored request holds the whole row: the file may be gone."""
    row = 'label = "Kazoo"\nfamily = "woodwind"\nclef = "treble"\n'
    text = f"version = 1\n[kazoo]\n{row}ranges = {json.dumps(['C4:C5'] * 8)}\n"
    Path("my.toml").write_text(text, encoding="utf-8")
    own = ["make", "--level", "1", "--instrument-file", "my.toml", "--seed", "1"]
    run([*own, *XML, "--count", "1", "--output", "first"])
    Path("my.toml").unlink()
    id_ = json.loads(_printed(["list", "--instrument", "kazoo", "--json"], capsys))[0]["id"]

    assert run(["make", "--again", id_, *XML, "--output", "again"]) == 0

    first, again = (next((folder / name).iterdir()) for name in ("first", "again"))
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["generic"], "a clef and a range were expected"),
        (["generic", "--clef", "percussion", "--range", "C4:C5"], "instrument 'rhythm'"),
        (["violin", "--clef", "bass"], "is read in the clef treble, not 'bass'"),
        (["violin", "--transposition", "P5"], "has its own transposition"),
        (["violin", "--instrument-file", "no.toml"], "expected to be a TOML file"),
    ],
)
def test_an_instrument_that_cannot_be_is_one_line(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was expected stands in it."""
    code = run(["make", "--level", "1", "--instrument", *words])

    said = capsys.readouterr().err
    assert code in (2, 5)
    assert expected in said and said.count("\n") == 1


def _printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    run(words)
    return capsys.readouterr().out


def test_doctor_finds_lilypond_and_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding has a name and a state."""
    run(["doctor", "--json"])

    found = {row["name"]: row["state"] for row in json.loads(capsys.readouterr().out)}

    assert {"LilyPond", "model", "SQLite", "TensorFlow"} <= found.keys()


def test_corpus_show_without_a_corpus_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Code 5, and the command that builds it."""
    assert run(["corpus", "show"]) == 5
    assert "etudes corpus build" in capsys.readouterr().err


@pytest.mark.slow
def test_a_page_is_engraved_and_found_again_as_a_person_would(folder: Path) -> None:
    """The real command in a process of its own: a PDF of one page, no colour, no noise."""
    environment = {**os.environ, "NO_COLOR": "1"}
    command = [sys.executable, "-m", "etudes", *MAKE]

    done = subprocess.run(command, capture_output=True, text=True, env=environment)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "violin-level2-7.pdf"
    assert "--again" in done.stderr and "\x1b" not in done.stderr
    assert (folder / "violin-level2-7.pdf").read_bytes().startswith(b"%PDF")


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Each names itself in a line that can be typed."""
    for command in (
        ["make"],
        ["show"],
        ["list"],
        ["levels"],
        ["instruments"],
        ["corpus", "build"],
        ["corpus", "show"],
        ["train"],
        ["doctor"],
    ):
        assert run([*command, "--help"]) == 0
        assert f"etudes {' '.join(command)}" in capsys.readouterr().out
