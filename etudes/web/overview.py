"""The teacher's pages: sessions, how far raters are, invitations, the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from etudes.errors import InvalidValue, UnknownName
from etudes.rating.ledger import Listed, listed_sessions, set_open
from etudes.rating.people import invite, rater_of
from etudes.rating.session import Rater
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store
from etudes.web.access import client_of, form_token, is_same, too_often
from etudes.web.forms import form_of
from etudes.web.report import Reports
from etudes.web.site import Site
from etudes.web.summary import summary_of

_MOST_MADE = 100


@dataclass(frozen=True, slots=True)
class Made:
    """A personal link that was made and not shown yet."""

    session: str
    number: int
    link: str


class Overview:
    """The pages of the teacher, on one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reports = Reports(site.desk)
        self._made: dict[str, Made] = {}

    @property
    def routes(self) -> list[Route]:
        """Where the pages stand."""
        return [
            Route("/overview", self.sessions),
            Route("/overview/open/{secret}", self.enter),
            Route("/overview/{code}", self.session),
            Route("/overview/{code}/report", self.report),
            Route("/overview/{code}/open", self.set_open, methods=["POST"]),
            Route("/overview/{code}/invite", self.invite, methods=["POST"]),
        ]

    async def enter(self, request: Request) -> Response:
        """Take the teacher's link, keep its secret as a cookie."""
        site = self._site
        if not is_same(request.path_params["secret"], site.secret):
            raise site.wrong_link(request)
        return site.entered("teacher", site.secret, "/overview")

    async def sessions(self, request: Request) -> Response:
        """List all sessions."""
        self._must_be_teacher(request)
        listed = await self._site.desk.read(listed_sessions)
        served = self._served(listed)
        tried = trial_run_of([one.code for one in served if one.is_made_up])
        return self._site.pages.page("overview", sessions=served, trial_run=tried)

    async def session(self, request: Request) -> Response:
        """Show one session."""
        self._must_be_teacher(request)
        code = self._code(request)
        # Taken out, so that a page that is loaded again shows no link and makes none.
        made = self._made.pop(request.query_params.get("made", ""), None)
        summary = await self._site.desk.read(lambda store: summary_of(store, code))
        return self._site.pages.page(
            "session",
            summary=summary,
            token=form_token(self._site.secret),
            made=made if made and made.session == code else None,
        )

    async def report(self, request: Request) -> Response:
        """Show the report, as far as there are answers."""
        self._must_be_teacher(request)
        code = self._code(request)
        try:
            return await self._reports.page(code)
        except InvalidValue as error:
            return self._site.pages.problem(422, str(error))

    async def set_open(self, request: Request) -> Response:
        """Take ratings again, or no more."""
        form = await self._form(request)
        code, event = self._code(request), _event(form)
        await self._site.desk.write(lambda store: set_open(store, code, event))
        return RedirectResponse(f"/overview/{code}", 303)

    async def invite(self, request: Request) -> Response:
        """Make a rater's new link; the page that comes next shows it, this once."""
        form, code = await self._form(request), self._code(request)

        def make(store: Store) -> tuple[Rater, str]:
            rater = rater_of(store, code, form.get("rater", ""))
            return rater, invite(store, rater.id)

        rater, token = await self._site.desk.write(make)
        name = token_urlsafe(8)
        self._made[name] = Made(code, rater.number, self._site.rater_link(token))
        if len(self._made) > _MOST_MADE:
            del self._made[next(iter(self._made))]
        return RedirectResponse(f"/overview/{code}?made={name}", 303)

    async def _form(self, request: Request) -> Mapping[str, str]:
        self._must_be_teacher(request)
        return await form_of(request, self._site.secret)

    def _code(self, request: Request) -> str:
        code: str = request.path_params["code"]
        if self._site.only not in (None, code):
            raise UnknownName("only one session is served")
        return code

    def _served(self, listed: list[Listed]) -> list[Listed]:
        return [one for one in listed if self._site.only in (None, one.code)]

    def _must_be_teacher(self, request: Request) -> None:
        given = self._site.cookies.secret(request, "teacher")
        if is_same(given, self._site.secret):
            return
        if given and not self._site.guesses.take(client_of(request)):
            raise too_often()
        raise HTTPException(
            401,
            "The overview opens by the link that “etudes serve” printed when it started.",
        )


def _event(form: Mapping[str, str]) -> Literal["opened", "closed"]:
    match form.get("event"):
        case "opened":
            return "opened"
        case "closed":
            return "closed"
    raise HTTPException(400, "Opened or closed was expected.")
