"""The report of a session as a page of the site."""

import asyncio
import re
from base64 import b64encode
from hashlib import sha256

from starlette.responses import HTMLResponse

from etudes.rating.lengths import sound_lengths
from etudes.rating.record import record_of
from etudes.web.desk import Desk

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class Reports:
    """Reports, worked out one at a time, beside the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = asyncio.Lock()

    async def page(self, code: str) -> HTMLResponse:
        """Return the report of a session.

        Raises
        ------
        UnknownName
            If there is no such session.
        InvalidValue
            If its ratings do not suffice for a report.
        """
        from etudes.publish.rating.report import html
        from etudes.rating.report import report

        async with self._lock:
            record = await self._desk.read(lambda store: record_of(store, code))
            sounds = await self._desk.read(
                lambda store: sound_lengths(store, record.session)
            )
            content = await asyncio.to_thread(lambda: html(report(record, sounds=sounds)))
        policy = report_policy(content)
        return HTMLResponse(content, headers={"Content-Security-Policy": policy})


def report_policy(page: bytes) -> str:
    """Return the policy under which a page keeps its own styles and nothing else.

    Examples
    --------
    >>> report_policy(b"<style>p { color: red }</style>").split(";")[1]
    " style-src 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4='"
    """
    styles = [
        f"'sha256-{b64encode(sha256(one).digest()).decode()}'"
        for one in _STYLE.findall(page)
    ]
    allowed = " ".join(styles) or "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; base-uri 'none'; "
        "frame-ancestors 'none'; sandbox"
    )
