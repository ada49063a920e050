"""Engraving: LilyPond source in, pages as PDF, SVG or PNG out.

LilyPond is a separate program. It is started with an argument list, in a process group
and an empty folder of its own, with a short environment, a time limit and, on Linux,
limits on memory, processor time and file size. Its Cairo backend makes all formats and
leaves Ghostscript out; a LilyPond built without Cairo is run with its older backends.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from etudes.errors import EngravingError, InvalidValue, MissingTool
from etudes.paths import cache_folder

FORMATS = ("pdf", "svg", "png")
TIMEOUT_SECONDS = 60.0
PNG_DOTS_PER_INCH = 150

_MEMORY_BYTES = 1536 * 2**20
_FILE_BYTES = 50 * 2**20
_INHERITED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
_CURE = (
    "install it with 'pip install lilypond' or from lilypond.org, or set ETUDES_LILYPOND"
)


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
            raise MissingTool(f"ETUDES_LILYPOND names '{named}', which is no file; {_CURE}")
        return Path(named).absolute()
    with suppress(ImportError):
        import lilypond

        program = Path(lilypond.executable())
        if program.with_suffix(".exe" if sys.platform == "win32" else "").is_file():
            return program
    on_path = which("lilypond")
    if on_path is None:
        raise MissingTool(f"LilyPond was expected and is not installed; {_CURE}")
    return Path(on_path)


def lilypond_version() -> str:
    """Return the version, such as "2.25.12".

    Raises
    ------
    MissingTool
        If there is no LilyPond or it does not answer.
    """
    command = lilypond_command()
    try:
        answer = subprocess.run(
            [command, "--version"], capture_output=True, text=True, timeout=TIMEOUT_SECONDS
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingTool(f"{command} does not run ({error}); {_CURE}") from error
    match = re.search(r"LilyPond (\d+(?:\.\d+)+)", answer)
    if match is None:
        raise MissingTool(f"{command} does not answer like LilyPond; {_CURE}")
    return match[1]


@dataclass
class Engraver:
    """A LilyPond that has started and waits for its source; made by `start`."""

    formats: tuple[str, ...]
    folder: Path
    timeout_seconds: float
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.process = _launch(self.folder, _cairo_options(self.formats))

    def engrave(
        self, source: str, meanwhile: Callable[[], object] = lambda: None
    ) -> dict[str, list[bytes]]:
        """Return each format's files: one PDF; one SVG or PNG a page, in page order.

        Call it once. `meanwhile` is called while LilyPond works.

        Raises
        ------
        EngravingError
            If LilyPond fails, warns, exceeds its time or leaves a format out.
        """
        _send(self.process, source)
        meanwhile()
        code, said = _receive(self.process, self.timeout_seconds)
        if code != 0 and "cairo" in said.lower():
            code, said = self._engrave_without_cairo(source)
        if code != 0 or said:
            outcome = f"failed with code {code}" if code else "was not content"
            raise EngravingError(f"LilyPond {outcome}: {said or 'it gave no reason'}")
        pages = {name: _pages(self.folder, name) for name in self.formats}
        for name, files in pages.items():
            if not files:
                raise EngravingError(f"LilyPond was expected to make {name} and made none")
        return pages

    def _engrave_without_cairo(self, source: str) -> tuple[int, str]:
        heard = []
        for name in self.formats:
            process = _launch(self.folder, _plain_options(name))
            try:
                _send(process, source)
                code, said = _receive(process, self.timeout_seconds)
            finally:
                _stop(process)
            if code:
                return code, said
            heard.append(said)
        return 0, next(filter(None, heard), "")


@contextmanager
def start(
    formats: Iterable[str] = ("pdf",), *, timeout_seconds: float = TIMEOUT_SECONDS
) -> Iterator[Engraver]:
    """Start LilyPond now and give it the music later, so that its start costs no time.

    Leaving the context ends LilyPond and removes its folder.

    Parameters
    ----------
    formats : any of "pdf", "svg", "png"; LilyPond must know them when it starts.
    timeout_seconds : how long engraving may take from the moment the source is given.

    Raises
    ------
    InvalidValue
        If a format is another, or none is given.
    MissingTool
        If there is no LilyPond.
    """
    wanted = tuple(dict.fromkeys(formats))
    if not wanted or not set(wanted) <= set(FORMATS):
        raise InvalidValue(f"formats among pdf, svg and png were expected, not {wanted}")
    with TemporaryDirectory(prefix="etudes-", ignore_cleanup_errors=True) as folder:
        engraver = Engraver(wanted, Path(folder), timeout_seconds)
        try:
            yield engraver
        finally:
            _stop(engraver.process)


def engrave(source: str, formats: Iterable[str] = ("pdf",)) -> dict[str, list[bytes]]:
    """Engrave a source at once; see `start` and `Engraver.engrave`."""
    with start(formats) as engraver:
        return engraver.engrave(source)


def _cairo_options(formats: Sequence[str]) -> list[str]:
    return ["-dbackend=cairo", *(f"--{name}" for name in formats)]


def _plain_options(name: str) -> list[str]:
    backend = "svg" if name == "svg" else "ps"
    return [f"-dbackend={backend}", f"--{name}"]


def _launch(folder: Path, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    command = lilypond_command()
    fixed = ["--loglevel=WARN", "-dno-point-and-click", f"-dresolution={PNG_DOTS_PER_INCH}"]
    try:
        process = subprocess.Popen(
            [command, *fixed, *options, "-o", "page", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    except OSError as error:
        raise MissingTool(f"{command} does not start ({error}); {_CURE}") from error
    _limit(process.pid)
    return process


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    return kept | places | {"XDG_CACHE_HOME": str(_font_cache(folder))}


def _font_cache(folder: Path) -> Path:
    """Where LilyPond remembers the fonts it has found: kept from run to run, for looking
    anew costs a tenth of a page's time; else in the folder of this run."""
    kept = cache_folder() / "lilypond"
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder
    return kept


def _limit(pid: int) -> None:
    # From outside, while LilyPond still waits for its source: a function run between
    # fork and exec may hang where other threads hold locks. Processes are not limited:
    # that limit counts all of a user's threads, and Pango starts one.
    if sys.platform == "linux":
        import resource

        seconds = int(TIMEOUT_SECONDS)
        for limit, most in (
            (resource.RLIMIT_AS, _MEMORY_BYTES),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, _FILE_BYTES),
        ):
            with suppress(OSError, ValueError):
                resource.prlimit(pid, limit, (most, most))


def _send(process: "subprocess.Popen[bytes]", source: str) -> None:
    """Give LilyPond its source; one that has died already tells its reason later."""
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.write(source.encode())
            process.stdin.close()
        process.stdin = None


def _receive(process: "subprocess.Popen[bytes]", timeout_seconds: float) -> tuple[int, str]:
    """Return LilyPond's exit code and what it complained of."""
    try:
        _, heard = process.communicate(timeout=timeout_seconds)
    except subprocess.TimeoutExpired as error:
        _stop(process)
        raise EngravingError(
            f"LilyPond was stopped after {timeout_seconds:g} s; ask for fewer exercises"
        ) from error
    return process.returncode, _complaint(heard.decode(errors="replace"))


def _complaint(heard: str) -> str:
    """The first lines that say something, without those of the font cache."""
    lines = [line.strip() for line in heard.splitlines()]
    useful = [line for line in lines if line and not line.startswith("Fontconfig")]
    named = [line for line in useful if "error:" in line or "warning:" in line]
    return "; ".join((named or useful)[:2])


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End LilyPond and whatever it started, if it still runs."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def _pages(folder: Path, name: str) -> list[bytes]:
    def number(path: Path) -> int:
        digits = re.search(r"(\d+)$", path.stem)
        return int(digits[1]) if digits else 0

    return [path.read_bytes() for path in sorted(folder.glob(f"page*.{name}"), key=number)]
