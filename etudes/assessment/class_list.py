"""The students of a class, and when two ways of writing a name are the same."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from etudes.assessment.table_file import column_of, content_of, rows_of, text_of
from etudes.reading.files import unreadable

STUDENT = ("student", "name", "pupil")
"""How the column of names is headed."""

LONGEST_NAME = 80

_NONE = "\x1f"
"""A delimiter that no name holds, since it cannot be printed."""


def read_class_list(path: Path) -> tuple[str, ...]:
    """Return the students of a class: the column "student" of a table, or a name a line.

    Without such a column the whole line is the name, commas and all.

    Raises
    ------
    UnreadableFile
        If the file cannot be read, holds no name, a name twice, or what is no name.
    """
    found: dict[str, str] = {}
    for row, name in _names(path, text_of(path, content_of(path))):
        if problem := name_problem(name):
            raise unreadable(path, f"row {row}: {problem}")
        if folded_name(name) in found:
            raise unreadable(
                path,
                f"row {row}: each student once was expected, and '{name}' stands above; "
                "tell the two apart",
            )
        found[folded_name(name)] = name
    if not found:
        raise unreadable(path, "names of students were expected, a line each")
    return tuple(found.values())


def _names(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Yield the rows' numbers and names, tidy."""
    table = list(rows_of(path, text))
    head = [cell.strip().casefold() for cell in table[0][1]] if table else []
    column = column_of(head, STUDENT)
    if column is not None:
        for row, cells in table[1:]:
            yield row, tidy_name(cells[column] if column < len(cells) else "")
        return
    for row, cells in rows_of(path, text, delimiter=_NONE):
        # a spreadsheet may write empty cells after the name
        if name := tidy_name(" ".join(cells).rstrip(",;\t ")):
            yield row, name


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
