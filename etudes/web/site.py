"""Where a server is reached, and what every page group is given."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from etudes.errors import InvalidValue
from etudes.web.access import Bucket, Cookies, Who, client_of, too_often
from etudes.web.desk import Desk
from etudes.web.pages import ENGLISH, Pages
from etudes.words import Language, msgid

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The URL by which raters reach the page, without a slash at its end, and every host
    and origin that a browser may name.

    `is_behind_proxy` says that a web server on this computer stands before the page and
    tells where requests come from.

    Examples
    --------
    >>> here = address("127.0.0.1", 8765)
    >>> here.url, sorted(here.hosts)
    ('http://127.0.0.1:8765', ['127.0.0.1:8765', '[::1]:8765', 'localhost:8765'])
    """

    url: str
    hosts: frozenset[str]
    origins: frozenset[str]
    is_behind_proxy: bool = False

    @property
    def is_secure(self) -> bool:
        return self.url.startswith("https:")

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer itself reaches it."""
        return _is_loopback(urlsplit(self.url).hostname or "")


def address(host: str, port: int, public_url: str | None = None) -> Address:
    """Return the address of a server that listens on a host and port.

    Parameters
    ----------
    public_url : where raters reach it, if that is elsewhere: "https://ratings.example.org".

    Raises
    ------
    InvalidValue
        If the public URL is none, or is missing where the server listens everywhere.
    """
    names = {_bracketed(host)}
    if _is_loopback(host):
        names |= {"127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in names}
    if port == _DEFAULT_PORTS["http"]:
        hosts |= names
    origins = {f"http://{name}" for name in hosts}
    if public_url is None:
        if _is_everywhere(host):
            raise InvalidValue(
                f"{host} listens on every network: the address that raters type was "
                "expected too; give --public-url http://NAME:PORT"
            )
        return Address(
            f"http://{_bracketed(host)}:{port}", frozenset(hosts), frozenset(origins)
        )
    origin, netloc = _origin(public_url)
    return Address(
        origin,
        frozenset(hosts | {netloc}),
        frozenset(origins | {origin}),
        is_behind_proxy=_is_loopback(host),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A running site: address, pages, store, cookies, the teacher's secret, and limits.

    `only` is the code of the one session that is served, None for all of the store;
    `guesses` counts wrong links by the address they come from, `pace` what each rater
    sends.
    """

    address: Address
    pages: Pages
    desk: Desk
    cookies: Cookies
    secret: str
    only: str | None = None
    guesses: Bucket = field(default_factory=lambda: Bucket(most=20, per_second=0.5))
    pace: Bucket = field(default_factory=lambda: Bucket(most=30, per_second=5))

    @property
    def teacher_link(self) -> str:
        """The link that opens the overview, until the server stops."""
        return f"{self.address.url}/overview/open/{self.secret}"

    def entered(
        self, who: Who, secret: str, place: str, language: Language = ENGLISH
    ) -> Response:
        """Keep the secret of a link as a cookie, and lead to a page without it.

        By a page of its own: to a redirection from a link on another site, as in a mail
        that is read in the browser, the browser would not give a `SameSite=Strict` cookie.
        """
        told = {"Referrer-Policy": "no-referrer"}
        response = self.pages.page("entered", headers=told, language=language, place=place)
        self.cookies.keep(response, who, secret)
        return response

    def wrong_link(self, request: Request) -> HTTPException:
        """Count a wrong link, and return the refusal of it. Right ones are never counted:
        many people may come from one address."""
        if not self.guesses.take(client_of(request)):
            return too_often()
        return HTTPException(404, msgid("This link opens nothing, or nothing any more."))

    def rater_link(self, token: str) -> str:
        """Return the personal link of a rater."""
        return f"{self.address.url}/join/{token}"


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url.strip().rstrip("/"))
        port, name = parts.port, parts.hostname
    except ValueError:
        parts, port, name = urlsplit(""), None, None
    is_plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in _DEFAULT_PORTS or not name or not is_plain:
        raise InvalidValue(
            "a public URL such as https://ratings.example.org, without a path, was "
            f"expected, not '{url[:80]}'"
        )
    netloc = _bracketed(name.lower())
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return f"{parts.scheme}://{netloc}", netloc


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return host == ""
