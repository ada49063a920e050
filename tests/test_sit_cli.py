"""A student sits an adaptive test at the terminal: what is asked, kept and told."""

import io
import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from marked_quizzes import CADENCE, INTERVAL, PAIRS

from etudes.assessment.response import Response
from etudes.audio import Sound
from etudes.cli import run
from etudes.cli.sit import INTERRUPTED, sit
from etudes.cli.sitting_store import keeper
from etudes.cli.typing_in import read_line
from etudes.errors import EtudesError, InvalidValue, MissingTool, OutputError, UnknownName
from etudes.listening import Question, kind
from etudes.store import Store
from etudes.store.quizzes import first_codes
from etudes.store.responses import answers_to

PAIR = ("mode", "interval")


class Student:
    """Types lines one after the other, and sees what is said; then the terminal closes."""

    def __init__(self, *lines: str, end: type[BaseException] = EOFError) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.end = end
        self.seen: list[str] = []
        self.prompts: list[str] = []
        self.at_each: Callable[[], None] = lambda: None

    def read(self, prompt: str) -> str:
        self.at_each()
        self.prompts.append(prompt)
        for line in self.lines:
            return line
        raise self.end

    def say(self, line: str) -> None:
        self.seen.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.seen)


def nothing_plays(_: Sound) -> None:
    raise MissingTool("no sound can be played here")


def sits(student: Student, folder: Path, **fields: object) -> int:
    """A test of two kinds and three questions, its sounds written into a folder."""
    asked: dict[str, object] = {"kinds": PAIR, "seed": 5, "most": 3, "silent": folder}
    asked = {"instrument": "violin"} | asked | fields
    return sit("Ann", read=student.read, say=student.say, **asked)  # type: ignore[arg-type]


def stored(path: Path) -> list[str]:
    with Store.open(path) as store:
        return [one.marked.given for one in answers_to(store)]


def test_a_whole_test(tmp_path: Path) -> None:
    """Two for practice, three that count; then points, a level with its margin, and how it
    goes on."""
    student, path = Student(*"AAAAA"), tmp_path / "t.db"

    assert sits(student, tmp_path / "sounds", database=path) == 0
    assert len(student.prompts) == 5
    assert student.text.count("Practice ") == 2
    assert [line for line in student.seen if line.startswith("Question ")] == [
        *("Question 1", "Question 2", "Question 3")
    ]
    assert "Ann: about Level " in student.text
    assert "(95 %), after 3 questions." in student.text
    assert len(stored(path)) == 3


def test_the_names_of_the_recordings_tell_nothing(tmp_path: Path) -> None:
    """No kind, no level, no answer: numbers only."""
    sits(Student(*"AAAAA"), tmp_path / "sounds")

    files = sorted((tmp_path / "sounds").iterdir())
    assert [file.name for file in files] == [
        *("practice-1.mp3", "practice-2.mp3"),
        *("question-01.mp3", "question-02.mp3", "question-03.mp3"),
    ]
    assert all(file.stat().st_size > 1000 for file in files)


def test_every_answer_is_kept_before_the_next_question(tmp_path: Path) -> None:
    """A terminal that dies loses nothing that was answered."""
    student, path, counts = Student(*"AAAAA"), tmp_path / "t.db", []
    student.at_each = lambda: counts.append(len(stored(path)))

    sits(student, tmp_path / "sounds", database=path)

    assert counts == [0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("lines", "end", "code"),
    [("AAAAq", EOFError, 0), ("AAAA", EOFError, 0), ("AAAA", KeyboardInterrupt, 130)],
)
def test_what_was_answered_is_kept_and_told(
    tmp_path: Path, lines: str, end: type[BaseException], code: int
) -> None:
    """Whether the student stops, the terminal closes, or Ctrl-C comes."""
    student, path = Student(*lines, end=end), tmp_path / "t.db"

    assert sits(student, tmp_path / "sounds", database=path) == code
    assert INTERRUPTED == 130
    assert len(stored(path)) == 2
    assert "after 2 questions." in student.text


def test_stopping_while_practising_leaves_nothing(tmp_path: Path) -> None:
    """Nothing counted, and that is said."""
    student, path = Student("A", "q"), tmp_path / "t.db"

    assert sits(student, tmp_path / "sounds", database=path) == 0
    assert student.seen[-1] == "Nothing was answered that counts."
    assert stored(path) == []


def test_what_is_no_letter_is_asked_again(tmp_path: Path) -> None:
    """Nothing, a word, a letter too far, a long line: one clear line each, no answer."""
    odd = ("", "  ", "major", "Z", "A B", "\x1b[A", "é" * 5000)
    student = Student(*odd, "a.", "(b)", "q")

    sits(student, tmp_path / "sounds", kinds=("mode",))

    complaints = [line for line in student.seen if "was expected" in line]
    assert complaints == [
        "A letter, A or B, was expected (r plays it again, q stops)."
    ] * len(odd)
    assert "Practice 2 of 2" in student.text  # "a." was taken
    assert "Question 1" in student.text  # and so was "(b)"


def test_a_question_is_played_as_often_as_its_kind_allows(tmp_path: Path) -> None:
    """Major or minor twice; the third time it is said that that was all."""
    heard: list[Sound] = []
    student = Student("r", "R", "q")

    sits(student, tmp_path, kinds=("mode",), silent=None, play=heard.append)

    assert kind("mode").plays == 2
    assert len(heard) == 2
    assert (heard[0].samples == heard[1].samples).all()
    assert "This kind of question is played at most twice." in student.text
    assert list(tmp_path.glob("*.mp3")) == []


def test_where_nothing_can_play_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into the current folder, from the first question on; it is tried once."""
    monkeypatch.chdir(tmp_path)
    student = Student("A", "r", "A", "q")

    sits(student, tmp_path, silent=None, play=nothing_plays)

    assert student.text.count("No sound can be played here") == 1
    assert sorted(file.name for file in tmp_path.glob("*.mp3")) == [
        *("practice-1.mp3", "practice-2.mp3", "question-01.mp3")
    ]
    assert "It is in practice-2.mp3" in student.text


def test_recordings_that_are_there_are_not_replaced(tmp_path: Path) -> None:
    """A teacher's question-03.mp3 stays, unless --force says otherwise."""
    mine = tmp_path / "question-03.mp3"
    mine.write_bytes(b"mine")

    with pytest.raises(OutputError, match="--force"):
        sits(Student(*"AAAAA"), tmp_path)
    assert mine.read_bytes() == b"mine"

    sits(Student(*"AAAAA"), tmp_path, force=True)
    assert mine.read_bytes() != b"mine"


def test_the_same_seed_and_answers_say_the_same(tmp_path: Path) -> None:
    """To the letter; the second time the answers stand in the store already."""
    first, second, path = Student(*"AAAAA"), Student(*"AAAAA"), tmp_path / "t.db"

    for student in (first, second):
        sits(student, tmp_path / "sounds", database=path, force=True)

    assert first.text == second.text
    assert len(stored(path)) == 3


def test_another_answer_to_the_same_test_supersedes_the_first(tmp_path: Path) -> None:
    """As everywhere in the store: the later one counts, the earlier one stays there."""
    path = tmp_path / "t.db"
    for lines in ("AAAq", "AABq"):
        sits(Student(*lines), tmp_path / "sounds", database=path, force=True)

    with Store.open(path) as store:
        rows = store.connection.execute("SELECT count(*) FROM responses").fetchone()
        assert rows[0] == 2
        assert len(answers_to(store)) == 1


def test_two_sittings_of_one_seed_stay_two(tmp_path: Path) -> None:
    """They begin with different questions and come to the same one: what each answered
    there is kept beside its own first answer, and not with the other's."""
    one, other, both = INTERVAL, CADENCE, PAIRS[0]
    with Store.open(tmp_path / "t.db") as store:
        for student, first in (("Ann", one), ("Ben", other)):
            keep = keeper(store, 5)
            for question in (first, both):
                right = Response(student, question.id, question.kind, 2, "A", Fraction(1))
                keep(question, right)

        firsts = first_codes(store)
        kept = {
            name: [
                firsts[a.marked.quiz] for a in answers_to(store) if a.marked.student == name
            ]
            for name in ("Ann", "Ben")
        }

    assert all(len(codes) == 2 and len({*codes}) == 1 for codes in kept.values())
    assert {*kept["Ann"]} != {*kept["Ben"]}


@pytest.mark.parametrize("option", ["--level", "--count", "--tempo", "--measures"])
def test_what_an_adaptive_test_does_not_heed_is_refused(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nought is a number that was typed, too."""
    asked = ("--adaptive", "--student", "Ann", "--instrument", "violin", option, "0")

    assert run(["quiz", *asked]) == 2
    assert capsys.readouterr().err.rstrip().endswith(f"not {option}")


@pytest.mark.parametrize("option", ["--most", "--until"])
def test_what_a_test_on_paper_does_not_heed_is_refused(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nought is a number that was typed, too."""
    assert run(["quiz", "--level", "2", "--instrument", "violin", option, "0"]) == 2
    assert capsys.readouterr().err.rstrip().endswith(f"not {option}")


def test_a_comma_too_many_names_no_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a test on paper."""
    asked: dict[str, object] = {}

    def sits_it(*_: object, **fields: object) -> int:
        asked.update(fields)
        return 0

    monkeypatch.setattr("etudes.cli.sit.sit", sits_it)
    who = ("--student", "Ann", "--instrument", "violin")
    run(["quiz", "--adaptive", *who, "--kind", "interval,", "--kind", ",mode"])

    assert asked["kinds"] == ["interval", "mode"]


def test_answers_can_be_kept_elsewhere(tmp_path: Path) -> None:
    """Each with its question, as soon as it is given."""
    kept: list[tuple[Question, Response]] = []

    sits(
        Student(*"AAAAA"),
        tmp_path / "sounds",
        store=lambda question, response: kept.append((question, response)),
    )

    assert len(kept) == 3
    assert all(question.id == response.item for question, response in kept)
    assert all(response.student == "Ann" for _, response in kept)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kinds": ("dictation",)}, InvalidValue),
        ({"kinds": ("find-error",)}, InvalidValue),
        ({"kinds": ("nonsense",)}, UnknownName),
        ({"most": 0}, InvalidValue),
        ({"until": 9.0}, InvalidValue),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_heard(
    tmp_path: Path, fields: dict[str, object], error: type[Exception]
) -> None:
    """In one line, and no file is written."""
    student = Student()
    with pytest.raises(error) as caught:
        sits(student, tmp_path / "sounds", **fields)

    assert "\n" not in str(caught.value)
    assert student.seen == []
    assert not (tmp_path / "sounds").exists()


def test_a_drum_sits_a_test_of_what_can_be_played(tmp_path: Path) -> None:
    """Kinds that an instrument cannot play are left out; where that is all of them, one
    line says so."""
    kept: list[str] = []
    fields: dict[str, object] = {"instrument": "snare-drum"}

    code = sits(
        Student(*"AAAAA"),
        tmp_path / "sounds",
        kinds=(),
        store=lambda question, _: kept.append(question.kind),
        **fields,
    )

    assert code == 0
    assert set(kept) <= {"metre", "cadence", "change"}
    assert len(kept) == 3
    with pytest.raises(EtudesError) as caught:
        sits(Student(), tmp_path / "others", kinds=("interval",), **fields)
    assert "Snare drum" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_was_typed_too_early_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that was typed before the question stood there is forgotten."""
    pty = pytest.importorskip("pty")
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal, "r") as stdin, os.fdopen(keyboard, "wb", 0) as keys:
        monkeypatch.setattr("sys.stdin", stdin)

        def asked(_: str) -> str:
            keys.write(b"A\n")
            return stdin.readline().strip()

        monkeypatch.setattr("builtins.input", asked)
        keys.write(b"B\n")

        assert read_line("A or B: ") == "A"


def test_bytes_that_are_no_text_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are asked for again, like any other line that is no letter."""
    typed = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", typed)

    assert read_line("") == "?"
