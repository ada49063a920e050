"""The page in a real browser, where something comes between it and its server: a mail on
another site, a portal of the network, the Back key, another link, an older browser."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from rating_sessions import toy_session
from web_browser import browser, enter, needs_browser
from web_server import served, token_for

from etudes.rating.session import Session
from etudes.rating.taking import ratings_by
from etudes.store import Store
from etudes.web.site import Site

pytestmark = [pytest.mark.browser, needs_browser]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def session(path: Path) -> Session:
    with Store.open(path) as store:
        return toy_session(store, raters=2, singles=2, pairs=0, training=0)


@pytest.fixture
def site(path: Path, session: Session) -> Iterator[Site]:
    with served(path) as site:
        yield site


@pytest.fixture
def link(site: Site, path: Path, session: Session) -> str:
    return site.rater_link(token_for(path, session.raters[0].id))


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@contextmanager
def another_site(page: str) -> Iterator[str]:
    """A web server of somebody else, with one page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def begin(page: Any, link: str) -> str:
    """Open a link, go to the first trial and return its id."""
    enter(page, link)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/trial/*")
    return str(page.url.rpartition("/")[2])


def answer(page: Any, number: int) -> None:
    """Answer all questions of a piece, without listening."""
    for name in ("sense", "level", "idiom", "notation", "use"):
        page.locator(f"input[name={name}][value='{number}']").check(force=True)
    page.get_by_label("I cannot listen").check()


def send(page: Any) -> None:
    page.get_by_role("button", name="Send").click()


def kept(path: Path, session: Session) -> list[int]:
    """The values of `sense` that are kept of the first rater, one by one."""
    with Store.open(path) as store:
        of = ratings_by(store, session.raters[0].id)
    return [one.answer.values["sense"] for one in of]


@pytest.mark.parametrize("target", ["_self", "_blank"])
@pytest.mark.parametrize("who", ["rater", "teacher"])
def test_a_link_opens_from_another_site(
    page: Any, site: Site, link: str, target: str, who: str
) -> None:
    """As from a mail that is read in the browser; and what it opens stays open."""
    href = link if who == "rater" else site.teacher_link
    heading = "A toy" if who == "rater" else "Rating sessions"
    mail = f'<a target="{target}" rel="noopener noreferrer" href="{href}">Please</a>'
    with another_site(mail) as url:
        page.goto(url)
        if target == "_blank":
            with page.context.expect_page() as opened:
                page.get_by_text("Please").click()
            page = opened.value
        else:
            page.get_by_text("Please").click()
        page.get_by_role("heading", name=heading).wait_for()
        assert href.rpartition("/")[2] not in page.url
        page.reload()
        page.get_by_role("heading", name=heading).wait_for()


def to_a_login(route: Any) -> None:
    route.fulfill(status=302, headers={"Location": "http://portal.example/"})


def with_a_page(route: Any) -> None:
    route.fulfill(status=200, body="<h1>Please log in</h1>", content_type="text/html")


def without_the_host(route: Any) -> None:
    route.fulfill(status=521, body="<h1>Down</h1>", content_type="text/html")


def with_a_refusal(route: Any) -> None:
    route.fulfill(status=404, body="<h1>Nothing</h1>", content_type="text/html")


@pytest.mark.parametrize(
    "portal", [to_a_login, with_a_page, without_the_host, with_a_refusal]
)
def test_an_answer_outlives_whoever_answers_in_the_sites_place(
    page: Any, path: Path, session: Session, link: str, portal: Callable[[Any], None]
) -> None:
    """A portal of a network, a proxy: it waits in the browser and is sent by itself."""
    trial = begin(page, link)
    answer(page, 2)
    page.route("**/*", portal)
    send(page)
    page.get_by_text("Not sent yet").wait_for()
    assert trial in page.url and kept(path, session) == []
    page.unroute("**/*")
    page.wait_for_url(lambda url: trial not in url)

    assert kept(path, session) == [2]
    assert page.evaluate("localStorage.length") == 0


def test_back_shows_what_is_kept(
    page: Any, path: Path, session: Session, link: str
) -> None:
    """Whatever the browser remembers of the page; a change is a correction."""
    trial = begin(page, link)
    answer(page, 2)
    send(page)
    page.wait_for_url(lambda url: trial not in url)
    page.evaluate("setTimeout(() => history.back(), 10)")
    page.wait_for_url(f"**/{trial}")
    page.get_by_text("You have answered this page").wait_for()
    answer(page, 7)
    send(page)
    page.wait_for_url(lambda url: trial not in url)

    assert kept(path, session) == [2, 7]


def test_a_correction_goes_on_counting(
    page: Any, path: Path, session: Session, link: str, site: Site
) -> None:
    """Seconds and plays of the first answer are in those of the second."""
    trial = begin(page, link)
    page.keyboard.press("Space")
    page.get_by_text("Heard to the end.", exact=True).wait_for()
    answer(page, 2)
    send(page)
    page.wait_for_url(lambda url: trial not in url)
    page.goto(f"{site.address.url}/trial/{trial}")
    answer(page, 3)
    send(page)
    page.wait_for_url(lambda url: trial not in url)

    with Store.open(path) as store:
        first, second = (one.answer for one in ratings_by(store, session.raters[0].id))
    assert first.plays == second.plays == 1
    assert first.seconds is not None and second.seconds is not None
    assert second.seconds > first.seconds


@pytest.mark.parametrize("other", [0, 1])
def test_an_answer_outlives_another_link_in_the_same_browser(
    page: Any, path: Path, session: Session, site: Site, link: str, other: int
) -> None:
    """A new one of the same rater, or another rater's at a shared computer: it waits until
    its own rater opens a link."""
    begin(page, link)
    answer(page, 6)
    page.get_by_label("Comment").fill("A long and careful one")
    tab = page.context.new_page()
    enter(tab, site.rater_link(token_for(path, session.raters[other].id)))
    send(page)
    page.get_by_text("Open your personal link again").wait_for()
    assert kept(path, session) == []

    tab.goto(site.rater_link(token_for(path, session.raters[0].id)))
    tab.get_by_text("has been sent").wait_for()
    assert kept(path, session) == [6]


def test_an_older_browser_sends_too(
    chromium: Any, path: Path, session: Session, link: str
) -> None:
    """One without AbortSignal.timeout, as of 2021."""
    context = chromium.new_context()
    context.add_init_script("delete AbortSignal.timeout")
    page = context.new_page()
    trial = begin(page, link)
    answer(page, 5)
    send(page)
    page.wait_for_url(lambda url: trial not in url)
    context.close()

    assert kept(path, session) == [5]


def test_a_new_link_is_made_once_however_often_its_page_is_loaded(
    page: Any, site: Site
) -> None:
    """The one that was copied stays the right one."""
    enter(page, site.teacher_link)
    page.get_by_role("link", name="toy").click()
    page.get_by_role("button", name="New link for R1").click()
    made = page.locator("code.link").inner_text()
    page.reload()
    assert page.locator("code.link").count() == 0
    page.goto(made)

    page.get_by_text("You are R1").wait_for()
