"""The page for tests: a real server in a thread or a process, and its visitors."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from etudes.rating.people import invite
from etudes.store import Store
from etudes.web.app import assembled
from etudes.web.server import bound, configuration, site_at
from etudes.web.site import Site

TEACHER = re.compile(r"(http://\S+)/overview/open/(\S+)")


@contextmanager
def served(path: Path, *, only: str | None = None, port: int = 0) -> Iterator[Site]:
    """Serve a store from a thread of this process."""
    made = bound("127.0.0.1", port)
    site = site_at(made, "127.0.0.1", path, only=only)
    server = uvicorn.Server(configuration(assembled(site), site.address))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join()
        site.desk.close()
        made.close()


@dataclass
class Process:
    """`etudes serve` in a process of its own, that can be killed."""

    path: Path
    port: int
    process: subprocess.Popen[str]
    url: str
    secret: str

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def started(path: Path, port: int = 0) -> Process:
    """Start `etudes serve` and wait until it listens."""
    words = ["serve", "--db", str(path), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "etudes", *words],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    found = TEACHER.search(process.stdout.readline())
    assert found, "the server did not start"
    url = found[1]
    for _ in range(400):
        try:
            httpx.get(url, timeout=5)
            break
        except httpx.TransportError:
            time.sleep(0.02)
    return Process(path, int(url.rpartition(":")[2]), process, url, found[2])


def token_for(path: Path, rater: str) -> str:
    """Return a new secret of a rater."""
    with Store.open(path) as store:
        return invite(store, rater)


@contextmanager
def joined(url: str, token: str) -> Iterator[httpx.Client]:
    """A visitor who opened a personal link."""
    with httpx.Client(base_url=url, follow_redirects=True, timeout=120) as client:
        assert client.get(f"/join/{token}").status_code == 200
        yield client


def fields(page: str) -> dict[str, str]:
    """Return what the first form of a page holds that can be sent without a change."""
    form = page.partition("<form")[2].partition("</form>")[0]
    inputs = re.findall(r"<input ([^>]*)>", form)
    held = {}
    for text in inputs:
        found = dict(re.findall(r'(\w+)="([^"]*)"', text))
        is_box = found.get("type") in ("radio", "checkbox")
        is_off = "disabled" in text or (is_box and "checked" not in text)
        if "name" in found and not is_off:
            held[found["name"]] = found["value"]
    comment = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.DOTALL)
    return held | ({"comment": comment[1]} if comment else {})


def answer_fields(page: str, number: int = 4, comment: str = "") -> dict[str, str]:
    """Return the form of a trial filled in, as heard to the end."""
    held = fields(page) | {"heard": "1", "comment": comment}
    if 'name="choice"' in page:
        return held | {"choice": ("left", "equal", "right")[number % 3]}
    names = ("sense", "level", "idiom", "notation", "use")
    return held | {name: str(number) for name in names}
