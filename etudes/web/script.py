"""What the site says to its own script, which must not take any other answer for it.

A portal of a network, a proxy or a host that is down answers in the site's place, with
whatever status and page. So every answer of the site says that it is one, and the answer
to what the script sends names what was kept.
"""

from starlette.requests import Request
from starlette.responses import Response

HEADER = "X-Rating"
SITE = "site"
"""What the header says on every answer of the site; the script sends "script"."""


def is_by_script(request: Request) -> bool:
    """Return whether the script sent this, not a plain form."""
    return request.headers.get(HEADER) == "script"


def acknowledged(submit_id: str) -> Response:
    """Return the answer that says to the script what is on the disk.

    Examples
    --------
    >>> acknowledged("abcdefgh").headers["x-rating"]
    'kept abcdefgh'
    """
    return Response(status_code=204, headers={HEADER: f"kept {submit_id}"})
