"""A class's answers as JSON: {"test": …, "students": [{"name": …, "answers": {…}}]}."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etudes.assessment.class_list import tidy_name
from etudes.reading.files import unreadable

_EXAMPLE = '{"students": [{"name": "s1", "answers": {"1": "B"}}]}'

Tell = Callable[[str, str], None]
Add = Callable[[str, str, str, dict[int, str]], None]


class _Pairs(list[tuple[str, Any]]):
    """An object's names and values as written, so that a name that comes twice is seen."""


def read_document(path: Path, text: str, tell: Tell, add: Add) -> None:
    """Give each student's answers to `add`, and what is wrong to `tell`.

    Raises
    ------
    UnreadableFile
        If it is no such document.
    """
    try:
        document = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        raise unreadable(path, f"JSON was expected: {error}") from error
    fields = dict(document) if isinstance(document, _Pairs) else {}
    students = fields.get("students")
    if isinstance(students, _Pairs) or not isinstance(students, list):
        raise unreadable(path, f"JSON such as {_EXAMPLE} was expected")
    whole = _plain(fields.get("test", fields.get("version", ""))) or ""
    for number, student in enumerate(students, 1):
        _read_student(f"student {number}", student, whole, tell, add)


def _read_student(where: str, student: Any, whole: str, tell: Tell, add: Add) -> None:
    fields = dict(student) if isinstance(student, _Pairs) else {}
    name = _plain(fields.get("name", fields.get("student")))
    given = fields.get("answers")
    if name is None or not isinstance(given, list):
        tell(where, f"a student such as {_EXAMPLE[14:-2]} was expected; not marked")
        return
    name = tidy_name(name)
    test = _plain(fields.get("test", fields.get("version", whole))) or ""
    pairs = given if isinstance(given, _Pairs) else list(enumerate(given, 1))
    answers: dict[int, str] = {}
    for question, value in pairs:
        number, told = _number(question), _plain(value)
        if number is None:
            said = f"the number of a question was expected, not '{str(question)[:20]}'"
        elif number in answers:
            said = f"question {number} stands there twice; the first answer counts"
        elif told is None:
            said = f"question {number}: text or a number was expected; not marked"
        else:
            answers[number] = told
            continue
        tell(f"{where}, {name}", said)
    add(where, name, test, answers)


def _number(question: object) -> int | None:
    text = str(question).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _plain(value: object) -> str | None:
    """Return a text or number as text, null as nothing answered; None of anything else."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)
