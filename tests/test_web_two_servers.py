"""Two servers on one host: a browser gives both the cookies of either, and must not mix
them up."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rating_sessions import toy_session
from web_server import served, token_for

from etudes.rating.session import Session
from etudes.store import Store


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    """As browsers do, it knows the host of a cookie and not its port."""
    with httpx.Client(follow_redirects=True) as client:
        yield client


def with_session(path: Path, code: str) -> Session:
    with Store.open(path) as store:
        return toy_session(store, code=code, raters=2, singles=2, pairs=0, training=0)


def test_a_rater_and_a_teacher_go_on_at_both_of_two_servers(
    tmp_path: Path, browser: httpx.Client
) -> None:
    """Each with a store of its own, at a port of its own."""
    paths = {code: tmp_path / f"{code}.db" for code in ("one", "two")}
    raters = {code: with_session(path, code).raters[0].id for code, path in paths.items()}
    with served(paths["one"]) as one, served(paths["two"]) as two:
        sites = {"one": one, "two": two}
        for code, site in sites.items():
            token = token_for(paths[code], raters[code])
            assert browser.get(site.rater_link(token)).status_code == 200
            assert browser.get(site.teacher_link).status_code == 200
        for code, site in sites.items():
            trial = browser.get(f"{site.address.url}/next")
            overview = browser.get(f"{site.address.url}/overview")
            other = next(name for name in sites if name != code)

            assert trial.status_code == overview.status_code == 200
            assert f"/overview/{code}" in overview.text
            assert f"/overview/{other}" not in overview.text
        sent = [
            url.headers.get("cookie", "").count("etudes-")
            for url in (trial.request, overview.request)
        ]

    assert sent == [4, 4], "the browser did send the cookies of both servers to one"


def test_one_browser_is_another_rater_at_another_port(
    tmp_path: Path, browser: httpx.Client
) -> None:
    """Though both servers have the same store."""
    path = tmp_path / "store.db"
    session = with_session(path, "toy")
    first, second = ({t.id for t in session.trials_of(r.id)} for r in session.raters)
    with served(path) as one, served(path) as two:
        for site, rater in zip((one, two), session.raters, strict=True):
            browser.get(site.rater_link(token_for(path, rater.id)))
        shown = [
            browser.get(f"{site.address.url}/next").url.path.rpartition("/")[2]
            for site in (one, two)
        ]

    assert shown[0] in first and shown[1] in second


def test_a_store_is_the_same_by_whichever_path_it_is_named(
    tmp_path: Path, browser: httpx.Client
) -> None:
    """By a symbolic link, or up a folder and down again: raters go on."""
    path = tmp_path / "store.db"
    rater = with_session(path, "toy").raters[0].id
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to(path)
    others = (tmp_path / "link.db", tmp_path / "folder" / ".." / "store.db")
    with served(path) as site:
        browser.get(site.rater_link(token_for(path, rater)))
        port = site.address.url.rpartition(":")[2]
    for other in others:
        with served(other, port=int(port)) as site:
            assert browser.get(f"{site.address.url}/next").status_code == 200


def test_stores_that_take_turns_at_a_port_keep_their_raters(
    tmp_path: Path, browser: httpx.Client
) -> None:
    """Who took part in one, then in the other, goes on in the first."""
    paths = [tmp_path / name for name in ("one.db", "two.db")]
    raters = [with_session(path, "toy").raters[0].id for path in paths]
    with served(paths[0]) as site:
        browser.get(site.rater_link(token_for(paths[0], raters[0])))
        port = site.address.url.rpartition(":")[2]
    with served(paths[1], port=int(port)) as site:
        assert browser.get(f"{site.address.url}/next").status_code == 401
        browser.get(site.rater_link(token_for(paths[1], raters[1])))
    with served(paths[0], port=int(port)) as site:
        assert browser.get(f"{site.address.url}/next").status_code == 200
