"""The server: a socket, one process, nothing logged that holds a secret."""

import socket
from pathlib import Path
from secrets import token_urlsafe

import uvicorn
from starlette.types import ASGIApp

from etudes.errors import OutputError
from etudes.web.access import Cookies
from etudes.web.app import assembled
from etudes.web.desk import Desk
from etudes.web.pages import Pages
from etudes.web.site import Address, Site, address


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes one that is free.

    Raises
    ------
    OutputError
        If the address is taken or none of this computer's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio sends small answers at once (TCP_NODELAY).
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
    except (OSError, OverflowError, UnicodeError) as error:
        made.close()
        why = error.strerror if isinstance(error, OSError) else error
        raise OutputError(
            f"{host[:80]}:{port} cannot be listened on ({why}); choose another --port or "
            "--host, or stop what listens there"
        ) from error
    return made


def site_at(
    made: socket.socket,
    host: str,
    store: Path,
    *,
    public_url: str | None = None,
    only: str | None = None,
) -> Site:
    """Return the site of a store that a socket will serve, with a new secret.

    Raises
    ------
    InvalidValue
        If the public URL is none.
    DamagedData, OutputError
        If the store cannot be opened.
    """
    where = address(host, made.getsockname()[1], public_url)
    desk = Desk(store)
    cookies = Cookies(where.url, store.resolve(), is_secure=where.is_secure)
    return Site(where, Pages(), desk, cookies, token_urlsafe(32), only)


def configuration(app: ASGIApp, where: Address) -> uvicorn.Config:
    """Return how the server runs."""
    return uvicorn.Config(
        app,
        # A line of that log would hold the link that a visitor opened.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=where.is_behind_proxy,
        lifespan="off",
        ws="none",
        limit_concurrency=1000,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
    )


def run(site: Site, made: socket.socket) -> None:
    """Serve a site until a signal ends it; what is being kept is kept first."""
    try:
        uvicorn.Server(configuration(assembled(site), site.address)).run(sockets=[made])
    finally:
        site.desk.close()
        made.close()
