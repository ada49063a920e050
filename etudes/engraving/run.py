"""One run of LilyPond: started, limited, fed, heard, ended with all that it started."""

import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from etudes.engraving.program import CURE, lilypond_command
from etudes.engraving.sandbox import inside
from etudes.errors import EngravingError, MissingTool
from etudes.paths import cache_folder

TIMEOUT_SECONDS = 60.0
MEMORY_BYTES = 1536 * 2**20
FILE_BYTES = 50 * 2**20
TELLS_SHEETS = "--loglevel=BASIC"
"""The option with which LilyPond says which of several files it is at."""
FIXED_OPTIONS = ("--loglevel=WARN", "-dno-point-and-click", "-dresolution=150")

_INHERITED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
_SHELL = Path("/bin/sh")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: the exit code (negative or above 128: a signal) and its words."""

    code: int
    said: str

    @property
    def signal(self) -> int:
        """The signal that ended LilyPond, 0 for none; a sandbox tells it as 128 + n."""
        return -self.code if self.code < 0 else max(self.code - 128, 0)


@dataclass
class Run:
    """A LilyPond that has started; `words` are its options and what it shall read."""

    folder: Path
    words: Sequence[str]
    timeout_seconds: float
    fontconfig: str | None = None

    def __post_init__(self) -> None:
        command = lilypond_command()
        fonts = _font_cache(self.folder)
        line = [
            *_limits(self.timeout_seconds),
            *inside(command, self.folder, fonts),
            str(command),
            *FIXED_OPTIONS,
            *self.words,
        ]
        try:
            self.process = subprocess.Popen(
                line,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env=_environment(self.folder, fonts) | self._chosen_fonts(),
                start_new_session=True,
            )
        except OSError as error:
            raise MissingTool(f"{command} does not start ({error}); {CURE}") from error

    def _chosen_fonts(self) -> dict[str, str]:
        if self.fontconfig is None:
            return {}
        file = self.folder / "fonts.conf"
        file.write_text(self.fontconfig, "utf-8")
        return {"FONTCONFIG_FILE": str(file.absolute())}

    def answer(
        self, source: str = "", meanwhile: Callable[[], object] = lambda: None
    ) -> Outcome:
        """Give LilyPond its source and wait for the end; call it once.

        Raises
        ------
        EngravingError
            If it takes longer than its time, and it is ended then.
        """
        feeder = Thread(target=_feed, args=(self.process, source.encode()), daemon=True)
        feeder.start()
        try:
            meanwhile()
            _, heard = self.process.communicate(timeout=self.timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise EngravingError(
                f"LilyPond was stopped after {self.timeout_seconds:g} s; "
                "ask for fewer exercises"
            ) from error
        finally:
            self.stop()
            feeder.join()
        return Outcome(
            self.process.returncode,
            heard.decode(errors="replace").replace(str(self.folder), ""),
        )

    def stop(self) -> None:
        """End LilyPond and whatever it started, if it still runs."""
        process = self.process
        if process.returncode is None:  # not waited for, so its number is still its own
            with suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdin, process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _feed(process: "subprocess.Popen[bytes]", source: bytes) -> None:
    """In a thread, for a LilyPond that hangs reads nothing, and a pipe holds 64 KiB."""
    pipe = process.stdin
    if pipe is not None:
        process.stdin = None  # communicate() shall leave it alone
        with suppress(OSError), pipe:  # one that has died already tells its reason later
            pipe.write(source)


def _limits(timeout_seconds: float) -> list[str]:
    """Words that set limits and then become LilyPond.

    A shell sets them, for a function run between fork and exec may hang where other
    threads hold locks, and from outside they would not reach LilyPond in its sandbox.
    The number of processes is not limited: that limit counts all of a user's threads,
    and Pango starts one. A limit that the system does not know is left out.
    """
    if not _SHELL.exists():
        return []
    limits = {
        "c": 0,
        "v": MEMORY_BYTES // 1024,
        "t": math.ceil(timeout_seconds),
        "f": FILE_BYTES // 512,
    }
    each = [f"ulimit -{name} {most} 2>/dev/null || :" for name, most in limits.items()]
    return [str(_SHELL), "-c", "; ".join([*each, 'exec "$@"']), "sh"]


def _environment(folder: Path, fonts: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    # LilyPond's words are read here, so that it must not speak the user's language.
    return kept | places | {"XDG_CACHE_HOME": str(fonts), "LANGUAGE": "en"}


def _font_cache(folder: Path) -> Path:
    """Where LilyPond remembers the fonts it has found: kept from run to run, for looking
    anew costs a tenth of a page's time; else in the folder of this run."""
    kept = cache_folder() / "lilypond"
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder
    return kept.absolute()
