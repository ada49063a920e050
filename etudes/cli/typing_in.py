"""A line that a student types in answer to what stands on the screen."""

import sys


def read_line(prompt: str) -> str:
    """Ask for a line; what was typed before, while the question was being made or played,
    answers nothing.

    Raises
    ------
    EOFError
        If there is nothing more to read.
    """
    if sys.stdin.isatty():
        _forget_what_was_typed()
    try:
        return input(prompt)
    except UnicodeDecodeError:  # bytes that are no text are no answer
        return "?"


def _forget_what_was_typed() -> None:
    try:
        import termios
    except ImportError:  # Windows
        return
    try:
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    except termios.error:
        return
