"""Opening a file with the system's own program, where there is a screen for it."""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

_PATIENCE = 1.0
"""Seconds within which a program that finds no viewer says so."""


def view(path: Path) -> bool:
    """Open a file in a window and return whether that was begun; False where there is no
    display, as over ssh, or no program."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(path)  # noqa: S606 - a file of our own
            return True
        return False
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name)
    if program is None or not _has_display():
        return False
    with suppress(OSError):
        begun = subprocess.Popen(
            [program, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C here leaves the window open
        )
        return _is_going(begun)
    return False


def _is_going(program: "subprocess.Popen[bytes]") -> bool:
    """Return whether a program has not failed at once; leave it to itself."""
    try:
        return program.wait(timeout=_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=program.wait, daemon=True).start()
        return True


def _has_display() -> bool:
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in os.environ
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
