"""`etudes mark` and `etudes items` as a teacher types them."""

import json
import random
import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from marked_quizzes import EVERY, INTERVAL, PAIRS, TUNE_IN_ABC, A, B, question
from typer.main import get_command

from etudes.assessment.advice import advice_for, requests
from etudes.assessment.marked import Marked
from etudes.assessment.marking import possible_points
from etudes.assessment.report import student_result
from etudes.cli import run
from etudes.cli.app import app
from etudes.cli.asked import parse_request
from etudes.cli.mark import NOT_ALL
from etudes.focus import focus
from etudes.item.plan import plan
from etudes.listening import Question, Quiz, kinds
from etudes.paths import database_path
from etudes.store import Store
from etudes.store.quizzes import live_questions, save_quizzes
from etudes.store.responses import answers_to
from etudes.words import LANGUAGES

CLASS = f"student,1,2,3\nAnn,B,2p 3r,{TUNE_IN_ABC}\nBen,A,2 rhythm,\n"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _tests_in_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open(database_path()) as store:
        save_quizzes(store, [A, B])
        save_quizzes(store, [EVERY])


def mark(text: str, *options: str, test: str = "aaaaaa", name: str = "answers.csv") -> int:
    Path(name).write_text(text, encoding="utf-8")
    return run(["mark", test, name, *options])


def dump() -> list[str]:
    with Store.open(database_path()) as store:
        return list(store.connection.iterdump())


def points() -> dict[tuple[str, str], Fraction]:
    with Store.open(database_path()) as store:
        return {
            (one.marked.student, one.marked.question): one.marked.earned
            for one in answers_to(store)
        }


def test_a_class_is_marked_and_printed(capsys: Printed) -> None:
    """A row a student: points by question, total, per cent, the level with its limits."""
    assert mark(CLASS) == 0

    printed = capsys.readouterr()
    assert printed.err == "6 answers marked\n"
    assert re.search(r"Ann +│ 1 +│ 2 +│ 9 +│ 12/12 +│ 100 +│ [\d.]+ \([\d.]+–", printed.out)
    assert re.search(r"Ben +│ 0 +│ ½ +│ 0 +│ ½/12 +│ 4 +│", printed.out)


def test_what_is_printed_is_what_is_stored(capsys: Printed) -> None:
    """Each answer, and their sum is the total."""
    mark(CLASS, "--json")

    document = json.loads(capsys.readouterr().out)
    printed = {
        (student["student"], one["id"]): Fraction(one["earned"])
        for student in document["students"]
        for one in student["questions"]
    }
    assert printed == points()
    for student in document["students"]:
        for what in ("earned", "possible"):
            total = sum(Fraction(one[what]) for one in student["questions"])
            assert Fraction(student[what]) == total


def test_marking_twice_changes_nothing(capsys: Printed) -> None:
    """Neither the store nor what is printed."""
    mark(CLASS)
    first, before = capsys.readouterr(), dump()

    assert mark(CLASS.replace("Ann,B", "ann,b.")) == 0

    again = capsys.readouterr()
    assert again.out == first.out and dump() == before
    assert again.err == "6 answers already marked, unchanged\n"


def test_another_answer_is_refused_until_it_is_to_replace(capsys: Printed) -> None:
    """The old one stays; then it is superseded, and both are kept."""
    mark(CLASS)
    capsys.readouterr()
    other = CLASS.replace("Ben,A", "Ben,B")

    assert mark(other) == NOT_ALL
    told = capsys.readouterr().err
    assert "Ben, test aaaaaa, question 1: marked already on" in told
    assert "'minor third', now 'major third'" in told
    assert points()["Ben", INTERVAL.id] == 0

    assert mark(other, "--replace") == 0
    assert "1 answers replaced" in capsys.readouterr().err
    assert points()["Ben", INTERVAL.id] == 1
    assert sum('INTO "responses"' in line for line in dump()) == 7


BAD = {
    "an option that is none": (CLASS + "Cy,E,2p,\n", "row 4, Cy, question 1: A to C", 8),
    "too few answers": (CLASS + "Cy,B,2p\n", "row 4, Cy: 4 cells were expected", 6),
    "twice": (CLASS + "Ann,A,2p,\n", "row 4, Ann: this student has a row above", 6),
    "no file": (CLASS + "Cy,B,2p,cy.mid\n", "row 4, Cy, question 3: ", 8),
    "out of the folder": (CLASS + "Cy,B,2p,../cy.mid\n", "in the folder of the answers", 8),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_answers_cost_a_line_and_good_ones_are_marked(
    case: str, capsys: Printed
) -> None:
    """With an exit code of its own; with --strict nothing is marked."""
    text, words, count = BAD[case]
    before = dump()

    assert mark(text, "--strict") == NOT_ALL
    assert dump() == before
    assert "nothing was marked" in capsys.readouterr().err

    assert mark(text) == NOT_ALL
    [line, _] = capsys.readouterr().err.splitlines()
    assert line.startswith("etudes: answers.csv, ") and words in line
    assert len(points()) == count


def test_answers_to_another_test_are_told(capsys: Printed) -> None:
    """Whether a row or the whole file names it."""
    document = {"test": "cccccc", "students": [{"name": "Ann", "answers": ["B", "", ""]}]}

    assert mark(json.dumps(document), name="answers.json") == NOT_ALL

    assert "answers to test A aaaaaa, B bbbbbb were expected" in capsys.readouterr().err
    assert points() == {}


def test_missing_and_strange_students_are_told(capsys: Printed) -> None:
    """By the list of the class."""
    Path("class.txt").write_text("Ann\nBenn\nCy\n")

    assert mark(CLASS, "--students", "class.txt") == NOT_ALL

    lines = capsys.readouterr().err.splitlines()
    assert "the nearest is Benn" in lines[0]
    assert [line.split(": ")[1] for line in lines[1:3]] == [
        "answers.csv, Benn",
        "answers.csv, Cy",
    ]
    assert {student for student, _ in points()} == {"Ann"}


def test_a_crash_leaves_nothing_half_marked(capsys: Printed) -> None:
    """One transaction holds all answers of a file: where the last cannot be written, none
    is."""
    with Store.open(database_path()) as store:
        store.connection.execute(
            "CREATE TRIGGER fails BEFORE INSERT ON responses WHEN NEW.student = 'Ben' "
            "AND NEW.question_id = 'dictation-0' "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    before = dump()

    assert mark(CLASS) == 2

    assert dump() == before and points() == {}
    [line] = capsys.readouterr().err.splitlines()
    assert "no room" in line


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["zzzzzz", "answers.csv"], 2, "no test of the store"),
        (["aaaaaa", "none.csv"], 5, "there is no such file"),
        (["aaaaaa", "."], 5, "a file was expected"),
        (["aaaaaa", "answers.csv", "--students", "none.txt"], 5, "there is no such file"),
    ],
)
def test_a_command_that_cannot_be_done_is_one_line(
    arguments: list[str], code: int, words: str, capsys: Printed
) -> None:
    """With the exit code of its sort."""
    Path("answers.csv").write_text(CLASS)

    assert run(["mark", *arguments]) == code

    [line] = capsys.readouterr().err.splitlines()
    assert words in line


def test_a_name_cannot_steer_the_terminal(capsys: Printed) -> None:
    """Control signs of a file do not reach it."""
    mark("student,1,2,3\nA\x1b[2Jnn,B,2p,\nBen,\x1b[31mE,,\n")

    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err


def test_d_prime_is_told_of_eight_pairs(capsys: Printed) -> None:
    """Who always says "different" hears nothing: d′ is 0. Four right of four each: 2.6."""
    head = ",".join(str(number + 1) for number in range(len(EVERY.questions)))
    rest = ",".join([""] * 6)
    always = ",".join(["B"] * 8)
    right = ",".join("AB"[one.answer] for one in PAIRS)  # type: ignore[index]
    text = f"student,{head}\nAnn,{rest},{always}\nBen,{rest},{right}\n"

    mark(text, "--json", test="cccccc")

    found = {
        s["student"]: s["d_prime"] for s in json.loads(capsys.readouterr().out)["students"]
    }
    assert found["Ann"] == pytest.approx(0)
    assert found["Ben"] == pytest.approx(2.56, abs=0.01)  # 2 z(4.5/5)


# Reports


class _Text(HTMLParser):
    """The text of a page, its tags, and what it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [str(value) for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(path: Path) -> _Text:
    found = _Text()
    found.feed(path.read_text("utf-8"))
    return found


def test_each_student_has_a_report(capsys: Printed) -> None:
    """Points by kind, remarks, a level in words and commands to practise; no net needed."""
    text = CLASS.replace(
        "Ben,A,2 rhythm,", f"Ben,A,2 rhythm,{TUNE_IN_ABC.replace('C2', 'D2')}"
    )

    assert mark(text, "--student-reports", "reports") == 0

    assert [path.name for path in sorted(Path("reports").iterdir())] == [
        "01-ann.html",
        "02-ben.html",
    ]
    found = page(Path("reports/02-ben.html"))
    told = " ".join(" ".join(found.text).split())
    for words in (
        "Total: 8½ / 12",
        "Melodic dictation 8 / 9",
        "bar 4, note 3: a step too high",
        "your answer: A (minor third)",
        "right is B (major third)",
        "bar 2 is right, but it is the pitch",
        "bar 3, rhythm: not found",
        "etudes make --level 1 --instrument violin --focus thirds",
        "etudes quiz --kind interval --level 1 --instrument violin",
    ):
        assert words in told
    assert re.search(r"(between Level \d and|about) Level \d", told)
    assert found.loads == [] and "script" not in found.tags


def test_a_hostile_name_is_text_on_its_page_and_no_path(capsys: Printed) -> None:
    """Neither markup nor a folder comes of it."""
    name = "../<script>alert(1)</script>"

    mark(f"student,1,2,3\n{name},B,2p,\n", "--student-reports", "reports")

    [path] = Path("reports").iterdir()
    assert path.name == "01-script-alert-1-script.html"
    found = page(path)
    assert "script" not in found.tags and name in found.text


def test_a_report_is_not_replaced_unasked(capsys: Printed) -> None:
    """The same page again is no matter; another one asks for --force."""
    mark(CLASS, "--student-reports", "reports")
    assert mark(CLASS, "--student-reports", "reports") == 0
    Path("reports/01-ann.html").write_text("mine")

    assert mark(CLASS, "--student-reports", "reports") == 2
    assert Path("reports/01-ann.html").read_text() == "mine"
    assert mark(CLASS, "--student-reports", "reports", "--force") == 0


@pytest.mark.slow
def test_a_report_can_be_a_pdf(capsys: Printed) -> None:
    """With the words of the other one; a name is text for LilyPond, not its code."""
    from pypdf import PdfReader

    name = 'Bo "#(exit)" \\\\markup'
    options = ("--student-reports", "reports", "--format", "pdf,html")
    quoted = name.replace('"', '""')
    assert mark(f'student,1,2,3\n"{quoted}",A,2r,{TUNE_IN_ABC}\n', *options) == 0

    [path] = Path("reports").glob("*.pdf")
    told = " ".join(PdfReader(path).pages[0].extract_text().split())
    for words in ("#(exit)", "Total: 9½ / 12", "bar 2 is right", "--focus thirds"):
        assert words in told


def test_a_report_has_one_of_two_formats(capsys: Printed) -> None:
    """Another is refused in a line."""
    assert mark(CLASS, "--student-reports", "reports", "--format", "docx") == 2
    assert "html or pdf were expected, not docx" in capsys.readouterr().err


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_report_is_in_the_language_of_its_test(code: str, capsys: Printed) -> None:
    """No words are lost on the way."""
    quiz = replace(A, code="eeeeee", version="", title=f"in {code}", language=code)
    with Store.open(database_path()) as store:
        save_quizzes(store, [quiz])

    mark(CLASS, "--student-reports", "reports", test="eeeeee")

    assert f'<html lang="{code}">' in Path("reports/02-ben.html").read_text("utf-8")


# Advice


def asked_of(words: list[str], name: str = "make") -> dict[str, Any]:
    """The options of a command, as its own parser reads them."""
    command: Any = get_command(app)
    context = command.commands[name].make_context(name, words)
    return {**context.params, "range": context.params.pop("range_", None)}


@pytest.mark.parametrize("level", range(1, 9))
@pytest.mark.parametrize("name", list(kinds()))
def test_what_is_advised_can_be_asked_for(name: str, level: int) -> None:
    """Each command is one that `etudes make` understands and can plan, for instruments of
    several families; a focus is not asked for below its level."""
    words = shlex.split(requests()[name][level - 1])
    for player in ("violin", "clarinet", "trumpet", "piano", "soprano"):
        asked = asked_of(["--level", str(level), "--instrument", player, *words])
        request = replace(parse_request(asked), seed=1)

        assert plan(request, 0)[0].level == level
        assert all(focus(one).level <= level for one in request.focus or ())


def test_the_weakest_kind_comes_first(capsys: Printed) -> None:
    """Ben lost the interval and half the mistakes: interval first, a level lower."""
    mark(CLASS, "--json")

    students = json.loads(capsys.readouterr().out)["students"]
    advised = {one["student"]: one["practise"] for one in students}
    assert advised["Ben"][-1].startswith("etudes quiz --kind")
    assert 1 <= len(advised["Ben"]) <= 3
    assert advised["Ann"][0].startswith("etudes make --level 3 ")  # nothing is weak


@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("one", EVERY.questions[:6], ids=lambda one: one.kind)
def test_every_line_of_advice_is_a_command(one: Question, share: int) -> None:
    """What a shell makes of the line is what `etudes` understands: études, a new test."""
    possible = possible_points(one)
    marked = Marked("cccccc", "Ann", one.id, "", share * possible, possible)
    advised = advice_for(student_result(EVERY, [marked], NOON))

    for advice in advised:
        assert shlex.split(advice.line) == list(advice.command)
        _, name, *words = advice.command
        assert asked_of(words, name)["level"] == (3 if share else 1)
    assert {advice.kind for advice in advised} == {one.kind}


# Items


def answers_of_a_class(quiz: Quiz, ability: Callable[[int], float], count: int) -> str:
    """A class in which whoever is able is right, but at the last question the reverse."""
    chance = random.Random(5)
    lines = ["student," + ",".join(str(n + 1) for n in range(len(quiz.questions)))]
    for student in range(count):
        cells = []
        for number, one in enumerate(quiz.questions):
            able = ability(student)
            is_last = number == len(quiz.questions) - 1
            is_right = chance.random() < (1 - able if is_last else able)
            right = int(one.answer)  # type: ignore[arg-type]
            cells.append("ABC"[right if is_right else (right + 1) % 3])
        lines.append(f"s{student}," + ",".join(cells))
    return "\n".join(lines)


@pytest.fixture
def judged(capsys: Printed) -> Quiz:
    """Eleven intervals answered by 80; the key of the last one is wrong."""
    texts = ("minor third", "major third", "perfect fifth")
    rows = tuple(question("interval", n % 3, texts, number=n + 10) for n in range(11))
    quiz = Quiz("ffffff", "Judged", rows)
    with Store.open(database_path()) as store:
        save_quizzes(store, [quiz])
    text = answers_of_a_class(quiz, lambda n: 0.1 + 0.8 * (n % 20) / 19, 80)
    assert mark(text, test="ffffff") == 0
    capsys.readouterr()
    return quiz


def test_an_item_with_a_wrong_key_is_told(judged: Quiz, capsys: Printed) -> None:
    """The only one; with its figures."""
    assert run(["items", "--report", "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows if row["decision"] == "retire"] == [
        judged.questions[-1].id
    ]
    assert rows[0]["id"] == judged.questions[-1].id and rows[0]["point_biserial"] < 0
    for row in rows:
        assert row["answers"] == 80
        assert sum(row["choices"].values()) == pytest.approx(1, abs=0.01)
        assert {"facility", "infit", "outfit"} <= row.keys()


def test_items_are_retired_when_asked_to_be(judged: Quiz, capsys: Printed) -> None:
    """Then no test asks them again; to look at them changes nothing."""
    bad, before = judged.questions[-1].id, dump()
    run(["items", "--report"])
    assert dump() == before

    assert run(["items", "--report", "--retire"]) == 0
    assert "1 questions retired" in capsys.readouterr().err
    with Store.open(database_path()) as store:
        assert bad not in {one.id for one in live_questions(store, "interval")}

    after = dump()
    assert run(["items", "--report", "--retire"]) == 0
    assert dump() == after
    assert "retired (" in capsys.readouterr().out


def test_one_student_of_many_small_tests_is_one(capsys: Printed) -> None:
    """Each question of an adaptive test is a test of its own, and one of a series; the
    answers to the others tell how able its student is."""
    rows = [question("interval", 1, ("a", "b", "c"), number=n + 50) for n in range(4)]
    series = [Quiz(f"gggg{n:02}", "Adaptive", (one,)) for n, one in enumerate(rows)]
    with Store.open(database_path()) as store:
        save_quizzes(store, series)
    lines = ["student,1"] + [f"s{n},{'B' if n < 6 else 'A'}" for n in range(12)]
    for quiz in series:
        mark("\n".join(lines), test=quiz.code)
    capsys.readouterr()

    run(["items", "--report", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert [row["point_biserial"] for row in found] == pytest.approx([1] * 4, abs=0.01)


def test_items_are_listed(capsys: Printed) -> None:
    """By kind, with how often each was answered."""
    mark(CLASS)
    capsys.readouterr()

    assert run(["items", "--kind", "interval", "--json"]) == 0

    [row] = json.loads(capsys.readouterr().out)
    assert (row["id"], row["answers"], row["retired"]) == (INTERVAL.id, 2, "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--retire"], 2, "--report"),
        (["--kind", "intervall"], 2, "the nearest is interval"),
        (["--report"], 0, "no question has been answered yet"),
    ],
)
def test_items_say_what_is_missing(
    arguments: list[str], code: int, words: str, capsys: Printed
) -> None:
    """In one line."""
    assert run(["items", *arguments]) == code
    assert words in capsys.readouterr().err
