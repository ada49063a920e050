"""What a browser sends as a form, read with care."""

import unicodedata
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from etudes.web.access import form_token, is_same
from etudes.words import msgid

LARGEST_BODY = 64 * 1024
"""Bytes."""
_MOST_FIELDS = 40
_TOO_LARGE = msgid("That is more than a form of this site ever holds.")
_FORM = "application/x-www-form-urlencoded"
_KEPT_CONTROLS = "\n\t"


async def form_of(request: Request, secret: str) -> Mapping[str, str]:
    """Return the fields of a form that this visitor was given.

    Raises
    ------
    HTTPException
        413 if it is too large, 415 if it is no plain form, 400 if it cannot be read, 403
        if it does not carry the visitor's token.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise HTTPException(415, msgid("A plain form was expected."))
    form = parse_form(await _body(request))
    if not is_same(form.get("token", ""), form_token(secret)):
        raise HTTPException(
            403,
            msgid("The page that this came from was opened by another link than the last."),
        )
    return form


def parse_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form, each sent once.

    Lines end with a line feed; other control characters are dropped.

    Raises
    ------
    HTTPException
        400 if it is malformed.

    Examples
    --------
    >>> parse_form(b"sense=4&comment=na%C3%AFve%0D%0Ayes")
    {'sense': '4', 'comment': 'naïve\\nyes'}
    """
    if not body:
        return {}
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(
            400, msgid("What was sent is no form that can be read.")
        ) from error
    form = {name: _plain(value) for name, value in pairs}
    if len(form) != len(pairs):
        raise HTTPException(400, msgid("Every field of a form was expected once."))
    return form


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in lines if unicodedata.category(c) != "Cc" or c in _KEPT_CONTROLS
    )


async def _body(request: Request) -> bytes:
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told[:9]) > LARGEST_BODY:
        raise HTTPException(413, _TOO_LARGE)
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > LARGEST_BODY:
                raise HTTPException(413, _TOO_LARGE)
            parts.append(part)
    except ClientDisconnect as error:
        raise HTTPException(400, msgid("The connection was lost.")) from error
    return b"".join(parts)
