"""`etudes serve`: rating sessions as pages."""

import sys
from pathlib import Path

from etudes.cli.console import print_line
from etudes.paths import database_path
from etudes.rating.ledger import session_of
from etudes.store import Store
from etudes.web.server import bound, run, site_at
from etudes.web.site import Site


def serve(
    session: str | None, host: str, port: int, database: Path | None, public_url: str | None
) -> None:
    """Serve the page until it is interrupted.

    Raises
    ------
    UnknownName
        If there is no such session.
    InvalidValue
        If the public URL is none, or missing where it is needed.
    OutputError
        If the address cannot be listened on.
    DamagedData
        If the store cannot be opened.
    """
    path = database or database_path()
    only = None if session is None else _code(path, session)
    made = bound(host, port)
    try:
        site = site_at(made, host, path, public_url=public_url, only=only)
    except BaseException:
        made.close()
        raise
    _tell(site)
    run(site, made)


def _code(path: Path, session: str) -> str:
    with Store.open(path) as store:
        return session_of(store, session).code


def _tell(site: Site) -> None:
    address = site.address
    print_line(f"Your overview, until this stops: {site.teacher_link}")
    print_line(
        f"Raters come to {address.url} by their own links: the overview makes them, and so "
        "does etudes session invite."
    )
    if not (address.is_secure or address.is_loopback):
        print_line(
            "Others on the network can read what is sent: put a web server with https "
            "before it where that matters."
        )
    print_line("Ctrl-C stops it; every answer that was taken is on the disk.")
    sys.stdout.flush()
