"""LilyPond's program: where it is, and whether it is new enough."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from shutil import which

from etudes.errors import MissingTool

OLDEST = (2, 24)
"""What the templates are written for; every newer version is welcome."""
CURE = "install it with 'pip install lilypond' or from lilypond.org, or set ETUDES_LILYPOND"
_ANSWERS_WITHIN_SECONDS = 20


def lilypond_command() -> Path:
    """Return LilyPond's program: `ETUDES_LILYPOND`, else the wheel's, else on the PATH.

    Raises
    ------
    MissingTool
        If there is none, or `ETUDES_LILYPOND` names no file.
    """
    named = os.environ.get("ETUDES_LILYPOND")
    if named:
        if not Path(named).is_file():
            raise MissingTool(f"ETUDES_LILYPOND names '{named}', which is no file; {CURE}")
        return Path(named).absolute()
    with suppress(ImportError):
        import lilypond

        program = Path(lilypond.executable())
        if program.with_suffix(".exe" if sys.platform == "win32" else "").is_file():
            return program
    on_path = which("lilypond")
    if on_path is None:
        raise MissingTool(f"LilyPond was expected and is not installed; {CURE}")
    return Path(on_path)


def lilypond_version() -> str:
    """Return the version, such as "2.25.12".

    Raises
    ------
    MissingTool
        If there is no LilyPond, it does not answer, or it is older than `OLDEST`.
    """
    command = lilypond_command()
    try:
        stamp = command.stat().st_mtime_ns
    except OSError as error:
        raise MissingTool(f"{command} does not run ({error.strerror}); {CURE}") from error
    version = _version(command, stamp)
    if tuple(int(number) for number in version.split(".")) < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise MissingTool(
            f"LilyPond {needed} or newer is needed, and {command} is {version}; {CURE}"
        )
    return version


@lru_cache(maxsize=8)
def _version(command: Path, stamp: int) -> str:
    """Ask once for each program; `stamp` changes when another takes its place."""
    try:
        answer = subprocess.run(
            [command, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_ANSWERS_WITHIN_SECONDS,
        ).stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        raise MissingTool(
            f"{command} did not tell its version within {error.timeout:g} s; {CURE}"
        ) from error
    except OSError as error:
        raise MissingTool(f"{command} does not run ({error.strerror}); {CURE}") from error
    match = re.search(r"LilyPond (\d+(?:\.\d+)+)", answer)
    if match is None:
        raise MissingTool(f"{command} does not answer like LilyPond; {CURE}")
    return match[1]
