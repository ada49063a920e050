"""From a request to files: making, writing, engraving, and putting in place.

LilyPond is started before the melodies are drawn, so that its own start costs no time.
Nothing is put in place before everything is ready, and each file arrives whole.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from etudes.engraving import Engraver, start
from etudes.errors import InvalidValue, OutputError
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.tables import Instrument, Rubric

ENGRAVED = ("pdf", "svg", "png")
BY_ITEM = ("musicxml", "midi", "abc")
FORMATS = (*ENGRAVED, "ly", *BY_ITEM)
_SUFFIX = {"midi": "mid"}
_DEFAULT_TITLE = "Études"


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file that was written, and which items it holds."""

    path: Path
    format: str
    sha256: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """The items of a request and the files that hold them."""

    items: tuple[Item, ...]
    files: tuple[PrintedFile, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    name: str
    format: str
    content: bytes
    items: tuple[Item, ...]


def publish(
    request: Request,
    formats: Sequence[str] = ("pdf",),
    output: Path | None = None,
    *,
    force: bool = False,
    model: str | None = None,
    rubric: Rubric | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Publication:
    """Make the items of a request and write them in every format.

    Parameters
    ----------
    formats : any of `FORMATS`; pdf, svg, png and ly hold the whole sheet, the others
        one item a file.
    output : a folder, or a file where just one file is made; None is the current folder.
    force : whether a file that is there already is replaced.
    rubric : the rubric that the request names by its digest; None is the program's own.
    meanwhile : called while LilyPond works, if it does.

    Raises
    ------
    InvalidValue, UnknownName, UnsatisfiableRequest
        If the request is wrong or cannot be met.
    OutputError
        If a file cannot be written or is there already; nothing is written then.
    MissingTool, EngravingError
        If LilyPond is not there or fails.
    """
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InvalidValue(
            f"formats among {', '.join(FORMATS)} were expected, not '{', '.join(unknown)}'"
        )
    player = request.player
    engraved = [name for name in ENGRAVED if name in wanted]
    with ExitStack() as stack:
        engraver = stack.enter_context(start(engraved)) if engraved else None
        from etudes.item.make import load_runtime, make

        items = tuple(make(request, load_runtime(model), rubric))
        drafts = list(_drafts(request, items, player, wanted, engraver, meanwhile))
    paths = _paths(drafts, output)
    _check_free(paths, force)
    for path, draft in zip(paths, drafts, strict=True):
        _put(path, draft.content)
    return Publication(
        items,
        tuple(
            PrintedFile(
                path,
                draft.format,
                hashlib.sha256(draft.content).hexdigest(),
                tuple(item.id for item in draft.items),
            )
            for path, draft in zip(paths, drafts, strict=True)
        ),
    )


def _drafts(
    request: Request,
    items: tuple[Item, ...],
    player: Instrument,
    formats: Sequence[str],
    engraver: Engraver | None,
    meanwhile: Callable[[], object],
) -> Iterator[_Draft]:
    stem = f"{player.name}-level{request.level}-{request.seed}"
    title = request.title or _DEFAULT_TITLE
    if engraver or "ly" in formats:
        from etudes.writing.lilypond import sheet_source

        source = sheet_source(items, player, title=title, paper=request.paper)
        if "ly" in formats:
            yield _Draft(f"{stem}.ly", "ly", source.encode(), items)
        pages = engraver.engrave(source, meanwhile) if engraver else {}
        for name, files in pages.items():
            for number, content in enumerate(files, start=1):
                page = f"-page{number}" if len(files) > 1 else ""
                yield _Draft(f"{stem}{page}.{name}", name, content, items)
    for item in items:
        for name in BY_ITEM:
            if name in formats:
                content = _written(name, item, player)
                suffix = _SUFFIX.get(name, name)
                yield _Draft(f"{stem}-{item.index + 1:02}.{suffix}", name, content, (item,))


def _written(format: str, item: Item, player: Instrument) -> bytes:
    if format == "musicxml":
        from etudes.writing.musicxml import musicxml

        return musicxml(item, player)
    if format == "midi":
        from etudes.writing.midi import midi

        return midi(item, player)
    from etudes.writing.abc import abc

    return abc(item, player, item.index + 1).encode()


def _paths(drafts: Sequence[_Draft], output: Path | None) -> list[Path]:
    if output is not None and output.suffix and not output.is_dir():
        if len(drafts) > 1:
            raise OutputError(
                f"{len(drafts)} files do not fit into '{output}'; name a folder instead"
            )
        return [output]
    folder = output or Path()
    return [folder / draft.name for draft in drafts]


def _check_free(paths: Sequence[Path], force: bool) -> None:
    for path in paths:
        if path.is_dir():
            raise OutputError(f"a file was expected at '{path}', which is a folder")
        if path.exists() and not force:
            raise OutputError(
                f"'{path}' is there already; name another --output or use --force"
            )


def _put(path: Path, content: bytes) -> None:
    """Write a file so that it is either there whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".etudes-", delete=False) as file:
            file.write(content)
        try:
            Path(file.name).chmod(0o666 & ~_umask())
            Path(file.name).replace(path)
        except OSError:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
    except OSError as error:
        raise OutputError(
            f"'{path}' cannot be written: {error.strerror}; name another --output"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
