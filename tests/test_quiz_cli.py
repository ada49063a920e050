"""`etudes quiz` and `etudes kinds` as a teacher types them; what is typed wrong is told."""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from etudes.cli import run
from etudes.listening import kinds
from etudes.paths import database_path
from etudes.publish.quiz import FORMATS
from etudes.store import Store
from etudes.store.quizzes import quiz_of, retire
from etudes.store.responses import answers_to

QUIZ = ["quiz", "--kind", "interval,mode", "--level", "3", "--instrument", "flute"]
SHORT = [*QUIZ, "--count", "4", "--seed", "5", "--format", "ly"]
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with an empty store beside it."""
    place = tmp_path / "lesson"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "store.db"))
    return place


def table(folder: Path) -> list[dict[str, str]]:
    """The table for the answers, a row a student."""
    [path] = folder.glob("*-answers-*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stored() -> int:
    """How many tests the store holds."""
    with Store.open(database_path()) as store:
        [[count]] = store.connection.execute("SELECT count(*) FROM quizzes")
        return int(count)


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# What is made


def test_a_test_is_a_paper_a_key_and_a_table(folder: Path, capsys: Printed) -> None:
    """Each is named on a line; the last line tells how the answers are marked."""
    assert run(SHORT) == 0

    printed = capsys.readouterr()
    assert sorted(printed.out.split()) == sorted(files(folder))
    code = re.search(r"etudes mark (\w{6}) ", printed.err)
    assert code
    assert set(files(folder)) == {
        f"flute-test-level3-{code[1]}.ly",
        f"flute-test-level3-{code[1]}-key.ly",
        f"flute-test-level3-answers-{code[1]}.csv",
    }


def test_a_test_has_ten_questions_unless_told(capsys: Printed) -> None:
    """Shared out evenly, in the order in which the kinds were named."""
    run([*QUIZ, "--format", "ly", "--json"])

    [test] = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in test["questions"]] == ["interval"] * 5 + ["mode"] * 5


def test_more_kinds_than_ten_have_a_question_each(capsys: Printed) -> None:
    """All of those in which nothing is written down."""
    names = [name for name, row in kinds().items() if row.answer == "choice"]
    words = ["--kind", ",".join(names), "--level", "1", "--instrument", "violin"]
    run(["quiz", *words, "--seed", "2", "--format", "ly", "--json"])

    [test] = json.loads(capsys.readouterr().out)
    assert len(names) > 10
    assert [one["kind"] for one in test["questions"]] == names


def test_the_same_seed_gives_the_same_files_byte_for_byte(folder: Path) -> None:
    """Two versions, twice into two folders: papers, keys and the table."""
    for name in ("a", "b"):
        assert run([*SHORT, "--versions", "2", "--students", "3", "--output", name]) == 0

    assert len(files(folder / "a")) == 5
    assert files(folder / "a") == files(folder / "b")


def test_another_seed_gives_another_test(folder: Path) -> None:
    run(SHORT)
    before = set(files(folder))
    run([*SHORT, "--seed", "6"])

    assert len(set(files(folder)) - before) == 3


def test_a_recording_has_the_same_bytes_too(folder: Path) -> None:
    """The whole and, if asked, each question by its number alone."""
    words = [*SHORT, "--count", "2", "--plays", "1", "--each", "--format", "mp3"]
    for name in ("a", "b"):
        assert run([*words, "--output", name]) == 0

    names = sorted(name.rpartition("-")[2] for name in files(folder / "a"))
    assert names[:2] == ["01.mp3", "02.mp3"]
    assert len(names) == 4
    assert files(folder / "a") == files(folder / "b")


def test_versions_share_no_question(capsys: Printed) -> None:
    """A, B and C: as many questions of each kind, none of them twice, a code each."""
    run([*SHORT, "--versions", "3", "--json"])

    tests = json.loads(capsys.readouterr().out)
    ids = [one["id"] for test in tests for one in test["questions"]]
    assert [test["version"] for test in tests] == ["A", "B", "C"]
    assert len({test["code"] for test in tests}) == 3
    assert len(ids) == len(set(ids)) == 12
    assert len({tuple(q["kind"] for q in test["questions"]) for test in tests}) == 1


def test_no_files_name_gives_a_hint(folder: Path) -> None:
    """Instrument, level, version, code: no kind of question, no answer."""
    words = ["--kind", "dictation,cadence,which-score,interval", "--versions", "2"]
    run(["quiz", *words, "--level", "3", "--instrument", "flute", "--format", "ly"])

    shape = r"flute-test-level3-(?:[AB]-\w{6}(?:-key)?\.ly|answers-\w{6}\.csv)"
    for name in files(folder):
        assert re.fullmatch(shape, name)
        assert not any(kind in name for kind in kinds())


def test_the_key_tells_the_answers_and_the_paper_does_not(folder: Path) -> None:
    """Only the key is headed so, and says what is played when."""
    run(SHORT)
    [key] = folder.glob("*-key.ly")
    [paper] = set(folder.glob("*.ly")) - {key}

    for words in (": Answers", "time to answer", "chance 1/"):
        assert words in key.read_text(encoding="utf-8")
        assert words not in paper.read_text(encoding="utf-8")


def test_a_test_is_in_the_store_before_it_is_on_paper(capsys: Printed) -> None:
    """So that its answers can be marked; made twice it is kept once."""
    run([*SHORT, "--versions", "2", "--json"])
    [first, _] = json.loads(capsys.readouterr().out)
    with Store.open(database_path()) as store:
        kept = quiz_of(store, first["code"])

    assert [one.id for one in kept.questions] == [one["id"] for one in first["questions"]]
    assert run([*SHORT, "--versions", "2", "--force"]) == 0
    assert stored() == 2


# The class


def test_versions_are_dealt_to_the_class_in_turn(folder: Path, capsys: Printed) -> None:
    """Neighbours have different ones; a header, empty lines and spaces are no names."""
    Path("class.txt").write_text("Student\nAnn\n\n  Ben  \nÉva Ó\n", encoding="utf-8")
    run([*SHORT, "--versions", "2", "--students", "class.txt", "--json"])

    codes = [test["code"] for test in json.loads(capsys.readouterr().out)]
    rows = table(folder)
    assert [row["student"] for row in rows] == ["Ann", "Ben", "Éva Ó"]
    assert [row["test"] for row in rows] == [codes[0], codes[1], codes[0]]
    assert list(rows[0]) == ["student", "test", "1", "2", "3", "4"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_comes_as_any_office_saves_it(folder: Path, encoding: str) -> None:
    """UTF-8, with a mark or without, UTF-16, or Windows' own code page."""
    Path("class.txt").write_bytes("José\r\nZoë\r\n".encode(encoding))
    assert run([*SHORT, "--students", "class.txt"]) == 0

    assert [row["student"] for row in table(folder)] == ["José", "Zoë"]


def test_a_number_of_students_gives_so_many_rows(folder: Path) -> None:
    run([*SHORT, "--students", "30"])

    assert len(table(folder)) == 30


def test_the_table_is_read_by_etudes_mark(folder: Path, capsys: Printed) -> None:
    """Filled in with what is right, it gives the full points."""
    Path("class.txt").write_text("Ann\nBen\n", encoding="utf-8")
    run([*SHORT, "--versions", "2", "--students", "class.txt", "--json"])
    codes = [test["code"] for test in json.loads(capsys.readouterr().out)]
    rows = table(folder)
    with Store.open(database_path()) as store:
        for row in rows:
            for number, one in enumerate(quiz_of(store, row["test"]).questions, 1):
                assert isinstance(one.answer, int)
                row[str(number)] = "ABCDEFGHIJKL"[one.answer]
    with Path("filled.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    assert run(["mark", codes[1], "filled.csv", "--json"]) == 0
    marked = json.loads(capsys.readouterr().out)
    assert {one["student"]: one["percent"] for one in marked["students"]} == {
        "Ann": 100,
        "Ben": 100,
    }


def test_a_reports_format_is_looked_at_before_anything_is_marked(
    folder: Path, capsys: Printed
) -> None:
    """Nothing is kept of a command that is typed wrong."""
    run([*SHORT, "--json"])
    [test] = json.loads(capsys.readouterr().out)
    Path("answers.csv").write_text("student,1,2,3,4\nAnn,A,B,A,B\n", encoding="utf-8")
    words = ["mark", test["code"], "answers.csv"]

    assert run([*words, "--student-reports", "reports", "--format", "docx"]) == 2
    assert "docx" in one_line(capsys)
    with Store.open(database_path()) as store:
        assert not answers_to(store)
    assert run(words) == 0


def test_what_is_not_marked_is_told_below_the_points(folder: Path, capsys: Printed) -> None:
    """A dash, and the total counts what was marked: 1 of 3, one being unreadable."""
    run([*SHORT, "--json"])
    [test] = json.loads(capsys.readouterr().out)
    with Store.open(database_path()) as store:
        right = quiz_of(store, test["code"]).questions[0].answer
    assert isinstance(right, int)
    rows = f"student,1,2,3,4\nAnn,{'ABCD'[right]},Z,,\n"
    Path("answers.csv").write_text(rows, encoding="utf-8")

    assert run(["mark", test["code"], "answers.csv"]) == 3
    told = capsys.readouterr().out
    assert "1/3" in told
    assert "–: not marked, and not part of the total" in told


LISTS = {
    "no file": (None, "there is no file"),
    "nothing in it": ("\n\n", "names of students were expected"),
    "a formula": ("Ann\n=1+1\n", "'=1+1'"),
    "a command": ("Ann\n@SUM(A1)\n", "'@SUM"),
    "a comma": ("Smith, Ann\nSmith, Ben\n", "without comma or semicolon"),
    "someone twice": ("Ann\nBen\nann\n", "each student once was expected, and 'ann'"),
    "no letters": ("Ann\n...\n", "letters or figures"),
    "too long": (f"Ann\n{'x' * 5000}\n", "at most 80 characters"),
    "too many": ("\n".join(f"s{n}" for n in range(501)), "500 names"),
    "no text": ("\0\1\2", "text"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_none_is_refused(folder: Path, capsys: Printed, name: str) -> None:
    """One line, and nothing is written: a name that cannot be marked is told now."""
    text, told = LISTS[name]
    if text is not None:
        Path("class.txt").write_text(text, encoding="utf-8")
    assert run([*SHORT, "--students", "class.txt"]) in (2, 5)

    assert told in one_line(capsys)
    assert set(files(folder)) <= {"class.txt"}


# What cannot be made


def one_line(capsys: Printed) -> str:
    """The only line that was printed: the error."""
    printed = capsys.readouterr()
    assert not printed.out
    assert printed.err.startswith("etudes: ")
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err
    return printed.err


BAD = {
    "no kind": (["quiz", *QUIZ[3:]], "etudes quiz --kind"),
    "an empty kind": (["quiz", "--kind", " , ", *QUIZ[3:]], "etudes quiz --kind"),
    "an unknown kind": ([*SHORT, "--kind", "intervall"], "the nearest is interval"),
    "no level": (["quiz", "--kind", "mode", *QUIZ[5:]], "a level was expected"),
    "no instrument": ([*QUIZ[:5]], "an instrument was expected"),
    "neither": ([*QUIZ[:3]], "a level and an instrument"),
    "an unknown instrument": ([*SHORT, "--instrument", "floot"], "flute"),
    "level 9": ([*SHORT, "--level", "9"], "1 to 8"),
    "level 0": ([*SHORT, "--level", "0"], "1 to 8"),
    "no questions": ([*SHORT, "--count", "0"], "not 0"),
    "fewer questions than kinds": ([*SHORT, "--count", "1"], "2 kinds and 1 question"),
    "too many questions": ([*SHORT, "--count", "61"], "1 to 60 questions"),
    "too many in all": (
        [*SHORT, "--count", "60", "--versions", "8"],
        "at most 200 questions of a kind",
    ),
    "20 versions": ([*SHORT, "--versions", "20"], "1 to 8 versions"),
    "no versions": ([*SHORT, "--versions", "0"], "1 to 8 versions"),
    "never played": ([*SHORT, "--plays", "0"], "playings"),
    "played too often": ([*SHORT, "--plays", "10"], "playings"),
    "no students": ([*SHORT, "--students", "0"], "a class of 1 to 500"),
    "too many students": ([*SHORT, "--students", "9" * 5000], "a class of 1 to 500"),
    "an unknown format": ([*SHORT, "--format", "docx"], "pdf, ly, mp3, wav"),
    "no format": ([*SHORT, "--format", ""], "pdf, ly, mp3, wav"),
    "an unknown paper": ([*SHORT, "--paper", "a5"], "a4 or letter"),
    "an unknown language": ([*SHORT, "--language", "xx"], "en, de"),
    "no metre": ([*SHORT, "--time", "13/17"], "3/4 or 6/8"),
    "no key": ([*SHORT, "--key", "Q"], "key"),
    "no rule": ([*SHORT, "--rule", "nonsense: 1"], "etudes rules"),
    "a title without end": ([*SHORT, "--title", "x" * 10_000], "200 characters"),
    "a seed below 0": ([*SHORT, "--seed", "-1"], "seed"),
    "an unknown model": ([*SHORT, "--model", "nope"], "gru-256"),
    "a drum without pitch": ([*SHORT, "--instrument", "snare drum"], "Snare drum"),
    "a student without --adaptive": ([*SHORT, "--student", "Ann"], "not --student"),
    "an end without --adaptive": ([*SHORT, "--until", "0.5"], "not --until"),
    "a level with --adaptive": (
        ["quiz", "--adaptive", "--student", "Ann", *QUIZ[3:]],
        "not --level",
    ),
    "--adaptive for nobody": (["quiz", "--adaptive", *QUIZ[5:]], "a student"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_typed_wrong_is_told_in_a_line(
    folder: Path, capsys: Printed, name: str
) -> None:
    """Nothing is written, and nothing is kept."""
    words, told = BAD[name]
    assert run(words) in (2, 3)

    assert told in one_line(capsys)
    assert not files(folder)
    assert not stored()


def test_a_hostile_title_is_printed_and_nothing_else(folder: Path) -> None:
    """Quotes, backslashes and Scheme stay text within a string; file names know nothing
    of it."""
    title = 'Bob "x" \\ #(system "touch pwned") %{ { ../../up'
    assert run([*SHORT, "--title", title]) == 0

    sheets = [text.decode() for name, text in files(folder).items() if name.endswith("ly")]
    assert len(sheets) == 2
    for sheet in sheets:
        assert "pwned" in sheet
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', sheet)
        assert "pwned" not in bare
    assert all(name.startswith("flute-test-level3-") for name in files(folder))


# Nothing half done


def test_a_file_that_is_there_stays_and_nothing_is_written(
    folder: Path, capsys: Printed
) -> None:
    """One of three files stands in the way; with --force it is replaced."""
    run(SHORT)
    [key] = folder.glob("*-key.ly")
    for path in folder.iterdir():
        path.unlink()
    key.write_bytes(b"a teacher's own")
    capsys.readouterr()

    assert run(SHORT) == 2
    assert "--force" in one_line(capsys)
    assert files(folder) == {key.name: b"a teacher's own"}
    assert run([*SHORT, "--force"]) == 0
    assert len(files(folder)) == 3


def test_without_a_store_there_is_no_paper(folder: Path, capsys: Printed) -> None:
    """A test whose answers could not be marked is not printed."""
    Path("folder.db").mkdir()
    assert run([*SHORT, "--db", "folder.db", "--output", "out"]) == 5

    assert "--db" in one_line(capsys)
    assert not (folder / "out").exists()


def test_without_paper_there_is_no_test_in_the_store(capsys: Printed) -> None:
    """The folder for it is a file."""
    Path("taken").write_text("a file", encoding="utf-8")
    assert run([*SHORT, "--output", "taken/tests"]) == 2

    assert "taken" in one_line(capsys)
    assert not stored()


def test_a_retired_question_is_asked_no_more(folder: Path, capsys: Printed) -> None:
    """The same seed would ask it again: another seed is wanted."""
    run([*SHORT, "--json"])
    [test] = json.loads(capsys.readouterr().out)
    with Store.open(database_path()) as store:
        retire(store, [(test["questions"][1]["id"], "everyone guesses")])
    before = files(folder)

    assert run([*SHORT, "--force"]) == 2
    assert "another --seed" in one_line(capsys)
    assert files(folder) == before
    assert run([*SHORT, "--seed", "6"]) == 0


# The kinds


def test_kinds_are_listed_with_what_they_ask(capsys: Printed) -> None:
    """All sixteen, as a table and as data."""
    assert run(["kinds"]) == 0
    told = capsys.readouterr().out
    assert run(["kinds", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)

    assert [row["name"] for row in rows] == [*kinds()]
    assert len(rows) == 16
    for row in rows:
        assert row["name"] in told
        assert row["asks"]


def test_help_names_the_formats(capsys: Printed) -> None:
    run(["quiz", "--help"])

    assert ",".join(FORMATS) in capsys.readouterr().out.replace(", ", ",")
