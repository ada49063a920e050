"""In which language it is said that something went wrong."""

from starlette.requests import HTTPConnection

from etudes.web.pages import ENGLISH
from etudes.words import LANGUAGES, Language

_LONGEST = 200
"""Characters of the header that are read."""


def remember(request: HTTPConnection, language: Language) -> None:
    """Have what goes wrong with a request told in the language of its rater's session."""
    request.state.language = language


def language_for(request: HTTPConnection) -> Language:
    """Return the language of the rater's session where a request has come so far, else
    the browser's; the store is not asked for it."""
    known: Language | None = getattr(request.state, "language", None)
    accepted = request.headers.get("accept-language", "")
    return known or of_browser(request.scope["path"], accepted)


def of_browser(path: str, accepted: str) -> Language:
    """Return the language that a browser would rather have, English on the teacher's pages.

    Examples
    --------
    >>> [of_browser("/", told).code for told in ("ja,en;q=0.5", "de;q=0.3, fr-CH", "tlh")]
    ['ja', 'fr', 'en']
    >>> of_browser("/", "de;q=0, fr;q=nan").code
    'en'
    >>> of_browser("/overview/open/x", "ja").code
    'en'
    """
    if path == "/overview" or path.startswith("/overview/"):
        return ENGLISH
    wanted = [part for part in accepted[:_LONGEST].split(",") if _weight(part) > 0]
    for part in sorted(wanted, key=_weight, reverse=True):
        code = part.partition(";")[0].strip().lower().partition("-")[0]
        if code in LANGUAGES:
            return Language(code)
    return ENGLISH


def _weight(part: str) -> float:
    told = part.partition(";")[2].strip().removeprefix("q=")
    try:
        return float(told) if told else 1.0
    except ValueError:
        return 0.0
