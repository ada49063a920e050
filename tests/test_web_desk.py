"""The store behind one thread: whole or not at all, and told only when on the disk."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rating_sessions import answer_to, toy_session

from etudes.errors import DamagedData, InvalidValue
from etudes.rating.session import Session
from etudes.rating.taking import Receipt, progress, ratings_by, submit
from etudes.store import Store
from etudes.web.desk import Desk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def session(path: Path) -> Session:
    with Store.open(path) as store:
        return toy_session(store, raters=20, singles=3, pairs=1)


@pytest.fixture
def desk(path: Path, session: Session) -> Iterator[Desk]:
    desk = Desk(path, timeout=0.2)
    yield desk
    desk.close()


def first_answers(session: Session) -> list[tuple[str, str]]:
    """Each rater with the id of the first trial."""
    return [(rater.id, session.trials_of(rater.id)[0].id) for rater in session.raters]


async def send(desk: Desk, session: Session, rater: str, trial: str, id_: str) -> Receipt:
    asked = next(one for one in session.trials if one.id == trial)
    answer = answer_to(asked)
    return await desk.write(lambda store: submit(store, rater, trial, answer, id_, "page"))


def test_answers_that_wait_together_are_all_kept(desk: Desk, session: Session) -> None:
    """Twenty at once, each of them once."""

    async def everyone() -> list[Receipt]:
        waiting = [
            send(desk, session, rater, trial, f"submit-{n:03}")
            for n, (rater, trial) in enumerate(first_answers(session))
        ]
        return await asyncio.gather(*waiting)

    receipts = asyncio.run(everyone())
    assert len({one.rating for one in receipts}) == 20
    with Store.open(desk.path) as store:
        for rater in session.raters:
            assert progress(store, rater.id).answered == 1


def test_whoever_is_told_finds_the_answer_on_the_disk(desk: Desk, session: Session) -> None:
    """Another connection sees it before anything else happens."""
    rater, trial = first_answers(session)[0]

    async def one() -> int:
        await send(desk, session, rater, trial, "submit-one")
        with sqlite3.connect(desk.path) as other:
            (count,) = other.execute("SELECT count(*) FROM ratings").fetchone()
        other.close()
        return int(count)

    assert asyncio.run(one()) == 1


def test_one_that_fails_takes_no_other_with_it(desk: Desk, session: Session) -> None:
    """It leaves no trace, even half of one; those beside it are kept."""
    (one, first), (other, second), *_ = first_answers(session)

    def half(store: Store) -> None:
        submit(
            store, other, second, answer_to(session.trials_of(other)[0]), "half-one", "page"
        )
        raise InvalidValue("after half of it")

    async def both() -> list[Receipt | BaseException | None]:
        waiting = (
            send(desk, session, one, first, "submit-one"),
            desk.write(half),
            desk.read(lambda store: None),
        )
        return await asyncio.gather(*waiting, return_exceptions=True)

    found = asyncio.run(both())
    assert isinstance(found[0], Receipt) and isinstance(found[1], InvalidValue)
    with Store.open(desk.path) as store:
        assert len(ratings_by(store, one)) == 1
        assert ratings_by(store, other) == []


def test_a_store_that_another_program_holds_is_told_and_comes_back(
    desk: Desk, session: Session
) -> None:
    """Nothing is kept meanwhile, and the same answer can be sent afterwards."""
    rater, trial = first_answers(session)[0]
    holder = sqlite3.connect(desk.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DamagedData, match="locked"):
        asyncio.run(send(desk, session, rater, trial, "submit-one"))
    holder.execute("ROLLBACK")
    holder.close()

    assert not asyncio.run(send(desk, session, rater, trial, "submit-one")).was_there
    assert asyncio.run(send(desk, session, rater, trial, "submit-one")).was_there


def test_what_waits_is_kept_before_the_desk_closes(path: Path, session: Session) -> None:
    """A server that is asked to stop drops nothing that it took."""
    desk = Desk(path)
    rater, trial = first_answers(session)[0]
    answer = answer_to(session.trials_of(rater)[0])
    begun = threading.Event()

    def slowly(store: Store) -> None:
        begun.wait(5)
        submit(store, rater, trial, answer, "submit-one", "page")

    async def leave() -> None:
        waiting = asyncio.ensure_future(desk.write(slowly))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(leave())
    begun.set()
    desk.close()
    with Store.open(path) as store:
        assert len(ratings_by(store, rater)) == 1


def test_a_file_that_is_no_store_is_told_at_once(tmp_path: Path) -> None:
    """Before anything is served."""
    (tmp_path / "no.db").write_bytes(b"no database " * 200)
    with pytest.raises(DamagedData):
        Desk(tmp_path / "no.db")
