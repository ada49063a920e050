"""`etudes db`: whether the store is sound, and copies of it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from rating_sessions import NOON, answer_to, toy_session

from etudes.cli import run
from etudes.errors import DamagedData, UnknownName
from etudes.rating.ledger import session_of
from etudes.rating.session import Trial
from etudes.rating.taking import ratings_by, submit
from etudes.store import Store
from etudes.store.learnt import adopt, adopted, all_learnt, save_learnt


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        toy_session(store, raters=1)
    return path


def test_a_sound_store_is_called_so(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a line, or as JSON."""
    assert run(["db", "verify", "--db", str(path)]) == 0
    assert capsys.readouterr().out == f"The store {path} is sound.\n"
    assert run(["db", "verify", "--db", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"store": str(path), "problems": []}


def test_what_is_wrong_is_told_line_by_line(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And by exit code 5."""
    with Store.open(path) as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")
        store.connection.execute("INSERT INTO file_items VALUES ('nothing', 99)")

    assert run(["db", "verify", "--db", str(path)]) == 5
    assert "a row of file_items points to nothing" in capsys.readouterr().out


def test_a_torn_store_is_called_damaged(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says what to do by hand, and names no command that there is not."""
    path.write_bytes(path.read_bytes()[:30_000])

    assert run(["db", "verify", "--db", str(path)]) == 5
    told = capsys.readouterr()
    assert "traceback" not in told.err.lower() and "etudes db restore" not in told.err
    assert told.out or "put a backup in its place: move" in told.err


def test_a_copy_has_everything_and_can_take_its_place(path: Path, tmp_path: Path) -> None:
    """Also while the store is in use."""
    copy = tmp_path / "safe" / "monday.db"
    with Store.open(path) as store:
        toy_session(store, code="more")
        assert run(["db", "backup", str(copy), "--db", str(path), "--quiet"]) == 0
        before = list(store.connection.iterdump())
    shutil.copy(copy, path)

    with Store.open(path) as store:
        assert list(store.connection.iterdump()) == before and store.verify() == []


@pytest.mark.parametrize("words", [["verify"], ["backup", "copy.db"]])
def test_where_no_store_is_none_is_made(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and nothing lies there afterwards."""
    path = tmp_path / "none.db"

    assert run(["db", *words, "--db", str(path)]) == 2
    assert capsys.readouterr().err.startswith("etudes: a store was expected at")
    assert not path.exists()


def test_a_copy_takes_no_others_place(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever lies there stays."""
    (tmp_path / "mine").write_text("mine")

    assert run(["db", "backup", str(tmp_path / "mine"), "--db", str(path)]) == 2
    assert "a new file was expected" in capsys.readouterr().err
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="there a file in use cannot be replaced")
def test_a_store_replaced_while_in_use_is_told(path: Path, tmp_path: Path) -> None:
    """Its rights are in order; the program has to be started again."""
    with Store.open(path) as store:
        shutil.copy(path, tmp_path / "backup.db")
        (tmp_path / "backup.db").replace(path)
        trial = toy_trial(store)
        with pytest.raises(DamagedData, match="replaced while it was in use; start this"):
            submit(store, "toy-r1", trial.id, answer_to(trial), "answer-1", "page")

    with Store.open(path) as store:
        assert ratings_by(store, "toy-r1") == []


def toy_trial(store: Store) -> Trial:
    return session_of(store, "toy").trials_of("toy-r1")[0]


def test_what_was_learnt_is_adopted_by_the_beginning_of_its_digest(path: Path) -> None:
    """As it is found by it; one that fits nothing is refused."""
    with Store.open(path) as store:
        digest = save_learnt(store, "scale", '{"a": 1}')
        adopt(store, "scale", digest[:8])
        found = adopted(store, "scale")
        assert found is not None and found.digest == digest
        with pytest.raises(UnknownName):
            adopt(store, "preference", digest[:8])


def test_what_was_learnt_stands_in_the_order_of_keeping(path: Path) -> None:
    """A clock that was set back changes no version's number."""
    with Store.open(path) as store:
        first = save_learnt(store, "scale", '{"a": 1}')
        second = save_learnt(store, "scale", '{"a": 2}', learnt_at=NOON.replace(year=2001))
        assert [one.digest for one in all_learnt(store, "scale")] == [first, second]
