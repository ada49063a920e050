"""`etudes serve`: what it says, and when it refuses."""

import os
import signal
import socket
from pathlib import Path

import httpx
import pytest
from rating_sessions import toy_session
from web_server import joined, started, token_for

from etudes.cli import run
from etudes.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run `etudes serve` and return its one line of refusal."""
    assert run(["serve", *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_it_tells_the_teachers_link_and_serves_until_it_is_stopped(path: Path) -> None:
    """The link opens the overview; Ctrl-C ends the server in good order."""
    with Store.open(path) as store:
        session = toy_session(store)
    server = started(path)
    with httpx.Client(base_url=server.url, follow_redirects=True) as teacher:
        teacher.get(f"/overview/open/{server.secret}")
        page = teacher.get("/overview")
        assert page.status_code == 200 and session.code in page.text
    with joined(server.url, token_for(path, session.raters[0].id)) as rater:
        assert rater.get("/next").status_code == 200
    server.process.send_signal(signal.SIGINT)
    assert server.process.stdout is not None
    with server.process.stdout as stdout:
        rest = stdout.read()
    server.process.wait(timeout=30)

    assert server.process.returncode == 130
    assert "etudes session invite" in rest


def test_each_start_has_a_teachers_link_of_its_own(path: Path) -> None:
    """An old one opens nothing."""
    one, other = started(path), started(path)
    try:
        assert one.secret != other.secret
        assert httpx.get(f"{other.url}/overview/open/{one.secret}").status_code == 404
    finally:
        one.kill()
        other.kill()


def test_an_unknown_session_is_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the nearest ones."""
    with Store.open(path) as store:
        toy_session(store)
    line = complaint(capsys, "--session", "tot", "--db", str(path))

    assert "'tot'" in line and "toy" in line


def test_a_port_that_is_taken_is_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = complaint(capsys, "--port", str(port), "--db", str(path))

    assert f"127.0.0.1:{port} cannot be listened on" in line and "--port" in line


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--host", "0.0.0.0"], "--public-url"),  # noqa: S104
        (["--host", "no.such.host.invalid"], "cannot be listened on"),
        (["--host", "x" * 300], "cannot be listened on"),
        (["--public-url", "elsewhere"], "public URL"),
        (["--public-url", "https://x.example/path"], "public URL"),
    ],
)
def test_where_it_cannot_be_reached_is_told(
    path: Path, capsys: pytest.CaptureFixture[str], words: list[str], part: str
) -> None:
    """One line."""
    assert part in complaint(capsys, *words, "--port", "0", "--db", str(path))


def test_a_damaged_store_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is served."""
    path = tmp_path / "no.db"
    path.write_bytes(os.urandom(4096))

    assert run(["serve", "--port", "0", "--db", str(path)]) == 5
    assert "is not a database" in capsys.readouterr().err
