"""The rater's pages: start, one trial a page, thanks."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from etudes.errors import DamagedData, InvalidValue, SessionClosed, UnknownName
from etudes.rating.facts import FACTS, facts_of
from etudes.rating.people import tell_facts
from etudes.rating.scales import pair_question, rating_scales
from etudes.rating.session import Rater
from etudes.rating.taking import next_trial, rating_of, submit, trial_of
from etudes.store import Store
from etudes.web.access import client_of, form_token, too_often
from etudes.web.answering import (
    CHOICE_WORDS,
    Typed,
    answer_of,
    fresh,
    renewed,
    told_of,
    typed,
)
from etudes.web.forms import form_of
from etudes.web.host import tell_host
from etudes.web.languages import remember
from etudes.web.media import medium_response
from etudes.web.script import acknowledged, is_by_script
from etudes.web.site import Site
from etudes.web.visit import (
    Seen,
    Sessions,
    Visit,
    medium_of,
    owner_of,
    rater_by,
    seen,
    visit_of,
)
from etudes.words import Language, msgid

T = TypeVar("T")

_NOT_KEPT = msgid(
    "This answer could not be kept just now. Nothing is lost: it stands below. "
    "Please send it again in a while."
)
_CLOSED = msgid(
    "This session is closed and takes no more answers. What you sent before is kept. This "
    "answer stands below; it can be sent when the session is open again."
)


class TakingPart:
    """The pages of raters, on one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._sessions = Sessions()

    @property
    def routes(self) -> list[Route]:
        """Where the pages stand."""
        return [
            Route("/", self.start),
            Route("/join/{token}", self.join),
            Route("/facts", self.facts, methods=["POST"]),
            Route("/next", self.next),
            Route("/trial/{trial}", self.trial, methods=["GET"]),
            Route("/trial/{trial}", self.answer, methods=["POST"]),
            Route("/trial/{trial}/{side}.{kind}", self.medium),
            Route("/thanks", self.thanks),
        ]

    async def join(self, request: Request) -> Response:
        """Take a personal link, keep its secret as a cookie, go where no URL shows it."""
        site, token = self._site, request.path_params["token"]

        def find(store: Store) -> Language | None:
            rater = owner_of(store, token, site.only)
            return self._sessions.language(store, rater.session) if rater else None

        language = await site.desk.read(find)
        if language is None:
            raise site.wrong_link(request)
        return site.entered("rater", token, "/", language)

    async def start(self, request: Request) -> Response:
        """Say what is asked, and of how much."""
        visit = await self._visit(request)
        return self._page(request, "start", 200, visit, facts=FACTS)

    async def facts(self, request: Request) -> Response:
        """Keep what a rater tells of his teaching, then begin."""
        token, form = self._token(request), await self._form(request)
        told = facts_of(form)

        def keep(store: Store) -> None:
            rater = rater_by(store, token, self._site.only)
            if told != dict(rater.facts):
                tell_facts(store, rater.id, told)

        await self._site.desk.write(keep)
        return _to("/next")

    async def next(self, request: Request) -> Response:
        """Go to the first trial without an answer."""
        return _to(await self._read(request, _after))

    async def trial(self, request: Request) -> Response:
        """Show a trial: the next one, or one that was answered, to correct it."""
        found = await self._seen(request)
        if not found.visit.is_open:
            return self._page(request, "closed", 403, found.visit)
        return self._trial(request, found, fresh(found.latest))

    async def answer(self, request: Request) -> Response:
        """Keep an answer, then go on; or show the form again with what was typed."""
        token, trial = self._token(request), request.path_params["trial"]
        given = typed(await self._form(request))

        def keep(store: Store) -> str:
            rater = rater_by(store, token, self._site.only)
            _keep(store, rater, trial, given, self._sessions.language(store, rater.session))
            return _after(store, rater)

        try:
            after = await self._site.desk.write(keep)
            return acknowledged(given.submit_id) if is_by_script(request) else _to(after)
        except InvalidValue as error:
            status, line = 422, _NOT_KEPT if error.__cause__ else str(error)
        except SessionClosed:
            status, line = 423, _CLOSED
        except DamagedData as error:
            tell_host(error)
            status, line = 503, _NOT_KEPT
        found = await self._seen(request)
        latest = found.latest
        if status == 422 and latest and given.seen != latest.submit_id:
            line = found.visit.language.text(
                "This page has been answered in the meantime, and that answer is kept: "
                "{answer} What you entered now stands below and is not kept: send it if it "
                "is to count instead.",
                answer=told_of(latest.answer, found.visit.language),
            )
            return self._trial(request, found, renewed(given, latest), 409, line)
        return self._trial(request, found, given, status, line)

    async def medium(self, request: Request) -> Response:
        """Answer with a score or a sound of a trial that may be seen."""
        path = request.path_params
        wanted = (path["trial"], path["side"], path["kind"])
        found = await self._read(
            request, lambda store, rater: medium_of(store, self._sessions, rater, *wanted)
        )
        return medium_response(found, request.headers.get("range"))

    async def thanks(self, request: Request) -> Response:
        """Say thanks; before the end, go on instead."""
        visit = await self._visit(request)
        if not visit.progress.is_done:
            return _to("/next")
        return self._page(request, "thanks", 200, visit)

    def _trial(
        self, request: Request, found: Seen, given: Typed, status: int = 200, line: str = ""
    ) -> Response:
        return self._page(
            request,
            "trial",
            status,
            found.visit,
            seen=found,
            typed=given,
            scales=rating_scales(),
            pair_question=pair_question(),
            choices=CHOICE_WORDS,
            line=found.visit.language.word(line),
        )

    def _page(
        self, request: Request, name: str, status: int, visit: Visit, **content: Any
    ) -> Response:
        token, language = form_token(self._token(request)), visit.language
        return self._site.pages.page(
            name, status, language=language, visit=visit, token=token, **content
        )

    async def _visit(self, request: Request) -> Visit:
        return await self._read(
            request, lambda store, rater: visit_of(store, self._sessions, rater)
        )

    async def _seen(self, request: Request) -> Seen:
        trial = request.path_params["trial"]
        return await self._read(
            request, lambda store, rater: seen(store, self._sessions, rater, trial)
        )

    async def _read(self, request: Request, work: Callable[[Store, Rater], T]) -> T:
        site, token = self._site, self._token(request)

        def of_rater(store: Store) -> T:
            rater = rater_by(store, token, site.only)
            remember(request, self._sessions.language(store, rater.session))
            return work(store, rater)

        try:
            return await site.desk.read(of_rater)
        except HTTPException as error:
            is_guess = error.status_code == 401 and token
            if is_guess and not site.guesses.take(client_of(request)):
                raise too_often() from error
            raise

    async def _form(self, request: Request) -> Mapping[str, str]:
        """Return a form. Whose it is comes first: only what he sends himself is counted."""
        rater = await self._read(request, lambda store, rater: rater)
        if not self._site.pace.take(rater.id):
            raise too_often(5)
        return await form_of(request, self._token(request))

    def _token(self, request: Request) -> str:
        return self._site.cookies.secret(request, "rater")


def _keep(store: Store, rater: Rater, trial: str, given: Typed, language: Language) -> None:
    asked, after = trial_of(store, rater.id, trial), next_trial(store, rater.id)
    if after is not None and asked.position > after.position:
        raise UnknownName("no such trial for this rater")
    answer = answer_of(given, language, is_pair=asked.is_pair)
    latest = rating_of(store, trial)
    is_seen = latest is not None and latest.submit_id == given.seen
    supersedes = latest.id if latest is not None and is_seen else None
    try:
        submit(
            store, rater.id, trial, answer, given.submit_id, "page", supersedes=supersedes
        )
    except InvalidValue as error:
        if error.__cause__:  # the store's own words are for whoever runs the server
            raise
        raise InvalidValue(
            language.text(
                "This form was sent for another page already, and is not kept. Please load "
                "this page again."
            )
        ) from None


def _after(store: Store, rater: Rater) -> str:
    after = next_trial(store, rater.id)
    return "/thanks" if after is None else f"/trial/{after.id}"


def _to(url: str) -> RedirectResponse:
    return RedirectResponse(url, 303)
