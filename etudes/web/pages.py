"""Pages from templates, and the few files that they load."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from etudes.paths import data_folder
from etudes.words import Language, msgid

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_PROBLEMS = {
    400: (msgid("This cannot be read"), msgid("Go back and try again.")),
    401: (
        msgid("Your personal link, please"),
        msgid("These pages open by the link that you were given; open it once more."),
    ),
    403: (
        msgid("Not from here"),
        msgid("Open your own link again, then send it once more."),
    ),
    404: (msgid("Nothing here"), msgid("Go back to the start.")),
    405: (msgid("Not like this"), msgid("Go back to the start.")),
    413: (msgid("Too long"), msgid("Go back and shorten it.")),
    415: (msgid("This cannot be read"), msgid("Go back and try again.")),
    422: ("There is no report yet", "Come again when raters have answered."),
    429: (
        msgid("A moment, please"),
        msgid("That was too often; wait a minute, then try again."),
    ),
    500: (
        msgid("Our mistake"),
        msgid(
            "Something went wrong here. What you sent before is kept; go back and try "
            "again."
        ),
    ),
    503: (
        msgid("It cannot be kept just now"),
        msgid("What you sent before is kept. Go back and send it again in a while."),
    ),
}
_ANY_PROBLEM = msgid("This did not work"), msgid("Go back and try again.")
ENGLISH = Language("en")
"""What the teacher's pages are in."""


class Pages:
    """The templates of the site and its files, read once."""

    def __init__(self) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        folder = data_folder("templates") / "web"
        self._files = {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.suffix in _TYPES
        }
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals["file"] = self._url

    def page(
        self,
        name: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        *,
        language: Language = ENGLISH,
        **content: Any,
    ) -> HTMLResponse:
        """Return a page; templates find its words by `text`, `word` and `plural`."""
        words = {
            "lang": language.code,
            "text": language.text,
            "word": language.word,
            "plural": language.plural,
        }
        text = self._environment.get_template(f"{name}.html.j2").render(words | content)
        return HTMLResponse(text, status, headers)

    def problem(
        self,
        status: int,
        line: str = "",
        headers: Mapping[str, str] | None = None,
        *,
        language: Language = ENGLISH,
    ) -> HTMLResponse:
        """Return the page that says what went wrong and what to do; `line` is put into the
        language where a catalogue has it."""
        heading, what_to_do = _PROBLEMS.get(status, _ANY_PROBLEM)
        return self.page(
            "problem",
            status,
            headers,
            language=language,
            heading=language.word(heading),
            line=language.word(line),
            what_to_do=language.word(what_to_do),
        )

    async def file(self, request: Request) -> Response:
        """Answer with one of the files that pages load."""
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "public, max-age=86400"}
        kind = _TYPES[name[name.rindex(".") :]]
        return Response(content, headers=headers, media_type=kind)

    def _url(self, name: str) -> str:
        edition = sha256(self._files[name]).hexdigest()[:8]
        return f"/static/{name}?{edition}"
