"""Who may see a page: secrets in links and cookies, tokens of forms, and guessing."""

import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from etudes.digest import short_digest

Who = Literal["rater", "teacher"]

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits as `secrets.token_urlsafe` writes them."""
_MONTH = 30 * 24 * 3600


class Bucket:
    """So many of something at once, then so many a second, for each key by itself.

    Examples
    --------
    >>> now = [0.0]
    >>> bucket = Bucket(most=2, per_second=1, clock=lambda: now[0])
    >>> bucket.take("a"), bucket.take("a"), bucket.take("a"), bucket.take("b")
    (True, True, False, True)
    >>> now[0] = 1.5
    >>> bucket.take("a")
    True
    """

    def __init__(
        self,
        most: float,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        most_keys: int = 10_000,
    ) -> None:
        self._most, self._per_second = most, per_second
        self._clock, self._most_keys = clock, most_keys
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> bool:
        """Take one; False, and nothing taken, if there is none."""
        level = self._level(key)
        if level < 1:
            return False
        self._levels.pop(key, None)  # the key used last stands last
        if len(self._levels) >= self._most_keys:
            del self._levels[next(iter(self._levels))]
        self._levels[key] = (level - 1, self._clock())
        return True

    def _level(self, key: str) -> float:
        level, then = self._levels.get(key, (self._most, 0.0))
        return min(self._most, level + max(0.0, self._clock() - then) * self._per_second)


def is_secret(text: str) -> bool:
    """Return whether a text has the form of a secret; only then the store is asked."""
    return _SECRET.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Cookies:
    """The secrets that a browser keeps for one server.

    A browser sends a host's cookies to all its ports. So their name tells the server: two
    on one host, or two stores served in turn at one port, leave each other's alone.

    Attributes
    ----------
    url : where the server is reached.
    store : the file that it serves, by its whole path, without links.
    is_secure : whether all goes by https.
    """

    url: str
    store: Path
    is_secure: bool

    def name(self, who: Who) -> str:
        """Return the name of a cookie."""
        server = short_digest(f"{self.url}\n{self.store}")
        # The prefix makes browsers refuse the cookie from any other host.
        return f"{'__Host-' if self.is_secure else ''}etudes-{who}-{server}"

    def secret(self, request: Request, who: Who) -> str:
        """Return the secret that came along, "" if none that has the form of one."""
        value = request.cookies.get(self.name(who), "")
        return value if is_secret(value) else ""

    def keep(self, response: Response, who: Who, secret: str) -> None:
        """Have the browser keep a secret, out of reach of scripts and of other sites.

        A teacher's cookie goes with the browser, a rater's stays 30 days.
        """
        response.set_cookie(
            self.name(who),
            secret,
            max_age=_MONTH if who == "rater" else None,
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="strict",
        )


def form_token(secret: str) -> str:
    """Return what every form of this visitor carries; other sites cannot know it.

    It follows from the visitor's own secret, so a page that was loaded before the server
    was started again can still be sent.
    """
    return hmac.new(secret.encode(), b"etudes form", sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def client_of(request: Request) -> str:
    """Return the network address that a request came from."""
    return request.client.host if request.client else ""


def too_often(seconds: int = 60) -> HTTPException:
    """Return the refusal of one request too many, and after how long to come again."""
    return HTTPException(429, headers={"Retry-After": str(seconds)})
