"""A class's answers from a file: CSV with a column a question, or a row an answer; JSON.

Nothing of a file is dropped in silence: what cannot be taken is a `Problem`, one line with
the row, the student and the question, and all the rest is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from etudes.assessment.class_list import (
    LONGEST_NAME,
    STUDENT,
    folded_name,
    name_problem,
    tidy_name,
)
from etudes.assessment.table_file import column_of, content_of, rows_of, text_of
from etudes.reading.files import unreadable

MOST_STUDENTS = 2000

_TEST = ("test", "version", "code")
_QUESTION, _ANSWER = ("question",), ("answer",)
_NUMBER = re.compile(r"(?:q|question|no|nr)?\.?\s*(\d{1,3})\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row, student or answer of a file, and what happens to it."""

    place: str
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"


@dataclass(frozen=True, slots=True)
class Row:
    """The answers of one student as they stand in a file.

    Attributes
    ----------
    place : the file, and the row or the number in it, for messages.
    test : what the row names as its test, a code or a version; "" where nothing.
    answers : by the number of the question, from 1.
    """

    place: str
    student: str
    test: str
    answers: dict[int, str]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """Everything that a file of answers holds.

    Attributes
    ----------
    folder : where it lies, and so the files of notes that it names.
    sha256 : of its bytes, hexadecimal.
    """

    path: Path
    sha256: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def folder(self) -> Path:
        return self.path.parent


@dataclass
class _Found:
    """What has been read so far."""

    path: Path
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.name

    def tell(self, where: str, said: str) -> None:
        self.problems.append(Problem(f"{self.name}, {where}" if where else self.name, said))

    def add(self, where: str, student: str, test: str, answers: dict[int, str]) -> None:
        """Take a student's row; a second one of the same student is told of."""
        if problem := name_problem(student):
            self.tell(where, f"{problem}; not marked")
            return
        place = f"{self.name}, {where}, {student}"
        if folded_name(student) in self.names:
            said = "this student has a row above; the first one counts, this is not marked"
            self.problems.append(Problem(place, said))
            return
        self._row(place, student, test).answers.update(answers)

    def add_one(self, where: str, student: str, test: str, number: int, text: str) -> None:
        """Take one answer of a student."""
        if problem := name_problem(student):
            self.tell(where, f"{problem}; not marked")
            return
        place = f"{self.name}, {where}, {student}"
        row = self._row(place, student, test)
        if number in row.answers:
            said = (
                f"question {number} has an answer of this student above; the first one "
                "counts, this is not marked"
            )
            self.problems.append(Problem(place, said))
            return
        row.answers[number] = text

    def _row(self, place: str, student: str, test: str) -> Row:
        """Return the row of a student, a new one where there is none."""
        key = (folded_name(student), test)
        if key not in self.rows and len(self.rows) == MOST_STUDENTS:
            raise unreadable(self.path, f"at most {MOST_STUDENTS} students were expected")
        self.names.add(key[0])
        return self.rows.setdefault(key, Row(place, student, test, {}))


def read_answer_file(path: Path) -> AnswerFile:
    """Return the answers in a file: JSON if its name ends in .json, else a table.

    Raises
    ------
    UnreadableFile
        If it is no such file, nothing of it can be taken, or it has too many students.
    """
    data = content_of(path)
    found = _Found(path)
    if path.suffix.lower() == ".json":
        from etudes.assessment.answer_json import read_document

        read_document(path, text_of(path, data), found.tell, found.add)
    else:
        _read_table(path, text_of(path, data), found)
    digest = sha256(data).hexdigest()
    rows, problems = tuple(found.rows.values()), tuple(found.problems)
    return AnswerFile(path, digest, rows, problems)


def _read_table(path: Path, text: str, found: _Found) -> None:
    lines = list(rows_of(path, text))
    if not lines:
        raise unreadable(path, "answers were expected, and the file is empty")
    _, head = lines[0]
    names = [" ".join(cell.split()).casefold() for cell in head]
    student = column_of(names, STUDENT)
    if student is None:
        raise unreadable(
            path,
            "a first row such as student,1,2,3 or student,question,answer was expected, "
            f"not '{', '.join(head)[:60]}'",
        )
    test = column_of(names, _TEST)
    question, answer = column_of(names, _QUESTION), column_of(names, _ANSWER)
    if question is not None and answer is not None:
        columns = {student, test, question, answer}
        _tell_unknown(found, head, columns)
        _read_long(lines[1:], len(head), (student, test, question, answer), found)
    else:
        _read_wide(lines, student, test, found, path)


def _read_wide(
    lines: Sequence[tuple[int, list[str]]],
    student: int,
    test: int | None,
    found: _Found,
    path: Path,
) -> None:
    head = lines[0][1]
    numbers: dict[int, int] = {}
    for column, cell in enumerate(head):
        if match := _NUMBER.fullmatch(cell.strip()):
            if int(match[1]) in numbers.values():
                raise unreadable(path, f"two columns are headed {match[1]}; name each once")
            numbers[column] = int(match[1])
    if not numbers:
        raise unreadable(
            path, "columns headed 1, 2, 3 ... were expected, one for each question"
        )
    _tell_unknown(found, head, {student, test, *numbers})
    for row, cells in lines[1:]:
        if _is_misfit(found, row, cells, len(head), student):
            continue
        answers = {number: cells[column] for column, number in numbers.items()}
        name = tidy_name(cells[student])
        found.add(f"row {row}", name, _cell(cells, test), answers)


def _read_long(
    lines: Sequence[tuple[int, list[str]]],
    width: int,
    columns: tuple[int, int | None, int, int],
    found: _Found,
) -> None:
    student, test, question, answer = columns
    for row, cells in lines:
        if _is_misfit(found, row, cells, width, student):
            continue
        name, number = tidy_name(cells[student]), _NUMBER.fullmatch(cells[question].strip())
        if number is None:
            told = cells[question].strip()[:20]
            found.tell(
                f"row {row}, {name}",
                f"the number of a question was expected, not '{told}'; not marked",
            )
            continue
        found.add_one(f"row {row}", name, _cell(cells, test), int(number[1]), cells[answer])


def _is_misfit(found: _Found, row: int, cells: list[str], width: int, student: int) -> bool:
    """Whether a row has more or fewer cells than the first one, so that nobody can tell
    which answer is to which question."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) == width:
        return False
    name = tidy_name(cells[student])[:LONGEST_NAME] if len(cells) > student else ""
    found.tell(
        f"row {row}, {name}".rstrip(", "),
        f"{width} cells were expected as in the first row, not {len(cells)}: leave a cell "
        "empty where nothing was answered; not marked",
    )
    return True


def _tell_unknown(found: _Found, head: list[str], known: set[int | None]) -> None:
    for column, cell in enumerate(head):
        if column not in known and cell.strip():
            found.tell(
                f"column {column + 1}",
                f"a number of a question was expected above it, not '{cell.strip()[:40]}'; "
                "the column is left out",
            )


def _cell(cells: Sequence[str], column: int | None) -> str:
    return "" if column is None else cells[column].strip()
