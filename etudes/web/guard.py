"""What every request passes: the host it names, where it comes from, and what every answer
says to the browser."""

import os
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from etudes.web.host import tell_host
from etudes.web.languages import language_for
from etudes.web.pages import Pages
from etudes.web.script import HEADER, SITE
from etudes.web.site import Address
from etudes.words import msgid

PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; script-src 'self'; "
    "style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALONE_POLICY = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
"""For a score that is opened by itself: no script, no style, nothing loaded."""

_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer", except where a link holds a secret: with that, browsers send forms
    # with "Origin: null", which could not be told from another site's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    HEADER: SITE,
}
_SAFE = ("GET", "HEAD")


class Guard:
    """The outermost layer of the site."""

    def __init__(self, app: ASGIApp, address: Address, pages: Pages) -> None:
        self._app, self._address, self._pages = app, address, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            answer = self._refusal(scope) or self._app
            await answer(scope, receive, send_guarded)
        except Exception as error:
            if is_begun or os.environ.get("ETUDES_DEBUG"):
                raise
            _complain(scope, error)
            await self._problem(scope, 500)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._address.hosts:
            line = msgid("This address is not served here.")
            return self._problem(scope, 400, line)
        if scope["method"] not in _SAFE and not is_own(headers, self._address):
            line = msgid("This was not sent from a page of this site.")
            return self._problem(scope, 403, line)
        return None

    def _problem(self, scope: Scope, status: int, line: str = "") -> Response:
        language = language_for(HTTPConnection(scope))
        return self._pages.problem(status, line, language=language)


def is_own(headers: Mapping[str, str], address: Address) -> bool:
    """Return whether what a browser tells of a form's origin names this site or nothing.

    Examples
    --------
    >>> from etudes.web.site import address
    >>> is_own({"origin": "https://elsewhere.example"}, address("127.0.0.1", 80))
    False
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.lower() not in address.origins:
        return False
    return site is None or site == "same-origin"


def _complain(scope: Scope, error: Exception) -> None:
    # The first part of the path alone: a link may hold a secret.
    place = "/".join(scope["path"].split("/")[:2])[:40]
    tell_host(
        f"this is a defect of etudes, at {scope['method']} {place!r}: "
        f"{type(error).__name__}: {error}; please report it (ETUDES_DEBUG=1 shows where)"
    )
