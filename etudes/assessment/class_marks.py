"""A class's answers marked: each row of a file held against the test that it answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from etudes.assessment.answer_files import AnswerFile, Problem, Row
from etudes.assessment.class_list import folded_name
from etudes.assessment.marked import Marked
from etudes.assessment.marking import mark_question, possible_points
from etudes.assessment.replies import is_blank, read_reply, reply_text
from etudes.errors import EtudesError, InvalidValue
from etudes.listening import Question, Quiz
from etudes.words import Language

_NOT_MARKED = "not marked"


@dataclass(frozen=True, slots=True)
class ClassMarks:
    """What was marked, in the order of the file, and what could not be."""

    marked: tuple[Marked, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Class:
    """Who may answer what: the versions of a test, and the students as they are spelled."""

    asked: Quiz
    versions: Sequence[Quiz]
    listed: Mapping[str, str]
    known: Mapping[str, str]
    answered: Mapping[str, str]
    seen: set[str] = field(default_factory=set)


def mark_class(
    file: AnswerFile,
    asked: Quiz,
    versions: Sequence[Quiz],
    class_list: Sequence[str] = (),
    known: Mapping[str, str] | None = None,
) -> ClassMarks:
    """Return the marks of all answers of a file that can be marked.

    Parameters
    ----------
    asked : the test of a row that names none.
    versions : the tests that a row may name, by code or by version.
    class_list : all students of the class; empty where nobody said who they are.
    known : students with answers in the store, whose spelling counts, each with the code
        of the version that they are to; answers to another version are not marked.
    """
    stored = known or {}
    room = _Class(
        asked,
        versions,
        {folded_name(name): name for name in class_list},
        {folded_name(name): name for name in stored},
        {folded_name(name): code for name, code in stored.items()},
    )
    marked: list[Marked] = []
    problems = list(file.problems)
    for row in file.rows:
        for answer in _of_row(row, file, room):
            if isinstance(answer, Problem):
                problems.append(answer)
            else:
                marked.append(answer)
    rows = {folded_name(row.student) for row in file.rows}
    problems += [
        Problem(f"{file.path.name}, {name}", "no answers came of this student")
        for folded, name in room.listed.items()
        if folded not in rows
    ]
    return ClassMarks(tuple(marked), tuple(problems))


def _of_row(row: Row, file: AnswerFile, room: _Class) -> Iterator[Marked | Problem]:
    try:
        student, quiz = _student(row, room), _quiz(row, room)
        _refuse_second_version(student, quiz, room)
    except InvalidValue as error:
        yield Problem(row.place, f"{error}; {_NOT_MARKED}")
        return
    room.seen.add(folded_name(student))
    if all(map(is_blank, row.answers.values())):
        # whoever was not there has no points, which is not the same as none of them
        yield Problem(row.place, f"not one answer came of this student; {_NOT_MARKED}")
        return
    yield from _miscounted(row, quiz)
    for number, question in enumerate(quiz.questions, 1):
        if number not in row.answers:
            continue
        try:
            yield _marked(row.answers[number], question, quiz, student, file)
        except EtudesError as error:
            said = f"{error}; {_NOT_MARKED}"
            yield Problem(f"{row.place}, question {number}", said)


def _student(row: Row, room: _Class) -> str:
    folded = folded_name(row.student)
    if folded in room.seen:
        raise InvalidValue(
            "answers to one test a student were expected, and there are some above"
        )
    if room.listed and folded not in room.listed:
        near = get_close_matches(folded, room.listed, 1)
        hint = f" (the nearest is {room.listed[near[0]]})" if near else ""
        raise InvalidValue(f"a student of the class list was expected{hint}")
    return room.known.get(folded) or room.listed.get(folded) or row.student


def _quiz(row: Row, room: _Class) -> Quiz:
    named = row.test.strip().casefold().replace("-", "").replace(" ", "")
    if not named:
        return room.asked
    for quiz in room.versions:
        if named in (quiz.code, quiz.version.casefold()):
            return quiz
    codes = ", ".join(f"{quiz.version} {quiz.code}".strip() for quiz in room.versions)
    raise InvalidValue(
        f"answers to test {codes} were expected, and these are to '{row.test[:40]}'"
    )


def _refuse_second_version(student: str, quiz: Quiz, room: _Class) -> None:
    code = room.answered.get(folded_name(student), quiz.code)
    # tests without a letter are no versions but a series, of which one may answer all
    if quiz.version and code != quiz.code:
        names = {one.code: one.version for one in room.versions}
        raise InvalidValue(
            f"answers to one version a student were expected; this one has answers to "
            f"version {names.get(code, code)} already, and these are to version "
            f"{quiz.version}"
        )


def _miscounted(row: Row, quiz: Quiz) -> Iterator[Problem]:
    count = len(quiz.questions)
    missing = [str(n) for n in range(1, count + 1) if n not in row.answers]
    if missing:
        yield Problem(
            row.place,
            f"answers to questions 1 to {count} were expected, and none came to "
            f"{', '.join(missing)}; what came is marked",
        )
    for number in sorted(row.answers):
        if not 1 <= number <= count and not is_blank(row.answers[number]):
            yield Problem(
                f"{row.place}, question {number}",
                f"the test has questions 1 to {count}; {_NOT_MARKED}",
            )


def _marked(
    text: str, question: Question, quiz: Quiz, student: str, file: AnswerFile
) -> Marked:
    reply = read_reply(
        question,
        text,
        folder=file.folder,
        language=Language(quiz.language),
        possible=possible_points(question),
    )
    mark = mark_question(question, reply)
    given = reply_text(question, reply)
    return Marked(quiz.code, student, question.id, given, mark.earned, mark.possible)
