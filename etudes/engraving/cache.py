"""Pages kept by what they are made from, so that nothing is engraved twice.

An entry is one file: the digest of the rest, a line of JSON with the files' lengths, the
files. It arrives whole or not at all; one that is damaged counts as missing, and where
nothing can be written nothing is kept.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile

from etudes.engraving.pages import Pages
from etudes.paths import cache_folder

MOST_BYTES = 256 * 2**20
_DIGEST = hashlib.sha256().digest_size
_SUFFIX = ".pages"
_STALE_SECONDS = 3600


def key(source: str, formats: Iterable[str], version: str, options: Iterable[str]) -> str:
    """Return the name of an entry: equal exactly where the pages are equal.

    Examples
    --------
    >>> one = key("{ c'4 }", ("pdf", "svg"), "2.25.12", ())
    >>> one == key("{ c'4 }", ("svg", "pdf"), "2.25.12", ())
    True
    >>> one == key("{ c'4 }", ("pdf", "svg"), "2.25.13", ())
    False
    """
    parts = [source, sorted(formats), version, list(options)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def recall(name: str, formats: Sequence[str]) -> Pages | None:
    """Return the pages of an entry in the order of `formats`; None if there is none."""
    path = _folder() / f"{name}{_SUFFIX}"
    try:
        content = path.read_bytes()
    except OSError:
        return None
    kept = _unpacked(content)
    if kept is None or kept.keys() != set(formats):
        return None
    with suppress(OSError):
        os.utime(path)  # the entry that was used last is the last to go
    return {name: kept[name] for name in formats}


def remember(name: str, pages: Pages, most_bytes: int = MOST_BYTES) -> None:
    """Keep pages; the oldest entries go where all would exceed `most_bytes`."""
    content = _packed(pages)
    if len(content) > most_bytes:
        return
    folder = _folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        # Not `write_whole`: that waits for the disk, and here a digest tells of damage.
        with NamedTemporaryFile(dir=folder, prefix=".etudes-", delete=False) as file:
            written = Path(file.name)
            try:
                file.write(content)
                file.close()
                written.replace(folder / f"{name}{_SUFFIX}")
            except BaseException:
                file.close()
                with suppress(OSError):
                    written.unlink()
                raise
        _forget_oldest(folder, most_bytes)


def _folder() -> Path:
    return cache_folder() / "engraving"


def _packed(pages: Pages) -> bytes:
    lengths = {name: [len(each) for each in files] for name, files in pages.items()}
    blobs = b"".join(each for files in pages.values() for each in files)
    rest = json.dumps(lengths).encode() + b"\n" + blobs
    return hashlib.sha256(rest).digest() + rest


def _unpacked(content: bytes) -> Pages | None:
    digest, rest = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(rest).digest() != digest:
        return None
    line, _, blobs = rest.partition(b"\n")
    lengths: dict[str, list[int]] = json.loads(line)
    every = [length for row in lengths.values() for length in row]
    ends = list(accumulate(every, initial=0))
    each = iter([blobs[i:j] for i, j in pairwise(ends)])
    return {name: [next(each) for _ in row] for name, row in lengths.items()}


def _forget_oldest(folder: Path, most_bytes: int) -> None:
    entries = []
    for path in folder.iterdir():
        with suppress(OSError):  # another process may have taken it away
            stat = path.stat()
            if path.suffix == _SUFFIX:
                entries.append((stat.st_mtime, stat.st_size, path))
            elif stat.st_mtime < time.time() - _STALE_SECONDS:
                path.unlink()  # left half-written by a program that was ended
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= most_bytes:
            return
        with suppress(OSError):
            path.unlink()
        total -= size
