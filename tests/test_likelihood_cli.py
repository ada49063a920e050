"""`etudes likelihood`: every line of music gets its bits, every bad file its one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from etudes.cli import run
from etudes.evaluation import bits
from etudes.model.folder import read_model
from etudes.reading import read
from etudes.runtime import Runtime

AIR = "X:1\nT:Air\nM:3/4\nL:1/4\nK:D\nA|d2 e|f e d|A2 B|d2|]\n"
LEAP = "X:2\nT:Leap\nM:3/4\nL:1/4\nK:D\nD E F|A2 F|E _b, E|D3|F E D|E2 E|D3|]\n"
FIVE = "X:3\nT:Five\nM:5/4\nL:1/4\nK:D\nD E F A2|D5|]\n"
BAD_TUNE = "X:4\nT:Bad\nM:3/4\nL:1/4\nK:Q\nD E F|\n"
CHANGES = (
    "X:5\nT:Changes\nM:3/4\nL:1/4\nK:D\nD E F|A3|"
    "[M:5/4] A B A F E|D5|[M:3/4] F E D|z3|F E D|D2 z|]\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = run(["likelihood", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def musicxml(bars: str, mode: str = "") -> str:
    key = f"<key><fifths>0</fifths>{mode}</key>"
    first = f"<attributes><divisions>1</divisions>{key}"
    first += "<time><beats>2</beats><beat-type>4</beat-type></time></attributes>"
    music = []
    for number, bar in enumerate(bars.split("|")):
        notes = "".join(
            f"<note><pitch><step>{name[0]}</step><octave>{name[1]}</octave></pitch>"
            "<duration>1</duration></note>"
            for name in bar.split()
        )
        music.append(f"<measure>{first if number == 0 else ''}{notes}</measure>")
    return (
        "<score-partwise><part-list><score-part id='a'><part-name>Oboe</part-name>"
        f"</score-part></part-list><part id='a'>{''.join(music)}</part></score-partwise>"
    )


def test_a_whole_tune_costs_what_the_model_says(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One passage, read as a melody and measured in Python, has the same figures."""
    (folder / "air.abc").write_text(AIR)
    (tune,) = read(folder / "air.abc")[0].lines[0].passages

    code, found = measured(capsys, "air.abc", "--level", "3", "--style", "air")

    (expected,) = bits(Runtime(read_model()), [tune], level=3, style="air")
    figures = [found[name] for name in ("duration", "pitch", "joint", "events", "rests")]
    assert code == 0
    assert figures == pytest.approx(
        [expected.duration, expected.pitch, expected.joint, 9, 0], abs=1e-4
    )
    assert found["bits"]["joint"] == pytest.approx(expected.joint_bits.sum(), abs=1e-3)
    assert found["told"] == {"level": 3, "style": "air"}


def test_the_bits_of_the_measures_add_up_to_those_of_the_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An upbeat is measure 0; nothing is charged twice or forgotten."""
    (folder / "air.abc").write_text(AIR)

    _, found = measured(capsys, "air.abc")

    (line,) = found["lines"]
    assert [row["measure"] for row in line["measures"]] == [0, 1, 2, 3, 4]
    assert [row["events"] for row in line["measures"]] == [1, 2, 3, 2, 1]
    for part in ("duration", "pitch", "joint"):
        total = sum(row["bits"][part] for row in line["measures"])
        assert total == pytest.approx(line["bits"][part], abs=1e-3)
        assert line[part] == pytest.approx(total / 9, abs=1e-3)


def test_the_strange_note_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A flat sixth in a simple air in D: measure 3, beat 2, for its pitch."""
    (folder / "leap.abc").write_text(LEAP)

    code = run(["likelihood", "leap.abc"])

    first, *others = capsys.readouterr().out.splitlines()
    bits, _, rest = first.partition(" bits a note (")
    assert (code, rest.endswith("leap.abc tune 2  Leap")) == (0, True)
    duration, pitch = rest.split()[0], rest.split()[3]
    assert float(bits) == pytest.approx(float(duration) + float(pitch), abs=0.011)
    assert others[0].startswith("     measure 3: ")
    assert "Bb4 on beat 2 costs" in others[0]
    assert others[0].endswith("most of it for its pitch")
    assert len(others) <= 3


def test_a_passage_that_has_no_name_costs_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two measures in 5/4 are left out and said to be; silence is not charged, and
    neither is the rest at the end."""
    (folder / "changes.abc").write_text(CHANGES)

    code, found = measured(capsys, "changes.abc")
    run(["likelihood", "changes.abc"])

    (line,) = found["lines"]
    (left_out,) = line["left_out"]
    assert (code, [row["measure"] for row in line["measures"]]) == (0, [1, 2, 5, 7, 8])
    assert (found["events"], found["rests"]) == (11, 0)
    assert (left_out["measures"], left_out["measure"]) == ([3, 4], 3)
    assert left_out["problem"].startswith("the metre 5/4 is none of those")
    assert (
        "     left out: measures 3 to 4: the metre 5/4 is none" in capsys.readouterr().out
    )


def test_a_rest_between_notes_is_an_event(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is charged and counted."""
    (folder / "rest.abc").write_text("X:1\nM:3/4\nL:1/4\nK:D\nD z F|A3|]\n")

    _, found = measured(capsys, "rest.abc")

    assert (found["events"], found["rests"]) == (4, 1)
    assert found["lines"][0]["measures"][0]["events"] == 3


def test_bad_files_and_nameless_music_cost_one_line_each(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is answered; unreadable is 5, and music without a name alone is 3."""
    (folder / "tunes.abc").write_text(AIR + FIVE + BAD_TUNE)
    (folder / "five.abc").write_text(FIVE)

    code = run(["likelihood", "gone.mid", "tunes.abc"])
    printed = capsys.readouterr()
    alone, found = measured(capsys, "five.abc")

    assert code == 5
    assert "tunes.abc tune 1  Air" in printed.out
    gone, five, bad = printed.err.splitlines()
    assert gone.startswith("etudes: gone.mid: ")
    assert five.startswith(
        "etudes: tunes.abc tune 3 Five: nothing here can be measured; in measure 1 the "
        "metre 5/4 is none of those"
    )
    assert bad.startswith("etudes: tunes.abc tune 4")
    assert alone == 3
    assert (found["joint"], found["events"]) == (None, 0)


def test_several_scores_are_a_list(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read has its place in it."""
    (folder / "tunes.abc").write_text(AIR + BAD_TUNE + LEAP)

    code, found = measured(capsys, "tunes.abc")

    assert code == 5
    assert [row.get("title") for row in found] == ["Air", None, "Leap"]
    assert found[1]["error"]["kind"] == "UnreadableFile"


def test_where_the_file_leaves_the_mode_open_the_notes_decide(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tune on A without a signature: it costs what it costs marked as A minor, and it
    is said how that was known."""
    tune = "A4 B4|C5 E5|D5 C5|B4 A4|E4 A4|C5 B4|A4 A4"
    (folder / "open.musicxml").write_text(musicxml(tune))
    (folder / "minor.musicxml").write_text(musicxml(tune, "<mode>minor</mode>"))

    _, (left_open, minor) = measured(capsys, "open.musicxml", "minor.musicxml")

    heard = "the file does not tell major from minor: judged from the notes"
    assert left_open["joint"] == minor["joint"]
    assert heard in left_open["lines"][0]["remarks"]
    assert heard not in minor["lines"][0]["remarks"]


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        (["--model", "nobody"], 2, "a model was expected"),
        (["--style", "polka"], 2, "a style was expected"),
        (["--level", "9"], 2, "9 is not in the range"),
    ],
    ids=["model", "style", "level"],
)
def test_an_option_that_means_nothing_is_refused(
    option: list[str],
    code: int,
    said: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, exit code 2, no figures."""
    (folder / "air.abc").write_text(AIR)

    assert run(["likelihood", "air.abc", *option]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert len(printed.err.splitlines()) == 1
