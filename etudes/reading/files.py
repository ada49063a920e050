"""Files that others made: found, and read without trusting them."""

import stat
from pathlib import Path

from etudes.errors import UnreadableFile

SUFFIXES = (".abc", ".musicxml", ".xml", ".mxl", ".krn", ".mid", ".midi")
"""How the names of files that can be read end, in any case."""

FORMATS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"

LARGEST_FILE = 5_000_000
"""Bytes that are read at most; seven thousand folk songs in ABC have 3 million."""

_LONGEST_PROBLEM = 300


def unreadable(place: Path | str, problem: Exception | str) -> UnreadableFile:
    """Return the error that names a file and its problem in one short, printable line."""
    text = " ".join(str(problem).split()) or type(problem).__name__
    if len(text) > _LONGEST_PROBLEM:
        text = f"{text[:_LONGEST_PROBLEM]}…"
    line = f"{place}: {text}"
    return UnreadableFile(
        "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    )


def content(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    UnreadableFile
        If it is no file, cannot be opened, is empty or larger than `most` bytes.
    """
    try:
        # a pipe would be waited for and a device never ends: neither is opened
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "a pipe or a device"
            raise unreadable(path, f"a file was expected, and this is {kind}")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from error
    if len(data) > most:
        raise unreadable(path, too_large(most))
    if not data.strip(b"\0 \t\r\n"):
        raise unreadable(path, "music was expected, and the file is empty")
    return data


def too_large(most: int) -> str:
    """Return what is said of a file of more than `most` bytes."""
    return (
        f"a score of at most {most // 10**6} MB was expected, and this is larger; split it"
    )


def files_in(path: Path) -> list[Path]:
    """Return the scores in a folder, sorted by name; for a file the file alone.

    Raises
    ------
    UnreadableFile
        If a folder cannot be listed or holds no score.
    """
    try:
        if not path.is_dir():
            return [path]
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from error
    if not found:
        raise unreadable(path, f"a file ending in {FORMATS} was expected in this folder")
    return found
