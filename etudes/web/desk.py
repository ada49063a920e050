"""The store behind one thread: read in turn, written in groups, told only when on disk.

A transaction waits for the disk several times. So all that waits to be written goes into
one, and each sender hears of it only after that one is committed.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from etudes.store import Store

T = TypeVar("T")

_GROUP = 128
"""Jobs that one transaction takes at most."""


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    work: Callable[[Store], Any]
    writes: bool
    future: "Future[Any]" = field(default_factory=Future)


class Desk:
    """A store that a server's coroutines share.

    Examples
    --------
    >>> desk = Desk(Path(":memory:"))
    >>> asyncio.run(desk.read(lambda store: store.items()))
    []
    >>> desk.close()
    """

    def __init__(self, path: Path, timeout: float = 5.0) -> None:
        """Open the store; `timeout` in seconds, to wait for another program.

        Raises
        ------
        DamagedData, OutputError
            If it cannot be opened.
        """
        self.path = path
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._work, args=(timeout, opened), name="store", daemon=True
        )
        self._thread.start()
        opened.result()

    async def read(self, work: Callable[[Store], T]) -> T:
        """Return what `work` finds in the store; what it raises is raised here."""
        return await self._done(work, writes=False)

    async def write(self, work: Callable[[Store], T]) -> T:
        """Do `work` within a transaction, whole or not at all, and return its result when
        it is on the disk; what it raises is raised here.

        Raises
        ------
        DamagedData
            If the store cannot be written.
        """
        return await self._done(work, writes=True)

    def close(self) -> None:
        """Finish what waits, then close the store."""
        self._jobs.put(None)
        self._thread.join()

    async def _done(self, work: Callable[[Store], T], *, writes: bool) -> T:
        job = _Job(work, writes)
        self._jobs.put(job)
        # Whoever asked may have gone; what was sent is kept all the same.
        return await asyncio.shield(asyncio.wrap_future(job.future))

    def _work(self, timeout: float, opened: "Future[None]") -> None:
        try:
            store = Store.open(self.path, timeout=timeout)
        except BaseException as error:
            opened.set_exception(error)
            return
        opened.set_result(None)
        with store:
            is_going = True
            while is_going:
                group, is_going = self._group()
                for job in group:
                    if not job.writes:
                        _settle(job, *_outcome(job, store))
                _commit(store, [job for job in group if job.writes])

    def _group(self) -> tuple[list[_Job], bool]:
        """Return all jobs that wait, at least one, and whether more may come."""
        group: list[_Job] = []
        next_ = self._jobs.get()
        while next_ is not None:
            group.append(next_)
            if len(group) == _GROUP:
                return group, True
            try:
                next_ = self._jobs.get_nowait()
            except Empty:
                return group, True
        return group, False


def _commit(store: Store, jobs: list[_Job]) -> None:
    if not jobs:
        return
    outcomes: list[tuple[Any, BaseException | None]] = []
    try:
        with store.transaction() as connection:
            for job in jobs:
                connection.execute("SAVEPOINT one")
                outcome = _outcome(job, store)
                if outcome[1] is not None:
                    connection.execute("ROLLBACK TO one")
                connection.execute("RELEASE one")
                outcomes.append(outcome)
    except Exception as error:
        for job in jobs:
            _settle(job, None, error)
        return
    for job, outcome in zip(jobs, outcomes, strict=True):
        _settle(job, *outcome)


def _outcome(job: _Job, store: Store) -> tuple[Any, BaseException | None]:
    try:
        return job.work(store), None
    except Exception as error:
        return None, error


def _settle(job: _Job, result: Any, error: BaseException | None) -> None:
    if error is not None:
        job.future.set_exception(error)
    else:
        job.future.set_result(result)
