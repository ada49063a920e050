"""Files put in place: each arrives whole, and none before all are ready."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from etudes.errors import OutputError
from etudes.item.item import Item


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is ready to be written, and the items that it holds."""

    name: str
    format: str
    content: bytes
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file that was written, and which items it holds."""

    path: Path
    format: str
    sha256: str
    item_ids: tuple[str, ...]


def put_all(
    drafts: Sequence[Draft], output: Path | None, *, force: bool = False
) -> tuple[PrintedFile, ...]:
    """Write the drafts into a folder, or the only one to a file of its own name.

    Parameters
    ----------
    output : a folder, or a file where just one file is made; None is the current folder.
    force : whether a file that is there already is replaced.

    Raises
    ------
    OutputError
        If a file cannot be written or is there already; nothing is written then.
    """
    paths = _paths(drafts, output)
    _check_free(paths, force)
    with ExitStack() as stack:
        # All are written beside their places first: a full disk then leaves nothing behind.
        waiting = [
            _written(path, draft.content, stack)
            for path, draft in zip(paths, drafts, strict=True)
        ]
        for path, file in zip(paths, waiting, strict=True):
            with _plain_errors(path):
                file.replace(path)
    return tuple(
        PrintedFile(
            path,
            draft.format,
            hashlib.sha256(draft.content).hexdigest(),
            tuple(item.id for item in draft.items),
        )
        for path, draft in zip(paths, drafts, strict=True)
    )


def _paths(drafts: Sequence[Draft], output: Path | None) -> list[Path]:
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


def _written(path: Path, content: bytes, stack: ExitStack) -> Path:
    """Write beside a path; leaving the stack removes what has not been moved there."""
    with _plain_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".etudes-", delete=False) as file:
            waiting = Path(file.name)
            stack.callback(_remove, waiting)
            file.write(content)
        waiting.chmod(0o666 & ~_umask())
    return waiting


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"'{path}' cannot be written: {error.strerror}; choose another folder or file"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
