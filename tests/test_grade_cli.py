"""`etudes grade`: every line of music gets its level, every bad file its one line."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from etudes.cli import run

CONTAINER = '<container><rootfiles><rootfile full-path="a.xml"/></rootfiles></container>'
AIR = "X:1\nT:Air\nM:3/4\nL:1/4\nK:D\nD E F|A2 F|E F E|D3|]\n"
LEAPS = "X:2\nT:Leaps\nM:3/4\nL:1/8\nK:D\nD2 d'D ^cd|a2 E^G bB|^d2 ^E2 c'2|d6|]\n"
BAD_TUNE = "X:3\nT:Bad\nM:3/4\nL:1/4\nK:Q\nD E F|\n"


def pitched(step: str, octave: int = 4, after: str = "") -> str:
    return (
        f"<note><pitch><step>{step}</step><octave>{octave}</octave></pitch>"
        f"<duration>1</duration>{after}</note>"
    )


def measure(*notes: str) -> str:
    return f"<measure>{''.join(notes)}</measure>"


SIGNATURES = (
    "<attributes><divisions>1</divisions><key><fifths>0</fifths></key>"
    "<time><beats>2</beats><beat-type>4</beat-type></time></attributes>"
)
EASY = measure(SIGNATURES, pitched("C"), pitched("D")) + measure(pitched("E"), pitched("C"))
HARD = measure(SIGNATURES, pitched("C", 3), pitched("B", 5)) + measure(
    pitched("F", 3), pitched("E", 6)
)


def score(**parts: str) -> str:
    """Return a MusicXML score of parts by name."""
    names = "".join(
        f"<score-part id='{name}'><part-name>{name}</part-name></score-part>"
        for name in parts
    )
    music = "".join(f"<part id='{name}'>{bars}</part>" for name, bars in parts.items())
    return f"<score-partwise><part-list>{names}</part-list>{music}</score-partwise>"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def graded(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, object]:
    code = run(["grade", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_one_line_a_tune_with_reasons_beneath(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The level to one decimal, the file, the tune; then why."""
    (folder / "tunes.abc").write_text(AIR + LEAPS)

    code = run(["grade", "tunes.abc", "--reasons", "1"])

    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert (code, printed.err) == (0, "")
    assert [line.split()[1:] for line in lines[::2]] == [
        ["tunes.abc", "tune", "1", "Air"],
        ["tunes.abc", "tune", "2", "Leaps"],
    ]
    assert float(lines[0].split()[0]) < float(lines[2].split()[0])
    assert all(line.startswith("     ") for line in lines[1::2])


def test_each_part_is_graded_on_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two parts both get a level, and it is said that there are two."""
    (folder / "duo.musicxml").write_text(score(Flute=EASY, Tuba=HARD))

    run(["grade", "duo.musicxml", "--reasons", "0"])

    printed = capsys.readouterr()
    assert [line.split()[1:] for line in printed.out.splitlines()] == [
        ["duo.musicxml", "Flute"],
        ["duo.musicxml", "Tuba"],
    ]
    assert printed.err == "duo.musicxml: 2 lines, each graded on its own\n"


def test_json_of_one_file_is_one_object(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its level, reasons and descriptors are those of its hardest line."""
    (folder / "duo.musicxml").write_text(score(Flute=EASY, Tuba=HARD))

    code, found = graded(capsys, "duo.musicxml", "--instrument", "Trompete")

    assert code == 0
    assert isinstance(found, dict)
    flute, tuba = found["lines"]
    assert flute["level"] < tuba["level"]
    assert {name: found[name] for name in ("level", "reasons", "descriptors")} == {
        name: tuba[name] for name in ("level", "reasons", "descriptors")
    }
    assert [found[name] for name in ("file", "source", "instrument")] == [
        "duo.musicxml",
        "duo.musicxml",
        "trumpet",
    ]


def test_folder_stands_for_the_scores_in_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sorted by name; what is no score is passed over."""
    (folder / "b.abc").write_text(AIR)
    (folder / "a.musicxml").write_text(score(Flute=EASY))
    (folder / "notes.txt").write_text("no music")

    code, found = graded(capsys, ".")

    assert isinstance(found, list)
    assert (code, [row["file"] for row in found]) == (0, ["a.musicxml", "b.abc"])


def test_a_bad_file_or_tune_costs_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything that can be read is answered; the exit code tells of the rest."""
    (folder / "tunes.abc").write_text(AIR + BAD_TUNE + LEAPS)
    (folder / "duo.musicxml").write_text(score(Flute=EASY))

    code, found = graded(capsys, "gone.mid", "tunes.abc", "duo.musicxml")

    assert isinstance(found, list)
    assert (code, ["level" in row for row in found]) == (
        5,
        [False, True, False, True, True],
    )
    assert found[2] == {
        "file": "tunes.abc",
        "error": {
            "kind": "UnreadableFile",
            "message": "tunes.abc tune 3: a key was expected after 'K:', not 'Q'",
            "exit_code": 5,
        },
    }


def test_midi_is_graded_as_the_player_reads_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What sounds in C a clarinet in B flat reads in D, as in its part."""
    request = ["--level", "3", "--instrument", "clarinet", "--seed", "1", "--count", "1"]
    run(["make", *request, "--format", "musicxml,midi", "--output", "made"])
    capsys.readouterr()

    _, found = graded(capsys, "made", "--instrument", "clarinet")

    assert isinstance(found, list)
    assert found[0]["descriptors"] == found[1]["descriptors"]


def test_unknown_instrument_gets_the_nearest_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before any file is read."""
    code = run(["grade", "gone.mid", "--instrument", "violn"])

    assert (code, "violin" in capsys.readouterr().err) == (2, True)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("a.xml", b" " * 40_000_000)


def oddly_packed(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(52_428_800)


QUARTER_TONE = pitched("C").replace("</step>", "</step><alter>0.5</alter>")
ENTITIES = "<!DOCTYPE s [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><score-partwise/>"
OUTSIDE = "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><score-partwise/>"
BAD_FILES = {
    "a folder": ("a.xml", Path.mkdir, "in this folder"),
    "a name too long": ("a" * 300, lambda path: None, "too long"),
    "no file at all": ("air", lambda path: None, "no such file"),
    "no file": ("a.xml", lambda path: None, "No such file"),
    "a broken link": ("a.mid", lambda path: path.symlink_to("gone"), "No such file"),
    "a link to itself": ("a.mid", lambda path: path.symlink_to(path), "symbolic links"),
    "a pipe": ("a.krn", pipe, "a pipe or a device"),
    "a device": ("a.abc", lambda path: path.symlink_to("/dev/zero"), "a device"),
    "empty": ("a.mid", Path.touch, "empty"),
    "50 MB": ("a.musicxml", sparse, "at most 30 MB"),
    "a picture": ("a.mid", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "MIDI was expected"),
    "a web page": ("a.xml", "<html><body>Sonata<br></body></html>", "XML was expected"),
    "a sound web page": ("a.xml", "<html/>", "not 'html'"),
    "a text": ("a.krn", "Dear Clara,", "no **kern spine"),
    "a letter": ("a.abc", "Dear Clara,", "X:1"),
    "another kind": ("a.pdf", "%PDF-1.7", "a file ending in .abc"),
    "no archive": ("a.mxl", b"\x00\x01\x02", "a zip archive"),
    "a zip bomb": ("a.mxl", bomb, "at most 30 MB"),
    "an odd archive": ("a.mxl", oddly_packed, "packed as MusicXML never is"),
    "an entity bomb": ("a.xml", ENTITIES, "without entities"),
    "an outside entity": ("a.xml", OUTSIDE, "without entities"),
    "unclosed marks": ("a.xml", score(Flute=EASY)[:-30], "line 1"),
    "no divisions": ("a.xml", score(Flute=measure(pitched("C"))), "<divisions>"),
    "endless divisions": (
        "a.xml",
        score(Flute=EASY.replace("<divisions>1<", f"<divisions>{10**9}<")),
        "from 1 to 1000000",
    ),
    "a negative length": (
        "a.xml",
        score(Flute=EASY.replace("<duration>1<", "<duration>-1<")),
        "measure 1 of 'Flute'",
    ),
    "quarter tones": (
        "a.xml",
        score(Flute=measure(SIGNATURES, QUARTER_TONE, QUARTER_TONE)),
        "1 bar with microtones",
    ),
    "free metre": ("a.abc", AIR.replace("M:3/4", "M:none"), "4 bars in free metre"),
    "a score of text": ("a.xml", f"<a>{'x' * 100_000}</b>", "mismatched tag"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_bad_file_is_one_clear_line(
    kind: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the file and what is wrong, and the file after it is still graded."""
    name, content, place = BAD_FILES[kind]
    path = folder / name
    if callable(content):
        content(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "good.abc").write_text(AIR)

    code = run(["grade", name, "good.abc", "--reasons", "0"])

    printed = capsys.readouterr()
    assert (code, printed.out.split()[1:2]) == (5, ["good.abc"])
    assert printed.err.count("\n") == 1
    assert printed.err.startswith(f"etudes: {name}")
    assert place in printed.err
    assert len(printed.err) < 500


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file_is_one_clear_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever may not read it is told so."""
    (folder / "a.abc").write_text(AIR)
    (folder / "a.abc").chmod(0)

    code = run(["grade", "a.abc"])

    assert (code, "Permission denied" in capsys.readouterr().err) == (5, True)


def test_of_a_thousand_parts_each_is_graded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many."""
    parts = {f"P{number}": EASY for number in range(1000)}
    (folder / "many.xml").write_text(score(**parts))

    run(["grade", "many.xml", "--reasons", "0"])

    assert capsys.readouterr().out.count("\n") == 1000
