"""Scores and sounds: whole or in part, under headers that tell nothing of them."""

import re

from starlette.responses import Response

from etudes.rating.session import Medium
from etudes.web.guard import ALONE_POLICY

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_HEADERS = {
    # Kept for the hour in which a piece is heard again; no name, no tag, no date.
    "Cache-Control": "private, max-age=3600",
    "Accept-Ranges": "bytes",
    "Content-Security-Policy": ALONE_POLICY,
}


def medium_response(medium: Medium, asked: str | None) -> Response:
    """Return a medium, or the part of it that a Range header asks for.

    Examples
    --------
    >>> part = medium_response(Medium("audio/mpeg", b"0123456789"), "bytes=2-4")
    >>> part.status_code, part.body, part.headers["content-range"]
    (206, b'234', 'bytes 2-4/10')
    """
    size = len(medium.content)
    try:
        part = part_of(asked, size)
    except ValueError:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return Response(medium.content, headers=_HEADERS, media_type=medium.media_type)
    content = medium.content[part.start : part.stop]
    told = {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}"}
    return Response(content, 206, _HEADERS | told, medium.media_type)


def part_of(asked: str | None, size: int) -> range | None:
    """Return the bytes that a Range header asks for; None for all of them, as for a header
    that cannot be read or asks for several parts.

    Raises
    ------
    ValueError
        If the part lies outside.

    Examples
    --------
    >>> part_of("bytes=0-", 10), part_of("bytes=-3", 10), part_of("pages=1-2", 10)
    (range(0, 10), range(7, 10), None)
    """
    match = _RANGE.fullmatch((asked or "").replace(" ", ""))
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= stop:
        raise ValueError(asked)
    return range(start, stop)
