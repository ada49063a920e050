"""Source to pages: what is kept already, else LilyPond."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from etudes.engraving import cache
from etudes.engraving.complaint import error_of
from etudes.engraving.pages import Pages, pages_of
from etudes.engraving.program import lilypond_command, lilypond_version
from etudes.engraving.run import FIXED_OPTIONS, TELLS_SHEETS, TIMEOUT_SECONDS, Outcome, Run
from etudes.errors import EngravingError, InvalidValue
from etudes.words.fonts import fontconfig_for

FORMATS = ("pdf", "svg", "png")
_CAIRO = "-dbackend=cairo"
_STEM = "page"
_FROM_STDIN = ("-o", _STEM, "-")


@dataclass
class Engraver:
    """A LilyPond that has started and waits for its source; made by `start`."""

    formats: tuple[str, ...]
    folder: Path
    timeout_seconds: float
    version: str
    cached: bool = True
    fontconfig: str | None = None
    run: Run = field(init=False)

    def __post_init__(self) -> None:
        words = [*_cairo_options(self.formats), *_FROM_STDIN]
        self.run = Run(self.folder, words, self.timeout_seconds, self.fontconfig)

    def engrave(self, source: str, meanwhile: Callable[[], object] = lambda: None) -> Pages:
        """Return each format's files: one PDF; one SVG or PNG a page, in page order.

        Call it once. `meanwhile` is called while LilyPond works. Where these pages are
        kept from an earlier time, LilyPond is ended instead.

        Raises
        ------
        EngravingError
            If LilyPond fails, warns, exceeds a limit or leaves a format out.
        MissingTool
            If the source asks for a newer LilyPond.
        """
        name = _key(source, self.formats, self.version, self.fontconfig)
        kept = cache.recall(name, self.formats) if self.cached else None
        if kept is not None:
            self.run.stop()
            meanwhile()
            return kept
        _check(self._outcome(source, meanwhile))
        made = pages_of(self.folder, _STEM, self.formats)
        if self.cached:
            cache.remember(name, made)
        return made

    def _outcome(self, source: str, meanwhile: Callable[[], object]) -> Outcome:
        outcome = self.run.answer(source, meanwhile)
        if not _lacks_cairo(outcome):
            return outcome
        return _without_cairo(
            self.folder, self.formats, _FROM_STDIN, self.timeout_seconds, source
        )


@contextmanager
def start(
    formats: Iterable[str] = ("pdf",),
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    cached: bool = True,
    printed: str = "",
    language: str = "en",
) -> Iterator[Engraver]:
    """Start LilyPond now and give it the music later, so that its start costs no time.

    Leaving the context ends LilyPond and removes its folder.

    Parameters
    ----------
    formats : any of "pdf", "svg", "png"; LilyPond must know them when it starts.
    timeout_seconds : how long engraving may take from the moment the source is given.
    cached : whether pages are looked up and kept in the cache.
    printed, language : words of the page and their language, by which fonts are chosen:
        LilyPond must know them when it starts.

    Raises
    ------
    InvalidValue
        If a format is another, or none is given.
    MissingTool
        If there is no LilyPond, or it is too old.
    EngravingError
        If there is no room for its folder.
    """
    wanted = _wanted(formats)
    version = lilypond_version()
    with _folder() as folder:
        fonts = _fonts(printed, language)
        engraver = Engraver(wanted, folder, timeout_seconds, version, cached, fonts)
        try:
            yield engraver
        finally:
            engraver.run.stop()


def engrave(
    source: str,
    formats: Iterable[str] = ("pdf",),
    *,
    printed: str = "",
    language: str = "en",
) -> Pages:
    """Engrave a source at once; see `start` and `Engraver.engrave`."""
    with start(formats, printed=printed, language=language) as engraver:
        return engraver.engrave(source)


def engrave_sheets(
    sources: Sequence[str],
    formats: Iterable[str] = ("pdf",),
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    cached: bool = True,
    printed: str = "",
    language: str = "en",
    strict: bool = False,
) -> list[Pages]:
    """Engrave many sheets, each a source with files of its own, in one LilyPond.

    That is at least twice as fast as one LilyPond a sheet. Equal sources are engraved
    once, and pages that are kept already not at all.

    Parameters
    ----------
    strict : whether a page on which LilyPond had to squeeze the lines is an error too.

    Raises
    ------
    InvalidValue
        If a format is unknown, or none is given.
    MissingTool
        If there is no LilyPond, or it is too old.
    EngravingError
        If one sheet fails, with its number among `sources`; nothing is returned then.
    """
    wanted = _wanted(formats)
    version = lilypond_version()
    fonts = _fonts(printed, language)
    names = [_key(source, wanted, version, fonts) for source in sources]
    done: dict[str, Pages] = {}
    missing: dict[str, tuple[int, str]] = {}
    for number, (name, source) in enumerate(zip(names, sources, strict=True), start=1):
        kept = cache.recall(name, wanted) if cached and name not in done else None
        if kept is not None:
            done[name] = kept
        elif name not in done:
            missing[name] = number, source
    if missing:
        made = _engrave_files(
            dict(missing.values()), wanted, timeout_seconds, fonts, strict
        )
        for name, each in zip(missing, made, strict=True):
            done[name] = each
            if cached:
                cache.remember(name, each)
    return [done[name] for name in names]


def _engrave_files(
    sources: Mapping[int, str],
    formats: tuple[str, ...],
    timeout_seconds: float,
    fontconfig: str | None,
    strict: bool,
) -> list[Pages]:
    # As files, for LilyPond forgets between files what one has set, a staff size, say.
    stems = [f"sheet{number}" for number in sources]
    with _folder() as folder:
        files = [f"{stem}.ly" for stem in stems]
        try:
            for file, source in zip(files, sources.values(), strict=True):
                (folder / file).write_text(source, "utf-8")
        except OSError as error:
            raise _no_folder(error) from error
        words = [TELLS_SHEETS, *_cairo_options(formats), *files]
        outcome = Run(folder, words, timeout_seconds, fontconfig).answer()
        if _lacks_cairo(outcome):
            outcome = _without_cairo(folder, formats, files, timeout_seconds)
        _check(outcome, strict=strict)
        return [pages_of(folder, stem, formats) for stem in stems]


def _without_cairo(
    folder: Path,
    formats: Sequence[str],
    inputs: Sequence[str],
    timeout_seconds: float,
    source: str = "",
) -> Outcome:
    """Make each format with the backend that LilyPond had before Cairo."""
    heard = []
    for name in formats:
        backend = "svg" if name == "svg" else "ps"
        words = [f"-dbackend={backend}", f"--{name}", *inputs]
        outcome = Run(folder, words, timeout_seconds).answer(source)
        if outcome.code:
            return outcome
        heard.append(outcome.said)
    return Outcome(0, "\n".join(filter(None, heard)))


def _lacks_cairo(outcome: Outcome) -> bool:
    """Whether LilyPond was built without its Cairo backend, which it says at once."""
    return outcome.code != 0 and "compiled without CAIRO_BACKEND" in outcome.said


def _check(outcome: Outcome, *, strict: bool = False) -> None:
    error = error_of(outcome, strict=strict)
    if error is not None:
        raise error


def _wanted(formats: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(formats))
    if not wanted or not set(wanted) <= set(FORMATS):
        raise InvalidValue(f"formats among pdf, svg and png were expected, not {wanted}")
    return wanted


def _key(
    source: str, formats: tuple[str, ...], version: str, fontconfig: str | None = None
) -> str:
    return cache.key(source, formats, version, (*FIXED_OPTIONS, _CAIRO, fontconfig or ""))


def _fonts(printed: str, language: str) -> str | None:
    """The fonts of a page beside those that the system and LilyPond bring, if any."""
    own = lilypond_command().parent.parent / "etc" / "fonts" / "fonts.conf"
    named = os.environ.get("FONTCONFIG_FILE")
    base = Path(named).absolute() if named else own
    if base.is_file():
        return fontconfig_for(printed, language, base)
    return fontconfig_for(printed, language)


def _cairo_options(formats: Iterable[str]) -> list[str]:
    return [_CAIRO, *(f"--{name}" for name in formats)]


@contextmanager
def _folder() -> Iterator[Path]:
    """An empty folder for one run."""
    with ExitStack() as stack:
        try:
            made = TemporaryDirectory(prefix="etudes-", ignore_cleanup_errors=True)
            name = stack.enter_context(made)
        except OSError as error:
            raise _no_folder(error) from error
        yield Path(name).resolve()


def _no_folder(error: OSError) -> EngravingError:
    return EngravingError(
        f"LilyPond needs a temporary folder and none can be written "
        f"({error.strerror or error}); free space or set TMPDIR to another folder"
    )
