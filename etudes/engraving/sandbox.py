"""Bubblewrap: LilyPond without network, without the user's files, without other programs.

Used where it is installed and where the system lets it make its namespaces; elsewhere
LilyPond runs without it. It is a second wall: the first one is that nothing but strings
and numbers of our own making enters a source.
"""

import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from shutil import which

from etudes.engraving.program import lilypond_command
from etudes.errors import MissingTool
from etudes.words.fonts import packaged_fonts

_SEEN = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/fonts",
    "/usr/share/fontconfig",
    "/usr/local/share/fonts",
    "/etc/fonts",
)
"""Libraries and fonts, read only; a place that the system lacks is left out."""
_ANSWERS_WITHIN_SECONDS = 20


def inside(command: Path, folder: Path, fonts: Path) -> list[str]:
    """Return the words that put LilyPond in a sandbox; none where none works.

    Parameters
    ----------
    folder : the one place where it may leave files.
    fonts : where it remembers the fonts it has found.
    """
    words, _ = _probe(command)
    if not words:
        return []
    kept = dict.fromkeys((str(fonts), str(folder)))
    bound = [word for place in kept for word in ("--bind", place, place)]
    return [*words, *bound, "--chdir", str(folder), "--"]


def sandbox_state() -> str:
    """Return in words whether LilyPond runs inside bubblewrap, and if not, why."""
    try:
        words, reason = _probe(lilypond_command())
    except MissingTool:
        return "not tried, for there is no LilyPond"
    return f"{words[0]}: LilyPond runs inside it" if words else reason


@lru_cache(maxsize=8)
def _probe(command: Path) -> tuple[tuple[str, ...], str]:
    """The sandbox's own words, or none and the reason."""
    program = which("bwrap") if sys.platform == "linux" else None
    if program is None:
        return (), "not installed (not needed)"
    root = command.parent.parent
    if not (root / "share" / "lilypond").is_dir():
        return (), f"not used, for {command} stands outside an installation of LilyPond"
    words = [program, "--unshare-all", "--die-with-parent"]
    words += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]  # noqa: S108
    packaged = packaged_fonts()
    for place in (*_SEEN, *([str(packaged)] if packaged else [])):
        words += ["--ro-bind-try", place, place]
    words += ["--ro-bind", str(root), str(root)]
    try:
        tried = subprocess.run(
            [*words, "--", command, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_ANSWERS_WITHIN_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return (), f"not used, for {program} does not run ({type(error).__name__})"
    if tried.returncode or b"LilyPond" not in tried.stdout:
        said = tried.stderr.decode(errors="replace").strip().partition("\n")[0]
        return (), f"{program} cannot start here ({said or tried.returncode}); not needed"
    return tuple(words), ""
