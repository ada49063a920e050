"""`etudes mark`: a class's answers in, points, levels and what to practise out."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etudes.assessment.answer_files import Problem, read_answer_file
from etudes.assessment.class_list import read_class_list
from etudes.assessment.class_marks import mark_class
from etudes.assessment.marked import Marked
from etudes.assessment.report import StudentResult, student_result
from etudes.cli.console import complain, print_json, print_line, print_table, say
from etudes.cli.names import printable
from etudes.errors import InvalidValue
from etudes.listening import Quiz
from etudes.paths import database_path
from etudes.publish.student_report import points_in_words, write_reports
from etudes.store import Store
from etudes.store.quizzes import quiz_of, versions_of
from etudes.store.responses import (
    StoredAnswer,
    answers_to,
    append_answers,
    intake,
)

NOT_ALL = 3
"""The exit code where something could not be marked."""

_UNLESS_TOLD = "html"
_REPORTS = (_UNLESS_TOLD, "pdf")


def mark(
    test: str,
    answers: Path,
    *,
    students: Path | None,
    reports: Path | None,
    formats: str,
    replace: bool,
    strict: bool,
    force: bool,
    database: Path | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Mark a file of answers, keep them, and print the points; return the exit code."""
    wanted = _formats(formats)
    if wanted != [_UNLESS_TOLD] and reports is None:
        raise InvalidValue(
            f"with --format {formats:.20} a folder for the reports was expected; name it "
            "with --student-reports"
        )
    file = read_answer_file(answers)
    class_list = read_class_list(students) if students else ()
    with Store.open(database or database_path()) as store:
        asked, versions = quiz_of(store, test), versions_of(store, test)
        known = {
            one.marked.student: quiz.code for quiz in versions for one in _of(store, quiz)
        }
        found = mark_class(file, asked, versions, class_list, known)
        # one transaction from the look at which answers are there to the last row: no other
        # program comes between, and a crash leaves nothing half marked; to mark takes long,
        # and other programs need not wait for that
        with store.transaction():
            coming = intake(store, found.marked)
            refused = (
                [] if replace else [_refusal(*pair, versions) for pair in coming.other]
            )
            problems = [*found.problems, *refused]
            is_kept = not (strict and problems)
            superseding = coming.other if replace else ()
            if is_kept:
                append_answers(store, coming.new, superseding, file.sha256)
        names = {one.student for one in found.marked}
        results = _results(store, versions, names)
    saved = {
        "new": len(coming.new) * is_kept,
        "replaced": len(superseding) * is_kept,
        "unchanged": len(coming.unchanged),
    }
    for problem in problems:
        complain(printable(str(problem)))
    _tell(saved, strict and bool(problems), quiet)
    if not as_json:
        for quiz in versions:
            _print(quiz, [one for one in results if one.quiz.code == quiz.code])
    written: list[Path] = []
    try:
        if reports:
            written = _write_reports(results, reports, wanted, force, quiet)
    finally:  # the answers are kept, whatever becomes of the reports
        if as_json:
            print_json(_document(versions, results, saved, problems, written))
    return NOT_ALL if problems else 0


def _of(store: Store, quiz: Quiz) -> list[StoredAnswer]:
    return answers_to(store, quiz.code)


def _refusal(answer: Marked, stored: StoredAnswer, versions: Sequence[Quiz]) -> Problem:
    [quiz] = [one for one in versions if one.code == answer.quiz]
    number = [one.id for one in quiz.questions].index(answer.question) + 1
    return Problem(
        f"{answer.student}, test {quiz.code}, question {number}",
        f"marked already on {stored.marked_at:%Y-%m-%d}, with another answer "
        f"({_brief(stored.marked.given)}, now {_brief(answer.given)}); the old one stays "
        "(--replace takes the new one)",
    )


def _brief(given: str) -> str:
    if given.startswith("{"):
        return "notes"
    return f"'{given[:40]}'" if given else "none"


def _results(
    store: Store, versions: Sequence[Quiz], names: set[str]
) -> list[StudentResult]:
    """Return what the store holds of these students, in the order they were marked in."""
    found = []
    for quiz in versions:
        rows: dict[str, list[StoredAnswer]] = defaultdict(list)
        for one in answers_to(store, quiz.code):
            if one.marked.student in names:
                rows[one.marked.student].append(one)
        for stored in rows.values():
            latest = max(one.marked_at for one in stored)
            found.append(student_result(quiz, [one.marked for one in stored], latest))
    return found


def _tell(saved: dict[str, int], is_refused: bool, quiet: bool) -> None:
    if is_refused:
        complain("nothing was marked, since --strict was asked for; mend the lines above")
        return
    told = [
        f"{count} answers {words}"
        for name, words in (
            ("new", "marked"),
            ("replaced", "replaced"),
            ("unchanged", "already marked, unchanged"),
        )
        if (count := saved[name])
    ]
    say("; ".join(told) or "no answers", quiet=quiet)


def _formats(text: str) -> list[str]:
    """Return the formats of reports, before anything is marked."""
    wanted = [name.strip().lower() for name in text.split(",")]
    for name in wanted:
        if name not in _REPORTS:
            raise InvalidValue(f"reports as html or pdf were expected, not {name:.40}")
    return wanted


def _write_reports(
    results: Sequence[StudentResult],
    folder: Path,
    formats: Sequence[str],
    force: bool,
    quiet: bool,
) -> list[Path]:
    written = write_reports(results, folder, formats, force=force)
    files = "report" if len(written) == 1 else "reports"
    say(f"{len(written)} {files} in {folder}", quiet=quiet)
    return written


def _print(quiz: Quiz, results: Sequence[StudentResult]) -> None:
    if not results:
        return
    columns = ["student", *(str(n) for n in range(1, len(quiz.questions) + 1))]
    has_d = any(one.detection for one in results)
    columns += ["total", "%", "level (95 %)", *(["d′"] if has_d else [])]
    version = f", version {quiz.version}" if quiz.version else ""
    print_table(
        printable(f"{quiz.title or 'Listening test'}{version} ({quiz.code})"),
        columns,
        [_cells(one, has_d) for one in results],
    )
    if any(len(one.results) < len(quiz.questions) for one in results):
        print_line("–: not marked, and not part of the total")


def _cells(result: StudentResult, has_d: bool) -> list[str]:
    points = {one.number: points_in_words(one.marked.earned) for one in result.results}
    numbers = range(1, len(result.quiz.questions) + 1)
    level, low, high = result.level
    cells = [
        printable(result.student),
        *(points.get(number, "–") for number in numbers),
        f"{points_in_words(result.earned)}/{points_in_words(result.possible)}",
        f"{result.percent:.0f}",
        f"{level} ({low}–{high})",
    ]
    if has_d:
        cells.append(f"{result.detection.d_prime:.1f}" if result.detection else "")
    return cells


def _document(
    versions: Sequence[Quiz],
    results: Sequence[StudentResult],
    saved: dict[str, int],
    problems: Sequence[Problem],
    written: Sequence[Path],
) -> dict[str, Any]:
    return {
        "tests": [
            {"code": quiz.code, "version": quiz.version, "title": quiz.title}
            for quiz in versions
        ],
        "students": [_row(one) for one in results],
        "saved": saved,
        "problems": [str(problem) for problem in problems],
        "reports": [str(path) for path in written],
    }


def _row(result: StudentResult) -> dict[str, Any]:
    from etudes.assessment.advice import advice_for

    level, low, high = result.level
    found = result.detection
    return {
        "student": result.student,
        "test": result.quiz.code,
        "questions": [
            {
                "number": one.number,
                "id": one.question.id,
                "kind": one.question.kind,
                "given": one.marked.given,
                "earned": str(one.marked.earned),
                "possible": str(one.marked.possible),
                "remarks": list(one.remarks),
            }
            for one in result.results
        ],
        "earned": str(result.earned),
        "possible": str(result.possible),
        "percent": round(result.percent, 1),
        "level": {"estimate": level, "low": low, "high": high},
        "d_prime": round(found.d_prime, 2) if found else None,
        "practise": [one.line for one in advice_for(result)],
    }
