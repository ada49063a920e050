"""The site, put together: each group of pages adds its routes."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from etudes.errors import DamagedData, UnknownName
from etudes.web.guard import Guard
from etudes.web.host import tell_host
from etudes.web.languages import language_for
from etudes.web.overview import Overview
from etudes.web.site import Site
from etudes.web.taking_part import TakingPart


def assembled(site: Site) -> ASGIApp:
    """Return the application that serves a site."""
    pages = site.pages

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
        # Starlette's own words for a status say less than the page does.
        line = error.detail if error.detail != _phrase(error.status_code) else ""
        language = language_for(request)
        return pages.problem(error.status_code, line, error.headers, language=language)

    async def unknown(request: Request, error: Exception) -> Response:
        return pages.problem(404, language=language_for(request))

    async def damaged(request: Request, error: Exception) -> Response:
        tell_host(error)
        language = language_for(request)
        return pages.problem(503, headers={"Retry-After": "30"}, language=language)

    app = Starlette(
        routes=[
            *TakingPart(site).routes,
            *Overview(site).routes,
            Route("/static/{name}", pages.file),
        ],
        exception_handlers={
            HTTPException: refused,
            UnknownName: unknown,
            DamagedData: damaged,
        },
    )
    app.router.redirect_slashes = False
    return Guard(app, site.address, pages)


def _phrase(status: int) -> str:
    return HTTPException(status).detail
