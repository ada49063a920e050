"""In which language it is said that something went wrong."""

from starlette.requests import Request

from etudes.errors import EtudesError
from etudes.rating.ledger import language_of
from etudes.store import Store
from etudes.web.pages import ENGLISH
from etudes.web.site import Site
from etudes.web.visit import owner_of
from etudes.words import LANGUAGES, Language

_LONGEST = 200
"""Characters of the header that are read."""


async def language_for(site: Site, request: Request) -> Language:
    """Return the language of a rater's session; a stranger's browser's; a teacher's
    English."""
    token = site.cookies.secret(request, "rater")
    if token and not _is_teachers(request.url.path):

        def find(store: Store) -> Language | None:
            rater = owner_of(store, token, site.only)
            return language_of(store, rater.session) if rater else None

        try:
            found = await site.desk.read(find)
        except EtudesError:  # what went wrong may be the store
            found = None
        if found is not None:
            return found
    return of_browser(request.url.path, request.headers.get("accept-language", ""))


def of_browser(path: str, accepted: str) -> Language:
    """Return the language that a browser would rather have, English on the teacher's pages.

    Examples
    --------
    >>> [of_browser("/", told).code for told in ("ja,en;q=0.5", "de;q=0.3, fr-CH", "tlh")]
    ['ja', 'fr', 'en']
    >>> of_browser("/overview/open/x", "ja").code
    'en'
    """
    if _is_teachers(path):
        return ENGLISH
    for part in sorted(accepted[:_LONGEST].split(","), key=_weight, reverse=True):
        code = part.partition(";")[0].strip().lower().partition("-")[0]
        if code in LANGUAGES:
            return Language(code)
    return ENGLISH


def _is_teachers(path: str) -> bool:
    return path == "/overview" or path.startswith("/overview/")


def _weight(part: str) -> float:
    told = part.partition(";")[2].strip().removeprefix("q=")
    try:
        return float(told) if told else 1.0
    except ValueError:
        return 0.0
