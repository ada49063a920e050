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
from marked_quizzes import EVERY, INTERVAL, PAIRS, THIRDS, TUNE_IN_ABC, A, B, question
from typer.main import get_command

from etudes.assessment.advice import advice_for, requests
from etudes.assessment.class_marks import mark_class
from etudes.assessment.marked import Marked
from etudes.assessment.marking import possible_points
from etudes.assessment.replies import MOST_CHARACTERS
from etudes.assessment.report import student_result
from etudes.cli import run
from etudes.cli.app import app
from etudes.cli.asked import parse_request
from etudes.cli.mark import NOT_ALL
from etudes.focus import focus
from etudes.item.plan import plan
from etudes.listening import Question, Quiz, kinds
from etudes.paths import database_path
from etudes.publish.student_report import report_page, report_source
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


def marked_wrong(one: Question) -> Marked:
    return Marked(A.code, "Ann", one.id, "minor third", Fraction(0), possible_points(one))


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


def test_a_class_list_in_capitals_makes_no_new_students(capsys: Printed) -> None:
    """The spelling of the store counts: each answer is there already."""
    mark(CLASS)
    before = dump()
    Path("class.txt").write_text("ANN\nBEN\n")
    capsys.readouterr()

    assert mark(CLASS, "--students", "class.txt") == 0

    assert capsys.readouterr().err == "6 answers already marked, unchanged\n"
    assert dump() == before


def test_a_student_answers_one_version_of_a_test(capsys: Printed) -> None:
    """Where the column of versions is mended between two runs, nobody ends up with both."""
    mark("student,test,1,2,3\nAnn,A,B,2p,\nBen,A,A,2p,\n")
    before = dump()
    capsys.readouterr()

    assert mark("student,test,1,2,3\nAnn,B,2p,B,\nBen,A,A,2p,\n") == NOT_ALL

    told = capsys.readouterr().err.splitlines()[0]
    assert "row 2, Ann" in told and "answers to version A already" in told
    assert "these are to version B; not marked" in told
    assert dump() == before


def test_brackets_and_colons_of_a_name_are_printed_as_they_stand(capsys: Printed) -> None:
    """They mean nothing to the table, whatever they would elsewhere."""
    names = ("Ann [/b]", "Ben [x]", "Cy :smile:")
    rows = "".join(f"{name},B,2p,\n" for name in names)

    assert mark(f"student,1,2,3\n{rows}") == 0

    printed = capsys.readouterr().out
    assert all(name in printed for name in names)


def test_other_programs_need_not_wait_while_a_class_is_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The store is locked only to write what was found."""
    from etudes.cli import mark as room

    def mark_and_look(*arguments: Any) -> Any:
        with Store.open(database_path()) as other, other.transaction():
            pass
        return mark_class(*arguments)

    monkeypatch.setattr(room, "mark_class", mark_and_look)

    assert mark(CLASS) == 0
    assert len(points()) == 6


def test_a_format_of_reports_without_a_folder_is_refused(capsys: Printed) -> None:
    """Before anything is marked."""
    assert mark(CLASS, "--format", "pdf") == 2

    assert "--student-reports" in capsys.readouterr().err
    assert points() == {}


def test_the_document_is_printed_though_the_reports_fail(capsys: Printed) -> None:
    """For the answers are marked; then the error, and no report is named."""
    Path("reports").write_text("a file, no folder")

    assert mark(CLASS, "--json", "--student-reports", "reports") == 2

    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert (document["saved"]["new"], document["reports"]) == (6, [])
    assert printed.err.splitlines()[-1].startswith("etudes: ")


def test_an_answer_longer_than_a_cell_has_its_remarks(capsys: Printed) -> None:
    """What a file of notes gives may be kept in more characters than a cell may hold."""
    tune = "|".join(["c/4d/4e/4f/4 g/4a/4b/4c/4 d/4e/4f/4g/4 a/4b/4c/4d/4"] * 8)
    Path("ann.abc").write_text(f"X:1\nM:4/4\nL:1/4\nK:C\n{tune}|]\n")

    assert mark("student,1,2,3\nAnn,B,2p,ann.abc\n", "--json") == 0

    [student] = json.loads(capsys.readouterr().out)["students"]
    dictation = student["questions"][2]
    assert len(dictation["given"]) > MOST_CHARACTERS and dictation["remarks"]


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


def report_of(stem: str, format_: str = "html") -> Path:
    [path] = Path("reports").glob(f"{stem}-????????.{format_}")
    return path


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

    assert {*Path("reports").iterdir()} == {report_of("ann"), report_of("ben")}
    found = page(report_of("ben"))
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

    path = report_of("script-alert-1-script")
    assert [*Path("reports").iterdir()] == [path]
    found = page(path)
    assert "script" not in found.tags and name in found.text


def test_a_report_is_not_replaced_unasked(capsys: Printed) -> None:
    """The same page again is no matter; another one asks for --force."""
    mark(CLASS, "--student-reports", "reports")
    assert mark(CLASS, "--student-reports", "reports") == 0
    report_of("ann").write_text("mine")

    assert mark(CLASS, "--student-reports", "reports") == 2
    assert report_of("ann").read_text() == "mine"
    assert mark(CLASS, "--student-reports", "reports", "--force") == 0


def test_every_student_has_a_file_of_their_own(capsys: Printed) -> None:
    """Names without a Latin letter too; and it is the same one whoever else is marked."""
    mark("student,1,2,3\n山,B,2p,\n川,A,2p,\nBen,A,,\n", "--student-reports", "reports")
    first = {*Path("reports").iterdir()}
    found = {
        name for path in first for name in ("山", "川", "Ben") if name in page(path).text
    }
    assert len(first) == 3 and found == {"山", "川", "Ben"}

    options = ("--replace", "--student-reports", "reports", "--force")
    assert mark("student,1,2,3\nBen,B,,\n", *options) == 0
    assert {*Path("reports").iterdir()} == first


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_folder_where_a_report_should_be_is_told(
    force: tuple[str, ...], capsys: Printed
) -> None:
    """In one line, and no report is written, that of Ann before it neither."""
    mark(CLASS, "--student-reports", "reports")
    report_of("ann").unlink()
    there = report_of("ben")
    there.unlink()
    there.mkdir()
    capsys.readouterr()

    assert mark(CLASS, "--student-reports", "reports", *force) == 2

    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith("etudes: ") and str(there) in line
    assert [*Path("reports").iterdir()] == [there]


def test_reports_go_into_a_folder_whatever_its_name(capsys: Printed) -> None:
    """One with a point in it is no file."""
    assert mark("student,1,2,3\nAnn,B,,\n", "--student-reports", "term.1") == 0
    assert len([*Path("term.1").iterdir()]) == 1


def test_no_remark_is_cut_or_runs_into_the_next() -> None:
    """On paper each of many long ones has a line or more of its own."""
    remarks = tuple(f"remark {n}: " + "too high, " * 15 + f"end {n}" for n in range(5))
    printed = report_page(student_result(A, [marked_wrong(INTERVAL)], NOON))
    row = replace(printed.questions[0], remarks=remarks)

    source = report_source(replace(printed, questions=(row,)))

    for remark in remarks:
        assert f'\\wordwrap-string "{remark}"' in source


def test_the_foot_of_a_report_has_its_code_and_date_however_long_the_title_is() -> None:
    """The title is what is shortened; the head has all of it."""
    title = "Ears " * 40
    quiz = replace(A, title=title.strip())

    printed = report_page(student_result(quiz, [marked_wrong(INTERVAL)], NOON))

    assert printed.title == quiz.title
    assert printed.footer.startswith("Ears Ears") and "… · " in printed.footer
    assert "aaaaaa · 2026-11-02" in printed.footer
    assert len(printed.footer) < 130


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

    assert f'<html lang="{code}">' in report_of("ben").read_text("utf-8")


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


def test_above_the_highest_level_nothing_is_promised() -> None:
    """Who is sure at Level 7 tries the next one; at Level 8 there is none."""
    told = {}
    for level in (7, 8):
        quiz = replace(A, questions=(replace(INTERVAL, level=level),))
        right = Marked(A.code, "Ann", INTERVAL.id, THIRDS[1], Fraction(1), Fraction(1))
        told[level] = advice_for(student_result(quiz, [right], NOON))[0]

    assert "--level 8" in told[7].line and "try the next level" in told[7].because
    assert "--level 8" in told[8].line and "no level is higher" in told[8].because


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
