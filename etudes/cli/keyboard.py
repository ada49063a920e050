"""One key at a time where a person types; one line at a time where a program does."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from etudes.cli.typing_in import read_line

ENTER = ""
UNKNOWN = "?key"
"""Arrows and the like; bytes that are no text."""

_ESCAPE, _END_OF_FILE, _INTERRUPT = "\x1b", "\x04", "\x03"
_AFTER_ESCAPE = 0.03
"""Seconds within which the rest of an arrow's or a function key's code comes."""


class Keyboard(Protocol):
    """Where keys and lines come from. Both raise EOFError when nothing more comes.

    `is_person` tells whether somebody is there to be asked what to do about a failure.
    """

    is_person: bool

    def key(self, prompt: str) -> str:
        """Return the next key, in lower case; `ENTER` for Enter."""
        ...

    def line(self, prompt: str) -> str:
        """Return the next line as it was typed."""
        ...


class Lines:
    """Each key stands in a line of its own: for a pipe, a file, another program."""

    is_person = False

    def key(self, prompt: str) -> str:
        return self.line(prompt).strip().lower()

    def line(self, prompt: str) -> str:
        line = read_line(prompt)
        print(flush=True)  # noqa: T201 - no terminal echoes the line's end
        return line


class TerminalKeys:
    """Keys of a terminal without Enter (termios)."""

    is_person = True

    def __init__(self, kept: list[Any]) -> None:
        self._kept = kept
        self._file = sys.stdin.fileno()

    def key(self, prompt: str) -> str:
        import tty

        print(prompt, end="", flush=True)  # noqa: T201
        tty.setcbreak(self._file, _DRAIN)  # at each key: a shell may have changed it
        key = _plain(self._read())
        print(key if key.isprintable() and key != UNKNOWN else "", flush=True)  # noqa: T201
        return key

    def line(self, prompt: str) -> str:
        self.restore()
        try:
            return input(prompt)
        except UnicodeDecodeError:
            return ""

    def restore(self) -> None:
        """Give the terminal back as it was."""
        import termios

        termios.tcsetattr(self._file, termios.TCSADRAIN, self._kept)

    def _read(self) -> str:
        # a byte at a time: what was typed after it is for whoever reads next
        first = os.read(self._file, 1)
        if not first:
            raise EOFError
        if first == _ESCAPE.encode():
            self._read_rest_of_escape()
            return _ESCAPE
        whole = first
        while len(whole) < _length(first[0]) and self._more(_AFTER_ESCAPE):
            whole += os.read(self._file, 1)
        return whole.decode("utf-8", "replace")[0]

    def _read_rest_of_escape(self) -> None:
        """Take away what an arrow, a function key or Alt sends after the escape (ECMA-48:
        '[', parameters, one letter or '~'; or 'O' and a letter; or one character)."""
        if not self._more(_AFTER_ESCAPE):
            return
        kind = os.read(self._file, 1)
        while kind in (b"[", b"O") and self._more(_AFTER_ESCAPE):
            if b"@" <= os.read(self._file, 1) <= b"~":
                return

    def _more(self, seconds: float) -> bool:
        import select

        return bool(select.select([self._file], [], [], seconds)[0])


class WindowsKeys:
    """Keys of a console without Enter (msvcrt)."""

    is_person = True

    def key(self, prompt: str) -> str:
        if sys.platform != "win32":
            raise AssertionError
        import msvcrt

        print(prompt, end="", flush=True)  # noqa: T201
        key = msvcrt.getwch()
        if key in "\x00\xe0":
            msvcrt.getwch()
            key = _ESCAPE
        key = _plain("\x04" if key == "\x1a" else key)
        print(key if key != UNKNOWN else "", flush=True)  # noqa: T201
        return key

    def line(self, prompt: str) -> str:
        return input(prompt)


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Give the keyboard that fits what the program reads from; leave the terminal as it
    was."""
    if not sys.stdin.isatty():
        yield Lines()
        return
    if sys.platform == "win32":
        yield WindowsKeys()
        return
    import termios

    keys = TerminalKeys(termios.tcgetattr(sys.stdin.fileno()))
    try:
        yield keys
    finally:
        keys.restore()


_DRAIN = 1
"""termios.TCSADRAIN: what was typed already stays typed."""


def _length(first: int) -> int:
    """Return how many bytes a character of UTF-8 has that begins so."""
    return 1 + sum(first >= least for least in (0xC0, 0xE0, 0xF0))


def _plain(key: str) -> str:
    if key == _END_OF_FILE:
        raise EOFError
    if key == _INTERRUPT:
        raise KeyboardInterrupt
    if key in "\r\n":
        return ENTER
    return key.lower() if key.isprintable() else UNKNOWN
