"""The students of a class, and when two ways of writing a name are the same."""

import unicodedata
from pathlib import Path

from etudes.assessment.table_file import content_of, rows_of, text_of
from etudes.reading.files import unreadable

STUDENT = ("student", "name", "pupil")
"""How the column of names is headed."""

LONGEST_NAME = 80


def read_class_list(path: Path) -> tuple[str, ...]:
    """Return the students of a class: the column "student" of a table, or a name a line.

    Raises
    ------
    UnreadableFile
        If the file cannot be read, or holds no name.
    """
    lines = list(rows_of(path, text_of(path, content_of(path))))
    if not lines:
        raise unreadable(path, "names of students were expected, a line each")
    head = [cell.strip().casefold() for cell in lines[0][1]]
    column = next((n for n, cell in enumerate(head) if cell in STUDENT), None)
    cells = [line for _, line in (lines if column is None else lines[1:])]
    names = [tidy_name(line[column or 0]) for line in cells if len(line) > (column or 0)]
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(folded_name(name), name)
    if not found:
        raise unreadable(path, "names of students were expected, a line each")
    return tuple(found.values())


def tidy_name(text: str) -> str:
    """Return a name without needless spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded_name(name: str) -> str:
    """Return what two ways of writing one name share.

    Examples
    --------
    >>> folded_name(" Ann  B ") == folded_name("ann b")
    True
    """
    return tidy_name(name).casefold()


def name_problem(name: str) -> str:
    """Return why a name is none; "" if it is one."""
    if not name:
        return "a student's name was expected, and the cell is empty"
    if len(name) > LONGEST_NAME:
        return f"a name of at most {LONGEST_NAME} characters was expected, not {len(name)}"
    if not name.isprintable() or not any(map(str.isalnum, name)):
        return "a name of letters or figures was expected, printable throughout"
    return ""
