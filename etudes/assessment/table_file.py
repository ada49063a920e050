"""A table that others made, row by row: CSV with any delimiter, or as Excel has it."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from etudes.errors import UnreadableFile
from etudes.reading.files import unreadable

MOST_BYTES = 5_000_000


def rows_of(
    path: Path, text: str, *, delimiter: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, with their numbers as a spreadsheet has them.

    Parameters
    ----------
    delimiter : between cells; None for the one that the file itself uses.
    """
    named = re.match(r"sep=(.)[ \t]*\r?\n", text)  # Excel's own: no row for Excel
    text = text[named.end() :] if named else text
    if delimiter is None:
        first = next(iter(text.splitlines()), "")
        delimiter = named[1] if named else max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise unreadable(path, f"line {rows.line_num}: {error}") from error


def content_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    UnreadableFile
        If it is no file, cannot be read, or is too large.
    """
    if not path.exists():
        raise unreadable(path, "there is no such file")
    if not path.is_file():
        raise unreadable(path, "a file was expected, and this is none")
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise unreadable(
                path, f"at most {MOST_BYTES // 10**6} MB were expected, not {size:,} bytes"
            )
        return path.read_bytes()
    except UnreadableFile:
        raise
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from error


def text_of(path: Path, data: bytes) -> str:
    """Return text as UTF-8, or as Excel writes it: UTF-16, or Windows' own code page.

    Raises
    ------
    UnreadableFile
        If it is none of these.
    """
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable(path, "a table as text (CSV in UTF-8, or JSON) was expected")


def column_of(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Return the first column that is called as wanted."""
    return next((n for n, name in enumerate(names) if name in wanted), None)
